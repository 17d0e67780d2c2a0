package worker

import (
	"strings"

	"unetparams/app/diagram"
	"unetparams/app/files"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/field"
	"unetparams/counter/memory"
	"unetparams/counter/number"
)

// drawing answers with svg: the drawing of the network of link with what the link shows
// of the stages, narrow and with the sizes of all maps or not. There is none where that
// can't be calculated.
func (w *Worker) drawing(q Message) Message {
	l, s := language(q), w.at(q["link"])
	words := text.Diagram(l, s.Report)
	if !show(l, s, &words) {
		return Message{}
	}
	o := diagram.Options{Narrow: q["narrow"] == "true", ID: "wide", Sizes: q["sizes"] == "true"}
	if o.Narrow {
		o.ID = "narrow"
	}
	return Message{"narrow": q["narrow"], "svg": diagram.SVG(s.Report, s.Trace, words, o)}
}

// show makes the words of a drawing those of what a link shows of the stages, and reports
// whether that is anything else than parameters.
func show(l text.Lang, s *state.State, w *diagram.Words) bool {
	said, ok := text.Shown[s.Show]
	if !ok || s.Trace == nil {
		return false
	}
	all, ok := quantities(l, s)
	if !ok {
		return false
	}
	most := 0.0
	for _, q := range all {
		most = max(most, q.Part)
	}
	for i := range all {
		if all[i].Tint = 0.001; most > 0 {
			all[i].Tint = max(all[i].Part/most, 0.001)
		}
	}
	w.Quantity = func(stage counter.Stage) diagram.Quantity { return all[s.StageIndex(stage.String())] }
	w.Parameters, w.ShareBar = l.T(said.Unit), l.T(said.Share)
	return true
}

// quantities returns what is shown of each stage.
func quantities(l text.Lang, s *state.State) ([]diagram.Quantity, bool) {
	r, t, o := s.Report, s.Trace, files.Options(s.Cost)
	if s.Show == "field" {
		return fields(l, s), true
	}
	sums, write := t.ByStage(r), number.Rounded
	switch s.Show {
	case "activations", "memory":
		write = number.Binary
		var err error
		if sums, err = memory.Activations(r, t, o); s.Show == "memory" {
			var m memory.Saved
			m, err = memory.Saves(r, t, o)
			sums = m.ByStage
		}
		if err != nil {
			return nil, false
		}
	}
	whole := int64(0)
	for _, n := range sums {
		whole += n // fits: it is the sum of all steps
	}
	all := make([]diagram.Quantity, len(sums))
	for i, n := range sums {
		all[i] = diagram.Quantity{Value: write(n), Share: number.Share(n, whole)}
		if whole > 0 {
			all[i].Part = float64(n) / float64(whole)
		}
	}
	return all, true
}

// fields returns the receptive field of each stage's output, and how much of the image
// it covers.
func fields(l text.Lang, s *state.State) []diagram.Quantity {
	all := make([]diagram.Quantity, len(s.Report.Stages))
	for i := range all {
		all[i].Value = "–"
		step := field.Stage(s.Report, i)
		if step < 0 {
			continue
		}
		f, ok := field.Of(s.Report, s.Trace, step)
		if !ok {
			continue
		}
		size, _ := text.Field(l, &f)
		axes := strings.Split(size, "×")
		if c := f.Cover(); c.Den > 0 {
			all[i].Share, all[i].Part = number.Share(c.Num, c.Den), float64(c.Num)/float64(c.Den)
		}
		if all[i].Value = size; len(axes) > 1 && strings.Count(size, axes[0]) == len(axes) {
			all[i].Value = axes[0] + [...]string{"", "", "²", "³"}[len(axes)]
			if strings.Contains(axes[0], "–") {
				all[i].Value = axes[0] // as "188–204"
			}
		}
	}
	return all
}
