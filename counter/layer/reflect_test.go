package layer

import (
	"errors"
	"testing"

	"unetparams/counter"
)

func TestReflectionPad(t *testing.T) {
	pad := ReflectionPad{ND: 2, Padding: counter.Axes{1, 2}}
	if pad.Kind() != "ReflectionPad2d" || counter.TensorsOf(pad) != nil {
		t.Errorf("%s with %v", pad.Kind(), counter.TensorsOf(pad))
	}
	for _, tt := range []struct {
		layer   ReflectionPad
		in, out string
		problem counter.Problem
	}{
		{pad, "3×8×9", "3×10×13", 0},
		{pad, "3×2×3", "3×4×7", 0},
		{ReflectionPad{ND: 1}, "3×1", "3×1", 0},
		{ReflectionPad{ND: 3, Padding: counter.Cube(1)}, "3×2×4×6", "3×4×6×8", 0},
		{pad, "3×1×9", "", counter.TooSmall},
		{pad, "3×8×2", "", counter.TooSmall},
		{pad, "3×8", "", counter.Channels},
		{ReflectionPad{ND: 2, Padding: counter.Axes{0, -1}}, "3×8×8", "", counter.BadLayer},
	} {
		in := shapeOf(t, tt.in)
		out, err := tt.layer.Forward(in)
		if tt.problem != 0 {
			if e := new(counter.Error); !errors.As(err, &e) || e.Problem != tt.problem {
				t.Errorf("%+v on %v: %v, %v; want: %v", tt.layer, in, out, err, tt.problem)
			}
			continue
		}
		if err != nil || out != shapeOf(t, tt.out) {
			t.Errorf("%+v on %v: %v, %v; want %s", tt.layer, in, out, err, tt.out)
		}
		in.Size = counter.Axes{}
		if out, err := tt.layer.Forward(in); err != nil || out != in {
			t.Errorf("%+v on %v: %v, %v", tt.layer, in, out, err)
		}
	}
	wide := counter.Shape{C: 1, ND: 1, Size: counter.Axes{1<<63 - 1}}
	out, err := ReflectionPad{ND: 1, Padding: counter.Cube(1)}.Forward(wide)
	if e := new(counter.Error); !errors.As(err, &e) || e.Problem != counter.Overflow {
		t.Errorf("on %v: %v, %v; want an overflow", wide, out, err)
	}
}
