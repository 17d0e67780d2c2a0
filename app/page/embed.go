package page

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/html"
	"unetparams/app/section"
	"unetparams/app/text"
	"unetparams/counter/number"
)

// An embed is the page as it stands inside of a post: the diagram with its
// counts, the total, the derivation of the selected stage, and the way to the
// whole calculator. It keeps its hands off what is the post's and the visitor's:
// no history, no storage, no focus. web/frame.js does what must happen outside
// of the program.

// NewEmbed returns the embedded page as it stands before anyone touched it. root
// is the way from it to the site's root.
func NewEmbed(lang text.Lang, root string) *Page {
	p := NewPage(lang)
	p.embed, p.root = true, root
	return p
}

// readEmbed learns from the document where it stands, and whether the page is an
// embed.
func (p *Page) readEmbed(document app.Value) {
	data := document.Get("dataset")
	p.embed = data.Get("page").Truthy() && data.Get("page").String() == "embed"
	p.history.Off = p.embed
	p.root = data.Get("root").String()
}

// embedded lays the embedded page out.
func (p *Page) embedded() app.UI {
	back := app.A().Href(p.calculator()).Target("_blank").Rel("noopener").Text(p.lang.T(text.Embed.Open))
	if app.IsServer { // boot.js adds the fragment that the page was opened with
		back = back.DataSet("keep-hash", "true")
	}
	now := p.s.Version
	return app.Div().ID("page").Class("embed").Body(
		p.linkNotice(),
		app.Main().Body(
			dom.NewPart(p.embedTotal, now),
			p.picture(),
			dom.NewPart(p.embedStage, now, p.s.Stage),
			p.embedSettings(),
		),
		app.Footer().Class("back").Body(back),
	)
}

// calculator is the address of the whole calculator with what is shown here.
func (p *Page) calculator() string {
	to := p.root
	if p.lang != text.Langs()[0] {
		to += string(p.lang) + "/"
	}
	if app.IsServer {
		return to
	}
	return to + "#" + p.s.Link()
}

// embedTotal is the answer in two lines: the number, and of what.
func (p *Page) embedTotal() app.UI {
	l, r := p.lang, p.s.Report
	facts := []string{number.Rounded(r.Learnable)}
	if n, err := r.Bytes(4); err == nil {
		facts = append(facts, l.F(text.Page.Float32, number.Binary(n)))
	}
	return section.TotalSection(p.lang, p.s,
		app.Ul().Class("facts").Body(app.Range(facts).Slice(func(i int) app.UI {
			return app.Li().Text(facts[i])
		})),
		app.H1().Text(l.Config(p.s.Config)),
		app.P().Class("help").Text(l.T(text.Export.Counted)+l.T(text.Describe.Colon)+l.Conventions(r)),
		app.P().Class("stale-note").Role("status").Hidden(!p.s.Stale()).Text(l.T(text.Page.Stale)),
	)
}

// embedStage derives the count of the selected stage.
func (p *Page) embedStage() app.UI {
	l, r := p.lang, p.s.Report
	for i, row := range r.Stages {
		if row.Stage.String() == p.s.Stage {
			return app.Section().ID("stage").DataSet("stage", p.s.Stage).Aria("labelledby", "stage-title").Body(
				app.H2().ID("stage-title").Body(
					app.Span().Text(l.Stage(row.Stage)),
					app.Span().Class("n").Text(number.Grouped(row.Learnable)),
					app.Span().Class("share").Text(number.Share(row.Learnable, r.Learnable)),
				),
				app.Div().Class("scroll").Body(app.Raw(html.Steps(l, r, i))),
			)
		}
	}
	return app.Section().ID("stage").Hidden(true)
}

// embedSettings are the fields of the form, as the link wants them to be.
func (p *Page) embedSettings() app.UI {
	if p.s.View.Controls == "off" {
		return app.Section().ID("settings").Hidden(true)
	}
	return app.Section().ID("settings").Body(
		app.Details().Open(p.s.View.Controls == "open").Body(
			app.Summary().Text(p.lang.T(text.Embed.Settings)),
			app.Div().Body(p.fieldSets()...),
		),
	)
}
