package page

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/diagram"
	"unetparams/app/dom"
	"unetparams/app/html"
	"unetparams/app/section"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/app/verify"
	"unetparams/counter/config"
	"unetparams/counter/number"
)

// Page is the root component: a thin skin over [state].
type Page struct {
	app.Compo
	lang    text.Lang
	s       *state.State
	opening string      // the fragment that the page was opened with
	svg     [2]string   // wide, narrow; in the browser only the one in sight
	ctx     app.Context // the page's own, once it is mounted

	typing  string  // the knob whose field is being typed in
	written string  // what the page last wrote to that field
	hover   string  // the stage under the pointer
	narrow  bool    // the layout of the picture that is in sight
	status  string  // for the live region: what was copied
	theme   string  // "", "light" or "dark"
	opened  [4]bool // by table
	keras   bool    // the file is Keras's, not PyTorch's
	picking bool    // the list of architectures is open
	query   string  // what is searched for in it
	history dom.History
	embed   bool   // the page is the one that posts embed
	root    string // the way to the site's root, for its links
	sharing sharing

	compared  *html.Comparison
	pasted    string // what the reader wants verified
	verdict   verify.Result
	sentences []config.Text

	taking  int    // the file that is chosen to take away
	taken   string // for the live region: what was taken
	canTake bool   // the script that does so is there
}

// What is made only when it is opened.
const (
	tableLayers = iota
	tableTensors
	tableCode
	tableTake
)

// NewPage returns the page as it stands before anyone touched it.
func NewPage(lang text.Lang) *Page {
	p := &Page{lang: lang, s: state.New("")}
	p.draw()
	return p
}

// draw renews the pictures; it is called when the configuration has changed.
func (p *Page) draw() {
	w := text.Diagram(p.lang, p.s.Report)
	for i, narrow := range []bool{false, true} {
		p.svg[i] = ""
		if app.IsServer || narrow == p.narrow {
			o := diagram.Options{Narrow: narrow, ID: []string{"wide", "narrow"}[i]}
			p.svg[i] = diagram.SVG(p.s.Report, p.s.Trace, w, o)
		}
	}
	p.compared = html.Compare(p.s, p.lang)
	p.verify()
}

// Render lays the page out. What a part shows stands beside it: mostly the
// state, by its version, and the stage that is selected.
func (p *Page) Render() app.UI {
	if p.embed {
		return p.embedded()
	}
	now := p.s.Version
	return app.Div().ID("page").Body(
		dom.NewPart(p.header, p.theme),
		p.linkNotice(),
		app.Main().ID("answer").TabIndex(-1).Body(
			dom.NewPart(p.total, now, p.status),
			dom.NewPart(p.comparison, now),
			p.picture(),
			&explain{Page: p, Why: p.s.Why},
			p.settings(),
			dom.NewPart(func() app.UI { return section.Derivation(p.lang, p.s, p) }, now, p.s.Stage),
			dom.NewPart(func() app.UI { return section.ByLevel(p.lang, p.s) }, now),
			dom.NewPart(func() app.UI { return section.ByKind(p.lang, p.s) }, now),
			dom.NewPart(func() app.UI { return section.ClosedForm(p.lang, p.s) }, now),
			dom.NewPart(p.tables, now, p.opened),
			dom.NewPart(p.code, p.opened, p.keras, p.ifOpen(tableCode)),
			dom.NewPart(p.take, p.opened, p.taking, p.taken, p.canTake, p.ifOpen(tableTake)),
			dom.NewPart(p.verification, now, p.pasted),
			dom.NewPart(func() app.UI { return section.Conventions(p.lang, p.s) }, now),
		),
		dom.NewPart(func() app.UI { return section.Footer(p.lang) }),
		dom.NewPart(p.shareDialog, p.sharing, p.status, p.canTake),
	)
}

// ifOpen returns what the content of a folding part shows: nothing while it is
// folded.
func (p *Page) ifOpen(table int) any {
	if !p.opened[table] {
		return nil
	}
	return [2]any{p.s.Version, p.s.Stage}
}

func (p *Page) header() app.UI {
	other, to := text.Chinese, "./zh/"
	if p.lang == text.Chinese {
		other, to = text.English, "../"
	}
	themes := []struct {
		value string
		label config.Text
	}{{"", text.Page.ThemeAuto}, {"light", text.Page.ThemeLight}, {"dark", text.Page.ThemeDark}}
	return app.Header().Body(
		app.A().Class("skip").Href("#answer").Text(p.lang.T(text.Page.SkipToAnswer)),
		app.Div().Class("title").Body(
			app.H1().Text(text.Title(p.lang)),
			app.P().Text(p.lang.T(text.Page.Tagline)),
		),
		app.Div().Class("tools").Body(
			app.A().Href("./p/").Text(p.lang.T(text.Page.Networks)),
			app.A().Href("./gallery/").Text(p.lang.T(text.Page.Gallery)),
			app.A().Href("./help/").Text(p.lang.T(text.Page.Help)),
			app.Label().Class("theme").Body(
				app.Span().Aria("hidden", true).Text("◐"),
				app.Select().ID("theme").Aria("label", p.lang.T(text.Page.Theme)).Title(p.lang.T(text.Page.Theme)).OnChange(p.onTheme).Body(
					app.Range(themes).Slice(func(i int) app.UI {
						return app.Option().Value(themes[i].value).Selected(p.theme == themes[i].value).
							Text(p.lang.T(themes[i].label))
					}),
				),
			),
			app.A().Class("lang").Href(to).Lang(string(other)).Attr("hreflang", string(other)).
				DataSet("keep-hash", "true").Text(p.lang.T(text.Page.Switch)),
		),
	)
}

