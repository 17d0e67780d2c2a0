package diagram

import (
	"math"

	"unetparams/counter"
)

// A style is the fixed measures of one of the two layouts, in units of the
// viewBox.
type style struct {
	width, margin   float64
	small, big      float64 // font sizes
	tallest, lowest float64 // heights of bars
	step            float64 // of height, for each doubling of the resolution
	row             float64 // free room between two rows
	bar, octave     float64 // width of a bar for one channel, and for each doubling
	gap             float64 // between bars
	indent          float64 // least shift from level to level
	across          float64 // least length of a copy arrow
	pad             float64 // between bars and their text
	lead            float64 // least length of the arrows from the input and to the output
	tip             float64 // length of the tips of arrows
}

var (
	wide = style{
		width: 960, margin: 14, small: 13, big: 16,
		tallest: 99, lowest: 33, step: 16.5, row: 9,
		bar: 7, octave: 2.4, gap: 17, indent: 12, across: 44, pad: 10, lead: 34, tip: 9,
	}
	narrow = style{
		width: 344, margin: 3, small: 11, big: 13,
		tallest: 74, lowest: 24, step: 12.5, row: 6,
		bar: 3.5, octave: 0.9, gap: 2, indent: 6, across: 18, pad: 5, lead: 16, tip: 6,
	}
)

// tipHalf is half the width of the tip of an arrow, for a length of 1.
const tipHalf = 0.6

// A scale is what bars are measured by: how thick they are drawn, and how high
// for which resolution.
type scale struct {
	bars                  float64 // thickness
	finest, coarsest      float64 // resolutions of the picture
	tallest, lowest, step float64 // heights, as in style
}

// with returns the scale on which both pictures have room.
func (a scale) with(b scale) scale {
	return scale{min(a.bars, b.bars), max(a.finest, b.finest), min(a.coarsest, b.coarsest),
		min(a.tallest, b.tallest), min(a.lowest, b.lowest), min(a.step, b.step)}
}

// A rect is an area of the picture; X and Y are its upper left corner.
type rect struct{ X, Y, W, H float64 }

func (a rect) right() float64 { return a.X + a.W }

func (a rect) bottom() float64 { return a.Y + a.H }

func (a rect) midX() float64 { return a.X + a.W/2 }

func (a rect) midY() float64 { return a.Y + a.H/2 }

func (a rect) overlaps(b rect) bool {
	return a.X < b.right() && b.X < a.right() && a.Y < b.bottom() && b.Y < a.bottom()
}

// union returns the smallest rect around both; an empty one does not count.
func (a rect) union(b rect) rect {
	if a.W == 0 && a.H == 0 {
		return b
	}
	if b.W == 0 && b.H == 0 {
		return a
	}
	x, y := min(a.X, b.X), min(a.Y, b.Y)
	return rect{x, y, max(a.right(), b.right()) - x, max(a.bottom(), b.bottom()) - y}
}

func (a rect) grown(d float64) rect { return rect{a.X - d, a.Y - d, a.W + 2*d, a.H + 2*d} }

// An anchor is the end of a text that stands at its X.
type anchor int

const (
	start anchor = iota
	middle
	end
)

// A text is one line. Box is the room reserved for it.
type text struct {
	class  string
	s      string
	tail   string // continues the line, in bold
	size   float64
	anchor anchor
	x, y   float64 // of the anchor, on the base line
	box    rect
}

// A bar is a feature map. Copied is the width of the part that a skip connection
// brought.
type bar struct {
	rect
	feature
	split float64
}

// A node is a stage in the picture.
type node struct {
	counter.Stage
	id    string
	bars  []bar
	lines []text
	block rect   // the lines together: first its size, then its place
	group rect   // the bars together, likewise
	frame rect   // around all of it, in a nested network
	chans []text // the numbers of channels above the bars
	hits  []rect // the areas that answer to the pointer
	label string // all about the stage in one line
}

func (n *node) first() *bar { return &n.bars[0] }

func (n *node) last() *bar { return &n.bars[len(n.bars)-1] }

// arrives returns the part of the first bar that does not come from a skip
// connection: where what comes up from below arrives.
func (n *node) arrives() rect {
	b := n.first()
	return rect{b.X + b.split, b.Y, b.W - b.split, b.H}
}

