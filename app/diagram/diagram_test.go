package diagram

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// drawn is a network to draw.
type drawn struct {
	name string
	r    *counter.Report
	t    *counter.Trace // nil where the input size does not fit
}

func draw(t testing.TB, settings string) *drawn {
	t.Helper()
	c, err := config.Make(zoo.Lookup("unet"), settings)
	if err != nil {
		t.Fatalf("%s: %v", settings, err)
	}
	net, r, err := c.Build()
	if err != nil {
		return nil // the count overflows: there is nothing to draw
	}
	d := &drawn{name: settings, r: r}
	if in, err := c.Input(); err == nil {
		d.t, _ = net.Trace(in)
	}
	return d
}

// grid calls f for many networks, all corners of the settings among them.
func grid(t testing.TB, f func(*drawn)) {
	n := 0
	add := func(format string, args ...any) {
		if d := draw(t, fmt.Sprintf(format, args...)); d != nil {
			n++
			f(d)
		}
	}
	for levels := 2; levels <= 10; levels++ {
		for _, base := range []int{1, 7, 32, 64, 1000, 65536} {
			for _, rest := range []string{
				"", "convs=1", "convs=8 heads=on", "nd=3 size=128x64x32 heads=on", "padding=valid size=572",
				"nd=1 size=65536 kernel=15", "size=4096x3072 classes=65536 in=65536", "kernel=1 residual=on",
				"up=bilinear upconv=none residual=on padding=valid size=1024x768",
				"convs=3 up=nearest upconv=3 norm=none heads=on size=1024", "convs=8 kernel=15 nd=3 size=65536",
			} {
				add("levels=%d base=%d %s", levels, base, rest)
			}
		}
	}
	for _, filters := range []string{"1,1", "7,3", "64,128,256,512,512", "33554432,1,33554432,1", "5,1024,16,99999,3,7,1,1,65536,2", "1,1,1,1,1,1,1,1,1,1"} {
		for _, rest := range []string{"", "convs=1 heads=on", "convs=8", "size=65536x65535 heads=on"} {
			add("filters=%s %s", filters, rest)
		}
	}
	if n < 500 {
		t.Errorf("only %d networks drawn", n)
	}
	everyArch(t, f)
}

// everyArch calls f for every architecture at its defaults, and with its knobs
// turned as far as they go: all switches on, all off, all numbers at their least
// and at their most.
func everyArch(t testing.TB, f func(*drawn)) {
	t.Helper()
	for _, a := range zoo.Archs() {
		for _, turn := range []string{"defaults", "on", "off", "least", "most"} {
			c := config.New(a)
			for _, k := range c.Knobs {
				v := ""
				switch {
				case k.Kind == config.Switch && (turn == "on" || turn == "off"):
					v = turn
				case k.Kind == config.Number && turn == "least":
					v = fmt.Sprint(k.Min)
				case k.Kind == config.Number && turn == "most":
					v = fmt.Sprint(k.Max)
				default:
					continue
				}
				if d, err := c.With(k.Key + "=" + v); err == nil && d.Check() == nil {
					c = d
				}
			}
			net, r, err := c.Build()
			if err != nil {
				if turn == "defaults" {
					t.Errorf("%s cannot be drawn: %v", a.ID, err)
				}
				continue
			}
			d := &drawn{name: a.ID + " " + turn, r: r}
			if in, err := c.Input(); err == nil {
				d.t, _ = net.Trace(in)
			}
			f(d)
		}
	}
}

func arch(t testing.TB, id string) *drawn {
	t.Helper()
	_, r, err := config.New(zoo.Lookup(id)).Build()
	if err != nil {
		t.Fatal(err)
	}
	return &drawn{name: id, r: r}
}

