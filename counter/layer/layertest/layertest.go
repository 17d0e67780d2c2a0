// Package layertest has an example of every kind of layer, for testing code that
// must handle all of them.
package layertest

import (
	"slices"

	"unetparams/counter"
	"unetparams/counter/layer"
)

// An Example is a layer and shapes of inputs that it takes.
type Example struct {
	Layer counter.Layer
	In    []counter.Shape
}

// Examples returns an example of every type of package layer, in the order of its
// files. Add a new type here first: the tests of the code writers, of the texts and
// of the kinds then say what else it lacks.
func Examples() []Example { return slices.Concat(classic(), resizing(), attention(), sound()) }

// classic are the layers of convolutional networks.
func classic() []Example {
	x := image(4, 8)
	vector := counter.Shape{C: 256}
	pairs := counter.Shape{C: 1, ND: 2, Size: counter.Axes{64, 64}}
	three := counter.Cube(3)
	return []Example{
		one(layer.ReLU),
		one(layer.PReLU{C: 4}),
		one(layer.Dropout{}),
		one(layer.Argmax{}),
		two(layer.PairDot{}, x),
		two(layer.PairSum{}, x),
		{layer.AttentionWeights{Softmax: true, Axis: 1}, []counter.Shape{pairs}},
		{layer.PairWeighted{}, []counter.Shape{pairs, x, x}},
		one(layer.ChannelPool{}),
		one(layer.Conv{ND: 2, In: 4, Out: 8, Kernel: three, Padding: counter.Cube(1), Bias: true}),
		one(layer.ConvTranspose{ND: 2, In: 4, Out: 2, Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: true}),
		{layer.Embedding{N: 10, C: 4}, []counter.Shape{{C: 1}}},
		{layer.Sinusoid{C: 4, CosFirst: true}, []counter.Shape{{C: 1}}},
		{layer.Unsqueeze{ND: 2}, []counter.Shape{vector}},
		{layer.ScaleShift{}, []counter.Shape{x, x, x}},
		{layer.FourierFeatures{N: 4, Keep: true}, []counter.Shape{{C: 1}}},
		{layer.DivideBy{}, []counter.Shape{x, {C: 1}}},
		one(layer.Center{}),
		one(layer.RootScale{N: 2}),
		one(layer.Times{Factor: "0.1"}),
		{layer.NumberTable{N: 10}, []counter.Shape{{C: 1}}},
		one(layer.FilteredConv{In: 4, Out: 8, Kernel: 3, Long: true}),
		one(layer.ChannelNorm{ND: 2, C: 4, RMS: true}),
		{layer.MemoryAttention{Heads: 2, Dim: 2, Memory: 3}, []counter.Shape{x, x, x}},
		{layer.LinearAttention{Heads: 2, Dim: 2, Memory: 3}, []counter.Shape{x, x, x}},
		one(layer.StandardizedConv{Conv: layer.Conv{ND: 2, In: 4, Out: 8, Kernel: three, Padding: counter.Cube(1), Bias: true}}),
		two(layer.BatchConcat{}, x),
		two(layer.Stack{}, x),
		two(layer.Concat{}, x),
		two(layer.Add{}, x),
		two(layer.Mul{}, x),
		two(layer.Crop{}, image(4, 6)),
		two(layer.Maximum{}, x),
		two(layer.Mean{}, x),
		one(layer.Linear{In: 4, Out: 6, Bias: true}),
		one(layer.BatchNorm{ND: 2, C: 4, Affine: true, TrackStats: true}),
		one(layer.InstanceNorm{ND: 2, C: 4, Affine: true}),
		one(layer.GroupNorm{Groups: 2, C: 4, Affine: true}),
		one(layer.LayerNorm{C: 4, Affine: true}),
	}
}

// resizing are the layers that change sizes or the order of values, and those that
// reject shapes.
func resizing() []Example {
	x, y := image(4, 8), image(4, 16)
	return []Example{
		one(layer.ConstantPad{ND: 2, Before: counter.Cube(1)}),
		two(layer.PadLike{}, image(4, 9)),
		two(layer.TrimOdd{}, image(4, 7)),
		one(layer.ReflectionPad{ND: 2, Padding: counter.Cube(1)}),
		two(layer.ReplicateOne{}, image(4, 9)),
		one(layer.AdaptivePool{ND: 2, Average: true, Size: counter.Cube(1)}),
		one(layer.Pool{ND: 2, Kernel: counter.Cube(2)}),
		{layer.MaxUnpool{ND: 2, Factor: 2}, []counter.Shape{image(4, 8), image(4, 16)}},
		one(layer.FlattenPositions{}),
		one(layer.Flatten{Size: x.Size}),
		one(layer.Reordered{}),
		{layer.Unflatten{C: 4}, []counter.Shape{{C: 256}, x}},
		two(layer.Interpolate{Linear: true}, y),
		one(layer.PixelShuffle{ND: 2, Factor: 2}),
		one(layer.Upsample{ND: 2, Scale: counter.Cube(2)}),
		{layer.SincResample{C: 4, Stride: 2, Up: true}, []counter.Shape{sequence(4, 17)}},
		one(layer.RuntimeError{}),
		one(layer.ChannelMismatch{C: 4}),
		one(layer.SizeMultipleOf{Of: counter.Cube(4)}),
	}
}