type point struct{ X, Y float64 }

// An arrow is a link with its way through the picture.
type arrow struct {
	link
	way []point
}

// A scene is a picture laid out: pure geometry and texts, in the order of the
// stages of the report.
type scene struct {
	style
	height float64
	nodes  []node
	arrows []arrow
	steps  []arrow // within a stage, from bar to bar
	legend []item

	in, out  *node   // the input; the head of level 1
	mid      *node   // the bottleneck
	enc, dec []*node // by level, from 1; nil where there is none
	heads    []*node // deep supervision, likewise
	inner    bool    // the texts stand between the arms of the U
	crowded  bool    // there is no room at all: let things overlap
	beside   bool    // the input's and the output's texts stand beside their bars

	used, want scale // what bars are measured by, and by what they should be
	note       func(counter.Stage) string

	lanes bool    // skip connections go to coarser levels too, or up-sampling skips levels
	fused bool    // heads below level 1 go into other heads
	fan   float64 // how much further out the output stands, so that what goes there has room
}

// An item is an entry of the legend.
type item struct {
	kind string
	mark rect
	text
}

// layout places everything. The trace may be nil.
func layout(r *counter.Report, t *counter.Trace, w *Words, o Options) *scene {
	isNarrow := o.Narrow
	s := &scene{style: wide, beside: true, note: o.Note}
	if isNarrow {
		s.style, s.beside = narrow, false
	}
	if o.scale != nil {
		s.want = *o.scale
	}
	s.gather(r, t, w)
	if s.isNested() {
		s.triangle(r, t, w, isNarrow)
		return s
	}
	s.full(r)
	s.heights()
	s.spread()
	s.stack()
	s.route(r)
	s.nameChannels()
	s.frames()
	s.explain(r, w)
	return s
}

// gather makes a node of every stage, with its bars and texts but no places.
func (s *scene) gather(r *counter.Report, t *counter.Trace, w *Words) {
	s.nodes = make([]node, len(r.Stages))
	deepest := 1
	for _, row := range r.Stages {
		deepest = max(deepest, row.Level)
	}
	s.enc = make([]*node, deepest+1)
	s.dec = make([]*node, deepest+1)
	s.heads = make([]*node, deepest+1)
	for i := range r.Stages {
		row, n := &r.Stages[i], &s.nodes[i]
		n.Stage, n.id = row.Stage, row.String()
		fs := features(r, t, row)
		n.bars = make([]bar, len(fs))
		for j, f := range fs {
			n.bars[j].feature = f
		}
		out := output(r, t, row)
		n.label = label(w, row, r.Learnable, out)
		name, size := w.Stage(row.Stage), sizeText(out)
		small := func(class, str string) {
			n.lines = append(n.lines, text{class: class, s: str, size: s.small})
		}
		count := w.Number(row.Learnable)
		switch {
		case row.Role == counter.Input:
			s.in = n
			small("t-name", name)
			if size != "" {
				small("t-meta", size)
			}
			continue
		case row.Role == counter.Head && row.Level > 1:
			s.heads[row.Level] = n
			n.bars = nil
			n.lines = []text{{class: "t-name", s: name, tail: count, size: s.small}}
			if note := s.noteOn(row.Stage); note != "" {
				small("t-note", note)
			}
			continue
		case row.Role == counter.Head:
			s.out = n
		case row.Role == counter.Encoder:
			s.enc[row.Level] = n
		case row.Role == counter.Decoder:
			s.dec[row.Level] = n
		default:
			s.mid = n
		}
		small("t-name", name)
		n.lines = append(n.lines, text{class: "t-count", s: count, size: s.big})
		share := w.Share(row.Learnable, r.Learnable)
		switch meta := share + " · " + size; {
		case size == "":
			small("t-meta", share)
		case textWidth(meta, s.small, false) > max(s.width/4, textWidth(count, s.big, true)):
			small("t-meta", share)
			small("t-meta", size)
		default:
			small("t-meta", meta)
		}
		if note := s.noteOn(row.Stage); note != "" {
			small("t-note", note)
		}
	}
	s.measure()
}

// noteOn returns the further line of a stage, or "".
func (s *scene) noteOn(st counter.Stage) string {
	if s.note == nil {
		return ""
	}
	return s.note(st)
}

