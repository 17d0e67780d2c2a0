//go:build !js

package turn

import "runtime"

// Give lets other goroutines run; there is no browser here.
func Give() { runtime.Gosched() }

func hidden() bool { return false }
