package diagram

import "math"

// uRows determines the vertical positions in the U, row by row, and places its texts.
type uRows struct{ *uStages }

// A row holds the stages of one level that have bars.
type row struct {
	level  int
	stages []*stage
	// How far the row extends up and down from the line through the middle of its
	// bars, which is at 0 during the layout.
	top, low float64
}

// stack places the rows below each other.
func (u uRows) stack() {
	y := u.margin
	if u.inHeader(u.in) || u.inHeader(u.out) {
		y += u.placeHeader(y)
	}
	labels := u.labels()
	y += u.overRoom()
	for l := 1; l < len(u.enc); l++ {
		r := u.row(l)
		if u.inside {
			y = u.insideRow(r, y+labels) + u.style.row
		} else {
			y = u.outsideRow(r, y, labels) + u.style.row
		}
	}
	u.height = y - u.style.row + u.margin
}

func (u uRows) row(level int) *row {
	r := &row{level: level}
	list := []*stage{u.enc[level], u.dec[level]}
	if level == u.start {
		list = append(list, u.in, u.out)
	}
	if u.mid != nil && u.mid.Level == level {
		list = append(list, u.mid)
	}
	for _, s := range list {
		if s != nil {
			r.stages = append(r.stages, s)
		}
	}
	return r
}

// inHeader reports whether the text of a stage is above the picture.
func (u uRows) inHeader(s *stage) bool {
	return !u.beside && (s == u.in || s == u.out) && (u.inside || !u.isDiamond())
}

// placeHeader places the texts of input and output above the picture, and returns
// their height.
func (u uRows) placeHeader(y float64) float64 {
	h := 0.0
	for _, s := range []*stage{u.in, u.out} {
		if s != nil {
			h = max(h, s.block.H)
		}
	}
	if s := u.in; s != nil {
		s.setBlock(max(u.margin, min(s.group.X, u.width/2-u.margin-s.block.W)), y+h-s.block.H, start)
	}
	if s := u.out; s != nil {
		x := min(u.width-u.margin, max(s.group.right(), u.width/2+u.margin+s.block.W))
		s.setBlock(x-s.block.W, y+h-s.block.H, end)
	}
	return h + 3 // keeps frames around stages of level 1 from touching them
}

// outsideRow places a row whose texts are outside the U, below y, and returns where
// it ends.
func (u uRows) outsideRow(r *row, y, labels float64) float64 {
	for _, s := range r.stages {
		s.moveY(0)
		if len(s.bars) > 0 {
			r.top = min(r.top, s.group.Y-labels)
		}
		r.low = max(r.low, s.group.bottom())
	}
	for _, s := range r.stages {
		switch {
		case len(s.lines) == 0:
		case s == u.in || s == u.out:
			u.placeEndText(r, s)
		case s == u.mid:
			u.placeMiddleText(r)
		case s == u.enc[r.level]:
			u.placeEncoderText(r, s)
		default:
			u.placeDecoderText(r, s)
		}
	}
	u.lower(r, y-r.top)
	return y - r.top + r.low
}

// include extends the row by the texts of a stage.
func (r *row) include(s *stage) {
	r.top, r.low = min(r.top, s.block.Y-4), max(r.low, s.block.bottom()+4)
}

// placeEndText places the text of the input or of the output outside its bars.
func (u uRows) placeEndText(r *row, s *stage) {
	if u.inHeader(s) {
		return
	}
	if !u.beside { // not in the first row, and therefore above its bars
		s.setBlock(max(u.margin, s.group.X), s.group.Y-u.labels()-s.block.H, start)
		r.include(s)
		return
	}
	over := max(s.group.W, u.chanWidth(s.last()))
	if s == u.in {
		s.setBlock(s.group.midX()-over/2-u.pad-s.block.W, -s.block.H/2, end)
	} else {
		s.setBlock(s.group.midX()+over/2+u.pad, -s.block.H/2, start)
	}
	r.include(s)
}

// levelText returns the vertical position of a text next to the bars of an arm. At
// level 1 it is below the arrow from the input or to the output.
func (u uRows) levelText(r *row, s, outer *stage) float64 {
	if r.level != u.start || outer == nil {
		return -s.block.H / 2
	}
	lead := u.leadY()
	return max(lead+6, (lead+s.group.bottom()-s.block.H)/2)
}

func (u uRows) placeEncoderText(r *row, s *stage) {
	s.setBlock(s.group.X-u.pad-s.block.W, u.levelText(r, s, u.in), end)
	r.include(s)
}

func (u uRows) placeDecoderText(r *row, s *stage) {
	x, y := s.group.right()+u.pad, u.levelText(r, s, u.out)
	if r.level > 1 && (u.lanes || s.last().midX()+u.tip*tipHalf+1+u.chanWidth(s.last()) > x) {
		// The channels are to the right of the arrow up.
		y = max(y, s.group.Y-2)
	}
	if h := u.heads[r.level]; h != nil {
		if !u.lanes {
			y -= h.block.H / 2
		}
		u.placeHead(r, s, h, x, y+s.block.H+4)
	}
	s.setBlock(x, y, start)
	r.include(s)
}