// full finds out which arrows there are beside those of a plain U.
func (s *scene) full(r *counter.Report) {
	for _, l := range links(r) {
		a, b := &s.nodes[l.from], &s.nodes[l.to]
		s.lanes = s.lanes || s.far(a, b)
		s.fused = s.fused || a.Role == counter.Head && a.Level > 1
	}
	if s.lanes {
		s.across += 2*s.pad + s.laneRoom()
	}
}

// far reports whether an arrow passes levels between two stages of the U, or is
// a skip connection to a coarser one.
func (s *scene) far(a, b *node) bool {
	return b.Role == counter.Decoder && (a.Role == counter.Encoder && a.Level < b.Level || a.Level > b.Level+1)
}

// laneRoom is the room left of the decoder for the two upright lanes that arrows
// over several levels share.
func (s *scene) laneRoom() float64 {
	if !s.lanes {
		return 0
	}
	return 3.2 * s.tip
}

// lane returns the place of a lane: the first for skip connections, which go
// down it, the second for what goes up.
func (s *scene) lane(i int) float64 {
	x := s.width
	for _, d := range s.dec {
		if d != nil {
			x = min(x, d.group.X)
		}
	}
	return x - s.tip*(1.7+1.1*float64(i))
}

// measure finds the sizes of the blocks of lines.
func (s *scene) measure() {
	for i := range s.nodes {
		n := &s.nodes[i]
		n.block = rect{}
		for j := range n.lines {
			l := &n.lines[j]
			n.block.W = max(n.block.W, l.width())
			n.block.H += l.size * (ascent + descent)
		}
	}
}

// width returns the room that a line needs.
func (l *text) width() float64 {
	w := textWidth(l.s, l.size, l.class == "t-count")
	if l.tail != "" {
		w += textWidth(" "+l.tail, l.size, true)
	}
	return w
}

// heights gives every bar its height.
func (s *scene) heights() {
	lo, hi := math.Inf(1), math.Inf(-1)
	for i := range s.nodes {
		for _, b := range s.nodes[i].bars {
			lo, hi = min(lo, b.res), max(hi, b.res)
		}
	}
	s.used = scale{finest: hi, coarsest: lo, tallest: s.tallest, lowest: s.lowest, step: s.step}
	if s.want.bars > 0 {
		s.used = s.want
		lo, hi = s.want.coarsest, s.want.finest
		s.tallest, s.lowest, s.step = s.want.tallest, s.want.lowest, s.want.step
	}
	step := s.step
	if d := hi - lo; d > 0 {
		step = min(step, (s.tallest-s.lowest)/d)
	}
	for i := range s.nodes {
		n := &s.nodes[i]
		for j := range n.bars {
			b := &n.bars[j]
			b.H = round(s.tallest - step*(hi-b.res))
			n.group.H = max(n.group.H, b.H)
		}
	}
}

// fits lists how far bars are made thinner, and then the arms of the U steeper,
// until everything has room.
var fits = []struct{ scale, slope float64 }{
	{1.25, 1}, {1.12, 1}, {1, 1}, {0.92, 1}, {0.84, 1}, {0.76, 1}, {0.68, 1}, {0.6, 1}, {0.52, 1},
	{0.52, 0.8}, {0.47, 0.65}, {0.42, 0.5}, {0.37, 0.35}, {0.32, 0.2}, {0.27, 0.1}, {0.22, 0},
	{0.18, 0}, {0.14, 0}, {0.1, 0},
}

// spread finds the horizontal places: as generous as there is room for.
func (s *scene) spread() {
	for _, f := range fits {
		if s.try(f.scale, f.slope) {
			return
		}
	}
	// Nothing helps as long as the texts stand outside.
	s.inner, s.beside = true, false
	for _, size := range [...]float64{s.big, s.small} {
		for i := range s.nodes {
			for j := range s.nodes[i].lines {
				if l := &s.nodes[i].lines[j]; l.class == "t-count" {
					l.size = size
				}
			}
		}
		s.measure()
		for _, f := range fits {
			if s.try(f.scale, 0) {
				return
			}
		}
	}
	s.crowded = true
	s.try(fits[len(fits)-1].scale, 0)
}

