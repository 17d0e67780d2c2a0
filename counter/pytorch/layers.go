package pytorch

import (
	"fmt"
	"strings"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/python"
)

// A slot is a number in the code of a layer that may differ from one instance
// of a class to the next, with the name it would have as an argument.
type slot struct {
	name string
	n    int64
}

// An expr is an expression with slots, each of which is a "§" in text. The text is
// empty if there is no such expression.
type expr struct {
	text   string
	slots  []slot
	helper string // the key in [helperCode] of the helper that it calls
	before string // a statement that must run first
}

// A row says how layers of one type are written.
type row interface {
	// module returns the expression that creates a layer's module.
	module(counter.Layer) (e expr, ok bool)
	// call returns the expression of a layer that no module owns, applied to
	// the named values.
	call(l counter.Layer, in []string) (e expr, ok bool)
}

// as is the row of layers of type L. A function is nil if layers of the type can't
// be written as a module or as a call, respectively.
type as[L counter.Layer] struct {
	init    func(L) expr
	forward func(l L, in []string) expr
}

func (r as[L]) module(l counter.Layer) (e expr, ok bool) {
	if x, is := l.(L); is && r.init != nil {
		e = r.init(x)
	}
	return e, e.text != ""
}

func (r as[L]) call(l counter.Layer, in []string) (e expr, ok bool) {
	if x, is := l.(L); is && r.forward != nil {
		e = r.forward(x, in)
	}
	return e, e.text != ""
}

