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

// thumb is the style of thumbnails. Without a font size texts take no room.
var thumb = style{
	width: thumbWidth, margin: 2,
	tallest: 17, lowest: 4, step: 3, row: 1.5,
	bar: 1.2, octave: 0.2, gap: 0.5, indent: 3, across: 14, pad: 2, lead: 5, tip: 2,
}

// noWords are the texts of a thumbnail.
var noWords = Words{
	Stage:  func(counter.Stage) string { return "" },
	Number: func(int64) string { return "" },
	Share:  func(_, _ int64) string { return "" },
}

// Thumb draws a network as a small picture without a text, for a list: bars, and
// plain lines for the arrows between the stages of the U. It is hidden from
// screen readers, has no ids, and looks right beside any other picture.
func Thumb(r *counter.Report) string {
	s := &scene{style: thumb}
	s.gather(r, nil, &noWords)
	if s.isNested() {
		s.triangle(r, nil, &noWords, true)
	} else {
		s.full(r)
		s.fused = false
		s.heights()
		s.spread()
		s.stack()
		s.route(r)
	}

	// What is too high is pressed flat; what is not stands in the middle.
	scale := min(1, thumbHeight/s.height)
	shift := (thumbHeight - scale*s.height) / 2
	w := make(writer, 0, 4<<10)
	w.raw(`<svg xmlns="http://www.w3.org/2000/svg" class="diagram thumb" viewBox="0 0 120 72" aria-hidden="true" focusable="false">`)
	for kind, class := range kinds {
		open := false
		for i := range s.arrows {
			a := &s.arrows[i]
			if int(a.kind) != kind || s.nodes[a.from].isLine() || s.nodes[a.to].isLine() {
				continue
			}
			if !open {
				open = true
				w.raw(`<g class="arrow `)
				w.raw(class)
				w.raw(`"><path class="line" d="`)
			}
			for j, p := range a.way {
				w.raw([...]string{"L", "M"}[btoi(j == 0)])
				w.tenth(p.X)
				w.raw(" ")
				w.tenth(shift + scale*p.Y)
			}
		}
		if open {
			w.raw(`"/></g>`)
		}
	}
	for role, class := range roleClasses {
		var maps, copies writer
		for i := range s.nodes {
			n := &s.nodes[i]
			switch {
			case int(n.Role) != role:
			case n.frame.W > 0:
				maps.box(n.frame, shift, scale)
			default:
				for j := range n.bars {
					b := &n.bars[j]
					if b.more {
						continue
					}
					if b.split > 0 {
						copies.box(rect{b.X, b.Y, b.split, b.H}, shift, scale)
					}
					maps.box(rect{b.X + b.split, b.Y, b.W - b.split, b.H}, shift, scale)
				}
			}
		}
		for i, d := range []writer{copies, maps} {
			if len(d) > 0 {
				w.raw(`<g class="`)
				w.raw(class)
				w.raw([...]string{`"><path class="map copied" d="`, `"><path class="map" d="`}[i])
				w.raw(string(d))
				w.raw(`"/></g>`)
			}
		}
	}
	w.raw("</svg>")
	return string(w)
}

// isLine reports whether a stage is a head that is but a line of text.
func (n *node) isLine() bool { return len(n.bars) == 0 }

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// box appends a rect to the data of a path.
func (w *writer) box(r rect, shift, scale float64) {
	w.raw("M")
	w.tenth(r.X)
	w.raw(" ")
	w.tenth(shift + scale*r.Y)
	w.raw("h")
	w.tenth(r.W)
	w.raw("v")
	w.tenth(scale * r.H)
	w.raw("h")
	w.tenth(-r.W)
	w.raw("z")
}

// tenth appends a number with one decimal.
func (w *writer) tenth(x float64) { w.num(math.Round(x*10) / 10) }
