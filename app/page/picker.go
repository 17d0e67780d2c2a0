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
	query string // what is searched for
	kind  string // the family that is listed, by its English name; "" for all
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

// archList lists the architectures that match what is searched for.
func (p *picker) archList() app.UI {
	l := p.Session.Lang
	var body []app.UI
	family := config.Text{}
	for _, a := range p.matching() {
		c := card{"…", `<svg viewBox="0 0 120 72"></svg>`}
		if i := slices.Index(zoo.Archs(), a); i < len(cards) {
			c = cards[i]
		}
		if a.Family != family {
			family = a.Family
			body = append(body, app.H3().Text(l.T(family)))
		}
		current := a == p.Session.State.Config.Arch
		body = append(body, app.Button().Type("button").
			Aria("pressed", strconv.FormatBool(current)).
			OnClick(p.onArch(a), a.ID).
			Body(
				app.Span().Class("name").Text(l.T(a.Name)),
				app.Span().Class("n").Text(c.total),
				app.Div().Class("thumb-box").Body(app.Raw(c.thumb)),
				app.Span().Class("help").Text(archSource(a)),
			))
	}
	if len(body) == 0 {
		body = append(body, app.P().Class("help").Text(l.T(text.Page.NoArch)))
	}
	return app.Div().Body(p.kinds(), app.Div().Class("archs").Body(body...))
}

// matching returns the architectures that the list shows.
func (p *picker) matching() []*config.Arch {
	return slices.DeleteFunc(zoo.Search(p.query), func(a *config.Arch) bool { return p.kind != "" && a.Family.EN != p.kind })
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
	list := p.element().Call("querySelectorAll", "#arch-search, .archs button")
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

// onSearchKey takes the first architecture that matches.
func (p *picker) onSearchKey(ctx app.Context, e app.Event) {
	if e.Get("key").String() != "Enter" || e.Get("isComposing").Bool() {
		return
	}
	e.PreventDefault() // it would press what gets the focus next
	if found := p.matching(); len(found) > 0 {
		p.pick(ctx, found[0])
	}
}

func (p *picker) onArch(a *config.Arch) app.EventHandler {
	return func(ctx app.Context, e app.Event) { p.pick(ctx, a) }
}

// pick takes an architecture with its defaults. The list closes, and the focus
// goes back to what had opened it.
func (p *picker) pick(ctx app.Context, a *config.Arch) {
	p.open, p.query = false, ""
	p.Session.Use(config.New(a), "arch")
	p.Session.After(func(app.Context) {
		p.element().Call("querySelector", "input").Set("value", "")
		p.element().Call("querySelector", "summary").Call("focus")
	})
}
