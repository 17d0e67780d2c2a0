package practice

import (
	"slices"
	"strconv"
	"strings"

	"unetparams/counter"
)

// A Verdict says how good an answer is.
type Verdict int

// The verdicts.
const (
	Right   Verdict = iota
	Rounded         // right, as a number in a unit that has at least two digits
	Coarse          // right, but of one digit; or for an estimate, the right order of magnitude
	Slipped         // a slip that has a name
	Off             // anything else
	Unread          // no number
)

// Solves reports whether an answer is good enough to go on.
func (v Verdict) Solves() bool { return v == Right || v == Rounded }

// A Judgement is what the judge says about an answer.
type Judgement struct {
	Verdict Verdict
	Ask     Ask
	Got     int64
	Want    int64
	Misread Misread // of Unread

	// Of Slipped: what was done, and what else gives the same number. Second is a
	// further slip, where it takes two. Of Right, Arithmetic says that the formula
	// gives something else.
	Wrong  Wrong
	Second *Wrong
	Also   []Slip

	// Of Off: what helps to find the slip.
	Diff    int64   // Got − Want
	Factors []int64 // prime factors of its size; what is left of large ones comes last
	Leading int     // digits that are right from the left, where there are as many
	Digits  int     // of what is wanted
	First   *First  // the first thing that is wrong in the learner's formula
}

// A First is the first thing that is wrong in a formula.
type First struct {
	Part    *Part   // the layer whose term it is
	Right   []int64 // the factors before it, which are right
	Got     int64   // the factor; 0 where one is missing
	Want    int64   // what belongs there, or the product of what is missing; 0 where nothing belongs there
	Sym     string  // its symbol, where it is one factor
	Term    int     // the term, from 1
	Extra   bool    // the whole term belongs to nothing
	Missing bool    // the whole term is missing: Want is its value

	whole bool // all that is missing is one layer
}

// Judge says what an answer is. The error of Parse goes to [Field.Refuse].
func (f *Field) Judge(e *Expr) Judgement {
	j := Judgement{Ask: f.Ask, Got: e.Value, Want: f.Want, Diff: e.Value - f.Want, Digits: len(strconv.FormatInt(f.Want, 10))}
	if f.Ask == AskEstimate || f.Ask == AskDoubled {
		return f.estimate(j)
	}
	has := e.Lo <= f.Want && f.Want <= e.Hi
	switch {
	case e.Value == f.Want:
		if e.Written != e.Value {
			j.Wrong = Wrong{Slip: Arithmetic, Value: e.Written, A: e.Written}
		}
		return j
	case has && e.Digits >= 2:
		j.Verdict = Rounded
		return j
	case has:
		j.Verdict = Coarse
		return j
	case e.Written == f.Want:
		j.Verdict, j.Wrong = Slipped, Wrong{Slip: Arithmetic, Value: e.Value, A: e.Written}
		return j
	}
	f.slip(e, &j)
	return j
}

// Refuse returns the judgement of a text that can't be read.
func (f *Field) Refuse(err error) Judgement {
	m, _ := err.(Misread)
	return Judgement{Verdict: Unread, Ask: f.Ask, Want: f.Want, Misread: m}
}

// JudgeText reads an answer and judges it.
func (f *Field) JudgeText(text string) Judgement {
	e, err := Parse(text)
	if err != nil {
		return f.Refuse(err)
	}
	return f.Judge(e)
}

