package layer

import "unetparams/counter"

// This file says what autograd keeps of each layer, see [counter.Saver], as the
// formulas of PyTorch 1.13 have it in tools/autograd/derivatives.yaml
// (https://github.com/pytorch/pytorch/blob/v1.13.0/tools/autograd/derivatives.yaml).

// keepIn keeps the first input, keepOut the output; sameMemory makes a view.
var (
	keepIn     = counter.Saved{Inputs: 1}
	keepOut    = counter.Saved{Output: true}
	sameMemory = counter.Saved{View: true}
)

// elements returns the elements of a shape. Whoever asks has made sure that they fit.
func elements(s counter.Shape) int64 {
	n, _ := s.Elements()
	return n
}

// Saves implements [counter.Saver]: what the derivative is a function of, the result
// or the input.
func (l Activation) Saves(r *counter.Run) counter.Saved {
	switch l.Name {
	case "ReLU", "Sigmoid", "Tanh", "Softmax", "LogSoftmax":
		return keepOut
	case "RReLU", "LogSigmoid", "Softsign":
		return counter.Saved{Inputs: 1, Values: elements(r.Out)}
	}
	return keepIn
}

// Saves implements [counter.Saver].
func (PReLU) Saves(*counter.Run) counter.Saved { return keepIn }

// Saves implements [counter.Saver]: what it lets through.
func (Dropout) Saves(r *counter.Run) counter.Saved { return counter.Saved{Masks: elements(r.Out)} }

// Saves implements [counter.Saver]: nothing, since no gradient passes.
func (Argmax) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver]: a maximum is compared with the input; PyTorch keeps
// an average's input, too, of which it needs no more than the size.
func (l ChannelPool) Saves(*counter.Run) counter.Saved {
	return counter.Saved{Inputs: 1, Output: !l.Average}
}

// Saves implements [counter.Saver]. Where one side is padded by more than the other,
// PyTorch first makes a map that is one longer.
func (l Conv) Saves(r *counter.Run) counter.Saved {
	x, dilation := r.In[0], l.Dilation.Or(1)
	for i := range x.ND {
		if l.Same && dilation[i]*(l.Kernel[i]-1)%2 != 0 {
			x.Size[i]++
		}
	}
	if x == r.In[0] {
		return keepIn
	}
	return counter.Saved{Values: elements(x)}
}

// Saves implements [counter.Saver].
func (ConvTranspose) Saves(*counter.Run) counter.Saved { return keepIn }

// Saves implements [counter.Saver].
func (Unsqueeze) Saves(*counter.Run) counter.Saved { return sameMemory }

// Saves implements [counter.Saver]: both factors; the scale is one with 1 added.
func (ScaleShift) Saves(r *counter.Run) counter.Saved {
	return counter.Saved{Inputs: 1, Values: elements(r.In[1])}
}

// Saves implements [counter.Saver].
func (RootScale) Saves(*counter.Run) counter.Saved { return counter.Saved{Scalars: 1} }

// Saves implements [counter.Saver].
func (Times) Saves(*counter.Run) counter.Saved { return counter.Saved{Scalars: 1} }

// Saves implements [counter.Saver].
func (BatchConcat) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver].
func (Stack) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver]: nothing, the parts are copied.
func (Concat) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver].
func (Add) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver]: a factor for the gradient of each other one, and of
// more than two the products on the way.
func (Mul) Saves(r *counter.Run) counter.Saved {
	var s counter.Saved
	for i := range r.In {
		for j, grad := range r.Grads {
			if i != j && grad && (j < i || i < 2 || j == i+1) {
				s.Inputs |= 1 << i
			}
		}
	}
	product := r.In[0]
	for i := 1; i+1 < len(r.In); i++ {
		product, _ = broadcast([]counter.Shape{product, r.In[i]})
		if r.Grads[i+1] {
			s.Values += elements(product)
		}
	}
	return s
}

// Saves implements [counter.Saver]: the same memory.
func (Crop) Saves(*counter.Run) counter.Saved { return sameMemory }

// Saves implements [counter.Saver].
func (Maximum) Saves(*counter.Run) counter.Saved { return counter.Saved{Inputs: counter.AllInputs} }

// Saves implements [counter.Saver]: their number.
func (Mean) Saves(*counter.Run) counter.Saved { return counter.Saved{Scalars: 1} }

// Saves implements [counter.Saver].
func (l Linear) Saves(r *counter.Run) counter.Saved { return keepIn }

// Saves implements [counter.Saver]: means and deviations, too.
func (l BatchNorm) Saves(*counter.Run) counter.Saved {
	return counter.Saved{Inputs: 1, Stats: 2 * l.C}
}