// try places everything horizontally for one scale of the bars and one slope of
// the arms; it reports whether there is room.
func (s *scene) try(scale, slope float64) bool {
	scale = s.thickness(scale)
	for i := range s.nodes {
		s.nodes[i].widen(&s.style, scale)
	}
	indent := s.indent * min(1, 3*scale)
	if s.inner {
		indent = 2
	}
	bottom := len(s.enc) // the row below both arms
	if s.mid != nil && s.mid.Level == bottom-1 {
		bottom--
	}

	// The arms, measured inwards from their outermost edge: below the last bar
	// of an encoder level begins the next one; above the last bar of a decoder
	// level stands what arrives in the one above it.
	encAt := make([]float64, bottom+1)
	decAt := make([]float64, bottom+1)
	for l := 1; l+1 < bottom; l++ {
		shift := 0.0
		if a, b := s.enc[l], s.enc[l+1]; a != nil && b != nil {
			shift = slope * (a.group.W - a.last().W/2 - b.first().W/2)
		}
		encAt[l+1] = encAt[l] + max(indent, shift)
		shift = 0
		if a, b := s.dec[l], s.dec[l+1]; a != nil && b != nil {
			shift = slope * (a.group.W - a.arrives().midX() - b.last().W/2)
		}
		decAt[l+1] = decAt[l] + max(indent, shift)
	}

	s.fan = 0
	if n, d := s.out, s.dec[1]; s.fused && !s.inner && n != nil && d != nil {
		over := max(0, s.chanWidth(n.last())-n.group.W) / 2
		at := s.pad + max(d.block.W, s.lead) + s.pad + over + n.group.W/2
		for l := 2; l < bottom; l++ {
			w := 0.0
			if s.dec[l] != nil {
				w = s.dec[l].block.W
			}
			if h := s.heads[l]; h != nil {
				w = max(w, s.lead/2+h.block.W)
			}
			s.fan = max(s.fan, s.pad+w+s.tip+6-decAt[l]-at)
		}
	}

	// The room between the outermost edges.
	body := 0.0
	left, right := s.margin, s.margin
	for l := 1; l < bottom; l++ {
		arms, over := 0.0, 0.0 // over: how far channels reach out between the arms
		if n := s.enc[l]; n != nil {
			arms += encAt[l] + n.group.W
			over += max(0, s.chanWidth(n.last())+s.tip+3-n.group.W+n.first().W/2)
			if !s.inner {
				left = max(left, s.margin+n.block.W+s.pad+s.before(l, s.in)-encAt[l])
			}
		}
		if n := s.dec[l]; n != nil {
			arms += decAt[l] + n.group.W
			over += max(0, s.chanWidth(n.last())+s.tip+3-n.group.W+n.last().W/2)
			if !s.inner {
				w := n.block.W
				if h := s.heads[l]; h != nil {
					w = max(w, h.block.W+s.lead/2)
				}
				right = max(right, s.margin+w+s.pad+s.before(l, s.out)-decAt[l])
			}
		}
		need := arms + s.across + over
		if s.inner {
			need = max(need, arms+s.between(l))
		}
		body = max(body, need)
	}
	if s.inner {
		left = max(left, s.margin+s.before(1, s.in)+s.lead)
		right = max(right, s.margin+s.before(1, s.out)+s.lead)
	}
	e, d := s.enc[bottom-1], s.dec[bottom-1]
	if s.inner {
		body = max(body, s.width-left-right)
	}
	if s.mid != nil && e != nil && d != nil {
		// With this body the bottleneck hangs straight below both arms. Where
		// they have to stand wider apart, so do its bars.
		m := s.mid
		straight := encAt[bottom-1] + e.group.W - e.last().W/2 +
			m.group.W - m.first().W/2 - m.last().W/2 +
			decAt[bottom-1] + d.group.W - d.arrives().midX()
		if k := len(m.bars) - 1; k > 0 && straight < body {
			m.loosen((body - straight) / float64(k))
		}
		body = max(body, straight)
	}
	free := s.width - left - right - body
	if free < 0 && !s.crowded {
		return false
	}
	left += free / 2

	for l := 1; l < bottom; l++ {
		if n := s.enc[l]; n != nil {
			n.moveX(left + encAt[l])
		}
		if n := s.dec[l]; n != nil {
			n.moveX(left + body - decAt[l] - n.group.W)
		}
	}
	if m := s.mid; m != nil {
		a, b := left, left+body
		if e != nil && d != nil {
			a, b = e.last().midX(), d.arrives().midX()
		}
		m.moveX((a+b)/2 - (m.first().W/2+m.group.W-m.last().W/2)/2)
	}
	s.ends()
	return true
}

