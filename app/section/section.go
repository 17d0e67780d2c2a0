package section

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/html"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
)

// Answer is the exact number, its rounded form and what stands beside it.
func Answer(l text.Lang, s *state.State, more ...app.UI) app.UI {
	return TotalSection(l, s, app.H2().ID("net-name").Text(l.Summary(s.Config, s.Report)),
		&dom.Markup{HTML: html.Facts(l, s)},
		app.Range(more).Slice(func(i int) app.UI { return more[i] }),
	)
}

// TotalSection is the section of the exact number, with a name above it or nil,
// and what follows it.
func TotalSection(l text.Lang, s *state.State, name app.UI, body ...app.UI) app.UI {
	r := s.Report
	class := "total"
	if s.Stale() {
		class = "total stale"
	}
	if len(number.Grouped(r.Learnable)) > 13 {
		class += " long"
	}
	count := app.P().Class("count").Body(
		app.Output().ID("count").Text(practised(s)),
		app.Span().Text(l.T(text.Page.ParametersUnit)),
	)
	return app.Section().ID("total").Class(class).Aria("label", l.T(text.Page.Answer)).Body(append([]app.UI{name, count}, body...)...)
}

// Derivation is the ledger: a row a stage that opens to its layers, and the total.
// On a live page the rows are filled when they are opened.
func Derivation(l text.Lang, s *state.State, live bool) app.UI {
	return Titled("derivation", l.T(text.Page.Derivation), l.T(text.Page.DerivationHelp),
		&dom.Markup{HTML: html.Card(l, s.Report)},
		&ledger{Lang: l, State: s, Version: s.Version, Live: live})
}

// Stage derives the count of the selected stage.
func Stage(l text.Lang, s *state.State) app.UI {
	i := s.StageIndex(s.Stage)
	if i < 0 {
		return app.Section().ID("stage").Hidden(true)
	}
	row := &s.Report.Stages[i]
	return app.Section().ID("stage").DataSet("stage", s.Stage).Aria("labelledby", "stage-title").Body(
		app.H2().ID("stage-title").Body(
			app.Span().Text(l.Stage(row.Stage)),
			app.Span().Class("n").Text(number.Grouped(row.Learnable)),
			app.Span().Class("share").Text(number.Share(row.Learnable, s.Report.Learnable)),
			app.Span().Class("hint").Text(l.T(text.Page.DiagramHelp)),
		),
		app.Div().Class("scroll").Body(&dom.Markup{HTML: html.Calculation(l, s.Report, s.Trace, i)}),
	)
}

// ByLevel is the tutorial's table: encoder and decoder of one level together.
func ByLevel(l text.Lang, s *state.State) app.UI {
	return Titled("by-level", l.T(text.Page.ByLevel), l.T(text.Page.ByLevelHelp),
		Scroll(l.T(text.Page.ByLevel), &dom.Markup{HTML: html.Levels(l, s.Report, s.Trace)}))
}

// ByKind cuts the total by kind of layer.
func ByKind(l text.Lang, s *state.State) app.UI {
	return Titled("by-kind", l.T(text.Page.ByKind), l.T(text.Page.ByKindHelp),
		Scroll(l.T(text.Page.ByKind), &dom.Markup{HTML: html.Kinds(l, s.Report)}))
}

// ClosedForm shows the count as a polynomial in the base width.
func ClosedForm(l text.Lang, s *state.State) app.UI {
	width, form, err := s.Config.ClosedForm()
	if err != nil || form.Den == 0 {
		return Titled("closed-form", l.T(text.Page.ClosedForm), "", app.P().Text(l.T(text.Page.ClosedFormNone)))
	}
	var m html.Writer
	m.WriteString(`<div class="formula scroll">`)
	m.Poly(form, width, s.Report.Learnable)
	m.WriteString(`</div>`)
	return Titled("closed-form", l.T(text.Page.ClosedForm), l.T(text.Page.ClosedFormHelp), &dom.Markup{HTML: m.String()})
}

// Conventions says what is counted, and what others print instead.
func Conventions(l text.Lang, s *state.State) app.UI {
	return Titled("conventions", l.T(text.Page.Conventions), "", &dom.Markup{HTML: html.Conventions(l, s.Report)})
}

// Unanswered says of what the worker is asked for that it loads, or that it could not
// be loaded; nothing where there is an answer.
func Unanswered(l text.Lang, t *dom.Thread) app.UI {
	switch {
	case t.Failed:
		return app.P().Class("error").Role("alert").Body(
			app.Text(l.T(text.Worker.Failed)+" "),
			app.Button().Type("button").Class("again").OnClick(func(app.Context, app.Event) { t.Again() }).Text(l.T(text.Worker.Again)),
		)
	case t.Busy && t.Answer == nil:
		return app.P().Class("help").Text(l.T(text.Worker.Loading))
	}
	return nil
}

// Footer ends every page.
func Footer(l text.Lang) app.UI {
	return app.Footer().Body(
		app.P().Text(l.T(text.Page.Footer)),
		app.P().Text(l.T(text.Page.FooterSource)),
	)
}

// SourceLink links to where a network comes from: a paper, or a repository at
// the commit that is reproduced.
func SourceLink(s config.Source) app.UI {
	title := s.Title
	if s.Commit != "" {
		title += " @ " + s.Commit[:min(7, len(s.Commit))]
	}
	if s.Year > 0 {
		title += " (" + strconv.Itoa(s.Year) + ")"
	}
	return app.A().Href(s.URL).Rel("noopener").Text(title)
}

// Titled is a titled part of the page.
func Titled(id, title, help string, body ...app.UI) app.UI {
	children := []app.UI{app.H2().ID(id + "-title").Text(title)}
	if help != "" {
		children = append(children, app.P().Class("help").Text(help))
	}
	return app.Section().ID(id).Aria("labelledby", id+"-title").Body(append(children, body...)...)
}

// Scroll holds what may be wider than the page.
func Scroll(label string, body ...app.UI) app.UI {
	return app.Div().Class("scroll").TabIndex(0).Role("group").Aria("label", label).Body(body...)
}

// HeadRow is the head of a table with the given columns.
func HeadRow(titles []string) app.UI {
	return app.Tr().Body(app.Range(titles).Slice(func(i int) app.UI {
		return app.Th().Scope("col").Text(titles[i])
	}))
}
