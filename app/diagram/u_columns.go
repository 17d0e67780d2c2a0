package diagram

import (
	"strings"

	"unetparams/counter"
)

// uColumns determines the horizontal positions in the U.
type uColumns struct{ *uStages }

// fits lists the scales of the bars and the slopes of the arms that are tried until
// everything has room: first the bars become thinner, then also the arms steeper.
var fits = []struct{ scale, slope float64 }{
	{1.25, 1}, {1.12, 1}, {1, 1}, {0.92, 1}, {0.84, 1}, {0.76, 1}, {0.68, 1}, {0.6, 1}, {0.52, 1},
	{0.52, 0.8}, {0.47, 0.65}, {0.42, 0.5}, {0.37, 0.35}, {0.32, 0.2}, {0.27, 0.1}, {0.22, 0},
	{0.18, 0}, {0.14, 0}, {0.1, 0},
}

// spread determines the horizontal positions, as generously as there is room for.
func (u uColumns) spread() {
	for _, f := range fits {
		if u.fit(f.scale, f.slope) {
			return
		}
	}
	// No scale leaves enough room for texts outside the arms.
	u.inside, u.beside = true, false
	for _, shorten := range [...]func(){
		func() { u.sizeCounts(u.big) }, func() { u.sizeCounts(u.small) }, u.breakCounts,
	} {
		shorten()
		for _, f := range fits {
			if u.fit(f.scale, 0) {
				return
			}
		}
	}
	u.crowded = true
	u.fit(fits[len(fits)-1].scale, 0)
}

// sizeCounts sets the font size of the numbers of parameters.
func (u uColumns) sizeCounts(size float64) {
	for i := range u.stages {
		for j := range u.stages[i].lines {
			if l := &u.stages[i].lines[j]; l.class == "t-count" {
				l.size = size
			}
		}
	}
	u.measure()
}

// breakCounts writes long numbers of parameters on two lines.
func (u uColumns) breakCounts() {
	for i := range u.stages {
		s := &u.stages[i]
		lines := make([]text, 0, len(s.lines)+1)
		for _, l := range s.lines {
			if l.class != "t-count" || strings.Count(l.s, ",") < 2 {
				lines = append(lines, l)
				continue
			}
			for _, l.s = range broken(l.s, 2) {
				lines = append(lines, l)
			}
		}
		s.lines = lines
	}
	u.measure()
}

// arms holds the shifts of the levels from the outermost edges of the two arms
// inwards, by level.
type arms struct{ enc, dec []float64 }

// fit places everything horizontally for a scale of the bars and a slope of the
// arms, and reports whether there is room.
func (u uColumns) fit(scale, slope float64) bool {
	scale = u.setWidths(scale)
	a := u.armsFor(scale, slope)
	u.fan = u.fanFor(a)
	left, right := u.sides(a)
	body := u.hang(a, u.body(a, left, right))
	free := u.width - left - right - body
	if free < 0 && !u.crowded {
		return false
	}
	left += free / 2
	for l := 1; l < u.bottom(); l++ {
		if s := u.enc[l]; s != nil {
			s.moveX(left + a.enc[l])
		}
		if s := u.dec[l]; s != nil {
			s.moveX(left + body - a.dec[l] - s.group.W)
		}
	}
	u.center(left, body)
	u.placeEnds()
	return true
}

// armsFor returns the shifts of the levels: the next encoder level begins below the
// last bar of a level, and the last bar of a decoder level is below the point at which
// its arrow arrives in the level above.
func (u uColumns) armsFor(scale, slope float64) arms {
	indent := u.u.indent * min(1, 3*scale)
	if u.inside {
		indent = 2
	}
	bottom := u.bottom()
	arms := arms{make([]float64, bottom+1), make([]float64, bottom+1)}
	for k := 1; k < bottom; k++ { // the distance from the input's level
		enc, dec := indent, indent
		for _, l := range u.atDistance(k) {
			outer := l - 1
			if l < u.start {
				outer = l + 1
			}
			if a, b := u.enc[outer], u.enc[l]; a != nil && b != nil {
				enc = max(enc, slope*(a.group.W-a.last().W/2-b.first().W/2))
			}
			if a, b := u.dec[outer], u.dec[l]; a != nil && b != nil {
				dec = max(dec, slope*(a.group.W-a.arrives().midX()-b.last().W/2))
			}
		}
		for _, l := range u.atDistance(k) {
			outer := u.atDistance(k - 1)[0]
			arms.enc[l], arms.dec[l] = arms.enc[outer]+enc, arms.dec[outer]+dec
		}
	}
	return arms
}

// atDistance returns the levels that are k levels from that of the input, except for
// the bottom row.
func (u uColumns) atDistance(k int) []int {
	var list []int
	for _, l := range []int{u.start + k, u.start - k} {
		if 1 <= l && l < u.bottom() {
			list = append(list, l)
		}
	}
	return list
}

// fanFor returns the additional distance of the output that is needed for arrows from
// the heads of other levels, next to the decoder's texts.
func (u uColumns) fanFor(a arms) float64 {
	s, d := u.out, u.dec[1]
	if !u.fused || u.inside || s == nil || d == nil {
		return 0
	}
	fan := 0.0
	over := max(0, u.chanWidth(s.last())-s.group.W) / 2
	at := u.pad + max(d.block.W, u.u.lead) + u.pad + over + s.group.W/2
	for l := 2; l < u.bottom(); l++ {
		w := 0.0
		if u.dec[l] != nil {
			w = u.dec[l].block.W
		}
		if h := u.heads[l]; h != nil {
			w = max(w, u.u.lead/2+h.block.W)
		}
		fan = max(fan, u.pad+w+u.tip+6-a.dec[l]-at)
	}
	return fan
}

