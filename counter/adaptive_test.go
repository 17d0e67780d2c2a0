package counter

import (
	"errors"
	"slices"
	"testing"
)

// TestAfter: layers that stand after a head or before a gate.
func TestAfter(t *testing.T) {
	x := Shape{C: 8, ND: 2, Size: Axes{5, 6}}
	flat := Shape{C: 8, ND: 2}
	for _, c := range []struct {
		layer Layer
		kind  string
		in    []Shape
		want  Shape
		wrong Problem
	}{
		{AdaptivePool{ND: 2, Size: Cube(1)}, "AdaptiveMaxPool2d", []Shape{x}, Shape{C: 8, ND: 2, Size: Axes{1, 1}}, 0},
		{AdaptivePool{ND: 2, Size: Axes{9, 2}, Average: true}, "AdaptiveAvgPool2d", []Shape{x}, Shape{C: 8, ND: 2, Size: Axes{9, 2}}, 0},
		{AdaptivePool{ND: 2, Size: Cube(1)}, "AdaptiveMaxPool2d", []Shape{flat}, flat, 0},
		{AdaptivePool{ND: 2}, "AdaptiveMaxPool2d", []Shape{x}, Shape{}, BadLayer},
		{AdaptivePool{ND: 3, Size: Cube(1)}, "AdaptiveMaxPool3d", []Shape{x}, Shape{}, Channels},
		{Argmax{}, "Argmax", []Shape{x}, Shape{C: 1, ND: 2, Size: Axes{5, 6}}, 0},
		{Argmax{}, "Argmax", nil, Shape{}, BadInputs},
		{Mean{}, "Mean", []Shape{x, x, x}, x, 0},
		{Mean{}, "Mean", nil, Shape{}, BadInputs},
		{Mean{}, "Mean", []Shape{x, {C: 8, ND: 2, Size: Axes{1, 1}}}, Shape{}, Mismatch},
		{Misfit{C: 8}, "Misfit", []Shape{x}, x, 0},
		{Misfit{C: 4}, "Misfit", []Shape{x}, Shape{}, Channels},
		{Misfit{C: 4}, "Misfit", []Shape{flat}, Shape{C: 4, ND: 2}, 0},
		{Misfit{C: 4}, "Misfit", []Shape{x, x}, Shape{}, BadInputs},
	} {
		got, err := c.layer.Forward(c.in...)
		var e *Error
		switch {
		case c.layer.Kind() != c.kind || len(TensorsOf(c.layer)) != 0:
			t.Errorf("%+v is %q with %v, want %q with nothing", c.layer, c.layer.Kind(), TensorsOf(c.layer), c.kind)
		case c.wrong == 0 && (err != nil || got != c.want):
			t.Errorf("%+v of %v is %v, %v; want %v", c.layer, c.in, got, err, c.want)
		case c.wrong != 0 && (!errors.As(err, &e) || e.Problem != c.wrong):
			t.Errorf("%+v of %v: %v; want %v", c.layer, c.in, err, c.wrong)
		}
	}
}

// TestUnused: what is never run, what is run and thrown away, and what an
// output follows from only by way of an argmax or of a size, is not trained.
func TestUntrained(t *testing.T) {
	conv := Conv{ND: 2, In: 1, Out: 1, Kernel: Cube(1)}
	net := New()
	m := net.Root()
	x := net.Input(1, 2)
	y := m.Apply("kept", conv, x)
	m.Own("idle", conv)
	m.Apply("dropped", conv, y)
	guide := net.Do(Argmax{}, m.Apply("guide", conv, y))
	size := m.Apply("size", conv, y)
	net.Output(net.Do(Interpolate{}, net.Do(Mul{}, y, guide), size))
	r, err := net.Report()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range r.Layers {
		if want := l.Path != "kept"; l.Unused != want || (l.Runs == 0) != (l.Path == "idle") {
			t.Errorf("%s: unused %v, %d runs", l.Path, l.Unused, l.Runs)
		}
	}
	if r.Learnable != 5 || r.Unused != 4 {
		t.Errorf("%d learnable, %d unused; want 5, 4", r.Learnable, r.Unused)
	}
}

// TestMisfit: a network that can't run is counted all the same.
func TestMisfit(t *testing.T) {
	net := New()
	x := net.Input(3, 2)
	net.At(Decoder, 2)
	net.Root().Apply("conv", Conv{ND: 2, In: 4, Out: 2, Kernel: Cube(1)}, net.Do(Misfit{C: 4}, x))
	r, err := net.Report()
	if err != nil || r.Learnable != 8 {
		t.Fatalf("%+v, %v; want 8 parameters", r, err)
	}
	_, err = net.Trace(Cube(8))
	var e *Error
	if !errors.As(err, &e) || e.Problem != Channels || e.Got.C != 3 || e.Want.C != 4 || e.Stage != (Stage{Decoder, 2, 0}) {
		t.Errorf("Trace: %v", err)
	}
}

// TestFullScaleSkips: what a decoder takes from an encoder's level is a skip
// connection, though a pooling or a convolution stands before the join.
func TestFullScaleSkips(t *testing.T) {
	pool := Pool{ND: 2, Kernel: Cube(2)}
	net := New()
	x := net.Input(1, 2)
	net.At(Encoder, 1)
	a := net.Do(ReLU, x)
	net.At(Encoder, 2)
	b := net.Do(ReLU, net.Do(pool, a))
	net.At(Decoder, 2)
	d := net.Do(Concat{}, net.Do(pool, a), net.Do(ReLU, b))
	net.At(Decoder, 1)
	net.Do(Concat{}, a, net.Do(Upsample{ND: 2, Scale: Cube(2)}, d))
	r, err := net.Report()
	if err != nil {
		t.Fatal(err)
	}
	var got []EdgeKind
	for _, e := range r.Edges {
		got = append(got, e.Kind)
	}
	want := []EdgeKind{Forward, Down, Skip, Skip, Up, Skip}
	if !slices.Equal(got, want) {
		t.Errorf("edges %v, want %v", got, want)
	}
}
