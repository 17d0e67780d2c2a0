package page

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/keras"
	"unetparams/counter/number"
	"unetparams/counter/pytorch"
)

// code offers the file of the configuration, which counts itself, for PyTorch or
// for Keras. It is written when it is opened.
func (p *Page) code() app.UI {
	l := p.lang
	var body []app.UI
	if p.opened[tableCode] {
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
		app.Details().ID("pytorch").Open(p.opened[tableCode]).On("toggle", p.onTable(tableCode), tableCode).Body(
			app.Summary().Body(app.H2().Text(l.T(text.Page.Code))),
			app.Div().Class("code").Body(body...),
		),
	)
}

// file returns the file that is shown, what is said of it and its name; without
// a name there is none, and the reason is said.
func (p *Page) file() (txt, help, name string) {
	if p.keras {
		return p.kerasFile()
	}
	txt, err := pytorch.File(p.s.Net, pytorch.Options{
		Class: className(p.s.Config.Arch.Class), Header: p.codeHeader(p.lang.F(text.Page.BuffersBeside, number.Grouped(p.s.Report.Buffers))), Size: p.codeSize(),
	})
	if err != nil {
		return "", p.lang.F(text.Page.NoCode, err), ""
	}
	return txt, p.lang.T(text.Page.CodeHelp), "net.py"
}

func (p *Page) kerasFile() (txt, help, name string) {
	l, s := p.lang, p.s
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
func (p *Page) codeHeader(beside string) []string {
	s := p.s
	lines := []string{
		p.lang.T(s.Config.Arch.Name) + ": " + number.Grouped(s.Report.Learnable) + " " + p.lang.T(text.Page.ParametersUnit),
		beside,
		p.address(),
		p.lang.T(text.Page.Convention[0]),
	}
	if s.Trace != nil {
		lines = append(lines, p.lang.F(text.Page.MACs, number.Grouped(s.Trace.Total), text.Sizes(p.codeSize())))
	}
	return lines
}

// codeSize returns the size of the input that a file tries, if any goes through.
func (p *Page) codeSize() []int64 {
	if p.s.Trace == nil {
		return nil
	}
	return p.s.Trace.Out[0].Sizes()
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

func (p *Page) onCopyCode(ctx app.Context, e app.Event) {
	text, _, name := p.file()
	p.copyText(ctx, text, name)
}

func (p *Page) onFramework(keras bool) app.EventHandler {
	return func(ctx app.Context, e app.Event) { p.keras = keras }
}
