package verify

import (
	"strings"

	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/read"
)

// A speaker collects sentences.
type speaker []config.Text

func (s *speaker) say(t config.Text, args ...config.Text) { *s = append(*s, fill(t, args...)) }

// Sentences says a result in words. What the reader wrote stands in them as it
// is.
func Sentences(r Result) []config.Text {
	t := &sentences
	var s speaker
	if r.Input < 0 || r.Input > Errors || r.Verdict < 0 || r.Verdict > Unmatched {
		return nil
	}
	s.input(&r)
	if r.NotRead > 0 {
		s.say(t.NotRead, num(int64(r.NotRead)))
	}
	switch {
	case r.Input == Nothing:
		s.macs(&r)
		return s
	case r.Input == Errors:
		for i := range r.LoadErrors {
			s.loadError(&r.LoadErrors[i])
		}
		return s
	}
	s.say(t.Verdict[r.Verdict], num(r.Ours), totalText(r.Theirs), num(r.Theirs.Lo), num(r.Theirs.Hi))
	switch r.Verdict {
	case NoCount:
		s.say(t.Problem[r.Problem])
		return s
	case TooLarge:
		return s
	}
	s.reading(&r)
	s.differences(&r)
	s.sums(&r)
	s.macs(&r)
	s.network(&r)
	if r.Pair != nil {
		s.pair(r.Pair)
	}
	return s
}

// input says what a text was taken for.
func (s *speaker) input(r *Result) {
	t := &sentences
	switch r.Input {
	case Number:
		if r.Verdict != NoCount {
			s.say(t.Input[Number], totalText(r.Theirs))
		}
	case Listing:
		s.say(t.Input[Listing], t.Format[r.Format], num(int64(r.Read)))
	default:
		s.say(t.Input[r.Input])
	}
}

// reading says how much was understood, and what was taken off.
func (s *speaker) reading(r *Result) {
	t := &sentences
	if r.Rows < r.Seen {
		s.say(t.Partly, num(int64(r.Rows)), num(int64(r.Seen)))
		s.say(t.Unread, same(shortened(r.Unread)))
	}
	for _, n := range r.Notes {
		if int(n) < len(t.Note) && t.Note[n].EN != "" && !(n == read.CellsCut && r.Agrees()) {
			s.say(t.Note[n])
		}
	}
	if r.Prefix != "" {
		s.say(t.Prefix, same(r.Prefix))
	}
	switch {
	case r.Format != read.StateDict && r.Format != read.Counts && r.Format != read.Keys:
	case r.Scope == OnlyParameters:
		s.say(t.OnlyParameters)
	case r.Scope == SomeBuffers:
		s.say(t.SomeBuffers)
	}
}

// shortened cuts what may be hostile to a length that can be shown.
func shortened(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return s
}

// differences says where the two sides differ.
func (s *speaker) differences(r *Result) {
	t := &sentences
	if r.Reordered {
		s.say(t.Reordered)
	}
	if d := r.First; d != nil {
		switch {
		case r.Verdict != Different && d.Theirs != nil && d.Ours != nil:
			s.say(t.FirstNames, place(d.Theirs), place(d.Ours))
		case d.Theirs == nil && d.Ours != nil:
			s.say(t.FirstMissing, place(d.Ours))
		case d.Ours == nil && d.Theirs != nil:
			s.say(t.FirstExtra, place(d.Theirs))
		case d.Ours != nil:
			s.say(t.FirstChanged, place(d.Theirs), place(d.Ours))
		}
	}
	if r.Verdict == Different {
		s.lists(r, t.Missing, t.Extra, t.Changed, r.differing() > 1)
	}
	if r.NotShown > 0 {
		s.say(t.NotShown, num(int64(r.NotShown)))
	}
}

// lists says what is missing, extra and changed, one of a kind only if there is
// more.
func (s *speaker) lists(r *Result, missing, extra, changed config.Text, one bool) {
	for _, l := range []struct {
		text config.Text
		list []Difference
		n    int
	}{{missing, r.Missing, r.NMissing}, {extra, r.Extra, r.NExtra}, {changed, r.Changed, r.NChange}} {
		if l.text.EN != "" && (l.n > 1 || l.n == 1 && one) {
			s.say(l.text, num(int64(l.n)), list(l.list, l.n))
		}
	}
}

