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

// An expr is an expression with slots, each of which stands in text as "§".
type expr struct {
	text   string
	slots  []slot
	helper string // that it calls, of [helperCode]
}

// build returns the expression that makes a layer's module, or false for a
// layer that has no class of its own.
func build(l counter.Layer) (expr, bool) {
	in := func(n int64) slot { return slot{"in_channels", n} }
	out := func(n int64) slot { return slot{"out_channels", n} }
	channels := func(n int64) slot { return slot{"channels", n} }
	switch l := l.(type) {
	case layer.Conv:
		args := fmt.Sprintf("nn.%s(§, §, %s%s%s%s%s%s)", l.Kind(), python.Axes(l.Kernel, l.ND),
			python.Option("stride", l.Stride, l.ND, 1), convPadding(l), python.Option("dilation", l.Dilation, l.ND, 1),
			groups(l.Groups), bias(l.Bias))
		e := expr{text: args, slots: []slot{in(l.In), out(l.Out)}}
		if l.Groups > 1 {
			e.slots = append(e.slots, slot{"groups", l.Groups})
		}
		return e, true
	case layer.ConvTranspose:
		args := fmt.Sprintf("nn.%s(§, §, %s%s%s%s%s%s%s)", l.Kind(), python.Axes(l.Kernel, l.ND),
			python.Option("stride", l.Stride, l.ND, 1), python.Option("padding", l.Padding, l.ND, 0),
			python.Option("output_padding", l.OutputPadding, l.ND, 0), python.Option("dilation", l.Dilation, l.ND, 1),
			groups(l.Groups), bias(l.Bias))
		e := expr{text: args, slots: []slot{in(l.In), out(l.Out)}}
		if l.Groups > 1 {
			e.slots = append(e.slots, slot{"groups", l.Groups})
		}
		return e, true
	case layer.BatchNorm:
		if l.AlwaysTraining {
			return expr{fmt.Sprintf("keep_training(nn.%s(§%s%s))", l.Kind(), python.Off("affine", l.Affine), python.Off("track_running_stats", l.TrackStats)), []slot{channels(l.C)}, "keep_training"}, true
		}
		return expr{fmt.Sprintf("nn.%s(§%s%s)", l.Kind(), python.Off("affine", l.Affine), python.Off("track_running_stats", l.TrackStats)), []slot{channels(l.C)}, ""}, true
	case layer.InstanceNorm:
		return expr{fmt.Sprintf("nn.%s(§%s%s)", l.Kind(), on("affine", l.Affine), on("track_running_stats", l.TrackStats)), []slot{channels(l.C)}, ""}, true
	case layer.GroupNorm:
		return expr{fmt.Sprintf("nn.GroupNorm(§, §%s)", python.Off("affine", l.Affine)), []slot{{"groups", l.Groups}, channels(l.C)}, ""}, true
	case layer.LayerNorm:
		affine := python.Off("elementwise_affine", l.Affine)
		if l.Size == (counter.Axes{}) {
			return expr{fmt.Sprintf("nn.LayerNorm(§%s)", affine), []slot{channels(l.C)}, ""}, true
		}
		shape := "§"
		for _, n := range l.Size {
			if n > 0 {
				shape += fmt.Sprintf(", %d", n)
			}
		}
		return expr{fmt.Sprintf("nn.LayerNorm((%s)%s)", shape, affine), []slot{channels(l.C)}, ""}, true
	case layer.Linear:
		return expr{fmt.Sprintf("nn.Linear(§, §%s)", bias(l.Bias)), []slot{{"in_features", l.In}, {"out_features", l.Out}}, ""}, true
	case layer.PReLU:
		return expr{"nn.PReLU(§)", []slot{channels(l.C)}, ""}, true
	case layer.Activation:
		if l.Name == "Softmax" {
			return expr{text: "nn.Softmax(1)"}, true
		}
		return expr{text: "nn." + l.Name + "(" + l.Slope + ")"}, true
	case layer.Dropout:
		return expr{text: "nn.Dropout()"}, true
	case layer.Pool:
		return expr{text: fmt.Sprintf("nn.%s(%s)", l.Kind(), poolArgs(l))}, true
	case layer.AdaptivePool:
		return expr{text: fmt.Sprintf("nn.%s(%s)", l.Kind(), python.Axes(l.Size, l.ND))}, true
	case layer.ConstantPad:
		var pad []string
		for i := l.ND - 1; i >= 0; i-- {
			pad = append(pad, fmt.Sprint(l.Before[i]), fmt.Sprint(l.After[i]))
		}
		return expr{text: fmt.Sprintf("nn.%s((%s), 0.0)", l.Kind(), strings.Join(pad, ", "))}, true
	case layer.ReflectionPad:
		return expr{text: fmt.Sprintf("nn.%s(%s)", l.Kind(), python.Axes(l.Padding, l.ND))}, true
	case layer.Upsample:
		return expr{text: fmt.Sprintf("nn.Upsample(scale_factor=%s, mode=%q%s)", python.Axes(l.Scale, l.ND), mode(l.Linear, l.ND), on("align_corners", l.AlignCorners))}, true
	}
	return expr{}, false
}

