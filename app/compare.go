package app

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/diagram"
	"unetparams/counter"
	"unetparams/counter/compare"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// A compared is the page's network beside another one, with everything that is
// shown of it.
type compared struct {
	*compare.Comparison
	name [2]string // A, B
	svg  [2]string
	// levels is set where the pictures know no sizes.
	levels bool
	html   string // the tables
}

// compare returns the comparison that the state asks for, or nil.
func compareStates(s *state, l Lang) *compared {
	if s.Other == nil {
		return nil
	}
	b := &state{}
	if err := b.count(s.Other); err != nil {
		return nil // it came from a link or from this page: it was counted before
	}
	c := &compared{Comparison: compare.Reports(s.Config, s.Other, s.Report, b.Report)}
	c.name = [2]string{l.describe(s.Config), l.describe(s.Other)}
	c.levels = s.Trace == nil || b.Trace == nil
	c.svg[0], c.svg[1] = diagram.Pair(c.drawing(l, s, 0), c.drawing(l, b, 1))
	var t tables
	t.WriteString(`<div class="tables">`)
	t.way(l, c)
	t.stages(l, c)
	if s.Config.Arch != s.Other.Arch {
		t.kinds(l, c)
		t.levels(l, c)
	}
	t.WriteString(`</div>`)
	c.html = t.String()
	return c
}

// Compare puts a network beside the page's; nil ends the comparison.
func (s *state) Compare(c *config.Config) {
	s.Other = c
	s.Version++
}

// Swap makes B the page's network and keeps A beside it.
func (s *state) Swap() {
	was := s.Config
	s.Use(s.Other)
	s.Compare(was)
}

// drawing is one of the two pictures, with what B has against A on each stage.
func (c *compared) drawing(l Lang, s *state, side int) diagram.Drawing {
	w := diagramWords(l, s.Report)
	w.Title = sideNames[side] + ": " + c.name[side]
	w.Desc = stageList(l, s.Report)
	note := func(st counter.Stage) string {
		for _, r := range c.Stages {
			if r.Stage == st {
				switch {
				case !r.InA || !r.InB:
					return l.F(compareWords.Only, sideNames[side])
				case r.Diff() != 0:
					return "Δ " + signed(r.Diff())
				}
			}
		}
		return ""
	}
	return diagram.Drawing{Report: s.Report, Trace: s.Trace, Words: w, Options: diagram.Options{
		Narrow: true, ID: "compare-" + sideNames[side], Still: true, Note: note}}
}

var sideNames = [2]string{"A", "B"}

// comparison shows two networks beside each other; without a comparison it is
// an empty place.
func (p *Page) comparison() app.UI {
	if p.compared == nil {
		return app.Section().ID("compare").Hidden(true)
	}
	l, c := p.lang, p.compared
	w := &compareWords
	body := []app.UI{
		app.Div().Class("sides").Body(
			p.side(0, c.Total.A),
			p.side(1, c.Total.B),
		),
		app.P().ID("compare-difference").Class("difference").Role("status").Text(difference(l, c.Total)),
		app.Div().Class("actions").Body(
			app.Label().For("compare-b").Text(l.T(w.Beside)),
			app.Div().On("change", p.onCompareB).Body(app.Raw(p.choice())),
			app.Button().Type("button").ID("compare-swap").OnClick(p.onSwap).Text(l.T(w.Swap)),
			app.Button().Type("button").ID("compare-close").Class("quiet").OnClick(p.onCompareClose).Text(l.T(w.Close)),
		),
	}
	if c.A.Equal(c.B) {
		body = append(body, app.P().Text(l.T(w.Same)+" "+l.T(w.SameHelp)))
	} else {
		help := l.T(w.PicturesHelp)
		if c.levels {
			help += " " + l.T(w.PicturesLevels)
		}
		body = append(body,
			app.Raw(c.html),
			app.H3().Text(l.T(w.Pictures)),
			app.P().Class("help").Text(help),
			app.Div().Class("pair u").Body(app.Raw(`<div>`+c.svg[0]+`</div>`), app.Raw(`<div>`+c.svg[1]+`</div>`)),
		)
	}
	return section("compare", l.T(w.Title), l.T(w.Help), body...)
}

