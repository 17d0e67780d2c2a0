package layer

import (
	"testing"

	"unetparams/counter"
)

// TestKANLinear: the base product and eight splines are multiply-accumulates.
func TestKANLinear(t *testing.T) {
	l := KANLinear{In: 4, Out: 6}
	x := counter.Shape{C: 4, ND: 2, Size: counter.Axes{8, 7}}
	out, err := l.Forward(x)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := l.MACs([]counter.Shape{x}, out); n != 8*7*4*6*9 || err != nil {
		t.Errorf("%d, %v; want %d", n, err, 8*7*4*6*9)
	}
}
