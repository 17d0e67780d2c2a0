package counter

import (
	"slices"
	"sync"
)

// A Net is the description of a network, complete or under construction: a module
// tree and a list of steps. The first error stops the recording; see [Net.Err].
type Net struct {
	arena
	stageList
	optionals optionals
	root      Module
	steps     []Step
	given     []InputRow
	one       [1]InputRow // initial storage of given, enough for most networks
	output    []int       // steps
	// The output steps in evaluation mode, if they differ from those in training.
	evaluated []int
	err       error
	reports   int32 // number of reports derived so far

	tally
}

// A tally records the sums of tensors, and nothing else: see [Count].
type tally struct {
	tallying bool
	tensors  Tensors
}

// A Value is the output of a step while a network is being described. Its
// channels are known, its sizes are not.
type Value struct {
	C     int64 // channels
	ND    int   // spatial axes
	batch int64
	step  int
}

// value returns the output of a step. It omits the sizes, so that it fits into
// registers: values are copied more often than anything else.
func value(s Shape, step int) Value { return Value{s.C, s.ND, s.Batch, step} }

// A Step is one run of a layer.
type Step struct {
	Layer  Layer   // nil for the input
	Module *Module // nil for a function without a module of its own, such as a concatenation
	In     []int   // the steps whose outputs it takes
	Out    Shape   // channels only; see Trace for sizes
	Stage  int     // index into Report.Stages
	Again  bool    // its module has run before: its tensors are already counted

	optional optional // of Layer
}

// New returns an empty network.
func New() *Net { return NewSized(Size{}) }

// NewSized is like [New] but allocates space for the parts that are expected, which a
// network may exceed. Zero means that a number is unknown.
func NewSized(expected Size) *Net {
	n := &Net{arena: arena{expected: expected}}
	n.steps = make([]Step, 0, batch(expected.Steps, 0, 1))
	places := batch(expected.Places, 0, 1)
	n.places, n.stages = make([]place, 0, places), make([]Stage, 0, places)
	n.root.net = n
	n.shapes = n.few[:]
	n.At(Input, 1)
	return n
}

// Count returns the number of learnable parameters of the network that build
// describes, as [Net.Report] does, but many times faster: it records only the sum,
// so build may use nothing but the channels of values and the layers of modules.
// The error is the one that a full description returns.
func Count(build func(*Net)) (int64, error) {
	n := tallies.Get().(*Net)
	modules := n.modules
	clear(modules)
	*n = Net{arena: arena{modules: modules[:0]}, tally: tally{tallying: true}}
	n.expected.Modules = 3 * cap(modules) // where the space is not enough, more is allocated
	n.root.net = n
	n.shapes = n.few[:]
	build(n)
	sum, failed := n.tensors.learnable, n.err != nil || n.tensors.over != 0
	tallies.Put(n)
	if !failed {
		return sum, nil
	}
	n = New() // describe it in full, to say where it fails
	build(n)
	r, err := n.Report()
	if err != nil {
		return 0, err
	}
	return r.Learnable, nil
}

// tallies holds networks of which only a sum was recorded: the space for their modules
// is used again.
var tallies = sync.Pool{New: func() any { return new(Net) }}

// Tallies reports whether only the number of parameters is recorded; see [Count].
func (t *tally) Tallies() bool { return t.tallying }

// Tally adds to that number the parameters of layers that are not described again. It
// may only be called if Tallies.
func (t *tally) Tally(learnable int64) {
	total, ok := Add(t.tensors.learnable, learnable)
	t.tensors.learnable = total
	if !ok {
		t.tensors.over = 1
	}
}

// sum adds the layer's tensors to the sums.
func (n *Net) sum(l Layer) {
	if n.tallying && n.err == nil {
		l.Register(&n.tensors)
	}
}

// Root returns the root of the module tree.
func (n *Net) Root() *Module { return &n.root }

// At makes the given stage the current one: the steps that follow belong to it.
// Returning to a stage continues it.
func (n *Net) At(role Role, level int) { n.AtCol(role, level, 0) }

// AtCol is like At, for paths that have several stages at a level; see [Stage].
func (n *Net) AtCol(role Role, level, col int) {
	if !n.tallying {
		n.enter(Stage{role, level, col})
	}
}

// Do runs a layer that no module owns: a concatenation, a functional ReLU.
func (n *Net) Do(l Layer, x ...Value) Value { return n.run(nil, l, x) }

// Repeat runs a block the given number of times, each time on its previous result,
// and returns the last result. The runs must have equal layers and may differ only
// in the names that they give to modules, so that [Count] has to run only one of
// them.
func (n *Net) Repeat(times int, x Value, block func(i int, x Value) Value) Value {
	if !n.tallying || times < 2 {
		for i := range times {
			x = block(i, x)
		}
		return x
	}
	before := n.tensors
	x = block(0, x)
	n.tensors.repeat(&before, uint64(times-1))
	return x
}

// Output adds the given values to those that the network returns. Without a call
// to Output a network returns the output of its last step.
func (n *Net) Output(x ...Value) {
	for _, v := range x {
		n.output = append(n.output, v.step)
	}
}

// EvalOutput adds the given values to those that the network returns in evaluation
// mode, for networks that return other values there than in training; see
// [Net.Output]. It does not affect which parameters are used: gradients start from
// the outputs of training mode.
func (n *Net) EvalOutput(x ...Value) {
	for _, v := range x {
		n.evaluated = append(n.evaluated, v.step)
	}
}

// Size returns how many parts the network has; those of its tensors after a report.
func (n *Net) Size() Size {
	s := n.size
	s.Steps, s.Places = len(n.steps), len(n.places)
	return s
}

// Err returns the first error of the description, an [*Error], or nil.
func (n *Net) Err() error { return n.err }

func (n *Net) run(m *Module, l Layer, x []Value) Value {
	if n.err != nil {
		return Value{}
	}
	out, err := l.Forward(n.shapesOf(x)...)
	if n.tallying {
		if err != nil {
			n.err = err
			return Value{}
		}
		return value(out, 0)
	}
	i := len(n.steps)
	if i == cap(n.steps) {
		n.steps = slices.Grow(n.steps, i) // append grows by less, and copies more often
	}
	n.steps = n.steps[:i+1]
	s := &n.steps[i]
	s.optional = n.optionals.of(l)
	s.Layer, s.Module, s.Out, s.Stage, s.Again = l, m, out, n.stage(), m != nil && m.runs > 1
	if err != nil {
		n.err = s.locate(err, n.stages)
		return Value{}
	}
	s.In = n.inputs(x)
	return value(out, i)
}

// train marks the modules that a gradient of an output reaches with the number
// of the report. If Output was never called, every step counts as reached. In live, it
// notes what it finds of each step.
func (n *Net) train(live []bool) {
	for i := range live {
		live[i] = n.output == nil
	}
	for _, i := range n.output {
		live[i] = true
	}
	for i := len(n.steps) - 1; i >= 0; i-- {
		s := &n.steps[i]
		if !live[i] || s.detaches() {
			continue
		}
		if s.Module != nil {
			s.Module.trained = n.reports
		}
		for k, j := range s.In {
			if s.sizeOnly(k) {
				continue
			}
			live[j] = true
		}
	}
}

func (n *Net) fail(err *Error, path, kind string) {
	if n.err == nil {
		err.Path, err.Kind = path, kind
		n.err = err
	}
}

// locate adds to an error of the step's layer where it happened.
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
		e.Path = s.Module.Path()
	}
	if s.Stage < len(stages) {
		e.Stage = stages[s.Stage]
	}
	return e
}