func (p *Page) side(i int, total int64) app.UI {
	return app.P().Class("side").Body(
		app.Span().Class("letter").Text(sideNames[i]),
		app.Span().Class("n").Text(number.Grouped(total)),
		app.Span().Class("help").Text(p.compared.name[i]),
	)
}

// choice offers the published networks for B. It is written as text, since a
// further kind of element would add all its methods to the program.
func (p *Page) choice() string {
	l, b := p.lang, p.compared.B
	now := zoo.PresetOf(b)
	usual := now == nil && b.Equal(config.New(b.Arch))
	var t tables
	option := func(value, more string, selected bool, name config.Text) {
		if selected {
			more += ` selected=""`
		}
		t.WriteString(`<option value="` + value + `"` + more + `>`)
		t.text(l.T(name))
		t.WriteString(`</option>`)
	}
	begin := func(name config.Text) {
		t.WriteString(`<optgroup label="`)
		t.text(l.T(name))
		t.WriteString(`">`)
	}
	t.WriteString(`<select id="compare-b">`)
	option("", ` disabled=""`, now == nil && !usual, compareWords.Pinned)
	begin(compareWords.Presets)
	for _, q := range zoo.Presets() {
		option("p:"+q.ID, "", now != nil && now.ID == q.ID, q.Name)
	}
	family := config.Text{}
	for _, a := range zoo.Archs() {
		if a.Family != family {
			family = a.Family
			t.WriteString(`</optgroup>`)
			begin(family)
		}
		if a.ID != zoo.Default { // the tutorial's preset
			option("a:"+a.ID, "", usual && a == b.Arch, a.Name)
		}
	}
	t.WriteString(`</optgroup></select>`)
	return t.String()
}

// chosen returns the network that an option of the choice stands for, or nil.
func chosen(value string) *config.Config {
	kind, id, _ := strings.Cut(value, ":")
	if kind == "a" {
		if a := zoo.Lookup(id); a != nil {
			return config.New(a)
		}
	}
	for _, p := range zoo.Presets() {
		if kind == "p" && p.ID == id {
			return p.Config()
		}
	}
	return nil
}

func (p *Page) onCompare(ctx app.Context, e app.Event) { p.compareWith(ctx, p.s.Config.Clone(), "pin") }

func (p *Page) onCompareClose(ctx app.Context, e app.Event) { p.compareWith(ctx, nil, "close") }

func (p *Page) onCompareB(ctx app.Context, e app.Event) {
	value := e.Get("target").Get("value").String()
	if c := chosen(value); c != nil {
		p.compareWith(ctx, c, value)
	}
}

// compareWith puts a network beside the page's; nil ends the comparison.
func (p *Page) compareWith(ctx app.Context, c *config.Config, what string) {
	p.s.Compare(c)
	p.draw()
	p.commit(ctx, what)
}

func (p *Page) onSwap(ctx app.Context, e app.Event) {
	p.s.Swap()
	p.draw()
	p.commit(ctx, "swap")
}

// difference says how much more or less B has: "B − A = +23,276,992, B is 4.00 × A".
func difference(l Lang, r compare.Row) string {
	if r.A == r.B {
		return l.T(compareWords.Equal)
	}
	s := l.F(compareWords.Difference, signed(r.Diff()))
	if r.A > 0 {
		s += l.T(describeWords.Comma) + l.F(compareWords.Times, ratio(r.B, r.A))
	}
	return s
}

