// Package encoder describes the classifiers that U-Nets use as their encoders: a table
// of them, and the blocks that they consist of, with the names that torchvision,
// efficientnet_pytorch and segmentation_models.pytorch give them.
package encoder

import (
	"sync"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// A Stage runs the layers between two features of the encoder. It returns the input of
// the next stage, and the feature for the decoder.
type Stage func(x counter.Value) (next, feature counter.Value)

// An Encoder is an entry of the table.
type Encoder struct {
	Name  string // in segmentation_models.pytorch
	build func(b *builder)
	// The arguments of a family: repeats of its blocks, stage by stage, and further
	// numbers.
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
// returns its stages and the channels of their features; the first one keeps the size,
// and each of the others halves it.
func (e *Encoder) Build(net *counter.Net, m *counter.Module, in int64) ([]Stage, []int64) {
	if net.Tallies() {
		if t := e.tally(in); t != nil {
			net.Tally(t.learnable)
			return t.stages(), t.out
		}
	}
	b := &builder{Encoder: e, net: net, m: m, in: in}
	e.build(b)
	return b.stages, b.out
}

// A tally is what a count needs to know of an encoder. It is found once: a search counts
// the same encoder with many decoders.
type tally struct {
	learnable     int64
	out           []int64 // channels of the features
	next, feature []int64 // channels of what the stages return
}

// A tallyKey is what a tally depends on.
type tallyKey struct {
	*Encoder
	in int64
}

var (
	tallies = map[tallyKey]*tally{}
	lock    sync.Mutex // of tallies
)

// tally returns the tally of an encoder for images of so many channels, or nil if it
// doesn't take them.
func (e *Encoder) tally(in int64) *tally {
	lock.Lock()
	defer lock.Unlock()
	if t := tallies[tallyKey{e, in}]; t != nil {
		return t
	}
	var t *tally
	learnable, err := counter.Count(func(net *counter.Net) {
		b := &builder{Encoder: e, net: net, m: net.Root(), in: in}
		e.build(b)
		t = &tally{out: b.out}
		x := net.Input(in, 2)
		for _, stage := range b.stages {
			var feature counter.Value
			x, feature = stage(x)
			t.next, t.feature = append(t.next, x.C), append(t.feature, feature.C)
		}
	})
	if err != nil {
		return nil
	}
	t.learnable = learnable
	tallies[tallyKey{e, in}] = t
	return t
}

// stages returns stages that know nothing but the channels of what they return.
func (t *tally) stages() []Stage {
	all := make([]Stage, len(t.next))
	for i := range all {
		all[i] = func(x counter.Value) (next, feature counter.Value) {
			next, feature = x, x
			next.C, feature.C = t.next[i], t.feature[i]
			return next, feature
		}
	}
	return all
}

// Quarter reports whether the encoder's first step divides sizes by 4. Such an encoder
// has a feature without channels at half the size, takes images of three channels, and
// runs all of its stages even if the decoder does not use them.
func (e *Encoder) Quarter() bool { return e.Name[:3] == "mit" }

// Narrow reports whether the encoder's first smaller feature has fewer than 16 channels.
func (e *Encoder) Narrow() bool { return e.Name == "dpn68" || e.Name == "timm-gernet_s" }

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

// stage adds a stage whose feature is the input of the next one.
func (b *builder) stage(c int64, run ...parts.Forward) {
	all := parts.InTurn(run)
	b.out = append(b.out, c)
	b.stages = append(b.stages, func(x counter.Value) (next, feature counter.Value) {
		x = all(x)
		return x, x
	})
}

// own registers a layer and returns a function that runs it.
func own(m *counter.Module, name string, l counter.Layer) parts.Forward {
	return parts.Maybe(m, name, l)
}

// conv returns a convolution without bias that keeps the size if its stride is 1.
func conv(in, out, kernel, stride, groups int64) layer.Conv {
	return layer.Conv{ND: 2, In: in, Out: out, Kernel: counter.Cube(kernel), Stride: counter.Cube(stride), Padding: counter.Cube(kernel / 2), Groups: groups}
}

var relu6 = layer.Activation{Name: "ReLU6"}