func english() *Words {
	return &Words{
		Title: "The U", Desc: "What it says.", Stage: func(s counter.Stage) string { return config.StageName(s).EN },
		Number: grouped, Share: percent, Parameters: "parameters", Channels: func(int64) string { return "channels" },
		Connection: connectionWords("max-pooling 2×", "transposed convolution 2×", "linear up-sampling 2× … 16×", "copy and concatenate"),
		Conv:       "convolution", Head: "1×1 convolution", More: "further feature maps omitted",
		Repeat:   func(n int) string { return fmt.Sprintf("×%d, same weights", n) },
		ShareBar: "share of the parameters", SelfAttention: "self-attention", CrossAttention: "cross-attention",
		Width: "width: log₂ of channels", Height: "height: log₂ of resolution",
	}
}

func chinese() *Words {
	w := english()
	w.Stage = func(s counter.Stage) string { return config.StageName(s).ZH }
	w.Connection = connectionWords("最大池化 2×", "转置卷积 2×", "线性上采样 2× … 16×", "复制并拼接")
	w.Conv, w.Head, w.Width, w.Height = "卷积", "1×1 卷积", "条宽：通道数的对数", "条高：分辨率的对数"
	return w
}

// connectionWords replaces the page's words, and is as long as they are.
func connectionWords(down, up, span, skip string) func(Connection) string {
	return func(v Connection) string {
		switch {
		case v.Min != v.Max:
			return span
		case v.Kind == counter.Skip:
			return skip
		case v.Kind == counter.Up:
			return up
		}
		return down
	}
}

// layoutOf lays a network out with its own words.
func layoutOf(d *drawn, t *counter.Trace, w *Words, isNarrow bool) *scene {
	return layout(&network{report: d.r, trace: t, words: w}, Options{Narrow: isNarrow})
}

