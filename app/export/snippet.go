// Package export makes what puts a network into somebody's post: its picture as a file
// that stands alone, and snippets. The page itself has it; tables and derivations are
// package files'.
package export

import (
	"encoding/base64"
	"html"
	"strconv"
	"strings"

	"unetparams/app/diagram"
	"unetparams/app/link"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// FileName returns the name of a configuration's files without extension: what
// its link says, in characters that every file system takes.
func FileName(c *config.Config) string {
	name := link.Encode(link.State{Config: c})
	name = name[strings.Index(name, "arch=")+len("arch="):]
	if q := zoo.PresetOf(c); q != nil {
		name = c.Arch.ID + "-" + strings.TrimPrefix(q.ID, c.Arch.ID+"-")
	}
	name = strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_':
			return c
		case c == '&':
			return '-'
		}
		return '_'
	}, name)
	return name[:min(len(name), 100)]
}

// Set chooses something about the look.
func (k *Look) Set(key, value string) {
	switch key {
	case "lang":
		k.Lang = text.Lang(value)
	case "theme":
		k.Theme = value
	case "controls":
		k.Controls = value
	case "load":
		k.Load = value
	case "picture":
		k.Picture = value
	}
}

// A snippet is a text that puts the configuration into somebody's post.
type snippet struct {
	Id          string
	Title, Help config.Text
	Text        string
}

// A Look is what an author can choose about it.
type Look struct {
	Lang     text.Lang
	Theme    string // "", "light", "dark"
	Controls string // "", "open", "off"
	Load     string // "", "visible", "eager"
	Picture  string // where the picture is: "site", "file", "inline"
}

// A Drawing is a picture as a post shows it.
type Drawing struct {
	src, File     string // its address in the post, and its name where it is saved
	Width, Height string
	Text          string   // of an SVG, itself
	Narrow        *Drawing // the same for phones, if there is one
}

// Snippets returns the texts for a look. site is the address of the site's root.
// They are made to be read: no line is there that an author would not write.
func Snippets(s *state.State, site string, k Look) []snippet {
	l, w := k.Lang, &text.Share
	home := k.home(site)
	name, total := l.Config(s.Config), number.Grouped(s.Report.Learnable)
	alt := l.F(w.Alt, name, total)
	if len(s.Report.Stages) <= 16 { // more is no help to those who hear it
		alt += " " + text.StageList(l, s.Report)
	}
	address := home + "#" + s.Link()
	// The element says language and theme in attributes of its own.
	element := home + "#" + s.LinkAs(link.View{Controls: k.Controls})
	embed := home + "embed/#" + s.LinkAs(link.View{Controls: k.Controls, Theme: k.Theme})

	picture, photo := Pictures(s, site, k)
	filed := picture // for what takes no picture inside of the text
	if k.Picture == "inline" {
		k.Picture = "file"
		filed, _ = Pictures(s, site, k)
	}

	options := attr("lang", string(l)) + optional("theme", k.Theme) + optional("load", k.Load)
	return []snippet{
		{"link", w.Link, w.LinkHelp, address},
		{"element", w.Element, w.ElementHelp,
			"<script async" + attr("src", site+"embed.js") + "></script>\n" +
				"<unet-calculator" + attr("href", element) + options + ">\n" +
				"  <a" + attr("href", address) + ">\n" + picture.element(alt) + "  </a>\n" +
				"</unet-calculator>"},
		{"frame", w.Frame, w.FrameHelp,
			"<iframe" + attr("src", embed) + attr("title", l.F(w.Alt, name, total)) + attr("width", "100%") +
				attr("height", strconv.Itoa(embedHeight(s, l))) + attr("loading", "lazy") + attr("style", "border: 0") + "></iframe>"},
		{"markdown", w.Markdown, w.MarkdownHelp,
			"[![" + markdownText(alt) + "](" + markdownAddress(filed.src) + ")](" + markdownAddress(address) + ")"},
		{"html", w.HTML, w.HTMLHelp,
			"<p><a" + attr("href", address) + ">" + photo.img(alt) + "</a><br>\n" +
				"<a" + attr("href", address) + ">" + html.EscapeString(l.F(w.Caption, name, total)) + "</a></p>"},
	}
}

