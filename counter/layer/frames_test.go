package layer

import (
	"errors"
	"testing"

	"unetparams/counter"
)

// TestFrames: the shapes of layers for videos, whose frames are the images of a batch.
func TestFrames(t *testing.T) {
	video := counter.Shape{C: 4, ND: 3, Size: counter.Axes{3, 8, 6}}
	images := counter.Shape{C: 4, ND: 2, Size: counter.Axes{8, 6}, Batch: 3}
	tokens := counter.Shape{C: 4, ND: 1, Size: counter.Axes{48}, Batch: 3}
	over := counter.Shape{C: 4, ND: 1, Size: counter.Axes{3}, Batch: 48}
	text := counter.Shape{C: 5, ND: 1, Size: counter.Axes{7}, Batch: 3}
	for _, tt := range []struct {
		layer   counter.Layer
		in      []counter.Shape
		want    counter.Shape
		problem counter.Problem
	}{
		{FramesToBatch{N: 3}, []counter.Shape{video}, images, 0},
		{FramesToBatch{N: 4}, []counter.Shape{video}, counter.Shape{}, counter.Mismatch},
		{FramesToBatch{N: 3}, []counter.Shape{images}, counter.Shape{}, counter.BadInputs},
		{FramesToBatch{N: 3}, []counter.Shape{{C: 1, ND: 1, Size: counter.Axes{3}}}, counter.Shape{C: 1, Batch: 3}, 0},
		{BatchToFrames{N: 3}, []counter.Shape{images}, video, 0},
		{BatchToFrames{N: 4}, []counter.Shape{images}, counter.Shape{}, counter.BadInputs},
		{TokensOverFrames{N: 3}, []counter.Shape{tokens}, over, 0},
		{TokensOverFrames{N: 4}, []counter.Shape{tokens}, counter.Shape{}, counter.BadInputs},
		{TokensOverFrames{N: 3, Back: true}, []counter.Shape{over, tokens}, tokens, 0},
		{TokensOverFrames{N: 3, Back: true}, []counter.Shape{over}, counter.Shape{}, counter.BadInputs},
		{FrameNumber{N: 3}, []counter.Shape{images}, counter.Shape{C: 1, Batch: 3}, 0},
		{FrameNumber{N: 2}, []counter.Shape{images}, counter.Shape{}, counter.BadInputs},
		{FirstFrame{N: 3}, []counter.Shape{text, over}, counter.Shape{C: 5, ND: 1, Size: counter.Axes{7}, Batch: 48}, 0},
		{FirstFrame{N: 2}, []counter.Shape{text, over}, counter.Shape{}, counter.BadInputs},
		{Blend{}, []counter.Shape{video, video}, video, 0},
		{Blend{}, []counter.Shape{video, images}, counter.Shape{}, counter.Mismatch},
	} {
		out, err := tt.layer.Forward(tt.in...)
		if e := new(counter.Error); tt.problem != 0 && (!errors.As(err, &e) || e.Problem != tt.problem) {
			t.Errorf("%+v on %v: %v, %v; want %v", tt.layer, tt.in, out, err, tt.problem)
		}
		if tt.problem == 0 && (err != nil || out != tt.want) {
			t.Errorf("%+v on %v: %v, %v; want %v", tt.layer, tt.in, out, err, tt.want)
		}
	}
}
