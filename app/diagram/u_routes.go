package diagram

import (
	"slices"

	"unetparams/counter"
)

// uRoutes determines the routes of the arrows in the U: straight if two stages face
// each other, otherwise with two bends.
type uRoutes struct{ *uStages }

// routeAll determines the routes of all arrows, and removes arrows without one.
func (u uRoutes) routeAll() {
	for i := range u.arrows {
		a := &u.arrows[i]
		from, to := &u.stages[a.from], &u.stages[a.to]
		if a.kind == counter.Down && a.bar >= 0 && !u.isAside(to) && to.Level == from.Level+1 {
			a.route = u.earlierRoute(from, to, a.bar)
		} else {
			a.route = u.route(from, to, a.kind)
		}
	}
	u.arrows = slices.DeleteFunc(u.arrows, func(a arrow) bool { return a.route == nil })
}

func (u uRoutes) route(a, b *stage, kind counter.EdgeKind) []point {
	switch {
	case u.isAside(a) || u.isAside(b):
		return u.asideRoute(a, b)
	case a.Role == counter.Head:
		return u.fusionRoute(a, b)
	case a.isLine():
		return nil
	case u.passesOver(a, b), u.goesBack(a, b):
		return u.overRoute(a, b)
	case b.isLine():
		return u.headRoute(a, b)
	case u.isDiamond() && (a == u.in || u.mirrors(a, b) || a.Role == counter.Bottleneck):
		return u.diamondRoute(a, b)
	case u.entersBelow(a, b):
		return u.entryRoute(a, b)
	case kind == counter.Skip && a.Role == counter.Encoder && b.Role == counter.Encoder && a.Level < b.Level:
		return u.deeperRoute(a, b)
	case u.jumps(a, b):
		return u.jumpRoute(a, b)
	case a.Role == counter.Decoder && b.Role == counter.Encoder && a.Level == b.Level:
		y := a.group.midY() + min(a.group.H, b.group.H)/4 // below the skip connection
		return []point{{a.group.X - 3, y}, {b.group.right() + 3, y}}
	case u.isFar(a, b) && a.Level < b.Level:
		return u.coarserRoute(a, b)
	case u.isFar(a, b):
		return u.farUpRoute(a, b)
	case kind == counter.Down, kind == counter.Up:
		return u.levelRoute(a, b, kind == counter.Up)
	case a.Level == b.Level:
		y := a.group.midY()
		if kind == counter.Skip && (a != u.dec[1] || b != u.out) {
			y = u.levelY(a)
		} else if a == u.in || b == u.out {
			y = u.leadY()
		}
		return []point{{a.group.right() + 3, y}, {b.group.X - 3, y}}
	}
	return []point{{a.group.right() + 3, a.group.midY()}, {b.group.X - 3, b.group.midY()}}
}

// mirrors reports whether two stages of one arm are equally far above and below the
// input's level.
func (u uRoutes) mirrors(a, b *stage) bool {
	sameArm := u.enc[a.Level] == a && u.enc[b.Level] == b || u.dec[a.Level] == a && u.dec[b.Level] == b
	return sameArm && a != b && a.Level+b.Level == 2*u.start
}

// diamondRoute leads within a diamond from the input, between two stages that mirror
// each other, or from the end of an arm to the decoder.
func (u uRoutes) diamondRoute(a, b *stage) []point {
	switch {
	case a == u.in:
		y := u.leadY()
		return []point{{a.group.right() + 3, y}, {b.group.X - 3, y}}
	case !u.mirrors(a, b):
		y, x := a.group.midY(), b.arrives().midX()
		if a.Level < b.Level {
			return []point{{a.group.right() + 3, y}, {x, y}, {x, b.group.Y - 2}}
		}
		return []point{{a.group.right() + 3, y}, {x, y}, {x, b.first().bottom() + 2}}
	}
	// There and back next to each other, on the side without texts: at the last bar of the
	// group that ends first, or at the first bar of the one that begins last.
	at := a.last().rect
	if b.last().right() < at.right() {
		at = b.last().rect
	}
	if a.Role == counter.Decoder {
		at = a.first().rect
		if b.first().X > at.X {
			at = b.first().rect
		}
	}
	apart := max(at.W/4, u.tip*tipHalf+1)
	if a.Level < b.Level {
		x := at.midX() - apart
		return []point{{x, a.group.bottom() + 2}, {x, b.group.Y - 2}}
	}
	x := at.midX() + apart
	return []point{{x, a.group.Y - 2}, {x, b.group.bottom() + 2}}
}