// Saves implements [counter.Saver]: as a batch normalization in which each channel of
// each image is one of its own, for which weights and statistics are repeated.
func (l InstanceNorm) Saves(r *counter.Run) counter.Saved {
	each := int64(2)
	if l.Affine {
		each++
	}
	if l.TrackStats {
		each += 2
	}
	return counter.Saved{Inputs: 1, Stats: each * l.C * max(r.Out.Batch, 1)}
}

// Saves implements [counter.Saver]: means and deviations, too.
func (l GroupNorm) Saves(r *counter.Run) counter.Saved {
	return counter.Saved{Inputs: 1, Stats: 2 * l.Groups * max(r.Out.Batch, 1)}
}

// Saves implements [counter.Saver]: means and deviations, too, for each position or
// each image.
func (l LayerNorm) Saves(r *counter.Run) counter.Saved {
	n := max(r.Out.Batch, 1)
	if l.Size == (counter.Axes{}) {
		n, _ = r.Out.Positions()
	}
	return counter.Saved{Inputs: 1, Stats: 2 * n}
}

// Saves implements [counter.Saver].
func (ConstantPad) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver].
func (PadLike) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver].
func (WindowPad) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver]: the same memory.
func (TrimOdd) Saves(*counter.Run) counter.Saved { return sameMemory }

// Saves implements [counter.Saver]: the same memory.
func (TrimLike) Saves(*counter.Run) counter.Saved { return sameMemory }

// Saves implements [counter.Saver]: the input, of which only the size is needed.
func (ReflectionPad) Saves(*counter.Run) counter.Saved { return keepIn }

// Saves implements [counter.Saver]: the input, of which only the size is needed.
func (ReplicateOne) Saves(*counter.Run) counter.Saved { return keepIn }

// Saves implements [counter.Saver]: the input, of which only the size is needed.
func (ReflectOne) Saves(*counter.Run) counter.Saved { return keepIn }

// Saves implements [counter.Saver]: of a maximum, the places, too. Of an average only
// the input's size is needed, but the input is kept.
func (l AdaptivePool) Saves(r *counter.Run) counter.Saved { return pooled(l.Average, r) }

// Saves implements [counter.Saver]: as [AdaptivePool].
func (l Pool) Saves(r *counter.Run) counter.Saved { return pooled(l.Average, r) }

func pooled(average bool, r *counter.Run) counter.Saved {
	s := keepIn
	if !average {
		s.Indices = elements(r.Out)
	}
	return s
}

// Saves implements [counter.Saver]: the places alone, one of each value.
func (MaxUnpool) Saves(r *counter.Run) counter.Saved {
	return counter.Saved{Indices: elements(r.In[0])}
}

// Saves implements [counter.Saver]: the same memory.
func (Flatten) Saves(*counter.Run) counter.Saved { return sameMemory }

// Saves implements [counter.Saver]: the same memory.
func (Unflatten) Saves(*counter.Run) counter.Saved { return sameMemory }

// Saves implements [counter.Saver]: the same memory.
func (FlattenSizes) Saves(*counter.Run) counter.Saved { return sameMemory }

// Saves implements [counter.Saver]: the same memory.
func (UnflattenSizes) Saves(*counter.Run) counter.Saved { return sameMemory }

// Saves implements [counter.Saver].
func (Interpolate) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver].
func (Upsample) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver].
func (PixelShuffle) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver].
func (PatchChannels) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver]: it is its input.
func (ChannelMismatch) Saves(*counter.Run) counter.Saved { return sameMemory }

// Saves implements [counter.Saver]: it is its input.
func (SizeMultipleOf) Saves(*counter.Run) counter.Saved { return sameMemory }

// Saves implements [counter.Saver]: it never runs.
func (RuntimeError) Saves(*counter.Run) counter.Saved { return sameMemory }

// Saves implements [counter.Saver]: the same memory.
func (Chunk) Saves(*counter.Run) counter.Saved { return sameMemory }

// Saves implements [counter.Saver]: the same memory.
func (Slice) Saves(*counter.Run) counter.Saved { return sameMemory }

// Saves implements [counter.Saver].
func (PositionEmbedding) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver].
func (ChannelScale) Saves(*counter.Run) counter.Saved { return keepIn }

// Saves implements [counter.Saver]: queries, keys, values and weights.
func (l Attention) Saves(r *counter.Run) counter.Saved {
	q, _ := r.In[0].Positions()
	k := r.In[1]
	k.Batch = 0
	keys, _ := k.Positions()
	return counter.Saved{Inputs: 7, Values: l.Heads * q * keys, Scalars: 1}
}