// thickness takes note of how thick bars are drawn: not more than they should.
func (s *scene) thickness(scale float64) float64 {
	if s.want.bars > 0 {
		scale = min(scale, s.want.bars)
	}
	s.used.bars = scale
	return scale
}

// before returns the room that the input or the output takes beyond the text of
// level 1.
func (s *scene) before(level int, n *node) float64 {
	if level != 1 || n == nil {
		return 0
	}
	w := s.pad + max(n.group.W, s.chanWidth(n.last()))
	if n == s.out {
		w += s.fan
	}
	if s.beside {
		w += s.pad + n.block.W
	}
	return w
}

// between returns the room that the texts of a level take between the arms.
func (s *scene) between(l int) float64 {
	w := 0.0
	for _, n := range []*node{s.enc[l], s.dec[l], s.heads[l]} {
		if n != nil {
			w = max(w, n.block.W+2*s.pad+s.laneRoom()+s.indentOf(n))
		}
	}
	return w
}

// indentOf returns how far the text of a head stands away from the bars.
func (s *scene) indentOf(n *node) float64 {
	if n.Role == counter.Head {
		return s.lead / 2
	}
	return 0
}

// ends places the bars of the input and of the output outside of level 1.
func (s *scene) ends() {
	e, d := s.enc[1], s.dec[1]
	if m := s.mid; m != nil && m.Level == 1 && e == nil && d == nil { // nothing but a bottleneck
		e, d = m, m
	}
	if n := s.in; n != nil && e != nil {
		over := max(0, s.chanWidth(n.last())-n.group.W) / 2
		switch {
		case s.inner:
			n.moveX(s.margin + over)
		default:
			n.moveX(e.group.X - s.pad - max(e.block.W, s.lead) - s.pad - n.group.W - over)
		}
	}
	if n := s.out; n != nil && d != nil {
		over := max(0, s.chanWidth(n.last())-n.group.W) / 2
		switch {
		case s.inner:
			n.moveX(s.width - s.margin - n.group.W - over)
		default:
			n.moveX(d.group.right() + s.pad + max(d.block.W, s.lead) + s.pad + over + s.fan)
		}
	}
}

// widen gives the bars of a node their widths.
func (n *node) widen(s *style, scale float64) {
	x, gap := 0.0, max(1, s.gap*scale)
	for i := range n.bars {
		b := &n.bars[i]
		b.W = max(2.5, scale*(s.bar+s.octave*math.Log2(float64(b.c))))
		if b.join {
			b.split = b.W * float64(b.copied) / float64(b.c)
		}
		b.X = x
		x += b.W + gap
	}
	n.group.X, n.group.W = 0, max(0, x-gap)
}

// loosen moves the bars of a node apart.
func (n *node) loosen(d float64) {
	for i := range n.bars {
		n.bars[i].X += d * float64(i)
	}
	n.group.W += d * float64(len(n.bars)-1)
}

func (n *node) moveX(x float64) {
	d := x - n.group.X
	n.group.X = x
	for i := range n.bars {
		n.bars[i].X += d
	}
}

func (n *node) moveY(mid float64) {
	n.group.Y = mid - n.group.H/2
	for i := range n.bars {
		n.bars[i].Y = mid - n.bars[i].H/2
	}
}

// stack finds the vertical places, row by row, and places the texts.
func (s *scene) stack() {
	bottom := len(s.enc) - 1
	labels := s.small*(ascent+descent) + 3
	y := s.margin
	if !s.beside {
		y += s.header(y)
	}
	for l := 1; l <= bottom; l++ {
		row := []*node{s.enc[l], s.dec[l]}
		if l == 1 {
			row = append(row, s.in, s.out)
		}
		if s.mid != nil && s.mid.Level == l {
			row = append(row, s.mid)
		}
		if s.inner {
			y = s.innerRow(l, y+labels, row) + s.row
		} else {
			y = s.outerRow(l, y, labels, row) + s.row
		}
	}
	s.height = y - s.row + s.margin
}