// function returns the expression of a layer that no module owns, applied to
// the named values; helpers names what it needs of [helperCode].
func function(l counter.Layer, in []string) (text, helper string, ok bool) {
	x := in[0]
	switch l := l.(type) {
	case layer.Concat:
		return "torch.cat([" + strings.Join(in, ", ") + "], 1)", "", true
	case layer.Add:
		return strings.Join(in, " + "), "", true
	case layer.Mul:
		return strings.Join(in, " * "), "", true
	case layer.Mean:
		return fmt.Sprintf("(%s) / %d", strings.Join(in, " + "), len(in)), "", true
	case layer.Maximum:
		for _, y := range in[1:] {
			x = "torch.maximum(" + x + ", " + y + ")"
		}
		return x, "", true
	case layer.BatchConcat:
		return "torch.cat([" + strings.Join(in, ", ") + "])", "", true
	case layer.FlattenPositions:
		return x + ".movedim(1, -1).flatten(0, -2)", "", true
	case layer.Crop:
		return fmt.Sprintf("crop(%s, %s)", x, in[1]), "crop", true
	case layer.PadLike:
		return fmt.Sprintf("pad_like(%s, %s)", x, in[1]), "pad_like", true
	case layer.ReplicateOne:
		return fmt.Sprintf("replicate_one(%s, %s)", x, in[1]), "replicate_one", true
	case layer.PixelShuffle:
		if l.ND == 2 {
			return fmt.Sprintf("F.pixel_shuffle(%s, %d)", x, l.Factor), "", true
		}
		return fmt.Sprintf("pixel_shuffle(%s, %d)", x, l.Factor), "pixel_shuffle", true
	case layer.SizeMultipleOf:
		return fmt.Sprintf("multiple_of(%s, %s)", x, sequence(l.Of)), "multiple_of", true
	case layer.Flatten:
		return x + ".flatten(1)", "", true
	case layer.Unflatten:
		return fmt.Sprintf("%s.unflatten(1, (%d, *%s.shape[2:]))", x, l.C, in[1]), "", true
	case layer.TrimOdd:
		return fmt.Sprintf("trim_odd(%s, %s)", x, in[1]), "trim_odd", true
	case layer.Interpolate:
		linear := "False"
		if l.Linear {
			linear = "True"
		}
		return fmt.Sprintf("resize_like(%s, %s, %s%s)", x, in[1], linear, on("align_corners", l.AlignCorners)), "resize_like", true
	case layer.Upsample:
		return fmt.Sprintf("F.interpolate(%s, scale_factor=%s, mode=%q%s)", x, python.Axes(l.Scale, l.ND), mode(l.Linear, l.ND), on("align_corners", l.AlignCorners)), "", true
	case layer.Pool:
		name := "max"
		if l.Average {
			name = "avg"
		}
		return fmt.Sprintf("F.%s_pool%dd(%s, %s)", name, l.ND, x, poolArgs(l)), "", true
	case layer.AdaptivePool:
		name := "max"
		if l.Average {
			name = "avg"
		}
		return fmt.Sprintf("F.adaptive_%s_pool%dd(%s, %s)", name, l.ND, x, python.Axes(l.Size, l.ND)), "", true
	case layer.Activation:
		switch l.Name {
		case "ReLU":
			return "F.relu(" + x + ")", "", true
		case "Sigmoid":
			return "torch.sigmoid(" + x + ")", "", true
		case "Softmax":
			return "torch.softmax(" + x + ", 1)", "", true
		}
		return "nn." + l.Name + "(" + l.Slope + ")(" + x + ")", "", true
	case layer.Dropout:
		return "F.dropout(" + x + ", training=self.training)", "", true
	case layer.Argmax:
		return x + ".argmax(1, keepdim=True).float()", "", true
	case layer.InstanceNorm:
		if !l.Affine && !l.TrackStats {
			return "F.instance_norm(" + x + ")", "", true
		}
	case layer.PairDot:
		return fmt.Sprintf(`torch.einsum("bcq,bck->bqk", %s.flatten(2), %s.flatten(2))[:, None]`, x, in[1]), "", true
	case layer.PairSum:
		return fmt.Sprintf("%s.flatten(2)[..., :, None] + %s.flatten(2)[..., None, :]", x, in[1]), "", true
	case layer.AttentionWeights:
		dims := fmt.Sprint(l.Axis + 2)
		switch {
		case l.Softmax && l.Axis < 0:
			return fmt.Sprintf("%s.flatten(2).softmax(2).reshape(%s.shape)", x, x), "", true
		case l.Softmax:
			return x + ".softmax(" + dims + ")", "", true
		case l.Axis < 0:
			return fmt.Sprintf("%s / %s[0, 0].numel()", x, x), "", true
		}
		return fmt.Sprintf("%s / %s.shape[%s]", x, x, dims), "", true
	case layer.PairWeighted:
		return fmt.Sprintf(`torch.einsum("bqk,bck->bcq", %s[:, 0], %s.flatten(2)).unflatten(2, %s.shape[2:])`, x, in[1], in[2]), "", true
	}
	return "", "", false
}