// Saves implements [counter.Saver]: the same memory.
func (AxisPart) Saves(*counter.Run) counter.Saved { return sameMemory }

// Saves implements [counter.Saver]: the same memory.
func (FirstToken) Saves(*counter.Run) counter.Saved { return sameMemory }

// Saves implements [counter.Saver]: the same memory.
func (AlongAxis) Saves(*counter.Run) counter.Saved { return sameMemory }

// Saves implements [counter.Saver]: nothing, the parts are copied.
func (AxisConcat) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// standardized adds what standardizing a weight keeps: the weight without its mean, the
// deviations, and their quotient, with which the convolution works.
func (l Conv) standardized(r *counter.Run) counter.Saved {
	s := l.Saves(r)
	weight, _ := counter.Product(append(l.Kernel[:l.ND:l.ND], l.In/max(l.Groups, 1), l.Out)...)
	s.Values += 2*weight + l.Out
	return s
}

// Saves implements [counter.Saver].
func (l StdConv) Saves(r *counter.Run) counter.Saved { return l.standardized(r) }

// Saves implements [counter.Saver].
func (l StandardizedConv) Saves(r *counter.Run) counter.Saved { return l.standardized(r) }

// Saves implements [counter.Saver]: both factors.
func (PairDot) Saves(*counter.Run) counter.Saved { return counter.Saved{Inputs: 3} }

// Saves implements [counter.Saver].
func (PairSum) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver]: the weights, or the number of positions.
func (l AttentionWeights) Saves(*counter.Run) counter.Saved {
	if l.Softmax {
		return keepOut
	}
	return counter.Saved{Scalars: 1}
}

// Saves implements [counter.Saver]: both factors.
func (PairWeighted) Saves(*counter.Run) counter.Saved { return counter.Saved{Inputs: 3} }

// Saves implements [counter.Saver]: it is its input.
func (AttentionMask) Saves(*counter.Run) counter.Saved { return sameMemory }

// Saves implements [counter.Saver]: the numerator, the root, and the quotient, which
// the weight is multiplied with.
func (BiasFreeNorm) Saves(r *counter.Run) counter.Saved {
	n, _ := r.Out.Positions()
	return counter.Saved{Inputs: 1, Values: elements(r.Out) + n}
}

// Saves implements [counter.Saver].
func (PatchPositions) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver].
func (TokenConcat) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver].
func (WindowEmbedding) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver]: copies of queries, keys and values, cut into windows,
// and the weights.
func (l WindowAttention) Saves(r *counter.Run) counter.Saved {
	n := int64(1) // positions of a window
	for i, size := range r.Out.Sizes() {
		n *= min(size, l.Window[i])
	}
	positions, _ := r.Out.Positions()
	return counter.Saved{Values: elements(r.In[0]) + elements(r.In[1]) + elements(r.In[2]) + l.Heads*positions*n, Scalars: 1}
}

// Saves implements [counter.Saver]: queries, keys and values, the scores, which the
// temperature is multiplied with, and the weights.
func (l TemperatureAttention) Saves(r *counter.Run) counter.Saved {
	pairs := max(r.Out.Batch, 1) * (r.In[0].C / l.Heads) * r.In[1].C
	if !l.Channels {
		q, _ := r.In[0].Positions()
		k, _ := counter.Product(r.In[1].Sizes()...)
		pairs = l.Heads * q * k
	}
	return counter.Saved{Inputs: 7, Values: 2 * pairs, Inexact: true}
}

// Saves implements [counter.Saver]: queries, keys and values, the scores, which are
// normalized with their mean and deviation, and the weights.
func (CrossChannelAttention) Saves(r *counter.Run) counter.Saved {
	n := max(r.Out.Batch, 1)
	return counter.Saved{Inputs: 7, Values: 2 * n * r.In[0].C * r.In[1].C, Stats: 2 * n, Scalars: 1}
}

// Saves implements [counter.Saver]: the lengths, too, before and after they are bounded.
func (L2Normalize) Saves(r *counter.Run) counter.Saved {
	return counter.Saved{Inputs: 1, Values: 2 * max(r.Out.Batch, 1) * r.Out.C}
}

// Saves implements [counter.Saver].
func (PositionLinear) Saves(*counter.Run) counter.Saved { return keepIn }

// Saves implements [counter.Saver].
func (Reordered) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver].
func (Regroup) Saves(*counter.Run) counter.Saved { return counter.Saved{Inexact: true} }

