package diagram

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"unetparams/counter"
)

// chanWidth returns the width reserved for the number of channels above a bar.
func (sc *scene) chanWidth(b *bar) float64 {
	digits := 1
	for c := b.c; c >= 10; c /= 10 {
		digits++
	}
	return float64(digits) * runeWidth('0') * sc.small
}

// A spot is a possible position of a number.
type spot struct {
	x float64
	a anchor
}

// A crowd is what a number must not cover.
type crowd struct {
	width float64
	taken []rect // bars, texts and arrows
	chans []rect // the numbers of channels
}

func newCrowd(sc *scene) *crowd {
	c := &crowd{sc.width, make([]rect, 0, 256), make([]rect, 0, 64)}
	for i := range sc.stages {
		for _, b := range sc.stages[i].bars {
			c.taken = append(c.taken, b.rect)
		}
		for _, l := range sc.stages[i].lines {
			c.taken = append(c.taken, l.box)
		}
		if sc.stages[i].metered {
			c.taken = append(c.taken, sc.stages[i].meter[0])
		}
		if sc.stages[i].mark.W > 0 {
			c.taken = append(c.taken, sc.stages[i].mark)
		}
	}
	for i := range sc.arrows {
		for _, leg := range sc.arrows[i].legs() {
			c.taken = append(c.taken, leg.grown(sc.tip*tipHalf))
		}
	}
	return c
}

// leaves reports whether there is room for a number at the given distance from
// others, so that two adjacent numbers do not read as one.
func (c *crowd) leaves(b rect, apart float64) bool {
	if b.X < 0 || b.right() > c.width || b.Y < 0 {
		return false
	}
	b = b.grown(-0.01) // touching is allowed
	for i := range c.taken {
		if c.taken[i].overlaps(b) {
			return false
		}
	}
	b.X, b.W = b.X-apart, b.W+2*apart
	for i := range c.chans {
		if c.chans[i].overlaps(b) {
			return false
		}
	}
	return true
}

// nameChannels writes the channels above the bars: first those of the last bar of
// every stage, then the others if there is room. A number is written above its own
// bar or not at all: above another one it would be wrong.
func (sc *scene) nameChannels() {
	crowd := newCrowd(sc)
	far, near := sc.small/3, 0.5
	for _, i := range sc.namingOrder() {
		s := &sc.stages[i]
		spots := sc.spots(i)
		_ = sc.nameBar(crowd, s, s.last(), far, spots) || sc.nameBar(crowd, s, s.last(), near, spots)
	}
	for i := range sc.stages {
		s := &sc.stages[i]
		for j := 0; j < len(s.bars)-1; j++ {
			if b := &s.bars[j]; !b.more && !b.thin {
				sc.nameBar(crowd, s, b, far, []spot{{b.midX(), middle}})
			}
		}
	}
}

// owns reports whether a number centered at x reads as that of the last bar: it is
// above the bar or next to the arrow on it, and no other bar is closer.
func (s *stage) owns(x, width, tip float64) bool {
	off := math.Abs(x - s.last().midX())
	if off > (width+s.last().W)/2+tip {
		return false
	}
	for i := range s.bars[:len(s.bars)-1] {
		if math.Abs(x-s.bars[i].midX()) <= off {
			return false
		}
	}
	return true
}

// namingOrder returns the stages with bars, inputs and outputs first, because their
// neighbors have more possible positions.
func (sc *scene) namingOrder() []int {
	order := make([]int, 0, len(sc.stages))
	for _, outer := range []bool{true, false} {
		for i := range sc.stages {
			s := &sc.stages[i]
			if !s.isLine() && outer == (s.Role == counter.Input || s.Role == counter.Head) {
				order = append(order, i)
			}
		}
	}
	return order
}

// nameBar writes the channels of a bar at the first free spot, and reports whether
// there is one.
func (sc *scene) nameBar(c *crowd, s *stage, b *bar, apart float64, spots []spot) bool {
	t := text{class: "t-chan", s: strconv.FormatInt(b.c, 10), size: sc.small}
	for _, p := range spots {
		t.place(p.x, s.group.Y-3-t.size*descent, p.a)
		if c.leaves(t.box, apart) {
			s.chans = append(s.chans, t)
			c.chans = append(c.chans, t.box)
			return true
		}
	}
	return false
}

// leaves reports whether a connection begins at the top of a bar.
func (a *arrow) leaves() bool {
	return a.route[1].X == a.route[0].X && a.route[1].Y < a.route[0].Y
}

// lands reports whether a skip connection ends at the top of a bar.
func (a *arrow) lands() bool {
	n := len(a.route)
	return a.kind == counter.Skip && a.route[n-1].X == a.route[n-2].X && a.route[n-1].Y > a.route[n-2].Y
}

// spots returns the possible positions for the channels of a stage's last bar, the
// closest first: above its middle, next to an arrow on the bars, or at the edges.
func (sc *scene) spots(i int) []spot {
	s := &sc.stages[i]
	b := s.last()
	spots := append(make([]spot, 0, 12), spot{b.midX(), middle})
	for _, a := range sc.arrows {
		x := a.route[len(a.route)-1].X
		switch {
		case a.from == i && a.leaves():
			x = a.route[0].X
		case a.to != i || a.kind != counter.Down && !a.lands():
			continue
		}
		d := sc.tip*tipHalf + 1
		spots = append(spots, spot{x + d, start}, spot{x - d, end})
	}
	spots = append(spots, spot{b.right(), end}, spot{b.X, start}, spot{s.group.right(), start},
		spot{s.group.X, start}, spot{s.group.X, end})
	width := sc.chanWidth(b)
	// Rounded coarsely, so that a fraction of a unit does not decide between sides.
	off := func(p spot) float64 {
		return math.Round(math.Abs(p.x+width*(0.5-float64(p.a)/2)-b.midX()) / sc.small)
	}
	spots = slices.DeleteFunc(spots, func(p spot) bool { return !s.owns(p.x+width*(0.5-float64(p.a)/2), width, sc.tip) })
	slices.SortStableFunc(spots, func(p, q spot) int { return cmp.Compare(off(p), off(q)) })
	return spots
}
