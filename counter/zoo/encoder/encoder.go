// Package encoder describes the classifiers that U-Nets take as their encoders:
// a table of them, and the blocks that they are made of, named as
// torchvision, efficientnet_pytorch and segmentation_models.pytorch name them.
package encoder

import (
	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// A Stage runs what lies between two features on the way down. It returns what
// the next stage is given, and the feature that a decoder gets of it.
type Stage func(x counter.Value) (next, feature counter.Value)

// An Encoder is an entry of the table.
type Encoder struct {
	Name  string // as segmentation_models.pytorch has it
	build func(b *builder)
	// The arguments of a family: repeats of its blocks, stage by stage, and numbers
	// of its own.
	repeats []int
	args    [3]int64
}

// A builder registers an encoder's layers.
type builder struct {
	*Encoder
	net    *counter.Net
	m      *counter.Module
	in     int64   // channels of the image
	out    []int64 // channels of the features
	stages []Stage
}

// Build registers an encoder under m, as segmentation_models.pytorch does. It
// returns its stages and the channels of their features; the first one leaves
// the size as it is, each of the others halves it.
func (e *Encoder) Build(net *counter.Net, m *counter.Module, in int64) ([]Stage, []int64) {
	b := &builder{Encoder: e, net: net, m: m, in: in}
	e.build(b)
	return b.stages, b.out
}

// Quarter reports whether the encoder's first step divides sizes by 4. At a half it
// has a feature without channels; it takes images of three channels, and runs all of
// its stages whatever the decoder takes.
func (e *Encoder) Quarter() bool { return e.Name[:3] == "mit" }

// Lookup returns the encoder with the given name, or nil.
func Lookup(name string) *Encoder {
	for i := range table {
		if table[i].Name == name {
			return &table[i]
		}
	}
	return nil
}

// All returns the table.
func All() []Encoder { return table }

// stage adds a stage whose feature is what it passes on.
func (b *builder) stage(c int64, run ...parts.Forward) {
	all := parts.InTurn(run)
	b.out = append(b.out, c)
	b.stages = append(b.stages, func(x counter.Value) (next, feature counter.Value) {
		x = all(x)
		return x, x
	})
}

// own registers a layer and returns what runs it.
func own(m *counter.Module, name string, l counter.Layer) parts.Forward {
	return parts.Maybe(m, name, l)
}

// conv returns a convolution without bias that keeps the size if its stride is 1.
func conv(in, out, kernel, stride, groups int64) layer.Conv {
	return layer.Conv{ND: 2, In: in, Out: out, Kernel: counter.Cube(kernel), Stride: counter.Cube(stride), Padding: counter.Cube(kernel / 2), Groups: groups}
}

var relu6 = layer.Activation{Name: "ReLU6"}
