package page

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/counter"
	"unetparams/counter/number"
)

// A change is what the last edit did to the total. Edits that follow within two
// seconds, such as the keys of one number, are one.
type change struct {
	version   int
	from, now int64
	at        int64 // when the last edit came, by dom.Clock
	turns     int

	stages map[string]int64 // the counts of the stages
	marked []string         // those that the last edit changed, until the page shows it
}

// compare notes which stages another state counts otherwise.
func (c *change) compare(r *counter.Report) {
	was := c.stages
	c.stages, c.marked = make(map[string]int64, len(r.Stages)), nil
	for _, row := range r.Stages {
		name := row.Stage.String()
		c.stages[name] = row.Learnable
		if n, ok := was[name]; ok && n != row.Learnable {
			c.marked = append(c.marked, name)
		}
	}
	if len(c.marked) == len(c.stages) {
		c.marked = nil // all is another network, and nothing stands out
	}
}

// mark tints the changed stages for a moment, using boot.js.
func (c *change) mark() {
	app.Window().Call("tint", strings.Join(c.marked, dom.Separator), c.turns%2)
	c.marked = nil
}

// note takes the report of a version of the state.
func (c *change) note(version int, r *counter.Report) {
	if c.version == version {
		return
	}
	c.compare(r)
	first, total := c.version == 0, r.Learnable
	c.version = version
	if first {
		c.from, c.now = total, total
		return
	}
	if total == c.now {
		return
	}
	at := dom.Clock()
	if at-c.at > 2000 {
		c.from = c.now
	}
	c.now, c.at = total, at
	c.turns++
}

// text says the difference, which the style sheet lets fade. Two classes take
// turns, as a browser starts an animation again only for another one.
func (c *change) text() app.UI {
	s := ""
	if d := c.now - c.from; d > 0 {
		s = "+" + number.Grouped(d)
	} else if d < 0 {
		s = "−" + number.Grouped(-d)
	}
	if s != "" && c.from > 0 {
		s += " · ×" + times(c.now, c.from)
	}
	return app.P().ID("change").Class("change turn-"+strconv.Itoa(c.turns%2)).Aria("hidden", true).Text(s)
}

// times returns a ratio with two decimals.
func times(a, b int64) string { return strconv.FormatFloat(float64(a)/float64(b), 'f', 2, 64) }
