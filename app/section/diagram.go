package section

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/diagram"
	"unetparams/app/dom"
	"unetparams/app/html"
	"unetparams/app/link"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/number"
)

// A Diagram is the section of the U, with a line that says what is pointed at.
type Diagram struct {
	app.Compo
	Session *session.Session
	Version int    // of the state
	Stage   string // that is selected
	Tools   bool   // the reader can have the sizes of all maps

	sizes  bool      // the picture has the sizes of all maps
	sized  bool      // so has the one that is drawn
	drawn  int       // the version that is drawn
	svg    [2]string // wide, narrow; in the browser only the one in sight
	narrow bool      // the layout that is in sight
	hover  string    // the stage under the pointer
	shown  dom.Thread
	ctx    app.Context
}

// OnInit learns which layout is in sight, before anything is drawn.
func (d *Diagram) OnInit() { d.narrow = narrowInSight() }

// OnMount follows the layout that is in sight.
func (d *Diagram) OnMount(ctx app.Context) {
	d.ctx = ctx
	if app.IsClient {
		dom.OnResize("diagram", func() { ctx.Dispatch(d.onLayout) })
		if d.Session.State.Show != "" {
			d.Update()
		}
	}
}

// onLayout draws the picture's other layout when that has come into sight. This
// happens between the browser's layout and its painting: the gap isn't seen.
func (d *Diagram) onLayout(ctx app.Context) {
	if n := narrowInSight(); n != d.narrow {
		d.narrow, d.drawn = n, 0
	}
}

// draw renews the pictures where the state has changed.
func (d *Diagram) draw() {
	if d.answered() {
		return
	}
	if d.drawn == d.Version && d.sized == d.sizes {
		return
	}
	d.drawn, d.sized = d.Version, d.sizes
	s := d.Session.State
	r, t, w := s.Report, s.Trace, text.Diagram(d.Session.Lang, s.Report)
	if s.Practice != nil {
		r, t = hidden(s), nil // sizes have no part in the count
		w = practiceWords(d.Session.Lang, s, w)
	}
	for i, narrow := range []bool{false, true} {
		d.svg[i] = ""
		if app.IsServer || narrow == d.narrow {
			o := diagram.Options{Narrow: narrow, ID: []string{"wide", "narrow"}[i], Sizes: d.sizes}
			d.svg[i] = diagram.SVG(r, t, w, o)
		}
	}
}

// answered takes the picture of another quantity than parameters, which the worker draws,
// and reports whether there is one; until then the parameters are shown.
func (d *Diagram) answered() bool {
	s := d.Session.State
	if s.Show == "" || s.Practice != nil {
		return false
	}
	narrow := dom.BoolText(d.narrow)
	d.shown.Ask(&d.Session.Worker, d.ctx, map[string]string{
		"topic": "drawing", "lang": string(d.Session.Lang), "link": s.Link(), "narrow": narrow, "sizes": dom.BoolText(d.sizes),
	})
	a := d.shown.Answer
	if a["svg"] == "" || a["narrow"] != narrow {
		return false
	}
	d.drawn, d.svg = 0, [2]string{}
	if d.narrow {
		d.svg[1] = a["svg"]
	} else {
		d.svg[0] = a["svg"]
	}
	return true
}

// Render implements go-app's Composer.
func (d *Diagram) Render() app.UI {
	d.draw()
	return app.Section().ID("diagram").Aria("labelledby", "diagram-title").Body(
		app.H2().ID("diagram-title").Class("unseen").Text(d.Session.Lang.T(text.Page.Diagram)),
		d.tools(),
		app.Figure().
			OnClick(d.onStageClick).
			On("focusin", d.onStageFocus).
			On("mouseover", d.onStageOver).
			On("mouseleave", d.onStageLeave).
			Body(
				&picture{Wide: d.svg[0], Narrow: d.svg[1], Selected: d.Stage, Hover: d.hover},
				app.FigCaption().Body(
					app.Span().ID("pointed").Text(d.pointed()),
				),
			),
	)
}

// tools are the buttons on the corner of the figure.
func (d *Diagram) tools() app.UI {
	if !d.Tools {
		return nil
	}
	l, now := d.Session.Lang, d.Session.State.Show
	return app.Div().Class("figure-tools").Body(
		app.Select().ID("show").Aria("label", l.T(text.Page.Show)).OnChange(d.onShow).Body(
			app.Range(link.Shows).Slice(func(i int) app.UI {
				v := link.Shows[i]
				return app.Option().Value(v).Selected(v == now || i == 0 && now == "").Text(l.T(text.Page.Shows[i]))
			})),
		app.Button().Type("button").ID("map-sizes").Aria("pressed", dom.BoolText(d.sizes)).OnClick(d.onSizes).Text(d.Session.Lang.T(text.Page.MapSizes)),
	)
}

func (d *Diagram) onShow(ctx app.Context, e app.Event) {
	s := d.Session
	if s.State.Show = ctx.JSSrc().Get("value").String(); s.State.Show == link.Shows[0] {
		s.State.Show = ""
	}
	s.State.Version++
	s.Commit("show")
}

func (d *Diagram) onSizes(ctx app.Context, e app.Event) { d.sizes = !d.sizes }

