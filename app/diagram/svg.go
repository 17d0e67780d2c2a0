package diagram

import (
	"math"
	"slices"
	"strconv"

	"unetparams/counter"
)

// A writer appends SVG.
type writer []byte

func (w *writer) raw(s string) { *w = append(*w, s...) }

// num appends a number with at most two decimals.
func (w *writer) num(x float64) {
	x = math.Round(x*100) / 100
	if x == 0 {
		x = 0 // not "-0"
	}
	*w = strconv.AppendFloat(*w, x, 'f', -1, 64)
}

func (w *writer) attr(name string, x float64) {
	w.raw(" ")
	w.raw(name)
	w.raw(`="`)
	w.num(x)
	w.raw(`"`)
}

// esc appends text, escaped for content and for attributes. It omits control
// characters, which XML does not allow.
func (w *writer) esc(s string) {
	for _, c := range s {
		switch {
		case c == '&':
			w.raw("&amp;")
		case c == '<':
			w.raw("&lt;")
		case c == '>':
			w.raw("&gt;")
		case c == '"':
			w.raw("&quot;")
		case c == '\'':
			w.raw("&#39;")
		case c < ' ' || c == 0xfffe || c == 0xffff:
		default:
			*w = append(*w, string(c)...)
		}
	}
}

func (w *writer) rect(class string, r rect, radius float64) {
	w.raw(`<rect class="`)
	w.raw(class)
	w.raw(`"`)
	w.attr("x", r.X)
	w.attr("y", r.Y)
	w.attr("width", r.W)
	w.attr("height", r.H)
	if radius > 0 {
		w.attr("rx", radius)
	}
	w.raw("/>")
}

func (w *writer) text(t *text) {
	w.raw(`<text class="`)
	w.raw(t.class)
	w.raw(`"`)
	w.attr("x", t.x)
	w.attr("y", t.y)
	w.attr("font-size", t.size)
	if t.upright {
		w.raw(` transform="rotate(-90 `)
		w.num(t.x)
		w.raw(" ")
		w.num(t.y)
		w.raw(`)"`)
	}
	w.raw([...]string{"", ` text-anchor="middle"`, ` text-anchor="end"`}[t.anchor])
	w.raw(">")
	w.esc(t.s)
	if t.tail != "" {
		w.raw(` <tspan class="t-count">`)
		w.esc(t.tail)
		w.raw("</tspan>")
	}
	w.raw("</text>")
}

// arrowShape returns the line of an arrow along a route, and the triangle of its
// tip, or nil if its last leg has no length.
func arrowShape(route []point, tip float64) (line, head []point) {
	n := len(route)
	p, q := route[n-2], route[n-1]
	length := math.Hypot(q.X-p.X, q.Y-p.Y)
	if length == 0 {
		return nil, nil
	}
	tip = min(tip, length)
	ux, uy := (q.X-p.X)/length, (q.Y-p.Y)/length
	neck := point{q.X - ux*tip, q.Y - uy*tip}
	// The line ends inside the tip, so that there is no visible gap.
	line = append(slices.Clone(route[:n-1]), point{neck.X + ux*tip/3, neck.Y + uy*tip/3})
	half := tip * tipHalf
	return line, []point{{neck.X - uy*half, neck.Y + ux*half}, q, {neck.X + uy*half, neck.Y - ux*half}}
}

// arrow appends a line along a route, and a tip.
func (w *writer) arrow(route []point, tip float64) {
	line, head := arrowShape(route, tip)
	if line == nil {
		return
	}
	w.raw(`<path class="line" d="`)
	w.points(line)
	w.raw(`"/><path class="tip" d="`)
	w.points(head)
	w.raw(`Z"/>`)
}

// points appends the data of a path along points.
func (w *writer) points(list []point) {
	for i, v := range list {
		if i == 0 {
			w.raw("M")
		} else {
			w.raw("L")
		}
		w.num(v.X)
		w.raw(" ")
		w.num(v.Y)
	}
}

// kinds are the classes of arrows, by counter.EdgeKind.
var kinds = [...]string{"a-conv", "a-down", "a-up", "a-copy", "a-aside"}

// kindClass returns the class of the arrows of a kind.
func kindClass(k counter.EdgeKind) string { return kinds[min(int(k), len(kinds)-1)] }

// class returns the class that determines an arrow's appearance: that of its kind, or
// that of a special property.
func (a *arrow) class() string {
	switch {
	case a.crop:
		return "a-crop"
	case a.point:
		return "a-point"
	case a.resized:
		return "a-resized"
	case a.gate:
		return "a-gate"
	}
	return kindClass(a.kind)
}

