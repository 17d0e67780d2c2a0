package app

import (
	"strings"
	"sync"

	"unetparams/app/diagram"
	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/web"
)

// PosterOptions say what a saved picture carries, and how it looks.
type PosterOptions struct {
	Link   string // whole address of the configuration; without one, none is shown
	Narrow bool   // 344 wide, for a phone, instead of 960
	Theme  string // "light" or "dark"; empty: as the reader has it
	ID     string // prefix of its ids, where several stand in one page; empty: "unet"
}

// Poster returns the picture of a configuration as an SVG file that needs
// nothing else and runs nothing: the picture that the page draws, with the total,
// the name, the conventions and the link. The error is that of the configuration.
func Poster(l Lang, c *config.Config, o PosterOptions) (string, error) {
	s := &state{}
	if err := s.count(c); err != nil {
		return "", err
	}
	return poster(s, l, o), nil
}

func poster(s *state, l Lang, o PosterOptions) string {
	total, name := number.Grouped(s.Report.Learnable), l.describe(s.Config)
	w := diagramWords(l, s.Report)
	w.Title = l.F(exportWords.PosterTitle, name, total)
	w.Desc = l.T(exportWords.PosterDesc) + stageList(l, s.Report)
	if o.ID == "" {
		o.ID = "unet"
	}
	return diagram.File(s.Report, s.Trace, w, diagram.Options{Narrow: o.Narrow, ID: o.ID}, diagram.Frame{
		Lang:  string(l),
		Total: l.F(exportWords.PosterTotal, total),
		Name:  name,
		Note:  l.T(exportWords.Counted) + l.T(describeWords.Colon) + l.conventionsLine(s.Report),
		Link:  o.Link,
		Style: posterStyle(),
		Theme: o.Theme,
	})
}

// stageList says the counts of the stages that have any.
func stageList(l Lang, r *counter.Report) string {
	var parts []string
	for _, row := range r.Stages {
		if row.Learnable > 0 {
			parts = append(parts, l.stageName(row.Stage)+l.T(describeWords.Colon)+number.Grouped(row.Learnable))
		}
	}
	return strings.Join(parts, "; ")
}

// posterStyle is the picture's style sheet without what is for people.
var posterStyle = sync.OnceValue(func() string {
	var b strings.Builder
	rest := web.Diagram
	for {
		before, after, more := strings.Cut(rest, "/*")
		for line := range strings.Lines(before) {
			b.WriteString(strings.TrimSpace(line))
		}
		if !more {
			return b.String()
		}
		_, rest, _ = strings.Cut(after, "*/")
	}
})
