package diagram

import (
	"strconv"
	"strings"

	"unetparams/counter"
)

// The levels of detail of a frame. If there is no room, the size moves below the
// share, then it is omitted, then the share is, too; then the count is broken into as
// many lines as it needs.
const (
	allInOne = iota
	sizeBelow
	noSize
	noShare
	brokenCount // larger values break the count into that many more lines
	mostDetails = brokenCount + 6
)

// An interior arranges bars and texts in a frame.
type interior interface {
	width(sc *scene, s *stage) float64
	height(sc *scene, s *stage, bars float64) float64 // bars: the height of the row's tallest bars
	fill(sc *scene, s *stage, bars float64)
	// brief reports whether this interior needs short texts.
	brief() bool
}

// inset is the distance between a frame and its content.
func (sc *scene) inset() float64 { return sc.pad * 0.7 }

// sideBySide puts the texts to the right of the bars, and the channels above them.
type sideBySide struct{}

func (sideBySide) brief() bool { return false }

func (sideBySide) bars(sc *scene, s *stage) float64 {
	if s.isLine() {
		return 0
	}
	left, right := sc.overhang(s)
	return left + s.group.W + right
}

// overhang returns how far the number above the last bar extends beyond the bars.
func (sc *scene) overhang(s *stage) (left, right float64) {
	half, last := sc.chanWidth(s.last())/2, s.last().W/2
	return max(0, half-(s.group.W-last)), max(0, half-last)
}

func (in sideBySide) width(sc *scene, s *stage) float64 {
	return in.bars(sc, s) + sc.pad + s.block.W
}

func (sideBySide) height(sc *scene, s *stage, bars float64) float64 {
	return max(bars+2+sc.small*(ascent+descent), s.block.H)
}

func (in sideBySide) fill(sc *scene, s *stage, bars float64) {
	f, wide, line := s.frame, in.bars(sc, s), sc.small*(ascent+descent)
	x := f.midX() - (wide+sc.pad+s.block.W)/2
	s.setBlock(x+wide+sc.pad, f.midY()-s.block.H/2, start)
	if s.isLine() {
		return
	}
	left, _ := sc.overhang(s)
	s.moveX(x + left)
	low := f.midY() + (line+2+s.group.H)/2
	s.moveY(low - s.group.H/2)
	s.nameLast(sc, s.last().midX(), low-s.group.H-2-sc.small*descent, middle)
}

// stacked puts the texts below the bars, and the channels to the right of the bars.
type stacked struct{}

func (stacked) brief() bool { return true }

func (stacked) bars(sc *scene, s *stage) float64 {
	if s.isLine() {
		return 0
	}
	return s.group.W + 3 + sc.chanWidth(s.last())
}

func (in stacked) width(sc *scene, s *stage) float64 { return max(in.bars(sc, s), s.block.W) }

func (stacked) height(sc *scene, s *stage, bars float64) float64 {
	return max(bars, sc.small*(ascent+descent)) + 2 + s.block.H
}

func (in stacked) fill(sc *scene, s *stage, bars float64) {
	f, line := s.frame, sc.small*(ascent+descent)
	high, y := max(bars, line), f.Y+sc.inset()
	s.setBlock(f.midX()-s.block.W/2, y+high+2, middle)
	if s.isLine() {
		return
	}
	s.moveX(f.midX() - in.bars(sc, s)/2)
	s.moveY(y + high/2)
	s.nameLast(sc, s.group.right()+3, y+high/2-line/2+sc.small*ascent, start)
}

// nameLast writes the channels of the last bar at the given position.
func (s *stage) nameLast(sc *scene, x, y float64, a anchor) {
	t := text{class: "t-chan", s: strconv.FormatInt(s.last().c, 10), size: sc.small}
	t.place(x, y, a)
	s.chans = []text{t}
}

// composeFrame writes the texts of a stage with the given level of detail.
func (t *triangle) composeFrame(s *stage, row *counter.StageRow, detail int) {
	s.lines = nil
	brief := t.frames.inside.brief()
	t.composeName(s, row)
	size := sizeText(output(t.report, t.trace, row))
	lines := detail - noShare + 1
	if s.Role == counter.Input {
		if row.Learnable > 0 && t.words.Quantity == nil { // layers that are built but never run
			for _, part := range broken(t.words.Number(row.Learnable), lines) {
				s.write("t-count", part, t.small)
			}
		}
		if detail < noSize || detail == noShare && textWidth(size, t.small, false) < 50 {
			s.write("t-meta", size, t.small)
		}
		return
	}
	big := t.big
	if brief || detail >= noShare {
		big = t.small
	}
	q := t.quantity(row)
	for _, part := range broken(q.Value, lines) {
		s.write("t-count", part, big)
	}
	share := q.Share
	switch {
	case detail == allInOne && size != "":
		s.write("t-meta", both(share, " · ", size), t.small)
	case detail <= sizeBelow:
		s.write("t-meta", share, t.small)
		s.write("t-meta", size, t.small)
	case detail == noSize:
		s.write("t-meta", share, t.small)
	}
	note := t.noteOn(s.Stage)
	s.metered = t.small > 0 && t.words.ShareBar != "" && !s.isLine()
	for _, part := range broken(note, min(lines, 1+strings.Count(note, ","))) {
		s.write("t-note", part, t.small)
	}
}

// composeName writes the name of a stage; within the triangle of a nested network it is
// the papers' name.
func (t *triangle) composeName(s *stage, row *counter.StageRow) {
	name := t.words.Stage(row.Stage)
	if !t.grid && s.Role != counter.Input && s.Role != counter.Head {
		name = NodeName(s.Stage)
	}
	if t.grid || !t.frames.inside.brief() || textWidth(name, t.small, false) <= 54 {
		s.write("t-name", name, t.small)
		return
	}
	for _, part := range halves(name) {
		s.write("t-name", part, t.small)
	}
}

// halves breaks a name at its first space or, failing that, in its middle.
func halves(name string) []string {
	if a, b, ok := strings.Cut(name, " "); ok && a != "" {
		return []string{a, b}
	}
	runes := []rune(name)
	n := (len(runes) + 1) / 2
	return []string{string(runes[:n]), string(runes[n:])}
}

// broken breaks a number into at most the given number of lines of similar length,
// after its separators if it has any.
func broken(number string, lines int) []string {
	if lines <= 1 {
		return []string{number}
	}
	groups := strings.SplitAfter(number, ",")
	if len(groups) == 1 {
		groups = strings.Split(number, "")
	}
	lines = min(lines, len(groups))
	var parts []string
	for ; lines > 0; lines-- {
		k := (len(groups) + lines - 1) / lines
		parts = append(parts, strings.Join(groups[:k], ""))
		groups = groups[k:]
	}
	return parts
}

// NodeName returns the name of a stage of the triangle in papers on nested U-Nets:
// X⁰·¹ for the first decoder of level 1.
func NodeName(st counter.Stage) string {
	return "X" + raised(st.Level-1) + "·" + raised(st.Col)
}

func raised(n int) string {
	var b strings.Builder
	for _, c := range strconv.Itoa(max(n, 0)) {
		b.WriteRune([]rune("⁰¹²³⁴⁵⁶⁷⁸⁹")[c-'0'])
	}
	return b.String()
}