func grouped(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func percent(part, whole int64) string {
	return fmt.Sprintf("%.1f %%", 100*float64(part)/float64(whole))
}

// layouts calls f for both layouts in both languages.
func layouts(f func(name string, w *Words, narrow bool)) {
	f("wide, English", english(), false)
	f("narrow, English", english(), true)
	f("wide, Chinese", chinese(), false)
	f("narrow, Chinese", chinese(), true)
}

func TestNothingOverlaps(t *testing.T) {
	type area struct {
		rect
		what string
		text bool
	}
	bad := 0
	grid(t, func(d *drawn) {
		for _, trace := range []*counter.Trace{d.t, nil} {
			layouts(func(name string, w *Words, isNarrow bool) {
				s := layoutOf(d, trace, w, isNarrow)
				if s.crowded {
					t.Errorf("%s, %s: has no room", d.name, name)
				}
				var areas []area
				texts := func(what string, ls []text) {
					for _, l := range ls {
						areas = append(areas, area{l.box, what + " " + l.s, true})
						smallest := 12.0
						if isNarrow {
							smallest = 10.5
						}
						if l.size < smallest {
							t.Errorf("%s, %s: %q is %v high", d.name, name, l.s, l.size)
						}
					}
				}
				for i := range s.stages {
					n := &s.stages[i]
					for j, b := range n.bars {
						areas = append(areas, area{b.rect, n.id + " bar " + string(rune('1'+j)), false})
					}
					texts(n.id, n.lines)
					if n.metered {
						areas = append(areas, area{n.meter[0], n.id + " share", true})
					}
					if n.mark.W > 0 {
						areas = append(areas, area{n.mark, n.id + " attention", true})
					}
					texts(n.id, n.chans)
					for _, c := range n.chans {
						if b := nearestBar(n, c.box.midX()); c.s != fmt.Sprint(b.c) || b.more {
							t.Errorf("%s, %s: %s says %s over a bar of %d channels", d.name, name, n.id, c.s, b.c)
							bad++
						} else if c.box.X > b.right()+2*s.tip || c.box.right() < b.X-2*s.tip {
							t.Errorf("%s, %s: the %s of %s stands far from its bar", d.name, name, c.s, n.id)
							bad++
						}
					}
				}
				for i := range s.arrows {
					texts("arrow", s.arrows[i].count)
				}
				for _, it := range s.entries {
					texts("legend", []text{it.text})
				}
				for i, a := range areas {
					if bad > 20 {
						t.FailNow()
					}
					if a.X < 0 || a.Y < 0 || a.right() > s.width || a.bottom() > s.height {
						t.Errorf("%s, %s: %s leaves the picture: %.1f", d.name, name, a.what, a.rect)
						bad++
					}
					for _, b := range areas[:i] {
						if a.overlaps(b.grown(-0.01)) { // lines of one text touch
							t.Errorf("%s, %s: %s %.1f overlaps %s %.1f", d.name, name, a.what, a.rect, b.what, b.rect)
							bad++
						}
					}
				}
				// What is clicked on is what answers.
				for i := range s.stages {
					for _, texts := range [][]text{s.stages[i].lines, s.stages[i].sizes} {
						for _, l := range texts {
							inside := func(h rect) bool {
								return h.X <= l.box.midX() && l.box.midX() <= h.right() && h.Y <= l.box.Y+l.box.H/2 && l.box.Y+l.box.H/2 <= h.bottom()
							}
							if !slices.ContainsFunc(s.stages[i].hits, inside) {
								t.Errorf("%s, %s: %q stands outside the area of %s", d.name, name, l.s, s.stages[i].id)
								bad++
							}
						}
					}
					for _, h := range s.stages[i].hits {
						if h.X < 0 || h.Y < 0 || h.right() > s.width || h.bottom() > s.height {
							t.Errorf("%s, %s: the area of %s leaves the picture: %.1f", d.name, name, s.stages[i].id, h)
							bad++
						}
						for j := range s.stages {
							m := &s.stages[j]
							if j == i || m.Role == counter.Head && m.Level > 1 {
								continue
							}
							for _, l := range m.lines {
								if l.box.overlaps(h.grown(-2)) {
									t.Errorf("%s, %s: the area of %s covers %q of %s", d.name, name, s.stages[i].id, l.s, m.id)
									bad++
								}
							}
						}
					}
				}
				// No arrow crosses a text either.
				for _, ar := range s.arrows {
					for _, line := range ar.legs() {
						for _, a := range areas {
							if a.text && a.overlaps(line) {
								t.Errorf("%s, %s: the arrow %s to %s crosses %s", d.name, name, s.stages[ar.from].id, s.stages[ar.to].id, a.what)
								bad++
							}
						}
					}
				}
			})
		}
	})
}

// TestChannels: numbers stay away only where there is no room, which is seldom.
func TestChannels(t *testing.T) {
	stages, silent := 0, 0
	everyArch(t, func(d *drawn) {
		layouts(func(name string, w *Words, isNarrow bool) {
			s := layoutOf(d, d.t, w, isNarrow)
			for i := range s.stages {
				if n := &s.stages[i]; !n.isLine() {
					stages++
					if len(n.chans) == 0 {
						silent++
						if !isNarrow && strings.HasSuffix(d.name, " defaults") {
							t.Errorf("%s, %s: %s names no channels", d.name, name, n.id)
						}
					}
				}
			}
		})
	})
	if 50*silent > stages {
		t.Errorf("%d of %d stages name no channels", silent, stages)
	}
}

// nearestBar returns the bar whose middle is nearest.
func nearestBar(s *stage, x float64) *bar {
	best := &s.bars[0]
	for i := range s.bars {
		if math.Abs(s.bars[i].midX()-x) < math.Abs(best.midX()-x) {
			best = &s.bars[i]
		}
	}
	return best
}

// TestSize holds the usual network to the height of a screen.
func TestSize(t *testing.T) {
	d := draw(t, "base=64")
	layouts(func(name string, w *Words, isNarrow bool) {
		most := 530.0
		if isNarrow {
			most = 610
		}
		if s := layoutOf(d, d.t, w, isNarrow); s.height > most {
			t.Errorf("%s: %v high", name, s.height)
		}
	})
}

// TestScale checks what the legend says of the bars' height and width.
func TestScale(t *testing.T) {
	d := draw(t, "base=64")
	n := &network{report: d.r, trace: d.t, words: english()}
	s := newU(n, newScene(n, wide, nil))
	s.arrange()
	for l := 1; l < 4; l++ {
		if a, b := s.enc[l].last().H-s.enc[l+1].last().H, s.enc[1].last().H-s.enc[2].last().H; a != b || a <= 0 {
			t.Errorf("level %d is %v higher than the next; want %v", l, a, b)
		}
		if s.enc[l].last().W >= s.enc[l+1].last().W {
			t.Errorf("level %d is not narrower than the next", l)
		}
		if b := s.dec[l].first(); !b.join || b.split != b.W/2 {
			t.Errorf("decoder %d: %v of %v are copied, want half", l, b.split, b.W)
		}
	}
}

// TestBars pins which feature maps are drawn.
func TestBars(t *testing.T) {
	for _, c := range []struct{ settings, stage, want string }{
		{"base=64", "in1", "[1]"},
		{"base=64", "enc1", "[64 64]"},
		{"base=64", "enc2", "[64 128 128]"},
		{"base=64", "mid5", "[512 1024 1024]"},
		{"base=64", "dec1", "[64+64 64 64]"},
		{"base=64", "head1", "[2]"},
		{"base=64 convs=1", "dec2", "[128+128 128]"},
		{"base=64 convs=8", "enc1", "[64 64 64 64 64 64 64 64]"},
		{"base=64 up=bilinear upconv=none", "dec1", "[64+128 64 64]"},
		{"base=64 up=bilinear upconv=3 padding=valid size=572", "dec1", "[64+64 64 64]"},
		{"base=64 grow=last", "enc1", "[32 64]"},
		{"base=64 residual=on", "enc2", "[64 128 128]"},
		{"base=64 kernel=1", "dec1", "[64+64 64]"},
		{"base=64 kernel=1", "enc2", "[64 128]"},
	} {
		d := draw(t, c.settings)
		var got []string
		for i := range d.r.Stages {
			if row := &d.r.Stages[i]; row.String() == c.stage {
				for _, f := range shorten(features(d.r, d.t, row)) {
					str := fmt.Sprint(f.c)
					if f.join {
						str = fmt.Sprintf("%d+%d", f.copied, f.c-f.copied)
					}
					got = append(got, str)
				}
			}
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%s: %s is %v, want %v", c.settings, c.stage, got, c.want)
		}
	}
}

// An element is one element of the text, with what is in it.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []element  `xml:",any"`
	Text     string     `xml:",chardata"`
}

