package diagram

import (
	"slices"

	"unetparams/counter"
)

// A triangle is the picture of a nested network: a row for each level, with its
// stages from left to right, the encoder's first. The stages of the next level are
// below the gaps between two stages, so that every arrow between levels is short, and
// long skip connections are arcs above their row. Input and heads are in rows above.
// Every stage is a frame that contains its bars and its texts.
type triangle struct {
	*scene
	*network

	cells []cell    // of the stages
	grid  bool      // the decoder has a first column of its own: no nested network
	cols  []int     // number of columns, by row
	wide  []float64 // width of a frame, by row
}

// A cell is the position of a stage in the triangle: row 0 is for the fused output,
// row 1 for the input and the heads, the others are for the levels.
type cell struct{ row, col int }

// arrange implements picture.
func (t *triangle) arrange() {
	t.setHeights(t.frames.bars)
	t.setWidths(t.frames.scale)
	t.arrows = arrows(t.report)
	t.assignCells()
	t.fitFrames()
	t.stackRows()
	for i := range t.arrows {
		t.arrows[i].route = t.route(&t.arrows[i])
	}
}

// annotate implements picture. The numbers of channels are part of the frames.
func (t *triangle) annotate() {
	for i := range t.stages {
		t.stages[i].hits = []rect{t.stages[i].frame}
	}
	t.countArrows(t.network)
}

// put assigns a stage a cell, or the next free one to its right.
func (t *triangle) put(i int, c cell) {
	for slices.Contains(t.cells, c) {
		c.col++
	}
	t.cells[i] = c
	for len(t.cols) <= c.row {
		t.cols = append(t.cols, 0)
	}
	t.cols[c.row] = max(t.cols[c.row], c.col+1)
}

// assignCells determines the cell of every stage, and the number of columns of every
// row.
func (t *triangle) assignCells() {
	t.cells = slices.Repeat([]cell{{-1, -1}}, len(t.stages))
	for i := range t.stages {
		switch s := &t.stages[i]; s.Role {
		case counter.Input:
			t.put(i, cell{1, 0})
		case counter.Head:
		default:
			t.put(i, cell{s.Level + 1, s.Col})
		}
	}
	t.placeHeads()
	// The upper rows have the columns of level 1.
	for len(t.cols) < 3 {
		t.cols = append(t.cols, 0)
	}
	top := slices.Max(t.cols[:3])
	t.cols[0], t.cols[1], t.cols[2] = top, top, top
	if t.grid { // columns are below each other, also where a level has fewer stages
		top = slices.Max(t.cols)
		for row := range t.cols {
			t.cols[row] = top
		}
	}
	t.wide = make([]float64, len(t.cols))
}

// placeHeads puts every head above the stage that it belongs to, or below it if that
// is the deepest one. A head that fuses other heads is above them.
func (t *triangle) placeHeads() {
	last, bottom := 0, len(t.cols)-1
	for i := range t.stages {
		last = max(last, t.stages[i].Col)
	}
	for _, fused := range []bool{false, true} {
		for i := range t.stages {
			if t.stages[i].Role != counter.Head {
				continue
			}
			c, heads, below := cell{1, last}, false, false
			for _, a := range t.arrows {
				if a.to != i {
					continue
				}
				if t.stages[a.from].Role == counter.Head {
					heads = true
				} else {
					c.col = t.cells[a.from].col
					below = bottom > 2 && t.cells[a.from].row == bottom
				}
			}
			switch {
			case heads != fused:
				continue
			case fused:
				c = cell{0, last}
			case below:
				c.row = bottom + 1
			}
			t.put(i, c)
		}
	}
}

// fitFrames writes the texts with as much detail as there is room for.
func (t *triangle) fitFrames() {
	for detail := t.frames.detail; ; detail++ {
		t.compose(detail)
		if t.haveRoom() {
			return
		}
		if detail == mostDetails {
			t.scene.width = t.needed() + 2*t.margin // the picture is then scaled down
			return
		}
	}
}

// haveRoom determines the widths of the frames, and reports whether there is room for
// them.
func (t *triangle) haveRoom() bool {
	clear(t.wide)
	for i := range t.stages {
		w := &t.wide[t.cells[i].row]
		*w = max(*w, t.frames.inside.width(t.scene, &t.stages[i])+2*t.inset())
	}
	top := slices.Max(t.wide[:3])
	t.wide[0], t.wide[1], t.wide[2] = top, top, top
	for i, k := range t.cols {
		if float64(k)*(t.wide[i]+t.frames.gap)-t.frames.gap > t.room() {
			return false
		}
	}
	return true
}

