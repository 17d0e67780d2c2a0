// Package diagram draws a network as a U, in the style of the figure of the 2015
// paper: vertical bars for feature maps, gray arrows for skip connections, red ones
// down, green ones up.
//
// Everything in the picture is derived from the report: the bars from the steps
// of a stage, the arrows from its edges. There are three independent passes.
// features.go and connection.go determine what to draw. A picture ([uShape] or
// [triangle]) determines the positions, and produces a [scene], which consists of
// geometry and texts only. svg.go and tikz.go write the scene.
//
// Fonts differ between machines, so for every text the layout reserves the width
// that the widest of the common fonts needs; see textWidth.
//
// Colors are not part of the SVG text: they are custom properties in
// web/diagram.css, for the classes that svg.go writes.
package diagram

import (
	"unetparams/counter"
)

// Options choose how a picture is laid out.
type Options struct {
	Narrow bool   // for a phone, 344 units wide, instead of a page, 960 units wide
	ID     string // prefix of the IDs, so that a page can have two pictures
	Still  bool   // the stages are not buttons, for pages without the program
	Sizes  bool   // the size of every map is written vertically next to it, as in the 2015 figure, if there is room

	// Note returns an additional line for a stage in a comparison, which also gets a
	// dashed frame, or "" for none.
	Note func(counter.Stage) string

	scale *scale
}

// Words holds every text of a picture, in the reader's language. The texts are not
// escaped; the package escapes them.
type Words struct {
	Title string // the accessible name of the picture
	Desc  string // one or two sentences, including numbers

	Stage  func(counter.Stage) string     // "Encoder 1"
	Number func(int64) string             // 7,765,442
	Share  func(part, whole int64) string // "30.4%"; "" if it is unknown

	// Texts of the legend:
	Connection          func(Connection) string // for arrows between stages
	Conv, Head          string                  // for arrows within a stage, and to the output
	Repeat              func(n int) string      // "×3, same weights", for convolutions that run n times; nil: none
	SelfAttention       string                  // for the mark of stages with self-attention
	CrossAttention      string                  // for the mark of stages with cross-attention
	ShareBar            string                  // for the thin bar of a stage's share; if empty, it is not drawn
	Width, Height, More string                  // for the width and the height of bars, and for a dashed bar

	// Quantity returns what is shown of a stage in place of its parameters, and the
	// bars are tinted by; nil: the parameters are shown. Parameters then follows it.
	Quantity func(counter.Stage) Quantity

	Parameters string               // "parameters", after a number
	Channels   func(n int64) string // "channels", after n
}

// A Quantity is what a picture shows of a stage.
type Quantity struct {
	Value string  // "12.0 MiB"
	Share string  // of the whole: "30.4%"; "" if there is none
	Part  float64 // likewise, up to 1
	Tint  float64 // up to 1, of the stage that has most
}

// SVG draws a network. Without a trace no sizes are shown, and the height of a
// bar depends on its level. The result is one svg element, escaped for inclusion in a
// page.
func SVG(r *counter.Report, t *counter.Trace, w Words, o Options) string {
	n := &network{report: r, trace: t, words: &w}
	return write(layout(n, o), &w, o)
}

// A Drawing is a network to draw, with its texts and options.
type Drawing struct {
	Report  *counter.Report
	Trace   *counter.Trace
	Words   Words
	Options Options
}

// Pair draws two networks on one scale: a bar is as wide for its channels and as
// high for its resolution in one picture as in the other.
func Pair(a, b Drawing) (string, string) {
	if a.Trace == nil || b.Trace == nil { // sizes and levels are not comparable
		a.Trace, b.Trace = nil, nil
	}
	x, y := common(a, b)
	return write(x, &a.Words, a.Options), write(y, &b.Words, b.Options)
}

// common lays two networks out on one scale.
func common(a, b Drawing) (x, y *scene) {
	x, y = a.layout(nil), b.layout(nil)
	// With lower bars a picture may need thinner ones, so that the scales may have to
	// be adjusted again.
	for range 4 {
		if x.used == y.used {
			break
		}
		both := x.used.with(y.used)
		x, y = a.layout(&both), b.layout(&both)
	}
	return x, y
}

func (d *Drawing) layout(s *scale) *scene {
	o := d.Options
	o.scale = s
	return layout(&network{report: d.Report, trace: d.Trace, words: &d.Words}, o)
}
