package diagram

import (
	"fmt"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/layer"
)

// conditioned returns a small U with everything beside it that a diffusion
// network has: a second input, the embedding of a time step in two stages, the
// projection of a text, and a bottleneck on two levels.
func conditioned(t testing.TB) *counter.Report {
	t.Helper()
	net := counter.New()
	m := net.Root()
	conv := func(name string, in, out int64, x counter.Value) counter.Value {
		return m.Apply(name, layer.Conv{ND: 2, In: in, Out: out, Kernel: counter.Cube(3), Padding: counter.Cube(1)}, x)
	}
	net.At(counter.Input, 1)
	image := net.Input(3, 2)
	net.At(counter.Input, 2)
	mask := net.NamedInput("mask", counter.Shape{C: 1, ND: 2, Size: counter.Axes{32, 32}})
	net.At(counter.Condition, 1)
	time := conv("time", 1, 8, mask)
	net.At(counter.Condition, 2)
	text := conv("text", 8, 16, time)
	net.At(counter.Encoder, 1)
	x := conv("enc", 3, 16, image)
	x = net.Do(layer.Add{}, x, text)
	skip := x
	net.At(counter.Bottleneck, 2)
	x = net.Do(layer.Pool{ND: 2, Kernel: counter.Cube(2)}, x)
	x = conv("mid", 16, 16, x)
	net.At(counter.Bottleneck, 3)
	x = conv("mid2", 16, 16, x)
	net.At(counter.Decoder, 1)
	x = net.Do(layer.Upsample{ND: 2, Scale: counter.Cube(2)}, x)
	x = net.Do(layer.Concat{}, skip, x)
	x = conv("dec", 32, 16, x)
	net.At(counter.Head, 1)
	conv("out", 16, 1, x)
	r, err := net.Report()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestAside: what has no place on the U is beside it, each stage at a place of
// its own, and every edge is an arrow.
func TestAside(t *testing.T) {
	r := conditioned(t)
	d := &drawn{name: "conditioned", r: r}
	layouts(func(name string, w *Words, isNarrow bool) {
		sc := layoutOf(d, nil, w, isNarrow)
		for i := range sc.stages {
			a := &sc.stages[i]
			if a.group.W == 0 || a.group.Y == 0 || len(a.lines) > 0 && a.block.Y == 0 {
				t.Errorf("%s: %s has no place", name, a.id)
			}
			for j := range sc.stages[:i] {
				b := &sc.stages[j]
				if a.group.overlaps(b.group) || a.block.overlaps(b.block) || a.group.overlaps(b.block) || a.block.overlaps(b.group) {
					t.Errorf("%s: %s stands on %s", name, a.id, b.id)
				}
			}
			if a.block.overlaps(a.group) {
				t.Errorf("%s: the text of %s stands on its bars", name, a.id)
			}
			for _, area := range []rect{a.group, a.block} {
				if area.X < 0 || area.Y < 0 || area.right() > sc.width || area.bottom() > sc.height {
					t.Errorf("%s: %s leaves the picture", name, a.id)
				}
			}
		}
		if len(sc.arrows) != len(arrows(r)) {
			t.Errorf("%s: %d arrows, want %d", name, len(sc.arrows), len(arrows(r)))
		}
	})
	svg := SVG(r, nil, *english(), Options{})
	parse(t, svg)
	for _, s := range r.Stages {
		if !strings.Contains(svg, fmt.Sprintf("data-stage=%q", s.String())) {
			t.Errorf("%v is not drawn", s.Stage)
		}
	}
	if n := strings.Count(svg, `class="stage aside"`); n != 2 {
		t.Errorf("%d stages of conditioning, want 2", n)
	}
	parse(t, Thumb(r))
}

// A list is a third kind of picture, which neither the scene nor the two others
// know of.
type list struct{ *scene }

func (l list) arrange() {
	y := l.margin
	l.setHeights(barStyle{20, 10, 2})
	l.setWidths(0.3)
	for i := range l.stages {
		s := &l.stages[i]
		s.write("t-name", s.id, l.small)
		s.measure()
		s.moveX(l.margin)
		s.moveY(y + s.group.H/2)
		s.setBlock(l.margin+s.group.W+l.pad, y, start)
		y += max(s.group.H, s.block.H) + l.row
	}
	l.scene.height = y
}

func (l list) annotate() {}

// TestThirdPicture: a kind of picture needs its two methods and nothing more.
func TestThirdPicture(t *testing.T) {
	d := draw(t, "base=64")
	n := &network{report: d.r, words: english()}
	sc := newScene(n, narrow, nil)
	var p picture = list{sc}
	p.arrange()
	p.annotate()
	legend{sc}.explain(n)
	root := parse(t, write(sc, n.words, Options{}))
	if got := len(root.all("map")); got < len(d.r.Stages) {
		t.Errorf("%d bars for %d stages", got, len(d.r.Stages))
	}
}
