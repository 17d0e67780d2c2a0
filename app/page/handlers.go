package page

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/section"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/app/turn"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// Run starts the page in the browser; elsewhere it returns at once. One
// component serves every path: the language is that of the document.
//
// The browser gets a breath between loading the program, counting and mounting:
// what the reader does meanwhile is not kept waiting by all three at once.
func Run() {
	p := &Page{}
	if app.IsClient {
		turn.Give()
		p.OnInit()
		turn.Give()
	}
	app.RouteWithRegexp(".*", p)
	app.RunWhenOnBrowser()
}

// OnInit reads what the page is opened with, before anything is drawn: a link's
// configuration must never show the default's numbers first.
func (p *Page) OnInit() {
	if p.s != nil {
		return
	}
	p.lang = text.English
	root := app.Window().Get("document").Get("documentElement")
	if app.IsClient {
		p.lang = dom.DocumentLang()
		if t := root.Get("dataset").Get("theme"); t.Truthy() {
			p.theme = t.String()
		}
		p.readEmbed(root)
	}
	p.opening = dom.Fragment()
	p.s = state.New(p.opening)
	p.narrow = section.NarrowInSight()
	turn.GiveIfDue()
	p.draw()
}

// OnMount follows Back, Forward and edits of the address. go-app's own OnNav
// needs an address that Go can parse, and is told nothing of entries that
// history.go makes, so the page listens itself.
func (p *Page) OnMount(ctx app.Context) {
	p.ctx = ctx
	if app.IsClient {
		app.Window().AddEventListener("popstate", p.onPopState)
		if dom.Fragment() != p.opening { // edited since it was read
			ctx.Dispatch(func(ctx app.Context) { p.onPopState(ctx, app.Event{}) })
		}
		dom.OnResize("diagram", func() { ctx.Dispatch(p.onLayout) })
	}
}

// onLayout draws the picture's other layout when that has come into sight. This
// happens between the browser's layout and its painting: the gap isn't seen.
func (p *Page) onLayout(ctx app.Context) {
	if n := section.NarrowInSight(); n != p.narrow {
		p.narrow = n
		p.draw()
	}
}

func (p *Page) onPopState(ctx app.Context, e app.Event) {
	if f := dom.Fragment(); f != "#"+p.s.Link() {
		p.s.Open(f)
		p.typing = ""
		p.lang = dom.DocumentLang()
		p.history.Reset()
		p.draw()
		p.after(p.syncFields)
	}
}

// onInput counts while the reader types; nothing is written to the history.
func (p *Page) onInput(ctx app.Context, e app.Event) {
	if key := knobOf(ctx); key != p.typing {
		p.typing, p.written = key, p.s.Config.Knob(key).Get()
	}
	p.typed(knobOf(ctx), ctx.JSSrc().Get("value").String())
}

// onCommit ends typing: the field shows the value as it was understood.
func (p *Page) onCommit(ctx app.Context, e app.Event) {
	p.typed(knobOf(ctx), ctx.JSSrc().Get("value").String())
	p.commit(ctx, knobOf(ctx))
}

func (p *Page) onChoice(ctx app.Context, e app.Event) {
	p.set(ctx, knobOf(ctx), ctx.JSSrc().Get("value").String())
}

func (p *Page) onSwitch(ctx app.Context, e app.Event) {
	p.set(ctx, knobOf(ctx), map[bool]string{true: "on", false: "off"}[ctx.JSSrc().Get("checked").Bool()])
}

// onKey makes the arrow keys step a number, as they do in a browser's own
// number fields.
func (p *Page) onKey(ctx app.Context, e app.Event) {
	k := p.s.Config.Knob(knobOf(ctx))
	if by := map[string]int64{"ArrowUp": k.Step, "ArrowDown": -k.Step}[e.Get("key").String()]; by != 0 && k.Kind == config.Number {
		p.step(ctx, k, by)
	}
}

func (p *Page) typed(key, text string) {
	p.s.Type(key, text)
	p.status = ""
	p.draw()
}

func (p *Page) set(ctx app.Context, key, value string) {
	p.typed(key, value)
	p.commit(ctx, key)
}

// step moves a number by one step, to the nearest bound at most.
func (p *Page) step(ctx app.Context, k *config.Knob, by int64) {
	n, err := strconv.ParseInt(state.Canonical(k, p.s.Text(k)), 10, 64)
	if err != nil {
		n, _ = strconv.ParseInt(k.Get(), 10, 64)
	}
	p.set(ctx, k.Key, strconv.FormatInt(min(max(n+by, k.Min), k.Max), 10))
}

// commit makes a history entry of what is shown.
func (p *Page) commit(ctx app.Context, what string) {
	p.s.Commit()
	p.typing = ""
	p.history.Push(p.s.Link(), what)
	p.after(p.syncFields)
}

// after calls a function when the page shows what has changed. It is the page's own
// matter: the element whose event it all began with may be gone by then, and what
// go-app is to do later for such an element it leaves undone.
func (p *Page) after(do func(app.Context)) { p.ctx.Defer(do) }

// use shows another configuration.
func (p *Page) use(ctx app.Context, c *config.Config, what string) {
	p.s.Use(c)
	p.status = ""
	p.draw()
	p.commit(ctx, what)
}

