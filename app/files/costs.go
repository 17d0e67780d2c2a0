package files

import (
	"unetparams/app/text"
	"unetparams/counter/field"
	"unetparams/counter/memory"
)

// A stageCost is what a stage costs besides its parameters. Numbers are bytes.
type stageCost struct {
	made, kept int64 // feature maps, and of all tensors what autograd keeps
	field      field.Field
	sees       bool // field holds something
}

// costs returns what the stages cost; nil where the network does not run, or no number
// is large enough.
func (n *Net) costs() []stageCost {
	if n.Trace == nil {
		return nil
	}
	made, err := memory.Activations(n.Report, n.Trace, n.Run)
	if err != nil {
		return nil
	}
	saved, err := memory.Saves(n.Report, n.Trace, n.Run)
	if err != nil {
		return nil
	}
	all := make([]stageCost, len(made))
	for i := range all {
		c := &all[i]
		c.made, c.kept = made[i], saved.ByStage[i]
		if step := field.Stage(n.Report, i); step >= 0 {
			c.field, c.sees = field.Of(n.Report, n.Trace, step)
		}
	}
	return all
}

// addCosts adds the columns of what stages cost.
func (n tables) addCosts(g *grid) {
	all, w := n.costs(), &n.Words
	if all == nil {
		return
	}
	g.columns = append(g.columns,
		column{key: "activation_bytes", title: w.Activations, numbers: true},
		column{key: "saved_bytes", title: w.Saved, numbers: true},
		column{key: "receptive_field", title: w.Field, numbers: true})
	sums := [2]int64{}
	for i := range all {
		c := &all[i]
		sums[0] += c.made // fits: package memory adds all up
		sums[1] += c.kept
		g.rows[i] = append(g.rows[i], n.number(c.made), n.number(c.kept), n.field(c))
	}
	g.sums = append(g.sums, n.number(sums[0]), n.number(sums[1]), cell{})
}

// field writes a receptive field: of programs the largest size.
func (n tables) field(c *stageCost) cell {
	if !c.sees {
		return unknown
	}
	size, _ := text.Field(n.lang, &c.field)
	data := "all"
	if !c.field.All() {
		var sizes []int64
		for i := range c.field.ND {
			sizes = append(sizes, c.field.Axes[i].Size)
		}
		data = join(sizes, "x")
	}
	return cell{data: data, text: size, number: true}
}

// writeRun writes how the network is run, and what that takes.
func (w *jsonReport) writeRun() {
	if w.Trace == nil {
		return
	}
	m, err := memory.Train(w.Report, w.Trace, w.Run)
	p, err2 := memory.Infer(w.Report, w.Trace, w.Run)
	if err != nil || err2 != nil {
		return
	}
	o := &w.Run
	w.line(func() {
		w.object("run", func() {
			w.int("batch", max(o.Batch, 1))
			w.text("dtype", [...]string{"float32", "float16", "mixed"}[o.Type])
			w.text("optimizer", [...]string{"sgd", "momentum", "adam", "adam8bit"}[o.Optimizer])
			w.flag("checkpoint", o.Checkpoint)
		})
	})
	w.line(func() {
		w.object("inference_memory", func() {
			w.int("parameters", p.Parameters)
			w.int("feature_maps", p.Bytes)
		})
	})
	w.line(func() {
		w.object("training_memory", func() {
			w.int("parameters", m.Parameters)
			w.int("gradients", m.Gradients)
			w.int("optimizer", m.State)
			w.int("saved", m.Saved.Bytes)
			w.flag("saved_exact", m.Saved.Exact)
			w.int("feature_map_gradients", m.Work)
		})
	})
}

// writeCost writes what a stage costs.
func (w *jsonReport) writeCost(c *stageCost) {
	w.int("activation_bytes", c.made)
	w.int("saved_bytes", c.kept)
	if !c.sees {
		return
	}
	w.object("receptive_field", func() {
		f := &c.field
		if f.All() {
			w.flag("all", true)
			return
		}
		var sizes, least []int64
		for i := range f.ND {
			sizes, least = append(sizes, f.Axes[i].Size), append(least, f.Axes[i].Least)
		}
		w.ints("size", sizes)
		w.ints("least", least)
	})
}
