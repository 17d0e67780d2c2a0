package smp

import (
	"fmt"
	"strconv"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// unetplusplus registers the triangle of a U-Net++. Its nodes are named by
// column and diagonal.
func unetplusplus(d *decoder, channels []int64) func([]counter.Value) counter.Value {
	head := channels[len(channels)-1]
	d.center(head) // is never run
	m, last := d.m.Child("blocks"), len(channels)-1
	node := make([][]join, last+1)
	in := head
	for l := range last {
		node[l] = make([]join, l+1)
		skip, out := d.skip(channels, l), d.channels[l]
		for k := range l + 1 {
			if k > 0 {
				in, out = d.skip(channels, l-1), skip
			}
			node[l][k] = d.block(m.Child(fmt.Sprintf("x_%d_%d", k, l)), in, skip*int64(l+1-k), out)
		}
		in = d.channels[l]
	}
	top := d.block(m.Child("x_0_"+strconv.Itoa(last)), in, 0, d.channels[last])
	return func(f []counter.Value) counter.Value {
		grid := make([][]counter.Value, last) // by diagonal, then by column
		for l := range grid {
			grid[l] = make([]counter.Value, l+1)
		}
		for col := range last { // along the diagonals, as the published code runs
			for k := range last - col {
				l := k + col
				d.net.AtCol(counter.Decoder, last+1-l, col+1)
				below := f[last-k]
				if col > 0 {
					below = grid[l-1][k]
				}
				skips := append([]counter.Value(nil), grid[l][k+1:]...)
				grid[l][k] = node[l][k](below, append(skips, f[last-1-l])...)
			}
		}
		d.net.AtCol(counter.Decoder, 1, last+1)
		return top(grid[last-1][0])
	}
}

// manet registers the decoder of MA-Net: position-wise attention at the lowest
// level, and blocks whose skip connections weigh channels.
func manet(d *decoder, channels []int64) func([]counter.Value) counter.Value {
	in := channels[len(channels)-1]
	center := d.positions(d.m.Child("center"), in)
	m := d.m.Child("blocks")
	var blocks []join
	for i, out := range d.channels {
		b, skip := m.Child(strconv.Itoa(i)), d.skip(channels, i)
		if skip > 0 {
			blocks = append(blocks, d.fuse(b, in, skip, out))
		} else {
			blocks = append(blocks, d.block(b, in, 0, out))
		}
		in = out
	}
	return func(f []counter.Value) counter.Value { return d.ascend(f, center, blocks) }
}

// positions registers the position-wise attention block. The weighted sums are stored
// position by position, but read as if they were stored channel by channel.
func (d *decoder) positions(m *counter.Module, c int64) parts.Forward {
	keys := parts.Maybe(m, "top_conv", parts.Conv2D(c, d.pab, 1))
	queries := parts.Maybe(m, "center_conv", parts.Conv2D(c, d.pab, 1))
	values := parts.Maybe(m, "bottom_conv", parts.Conv2D(c, c, 3))
	last := parts.Maybe(m, "out_conv", parts.Conv2D(c, c, 3))
	return func(x counter.Value) counter.Value {
		k, q, v := keys(x), queries(x), values(x)
		scores := d.net.Do(layer.AttentionWeights{Softmax: true, Axis: -1}, d.net.Do(layer.PairDot{}, q, k))
		y := d.net.Do(layer.Reordered{}, d.net.Do(layer.PairWeighted{}, scores, v, q))
		return last(d.net.Do(layer.Add{}, x, y))
	}
}

// fuse registers the multi-scale fusion attention block.
func (d *decoder) fuse(m *counter.Module, in, skip, out int64) join {
	hl := m.Child("hl_conv")
	high := parts.InTurn([]parts.Forward{d.convolution(hl.Child("0"), in, in, 3), d.convolution(hl.Child("1"), in, skip, 1)})
	squeezed := max(skip/reduction, 1)
	low := squeeze(m.Child("SE_ll"), skip, squeezed)
	weigh := squeeze(m.Child("SE_hl"), skip, squeezed)
	convs := parts.InTurn([]parts.Forward{d.convolution(m.Child("conv1"), 2*skip, out, 3), d.convolution(m.Child("conv2"), out, out, 3)})
	return func(x counter.Value, skips ...counter.Value) counter.Value {
		x = d.net.Do(twice, high(x))
		weights := d.net.Do(layer.Add{}, weigh(x), low(skips[0]))
		return convs(d.net.Do(layer.Concat{}, d.net.Do(layer.Mul{}, x, weights), skips[0]))
	}
}

// fpn registers a feature pyramid, and for each of its four levels a head that leads up
// to the finest level. With an encoder of depth 3 that is the image.
func fpn(d *decoder, channels []int64) func([]counter.Value) counter.Value {
	deepest := len(channels) - 1
	var lateral [4]parts.Forward // the coarsest first
	for i := range lateral {
		m, name := d.m, "p5"
		if i > 0 {
			m, name = d.m.Child("p"+strconv.Itoa(5-i)), "skip_conv"
		}
		lateral[i] = parts.Maybe(m, name, parts.Conv2D(channels[deepest-i], d.pyramid, 1))
	}
	m := d.m.Child("seg_blocks")
	var heads [4]func(level int, x counter.Value) counter.Value
	for i := range heads {
		heads[i] = d.segment(m.Child(strconv.Itoa(i)).Child("block"), 3-i)
	}
	dropout := parts.Maybe(d.m, "dropout", layer.Dropout{})
	return func(f []counter.Value) counter.Value {
		var p [4]counter.Value
		for i := range p {
			d.net.At(counter.Decoder, deepest+1-i)
			p[i] = lateral[i](f[deepest-i])
			if i > 0 {
				p[i] = d.net.Do(layer.Add{}, d.net.Do(twice, p[i-1]), p[i])
			}
		}
		for i := range p {
			p[i] = heads[i](deepest+1-i, p[i])
		}
		var y counter.Value
		if d.merge == "cat" {
			y = d.net.Do(layer.Concat{}, p[:]...)
		} else {
			y = d.net.Do(layer.Add{}, p[:]...)
		}
		return dropout(y)
	}
}

// segment registers convolutions with group norm, n of which are followed by bilinear
// up-sampling by 2; if n is 0 there is one convolution.
func (d *decoder) segment(m *counter.Module, n int) func(level int, x counter.Value) counter.Value {
	var run []parts.Forward
	in := d.pyramid
	for i := range max(n, 1) {
		c := parts.Conv2D(in, d.seg, 3)
		c.Bias = false
		run = append(run, parts.Sequential(m.Child(strconv.Itoa(i)).Child("block"), c, layer.GroupNorm{Groups: 32, C: d.seg, Affine: true}, layer.ReLU))
		in = d.seg
	}
	return func(level int, x counter.Value) counter.Value {
		for i, f := range run {
			d.net.AtCol(counter.Decoder, level-i, 1)
			x = f(x)
			if n > 0 {
				d.net.AtCol(counter.Decoder, level-i-1, 1)
				x = d.net.Do(layer.Upsample{ND: 2, Linear: true, AlignCorners: true, Scale: counter.Cube(2)}, x)
			}
		}
		return x
	}
}
