package files

import (
	"slices"

	"unetparams/counter"
	"unetparams/counter/tools"
)

// A Table is one of the tables of a network.
type Table int

// The tables.
const (
	Stages  Table = iota // a row a stage: for a paper
	Layers               // a row a layer, in order of registration
	Tensors              // a row a tensor, in the order of the state_dict
)

// Write writes a table of the network.
func (n *Net) Write(t Table, f Format) string {
	g := tables{n}.grid(t)
	switch f {
	case CSV:
		return n.csv(g)
	case Markdown:
		s := n.markdownTable(g)
		if t == Stages {
			s += n.markdownTools()
		}
		return s
	}
	return n.latexTable(g)
}

// A grid is a table that no format has touched yet.
type grid struct {
	columns []column
	rows    [][]cell
	sums    []cell // the last row, for people: programs add up themselves
	long    bool   // more than a page
}

// A column has a key for programs and a title for people.
type column struct {
	key, title string
	numbers    bool
	people     bool // programs are not given it: they have what it follows from
}

// A cell is a text, a number, or the product that a number is.
type cell struct {
	data, text string // for programs and for people
	code       bool   // the text is a name
	number     bool
	formula    counter.Formula
}

// tables lays the tables of a network out.
type tables struct{ *Net }

func (n tables) number(v int64) cell {
	return cell{data: plain(v), text: n.Words.Number(v), number: true}
}

// macSums returns the multiply-accumulates by stage and by layer; nil where
// there are none.
func (n *Net) macSums() (byStage, byLayer []int64) {
	if n.Trace == nil {
		return nil, nil
	}
	return n.Trace.ByStage(n.Report), n.Trace.ByLayer(n.Report)
}

// featureSums returns the multiply-accumulates of features with features by
// stage; nil where the network has none.
func (n *Net) featureSums() []int64 {
	if n.Trace == nil {
		return nil
	}
	return n.Trace.FeaturesByStage(n.Report)
}

// unknown is a number that there is none of.
var unknown = cell{text: "–", number: true}

func code(s string) cell { return cell{data: s, text: s, code: true} }

func (n tables) grid(t Table) *grid {
	switch t {
	case Stages:
		return n.stages()
	case Layers:
		return n.layers()
	}
	return n.tensors()
}

func (n tables) stages() *grid {
	w, r := &n.Words, n.Report
	g := &grid{columns: []column{
		{key: "stage", title: w.StageTitle},
		{key: "output", title: w.Output},
		{key: "parameters", title: w.Parameters, numbers: true},
		{key: "share", title: w.ShareTitle, numbers: true, people: true},
		{key: "buffers", title: w.Buffers, numbers: true},
		{key: "macs", title: "MACs", numbers: true},
	}}
	byStage, _ := n.macSums()
	for i, row := range r.Stages {
		out, macs := cell{}, unknown
		if len(row.Steps) > 0 {
			out = n.output(row.Steps[len(row.Steps)-1])
		}
		if n.Trace != nil {
			macs = n.number(byStage[i])
		}
		g.rows = append(g.rows, []cell{
			{data: row.Stage.String(), text: w.Stage(row.Stage)},
			out,
			n.number(row.Learnable),
			{text: w.Share(row.Learnable, r.Learnable), number: true},
			n.number(row.Buffers),
			macs,
		})
	}
	g.sums = []cell{{text: w.Sum}, {}, n.number(r.Learnable), {}, n.number(r.Buffers), n.macs()}
	if features := n.featureSums(); features != nil {
		g.columns = append(g.columns, column{key: "feature_macs", title: "Q·K, A·V", numbers: true})
		for i, macs := range features {
			g.rows[i] = append(g.rows[i], n.number(macs))
		}
		g.sums = append(g.sums, n.number(n.Trace.FeatureTotal))
	}
	n.addCosts(g)
	return g
}

