package parts

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
)

// AxesOf converts a list of one number for all axes, or of one for each.
func AxesOf(ns []int64) counter.Axes {
	if len(ns) == 1 {
		return counter.Cube(ns[0])
	}
	var a counter.Axes
	copy(a[:], ns)
	return a
}

// Maybe registers a layer and returns a function that runs it; if the layer is nil, the
// function returns its argument.
func Maybe(block *counter.Module, name string, l counter.Layer) Forward {
	if l == nil {
		return func(x counter.Value) counter.Value { return x }
	}
	module := block.Own(name, l)
	return func(x counter.Value) counter.Value { return module.Run(x) }
}

// Image is embedded by architectures for two-dimensional images whose knobs
// never contradict each other.
type Image struct{ Size []int64 }

// Check implements [config.Model].
func (*Image) Check() error { return nil }

// Volume is embedded by architectures for volumes.
type Volume struct{ Size []int64 }

// Input implements [config.Model].
func (m *Volume) Input() (counter.Axes, error) { return InputAxes(m.Size, 3) }

// Input implements [config.Model].
func (m *Image) Input() (counter.Axes, error) { return InputAxes(m.Size, 2) }

// ClosedForm returns the count of a network as a polynomial in the first of its
// filters, if they are a base width doubled from level to level.
func ClosedForm(filters []int64, build func(net *counter.Net, filters []int64)) (int64, counter.Poly, error) {
	return ClosedFormBy(1, filters, build)
}

// ClosedFormBy is [ClosedForm] for widths that are multiples of step.
func ClosedFormBy(step int64, filters []int64, build func(net *counter.Net, filters []int64)) (int64, counter.Poly, error) {
	for i, n := range filters {
		if n != filters[0]<<i {
			return 0, counter.Poly{}, counter.ErrNotPolynomial
		}
	}
	p, err := Polynomial(step, func(net *counter.Net, w int64) { build(net, Doubling(w, len(filters))) })
	return filters[0], p, err
}

// Conv2D returns a convolution of an odd kernel that keeps the size, with bias.
func Conv2D(in, out, kernel int64) layer.Conv {
	return layer.Conv{ND: 2, In: in, Out: out, Kernel: counter.Cube(kernel), Padding: counter.Cube(kernel / 2), Bias: true}
}

// BatchNorm2D returns a batch normalization with PyTorch's defaults.
func BatchNorm2D(c int64) layer.BatchNorm {
	return layer.BatchNorm{ND: 2, C: c, Affine: true, TrackStats: true}
}

// MaxPool2D returns a max-pooling that divides the size by n.
func MaxPool2D(n int64) layer.Pool { return layer.Pool{ND: 2, Kernel: counter.Cube(n)} }

// Fit returns the input of a layer that published code makes for c channels. If x has
// another number of channels, the network can be counted, but not run.
func Fit(net *counter.Net, x counter.Value, c int64) counter.Value {
	if x.C == c {
		return x
	}
	return net.Do(layer.ChannelMismatch{C: c}, x)
}

// OfStage returns the entry of a list for a stage; the last entry is that of all
// further stages.
func OfStage[T any](list []T, stage int) T { return list[min(stage, len(list)-1)] }

// InTurn returns a Forward that runs the given ones one after another.
func InTurn(run []Forward) Forward {
	return func(x counter.Value) counter.Value {
		for _, f := range run {
			x = f(x)
		}
		return x
	}
}

// A Forward runs layers that are registered already: published code may register them
// in one order and run them in another.
type Forward func(counter.Value) counter.Value

// Sequential registers layers under m as 0, 1, 2, …, and returns a Forward that runs
// them one after another.
func Sequential(m *counter.Module, layers ...counter.Layer) Forward {
	ms := make([]*counter.Module, len(layers))
	for i, l := range layers {
		ms[i] = m.Own(strconv.Itoa(i), l)
	}
	return func(x counter.Value) counter.Value {
		for _, m := range ms {
			x = m.Run(x)
		}
		return x
	}
}

