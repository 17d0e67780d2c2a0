package layer

import (
	"errors"
	"testing"

	"unetparams/counter"
)

// forwardCase is a layer on inputs: the output's shape, or the problem.
type forwardCase struct {
	layer   counter.Layer
	in      []string
	out     string
	problem counter.Problem
}

// checkForward runs layers without parameters on known sizes and, if that succeeds,
// on unknown ones.
func checkForward(t *testing.T, cases []forwardCase) {
	t.Helper()
	for _, tt := range cases {
		var in []counter.Shape
		for _, s := range tt.in {
			in = append(in, shapeOf(t, s))
		}
		if counter.TensorsOf(tt.layer) != nil {
			t.Errorf("%+v has tensors", tt.layer)
		}
		out, err := tt.layer.Forward(in...)
		if tt.problem != 0 {
			if e := new(counter.Error); !errors.As(err, &e) || e.Problem != tt.problem {
				t.Errorf("%+v on %v: %v, %v; want: %v", tt.layer, in, out, err, tt.problem)
			}
			continue
		}
		want := shapeOf(t, tt.out)
		if err != nil || out != want {
			t.Errorf("%+v on %v: %v, %v; want %s", tt.layer, in, out, err, tt.out)
		}
		if n, err := tt.layer.MACs(in, out); n != 0 || err != nil {
			t.Errorf("%+v has %d MACs, %v", tt.layer, n, err)
		}
		for i := range in {
			in[i].Size = counter.Axes{}
		}
		want.Size = counter.Axes{}
		if out, err := tt.layer.Forward(in...); err != nil || out != want {
			t.Errorf("%+v on %v: %v, %v; want %v", tt.layer, in, out, err, want)
		}
	}
}

func TestPixelShuffle(t *testing.T) {
	checkForward(t, []forwardCase{
		{PixelShuffle{ND: 2, Factor: 2}, []string{"12×5×6"}, "3×10×12", 0},
		{PixelShuffle{ND: 3, Factor: 2}, []string{"16×1×2×3"}, "2×2×4×6", 0},
		{PixelShuffle{ND: 1, Factor: 3}, []string{"6×4"}, "2×12", 0},
		{PixelShuffle{ND: 2, Factor: 1}, []string{"5×3×4"}, "5×3×4", 0},
		{PixelShuffle{ND: 2, Factor: 2}, []string{"6×5×6"}, "", counter.Groups},
		{PixelShuffle{ND: 2, Factor: 2}, []string{"8×5"}, "", counter.Channels},
		{PixelShuffle{ND: 2}, []string{"8×5×5"}, "", counter.BadLayer},
		{PixelShuffle{ND: 1, Factor: 4}, []string{"4×4611686018427387904"}, "", counter.Overflow},
	})
}

func TestMaxUnpool(t *testing.T) {
	checkForward(t, []forwardCase{
		{MaxUnpool{ND: 2, Factor: 2}, []string{"3×5×6", "3×10×12"}, "3×10×12", 0},
		{MaxUnpool{ND: 2, Factor: 2}, []string{"3×5×6", "3×11×13"}, "3×11×13", 0},
		{MaxUnpool{ND: 3, Factor: 2}, []string{"1×1×1×1", "1×2×2×2"}, "1×2×2×2", 0},
		{MaxUnpool{ND: 2, Factor: 2}, []string{"3×5×6", "4×10×12"}, "", counter.Channels},
		{MaxUnpool{ND: 2, Factor: 2}, []string{"3×5×6", "3×12×12"}, "", counter.Mismatch},
		{MaxUnpool{ND: 2, Factor: 2}, []string{"3×5×6"}, "", counter.BadInputs},
		{MaxUnpool{ND: 2}, []string{"3×5×6", "3×5×6"}, "", counter.BadLayer},
	})
}

func TestConstantPad(t *testing.T) {
	pad := ConstantPad{ND: 2, Before: counter.Axes{1, 2}, After: counter.Axes{3, 0}}
	if pad.Kind() != "ConstantPad2d" {
		t.Error(pad.Kind())
	}
	checkForward(t, []forwardCase{
		{pad, []string{"3×5×6"}, "3×9×8", 0},
		{ConstantPad{ND: 3, Before: counter.Cube(1)}, []string{"3×5×6×7"}, "3×6×7×8", 0},
		{ConstantPad{ND: 1}, []string{"3×5"}, "3×5", 0},
		{pad, []string{"3×5"}, "", counter.Channels},
		{ConstantPad{ND: 1, After: counter.Cube(-1)}, []string{"3×5"}, "", counter.BadLayer},
		{ConstantPad{ND: 1, After: counter.Cube(1)}, []string{"3×9223372036854775807"}, "", counter.Overflow},
	})
}

func TestReplicateOne(t *testing.T) {
	checkForward(t, []forwardCase{
		{ReplicateOne{}, []string{"3×4×6", "5×5×6"}, "3×5×6", 0},
		{ReplicateOne{}, []string{"3×4×6", "3×9×2"}, "3×5×7", 0}, // once, whatever is missing
		{ReplicateOne{}, []string{"3×4×6"}, "", counter.BadInputs},
		{ReplicateOne{}, []string{"3×4×6", "3×4"}, "", counter.Mismatch},
		{ReplicateOne{}, []string{"3×9223372036854775807", "3×1"}, "", counter.Overflow},
	})
}

func TestMultiple(t *testing.T) {
	checkForward(t, []forwardCase{
		{SizeMultipleOf{Of: counter.Axes{4, 8}}, []string{"3×12×8"}, "3×12×8", 0},
		{SizeMultipleOf{}, []string{"3×5×7"}, "3×5×7", 0},
		{SizeMultipleOf{Of: counter.Axes{4, 8}}, []string{"3×12×12"}, "", counter.Indivisible},
		{SizeMultipleOf{Of: counter.Axes{-1}}, []string{"3×5"}, "", counter.BadLayer},
		{SizeMultipleOf{}, []string{"3×5", "3×5"}, "", counter.BadInputs},
	})
}

func TestFlatten(t *testing.T) {
	checkForward(t, []forwardCase{
		{Flatten{Size: counter.Axes{2, 3}}, []string{"4×2×3"}, "24", 0},
		{Flatten{Size: counter.Cube(2)}, []string{"4×2×2×2"}, "32", 0},
		{Flatten{}, []string{"7"}, "7", 0},
		{Flatten{Size: counter.Axes{2, 3}}, []string{"4×3×2"}, "", counter.Mismatch},
		{Flatten{Size: counter.Axes{1 << 62, 4}}, []string{"4×4611686018427387904×4"}, "", counter.Overflow},
		{Unflatten{C: 4}, []string{"24", "9×2×3"}, "4×2×3", 0},
		{Unflatten{C: 4}, []string{"24", "9×2×4"}, "", counter.Mismatch},
		{Unflatten{C: 4}, []string{"4×2×3", "4×2×3"}, "", counter.BadInputs},
		{Unflatten{}, []string{"24", "9×2×3"}, "", counter.BadLayer},
	})
	if out, err := (Flatten{}).Forward(counter.Shape{C: 3, ND: 2}); err == nil {
		t.Errorf("without a size: %v", out)
	}
}