// sums says how the totals differ, and why.
func (s *speaker) sums(r *Result) {
	t := &sentences
	if r.All.Known && r.All.N > r.Theirs.N {
		s.say(t.KerasTotal, totalText(r.All), num(r.All.N-r.Theirs.N))
	}
	if r.Frozen > 0 {
		s.say(t.Frozen, num(r.Frozen))
	}
	if r.SumDiffer {
		s.say(t.Sum, num(r.Sum))
	}
	if r.Verdict != Different || !r.Theirs.Known || r.Theirs.Has(r.Ours) {
		return
	}
	s.say(t.Totals, totalText(r.Theirs), num(r.Ours), signed(r.Theirs.N-r.Ours))
	switch {
	case r.Together && len(r.Reasons) == 2:
		s.say(t.Both, reasonText(r.Reasons[0]), reasonText(r.Reasons[1]))
	case len(r.Reasons) == 0:
		s.say(t.NoReason)
	default:
		for _, why := range r.Reasons {
			s.say(t.Alone, reasonText(why))
		}
	}
}

// macs says what the text's multiply–accumulates are.
func (s *speaker) macs(r *Result) {
	if r.MACs.Known && r.MACsBy >= 0 && r.MACsBy <= Thop && r.OurMACs > 0 {
		s.say(sentences.MACs[r.MACsBy], totalText(r.MACs), num(r.OurMACs))
	}
}

// network says what a listing that differs shows of its own network.
func (s *speaker) network(r *Result) {
	t := &sentences
	n := r.Network
	if n == nil || r.Verdict != Different && r.Verdict != NotUnderstood {
		return
	}
	var widths []string
	for _, w := range n.Widths[:min(len(n.Widths), 12)] {
		widths = append(widths, number.Grouped(w))
	}
	norm := t.NoNorm
	if n.Norm != "" {
		norm = fill(t.WithNorm, same(n.Norm))
	}
	unknown := func(n int64) config.Text {
		if n < 1 {
			return same("?")
		}
		return num(n)
	}
	s.say(t.Network, same(strings.Join(widths, " · ")), same(strings.Join(n.Kernels[:min(len(n.Kernels), 8)], ", ")), unknown(n.Inputs), unknown(n.Classes), norm)
	var kinds, sizes []config.Text
	for _, k := range n.Kinds[:min(len(n.Kinds), maxList)] {
		kinds = append(kinds, fill(t.KindSum, num(int64(k.Layers)), same(k.Kind), num(k.Count)))
	}
	for _, z := range n.Sizes[:min(len(n.Sizes), 2*maxList)] {
		sizes = append(sizes, fill(t.Listed, same(z.Size), num(z.Count)))
	}
	if len(kinds) > 0 {
		s.say(t.Kinds, joined(kinds))
	}
	if len(sizes) > 1 {
		s.say(t.Sizes, joined(sizes))
	}
	if n.Stats > 0 && r.Theirs.Exact() && !r.All.Known {
		s.say(t.Trained, num(r.Theirs.N), num(r.Theirs.N+n.Stats))
	}
	if r.Offer != nil {
		if total, err := r.Offer.Count(); err == nil {
			s.say(t.Offer, num(total))
		}
	}
}

func joined(list []config.Text) config.Text {
	var en, zh []string
	for _, t := range list {
		en, zh = append(en, t.EN), append(zh, t.ZH)
	}
	return config.Text{EN: strings.Join(en, "; "), ZH: strings.Join(zh, "；")}
}

// loadError says what load_state_dict complained about, and why.
func (s *speaker) loadError(e *LoadError) {
	t := &sentences
	if e.Model != "" {
		s.say(t.LoadError, same(shortened(e.Model)))
	}
	if e.NMissing > 0 {
		s.say(t.KeysMissing, num(int64(e.NMissing)), namesText(e.Missing, e.NMissing))
	}
	if e.NUnexpected > 0 {
		s.say(t.KeysUnexpected, num(int64(e.NUnexpected)), namesText(e.Unexpected, e.NUnexpected))
	}
	if e.NSize > 1 {
		s.say(t.NSizes, num(int64(e.NSize)))
	}
	for i := range e.Sizes {
		m := &e.Sizes[i]
		var a, b config.Text
		if m.Axis < len(m.Checkpoint) && m.Axis < len(m.Model) {
			a, b = num(m.Checkpoint[m.Axis]), num(m.Model[m.Axis])
		}
		s.say(t.Why[m.Why], same(shortened(m.Name)), shapeText(m.Checkpoint), shapeText(m.Model), a, b)
	}
	for _, h := range e.Hints {
		s.say(t.Hint[h], same(e.Prefix))
	}
}

