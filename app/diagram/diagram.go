// Package diagram draws a network as a U, in the manner of the figure of the
// 2015 paper: upright bars for feature maps, grey arrows for what is copied
// across, red ones down, green ones up.
//
// Everything in the picture is derived from the report: the bars from the steps
// of a stage, the arrows from its edges. The work is done in three steps that
// know nothing of each other. features.go and connection.go say what is to be
// drawn. A picture ([uShape] or [triangle]) says where it is, and makes a
// [scene] of it, which is geometry and texts alone. svg.go and tikz.go write the
// scene down.
//
// Fonts differ between machines, so the layout reserves for every text the room
// that the widest of the usual ones needs; see textWidth.
//
// Colours are not part of the text: they are the custom properties of
// web/diagram.css, for the classes that svg.go writes.
package diagram

import (
	"unetparams/counter"
)

// Options choose how a picture is laid out.
type Options struct {
	Narrow bool   // for a phone, 344 units wide, instead of a page, 960 wide
	ID     string // prefix of the ids, so that one page can have two pictures
	Still  bool   // the stages are no buttons, for pages without the program
	Sizes  bool   // the size of every map is written upright beside it, as in the 2015 figure, where there is room

	// Note returns a further line for a stage in a comparison, which then is
	// marked with a dashed frame too; "" is for none.
	Note func(counter.Stage) string

	scale *scale
}

// Words holds every text of a picture, in the reader's language. They are
// escaped where they are written, and need not be.
type Words struct {
	Title string // the accessible name of the picture
	Desc  string // one or two sentences, already with numbers

	Stage  func(counter.Stage) string     // "Encoder 1"
	Number func(int64) string             // 7,765,442
	Share  func(part, whole int64) string // "30.4 %"

	Connection          func(Connection) string // the legend's words for arrows between stages
	Conv, Head          string                  // and for those within one, and to the output
	Repeat              func(n int) string      // "×3, same weights", for convolutions that run n times; nil: not said
	SelfAttention       string                  // for the mark of stages in which features attend to those of the same map
	CrossAttention      string                  // likewise, to those of another stage
	ShareBar            string                  // and for the thin bar of a stage's share; without it none is drawn
	Width, Height, More string                  // and for the bars' width and height, and for a dashed bar

	Parameters string               // "parameters", after a number
	Channels   func(n int64) string // "channels", after n
}

// SVG draws a network. Without a trace no sizes are shown, and the height of a
// bar follows its level. The text is one svg element, safe to put into a page as
// it is.
func SVG(r *counter.Report, t *counter.Trace, w Words, o Options) string {
	n := &network{report: r, trace: t, words: &w}
	return write(layout(n, o), &w, o)
}

// A Drawing is a network to be drawn, in the words for it.
type Drawing struct {
	Report  *counter.Report
	Trace   *counter.Trace
	Words   Words
	Options Options
}

// Pair draws two networks on one scale: a bar is as wide for its channels and as
// high for its resolution in one picture as in the other.
func Pair(a, b Drawing) (string, string) {
	if a.Trace == nil || b.Trace == nil { // sizes and levels are no common measure
		a.Trace, b.Trace = nil, nil
	}
	x, y := common(a, b)
	return write(x, &a.Words, a.Options), write(y, &b.Words, b.Options)
}

// common lays two networks out on one scale.
func common(a, b Drawing) (x, y *scene) {
	x, y = a.layout(nil), b.layout(nil)
	// One picture may need thinner bars once they are lower, so the second
	// agreement need not be the first.
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