// home returns the address of the calculator in the look's language.
func (k Look) home(site string) string {
	if k.Lang == text.Langs()[0] {
		return site
	}
	return site + string(k.Lang) + "/"
}

// Pictures returns the picture as SVG, and as the PNG that article platforms want.
func Pictures(s *state.State, site string, k Look) (svg, png Drawing) {
	home := k.home(site)
	draw := func(suffix string, narrow bool) Drawing {
		poster := NewPoster(s, k.Lang, PosterOptions{Link: home + "#" + s.Link(), Theme: k.Theme, Narrow: narrow})
		width, height := svgSize(poster)
		file := FileName(s.Config) + suffix + ".svg"
		return Drawing{src: file, File: file, Width: width, Height: height, Text: poster}
	}
	svg = draw("", false)
	file := FileName(s.Config) + ".png"
	png = Drawing{src: file, File: file, Width: svg.Width, Height: svg.Height}
	if k.Picture == "inline" { // one is long enough
		svg.src = PictureURL(svg.Text)
		return svg, png
	}
	narrow := draw("-narrow", true)
	svg.Narrow = &narrow
	if n := zoo.NetworkOf(s.Config); n != nil && k.Picture == "site" {
		svg.src = home + "p/" + n.ID + "/poster.svg"
		narrow.src = home + "p/" + n.ID + "/poster-narrow.svg"
		png.src, png.Width, png.Height = site+"p/"+n.ID+"/card.png", "1200", "630"
	}
	return svg, png
}

// PictureURL returns an address that holds the picture itself.
func PictureURL(svg string) string {
	return "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString([]byte(svg))
}

// svgSize returns the size that a picture says of itself first.
func svgSize(svg string) (width, height string) {
	value := func(name string) string {
		_, rest, _ := strings.Cut(svg, " "+name+`="`)
		v, _, _ := strings.Cut(rest, `"`)
		return v
	}
	return value("width"), value("height")
}

// embedHeight estimates the height of the embedded page in a column of text, for
// frames that can't be told: the picture, what stands around it, and the
// derivation of the stage.
func embedHeight(s *state.State, l text.Lang) int {
	_, tall, _ := strings.Cut(diagram.SVG(s.Report, s.Trace, text.Diagram(l, s.Report), diagram.Options{Narrow: true}), `viewBox="0 0 344 `)
	tall, _, _ = strings.Cut(tall, `"`)
	height, _ := strconv.Atoi(tall)
	rows := 0
	for _, row := range s.Report.Stages {
		if row.Stage.String() == s.Stage {
			rows = len(row.Steps)
		}
	}
	return (height*480/344 + 60*rows + 420 + 19) / 20 * 20
}

// element writes the picture as a post's HTML has it, on lines of their own: with
// that for phones, whose columns would make the other's numbers too small to read.
func (d Drawing) element(alt string) string {
	if d.Narrow == nil {
		return "    " + d.img(alt) + "\n"
	}
	return "    <picture>\n      <source" + attr("media", "(max-width: 600px)") + attr("srcset", d.Narrow.src) +
		attr("width", d.Narrow.Width) + attr("height", d.Narrow.Height) + ">\n      " + d.img(alt) + "\n    </picture>\n"
}

func (d Drawing) img(alt string) string {
	return "<img" + attr("src", d.src) + attr("alt", alt) + attr("width", d.Width) + attr("height", d.Height) +
		attr("loading", "lazy") + attr("style", "max-width: 100%; height: auto") + ">"
}

// attr writes an attribute of HTML, with a space before it.
func attr(name, value string) string { return " " + name + `="` + html.EscapeString(value) + `"` }

func optional(name, value string) string {
	if value == "" {
		return ""
	}
	return attr(name, value)
}

// markdownText escapes what Markdown might take for its own.
func markdownText(s string) string {
	var b strings.Builder
	for _, c := range s {
		if strings.ContainsRune("\\`*_[]<>&!#~|$", c) {
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// markdownAddress escapes what would end an address early. Our links have none
// of it, but a site may stand at any path.
var markdownAddress = strings.NewReplacer(";", "%3B", "(", "%28", ")", "%29", " ", "%20", "<", "%3C", ">", "%3E", "\\", "%5C").Replace