// entersBelow reports whether an arrow leads from the input to a level of the encoder
// that is not the first.
func (u uRoutes) entersBelow(a, b *stage) bool {
	if a != u.in || b.Role != counter.Encoder {
		return false
	}
	return slices.ContainsFunc(u.enc[:b.Level], func(s *stage) bool { return s != nil })
}

// entryRoute leads from the input down, to the left of the encoder's texts, and then
// above the texts of the stage.
func (u uRoutes) entryRoute(a, b *stage) []point {
	from, to := a.first().midX(), b.first().midX()
	y := min(b.group.Y-u.labels(), b.block.Y) - 3
	return []point{{from, a.group.bottom() + 2}, {from, y}, {to, y}, {to, b.group.Y - 2}}
}

// deeperRoute is the route of a skip connection to a deeper level of the encoder: down
// past all bars in between, on the side without texts.
func (u uRoutes) deeperRoute(a, b *stage) []point {
	left, right := a.group.X, a.group.right()
	for _, s := range u.enc[a.Level : b.Level+1] {
		if s != nil {
			left, right = min(left, s.group.X), max(right, s.group.right())
		}
	}
	at, y := u.levelY(a), b.group.midY()+b.group.H/4
	if x := left - 1.5*u.tip; u.inside {
		at = a.group.midY()
		return []point{{a.group.X - 1, at}, {x, at}, {x, y}, {b.group.X - 2, y}}
	}
	x := right + 2*u.tip
	return []point{{a.group.right() + 3, at}, {x, at}, {x, y}, {b.group.right() + 3, y}}
}

// jumps reports whether an arrow leads over several levels of the encoder, or from the
// bottleneck back into it.
func (u uRoutes) jumps(a, b *stage) bool {
	onArm := func(s *stage) bool { return s == u.mid || s == u.enc[s.Level] }
	far := a.Level-b.Level > 1 || b.Level-a.Level > 1
	return !u.inside && a.Level > 0 && b.Level > 0 && onArm(a) && onArm(b) && (far || a == u.mid)
}

// jumpRoute leads down and up in lanes to the right of the encoder's bars.
func (u uRoutes) jumpRoute(a, b *stage) []point {
	x := 0.0
	for _, s := range u.enc[min(a.Level, b.Level) : max(a.Level, b.Level)+1] {
		if s != nil {
			x = max(x, s.group.right()+1.7*u.tip)
		}
	}
	p, q := a.last(), b.last()
	from, to := point{p.right() + 3, p.midY() + p.H/4}, point{q.right() + 3, q.midY() - q.H/4}
	if a.Level > b.Level {
		x += 1.5 * u.tip
		from.Y, to.Y = p.midY()-p.H*0.4, q.midY()+q.H/3
	}
	route := []point{from, {x, from.Y}, {x, to.Y}, to}
	if a == u.mid {
		route = []point{{x, a.group.Y - 2}, {x, to.Y}, to}
	}
	if b == u.mid {
		route = []point{from, {x, from.Y}, {x, b.group.Y - 2}}
	}
	return route
}

// headRoute leads to a head that is a line of text.
func (u uRoutes) headRoute(a, b *stage) []point {
	y := b.block.midY()
	if u.inside || b.block.X < a.last().midX() { // the text is left of the bars
		if u.fused {
			y -= 3 // the arrow that leads on from there is below
		}
		if y < a.group.bottom() {
			return []point{{a.group.X - 1, y}, {b.block.right() + 3, y}}
		}
		x := a.first().midX()
		if a == u.mid {
			x = a.last().midX()
		}
		return []point{{x, a.group.bottom() + 1}, {x, y}, {b.block.right() + 3, y}}
	}
	if y < a.last().bottom()-2 {
		return []point{{a.group.right() + 1, y}, {b.block.X - 3, y}}
	}
	x := a.last().midX()
	if u.isDiamond() { // an arrow from below ends there
		x = a.last().right() - 2
	}
	return []point{{x, a.last().bottom() + 1}, {x, y}, {b.block.X - 3, y}}
}

// coarserRoute is the route of a skip connection to a coarser level: down the first
// lane.
func (u uRoutes) coarserRoute(a, b *stage) []point {
	x, y := u.lane(0), u.levelY(b)+u.tip*0.75
	if !u.inside {
		y = b.group.midY() - b.group.H/4
	}
	return []point{{a.group.right() + 3, u.levelY(a)}, {x, u.levelY(a)}, {x, y}, {b.group.X - 2, y}}
}

