package layer

import (
	"errors"
	"math"
	"testing"

	"unetparams/counter"
)

// TestBatch: the cost of a batch of several images, and its printed shape.
func TestBatch(t *testing.T) {
	net := counter.New()
	x := net.Input(1, 2)
	wide := net.Root().Apply("wide", Conv{ND: 2, In: 1, Out: 4, Kernel: counter.Cube(3), Padding: counter.Cube(1)}, x)
	x = net.Do(Add{}, wide, net.Do(BatchConcat{}, x, x, x)) // 4 channels, and 3 images
	x = net.Root().Apply("conv", Conv{ND: 2, In: 4, Out: 2, Kernel: counter.Cube(2), Stride: counter.Cube(2)}, x)
	x = net.Root().Apply("up", ConvTranspose{ND: 2, In: 2, Out: 2, Kernel: counter.Cube(2), Stride: counter.Cube(2)}, x)
	net.Do(Softmax, net.Do(FlattenPositions{}, x))
	trace, err := net.Trace(counter.Axes{8, 6})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"1×8×6", "4×8×6", "3×1×8×6", "3×4×8×6", "3×2×4×3", "3×2×8×6", "144×2", "144×2"}
	for i, out := range trace.Out {
		if out.String() != want[i] {
			t.Errorf("step %d gives %v, want %s", i, out, want[i])
		}
	}
	if first, conv, up := int64(48*9*4), int64(3*12*4*4*2), int64(3*12*4*2*2); trace.Total != first+conv+up {
		t.Errorf("%d MACs, want %d", trace.Total, first+conv+up)
	}
}

func TestBatchErrors(t *testing.T) {
	one := counter.Shape{C: 2, ND: 1, Size: counter.Axes{4}}
	three, five, other := one, one, one
	three.Batch, five.Batch, other.C = 3, 5, 3
	huge := one
	huge.Batch = math.MaxInt64
	for _, tt := range []struct {
		layer counter.Layer
		in    []counter.Shape
		want  counter.Problem
	}{
		{BatchConcat{}, nil, counter.BadInputs},
		{Stack{}, nil, counter.BadInputs},
		{Stack{}, []counter.Shape{one, other}, counter.Mismatch},
		{BatchConcat{}, []counter.Shape{one, other}, counter.Mismatch},
		{BatchConcat{}, []counter.Shape{huge, one}, counter.Overflow},
		{FlattenPositions{}, nil, counter.BadInputs},
		{FlattenPositions{}, []counter.Shape{huge}, counter.Overflow},
		{Add{}, []counter.Shape{three, five}, counter.Mismatch},
		{Maximum{}, []counter.Shape{three, other}, counter.Channels},
		{Maximum{}, nil, counter.BadInputs},
		{Concat{}, []counter.Shape{three, five}, counter.Mismatch},
	} {
		var e *counter.Error
		if _, err := tt.layer.Forward(tt.in...); !errors.As(err, &e) || e.Problem != tt.want {
			t.Errorf("%T of %v: %v, want %v", tt.layer, tt.in, err, tt.want)
		}
	}
	if out, err := (BatchConcat{}).Forward(three, five, one); err != nil || out.Batch != 9 {
		t.Errorf("batches of 3, 5 and 1: %v, %v", out, err)
	}
	if out, err := (Maximum{}).Forward(three, one); err != nil || out != three {
		t.Errorf("a maximum of %v and %v: %v, %v", three, one, out, err)
	}
}

// TestInstanceNormAlone: PyTorch refuses to normalize a single position, except by
// running statistics.
func TestInstanceNormAlone(t *testing.T) {
	at := func(h, w int64) counter.Shape { return counter.Shape{C: 2, ND: 2, Size: counter.Axes{h, w}} }
	for _, tt := range []struct {
		in    counter.Shape
		track bool
		fails bool
	}{
		{at(1, 1), false, true}, {at(1, 1), true, false}, {at(1, 2), false, false}, {at(0, 0), false, false},
	} {
		_, err := InstanceNorm{ND: 2, C: 2, TrackStats: tt.track}.Forward(tt.in)
		if (err != nil) != tt.fails {
			t.Errorf("%v: %v", tt, err)
		}
	}
}