// sides returns the widths to the left and right of the arms' outermost edges.
func (u uColumns) sides(a arms) (left, right float64) {
	left, right = u.margin, u.margin
	if u.inside {
		return max(left, u.margin+u.before(1, u.in)+u.u.lead), max(right, u.margin+u.before(1, u.out)+u.u.lead)
	}
	for l := 1; l < u.bottom(); l++ {
		if s := u.enc[l]; s != nil {
			before := 0.0
			if s == u.entry() {
				before = u.before(1, u.in)
			}
			left = max(left, u.margin+s.block.W+u.pad+before-a.enc[l])
		}
		if s := u.dec[l]; s != nil {
			w := s.block.W
			if h := u.heads[l]; h != nil {
				w = max(w, h.block.W+u.u.lead/2)
			}
			right = max(right, u.margin+w+u.pad+u.before(l, u.out)-a.dec[l])
		}
	}
	return left, right
}

// body returns the width between the outermost edges of the arms.
func (u uColumns) body(a arms, left, right float64) float64 {
	body := 0.0
	for l := 1; l < u.bottom(); l++ {
		bars, over := 0.0, 0.0 // over: how far channels extend between the arms
		if s := u.enc[l]; s != nil {
			bars += a.enc[l] + s.group.W
			over += max(0, u.chanWidth(s.last())+u.tip+3-s.group.W+s.first().W/2)
		}
		if s := u.dec[l]; s != nil {
			bars += a.dec[l] + s.group.W
			over += max(0, u.chanWidth(s.last())+u.tip+3-s.group.W+s.last().W/2)
		}
		need := bars + u.across + over
		if s := u.enc[l]; s != nil && s.Role == counter.Bottleneck { // the end of an arm of a diamond
			next := l - 1
			if l < u.start {
				next = l + 1
			}
			if d := u.dec[next]; d != nil {
				need = max(need, bars+a.dec[next]+d.group.W+2*u.tip)
			}
		}
		if u.inside {
			need = max(need, bars+u.between(l))
		}
		body = max(body, need)
	}
	if u.inside {
		body = max(body, u.width-left-right)
	}
	return body
}

// hang returns the width of the body with the bottleneck directly below both arms. If
// the arms are further apart, it moves the bottleneck's bars apart, too.
func (u uColumns) hang(a arms, body float64) float64 {
	l := u.bottom() - 1
	m, e, d := u.mid, u.enc[l], u.dec[l]
	if m == nil || e == nil || d == nil {
		return body
	}
	straight := a.enc[l] + e.group.W - e.last().W/2 +
		m.group.W - m.first().W/2 - m.last().W/2 +
		a.dec[l] + d.group.W - d.arrives().midX()
	if k := len(m.bars) - 1; k > 0 && straight < body {
		m.loosen((body - straight) / float64(k))
	}
	return max(body, straight)
}

// center places the bottleneck between the arms.
func (u uColumns) center(left, body float64) {
	m := u.mid
	if m == nil {
		return
	}
	a, b := left, left+body
	if e, d := u.enc[u.bottom()-1], u.dec[u.bottom()-1]; e != nil && d != nil {
		a, b = e.last().midX(), d.arrives().midX()
	}
	m.moveX((a+b)/2 - (m.first().W/2+m.group.W-m.last().W/2)/2)
}

// before returns the width that the input or the output takes outside the text of
// level 1.
func (u uColumns) before(level int, s *stage) float64 {
	if level != 1 || s == nil {
		return 0
	}
	w := u.pad + max(s.group.W, u.chanWidth(s.last()))
	if s == u.out {
		w += u.fan
	}
	if u.beside {
		w += u.pad + s.block.W
	}
	return w
}

// entry returns the first stage of the encoder, which the image leads to: that of
// level 1, unless there is none.
func (u uColumns) entry() *stage {
	if u.isDiamond() {
		return u.enc[u.start]
	}
	for l := 1; l < u.bottom(); l++ {
		if s := u.enc[l]; s != nil {
			return s
		}
	}
	return nil
}

// between returns the width that the texts of a level take between the arms.
func (u uColumns) between(l int) float64 {
	w := 0.0
	for _, s := range []*stage{u.enc[l], u.dec[l], u.heads[l]} {
		if s != nil {
			w = max(w, s.block.W+2*u.pad+u.laneRoom()+u.indentOf(s))
		}
	}
	return w
}

// indentOf returns how far the text of a head is from the bars.
func (u *uStages) indentOf(s *stage) float64 {
	if s.Role == counter.Head {
		return u.u.lead / 2
	}
	return 0
}

// placeEnds places the bars of the input and of the output outside level 1.
func (u uColumns) placeEnds() {
	e, d := u.entry(), u.dec[1]
	if m := u.mid; m != nil && m.Level == 1 && e == nil && d == nil { // only a bottleneck
		e, d = m, m
	}
	if s := u.in; s != nil && e != nil {
		over := max(0, u.chanWidth(s.last())-s.group.W) / 2
		if u.inside {
			s.moveX(u.margin + over)
		} else {
			s.moveX(e.group.X - u.pad - max(e.block.W, u.u.lead) - u.pad - s.group.W - over)
		}
	}
	if s := u.out; s != nil && d != nil {
		over := max(0, u.chanWidth(s.last())-s.group.W) / 2
		if u.inside {
			s.moveX(u.width - u.margin - s.group.W - over)
		} else {
			s.moveX(d.group.right() + u.pad + max(d.block.W, u.u.lead) + u.pad + over + u.fan)
		}
	}
}