// placeHead places the line of a head next to the bars it belongs to or below them,
// but not across their lower edge.
func (u uRows) placeHead(r *row, s, h *stage, x, y float64) {
	if b := s.group.bottom(); y < b+4 && y+h.block.H > b {
		y = b + 4
	}
	h.setBlock(x+u.u.lead/2, y, start)
	r.low = max(r.low, h.block.bottom())
}

// placeMiddleText places the text of the bottleneck to the right of its bars, or below
// them if there is no room.
func (u uRows) placeMiddleText(r *row) {
	m, h := u.mid, u.heads[r.level]
	b := &m.block
	// Not higher than its bars, because the channels are above.
	x, y, a := m.group.right()+u.pad, max(-b.H/2, m.group.Y-2), start
	// At level 1 the output is next to it.
	if x+b.W > u.width-u.margin || r.level == 1 {
		x = min(max(m.group.midX()-b.W/2, u.margin), u.width-u.margin-b.W)
		y, a = m.group.bottom()+4, middle
	}
	if h != nil {
		if x+max(b.W, u.u.lead/2+h.block.W) > u.width-u.margin || a == middle {
			y = m.group.bottom() + 4
			u.placeBelow(m, h, y)
			r.top, r.low = min(r.top, b.Y-4), max(r.low, h.block.bottom()+4)
			return
		}
		u.placeHead(r, m, h, x, y+b.H+4)
	}
	m.setBlock(x, y, a)
	r.include(m)
}

// placeBelow places the texts of the bottleneck and of its head below its bars, to the
// left of the arrow from the last bar to the head.
func (u uRows) placeBelow(m, h *stage, y float64) {
	right := max(m.last().midX()-u.u.lead*0.8, u.margin+max(m.block.W, h.block.W))
	m.setBlock(right-m.block.W, y, end)
	h.setBlock(right-h.block.W, m.block.bottom()+3, end)
}

// insideRow places a row whose texts are between the arms, below y, and
// returns where it ends.
func (u uRows) insideRow(r *row, y float64) float64 {
	low := y
	for _, s := range r.stages {
		s.moveY(y + s.group.H/2)
		low = max(low, s.group.bottom())
	}
	l, at, room := r.level, y+12, 0.0
	e, d := u.enc[l], u.dec[l]
	if e != nil {
		e.setBlock(e.group.right()+u.pad, at, start)
		if d != nil {
			room = d.group.X - e.group.right() - 4*u.pad - e.block.W
		}
		low = max(low, e.block.bottom())
	}
	if d != nil {
		if d.block.W > room-u.laneRoom() && e != nil {
			at = e.block.bottom() + 3
		}
		low = max(low, u.placeInside(d, u.heads[l], at))
	}
	if m := u.mid; m != nil && m.Level == l {
		x := min(max(m.group.midX()-m.block.W/2, u.margin), u.width-u.margin-m.block.W)
		below := m.group.bottom() + 4
		if len(u.aside) > 0 { // the arrow from a stage off the U ends below the bars
			below += u.stub()
		}
		m.setBlock(x, below, middle)
		low = max(low, m.block.bottom())
		if h := u.heads[l]; h != nil {
			u.placeBelow(m, h, below)
			low = max(low, h.block.bottom())
		}
	}
	return low
}

// placeInside places the texts of a decoder and of its head to the left of the bars,
// and returns where they end.
func (u uRows) placeInside(d, h *stage, y float64) float64 {
	right := d.group.X - u.pad
	if u.lanes {
		right = u.lane(1) - u.pad
	}
	d.setBlock(right-d.block.W, y, end)
	if h == nil {
		return d.block.bottom()
	}
	y = d.block.bottom() + 3
	if u.fused { // its arrow to the output passes below the bars
		y = max(y, d.group.bottom()+8-h.block.H/2)
	}
	h.setBlock(right-u.u.lead/2-h.block.W, y, end)
	return h.block.bottom()
}

// lower moves a row down.
func (u uRows) lower(r *row, dy float64) {
	for _, s := range r.stages {
		s.lower(dy)
		if !u.inHeader(s) {
			s.lowerBlock(dy)
		}
	}
	if h := u.heads[r.level]; h != nil {
		h.lower(dy)
		h.lowerBlock(dy)
	}
}

// leadY returns the vertical position of the arrows from the input and to the output:
// near the top of the lowest bar that they touch.
func (u *uStages) leadY() float64 {
	y := math.Inf(-1)
	for _, s := range []*stage{u.in, u.enc[u.start], u.dec[u.start], u.out} {
		if s != nil && len(s.bars) > 0 {
			y = max(y, s.group.Y)
		}
	}
	return y + 10
}
