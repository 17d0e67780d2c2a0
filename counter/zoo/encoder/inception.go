package encoder

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// An inception registers the blocks of the Inceptions of pretrainedmodels, with the
// paddings of segmentation_models.pytorch.
type inception struct {
	*builder
	features *counter.Module
	n        int // of the next block
}

// inceptionV4 registers an Inception-v4.
func (b *builder) inceptionV4() {
	t := &inception{builder: b, features: b.m.Child("features"), n: 3}
	b.stage(b.in)
	b.stage(64, t.branch(t.features, b.in, kernel{3, 3, 32, 2}, kernel{3, 3, 32, 1}, kernel{3, 3, 64, 1}))
	b.stage(192, t.mixed3(), t.mix(&mixed4, 1))
	b.stage(384, t.mixed5(), t.mix(&mixedA, 3))
	b.stage(1024, t.mix(&mixedA, 1), t.mix(&reductionA, 1), t.mix(&mixedB, 4))
	b.stage(1536, t.mix(&mixedB, 3), t.mix(&reductionB, 1), t.c(), t.c(), t.c())
}

// A mixed holds the branches of a block.
type mixed struct {
	in       int64 // channels
	branches [][]kernel
}

// The blocks of Inception-v4.
var (
	mixed4 = mixed{160, [][]kernel{{{1, 1, 64, 1}, {3, 3, 96, 1}}, {{1, 1, 64, 1}, {1, 7, 64, 1}, {7, 1, 64, 1}, {3, 3, 96, 1}}}}
	mixedA = mixed{384, [][]kernel{{{1, 1, 96, 1}}, {{1, 1, 64, 1}, {3, 3, 96, 1}},
		{{1, 1, 64, 1}, {3, 3, 96, 1}, {3, 3, 96, 1}}, {{0, 0, 96, 1}}}}
	reductionA = mixed{384, [][]kernel{{{3, 3, 384, 2}}, {{1, 1, 192, 1}, {3, 3, 224, 1}, {3, 3, 256, 2}}, {{}}}}
	mixedB     = mixed{1024, [][]kernel{{{1, 1, 384, 1}}, {{1, 1, 192, 1}, {1, 7, 224, 1}, {7, 1, 256, 1}},
		{{1, 1, 192, 1}, {7, 1, 192, 1}, {1, 7, 224, 1}, {7, 1, 224, 1}, {1, 7, 256, 1}}, {{0, 0, 128, 1}}}}
	reductionB = mixed{1024, [][]kernel{{{1, 1, 192, 1}, {3, 3, 192, 2}}, {{1, 1, 256, 1}, {1, 7, 256, 1}, {7, 1, 320, 1}, {3, 3, 320, 2}}, {{}}}}
)

// mix registers the next n blocks.
func (t *inception) mix(x *mixed, n int) parts.Forward {
	run := make([]parts.Forward, n)
	for i := range run {
		run[i] = t.block(t.next(), x)
	}
	return parts.InTurn(run)
}

// block registers a block: a branch has one convolution, or several in a container.
func (t *inception) block(m *counter.Module, x *mixed) parts.Forward {
	all := make([]parts.Forward, len(x.branches))
	for i, list := range x.branches {
		name := "branch" + strconv.Itoa(i)
		switch k := list[0]; {
		case k.out == 0:
			all[i] = halve(m, name)
		case k.height == 0:
			all[i] = t.pooled(m.Child(name), x.in, k.out)
		case len(list) == 1:
			all[i] = t.unit(m.Child(name), x.in, k.out, k.height, k.width, k.stride)
		default:
			all[i] = t.branch(m.Child(name), x.in, list...)
		}
	}
	return t.join(all...)
}

// next returns the container of the next block.
func (t *inception) next() *counter.Module {
	t.n++
	return t.features.Child(strconv.Itoa(t.n - 1))
}

// unit registers a convolution with a kernel of height×width, a norm and a ReLU.
func (t *inception) unit(m *counter.Module, in, out, height, width, stride int64) parts.Forward {
	l := layer.Conv{ND: 2, In: in, Out: out, Kernel: counter.Axes{height, width}, Stride: counter.Cube(stride), Padding: counter.Axes{height / 2, width / 2}}
	return parts.InTurn([]parts.Forward{own(m, "conv", l), own(m, "bn", norm001(out)), own(m, "relu", layer.ReLU)})
}

// A kernel is the kernel and the output channels of a convolution; with a stride of 2
// it halves the sizes. Without a height and a width it is an average-pooling and a 1×1
// convolution, without channels a max-pooling that halves the sizes.
type kernel struct{ height, width, out, stride int64 }

// branch registers convolutions one after another under the names 0, 1, 2, ….
func (t *inception) branch(m *counter.Module, in int64, list ...kernel) parts.Forward {
	var run []parts.Forward
	for i, k := range list {
		run = append(run, t.unit(m.Child(strconv.Itoa(i)), in, k.out, k.height, k.width, k.stride))
		in = k.out
	}
	return parts.InTurn(run)
}

// pooled registers an average-pooling that keeps the size, and a 1×1 convolution.
func (t *inception) pooled(m *counter.Module, in, out int64) parts.Forward {
	pool := own(m, "0", layer.Pool{ND: 2, Average: true, Kernel: counter.Cube(3), Stride: counter.Cube(1), Padding: counter.Cube(1), Inside: true})
	return parts.InTurn([]parts.Forward{pool, t.unit(m.Child("1"), in, out, 1, 1, 1)})
}

// halve registers a max-pooling that halves the sizes.
func halve(m *counter.Module, name string) parts.Forward {
	return own(m, name, layer.Pool{ND: 2, Kernel: counter.Cube(3), Stride: counter.Cube(2), Padding: counter.Cube(1)})
}

// join returns a Forward that concatenates the results of branches.
func (t *inception) join(branches ...parts.Forward) parts.Forward {
	return func(x counter.Value) counter.Value {
		ys := make([]counter.Value, len(branches))
		for i, f := range branches {
			ys[i] = f(x)
		}
		return t.net.Do(layer.Concat{}, ys...)
	}
}

func (t *inception) mixed3() parts.Forward {
	m := t.next()
	return t.join(halve(m, "maxpool"), t.unit(m.Child("conv"), 64, 96, 3, 3, 2))
}

func (t *inception) mixed5() parts.Forward {
	m := t.next()
	return t.join(t.unit(m.Child("conv"), 192, 192, 3, 3, 2), halve(m, "maxpool"))
}

func (t *inception) c() parts.Forward {
	m := t.next()
	unit := func(name string, in, out, height, width int64) parts.Forward {
		return t.unit(m.Child(name), in, out, height, width, 1)
	}
	zero, one := unit("branch0", 1536, 256, 1, 1), unit("branch1_0", 1536, 384, 1, 1)
	ones := t.join(unit("branch1_1a", 384, 256, 1, 3), unit("branch1_1b", 384, 256, 3, 1))
	two := parts.InTurn([]parts.Forward{unit("branch2_0", 1536, 384, 1, 1), unit("branch2_1", 384, 448, 3, 1), unit("branch2_2", 448, 512, 1, 3)})
	twos := t.join(unit("branch2_3a", 512, 256, 1, 3), unit("branch2_3b", 512, 256, 3, 1))
	return t.join(zero, parts.InTurn([]parts.Forward{one, ones}), parts.InTurn([]parts.Forward{two, twos}), t.pooled(m.Child("branch3"), 1536, 256))
}
