package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"git.sr.ht/~sbinet/gg"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
)

// A card is the picture of a network for link previews: its name, its total and the U.
// Previews require a PNG of this size and don't support SVG.
type card struct {
	Name   string
	Total  string // 7,765,442
	Unit   string // "learnable parameters"
	Source string
	Site   string
	SVG    string // the picture of the page, 960 units wide
}

// The size of a card, in pixels, as recommended for Open Graph.
const (
	cardWidth  = 1200
	cardHeight = 630
	cardMargin = 56
)

// png draws the card. Its texts must be in scripts that Go's fonts have: Latin, Greek
// and Cyrillic.
func (c card) png(colors palette) ([]byte, error) {
	d := &painter{Context: gg.NewContext(cardWidth, cardHeight), colors: colors}
	d.SetColor(color.White)
	d.Clear()
	d.SetColor(d.color("--u-accent"))
	d.DrawRectangle(0, 0, cardWidth, 10)
	d.Fill()

	site, _ := d.measure(c.Site, 20, false)
	d.label(c.Name, cardMargin, 66, 36, true, "--u-text", cardWidth-3*cardMargin-site)
	d.label(c.Site, cardWidth-cardMargin-site, 66, 20, false, "--u-muted", site)
	right := d.label(c.Total, cardMargin, 142, 76, true, "--u-text", 800)
	d.label(c.Unit, right+18, 142, 28, false, "--u-muted", cardWidth-cardMargin-right-18)
	d.label(c.Source, cardMargin, 178, 20, false, "--u-muted", cardWidth-2*cardMargin)
	if err := d.picture(c.SVG, cardMargin, 196, cardWidth-2*cardMargin, cardHeight-196-20); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.BestCompression}
	err := e.Encode(&b, colors.reduce(d.Image().(*image.RGBA)))
	return b.Bytes(), err
}

// A palette holds the colors of web/diagram.css, by custom property.
type palette map[string]color.Color

var property = regexp.MustCompile(`(--u-[a-z-]+): (#[0-9a-f]{3,6});`)

// lightPalette returns the first colors in the picture's style sheet, which are those
// of the light theme.
func lightPalette(css string) (palette, error) {
	block, _, ok := strings.Cut(css, "}")
	p := palette{}
	for _, m := range property.FindAllStringSubmatch(block, -1) {
		digits := m[2][1:]
		if len(digits) == 3 {
			digits = strings.Join([]string{digits[:1], digits[:1], digits[1:2], digits[1:2], digits[2:], digits[2:]}, "")
		}
		n, err := strconv.ParseUint(digits, 16, 24)
		if err != nil {
			return nil, err
		}
		p[m[1]] = color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 255}
	}
	if !ok || p["--u-text"] == nil {
		return nil, errors.New("no colors found in the style sheet of the picture")
	}
	return p, nil
}

// reduce returns the picture with 8 bits per pixel, which takes a third of the bytes:
// with each of the palette's colors blended with white in a few steps, for smooth edges.
func (p palette) reduce(img *image.RGBA) *image.Paletted {
	const steps = 6
	shades := color.Palette{color.White}
	for _, name := range slices.Sorted(maps.Keys(p)) {
		r, g, b, _ := p[name].RGBA()
		for i := uint32(steps); i > 0 && len(shades) < 256; i-- {
			on := func(c uint32) uint16 { return uint16((c*i + 0xffff*(steps-i)) / steps) }
			if c := (color.RGBA64{on(r), on(g), on(b), 0xffff}); !slices.Contains(shades, color.Color(c)) {
				shades = append(shades, c)
			}
		}
	}
	out := image.NewPaletted(img.Bounds(), shades)
	nearest := map[[4]byte]uint8{}
	for i := range out.Pix {
		c := [4]byte(img.Pix[4*i:])
		shade, ok := nearest[c]
		if !ok {
			shade = uint8(shades.Index(color.RGBA{c[0], c[1], c[2], c[3]}))
			nearest[c] = shade
		}
		out.Pix[i] = shade
	}
	return out
}