// rows has a row for every type of layer, in the order of package layer.
var rows = [...]row{
	// act.go
	as[layer.Activation]{activation, activationCall},
	as[layer.PReLU]{init: func(l layer.PReLU) expr { return expr{text: "nn.PReLU(§)", slots: channels(l.C)} }},
	as[layer.Dropout]{
		func(layer.Dropout) expr { return expr{text: "nn.Dropout()"} },
		applied[layer.Dropout]("F.dropout(%s, training=self.training)"),
	},
	as[layer.Argmax]{forward: applied[layer.Argmax]("%s.argmax(1, keepdim=True).float()")},
	// attention.go
	as[layer.PairDot]{forward: applied[layer.PairDot](`torch.einsum("bcq,bck->bqk", %s.flatten(2), %s.flatten(2))[:, None]`)},
	as[layer.PairSum]{forward: applied[layer.PairSum]("%s.flatten(2)[..., :, None] + %s.flatten(2)[..., None, :]")},
	as[layer.AttentionWeights]{forward: attentionWeights},
	as[layer.PairWeighted]{forward: applied[layer.PairWeighted](`torch.einsum("bqk,bck->bcq", %s[:, 0], %s.flatten(2)).unflatten(2, %s.shape[2:])`)},
	// channelpool.go
	as[layer.ChannelPool]{forward: func(l layer.ChannelPool, in []string) expr {
		if l.Average {
			return expr{text: in[0] + ".mean(1, keepdim=True)"}
		}
		return expr{text: in[0] + ".amax(1, keepdim=True)"}
	}},
	// conv.go
	as[layer.Conv]{init: convolution},
	as[layer.ConvTranspose]{init: transposed},
	// embed.go
	as[layer.Embedding]{init: embedding},
	as[layer.Sinusoid]{forward: sinusoid},
	as[layer.Unsqueeze]{forward: unsqueeze},
	as[layer.ScaleShift]{forward: func(_ layer.ScaleShift, in []string) expr {
		return expr{text: strings.Join(append([]string{in[0] + " * (1 + " + in[1] + ")"}, in[2:]...), " + ")}
	}},
	// fourier.go
	as[layer.FourierFeatures]{fourier, fourierCall},
	as[layer.DivideBy]{forward: applied[layer.DivideBy]("%s / %s[..., None, None]")},
	as[layer.Center]{forward: applied[layer.Center]("2 * %s - 1")},
	as[layer.RootScale]{forward: func(l layer.RootScale, in []string) expr {
		op := "/"
		if l.Times {
			op = "*"
		}
		return expr{text: fmt.Sprintf("%s %s %d ** 0.5", in[0], op, l.N)}
	}},
	as[layer.Times]{forward: func(l layer.Times, in []string) expr { return expr{text: in[0] + " * " + l.Factor} }},
	as[layer.NumberTable]{
		func(l layer.NumberTable) expr {
			e := expr{text: "torch.zeros(§)", slots: []slot{{"numbers", l.N}}}
			if l.Max > 0 {
				e.text = fmt.Sprintf("%d * (%g / %d) ** torch.linspace(0, 1, §, dtype=torch.float64)", l.Max, float64(l.Min)/100, l.Max)
			}
			if !l.Buffer {
				e.text = "nn.Parameter(" + e.text + ")"
			}
			return e
		},
		func(_ layer.NumberTable, in []string) expr { return expr{text: in[1] + "[" + in[0] + ".long()]"} },
	},
	// filtered.go
	as[layer.FilteredConv]{filteredConv, lowPass},
	// memory.go
	as[layer.ChannelNorm]{channelNorm, channelNormCall},
	as[layer.MemoryAttention]{func(l layer.MemoryAttention) expr { return memory(l) }, memoryAttention},
	as[layer.LinearAttention]{func(l layer.LinearAttention) expr { return memory(l) }, linearAttention},
	as[layer.StandardizedConv]{init: standardizedConv},
	// join.go
	as[layer.BatchConcat]{forward: joined[layer.BatchConcat]("torch.cat([", ", ", "])")},
	as[layer.Stack]{forward: joined[layer.Stack]("torch.stack([", ", ", "], 1)")},
	as[layer.Concat]{forward: joined[layer.Concat]("torch.cat([", ", ", "], 1)")},
	as[layer.Add]{forward: joined[layer.Add]("", " + ", "")},
	as[layer.Mul]{forward: joined[layer.Mul]("", " * ", "")},
	as[layer.Crop]{forward: helped[layer.Crop]("crop")},
	as[layer.Maximum]{forward: maximum},
	as[layer.Mean]{forward: func(_ layer.Mean, in []string) expr {
		return expr{text: fmt.Sprintf("(%s) / %d", strings.Join(in, " + "), len(in))}
	}},
	// linear.go
	as[layer.Linear]{init: func(l layer.Linear) expr {
		return expr{text: "nn.Linear(§, §" + bias(l.Bias) + ")", slots: []slot{{"in_features", l.In}, {"out_features", l.Out}}}
	}},
	// norm.go
	as[layer.BatchNorm]{init: batchNorm},
	as[layer.InstanceNorm]{instanceNorm, instanceNormCall},
	as[layer.GroupNorm]{groupNorm, groupNormCall},
	as[layer.LayerNorm]{layerNorm, layerNormCall},
	// pad.go
	as[layer.ConstantPad]{constantPad, func(l layer.ConstantPad, in []string) expr {
		return expr{text: "F.pad(" + in[0] + ", " + sides(l.Before, l.After, l.ND) + ")"}
	}},
	as[layer.PadLike]{forward: helped[layer.PadLike]("pad_like")},
	as[layer.TrimOdd]{forward: helped[layer.TrimOdd]("trim_odd")},
	as[layer.ReflectionPad]{init: reflectionPad},
	as[layer.ReplicateOne]{forward: helped[layer.ReplicateOne]("replicate_one")},
	// pool.go
	as[layer.AdaptivePool]{
		func(l layer.AdaptivePool) expr {
			return expr{text: "nn." + l.Kind() + "(" + python.Axes(l.Size, l.ND) + ")"}
		},
		func(l layer.AdaptivePool, in []string) expr {
			return expr{text: fmt.Sprintf("F.adaptive_%s_pool%dd(%s, %s)", reduction(l.Average), l.ND, in[0], python.Axes(l.Size, l.ND))}
		},
	},
	as[layer.Pool]{
		func(l layer.Pool) expr { return expr{text: "nn." + l.Kind() + "(" + poolArgs(l) + ")"} },
		func(l layer.Pool, in []string) expr {
			return expr{text: fmt.Sprintf("F.%s_pool%dd(%s, %s)", reduction(l.Average), l.ND, in[0], poolArgs(l))}
		},
	},
	as[layer.MaxUnpool]{forward: func(l layer.MaxUnpool, in []string) expr {
		return expr{text: fmt.Sprintf("max_unpool(%s, %s, %d)", in[0], in[1], l.Factor), helper: "max_unpool"}
	}},
	// reshape.go
	as[layer.FlattenPositions]{forward: applied[layer.FlattenPositions]("%s.movedim(1, -1).flatten(0, -2)")},
	as[layer.Flatten]{
		func(layer.Flatten) expr { return expr{text: "nn.Flatten()"} },
		applied[layer.Flatten]("%s.flatten(1)"),
	},
	as[layer.Reordered]{forward: func(l layer.Reordered, in []string) expr {
		if l.Heads > 0 {
			return expr{text: fmt.Sprintf("heads_inside(%s, %d)", in[0], l.Heads), helper: "heads_inside"}
		}
		return expr{text: in[0] + ".flatten(2).transpose(1, 2).reshape(" + in[0] + ".shape)"}
	}},
	as[layer.Unflatten]{forward: func(l layer.Unflatten, in []string) expr {
		return expr{text: fmt.Sprintf("%s.unflatten(1, (%d, *%s.shape[2:]))", in[0], l.C, in[1])}
	}},
	// resize.go
	as[layer.Interpolate]{forward: func(l layer.Interpolate, in []string) expr {
		return expr{text: fmt.Sprintf("resize_like(%s, %s%s%s)", in[0], in[1], on("linear", l.Linear), on("align_corners", l.AlignCorners)), helper: "resize_like"}
	}},
	as[layer.PixelShuffle]{
		func(l layer.PixelShuffle) expr {
			if l.ND != 2 {
				return expr{} // torch.nn has no other
			}
			return expr{text: fmt.Sprintf("nn.PixelShuffle(%d)", l.Factor)}
		},
		pixelShuffle,
	},
	as[layer.Upsample]{
		func(l layer.Upsample) expr { return expr{text: "nn.Upsample(" + scaling(l) + ")"} },
		func(l layer.Upsample, in []string) expr {
			return expr{text: "F.interpolate(" + in[0] + ", " + scaling(l) + ")"}
		},
	},
	// sinc.go
	as[layer.SincResample]{init: func(l layer.SincResample) expr {
		return expr{text: fmt.Sprintf("Resample1d(§, %d%s)", l.Stride, on("up", l.Up)), slots: channels(l.C), helper: "Resample1d"}
	}},
	// stops.go
	as[layer.RuntimeError]{forward: func(_ layer.RuntimeError, in []string) expr {
		return expr{text: in[0], before: `raise RuntimeError("the published code stops here with an error of its own")`}
	}},
	as[layer.ChannelMismatch]{forward: applied[layer.ChannelMismatch]("%s  # the published code has other channels here, and can't run")},
	as[layer.SizeMultipleOf]{forward: func(l layer.SizeMultipleOf, in []string) expr {
		return expr{text: fmt.Sprintf("multiple_of(%s, %s%s%s)", in[0], sequence(l.Of), on("only", l.Only), on("square", l.Square)), helper: "multiple_of"}
	}},
	// bare.go
	as[layer.PositionEmbedding]{positionEmbedding, positionEmbeddingCall},
	as[layer.ChannelScale]{channelScale, channelScaleCall},
	// tokens.go
	as[layer.Attention]{forward: attention},
	as[layer.Chunk]{forward: chunk},
	// slice.go
	as[layer.Slice]{forward: func(l layer.Slice, in []string) expr {
		return expr{text: fmt.Sprintf("%s[:, %d:%d]", in[0], l.From, l.From+l.C)}
	}},
	// shift.go
	as[layer.AxialShift]{forward: func(l layer.AxialShift, in []string) expr {
		return expr{text: fmt.Sprintf("axial_shift(%s, %d)", in[0], l.Axis+2), helper: "axial_shift"}
	}},
	// kan.go
	as[layer.KANLinear]{init: func(l layer.KANLinear) expr {
		return expr{text: "KANLinear(§, §)", slots: []slot{{"in_features", l.In}, {"out_features", l.Out}}, helper: "KANLinear"}
	}},
	// patch.go
	as[layer.PatchChannels]{forward: patchChannels},
	// window.go
	as[layer.WindowAttention]{windowTable, windowAttention},
	as[layer.RelativePositionIndex]{
		func(l layer.RelativePositionIndex) expr {
			return expr{text: "relative_position_index(" + axisList(l.Window, l.ND) + on("flawed", l.Flawed) + ")", helper: "relative_position_index"}
		},
		func(_ layer.RelativePositionIndex, in []string) expr { return expr{text: in[len(in)-1]} },
	},
	as[layer.WindowPad]{forward: func(l layer.WindowPad, in []string) expr {
		return expr{text: fmt.Sprintf("window_pad(%s, %s%s)", in[0], axisList(l.Window, l.ND), on("small", l.Small)+on("replicate", l.Replicate)), helper: "window_pad"}
	}},
	as[layer.TrimLike]{forward: helped[layer.TrimLike]("trim_like")},
	as[layer.ReflectOne]{forward: helped[layer.ReflectOne]("reflect_one")},
	as[layer.AttentionMask]{
		func(l layer.AttentionMask) expr {
			return expr{text: fmt.Sprintf("attention_mask(%s, %s, %s)", axisList(l.Size, l.ND), axisList(l.Window, l.ND), axisList(l.Shift, l.ND)), helper: "attention_mask"}
		},
		func(_ layer.AttentionMask, in []string) expr { return expr{text: in[0]} },
	},
	as[layer.PatchPositions]{forward: func(l layer.PatchPositions, in []string) expr {
		return expr{text: fmt.Sprintf("patch_positions(%s, %d)", in[0], l.Factor), helper: "patch_positions"}
	}},
	as[layer.FlattenSizes]{forward: applied[layer.FlattenSizes]("%s.flatten(2)")},
	as[layer.UnflattenSizes]{forward: applied[layer.UnflattenSizes]("%s.unflatten(2, %s.shape[2:])")},
	// stdconv.go, temperature.go, modulator.go, positionlinear.go
	as[layer.StdConv]{init: stdConv},
	as[layer.BiasFreeNorm]{init: func(l layer.BiasFreeNorm) expr {
		return expr{text: "BiasFreeNorm(§)", slots: channels(l.C), helper: "BiasFreeNorm"}
	}},
	as[layer.TemperatureAttention]{temperature, temperatureAttention},
	as[layer.CrossChannelAttention]{forward: helped[layer.CrossChannelAttention]("cross_channel_attention")},
	as[layer.L2Normalize]{forward: func(_ layer.L2Normalize, in []string) expr {
		return expr{text: fmt.Sprintf("F.normalize(%s.flatten(2), dim=2).view_as(%s)", in[0], in[0])}
	}},
	as[layer.WindowEmbedding]{init: windowEmbedding},
	as[layer.PositionLinear]{positionLinear, positionLinearCall},
	as[layer.Regroup]{forward: regroup},
	as[layer.Ungroup]{forward: func(l layer.Ungroup, in []string) expr {
		return expr{text: fmt.Sprintf("ungroup(%s, %s, %d)", in[0], in[1], l.From), helper: "ungroup"}
	}},
	as[layer.LearnedMap]{func(l layer.LearnedMap) expr { return parameter(l, "ones") }, func(l layer.LearnedMap, in []string) expr {
		axis := ""
		if l.ND == 1 {
			axis = fmt.Sprintf(", axis=%d", l.Axis)
		}
		return expr{text: fmt.Sprintf("learned_map(%s, %s%s)", in[0], in[1], axis), helper: "learned_map"}
	}},
	as[layer.AlongAxis]{forward: func(l layer.AlongAxis, in []string) expr {
		return expr{text: in[0] + []string{"[:, :, :, None]", "[:, :, None]"}[l.Axis]}
	}},
	as[layer.ChannelShare]{forward: func(_ layer.ChannelShare, in []string) expr {
		return expr{text: fmt.Sprintf("%s / (1e-9 + %s.sum(1, keepdim=True))", in[0], in[0])}
	}},
	as[layer.LowPass]{init: func(l layer.LowPass) expr {
		return expr{text: "LowPass(" + strings.TrimPrefix(on("up", l.Up), ", ") + ")", helper: "LowPass"}
	}},
	as[layer.HeadNorm]{func(l layer.HeadNorm) expr { return parameter(l, "ones") }, func(l layer.HeadNorm, in []string) expr {
		return expr{text: fmt.Sprintf("head_norm(%s, %s, %d)", in[0], in[1], l.Heads), helper: "head_norm"}
	}},
	as[layer.NIN]{init: func(l layer.NIN) expr {
		return expr{text: "NIN(§, §)", slots: []slot{{"in_features", l.In}, {"out_features", l.Out}}, helper: "NIN"}
	}},
	as[layer.AxisPart]{forward: func(l layer.AxisPart, in []string) expr {
		return expr{text: fmt.Sprintf("%s.chunk(%d, %d)[%d]", in[0], l.Parts, l.Axis+2, l.Index)}
	}},
	as[layer.AxisConcat]{forward: func(l layer.AxisConcat, in []string) expr {
		return expr{text: fmt.Sprintf("torch.cat([%s], %d)", strings.Join(in, ", "), l.Axis+2)}
	}},
	as[layer.FirstToken]{forward: applied[layer.FirstToken]("%s[:, :, 0]")},
	as[layer.TokenConcat]{forward: joined[layer.TokenConcat]("torch.cat([", ", ", "], 2)")},
	// nulltoken.go, nullcondition.go, positiontable.go, contextpool.go
	as[layer.NullToken]{nullToken, nullTokenCall},
	as[layer.LearnedTokens]{learnedTokens, func(_ layer.LearnedTokens, in []string) expr {
		return expr{text: fmt.Sprintf("torch.cat([%[1]s, %[2]s.T.expand(len(%[1]s), -1, -1)], 2)", in[0], in[1])}
	}},
	as[layer.NullCondition]{nullCondition, nullConditionCall},
	as[layer.PositionTable]{init: positionTable},
	as[layer.ContextPool]{forward: helped[layer.ContextPool]("context_pool")},
	// magnitude.go
	as[layer.MagnitudeConv]{init: magnitudeConv},
	as[layer.MagnitudeLinear]{init: magnitudeLinear},
	as[layer.MagnitudeSiLU]{forward: applied[layer.MagnitudeSiLU]("F.silu(%s) / 0.596")},
	as[layer.MagnitudeConcat]{forward: helped[layer.MagnitudeConcat]("magnitude_concat")},
	as[layer.MagnitudeAdd]{forward: magnitudeAdd},
	as[layer.Gain]{init: func(layer.Gain) expr { return expr{text: "Gain()", helper: "Gain"} }},
	// video.go
	as[layer.FramesToBatch]{forward: applied[layer.FramesToBatch]("%s.movedim(2, 1).flatten(0, 1)")},
	as[layer.BatchToFrames]{forward: func(l layer.BatchToFrames, in []string) expr {
		return expr{text: fmt.Sprintf("%s.unflatten(0, (-1, %d)).movedim(1, 2)", in[0], l.N)}
	}},
	as[layer.TokensOverFrames]{forward: tokensOverFrames},
	as[layer.FrameNumber]{forward: func(l layer.FrameNumber, in []string) expr {
		return expr{text: fmt.Sprintf("torch.arange(%[2]d, dtype=%[1]s.dtype, device=%[1]s.device).repeat(len(%[1]s) // %[2]d)[:, None]", in[0], l.N)}
	}},
	as[layer.FirstFrame]{forward: func(l layer.FirstFrame, in []string) expr {
		return expr{text: fmt.Sprintf("%[1]s[::%[3]d].repeat_interleave(%[3]d * len(%[2]s) // len(%[1]s), 0)", in[0], in[1], l.N)}
	}},
	as[layer.Blend]{init: func(layer.Blend) expr { return expr{text: "Blend()", helper: "Blend"} }},
	// glu.go, lstm.go, frames.go, decayattention.go, standardize.go, sequence.go
	as[layer.GLU]{forward: applied[layer.GLU]("F.glu(%s, 1)")},
	as[layer.LSTM]{init: lstm},
	as[layer.Frames]{forward: func(l layer.Frames, in []string) expr { return with("frames", in, l.Width) }},
	as[layer.Unframes]{forward: func(l layer.Unframes, in []string) expr { return with("unframes", in, l.Width) }},
	as[layer.DecayAttention]{forward: func(l layer.DecayAttention, in []string) expr { return with("decay_attention", in, l.Heads) }},
	as[layer.Standardize]{forward: func(l layer.Standardize, in []string) expr {
		return with("standardize", in, on("mono", l.Mono), on("each", l.Each))
	}},
	as[layer.Destandardize]{forward: func(l layer.Destandardize, in []string) expr {
		e := with("destandardize", in, on("mono", l.Mono), on("each", l.Each))
		e.helper = "standardize"
		return e
	}},
	as[layer.PadValid]{forward: padValid},
	as[layer.DoubleRate]{forward: func(l layer.DoubleRate, in []string) expr { return with("double_rate", in, on("halve", l.Halve)) }},
	as[layer.CropEdges]{forward: cropEdges},
	as[layer.CropFrom]{forward: cropFrom},
	as[layer.SplitSources]{forward: func(l layer.SplitSources, in []string) expr {
		return expr{text: fmt.Sprintf("%s.unflatten(1, (%d, -1))", in[0], l.Sources)}
	}},
	// foldaxis.go, spectrogram.go, multihead.go
	as[layer.AxisToBatch]{forward: applied[layer.AxisToBatch]("%s.transpose(1, 2).flatten(0, 1)")},
	as[layer.BatchToAxis]{forward: applied[layer.BatchToAxis]("%s.unflatten(0, (-1, %s.shape[2])).transpose(1, 2)")},
	as[layer.DropAxis]{forward: applied[layer.DropAxis]("%s.squeeze(2)")},
	as[layer.Spectrogram]{forward: func(l layer.Spectrogram, in []string) expr { return with("spectrogram", in, l.N) }},
	as[layer.InverseSpectrogram]{forward: func(l layer.InverseSpectrogram, in []string) expr { return with("inverse_spectrogram", in, l.N) }},
	as[layer.RowEmbedding]{init: rowEmbedding},
	as[layer.MultiheadAttention]{init: multihead},
	as[layer.SinusoidalPositions]{forward: helped[layer.SinusoidalPositions]("sinusoidal_positions")},
	// kspace.go
	as[layer.Fourier2D]{forward: func(l layer.Fourier2D, in []string) expr { return with("fourier_2d", in, on("inverse", l.Inverse)) }},
	as[layer.CenterLines]{forward: func(l layer.CenterLines, in []string) expr { return with("center_lines", in, l.Lines) }},
	as[layer.CoilsToBatch]{forward: applied[layer.CoilsToBatch]("%s.flatten(0, 1).movedim(-1, 1)")},
	as[layer.BatchToCoils]{forward: func(l layer.BatchToCoils, in []string) expr {
		return expr{text: fmt.Sprintf("%s.movedim(1, -1).unflatten(0, (-1, %d))", in[0], l.Coils)}
	}},
	as[layer.PadAround]{forward: func(l layer.PadAround, in []string) expr { return with("pad_around", in, l.Of) }},
	as[layer.RootOfCoils]{forward: func(l layer.RootOfCoils, in []string) expr { return with("root_of_coils", in, on("only", l.Only)) }},
	as[layer.CoilReduce]{forward: func(_ layer.CoilReduce, in []string) expr { return with("complex_product", in, on("conjugate", true)) }},
	as[layer.CoilExpand]{forward: func(_ layer.CoilExpand, in []string) expr { return with("complex_product", in) }},
	as[layer.DataConsistency]{
		func(layer.DataConsistency) expr { return expr{text: "nn.Parameter(torch.ones(1))"} },
		func(_ layer.DataConsistency, in []string) expr { return with("data_consistency", in) },
	},
	as[layer.Subtract]{forward: joined[layer.Subtract]("", " - ", "")},
	// unregistered.go, swap.go
	as[layer.UnregisteredTransformer]{init: func(l layer.UnregisteredTransformer) expr {
		return expr{text: fmt.Sprintf("UnregisteredTransformer(§, %d, %d)", l.Heads, l.Hidden), slots: channels(l.C), helper: "UnregisteredTransformer"}
	}},
	as[layer.SwapChannels]{forward: applied[layer.SwapChannels]("%s.transpose(1, 2)")},
	as[layer.Reshape]{forward: func(l layer.Reshape, in []string) expr {
		return expr{text: fmt.Sprintf("%s.flatten(1).unflatten(1, (%d, %d, %d))", in[0], l.C, l.Size[0], l.Size[1])}
	}},
}

