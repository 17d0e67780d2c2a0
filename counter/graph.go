package counter

// A Net is a network being described, and then its description: a module tree
// and a list of steps. The first error stops the recording and stays; see Err.
type Net struct {
	root   Module
	steps  []Step
	stages []Stage // in the order in which their first steps run
	here   Stage   // what is recorded now belongs here
	output []int   // steps
	err    error
}

// A Value is the output of a step while a network is being described. Its
// channels are known, its sizes are not.
type Value struct {
	Shape
	step int
}

// A Step is one run of a layer.
type Step struct {
	Layer  Layer   // nil for the input
	Module *Module // nil for a function without a module of its own, such as a concatenation
	In     []int   // the steps whose outputs it takes
	Out    Shape   // channels only; see Trace for sizes
	Stage  int     // index into Report.Stages
	Again  bool    // its module has run before: its tensors are counted there
}

// New returns a network without a layer.
func New() *Net {
	n := &Net{steps: make([]Step, 0, 64), here: Stage{Input, 1, 0}}
	n.root.net = n
	return n
}

// Root returns the module that everything else stands under.
func (n *Net) Root() *Module { return &n.root }

// At says that what follows stands at the given place in the U. Coming back to
// a stage continues it.
func (n *Net) At(role Role, level int) { n.AtCol(role, level, 0) }

// AtCol is At for paths that have several stages at a level; see [Stage].
func (n *Net) AtCol(role Role, level, col int) {
	n.here = Stage{role, level, col}
}

// place returns the index of the present stage. A stage is there as soon as
// something runs in it: to say At and nothing more leaves no trace.
func (n *Net) place() int {
	for i, s := range n.stages {
		if s == n.here {
			return i
		}
	}
	n.stages = append(n.stages, n.here)
	return len(n.stages) - 1
}

// Input adds an input with c channels and nd spatial axes, in a stage of its own.
func (n *Net) Input(c int64, nd int) Value {
	n.At(Input, 1)
	if c < 1 || nd < 0 || nd > 3 {
		n.fail(&Error{Problem: BadLayer}, "input", "Input")
	}
	s := Shape{C: c, ND: nd}
	n.steps = append(n.steps, Step{Out: s, Stage: n.place()})
	return Value{s, len(n.steps) - 1}
}

// Do runs a layer that no module owns: a concatenation, a functional ReLU.
func (n *Net) Do(l Layer, x ...Value) Value { return n.run(nil, l, x) }

// Output says what the network returns: the given values, after those said
// before. A network that says nothing returns what its last step makes.
func (n *Net) Output(x ...Value) {
	for _, v := range x {
		n.output = append(n.output, v.step)
	}
}

// Err returns the first error of the description, an [*Error], or nil.
func (n *Net) Err() error { return n.err }

func (n *Net) run(m *Module, l Layer, x []Value) Value {
	if n.err != nil {
		return Value{}
	}
	in := make([]int, len(x))
	var buf [4]Shape
	shapes := buf[:0]
	for i, v := range x {
		in[i] = v.step
		shapes = append(shapes, v.Shape)
	}
	s := Step{Layer: l, Module: m, In: in, Stage: n.place(), Again: m != nil && m.runs > 1}
	out, err := l.Forward(shapes...)
	if err != nil {
		n.err = s.locate(err, n.stages)
		return Value{}
	}
	s.Out = out
	n.steps = append(n.steps, s)
	return Value{out, len(n.steps) - 1}
}

// trained returns the modules that a gradient of an output reaches. A network
// that does not say what it returns wastes nothing.
func (n *Net) trained() map[*Module]bool {
	live := make([]bool, len(n.steps))
	for i := range live {
		live[i] = n.output == nil
	}
	for _, i := range n.output {
		live[i] = true
	}
	mods := map[*Module]bool{}
	for i := len(n.steps) - 1; i >= 0; i-- {
		s := &n.steps[i]
		if _, cut := s.Layer.(Argmax); cut || !live[i] {
			continue
		}
		mods[s.Module] = true
		for k, j := range s.In {
			if k > 0 && onlySizes(s.Layer) {
				break
			}
			live[j] = true
		}
	}
	return mods
}

func (n *Net) fail(err *Error, path, kind string) {
	if n.err == nil {
		err.Path, err.Kind = path, kind
		n.err = err
	}
}

// locate completes an error of the step's layer with where it happened.
func (s *Step) locate(err error, stages []Stage) error {
	e, ok := err.(*Error)
	if !ok {
		return err
	}
	if s.Layer != nil {
		e.Kind = s.Layer.Kind()
	}
	e.Path = e.Kind
	if s.Module != nil {
		e.Path = s.Module.path
	}
	if s.Stage < len(stages) {
		e.Stage = stages[s.Stage]
	}
	return e
}

// A Trace is a network run on an input of a chosen size: a shape and a number
// of multiply-accumulates for every step of the report.
type Trace struct {
	Out   []Shape // by step
	MACs  []int64 // by step
	Total int64   // of MACs
}

// Trace derives all shapes and multiply-accumulates for an input of the given
// size. The error is an [*Error] that names the stage: a size that a level
// makes vanish, sizes that can't be joined, or MACs that don't fit an int64. It
// says nothing about the count of parameters, which no size changes.
func (n *Net) Trace(size Axes) (*Trace, error) {
	if n.err != nil {
		return nil, n.err
	}
	t := &Trace{Out: make([]Shape, len(n.steps)), MACs: make([]int64, len(n.steps))}
	var buf [8]Shape
	for i := range n.steps {
		s := &n.steps[i]
		if s.Layer == nil {
			out := s.Out
			for a := range out.ND {
				if size[a] < 1 {
					return nil, s.locate(&Error{Problem: TooSmall, Kind: "Input"}, n.stages)
				}
				out.Size[a] = size[a]
			}
			t.Out[i] = out
			continue
		}
		in := buf[:0]
		for _, j := range s.In {
			in = append(in, t.Out[j])
		}
		out, err := s.Layer.Forward(in...)
		if err != nil {
			return nil, s.locate(err, n.stages)
		}
		macs, err := s.Layer.MACs(in, out)
		if err != nil {
			return nil, s.locate(err, n.stages)
		}
		t.Out[i], t.MACs[i] = out, macs
		var ok bool
		if t.Total, ok = add(t.Total, macs); !ok {
			return nil, s.locate(&Error{Problem: Overflow}, n.stages)
		}
	}
	return t, nil
}
