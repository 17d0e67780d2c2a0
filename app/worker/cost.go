package worker

import (
	"slices"
	"strconv"
	"strings"

	"unetparams/app/files"
	"unetparams/app/html"
	"unetparams/app/link"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter/budget"
	"unetparams/counter/config"
	"unetparams/counter/field"
	"unetparams/counter/memory"
	"unetparams/counter/number"
)

// cost answers with html: what the network of link costs in memory, and how far its
// stages see, where an input goes through it.
func (w *Worker) cost(q Message) Message {
	s := w.at(q["link"])
	if s.Trace == nil {
		return Message{}
	}
	c := costs{lang: language(q), state: s, options: files.Options(s.Cost)}
	c.Tag("div") // a part of the page has one root
	c.write()
	c.End("div")
	return Message{"html": c.String()}
}

// budget answers with html: of each setting that decides about the size of the
// network of link the largest value that keeps a budget.
func (w *Worker) budget(q Message) Message {
	s, l, t := w.at(q["link"]), language(q), &text.Costs
	c := costs{lang: l, state: s, options: files.Options(s.Cost)}
	c.Tag("div")
	if b, ok := budget.Parse(q["text"]); ok {
		c.keep(b)
	} else {
		c.Element("p", l.T(t.BudgetBad), "class", "error")
	}
	c.End("div")
	return Message{"html": c.String()}
}

// keep writes the table of what keeps a budget.
func (c *costs) keep(b budget.Budget) {
	l, w := c.lang, &text.Costs
	quantity := func(n int64) string {
		switch b.Kind {
		case budget.MACs:
			return number.Grouped(n) + " MACs"
		case budget.Memory:
			return number.Binary(n)
		}
		return number.Grouped(n) + " " + l.T(w.Params)
	}
	c.head(config.Textf(w.BudgetTitle.EN, w.BudgetTitle.ZH, quantity(b.Limit)), l.T(w.Setting), l.T(w.Largest), l.T(w.Takes))
	for _, k := range budget.Settings(c.state.Config, b.Kind) {
		value, takes := "–", l.T(w.BudgetNone)
		best, n, ok := b.Largest(c.state.Config, k.Key, c.options)
		if ok {
			value, takes = best.Knob(k.Key).Get(), quantity(n)
		}
		c.Tag("tr")
		c.Element("th", l.T(k.Label), "scope", "row")
		c.Tag("td", "class", "n")
		if ok {
			c.Element("a", value, "href", "#"+link.Encode(link.State{Config: best, Cost: c.state.Cost}), "data-open", "")
		} else {
			c.Text(value)
		}
		c.End("td")
		c.Element("td", takes, "class", "n")
		c.End("tr")
	}
	c.tail()
	c.Element("p", l.T(w.BudgetHelp), "class", "help")
}

// A costs writes what a network costs.
type costs struct {
	html.Writer
	lang    text.Lang
	state   *state.State
	options memory.Options
}

func (c *costs) write() {
	l, w, s := c.lang, &text.Costs, c.state
	training, err := memory.Train(s.Report, s.Trace, c.options)
	peak, err2 := memory.Infer(s.Report, s.Trace, c.options)
	if err != nil || err2 != nil {
		c.Element("p", l.T(text.Page.MACsUnknown), "class", "help")
		return
	}
	c.Element("p", l.F(w.For, number.Grouped(c.options.Batch), text.Sizes(s.Trace.Out[0].Sizes())), "class", "help")
	c.inference(&peak)
	c.training(&training)
	c.Element("p", l.T(w.NotIn), "class", "help")
	c.fit()
	c.stages(&training)
	c.trade()
}

// head begins a table with a title.
func (c *costs) head(title config.Text, columns ...string) {
	c.Element("h3", c.lang.T(title))
	c.Tag("table", "class", "rows")
	c.WriteString(`<thead><tr>`)
	c.Columns(columns...)
	c.WriteString(`</tr></thead><tbody>`)
}

func (c *costs) tail() { c.WriteString(`</tbody></table>`) }

// row writes a part of a sum of bytes.
func (c *costs) row(name config.Text, note string, n int64) {
	c.Tag("tr")
	c.Tag("th", "scope", "row")
	c.Text(c.lang.T(name))
	if note != "" {
		c.Element("span", " "+note, "class", "help")
	}
	c.End("th")
	c.Element("td", number.Binary(n), "class", "n")
	c.Element("td", number.Grouped(n), "class", "n")
	c.End("tr")
}