// ratio writes b/a with three digits, but whole numbers whole.
func ratio(b, a int64) string {
	x := float64(b) / float64(a)
	switch {
	case x >= 100:
		return number.Grouped(int64(x + 0.5))
	case x >= 10:
		return strconv.FormatFloat(x, 'f', 1, 64)
	case x >= 0.1:
		return strconv.FormatFloat(x, 'f', 2, 64)
	}
	return strconv.FormatFloat(x, 'g', 2, 64)
}

// signed writes a difference with its sign; the minus is as wide as the plus.
func signed(n int64) string {
	switch {
	case n > 0:
		return "+" + number.Grouped(n)
	case n < 0:
		return "−" + number.Grouped(-n)
	}
	return "0"
}

// tables writes the tables of a comparison.
type tables struct{ mathML }

func (t *tables) heading(s string) {
	t.WriteString(`<h3>`)
	t.text(s)
	t.WriteString(`</h3>`)
}

func (t *tables) paragraph(s string) {
	t.WriteString(`<p class="help">`)
	t.text(s)
	t.WriteString(`</p>`)
}

// way writes the waterfall: a row a step with its bar, from A's total to B's.
func (t *tables) way(l Lang, c *compared) {
	if len(c.Steps) == 0 {
		return
	}
	t.heading(l.T(compareWords.Way))
	t.paragraph(l.T(compareWords.WayHelp))
	t.waterfall(l, c)
}

func (t *tables) waterfall(l Lang, c *compared) {
	lo, hi := min(c.Total.A, c.Total.B), max(c.Total.A, c.Total.B)
	for _, s := range c.Steps {
		lo, hi = min(lo, s.B), max(hi, s.B)
	}
	from := int64(0)
	if hi-lo < hi/5 { // small steps on large totals: look at the steps
		from = max(0, lo-(hi-lo)/4)
		t.paragraph(l.F(compareWords.BarsFrom, number.Grouped(from)))
	}
	t.WriteString(`<table class="rows waterfall"><thead><tr><th scope="col">`)
	t.text(l.T(compareWords.Change))
	t.WriteString(`</th><td class="bar"></td>`)
	t.columns(l.T(compareWords.Step), l.T(compareWords.To))
	t.WriteString(`</tr></thead><tbody>`)
	row := func(class, label, step string, a, b, n int64) {
		t.WriteString(`<tr class="` + class + `"><th scope="row">`)
		t.text(label)
		t.WriteString(`</th><td class="bar">`)
		t.bar(class, a, b, from, hi)
		t.WriteString(`</td><td class="n">` + step + `</td><td class="n">` + number.Grouped(n) + `</td></tr>`)
	}
	row("whole", "A: "+c.name[0], "", from, c.Total.A, c.Total.A)
	var idle []string
	for _, s := range c.Steps {
		label := changeText(l, c, s)
		if s.Diff() == 0 {
			idle = append(idle, label)
			continue
		}
		class := "more"
		if s.Diff() < 0 {
			class = "less"
		}
		row(class, label, signed(s.Diff()), s.A, s.B, s.B)
	}
	row("whole", "B: "+c.name[1], "", from, c.Total.B, c.Total.B)
	t.WriteString(`</tbody></table>`)
	if idle != nil {
		t.paragraph(l.T(compareWords.NoEffect) + " " + strings.Join(idle, "; "))
	}
}

// bar draws a bar from one total to another on the way, with a line for where
// it comes from and where it leads to. What is less is hollow.
func (t *tables) bar(class string, a, b, from, to int64) {
	at := func(n int64) string {
		return strconv.FormatFloat(1000*float64(n-from)/float64(max(to-from, 1)), 'f', 1, 64)
	}
	left, right := min(a, b), max(a, b)
	t.WriteString(`<svg viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true" focusable="false">`)
	if class != "whole" {
		t.WriteString(`<path d="M` + at(a) + ` 0V12M` + at(b) + ` 12V24"/>`)
	}
	t.WriteString(`<rect x="` + at(left) + `" y="4" width="` +
		strconv.FormatFloat(max(2, 1000*float64(right-left)/float64(max(to-from, 1))), 'f', 1, 64) + `" height="16"/></svg>`)
}

