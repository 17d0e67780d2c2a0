package diagram

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"unetparams/counter"
)

// route finds the ways of all arrows.
func (s *scene) route(r *counter.Report) {
	for _, l := range links(r) {
		if way := s.way(&s.nodes[l.from], &s.nodes[l.to], l.kind); way != nil {
			s.arrows = append(s.arrows, arrow{l, way})
		}
	}
	for i := range s.nodes {
		n := &s.nodes[i]
		for j := 1; j < len(n.bars); j++ {
			a, b := &n.bars[j-1], &n.bars[j]
			if b.X-a.right() < 8 {
				break
			}
			y := n.group.midY()
			s.steps = append(s.steps, arrow{link{from: i, to: i},
				[]point{{a.right() + 1.5, y}, {b.X - 1.5, y}}})
		}
	}
}

// way returns the way of an arrow between two stages: straight wherever the two
// face each other, else with two bends.
func (s *scene) way(a, b *node, kind counter.EdgeKind) []point {
	if a.Role == counter.Head {
		return s.fusion(a, b)
	}
	if len(a.bars) == 0 {
		return nil
	}
	if len(b.bars) == 0 { // a head that is a line of text
		y := b.block.midY()
		if s.fused && (s.inner || b.block.X < a.last().midX()) {
			y -= 3 // what goes on from there stands below
		}
		if s.inner || b.block.X < a.last().midX() {
			x := a.first().midX()
			if a == s.mid {
				x = a.last().midX()
			}
			if y < a.group.bottom() {
				return []point{{a.group.X - 1, y}, {b.block.right() + 3, y}}
			}
			return []point{{x, a.group.bottom() + 1}, {x, y}, {b.block.right() + 3, y}}
		}
		if y < a.last().bottom()-2 {
			return []point{{a.group.right() + 1, y}, {b.block.X - 3, y}}
		}
		x := a.last().midX()
		return []point{{x, a.last().bottom() + 1}, {x, y}, {b.block.X - 3, y}}
	}
	switch {
	case s.far(a, b) && a.Level < b.Level: // a skip connection to a coarser level
		x, y := s.lane(0), s.levelY(b)+s.tip*0.75
		if !s.inner {
			y = b.group.midY() - b.group.H/4
		}
		return []point{{a.group.right() + 3, s.levelY(a)}, {x, s.levelY(a)}, {x, y}, {b.group.X - 2, y}}
	case s.far(a, b):
		x, y := s.lane(1), b.group.bottom()-s.tip*0.65
		if a == s.mid {
			from, up := min(a.last().X+3, a.last().midX()), a.group.Y-2
			if x < a.group.X || x > a.group.right() || len(a.bars) > 1 {
				return []point{{from, up}, {from, up - s.tip*0.6}, {x, up - s.tip*0.6}, {x, y}, {b.group.X - 2, y}}
			}
			return []point{{x, up}, {x, y}, {b.group.X - 2, y}}
		}
		at := a.group.midY() + a.group.H/8
		return []point{{a.group.X - 1, at}, {x, at}, {x, y}, {b.group.X - 2, y}}
	case kind == counter.Down, kind == counter.Up:
		from, to := a.last().rect, b.arrives()
		y0, y1 := from.bottom()+2, b.group.Y-2
		bend := y0 + 5
		if kind == counter.Up {
			y0, y1 = from.Y-2, b.first().bottom()+2
			bend = y1 + 7
		}
		lo, hi := max(from.X, to.X), min(from.right(), to.right())
		if hi-lo < min(from.W, to.W)/3 { // not below each other: is another bar of the group?
			lo, hi = max(from.X, b.group.X), min(from.right(), b.group.right())
		}
		if hi-lo > 1 {
			x := (lo + hi) / 2
			return []point{{x, y0}, {x, y1}}
		}
		// A single bar in the middle is reached at its left and left at its right.
		x0, x1 := from.midX(), to.midX()
		if a == s.mid && len(a.bars) == 1 {
			x0 += from.W / 4
		}
		if b == s.mid && len(b.bars) == 1 {
			x1 -= to.W / 4
		}
		return []point{{x0, y0}, {x0, bend}, {x1, bend}, {x1, y1}}
	case a.Level == b.Level:
		y := a.group.midY()
		if kind == counter.Skip {
			y = s.levelY(a)
		} else if a == s.in || b == s.out {
			y = s.leadY()
		}
		return []point{{a.group.right() + 3, y}, {b.group.X - 3, y}}
	}
	return []point{{a.group.right() + 3, a.group.midY()}, {b.group.X - 3, b.group.midY()}}
}