// A painter draws on a card.
type painter struct {
	*gg.Context
	colors palette
	face   font.Face // the current font
}

func (d *painter) color(property string) color.Color {
	if c := d.colors[property]; c != nil {
		return c
	}
	return color.Black
}

var fonts = map[bool]*opentype.Font{false: mustParse(goregular.TTF), true: mustParse(gobold.TTF)}

func mustParse(ttf []byte) *opentype.Font {
	f, err := opentype.Parse(ttf)
	if err != nil {
		panic(err) // can't happen: it is one of Go's fonts
	}
	return f
}

func (d *painter) font(size float64, bold bool) {
	face, err := opentype.NewFace(fonts[bold], &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // can't happen: the size is a number
	}
	d.face = face
	d.SetFontFace(face)
}

func (d *painter) measure(s string, size float64, bold bool) (w, h float64) {
	d.font(size, bold)
	return d.MeasureString(s)
}

// label writes a line, in a smaller size if it would be wider than most, and returns
// where it ends.
func (d *painter) label(s string, x, y, size float64, bold bool, property string, most float64) float64 {
	w, _ := d.measure(s, size, bold)
	if w > most {
		d.font(size*most/w, bold)
		w = most
	}
	d.SetColor(d.color(property))
	d.write(s, x, y)
	return x + w
}

// write writes a line in the current font and color. Its baseline is at a whole pixel
// and its characters begin at half pixels, so that a character mostly has the same pixels
// wherever it is, and the card compresses better.
func (d *painter) write(s string, x, y float64) {
	for i, r := range s {
		at := font.MeasureString(d.face, s[:i+len(string(r))]) - font.MeasureString(d.face, string(r))
		d.DrawString(string(r), math.Round(2*(x+float64(at)/64))/2, math.Round(y))
	}
}

// picture draws one of our own SVGs into a box, without its legend. It supports only
// what app/diagram writes: groups with classes, rectangles, paths of straight lines,
// and texts.
func (d *painter) picture(svg string, x, y, w, h float64) error {
	dec := xml.NewDecoder(strings.NewReader(svg))
	d.Push()
	defer d.Pop()
	scale := 1.0
	var classes []string // of the open elements; "" if an element has none
	var at xml.StartElement
	var spans []span // of the text that is open
	drawn := false
	for {
		tok, err := dec.Token()
		if err == io.EOF && drawn {
			return nil
		}
		if err != nil {
			return err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			class := value(tok, "class")
			if class == "legend" || tok.Name.Local == "title" || tok.Name.Local == "desc" {
				if err := dec.Skip(); err != nil {
					return err
				}
				continue
			}
			classes = append(classes, class)
			switch tok.Name.Local {
			case "svg":
				var bw, bh float64
				if _, err := fmt.Sscanf(value(tok, "viewBox"), "0 0 %f %f", &bw, &bh); err != nil {
					return err
				}
				drawn, scale = true, min(w/bw, h/bh)
				d.Translate(x+(w-scale*bw)/2, y+(h-scale*bh)/2)
				d.Scale(scale, scale)
			case "rect":
				d.rect(tok, classes)
			case "path":
				if err := d.path(value(tok, "d"), classes); err != nil {
					return err
				}
			case "text":
				at, spans = tok, nil
			case "g", "tspan":
			default:
				return fmt.Errorf("a card can't show <%s>", tok.Name.Local)
			}
		case xml.EndElement:
			classes = classes[:len(classes)-1]
			if tok.Name.Local == "text" {
				d.text(spans, at, scale)
			}
		case xml.CharData:
			if n := len(classes); n > 0 {
				spans = append(spans, span{string(tok), within(classes[n-1:], "t-count")})
			}
		}
	}
}

