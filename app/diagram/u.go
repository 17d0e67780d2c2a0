package diagram

import (
	"strconv"

	"unetparams/counter"
)

// A uShape is the picture of the 2015 paper: the encoder goes down on the left,
// the decoder up on the right, with a row for each level and skip connections between
// the arms. Input and output are outside level 1. Stages that belong to no
// arm, such as the embedding of a time step, are in rows below.
//
// It is arranged in passes, each of which is a type with the methods of that pass:
// [uTexts], [uColumns], [uRows], [uAside], [uRoutes] and [uHits].
type uShape struct{ *uStages }

// uStages holds the stages of a U by their part, and the data that all passes share.
type uStages struct {
	*scene
	*network

	in, out  *stage   // the input; the head of level 1
	mid      *stage   // the bottleneck
	enc, dec []*stage // by level, from 1; nil if there is none
	heads    []*stage // deep supervision, likewise
	aside    []*stage // stages off the U

	// start is the level of the input: 1 or, in KiU-Net, the one from which one branch leads
	// up and another one down. The two mirror each other, so that the picture is a diamond.
	// Kite-Net has the upper branch alone.
	start int

	inside bool // the texts are between the arms, not outside them
	beside bool // the texts of input and output are next to their bars

	lanes  bool    // there are skip connections to coarser levels, or up-sampling across levels
	over   bool    // a skip connection passes above level 1 to the output
	back   bool    // an arrow passes above level 1 to the encoder
	fused  bool    // heads below level 1 lead to other heads
	across float64 // minimum length of the arrow of a skip connection
	fan    float64 // additional distance of the output, to make room for arrows to it
}

// newU assigns every stage its part in the U.
func newU(n *network, sc *scene) *uShape {
	u := &uStages{scene: sc, network: n, beside: sc.u.beside, across: sc.u.across, start: startOf(n.report)}
	levels := 1
	for i := range sc.stages {
		levels = max(levels, sc.stages[i].Level)
	}
	u.enc = make([]*stage, levels+1)
	u.dec = make([]*stage, levels+1)
	u.heads = make([]*stage, levels+1)
	for i := range sc.stages {
		s := &sc.stages[i]
		if p := u.part(s); p != nil && *p == nil {
			*p = s
		} else {
			u.aside = append(u.aside, s)
		}
	}
	return &uShape{u}
}

// startOf returns the level that the input leads to if there is a bottleneck above it, and
// one or nothing below it, and 1 otherwise.
func startOf(r *counter.Report) int {
	for _, e := range r.Edges {
		if r.Stages[e.From].Role != counter.Input {
			continue
		}
		above, below, deepest, level := false, false, true, r.Stages[e.To].Level
		for i := range r.Stages {
			s := &r.Stages[i]
			deepest = deepest && s.Level <= level
			if s.Role == counter.Bottleneck {
				above, below = above || s.Level < level, below || s.Level > level
			}
		}
		if above && (below || deepest) {
			return level
		}
	}
	return 1
}

// isDiamond reports whether the picture is a diamond; its bottlenecks are the ends of
// the encoder's arms.
func (u *uStages) isDiamond() bool { return u.start > 1 }

// part returns the field for a stage, or nil if the stage is not on the U.
func (u *uStages) part(s *stage) **stage {
	if s.Level < 1 {
		return nil
	}
	switch {
	case s.Role == counter.Input:
		return &u.in
	case s.Role == counter.Encoder, s.Role == counter.Bottleneck && u.isDiamond():
		return &u.enc[s.Level]
	case s.Role == counter.Bottleneck:
		return &u.mid
	case s.Role == counter.Decoder:
		return &u.dec[s.Level]
	case s.Role == counter.Head && s.Level > 1:
		return &u.heads[s.Level]
	case s.Role == counter.Head:
		return &u.out
	}
	return nil
}

// arrange implements picture.
func (u *uShape) arrange() {
	uTexts{u.uStages}.compose()
	u.arrows = arrows(u.report)
	for i := range u.arrows {
		a := &u.arrows[i]
		if u.isDiamond() && &u.stages[a.from] == u.in {
			a.kind = counter.Forward // the input is in the row that it leads to
		}
		if a.kind == counter.Down {
			a.bar = sourceBar(u.report, u.report.Edges[a.edge], u.stages[a.from].bars)
		}
	}
	u.findLanes()
	u.setHeights(u.u.bars)
	uColumns{u.uStages}.spread()
	uRows{u.uStages}.stack()
	uAside{u.uStages}.stackAside()
	uRoutes{u.uStages}.routeAll()
	u.connectBars()
}

