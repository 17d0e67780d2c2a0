package diagram

import "math"

// gateRadius is the radius of the sign on a gated skip connection, relative to the
// length of an arrow's tip.
const gateRadius = 0.8

// gateAt returns the center of the sign on a gated skip connection, shortly before
// its end, and reports whether there is room.
func (sc *scene) gateAt(a *arrow) (point, bool) {
	if !a.gate || len(a.route) < 2 {
		return point{}, false
	}
	p, q := a.route[len(a.route)-2], a.route[len(a.route)-1]
	length := math.Hypot(q.X-p.X, q.Y-p.Y)
	back := sc.tip * (1.4 + gateRadius)
	if length < back+sc.tip*gateRadius {
		return point{}, false
	}
	return point{q.X - (q.X-p.X)/length*back, q.Y - (q.Y-p.Y)/length*back}, true
}

// countArrows writes the parameters of transposed convolutions and of attention
// gates at their arrows, if there is room.
func (sc *scene) countArrows(n *network) {
	if sc.small == 0 || n.words.Quantity != nil {
		return
	}
	var c *crowd
	for i := range sc.arrows {
		a := &sc.arrows[i]
		owned := ownedBy(n.report, a)
		if owned == 0 || len(a.route) < 2 || sc.part == 0 && !a.gate {
			continue
		}
		if c == nil {
			c = newCrowd(sc)
			for j := range sc.stages {
				c.addTexts(sc.stages[j].chans)
			}
		}
		t := text{class: "t-part", s: n.words.Number(owned), size: sc.small}
		if !a.gate {
			t.size = sc.part
		}
		for _, p := range sc.countSpots(a, &t) {
			t.place(p.X, p.Y, p.a)
			if c.leaves(t.box, sc.small/3) {
				a.count = []text{t}
				c.addTexts(a.count)
				break
			}
		}
	}
}

// writeSizes writes the sizes of the maps vertically at the lower left of their bars,
// if there is room.
func (sc *scene) writeSizes() {
	c := newCrowd(sc)
	for i := range sc.stages {
		c.addTexts(sc.stages[i].chans)
	}
	for i := range sc.arrows {
		c.addTexts(sc.arrows[i].count)
	}
	for i := range sc.steps {
		for _, leg := range sc.steps[i].legs() {
			c.taken = append(c.taken, leg.grown(sc.tip*0.67*tipHalf))
		}
	}
	for i := range sc.stages {
		s := &sc.stages[i]
		for j := range s.bars {
			b := &s.bars[j]
			if b.size == "" || b.thin || b.more {
				continue
			}
			t := text{class: "t-part", s: b.size, size: sc.sizes(), upright: true}
			t.x, t.y = b.X-2-t.size*descent/2, b.bottom()
			w := t.width()
			t.box = rect{t.x - t.size*0.75, t.y - w, t.size * 0.9, w}
			if c.leaves(t.box, 1) {
				s.sizes = append(s.sizes, t)
				c.taken = append(c.taken, t.box)
			}
		}
	}
}

// sizes returns the font size of the sizes of maps.
func (sc *scene) sizes() float64 { return sc.small * 0.8 }

func (c *crowd) addTexts(list []text) {
	for _, l := range list {
		c.taken = append(c.taken, l.box)
	}
}

// A countSpot is a possible position of a number at an arrow.
type countSpot struct {
	point
	a anchor
}

// countSpots returns the possible positions for a number at an arrow, the best first:
// above a horizontal arrow, and to the right or left of a vertical one.
func (sc *scene) countSpots(a *arrow, t *text) []countSpot {
	p, q := a.route[len(a.route)-2], a.route[len(a.route)-1]
	d := sc.tip*tipHalf + 2
	if p.Y == q.Y {
		y := p.Y - sc.tip*gateRadius - 2 - t.size*descent
		x := q.X - sc.tip*(1.4+gateRadius)
		return []countSpot{{point{x, y}, middle}, {point{q.X - 2, y}, end}, {point{(p.X + q.X) / 2, y}, middle}}
	}
	var spots []countSpot
	for _, f := range [...]float64{-2, 2, 5, 10, 15} {
		y := min(p.Y, q.Y) + f + t.size*ascent
		spots = append(spots, countSpot{point{p.X + d, y}, start}, countSpot{point{p.X - d, y}, end})
	}
	return spots
}
