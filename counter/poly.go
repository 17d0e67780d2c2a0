package counter

import (
	"errors"
)

// A Poly is a quadratic polynomial (C[0] + C[1]·w + C[2]·w²) / Den in lowest
// terms. Den is 1 unless widths are halved somewhere in the network.
type Poly struct {
	C   [3]int64
	Den int64
}

// ErrNotPolynomial says that counts do not follow a quadratic polynomial.
var ErrNotPolynomial = errors.New("the count is not a quadratic polynomial in the base width")

// At returns the polynomial's value at w. The error is an [*Error] with [Overflow],
// or [ErrNotPolynomial] if the value is not an integer. The coefficients and w must
// not be negative.
func (p Poly) At(w int64) (int64, error) {
	a, ok1 := Mul(p.C[2], w)
	a, ok2 := Add(a, p.C[1])
	a, ok3 := Mul(a, w)
	a, ok4 := Add(a, p.C[0])
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return 0, &Error{Problem: Overflow}
	}
	if a%p.Den != 0 {
		return 0, ErrNotPolynomial
	}
	return a / p.Den, nil
}

// ClosedForm expresses a network's count as a polynomial in the base width. The
// weight of a convolution has two axes of channels, so the count is quadratic, and
// three counts determine it. They are taken at 1, 2 and 3 times step, and the
// polynomial is then checked at 4, 7 and 16 times step. Step is 1 unless the width
// must be a multiple of some number, because channels are split into groups or
// halves. The error is count's own, or [ErrNotPolynomial].
func ClosedForm(step int64, count func(w int64) (int64, error)) (Poly, error) {
	var y [4]int64
	for i := int64(1); i <= 3; i++ {
		var err error
		if y[i], err = count(i * step); err != nil {
			return Poly{}, err
		}
	}
	// Newton's form in t = w/step: y₁ + d₁(t−1) + d₂(t−1)(t−2)/2, times 2·step².
	d1, d2 := y[2]-y[1], y[3]-2*y[2]+y[1]
	p := Poly{[3]int64{
		2 * step * step * (y[1] - d1 + d2),
		step * (2*d1 - 3*d2),
		d2,
	}, 2 * step * step}
	g := p.Den
	for _, c := range p.C {
		if c < 0 {
			return Poly{}, ErrNotPolynomial
		}
		g = gcd(g, c)
	}
	for i := range p.C {
		p.C[i] /= g
	}
	p.Den /= g
	for _, i := range []int64{4, 7, 16} {
		want, err := count(i * step)
		if err != nil {
			return Poly{}, err
		}
		// This also catches a step so large that the sums above wrapped around.
		if got, err := p.At(i * step); err != nil || got != want {
			return Poly{}, ErrNotPolynomial
		}
	}
	return p, nil
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
