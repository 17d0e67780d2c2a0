package layer

import "unetparams/counter"

// This file says what layers depend on that neither slide a window over a map nor
// work on every position by itself: see [counter.Reacher].

// everywhere is where layers look that relate all positions to all, or put them in
// another order.
func everywhere() counter.Span { return counter.Everywhere }

// Reach implements [counter.Reacher]: all positions.
func (PairDot) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: all positions.
func (PairSum) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: all positions.
func (AttentionWeights) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: all positions.
func (PairWeighted) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: all positions.
func (MemoryAttention) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: all positions.
func (LinearAttention) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: all positions.
func (Attention) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: all positions.
func (TemperatureAttention) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: all positions.
func (CrossChannelAttention) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: all positions, by the norm.
func (L2Normalize) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: all positions.
func (PositionLinear) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: values change places.
func (Reordered) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: values change places.
func (Regroup) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: values change places.
func (Ungroup) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: tokens change places.
func (TokenConcat) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: the positions of the same window, as far as they
// are not masked.
func (l WindowAttention) Reach(axis int, out counter.Span, x, _ counter.Shape) counter.Span {
	n, w, shift := x.Size[axis], l.Window[axis], l.Shift[axis]
	if n <= w {
		return counter.Span{Lo: min(out.Lo, 0), Hi: max(out.Hi, n-1)}
	}
	in := counter.Span{
		Lo: counter.FloorDiv(out.Lo-shift, w)*w + shift,
		Hi: counter.FloorDiv(out.Hi-shift, w)*w + shift + w - 1,
	}
	if l.Unmasked && (in.Lo < 0 || in.Hi >= n) {
		return counter.Everywhere // the first positions and the last share windows
	}
	return in
}

// Reach implements [counter.Reacher]: the averaged or compared positions.
func (l AdaptivePool) Reach(axis int, out counter.Span, x, _ counter.Shape) counter.Span {
	n, m := x.Size[axis], l.Size[axis]
	if m == 1 {
		return counter.Everywhere
	}
	return counter.Span{Lo: counter.FloorDiv(out.Lo*n, m), Hi: -counter.FloorDiv(-(out.Hi+1)*n, m) - 1}
}

// Reach implements [counter.Reacher].
func (l Upsample) Reach(axis int, out counter.Span, x, y counter.Shape) counter.Span {
	return interpolated(out, x.Size[axis], y.Size[axis], l.Linear, l.AlignCorners)
}

// Reach implements [counter.Reacher].
func (l Interpolate) Reach(axis int, out counter.Span, x, y counter.Shape) counter.Span {
	return interpolated(out, x.Size[axis], y.Size[axis], l.Linear, l.AlignCorners)
}

// interpolated returns the positions among n from which those in a span of m are
// interpolated.
func interpolated(out counter.Span, n, m int64, linear, aligned bool) counter.Span {
	at := func(i int64) (lo, hi int64) { // the two positions beside num/den
		num, den := i*n, m
		switch {
		case linear && aligned:
			num, den = i*(n-1), max(m-1, 1)
		case linear:
			num, den = (2*i+1)*n-m, 2*m
		}
		lo = counter.FloorDiv(num, den)
		if hi = lo; linear && num != lo*den {
			hi++
		}
		return lo, hi
	}
	lo, _ := at(out.Lo)
	_, hi := at(out.Hi)
	return counter.Span{Lo: lo, Hi: hi}
}

// Reach implements [counter.Reacher]: the value of the window.
func (l MaxUnpool) Reach(_ int, out counter.Span, _, _ counter.Shape) counter.Span {
	return counter.Span{Lo: counter.FloorDiv(out.Lo, l.Factor), Hi: counter.FloorDiv(out.Hi, l.Factor)}
}

// Reach implements [counter.Reacher].
func (l PixelShuffle) Reach(_ int, out counter.Span, _, _ counter.Shape) counter.Span {
	return counter.Span{Lo: counter.FloorDiv(out.Lo, l.Factor), Hi: counter.FloorDiv(out.Hi, l.Factor)}
}

// Reach implements [counter.Reacher].
func (l PatchPositions) Reach(axis int, out counter.Span, x, y counter.Shape) counter.Span {
	return PixelShuffle{ND: l.ND, Factor: l.Factor}.Reach(axis, out, x, y)
}

// Reach implements [counter.Reacher]: the positions of the patches.
func (l PatchChannels) Reach(axis int, out counter.Span, _, _ counter.Shape) counter.Span {
	p := l.Patch[axis]
	return counter.Span{Lo: out.Lo * p, Hi: out.Hi*p + p - 1}
}

// Reach implements [counter.Reacher]: the middle.
func (Crop) Reach(axis int, out counter.Span, x, y counter.Shape) counter.Span {
	return out.Shift((x.Size[axis] - y.Size[axis]) / 2)
}

// Reach implements [counter.Reacher].
func (l ConstantPad) Reach(axis int, out counter.Span, _, _ counter.Shape) counter.Span {
	return out.Shift(-l.Before[axis])
}

