package page

import (
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/counter/number"
)

// A change is what the last edit did to the total. Edits that follow within two
// seconds, such as the keys of one number, are one.
type change struct {
	version   int
	from, now int64
	at        time.Time
	turns     int
}

// note takes the total of a version of the state.
func (c *change) note(version int, total int64) {
	if c.version == version {
		return
	}
	first := c.version == 0
	c.version = version
	if first {
		c.from, c.now = total, total
		return
	}
	if total == c.now {
		return
	}
	if time.Since(c.at) > 2*time.Second {
		c.from = c.now
	}
	c.now, c.at = total, time.Now()
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