// needed returns the width of the widest row.
func (t *triangle) needed() float64 {
	width := 0.0
	for i, k := range t.cols {
		width = max(width, float64(k)*(t.wide[i]+t.frames.gap)-t.frames.gap)
	}
	return width
}

func (t *triangle) room() float64 { return t.scene.width - 2*t.margin }

// stackRows places the rows below each other, with their contents.
func (t *triangle) stackRows() {
	usual := min(190, (t.room()+t.frames.gap)/float64(t.cols[2])-t.frames.gap)
	y := t.margin
	for row, k := range t.cols {
		list := t.inRow(row)
		if len(list) == 0 {
			continue
		}
		high, bars := 0.0, 0.0
		for _, i := range list {
			bars = max(bars, t.stages[i].group.H)
		}
		for _, i := range list {
			high = max(high, t.frames.inside.height(t.scene, &t.stages[i], bars)+2*t.inset())
		}
		if y > t.margin {
			y += t.arc(t.reach(row)) + t.tip + t.style.row
		}
		wide := max(t.wide[row], usual)
		for _, i := range list {
			s := &t.stages[i]
			x := t.scene.width/2 + (float64(t.cells[i].col)-float64(k-1)/2)*(wide+t.frames.gap) - wide/2
			s.frame = rect{round(x), round(y), wide, round(high)}
			t.frames.inside.fill(t.scene, s, bars)
		}
		y += round(high)
	}
	t.scene.height = y + t.margin
}

// inRow returns the stages of a row.
func (t *triangle) inRow(row int) []int {
	var list []int
	for i := range t.stages {
		if t.cells[i].row == row {
			list = append(list, i)
		}
	}
	return list
}

// reach returns how far skip connections reach along a row.
func (t *triangle) reach(row int) int {
	n := 0
	for _, l := range t.arrows {
		if a, b := t.cells[l.from], t.cells[l.to]; a.row == row && b.row == row {
			n = max(n, b.col-a.col)
		}
	}
	return n
}

// arc returns the height of the arc of a skip connection over the given number of
// columns.
func (t *triangle) arc(cols int) float64 {
	if cols < 2 {
		return 0
	}
	return t.tip * 1.3 * float64(cols-1)
}

// compose writes the texts of all frames.
func (t *triangle) compose(detail int) {
	for i := range t.stages {
		t.composeFrame(&t.stages[i], &t.report.Stages[i], detail)
	}
	t.measure()
}

// route returns the route of an arrow from frame to frame.
func (t *triangle) route(l *arrow) []point {
	a, b := t.stages[l.from].frame, t.stages[l.to].frame
	ca, cb := t.cells[l.from], t.cells[l.to]
	switch {
	case ca.row == cb.row && cb.col-ca.col == 1:
		return []point{{a.right() + 1, a.midY()}, {b.X - 1, b.midY()}}
	case ca.row == cb.row:
		// An arc above the row. It starts right of its frame's middle and ends left of
		// it, so that arcs don't cross at a frame.
		d := float64(cb.col - ca.col)
		p := point{a.midX() + a.W*(0.28-0.06*d), a.Y - 1}
		q := point{b.midX() - b.W*(0.28-0.06*d), b.Y - 1}
		return curve(p, q, 2*t.arc(cb.col-ca.col))
	}
	y0, y1 := a.Y-1, b.bottom()+1 // upwards
	if ca.row < cb.row {
		y0, y1 = a.bottom()+1, b.Y-1
	}
	if ca.row <= 1 && cb.row <= 1 && cb.col > ca.col { // to the fused output
		return []point{{a.midX(), y0}, {a.midX(), b.midY()}, {b.X - 1, b.midY()}}
	}
	if lo, hi := max(a.X, b.X), min(a.right(), b.right()); hi-lo > t.tip {
		x := (lo + hi) / 2
		return []point{{x, y0}, {x, y1}}
	}
	bend := y1 + t.tip + 3
	if y1 > y0 {
		bend = y1 - t.tip - 3
	}
	return []point{{a.midX(), y0}, {a.midX(), bend}, {b.midX(), bend}, {b.midX(), y1}}
}
