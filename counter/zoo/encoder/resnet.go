package encoder

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/zoo/parts"
)

// resnet registers a ResNet or a ResNeXt: a stem of a 7×7 convolution, and four
// layers of residual blocks, the first after a max-pooling.
func (b *builder) resnet() {
	b.layers(blockOf(b.args), b.stem("relu"), 64, 1)
}

// blockOf returns the form of a ResNet's blocks, given its args.
func blockOf(args [3]int64) *form {
	if args[0] == 2 {
		return &basic
	}
	return &bottleneck
}

// stem registers the stem of a ResNet, and returns its pooling.
func (b *builder) stem(act string) parts.Forward {
	b.stage(b.in)
	b.stage(64, unit(b.m, "conv1", "bn1", act, b.in, 64, 7, 2))
	return halve(b.m, "maxpool")
}

// layers registers what follows the stem of a ResNet, which ends with in channels: four
// layers of blocks with so many times as many channels inside.
func (b *builder) layers(f *form, pool parts.Forward, in, times int64) {
	run := residuals(b, b.m, 4, in, []parts.Forward{pool}, func(i int) shape { return resNetShape(f, b.args, 64<<i, times) })
	b.stage(resNetShape(f, b.args, 512, 1).c[output], run...)
}

// resNetShape describes the first block of a layer, which halves the size unless it has 64
// channels. It ends with c channels if it has two convolutions, with 4·c otherwise.
func resNetShape(f *form, args [3]int64, c, times int64) shape {
	s := shape{form: f, c: [3]int64{0, times * c * args[2] / 64 * args[1], 4 * c}, stride: 2, groups: args[1]}
	if f.two {
		s.c[output] = c
	}
	if c == 64 {
		s.stride = 1
	}
	return s
}

// Blocks of two and of three convolutions.
var (
	basic = form{two: true, stage: "layer", relu: "relu", steps: []step{
		{names: " conv1 bn1 relu", to: output, kernel: 3, strided: true},
		{names: " conv2 bn2 ", from: output, to: output, kernel: 3},
		downsample,
	}}
	bottleneck = form{stage: "layer", relu: "relu", steps: []step{
		{names: " conv1 bn1 relu", to: inside, kernel: 1},
		{names: " conv2 bn2 relu", from: inside, to: inside, kernel: 3, strided: true},
		{names: " conv3 bn3 ", from: inside, to: output, kernel: 1},
		downsample,
	}}
	downsample = step{names: "downsample 0 1 ", to: output, kernel: 1, strided: true, beside: true}
)

// ResNet34 registers layer i, 1 to 4, of a ResNet-34 under m.
func ResNet34(net *counter.Net, m *counter.Module, i int) parts.Forward {
	out := int64(32) << i
	return Residual(net, m, max(out/2, 64), out, []int{3, 4, 6, 3}[i-1], [3]int64{2, 1, 64})
}

// ResNet50 registers layer i, 1 to 4, of a ResNet-50 under m.
func ResNet50(net *counter.Net, m *counter.Module, i int) parts.Forward {
	out := int64(32) << i
	in := 2 * out
	if i == 1 {
		in = 64
	}
	return Residual(net, m, in, out, []int{3, 4, 6, 3}[i-1], [3]int64{3, 1, 64})
}

// Residual registers n blocks of a ResNet under m, the first of which halves the
// size unless it has 64 channels; args are those of the table. A block of three
// convolutions ends with 4·c channels, one of two with c.
func Residual(net *counter.Net, m *counter.Module, in, c int64, n int, args [3]int64) parts.Forward {
	s := resNetShape(blockOf(args), args, c, 1)
	s.c[input] = in
	return s.blocks(&builder{net: net}, m, n)
}

// BuildBody registers a ResNet of the table without its classifier under m, as
// fastai cuts it: torchvision's layers by their number in a row. It returns the parts
// that each halve the size, and the channels that they lead to.
func (e *Encoder) BuildBody(net *counter.Net, m *counter.Module, in int64) ([]parts.Forward, []int64) {
	run := []parts.Forward{unit(m, "0", "1", "2", in, 64, 7, 2)}
	widths := []int64{64}
	pool := halve(m, "3")
	in = 64
	for i, n := range e.repeats {
		c := int64(64) << i
		next := Residual(net, m.Child(strconv.Itoa(4+i)), in, c, n, e.args)
		if in = c; e.args[0] == 3 {
			in *= 4
		}
		if i == 0 {
			next = parts.InTurn([]parts.Forward{pool, next})
		}
		run, widths = append(run, next), append(widths, in)
	}
	return run, widths
}
