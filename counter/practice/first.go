package practice

import (
	"slices"

	"unetparams/counter"
)

// An expected term is one that the right formula has.
type expected struct {
	part  *Part
	term  counter.Term
	value int64
}

// first returns the first thing that is wrong in a learner's formula, or nil where
// that can't be said.
func (f *Field) first(e *Expr) *First {
	var left []expected
	for i := range f.Parts {
		for _, t := range f.Parts[i].Formula {
			v, err := t.Value()
			if err != nil {
				return nil
			}
			left = append(left, expected{&f.Parts[i], t, v})
		}
	}
	if len(left) == 0 || len(left) > 400 {
		return nil
	}
	var unmatched []int
	for i, t := range e.Terms {
		if t.Minus {
			return nil
		}
		v, err := times(t.Factors)
		if err != nil {
			return nil
		}
		if at := slices.IndexFunc(left, func(x expected) bool { return x.value == v }); at >= 0 {
			left = slices.Delete(left, at, at+1)
		} else if !f.dropPart(&left, v) {
			unmatched = append(unmatched, i)
		}
	}
	switch {
	case len(unmatched) == 0 && len(left) == 0:
		return nil
	case len(unmatched) == 0:
		n := 0
		for _, x := range left {
			if x.part == left[0].part {
				n++
			}
		}
		return &First{Part: left[0].part, Want: left[0].value, Missing: true, whole: n == len(left) && n == len(left[0].part.Formula)}
	}
	at := unmatched[0]
	factors := e.Terms[at].Factors
	if len(left) == 0 {
		v, _ := times(factors)
		return &First{Got: v, Term: at + 1, Extra: true}
	}
	d := difference(factors, closest(factors, left))
	d.Term = at + 1
	return d
}

// dropPart takes the terms of a layer away whose count is written as one number.
func (f *Field) dropPart(left *[]expected, count int64) bool {
	for i := range f.Parts {
		p := &f.Parts[i]
		mine := func(x expected) bool { return x.part == p }
		n := 0
		for _, x := range *left {
			if mine(x) {
				n++
			}
		}
		if p.Count == count && n == len(p.Formula) {
			*left = slices.DeleteFunc(*left, mine)
			return true
		}
	}
	return false
}

// closest returns the term that shares most factors with the given ones; of equals
// the first.
func closest(factors []int64, left []expected) expected {
	best, most := 0, -1
	for i, x := range left {
		rest := termFactors(x.term)
		n := 0
		for _, f := range factors {
			if at := slices.Index(rest, f); at >= 0 {
				rest = slices.Delete(rest, at, at+1)
				n++
			}
		}
		if n = 2*n - len(rest); i == 0 || n > most {
			best, most = i, n
		}
	}
	return left[best]
}

// difference finds the first factor that does not belong to a term.
func difference(factors []int64, x expected) *First {
	type factor struct {
		n   int64
		sym string
	}
	var rest []factor
	if x.term.Times > 1 {
		rest = append(rest, factor{x.term.Times, ""})
	}
	for _, d := range x.term.Dims {
		if d.N != 1 {
			rest = append(rest, factor{d.N, d.Sym})
		}
	}
	d := &First{Part: x.part}
	wrong := int64(0)
	for _, n := range factors {
		if n == 1 {
			continue
		}
		at := slices.IndexFunc(rest, func(r factor) bool { return r.n == n })
		if at >= 0 {
			rest = slices.Delete(rest, at, at+1)
		} else if len(rest) >= 2 && rest[0].n*rest[1].n == n { // 9 for 3·3
			rest = rest[2:]
		} else if wrong == 0 {
			wrong = n
			continue
		} else {
			continue // a second one that is wrong
		}
		if wrong == 0 {
			d.Right = append(d.Right, n)
		}
	}
	d.Got = wrong
	switch len(rest) {
	case 0:
	case 1:
		d.Want, d.Sym = rest[0].n, rest[0].sym
	default:
		d.Want = rest[0].n
		d.Sym = rest[0].sym
		if wrong == 0 {
			d.Want, d.Sym = 1, ""
			for _, r := range rest {
				d.Want *= r.n
			}
		}
	}
	return d
}
