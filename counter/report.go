package counter

import (
	"cmp"
	"iter"
	"strings"
	"sync"
)

// A Report holds every count of a network. All of it is derived from the module
// tree and the steps; nothing is counted again elsewhere.
type Report struct {
	Learnable int64 // the number of parameters
	Buffers   int64 // elements of buffers, which are not part of Learnable
	Unused    int64 // learnable parameters that training can't reach; part of Learnable
	// Unregistered is the number of parameters that run without being part of the model;
	// see [Tensors.Unregistered]. No other number includes them.
	Unregistered int64

	Layers  []LayerRow  // leaves of the module tree, in order of registration
	Tensors []TensorRow // in the order of state_dict
	Stages  []StageRow  // in the order in which they are first reached
	Steps   []Step      // in order of execution
	Edges   []Edge      // from stage to stage, in the order of the steps
	Inputs  []InputRow  // in the order of the steps
	Outputs []int       // the steps whose outputs the network returns
	// EvalOutputs are the output steps in evaluation mode, or nil if they are the
	// same. They usually differ because training also returns the heads of deep
	// supervision.
	EvalOutputs []int
}

// A LayerRow is one leaf of the module tree.
type LayerRow struct {
	Path      string // "enc1.conv1"
	Layer     Layer
	Stage     Stage
	Learnable int64
	Buffers   int64
	Runs      int // 0: built but never run
	// Unused says that training can't reach its parameters: it never runs, or no
	// gradient flows back to it from an output.
	Unused bool
}

// A TensorRow is one entry of the state_dict.
type TensorRow struct {
	Name   string // "enc1.conv1.weight"
	Layer  int    // index into Report.Layers
	Tensor Tensor
	Count  int64
	Shared bool // another name of a tensor listed before: not counted again
}

// A StageRow is one stage of the U with what its layers own.
type StageRow struct {
	Stage
	Learnable int64
	Buffers   int64
	Steps     []int // indices into Report.Steps
}

// An Edge is data that flows from one stage to another.
type Edge struct {
	From, To int // indices into Report.Stages
	Step     int // the step that receives it
	Kind     EdgeKind
}

// An EdgeKind is the direction of an [Edge] in the picture.
type EdgeKind int

// The kinds of edges.
const (
	Forward EdgeKind = iota // to a stage of the same level
	Down                    // to a coarser level
	Up                      // to a finer level
	Skip                    // a skip connection: into a join, from the other path
	Aside                   // between a stage of conditioning and one of the U
)

// Report derives the counts. The error is that of the description, or an
// [*Error] with [Overflow].
func (n *Net) Report() (*Report, error) {
	if n.err != nil {
		return nil, n.err
	}
	n.reports++
	r := &Report{
		Layers: make([]LayerRow, 0, n.leaves),
		Stages: make([]StageRow, len(n.stages), len(n.places)),
		Steps:  n.steps, Inputs: n.given, Outputs: n.output, EvalOutputs: n.evaluated,
	}
	if last := len(n.steps) - 1; r.Outputs == nil && last >= 0 {
		r.Outputs = []int{last}
	}
	for i, s := range n.stages {
		r.Stages[i].Stage = s
	}
	w := walks.Get().(*walk)
	defer w.release()
	w.Report, w.net = r, n
	n.train(w.steps(len(n.steps)))
	w.stages, w.path = w.stages[:0], w.path[:0]
	for _, p := range n.places {
		w.stages = append(w.stages, p.row)
	}
	w.tensors = Tensors{list: true, rows: make([]TensorRow, 0, cmp.Or(n.expected.Tensors, 5*n.leaves/2)), expected: n.expected.Dims}
	if err := w.module(&n.root); err != nil {
		return nil, err
	}
	r.Tensors = w.tensors.rows
	n.size.Tensors, n.size.Dims, n.size.Names = len(r.Tensors), w.tensors.kept, w.written
	w.listSteps()
	for i := range n.steps {
		s := &n.steps[i]
		for k, j := range s.In {
			if from := n.steps[j].Stage; from != s.Stage && !s.sizeOnly(k) {
				if r.Edges == nil {
					r.Edges = make([]Edge, 0, 2*len(n.places))
				}
				r.Edges = append(r.Edges, Edge{from, s.Stage, i, n.edgeKind(from, s)})
			}
		}
	}
	return r, nil
}

