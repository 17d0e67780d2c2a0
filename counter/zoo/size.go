package zoo

import (
	"strconv"

	"unetparams/counter"
)

// inputSize declares the size of the input, in a section of its own: the knob
// that every architecture has.
func inputSize(k *Knobs, p *[]int64, value int64) {
	k.Section(Text{"Input size", "输入尺寸"})
	k.Sizes(p, "size", value, 1, 65536,
		Text{"Input size", "输入尺寸"},
		Text{"For shapes and multiply-accumulates; no parameter depends on it.", "只影响形状和乘加次数，不影响参数量。"})
}

// inputAxes returns the value of that knob for an input of nd spatial axes.
func inputAxes(size []int64, nd int) (counter.Axes, error) {
	if len(size) == 1 {
		return counter.Cube(size[0]), nil
	}
	if len(size) != nd {
		return counter.Axes{}, &ValueError{Key: "size", Value: join(size, "x"),
			Nearest: []string{strconv.FormatInt(size[0], 10)}, Text: Textf(
				"needs one number, or %d: one for each dimension", "需要 1 个数，或每维一个共 %d 个数", nd)}
	}
	var a counter.Axes
	copy(a[:], size)
	return a, nil
}

// polynomial returns the count as a polynomial in the base width; widths are
// multiples of step. See [counter.ClosedForm].
func polynomial(step int64, build func(net *counter.Net, width int64)) (counter.Poly, error) {
	return counter.ClosedForm(step, func(w int64) (int64, error) {
		return counter.Count(func(net *counter.Net) { build(net, w) })
	})
}