// linkNotice says what of the link could not be used.
func (p *Page) linkNotice() app.UI {
	if len(p.s.Problems) == 0 {
		return app.Div().ID("notice").Hidden(true)
	}
	items := p.s.Problems
	return app.Div().ID("notice").Role("alert").Body(
		app.P().Text(p.lang.T(text.Page.LinkSaid)),
		app.Ul().Body(app.Range(items).Slice(func(i int) app.UI {
			return app.Li().Text(section.Problem(p.lang, p.s, items[i]))
		})),
		app.P().Text(p.lang.T(text.Page.LinkKept)),
		app.Button().Type("button").Class("quiet").OnClick(p.onDismiss).Text(p.lang.T(text.Page.Dismiss)),
	)
}

// total is the answer, with what can be done with it.
func (p *Page) total() app.UI {
	l := p.lang
	return section.Answer(p.lang, p.s,
		app.P().Class("stale-note").Role("status").Hidden(!p.s.Stale()).Text(l.T(text.Page.Stale)),
		app.Div().Class("actions").Body(
			app.Button().Type("button").ID("copy-link").OnClick(p.onCopyLink).Text(l.T(text.Page.CopyLink)),
			app.Button().Type("button").ID("share").Aria("haspopup", "dialog").OnClick(p.onShare).Text(l.T(text.Share.Share)),
			app.Button().Type("button").ID("copy-total").OnClick(p.onCopyTotal).Text(l.T(text.Page.CopyTotal)),
			app.Button().Type("button").ID("compare-with").Title(l.T(text.Compare.WithHelp)).OnClick(p.onCompare).Text(l.T(text.Compare.With)),
			app.Button().Type("button").ID("reset").Class("quiet").OnClick(p.onReset).Text(l.T(text.Page.Reset)),
			app.Span().ID("status").Role("status").Text(p.status),
		),
	)
}

// picture is the diagram with a line that says what is pointed at.
func (p *Page) picture() app.UI {
	return app.Section().ID("diagram").Aria("label", p.lang.T(text.Page.Diagram)).Body(
		app.Figure().
			OnClick(p.onStageClick).
			On("focusin", p.onStageFocus).
			On("mouseover", p.onStageOver).
			On("mouseleave", p.onStageLeave).
			Body(
				&section.Picture{Wide: p.svg[0], Narrow: p.svg[1], Selected: p.s.Stage, Hover: p.hover},
				app.FigCaption().Body(
					app.Span().ID("pointed").Text(p.pointed()),
					app.Span().Class("hint").Text(p.lang.T(text.Page.DiagramHelp)),
				),
			),
	)
}

// pointed says in one line what the stage under the pointer, or else the
// selected one, has.
func (p *Page) pointed() string {
	name := p.hover
	if !p.s.HasStage(name) {
		name = p.s.Stage
	}
	for i, row := range p.s.Report.Stages {
		if row.Stage.String() == name {
			var terms []int64
			for _, j := range p.s.Report.Stages[i].Steps {
				if n := p.s.Report.First(p.s.Report.Steps[j]); n > 0 {
					terms = append(terms, n)
				}
			}
			for layer := range p.s.Report.NeverRun(i) {
				terms = append(terms, layer.Learnable)
			}
			text := p.lang.Stage(row.Stage) + ": " + number.Grouped(row.Learnable)
			if len(terms) > 1 && len(terms) <= 8 {
				text += " = " + html.SumText(terms)
			}
			return text
		}
	}
	return ""
}

// tables holds the long tables. They are made when they are opened.
func (p *Page) tables() app.UI {
	l, r := p.lang, p.s.Report
	long := []struct {
		id, title string
		html      func() string
	}{
		{"layers", l.F(text.Page.AllLayers, number.Grouped(int64(len(r.Steps)-1))), func() string { return html.Layers(l, r, p.s.Trace) }},
		{"tensors", l.F(text.Page.AllTensors, number.Grouped(int64(len(r.Tensors)))), func() string { return html.Tensors(l, r) }},
	}
	return app.Section().ID("tables").Body(app.Range(long).Slice(func(i int) app.UI {
		var body app.UI
		if p.opened[i] || app.IsServer {
			body = &dom.Markup{HTML: long[i].html()}
		}
		return app.Details().ID(long[i].id).Open(p.opened[i]).On("toggle", p.onTable(i), i).Body(
			app.Summary().Body(app.H2().Text(long[i].title)),
			section.Scroll(long[i].title, body),
		)
	}))
}