// annotate implements picture.
func (u *uShape) annotate() {
	u.nameChannels()
	u.countArrows(u.network)
	uHits{u.uStages}.findHits()
}

// uTexts writes the texts of the stages.
type uTexts struct{ *uStages }

// compose writes the texts of the stages.
func (u uTexts) compose() {
	for i := range u.stages {
		u.composeStage(&u.stages[i], &u.report.Stages[i])
	}
	u.measure()
}

func (u uTexts) composeStage(s *stage, row *counter.StageRow) {
	name, size := u.words.Stage(row.Stage), sizeText(output(u.report, u.trace, row))
	q := u.quantity(row)
	count, share := q.Value, q.Share
	switch {
	case s.Role == counter.Input:
		s.lines = append(s.lines, text{class: "t-name", s: name, size: u.small})
		if row.Learnable > 0 && u.words.Quantity == nil { // layers that are built but never run
			s.write("t-count", count, u.big)
		}
		s.write("t-meta", size, u.small)
		return
	case s.isLine():
		s.lines = []text{{class: "t-name", s: name, tail: count, size: u.small}}
		s.write("t-note", u.noteOn(row.Stage), u.small)
		return
	}
	s.lines = append(s.lines, text{class: "t-name", s: name, size: u.small}, text{class: "t-count", s: count, size: u.big})
	meta := both(share, " · ", size)
	switch {
	case size == "":
		s.lines = append(s.lines, text{class: "t-meta", s: share, size: u.small})
	case textWidth(meta, u.small, false) > max(u.width/4, textWidth(count, u.big, true)):
		s.write("t-meta", share, u.small)
		s.write("t-meta", size, u.small)
	default:
		s.write("t-meta", meta, u.small)
	}
	if n := repeats(u.report, row); n > 1 && u.words.Repeat != nil {
		s.repeats = n
		said := u.words.Repeat(n)
		if u.frames.inside.brief() { // the legend says the rest
			said = "×" + strconv.Itoa(n)
		}
		s.write("t-meta", said, u.small)
	}
	s.write("t-note", u.noteOn(row.Stage), u.small)
	s.metered = u.small > 0 && u.words.ShareBar != ""
}

// findLanes determines which arrows there are besides those of a plain U.
func (u *uStages) findLanes() {
	for _, a := range u.arrows {
		from, to := &u.stages[a.from], &u.stages[a.to]
		if u.isAside(from) || u.isAside(to) {
			continue
		}
		u.lanes = u.lanes || u.isFar(from, to)
		u.over = u.over || u.passesOver(from, to)
		u.back = u.back || u.goesBack(from, to)
		// A picture without texts has no heads below level 1.
		u.fused = u.fused || from.Role == counter.Head && from.Level > 1 && u.small > 0
	}
	if u.lanes {
		u.across += 2*u.pad + u.laneRoom()
	}
}

// isFar reports whether an arrow skips levels between two stages of the U, or is a
// skip connection to a coarser level.
func (u *uStages) isFar(a, b *stage) bool {
	return !u.isDiamond() && b.Role == counter.Decoder && (a.Role == counter.Encoder && a.Level < b.Level || a.Level > b.Level+1)
}

// passesOver reports whether an arrow is a skip connection to the output that must
// pass above the decoder's first stage.
func (u *uStages) passesOver(a, b *stage) bool {
	return b == u.out && u.dec[1] != nil && a.Level == 1 && (a == u.in || a == u.enc[1])
}

// goesBack reports whether an arrow leads from the end of the U to its beginning, for
// another pass.
func (u *uStages) goesBack(a, b *stage) bool { return a == u.dec[1] && a != nil && b == u.enc[1] }

// overRoom is the height above level 1 for skip connections to the output, and for
// another pass.
func (u *uStages) overRoom() float64 {
	room := 0.0
	if u.over {
		room += u.overLane()
	}
	if u.back {
		room += u.overLane()
	}
	return room
}

