package counter

// The interfaces of this file are facts about layers that others ask for: the
// report, the diagram, the search. A layer implements those that are true of
// it, so that nobody has to list the kinds of layers.

// A Windowed layer slides a window over its input.
type Windowed interface {
	Layer
	Window() Window
}

// A Window says where a [Windowed] layer looks for one position of its output.
// Every field has one number for each spatial axis.
type Window struct {
	ND       int // spatial axes
	Kernel   Axes
	Stride   Axes
	Padding  Axes // on both sides; where a layer pads to keep the size, that much of it
	Dilation Axes
	// Transposed is set where the window lies in the output instead: one
	// position of the input spreads over it, Stride positions apart.
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
	// IsAffine reports whether it has a scale and a shift of its own.
	IsAffine() bool
}

// A Joiner combines several feature maps into one, as a concatenation or a sum
// does. Only data that ends in a join makes a skip connection.
type Joiner interface {
	Layer
	Joins() bool
}

// A SizeReader takes nothing but the sizes of some of its inputs, so that no
// data flows along them.
type SizeReader interface {
	Layer
	// ReadsSize reports whether only the sizes of the input with the given index
	// are taken.
	ReadsSize(input int) bool
}

// A Detacher lets no gradient pass, so that training can't reach what only leads
// to it.
type Detacher interface {
	Layer
	Detaches() bool
}

// A FeatureMultiplier multiplies features with features, as attention does, so
// that none of the factors is a parameter.
type FeatureMultiplier interface {
	Layer
	// FeatureMACs returns the multiply-accumulates of features with features of
	// one run on inputs of known size. They are not among [Layer]'s MACs.
	FeatureMACs(in []Shape, out Shape) (int64, error)
}

// A Resampler changes the sizes of its input: it pools, strides or interpolates.
type Resampler interface {
	Layer
	// Resamples returns how, and by what factor along the axis with the largest:
	// 1 where the sizes stay, 0 where they become those of another input.
	Resamples() (Resampling, int64)
}

// A Resampling is the method by which a [Resampler] changes sizes.
type Resampling int

// The methods, those that make a map coarser first.
const (
	MaxPooling Resampling = iota
	AveragePooling
	StridedConvolution
	TransposedConvolution
	NearestNeighbor
	LinearInterpolation // bilinear in two dimensions, trilinear in three
	InterpolationTo     // to the sizes of another input
	SubPixel            // positions are made of channels
	MaxUnpooling        // to where the maxima stood
)

// Enlarges reports whether the method makes a map finer, or as fine as another.
func (r Resampling) Enlarges() bool { return r >= TransposedConvolution }

// A Combiner makes one feature map of several.
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

func sizeOnly(l Layer, input int) bool {
	s, ok := l.(SizeReader)
	return ok && s.ReadsSize(input)
}

func detaches(l Layer) bool {
	d, ok := l.(Detacher)
	return ok && d.Detaches()
}