// farUpRoute leads up across several levels, in the second lane.
func (u uRoutes) farUpRoute(a, b *stage) []point {
	x, y := u.lane(1), b.group.bottom()-u.tip*0.65
	if a != u.mid {
		at := a.group.midY() + a.group.H/8
		return []point{{a.group.X - 1, at}, {x, at}, {x, y}, {b.group.X - 2, y}}
	}
	from, up := min(a.last().X+3, a.last().midX()), a.group.Y-2
	if x < a.group.X || x > a.group.right() || len(a.bars) > 1 {
		return []point{{from, up}, {from, up - u.tip*0.6}, {x, up - u.tip*0.6}, {x, y}, {b.group.X - 2, y}}
	}
	return []point{{x, up}, {x, y}, {b.group.X - 2, y}}
}

// overRoute leads from the encoder's first stage to the output, or back to it from the
// decoder's, above the numbers of level 1.
func (u uRoutes) overRoute(a, b *stage) []point {
	y := min(a.group.Y, b.group.Y)
	for _, s := range []*stage{u.in, u.enc[1], u.dec[1]} {
		if s != nil && len(s.bars) > 0 {
			y = min(y, s.group.Y)
		}
	}
	if y -= u.labels() + u.overLane()/2; u.back && b == u.out {
		y -= u.overLane() // that of another pass is below
	}
	from, to := a.last().midX(), b.first().midX()
	return []point{{from, a.last().Y - 2}, {from, y}, {to, y}, {to, b.first().Y - 2}}
}

// earlierRoute leads down from a bar that is not the last one of its stage, passing
// below the bars that follow it.
func (u uRoutes) earlierRoute(a, b *stage, bar int) []point {
	from, to := &a.bars[bar], b.arrives()
	x, bend := to.midX(), a.group.bottom()+5
	return []point{{from.midX(), from.bottom() + 2}, {from.midX(), bend}, {x, bend}, {x, b.group.Y - 2}}
}

// levelRoute leads to the next level, down or up.
func (u uRoutes) levelRoute(a, b *stage, up bool) []point {
	from, to := a.last().rect, b.arrives()
	y0, y1 := from.bottom()+2, b.group.Y-2
	bend := y0 + 5
	if up {
		y0, y1 = from.Y-2, b.first().bottom()+2
		bend = y1 + 7
	}
	lo, hi := max(from.X, to.X), min(from.right(), to.right())
	if hi-lo < min(from.W, to.W)/3 { // not below each other: try the other bars of the group
		lo, hi = max(from.X, b.group.X), min(from.right(), b.group.right())
	}
	if hi-lo > 1 {
		x := (lo + hi) / 2
		return []point{{x, y0}, {x, y1}}
	}
	if u.inside { // the texts are between the arms: pass them outside
		switch {
		case a == u.mid:
			return []point{{from.right() + 1, from.midY()}, {to.midX(), from.midY()}, {to.midX(), y1}}
		case b == u.mid:
			return []point{{from.midX(), y0}, {from.midX(), to.midY()}, {to.X - 3, to.midY()}}
		}
	}
	// The arrows of a single bar in the middle end at its left and start at its right.
	x0, x1 := from.midX(), to.midX()
	if a == u.mid && len(a.bars) == 1 {
		x0 += from.W / 4
	}
	if b == u.mid && len(b.bars) == 1 {
		x1 -= to.W / 4
	}
	return []point{{x0, y0}, {x0, bend}, {x1, bend}, {x1, y1}}
}

// fusionRoute leads from a head that is a line of text to the output, or to
// another head. All of them share one lane below the output.
func (u uRoutes) fusionRoute(a, b *stage) []point {
	x := u.width - u.margin - 2
	if u.out != nil {
		x = u.out.group.midX()
	}
	from, y := a.block.right()+3, a.block.midY()
	if u.inside || a.block.right() < u.rightOf(a.Level) {
		y += 4
	}
	if b == u.out {
		return []point{{from, y}, {x, y}, {x, b.group.bottom() + 2}}
	}
	to := b.block.midY()
	if u.inside {
		to += 4
	}
	return []point{{from, y}, {x, y}, {x, to}, {b.block.right() + 3, to}}
}

// rightOf returns where the bars of the right arm end.
func (u uRoutes) rightOf(level int) float64 {
	for _, s := range []*stage{u.dec[level], u.mid} {
		if s != nil && s.Level == level {
			return s.last().midX()
		}
	}
	return 0
}

// levelY returns the height of the arrow across a level.
func (u uRoutes) levelY(s *stage) float64 {
	if !u.inside {
		return s.group.midY()
	}
	e, d := u.enc[s.Level], u.dec[s.Level]
	if e == nil || d == nil {
		return s.group.Y + 6
	}
	return max(e.last().Y, d.first().Y) + 6
}
