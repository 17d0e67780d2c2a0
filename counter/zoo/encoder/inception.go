package encoder

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// An inception registers the blocks of the Inception-v4 of pretrainedmodels, with the
// paddings of segmentation_models.pytorch.
type inception struct {
	*builder
	features *counter.Module
	n        int // of the next block
}

// inceptionV4 registers an Inception-v4.
func (b *builder) inceptionV4() {
	t := &inception{builder: b, features: b.m.Child("features")}
	b.stage(b.in)
	b.stage(64, t.unit(t.next(), b.in, 32, 3, 3, 2), t.unit(t.next(), 32, 32, 3, 3, 1), t.unit(t.next(), 32, 64, 3, 3, 1))
	b.stage(192, t.mixed3(), t.mixed4())
	b.stage(384, t.mixed5(), t.a(), t.a(), t.a())
	b.stage(1024, t.a(), t.reductionA(), t.b(), t.b(), t.b(), t.b())
	b.stage(1536, t.b(), t.b(), t.b(), t.reductionB(), t.c(), t.c(), t.c())
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
// it halves the sizes.
type kernel struct{ height, width, out, stride int64 }

// branch registers convolutions one after another under the names 0, 1, 2, ….
func (t *inception) branch(m *counter.Module, in int64, list ...kernel) parts.Forward {
	var run []parts.Forward
	for i, k := range list {
		run = append(run, t.unit(m.Child(strconv.Itoa(i)), in, k.out, k.height, k.width, max(k.stride, 1)))
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

func (t *inception) mixed4() parts.Forward {
	m := t.next()
	return t.join(t.branch(m.Child("branch0"), 160, kernel{1, 1, 64, 1}, kernel{3, 3, 96, 1}),
		t.branch(m.Child("branch1"), 160, kernel{1, 1, 64, 1}, kernel{1, 7, 64, 1}, kernel{7, 1, 64, 1}, kernel{3, 3, 96, 1}))
}

func (t *inception) mixed5() parts.Forward {
	m := t.next()
	return t.join(t.unit(m.Child("conv"), 192, 192, 3, 3, 2), halve(m, "maxpool"))
}

func (t *inception) a() parts.Forward {
	m := t.next()
	return t.join(t.unit(m.Child("branch0"), 384, 96, 1, 1, 1),
		t.branch(m.Child("branch1"), 384, kernel{1, 1, 64, 1}, kernel{3, 3, 96, 1}),
		t.branch(m.Child("branch2"), 384, kernel{1, 1, 64, 1}, kernel{3, 3, 96, 1}, kernel{3, 3, 96, 1}),
		t.pooled(m.Child("branch3"), 384, 96))
}

func (t *inception) reductionA() parts.Forward {
	m := t.next()
	return t.join(t.unit(m.Child("branch0"), 384, 384, 3, 3, 2),
		t.branch(m.Child("branch1"), 384, kernel{1, 1, 192, 1}, kernel{3, 3, 224, 1}, kernel{3, 3, 256, 2}), halve(m, "branch2"))
}

func (t *inception) b() parts.Forward {
	m := t.next()
	return t.join(t.unit(m.Child("branch0"), 1024, 384, 1, 1, 1),
		t.branch(m.Child("branch1"), 1024, kernel{1, 1, 192, 1}, kernel{1, 7, 224, 1}, kernel{7, 1, 256, 1}),
		t.branch(m.Child("branch2"), 1024, kernel{1, 1, 192, 1}, kernel{7, 1, 192, 1}, kernel{1, 7, 224, 1}, kernel{7, 1, 224, 1}, kernel{1, 7, 256, 1}),
		t.pooled(m.Child("branch3"), 1024, 128))
}

func (t *inception) reductionB() parts.Forward {
	m := t.next()
	return t.join(t.branch(m.Child("branch0"), 1024, kernel{1, 1, 192, 1}, kernel{3, 3, 192, 2}),
		t.branch(m.Child("branch1"), 1024, kernel{1, 1, 256, 1}, kernel{1, 7, 256, 1}, kernel{7, 1, 320, 1}, kernel{3, 3, 320, 2}), halve(m, "branch2"))
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