func (e *element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// all returns the elements whose class begins with the given word.
func (e *element) all(class string) []*element {
	var list []*element
	if c, _, _ := strings.Cut(e.attr("class"), " "); c == class {
		list = append(list, e)
	}
	for i := range e.Children {
		list = append(list, e.Children[i].all(class)...)
	}
	return list
}

func (e *element) texts() string {
	s := e.Text
	for i := range e.Children {
		s += e.Children[i].texts()
	}
	return s
}

func parse(t *testing.T, svg string) *element {
	t.Helper()
	var root element
	d := xml.NewDecoder(strings.NewReader(svg))
	if err := d.Decode(&root); err != nil {
		t.Fatalf("%v in %s", err, svg)
	}
	if _, err := d.Token(); err != io.EOF {
		t.Errorf("something follows the svg element: %v", err)
	}
	return &root
}

func TestText(t *testing.T) {
	n := 0
	grid(t, func(d *drawn) {
		if n++; n%5 != 0 && !strings.HasSuffix(d.name, " defaults") { // reading XML is slow
			return
		}
		layouts(func(name string, w *Words, isNarrow bool) {
			svg := SVG(d.r, d.t, *w, Options{Narrow: isNarrow, ID: "p"})
			root := parse(t, svg)
			if root.attr("aria-labelledby") != "p-title" || root.Children[0].attr("id") != "p-title" || root.Children[1].attr("id") != "p-desc" {
				t.Errorf("%s, %s: has no accessible name", d.name, name)
			}
			for _, no := range []string{"style", "NaN", "Inf"} {
				if strings.Contains(svg, no) {
					t.Errorf("%s, %s: contains %q", d.name, name, no)
				}
			}

			// Every stage is there once, in order, with its exact count.
			var stages []*element
			for _, e := range root.all("stage") {
				if e.attr("data-stage") != "" {
					stages = append(stages, e)
				}
			}
			if len(stages) != len(d.r.Stages) {
				t.Fatalf("%s, %s: %d stages, want %d", d.name, name, len(stages), len(d.r.Stages))
			}
			for i, e := range stages {
				row := d.r.Stages[i]
				count := grouped(row.Learnable)
				// A button without text, whose label says it in words, and what is drawn.
				button, drawn := e.Children[0], e.Children[1]
				if e.attr("data-stage") != row.String() || len(e.Children) != 2 || drawn.attr("aria-hidden") != "true" ||
					button.attr("role") != "button" || button.attr("tabindex") != "-1" || button.attr("aria-pressed") != "false" {
					t.Errorf("%s, %s: stage %d is %v, its button %v", d.name, name, i, e.Attrs, button.Attrs)
				}
				if want := w.Stage(row.Stage) + ": " + count + " parameters, "; !strings.HasPrefix(button.attr("aria-label"), want) {
					t.Errorf("%s, %s: label %q, want %q…", d.name, name, button.attr("aria-label"), want)
				}
				var shown []string
				for _, c := range e.all("t-count") {
					shown = append(shown, c.texts())
				}
				if row.Role == counter.Input && row.Learnable == 0 {
					count = ""
				}
				if strings.Join(shown, "") != count {
					t.Errorf("%s, %s: %v shows %q, want %q", d.name, name, row.Stage, shown, count)
				}
			}

			// The arrows are the edges.
			var got, want []string
			for _, e := range root.all("arrow") {
				if e.attr("data-from") != "" {
					got = append(got, e.attr("data-from")+">"+e.attr("data-to"))
				}
			}
			for _, e := range d.r.Edges {
				want = append(want, d.r.Stages[e.From].String()+">"+d.r.Stages[e.To].String())
			}
			slices.Sort(want)
			slices.Sort(got)
			if want = slices.Compact(want); !slices.Equal(got, want) {
				t.Errorf("%s, %s: arrows %v, edges %v", d.name, name, got, want)
			}
		})
	})
}

// TestArrows pins kinds and looks of the arrows of the 2015 paper's net.
func TestArrows(t *testing.T) {
	d := draw(t, "base=64 levels=3 norm=none padding=valid size=572")
	svg := SVG(d.r, d.t, *english(), Options{})
	var got []string
	for _, e := range parse(t, svg).all("arrow") {
		if e.attr("data-from") != "" {
			got = append(got, e.attr("data-from")+" "+strings.TrimPrefix(e.attr("class"), "arrow ")+" "+e.attr("data-to"))
		}
	}
	want := []string{"in1 a-conv enc1", "enc1 a-down enc2", "enc2 a-down mid3", "mid3 a-up dec2",
		"enc2 a-copy a-crop dec2", "dec2 a-up dec1", "enc1 a-copy a-crop dec1", "dec1 a-conv a-point head1"}
	if !slices.Equal(got, want) {
		t.Errorf("arrows\n%q, want\n%q", got, want)
	}
}

func TestHostileWords(t *testing.T) {
	evil := "<script>\"'&]]>\x00\x1b\u202e\xff"
	text := func(counter.Stage) string { return evil }
	w := Words{
		Title: evil, Desc: evil, Stage: text,
		Number: func(int64) string { return evil }, Share: func(_, _ int64) string { return evil },
		Connection: func(Connection) string { return evil }, More: evil, Conv: evil, Head: evil, Width: evil, Height: evil,
		Parameters: evil, Channels: func(int64) string { return evil },
	}
	for _, d := range []*drawn{draw(t, "heads=on"), arch(t, "unetfamily-nested"), arch(t, "u2net")} {
		for _, isNarrow := range []bool{false, true} {
			svg := SVG(d.r, d.t, w, Options{Narrow: isNarrow, ID: evil})
			root := parse(t, svg)
			if strings.Contains(svg, "<script") || strings.Contains(svg, "]]>") {
				t.Error("a word is not escaped")
			}
			if got := root.Children[0].Text; got != "<script>\"'&]]>\u202e\ufffd" {
				t.Errorf("the title reads %q", got)
			}
		}
	}
}

// TestSame checks that the same network always gives the same text.
func TestSame(t *testing.T) {
	d := draw(t, "base=64 heads=on")
	first := SVG(d.r, d.t, *english(), Options{ID: "a"})
	for range 5 {
		if SVG(d.r, d.t, *english(), Options{ID: "a"}) != first {
			t.Fatal("two pictures of one network differ")
		}
	}
}

// TestOdd draws what is no U without a panic.
func TestOdd(t *testing.T) {
	parse(t, SVG(&counter.Report{}, nil, *english(), Options{}))
	at := func(role counter.Role, level int) counter.StageRow {
		return counter.StageRow{Stage: counter.Stage{Role: role, Level: level}}
	}
	for _, stages := range [][]counter.StageRow{
		{at(counter.Input, 1)},
		{at(counter.Encoder, 3)},
		{at(counter.Bottleneck, 1)},
		{at(counter.Bottleneck, 2), at(counter.Encoder, 3), at(counter.Decoder, 2)},
		{at(counter.Input, 1), at(counter.Encoder, 1), at(counter.Encoder, 2), at(counter.Head, 2), at(counter.Head, 1)},
	} {
		for _, isNarrow := range []bool{false, true} {
			svg := SVG(&counter.Report{Stages: stages}, nil, *english(), Options{Narrow: isNarrow})
			if n := strings.Count(svg, "data-stage="); n != len(stages) {
				t.Errorf("%v: %d stages drawn", stages, n)
			}
			parse(t, svg)
		}
	}
}

func BenchmarkSVG(b *testing.B) {
	for _, settings := range []string{"base=64", "levels=10 base=65536 convs=8 heads=on"} {
		d := draw(b, settings)
		for _, isNarrow := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/narrow=%v", settings, isNarrow), func(b *testing.B) {
				w := english()
				b.ReportAllocs()
				for b.Loop() {
					SVG(d.r, d.t, *w, Options{Narrow: isNarrow, ID: "p"})
				}
			})
		}
	}
}