// build returns the expression that creates a layer's module, or false for a layer
// that has no class.
func build(l counter.Layer) (e expr, ok bool) {
	for i := 0; i < len(rows) && !ok; i++ {
		e, ok = rows[i].module(l)
	}
	return e, ok
}

// function returns the expression of a layer that no module owns, applied to
// the named values, or false for a layer that must be a module.
func function(l counter.Layer, in []string) (e expr, ok bool) {
	for i := 0; i < len(rows) && !ok; i++ {
		e, ok = rows[i].call(l, in)
	}
	return e, ok
}

// applied writes layers without settings, using a format for the inputs.
func applied[L counter.Layer](format string) func(L, []string) expr {
	return func(_ L, in []string) expr {
		text := format
		for _, x := range in {
			text = strings.Replace(text, "%s", x, 1)
		}
		return expr{text: text}
	}
}

// joined writes layers that combine any number of inputs.
func joined[L counter.Layer](before, between, after string) func(L, []string) expr {
	return func(_ L, in []string) expr { return expr{text: before + strings.Join(in, between) + after} }
}

// helped writes layers without settings as a call of a helper.
func helped[L counter.Layer](name string) func(L, []string) expr {
	return func(_ L, in []string) expr {
		return expr{text: name + "(" + strings.Join(in, ", ") + ")", helper: name}
	}
}