// levelY returns the height of the arrow across a level.
func (s *scene) levelY(n *node) float64 {
	if !s.inner {
		return n.group.midY()
	}
	e, d := s.enc[n.Level], s.dec[n.Level]
	if e == nil || d == nil {
		return n.group.Y + 6
	}
	return max(e.last().Y, d.first().Y) + 6
}

// fusion returns the way from a head that is a line of text to the output, or to
// another head: all of them share one lane below the output.
func (s *scene) fusion(a, b *node) []point {
	x := s.width - s.margin - 2
	if s.out != nil {
		x = s.out.group.midX()
	}
	dy := 0.0
	if s.inner || a.block.right() < s.right(a.Level) {
		dy = 4
	}
	from, y := a.block.right()+3, a.block.midY()+dy
	if b == s.out {
		return []point{{from, y}, {x, y}, {x, b.group.bottom() + 2}}
	}
	dy = 0
	if s.inner {
		dy = 4
	}
	to := b.block.midY() + dy
	return []point{{from, y}, {x, y}, {x, to}, {b.block.right() + 3, to}}
}

// right returns where the bars of the right arm end.
func (s *scene) right(level int) float64 {
	for _, n := range []*node{s.dec[level], s.mid} {
		if n != nil && n.Level == level {
			return n.last().midX()
		}
	}
	return 0
}

// span returns the area between two points.
func span(p, q point) rect {
	return rect{min(p.X, q.X), min(p.Y, q.Y), math.Abs(p.X - q.X), math.Abs(p.Y - q.Y)}
}

// chanWidth returns the room for the number of channels above a bar.
func (s *scene) chanWidth(b *bar) float64 {
	digits := 1
	for c := b.c; c >= 10; c /= 10 {
		digits++
	}
	return float64(digits) * runeWidth('0') * s.small
}

// nameChannels writes the channels above the bars: the last bar of every stage
// first, the others where they leave room.
func (s *scene) nameChannels() {
	taken := make([]rect, 0, 256) // bars, texts and arrows
	chans := make([]rect, 0, 64)  // and the numbers above bars
	for i := range s.nodes {
		for _, b := range s.nodes[i].bars {
			taken = append(taken, b.rect)
		}
		for _, l := range s.nodes[i].lines {
			taken = append(taken, l.box)
		}
	}
	for _, a := range s.arrows {
		for i := 1; i < len(a.way); i++ {
			taken = append(taken, span(a.way[i-1], a.way[i]).grown(s.tip*tipHalf))
		}
	}
	// Two numbers side by side must not read as one, if that can be helped.
	free := func(b rect, apart float64) bool {
		if b.X < 0 || b.right() > s.width || b.Y < 0 {
			return false
		}
		b = b.grown(-0.01) // to touch is to be free
		for i := range taken {
			if taken[i].overlaps(b) {
				return false
			}
		}
		b.X, b.W = b.X-apart, b.W+2*apart
		for i := range chans {
			if chans[i].overlaps(b) {
				return false
			}
		}
		return true
	}
	type spot struct {
		x float64
		a anchor
	}
	name := func(n *node, b *bar, apart float64, spots []spot) bool {
		t := text{class: "t-chan", s: strconv.FormatInt(b.c, 10), size: s.small}
		for _, p := range spots {
			t.place(p.x, n.group.Y-3-t.size*descent, p.a)
			if free(t.box, apart) {
				n.chans = append(n.chans, t)
				chans = append(chans, t.box)
				return true
			}
		}
		return false
	}
	far, near := s.small/3, 0.5
	// The input and the output first: their neighbours have more places.
	order := make([]int, 0, len(s.nodes))
	for _, outer := range []bool{true, false} {
		for i := range s.nodes {
			if n := &s.nodes[i]; len(n.bars) > 0 && outer == (n == s.in || n == s.out) {
				order = append(order, i)
			}
		}
	}
	for _, i := range order {
		n := &s.nodes[i]
		// In the middle, or beside an arrow that stands on the bars, or wherever
		// there is room, as near to the bar as can be.
		b := n.last()
		spots := append(make([]spot, 0, 12), spot{b.midX(), middle})
		for _, a := range s.arrows {
			x := a.way[len(a.way)-1].X
			switch {
			case a.kind == counter.Up && a.from == i:
				x = a.way[0].X
			case a.kind != counter.Down || a.to != i:
				continue
			}
			d := s.tip*tipHalf + 1
			spots = append(spots, spot{x + d, start}, spot{x - d, end})
		}
		spots = append(spots, spot{b.right(), end}, spot{b.X, start}, spot{n.group.right(), start},
			spot{n.group.X, start}, spot{n.group.X, end})
		width := s.chanWidth(b)
		// Coarse, so that one side is not preferred for a fraction of a unit.
		off := func(p spot) float64 {
			return math.Round(math.Abs(p.x+width*(0.5-float64(p.a)/2)-b.midX()) / s.small)
		}
		slices.SortStableFunc(spots, func(p, q spot) int { return cmp.Compare(off(p), off(q)) })
		_ = name(n, b, far, spots) || name(n, b, near, spots)
	}
	for i := range s.nodes {
		n := &s.nodes[i]
		for j := 0; j < len(n.bars)-1; j++ {
			if n.bars[j].more {
				continue
			}
			name(n, &n.bars[j], far, []spot{{n.bars[j].midX(), middle}})
		}
	}
}