// slip looks for the slip that an answer comes from.
func (f *Field) slip(e *Expr, j *Judgement) {
	wrongs := f.Wrongs()
	if f.find(e, wrongs, j) {
		return
	}
	if f.Ask == AskCount && f.Want == 0 && len(wrongs) == 0 {
		j.Verdict, j.Wrong = Slipped, Wrong{Slip: HasNone, Value: e.Value, Layer: f.Layer}
		return
	}
	slip, a := written(e.Value, f.Want)
	if slip != NoSlip && slip != OneDigit {
		j.Verdict, j.Wrong = Slipped, Wrong{Slip: slip, Value: e.Value, A: a}
		return
	}
	if f.two(e, wrongs, j) {
		return
	}
	if slip != NoSlip {
		j.Verdict, j.Wrong = Slipped, Wrong{Slip: slip, Value: e.Value, A: a}
		return
	}
	j.Verdict = Off
	j.Factors = factors(j.Diff)
	j.Leading = leading(e.Value, f.Want)
	if e.IsFormula() {
		j.First = f.first(e)
	}
}

// find takes the wrong answer that fits: the one with the learner's own formula, or
// else the first.
func (f *Field) find(e *Expr, wrongs []Wrong, j *Judgement) bool {
	best, left := -1, f.leftOut(e)
	for i := range wrongs {
		w := &wrongs[i]
		if left != nil && w.Slip >= QueryLeftOut && w.Slip <= LayerLeftOut && w.Path == left.Path && w.Value == e.Value {
			best = i
			break
		}
		if w.Value < e.Lo || w.Value > e.Hi {
			continue
		}
		if best < 0 || e.IsFormula() && !reads(e, wrongs[best].Formula) && reads(e, w.Formula) {
			best = i
		}
	}
	if best < 0 {
		return false
	}
	j.Verdict, j.Wrong = Slipped, wrongs[best]
	for i := range wrongs {
		w := &wrongs[i]
		if w.Value == wrongs[best].Value && w.Slip != wrongs[best].Slip && !slices.Contains(j.Also, w.Slip) {
			j.Also = append(j.Also, w.Slip)
		}
	}
	return true
}

// leftOut returns the layer that the learner's formula for a sum leaves out, where
// that is all that it lacks.
func (f *Field) leftOut(e *Expr) *Part {
	if len(f.Parts) < 2 || len(e.Terms) < 2 {
		return nil
	}
	if d := f.first(e); d != nil && d.whole {
		return d.Part
	}
	return nil
}

// two looks for two slips at once: of a layer by the engine, of a sum by their
// differences.
func (f *Field) two(e *Expr, wrongs []Wrong, j *Judgement) bool {
	if f.Ask == AskCount && f.Want > 0 && len(f.Parts) == 1 {
		list := edits(f.Layer, f.Inputs, nil, false)
		for a := range list {
			for b := a + 1; b < len(list); b++ {
				if list[a].slip == list[b].slip {
					continue
				}
				first, ok := of(f.Layer, f.Want, list[a], list[b])
				if ok && first.Value == e.Value {
					second, _ := of(f.Layer, f.Want, list[b])
					j.Verdict, j.Wrong, j.Second = Slipped, first, &second
					return true
				}
			}
		}
		return false
	}
	if f.Ask != AskStage && f.Ask != AskTotal && f.Ask != AskConvs {
		return false
	}
	for a := range wrongs {
		if wrongs[a].Slip >= LayerTwice || wrongs[a].Layer != nil {
			continue // of the slips that are made everywhere
		}
		for b := a + 1; b < len(wrongs); b++ {
			if w := &wrongs[b]; w.Layer == nil && w.Slip < LayerTwice && w.Slip != wrongs[a].Slip && w.Slip != NoBiasNoNorm && wrongs[a].Slip != NoBiasNoNorm &&
				wrongs[a].Value-f.Want+w.Value == e.Value {
				j.Verdict, j.Wrong, j.Second = Slipped, wrongs[a], w
				return true
			}
		}
	}
	return false
}

// estimate judges a rough answer: right within a factor of 3/2, the right order of
// magnitude within three.
func (f *Field) estimate(j Judgement) Judgement {
	got, want := j.Got, j.Want
	within := func(num, den int64) bool { return got > 0 && got/num <= want/den && want/num <= got/den }
	if within(3, 2) {
		if got != want {
			j.Verdict = Rounded
		}
		return j
	}
	for _, w := range f.Wrongs() {
		if got > w.Value/5*4 && got < w.Value/5*6 {
			j.Verdict, j.Wrong = Slipped, w
			return j
		}
	}
	j.Verdict = Off
	if within(3, 1) {
		j.Verdict = Coarse
	}
	return j
}

