package diagram

import (
	"math"

	"unetparams/counter"
)

// A scene is a picture laid out: geometry and texts, in the order of the stages
// of the report. It does not know which kind of picture it is.
type scene struct {
	style
	height  float64
	stages  []stage
	arrows  []arrow // from stage to stage
	steps   []arrow // within a stage, from bar to bar
	entries []item  // of the legend

	used, want scale // the scale of the bars, and the requested one
	crowded    bool  // there is not enough room: let things overlap
}

// A stage is a stage of the network in the picture.
type stage struct {
	counter.Stage
	id      string
	label   string // all about the stage in one line
	bars    []bar
	lines   []text
	sizes   []text  // the sizes of the maps, if requested
	chans   []text  // the numbers of channels above the bars
	block   rect    // around the lines: first its size, then its position
	group   rect    // around the bars, likewise
	frame   rect    // around everything; empty if there is none
	tab     rect    // reacts to the pointer, too: around the arrow up to the stage
	hits    []rect  // the areas that react to the pointer
	noted   bool    // has a note in a comparison
	repeats int     // how often its convolutions run with the same weights; 0: once
	share   float64 // of the network's parameters, or of what is shown
	tint    float64 // of the bars; 0: they are not tinted
	metered bool    // the share is drawn as a thin bar below the texts
	self    bool    // has self-attention
	cross   bool    // has cross-attention
	mark    rect    // the attention mark next to the name
	meter   [2]rect // a thin bar for all parameters, and the stage's share of it; empty if there is none
}

// A bar is a feature map. Split is the width of the part that comes from a skip
// connection.
type bar struct {
	rect
	feature
	split float64
}

// An arrow is data that flows from one stage to another, or from one bar of a
// stage to the next.
type arrow struct {
	from, to int // indices into the stages
	kind     counter.EdgeKind
	bar      int     // the bar of stage from at which it starts; -1: the last
	crop     bool    // the skip connection is cropped
	point    bool    // it leads into a 1×1 convolution
	resized  bool    // a skip connection to another level
	gate     bool    // a skip connection through an attention gate
	count    []text  // the parameters of the gate or of the transposed convolution, if there is room
	edge     int     // index into Report.Edges
	route    []point // at least two points; nil if it has no route
}

// An anchor is the end of a text that is at its X.
type anchor int

const (
	start anchor = iota
	middle
	end
)

// A text is a line of text. Box is the area reserved for it.
type text struct {
	class   string
	s       string
	tail    string // continues the line, in bold
	size    float64
	anchor  anchor
	x, y    float64 // of the anchor, on the baseline
	upright bool    // it is vertical, running upwards
	box     rect
}

// width returns the width reserved for a line.
func (l *text) width() float64 {
	w := textWidth(l.s, l.size, l.class == "t-count")
	if l.tail != "" {
		w += textWidth(" "+l.tail, l.size, true)
	}
	return w
}

// place positions a text by an anchor point on its baseline.
func (l *text) place(x, y float64, a anchor) {
	w := l.width()
	l.x, l.y, l.anchor = x, y, a
	l.box = rect{x - w*float64(a)/2, y - l.size*ascent, w, l.size * (ascent + descent)}
}

func (s *stage) first() *bar { return &s.bars[0] }

func (s *stage) last() *bar { return &s.bars[len(s.bars)-1] }

// isLine reports whether a stage is only a line of text, without bars.
func (s *stage) isLine() bool { return len(s.bars) == 0 }

// arrives returns the part of the first bar that does not come from a skip
// connection: where the arrow from the level below ends.
func (s *stage) arrives() rect {
	b := s.first()
	return rect{b.X + b.split, b.Y, b.W - b.split, b.H}
}

// write adds a line to the texts of a stage.
func (s *stage) write(class, line string, size float64) {
	if line != "" {
		s.lines = append(s.lines, text{class: class, s: line, size: size})
	}
}

// measure determines the size of the block of lines.
func (s *stage) measure() {
	s.block = rect{}
	if s.metered {
		s.block.W = meterWidth * s.lines[0].size
	}
	for i := range s.lines {
		l := &s.lines[i]
		w := l.width()
		if i == 0 {
			w += s.markRoom()
		}
		s.block.W = max(s.block.W, w)
		s.block.H += l.size * (ascent + descent)
	}
	if s.metered {
		s.block.H += meterHeight + 2
	}
}

// The size of the thin bar for a share: equal in all stages, so that shares can be
// compared.
const (
	meterWidth  = 4.5 // relative to the size of small text
	meterHeight = 3
)

// setMeter places the thin bar for the share.
func (s *stage) setMeter(r rect) {
	s.meter[0] = r
	r.W *= s.share
	s.meter[1] = r
}

// setBlock places the lines of a stage, with the upper left corner of the block
// at the given position.
func (s *stage) setBlock(x, y float64, a anchor) {
	s.block.X, s.block.Y = x, y
	for i := range s.lines {
		l := &s.lines[i]
		if at := x + s.block.W*float64(a)/2; i == 0 {
			s.placeName(at, y+l.size*ascent, a)
		} else {
			l.place(at, y+l.size*ascent, a)
		}
		y += l.size * (ascent + descent)
	}
	if s.metered {
		w := meterWidth * s.lines[0].size
		s.setMeter(rect{x + (s.block.W-w)*float64(a)/2, y + 1, w, meterHeight})
	}
}

