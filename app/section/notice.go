package section

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/link"
	"unetparams/app/session"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
)

// A Notice says what of the link could not be used.
type Notice struct {
	app.Compo
	Session  *session.Session
	Version  int // of the state
	Problems int // so many
}

// Render implements go-app's Composer.
func (n *Notice) Render() app.UI {
	if len(n.Session.State.Problems) == 0 {
		return app.Div().ID("notice").Hidden(true)
	}
	items := n.Session.State.Problems
	return app.Div().ID("notice").Role("alert").Body(
		app.P().Text(n.Session.Lang.T(text.Page.LinkSaid)),
		app.Ul().Body(app.Range(items).Slice(func(i int) app.UI {
			return app.Li().Text(Problem(n.Session.Lang, n.Session.State, items[i]))
		})),
		app.P().Text(n.Session.Lang.T(text.Page.LinkKept)),
		app.Button().Type("button").Class("quiet").OnClick(n.onDismiss).Text(n.Session.Lang.T(text.Page.Dismiss)),
	)
}

func (n *Notice) onDismiss(ctx app.Context, e app.Event) { n.Session.State.Commit() }

// Problem says one problem of a link. Values are shortened: they may be hostile.
func Problem(l text.Lang, s *state.State, q link.Problem) string {
	c, of := s.Config, ""
	if rest, ok := strings.CutPrefix(q.Key, link.OtherPrefix); ok && s.Other != nil {
		c, of, q.Key = s.Other, "B: ", rest
	}
	return of + problemOf(l, c, q)
}

func problemOf(l text.Lang, c *config.Config, q link.Problem) string {
	key, value := shorten(q.Key), shorten(q.Value)
	why := ""
	if q.Err != nil {
		why = l.T(q.Err.Text)
	}
	if k := c.Knob(q.Key); k != nil {
		key = l.T(k.Label)
	}
	t := text.Page.LinkProblem[q.Kind]
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