// TestArchBars pins bars of networks that are no plain U.
func TestArchBars(t *testing.T) {
	for _, c := range []struct{ arch, stage, want string }{
		{"nested4ui", "dec1.4", "[128+64 32 32]"},
		{"lee-attunet", "dec1", "[64+64 64 64]"},       // through the gate
		{"agn-ct-multi", "dec2", "[32+64 32 32]"},      // the second concatenation
		{"lee-r2unet", "enc2", "[64 128 128]"},         // t = 2
		{"unetversion-3plus", "dec3", "[192+128 320]"}, // three levels of the encoder
		{"u2net", "enc1", "[64 32 … 64]"},
	} {
		d := arch(t, c.arch)
		var got []string
		for i := range d.r.Stages {
			if row := &d.r.Stages[i]; row.String() == c.stage {
				for _, f := range shorten(features(d.r, nil, row)) {
					switch {
					case f.more:
						got = append(got, "…")
					case f.join:
						got = append(got, fmt.Sprintf("%d+%d", f.copied, f.c-f.copied))
					default:
						got = append(got, fmt.Sprint(f.c))
					}
				}
			}
		}
		if s := "[" + strings.Join(got, " ") + "]"; s != c.want {
			t.Errorf("%s: %s is %v, want %v", c.arch, c.stage, s, c.want)
		}
	}
}