// lowerBlock moves the lines of a stage down.
func (s *stage) lowerBlock(dy float64) {
	s.block.Y += dy
	s.meter[0].Y += dy
	s.meter[1].Y += dy
	s.mark.Y += dy
	for i := range s.lines {
		s.lines[i].y += dy
		s.lines[i].box.Y += dy
	}
}

// widen sets the widths of a stage's bars and places them side by side, starting
// at 0.
func (s *stage) widen(st *style, scale float64) {
	x, gap := 0.0, max(1, st.gap*scale)
	for i := range s.bars {
		b := &s.bars[i]
		b.W = max(2.5, scale*(st.bar+st.octave*math.Log2(float64(b.c))))
		if b.thin {
			b.W = st.thin
			if i > 0 && s.bars[i-1].thin {
				x -= gap - 1
			}
		}
		if b.join {
			b.split = b.W * float64(b.copied) / float64(b.c)
		}
		b.X = x
		x += b.W + gap
	}
	s.group.X, s.group.W = 0, max(0, x-gap)
}

// loosen moves the bars of a stage apart.
func (s *stage) loosen(d float64) {
	for i := range s.bars {
		s.bars[i].X += d * float64(i)
	}
	s.group.W += d * float64(len(s.bars)-1)
}

// moveX moves the bars so that they begin at x.
func (s *stage) moveX(x float64) {
	d := x - s.group.X
	s.group.X = x
	for i := range s.bars {
		s.bars[i].X += d
	}
}

// moveY moves the bars so that their middle is at the given height.
func (s *stage) moveY(mid float64) {
	s.group.Y = mid - s.group.H/2
	for i := range s.bars {
		s.bars[i].Y = mid - s.bars[i].H/2
	}
}

// lower moves the bars down.
func (s *stage) lower(dy float64) {
	s.group.Y += dy
	for i := range s.bars {
		s.bars[i].Y += dy
	}
}

// measure determines the sizes of all blocks of lines.
func (sc *scene) measure() {
	for i := range sc.stages {
		sc.stages[i].measure()
	}
}

// setHeights sets the height of every bar: by the style, or by the requested scale.
func (sc *scene) setHeights(b barStyle) {
	lo, hi := math.Inf(1), math.Inf(-1)
	for i := range sc.stages {
		for _, b := range sc.stages[i].bars {
			lo, hi = min(lo, b.res), max(hi, b.res)
		}
	}
	sc.used = scale{finest: hi, coarsest: lo, barStyle: b}
	if sc.want.bars > 0 {
		sc.used = sc.want
		lo, hi, b = sc.want.coarsest, sc.want.finest, sc.want.barStyle
	}
	step := b.step
	if d := hi - lo; d > 0 {
		step = min(step, (b.tallest-b.lowest)/d)
	}
	for i := range sc.stages {
		s := &sc.stages[i]
		for j := range s.bars {
			s.bars[j].H = round(b.tallest - step*(hi-s.bars[j].res))
			s.group.H = max(s.group.H, s.bars[j].H)
		}
	}
}

// setWidths sets the widths of all bars, at most at the requested scale, and records
// and returns the scale used.
func (sc *scene) setWidths(scale float64) float64 {
	if sc.want.bars > 0 {
		scale = min(scale, sc.want.bars)
	}
	sc.used.bars = scale
	for i := range sc.stages {
		sc.stages[i].widen(&sc.style, scale)
	}
	return scale
}

// connectBars adds the arrows from bar to bar, if there is room for them.
func (sc *scene) connectBars() {
	for i := range sc.stages {
		s := &sc.stages[i]
		for j := 1; j < len(s.bars); j++ {
			a, b := &s.bars[j-1], &s.bars[j]
			if b.X-a.right() < 8 {
				break
			}
			y := s.group.midY()
			sc.steps = append(sc.steps, arrow{from: i, to: i,
				route: []point{{a.right() + 1.5, y}, {b.X - 1.5, y}}})
		}
	}
}

// isFree reports whether nothing is in an area.
func (sc *scene) isFree(r rect) bool {
	for i := range sc.stages {
		for _, h := range sc.stages[i].hits {
			if h.overlaps(r) {
				return false
			}
		}
	}
	for i := range sc.arrows {
		for _, leg := range sc.arrows[i].legs() {
			if r.overlaps(leg.grown(sc.tip * tipHalf)) {
				return false
			}
		}
	}
	return true
}

// legs returns the areas between the points of an arrow's route.
func (a *arrow) legs() []rect {
	legs := make([]rect, 0, len(a.route))
	for i := 1; i < len(a.route); i++ {
		legs = append(legs, span(a.route[i-1], a.route[i]))
	}
	return legs
}

// hasOmitted reports whether a bar stands for several.
func (sc *scene) hasOmitted() bool {
	for i := range sc.stages {
		for _, b := range sc.stages[i].bars {
			if b.more {
				return true
			}
		}
	}
	return false
}