func activation(l layer.Activation) expr {
	if l.Name == "Softmax" {
		return expr{text: "nn.Softmax(1)"}
	}
	return expr{text: "nn." + l.Name + "(" + l.Slope + ")"}
}

func activationCall(l layer.Activation, in []string) expr {
	switch l.Name {
	case "ReLU":
		return expr{text: "F.relu(" + in[0] + ")"}
	case "Sigmoid":
		return expr{text: "torch.sigmoid(" + in[0] + ")"}
	case "Softmax":
		return expr{text: "torch.softmax(" + in[0] + ", 1)"}
	}
	return expr{text: activation(l).text + "(" + in[0] + ")"}
}

func groupNorm(l layer.GroupNorm) expr {
	return expr{text: "nn.GroupNorm(§, §" + eps(l.Eps) + python.Off("affine", l.Affine) + ")", slots: append([]slot{{"groups", l.Groups}}, channels(l.C)...)}
}

// groupNormCall writes a norm without tensors: only such a one needs no module.
func groupNormCall(l layer.GroupNorm, in []string) expr {
	if l.Affine {
		return expr{}
	}
	return expr{text: fmt.Sprintf("F.group_norm(%s, %d%s)", in[0], l.Groups, eps(l.Eps))}
}

func attentionWeights(l layer.AttentionWeights, in []string) expr {
	x, dim := in[0], l.Axis+2
	switch {
	case l.Softmax && l.Axis < 0:
		return expr{text: fmt.Sprintf("%s.flatten(2).softmax(2).reshape(%s.shape)", x, x)}
	case l.Softmax:
		return expr{text: fmt.Sprintf("%s.softmax(%d)", x, dim)}
	case l.Axis < 0:
		return expr{text: fmt.Sprintf("%s / %s[0, 0].numel()", x, x)}
	}
	return expr{text: fmt.Sprintf("%s / %s.shape[%d]", x, x, dim)}
}

