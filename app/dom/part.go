package dom

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// A part is a piece of the page that is laid out again only when what it shows
// has changed. go-app lays the whole page out at every event, and compares the
// exported fields of the components in it with those from before; where they
// are the same, it goes no deeper.
type part struct {
	app.Compo
	Of []any // what it shows: values that compare quickly

	layOut func() app.UI
}

// NewPart wraps a piece of the page and names what it shows. Parts don't change
// their places, since go-app recognises them by these.
func NewPart(layOut func() app.UI, of ...any) app.UI {
	return &part{Of: of, layOut: layOut}
}

// Render implements go-app's Composer.
func (p *part) Render() app.UI { return p.layOut() }
