package layer

import (
	"errors"
	"slices"
	"testing"

	"unetparams/counter"
)

// TestAfter: layers that follow a head or precede a gate.
func TestAfter(t *testing.T) {
	x := counter.Shape{C: 8, ND: 2, Size: counter.Axes{5, 6}}
	flat := counter.Shape{C: 8, ND: 2}
	for _, c := range []struct {
		layer counter.Layer
		kind  string
		in    []counter.Shape
		want  counter.Shape
		wrong counter.Problem
	}{
		{AdaptivePool{ND: 2, Size: counter.Cube(1)}, "AdaptiveMaxPool2d", []counter.Shape{x}, counter.Shape{C: 8, ND: 2, Size: counter.Axes{1, 1}}, 0},
		{AdaptivePool{ND: 2, Size: counter.Axes{9, 2}, Average: true}, "AdaptiveAvgPool2d", []counter.Shape{x}, counter.Shape{C: 8, ND: 2, Size: counter.Axes{9, 2}}, 0},
		{AdaptivePool{ND: 2, Size: counter.Cube(1)}, "AdaptiveMaxPool2d", []counter.Shape{flat}, flat, 0},
		{AdaptivePool{ND: 2}, "AdaptiveMaxPool2d", []counter.Shape{x}, counter.Shape{}, counter.BadLayer},
		{AdaptivePool{ND: 3, Size: counter.Cube(1)}, "AdaptiveMaxPool3d", []counter.Shape{x}, counter.Shape{}, counter.Channels},
		{Argmax{}, "Argmax", []counter.Shape{x}, counter.Shape{C: 1, ND: 2, Size: counter.Axes{5, 6}}, 0},
		{ChannelPool{}, "ChannelMax", []counter.Shape{x}, counter.Shape{C: 1, ND: 2, Size: counter.Axes{5, 6}}, 0},
		{ChannelPool{Average: true}, "ChannelMean", []counter.Shape{x}, counter.Shape{C: 1, ND: 2, Size: counter.Axes{5, 6}}, 0},
		{Argmax{}, "Argmax", nil, counter.Shape{}, counter.BadInputs},
		{Mean{}, "Mean", []counter.Shape{x, x, x}, x, 0},
		{Mean{}, "Mean", nil, counter.Shape{}, counter.BadInputs},
		{Mean{}, "Mean", []counter.Shape{x, {C: 8, ND: 2, Size: counter.Axes{1, 1}}}, counter.Shape{}, counter.Mismatch},
		{ChannelMismatch{C: 8}, "ChannelMismatch", []counter.Shape{x}, x, 0},
		{ChannelMismatch{C: 4}, "ChannelMismatch", []counter.Shape{x}, counter.Shape{}, counter.Channels},
		{ChannelMismatch{C: 4}, "ChannelMismatch", []counter.Shape{flat}, counter.Shape{C: 4, ND: 2}, 0},
		{ChannelMismatch{C: 4}, "ChannelMismatch", []counter.Shape{x, x}, counter.Shape{}, counter.BadInputs},
	} {
		got, err := c.layer.Forward(c.in...)
		var e *counter.Error
		switch {
		case c.layer.Kind() != c.kind || len(counter.TensorsOf(c.layer)) != 0:
			t.Errorf("%+v is %q with %v, want %q with nothing", c.layer, c.layer.Kind(), counter.TensorsOf(c.layer), c.kind)
		case c.wrong == 0 && (err != nil || got != c.want):
			t.Errorf("%+v of %v is %v, %v; want %v", c.layer, c.in, got, err, c.want)
		case c.wrong != 0 && (!errors.As(err, &e) || e.Problem != c.wrong):
			t.Errorf("%+v of %v: %v; want %v", c.layer, c.in, err, c.wrong)
		}
	}
}

// TestUnused: a layer is not trained if it never runs, if its result is discarded,
// or if an output depends on it only through an argmax or a size.
func TestUntrained(t *testing.T) {
	conv := Conv{ND: 2, In: 1, Out: 1, Kernel: counter.Cube(1)}
	net := counter.New()
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

// TestMisfit: a network that can't run is counted nevertheless.
func TestMisfit(t *testing.T) {
	net := counter.New()
	x := net.Input(3, 2)
	net.At(counter.Decoder, 2)
	net.Root().Apply("conv", Conv{ND: 2, In: 4, Out: 2, Kernel: counter.Cube(1)}, net.Do(ChannelMismatch{C: 4}, x))
	r, err := net.Report()
	if err != nil || r.Learnable != 8 {
		t.Fatalf("%+v, %v; want 8 parameters", r, err)
	}
	_, err = net.Trace(counter.Cube(8))
	var e *counter.Error
	if !errors.As(err, &e) || e.Problem != counter.Channels || e.Got.C != 3 || e.Want.C != 4 || e.Stage != (counter.Stage{Role: counter.Decoder, Level: 2, Col: 0}) {
		t.Errorf("Trace: %v", err)
	}
}

// TestFullScaleSkips: data from an encoder's level to a decoder is a skip
// connection even if a pooling or a convolution precedes the join.
func TestFullScaleSkips(t *testing.T) {
	pool := Pool{ND: 2, Kernel: counter.Cube(2)}
	net := counter.New()
	x := net.Input(1, 2)
	net.At(counter.Encoder, 1)
	a := net.Do(ReLU, x)
	net.At(counter.Encoder, 2)
	b := net.Do(ReLU, net.Do(pool, a))
	net.At(counter.Decoder, 2)
	d := net.Do(Concat{}, net.Do(pool, a), net.Do(ReLU, b))
	net.At(counter.Decoder, 1)
	net.Do(Concat{}, a, net.Do(Upsample{ND: 2, Scale: counter.Cube(2)}, d))
	r, err := net.Report()
	if err != nil {
		t.Fatal(err)
	}
	var got []counter.EdgeKind
	for _, e := range r.Edges {
		got = append(got, e.Kind)
	}
	want := []counter.EdgeKind{counter.Forward, counter.Down, counter.Skip, counter.Skip, counter.Up, counter.Skip}
	if !slices.Equal(got, want) {
		t.Errorf("edges %v, want %v", got, want)
	}
}
