package diagram

import (
	"math"
	"strconv"
	"strings"

	"unetparams/counter"
)

// A nested network is no U but a triangle: a row for each level, and in it the
// stages from left to right, the encoder's first. Below the gap between two
// stages stands the one of the next level, so that every arrow between levels is
// upright, and long skip connections pass over their row in arcs. Input and heads
// stand in rows above. Every stage is a frame with its bars and its texts in it.

// isNested reports whether there are several decoder stages to a level.
func (s *scene) isNested() bool {
	for i := range s.nodes {
		if n := &s.nodes[i]; n.Role == counter.Decoder && n.Col > 0 {
			return true
		}
	}
	return false
}

// A cell is the place of a stage in the triangle: row 0 is the fused output, 1
// the input and the heads, the others the levels.
type cell struct{ row, col int }

// cells finds the place of every node, and the number of columns of every row.
func (s *scene) cells(ls []link) (at []cell, cols []int) {
	last := 0
	for i := range s.nodes {
		last = max(last, s.nodes[i].Col)
	}
	at = make([]cell, len(s.nodes))
	taken := map[cell]bool{}
	put := func(i int, c cell) {
		for taken[c] {
			c.col++
		}
		taken[c] = true
		at[i] = c
		for len(cols) <= c.row {
			cols = append(cols, 0)
		}
		cols[c.row] = max(cols[c.row], c.col+1)
	}
	for i := range s.nodes {
		switch n := &s.nodes[i]; n.Role {
		case counter.Input:
			put(i, cell{1, 0})
		case counter.Head:
		default:
			put(i, cell{n.Level + 1, n.Col})
		}
	}
	// A head stands over what it takes; one that takes other heads, above them.
	for _, fused := range []bool{false, true} {
		for i := range s.nodes {
			if s.nodes[i].Role != counter.Head {
				continue
			}
			c, heads := cell{1, last}, false
			for _, l := range ls {
				if l.to != i {
					continue
				}
				if s.nodes[l.from].Role == counter.Head {
					heads = true
				} else {
					c.col = at[l.from].col
				}
			}
			if heads == fused {
				if fused {
					c = cell{0, last}
				}
				put(i, c)
			}
		}
	}
	// The rows above stand over the columns of level 1.
	for len(cols) < 3 {
		cols = append(cols, 0)
	}
	top := max(cols[0], cols[1], cols[2])
	cols[0], cols[1], cols[2] = top, top, top
	return at, cols
}

// details lists how much the frames say, until they have room: the size beside
// the share or below it, none, no share either; then the count takes as many
// lines as it needs.
const (
	allInOne = iota
	sizeBelow
	noSize
	noShare
	brokenCount // and more: that many lines more
	mostDetails = brokenCount + 6
)

// triangle lays a nested network out.
func (s *scene) triangle(r *counter.Report, t *counter.Trace, w *Words, isNarrow bool) {
	gap, detail, scale := 22.0, allInOne, 0.38
	s.tallest, s.lowest, s.step = 42, 14, 7
	if isNarrow {
		gap, detail, scale = 9, noShare, 0.6
		s.tallest, s.lowest, s.step = 24, 8, 4
	}
	if s.small == 0 {
		gap, s.tallest, s.lowest, s.step = 5, 6, 3, 0.8
	}
	s.heights()
	scale = s.thickness(scale)
	for i := range s.nodes {
		s.nodes[i].widen(&s.style, scale)
	}
	ls := links(r)
	at, cols := s.cells(ls)
	room := s.width - 2*s.margin
	widths := make([]float64, len(cols))
	for ; ; detail++ {
		s.details(r, t, w, detail, isNarrow)
		clear(widths)
		for i := range s.nodes {
			n := &s.nodes[i]
			widths[at[i].row] = max(widths[at[i].row], s.innerWidth(n, isNarrow)+2*s.inset())
		}
		top := max(widths[0], widths[1], widths[2])
		widths[0], widths[1], widths[2] = top, top, top
		fits := true
		for i, k := range cols {
			fits = fits && float64(k)*(widths[i]+gap)-gap <= room
		}
		if fits {
			break
		}
		if detail == mostDetails {
			s.crowded = true
			break
		}
	}
	usual := min(190, (room+gap)/float64(cols[2])-gap)

	// How far skip connections reach along a row.
	reach := make([]int, len(cols))
	for _, l := range ls {
		if a, b := at[l.from], at[l.to]; a.row == b.row {
			reach[a.row] = max(reach[a.row], b.col-a.col)
		}
	}
	y := s.margin
	for row, k := range cols {
		high, bars, empty := 0.0, 0.0, true
		for i := range s.nodes {
			if at[i].row == row {
				bars = max(bars, s.nodes[i].group.H)
				empty = false
			}
		}
		if empty {
			continue
		}
		for i := range s.nodes {
			if n := &s.nodes[i]; at[i].row == row {
				high = max(high, s.innerHeight(n, bars, isNarrow)+2*s.inset())
			}
		}
		if y > s.margin {
			y += s.arc(reach[row]) + s.tip + s.row
		}
		wide := max(widths[row], usual)
		for i := range s.nodes {
			if n := &s.nodes[i]; at[i].row == row {
				x := s.width/2 + (float64(at[i].col)-float64(k-1)/2)*(wide+gap) - wide/2
				n.frame = rect{round(x), round(y), wide, round(high)}
				s.fill(n, bars, isNarrow)
				n.hits = []rect{n.frame}
			}
		}
		y += round(high)
	}
	s.height = y + s.margin
	for _, l := range ls {
		s.arrows = append(s.arrows, arrow{l, s.gridWay(l, at)})
	}
	s.explain(r, w)
}

