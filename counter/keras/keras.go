// Package keras writes a network as a Python file for Keras 3 (and tf.keras):
// the functional API, repeated blocks as functions, layers named after their
// place in the state_dict, and a check of both of Keras's counts, what training
// changes and the total, which has the running statistics of batch norm in it.
//
// The code is derived from the report's steps. Keras has no forward pass apart
// from the model: to call a layer is to build it. So a container of the module
// tree whose steps run in one piece becomes a function, containers of equal
// steps become one function, whose arguments are the numbers in which they
// differ, and everything else is written where it runs.
//
// A file is written only if every layer means in Keras what it means in PyTorch:
// [Error] says why there is none. Two things are rewritten to that end. What
// PyTorch pads on both sides of an axis is padded by a layer of its own where
// Keras would pad one side only, and what depends on sizes (a crop, a padding to
// the size of something else) is written for the sizes of the input at hand.
package keras

import (
	"fmt"
	"slices"
	"strings"

	"unetparams/counter"
	"unetparams/counter/python"
)

// Options say what a file is about.
type Options struct {
	Name   string // of the model; a valid Python name
	Header []string
	// Trace is the network run on the input that the model is built for; nil:
	// sizes are left open.
	Trace *counter.Trace
}

// A Reason is why a network has no Keras file.
type Reason int

// The reasons of an [Error].
const (
	NoLayer   Reason = iota // Keras has no layer that does the same
	NeedsSize               // the layer's code depends on sizes, and there are none
	Unused                  // the layer leads to no output: Keras leaves such layers out
	CannotRun               // the published code stops there
)

var reasons = [...]string{
	NoLayer:   "Keras has no layer that does the same",
	NeedsSize: "Keras needs an input size that goes through the network",
	Unused:    "it leads to no output, and Keras leaves such layers out of a model",
	CannotRun: "the published code stops with an error there",
}

// An Error names the layer for which there is no Keras code.
type Error struct {
	Reason Reason
	Layer  string // its path and kind, or its kind
}

// Error implements error.
func (e *Error) Error() string { return e.Layer + ": " + reasons[e.Reason] }

// Counts returns Keras's two counts of a report: what training changes, and with
// the running statistics. Keras has no counter of batches.
func Counts(r *counter.Report) (trainable, total int64) { return r.Learnable, r.KerasTotal() }

// File returns the Python file of a network. The error is an [*Error] or that of
// the network's report.
func File(net *counter.Net, o Options) (string, error) {
	r, err := net.Report()
	if err != nil {
		return "", err
	}
	w := &writer{r: r, trace: o.Trace, same: map[int]int{}, next: len(r.Steps)}
	if err := w.leadsOut(); err != nil {
		return "", err
	}
	w.find()
	var steps []int
	for i, s := range r.Steps {
		if s.Layer != nil {
			steps = append(steps, i)
		}
	}
	root := &function{name: o.Name, calls: w.body("", steps)}
	if w.err != nil {
		return "", w.err
	}
	root.out = make([]int, len(r.Outputs))
	for i, step := range r.Outputs {
		root.out[i] = w.value(step)
	}
	root.instances = [][]int64{root.numbers()}
	return w.print(root, o), nil
}

// A writer turns steps into calls. Values are numbered by the step that makes
// them; further ones stand behind those.
type writer struct {
	r     *counter.Report
	trace *counter.Trace

	homes []string    // by step: the path of the container it stands in
	runs  []int       // by layer row
	same  map[int]int // values that are other values: of steps that do nothing
	next  int         // the next further value
	users [][]int     // by step

	functions []*function // inner ones first
	linear    bool        // the helper for linear interpolation is needed
	err       error
}

// A call is one line of a function.
type call struct {
	text string // with "§" for a slot and "◊" for the layer's name
	slot []slot
	path string    // of the layer, as seen from the function; empty if it has no name
	fn   *function // that is called; nil: a layer
	keep bool      // the layer runs again: it gets a variable
	join bool      // the inputs are a list
	in   []int
	out  []int
}

// A slot is a number that may differ between the instances of a function.
type slot struct {
	name string
	n    int64
}

// A function is a block of calls and the instances it has.
type function struct {
	name      string
	names     map[string]bool // of the containers that are instances
	key       string
	calls     []call
	in, out   []int
	instances [][]int64 // the numbers of each
	column    []int     // by slot: index into params, or -1
	params    []slot    // n is the index of a slot that stands for it
}

