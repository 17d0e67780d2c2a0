package app

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/diagram"
	"unetparams/app/link"
	"unetparams/app/verify"
	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/number"
)

// Page is the root component: a thin skin over [state].
type Page struct {
	app.Compo
	lang    Lang
	s       *state
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
	history history
	embed   bool   // the page is the one that posts embed
	root    string // the way to the site's root, for its links
	sharing sharing

	compared  *compared
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
func NewPage(lang Lang) *Page {
	p := &Page{lang: lang, s: newState("")}
	p.draw()
	return p
}

// draw renews the pictures; it is called when the configuration has changed.
func (p *Page) draw() {
	w := diagramWords(p.lang, p.s.Report)
	for i, narrow := range []bool{false, true} {
		p.svg[i] = ""
		if app.IsServer || narrow == p.narrow {
			o := diagram.Options{Narrow: narrow, ID: []string{"wide", "narrow"}[i]}
			p.svg[i] = diagram.SVG(p.s.Report, p.s.Trace, w, o)
		}
	}
	p.compared = compareStates(p.s, p.lang)
	p.verify()
}

func diagramWords(l Lang, r *counter.Report) diagram.Words {
	return diagram.Words{
		Title:      l.T(words.Diagram),
		Desc:       l.F(words.DiagramDesc, number.Grouped(r.Learnable), len(r.Stages)),
		Stage:      l.stageName,
		Number:     number.Grouped,
		Share:      number.Share,
		Way:        l.way,
		More:       l.T(wayWords.More),
		Conv:       l.T(words.Conv),
		Head:       l.T(words.Head),
		Parameters: l.T(words.Parameters),
		Channels:   l.T(words.Channels),
		Width:      l.T(words.BarWidth),
		Height:     l.T(words.BarHeight),
	}
}

// Render lays the page out. What a part shows stands beside it: mostly the
// state, by its version, and the stage that is selected.
func (p *Page) Render() app.UI {
	if p.embed {
		return p.embedded()
	}
	now := p.s.Version
	return app.Div().ID("page").Body(
		newPart(p.header, p.theme),
		p.linkNotice(),
		app.Main().ID("answer").TabIndex(-1).Body(
			newPart(p.total, now, p.status),
			newPart(p.comparison, now),
			p.picture(),
			&explain{Page: p, Why: p.s.Why},
			p.settings(),
			newPart(func() app.UI { return derivation(p.lang, p.s, p) }, now, p.s.Stage),
			newPart(func() app.UI { return byLevel(p.lang, p.s) }, now),
			newPart(func() app.UI { return byKind(p.lang, p.s) }, now),
			newPart(func() app.UI { return closedForm(p.lang, p.s) }, now),
			newPart(p.tables, now, p.opened),
			newPart(p.code, p.opened, p.keras, p.ifOpen(tableCode)),
			newPart(p.take, p.opened, p.taking, p.taken, p.canTake, p.ifOpen(tableTake)),
			newPart(p.verification, now, p.pasted),
			newPart(func() app.UI { return conventions(p.lang, p.s) }, now),
		),
		newPart(func() app.UI { return footer(p.lang) }),
		newPart(p.shareDialog, p.sharing, p.status, p.canTake),
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
	other, to := Chinese, "./zh/"
	if p.lang == Chinese {
		other, to = English, "../"
	}
	themes := []struct {
		value string
		label config.Text
	}{{"", words.ThemeAuto}, {"light", words.ThemeLight}, {"dark", words.ThemeDark}}
	return app.Header().Body(
		app.A().Class("skip").Href("#answer").Text(p.lang.T(words.SkipToAnswer)),
		app.Div().Class("title").Body(
			app.H1().Text(Title(p.lang)),
			app.P().Text(p.lang.T(words.Tagline)),
		),
		app.Div().Class("tools").Body(
			app.A().Href("./p/").Text(p.lang.T(words.Networks)),
			app.A().Href("./gallery/").Text(p.lang.T(words.Gallery)),
			app.A().Href("./help/").Text(p.lang.T(words.Help)),
			app.Label().Class("theme").Body(
				app.Span().Aria("hidden", true).Text("◐"),
				app.Select().ID("theme").Aria("label", p.lang.T(words.Theme)).Title(p.lang.T(words.Theme)).OnChange(p.onTheme).Body(
					app.Range(themes).Slice(func(i int) app.UI {
						return app.Option().Value(themes[i].value).Selected(p.theme == themes[i].value).
							Text(p.lang.T(themes[i].label))
					}),
				),
			),
			app.A().Class("lang").Href(to).Lang(string(other)).Attr("hreflang", string(other)).
				DataSet("keep-hash", "true").Text(p.lang.T(words.Switch)),
		),
	)
}

// linkNotice says what of the link could not be used.
func (p *Page) linkNotice() app.UI {
	if len(p.s.problems) == 0 {
		return app.Div().ID("notice").Hidden(true)
	}
	items := p.s.problems
	return app.Div().ID("notice").Role("alert").Body(
		app.P().Text(p.lang.T(words.LinkSaid)),
		app.Ul().Body(app.Range(items).Slice(func(i int) app.UI {
			return app.Li().Text(problem(p.lang, p.s, items[i]))
		})),
		app.P().Text(p.lang.T(words.LinkKept)),
		app.Button().Type("button").Class("quiet").OnClick(p.onDismiss).Text(p.lang.T(words.Dismiss)),
	)
}

// problem says one problem of a link. Values are shortened: they may be hostile.
func problem(l Lang, s *state, q link.Problem) string {
	c, of := s.Config, ""
	if rest, ok := strings.CutPrefix(q.Key, link.OtherPrefix); ok && s.Other != nil {
		c, of, q.Key = s.Other, "B: ", rest
	}
	return of + problemOf(l, c, q)
}

func problemOf(l Lang, c *config.Config, q link.Problem) string {
	key, value := shorten(q.Key), shorten(q.Value)
	why := ""
	if q.Err != nil {
		why = l.T(q.Err.Text)
	}
	if k := c.Knob(q.Key); k != nil {
		key = l.T(k.Label)
	}
	t := words.LinkProblem[q.Kind]
	switch q.Kind {
	case link.BadValue, link.Contradiction:
		if why == "" {
			why = "–"
		}
		return l.F(t, key, value, why)
	case link.TooMany:
		return l.F(t, "", number.Grouped(int64(q.More)))
	}
	return l.F(t, key, value)
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// total is the answer, with what can be done with it.
func (p *Page) total() app.UI {
	l := p.lang
	return answer(p.lang, p.s,
		app.P().Class("stale-note").Role("status").Hidden(!p.s.Stale()).Text(l.T(words.Stale)),
		app.Div().Class("actions").Body(
			app.Button().Type("button").ID("copy-link").OnClick(p.onCopyLink).Text(l.T(words.CopyLink)),
			app.Button().Type("button").ID("share").Aria("haspopup", "dialog").OnClick(p.onShare).Text(l.T(shareWords.Share)),
			app.Button().Type("button").ID("copy-total").OnClick(p.onCopyTotal).Text(l.T(words.CopyTotal)),
			app.Button().Type("button").ID("compare-with").Title(l.T(compareWords.WithHelp)).OnClick(p.onCompare).Text(l.T(compareWords.With)),
			app.Button().Type("button").ID("reset").Class("quiet").OnClick(p.onReset).Text(l.T(words.Reset)),
			app.Span().ID("status").Role("status").Text(p.status),
		),
	)
}

// answer is the exact number, its rounded form and what stands beside it.
func answer(l Lang, s *state, more ...app.UI) app.UI {
	return totalSection(l, s,
		&markup{HTML: factsHTML(l, s)},
		app.Range(more).Slice(func(i int) app.UI { return more[i] }),
	)
}

// totalSection is the section of the exact number, and of what follows it.
func totalSection(l Lang, s *state, body ...app.UI) app.UI {
	r := s.Report
	class := "total"
	if s.Stale() {
		class = "total stale"
	}
	if len(number.Grouped(r.Learnable)) > 13 {
		class += " long"
	}
	count := app.P().Class("count").Body(
		app.Output().ID("count").Text(number.Grouped(r.Learnable)),
		app.Span().Text(l.T(words.ParametersUnit)),
	)
	return app.Section().ID("total").Class(class).Aria("label", l.T(words.Answer)).Body(append([]app.UI{count}, body...)...)
}

// picture is the diagram with a line that says what is pointed at.
func (p *Page) picture() app.UI {
	return app.Section().ID("diagram").Aria("label", p.lang.T(words.Diagram)).Body(
		app.Figure().
			OnClick(p.onStageClick).
			On("focusin", p.onStageFocus).
			On("mouseover", p.onStageOver).
			On("mouseleave", p.onStageLeave).
			Body(
				&picture{Wide: p.svg[0], Narrow: p.svg[1], Selected: p.s.Stage, Hover: p.hover},
				app.FigCaption().Body(
					app.Span().ID("pointed").Text(p.pointed()),
					app.Span().Class("hint").Text(p.lang.T(words.DiagramHelp)),
				),
			),
	)
}

// pointed says in one line what the stage under the pointer, or else the
// selected one, has.
func (p *Page) pointed() string {
	name := p.hover
	if !p.s.hasStage(name) {
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
			text := p.lang.stageName(row.Stage) + ": " + number.Grouped(row.Learnable)
			if len(terms) > 1 && len(terms) <= 8 {
				text += " = " + sumText(terms)
			}
			return text
		}
	}
	return ""
}

// derivation is the ledger: a row a stage that opens to its layers, and the total.
func derivation(l Lang, s *state, on stageSelecter) app.UI {
	rows := &ledger{On: on, Rows: ledgerHTML(l, s.Report, s.Stage), Selected: s.Stage}
	if i := s.stageIndex(s.Stage); i >= 0 {
		rows.Steps = stepsHTML(l, s.Report, i)
	}
	return section("derivation", l.T(words.Derivation), l.T(words.DerivationHelp), rows)
}

// byLevel is the tutorial's table: encoder and decoder of one level together.
func byLevel(l Lang, s *state) app.UI {
	return section("by-level", l.T(words.ByLevel), l.T(words.ByLevelHelp),
		scroll(l.T(words.ByLevel), &markup{HTML: levelsHTML(l, s.Report)}))
}

// byKind cuts the total by kind of layer.
func byKind(l Lang, s *state) app.UI {
	return section("by-kind", l.T(words.ByKind), l.T(words.ByKindHelp),
		scroll(l.T(words.ByKind), &markup{HTML: kindsHTML(l, s.Report)}))
}

// closedForm shows the count as a polynomial in the base width.
func closedForm(l Lang, s *state) app.UI {
	if s.Form.Den == 0 {
		return section("closed-form", l.T(words.ClosedForm), "", app.P().Text(l.T(words.ClosedFormNone)))
	}
	var m mathML
	m.WriteString(`<div class="formula scroll">`)
	m.poly(s.Form, s.Width, s.Report.Learnable)
	m.WriteString(`</div>`)
	return section("closed-form", l.T(words.ClosedForm), l.T(words.ClosedFormHelp), &markup{HTML: m.String()})
}

// tables holds the long tables. They are made when they are opened.
func (p *Page) tables() app.UI {
	l, r := p.lang, p.s.Report
	long := []struct {
		id, title string
		html      func() string
	}{
		{"layers", l.F(words.AllLayers, number.Grouped(int64(len(r.Steps)-1))), func() string { return layersHTML(l, r, p.s.Trace) }},
		{"tensors", l.F(words.AllTensors, number.Grouped(int64(len(r.Tensors)))), func() string { return tensorsHTML(l, r) }},
	}
	return app.Section().ID("tables").Body(app.Range(long).Slice(func(i int) app.UI {
		var body app.UI
		if p.opened[i] || app.IsServer {
			body = &markup{HTML: long[i].html()}
		}
		return app.Details().ID(long[i].id).Open(p.opened[i]).On("toggle", p.onTable(i), i).Body(
			app.Summary().Body(app.H2().Text(long[i].title)),
			scroll(long[i].title, body),
		)
	}))
}

func conventions(l Lang, s *state) app.UI {
	return section("conventions", l.T(words.Conventions), "", &markup{HTML: conventionsHTML(l, s.Report)})
}

func footer(l Lang) app.UI {
	return app.Footer().Body(
		app.P().Text(l.T(words.Footer)),
		app.P().Text(l.T(words.FooterSource)),
	)
}

// sourceLink links to where a network comes from: a paper, or a repository at
// the commit that is reproduced.
func sourceLink(s config.Source) app.UI {
	title := s.Title
	if s.Commit != "" {
		title += " @ " + s.Commit[:min(7, len(s.Commit))]
	}
	if s.Year > 0 {
		title += " (" + strconv.Itoa(s.Year) + ")"
	}
	return app.A().Href(s.URL).Rel("noopener").Text(title)
}

// section is a titled part of the page.
func section(id, title, help string, body ...app.UI) app.UI {
	children := []app.UI{app.H2().ID(id + "-title").Text(title)}
	if help != "" {
		children = append(children, app.P().Class("help").Text(help))
	}
	return app.Section().ID(id).Aria("labelledby", id+"-title").Body(append(children, body...)...)
}

// scroll holds what may be wider than the page.
func scroll(label string, body ...app.UI) app.UI {
	return app.Div().Class("scroll").TabIndex(0).Role("group").Aria("label", label).Body(body...)
}

func headRow(titles []string) app.UI {
	return app.Tr().Body(app.Range(titles).Slice(func(i int) app.UI {
		return app.Th().Scope("col").Text(titles[i])
	}))
}