func convolution(l layer.Conv) expr {
	text := "nn." + l.Kind() + "(§, §, " + python.Axes(l.Kernel, l.ND) + python.Option("stride", l.Stride, l.ND, 1) +
		convPadding(l) + python.Option("dilation", l.Dilation, l.ND, 1)
	return grouped(text, l.In, l.Out, l.Groups, l.Bias)
}

func transposed(l layer.ConvTranspose) expr {
	text := "nn." + l.Kind() + "(§, §, " + python.Axes(l.Kernel, l.ND) + python.Option("stride", l.Stride, l.ND, 1) +
		python.Option("padding", l.Padding, l.ND, 0) + python.Option("output_padding", l.OutputPadding, l.ND, 0) +
		python.Option("dilation", l.Dilation, l.ND, 1)
	return grouped(text, l.In, l.Out, l.Groups, l.Bias)
}

// grouped completes the text of a convolution, which has slots for its channels.
func grouped(text string, in, out, groups int64, hasBias bool) expr {
	slots := []slot{{"in_channels", in}, {"out_channels", out}}
	if groups > 1 {
		text += ", groups=§"
		slots = append(slots, slot{"groups", groups})
	}
	return expr{text: text + bias(hasBias) + ")", slots: slots}
}

func maximum(_ layer.Maximum, in []string) expr {
	x := in[0]
	for _, y := range in[1:] {
		x = "torch.maximum(" + x + ", " + y + ")"
	}
	return expr{text: x}
}