// leadsOut returns an error for a layer with parameters that leads to no output.
func (w *writer) leadsOut() error {
	live := make([]bool, len(w.r.Steps))
	ran := make([]bool, len(w.r.Layers))
	for _, i := range w.r.Outputs {
		live[i] = true
	}
	for i := len(w.r.Steps) - 1; i >= 0; i-- {
		if !live[i] {
			continue
		}
		for _, j := range w.r.Steps[i].In {
			live[j] = true
		}
		if row := w.r.Index(w.r.Steps[i]); row >= 0 {
			ran[row] = true
		}
	}
	for i, l := range w.r.Layers {
		if l.Learnable+l.Buffers > 0 && !ran[i] {
			return &Error{Unused, l.Path + " (" + l.Layer.Kind() + ")"}
		}
	}
	return nil
}

// find fills in homes, runs and users. A function without a module stands in the
// innermost container that holds both the module before and the module after it.
func (w *writer) find() {
	steps := w.r.Steps
	w.homes = make([]string, len(steps))
	w.runs = make([]int, len(w.r.Layers))
	w.users = make([][]int, len(steps))
	before := make([]string, len(steps))
	last := ""
	for i, s := range steps {
		if s.Module != nil {
			last, _ = split(s.Module.Path())
			w.runs[w.r.Index(s)]++
		}
		before[i] = last
		for _, j := range s.In {
			w.users[j] = append(w.users[j], i)
		}
	}
	last = ""
	for i := len(steps) - 1; i >= 0; i-- {
		if s := steps[i]; s.Module != nil {
			last, _ = split(s.Module.Path())
			w.homes[i] = last
		} else {
			w.homes[i] = common(before[i], last)
		}
	}
}

// split returns the path of a module's container and the module's own name.
func split(path string) (container, name string) {
	i := strings.LastIndexByte(path, '.')
	return path[:max(i, 0)], path[i+1:]
}

func within(path, container string) bool {
	return container == "" || path == container || strings.HasPrefix(path, container+".")
}

func common(a, b string) string {
	for !within(b, a) {
		a, _ = split(a)
	}
	return a
}

func join(container, name string) string {
	if container == "" {
		return name
	}
	return container + "." + name
}

// body returns the calls of steps that stand in a container.
func (w *writer) body(container string, steps []int) []call {
	type piece struct {
		name  string
		steps []int
	}
	var pieces []piece
	times := map[string]int{}
	for i := 0; i < len(steps); {
		name := w.under(container, steps[i])
		j := i + 1
		for name != "" && j < len(steps) && w.under(container, steps[j]) == name {
			j++
		}
		pieces = append(pieces, piece{name, steps[i:j]})
		times[name]++
		i = j
	}
	var calls []call
	for _, p := range pieces {
		if p.name == "" {
			calls = append(calls, w.layer(container, p.steps[0])...)
			continue
		}
		inner := w.body(join(container, p.name), p.steps)
		if times[p.name] == 1 && len(inner) > 1 && w.whole(p.steps) {
			calls = append(calls, w.function(p.name, inner, p.steps))
			continue
		}
		for _, c := range inner {
			if c.path != "" || c.fn != nil {
				c.path = strings.TrimSuffix(join(p.name, c.path), ".")
			}
			calls = append(calls, c)
		}
	}
	return calls
}

// under returns the name of the container, in the given one, that a step stands in.
func (w *writer) under(container string, step int) string {
	home := w.homes[step]
	if home == container || !within(home, container) {
		return ""
	}
	if container != "" {
		home = home[len(container)+1:]
	}
	name, _, _ := strings.Cut(home, ".")
	return name
}

// whole reports whether what has weights and runs in a piece runs nowhere else.
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