// changes says what a step changes.
func changeText(l Lang, c *compared, s compare.Step) string {
	var parts []string
	for _, ch := range s.Changes {
		if ch.Knob == nil {
			parts = append(parts, l.F(compareWords.Architecture, l.T(zoo.Lookup(ch.From).Name), l.T(zoo.Lookup(ch.To).Name)))
			continue
		}
		conf := c.A
		if conf.Knob(ch.Knob.Key) == nil {
			conf = c.B
		}
		from, to := ch.From, ch.To
		for _, choice := range ch.Knob.Choices {
			if ch.Knob.Kind == config.Word {
				break
			}
			if choice.Value == from {
				from = l.T(choice.Label)
			}
			if choice.Value == to {
				to = l.T(choice.Label)
			}
		}
		parts = append(parts, l.setting(conf, conf.Knob(ch.Knob.Key), from+" → "+to))
	}
	text := strings.Join(parts, l.T(describeWords.Comma))
	if text[0] >= 'a' && text[0] <= 'z' {
		text = string(text[0]-'a'+'A') + text[1:]
	}
	return text
}

func (t *tables) stages(l Lang, c *compared) {
	t.begin(l.T(compareWords.Stages), l.T(compareWords.Stage))
	bottoms := 0
	for _, r := range c.Stages {
		if r.Role == counter.Bottleneck {
			bottoms++
		}
	}
	for _, r := range c.Stages {
		name := l.stageName(r.Stage)
		if r.Role == counter.Bottleneck && bottoms > 1 {
			name += " (" + l.T(compareWords.Level) + " " + strconv.Itoa(r.Level) + ")"
		}
		if r.Role != counter.Input {
			t.row(l, name, r.Row, r.InA, r.InB)
		}
	}
	t.end(l, c)
}

func (t *tables) kinds(l Lang, c *compared) {
	t.begin(l.T(compareWords.Kinds), l.T(words.Kind))
	for _, r := range c.Kinds {
		t.row(l, l.kindName(r.Kind, r.Kernel), r.Row, r.A > 0, r.B > 0)
	}
	t.end(l, c)
}

func (t *tables) levels(l Lang, c *compared) {
	t.begin(l.T(compareWords.Levels), l.T(compareWords.Level))
	for _, r := range c.Levels {
		t.row(l, strconv.Itoa(r.Level), r.Row, r.A > 0, r.B > 0)
	}
	t.end(l, c)
}

func (t *tables) begin(title, first string) {
	t.heading(title)
	t.WriteString(`<div class="scroll" tabindex="0" role="group" aria-label="`)
	t.text(title)
	t.WriteString(`"><table class="rows"><thead><tr>`)
	t.columns(first, "A", "B", "B − A")
	t.WriteString(`</tr></thead><tbody>`)
}

func (t *tables) columns(titles ...string) {
	for _, s := range titles {
		t.WriteString(`<th scope="col">`)
		t.text(s)
		t.WriteString(`</th>`)
	}
}

func (t *tables) row(l Lang, name string, r compare.Row, inA, inB bool) {
	cell := func(n int64, there bool) string {
		if !there {
			return l.T(compareWords.NotThere)
		}
		return number.Grouped(n)
	}
	class := ""
	if r.Diff() == 0 {
		class = ` class="free"`
	}
	t.WriteString(`<tr` + class + `><th scope="row">`)
	t.text(name)
	t.WriteString(`</th><td class="n">` + cell(r.A, inA) + `</td><td class="n">` + cell(r.B, inB) +
		`</td><td class="n">` + signed(r.Diff()) + `</td></tr>`)
}

func (t *tables) end(l Lang, c *compared) {
	t.WriteString(`</tbody><tfoot>`)
	t.row(l, l.T(words.Total), c.Total, true, true)
	t.WriteString(`</tfoot></table></div>`)
}
