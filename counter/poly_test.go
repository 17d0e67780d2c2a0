package counter_test

import (
	"errors"
	"math"
	"testing"

	"unetparams/counter"
)

func TestPolyAt(t *testing.T) {
	tutorial := counter.Poly{C: [3]int64{2, 302, 7574}, Den: 1}
	for _, tt := range []struct {
		p       counter.Poly
		w, want int64
	}{
		{tutorial, 32, 7_765_442},
		{tutorial, 64, 31_042_434},
		{tutorial, 0, 2},
		{counter.Poly{C: [3]int64{0, 1, 1}, Den: 2}, 7, 28},
		{counter.Poly{C: [3]int64{math.MaxInt64, 0, 0}, Den: 1}, 9, math.MaxInt64},
	} {
		if got, err := tt.p.At(tt.w); err != nil || got != tt.want {
			t.Errorf("%v at %d: %d, %v; want %d", tt.p, tt.w, got, err, tt.want)
		}
	}
	for _, p := range []counter.Poly{
		{C: [3]int64{0, 0, 2}, Den: 1}, {C: [3]int64{0, math.MaxInt64, 0}, Den: 1}, {C: [3]int64{math.MaxInt64, 1, 0}, Den: 1},
	} {
		var e *counter.Error
		if got, err := p.At(1 << 31); !errors.As(err, &e) || e.Problem != counter.Overflow {
			t.Errorf("%v at 2³¹: %d, %v; want an overflow", p, got, err)
		}
	}
	if got, err := (counter.Poly{C: [3]int64{0, 1, 0}, Den: 2}).At(3); err != counter.ErrNotPolynomial {
		t.Errorf("3/2 is %d, %v", got, err)
	}
}

func TestClosedForm(t *testing.T) {
	poly := func(c0, c1, c2, den int64) func(int64) (int64, error) {
		return func(w int64) (int64, error) {
			n := c0 + c1*w + c2*w*w
			if n%den != 0 {
				return 0, errors.New("a width between")
			}
			return n / den, nil
		}
	}
	for _, tt := range []struct {
		name  string
		step  int64
		count func(int64) (int64, error)
		want  counter.Poly
	}{
		{"the tutorial's net", 1, poly(2, 302, 7574, 1), counter.Poly{C: [3]int64{2, 302, 7574}, Den: 1}},
		{"a constant", 1, poly(5, 0, 0, 1), counter.Poly{C: [3]int64{5, 0, 0}, Den: 1}},
		{"nothing", 1, poly(0, 0, 0, 1), counter.Poly{C: [3]int64{0, 0, 0}, Den: 1}},
		{"halves", 2, poly(6, 7, 27, 2), counter.Poly{C: [3]int64{6, 7, 27}, Den: 2}},
		{"halves at every width", 1, poly(0, 1, 1, 2), counter.Poly{C: [3]int64{0, 1, 1}, Den: 2}},
		{"quarters", 4, poly(4, 8, 3, 4), counter.Poly{C: [3]int64{4, 8, 3}, Den: 4}},
		{"a long step", 1000, poly(2, 302, 7574, 1), counter.Poly{C: [3]int64{2, 302, 7574}, Den: 1}},
	} {
		if got, err := counter.ClosedForm(tt.step, tt.count); err != nil || got != tt.want {
			t.Errorf("%s: %v, %v; want %v", tt.name, got, err, tt.want)
		}
	}

	for name, count := range map[string]func(int64) (int64, error){
		"a cubic":          func(w int64) (int64, error) { return w * w * w, nil },
		"a power of two":   func(w int64) (int64, error) { return 1 << w, nil },
		"rounded halves":   func(w int64) (int64, error) { return w / 2 * w, nil },
		"a late exception": func(w int64) (int64, error) { return 3*w*w + w/16, nil },
		"a falling count":  func(w int64) (int64, error) { return 1000 - w, nil },
	} {
		if got, err := counter.ClosedForm(1, count); err != counter.ErrNotPolynomial {
			t.Errorf("%s: %v, %v; want a refusal", name, got, err)
		}
	}

	// Sums that wrap around are refused, too.
	if got, err := counter.ClosedForm(1<<30, poly(2, 302, 0, 1)); err == nil && got != (counter.Poly{C: [3]int64{2, 302, 0}, Den: 1}) {
		t.Errorf("with steps of 2³⁰: %v", got)
	}

	// The count's own error comes back, from the first three widths and from
	// those that check.
	failure := errors.New("no such width")
	for _, bad := range []int64{1, 2, 3, 4, 7, 16} {
		_, err := counter.ClosedForm(1, func(w int64) (int64, error) {
			if w == bad {
				return 0, failure
			}
			return w, nil
		})
		if err != failure {
			t.Errorf("with an error at width %d: %v", bad, err)
		}
	}
}