// pointed says in one line what the stage under the pointer, or else the
// selected one, has.
func (d *Diagram) pointed() string {
	name := d.hover
	if !d.Session.State.HasStage(name) {
		name = d.Session.State.Stage
	}
	s := d.Session.State
	i := s.StageIndex(name)
	if i < 0 {
		return ""
	}
	row := &s.Report.Stages[i]
	l := d.Session.Lang
	if s.Practice.Hides(row.Stage) {
		return l.Stage(row.Stage) + l.T(text.Describe.Colon) + "?"
	}
	said := l.Stage(row.Stage) + l.T(text.Describe.Colon) + number.Grouped(row.Learnable)
	lines := s.Report.Derivation(i)
	if n := len(counter.Terms(lines)); n > 1 && n <= 8 {
		said += " = " + html.Summands(l, lines)
	}
	return said
}

func (d *Diagram) onStageClick(ctx app.Context, e app.Event) {
	if picked := d.Session.OnArrow; picked != nil {
		if from, ok := dom.Closest(e, "data-from"); ok {
			to, _ := dom.Closest(e, "data-to")
			picked(from, to)
		} else {
			picked(dom.StageOf(e), "")
		}
		return
	}
	d.Session.SelectStage(dom.StageOf(e))
}

func (d *Diagram) onStageFocus(ctx app.Context, e app.Event) { d.Session.SelectStage(dom.StageOf(e)) }
func (d *Diagram) onStageOver(ctx app.Context, e app.Event)  { d.hover = dom.StageOf(e) }
func (d *Diagram) onStageLeave(ctx app.Context, e app.Event) { d.hover = "" }

// A picture shows the diagram. There is a place for each of its two layouts, and
// the style sheet shows the one that fits; the program draws only that one.
// Which stage is selected is marked on the drawn elements, not drawn anew, so
// that the keyboard's focus stays where it is.
type picture struct {
	app.Compo
	Wide, Narrow    string
	Selected, Hover string

	marks [2]string // what is marked
}

// Render implements go-app's Composer.
func (p *picture) Render() app.UI {
	return app.Div().Class("u").Body(
		app.Div().Class("wide").Body(p.drawing(p.Wide)),
		app.Div().Class("narrow").Body(p.drawing(p.Narrow)),
	)
}

func (p *picture) drawing(svg string) app.UI {
	if svg == "" {
		return nil
	}
	return dom.NewMarkup(svg, p.marked)
}

// narrowInSight reports whether the style sheet shows the narrow layout.
func narrowInSight() bool {
	if app.IsServer {
		return false
	}
	place := app.Window().Get("document").Call("querySelector", "#diagram .narrow")
	return place.Truthy() && place.Call("getClientRects").Get("length").Int() > 0
}

// marked returns a picture with marks on the selected stage and on the arrows that lead
// to it.
func (p *picture) marked(svg string) string {
	p.marks = [2]string{p.Selected, ""}
	before, after, ok := strings.Cut(svg, `data-stage="`+p.Selected+`"`)
	if !ok {
		return svg
	}
	arrow := `data-to="` + p.Selected + `"`
	before, after = strings.ReplaceAll(before, arrow, arrow+` data-lit=""`), strings.ReplaceAll(after, arrow, arrow+` data-lit=""`)
	return before + `data-stage="` + p.Selected + `" data-selected=""` + strings.Replace(strings.Replace(after, `tabindex="-1"`, `tabindex="0"`, 1), `aria-pressed="false"`, `aria-pressed="true"`, 1)
}

// OnMount marks the selected stage.
func (p *picture) OnMount(ctx app.Context) { p.mark() }

// OnUpdate marks the selected stage again; the pictures may be new.
func (p *picture) OnUpdate(ctx app.Context) { p.mark() }

// light marks the arrows that lead to the stage under the pointer, or else to the
// selected one.
func (p *picture) light() {
	to := p.Hover
	if to == "" {
		to = p.Selected
	}
	for _, lit := range []string{"[data-lit]", `[data-to="` + to + `"]`} {
		list := p.JSValue().Call("querySelectorAll", lit)
		for i := range list.Get("length").Int() {
			if lit == "[data-lit]" {
				list.Index(i).Call("removeAttribute", "data-lit")
			} else {
				list.Index(i).Call("setAttribute", "data-lit", "")
			}
		}
	}
}

func (p *picture) mark() {
	if app.IsServer {
		return
	}
	now := [2]string{p.Selected, p.Hover}
	if p.marks == now && p.JSValue().Call("querySelector", "[data-selected]").Truthy() {
		return // only words and numbers are new
	}
	p.marks = now
	mark := func(attribute, stage string, pressed bool) {
		set := func(selector string, on bool) {
			list := p.JSValue().Call("querySelectorAll", selector)
			for i := range list.Get("length").Int() {
				el := list.Index(i)
				if on {
					el.Call("setAttribute", attribute, "")
				} else {
					el.Call("removeAttribute", attribute)
				}
				if pressed {
					button := el.Get("firstChild")
					button.Call("setAttribute", "aria-pressed", on)
					button.Call("setAttribute", "tabindex", map[bool]int{true: 0, false: -1}[on])
				}
			}
		}
		set("["+attribute+"]", false)
		if stage != "" {
			set(`[data-stage="`+stage+`"]`, true)
		}
	}
	mark("data-selected", p.Selected, true)
	mark("data-hover", p.Hover, false)
	p.light()
}
