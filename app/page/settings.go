package page

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/section"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// settings is the form: the architectures, the presets, then a field for every
// knob.
type settings struct {
	app.Compo
	Session *session.Session
	Version int // of the state

	unfolded bool // on a phone, where the style sheet folds them
}

// Render implements go-app's Composer.
func (p *settings) Render() app.UI {
	s := p.Session
	arch := s.State.Config.Arch.ID
	body := []app.UI{
		app.Div().Class("top").Body(
			app.H2().ID("settings-title").Text(s.Lang.T(text.Page.Settings)),
			app.Button().Type("button").ID("reset").Class("quiet").OnClick(p.onReset).Text(s.Lang.T(text.Page.Reset)),
		),
		app.Button().Type("button").ID("settings-fold").Aria("expanded", dom.BoolText(p.unfolded)).Aria("controls", "settings").
			OnClick(p.onFold).Text(s.Lang.T(text.Embed.Settings)),
		&picker{Session: s, Arch: arch},
		dom.NewPart(p.about, arch),
		dom.NewPart(p.presets, p.presetID()),
	}
	body = append(body, section.Fields(s)...)
	class := "folded"
	if p.unfolded {
		class = "unfolded"
	}
	return app.Section().ID("settings").Class(class).Aria("labelledby", "settings-title").Body(body...)
}

func (p *settings) onFold(ctx app.Context, e app.Event) { p.unfolded = !p.unfolded }

// about says what the architecture is and where it comes from.
func (p *settings) about() app.UI {
	a := p.Session.State.Config.Arch
	return app.Div().Class("about help").Body(
		app.P().Text(p.Session.Lang.T(a.About)),
		app.Ul().Body(app.Range(a.Sources).Slice(func(i int) app.UI {
			return app.Li().Body(section.SourceLink(a.Sources[i]))
		})),
	)
}

// presetID returns the ID of the preset that is shown, or "".
func (p *settings) presetID() string {
	if q := p.Session.State.Preset(); q != nil {
		return q.ID
	}
	return ""
}

// presets is the choice of published nets, with the source of the chosen one.
func (p *settings) presets() app.UI {
	all, now := zoo.Presets(), p.Session.State.Preset()
	options := []app.UI{
		app.Option().Value("").Disabled(true).Selected(now == nil).Text(p.Session.Lang.T(text.Page.PresetOwn)),
	}
	for _, q := range all {
		options = append(options, app.Option().Value(q.ID).Selected(now != nil && now.ID == q.ID).
			Text(p.Session.Lang.T(q.Name)+" · "+number.Grouped(q.Total)))
	}
	note := app.P().Class("help")
	if now != nil {
		note = note.Body(app.Span().Text(p.Session.Lang.T(now.Note)), section.SourceLink(now.Source))
	}
	return app.Div().Class("field preset").Body(
		app.Label().For("preset").Text(p.Session.Lang.T(text.Page.Preset)),
		app.Select().ID("preset").OnChange(p.onPreset).Body(options...),
		note,
	)
}

func (p *settings) onPreset(ctx app.Context, e app.Event) {
	id := ctx.JSSrc().Get("value").String()
	for _, q := range zoo.Presets() {
		if q.ID == id {
			p.Session.Use(q.Config(), "preset")
		}
	}
}

func (p *settings) onReset(ctx app.Context, e app.Event) {
	p.Session.Use(config.New(p.Session.State.Config.Arch), "reset")
}