// inset is the room between a frame and what stands in it.
func (s *scene) inset() float64 { return s.pad * 0.7 }

// arc returns how high a skip connection rises that passes so many columns.
func (s *scene) arc(cols int) float64 {
	if cols < 2 {
		return 0
	}
	return s.tip * 1.3 * float64(cols-1)
}

// details writes the texts of all frames.
func (s *scene) details(r *counter.Report, t *counter.Trace, w *Words, detail int, isNarrow bool) {
	for i := range s.nodes {
		n, row := &s.nodes[i], &r.Stages[i]
		n.lines = nil
		add := func(class, str string, size float64) {
			if str != "" {
				n.lines = append(n.lines, text{class: class, s: str, size: size})
			}
		}
		name := w.Stage(row.Stage)
		if n.Role != counter.Input && n.Role != counter.Head && (isNarrow || detail >= noShare) {
			name = gridName(n.Stage)
		}
		if isNarrow && textWidth(name, s.small, false) > 54 {
			for _, part := range halves(name) {
				add("t-name", part, s.small)
			}
		} else {
			add("t-name", name, s.small)
		}
		size := sizeText(output(r, t, row))
		if n.Role == counter.Input {
			if detail < noSize || detail == noShare && textWidth(size, s.small, false) < 50 {
				add("t-meta", size, s.small)
			}
			continue
		}
		big := s.big
		if isNarrow || detail >= noShare {
			big = s.small
		}
		for _, part := range broken(w.Number(row.Learnable), detail-noShare+1) {
			add("t-count", part, big)
		}
		share := w.Share(row.Learnable, r.Learnable)
		switch {
		case detail == allInOne && size != "":
			add("t-meta", share+" · "+size, s.small)
		case detail <= sizeBelow:
			add("t-meta", share, s.small)
			add("t-meta", size, s.small)
		case detail == noSize:
			add("t-meta", share, s.small)
		}
		for _, part := range broken(s.noteOn(n.Stage), min(detail-noShare+1, 1+strings.Count(s.noteOn(n.Stage), ","))) {
			add("t-note", part, s.small)
		}
	}
	s.measure()
}

// halves breaks a name at a blank, if need be in its middle.
func halves(name string) []string {
	if a, b, ok := strings.Cut(name, " "); ok && a != "" {
		return []string{a, b}
	}
	runes := []rune(name)
	n := (len(runes) + 1) / 2
	return []string{string(runes[:n]), string(runes[n:])}
}

// broken breaks a number into at most so many lines of about the same length,
// behind its separators where it has some.
func broken(number string, lines int) []string {
	if lines <= 1 {
		return []string{number}
	}
	groups := strings.SplitAfter(number, ",")
	if len(groups) == 1 {
		groups = strings.Split(number, "")
	}
	lines = min(lines, len(groups))
	var parts []string
	for ; lines > 0; lines-- {
		k := (len(groups) + lines - 1) / lines
		parts = append(parts, strings.Join(groups[:k], ""))
		groups = groups[k:]
	}
	return parts
}

// gridName is the paper's name of a place in the triangle: X⁰·¹.
func gridName(st counter.Stage) string {
	return "X" + raised(st.Level-1) + "·" + raised(st.Col)
}

func raised(n int) string {
	var b strings.Builder
	for _, c := range strconv.Itoa(max(n, 0)) {
		b.WriteRune([]rune("⁰¹²³⁴⁵⁶⁷⁸⁹")[c-'0'])
	}
	return b.String()
}

