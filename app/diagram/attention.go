package diagram

import "unetparams/counter"

// attention reports whether a stage has self-attention, or cross-attention to features
// of another stage, such as the projection of a text.
func attention(r *counter.Report, row *counter.StageRow) (self, cross bool) {
	for _, i := range row.Steps {
		s := &r.Steps[i]
		if _, ok := s.Layer.(counter.FeatureMultiplier); !ok {
			continue
		}
		if p, ok := s.Layer.(counter.Summarizer); ok && p.Summarizes() {
			continue
		}
		if len(s.In) > 1 && origin(r, s.Stage, s.In[0]) != origin(r, s.Stage, s.In[1]) {
			cross = true
		} else {
			self = true
		}
	}
	return self, cross
}

// origin walks back from step i along first inputs, and returns the first other stage
// that it reaches.
func origin(r *counter.Report, stage, i int) int {
	for r.Steps[i].Stage == stage && len(r.Steps[i].In) > 0 {
		i = r.Steps[i].In[0]
	}
	return r.Steps[i].Stage
}

// attentionSize is the side of the mark of stages with attention, relative to the size
// of small text.
const attentionSize = 0.75

// markRoom returns the width that the mark takes next to the name of a stage.
func (s *stage) markRoom() float64 {
	if !s.self && !s.cross {
		return 0
	}
	return s.lines[0].size * (attentionSize + 0.4)
}

// placeName places the name of a stage with its mark, if it has one, towards the
// middle of the block of lines.
func (s *stage) placeName(x, y float64, a anchor) {
	l, room := &s.lines[0], s.markRoom()
	if room == 0 {
		l.place(x, y, a)
		return
	}
	side := l.size * attentionSize
	left := 0.0 // of the mark
	switch a {
	case start:
		l.place(x, y, a)
		left = l.box.right() + room - side
	case middle:
		l.place(x-room/2, y, a)
		left = l.box.right() + room - side
	case end:
		l.place(x, y, a)
		left = l.box.X - room
	}
	s.mark = rect{left, y - side, side, side}
}

// attentionCells returns the filled cells of the mark, which depicts a matrix of
// weights between positions: those on the diagonal.
func attentionCells(m rect) [3]rect {
	d := m.W / 3
	var cells [3]rect
	for i := range cells {
		cells[i] = rect{m.X + d*float64(i), m.Y + d*float64(i), d, d}
	}
	return cells
}

// attention appends the mark of stages with attention.
func (w *writer) attention(m rect) {
	for _, c := range attentionCells(m) {
		w.rect("share", c, 0)
	}
	w.rect("frame", m, 0)
}

// attention appends the mark of stages with attention.
func (w *tikzWriter) attention(m rect) {
	for _, c := range attentionCells(m) {
		w.tikzRect("fill=umapline", c)
	}
	w.tikzRect("draw=ucopy", m)
}
