package encoder

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// resnet registers a ResNet or a ResNeXt: a stem of a 7×7 convolution, and four
// layers of residual blocks, the first after a max-pooling.
func (b *builder) resnet() {
	b.stage(b.in)
	b.stage(64, normed(b.m, "conv1", "bn1", b.in, 64, 7, 2, 1), own(b.m, "relu", layer.ReLU))
	pool := own(b.m, "maxpool", layer.Pool{ND: 2, Kernel: counter.Cube(3), Stride: counter.Cube(2), Padding: counter.Cube(1)})
	in := int64(64)
	for i, n := range b.repeats {
		out := int64(64) << i
		run := Residual(b.net, b.m.Child("layer"+strconv.Itoa(i+1)), in, out, n, b.args)
		if in = out; b.args[0] == 3 {
			in *= 4
		}
		if i == 0 {
			run = parts.InTurn([]parts.Forward{pool, run})
		}
		b.stage(in, run)
	}
}

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
	stride := int64(2)
	if c == 64 {
		stride = 1
	}
	var all []parts.Forward
	for i := range n {
		var last int
		block, out := m.Child(strconv.Itoa(i)), c
		relu := own(block, "relu", layer.ReLU)
		norm := func(in, out, kernel, stride, groups int64) parts.Forward {
			last++
			s := strconv.Itoa(last)
			return normed(block, "conv"+s, "bn"+s, in, out, kernel, stride, groups)
		}
		var run []parts.Forward
		if args[0] == 2 {
			run = []parts.Forward{norm(in, c, 3, stride, 1), relu, norm(c, c, 3, 1, 1)}
		} else {
			out = 4 * c
			width := c * args[2] / 64 * args[1]
			run = []parts.Forward{norm(in, width, 1, 1, 1), relu, norm(width, width, 3, stride, args[1]), relu, norm(width, out, 1, 1, 1)}
		}
		var short parts.Forward
		if stride != 1 || in != out {
			short = normed(block.Child("downsample"), "0", "1", in, out, 1, stride, 1)
		}
		inner := parts.InTurn(run)
		all = append(all, func(x counter.Value) counter.Value {
			y := inner(x)
			if short != nil {
				x = short(x)
			}
			return relu(net.Do(layer.Add{}, y, x))
		})
		in, stride = out, 1
	}
	return parts.InTurn(all)
}

// BuildBody registers a ResNet of the table without its classifier under m, as
// fastai cuts it: torchvision's layers by their number in a row. It returns the parts
// that each halve the size, and the channels that they lead to.
func (e *Encoder) BuildBody(net *counter.Net, m *counter.Module, in int64) ([]parts.Forward, []int64) {
	run := []parts.Forward{parts.InTurn([]parts.Forward{
		normed(m, "0", "1", in, 64, 7, 2, 1), own(m, "2", layer.ReLU)})}
	widths := []int64{64}
	pool := own(m, "3", layer.Pool{ND: 2, Kernel: counter.Cube(3), Stride: counter.Cube(2), Padding: counter.Cube(1)})
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
