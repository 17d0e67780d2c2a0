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

// comparison shows two networks beside each other; without a comparison it
// offers pairs of them.
type comparison struct {
	app.Compo
	Session *session.Session
	Version int  // of the state
	Shown   bool // its panel is in sight

	made     int // the version that compared belongs to
	compared *html.Comparison
}

// Render implements go-app's Composer.
func (p *comparison) Render() app.UI {
	if p.made != p.Version {
		p.made, p.compared = p.Version, html.Compare(p.Session.State, p.Session.Lang)
	}
	if p.compared == nil {
		return p.chooser()
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
			app.Div().On("change", p.onCompareB).Body(app.Raw(networkChoice(l, "compare-b", p.compared.B))),
			app.Button().Type("button").ID("compare-swap").OnClick(p.onSwap).Text(l.T(w.Swap)),
			app.Button().Type("button").ID("compare-table").OnClick(p.onTable).Text(l.T(text.Page.PinBoth)),
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

// famousPairs are the comparisons that explain the numbers which are quoted most,
// as links.
var famousPairs = []struct {
	link string
	what config.Text
}{
	{"v=1&arch=unet&b.arch=unet&b.base=64&b.norm=none&b.padding=valid&b.size=572", text.Compare.PairPaper},
	{"v=1&arch=unet&norm=none&b.arch=unet", text.Compare.PairNorm},
	{"v=1&arch=unet&b.arch=unet&b.base=64", text.Compare.PairWidth},
	{"v=1&arch=unet&base=64&norm=none&b.arch=unet&b.base=64&b.norm=none&b.up=bilinear", text.Compare.PairUp},
	{"v=1&arch=unet&base=64&b.arch=milesial&b.n_classes=1&b.bilinear=on", text.Compare.PairMilesial},
}

// chooser offers what to compare the network with, and the famous pairs.
func (p *comparison) chooser() app.UI {
	l, w := p.Session.Lang, &text.Compare
	if !p.Shown {
		return app.Section().ID("compare")
	}
	return section.Titled("compare", l.T(w.Title), l.T(w.ChooseHelp),
		app.Div().Class("actions").Body(
			app.Label().For("compare-b").Text(l.T(w.ThisWith)),
			app.Div().On("change", p.onCompareB).Body(app.Raw(networkChoice(l, "compare-b", nil))),
			app.Button().Type("button").ID("compare-pin").OnClick(p.onPin).Text(l.T(w.Pin)),
		),
		app.H3().Text(l.T(w.Pairs)),
		app.Ul().Class("pairs").Body(app.Range(famousPairs).Slice(func(i int) app.UI {
			return app.Li().Body(app.A().Href("#" + famousPairs[i].link).Text(l.T(famousPairs[i].what)))
		})),
	)
}

func (p *comparison) onPin(ctx app.Context, e app.Event) {
	p.Session.Compare(p.Session.State.Config.Clone(), "pin")
}

// networkChoice offers the published networks; b is the chosen one, or nil. It is
// written as text, since a further kind of element would add all its methods to the
// program.
func networkChoice(l text.Lang, id string, b *config.Config) string {
	var now *zoo.Preset
	usual, first := false, text.Compare.Choose
	if b != nil {
		now, first = zoo.PresetOf(b), text.Compare.Pinned
		usual = now == nil && b.Equal(config.New(b.Arch))
	}
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
	t.WriteString(`<select id="` + id + `">`)
	option("", ` disabled=""`, now == nil && !usual, first)
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

func (p *comparison) onCompareClose(ctx app.Context, e app.Event) {
	p.Session.Show("compare")
	p.Session.Compare(nil, "close")
}

func (p *comparison) onCompareB(ctx app.Context, e app.Event) {
	value := e.Get("target").Get("value").String()
	if c := chosen(value); c != nil {
		p.Session.Compare(c, value)
	}
}

func (p *comparison) onTable(ctx app.Context, e app.Event) {
	pin(p.Session, p.compared.A)
	pin(p.Session, p.compared.B)
	p.Session.Show("pinned")
}

func (p *comparison) onSwap(ctx app.Context, e app.Event) {
	p.Session.State.Swap()
	p.Session.Commit("swap")
}