// TestGates checks that gated skip connections and the ways up look like those
// of a plain U.
func TestGates(t *testing.T) {
	for _, id := range []string{"lee-attunet", "agn-ct-single", "agn-ct-multi", "agn-grid", "nikhilroxtomar-attunet"} {
		d := arch(t, id)
		for _, l := range arrows(d.r) {
			a, b := d.r.Stages[l.from], d.r.Stages[l.to]
			if b.Role != counter.Decoder {
				continue
			}
			want := counter.Up
			if a.Role == counter.Encoder {
				want = counter.Skip
			}
			if l.kind != want || l.point {
				t.Errorf("%s: %v to %v is of kind %v (1×1: %v), want %v", id, a.Stage, b.Stage, l.kind, l.point, want)
			}
		}
	}
}

// TestTriangle checks the order of a nested network: along a level from left to
// right, and every level below the one before.
func TestTriangle(t *testing.T) {
	for _, id := range []string{"nested4ui", "unetfamily-nested", "monai-basicunetpp"} {
		d := arch(t, id)
		layouts(func(name string, w *Words, isNarrow bool) {
			s := layoutOf(d, d.t, w, isNarrow)
			for i := range s.stages {
				for j := range s.stages {
					a, b := &s.stages[i], &s.stages[j]
					if a.Role == counter.Head || b.Role == counter.Head || a.Role == counter.Input || b.Role == counter.Input {
						continue
					}
					if a.Level == b.Level && a.Col < b.Col && a.frame.right() >= b.frame.X {
						t.Errorf("%s, %s: %s is not left of %s", id, name, a.id, b.id)
					}
					if a.Level == b.Level && a.Col+1 == b.Col {
						for _, l := range s.arrows {
							if l.from == i && l.to == j && (l.route[0].X <= a.frame.right() || l.route[0].X > b.frame.X) {
								t.Errorf("%s, %s: the arrow from %s to %s begins at %v", id, name, a.id, b.id, l.route[0])
							}
						}
					}
					if a.Level < b.Level && a.frame.bottom() >= b.frame.Y {
						t.Errorf("%s, %s: %s is not above %s", id, name, a.id, b.id)
					}
				}
			}
		})
	}
}

