package diagram

import (
	"math"
	"strings"
	"unicode/utf8"

	"unetparams/counter"
)

// A Frame is what a saved picture carries with it, since it stands alone.
type Frame struct {
	Lang  string // of its texts, as a BCP 47 tag
	Total string // "7,765,442 parameters", as its first line
	Name  string // of the network
	Note  string // what was counted
	Link  string // to the configuration; one that is no http(s) address is shown, but can't be followed
	Style string // the style sheet: web/diagram.css
	Theme string // "light" or "dark"; empty: the reader's own
}

// File draws the same picture as [SVG] as a file of its own: with its style
// sheet, a background, what it shows in words, and the link. It needs nothing
// else, runs nothing, and has no buttons. The text is well-formed XML.
func File(r *counter.Report, t *counter.Trace, words Words, o Options, f Frame) string {
	s := layout(r, t, &words, o)
	left, width := s.margin+4, s.width-2*(s.margin+4)
	var head, foot []text
	y := s.margin
	add := func(to *[]text, class, words string, size float64) {
		for _, line := range wrap(words, size, width, class == "t-total") {
			y += size * (ascent + descent)
			*to = append(*to, text{class: class, s: line, size: size, x: left, y: y - size*descent})
		}
		y += size / 4
	}
	add(&head, "t-total", f.Total, s.big*1.25)
	add(&head, "t-word", f.Name, s.small)
	y += s.margin
	picture := y
	y = math.Ceil(y+s.height) + s.margin
	add(&foot, "t-word", f.Note, s.small)
	note := len(foot)
	add(&foot, "t-word", f.Link, s.small)
	y = math.Ceil(y + s.margin)

	w := make(writer, 0, 32<<10)
	w.raw(`<svg xmlns="http://www.w3.org/2000/svg" class="diagram" role="img" xml:lang="`)
	w.esc(f.Lang)
	if f.Theme != "" {
		w.raw(`" data-theme="`)
		w.esc(f.Theme)
	}
	w.raw(`"`)
	w.attr("width", s.width)
	w.attr("height", y)
	w.raw(` viewBox="0 0 `)
	w.num(s.width)
	w.raw(" ")
	w.num(y)
	w.named(&words, o)
	w.raw(`<metadata><source xmlns="http://purl.org/dc/elements/1.1/">`)
	w.esc(f.Link)
	w.raw(`</source></metadata><style>`)
	w.esc(f.Style)
	w.raw(`</style><rect class="paper" width="100%" height="100%"/>`)
	for i := range head {
		w.text(&head[i])
	}
	w.raw(`<g transform="translate(0 `)
	w.num(picture)
	w.raw(`)">`)
	w.scene(s, false)
	w.raw(`</g>`)
	for i := range foot[:note] {
		w.text(&foot[i])
	}
	open := strings.HasPrefix(f.Link, "https://") || strings.HasPrefix(f.Link, "http://")
	if open {
		w.raw(`<a href="`)
		w.esc(f.Link)
		w.raw(`" target="_top">`)
	}
	for i := range foot[note:] {
		w.text(&foot[note+i])
	}
	if open {
		w.raw(`</a>`)
	}
	w.raw("</svg>\n")
	return string(w)
}

// wrap breaks a text into lines that surely fit a width: where there is a space,
// after Chinese, after a mark of an address, or else anywhere.
func wrap(s string, size, width float64, bold bool) []string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	var lines []string
	from, good := 0, 0 // where the line begins, and where it can end
	for i, c := range s {
		end := i + utf8.RuneLen(c)
		if textWidth(strings.TrimRight(s[from:end], " "), size, bold) > width && i > from {
			if good <= from {
				good = i
			}
			lines = append(lines, strings.TrimSpace(s[from:good]))
			from = good
		}
		if c >= 0x2e80 || strings.ContainsRune(" &,/", c) {
			good = end
		}
	}
	if rest := strings.TrimSpace(s[from:]); rest != "" {
		lines = append(lines, rest)
	}
	return lines
}