// helperCode holds the small functions that PyTorch has no single call for.
var helperCode = map[string]string{
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
	"pixel_shuffle": `def pixel_shuffle(x, factor):
    """Makes positions of channels, along every axis."""
    n = x.dim() - 2
    x = x.unflatten(1, (-1, *[factor] * n))
    x = x.permute(0, 1, *[dim for i in range(n) for dim in (2 + n + i, 2 + i)])
    for dim in range(n):
        x = x.flatten(2 + dim, 3 + dim)
    return x
`,
	"multiple_of": `def multiple_of(x, sizes):
    """Refuses sizes that are not multiples of the given ones."""
    for n, of in zip(x.shape[2:], sizes):
        if n % of:
            raise ValueError(f"a size of {n} is no multiple of {of}")
    return x
`,
	"trim_odd": `def trim_odd(x, like):
    """Cuts one off the end of each axis of x that differs from like by an odd number."""
    for dim in range(2, x.dim()):
        x = x.narrow(dim, 0, x.shape[dim] - (x.shape[dim] - like.shape[dim]) % 2)
    return x
`,
	"resize_like": `def resize_like(x, like, linear, align_corners=None):
    """Interpolates x to the size of like."""
    mode = {3: "linear", 4: "bilinear", 5: "trilinear"}[x.dim()] if linear else "nearest"
    return F.interpolate(x, size=like.shape[2:], mode=mode, align_corners=align_corners)
`,
}

// sequence writes axes one by one.
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
	return s
}

func groups(n int64) string {
	if n > 1 {
		return ", groups=§"
	}
	return ""
}

func bias(b bool) string { return python.Off("bias", b) }

// on returns ", name=True" if b, for what PyTorch has off by default.
func on(name string, b bool) string {
	if b {
		return ", " + name + "=True"
	}
	return ""
}

func mode(linear bool, nd int) string {
	if !linear {
		return "nearest"
	}
	return []string{1: "linear", 2: "bilinear", 3: "trilinear"}[nd]
}
