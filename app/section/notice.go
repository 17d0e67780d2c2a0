package section

import (
	"strings"

	"unetparams/app/link"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
)

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