// header places the input's and the output's texts above the picture, and
// returns the height it takes.
func (s *scene) header(y float64) float64 {
	h := 0.0
	for _, n := range []*node{s.in, s.out} {
		if n != nil {
			h = max(h, n.block.H)
		}
	}
	if n := s.in; n != nil {
		n.setBlock(max(s.margin, min(n.group.X, s.width/2-s.margin-n.block.W)), y+h-n.block.H, start)
	}
	if n := s.out; n != nil {
		x := min(s.width-s.margin, max(n.group.right(), s.width/2+s.margin+n.block.W))
		n.setBlock(x-n.block.W, y+h-n.block.H, end)
	}
	return h
}

// outerRow places a row whose texts stand outside of the U, below y, and
// returns where it ends.
func (s *scene) outerRow(l int, y, labels float64, row []*node) float64 {
	// First around a middle line at 0, then moved as far down as it needs.
	top, low := 0.0, 0.0
	for _, n := range row {
		if n == nil {
			continue
		}
		n.moveY(0)
		if len(n.bars) > 0 {
			top = min(top, n.group.Y-labels)
		}
		low = max(low, n.group.bottom())
	}
	lead := s.leadY()
	for _, n := range row {
		if n == nil || len(n.lines) == 0 {
			continue
		}
		b := &n.block
		at, x, a := -b.H/2, 0.0, start
		switch {
		case n == s.in || n == s.out:
			if !s.beside {
				continue
			}
			over := max(n.group.W, s.chanWidth(n.last()))
			x = n.group.midX() + over/2 + s.pad
			if n == s.in {
				x, a = n.group.midX()-over/2-s.pad-b.W, end
			}
		case n == s.mid:
			// Not higher than its bars: the channels have the room above.
			x, at = n.group.right()+s.pad, max(at, n.group.Y-2)
			if x+b.W > s.width-s.margin || l == 1 {
				x = min(max(n.group.midX()-b.W/2, s.margin), s.width-s.margin-b.W)
				at, a = n.group.bottom()+4, middle
			}
			if h := s.heads[l]; h != nil {
				if x+max(b.W, s.lead/2+h.block.W) > s.width-s.margin || a == middle {
					at = n.group.bottom() + 4
					s.below(n, h, at)
					top, low = min(top, b.Y-4), max(low, h.block.bottom()+4)
					continue
				}
				y := at + b.H + 4
				if b := n.group.bottom(); y < b+4 && y+h.block.H > b {
					y = b + 4
				}
				h.setBlock(x+s.lead/2, y, start)
				low = max(low, h.block.bottom())
			}
		case n.Role == counter.Encoder:
			x, a = n.group.X-s.pad-b.W, end
			if l == 1 && s.in != nil {
				at = max(lead+6, (lead+n.group.bottom()-b.H)/2)
			}
		default:
			x = n.group.right() + s.pad
			if l == 1 && s.out != nil {
				at = max(lead+6, (lead+n.group.bottom()-b.H)/2)
			}
			if s.lanes && l > 1 { // the channels have no room left of the arrow up
				at = max(at, n.group.Y-2)
			}
			if h := s.heads[l]; h != nil {
				if !s.lanes {
					at -= h.block.H / 2
				}
				y := at + b.H + 4
				if b := n.group.bottom(); y < b+4 && y+h.block.H > b {
					y = b + 4 // beside the bars or below them, not across their lower edge
				}
				h.setBlock(x+s.lead/2, y, start)
				low = max(low, h.block.bottom())
			}
		}
		n.setBlock(x, at, a)
		top, low = min(top, b.Y-4), max(low, b.bottom()+4)
	}
	s.shift(l, row, y-top)
	return y - top + low
}