// edgeKind classifies the edge from a stage to a step of another stage. It is a
// skip connection if the step is a join and the stage is not deeper, and also if
// it leads from an encoder to a decoder: there a gate, a convolution or a pooling
// may precede the join.
func (n *Net) edgeKind(from int, s *Step) EdgeKind {
	a, b := n.stages[from], n.stages[s.Stage]
	if (a.Role == Condition) != (b.Role == Condition) {
		return Aside // the levels of conditioning are not resolutions
	}
	skip := a.Role == Encoder && b.Role == Decoder
	if j, ok := s.Layer.(Joiner); ok && j.Joins() {
		skip = true
	}
	switch {
	case skip && a.Level <= b.Level:
		return Skip
	case a.Level < b.Level:
		return Down
	case a.Level > b.Level:
		return Up
	}
	return Forward
}

// listSteps lists the steps of each stage.
func (w *walk) listSteps() {
	r := w.Report
	sizes := w.stages[:0]
	for range r.Stages {
		sizes = append(sizes, 0)
	}
	for i := range r.Steps {
		sizes[r.Steps[i].Stage]++
	}
	all := make([]int, len(r.Steps))
	for i, n := range sizes {
		r.Stages[i].Steps, all = all[:0:n], all[n:]
	}
	for i := range r.Steps {
		row := &r.Stages[r.Steps[i].Stage]
		row.Steps = append(row.Steps, i)
	}
}

// A walk goes through the module tree.
type walk struct {
	*Report
	net     *Net
	tensors Tensors         // their rows become those of the report
	names   strings.Builder // holds the names of tensors, one after the other
	written int             // bytes of names, in this builder and those before
	space
}

// A space is what a walk needs only as long as it lasts, and the next one can use again.
type space struct {
	stages []int  // by place: index into Report.Stages, or -1; in the end a number by stage
	path   []byte // of the current module
	live   []bool // by step
}

// walks holds walks that are over, for their space.
var walks = sync.Pool{New: func() any { return new(walk) }}

// release makes the walk's space available.
func (w *walk) release() {
	*w = walk{space: w.space}
	walks.Put(w)
}

// steps returns n values, by step, that are false.
func (s *space) steps(n int) []bool {
	if cap(s.live) < n {
		s.live = make([]bool, n)
	}
	live := s.live[:n]
	clear(live)
	return live
}

// module adds a module and everything under it.
func (w *walk) module(m *Module) error {
	if m.layer != nil {
		return w.leaf(m)
	}
	n := len(w.path)
	for c := m.first; c != nil; c = c.next {
		if n > 0 && c.name != "" {
			w.path = append(w.path, '.')
		}
		w.path = append(w.path, c.name...)
		if err := w.module(c.real()); err != nil {
			return err
		}
		w.path = w.path[:n]
	}
	return nil
}

// leaf adds a layer and its tensors. A layer that was added before is listed again
// under its other name and not counted again.
func (w *walk) leaf(m *Module) error {
	shared := m.listed == w.net.reports
	if !shared {
		m.listed = w.net.reports
		m.row = int32(len(w.Layers))
		w.Layers = append(w.Layers, LayerRow{
			Layer: m.layer, Stage: w.net.places[m.place].Stage, Runs: int(m.runs),
			Unused: m.trained != w.net.reports && !frozen(m.layer),
		})
	}
	t := &w.tensors
	t.learnable, t.buffers, t.unregistered = 0, 0, 0
	from := len(t.rows)
	m.layer.Register(t)
	path := ""
	for i := from; i < len(t.rows); i++ {
		row := &t.rows[i]
		row.Name, row.Layer, row.Shared = w.name(row.Tensor.Name), int(m.row), shared
		path = row.Name[:len(w.path)]
	}
	if !shared {
		w.Unregistered += t.unregistered
		if path == "" {
			path = w.name("")
		}
		w.Layers[m.row].Path = path
	}
	if t.over != 0 || !shared && !w.count(m, t.learnable, t.buffers) {
		return &Error{Problem: Overflow, Path: string(w.path), Kind: m.layer.Kind(), Stage: w.net.places[m.place].Stage}
	}
	return nil
}

// count adds a layer's parameters and buffers to all sums that include them, and
// reports whether the sums fit.
func (w *walk) count(m *Module, learnable, buffers int64) bool {
	if learnable == 0 && buffers == 0 {
		return true
	}
	layer, stage := &w.Layers[m.row], w.stage(m.place)
	layer.Learnable, layer.Buffers = learnable, buffers
	stage.Learnable += learnable
	stage.Buffers += buffers
	w.Learnable += learnable
	w.Buffers += buffers
	if layer.Unused {
		w.Unused += learnable
	}
	return w.Learnable >= 0 && w.Buffers >= 0
}