// Saves implements [counter.Saver].
func (Ungroup) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver].
func (FlattenPositions) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver]: what is between convolution and filter, too, and
// the filter where it is multiplied.
func (l FilteredConv) Saves(r *counter.Run) counter.Saved {
	s := keepIn
	s.Inexact = l.Strided || l.Fixed
	if l.Up {
		length := int64(2)
		if l.Long {
			length = 4
		}
		s.Values = l.In * length * length
	}
	between := r.Out
	between.C = l.In
	if l.After {
		between = r.In[0]
		between.C = l.Out
		for i := range 2 {
			if l.Long {
				between.Size[i] += 2
			}
		}
	}
	if l.Kernel > 0 {
		s.Values += elements(between)
	}
	return s
}

// Saves implements [counter.Saver]: lengths, or means and deviations, and what the
// weight is multiplied with.
func (l ChannelNorm) Saves(r *counter.Run) counter.Saved {
	n, _ := r.Out.Positions()
	if l.RMS {
		return counter.Saved{Inputs: 1, Values: elements(r.Out) + 2*n, Scalars: 1}
	}
	return counter.Saved{Inputs: 1, Values: 2*elements(r.Out) + n}
}

// Saves implements [counter.Saver]: the number 2.
func (Center) Saves(*counter.Run) counter.Saved { return counter.Saved{Scalars: 1} }

// Saves implements [counter.Saver]: the sums, too.
func (ChannelShare) Saves(r *counter.Run) counter.Saved {
	n, _ := r.Out.Positions()
	return counter.Saved{Inputs: 1, Values: n}
}

// Saves implements [counter.Saver]: the map before and after it is padded.
func (LowPass) Saves(r *counter.Run) counter.Saved {
	x := r.In[0]
	for i := range 2 {
		x.Size[i] += 2
	}
	return counter.Saved{Inputs: 1, Values: elements(x)}
}

// Saves implements [counter.Saver]: nothing, tokens are copied.
func (NullToken) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver]: nothing, tokens are copied.
func (LearnedTokens) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver]: the mask, of a byte an element.
func (NullCondition) Saves(*counter.Run) counter.Saved { return counter.Saved{Inexact: true} }

// Saves implements [counter.Saver].
func (PositionTable) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver]: the map and the weights.
func (ContextPool) Saves(r *counter.Run) counter.Saved {
	return counter.Saved{Inputs: 2, Values: elements(r.In[0])}
}

// Saves implements [counter.Saver]: the input, with its channel of ones, and what the
// weight becomes.
func (l MagnitudeConv) Saves(r *counter.Run) counter.Saved {
	c := l.wide()
	weight, _ := counter.Product(append(c.Kernel[:c.ND:c.ND], c.In, c.Out)...)
	s := counter.Saved{Inputs: 1, Values: weight + 2*c.Out, Scalars: 2}
	if l.Ones {
		x := r.In[0]
		x.C++
		s.Inputs, s.Values = 0, s.Values+elements(x)
	}
	return s
}

// Saves implements [counter.Saver]: the input, and what the weight becomes.
func (l MagnitudeLinear) Saves(*counter.Run) counter.Saved {
	weight, _ := counter.Mul(l.In, l.Out)
	return counter.Saved{Inputs: 1, Values: weight + 2*l.Out}
}

// Saves implements [counter.Saver].
func (MagnitudeSiLU) Saves(*counter.Run) counter.Saved {
	return counter.Saved{Inputs: 1, Scalars: 1}
}

// Saves implements [counter.Saver]: two factors.
func (MagnitudeConcat) Saves(*counter.Run) counter.Saved { return counter.Saved{Scalars: 2} }

// Saves implements [counter.Saver]: two factors and a divisor.
func (MagnitudeAdd) Saves(*counter.Run) counter.Saved { return counter.Saved{Scalars: 3} }

// Saves implements [counter.Saver]: for the derivative of the gain.
func (Gain) Saves(*counter.Run) counter.Saved { return keepIn }

// Saves implements [counter.Saver].
func (FramesToBatch) Saves(*counter.Run) counter.Saved { return counter.Saved{Inexact: true} }

// Saves implements [counter.Saver]: the same memory.
func (BatchToFrames) Saves(*counter.Run) counter.Saved { return sameMemory }

// Saves implements [counter.Saver].
func (TokensOverFrames) Saves(*counter.Run) counter.Saved { return counter.Saved{Inexact: true} }

// Saves implements [counter.Saver]: numbers are not trained.
func (FrameNumber) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver]: what is repeated is indexed.
func (FirstFrame) Saves(*counter.Run) counter.Saved { return counter.Saved{Inexact: true} }

// Saves implements [counter.Saver]: both maps, the share, and what is left of it.
func (Blend) Saves(*counter.Run) counter.Saved { return counter.Saved{Inputs: 3, Values: 2} }
