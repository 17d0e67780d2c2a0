package diagram

// A style holds the fixed measures of a layout, in units of the viewBox.
type style struct {
	width, margin float64
	small, big    float64 // font sizes; 0 in a picture without texts
	part          float64 // font size of the parameters on vertical arrows; 0: they are omitted
	row           float64 // free space between two rows
	pad           float64 // between bars and their text
	tip           float64 // length of the tips of arrows
	bar, octave   float64 // width of a bar for one channel, and for each doubling
	gap           float64 // between bars
	thin          float64 // width of thin bars; 0: there are none

	u      uStyle
	frames frameStyle
}

// A barStyle holds the heights of bars.
type barStyle struct {
	tallest, lowest float64
	step            float64 // for each doubling of the resolution
}

// A uStyle holds the measures that only the U needs.
type uStyle struct {
	bars   barStyle
	indent float64 // minimum shift from level to level
	across float64 // minimum length of the arrow of a skip connection
	lead   float64 // minimum length of the arrows from the input and to the output
	// beside puts the texts of input and output next to their bars instead of above
	// the picture.
	beside bool
}

// A frameStyle holds the measures that only pictures of framed stages need.
type frameStyle struct {
	bars   barStyle
	scale  float64 // of the thickness of bars
	gap    float64 // between frames
	detail int     // the highest level of detail of the frames
	inside interior
}

var (
	wide = style{
		width: 960, margin: 14, small: 13, big: 16,
		row: 15.5, part: 12, pad: 10, tip: 9, bar: 7, octave: 2.4, gap: 17, thin: 3,
		u:      uStyle{bars: barStyle{88, 32, 14}, indent: 12, across: 44, lead: 34, beside: true},
		frames: frameStyle{bars: barStyle{42, 14, 7}, scale: 0.38, gap: 22, detail: allInOne, inside: sideBySide{}},
	}
	narrow = style{
		width: 344, margin: 3, small: 11, big: 13,
		row: 6, pad: 5, tip: 6, bar: 3.5, octave: 0.9, gap: 2,
		u:      uStyle{bars: barStyle{74, 24, 12.5}, indent: 6, across: 18, lead: 16},
		frames: frameStyle{bars: barStyle{24, 8, 4}, scale: 0.6, gap: 9, detail: noShare, inside: stacked{}},
	}
	// thumb is the style of thumbnails.
	thumb = style{
		width: thumbWidth, margin: 2,
		row: 1.5, pad: 2, tip: 2, bar: 1.2, octave: 0.2, gap: 0.5,
		u:      uStyle{bars: barStyle{17, 4, 3}, indent: 3, across: 14, lead: 5},
		frames: frameStyle{bars: barStyle{6, 3, 0.8}, scale: 0.6, gap: 5, detail: noShare, inside: stacked{}},
	}
)

// tipHalf is half the width of the tip of an arrow, relative to its length.
const tipHalf = 0.6

// A scale determines the thickness of bars, and their height for a resolution.
type scale struct {
	bars             float64 // thickness
	finest, coarsest float64 // resolutions of the picture
	barStyle
}

// with returns a scale at which both pictures fit.
func (a scale) with(b scale) scale {
	return scale{min(a.bars, b.bars), max(a.finest, b.finest), min(a.coarsest, b.coarsest),
		barStyle{min(a.tallest, b.tallest), min(a.lowest, b.lowest), min(a.step, b.step)}}
}