// layer returns the calls that do what a step does.
func (w *writer) layer(container string, step int) []call {
	s := w.r.Steps[step]
	var in, out counter.Shape
	ins := make([]counter.Shape, len(s.In))
	for i, j := range s.In {
		ins[i] = w.shape(j)
	}
	in, out = ins[0], w.shape(step)
	layers, reason, ok := translate(s.Layer, ins, out)
	if !ok {
		name := s.Layer.Kind()
		if s.Module != nil {
			name = s.Module.Path() + " (" + name + ")"
		}
		w.fail(&Error{reason, name})
		return nil
	}
	if in.Batch > 1 || out.Batch > 1 {
		w.fail(&Error{NoLayer, s.Layer.Kind()})
		return nil
	}
	values := make([]int, 0, len(s.In))
	for _, j := range s.In {
		values = append(values, w.value(j))
	}
	if len(layers) == 0 {
		w.same[step] = values[0]
		return nil
	}
	if !layers[0].join {
		values = values[:1]
	}
	calls := make([]call, len(layers))
	for i, l := range layers {
		c := call{text: l.text, slot: l.slot, join: l.join, in: values, out: []int{step}}
		if i < len(layers)-1 {
			c.out = []int{w.next}
			w.next++
		}
		values = c.out
		if l.owner {
			row := w.r.Index(s)
			_, c.path = split(w.r.Layers[row].Path)
			c.keep = w.runs[row] > 1
		}
		w.linear = w.linear || strings.HasPrefix(l.text, linearUp)
		calls[i] = c
	}
	return calls
}

// shape returns the shape of a step's output, with sizes if there are any.
func (w *writer) shape(step int) counter.Shape {
	if w.trace != nil {
		return w.trace.Out[step]
	}
	return w.r.Steps[step].Out
}

// value returns the value that a step's output is.
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

// function makes a function of calls, or finds the one that has the same, and
// returns the call of it.
func (w *writer) function(name string, calls []call, steps []int) call {
	f := &function{calls: calls, names: map[string]bool{}}
	inside := map[int]bool{}
	for _, c := range calls {
		for _, v := range c.in {
			if !inside[v] && !slices.Contains(f.in, v) {
				f.in = append(f.in, v)
			}
		}
		for _, v := range c.out {
			inside[v] = true
		}
	}
	for _, c := range calls {
		for _, v := range c.out {
			if v < len(w.users) && w.leaves(v, steps) {
				f.out = append(f.out, v)
			}
		}
	}
	f.key = f.describe()
	result := call{path: name, in: f.in, out: f.out}
	i := slices.IndexFunc(w.functions, func(g *function) bool { return g.key == f.key })
	if i < 0 {
		w.functions = append(w.functions, f)
		i = len(w.functions) - 1
	}
	result.fn = w.functions[i]
	result.fn.names[name] = true
	numbers := f.numbers()
	result.fn.instances = append(result.fn.instances, numbers)
	for _, n := range numbers {
		result.slot = append(result.slot, slot{n: n})
	}
	return result
}

// leaves reports whether a value is used outside of steps.
func (w *writer) leaves(value int, steps []int) bool {
	for i := range w.r.Steps {
		if w.value(i) != value {
			continue
		}
		if slices.Contains(w.r.Outputs, i) {
			return true
		}
		for _, u := range w.users[i] {
			if !slices.Contains(steps, u) {
				return true
			}
		}
	}
	return false
}

// describe returns a text that functions share if they differ in numbers only.
func (f *function) describe() string {
	var b strings.Builder
	local := map[int]int{}
	id := func(v int) int {
		n, ok := local[v]
		if !ok {
			n = len(local)
			local[v] = n
		}
		return n
	}
	for _, v := range f.in {
		id(v)
	}
	for _, c := range f.calls {
		fmt.Fprint(&b, c.text, c.path, c.keep)
		if c.fn != nil {
			fmt.Fprintf(&b, "{%s}", c.fn.key)
		}
		for _, v := range append(slices.Clone(c.in), c.out...) {
			fmt.Fprint(&b, " ", id(v))
		}
		b.WriteByte('\n')
	}
	for _, v := range f.out {
		fmt.Fprint(&b, id(v), " ")
	}
	return b.String()
}

func (f *function) numbers() []int64 {
	var ns []int64
	for _, c := range f.calls {
		for _, s := range c.slot {
			ns = append(ns, s.n)
		}
	}
	return ns
}

// arguments finds the arguments of a function; those of the functions in it are
// known.
func (f *function) arguments() {
	var slots []slot
	var visible []bool
	for _, c := range f.calls {
		at := len(slots)
		slots = append(slots, c.slot...)
		for range c.slot {
			visible = append(visible, c.fn == nil)
		}
		if c.fn != nil {
			for _, p := range c.fn.params {
				visible[at+int(p.n)] = true
				slots[at+int(p.n)].name = p.name
			}
		}
	}
	var reps []int
	f.column, reps = python.Arguments(f.instances, visible)
	taken := python.Namer{"x": true, "name": true, "layers": true, "keras": true}
	for _, i := range reps {
		f.params = append(f.params, slot{taken.Fresh(slots[i].name, ""), int64(i)})
	}
}
