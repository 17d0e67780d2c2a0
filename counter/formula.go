package counter

import (
	"slices"
	"strings"
	"sync"
)

// A Term is a product in a formula, multiplied by Times: 2·C, or
// k_h·k_w·C_in·C_out.
type Term struct {
	Times int64
	Dims  []Dim // in the order in which people write them
}

// Value returns the value of the term, or an [*Error] with [Overflow].
func (t Term) Value() (int64, error) {
	n, err := Tensor{Dims: t.Dims}.Count()
	if err != nil {
		return 0, err
	}
	return Product(n, t.Times)
}

// A Formula is a layer's count of learnable parameters as a sum of terms. It is
// built from the tensors' own axes, so that formula, numbers and count can't
// disagree. A layer without learnable parameters has no terms.
type Formula []Term

// FormulaOf returns the formula of a layer's learnable parameters. Tensors with
// equal axes share one term: weight and bias of a normalization are 2·C.
func FormulaOf(l Layer) Formula {
	ts := registers.Get().(*Tensors)
	defer registers.Put(ts)
	*ts = Tensors{list: true, rows: ts.rows[:0], dims: ts.dims[:0]}
	l.Register(ts)
	terms, axes := 0, 0 // at most
	for i := range ts.rows {
		if t := &ts.rows[i].Tensor; t.Learn {
			terms++
			axes += max(len(t.Dims), 1)
		}
	}
	if terms == 0 {
		return nil
	}
	f, all := make(Formula, 0, terms), make([]Dim, 0, axes)
	for i := range ts.rows {
		t := &ts.rows[i].Tensor
		if !t.Learn {
			continue
		}
		from := len(all)
		if all = appendWritten(all, t.Dims); len(all) == from {
			all = append(all, Dim{N: 1}) // a single number
		}
		dims := all[from:len(all):len(all)]
		i := slices.IndexFunc(f, func(u Term) bool { return slices.Equal(u.Dims, dims) })
		if i >= 0 {
			f[i].Times++
			all = all[:from]
			continue
		}
		f = append(f, Term{1, dims})
	}
	return f
}

// registers is a pool of lists for [FormulaOf] to register tensors in. It is called once for
// each layer of a network.
var registers = sync.Pool{New: func() any { return new(Tensors) }}

// Value returns the sum of the terms, or an [*Error] with [Overflow].
func (f Formula) Value() (int64, error) {
	var sum int64
	for _, t := range f {
		n, err := t.Value()
		if err != nil {
			return 0, err
		}
		var ok bool
		if sum, ok = Add(sum, n); !ok {
			return 0, &Error{Problem: Overflow}
		}
	}
	return sum, nil
}

// appendWritten appends axes in the order in which people write a product: kernel, input
// channels, output channels. PyTorch stores them in another order.
func appendWritten(to, dims []Dim) []Dim {
	if len(dims) < 2 {
		return append(to, dims...)
	}
	for _, a := range [...]axis{kernelAxis, inputAxis, outputAxis} {
		for _, d := range dims {
			if axisOf(d.Sym) == a {
				to = append(to, d)
			}
		}
	}
	return to
}

// An axis is a kind of axis, in the order of [appendWritten].
type axis int

const (
	kernelAxis axis = iota
	inputAxis
	outputAxis // or any other
)

func axisOf(sym string) axis {
	if strings.HasPrefix(sym, "k") {
		return kernelAxis
	}
	if i := strings.IndexByte(sym, '_'); i >= 0 && strings.HasPrefix(sym[i:], "_in") {
		return inputAxis
	}
	return outputAxis
}