// attention are the layers of transformers.
func attention() []Example {
	x := image(4, 8)
	return []Example{
		one(layer.PositionEmbedding{C: 4, ND: 2, Size: x.Size}),
		one(layer.ChannelScale{C: 4, ND: 2}),
		{layer.Attention{Heads: 2}, []counter.Shape{x, x, x}},
		one(layer.Chunk{Parts: 2, Index: 1}),
		one(layer.Slice{From: 1, C: 3}),
		one(layer.AxialShift{Axis: 1}),
		one(layer.KANLinear{In: 4, Out: 6}),
		one(layer.PatchChannels{ND: 2, Patch: counter.Cube(2)}),
		{layer.WindowAttention{ND: 2, Heads: 2, Window: counter.Cube(4), Shift: counter.Cube(2)}, []counter.Shape{x, x, x, x}},
		one(layer.RelativePositionIndex{ND: 2, Window: counter.Cube(4)}),
		one(layer.WindowPad{ND: 2, Window: counter.Cube(3)}),
		two(layer.TrimLike{}, image(4, 6)),
		two(layer.ReflectOne{}, image(4, 9)),
		one(layer.AttentionMask{ND: 2, Size: x.Size, Window: counter.Cube(4), Shift: counter.Cube(2)}),
		one(layer.PatchPositions{ND: 2, Factor: 2}),
		one(layer.FlattenSizes{}),
		{layer.UnflattenSizes{}, []counter.Shape{{C: 4, ND: 1, Size: counter.Axes{64}}, x}},
		one(layer.StdConv{Conv: layer.Conv{ND: 2, In: 4, Out: 8, Kernel: counter.Cube(3), Padding: counter.Cube(1)}}),
		one(layer.BiasFreeNorm{C: 4}),
		{layer.TemperatureAttention{Heads: 2, Channels: true}, []counter.Shape{x, x, x}},
		{layer.CrossChannelAttention{}, []counter.Shape{x, image(6, 8), image(6, 8)}},
		one(layer.L2Normalize{}),
		one(layer.WindowEmbedding{C: 4, ND: 2, Window: counter.Cube(4), Shift: counter.Cube(2)}),
		one(layer.PositionLinear{In: 64, Out: 8}),
		one(layer.Regroup{C: 2}),
		{layer.Ungroup{}, []counter.Shape{{C: 2, ND: 1, Size: counter.Axes{128}}, x}},
		one(layer.LearnedMap{C: 4, ND: 2, Size: counter.Axes{3, 3}}),
		{layer.AlongAxis{Axis: 1}, []counter.Shape{{C: 2, ND: 1, Size: counter.Axes{5}}}},
		one(layer.ChannelShare{}),
		one(layer.LowPass{Up: true}),
		one(layer.HeadNorm{Heads: 2, Dim: 2}),
		one(layer.NIN{In: 4, Out: 6}),
		one(layer.AxisPart{Axis: 1, Parts: 2, Index: 1}),
		two(layer.AxisConcat{Axis: 1}, x),
		{layer.FirstToken{}, []counter.Shape{{C: 2, ND: 1, Size: counter.Axes{5}}}},
		{layer.TokenConcat{}, []counter.Shape{{C: 2, ND: 1, Size: counter.Axes{5}}, {C: 2, ND: 1, Size: counter.Axes{7}}}},
		{layer.NullToken{Heads: 2, Dim: 3}, []counter.Shape{{C: 12, ND: 1, Size: counter.Axes{5}}}},
		{layer.LearnedTokens{N: 3, C: 2}, []counter.Shape{{C: 2, ND: 1, Size: counter.Axes{5}}}},
		{layer.NullCondition{N: 7, C: 2}, []counter.Shape{{C: 2, ND: 1, Size: counter.Axes{5}}, {C: 5}}},
		{layer.PositionTable{N: 7, C: 2}, []counter.Shape{{C: 2, ND: 1, Size: counter.Axes{5}}}},
		{layer.ContextPool{}, []counter.Shape{image(1, 8), x}},
		one(layer.MagnitudeConv{Conv: layer.Conv{ND: 2, In: 4, Out: 6, Kernel: counter.Cube(3), Padding: counter.Cube(1)}, Ones: true}),
		{layer.MagnitudeLinear{In: 4, Out: 6}, []counter.Shape{{C: 4}}},
		one(layer.MagnitudeSiLU{}),
		two(layer.MagnitudeConcat{}, image(6, 8)),
		two(layer.MagnitudeAdd{Tenths: 3}, x),
		one(layer.Gain{}),
		{layer.FramesToBatch{N: 3}, []counter.Shape{{C: 4, ND: 3, Size: counter.Axes{3, 8, 8}}}},
		{layer.BatchToFrames{N: 1}, []counter.Shape{x}},
		{layer.TokensOverFrames{N: 1}, []counter.Shape{{C: 4, ND: 1, Size: counter.Axes{5}}}},
		one(layer.FrameNumber{N: 1}),
		{layer.FirstFrame{N: 1}, []counter.Shape{{C: 4, ND: 1, Size: counter.Axes{5}}, x}},
		two(layer.Blend{}, x),
	}
}