// overLane is the height of the room for an arrow above level 1.
func (u *uStages) overLane() float64 { return 2 * (u.tip*tipHalf + 1) }

// labels is the height of the numbers above the bars.
func (u *uStages) labels() float64 { return u.small*(ascent+descent) + 3 }

// laneRoom is the width left of the decoder for the two vertical lanes that arrows
// across several levels share.
func (u *uStages) laneRoom() float64 {
	if !u.lanes {
		return 0
	}
	return 3.2 * u.tip
}

// lane returns the position of a lane: the first is for skip connections, downwards,
// the second for arrows up.
func (u *uStages) lane(i int) float64 {
	x := u.width
	for _, d := range u.dec {
		if d != nil {
			x = min(x, d.group.X)
		}
	}
	return x - u.tip*(1.7+1.1*float64(i))
}

// bottom returns the row below both arms: that of the bottleneck, if there is one.
func (u *uStages) bottom() int {
	if n := len(u.enc); u.mid == nil || u.mid.Level != n-1 {
		return n
	}
	return len(u.enc) - 1
}

// uHits determines the areas of a U that react to the pointer.
type uHits struct{ *uStages }

// findHits determines the areas of every stage that react to the pointer. They cover
// its bars and its texts, in one area, or in two if a single one would cover another
// stage's text.
func (u uHits) findHits() {
	for i := range u.stages {
		s := &u.stages[i]
		area := s.group
		for _, l := range s.chans {
			b := l.box
			if u.inside || u.over && (s == u.in || s == u.out) { // the sides belong to the texts
				b.X, b.W = area.X, area.W
			}
			area = area.union(b)
		}
		switch {
		case s.isLine() || len(s.lines) == 0:
			s.hits = []rect{area.union(s.block)}
		case u.inside, !u.beside && (s == u.in || s == u.out):
			s.hits = []rect{area, s.block}
		default:
			area = area.union(s.block)
			if h := u.heads[max(s.Level, 1)]; s.Role == counter.Decoder && h != nil && h.block.bottom() <= area.bottom()+2 {
				area = area.union(h.block)
			}
			s.hits = []rect{area}
		}
		for j, h := range s.hits {
			dx, dy := u.pad/2, 2.0
			left, right := max(h.X-dx, 0), min(h.right()+dx, u.width)
			s.hits[j] = u.trimmed(s, rect{left, max(h.Y-dy, 0), right - left, h.H + 2*dy})
		}
	}
	u.addTabs()
}

// trimmed returns an area of a stage without what a number over its outermost bar adds to
// it, beyond the bars, over a text of the stage next to it.
func (u uHits) trimmed(s *stage, h rect) rect {
	left, right, own := h.X, h.right(), s.group.union(s.block)
	for i := range u.stages {
		m := &u.stages[i]
		if m == s || m.Role == counter.Head && m.Level > 1 { // an output lies on its decoder's area
			continue
		}
		for _, l := range m.lines {
			switch {
			case !l.box.overlaps(h):
			case l.box.right() < s.group.X:
				left = max(left, min(l.box.right(), own.X))
			case l.box.X > s.group.right():
				right = min(right, max(l.box.X, own.right()))
			}
		}
	}
	return rect{left, h.Y, right - left, h.H}
}

// addTabs extends the areas of each stage by the arrow up to it and the number at the
// arrow, since the transposed convolution belongs to the stage.
func (u uHits) addTabs() {
	for i := range u.arrows {
		a := &u.arrows[i]
		to := &u.stages[a.to]
		if a.kind != counter.Up || len(a.route) != 2 || len(to.hits) == 0 || a.route[0].X != a.route[1].X {
			continue
		}
		h := &to.hits[0]
		for _, l := range a.count {
			if l.box.X > h.X-1 && l.box.right() < h.right()+1 { // inside the area, not across its edge
				h.H = max(h.H, l.box.bottom()-h.Y)
			}
		}
		p, from, half := a.route[0], h.bottom()-2, u.tip*tipHalf+1
		if p.Y > from {
			to.tab = rect{p.X - half, from, 2 * half, p.Y - from}
		}
	}
}