// reads reports whether a learner's formula is the given one, term by term and
// factor by factor in this order; factors may be multiplied already: 9*32*64.
func reads(e *Expr, f counter.Formula) bool {
	if len(e.Terms) != len(f) || len(f) == 0 {
		return false
	}
	for i, t := range e.Terms {
		want := termFactors(f[i])
		for _, n := range t.Factors {
			p := int64(1)
			for len(want) > 0 && (p != n || want[0] == 1) {
				p *= want[0]
				want = want[1:]
			}
			if p != n {
				return false
			}
		}
		if t.Minus || len(want) > 0 {
			return false
		}
	}
	return true
}

func termFactors(t counter.Term) []int64 {
	var list []int64
	if t.Times > 1 {
		list = append(list, t.Times)
	}
	for _, d := range t.Dims {
		if d.N != 1 {
			list = append(list, d.N)
		}
	}
	return list
}

// written finds slips of writing.
func written(got, want int64) (Slip, int64) {
	a, b := strconv.FormatInt(got, 10), strconv.FormatInt(want, 10)
	if got > 0 && want > 0 {
		for zeros, p := int64(1), int64(10); zeros <= 6; zeros, p = zeros+1, p*10 {
			if got%p == 0 && got/p == want || want%p == 0 && want/p == got {
				return TenTimes, zeros
			}
		}
	}
	switch {
	case len(b) > 1 && len(a) == len(b) && swapOf(a, b):
		return Swap, 0
	case len(b) > 2 && len(a)+1 == len(b) && missing(a, b), len(b) > 2 && len(a) == len(b)+1 && missing(b, a):
		return DigitMissed, 0
	case want > 9 && (got-want == 1 || want-got == 1):
		return OffByOne, 0
	}
	if z := len(a) - len(strings.TrimRight(a, "0")); z > 0 && len(a)-z >= 1 && len(b) >= 3 && got > 0 {
		p := int64(1)
		for range z {
			p *= 10
		}
		if want/p*p == got || (want+p/2)/p*p == got {
			return RoundedOff, int64(len(a) - z)
		}
	}
	if len(a) == len(b) && len(b) > 2 {
		n := 0
		for i := range a {
			if a[i] != b[i] {
				n++
			}
		}
		if n == 1 {
			return OneDigit, 0
		}
	}
	return NoSlip, 0
}

// swapOf reports whether two digits that are not equal have changed places.
func swapOf(a, b string) bool {
	at := []int{}
	for i := range a {
		if a[i] != b[i] {
			at = append(at, i)
		}
	}
	return len(at) == 2 && a[at[0]] == b[at[1]] && a[at[1]] == b[at[0]]
}

// missing reports whether the longer text is the shorter one with one more digit.
func missing(short, long string) bool {
	for i := range long {
		if long[:i]+long[i+1:] == short {
			return true
		}
	}
	return false
}

// leading returns how many digits agree from the left of two numbers that have as
// many.
func leading(got, want int64) int {
	a, b := strconv.FormatInt(got, 10), strconv.FormatInt(want, 10)
	if len(a) != len(b) {
		return 0
	}
	n := 0
	for n < len(a) && a[n] == b[n] {
		n++
	}
	return n
}

// factors returns the prime factors of the size of a number. Of what has no factor
// below 10,000 the rest is one factor.
func factors(n int64) []int64 {
	if n < 0 {
		n = -n
	}
	var list []int64
	for d := int64(2); d < 10_000 && d*d <= n; d++ {
		for n%d == 0 {
			list = append(list, d)
			n /= d
		}
	}
	if n > 1 {
		list = append(list, n)
	}
	return list
}
