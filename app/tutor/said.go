package tutor

import (
	"strconv"
	"strings"

	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/number"
	"unetparams/counter/practice"
)

// A tutor speaks a language.
type tutor struct{ text.Lang }

// fill puts values into the places of a sentence: names and values by turns.
func (l tutor) fill(t config.Text, values ...string) string {
	return strings.NewReplacer(values...).Replace(l.T(t))
}

// question says what is asked.
func (l tutor) question(q *practice.Question) string {
	w := &words
	switch {
	case q.Kind == practice.Show:
		return ""
	case q.Kind == practice.Which:
		return l.T(w.AskWhich)
	case q.Kind == practice.FillIn:
		return l.fill(w.AskBoxes, "{layer}", l.asked(q.Fields[0]))
	}
	f := q.Fields[0]
	t := map[practice.Ask]config.Text{
		practice.AskCount: w.AskCount, practice.AskInput: w.AskInput, practice.AskStage: w.AskStage, practice.AskConvs: w.AskConvs,
		practice.AskNorms: w.AskNorms, practice.AskTotal: w.AskTotal, practice.AskEstimate: w.AskEstimate, practice.AskDoubled: w.AskDoubled,
	}[f.Ask]
	if f.Layer == nil {
		return l.T(t)
	}
	if f.Ask == practice.AskInput && counter.IsNorm(f.Layer) {
		t = w.AskInputNorm
	}
	return l.fill(t, "{layer}", l.asked(f))
}

// asked names the layer of a field, with its channels, unless its input is what is
// asked or a concatenation hides it.
func (l tutor) asked(f *practice.Field) string {
	s := l.Inline(l.Layer(f.Layer))
	in := "?"
	if f.Ask == practice.AskCount && len(f.Inputs) < 2 && f.Line.In() > 0 {
		in = number.Grouped(f.Line.In())
	}
	if f.Line.Out > 0 && !counter.IsNorm(f.Layer) {
		s += " (" + in + " → " + number.Grouped(f.Line.Out) + ")"
	} else if in != "?" {
		s += " (" + in + ")"
	}
	if c, ok := f.Layer.(layer.Conv); ok && c.Groups > 1 {
		s += " g = " + number.Grouped(c.Groups)
	}
	return s
}

// joins says which channels a concatenation joins before a layer.
func (l tutor) joins(inputs []int64) string {
	parts := make([]string, len(inputs))
	for i, n := range inputs {
		parts[i] = number.Grouped(n)
	}
	return l.Fill(words.Joins, strings.Join(parts, " + "), "")
}

// box names one number of a formula.
func (l tutor) box(f *practice.Field) string {
	switch f.Ask {
	case practice.AskOutput:
		return l.T(words.AskOutput) + " C_out"
	case practice.AskBias:
		return l.T(words.AskBias)
	}
	if counter.IsNorm(f.Layer) {
		return l.T(words.BoxNorm) + " C"
	}
	return l.T(words.BoxInput) + " C_in"
}

// judgement says in a sentence or two what an answer is: what is right comes first.
func (l tutor) judgement(j *practice.Judgement) string {
	w := &words
	got, want := number.Grouped(j.Got), number.Grouped(j.Want)
	rough := j.Ask == practice.AskEstimate || j.Ask == practice.AskDoubled
	say := func(mark, t config.Text) string {
		return l.T(mark) + l.gap() + l.fill(t, "{got}", got, "{want}", want, "{a}", number.Grouped(j.Wrong.A))
	}
	switch {
	case j.Verdict == practice.Right && j.Wrong.Slip == practice.Arithmetic:
		return say(w.Yes, w.RightButWritten)
	case j.Verdict == practice.Right:
		return say(w.Yes, w.RightIs)
	case j.Verdict == practice.Rounded && rough:
		return say(w.Yes, w.EstimateIs)
	case j.Verdict == practice.Rounded:
		return say(w.Yes, w.RoundedIs)
	case j.Verdict == practice.Coarse && rough:
		return say(w.No, w.EstimateCoarse)
	case j.Verdict == practice.Coarse:
		return say(w.No, w.CoarseIs)
	case j.Verdict == practice.Unread:
		return l.T(w.Misread[j.Misread])
	case j.Verdict == practice.Off && rough:
		return say(w.No, w.EstimateOff)
	case j.Verdict == practice.Slipped:
		s := l.T(w.No) + l.gap() + l.slip(&j.Wrong)
		if j.Second != nil {
			s += l.gap() + l.T(w.And) + l.gap() + l.slip(j.Second)
		}
		return s
	}
	return l.T(w.No) + l.gap() + l.off(j)
}

