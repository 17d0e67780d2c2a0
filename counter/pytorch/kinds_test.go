package pytorch

import (
	"reflect"
	"testing"

	"unetparams/counter/layer/layertest"
)

// TestEveryKindIsWritten: every kind of layer is written as a module, as a
// function, or as a stop of the published code.
func TestEveryKindIsWritten(t *testing.T) {
	for _, e := range layertest.Examples() {
		name := reflect.TypeOf(e.Layer).Name()
		if name == "RuntimeError" || name == "ChannelMismatch" {
			continue // see forward
		}
		_, module := build(e.Layer)
		_, _, called := function(e.Layer, []string{"x", "y", "z"})
		if !module && !called {
			t.Errorf("%s is written neither by build nor by function", name)
		}
	}
}
