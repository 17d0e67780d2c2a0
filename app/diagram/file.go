package diagram

import (
	"math"
	"strings"
	"unicode/utf8"

	"unetparams/counter"
)

// A Frame is the additional content of a picture that is saved as a file.
type Frame struct {
	Lang  string // of its texts, as a BCP 47 tag
	Total string // "7,765,442 parameters", the first line
	Name  string // of the network
	Note  string // what was counted
	Link  string // to the configuration; an address that is not http(s) is shown, but is not a link
	Style string // the style sheet: web/diagram.css
	Theme string // "light" or "dark"; empty: the reader's preference
}

// File draws the same picture as [SVG] as a self-contained file: with its style
// sheet, a background, a description, and the link. It contains no scripts and no
// buttons. The text is well-formed XML.
func File(r *counter.Report, t *counter.Trace, words Words, o Options, f Frame) string {
	sc := layout(&network{report: r, trace: t, words: &words}, o)
	left, width := sc.margin+4, sc.width-2*(sc.margin+4)
	y := sc.margin
	lines := func(class, words string, size float64) (list []text) {
		for _, line := range wrap(words, size, width, class == "t-total") {
			y += size * (ascent + descent)
			list = append(list, text{class: class, s: line, size: size, x: left, y: y - size*descent})
		}
		y += size / 4
		return list
	}
	head := append(lines("t-total", f.Total, sc.big*1.25), lines("t-word", f.Name, sc.small)...)
	y += sc.margin
	picture := y
	y = math.Ceil(y+sc.height) + sc.margin
	note, link := lines("t-word", f.Note, sc.small), lines("t-word", f.Link, sc.small)
	y = math.Ceil(y + sc.margin)

	w := make(writer, 0, 32<<10)
	w.openFile(&f, rect{W: sc.width, H: y})
	w.named(&words, o)
	w.raw(`<metadata><source xmlns="http://purl.org/dc/elements/1.1/">`)
	w.esc(f.Link)
	w.raw(`</source></metadata><style>`)
	w.esc(f.Style)
	w.raw(`</style><rect class="paper" width="100%" height="100%"/>`)
	w.texts(head)
	w.raw(`<g transform="translate(0 `)
	w.num(picture)
	w.raw(`)">`)
	w.scene(sc, false)
	w.raw(`</g>`)
	w.texts(note)
	w.link(f.Link, link)
	w.raw("</svg>\n")
	return string(w)
}

// openFile begins the opening tag of a saved picture; named completes it.
func (w *writer) openFile(f *Frame, size rect) {
	w.raw(`<svg xmlns="http://www.w3.org/2000/svg" class="diagram" role="img" xml:lang="`)
	w.esc(f.Lang)
	if f.Theme != "" {
		w.raw(`" data-theme="`)
		w.esc(f.Theme)
	}
	w.raw(`"`)
	w.attr("width", size.W)
	w.attr("height", size.H)
	w.raw(` viewBox="0 0 `)
	w.num(size.W)
	w.raw(" ")
	w.num(size.H)
}

func (w *writer) texts(list []text) {
	for i := range list {
		w.text(&list[i])
	}
}

// link appends lines that link to an address if it is http(s).
func (w *writer) link(address string, lines []text) {
	open := strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")
	if open {
		w.raw(`<a href="`)
		w.esc(address)
		w.raw(`" target="_top">`)
	}
	w.texts(lines)
	if open {
		w.raw(`</a>`)
	}
}

// wrap breaks a text into lines that fit a width: at spaces, after Chinese
// characters, after delimiters in an address, or otherwise anywhere.
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