func shapeText(shape []int64) config.Text {
	if len(shape) == 0 {
		return fill(sentences.Elements, num(1))
	}
	return same(strings.ReplaceAll(shapeKey(shape), "x", "×"))
}

func namesText(names []string, n int) config.Text {
	t := same(strings.Join(names, ", "))
	if n > len(names) {
		t = fill(sentences.More, t)
	}
	return t
}

// pair says how two listings compare with each other.
func (s *speaker) pair(p *Pair) {
	t := &sentences
	a, b := num(int64(p.Lines[0])), num(int64(p.Lines[1]))
	switch p.Verdict {
	case Equal:
		s.say(t.PairEqual, a, b)
	case OtherNames:
		s.say(t.PairNames, a, b)
	case OtherOrder:
		s.say(t.PairOrder, a, b)
	default:
		s.say(t.PairDiffers, a, b, num(int64(p.differing())))
	}
	for _, d := range p.Changed {
		s.say(t.PairChanged, place(d.Theirs), place(d.Ours))
	}
	s.lists(&p.Result, t.PairSecond, t.PairFirst, config.Text{}, true)
	if p.Sums[0] > 0 && p.Sums[1] > 0 && p.Sums[0] != p.Sums[1] {
		s.say(t.PairSums, num(p.Sums[0]), num(p.Sums[1]), signed(p.Sums[1]-p.Sums[0]))
	}
}

func reasonText(r Reason) config.Text {
	if r.Cause < 0 || r.Cause >= lastCause {
		return config.Text{}
	}
	return fill(sentences.Cause[r.Cause], signed(r.N))
}

// place says a tensor or a layer: its name, and its shape or count.
func place(s *Side) config.Text {
	t := &sentences
	name := same(s.Name)
	if s.Name == "" {
		name = t.Nameless
	}
	var what config.Text
	switch {
	case s.Tensor && s.Kind == "":
		what = same(strings.ReplaceAll(shapeKey(s.Shape), "x", "×"))
		if len(s.Shape) == 0 {
			what = fill(t.Elements, num(1))
		}
	case s.Kind == "" && s.Buffers == 0:
		what = fill(t.Elements, num(s.Count))
	default:
		what = fill(t.Elements, num(s.Count))
		if s.Tensor {
			what = fill(t.Layer, same(strings.ReplaceAll(shapeKey(s.Shape), "x", "×")), what)
		}
		if s.Kind != "" && !strings.HasPrefix(s.Name, s.Kind) {
			what = fill(t.Layer, same(s.Kind), what)
		}
	}
	return fill(t.Place, name, what)
}

func list(ds []Difference, n int) config.Text {
	var names []string
	for _, d := range ds {
		s := d.Theirs
		if s == nil {
			s = d.Ours
		}
		if s != nil {
			names = append(names, s.Name)
		}
	}
	t := same(strings.Join(names, ", "))
	if n > len(ds) {
		t = fill(sentences.More, t)
	}
	return t
}

// fill puts each language's arguments in place of %s, or %[n]s.
func fill(t config.Text, args ...config.Text) config.Text {
	en, zh := make([]string, len(args)), make([]string, len(args))
	for i, a := range args {
		en[i], zh[i] = a.EN, a.ZH
	}
	return config.Text{EN: put(t.EN, en), ZH: put(t.ZH, zh)}
}

func put(s string, args []string) string {
	var b strings.Builder
	next := 0
	for {
		text, rest, ok := strings.Cut(s, "%")
		b.WriteString(text)
		if !ok {
			return b.String()
		}
		if n, after, numbered := strings.Cut(rest, "]s"); numbered && strings.HasPrefix(rest, "[") && len(n) == 2 {
			next, rest = int(n[1]-'1'), "s"+after
		}
		if next >= 0 && next < len(args) {
			b.WriteString(args[next])
		}
		next++
		s = strings.TrimPrefix(rest, "s")
	}
}

func same(s string) config.Text { return config.Text{EN: s, ZH: s} }

func num(n int64) config.Text { return same(number.Grouped(n)) }

func signed(n int64) config.Text {
	if n < 0 {
		return same("−" + number.Grouped(-n))
	}
	return same("+" + number.Grouped(n))
}

// totalText writes a total; one that was rounded with its zeros.
func totalText(t Total) config.Text {
	if !t.Exact() {
		return same("≈" + number.Grouped(t.N))
	}
	return num(t.N)
}
