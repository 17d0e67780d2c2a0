package worker

import (
	"strings"

	"unetparams/app/html"
	"unetparams/app/link"
	"unetparams/app/text"
	"unetparams/counter/compare"
	"unetparams/counter/config"
	"unetparams/counter/find"
	"unetparams/counter/number"
	"unetparams/counter/published"
)

// An answer is what is said first of a number: one sentence, and how the network
// that it is of differs from the page's.
type answer struct {
	sentence string
	to       *config.Config // the network, or nil
	href     string         // of the comparison with it
	steps    string         // from the page's network to it, as HTML
}

// write writes an answer.
func (a *answer) write(m *html.Writer, l text.Lang) {
	if a.sentence == "" {
		return
	}
	m.Element("p", a.sentence, "id", "why-answer")
	if a.steps != "" {
		m.Tag("details")
		m.Element("summary", l.T(text.Explain.Steps))
		m.WriteString(`<div class="tables">` + a.steps + `</div></details>`)
	}
	if a.href != "" {
		m.Tag("p")
		m.Element("a", l.T(text.Explain.Compare), "id", "why-compare", "href", a.href, "data-open", "")
		m.End("p")
	}
}

// newAnswer says first what is known of a number, or else what was found. The
// steps take a moment: they are told when the search is done.
func newAnswer(l text.Lang, a find.Answer, r find.Reading, here *config.Config, why string, done bool) answer {
	var first answer
	switch {
	case len(a.Known) > 0:
		first.sentence, first.to = knownSentence(l, a.Known[0], r), a.Known[0].Config()
	case !done:
		return first
	case len(a.Findings) > 0:
		first.sentence, first.to = groupSentence(l, text.Explain.Found, a.Findings[0])
	case len(a.Miscounts) > 0:
		first.sentence, first.to = groupSentence(l, text.Explain.Miscounted, a.Miscounts[0])
	default:
		first.sentence = l.T(text.Explain.Missing) + " " + l.T(text.Explain.Help)
	}
	if first.to == nil || !done || first.to.Equal(here) {
		return first
	}
	c, err := compare.Of(here, first.to)
	if err != nil {
		return first
	}
	first.href = "#" + link.Encode(link.State{Config: here, Other: first.to, Why: why})
	if len(c.Steps) > 0 {
		var m html.Writer
		m.Waterfall(l, &html.Comparison{Comparison: c, Names: [2]string{l.Config(here), l.Config(first.to)}})
		first.steps = m.String()
	}
	return first
}

// knownSentence says what is known of a number.
func knownSentence(l text.Lang, k *find.Known, r find.Reading) string {
	w := &text.Explain
	name, total, printed := l.T(k.Name), number.Grouped(k.Total), k.Printed
	if name == "" {
		name = l.Config(k.Config())
	}
	if printed == "" {
		printed = number.Grouped(r.Value)
	}
	switch {
	case k.Verdict == published.Explained:
		return l.F(w.Explained, name, total, printed)
	case k.Verdict == published.NotReproduced:
		return l.F(w.NotReproduced, name, total, printed)
	case k.Verdict == published.NotBuilt && k.What.EN != "":
		return l.F(w.NotBuilt, name+l.T(text.Describe.Comma)+l.T(k.What), printed)
	case k.Verdict == published.NotBuilt:
		return l.F(w.NotBuiltWith, name, total, number.Grouped(k.Inputs), number.Grouped(k.Classes))
	case r.Exact():
		return l.F(w.Has, name, total)
	}
	return l.F(w.HasRounded, name, total)
}

// groupSentence says how a network near a published one comes to the number, and
// returns that network.
func groupSentence(l text.Lang, sentence config.Text, g *find.Group) (string, *config.Config) {
	c, ok := g.Config()
	if !ok {
		return "", nil
	}
	near := g.Net.Config()
	how := l.Differences(near, c)
	if g.Miscount != find.None {
		if how != "" {
			how += l.T(text.Describe.Comma)
		}
		how += l.T(text.Explain.Miscount[g.Miscount-1])
	}
	return l.F(sentence, l.Config(near), how), c
}

// evidence says in what a network departs from a published one, and how usual
// that is: "base channels 32 → 64 (common)".
func evidence(l text.Lang, g *find.Group, near, c *config.Config) string {
	var all []string
	for _, d := range g.Evidence() {
		var parts []string
		for _, key := range d.Keys {
			was, is := near.Knob(key), c.Knob(key)
			switch {
			case is.Idle():
			case was.Idle():
				parts = append(parts, l.Setting(c, is, l.Value(is)))
			default:
				parts = append(parts, l.Setting(c, is, l.Value(was)+" → "+l.Value(is)))
			}
		}
		all = append(all, l.F(text.Explain.Departure, strings.Join(parts, l.T(text.Describe.Comma)), l.T(text.Explain.Usual[d.Usual])))
	}
	return strings.Join(all, l.T(text.Describe.Comma))
}

// mechanisms names the other way to go up that counts alike, if there is one.
func (r *foundRow) mechanisms(l text.Lang, done bool) {
	if !done || r.config == nil {
		return
	}
	all := find.Mechanisms(r.config)
	if len(all) < 2 {
		return
	}
	r.mechanism = l.F(text.Explain.Mechanisms, text.Sizes(all[0].Kernel))
	if c := all[1].Config; c != nil {
		other := newFoundRow(l, c, 0)
		r.other = &other
	}
}
