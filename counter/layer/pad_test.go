package layer_test

import (
	"testing"

	"unetparams/counter"
	"unetparams/counter/layer"
)

func TestFollowSizes(t *testing.T) {
	known := func(c int64, sizes ...int64) counter.Shape {
		s := counter.Shape{C: c, ND: len(sizes)}
		copy(s.Size[:], sizes)
		return s
	}
	unknown := func(c int64) counter.Shape { return counter.Shape{C: c, ND: 2} }
	for _, tt := range []struct {
		layer   counter.Layer
		in      []counter.Shape
		want    counter.Shape
		problem counter.Problem
	}{
		{layer: layer.PadLike{}, in: []counter.Shape{known(8, 70, 286), known(4, 71, 285)}, want: known(8, 71, 285)},
		{layer: layer.PadLike{}, in: []counter.Shape{unknown(8), unknown(4)}, want: unknown(8)},
		{layer: layer.PadLike{}, in: []counter.Shape{known(8, 7)}, problem: counter.BadInputs},
		{layer: layer.PadLike{}, in: []counter.Shape{known(8, 7), known(8, 7, 7)}, problem: counter.Mismatch},
		{layer: layer.TrimOdd{}, in: []counter.Shape{known(8, 36, 36, 9), known(4, 35, 50, 10)}, want: known(8, 35, 36, 8)},
		{layer: layer.TrimOdd{}, in: []counter.Shape{unknown(8), unknown(4)}, want: unknown(8)},
		{layer: layer.TrimOdd{}, in: []counter.Shape{known(8, 1), known(4, 2)}, problem: counter.TooSmall},
		{layer: layer.TrimOdd{}, in: []counter.Shape{known(8, 7)}, problem: counter.BadInputs},
	} {
		got, err := tt.layer.Forward(tt.in...)
		if tt.problem != 0 {
			if e, ok := err.(*counter.Error); !ok || e.Problem != tt.problem {
				t.Errorf("%s of %v: %v, want %v", tt.layer.Kind(), tt.in, err, tt.problem)
			}
			continue
		}
		if err != nil || got != tt.want {
			t.Errorf("%s of %v: %v, %v; want %v", tt.layer.Kind(), tt.in, got, err, tt.want)
		}
		if n, err := tt.layer.MACs(tt.in, got); n != 0 || err != nil || counter.TensorsOf(tt.layer) != nil {
			t.Errorf("%s is not free", tt.layer.Kind())
		}
	}
}

// TestFollowEdges: an input of which only the sizes are used has no edge.
func TestFollowEdges(t *testing.T) {
	net := counter.New()
	net.At(counter.Input, 1)
	x := net.Input(1, 2)
	net.At(counter.Encoder, 2)
	y := net.Do(layer.Pool{ND: 2, Kernel: counter.Cube(2)}, x)
	net.At(counter.Decoder, 1)
	y = net.Do(layer.Upsample{ND: 2, Scale: counter.Cube(2)}, y)
	y = net.Do(layer.PadLike{}, y, x)
	net.Output(net.Do(layer.ReLU, y))
	r, err := net.Report()
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Edges) != 2 || r.Edges[0].Kind != counter.Down || r.Edges[1].Kind != counter.Up {
		t.Errorf("edges %v, want one down and one up", r.Edges)
	}
	if len(r.Outputs) != 1 || r.Outputs[0] != len(r.Steps)-1 {
		t.Errorf("outputs %v", r.Outputs)
	}
}

// TestCeil: a pooling that rounds up keeps a partial window even if it is the only
// one, as PyTorch does.
func TestCeil(t *testing.T) {
	for _, tt := range []struct{ size, kernel, want int64 }{
		{1, 2, 1}, {2, 2, 1}, {3, 2, 2}, {4, 2, 2}, {1, 3, 1}, {4, 3, 2},
	} {
		pool := layer.Pool{ND: 1, Kernel: counter.Cube(tt.kernel), Ceil: true}
		got, err := pool.Forward(counter.Shape{C: 1, ND: 1, Size: counter.Axes{tt.size}})
		if err != nil || got.Size[0] != tt.want {
			t.Errorf("%d by %d: %v, %v; want %d", tt.size, tt.kernel, got, err, tt.want)
		}
	}
}