// Reach implements [counter.Reacher].
func (PadLike) Reach(axis int, out counter.Span, x, y counter.Shape) counter.Span {
	return out.Shift(-counter.FloorDiv(y.Size[axis]-x.Size[axis], 2))
}

// Reach implements [counter.Reacher]: what lies wholly outside is mirrored.
func (l ReflectionPad) Reach(axis int, out counter.Span, x, _ counter.Shape) counter.Span {
	in, last := out.Shift(-l.Padding[axis]), x.Size[axis]-1
	switch {
	case in.Hi < 0:
		return counter.Span{Lo: -in.Hi, Hi: -in.Lo}
	case in.Lo > last:
		return counter.Span{Lo: 2*last - in.Hi, Hi: 2*last - in.Lo}
	}
	return in
}

// Reach implements [counter.Reacher]: beyond the end, the last position.
func (ReplicateOne) Reach(axis int, out counter.Span, x, _ counter.Shape) counter.Span {
	return counter.Span{Lo: min(out.Lo, x.Size[axis]-1), Hi: out.Hi}
}

// Reach implements [counter.Reacher]: beyond the end, the last position but one.
func (ReflectOne) Reach(axis int, out counter.Span, x, _ counter.Shape) counter.Span {
	if out.Lo >= x.Size[axis] {
		out.Lo = x.Size[axis] - 2
		out.Hi = out.Lo
	}
	return out
}

// Reach implements [counter.Reacher]: sizes differ, positions don't.
func (TrimOdd) Reach(_ int, out counter.Span, _, _ counter.Shape) counter.Span { return out }

// Reach implements [counter.Reacher]: sizes differ, positions don't.
func (TrimLike) Reach(_ int, out counter.Span, _, _ counter.Shape) counter.Span { return out }

// Reach implements [counter.Reacher]: beyond the end nothing, or the last position.
func (l WindowPad) Reach(axis int, out counter.Span, x, _ counter.Shape) counter.Span {
	if l.Replicate {
		out.Lo = min(out.Lo, x.Size[axis]-1)
	}
	return out
}

// Reach implements [counter.Reacher]: up to two positions away along its axis. There
// may be fewer than five parts of so few channels.
func (l AxialShift) Reach(axis int, out counter.Span, x, _ counter.Shape) counter.Span {
	if axis != l.Axis {
		return out
	}
	each := (x.C + 4) / 5
	parts := (x.C + each - 1) / each
	return counter.Span{Lo: out.Lo - (parts - 3), Hi: out.Hi + 2}
}

// Reach implements [counter.Reacher]: through the convolution and the filter.
func (l FilteredConv) Reach(axis int, out counter.Span, _, _ counter.Shape) counter.Span {
	length := int64(2)
	if l.Long {
		length = 4
	}
	one := counter.Cube(1)
	pad := (length - 1) / 2
	filter := counter.Window{ND: 2, Kernel: counter.Cube(length), Stride: counter.Cube(2), Padding: counter.Cube(pad), Dilation: one, Transposed: l.Up}
	if l.Kernel == 0 {
		return filter.Reach(axis, out)
	}
	conv := counter.Window{ND: 2, Kernel: counter.Cube(l.Kernel), Stride: one, Padding: counter.Cube(l.Kernel / 2), Dilation: one}
	if l.After {
		filter.Padding, conv.Padding = counter.Axes{}, counter.Cube(l.Kernel/2+pad)
		return conv.Reach(axis, filter.Reach(axis, out))
	}
	if l.Strided {
		filter.Stride, filter.Padding = one, counter.Cube(l.Kernel/2+pad)
		conv.Stride, conv.Padding = counter.Cube(2), counter.Axes{}
	}
	return filter.Reach(axis, conv.Reach(axis, out))
}

// Averages implements [counter.Averager]: without running statistics, over the batch.
func (l BatchNorm) Averages() bool { return l.AlwaysTraining || !l.TrackStats }

// Averages implements [counter.Averager].
func (l InstanceNorm) Averages() bool { return !l.TrackStats }

// Averages implements [counter.Averager].
func (GroupNorm) Averages() bool { return true }

// Averages implements [counter.Averager]: where positions are normalized, too.
func (l LayerNorm) Averages() bool { return l.Size != counter.Axes{} }

// Reach implements [counter.Reacher]: positions change places.
func (AxisPart) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: positions change places.
func (AxisConcat) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: positions change places.
func (FirstToken) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: a position of a sequence meets all of the other axis.
func (AlongAxis) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: the filter.
func (l LowPass) Reach(axis int, out counter.Span, _, _ counter.Shape) counter.Span {
	filter := counter.Window{ND: 2, Kernel: counter.Cube(4), Stride: counter.Cube(2), Padding: counter.Cube(1), Dilation: counter.Cube(1), Transposed: l.Up}
	return filter.Reach(axis, out)
}

// Reach implements [counter.Reacher]: tokens change places.
func (NullToken) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: all positions.
func (ContextPool) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: every position of every frame meets others.
func (FramesToBatch) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: as [FramesToBatch].
func (BatchToFrames) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: tokens change places.
func (TokensOverFrames) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// Reach implements [counter.Reacher]: all positions.
func (FirstFrame) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}