// gap is what stands between two sentences.
func (l tutor) gap() string {
	if l.Lang == text.Chinese {
		return ""
	}
	return " "
}

// slip says what a slip is.
func (l tutor) slip(w *practice.Wrong) string {
	values := []string{"{a}", number.Grouped(w.A), "{b}", number.Grouped(w.B), "{stage}", l.Stage(w.Stage), "{layer}", ""}
	if w.Layer != nil {
		values[len(values)-1] = l.Layer(w.Layer)
	}
	if w.Slip == practice.LayerSlip {
		return l.fill(words.InLayer, values...) + l.gap() + l.slip(w.Inner)
	}
	if t, ok := words.Sum[w.Slip]; ok && w.Layer == nil {
		return l.fill(t, values...)
	}
	return l.fill(words.Slip[w.Slip], values...)
}

// off says what helps where a slip has no name: what is right, the difference with its
// factors, and the first factor that is wrong.
func (l tutor) off(j *practice.Judgement) string {
	w := &words
	var said []string
	if f := j.First; f != nil {
		if len(f.Right) > 0 {
			said = append(said, l.Fill(w.SoRight, joined(f.Right), ""))
		}
		said = append(said, l.first(f))
	} else if j.Leading > 0 {
		said = append(said, l.Fill(w.Leading, strconv.Itoa(j.Leading), ""))
	}
	side, diff := w.Higher, j.Diff
	if diff < 0 {
		side, diff = w.Lower, -diff
	}
	by := number.Grouped(diff)
	box := j.Ask == practice.AskInput || j.Ask == practice.AskOutput || j.Ask == practice.AskBias
	if len(j.Factors) > 1 && !box {
		by += " = " + joined(j.Factors)
	}
	said = append(said, l.Fill(w.OffBy, l.T(side), by))
	return strings.Join(said, l.gap())
}

func joined(ns []int64) string {
	parts := make([]string, len(ns))
	for i, n := range ns {
		parts[i] = number.Grouped(n)
	}
	return strings.Join(parts, "·")
}

func (l tutor) first(f *practice.First) string {
	w, t := &words, words.FirstWrong
	switch {
	case f.Extra:
		t = w.FirstExtra
	case f.Missing:
		t = w.FirstMissing
	case f.Want == 0:
		t = w.FirstTerm
	case f.Got == 0:
		t = w.FirstLacks
	}
	want := number.Grouped(f.Want)
	if f.Sym != "" {
		want = f.Sym + " = " + want
	}
	name := ""
	if f.Part != nil {
		name = l.Inline(l.Layer(f.Part.Layer))
	}
	return l.fill(t, "{a}", strconv.Itoa(f.Term), "{got}", number.Grouped(f.Got), "{want}", want, "{layer}", name)
}

// which says whether the layers with parameters were found: wrong is the
// first that was not, or -1.
func (l tutor) which(q *practice.Question, wrong int) string {
	w, gap := &words, l.gap()
	if wrong < 0 {
		return l.T(w.Yes) + gap + l.T(w.WhichRight)
	}
	c, t := q.Lines[wrong], w.WhichMissed
	reason := ""
	if !c.Has {
		t, reason = w.WhichExtra, l.Reason(c.Line.Layer)
		if c.Line.Kind == counter.Repeated {
			reason = l.T(text.Page.Again)
		}
	}
	return l.T(w.No) + gap + l.fill(t, "{layer}", l.Layer(c.Line.Layer), "{a}", reason)
}