// sound are the layers of networks for sequences, spectrograms and complex images.
func sound() []Example {
	x, y := image(4, 8), sequence(4, 64)
	coils := counter.Shape{C: 4, ND: 3, Size: counter.Axes{8, 8, 2}}
	image := coils
	image.C = 1
	return []Example{
		one(layer.GLU{}),
		{layer.LSTM{In: 4, Hidden: 3, Layers: 2, Bidirectional: true}, []counter.Shape{y}},
		{layer.Frames{Width: 16}, []counter.Shape{y}},
		{layer.Unframes{Width: 16}, []counter.Shape{{C: 4, ND: 1, Size: counter.Axes{16}, Batch: 8}, y}},
		{layer.DecayAttention{Heads: 2}, []counter.Shape{y, y, y, y}},
		one(layer.Standardize{}),
		two(layer.Destandardize{}, x),
		{layer.PadValid{Kernel: 8, Stride: 4, Steps: 2, Doubled: true}, []counter.Shape{y}},
		{layer.DoubleRate{}, []counter.Shape{y}},
		one(layer.CropEdges{ND: 2, Edge: counter.Axes{2, 0}}),
		{layer.CropFrom{From: 2}, []counter.Shape{y, sequence(4, 60)}},
		{layer.SplitSources{Sources: 2}, []counter.Shape{y}},
		one(layer.AxisToBatch{}),
		{layer.BatchToAxis{}, []counter.Shape{{C: 4, ND: 1, Size: counter.Axes{8}, Batch: 8}, x}},
		{layer.DropAxis{}, []counter.Shape{{C: 4, ND: 2, Size: counter.Axes{1, 8}}}},
		{layer.Spectrogram{N: 16}, []counter.Shape{y}},
		{layer.InverseSpectrogram{N: 16}, []counter.Shape{{C: 4, ND: 2, Size: counter.Axes{8, 16}}, y}},
		one(layer.RowEmbedding{N: 8, C: 4, ND: 2, Times: 2}),
		two(layer.MultiheadAttention{C: 4, Heads: 2}, x),
		one(layer.SinusoidalPositions{}),
		{layer.Fourier2D{}, []counter.Shape{coils}},
		{layer.CenterLines{Lines: 4}, []counter.Shape{coils}},
		{layer.CoilsToBatch{}, []counter.Shape{coils}},
		{layer.BatchToCoils{Coils: 4}, []counter.Shape{{C: 2, ND: 2, Size: counter.Axes{8, 8}, Batch: 4}}},
		one(layer.PadAround{Of: 16}),
		{layer.RootOfCoils{}, []counter.Shape{coils}},
		{layer.CoilReduce{}, []counter.Shape{coils, coils}},
		{layer.CoilExpand{}, []counter.Shape{image, coils}},
		{layer.DataConsistency{}, []counter.Shape{coils, coils, image}},
		two(layer.Subtract{}, x),
		{layer.UnregisteredTransformer{C: 4, Heads: 2, Hidden: 6}, []counter.Shape{y}},
		{layer.SwapChannels{C: 64}, []counter.Shape{y}},
		{layer.Reshape{C: 2, Size: counter.Axes{8, 16}}, []counter.Shape{y}},
	}
}

func image(c, n int64) counter.Shape {
	return counter.Shape{C: c, ND: 2, Size: counter.Axes{n, n}}
}

func sequence(c, n int64) counter.Shape {
	return counter.Shape{C: c, ND: 1, Size: counter.Axes{n}}
}

// one returns an example of a layer that takes an image, two one that takes an image
// and another input.
func one(l counter.Layer) Example { return Example{l, []counter.Shape{image(4, 8)}} }

func two(l counter.Layer, like counter.Shape) Example {
	return Example{l, []counter.Shape{image(4, 8), like}}
}
