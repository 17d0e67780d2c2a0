package page

import (
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/diagram"
	"unetparams/app/dom"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/app/turn"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// A picker is the choice of architectures, grouped by family and searched by
// name, repository, class and year. Its list is made when it is opened: the
// totals in it are those of real networks, counted then, while the names can be
// read and searched already.
type picker struct {
	app.Compo
	Session *session.Session
	Arch    string // the present one

	open  bool
	now   *zoo.Preset // the present one, while the list is rendered
	query string      // what is searched for
	kind  string      // the family that is listed, by its English name; "" for all
}

// Render implements go-app's Composer.
func (p *picker) Render() app.UI {
	l := p.Session.Lang
	var list app.UI
	if p.open {
		list = p.archList()
	}
	return app.Details().ID("picker").Class("picker").Open(p.open).On("toggle", p.onPicker).Body(
		app.Summary().Body(
			app.Span().Class("help").Text(l.T(text.Page.Architecture)),
			app.Span().Class("name").Text(l.T(p.Session.State.Config.Arch.Name)),
		),
		app.Div().Class("list").OnKeyDown(p.onKey).Body(
			app.Input().Type("search").ID("arch-search").Placeholder(l.T(text.Page.SearchArch)).
				Aria("label", l.T(text.Page.SearchArch)).AutoComplete(false).Spellcheck(false).
				OnInput(p.onSearch).OnKeyDown(p.onSearchKey),
			list,
		),
	)
}

// archList lists the architectures: all of them in groups, or those that match what is
// searched for, or those of one family.
func (p *picker) archList() app.UI {
	l := p.Session.Lang
	p.now = p.Session.State.Preset()
	var body []app.UI
	if p.query == "" && p.kind == "" {
		body = p.groups()
	} else {
		archs, presets := p.matching()
		for _, a := range archs {
			body = append(body, p.card(zoo.Group{Arch: a}))
		}
		if len(presets) > 0 {
			body = append(body, app.H3().Text(l.T(text.Page.Preset)))
		}
		for _, q := range presets {
			body = append(body, p.line(q))
		}
	}
	if len(body) == 0 {
		body = append(body, app.P().Class("help").Text(l.T(text.Page.NoArch)))
	}
	return app.Div().Body(p.kinds(), app.Div().Class("archs").Body(body...))
}

// groups lists a recommended network for each architecture, other published ones below
// it, and further code of it behind a fold.
func (p *picker) groups() []app.UI {
	l := p.Session.Lang
	var body []app.UI
	family := config.Text{}
	for _, g := range zoo.Groups() {
		if g.Arch.Family != family {
			family = g.Arch.Family
			body = append(body, app.H3().Text(l.T(family)))
		}
		body = append(append(body, p.card(g)), p.lines(g)...)
		if len(g.Variants) == 0 {
			continue
		}
		var cards []app.UI
		for _, a := range g.Variants {
			v := zoo.Group{Arch: a}
			cards = append(append(cards, p.card(v)), p.lines(v)...)
		}
		body = append(body, app.Details().Open(slices.Contains(g.Variants, p.Session.State.Config.Arch)).Body(
			app.Summary().Text(l.F(text.Page.Variants, len(g.Variants))),
			app.Div().Body(cards...),
		))
	}
	return body
}

// card is the row of a group's recommended network.
func (p *picker) card(g zoo.Group) app.UI {
	l, a := p.Session.Lang, g.Arch
	c := card{"…", `<svg viewBox="0 0 120 72"></svg>`}
	if i := slices.Index(zoo.Archs(), a); i < len(cards) {
		c = cards[i]
	}
	pick, pressed := p.onArch(a), a == p.Session.State.Config.Arch && (g.Preset == nil || g.Preset == p.now)
	source := archSource(a)
	if g.Preset != nil {
		c.total, pick = number.Grouped(g.Preset.Total), p.onPreset(g.Preset)
		source = l.T(g.Preset.Name) + " · " + g.Preset.Source.Title
	}
	return app.Button().Type("button").Class("card").DataSet("arch", a.ID).
		Aria("pressed", dom.BoolText(pressed)).
		OnClick(pick, a.ID, g.Preset != nil).
		Body(
			app.Span().Class("name").Text(l.T(a.Name)),
			app.Span().Class("n").Body(
				app.Text(c.total),
				app.If(g.Paper, app.Span().Class("paper").Text(l.T(text.Page.AsInPaper))),
			),
			app.Div().Class("thumb-box").Body(app.Raw(c.thumb)),
			app.Span().Class("help").Text(source),
		)
}

// lines are the other published networks of a group's architecture, and its defaults if
// they are none of these.
func (p *picker) lines(g zoo.Group) []app.UI {
	var lines []app.UI
	for i := range zoo.Presets() {
		if q := &zoo.Presets()[i]; q.Arch == g.Arch.ID && q != g.Preset {
			lines = append(lines, p.line(q))
		}
	}
	if g.Defaults {
		lines = append(lines, p.row(text.Page.Defaults, p.onArch(g.Arch), g.Arch.ID, false))
	}
	return lines
}

// line is the row of a published network.
func (p *picker) line(q *zoo.Preset) app.UI {
	return p.row(q.Name, p.onPreset(q), q.ID, q == p.now, app.Span().Class("n").Text(number.Grouped(q.Total)))
}

func (p *picker) row(name config.Text, pick app.EventHandler, scope string, pressed bool, total ...app.UI) app.UI {
	return app.Button().Type("button").Class("line").Aria("pressed", dom.BoolText(pressed)).OnClick(pick, scope).
		Body(append([]app.UI{app.Span().Text(p.Session.Lang.T(name))}, total...)...)
}

// matching returns the architectures and the published networks that the list shows of
// a search or a family.
func (p *picker) matching() ([]*config.Arch, []*zoo.Preset) {
	archs := slices.DeleteFunc(zoo.Search(p.query), func(a *config.Arch) bool { return p.kind != "" && a.Family.EN != p.kind })
	presets := slices.DeleteFunc(zoo.SearchPresets(p.query), func(q *zoo.Preset) bool {
		return p.kind != "" && zoo.Lookup(q.Arch).Family.EN != p.kind
	})
	return archs, presets
}

// kinds are the chips that list one family of architectures only.
func (p *picker) kinds() app.UI {
	l := p.Session.Lang
	chips := []app.UI{p.kindChip("", l.T(text.Page.AllArchs))}
	family := config.Text{}
	for _, a := range zoo.Archs() {
		if a.Family != family {
			family = a.Family
			chips = append(chips, p.kindChip(family.EN, l.T(family)))
		}
	}
	return app.Div().Class("ways").Role("group").Aria("label", l.T(text.Page.ArchKinds)).Body(chips...)
}

func (p *picker) kindChip(kind, label string) app.UI {
	return app.Button().Type("button").DataSet("kind", kind).Aria("pressed", dom.BoolText(kind == p.kind)).
		OnClick(p.onKind(kind), kind).Text(label)
}

func (p *picker) onKind(kind string) app.EventHandler {
	return func(ctx app.Context, e app.Event) { p.kind = kind }
}

// archSource names where an architecture comes from: its repository, or else its
// paper, and the year of the paper.
func archSource(a *config.Arch) string {
	var parts []string
	for i := len(a.Sources) - 1; i >= 0; i-- {
		if s := a.Sources[i]; len(parts) == 0 {
			parts = append(parts, s.Title)
		}
	}
	for _, s := range a.Sources {
		if s.Year > 0 {
			return strings.Join(append(parts, strconv.Itoa(s.Year)), " · ")
		}
	}
	return strings.Join(parts, "")
}

// A card is what the list shows of an architecture at its defaults.
type card struct{ total, thumb string }

// cards are those of the first architectures, as far as they have been made.
var (
	cards  []card
	making bool
)

// makeCards makes the missing ones, slice by slice, and then shows them.
func (p *picker) makeCards(ctx app.Context) {
	if making || len(cards) == len(zoo.Archs()) {
		return
	}
	making = true
	ctx.Async(func() {
		for _, a := range zoo.Archs()[len(cards):] {
			c := card{"–", "<svg></svg>"}
			if _, r, err := config.New(a).Build(); err == nil {
				c = card{number.Grouped(r.Learnable), diagram.Thumb(r)}
			}
			cards = append(cards, c)
			turn.GiveIfDue()
		}
		making = false
		ctx.Dispatch(func(app.Context) {})
	})
}

func (p *picker) onPicker(ctx app.Context, e app.Event) {
	if p.open = ctx.JSSrc().Get("open").Bool(); p.open {
		p.makeCards(ctx)
		p.element().Call("querySelector", "input").Call("focus", map[string]any{"preventScroll": true})
	}
}

func (p *picker) element() app.Value { return app.Window().GetElementByID("picker") }

// onKey closes the list with Escape, and goes along it with the arrow keys; from
// the first architecture, up leads to the search.
func (p *picker) onKey(ctx app.Context, e app.Event) {
	key := e.Get("key").String()
	if key == "Escape" {
		p.open = false
		p.element().Call("querySelector", "summary").Call("focus")
		return
	}
	by := map[string]int{"ArrowDown": 1, "ArrowUp": -1}[key]
	if by == 0 {
		return
	}
	e.PreventDefault()
	list := p.element().Call("querySelectorAll", "#arch-search, .archs > button, .archs summary, .archs details[open] button")
	now := app.Window().Get("document").Get("activeElement")
	for i := range list.Get("length").Int() {
		if list.Index(i).Equal(now) {
			if next := list.Index(i + by); next.Truthy() {
				next.Call("focus")
			}
			return
		}
	}
}

func (p *picker) onSearch(ctx app.Context, e app.Event) {
	p.query = ctx.JSSrc().Get("value").String()
	if len(p.query) > 200 {
		p.query = p.query[:200]
	}
}

// onSearchKey takes the first architecture that matches, or the first published network.
func (p *picker) onSearchKey(ctx app.Context, e app.Event) {
	if e.Get("key").String() != "Enter" || e.Get("isComposing").Bool() {
		return
	}
	e.PreventDefault() // it would press what gets the focus next
	switch archs, presets := p.matching(); {
	case len(archs) > 0:
		p.pick(ctx, config.New(archs[0]), "arch")
	case len(presets) > 0:
		p.pick(ctx, presets[0].Config(), "preset")
	}
}

func (p *picker) onArch(a *config.Arch) app.EventHandler {
	return func(ctx app.Context, e app.Event) { p.pick(ctx, config.New(a), "arch") }
}

func (p *picker) onPreset(q *zoo.Preset) app.EventHandler {
	return func(ctx app.Context, e app.Event) { p.pick(ctx, q.Config(), "preset") }
}

// pick takes a network. The list closes, and the focus goes back to what had opened it.
func (p *picker) pick(ctx app.Context, c *config.Config, key string) {
	p.open, p.query = false, ""
	p.Session.Use(c, key)
	p.Session.After(func(app.Context) {
		p.element().Call("querySelector", "input").Set("value", "")
		p.element().Call("querySelector", "summary").Call("focus")
	})
}