func (c *costs) parts(title config.Text) {
	c.head(title, c.lang.T(text.Costs.What), c.lang.T(text.Costs.Memory), c.lang.T(text.Costs.Bytes))
}

// parameters names the parameters of a type.
func (c *costs) parameters() config.Text {
	if c.options.Type == memory.Mixed {
		return text.Costs.ParametersCopied
	}
	return text.Costs.Parameters
}

func (c *costs) inference(p *memory.Peak) {
	w, r := &text.Costs, c.state.Report
	c.parts(w.Inference)
	c.row(c.parameters(), "", p.Parameters)
	step := &r.Steps[p.Step]
	what := ""
	if step.Layer != nil {
		what = c.lang.Layer(step.Layer)
	}
	c.row(w.Maps, c.lang.F(w.MapsAt, what, c.lang.Stage(r.Stages[step.Stage].Stage), c.alive(p)), p.Bytes)
	c.row(w.Total, "", p.Parameters+p.Bytes)
	c.tail()
}

// alive says how much the stages have in memory at the peak, the largest first.
func (c *costs) alive(p *memory.Peak) string {
	r := c.state.Report
	sums := make([]int64, len(r.Stages))
	for _, i := range p.Alive {
		n, _ := c.state.Trace.Out[i].Elements() // fits: the peak was calculated
		sums[r.Steps[i].Stage] += n * c.options.Batch * c.options.Type.Size()
	}
	var stages []int
	for i, n := range sums {
		if n > 0 {
			stages = append(stages, i)
		}
	}
	slices.SortStableFunc(stages, func(a, b int) int { return int(min(max(sums[b]-sums[a], -1), 1)) })
	var parts []string
	for i, stage := range stages {
		if i == 6 {
			parts = append(parts, "…")
			break
		}
		parts = append(parts, c.lang.Stage(r.Stages[stage].Stage)+" "+number.Binary(sums[stage]))
	}
	return strings.Join(parts, c.lang.T(text.Describe.Comma))
}

func (c *costs) training(m *memory.Training) {
	l, w := c.lang, &text.Costs
	c.parts(w.Training)
	c.row(c.parameters(), "", m.Parameters)
	c.row(w.Gradients, "", m.Gradients)
	c.row(w.State, l.T(text.Cost.Optimizers[max(slices.Index(link.Optimizers, c.state.Cost.Optimizer), 0)]), m.State)
	note := w.SavedExact
	switch {
	case !m.Saved.Exact:
		note = w.SavedNot
	case c.options.Type != memory.Float32:
		note = w.SavedHalf
	}
	said := l.T(note)
	if c.options.Checkpoint && m.Saved.Exact {
		said = l.F(w.SavedAgain, l.Stage(c.state.Report.Stages[m.Saved.AgainStage].Stage), number.Binary(m.Saved.Again))
	}
	c.row(w.Saved, said, m.Saved.Bytes)
	c.row(w.Work, l.T(w.WorkHelp), m.Work)
	c.row(w.Total, "", m.Total())
	c.tail()
}

// cards are the memories of usual GPUs, in GiB.
var cards = []int64{8, 12, 16, 24, 40, 80}

// fit says what goes into the memory of usual GPUs.
func (c *costs) fit() {
	l, w := c.lang, &text.Costs
	columns := []string{l.T(w.Card), l.F(w.Fits, number.Grouped(c.options.Batch)), l.T(w.LargestTraining)}
	needs := []func(int64) (int64, error){c.train(c.options)}
	if c.options.Type == memory.Float32 {
		mixed := c.options
		mixed.Type = memory.Mixed
		columns = append(columns, l.T(w.LargestMixed))
		needs = append(needs, c.train(mixed))
	}
	columns = append(columns, l.T(w.LargestInference))
	needs = append(needs, c.infer())
	c.head(w.Fit, columns...)
	for _, card := range cards {
		bytes := card << 30
		c.Tag("tr")
		c.Element("th", strconv.FormatInt(card, 10)+" GiB", "scope", "row")
		for i, need := range needs {
			most := memory.Largest(bytes, link.MaxBatch, need)
			if i == 0 {
				answer := w.No
				if most >= c.options.Batch {
					answer = w.Yes
				}
				c.Element("td", l.T(answer), "class", "n")
			}
			c.Element("td", c.batch(most), "class", "n")
		}
		c.End("tr")
	}
	c.tail()
	c.Element("p", l.T(w.FitHelp), "class", "help")
}

