package counter

import "math"

// A Span is a run of positions along one axis, from Lo to Hi. It may lie outside of
// a map: a network is thought to go on beyond the border of its image.
type Span struct{ Lo, Hi int64 }

// Nowhere is the span without a position, Everywhere that of all positions.
var (
	Nowhere    = Span{1, 0}
	Everywhere = Span{math.MinInt64, math.MaxInt64}
)

// Empty reports whether the span has no position.
func (s Span) Empty() bool { return s.Lo > s.Hi }

// Len returns the number of positions.
func (s Span) Len() int64 { return max(s.Hi-s.Lo+1, 0) }

// Join returns the shortest span that holds both.
func (s Span) Join(o Span) Span {
	switch {
	case s.Empty():
		return o
	case o.Empty():
		return s
	}
	return Span{min(s.Lo, o.Lo), max(s.Hi, o.Hi)}
}

// Within returns what of the span lies on an axis of n positions.
func (s Span) Within(n int64) Span { return Span{max(s.Lo, 0), min(s.Hi, n-1)} }

// Shift returns the span moved by n positions.
func (s Span) Shift(n int64) Span { return Span{s.Lo + n, s.Hi + n} }

// Reach returns the positions of the input that the window covers along an axis,
// for those in a span of the output. Positions between those of a dilated window
// count as covered.
func (w *Window) Reach(axis int, out Span) Span {
	stride, pad, extent := w.Stride[axis], w.Padding[axis], w.Dilation[axis]*(w.Kernel[axis]-1)
	if !w.Transposed {
		return Span{out.Lo*stride - pad, out.Hi*stride - pad + extent}
	}
	// Position i spreads over i·stride − pad and, a dilation apart, the next ones.
	in := Span{ceilDiv(out.Lo+pad-extent, stride), FloorDiv(out.Hi+pad, stride)}
	for !in.Empty() && !w.spreads(axis, in.Lo, out) {
		in.Lo++
	}
	for !in.Empty() && !w.spreads(axis, in.Hi, out) {
		in.Hi--
	}
	return in
}

// spreads reports whether a position of a transposed window's input reaches a span
// of the output.
func (w *Window) spreads(axis int, i int64, out Span) bool {
	for k := range w.Kernel[axis] {
		if at := i*w.Stride[axis] - w.Padding[axis] + k*w.Dilation[axis]; out.Lo <= at && at <= out.Hi {
			return true
		}
	}
	return false
}

// FloorDiv divides by a positive number and rounds down, negative numbers too.
func FloorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func ceilDiv(a, b int64) int64 { return -FloorDiv(-a, b) }
