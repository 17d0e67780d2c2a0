//go:build !js

package turn

import "runtime"

// Give lets others run: there is no browser here.
func Give() { runtime.Gosched() }

func hidden() bool { return false }
