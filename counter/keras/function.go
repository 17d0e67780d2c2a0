package keras

import (
	"fmt"
	"slices"
	"strings"

	"unetparams/counter"
	"unetparams/counter/block"
	"unetparams/counter/layer"
	"unetparams/counter/python"
)

// A call is one line of a function: a layer that is created and called, or a
// function call.
type call struct {
	code    python.Expr // of the layer; nil for a function call
	join    bool        // the layer takes a list of all inputs, not only the first
	helper  *helper     // the helper that the line calls; code then ends the call
	after   string      // further arguments
	label   *label      // nil: it has no name
	keep    bool        // the layer runs again: it gets a variable
	fn      *function
	numbers []python.Slot // of this copy of the function
	in, out []int
}

// A label is the name of a layer, or the prefix of the names in a function.
type label struct {
	path string // as seen from the function
}

// Name returns the name. In a function other than the model's it is an expression
// that contains the function's argument "name".
func (l *label) Name(in *python.Def) string {
	name := strings.ReplaceAll(l.path, ".", "_") // Keras takes no dots
	if in.Block.Parent == nil {
		return fmt.Sprintf("%q", name)
	}
	return `f"{name}_` + name + `"`
}

// Key implements [python.Ref].
func (l *label) Key(*python.Def) string { return l.path }

// A function is a block of calls that is written once in a file.
type function struct {
	python.Def
	key     string
	in, out []int
	eval    []int // the model's outputs outside of training, if they differ
	calls   []python.Call
	kept    []int // the variables of layers that run again
	named   bool  // it contains a layer with a name
}

// model returns the function that builds the model.
func (w *writer) model(name string) *function {
	root := &function{Def: python.Def{Name: name, Block: w.Root}}
	calls := w.body(w.Root, w.Steps())
	if w.err != nil {
		return nil
	}
	root.out, root.eval = w.values(w.r.Outputs), w.values(w.r.EvalOutputs)
	in := make([]int, len(w.r.Inputs))
	for i, row := range w.r.Inputs {
		in[i] = row.Step
	}
	body := append(w.statements(root, calls), python.Statement{Value: python.Seq{
		python.Text("return keras.Model("), several(in), python.Text(", "), root.results(), python.Text(fmt.Sprintf(", name=%q)", name)),
	}})
	root.Copy(name, body)
	return root
}

// values returns the values of the outputs of steps.
func (w *writer) values(steps []int) []int {
	values := make([]int, len(steps))
	for i, step := range steps {
		values[i] = w.value(step)
	}
	return values
}

// results returns the expression of the model's outputs. A Keras model has the same
// outputs in training and outside of it: an argument of the function selects them.
func (f *function) results() python.Expr {
	if len(f.eval) == 0 {
		return several(f.out)
	}
	return python.Seq{several(f.out), python.Text(" if training else "), several(f.eval)}
}

// several returns a single variable, or a list of several.
func several(values []int) python.Expr {
	if len(values) == 1 {
		return python.Var(values[0])
	}
	return python.Seq{python.Text("["), python.Vars(values), python.Text("]")}
}

// body returns the calls of steps that run in a container.
func (w *writer) body(container *block.Block, steps []int) []call {
	pieces := block.Pieces(container, w.containers, steps)
	times := map[*block.Block]int{}
	for _, p := range pieces {
		times[p.Block]++
	}
	var calls []call
	for _, p := range pieces {
		if p.Block == nil {
			calls = append(calls, w.layer(p.Steps[0])...)
			continue
		}
		inner := w.body(p.Block, p.Steps)
		if times[p.Block] == 1 && len(inner) > 1 && w.whole(p.Steps) {
			calls = append(calls, w.function(p.Block, inner, p.Steps))
			continue
		}
		for _, c := range inner {
			if c.label != nil {
				c.label.path = p.Block.Name + "." + c.label.path
			}
			calls = append(calls, c)
		}
	}
	return calls
}

// whole reports whether the layers with weights that run in steps run nowhere else.
func (w *writer) whole(steps []int) bool {
	here := map[int]int{}
	for _, i := range steps {
		if row := w.r.Index(w.r.Steps[i]); row >= 0 && w.r.Layers[row].Learnable+w.r.Layers[row].Buffers > 0 {
			here[row]++
		}
	}
	for row, n := range here {
		if n != w.runs[row] {
			return false
		}
	}
	return true
}

// layer returns the calls that implement a step.
func (w *writer) layer(step int) []call {
	s := w.r.Steps[step]
	values := make([]int, len(s.In))
	shapes := make([]counter.Shape, len(s.In))
	for i, j := range s.In {
		values[i], shapes[i] = w.value(j), w.shape(j)
	}
	out := w.shape(step)
	layers, reason := pieces(s.Layer, use{shapes, out})
	if reason != 0 {
		name := s.Layer.Kind()
		if s.Module != nil {
			name = s.Module.Path() + " (" + name + ")"
		}
		w.fail(&Error{reason, name})
		return nil
	}
	if _, stacks := s.Layer.(layer.Stack); shapes[0].Batch > 1 || out.Batch > 1 && !stacks {
		w.fail(&Error{NoLayer, s.Layer.Kind()})
		return nil
	}
	if len(layers) == 0 {
		w.same[step] = values[0]
		return nil
	}
	calls := make([]call, len(layers))
	for i, l := range layers {
		c := w.translated(l, s)
		switch {
		case c.helper != nil && c.helper.inputs > 0:
			values = values[:c.helper.inputs]
		case !c.join && c.helper == nil:
			values = values[:1]
		}
		c.in, c.out = values, []int{step}
		if i < len(layers)-1 {
			c.out = []int{w.further()}
		}
		values = c.out
		calls[i] = c
	}
	return calls
}

