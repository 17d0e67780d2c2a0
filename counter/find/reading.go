package find

import (
	"unetparams/counter/number"
	"unetparams/counter/read"
)

// A Reading is what a number means as people write it: the totals from Lo to Hi.
// A number that is written out means itself. A rounded one means every total
// that rounds or truncates to it at that many digits, since papers do both: 31M
// is 30,500,000 … 31,999,999.
type Reading struct {
	Value   int64 // as written: 31,000,000
	Quantum int64 // one unit of the last digit written: 1,000,000
	Lo, Hi  int64 // the totals that are meant, both included

	// Assumed says that no unit was written and millions were taken.
	Assumed bool
}

// Exact reports whether the number is written out.
func (r Reading) Exact() bool { return r.Quantum == 1 }

// Has reports whether a total is meant.
func (r Reading) Has(n int64) bool { return r.Lo <= n && n <= r.Hi }

// A Problem is why a text is no number of parameters. It implements error.
type Problem = number.Problem

// The problems of a text.
const (
	Empty    = number.Empty    // nothing is written
	NoNumber = number.NoNumber // not a number
	Negative = number.Negative // less than nothing
	Zero     = number.Zero     // no network has no parameters
	TooLarge = number.TooLarge // more than 10¹⁵
	TooLong  = number.TooLong  // more than a number needs
	Fraction = number.Fraction // a fraction of a parameter, such as 0.5 with unit "1"
)

// Read reads a number of parameters as people write it, as [read.Count] does:
// 31M, 28.24 M, 7.76, 31,030,658, 1.9e7, 776万, "31 million", or a whole line
// such as "Total params: 31,031,685". A number below 1000 without a unit means
// millions. A size in bytes means as many parameters of four bytes; MB are powers
// of 1024, as torchsummary and Keras print them, but for three decimals, which are
// Lightning's. The error is a [Problem].
func Read(text string) (Reading, error) {
	n, err := read.Count(text)
	if err != nil {
		return Reading{}, err
	}
	r := Reading{Value: n.Value, Quantum: n.Quantum, Lo: n.Lo, Hi: n.Hi, Assumed: n.Assumed}
	if n.Unit != number.Bytes {
		return r, nil
	}
	if n.Decimals() != 3 {
		n = n.In1024()
	}
	r.Lo, r.Hi = n.Parameters(4)
	if r.Lo = max(r.Lo, 1); r.Lo > r.Hi {
		return Reading{}, Fraction
	}
	r.Value, r.Quantum = r.Lo+(r.Hi-r.Lo)/2, max(n.Quantum/4, 1)
	if r.Lo < r.Hi {
		r.Quantum = max(r.Quantum, 2)
	}
	return r, nil
}