// batch writes the largest batch.
func (c *costs) batch(n int64) string {
	switch n {
	case 0:
		return "–"
	case link.MaxBatch:
		return c.lang.F(text.Costs.More, number.Grouped(n))
	}
	return number.Grouped(n)
}

// train and infer return what a batch needs.
func (c *costs) train(o memory.Options) func(int64) (int64, error) {
	return func(batch int64) (int64, error) {
		o.Batch = batch
		m, err := memory.Train(c.state.Report, c.state.Trace, o)
		return m.Total(), err
	}
}

func (c *costs) infer() func(int64) (int64, error) {
	o := c.options
	return func(batch int64) (int64, error) {
		o.Batch = batch
		p, err := memory.Infer(c.state.Report, c.state.Trace, o)
		return p.Parameters + p.Bytes, err
	}
}

// stages lists the stages: how far they see, and what is kept of them.
func (c *costs) stages(m *memory.Training) {
	l, w, r := c.lang, &text.Costs, c.state.Report
	c.head(w.Stages, l.T(w.Stage), l.T(w.Output), l.T(text.Cost.Field), "", l.T(w.Kept))
	for i := range r.Stages {
		step := field.Stage(r, i)
		if step < 0 {
			continue
		}
		size, note := "–", ""
		if f, ok := field.Of(r, c.state.Trace, step); ok {
			size, note = text.Field(l, &f)
		}
		c.Tag("tr")
		c.Element("th", l.Stage(r.Stages[i].Stage), "scope", "row")
		c.Element("td", text.Shape(c.state.Trace.Out[step]), "class", "n")
		c.Element("td", size, "class", "n")
		c.Element("td", note)
		c.Element("td", number.Binary(m.Saved.ByStage[i]), "class", "n")
		c.End("tr")
	}
	c.tail()
}

// trade compares the network with wider and deeper ones.
func (c *costs) trade() {
	l, w, here := c.lang, &text.Costs, c.state.Config
	width, depth := here.ByRole(config.Width), here.ByRole(config.Depth)
	if width == nil || width.Kind != config.Number {
		return
	}
	columns := []string{l.T(width.Label)}
	depths := []string{""}
	if depth != nil && depth.Kind == config.Number {
		columns = append(columns, l.T(depth.Label))
		depths = around(depth.Get(), func(n int64) []int64 { return []int64{n - 1, n, n + 1} })
	}
	columns = append(columns, l.T(w.ParameterCount), "MACs", l.T(w.Training))
	c.head(w.Trade, columns...)
	for _, d := range depths {
		for _, n := range around(width.Get(), func(n int64) []int64 { return []int64{n / 4, n / 2, n, 2 * n} }) {
			other := here.Clone()
			if other.Set(width.Key, n) != nil || d != "" && other.Set(depth.Key, d) != nil {
				continue
			}
			c.alternative(other, n, d)
		}
	}
	c.tail()
	c.Element("p", l.T(w.TradeHelp), "class", "help")
}

// around returns numbers near that of a setting, as texts; the setting checks them.
func around(value string, near func(int64) []int64) []string {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil {
		return []string{value}
	}
	var all []string
	for _, k := range near(n) {
		all = append(all, strconv.FormatInt(k, 10))
	}
	return all
}

// alternative writes the row of another network, if it can be built.
func (c *costs) alternative(other *config.Config, width, depth string) {
	net, r, err := other.Build()
	if err != nil {
		return
	}
	macs, memoryOf := "–", "–"
	if t, err := other.Trace(net); err == nil {
		macs = number.Rounded(t.Total)
		if m, err := memory.Train(r, t, c.options); err == nil {
			memoryOf = number.Binary(m.Total())
		}
	}
	c.Tag("tr")
	c.Tag("th", "scope", "row")
	if other.Equal(c.state.Config) {
		c.Element("b", width)
	} else {
		c.Element("a", width, "href", "#"+link.Encode(link.State{Config: other, Cost: c.state.Cost}), "data-open", "")
	}
	c.End("th")
	if depth != "" {
		c.Element("td", depth, "class", "n")
	}
	for _, text := range []string{number.Grouped(r.Learnable), macs, memoryOf} {
		c.Element("td", text, "class", "n")
	}
	c.End("tr")
}