func TestThumb(t *testing.T) {
	everyArch(t, func(d *drawn) {
		svg := Thumb(d.r)
		root := parse(t, svg)
		if root.attr("viewBox") != "0 0 120 72" || root.attr("aria-hidden") != "true" || strings.TrimSpace(root.texts()) != "" {
			t.Errorf("%s: %s", d.name, svg)
		}
		for _, no := range []string{"NaN", "Inf", "<text", " id="} {
			if strings.Contains(svg, no) {
				t.Errorf("%s: contains %q", d.name, no)
			}
		}
		if len(svg) > 6<<10 {
			t.Errorf("%s: %d bytes", d.name, len(svg))
		}
	})
	parse(t, Thumb(&counter.Report{}))
}

func lookup(id string) *config.Arch { return zoo.Lookup(id) }

func configOf(id string) *config.Config { return config.New(zoo.Lookup(id)) }

func netOf(t testing.TB, id string) *counter.Net {
	t.Helper()
	net, _, err := configOf(id).Build()
	if err != nil {
		t.Fatal(err)
	}
	return net
}

// TestLegend: no two entries have one mark, and every kind of arrow that is drawn
// has an entry.
func TestLegend(t *testing.T) {
	everyArch(t, func(d *drawn) {
		layouts(func(name string, w *Words, isNarrow bool) {
			s := layoutOf(d, d.t, w, isNarrow)
			marks := map[string]bool{}
			for _, it := range s.entries {
				if marks[it.kind] && it.kind != "" {
					t.Errorf("%s, %s: two entries with the mark of %s", d.name, name, it.kind)
				}
				marks[it.kind] = true
			}
			for i := range s.arrows {
				if c := s.arrows[i].class(); !marks[c] && c != "a-aside" {
					t.Errorf("%s, %s: no entry for %s", d.name, name, c)
				}
			}
			if len(s.steps) > 0 && !marks["a-conv"] {
				t.Errorf("%s, %s: no entry for convolutions", d.name, name)
			}
		})
	})
}

// TestPlainEntry: what is done by no layer that has a name is left out of the
// legend where the same arrows stand for something that has one.
func TestPlainEntry(t *testing.T) {
	w := english()
	w.Connection = func(c Connection) string { return fmt.Sprint("operation ", int(c.Operation)) }
	plain := fmt.Sprint("operation ", int(Plain))
	s := layoutOf(arch(t, "monai-unet"), nil, w, false)
	for _, it := range s.entries {
		if strings.Contains(it.s, plain) {
			t.Errorf("the legend says %q", it.s)
		}
	}
}