func (n tables) layers() *grid {
	w, r := &n.Words, n.Report
	g := &grid{long: true, columns: []column{
		{key: "name", title: w.Name},
		{key: "kind", title: w.Kind},
		{key: "stage", title: w.StageTitle},
		{key: "calculation", title: w.How},
		{key: "output", title: w.Output},
		{key: "parameters", title: w.Parameters, numbers: true},
		{key: "buffers", title: w.Buffers, numbers: true},
		{key: "macs", title: "MACs", numbers: true},
		{key: "note", title: w.Remark},
	}}
	runs := n.runs()
	_, byLayer := n.macSums()
	for i := range r.Layers {
		row := &r.Layers[i]
		out, macs, note := cell{}, unknown, cell{}
		if steps := runs[i]; len(steps) > 0 {
			out = n.output(steps[0])
		}
		if n.Trace != nil {
			macs = n.number(byLayer[i])
		}
		switch {
		case row.Unused && row.Learnable > 0:
			note = cell{data: "unused", text: w.Unused}
		case row.Runs > 1:
			note = cell{data: "runs " + plain(int64(row.Runs)) + " times", text: w.Runs(row.Runs)}
		}
		f := counter.FormulaOf(row.Layer)
		g.rows = append(g.rows, []cell{
			code(row.Path),
			{data: row.Layer.Kind(), text: w.Layer(row.Layer)},
			{data: row.Stage.String(), text: w.Stage(row.Stage)},
			{data: product(f, length(plain), plain, "*", " + "), formula: f},
			out,
			n.number(row.Learnable),
			n.number(row.Buffers),
			macs,
			note,
		})
	}
	g.sums = []cell{{text: w.Sum}, {}, {}, {}, {}, n.number(r.Learnable), n.number(r.Buffers), n.macs(), {}}
	return g
}

func (n tables) tensors() *grid {
	w, r := &n.Words, n.Report
	g := &grid{long: true, columns: []column{
		{key: "name", title: w.Name},
		{key: "kind", title: w.Kind},
		{key: "shape", title: w.Dims},
		{key: "parameters", title: w.Parameters, numbers: true},
		{key: "buffers", title: w.Buffers, numbers: true},
		{key: "note", title: w.Remark},
	}}
	for i := range r.Tensors {
		t := &r.Tensors[i]
		row := &r.Layers[t.Layer]
		counts := [2]int64{} // as a parameter, as a buffer
		note := cell{}
		switch {
		case t.Shared:
			note = cell{data: "shared", text: w.Shared}
		case t.Tensor.Learn:
			counts[0] = t.Count
		default:
			counts[1] = t.Count
		}
		if row.Unused && t.Tensor.Learn && !t.Shared {
			note = cell{data: "unused", text: w.Unused}
		}
		ns := lengths(t.Tensor)
		g.rows = append(g.rows, []cell{
			code(t.Name),
			code(row.Layer.Kind()),
			{data: join(ns, "x"), text: "(" + join(ns, ", ") + ")"},
			n.number(counts[0]),
			n.number(counts[1]),
			note,
		})
	}
	g.sums = []cell{{text: w.Sum}, {}, {}, n.number(r.Learnable), n.number(r.Buffers), {}}
	return g
}

// runs returns the steps of every layer.
func (n *Net) runs() [][]int {
	r := n.Report
	index := make(map[*counter.LayerRow]int, len(r.Layers))
	for i := range r.Layers {
		index[&r.Layers[i]] = i
	}
	steps := make([][]int, len(r.Layers))
	for i := range r.Steps {
		if row := r.Row(r.Steps[i]); row != nil {
			steps[index[row]] = append(steps[index[row]], i)
		}
	}
	return steps
}

// output returns what a step puts out.
func (n tables) output(step int) cell {
	out := n.Report.Steps[step].Out
	if n.Trace != nil {
		out = n.Trace.Out[step]
	}
	return cell{data: shapeData(out), text: n.Words.Shape(out)}
}

// macs returns the multiply-accumulates of all steps. Those of layers are fewer
// where something without a module multiplies, such as a matrix product.
func (n tables) macs() cell {
	if n.Trace == nil {
		return unknown
	}
	return n.number(n.Trace.Total)
}

// has reports whether any row says something in a column.
func (g *grid) has(column int) bool {
	return slices.ContainsFunc(g.rows, func(row []cell) bool {
		c := row[column]
		return c.text != "" || len(c.formula) > 0
	})
}

// tools returns what other tools print as the network's work: those that have rules
// for all of it, or none where there are no shapes.
func (n *Net) tools() []tools.Count {
	if n.Trace == nil {
		return nil
	}
	return slices.DeleteFunc(tools.Of(n.Report, n.Trace), func(c tools.Count) bool { return !c.OK })
}
