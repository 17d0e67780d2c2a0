package counter

import "reflect"

// The interfaces of this file state facts about layers that the report, the
// diagram and the search need. A layer implements those that apply to it, so that
// no caller has to list the kinds of layers.

// A Windowed layer slides a window over its input.
type Windowed interface {
	Layer
	Window() Window
}

// A Window describes the part of its input that a [Windowed] layer reads for one
// position of its output. Every field has one number for each spatial axis.
type Window struct {
	ND       int // spatial axes
	Kernel   Axes
	Stride   Axes
	Padding  Axes // on both sides; for "same" padding, the padding before
	Dilation Axes
	// Transposed says that the window lies in the output instead: each position
	// of the input spreads over one, and neighboring windows are Stride apart.
	Transposed bool
}

// KernelSize returns the window's size, one number for each spatial axis.
func (w Window) KernelSize() []int64 { return w.Kernel[:w.ND] }

// A Reacher depends, at a position of its output, on other positions of its input
// than the same one, and is not [Windowed]. Layers that are neither work on every
// position by itself.
type Reacher interface {
	Layer
	// Reach returns the positions along an axis of the input, a map of shape x, that
	// those in a span of the output, of shape y, depend on. It need not stay within
	// the map.
	Reach(axis int, out Span, x, y Shape) Span
}

// An Averager divides by statistics of all positions of a map, as group
// normalization does. What is called a receptive field leaves them out.
type Averager interface {
	Layer
	Averages() bool
}

// A Normalizer normalizes its input's channels: batch, instance, group or layer
// normalization.
type Normalizer interface {
	Layer
	// IsAffine reports whether it learns a scale and a shift.
	IsAffine() bool
}

// A Joiner combines several feature maps into one, as a concatenation or a sum
// does. A skip connection ends in a join.
type Joiner interface {
	Layer
	Joins() bool
}

// A SizeReader uses only the sizes of some of its inputs, so that no data flows
// from them.
type SizeReader interface {
	Layer
	// ReadsSize reports whether only the sizes of the input with the given index
	// are used.
	ReadsSize(input int) bool
}

// A Detacher passes no gradient back, so that training can't reach layers whose
// output goes nowhere else.
type Detacher interface {
	Layer
	Detaches() bool
}

// A Freezer has parameters that the published code keeps from learning. They count as
// parameters, and are never reported as unused: training would not reach them anyway.
type Freezer interface {
	Layer
	Freezes() bool
}

// A FeatureMultiplier multiplies features by features, as attention does, so
// that neither factor is a parameter.
type FeatureMultiplier interface {
	Layer
	// FeatureMACs returns the multiply-accumulates between features in one run on
	// inputs of known size. [Layer]'s MACs do not include them.
	FeatureMACs(in []Shape, out Shape) (int64, error)
}

// A Summarizer multiplies features by features to make one position of all of a map's:
// no position attends to others.
type Summarizer interface {
	FeatureMultiplier
	Summarizes() bool
}

// A Resampler changes the sizes of its input: it pools, strides or interpolates.
type Resampler interface {
	Layer
	// Resamples returns the method and the largest factor of any axis: 1 if the
	// sizes do not change, 0 if they become those of another input.
	Resamples() (Resampling, int64)
}

// A Resampling is the method by which a [Resampler] changes sizes.
type Resampling int

// The methods. Those that make a map coarser come first.
const (
	MaxPooling Resampling = iota
	AveragePooling
	StridedConvolution
	Unshuffling  // positions become channels
	PatchMerging // the same, in the order of Swin Transformers
	TransposedConvolution
	NearestNeighbor
	LinearInterpolation // bilinear in two dimensions, trilinear in three
	InterpolationTo     // to the sizes of another input
	SubPixel            // channels become positions
	MaxUnpooling        // to where the maxima were
)

// Enlarges reports whether the method makes a map finer, or resizes it to another.
func (r Resampling) Enlarges() bool { return r >= TransposedConvolution }

// A Combiner makes one feature map out of several.
type Combiner interface {
	Layer
	Combines() Combination
}

// A Combination is what a [Combiner] does with its inputs.
type Combination int

// The combinations.
const (
	Concatenated Combination = iota
	Added
	Multiplied // features by weights, as in an attention gate
	Cropped    // the first input, to the sizes of the second
)

func frozen(l Layer) bool {
	f, ok := l.(Freezer)
	return ok && f.Freezes()
}

// An optional is a set of interfaces that a layer may implement.
type optional uint8

const (
	sizeReader optional = 1 << iota
	detacher
	featureMultiplier
)

// optionals remembers which of those interfaces the first types of layers implement: in
// WebAssembly, Go looks up the answer in a table of the whole program each time.
type optionals struct {
	types [7]struct {
		of         reflect.Type
		implements optional
	}
	n int
}

// of returns the interfaces that a layer implements. The layer may be nil.
func (o *optionals) of(l Layer) (what optional) {
	t := reflect.TypeOf(l)
	for i := range o.n {
		if known := &o.types[i]; known.of == t {
			return known.implements
		}
	}
	if _, ok := l.(SizeReader); ok {
		what |= sizeReader
	}
	if _, ok := l.(Detacher); ok {
		what |= detacher
	}
	if _, ok := l.(FeatureMultiplier); ok {
		what |= featureMultiplier
	}
	if o.n < len(o.types) {
		known := &o.types[o.n]
		known.of, known.implements = t, what
		o.n++
	}
	return what
}

// sizeOnly reports whether the step reads only the size of an input.
func (s *Step) sizeOnly(input int) bool {
	return s.optional&sizeReader != 0 && s.Layer.(SizeReader).ReadsSize(input)
}

// detaches reports whether the step passes no gradient back.
func (s *Step) detaches() bool {
	return s.optional&detacher != 0 && s.Layer.(Detacher).Detaches()
}
