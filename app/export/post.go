package export

import (
	"html"
	"strconv"
	"strings"

	"unetparams/app/link"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter/number"
)

// A post holds the parts of the snippets for one look.
type post struct {
	site    string  // the address of the site's root
	address string  // of the calculator with the configuration
	element string  // likewise for the element, which has attributes for language and theme
	embed   string  // of the embedded page
	options string  // the element's attributes
	brief   string  // name and total
	alt     string  // name, total and, if there are few, the stages
	caption string  // the line below the picture
	picture Drawing // as SVG
	filed   Drawing // likewise, as a file, for formats without inline pictures
	photo   Drawing // as PNG
}

func newPost(s *state.State, site string, k Look) *post {
	l, w := k.Lang, &text.Share
	home := k.home(site)
	name, total := l.Config(s.Config), number.Grouped(s.Report.Learnable)
	p := &post{
		site:    site,
		address: home + "#" + s.Link(),
		element: home + "#" + s.LinkAs(link.View{Controls: k.Controls}),
		embed:   home + "embed/#" + s.LinkAs(link.View{Controls: k.Controls, Theme: k.Theme}),
		options: attr("lang", string(l)) + optional("theme", k.Theme) + optional("load", k.Load),
		brief:   l.F(w.Alt, name, total),
		caption: l.F(w.Caption, name, total),
	}
	p.alt = p.brief
	if len(s.Report.Stages) <= 16 { // a longer list does not help when read aloud
		p.alt += " " + text.StageList(l, s.Report)
	}
	p.picture, p.photo = Pictures(s, site, k)
	p.filed = p.picture
	if k.Picture == "inline" {
		k.Picture = "file"
		p.filed, _ = Pictures(s, site, k)
	}
	return p
}

// A dialect holds the differences between HTML and JSX.
type dialect struct{ void, srcset, style string }

var (
	inHTML = dialect{">", "srcset", attr("style", "max-width: 100%; height: auto")}
	inJSX  = dialect{" />", "srcSet", ` style={{maxWidth: "100%", height: "auto"}}`}
)

func (d dialect) img(p Drawing, alt string) string {
	return "<img" + attr("src", p.src) + attr("alt", alt) + attr("width", p.Width) + attr("height", p.Height) +
		attr("loading", "lazy") + d.style + d.void
}

// picture writes the picture on separate lines, with a second one for phones, on
// which the numbers of the wide picture would be too small to read.
func (d dialect) picture(p Drawing, alt string) string {
	if p.Narrow == nil {
		return "    " + d.img(p, alt) + "\n"
	}
	return "    <picture>\n      <source" + attr("media", "(max-width: 600px)") + attr(d.srcset, p.Narrow.src) +
		attr("width", p.Narrow.Width) + attr("height", p.Narrow.Height) + d.void + "\n      " + d.img(p, alt) + "\n    </picture>\n"
}

// script writes the script element that loads embed.js.
func (p *post) script() string {
	return "<script async" + attr("src", p.site+"embed.js") + "></script>" + "\n"
}

// live writes the element that becomes the live page on a click.
func (p *post) live(d dialect, more string) string {
	caption := html.EscapeString(p.caption)
	if d == inJSX { // MDX interprets text as Markdown, except in an expression
		caption = "{" + strconv.Quote(p.caption) + "}"
	}
	return "<unet-calculator" + more + attr("href", p.element) + p.options + ">\n" +
		"  <a" + attr("href", p.address) + ">\n" + d.picture(p.picture, p.alt) + "  </a>\n" +
		"  <br" + d.void + "\n" +
		"  <a" + attr("href", p.address) + ">" + caption + "</a>\n" +
		"</unet-calculator>"
}

func (p *post) captionLink() string {
	return "<a" + attr("href", p.address) + ">" + html.EscapeString(p.caption) + "</a>"
}

// frame writes the embedded page in an iframe, with a line below it that remains where
// iframes are removed.
func (p *post) frame(height int) string {
	return "<iframe" + attr("src", p.embed) + attr("title", p.brief) + attr("width", "100%") +
		attr("height", strconv.Itoa(height)) + attr("loading", "lazy") + attr("style", "border: 0") + "></iframe>\n" +
		"<p>" + p.captionLink() + "</p>"
}

func (p *post) markdown() string {
	return p.markdownPicture() + "\n\n" + p.markdownCaption()
}

func (p *post) markdownPicture() string {
	return "[![" + markdownText(p.alt) + "](" + markdownAddress(p.filed.src) + ")](" + markdownAddress(p.address) + ")"
}

func (p *post) markdownCaption() string {
	return "[" + markdownText(p.caption) + "](" + markdownAddress(p.address) + ")"
}

// mixed writes Markdown with the element around the picture. It is one paragraph, and
// none of its lines starts an HTML block, so that all dialects read the picture as
// Markdown, and those that remove HTML remove only the tags.
func (p *post) mixed() string {
	return "<unet-calculator" + attr("href", p.element) + p.options + ">" + p.markdownPicture() + "</unet-calculator>\n" +
		p.markdownCaption() + "<script async" + attr("src", p.site+"embed.js") + "></script>"
}

// vitePress writes the element for Vue's templates: a script is only allowed there as a
// component, and v-pre keeps Vue from treating the element as a Vue component.
func (p *post) vitePress() string {
	return `<component is="script" async` + attr("src", p.site+"embed.js") + "></component>\n" + p.live(inHTML, " v-pre")
}

// notebook writes a Python cell. It outputs HTML, with Markdown and a line of text as
// alternatives for viewers without HTML, such as an export to LaTeX.
func (p *post) notebook() string {
	return "from IPython.display import display\n\ndisplay({\n" +
		`    "text/html": r"""` + p.script() + p.live(inHTML, "") + `""",` + "\n" +
		`    "text/markdown": r"""` + p.markdown() + `""",` + "\n" +
		`    "text/plain": r"""` + p.brief + " " + p.address + `""",` + "\n}, raw=True)"
}

// attr writes an attribute of HTML, with a space before it.
func attr(name, value string) string { return " " + name + `="` + html.EscapeString(value) + `"` }

func optional(name, value string) string {
	if value == "" {
		return ""
	}
	return attr(name, value)
}

// markdownText escapes characters that Markdown might interpret.
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

// markdownAddress escapes characters that would end an address early. Our links have
// none of them, but the site's path may.
var markdownAddress = strings.NewReplacer(";", "%3B", "(", "%28", ")", "%29", " ", "%20", "<", "%3C", ">", "%3E", "\\", "%5C").Replace
