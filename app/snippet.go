package app

import (
	"encoding/base64"
	"html"
	"strconv"
	"strings"

	"unetparams/app/diagram"
	"unetparams/app/link"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// A snippet is a text that puts the configuration into somebody's post.
type snippet struct {
	id          string
	title, help config.Text
	text        string
}

// A look is what an author can choose about it.
type look struct {
	Lang     Lang
	Theme    string // "", "light", "dark"
	Controls string // "", "open", "off"
	Load     string // "", "visible", "eager"
	Picture  string // where the picture is: "site", "file", "inline"
}

// A drawing is a picture as a post shows it.
type drawing struct {
	src, file     string // its address in the post, and its name where it is saved
	width, height string
	text          string   // of an SVG, itself
	narrow        *drawing // the same for phones, if there is one
}

// snippets returns the texts for a look. site is the address of the site's root.
// They are made to be read: no line is there that an author would not write.
func snippets(s *state, site string, k look) []snippet {
	l, w := k.Lang, &shareWords
	home := k.home(site)
	name, total := l.describe(s.Config), number.Grouped(s.Report.Learnable)
	alt := l.F(w.Alt, name, total)
	if len(s.Report.Stages) <= 16 { // more is no help to those who hear it
		alt += " " + stageList(l, s.Report)
	}
	address := home + "#" + s.Link()
	// The element says language and theme in attributes of its own.
	element := home + "#" + s.LinkAs(link.View{Controls: k.Controls})
	embed := home + "embed/#" + s.LinkAs(link.View{Controls: k.Controls, Theme: k.Theme})

	picture, photo := pictures(s, site, k)
	filed := picture // for what takes no picture inside of the text
	if k.Picture == "inline" {
		k.Picture = "file"
		filed, _ = pictures(s, site, k)
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
func (k look) home(site string) string {
	if k.Lang == Langs()[0] {
		return site
	}
	return site + string(k.Lang) + "/"
}

// pictures returns the picture as SVG, and as the PNG that article platforms want.
func pictures(s *state, site string, k look) (svg, png drawing) {
	home := k.home(site)
	draw := func(suffix string, narrow bool) drawing {
		poster := poster(s, k.Lang, PosterOptions{Link: home + "#" + s.Link(), Theme: k.Theme, Narrow: narrow})
		width, height := svgSize(poster)
		file := baseName(s.Config) + suffix + ".svg"
		return drawing{src: file, file: file, width: width, height: height, text: poster}
	}
	svg = draw("", false)
	file := baseName(s.Config) + ".png"
	png = drawing{src: file, file: file, width: svg.width, height: svg.height}
	if k.Picture == "inline" { // one is long enough
		svg.src = pictureURL(svg.text)
		return svg, png
	}
	narrow := draw("-narrow", true)
	svg.narrow = &narrow
	if n := zoo.NetworkOf(s.Config); n != nil && k.Picture == "site" {
		svg.src = home + "p/" + n.ID + "/poster.svg"
		narrow.src = home + "p/" + n.ID + "/poster-narrow.svg"
		png.src, png.width, png.height = site+"p/"+n.ID+"/card.png", "1200", "630"
	}
	return svg, png
}

// pictureURL returns an address that holds the picture itself.
func pictureURL(svg string) string {
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
func embedHeight(s *state, l Lang) int {
	_, tall, _ := strings.Cut(diagram.SVG(s.Report, s.Trace, diagramWords(l, s.Report), diagram.Options{Narrow: true}), `viewBox="0 0 344 `)
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
func (d drawing) element(alt string) string {
	if d.narrow == nil {
		return "    " + d.img(alt) + "\n"
	}
	return "    <picture>\n      <source" + attr("media", "(max-width: 600px)") + attr("srcset", d.narrow.src) +
		attr("width", d.narrow.width) + attr("height", d.narrow.height) + ">\n      " + d.img(alt) + "\n    </picture>\n"
}

func (d drawing) img(alt string) string {
	return "<img" + attr("src", d.src) + attr("alt", alt) + attr("width", d.width) + attr("height", d.height) +
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