func batchNorm(l layer.BatchNorm) expr {
	e := expr{text: "nn." + l.Kind() + "(§" + eps(l.Eps) + python.Off("affine", l.Affine) + python.Off("track_running_stats", l.TrackStats) + ")", slots: channels(l.C)}
	if l.AlwaysTraining {
		e.text, e.helper = "keep_training("+e.text+")", "keep_training"
	}
	return e
}

func instanceNorm(l layer.InstanceNorm) expr {
	return expr{text: "nn." + l.Kind() + "(§" + eps(l.Eps) + on("affine", l.Affine) + on("track_running_stats", l.TrackStats) + ")", slots: channels(l.C)}
}

// instanceNormCall writes a norm without tensors; any other needs a module.
func instanceNormCall(l layer.InstanceNorm, in []string) expr {
	if l.Affine || l.TrackStats {
		return expr{}
	}
	return expr{text: "F.instance_norm(" + in[0] + eps(l.Eps) + ")"}
}

func layerNorm(l layer.LayerNorm) expr {
	shape := "§"
	for _, n := range l.Size {
		if n > 0 {
			shape += fmt.Sprintf(", %d", n)
		}
	}
	if shape != "§" {
		shape = "(" + shape + ")"
	}
	return expr{text: "nn.LayerNorm(" + shape + eps(l.Eps) + python.Off("elementwise_affine", l.Affine) + ")", slots: channels(l.C)}
}