func value(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func number(e xml.StartElement, name string) float64 {
	n, _ := strconv.ParseFloat(value(e, name), 64)
	return n
}

// within reports whether an element or one of its ancestors has a class.
func within(classes []string, class string) bool {
	return slices.ContainsFunc(classes, func(c string) bool { return slices.Contains(strings.Fields(c), class) })
}

func (d *painter) rect(e xml.StartElement, classes []string) {
	fill, line := "--u-map", "--u-map-line"
	switch {
	case !within(classes[len(classes)-1:], "map"):
		return // an invisible area for the pointer
	case within(classes, "in"):
		fill, line = "--u-image", "--u-image-line"
	case within(classes, "head"):
		fill, line = "--u-head", "--u-head-line"
	}
	if within(classes, "copied") {
		fill = "--u-copied"
	}
	x, y, w, h := number(e, "x"), number(e, "y"), number(e, "width"), number(e, "height")
	left, top := d.sharp(x, y, 1)
	right, bottom := d.sharp(x+w, y+h, 1)
	d.DrawRectangle(left, top, right-left, bottom-top)
	d.SetLineWidth(1)
	if within(classes, "more") {
		d.SetDash(2, 3)
	} else {
		d.SetColor(d.color(fill))
		d.FillPreserve()
	}
	d.SetColor(d.color(line))
	d.Stroke()
	d.SetDash()
}

// sharp returns the point nearest to one of the picture, in its units, at which a line of
// a width covers whole pixels as far as it can: for an odd width the middle of a pixel,
// for an even one its corner.
func (d *painter) sharp(x, y, width float64) (float64, float64) {
	ox, oy := d.TransformPoint(0, 0)
	ux, uy := d.TransformPoint(1, 1)
	px, py := d.TransformPoint(x, y)
	half := math.Mod(math.Floor(width), 2) / 2
	return (math.Round(px-half) + half - ox) / (ux - ox), (math.Round(py-half) + half - oy) / (uy - oy)
}

func (d *painter) path(data string, classes []string) error {
	width := 2.0
	if within(classes, "a-conv") {
		width = 1.5
	}
	steps := strings.FieldsFunc(data, func(r rune) bool { return strings.ContainsRune("MLZ", r) })
	for i, s := range steps {
		xs, ys, _ := strings.Cut(s, " ")
		x, err1 := strconv.ParseFloat(xs, 64)
		y, err2 := strconv.ParseFloat(ys, 64)
		if err1 != nil || err2 != nil {
			return fmt.Errorf("a card can't show the path %q", data)
		}
		x, y = d.sharp(x, y, width)
		if i == 0 {
			d.MoveTo(x, y)
		} else {
			d.LineTo(x, y)
		}
	}
	property := "--u-copy"
	for _, is := range [...][2]string{{"a-down", "--u-down"}, {"a-up", "--u-up"}, {"a-conv", "--u-conv"}, {"a-point", "--u-head-line"}} {
		if within(classes, is[0]) { // the last one counts, as in the style sheet
			property = is[1]
		}
	}
	d.SetColor(d.color(property))
	if within(classes, "tip") {
		d.Fill()
		return nil
	}
	d.SetLineWidth(width)
	if within(classes, "a-crop") {
		d.SetDash(6, 3)
	}
	d.Stroke()
	d.SetDash()
	return nil
}

// A span is a part of a text with one font weight.
type span struct {
	s    string
	bold bool
}

// text writes the spans of a text one after the other. Glyphs are drawn at the size
// that they have on the card, not scaled.
func (d *painter) text(spans []span, e xml.StartElement, scale float64) {
	size := number(e, "font-size") * scale
	whole := 0.0
	for _, r := range spans {
		w, _ := d.measure(r.s, size, r.bold)
		whole += w
	}
	x, y := d.TransformPoint(number(e, "x"), number(e, "y"))
	x -= whole * map[string]float64{"middle": 0.5, "end": 1}[value(e, "text-anchor")]
	d.Push()
	defer d.Pop()
	d.Identity()
	for _, r := range spans {
		property := "--u-text"
		if c := value(e, "class"); !r.bold && (c == "t-name" || c == "t-meta" || c == "t-word") {
			property = "--u-muted"
		}
		w, _ := d.measure(r.s, size, r.bold)
		d.SetColor(d.color(property))
		d.write(r.s, x, y)
		x += w
	}
}
