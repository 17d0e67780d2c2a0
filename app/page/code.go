package page

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/section"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/config"
)

// code offers the file of the configuration, which counts itself, for PyTorch or
// for Keras. The worker writes it when it is opened.
type code struct {
	app.Compo
	Session *session.Session
	Version int // of the state

	open  bool
	keras bool // the file is Keras's, not PyTorch's
	file  dom.Thread
	ctx   app.Context
}

// OnMount implements go-app's Mounter.
func (p *code) OnMount(ctx app.Context) { p.ctx = ctx }

// Render implements go-app's Composer.
func (p *code) Render() app.UI {
	l := p.Session.Lang
	var body []app.UI
	if p.open {
		p.ask()
		a := p.file.Answer
		name := a["name"]
		framework := func(id string, keras bool, label config.Text) app.UI {
			return app.Button().Type("button").ID(id).Aria("pressed", strconv.FormatBool(p.keras == keras)).
				OnClick(p.onFramework(keras), id).Text(l.T(label))
		}
		body = []app.UI{
			app.Div().Class("actions").Role("group").Aria("label", l.T(text.Keras.Title)).Body(
				framework("code-pytorch", false, text.Keras.PyTorch),
				framework("code-keras", true, text.Keras.Keras),
			),
			section.Unanswered(l, &p.file),
			app.If(a["help"] != "", app.P().Class("help").Text(a["help"])),
		}
		if name != "" {
			body = append(body,
				app.Div().Class("actions").Body(
					app.Button().Type("button").ID("copy-code").Disabled(p.file.Busy).OnClick(p.onCopyCode).Text(l.T(text.Page.CopyCode)),
					app.A().Class("button").ID("download-code").Download(name).Href(dataURL(a["text"])).Text(l.F(text.Page.DownloadCode, name)),
				),
				app.Pre().TabIndex(0).Role("group").Aria("label", l.T(text.Page.Code)).Body(app.Code().Text(a["text"])))
		}
	}
	return app.Section().ID("code").Body(
		app.Details().ID("pytorch").Open(p.open).On("toggle", p.onToggle).Body(
			app.Summary().Body(app.H2().Text(l.T(text.Page.Code))),
			app.Div().Class("code").Aria("busy", dom.BoolText(p.file.Busy)).Body(body...),
		),
	)
}

// ask asks for the file.
func (p *code) ask() {
	framework := "pytorch"
	if p.keras {
		framework = "keras"
	}
	s := p.Session
	p.file.Ask(&s.Worker, p.ctx, map[string]string{
		"topic": "code", "lang": string(s.Lang), "link": s.State.Link(), "address": s.Address(), "framework": framework,
	})
}

// dataURL returns an address that holds the text itself.
func dataURL(text string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	b.WriteString("data:text/x-python;charset=utf-8,")
	for _, c := range []byte(text) {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '-' {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}

func (p *code) onCopyCode(ctx app.Context, e app.Event) {
	p.Session.Copy(ctx, p.file.Answer["text"], p.file.Answer["name"])
}

func (p *code) onFramework(keras bool) app.EventHandler {
	return func(ctx app.Context, e app.Event) { p.keras = keras }
}

func (p *code) onToggle(ctx app.Context, e app.Event) { p.open = ctx.JSSrc().Get("open").Bool() }