func constantPad(l layer.ConstantPad) expr {
	return expr{text: "nn." + l.Kind() + "(" + sides(l.Before, l.After, l.ND) + ", 0.0)"}
}

func reflectionPad(l layer.ReflectionPad) expr {
	width := python.Axes(l.Padding, l.ND)
	if strings.Contains(width, ",") { // the axes differ
		width = sides(l.Padding, l.Padding, l.ND)
	}
	return expr{text: "nn." + l.Kind() + "(" + width + ")"}
}

func pixelShuffle(l layer.PixelShuffle, in []string) expr {
	if l.ND == 2 {
		return expr{text: fmt.Sprintf("F.pixel_shuffle(%s, %d)", in[0], l.Factor)}
	}
	return expr{text: fmt.Sprintf("pixel_shuffle(%s, %d)", in[0], l.Factor), helper: "pixel_shuffle"}
}

// helperCode holds small functions and classes for operations that PyTorch has no
// single call for.
var helperCode = map[string]string{
	"Lookup":             lookupCode,
	"attention":          attentionCode,
	"FilteredConv2d":     filteredConvCode,
	"ChannelNorm":        channelNormCode,
	"memory_attention":   memoryAttentionCode,
	"linear_attention":   linearAttentionCode,
	"StandardizedConv2d": standardizedConvCode,
	"sinusoid":           sinusoidCode,
	"fourier_features":   fourierCode,
	"crop": `def crop(x, like):
    """Cuts the middle out of x, as large as like."""
    for dim in range(2, x.dim()):
        size = like.shape[dim]
        x = x.narrow(dim, (x.shape[dim] - size) // 2, size)
    return x
`,
	"keep_training": `def keep_training(module):
    """Keeps a module in training mode, whatever mode its network is in."""
    module.train = lambda mode=True: module
    return module
`,
	"pad_like": `def pad_like(x, like):
    """Pads x with zeros on all sides, or crops it, to the size of like."""
    pad = []
    for dim in range(x.dim() - 1, 1, -1):
        missing = like.shape[dim] - x.shape[dim]
        pad += [missing // 2, missing - missing // 2]
    return F.pad(x, pad)
`,
	"replicate_one": `def replicate_one(x, like):
    """Repeats the last value of each axis of x whose size is not that of like."""
    pad = []
    for dim in range(x.dim() - 1, 1, -1):
        pad += [0, int(x.shape[dim] != like.shape[dim])]
    return F.pad(x, pad, mode="replicate")
`,
	"max_unpool": `def max_unpool(x, pooled, factor):
    """Puts x where the largest values of the windows of what was pooled stood."""
    n = x.dim() - 2
    pool = (F.max_pool1d, F.max_pool2d, F.max_pool3d)[n - 1]
    unpool = (F.max_unpool1d, F.max_unpool2d, F.max_unpool3d)[n - 1]
    _, where = pool(pooled, factor, return_indices=True)
    return unpool(x, where, factor, output_size=pooled.shape[2:])
`,
	"pixel_shuffle": `def pixel_shuffle(x, factor):
    """Makes positions of channels, along every axis."""
    n = x.dim() - 2
    x = x.unflatten(1, (-1, *[factor] * n))
    x = x.permute(0, 1, *[dim for i in range(n) for dim in (2 + n + i, 2 + i)])
    for dim in range(n):
        x = x.flatten(2 + dim, 3 + dim)
    return x
`,
	"multiple_of": `def multiple_of(x, sizes, only=False, square=False):
    """Refuses sizes that are not multiples of the given ones, or not these only."""
    for n, of in zip(x.shape[2:], sizes):
        if n % of or only and n != of:
            raise ValueError(f"a size of {n} is not {of}" + " or a multiple" * (not only))
        if square and n != x.shape[2]:
            raise ValueError("the sizes differ")
    return x
`,
	"trim_odd": `def trim_odd(x, like):
    """Cuts one off the end of each axis of x that differs from like by an odd number."""
    for dim in range(2, x.dim()):
        x = x.narrow(dim, 0, x.shape[dim] - (x.shape[dim] - like.shape[dim]) % 2)
    return x
`,
	"resize_like": `def resize_like(x, like, linear=False, align_corners=None):
    """Interpolates x to the size of like."""
    mode = {3: "linear", 4: "bilinear", 5: "trilinear"}[x.dim()] if linear else "nearest"
    return F.interpolate(x, size=like.shape[2:], mode=mode, align_corners=align_corners)
`,
	"attention_mask":          attentionMaskCode,
	"patch_positions":         patchPositionsCode,
	"patch_channels":          patchChannelsCode,
	"reflect_one":             reflectOneCode,
	"relative_position_index": relativePositionIndexCode,
	"trim_like":               trimLikeCode,
	"window_attention":        windowAttentionCode,
	"heads_inside":            headsInsideCode,
	"ungroup":                 ungroupCode,
	"window_pad":              windowPadCode,
	"axial_shift":             axialShiftCode,
	"KANLinear":               kanLinearCode,
	"NIN":                     ninCode,
	"head_norm":               headNormCode,
	"null_token":              nullTokenCode,
	"null_condition":          nullConditionCode,
	"PositionTable":           positionTableCode,
	"context_pool":            contextPoolCode,
	"GammaNorm":               gammaNormCode,
	"MagnitudeConv2d":         magnitudeConvCode,
	"MagnitudeLinear":         magnitudeLinearCode,
	"magnitude_add":           magnitudeAddCode,
	"magnitude_concat":        magnitudeConcatCode,
	"Gain":                    gainCode,
	"Blend":                   blendCode,
	"LowPass":                 lowPassModuleCode,
	"learned_map":             learnedMapCode,
	"low_pass":                lowPassCode,
	"Resample1d":              resampleCode,
	"LSTM":                    lstmCode,
	"MultiheadAttention":      multiheadCode,
	"RowEmbedding":            rowEmbeddingCode,
	"decay_attention":         decayAttentionCode,
	"double_rate":             doubleRateCode,
	"frames":                  framesCode,
	"inverse_spectrogram":     inverseSpectrogramCode,
	"pad_valid":               padValidCode,
	"sinusoidal_positions":    positionsCode,
	"spectrogram":             spectrogramCode,
	"standardize":             standardizeCode,
	"unframes":                unframesCode,
	"UnregisteredTransformer": unregisteredCode,
	"center_lines":            centerLinesCode,
	"root_of_coils":           rootOfCoilsCode,
	"complex_product":         complexProductCode,
	"data_consistency":        dataConsistencyCode,
	"fourier_2d":              fourierCode2D,
	"pad_around":              padAroundCode,
	"StdConv1d":               stdConvCode(1),
	"StdConv2d":               stdConvCode(2),
	"StdConv3d":               stdConvCode(3),
	"BiasFreeNorm":            biasFreeNormCode,
	"temperature_attention":   temperatureAttentionCode,
	"channel_attention":       channelAttentionCode,
	"cross_channel_attention": crossChannelAttentionCode,
	"WindowEmbedding":         windowEmbeddingCode,
	"PositionLinear":          positionLinearCode,
}

