package page

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/html"
	"unetparams/app/section"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// comparison shows two networks beside each other; without a comparison it is
// an empty place.
type comparison struct {
	app.Compo
	Session *session.Session
	Version int // of the state

	made     int // the version that compared belongs to
	compared *html.Comparison
}

// Render implements go-app's Composer.
func (p *comparison) Render() app.UI {
	if p.made != p.Version {
		p.made, p.compared = p.Version, html.Compare(p.Session.State, p.Session.Lang)
	}
	if p.compared == nil {
		return app.Section().ID("compare").Hidden(true)
	}
	l, c := p.Session.Lang, p.compared
	w := &text.Compare
	body := []app.UI{
		app.Div().Class("sides").Body(
			p.side(0, c.Total.A),
			p.side(1, c.Total.B),
		),
		app.P().ID("compare-difference").Class("difference").Role("status").Text(html.Difference(l, c.Total)),
		app.Div().Class("actions").Body(
			app.Label().For("compare-b").Text(l.T(w.Beside)),
			app.Div().On("change", p.onCompareB).Body(app.Raw(p.choice())),
			app.Button().Type("button").ID("compare-swap").OnClick(p.onSwap).Text(l.T(w.Swap)),
			app.Button().Type("button").ID("compare-close").Class("quiet").OnClick(p.onCompareClose).Text(l.T(w.Close)),
		),
	}
	if c.A.Equal(c.B) {
		body = append(body, app.P().Text(l.T(w.Same)+" "+l.T(w.SameHelp)))
	} else {
		help := l.T(w.PicturesHelp)
		if c.NoSizes {
			help += " " + l.T(w.PicturesLevels)
		}
		body = append(body,
			app.Raw(c.Tables),
			app.H3().Text(l.T(w.Pictures)),
			app.P().Class("help").Text(help),
			app.Div().Class("pair u").Body(app.Raw(`<div>`+c.Pictures[0]+`</div>`), app.Raw(`<div>`+c.Pictures[1]+`</div>`)),
		)
	}
	return section.Titled("compare", l.T(w.Title), l.T(w.Help), body...)
}

func (p *comparison) side(i int, total int64) app.UI {
	return app.P().Class("side").Body(
		app.Span().Class("letter").Text(html.SideNames[i]),
		app.Span().Class("n").Text(number.Grouped(total)),
		app.Span().Class("help").Text(p.compared.Names[i]),
	)
}

// choice offers the published networks for B. It is written as text, since a
// further kind of element would add all its methods to the program.
func (p *comparison) choice() string {
	l, b := p.Session.Lang, p.compared.B
	now := zoo.PresetOf(b)
	usual := now == nil && b.Equal(config.New(b.Arch))
	var t html.Writer
	option := func(value, more string, selected bool, name config.Text) {
		if selected {
			more += ` selected=""`
		}
		t.WriteString(`<option value="` + value + `"` + more + `>`)
		t.Text(l.T(name))
		t.WriteString(`</option>`)
	}
	begin := func(name config.Text) {
		t.WriteString(`<optgroup label="`)
		t.Text(l.T(name))
		t.WriteString(`">`)
	}
	t.WriteString(`<select id="compare-b">`)
	option("", ` disabled=""`, now == nil && !usual, text.Compare.Pinned)
	begin(text.Compare.Presets)
	for _, q := range zoo.Presets() {
		option("p:"+q.ID, "", now != nil && now.ID == q.ID, q.Name)
	}
	family := config.Text{}
	for _, a := range zoo.Archs() {
		if a.Family != family {
			family = a.Family
			t.WriteString(`</optgroup>`)
			begin(family)
		}
		if a.ID != zoo.Default { // the tutorial's preset
			option("a:"+a.ID, "", usual && a == b.Arch, a.Name)
		}
	}
	t.WriteString(`</optgroup></select>`)
	return t.String()
}

// chosen returns the network that an option of the choice stands for, or nil.
func chosen(value string) *config.Config {
	kind, id, _ := strings.Cut(value, ":")
	if kind == "a" {
		if a := zoo.Lookup(id); a != nil {
			return config.New(a)
		}
	}
	for _, p := range zoo.Presets() {
		if kind == "p" && p.ID == id {
			return p.Config()
		}
	}
	return nil
}

func (p *comparison) onCompareClose(ctx app.Context, e app.Event) { p.Session.Compare(nil, "close") }

func (p *comparison) onCompareB(ctx app.Context, e app.Event) {
	value := e.Get("target").Get("value").String()
	if c := chosen(value); c != nil {
		p.Session.Compare(c, value)
	}
}

func (p *comparison) onSwap(ctx app.Context, e app.Event) {
	p.Session.State.Swap()
	p.Session.Commit("swap")
}
