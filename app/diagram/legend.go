package diagram

import (
	"math"
	"slices"
)

// An item is an entry of the legend: a mark of some kind, and words. What goes on
// from the entry before has no mark.
type item struct {
	kind string
	mark rect
	text
}

// explain places the legend: in the empty corners below the U where it fits, else
// in lines below the picture.
func (sc *scene) explain(n *network) {
	if n.words.Connection == nil {
		return
	}
	sc.listEntries(n)
	if len(sc.legend) > 0 && !sc.legendInCorners() {
		sc.legendBelow()
	}
}

// listEntries lists what the picture shows. Arrows that look alike are one entry.
func (sc *scene) listEntries(n *network) {
	w, head, conv := n.words, false, len(sc.steps) > 0
	for i := range sc.arrows {
		switch sc.arrows[i].class() {
		case "a-point":
			head = true
		case "a-conv":
			conv = true
		}
	}
	sc.enter("a-conv", w.Conv, conv)
	sc.enter("a-point", w.Head, head)
	list := Connections(n.report)
	for _, c := range list {
		plainer := func(d Connection) bool { return d.class() == c.class() && d.Operation != Plain }
		if c.Operation == Plain && slices.ContainsFunc(list, plainer) {
			continue // it says no more than the arrow's direction
		}
		sc.enter(c.class(), w.Connection(c), true)
	}
	for i := range sc.stages {
		if k := sc.stages[i].repeats; k > 0 && sc.frames.inside.brief() {
			sc.enter("repeat", w.Repeat(k), true)
			break
		}
	}
	sc.enter("more", w.More, sc.hasOmitted())
	sc.enter("share", w.ShareBar, slices.ContainsFunc(sc.stages, func(s stage) bool { return s.metered }))
	sc.enter("width", w.Width, true)
	sc.enter("height", w.Height, true)
}

// enter adds an entry, or its words to the one with the same mark: on the same
// line where that has room, else on a line of their own.
func (sc *scene) enter(kind, words string, present bool) {
	if !present || words == "" {
		return
	}
	it := item{kind: kind, text: text{class: "t-word", s: words, size: sc.small}}
	for i := range sc.legend {
		if sc.legend[i].kind != kind {
			continue
		}
		joined := sc.legend[i].text
		joined.s += " / " + words
		if joined.width() < sc.width-2*sc.margin-sc.markWidth()-6 {
			sc.legend[i].text = joined
			return
		}
		it.kind = ""
	}
	sc.legend = append(sc.legend, it)
}

// markWidth is the width of the mark of an entry, and entryHeight that of its
// line.
func (sc *scene) markWidth() float64 { return 1.7 * sc.small }

func (sc *scene) entryHeight() float64 { return sc.small*(ascent+descent) + 4 }

// entryWidth returns the width of an entry.
func (sc *scene) entryWidth(i int) float64 { return sc.markWidth() + 6 + sc.legend[i].width() }

func (sc *scene) placeEntry(i int, x, y float64) {
	it := &sc.legend[i]
	it.mark = rect{x, y, sc.markWidth(), sc.entryHeight()}
	it.place(x+sc.markWidth()+6, y+2+sc.small*ascent, start)
}

// legendInCorners places the legend in a free corner at the bottom, or one half
// of it in each, if there is room.
func (sc *scene) legendInCorners() bool {
	n := len(sc.legend)
	if sc.legendAt(0, n, true) || sc.legendAt(0, n, false) {
		return true
	}
	for half := n / 2; half <= (n+2)/2; half++ {
		if sc.legendAt(0, half, false) && sc.legendAt(half, n, true) || sc.legendAt(0, half, true) && sc.legendAt(half, n, false) {
			return true
		}
	}
	return false
}

// legendAt places some entries in a corner at the bottom, if that is free.
func (sc *scene) legendAt(from, to int, right bool) bool {
	line := sc.entryHeight()
	box := rect{X: sc.margin, H: line * float64(to-from)}
	for i := from; i < to; i++ {
		box.W = max(box.W, sc.entryWidth(i))
	}
	if right {
		box.X = sc.width - sc.margin - box.W
	}
	box.Y = sc.height - sc.margin - box.H
	if !sc.isFree(box.grown(12)) {
		return false
	}
	for i := from; i < to; i++ {
		sc.placeEntry(i, box.X, box.Y+line*float64(i-from))
	}
	return true
}

// legendBelow places the legend in columns below the picture, as many as there
// is room for.
func (sc *scene) legendBelow() {
	const apart = 14
	y, n, line := sc.height+sc.row, len(sc.legend), sc.entryHeight()
	rows, cols, total := 0, make([]float64, 0, 8), math.Inf(1)
	for total > sc.width-2*sc.margin && rows < n {
		rows++
		cols, total = cols[:0], -apart
		for i := range sc.legend {
			if i%rows == 0 {
				cols = append(cols, 0)
			}
			c := &cols[len(cols)-1]
			*c = max(*c, sc.entryWidth(i))
		}
		for _, c := range cols {
			total += c + apart
		}
	}
	x := (sc.width - total) / 2
	for i, c := range cols {
		for j := i * rows; j < min(n, (i+1)*rows); j++ {
			sc.placeEntry(j, x, y+line*float64(j-i*rows))
		}
		x += c + apart
	}
	sc.height = y + line*float64(rows) + sc.margin
}