// barsWidth returns the room for the bars of a frame with their channels, which
// stand above them, or at their right.
func (s *scene) barsWidth(n *node, isNarrow bool) float64 {
	if len(n.bars) == 0 {
		return 0
	}
	if isNarrow {
		return n.group.W + 3 + s.chanWidth(n.last())
	}
	return max(n.group.W, s.chanWidth(n.last()))
}

func (s *scene) innerWidth(n *node, isNarrow bool) float64 {
	if isNarrow {
		return max(s.barsWidth(n, true), n.block.W)
	}
	return s.barsWidth(n, false) + s.pad + n.block.W
}

func (s *scene) innerHeight(n *node, bars float64, isNarrow bool) float64 {
	if isNarrow {
		return max(bars, s.small*(ascent+descent)) + 2 + n.block.H
	}
	return max(bars+2+s.small*(ascent+descent), n.block.H)
}

// fill places bars and texts in a frame.
func (s *scene) fill(n *node, bars float64, isNarrow bool) {
	f, in := n.frame, s.inset()
	line := s.small * (ascent + descent)
	c := text{class: "t-chan", size: s.small}
	if isNarrow {
		high := max(bars, line)
		if len(n.bars) > 0 {
			c.s = strconv.FormatInt(n.last().c, 10)
			n.moveX(f.midX() - s.barsWidth(n, true)/2)
			n.moveY(f.Y + in + high/2)
			c.place(n.group.right()+3, f.Y+in+high/2-line/2+s.small*ascent, start)
		}
		n.setBlock(f.midX()-n.block.W/2, f.Y+in+high+2, middle)
	} else {
		wide := s.barsWidth(n, false)
		x := f.midX() - (wide+s.pad+n.block.W)/2
		if len(n.bars) > 0 {
			c.s = strconv.FormatInt(n.last().c, 10)
			n.moveX(x + (wide-n.group.W)/2)
			low := f.midY() + (line+2+n.group.H)/2
			n.moveY(low - n.group.H/2)
			c.place(x+wide/2, low-n.group.H-2-s.small*descent, middle)
		}
		n.setBlock(x+wide+s.pad, f.midY()-n.block.H/2, start)
	}
	if c.s != "" {
		n.chans = []text{c}
	}
}

// gridWay returns the way of an arrow from frame to frame.
func (s *scene) gridWay(l link, at []cell) []point {
	a, b := s.nodes[l.from].frame, s.nodes[l.to].frame
	ca, cb := at[l.from], at[l.to]
	switch {
	case ca.row == cb.row && cb.col-ca.col == 1:
		return []point{{a.right() + 1, a.midY()}, {b.X - 1, b.midY()}}
	case ca.row == cb.row:
		// An arc over the row. What leaves a frame does so right of its middle,
		// what arrives left of it, the longest on the outside of the frame's top.
		d := float64(cb.col - ca.col)
		p := point{a.midX() + a.W*(0.28-0.06*d), a.Y - 1}
		q := point{b.midX() - b.W*(0.28-0.06*d), b.Y - 1}
		return curve(p, q, 2*s.arc(cb.col-ca.col))
	}
	y0, y1 := a.Y-1, b.bottom()+1 // upwards
	if ca.row < cb.row {
		y0, y1 = a.bottom()+1, b.Y-1
	}
	if ca.row <= 1 && cb.row <= 1 && cb.col > ca.col { // to the fused output
		return []point{{a.midX(), y0}, {a.midX(), b.midY()}, {b.X - 1, b.midY()}}
	}
	if lo, hi := max(a.X, b.X), min(a.right(), b.right()); hi-lo > s.tip {
		x := (lo + hi) / 2
		return []point{{x, y0}, {x, y1}}
	}
	bend := y1 + s.tip + 3
	if y1 > y0 {
		bend = y1 - s.tip - 3
	}
	return []point{{a.midX(), y0}, {a.midX(), bend}, {b.midX(), bend}, {b.midX(), y1}}
}

// curve returns points of an arc whose control point stands so high above its
// ends.
func curve(p, q point, high float64) []point {
	const n = 8
	way := make([]point, 0, n+1)
	for i := range n + 1 {
		t := float64(i) / n
		y := p.Y + t*(q.Y-p.Y) - 2*t*(1-t)*high
		way = append(way, point{round(p.X + t*(q.X-p.X)), math.Round(y*10) / 10})
	}
	return way
}