// sequence writes all three axes as a tuple, with 1 instead of zero.
func sequence(a counter.Axes) string {
	return fmt.Sprintf("(%d, %d, %d)", max(a[0], 1), max(a[1], 1), max(a[2], 1))
}

func convPadding(l layer.Conv) string {
	if !l.Same {
		return python.Option("padding", l.Padding, l.ND, 0)
	}
	var p counter.Axes
	for i, k := range l.Kernel[:l.ND] {
		if k%2 == 0 {
			return `, padding="same"`
		}
		p[i] = k / 2 * max(l.Dilation[i], 1)
	}
	return python.Option("padding", p, l.ND, 0)
}

func poolArgs(l layer.Pool) string {
	s := python.Axes(l.Kernel, l.ND)
	stride := l.Stride
	for i := range l.ND {
		if stride[i] == 0 {
			stride[i] = l.Kernel[i]
		}
	}
	if python.Axes(stride, l.ND) != s {
		s += python.Option("stride", stride, l.ND, -1)
	}
	s += python.Option("padding", l.Padding, l.ND, 0)
	if l.Ceil {
		s += ", ceil_mode=True"
	}
	if l.Inside {
		s += ", count_include_pad=False"
	}
	return s
}

func channels(n int64) []slot { return []slot{{"channels", n}} }

// sides writes a padding as PyTorch expects it: the numbers before and after each
// axis, the last axis first.
func sides(before, after counter.Axes, nd int) string {
	var s []string
	for i := nd - 1; i >= 0; i-- {
		s = append(s, fmt.Sprint(before[i]), fmt.Sprint(after[i]))
	}
	return "(" + strings.Join(s, ", ") + ")"
}

// scaling writes the arguments of an interpolation by a factor.
func scaling(l layer.Upsample) string {
	mode := "nearest"
	if l.Linear {
		mode = [...]string{1: "linear", 2: "bilinear", 3: "trilinear"}[l.ND]
	}
	return fmt.Sprintf("scale_factor=%s, mode=%q%s", python.Axes(l.Scale, l.ND), mode, on("align_corners", l.AlignCorners))
}

// reduction returns the name of a pooling in function names.
func reduction(average bool) string {
	if average {
		return "avg"
	}
	return "max"
}

// eps writes the number that a norm adds to the variance, unless it is PyTorch's
// default.
func eps(decimal string) string {
	if decimal == "" {
		return ""
	}
	return ", eps=" + decimal
}

func bias(b bool) string { return python.Off("bias", b) }

// on returns ", name=True" if b, for an option that is off by default.
func on(name string, b bool) string {
	if b {
		return ", " + name + "=True"
	}
	return ""
}
