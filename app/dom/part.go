package dom

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// A part is a piece of the page that is rendered again only if the data it shows
// has changed. go-app renders the whole page at every event, and compares the
// exported fields of its components with their previous values; it does not descend
// into components whose fields are equal.
type part struct {
	app.Compo
	Of []any // the data it shows: values that compare quickly

	layOut func() app.UI
}

// NewPart returns a component that renders a piece of the page again only if the given
// values have changed. Parts must not change their positions, by which go-app
// identifies them.
func NewPart(layOut func() app.UI, of ...any) app.UI {
	return &part{Of: of, layOut: layOut}
}

// Render implements go-app's Composer.
func (p *part) Render() app.UI { return p.layOut() }
