package page

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/keras"
	"unetparams/counter/number"
	"unetparams/counter/pytorch"
)

// code offers the file of the configuration, which counts itself, for PyTorch or
// for Keras. It is written when it is opened.
type code struct {
	app.Compo
	Session *session.Session
	Version int // of the state

	open  bool
	keras bool // the file is Keras's, not PyTorch's
}

// Render implements go-app's Composer.
func (p *code) Render() app.UI {
	l := p.Session.Lang
	var body []app.UI
	if p.open {
		s, help, name := p.file()
		framework := func(id string, keras bool, label config.Text) app.UI {
			return app.Button().Type("button").ID(id).Aria("pressed", strconv.FormatBool(p.keras == keras)).
				OnClick(p.onFramework(keras), id).Text(l.T(label))
		}
		body = []app.UI{
			app.Div().Class("actions").Role("group").Aria("label", l.T(text.Keras.Title)).Body(
				framework("code-pytorch", false, text.Keras.PyTorch),
				framework("code-keras", true, text.Keras.Keras),
			),
			app.P().Class("help").Text(help),
		}
		if name != "" {
			body = append(body,
				app.Div().Class("actions").Body(
					app.Button().Type("button").ID("copy-code").OnClick(p.onCopyCode).Text(l.T(text.Page.CopyCode)),
					app.A().Class("button").ID("download-code").Download(name).Href(dataURL(s)).Text(l.F(text.Page.DownloadCode, name)),
				),
				app.Pre().TabIndex(0).Role("group").Aria("label", l.T(text.Page.Code)).Body(app.Code().Text(s)))
		}
	}
	return app.Section().ID("code").Body(
		app.Details().ID("pytorch").Open(p.open).On("toggle", p.onToggle).Body(
			app.Summary().Body(app.H2().Text(l.T(text.Page.Code))),
			app.Div().Class("code").Body(body...),
		),
	)
}

// file returns the file that is shown, what is said of it and its name; without
// a name there is none, and the reason is said.
func (p *code) file() (txt, help, name string) {
	if p.keras {
		return p.kerasFile()
	}
	txt, err := pytorch.File(p.Session.State.Net, pytorch.Options{
		Class: className(p.Session.State.Config.Arch.Class), Header: p.codeHeader(p.Session.Lang.F(text.Page.BuffersBeside, number.Grouped(p.Session.State.Report.Buffers))), Size: p.codeSize(),
	})
	if err != nil {
		return "", p.Session.Lang.F(text.Page.NoCode, err), ""
	}
	return txt, p.Session.Lang.T(text.Page.CodeHelp), "net.py"
}

func (p *code) kerasFile() (txt, help, name string) {
	l, s := p.Session.Lang, p.Session.State
	trainable, total := keras.Counts(s.Report)
	txt, err := keras.File(s.Net, keras.Options{
		Name: "unet", Header: p.codeHeader(l.F(text.Keras.Counts, number.Grouped(trainable), number.Grouped(total))), Trace: s.Trace,
	})
	if none, ok := err.(*keras.Error); ok {
		return "", l.F(text.Keras.None, none.Layer, l.T(text.Keras.Reason[none.Reason])), ""
	}
	if err != nil {
		return "", l.F(text.Page.NoCode, err), ""
	}
	return txt, l.T(text.Keras.Help), "net_keras.py"
}

// codeHeader returns the comments at the top of a file: the numbers and where
// they come from.
func (p *code) codeHeader(beside string) []string {
	s := p.Session.State
	lines := []string{
		p.Session.Lang.T(s.Config.Arch.Name) + ": " + number.Grouped(s.Report.Learnable) + " " + p.Session.Lang.T(text.Page.ParametersUnit),
		beside,
		p.Session.Address(),
		p.Session.Lang.T(text.Page.Convention[0]),
	}
	if s.Trace != nil {
		lines = append(lines, p.Session.Lang.F(text.Page.MACs, number.Grouped(s.Trace.Total), text.Sizes(p.codeSize())))
	}
	return lines
}

// codeSize returns the size of the input that a file tries, if any goes through.
func (p *code) codeSize() []int64 {
	if p.Session.State.Trace == nil {
		return nil
	}
	return p.Session.State.Trace.Out[0].Sizes()
}

// className returns a class name for the network: that of the published class.
func className(class string) string {
	if class == "" || strings.Trim(class, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_") != "" {
		return "UNet"
	}
	return class
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
	text, _, name := p.file()
	p.Session.Copy(ctx, text, name)
}

func (p *code) onFramework(keras bool) app.EventHandler {
	return func(ctx app.Context, e app.Event) { p.keras = keras }
}

func (p *code) onToggle(ctx app.Context, e app.Event) { p.open = ctx.JSSrc().Get("open").Bool() }
