package export

import (
	"strings"
	"sync"

	"unetparams/app/diagram"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/web"
)

// PosterOptions are the options of a saved picture.
type PosterOptions struct {
	Link   string // absolute address of the configuration; if empty, none is shown
	Narrow bool   // 344 units wide, for a phone, instead of 960
	Theme  string // "light" or "dark"; empty: the reader's preference
	Sizes  bool   // show the size of every map next to it
	ID     string // prefix of its IDs, for several pictures in one page; empty: "unet"
	// Words changes the words of the picture, as for another quantity than parameters;
	// nil: it doesn't.
	Words func(*diagram.Words)
}

// Poster returns the picture of a configuration as a self-contained SVG file without
// scripts: the picture that the page draws, with the total, the name, the conventions
// and the link. The error is that of the configuration.
func Poster(l text.Lang, c *config.Config, o PosterOptions) (string, error) {
	s := &state.State{}
	if err := s.Count(c); err != nil {
		return "", err
	}
	return NewPoster(s, l, o), nil
}

// NewPoster is like [Poster], for a state that has already been counted.
func NewPoster(s *state.State, l text.Lang, o PosterOptions) string {
	total, name := number.Grouped(s.Report.Learnable), l.Config(s.Config)
	w := text.Diagram(l, s.Report)
	w.Title = l.F(text.Export.PosterTitle, name, total)
	w.Desc = l.T(text.Export.PosterDesc) + text.StageList(l, s.Report)
	if o.Words != nil {
		o.Words(&w)
	}
	if o.ID == "" {
		o.ID = "unet"
	}
	return diagram.File(s.Report, s.Trace, w, diagram.Options{Narrow: o.Narrow, ID: o.ID, Sizes: o.Sizes}, diagram.Frame{
		Lang:  string(l),
		Total: l.F(text.Export.PosterTotal, total),
		Name:  name,
		Note:  l.T(text.Export.Counted) + l.T(text.Describe.Colon) + l.Conventions(s.Report),
		Link:  o.Link,
		Style: posterStyle(o.Theme),
		Theme: o.Theme,
	})
}

// posterStyle returns the part of the style sheet that a saved picture needs, without
// comments and spaces. Only a picture with a theme needs the colors of the dark one twice.
func posterStyle(theme string) string {
	style := compactStyle()
	if theme != "" {
		return style
	}
	before, rest, _ := strings.Cut(style, ":root[data-theme=dark]{")
	_, after, _ := strings.Cut(rest, "}")
	return before + after
}

var compactStyle = sync.OnceValue(func() string {
	var b strings.Builder
	rest, _, _ := strings.Cut(web.Diagram, "/* On a page: ")
	for {
		before, after, more := strings.Cut(rest, "/*")
		for line := range strings.Lines(before) {
			b.WriteString(strings.TrimSpace(line))
		}
		if !more {
			break
		}
		_, rest, _ = strings.Cut(after, "*/")
	}
	return strings.NewReplacer(" { ", "{", " {", "{", "{ ", "{", ": ", ":", "; }", "}", ";}", "}", "; ", ";", ", ", ",").Replace(b.String())
})
