package diagram

import "math"

// An item is an entry of the legend: a mark of some kind, and words.
type item struct {
	kind string
	mark rect
	text
}

// explain places the legend: a list in the empty corner below the decoder where
// it fits, else lines below the picture.
func (sc *scene) explain(n *network) {
	if n.words.Connection == nil {
		return
	}
	sc.listEntries(n)
	if len(sc.legend) > 0 && !sc.legendInCorner() {
		sc.legendBelow()
	}
}

// listEntries lists what the picture shows.
func (sc *scene) listEntries(n *network) {
	w, head := n.words, false
	for _, a := range sc.arrows {
		head = head || a.point
	}
	add := func(kind, str string, present bool) {
		if present && str != "" {
			sc.legend = append(sc.legend, item{kind: kind, text: text{class: "t-word", s: str, size: sc.small}})
		}
	}
	add("a-conv", w.Conv, len(sc.steps) > 0)
	add("a-point", w.Head, head)
	for _, c := range Connections(n.report) {
		mark := kindClass(c.Kind)
		if c.Crop {
			mark = "a-copy a-crop"
		}
		add(mark, w.Connection(c), true)
	}
	add("more", w.More, sc.hasOmitted())
	add("width", w.Width, true)
	add("height", w.Height, true)
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

// legendInCorner places the legend in a free corner at the bottom, if there is
// one.
func (sc *scene) legendInCorner() bool {
	line := sc.entryHeight()
	box := rect{H: line * float64(len(sc.legend))}
	for i := range sc.legend {
		box.W = max(box.W, sc.entryWidth(i))
	}
	for _, x := range [...]float64{sc.width - sc.margin - box.W, sc.margin} {
		box.X, box.Y = x, sc.height-sc.margin-box.H
		if sc.isFree(box.grown(12)) {
			for i := range sc.legend {
				sc.placeEntry(i, box.X, box.Y+line*float64(i))
			}
			return true
		}
	}
	return false
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
