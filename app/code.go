package app

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/counter/pytorch"
)

// code offers the PyTorch file of the configuration, which counts itself. It is
// written when it is opened.
func (p *Page) code() app.UI {
	l := p.lang
	var body []app.UI
	if p.opened[tableCode] {
		text := p.pytorch()
		body = []app.UI{
			app.P().Class("help").Text(l.T(words.CodeHelp)),
			app.Div().Class("actions").Body(
				app.Button().Type("button").ID("copy-code").OnClick(p.onCopyCode).Text(l.T(words.CopyCode)),
				app.A().Class("button").ID("download-code").Download("net.py").Href(dataURL(text)).Text(l.T(words.DownloadCode)),
			),
			app.Pre().TabIndex(0).Role("group").Aria("label", l.T(words.Code)).Body(app.Code().Text(text)),
		}
	}
	return app.Section().ID("code").Body(
		app.Details().ID("pytorch").Open(p.opened[tableCode]).On("toggle", p.onTable(tableCode), tableCode).Body(
			app.Summary().Body(app.H2().Text(l.T(words.Code))),
			app.Div().Class("code").Body(body...),
		),
	)
}

// pytorch returns the file, or the reason why there is none.
func (p *Page) pytorch() string {
	s := p.s
	o := pytorch.Options{Class: className(s.Config.Arch.Class), Header: []string{
		p.lang.T(s.Config.Arch.Name) + ": " + grouped(s.Report.Learnable) + " " + p.lang.T(words.ParametersUnit),
		p.lang.F(words.BuffersBeside, grouped(s.Report.Buffers)),
		p.address(),
		p.lang.T(words.Convention[0]),
	}}
	if s.Trace != nil {
		o.Size = s.Trace.Out[0].Sizes()
		o.Header = append(o.Header, p.lang.F(words.MACs, grouped(s.Trace.Total), sizes(o.Size)))
	}
	text, err := pytorch.File(s.Net, o)
	if err != nil {
		return p.lang.F(words.NoCode, err)
	}
	return text
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

func (p *Page) onCopyCode(ctx app.Context, e app.Event) { p.copyText(ctx, p.pytorch(), "net.py") }
