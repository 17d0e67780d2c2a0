package layer

import (
	"testing"

	"unetparams/counter"
)

// TestAlone: a single value can't be normalized, and PyTorch refuses to.
func TestAlone(t *testing.T) {
	many := counter.Shape{C: 6, ND: 2, Size: counter.Axes{1, 1}, Batch: 2}
	for _, tt := range []struct {
		layer       counter.Layer
		alone, many bool // whether it runs on one position, and on one of two images
	}{
		{BatchNorm{ND: 2, C: 6}, false, true},
		{BatchNorm{ND: 2, C: 6, TrackStats: true}, true, true},
		{BatchNorm{ND: 2, C: 6, TrackStats: true, AlwaysTraining: true}, false, true},
		{InstanceNorm{ND: 2, C: 6}, false, false},
		{InstanceNorm{ND: 2, C: 6, TrackStats: true}, true, true},
		{GroupNorm{Groups: 3, C: 6}, true, true},
		{GroupNorm{Groups: 6, C: 6}, false, true},
		{LayerNorm{C: 6}, true, true},
	} {
		if _, err := tt.layer.Forward(shapeOf(t, "6×1×1")); (err == nil) != tt.alone {
			t.Errorf("%+v on one position: %v", tt.layer, err)
		}
		if out, err := tt.layer.Forward(many); (err == nil) != tt.many || err == nil && out != many {
			t.Errorf("%+v on two images: %v, %v", tt.layer, out, err)
		}
		if _, err := tt.layer.Forward(shapeOf(t, "6×1×2")); err != nil {
			t.Errorf("%+v on two positions: %v", tt.layer, err)
		}
	}
}
