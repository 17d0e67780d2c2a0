package page

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/config"
)

// departures are the settings that are not at their defaults, each with a button
// that brings it back.
type departures struct {
	app.Compo
	Session *session.Session
	Version int // of the state
}

// Render implements go-app's Composer.
func (p *departures) Render() app.UI {
	l, c := p.Session.Lang, p.Session.State.Config
	var chips []app.UI
	for _, k := range c.Knobs {
		if !k.Changed() {
			continue
		}
		says := l.Setting(c, k, l.Value(k))
		chips = append(chips, app.Li().Body(
			app.Button().Type("button").Aria("label", l.F(text.Page.BackToDefault, says)).
				OnClick(p.onRemove(k), c.Arch.ID, k.Key, k.Default).OnKeyDown(p.onKey(k), c.Arch.ID, k.Key, k.Default).Body(
				app.Span().Text(says), app.Span().Aria("hidden", true).Text("✕"))))
	}
	return app.Ul().ID("departures").Hidden(len(chips) == 0).Aria("label", l.T(text.Page.Departures)).Body(chips...)
}

func (p *departures) onRemove(k *config.Knob) app.EventHandler {
	key, value := k.Key, k.Default
	return func(ctx app.Context, e app.Event) { p.remove(key, value) }
}

// onKey lets the keys that delete remove a departure, too.
func (p *departures) onKey(k *config.Knob) app.EventHandler {
	key, value := k.Key, k.Default
	return func(ctx app.Context, e app.Event) {
		if pressed := e.Get("key").String(); pressed == "Delete" || pressed == "Backspace" {
			e.PreventDefault()
			p.remove(key, value)
		}
	}
}

// remove brings a setting back to its default. The focus goes on to the next
// departure, or to what undoes the removal.
func (p *departures) remove(key, value string) {
	p.Session.Set(key, value)
	p.Session.After(func(app.Context) {
		if app.Window().Get("document").Get("activeElement").Call("closest", "#departures").Truthy() {
			return
		}
		next := app.Window().Get("document").Call("querySelector", "#departures li:last-child button")
		if !next.Truthy() {
			next = app.Window().GetElementByID("undo")
		}
		next.Call("focus")
	})
}
