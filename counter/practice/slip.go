package practice

// A Slip is a mistake that has a name. The order is that of preference where
// several give one number: what is likelier where it is possible at all comes first.
type Slip int

// The slips. What A and B of a [Wrong] are is said behind each.
const (
	NoSlip Slip = iota

	// Of one layer.
	HasNone         // a count for a layer that has no parameters
	CountedAgain    // the weights of a layer that has run before
	Nothing         // 0 for a layer that has parameters
	NeverRuns       // 0 for a layer that is built and never run, but counted
	NoConcat        // only A of the B channels that a concatenation gives
	NoBias          // B biases left out; A is the weights
	BiasByInput     // A biases, as many as inputs; there are B
	OneBias         // one bias; there are B
	NormOnce        // C for a normalization, not 2·C; A is C
	NormStats       // 4·C: mean and variance are buffers; A is C
	NormCounter     // all buffers of a normalization too; A is C
	KernelNotSquare // A positions of the kernel; there are B
	OtherKernel     // a kernel of A positions, as elsewhere in the network; this one has B
	StrideCounted   // A times more, for the stride
	GroupsIgnored   // A groups taken for one
	GroupsTwice     // divided by the A groups twice
	LikeSibling     // what another layer of the stage has; A are its input channels, B this one's
	SomeOfQKV       // A of the three projections q, k and v that the layer makes at once
	EachRun         // counted for each of A runs
	OneInput        // A input channels taken for one
	OneOutput       // A output channels taken for one
	NotHalved       // A channels, as without interpolation; here there are B
	Swapped         // input and output channels exchanged: A biases, not B
	AxisForgotten   // one axis of a table, A long
	NeighborStage   // what the layer has in the same place of another stage

	// Of channels.
	OutputForInput // A, the layer's output channels, where the B input channels are asked for
	InputForOutput // the other way round

	// Of sums.
	NoNorm       // A parameters of normalizations left out
	NoBiasNoNorm // neither biases nor normalizations
	AllBuffers   // all A buffer values too
	UpLeftOut    // A parameters of the convolutions that go up left out
	QueryLeftOut // a projection of attention, of A parameters
	KeyLeftOut
	ValueLeftOut
	ProjectionLeftOut
	NeverRunLeftOut // A parameters of layers that are built and never run
	LayerLeftOut    // a layer of A parameters
	LayerTwice      // a layer of A parameters counted twice
	StageLeftOut    // a stage of A parameters
	StageTwice
	OtherStage    // the sum of another stage
	OnlyConvs     // what is asked is the sum of something else: A is with normalizations
	LayerSlip     // Inner was made at one layer
	NormsForConvs // normalizations, where the rest is asked; or the other way round

	// Of estimates.
	TwiceNotFour  // twice the channels taken for twice the parameters
	NotChanged    // the same number
	MoreThanThree // a factor of eight or more

	// Of writing.
	Arithmetic  // the formula gives A, which is right; the result is not
	Swap        // two digits changed places
	TenTimes    // a zero too many or too few: A zeros
	OneDigit    // one digit is another
	DigitMissed // one digit is left out, or written twice
	RoundedOff  // A digits are right, and then there are zeros
	OffByOne    // one more or one less

	NumSlips = iota
)

// IsWriting reports whether a slip is one of writing, not of counting.
func (s Slip) IsWriting() bool { return s >= Arithmetic }