// translated returns the call of one of the layers that implement a step.
func (w *writer) translated(p piece, s counter.Step) call {
	c := call{join: p.join}
	if p.training {
		c.after = ", training=True"
	}
	var name python.Expr = python.Text("")
	if p.owner {
		row := w.r.Index(s)
		path := w.r.Layers[row].Path
		c.label = &label{path[strings.LastIndexByte(path, '.')+1:]}
		c.keep = w.runs[row] > 1
		name = python.Seq{python.Text(", name="), python.Reference{Ref: c.label}}
	}
	text := p.text
	for i := range helpers {
		if rest, ok := strings.CutPrefix(text, helpers[i].call); ok {
			text, c.helper, w.helped[i] = rest, &helpers[i], true
		}
	}
	slots := make([]python.Slot, len(p.slot))
	for i, s := range p.slot {
		slots[i] = python.Slot{Name: s.name, N: s.n}
	}
	c.code = python.Format(text, slots, name)
	return c
}

// further returns a new value, which no step produces.
func (w *writer) further() int {
	w.next++
	return w.next - 1
}

// shape returns the shape of a step's output, with sizes if there are any.
func (w *writer) shape(step int) counter.Shape {
	if w.trace != nil {
		return w.trace.Out[step]
	}
	return w.r.Steps[step].Out
}

// value returns the value of a step's output.
func (w *writer) value(step int) int {
	if v, ok := w.same[step]; ok {
		return v
	}
	return step
}

func (w *writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// function turns calls into a function, or finds an equal one, and returns a call of
// it.
func (w *writer) function(b *block.Block, calls []call, steps []int) call {
	f := &function{Def: python.Def{Block: b}}
	inside := map[int]bool{}
	for _, c := range calls {
		for _, v := range c.in {
			if !inside[v] && !slices.Contains(f.in, v) {
				f.in = append(f.in, v)
			}
		}
		for _, v := range c.out {
			inside[v] = true
			if v < len(w.Users) && w.leaves(v, steps) {
				f.out = append(f.out, v)
			}
		}
	}
	result := call{label: &label{b.Name}, in: f.in, out: f.out}
	body := python.Return(w.statements(f, calls), f.out)
	f.key = f.Key(f.in, body, f.out)
	i := slices.IndexFunc(w.functions, func(g *function) bool { return g.key == f.key })
	if i < 0 {
		i = len(w.functions)
		w.functions = append(w.functions, f)
	}
	result.fn = w.functions[i]
	result.numbers = result.fn.Copy(b.Name, body)
	return result
}

// leaves reports whether a value is used outside of steps.
func (w *writer) leaves(value int, steps []int) bool {
	for i := range w.r.Steps {
		if w.value(i) == value && w.Leaves(i, steps) {
			return true
		}
	}
	return false
}

// statements returns the statements of calls in a function.
func (w *writer) statements(f *function, calls []call) []python.Statement {
	var body []python.Statement
	kept := map[string]int{} // by path
	for _, c := range calls {
		f.calls = append(f.calls, python.Call{In: c.in, Out: c.out, Base: variable(c)})
		f.named = f.named || c.label != nil && (c.fn == nil || c.fn.named)
		if c.keep {
			v, ok := kept[c.label.path]
			if !ok {
				v = w.further()
				kept[c.label.path] = v
				f.kept = append(f.kept, v)
				body = append(body, python.Statement{Vars: []int{v}, Value: c.code})
			}
			c.code = python.Var(v)
		}
		body = append(body, python.Statement{Vars: c.out, Value: c.value()})
	}
	return body
}

// value returns the expression of a call.
func (c *call) value() python.Expr {
	switch {
	case c.fn != nil:
		use := python.Use{Def: &c.fn.Def, Numbers: c.numbers}
		for _, v := range c.in {
			use.Before = append(use.Before, python.Var(v))
		}
		if c.fn.named {
			use.After = []python.Expr{python.Reference{Ref: c.label}}
		}
		return use
	case c.join:
		return python.Seq{c.code, python.Text("(["), python.Vars(c.in), python.Text("])")}
	case c.helper != nil:
		args := python.Seq{python.Text(c.helper.call), python.Vars(c.in)}
		if c.code != python.Expr(python.Text(")")) {
			args = append(args, python.Text(", "))
		}
		return append(args, c.code)
	}
	return python.Seq{c.code, python.Text("("), python.Var(c.in[0]), python.Text(c.after + ")")}
}

// variable suggests a variable name for the result of a call.
func variable(c call) string {
	if c.fn == nil {
		return "y"
	}
	name, _, _ := strings.Cut(strings.ToLower(c.label.path), ".")
	if python.Identifier(name) != nil || name == "x" {
		return "y"
	}
	return name
}