// class returns the class of the arrows of a connection.
func (c Connection) class() string {
	a := arrow{kind: c.Kind, crop: c.Crop, resized: c.Operation == Resample, gate: c.Operation == Gate}
	return a.class()
}

// roleClasses are the classes of stages, by counter.Role.
var roleClasses = [...]string{"in", "enc", "mid", "dec", "head", "aside"}

// roleClass returns the class of a role. Roles that this package does not know are
// drawn off the U.
func roleClass(r counter.Role) string { return roleClasses[min(int(r), len(roleClasses)-1)] }

// write returns a picture as SVG.
func write(sc *scene, words *Words, o Options) string {
	w := make(writer, 0, 24<<10)
	w.raw(`<svg xmlns="http://www.w3.org/2000/svg" class="diagram" viewBox="0 0 `)
	w.num(sc.width)
	w.raw(" ")
	w.num(math.Ceil(sc.height))
	w.raw(`" role="`)
	w.raw(map[bool]string{false: "group", true: "img"}[o.Still])
	w.named(words, o)
	w.scene(sc, !o.Still)
	w.raw("</svg>")
	return string(w)
}

// named completes the opening tag of a picture with references to its title and its
// description, and appends those.
func (w *writer) named(words *Words, o Options) {
	w.raw(`" aria-labelledby="`)
	w.esc(o.ID)
	w.raw(`-title" aria-describedby="`)
	w.esc(o.ID)
	w.raw(`-desc"><title id="`)
	w.esc(o.ID)
	w.raw(`-title">`)
	w.esc(words.Title)
	w.raw(`</title><desc id="`)
	w.esc(o.ID)
	w.raw(`-desc">`)
	w.esc(words.Desc)
	w.raw(`</desc>`)
}

// scene appends the parts of a picture. If it is live, the stages are buttons.
func (w *writer) scene(sc *scene, live bool) {
	steps := sc.steps
	for i := range sc.stages {
		n := 0
		for n < len(steps) && steps[n].from == i {
			n++
		}
		w.stage(sc, &sc.stages[i], steps[:n], live)
		steps = steps[n:]
	}
	// On top of the stages, so that the mark of a selected stage does not cover them.
	w.raw(`<g class="arrows" aria-hidden="true">`)
	for i := range sc.arrows {
		w.connection(sc, &sc.arrows[i], live)
	}
	w.raw("</g>")
	w.raw(`<g class="legend">`)
	for i := range sc.entries {
		w.entry(&sc.entries[i], sc.tip)
	}
	w.raw("</g>")
}

// stage appends a stage with the arrows from bar to bar. In a live picture the
// areas that react to the pointer are a button, and what is drawn over them is
// hidden from screen readers: the button's label says it in words.
func (w *writer) stage(sc *scene, s *stage, steps []arrow, live bool) {
	w.raw(`<g class="stage `)
	w.raw(roleClass(s.Role))
	w.raw(`"`)
	if live {
		w.raw(` data-stage="`)
		w.raw(s.id)
		w.raw(`">`)
		w.button(s)
		w.raw(`<g aria-hidden="true">`)
	} else {
		w.raw(`><title>`)
		w.esc(s.label)
		w.raw(`</title>`)
		if s.noted {
			for _, h := range s.hits {
				w.rect("differs", h, 5)
			}
		}
	}
	if s.frame.W > 0 {
		w.rect("frame", s.frame, 5)
	}
	for i := range steps {
		w.raw(`<g class="arrow a-conv">`)
		w.arrow(steps[i].route, sc.tip*0.67)
		w.raw("</g>")
	}
	if s.tint > 0 {
		w.raw(`<g`)
		w.attr("fill-opacity", 0.15+0.85*s.tint)
		w.raw(`>`)
	}
	for i := range s.bars {
		w.bar(&s.bars[i])
	}
	if s.tint > 0 {
		w.raw(`</g>`)
	}
	if s.metered {
		w.rect("share whole", s.meter[0], 0)
		w.rect("share", s.meter[1], 0)
	}
	if s.mark.W > 0 {
		w.attention(s.mark)
	}
	w.texts(s.chans)
	w.texts(s.lines)
	w.texts(s.sizes)
	if live {
		w.raw("</g>")
	}
	w.raw("</g>")
}

// button appends the areas of a stage that react to the pointer, as one button.
func (w *writer) button(s *stage) {
	w.raw(`<g tabindex="-1" role="button" aria-pressed="false" aria-label="`)
	w.esc(s.label)
	w.raw(`"><title>`)
	w.esc(s.label)
	w.raw(`</title>`)
	for _, h := range s.hits {
		w.rect("hit", h, 5)
	}
	if s.tab.W > 0 {
		w.rect("hit tab", s.tab, 0)
	}
	w.raw("</g>")
}