// EditedWidth declares the width of the first level if it is a constant in the published
// code, for readers who have changed it there.
func EditedWidth(k *config.Knobs, p *int64, published int64) *config.Knob {
	k.More(Text{EN: "Edits of the published code", ZH: "对已发布代码的修改"})
	return k.Number(p, "edit_width", published, 1, 4096,
		Text{EN: "Edited base channels", ZH: "修改后的基础通道数"},
		config.Textf("The published code has %d written into it; all other widths follow.", "已发布的代码写死为 %d；其余各级随之变化。", published)).
		As(config.Width).Scales().Edits()
}

// CheckDivisor returns a [config.ValueError] of the given knob if a divisor of widths is
// greater than most, the greatest one that leaves at least one channel everywhere.
func CheckDivisor(key string, divisor, most int64) error {
	if divisor <= most {
		return nil
	}
	return &config.ValueError{Key: key, Value: strconv.FormatInt(divisor, 10), Nearest: []string{strconv.FormatInt(most, 10)},
		Text: Text{EN: "leaves no channel to some layers", ZH: "使某些层没有通道"}}
}

// InputSize declares the size of the input, in a section of its own: the knob
// that every architecture has.
func InputSize(k *config.Knobs, p *[]int64, value int64) { InputSizes(k, p, value) }

// InputSizes is [InputSize] for a default that differs from axis to axis.
func InputSizes(k *config.Knobs, p *[]int64, values ...int64) {
	k.Section(Text{EN: "Input size", ZH: "输入尺寸"})
	k.SizesOf(p, "size", values, 1, 65536,
		Text{EN: "Input size", ZH: "输入尺寸"},
		Text{EN: "For shapes and multiply-accumulates; no parameter depends on it.", ZH: "只影响形状和 MACs，不影响参数量。"})
}

// LongestSound is the longest sequence, in samples: over six minutes at 44,100 a second.
const LongestSound = 1 << 24

// SoundLength is [InputSize] for sequences of samples.
func SoundLength(k *config.Knobs, p *[]int64, samples int64) {
	k.Section(Text{EN: "Input size", ZH: "输入尺寸"})
	k.Sizes(p, "size", samples, 1, LongestSound,
		Text{EN: "Samples", ZH: "采样点数"},
		Text{EN: "For shapes and multiply-accumulates; no parameter depends on it.", ZH: "只影响形状和 MACs，不影响参数量。"})
}

// InputAxes converts the value of that knob for an input of nd spatial axes.
func InputAxes(size []int64, nd int) (counter.Axes, error) {
	if len(size) == 1 {
		return counter.Cube(size[0]), nil
	}
	if len(size) != nd {
		return counter.Axes{}, &config.ValueError{Key: "size", Value: config.Join(size, "x"),
			Nearest: []string{strconv.FormatInt(size[0], 10)}, Text: config.Textf(
				"needs one number, or %d: one for each dimension", "需要 1 个数，或每维一个共 %d 个数", nd)}
	}
	var a counter.Axes
	copy(a[:], size)
	return a, nil
}

// Polynomial returns the count as a polynomial in the base width; widths are
// multiples of step. See [counter.ClosedForm].
func Polynomial(step int64, build func(net *counter.Net, width int64)) (counter.Poly, error) {
	return counter.ClosedForm(step, func(w int64) (int64, error) {
		return counter.Count(func(net *counter.Net) { build(net, w) })
	})
}

// Numbered returns n names: prefix1, prefix2, …
func Numbered(prefix string, n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = prefix + strconv.Itoa(i+1)
	}
	return names
}

// Doubling returns base, 2·base, 4·base, …
func Doubling(base int64, levels int) []int64 {
	f := make([]int64, levels)
	for i := range f {
		f[i] = base << i
	}
	return f
}

// GCD returns the greatest common divisor of two numbers that are not negative.
func GCD(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