func (p *Page) onPreset(ctx app.Context, e app.Event) {
	id := ctx.JSSrc().Get("value").String()
	for _, q := range zoo.Presets() {
		if q.ID == id {
			p.use(ctx, q.Config(), "preset")
		}
	}
}

func (p *Page) onReset(ctx app.Context, e app.Event) {
	p.use(ctx, config.New(p.s.Config.Arch), "reset")
}

// Handlers that need to know more than their element are made for it. go-app
// tells such closures apart by the scope that is passed along with them.

func (p *Page) onStep(k *config.Knob, by int64) app.EventHandler {
	key := k.Key
	return func(ctx app.Context, e app.Event) { p.step(ctx, p.s.Config.Knob(key), by) }
}

func (p *Page) onValue(key, value string) app.EventHandler {
	return func(ctx app.Context, e app.Event) { p.set(ctx, key, value) }
}

func (p *Page) onLedger(stage string) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		if ctx.JSSrc().Get("open").Bool() {
			p.SelectStage(stage)
		}
	}
}

func (p *Page) onTable(i int) app.EventHandler {
	return func(ctx app.Context, e app.Event) { p.opened[i] = ctx.JSSrc().Get("open").Bool() }
}

func (p *Page) onDismiss(ctx app.Context, e app.Event) { p.s.Commit() }

func (p *Page) onStageClick(ctx app.Context, e app.Event) { p.SelectStage(stageOf(e)) }

func (p *Page) onStageFocus(ctx app.Context, e app.Event) { p.SelectStage(stageOf(e)) }

func (p *Page) onStageOver(ctx app.Context, e app.Event) { p.hover = stageOf(e) }

func (p *Page) onStageLeave(ctx app.Context, e app.Event) { p.hover = "" }

// SelectStage selects a stage everywhere. The address follows, so that a copied
// address shows the same stage; looking around makes no history.
func (p *Page) SelectStage(name string) {
	if name != "" && name != p.s.Stage && p.s.HasStage(name) {
		p.s.Select(name)
		p.history.Replace(p.s.Link())
	}
}

func (p *Page) onTheme(ctx app.Context, e app.Event) {
	p.theme = ctx.JSSrc().Get("value").String()
	data := app.Window().Get("document").Get("documentElement").Get("dataset")
	storage := app.Window().Get("localStorage") // boot.js sees to it that there is one
	defer func() { _ = recover() }()            // a full or forbidden one: the choice holds for this page
	if p.theme == "" {
		data.Delete("theme")
		storage.Call("removeItem", themeKey)
	} else {
		data.Set("theme", p.theme)
		storage.Call("setItem", themeKey, p.theme)
	}
}

// themeKey is where the reader's choice of theme is kept; boot.js reads it
// before anything is painted.
const themeKey = "unetparams.theme"

func (p *Page) onCopyLink(ctx app.Context, e app.Event) { p.copyText(ctx, p.address(), "") }

// address returns the link to what is shown.
func (p *Page) address() string {
	if app.IsServer {
		return "#" + p.s.Link()
	}
	l := app.Window().Get("location")
	return l.Get("origin").String() + l.Get("pathname").String() + "#" + p.s.Link()
}

func (p *Page) onCopyTotal(ctx app.Context, e app.Event) {
	p.copyText(ctx, number.Grouped(p.s.Report.Learnable), "")
}

// copyText puts a text on the clipboard and says whether that worked: it names
// the text, or says it whole. Where the browser refuses, the reader can copy it
// by hand.
func (p *Page) copyText(ctx app.Context, s, name string) {
	if name == "" {
		name = s
	}
	say := func(ok bool) {
		p.status = p.lang.F(map[bool]config.Text{true: text.Page.Copied, false: text.Page.CopyFailed}[ok], name)
	}
	if clipboard := app.Window().Get("navigator").Get("clipboard"); clipboard.Truthy() {
		dom.Settled(ctx, clipboard.Call("writeText", s), say)
	} else { // the page was not served over https
		say(false)
	}
}

// syncFields writes to the fields what they should say. go-app compares with
// what it rendered last, and does not see what was typed since.
func (p *Page) syncFields(ctx app.Context) {
	if app.IsServer {
		return
	}
	for _, k := range p.s.Config.Knobs {
		el := app.Window().GetElementByID("knob-" + k.Key)
		if !el.Truthy() {
			continue
		}
		if k.Kind == config.Switch {
			el.Set("checked", k.Get() == "on")
		} else if text := p.s.Text(k); el.Get("value").String() != text {
			el.Set("value", text)
		}
	}
}

// knobOf returns the key of the knob whose control an event came from.
func knobOf(ctx app.Context) string {
	return ctx.JSSrc().Get("id").String()[len("knob-"):]
}

// stageOf returns the stage that an event in the diagram came from, or "".
func stageOf(e app.Event) string {
	target := e.Get("target")
	if !target.Truthy() || !target.Get("closest").Truthy() {
		return ""
	}
	if g := target.Call("closest", "[data-stage]"); g.Truthy() {
		return g.Call("getAttribute", "data-stage").String()
	}
	return ""
}
