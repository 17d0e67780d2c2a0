package find

import (
	"strings"

	"unetparams/counter/number"
	"unetparams/counter/read"
)

// A Reading is what a number means as people write it: the totals from Lo to Hi.
// A number that is written out means itself. A rounded one means every total
// that rounds or truncates to it at that many digits, since papers do both: 31M
// is 30,500,000 … 31,999,999. A size in bytes means the totals that take as much
// in float32, four bytes each.
type Reading struct {
	Value   int64 // as written: 31,000,000; of a size, the middle of what is meant
	Quantum int64 // one unit of the last digit written: 1,000,000
	Lo, Hi  int64 // the totals that are meant, both included

	// Assumed says that no unit was written and millions were taken.
	Assumed bool
	// Bytes says that the number is a size. MB may stand for 10⁶ or 2²⁰ bytes:
	// Binary is what was taken, and OtherLo to OtherHi is what the other would
	// mean; 0 where there is no doubt.
	Bytes, Binary    bool
	OtherLo, OtherHi int64
}

// Exact reports whether the number is written out.
func (r Reading) Exact() bool { return r.Quantum == 1 }

// Has reports whether a total is meant.
func (r Reading) Has(n int64) bool { return r.Lo <= n && n <= r.Hi }

// span returns how many totals are meant.
func (r Reading) span() int64 { return r.Hi - r.Lo + 1 }

const (
	maxText    = 160 // bytes of a line that is read, once spaces are off its ends
	floatBytes = 4
)

// Read reads a number of parameters as people write it, or the line of a tool that
// has it: "Total params: 31,031,685 (118.38 MB)", "31.0 M Trainable params", "Params
// size (MB): 118.38". The error is a [number.Problem].
func Read(text string) (Reading, error) {
	if text = strings.TrimSpace(text[:min(len(text), 16*maxText)]); len(text) > maxText { // a megabyte of spaces is not worth a look either
		return Reading{}, number.TooLong
	}
	n, err := read.Count(text)
	if err != nil {
		return Reading{}, err
	}
	if n.Unit == number.Bytes {
		return sizeOf(n)
	}
	return Reading{Value: n.Value, Quantum: n.Quantum, Lo: n.Lo, Hi: n.Hi, Assumed: n.Assumed}, nil
}

// sizeOf makes a reading of a size. Two decimals are how torchsummary and Keras
// print MiB, which they call MB; with others MB is taken as it is defined.
func sizeOf(n number.Number) (Reading, error) {
	r := Reading{Bytes: true, Binary: n.Binary}
	if other := n.In1024(); other.Value != n.Value {
		if n.Decimals() == 2 {
			n, other, r.Binary = other, n, true
		}
		r.OtherLo, r.OtherHi = other.Parameters(floatBytes)
	}
	r.Lo, r.Hi = n.Parameters(floatBytes)
	r.Lo = max(r.Lo, 1)
	if r.Lo > r.Hi {
		return Reading{}, number.Fraction
	}
	r.Value, r.Quantum = r.Lo+(r.Hi-r.Lo)/2, max(n.Quantum/floatBytes, 1)
	if r.Lo < r.Hi {
		r.Quantum = max(r.Quantum, 2) // a size never writes a total out
	}
	return r, nil
}
