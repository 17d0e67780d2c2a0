// Package export produces what authors need to show a network in a post: its picture as
// a self-contained file, and snippets. It is part of the page's program; tables and
// derivations are in package files.
package export

import (
	"encoding/base64"
	"strconv"
	"strings"

	"unetparams/app/diagram"
	"unetparams/app/link"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// FileName returns the name of a configuration's files without extension: the settings
// in its link, in characters that every file system allows.
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

// Set sets a field of the look.
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

// A Snippet is a text for including the configuration in a post.
type Snippet struct {
	Id, Tab     string // Tab is the tab of the platforms that it is for
	Title, Help config.Text
	Text        string
}

// A Look holds the choices of an author.
type Look struct {
	Lang     text.Lang
	Theme    string // "", "light", "dark"
	Controls string // "", "open", "off"
	Load     string // "", "visible", "eager"
	Picture  string // where the picture is: "site", "file", "inline"
}

// A Drawing is a picture in a post.
type Drawing struct {
	src, File     string // its address in the post, and its file name
	Width, Height string
	Text          string   // the SVG itself
	Narrow        *Drawing // the picture for phones, if there is one
}

// Snippets returns the snippets for a look. Site is the address of the site's root.
// They are meant to be read, and contain only what an author would write. If a platform
// removes scripts, frames or unknown elements, a picture, the total and a link remain.
func Snippets(s *state.State, site string, k Look) []Snippet {
	w, p := &text.Share, newPost(s, site, k)
	return []Snippet{
		{"link", "link", w.Link, w.LinkHelp, p.address},
		{"element", "embed", w.Element, w.ElementHelp, p.script() + p.live(inHTML, "")},
		{"frame", "embed", w.Frame, w.FrameHelp, p.frame(embedHeight(s, k.Lang))},
		{"html", "embed", w.HTML, w.HTMLHelp, "<p><a" + attr("href", p.address) + ">" + inHTML.img(p.photo, p.alt) + "</a><br>\n" + p.captionLink() + "</p>"},
		{"markdown", "markdown", w.Markdown, w.MarkdownHelp, p.markdown()},
		{"mixed", "markdown", w.Mixed, w.MixedHelp, p.mixed()},
		{"mdx", "mdx", w.MDX, w.MDXHelp, "<script async" + attr("src", site+"embed.js") + " />\n" + p.live(inJSX, "")},
		{"vitepress", "mdx", w.VitePress, w.VitePressHelp, p.vitePress()},
		{"notebook", "notebook", w.Notebook, w.NotebookHelp, p.notebook()},
	}
}

// home returns the address of the calculator in the look's language.
func (k Look) home(site string) string {
	if k.Lang == text.Langs()[0] {
		return site
	}
	return site + string(k.Lang) + "/"
}

// Pictures returns the picture as SVG, and as PNG for article platforms.
func Pictures(s *state.State, site string, k Look) (svg, png Drawing) {
	home := k.home(site)
	draw := func(suffix string, narrow bool) Drawing {
		poster := NewPoster(s, k.Lang, PosterOptions{Link: home + "#" + s.Link(), Theme: k.Theme, Narrow: narrow})
		width, height := Size(poster)
		file := FileName(s.Config) + suffix + ".svg"
		return Drawing{src: file, File: file, Width: width, Height: height, Text: poster}
	}
	svg = draw("", false)
	file := FileName(s.Config) + ".png"
	png = Drawing{src: file, File: file, Width: svg.Width, Height: svg.Height}
	if k.Picture == "inline" { // without the narrow one, since the text is long enough
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

// Figure returns the picture for a paper or a slide, optionally with the sizes of all
// maps.
func Figure(s *state.State, site string, k Look, sizes bool) Drawing {
	svg := NewPoster(s, k.Lang, PosterOptions{Link: k.home(site) + "#" + s.Link(), Theme: k.Theme, Sizes: sizes})
	width, height := Size(svg)
	return Drawing{File: FileName(s.Config) + ".svg", Width: width, Height: height, Text: svg}
}

// PictureURL returns a data URL of the picture.
func PictureURL(svg string) string {
	return "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString([]byte(svg))
}

// Size returns the width and the height of a picture, the first such attributes in it.
func Size(svg string) (width, height string) {
	value := func(name string) string {
		_, rest, _ := strings.Cut(svg, " "+name+`="`)
		v, _, _ := strings.Cut(rest, `"`)
		return v
	}
	return value("width"), value("height")
}

// maxEmbedHeight is the maximum height of a frame in a post, in pixels.
const maxEmbedHeight = 4000

// embedHeight estimates the height of the embedded page in a column of text, for
// frames that can't adjust it: the picture, the content around it, and the derivation
// of the stage. A derivation of hundreds of layers, which would otherwise fill a post,
// scrolls inside the frame.
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
	return min((height*480/344+60*rows+420+19)/20*20, maxEmbedHeight)
}
