package page

import (
	"slices"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/section"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/config"
)

// settings is the form: the architectures, the network in a sentence, what it
// departs in from the defaults, the presets, then a field for every knob.
type settings struct {
	app.Compo
	Session *session.Session
	Version int  // of the state
	Undo    bool // there is a change to take back

	query    string // what is searched for among the settings
	arch     string // of which that is
	unfolded bool   // on a phone, where the style sheet folds them
}

// Render implements go-app's Composer.
func (p *settings) Render() app.UI {
	s := p.Session
	arch := s.State.Config.Arch.ID
	if p.arch != arch {
		p.query, p.arch = "", arch
	}
	body := []app.UI{
		app.Div().Class("top").Body(
			app.H2().ID("settings-title").Text(s.Lang.T(text.Page.Settings)),
			app.Button().Type("button").ID("undo").Class("quiet").Title(s.Lang.T(text.Page.UndoHelp)).Disabled(!p.Undo).
				OnClick(p.onUndo).Text(s.Lang.T(text.Page.Undo)),
			app.Button().Type("button").ID("reset").Class("quiet").OnClick(p.onReset).Text(s.Lang.T(text.Page.Reset)),
		),
		app.Button().Type("button").ID("settings-fold").Aria("expanded", dom.BoolText(p.unfolded)).Aria("controls", "settings").
			OnClick(p.onFold).Text(s.Lang.T(text.Embed.Settings)),
		&picker{Session: s, Arch: arch},
		dom.NewPart(p.about, p.Version),
		&departures{Session: s, Version: p.Version},
		&presets{Session: s, Preset: presetID(s.State)},
		p.search(),
	}
	body = append(body, section.Fields(s, p.query)...)
	class := "folded"
	if p.unfolded {
		class = "unfolded"
	}
	return app.Section().ID("settings").Class(class).Aria("labelledby", "settings-title").OnKeyDown(p.onKey).Body(body...)
}

func (p *settings) onFold(ctx app.Context, e app.Event) { p.unfolded = !p.unfolded }

// manySettings is how many an architecture must have for a search among them.
const manySettings = 16

// search is the field that finds settings.
func (p *settings) search() app.UI {
	l, knobs := p.Session.Lang, p.Session.State.Config.Knobs
	found := slices.ContainsFunc(knobs, func(k *config.Knob) bool { return section.Matches(k, p.query) })
	return app.Div().Class("search").Hidden(len(knobs) < manySettings).Body(
		app.Input().Type("search").ID("setting-search").Placeholder(l.T(text.Page.SearchSettings)).
			Aria("label", l.T(text.Page.SearchSettings)).AutoComplete(false).Spellcheck(false).Value(p.query).OnInput(p.onSearch),
		app.P().Class("help").Role("status").Text(map[bool]string{false: l.T(text.Page.NoSetting)}[found]),
	)
}

func (p *settings) onSearch(ctx app.Context, e app.Event) {
	p.query = ctx.JSSrc().Get("value").String()
	if len(p.query) > 200 {
		p.query = p.query[:200]
	}
}

func (p *settings) onUndo(ctx app.Context, e app.Event) { p.Session.Undo() }

// onKey takes back the last change where no field has one of its own.
func (p *settings) onKey(ctx app.Context, e app.Event) {
	if (e.Get("ctrlKey").Bool() || e.Get("metaKey").Bool()) && !e.Get("shiftKey").Bool() && e.Get("key").String() == "z" &&
		!e.Get("target").Call("matches", "input:not([type=checkbox])").Bool() {
		e.PreventDefault()
		p.Session.Undo()
	}
}

// about says what the network is, and where the architecture comes from.
func (p *settings) about() app.UI {
	c := p.Session.State.Config
	a, sentence := c.Arch, p.Session.Lang.Sentence(c)
	if sentence == "" {
		sentence = p.Session.Lang.T(a.About)
	}
	return app.Div().Class("about help").Body(
		app.P().Text(sentence),
		app.Ul().Body(app.Range(a.Sources).Slice(func(i int) app.UI {
			return app.Li().Body(section.SourceLink(a.Sources[i]))
		})),
	)
}

func (p *settings) onReset(ctx app.Context, e app.Event) {
	p.Session.Use(config.New(p.Session.State.Config.Arch), "reset")
}