// explain places the legend: a list in the empty corner below the decoder where
// it fits, else lines below the picture.
func (s *scene) explain(r *counter.Report, w *Words) {
	if w.Way == nil {
		return
	}
	ways, head := Ways(r), false
	for _, a := range s.arrows {
		head = head || a.point
	}
	add := func(kind, str string, present bool) {
		if present && str != "" {
			s.legend = append(s.legend, item{kind: kind, text: text{class: "t-word", s: str, size: s.small}})
		}
	}
	add("a-conv", w.Conv, len(s.steps) > 0)
	add("a-point", w.Head, head)
	for _, v := range ways {
		mark := [...]string{counter.Down: "a-down", counter.Up: "a-up", counter.Skip: "a-copy"}[v.Kind]
		if v.Crop {
			mark = "a-copy a-crop"
		}
		add(mark, w.Way(v), true)
	}
	add("more", w.More, s.shortened())
	add("width", w.Width, true)
	add("height", w.Height, true)
	if len(s.legend) == 0 {
		return
	}

	mark, line := 1.7*s.small, s.small*(ascent+descent)+4
	widest := 0.0
	for i := range s.legend {
		widest = max(widest, s.legend[i].width())
	}
	set := func(i int, x, y float64) {
		it := &s.legend[i]
		it.mark = rect{x, y, mark, line}
		it.place(x+mark+6, y+2+s.small*ascent, start)
	}
	box := rect{W: mark + 6 + widest, H: line * float64(len(s.legend))}
	for _, x := range [...]float64{s.width - s.margin - box.W, s.margin} {
		box.X, box.Y = x, s.height-s.margin-box.H
		if s.isFree(box.grown(12)) {
			for i := range s.legend {
				set(i, box.X, box.Y+line*float64(i))
			}
			return
		}
	}

	// Columns below the picture, as many as there is room for.
	const apart = 14
	y, n := s.height+s.row, len(s.legend)
	rows, cols, total := 0, make([]float64, 0, 8), math.Inf(1)
	for total > s.width-2*s.margin && rows < n {
		rows++
		cols, total = cols[:0], -apart
		for i := range s.legend {
			if i%rows == 0 {
				cols = append(cols, 0)
			}
			c := &cols[len(cols)-1]
			*c = max(*c, mark+6+s.legend[i].width())
		}
		for _, c := range cols {
			total += c + apart
		}
	}
	x := (s.width - total) / 2
	for i, c := range cols {
		for j := i * rows; j < min(n, (i+1)*rows); j++ {
			set(j, x, y+line*float64(j-i*rows))
		}
		x += c + apart
	}
	s.height = y + line*float64(rows) + s.margin
}

// shortened reports whether a bar stands for several.
func (s *scene) shortened() bool {
	for i := range s.nodes {
		for _, b := range s.nodes[i].bars {
			if b.more {
				return true
			}
		}
	}
	return false
}

// isFree reports whether nothing stands in an area.
func (s *scene) isFree(r rect) bool {
	for i := range s.nodes {
		for _, h := range s.nodes[i].hits {
			if h.overlaps(r) {
				return false
			}
		}
	}
	for _, a := range s.arrows {
		for i := 1; i < len(a.way); i++ {
			if r.overlaps(span(a.way[i-1], a.way[i]).grown(s.tip * tipHalf)) {
				return false
			}
		}
	}
	return true
}