// stage returns the row of a place, and adds it if nothing runs there.
func (w *walk) stage(place int32) *StageRow {
	row := &w.stages[place]
	if *row < 0 {
		*row = len(w.Stages)
		w.Stages = append(w.Stages, StageRow{Stage: w.net.places[place].Stage})
	}
	return &w.Stages[*row]
}

// name joins the current path and the name of a tensor, if there is one. The contents
// of a strings.Builder never change once written, so that many names can share one.
func (w *walk) name(tensor string) string {
	if n := len(w.path) + 1 + len(tensor); w.names.Cap()-w.names.Len() < n {
		if left := w.net.expected.Names - w.written; left >= n {
			n = left
		} else {
			n += room * room / 2
		}
		w.names = strings.Builder{}
		w.names.Grow(n)
	}
	from := w.names.Len()
	w.names.Write(w.path)
	if len(w.path) > 0 && tensor != "" {
		w.names.WriteByte('.')
	}
	w.names.WriteString(tensor)
	w.written += w.names.Len() - from
	return w.names.String()[from:]
}

// Bytes returns the storage of the learnable parameters in bytes, at the given
// number of bytes per parameter: 4 for float32, 2 for float16.
func (r *Report) Bytes(width int64) (int64, error) { return Product(r.Learnable, width) }

// A LevelRow combines all stages of one resolution, those of the encoder and those
// of the decoder.
type LevelRow struct {
	Level     int // 0 for conditioning, which has no resolution
	Learnable int64
	ByRole    [Roles]int64
}

// Levels returns the counts by level, the finest first. If the network has
// conditioning, its row is the last one.
func (r *Report) Levels() []LevelRow {
	var rows []LevelRow
	var aside LevelRow
	conditioned := false
	for _, s := range r.Stages {
		row := &aside
		if s.Role == Condition {
			conditioned = true
		} else {
			for len(rows) < s.Level {
				rows = append(rows, LevelRow{Level: len(rows) + 1})
			}
			row = &rows[s.Level-1]
		}
		row.Learnable += s.Learnable
		row.ByRole[s.Role] += s.Learnable
	}
	if conditioned {
		rows = append(rows, aside)
	}
	return rows
}

// A KindRow combines all layers of one kind and kernel size.
type KindRow struct {
	Kind      string
	Kernel    []int64 // nil for layers without one
	Layers    int
	Learnable int64
	Buffers   int64
}

// Kinds returns the counts by kind of layer, in order of first registration.
// Kinds without tensors are left out.
func (r *Report) Kinds() []KindRow {
	type key struct {
		kind   string
		kernel Axes
	}
	index := map[key]int{}
	var rows []KindRow
	for _, l := range r.Layers {
		if l.Learnable == 0 && l.Buffers == 0 {
			continue
		}
		k := key{kind: l.Layer.Kind()}
		var kernel []int64
		if w, ok := l.Layer.(Windowed); ok {
			kernel = w.Window().KernelSize()
			copy(k.kernel[:], kernel)
		}
		i, ok := index[k]
		if !ok {
			i = len(rows)
			index[k] = i
			rows = append(rows, KindRow{Kind: k.kind, Kernel: kernel})
		}
		rows[i].Layers++
		rows[i].Learnable += l.Learnable
		rows[i].Buffers += l.Buffers
	}
	return rows
}

// Row returns the layer row of a step's module, or nil for a step without one.
func (r *Report) Row(s Step) *LayerRow {
	if s.Module == nil {
		return nil
	}
	return &r.Layers[s.Module.row]
}

// Index returns the index into Layers of a step's module, or -1 for a step
// without one.
func (r *Report) Index(s Step) int {
	if s.Module == nil {
		return -1
	}
	return int(s.Module.row)
}

// NeverRun yields the layers of a stage that own parameters although no step runs
// them. Together with the steps of the stage they make up its count.
func (r *Report) NeverRun(stage int) iter.Seq[*LayerRow] {
	return func(yield func(*LayerRow) bool) {
		for i := range r.Layers {
			row := &r.Layers[i]
			if row.Runs == 0 && row.Learnable > 0 && row.Stage == r.Stages[stage].Stage && !yield(row) {
				return
			}
		}
	}
}

// First returns the number of learnable parameters that s is the first step to use.
func (r *Report) First(s Step) int64 {
	if row := r.Row(s); row != nil && !s.Again {
		return row.Learnable
	}
	return 0
}
