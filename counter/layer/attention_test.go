package layer

import (
	"errors"
	"testing"

	"unetparams/counter"
)

// TestPairs: layers that relate positions, and those that only look at sizes.
func TestPairs(t *testing.T) {
	for _, tt := range []struct {
		layer counter.Layer
		in    []string
		kind  string
		out   string // or the problem
	}{
		{PairDot{}, []string{"8×4×6", "8×2×3"}, "PairDot", "1×24×6"},
		{PairDot{}, []string{"8×4×6×2", "8×5"}, "PairDot", "1×48×5"},
		{PairDot{}, []string{"8×4×6", "4×2×3"}, "PairDot", counter.Channels.String()},
		{PairDot{}, []string{"8×4×6"}, "PairDot", counter.BadInputs.String()},
		{PairDot{}, []string{"8×2147483648×2147483648×2", "8×1"}, "PairDot", counter.Overflow.String()},
		{PairSum{}, []string{"8×4×6", "8×2×3"}, "PairSum", "8×24×6"},
		{AttentionWeights{Softmax: true, Axis: 1}, []string{"1×24×6"}, "AttentionSoftmax", "1×24×6"},
		{AttentionWeights{Axis: -1}, []string{"1×24×6"}, "AttentionMean", "1×24×6"},
		{AttentionWeights{Axis: 2}, []string{"1×24×6"}, "AttentionMean", counter.BadLayer.String()},
		{PairWeighted{}, []string{"1×24×6", "5×2×3", "8×4×6"}, "PairWeighted", "5×4×6"},
		{PairWeighted{}, []string{"1×24×6", "5×2×2", "8×4×6"}, "PairWeighted", counter.Mismatch.String()},
		{PairWeighted{}, []string{"2×24×6", "5×2×3", "8×4×6"}, "PairWeighted", counter.Channels.String()},
		{PairWeighted{}, []string{"1×24×6", "5×2×3"}, "PairWeighted", counter.BadInputs.String()},
		{Interpolate{}, []string{"5×2×3", "8×4×6"}, "Interpolate", "5×4×6"},
		{Interpolate{}, []string{"5×2×3", "8×4"}, "Interpolate", counter.Mismatch.String()},
		{RuntimeError{}, []string{"5×2×3"}, "RuntimeError", counter.Fails.String()},
	} {
		var in []counter.Shape
		for _, s := range tt.in {
			in = append(in, shapeOf(t, s))
		}
		out, err := tt.layer.Forward(in...)
		got := out.String()
		var e *counter.Error
		if errors.As(err, &e) {
			got = e.Problem.String()
		}
		if got != tt.out || tt.layer.Kind() != tt.kind {
			t.Errorf("%#v of %v is %s %s, want %s %s", tt.layer, tt.in, tt.layer.Kind(), got, tt.kind, tt.out)
		}
		if n, err := tt.layer.MACs(in, out); n != 0 || err != nil || counter.TensorsOf(tt.layer) != nil {
			t.Errorf("%#v has %d MACs, %v and tensors %v", tt.layer, n, err, counter.TensorsOf(tt.layer))
		}
	}
}

// TestPairsUnknown: a non-local block is described without sizes.
func TestPairsUnknown(t *testing.T) {
	net := counter.New()
	x := net.Input(8, 3)
	keys := net.Do(Pool{ND: 3, Kernel: counter.Cube(2)}, x)
	f := net.Do(AttentionWeights{Softmax: true, Axis: 1}, net.Do(PairDot{}, x, keys))
	y := net.Do(PairWeighted{}, f, keys, x)
	if net.Err() != nil || f.C != 1 || f.ND != 2 || y.C != 8 || y.ND != 3 {
		t.Errorf("weights %v, output %v, error %v", f, y, net.Err())
	}
	z := net.Do(RuntimeError{}, y)
	if net.Err() != nil || z.C != y.C || z.ND != y.ND {
		t.Errorf("a fault makes %v of %v while nothing runs, error %v", z, y, net.Err())
	}
}
