package layertest

import (
	"strings"
	"testing"

	"unetparams/counter"
)

// TestNorms: a kind of layer is a normalization if and only if its name says so,
// whatever it normalizes over.
func TestNorms(t *testing.T) {
	norms := map[string]bool{}
	for _, e := range Examples() {
		kind := e.Layer.Kind()
		called := strings.Contains(kind, "Norm") && kind != "L2Normalize" // F.normalize is not one
		if got := counter.IsNorm(e.Layer); got != called {
			t.Errorf("%s: IsNorm is %v", kind, got)
		}
		if called {
			norms[strings.TrimRight(kind, "123d")] = true
		}
	}
	for _, kind := range []string{"BatchNorm", "InstanceNorm", "GroupNorm", "LayerNorm"} {
		if !norms[kind] {
			t.Errorf("no example of %s", kind)
		}
	}
}
