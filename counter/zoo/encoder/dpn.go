package encoder

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// A dpn registers a dual path network, which has two parallel paths: a residual sum,
// and channels that are concatenated.
type dpn struct {
	*builder
	sum, rest counter.Value // the two paths
	unit      int64         // channels of the sum at the first level
}

// The arguments of a dual path network: channels of the stem, groups, and channels
// inside of a block of the first level. Repeats of the stages are followed by the
// channels that a block of them adds.
func (b *builder) dpn() {
	d := &dpn{builder: b, unit: 256}
	features, stem := b.m.Child("features"), b.args[0]
	kernel := int64(7)
	if stem == 10 {
		d.unit, kernel = 64, 3
	}
	m := features.Child("conv1_1")
	b.stage(b.in)
	b.stage(stem, own(m, "conv", conv(b.in, stem, kernel, 2, 1)), own(m, "bn", norm001(stem)), own(m, "act", layer.ReLU))
	pool := halve(m, "pool")
	in := stem
	for i, n := range b.repeats[:4] {
		sum, more, inside := d.unit<<i, int64(b.repeats[4+i]), b.args[2]<<i
		var blocks []func()
		var first func(x counter.Value)
		for j := range n {
			block := features.Child("conv" + strconv.Itoa(i+2) + "_" + strconv.Itoa(j+1))
			if j == 0 {
				first = d.project(block, in, inside, sum, more, i > 0)
				in = sum + 3*more
			} else {
				blocks = append(blocks, d.block(block, in, inside, sum, more))
				in += more
			}
		}
		last := d.last(features, in, i == 3)
		before := i == 0
		b.out = append(b.out, in)
		b.stages = append(b.stages, func(x counter.Value) (next, feature counter.Value) {
			if before {
				x = pool(x)
			}
			first(x)
			for _, f := range blocks {
				f()
			}
			return last()
		})
	}
}

// norm001 returns a batch norm with the ε of these networks.
func norm001(c int64) counter.Layer {
	n := parts.BatchNorm2D(c)
	n.Eps = "0.001"
	return n
}

// last registers the layers that compute the feature of a stage from the two paths: a
// norm after the last stage, and an activation. The next stage takes the paths without
// them.
func (d *dpn) last(features *counter.Module, c int64, end bool) func() (next, feature counter.Value) {
	norm := parts.InTurn(nil)
	if end {
		norm = own(features.Child("conv5_bn_ac"), "bn", norm001(c))
	}
	return func() (next, feature counter.Value) {
		x := d.net.Do(layer.Concat{}, d.sum, d.rest)
		return x, d.net.Do(layer.ReLU, norm(x))
	}
}

// unitOf registers a batch norm, a ReLU and a convolution.
func (d *dpn) unitOf(m *counter.Module, l layer.Conv) parts.Forward {
	norm, conv := own(m, "bn", norm001(l.In)), own(m, "conv", l)
	return func(x counter.Value) counter.Value { return conv(d.net.Do(layer.ReLU, norm(x))) }
}

// inner registers the three convolutions of a block.
func (d *dpn) inner(m *counter.Module, in, inside, out, stride int64) parts.Forward {
	return parts.InTurn([]parts.Forward{
		d.unitOf(m.Child("c1x1_a"), conv(in, inside, 1, 1, 1)), d.unitOf(m.Child("c3x3_b"), conv(inside, inside, 3, stride, d.args[1])), d.unitOf(m.Child("c1x1_c"), conv(inside, out, 1, 1, 1)),
	})
}

// project registers the first block of a stage, which computes both paths by a
// convolution.
func (d *dpn) project(m *counter.Module, in, inside, sum, more int64, halve bool) func(x counter.Value) {
	name, stride := "c1x1_w_s1", int64(1)
	if halve {
		name, stride = "c1x1_w_s2", 2
	}
	wide := d.unitOf(m.Child(name), conv(in, sum+2*more, 1, stride, 1))
	inner := d.inner(m, in, inside, sum+more, stride)
	return func(x counter.Value) {
		y := wide(x)
		d.sum, d.rest = d.net.Do(layer.Slice{C: sum}, y), d.net.Do(layer.Slice{From: sum, C: 2 * more}, y)
		d.join(inner(x), sum, more)
	}
}

// block registers a further block.
func (d *dpn) block(m *counter.Module, in, inside, sum, more int64) func() {
	inner := d.inner(m, in, inside, sum+more, 1)
	return func() { d.join(inner(d.net.Do(layer.Concat{}, d.sum, d.rest)), sum, more) }
}

// join adds a block's first channels to the sum, and concatenates the others to the rest.
func (d *dpn) join(x counter.Value, sum, more int64) {
	d.sum = d.net.Do(layer.Add{}, d.sum, d.net.Do(layer.Slice{C: sum}, x))
	d.rest = d.net.Do(layer.Concat{}, d.rest, d.net.Do(layer.Slice{From: sum, C: more}, x))
}
