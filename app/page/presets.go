package page

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/section"
	"unetparams/app/session"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// presets is the choice of published networks, with the source of the chosen one.
type presets struct {
	app.Compo
	Session *session.Session
	Preset  string // that is shown; see presetID
}

// presetID returns the ID of the preset that a state shows, or "".
func presetID(s *state.State) string {
	if q := s.Preset(); q != nil {
		return q.ID
	}
	return ""
}

// Render implements go-app's Composer. The options, of which there are hundreds, are
// laid out once: see OnUpdate.
func (p *presets) Render() app.UI {
	l := p.Session.Lang
	note := app.P().Class("help")
	if q := p.Session.State.Preset(); q != nil {
		note = note.Body(app.Span().Text(l.T(q.Note)), section.SourceLink(q.Source))
	}
	return app.Div().Class("field preset").Body(
		app.Label().For("preset").Text(l.T(text.Page.Preset)),
		dom.NewPart(p.choice),
		note,
	)
}

// OnUpdate chooses the preset in the document.
func (p *presets) OnUpdate(ctx app.Context) {
	if app.IsClient {
		app.Window().GetElementByID("preset").Set("value", p.Preset)
	}
}

func (p *presets) choice() app.UI {
	l := p.Session.Lang
	options := []app.UI{
		app.Option().Value("").Disabled(true).Selected(p.Preset == "").Text(l.T(text.Page.PresetOwn)),
	}
	for _, q := range zoo.Presets() {
		options = append(options, app.Option().Value(q.ID).Selected(p.Preset == q.ID).
			Text(l.T(q.Name)+" · "+number.Grouped(q.Total)))
	}
	return app.Select().ID("preset").OnChange(p.onChange).Body(options...)
}

func (p *presets) onChange(ctx app.Context, e app.Event) {
	id := ctx.JSSrc().Get("value").String()
	for _, q := range zoo.Presets() {
		if q.ID == id {
			p.Session.Use(q.Config(), "preset")
		}
	}
}
