package page

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
)

// cite offers the number as a reference: for BibTeX, as a sentence, and as a link.
// It is written when it is opened.
type cite struct {
	app.Compo
	Session *session.Session
	Version int // of the state

	open bool
}

// Render implements go-app's Composer.
func (p *cite) Render() app.UI {
	l := p.Session.Lang
	var body []app.UI
	if p.open {
		for _, r := range references(p.Session, today()) {
			body = append(body, app.Div().Body(
				app.H3().Text(l.T(r.title)),
				app.Button().Type("button").Aria("label", l.T(text.Share.Copy)+l.T(text.Describe.Colon)+l.T(r.title)).
					OnClick(p.onCopy(r), r.text).Text(l.T(text.Share.Copy)),
				app.Pre().TabIndex(0).Role("group").Aria("label", l.T(r.title)).Body(app.Code().Text(r.text)),
			))
		}
	}
	return app.Details().ID("cite").Class("menu").Open(p.open).On("toggle", p.onToggle).Body(
		app.Summary().Class("button").Text(l.T(text.Page.Cite)),
		app.Div().Class("card").Body(body...),
	)
}

// A reference is a way to cite the count.
type reference struct {
	title config.Text
	text  string
}

// references returns the ways to cite what is shown, as read on a day, such as
// 2015-05-18.
func references(s *session.Session, day string) []reference {
	l, address := s.Lang, s.Address()
	what := l.Summary(s.State.Config, s.State.Report) + l.T(text.Describe.Comma) +
		l.F(text.Export.Total, number.Grouped(s.State.Report.Learnable))
	year, _, _ := strings.Cut(day, "-")
	key := "unet" + strconv.FormatInt(s.State.Report.Learnable, 10)
	bib := "@misc{" + key + ",\n" +
		"  title        = {{" + latexText(text.Title(l)+l.T(text.Describe.Colon)+what) + "}},\n" +
		"  year         = {" + year + "},\n" +
		"  howpublished = {\\url{" + strings.NewReplacer("{", "%7B", "}", "%7D", "\\", "%5C").Replace(address) + "}},\n" +
		"  note         = {" + l.F(text.Page.Accessed, day) + "}\n}"
	sentence := text.Title(l) + " (" + year + "). " + what + ". " + l.F(text.Page.Retrieved, day, address)
	return []reference{{config.Text{EN: "BibTeX", ZH: "BibTeX"}, bib}, {text.Page.CiteSentence, sentence}, {text.Share.Link, address}}
}

// today returns the date. Package time would bring its zones, which the browser has.
func today() string {
	day, _, _ := strings.Cut(app.Window().Get("Date").New().Call("toISOString").String(), "T")
	return day
}

// latexText escapes what BibTeX and LaTeX would take for commands.
func latexText(s string) string {
	return strings.NewReplacer(`\`, `\textbackslash{}`, `{`, `\{`, `}`, `\}`, `&`, `\&`, `%`, `\%`, `#`, `\#`, `_`, `\_`, `$`, `\$`,
		"→", `$\to$`, "·", `$\cdot$`, "–", "--", "×", `$\times$`, "²", `\textsuperscript{2}`).Replace(s)
}

func (p *cite) onToggle(ctx app.Context, e app.Event) { p.open = ctx.JSSrc().Get("open").Bool() }

func (p *cite) onCopy(r reference) app.EventHandler {
	return func(ctx app.Context, e app.Event) { p.Session.Copy(ctx, r.text, p.Session.Lang.T(r.title)) }
}
