package section

import (
	"strings"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/app/turn"
	"unetparams/counter/identify"
	"unetparams/counter/modelfile"
	"unetparams/counter/number"
)

// A model is a model file that the reader has opened, as far as it is known.
type model struct {
	reader    dom.ModelReader
	reading   bool
	searching bool
	summary   *modelfile.Summary
	matches   []identify.Match
	opened    int // how many were, so that a search that took too long is forgotten
}

// isModel reports whether a file is one of a model and not a text.
func isModel(start string) bool {
	start = start[:min(len(start), 4096)]
	return strings.ContainsRune(start, 0) || !utf8.ValidString(trimRune(start))
}

// trimRune takes off a character that the end of the text cuts in two.
func trimRune(s string) string {
	for i := 0; i < utf8.UTFMax && !utf8.ValidString(s) && s != ""; i++ {
		s = s[:len(s)-1]
	}
	return s
}

// read reads the files in a worker, and then looks for the network.
func (m *model) read(ctx app.Context, s *session.Session, list app.Value) {
	m.forget()
	m.reading = true
	m.reader.Read(ctx, list, func(answer string) {
		m.reading = false
		var err error
		if m.summary, err = modelfile.Decode(answer); err != nil {
			m.summary = &modelfile.Summary{Error: err.Error()}
		}
		if m.summary.Error == "" {
			m.search(ctx, s)
		}
	})
}

// search looks for the network that has these tensors, and shows it if it is exact.
func (m *model) search(ctx app.Context, s *session.Session) {
	m.searching = true
	opened := m.opened
	var tensors []identify.Tensor
	for _, t := range m.summary.Tensors {
		tensors = append(tensors, identify.Tensor(t))
	}
	ctx.Async(func() {
		found := identify.Find(tensors, func() bool {
			turn.GiveIfDue()
			return opened == m.opened
		})
		ctx.Dispatch(func(app.Context) {
			if opened != m.opened {
				return
			}
			m.searching, m.matches = false, found
			if len(found) > 0 && found[0].Exact() {
				s.Use(found[0].Config.Clone(), "file")
			}
		})
	})
}

func (m *model) forget() {
	m.reader.Stop()
	*m = model{opened: m.opened + 1}
}

// said is what there is to say of the file and its network.
func (m *model) said(s *session.Session) (body []app.UI) {
	l := s.Lang
	p := func(sentence string) { body = append(body, app.P().Text(sentence)) }
	switch {
	case m.reading:
		p(l.T(text.Model.Reading))
		return body
	case m.summary == nil:
		return nil
	case m.summary.Error != "":
		return append(body, app.P().Class("error").Text(l.F(text.Model.NotRead, m.summary.Error)))
	}
	body = append(body, m.counted(l)...)
	switch {
	case m.searching:
		p(l.T(text.Model.Searching))
	case len(m.matches) == 0:
		p(l.T(text.Model.None))
	case m.matches[0].Exact():
		body = append(body, app.P().Class("verdict").Text(l.F(text.Model.Exact, l.T(m.matches[0].Config.Arch.Name))))
	default:
		p(l.T(text.Model.Nearest))
		body = append(body, app.Ul().Body(app.Range(m.matches).Slice(func(i int) app.UI { return m.near(s, i) })))
	}
	return body
}

// near is one of the networks that are nearest, with a button that shows it.
func (m *model) near(s *session.Session, i int) app.UI {
	l, c := s.Lang, m.matches[i]
	n := func(n int) string { return number.Grouped(int64(n)) }
	return app.Li().Body(
		app.Text(l.F(text.Model.Differs, l.T(c.Config.Arch.Name), n(c.Equal), n(c.Reshaped), n(c.Missing), n(c.Extra))+" "),
		app.Button().Type("button").OnClick(func(app.Context, app.Event) { s.Use(c.Config.Clone(), "file") }, i, m.opened).Text(l.T(text.Open.Use)),
	)
}

// counted says what the file holds.
func (m *model) counted(l text.Lang) (body []app.UI) {
	f := m.summary
	g := number.Grouped
	p := func(sentence string) { body = append(body, app.P().Text(sentence)) }
	p(l.F(text.Open.Taken, f.Format))
	if f.Undetermined > 0 {
		p(l.F(text.Model.Elements, g(f.Elements()), g(int64(f.Distinct)), g(f.FileBytes)))
		p(l.F(text.Model.Undetermined, g(f.Undetermined)))
	} else {
		p(l.F(text.Model.Parameters, g(f.Parameters), g(int64(f.Distinct)), g(f.FileBytes)))
	}
	if f.Buffers > 0 {
		p(l.F(text.Model.Buffers, g(f.Buffers)))
	}
	if f.Names > f.Distinct {
		p(l.F(text.Model.Shared, g(int64(f.Names)), g(int64(f.Distinct))))
	}
	if f.Faults > 0 {
		body = append(body, app.P().Class("error").Text(l.F(text.Model.Faults, g(int64(f.Faults)))))
	}
	if len(f.Parts) > 1 {
		body = append(body, app.Ul().Body(app.Range(f.Parts).Slice(func(i int) app.UI {
			part := f.Parts[i]
			name := l.T(text.Model.Groups[part.Group])
			if part.Path != "" {
				name += " (" + part.Path + ")"
			}
			return app.Li().Text(l.F(text.Model.Part, name, g(part.Elements), g(int64(part.Tensors)), g(part.Bytes)))
		})))
	}
	for _, note := range f.Notes {
		body = append(body, app.P().Class("help").Text(note))
	}
	return body
}
