package practice

import (
	"slices"

	"unetparams/counter"
	"unetparams/counter/layer"
)

// twin returns a question with other numbers, from the sheet's seed: the same kind of
// layer with other channels. Only questions about one layer have one.
func (s *Sheet) twin(q *Question) (Question, bool) {
	if q.Line < 0 || len(q.Fields) == 0 || q.Kind == Which {
		return Question{}, false
	}
	f := q.Fields[0]
	t, ok := twinOf(f, random(s.seed+uint32(s.At)))
	if !ok {
		return Question{}, false
	}
	twin := *q
	twin.Twin, twin.Count = true, t
	switch {
	case q.Kind == FillIn:
		twin.Fields = boxes(t)
	case f.Ask == AskInput:
		twin.Fields = boxes(t)[:1]
	default:
		twin.Fields = []*Field{t}
	}
	return twin, len(twin.Fields) == len(q.Fields)
}

// widths are the channels of twins: numbers that appear in networks, and are not
// those of the tutorial alone.
var widths = []int64{8, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96, 128, 160, 192}

// twinOf returns the count of a layer like a field's, with other channels.
func twinOf(f *Field, r uint64) (*Field, bool) {
	pick := func(not int64) int64 {
		for {
			n := widths[r%uint64(len(widths))]
			r = r/uint64(len(widths)) + 0x9e3779b97f4a7c15
			if n != not {
				return n
			}
		}
	}
	s := shapeOf(f.Layer)
	out := pick(max(s.out, s.c))
	inputs := slices.Clone(f.Inputs)
	in := pick(out)
	if len(inputs) > 1 {
		for i := range inputs {
			inputs[i] = out
		}
		in = out * int64(len(inputs))
	}
	l := widened(f.Layer, in, out)
	if l == nil {
		return nil, false
	}
	if counter.IsNorm(l) {
		inputs, in = nil, out
	}
	formula := counter.FormulaOf(l)
	n, err := formula.Value()
	if err != nil || n == 0 {
		return nil, false
	}
	t := *f
	t.Ask, t.Want, t.Layer, t.Inputs, t.made = AskCount, n, l, inputs, false
	t.Line = counter.Line{Layer: l, Inputs: []int64{in}, Out: out, Formula: formula, Count: n}
	t.Parts = []Part{{l, f.Stage, "", formula, n}}
	t.wrongs = func() []Wrong {
		list := []Wrong{{Slip: Nothing, A: n, Layer: l}}
		for _, e := range edits(l, inputs, [][]int64{{1, 1}, {2, 2}, {3, 3}, {1, 1, 1}, {2, 2, 2}, {3, 3, 3}}, false) {
			if w, ok := of(l, n, e); ok {
				list = append(list, w)
			}
		}
		return list
	}
	return &t, true
}

// widened returns a layer with other channels, or nil for a kind that has no twin.
func widened(l counter.Layer, in, out int64) counter.Layer {
	switch c := l.(type) {
	case layer.Conv:
		if c.Groups <= 1 {
			c.In, c.Out = in, out
			return c
		}
	case layer.ConvTranspose:
		if c.Groups <= 1 {
			c.In, c.Out = in, out
			return c
		}
	case layer.Linear:
		c.In, c.Out = in, out
		return c
	case layer.BatchNorm:
		c.C = out
		return c
	case layer.InstanceNorm:
		c.C = out
		return c
	}
	return nil
}

// random is one step of SplitMix64: https://doi.org/10.1145/2714064.2660195.
func random(seed uint32) uint64 {
	x := uint64(seed)*0x9e3779b97f4a7c15 + 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
