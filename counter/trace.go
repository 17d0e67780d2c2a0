package counter

// A Trace is a network run on an input of a chosen size: a shape and a number
// of multiply-accumulates for every step of the report.
type Trace struct {
	Out   []Shape // by step
	MACs  []int64 // by step
	Total int64   // of MACs

	// FeatureMACs are the multiply-accumulates between features, by step, as in
	// attention; nil if the network has none. MACs does not include them.
	FeatureMACs  []int64
	FeatureTotal int64
}

// Trace derives all shapes and multiply-accumulates for an image of the given
// size; the sizes of other inputs follow from it as declared. The error is an
// [*Error] that names the stage: a size that shrinks to nothing, sizes that can't
// be joined, or MACs that overflow an int64. The count of parameters does not
// depend on the size and is valid even then.
func (n *Net) Trace(size Axes) (*Trace, error) {
	t := &Trace{Out: make([]Shape, len(n.steps)), MACs: make([]int64, len(n.steps))}
	if err := n.trace(size, t.Out, t); err != nil {
		return nil, err
	}
	return t, nil
}

// Fits returns nil if the network runs on an image of the given size, and the
// error of [Net.Trace] otherwise. It derives only the shapes, so that it does not
// fail if the multiply-accumulates overflow.
func (n *Net) Fits(size Axes) error { return n.Fitter()(size) }

// Fitter returns a function like [Net.Fits] for trying many sizes, one after the
// other: it uses the same memory each time.
func (n *Net) Fitter() func(size Axes) error {
	shapes := make([]Shape, len(n.steps))
	return func(size Axes) error { return n.trace(size, shapes, nil) }
}

// FeaturesByStage returns the multiply-accumulates between features of each stage
// of the report, or nil if the network has none.
func (t *Trace) FeaturesByStage(r *Report) []int64 {
	if t.FeatureMACs == nil {
		return nil
	}
	sums := make([]int64, len(r.Stages))
	for i := range r.Steps {
		sums[r.Steps[i].Stage] += t.FeatureMACs[i]
	}
	return sums
}

// trace derives the shape of every step and, unless t is nil, its MACs.
func (n *Net) trace(size Axes, shapes []Shape, t *Trace) error {
	if n.err != nil {
		return n.err
	}
	var buf [8]Shape
	inputs := n.given
	for i := range n.steps {
		s := &n.steps[i]
		var err error
		if s.Layer == nil {
			shapes[i], err = inputs[0].shape(s.Out, size)
			inputs = inputs[1:]
		} else {
			in := buf[:0]
			for _, j := range s.In {
				in = append(in, shapes[j])
			}
			shapes[i], err = s.Layer.Forward(in...)
			if err == nil && t != nil {
				err = t.add(i, len(n.steps), s, in, shapes[i])
			}
		}
		if err != nil {
			return s.locate(err, n.stages)
		}
	}
	return nil
}

// shape returns the shape s of the input with its sizes for the given image.
func (r *InputRow) shape(s Shape, image Axes) (Shape, error) {
	size := r.Sizes(image)
	for i := range s.ND {
		if size[i] < 1 {
			return s, &Error{Problem: TooSmall, Kind: "Input"}
		}
		s.Size[i] = size[i]
	}
	return s, nil
}

// add adds the multiply-accumulates of step i of n.
func (t *Trace) add(i, n int, s *Step, in []Shape, out Shape) error {
	macs, err := s.Layer.MACs(in, out)
	if err != nil {
		return err
	}
	t.MACs[i] = macs
	total, ok := Add(t.Total, macs)
	t.Total = total
	if ok && s.optional&featureMultiplier != 0 {
		if macs, err = s.Layer.(FeatureMultiplier).FeatureMACs(in, out); err != nil {
			return err
		}
		if t.FeatureMACs == nil {
			t.FeatureMACs = make([]int64, n)
		}
		t.FeatureMACs[i] = macs
		t.FeatureTotal, ok = Add(t.FeatureTotal, macs)
	}
	if !ok {
		return &Error{Problem: Overflow}
	}
	return nil
}
