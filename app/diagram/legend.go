package diagram

import (
	"math"
	"slices"
)

// An item is an entry of the legend: a mark and a text. A continuation of the
// previous entry has no mark.
type item struct {
	kind string
	mark rect
	text
}

// A legend explains the marks of a scene.
type legend struct{ *scene }

// explain places the legend: in the empty corners below the U if it fits, otherwise
// in lines below the picture.
func (l legend) explain(n *network) {
	if n.words.Connection == nil {
		return
	}
	l.listEntries(n)
	if len(l.entries) > 0 && !l.inCorners() {
		l.below()
	}
}

// listEntries lists what the picture shows. Arrows of the same appearance share an
// entry.
func (l legend) listEntries(n *network) {
	w, head, conv := n.words, false, len(l.steps) > 0
	for i := range l.arrows {
		switch l.arrows[i].class() {
		case "a-point":
			head = true
		case "a-conv":
			conv = true
		}
	}
	l.enter("a-conv", w.Conv, conv)
	l.enter("a-point", w.Head, head)
	list := Connections(n.report)
	for _, c := range list {
		plainer := func(d Connection) bool { return d.class() == c.class() && d.Operation != Plain }
		if c.Operation == Plain && slices.ContainsFunc(list, plainer) {
			continue // it only repeats the arrow's direction
		}
		l.enter(c.class(), w.Connection(c), true)
	}
	for i := range l.stages {
		if k := l.stages[i].repeats; k > 0 && l.frames.inside.brief() {
			l.enter("repeat", w.Repeat(k), true)
			break
		}
	}
	l.enter("attention", w.SelfAttention, slices.ContainsFunc(l.stages, func(s stage) bool { return s.self }))
	l.enter("attention", w.CrossAttention, slices.ContainsFunc(l.stages, func(s stage) bool { return s.cross }))
	l.enter("more", w.More, l.hasOmitted())
	l.enter("share", w.ShareBar, slices.ContainsFunc(l.stages, func(s stage) bool { return s.metered }))
	l.enter("width", w.Width, true)
	l.enter("height", w.Height, true)
}

// enter adds an entry. If there is one with the same mark, it adds the words to it, on
// the same line if there is room, otherwise on a new line.
func (l legend) enter(kind, words string, present bool) {
	if !present || words == "" {
		return
	}
	it := item{kind: kind, text: text{class: "t-word", s: words, size: l.small}}
	for i := range l.entries {
		if l.entries[i].kind != kind {
			continue
		}
		joined := l.entries[i].text
		joined.s += " / " + words
		if joined.width() < l.width-2*l.margin-l.markWidth()-6 {
			l.entries[i].text = joined
			return
		}
		it.kind = ""
	}
	l.entries = append(l.entries, it)
}

// markWidth is the width of the mark of an entry, and entryHeight that of its
// line.
func (l legend) markWidth() float64 { return 1.7 * l.small }

func (l legend) entryHeight() float64 { return l.small*(ascent+descent) + 4 }

// entryWidth returns the width of an entry.
func (l legend) entryWidth(i int) float64 { return l.markWidth() + 6 + l.entries[i].width() }

func (l legend) placeEntry(i int, x, y float64) {
	it := &l.entries[i]
	it.mark = rect{x, y, l.markWidth(), l.entryHeight()}
	it.place(x+l.markWidth()+6, y+2+l.small*ascent, start)
}

// inCorners places the legend in a free corner at the bottom, or half of it in each
// corner, and reports whether there is room.
func (l legend) inCorners() bool {
	n := len(l.entries)
	if l.at(0, n, true) || l.at(0, n, false) {
		return true
	}
	for half := n / 2; half <= (n+2)/2; half++ {
		if l.at(0, half, false) && l.at(half, n, true) || l.at(0, half, true) && l.at(half, n, false) {
			return true
		}
	}
	return false
}

// at places some entries in a corner at the bottom, and reports whether it is free.
func (l legend) at(from, to int, right bool) bool {
	line := l.entryHeight()
	box := rect{X: l.margin, H: line * float64(to-from)}
	for i := from; i < to; i++ {
		box.W = max(box.W, l.entryWidth(i))
	}
	if right {
		box.X = l.width - l.margin - box.W
	}
	box.Y = l.height - l.margin - box.H
	if !l.isFree(box.grown(12)) {
		return false
	}
	for i := from; i < to; i++ {
		l.placeEntry(i, box.X, box.Y+line*float64(i-from))
	}
	return true
}

// below places the legend below the picture, in as many columns as there is room for.
func (l legend) below() {
	const apart = 14
	y, n, line := l.height+l.row, len(l.entries), l.entryHeight()
	rows, cols, total := 0, make([]float64, 0, 8), math.Inf(1)
	for total > l.width-2*l.margin && rows < n {
		rows++
		cols, total = cols[:0], -apart
		for i := range l.entries {
			if i%rows == 0 {
				cols = append(cols, 0)
			}
			c := &cols[len(cols)-1]
			*c = max(*c, l.entryWidth(i))
		}
		for _, c := range cols {
			total += c + apart
		}
	}
	x := (l.width - total) / 2
	for i, c := range cols {
		for j := i * rows; j < min(n, (i+1)*rows); j++ {
			l.placeEntry(j, x, y+line*float64(j-i*rows))
		}
		x += c + apart
	}
	l.height = y + line*float64(rows) + l.margin
}
