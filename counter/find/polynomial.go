package find

// A polynomial is a count as a polynomial in the base width w, the input channels i
// and the classes c. Its total degree is two, since every axis of a tensor is
// linear in the three and a weight has two axes of channels.
//
// It is kept in Newton's form over the nodes that it is found from: in
// a = w/16 − 1, b = i − 1 and d = c − 1 it is the sum of at[x][y] times the
// factors that belong to x and y, where x = y gives a(a−1)/2, and index 0 the
// factor 1.
type polynomial struct{ at [4][4]int64 }

// Widths come in steps of unit where a polynomial is found, so that whatever
// halves, quarters or groups channels can.
const unit = 16

// The nodes: all (a, b, d) whose sum is at most two. Without the last three,
// polynomials are found that have no term in i², c² or i·c, as those of most
// networks.
var nodes = [10][3]int64{
	{}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {2, 0, 0}, {1, 1, 0}, {1, 0, 1}, {0, 2, 0}, {0, 0, 2}, {0, 1, 1},
}

const simpleNodes = len(nodes) - 3

// fit returns the polynomial that has the given values at the nodes. Along an axis
// that a network has no setting for, the values do not change.
func fit(y [10]int64) polynomial {
	q := fitSimple(y)
	q.at[2][2] = y[7] - 2*y[2] + y[0]
	q.at[3][3] = y[8] - 2*y[3] + y[0]
	q.at[2][3] = y[9] - y[2] - y[3] + y[0]
	return q
}

// fitSimple returns the polynomial without the terms that take the last three nodes.
func fitSimple(y [10]int64) polynomial {
	var q polynomial
	q.at[0][0] = y[0]
	for x := 1; x <= 3; x++ {
		q.at[0][x] = y[x] - y[0]
	}
	q.at[1][1] = y[4] - 2*y[1] + y[0]
	q.at[1][2] = y[5] - y[1] - y[2] + y[0]
	q.at[1][3] = y[6] - y[1] - y[3] + y[0]
	return q
}

// A widthPolynomial is a polynomial at given inputs and classes: the numerator of
// a polynomial in the width over 2·unit².
type widthPolynomial struct{ c0, c1, c2 int64 }

const den = 2 * unit * unit

func (q *polynomial) inWidth(i, c int64) widthPolynomial {
	b, d := i-1, c-1
	c0 := q.at[0][0] + q.at[0][2]*b + q.at[0][3]*d + q.at[2][3]*b*d +
		q.at[2][2]*b*(b-1)/2 + q.at[3][3]*d*(d-1)/2
	c1 := q.at[0][1] + q.at[1][2]*b + q.at[1][3]*d
	return widthPolynomial{c0 * den, c1 * 2 * unit, q.at[1][1]}
}

// times returns the value at a width, times den.
func (l widthPolynomial) times(w int64) int64 {
	return l.c0 + (w-unit)*(l.c1+l.c2*(w-2*unit))
}

// at returns the value at a width, and whether it is a whole number.
func (l widthPolynomial) at(w int64) (int64, bool) {
	n := l.times(w)
	return n / den, n%den == 0
}

// value returns the polynomial's value, and whether it is a whole number.
func (q *polynomial) value(p point) (int64, bool) {
	return q.inWidth(p[inputs], p[outputs]).at(p[width])
}

// grows reports whether the polynomial grows with the width from w on: it is convex
// and does so there.
func (q *polynomial) grows(w int64) bool {
	l := q.inWidth(1, 1)
	return l.c2 >= 0 && l.times(w+1) >= l.times(w)
}

// depends reports whether the polynomial depends on a setting at all.
func (q *polynomial) depends(r role) bool {
	x := int(r) + 1
	for y := range q.at {
		if q.at[min(x, y)][max(x, y)] != 0 {
			return true
		}
	}
	return false
}

// plus returns q + k·p.
func (q polynomial) plus(p polynomial, k int64) polynomial {
	for x := range q.at {
		for y := range q.at[x] {
			q.at[x][y] += k * p.at[x][y]
		}
	}
	return q
}

// first returns the least k in [0, n) with at(k) ≥ want, or n; at must not fall.
func first(n int, want int64, at func(int) int64) int {
	lo, hi := 0, n
	for lo < hi {
		if mid := lo + (hi-lo)/2; at(mid) < want {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