// bar appends a bar, in two parts if one comes from a skip connection.
func (w *writer) bar(b *bar) {
	if b.more {
		w.rect("map more", b.rect, 0)
		return
	}
	if b.split > 0 {
		w.rect("map copied", rect{b.X, b.Y, b.split, b.H}, 0)
	}
	w.rect("map", rect{b.X + b.split, b.Y, b.W - b.split, b.H}, 0)
}

// connection appends an arrow from stage to stage.
func (w *writer) connection(sc *scene, a *arrow, live bool) {
	w.raw(`<g class="arrow `)
	w.raw(kindClass(a.kind))
	if c := a.class(); c != kindClass(a.kind) {
		w.raw(" ")
		w.raw(c)
	}
	w.raw(`"`)
	if live {
		w.raw(` data-from="`)
		w.raw(sc.stages[a.from].id)
		w.raw(`" data-to="`)
		w.raw(sc.stages[a.to].id)
		w.raw(`"`)
	}
	w.raw(`>`)
	w.arrow(a.route, sc.tip)
	if p, ok := sc.gateAt(a); ok {
		w.gate(p, sc.tip*gateRadius)
	}
	for i := range a.count {
		w.text(&a.count[i])
	}
	w.raw("</g>")
}

// gate appends the sign of a product: a cross in a circle, in straight lines.
func (w *writer) gate(p point, r float64) {
	const corners = 20
	circle := make([]point, corners)
	for i := range circle {
		angle := 2 * math.Pi * float64(i) / corners
		circle[i] = point{p.X + r*math.Cos(angle), p.Y + r*math.Sin(angle)}
	}
	w.raw(`<path class="gate" d="`)
	w.points(circle)
	w.raw(`Z"/>`)
	d := r * math.Sqrt2 / 2
	for _, s := range [...]float64{1, -1} {
		w.raw(`<path class="line" d="`)
		w.points([]point{{p.X - d, p.Y - s*d}, {p.X + d, p.Y + s*d}})
		w.raw(`"/>`)
	}
}

// entry appends an entry of the legend.
func (w *writer) entry(it *item, tip float64) {
	m := it.mark
	w.text(&it.text)
	if it.kind == "" || it.kind == "repeat" {
		return
	}
	y := it.y - it.size*0.33
	switch it.kind {
	case "a-conv":
		w.raw(`<g class="stage"><g class="arrow a-conv">`)
		w.arrow([]point{{m.X + 5, y}, {m.X + m.W - 5, y}}, tip*0.67)
		w.raw("</g>")
		w.rect("map", rect{m.X, y - 6, 4.5, 12}, 0)
		w.rect("map", rect{m.right() - 4.5, y - 6, 4.5, 12}, 0)
		w.raw("</g>")
	case "more":
		w.raw(`<g class="stage">`)
		w.rect("map more", rect{m.midX() - 4, y - 6.5, 8, 13}, 0)
		w.raw("</g>")
	case "share":
		w.raw(`<g class="stage">`)
		w.rect("share whole", rect{m.X, y - 1.5, m.W, meterHeight}, 0)
		w.rect("share", rect{m.X, y - 1.5, m.W * 0.4, meterHeight}, 0)
		w.raw("</g>")
	case "attention":
		w.raw(`<g class="stage">`)
		side := it.size * attentionSize
		w.attention(rect{m.midX() - side/2, y - side/2, side, side})
		w.raw("</g>")
	case "width":
		w.raw(`<g class="stage">`)
		w.rect("map", rect{m.X, y - 4, m.W, 8}, 0)
		w.raw("</g>")
	case "height":
		w.raw(`<g class="stage">`)
		w.rect("map", rect{m.midX() - 3, y - 6.5, 6, 13}, 0)
		w.raw("</g>")
	default:
		w.raw(`<g class="arrow `)
		if it.kind != "a-down" && it.kind != "a-up" && it.kind != "a-copy" {
			w.raw("a-copy ")
		}
		w.raw(it.kind)
		w.raw(`">`)
		switch it.kind {
		case "a-down":
			w.arrow([]point{{m.midX(), y - 7}, {m.midX(), y + 7}}, tip)
		case "a-up":
			w.arrow([]point{{m.midX(), y + 7}, {m.midX(), y - 7}}, tip)
		default:
			w.arrow([]point{{m.X, y}, {m.right(), y}}, tip)
			if it.kind == "a-gate" {
				w.gate(point{m.X + tip, y}, tip*gateRadius)
			}
		}
		w.raw("</g>")
	}
}
