package diagram

import (
	"math"

	"unetparams/counter"
)

// The size of a thumbnail.
const (
	thumbWidth  = 120
	thumbHeight = 72
)

// noWords are the texts of a thumbnail.
var noWords = Words{
	Stage:    func(counter.Stage) string { return "" },
	Number:   func(int64) string { return "" },
	Share:    func(_, _ int64) string { return "" },
	Channels: func(int64) string { return "" },
}

// Thumb draws a network as a small picture without texts, for a list: bars, and
// plain lines for the arrows between stages. It is hidden from screen readers, and has
// no IDs, so that it can be used together with any other picture.
func Thumb(r *counter.Report) string {
	n := &network{report: r, words: &noWords}
	sc := newScene(n, thumb, nil)
	newPicture(n, sc).arrange()

	// A picture that is too high is compressed; any other is centered.
	p := press{scale: min(1, thumbHeight/sc.height)}
	p.shift = (thumbHeight - p.scale*sc.height) / 2
	w := make(writer, 0, 4<<10)
	w.raw(`<svg xmlns="http://www.w3.org/2000/svg" class="diagram thumb" viewBox="0 0 120 72" aria-hidden="true" focusable="false">`)
	for _, class := range kinds {
		w.thumbLines(sc, p, class)
	}
	for _, class := range roleClasses {
		w.thumbBars(sc, p, class)
	}
	w.raw("</svg>")
	return string(w)
}

// A press is a vertical transformation of a picture.
type press struct{ scale, shift float64 }

// y returns the transformed vertical coordinate.
func (p press) y(y float64) float64 { return p.shift + p.scale*y }

// thumbLines appends the arrows of a class as one path.
func (w *writer) thumbLines(sc *scene, p press, class string) {
	open := false
	for i := range sc.arrows {
		a := &sc.arrows[i]
		if kindClass(a.kind) != class || sc.stages[a.from].isLine() || sc.stages[a.to].isLine() {
			continue
		}
		if !open {
			open = true
			w.raw(`<g class="arrow `)
			w.raw(class)
			w.raw(`"><path class="line" d="`)
		}
		for j, q := range a.route {
			if j == 0 {
				w.raw("M")
			} else {
				w.raw("L")
			}
			w.tenth(q.X)
			w.raw(" ")
			w.tenth(p.y(q.Y))
		}
	}
	if open {
		w.raw(`"/></g>`)
	}
}

// thumbBars appends the bars of a class of stages as two paths: first the parts that
// come from skip connections.
func (w *writer) thumbBars(sc *scene, p press, class string) {
	var maps, copies writer
	for i := range sc.stages {
		s := &sc.stages[i]
		switch {
		case roleClass(s.Role) != class:
		case s.frame.W > 0:
			maps.box(s.frame, p)
		default:
			for j := range s.bars {
				b := &s.bars[j]
				if b.more {
					continue
				}
				if b.split > 0 {
					copies.box(rect{b.X, b.Y, b.split, b.H}, p)
				}
				maps.box(rect{b.X + b.split, b.Y, b.W - b.split, b.H}, p)
			}
		}
	}
	w.thumbPath(class, "map copied", copies)
	w.thumbPath(class, "map", maps)
}

func (w *writer) thumbPath(class, what string, data writer) {
	if len(data) == 0 {
		return
	}
	w.raw(`<g class="`)
	w.raw(class)
	w.raw(`"><path class="`)
	w.raw(what)
	w.raw(`" d="`)
	w.raw(string(data))
	w.raw(`"/></g>`)
}

// box appends a rect to the data of a path.
func (w *writer) box(r rect, p press) {
	w.raw("M")
	w.tenth(r.X)
	w.raw(" ")
	w.tenth(p.y(r.Y))
	w.raw("h")
	w.tenth(r.W)
	w.raw("v")
	w.tenth(p.scale * r.H)
	w.raw("h")
	w.tenth(-r.W)
	w.raw("z")
}

// tenth appends a number with one decimal.
func (w *writer) tenth(x float64) { w.num(math.Round(x*10) / 10) }