// innerRow places a row whose texts stand between the arms, below y, and
// returns where it ends.
func (s *scene) innerRow(l int, y float64, row []*node) float64 {
	low := y
	for _, n := range row {
		if n != nil {
			n.moveY(y + n.group.H/2)
			low = max(low, n.group.bottom())
		}
	}
	at := y + 12
	e, d, h := s.enc[l], s.dec[l], s.heads[l]
	room := 0.0
	if e != nil {
		e.setBlock(e.group.right()+s.pad, at, start)
		if d != nil {
			room = d.group.X - e.group.right() - 4*s.pad - e.block.W
		}
		low = max(low, e.block.bottom())
	}
	if d != nil {
		if d.block.W > room-s.laneRoom() && e != nil {
			at = e.block.bottom() + 3
		}
		right := d.group.X - s.pad
		if s.lanes {
			right = s.lane(1) - s.pad
		}
		d.setBlock(right-d.block.W, at, end)
		at = d.block.bottom()
		if h != nil {
			at += 3
			if s.fused { // its arrow to the output passes below the bars
				at = max(at, d.group.bottom()+8-h.block.H/2)
			}
			h.setBlock(right-s.lead/2-h.block.W, at, end)
			at = h.block.bottom()
		}
		low = max(low, at)
	}
	if m := s.mid; m != nil && m.Level == l {
		x := min(max(m.group.midX()-m.block.W/2, s.margin), s.width-s.margin-m.block.W)
		m.setBlock(x, m.group.bottom()+4, middle)
		low = max(low, m.block.bottom())
		if h != nil {
			s.below(m, h, m.group.bottom()+4)
			low = max(low, h.block.bottom())
		}
	}
	return low
}

// below places the texts of the bottleneck and of its head below its bars, left
// of the arrow that leads from the last bar to the head.
func (s *scene) below(m, h *node, y float64) {
	right := max(m.last().midX()-s.lead*0.8, s.margin+max(m.block.W, h.block.W))
	m.setBlock(right-m.block.W, y, end)
	h.setBlock(right-h.block.W, m.block.bottom()+3, end)
}

// shift moves a row down.
func (s *scene) shift(l int, row []*node, dy float64) {
	for _, n := range append(row, s.heads[l]) {
		if n == nil {
			continue
		}
		n.group.Y += dy
		for i := range n.bars {
			n.bars[i].Y += dy
		}
		if !s.beside && (n == s.in || n == s.out) {
			continue
		}
		n.block.Y += dy
		for i := range n.lines {
			n.lines[i].y += dy
			n.lines[i].box.Y += dy
		}
	}
}

// leadY returns the height of the arrows from the input and to the output: near
// the top of the lowest bar they touch.
func (s *scene) leadY() float64 {
	y := math.Inf(-1)
	for _, n := range []*node{s.in, s.enc[1], s.dec[1], s.out} {
		if n != nil && len(n.bars) > 0 {
			y = max(y, n.group.Y)
		}
	}
	return y + 10
}

// setBlock places the lines of a node, with the upper left corner of the block
// at the given place.
func (n *node) setBlock(x, y float64, a anchor) {
	n.block.X, n.block.Y = x, y
	for i := range n.lines {
		l := &n.lines[i]
		l.place(x+n.block.W*float64(a)/2, y+l.size*ascent, a)
		y += l.size * (ascent + descent)
	}
}

// place sets a text at an anchor point on its base line.
func (l *text) place(x, y float64, a anchor) {
	w := l.width()
	l.x, l.y, l.anchor = x, y, a
	l.box = rect{x - w*float64(a)/2, y - l.size*ascent, w, l.size * (ascent + descent)}
}

// frames finds the areas that answer to the pointer for every stage. They cover
// its bars and its texts: one area, or two where one around both would cover
// another stage's text.
func (s *scene) frames() {
	for i := range s.nodes {
		n := &s.nodes[i]
		area, block := n.group, n.block
		for _, l := range n.chans {
			b := l.box
			if s.inner { // the sides belong to the texts
				b.X, b.W = area.X, area.W
			}
			area = area.union(b)
		}
		switch {
		case len(n.bars) == 0 || len(n.lines) == 0:
			n.hits = []rect{area.union(block)}
		case s.inner, !s.beside && (n == s.in || n == s.out):
			n.hits = []rect{area, block}
		default:
			area = area.union(block)
			if h := s.heads[n.Level]; n.Role == counter.Decoder && h != nil && h.block.bottom() <= area.bottom()+2 {
				area = area.union(h.block)
			}
			n.hits = []rect{area}
		}
		for j, h := range n.hits {
			dx, dy := s.pad/2, 2.0
			left, right := max(h.X-dx, 0), min(h.right()+dx, s.width)
			n.hits[j] = rect{left, max(h.Y-dy, 0), right - left, h.H + 2*dy}
		}
	}
}

func round(x float64) float64 { return math.Round(x*2) / 2 }
