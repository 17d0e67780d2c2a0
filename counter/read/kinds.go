package read

import "strings"

// kerasClasses are Keras's classes with PyTorch's names for them. A # is replaced by
// 1d, 2d or 3d according to the output's shape.
var kerasClasses = []struct{ keras, torch string }{
	{"Conv1D", "Conv1d"}, {"Conv2D", "Conv2d"}, {"Conv3D", "Conv3d"},
	{"Conv1DTranspose", "ConvTranspose1d"}, {"Conv2DTranspose", "ConvTranspose2d"}, {"Conv3DTranspose", "ConvTranspose3d"},
	{"Convolution1D", "Conv1d"}, {"Convolution2D", "Conv2d"}, {"Convolution3D", "Conv3d"},
	{"Deconvolution2D", "ConvTranspose2d"}, {"Deconvolution3D", "ConvTranspose3d"},
	{"SeparableConv2D", "SeparableConv2d"}, {"DepthwiseConv2D", "DepthwiseConv2d"},
	{"BatchNormalization", "BatchNorm#"}, {"SyncBatchNormalization", "BatchNorm#"}, {"LayerNormalization", "LayerNorm"},
	{"GroupNormalization", "GroupNorm"}, {"InstanceNormalization", "InstanceNorm#"},
	{"Dense", "Linear"}, {"PReLU", "PReLU"}, {"Embedding", "Embedding"},
	{"Activation", "Activation"}, {"ReLU", "ReLU"}, {"LeakyReLU", "LeakyReLU"}, {"ELU", "ELU"}, {"Softmax", "Softmax"},
	{"MaxPooling1D", "MaxPool1d"}, {"MaxPooling2D", "MaxPool2d"}, {"MaxPooling3D", "MaxPool3d"},
	{"AveragePooling1D", "AvgPool1d"}, {"AveragePooling2D", "AvgPool2d"}, {"AveragePooling3D", "AvgPool3d"},
	{"GlobalAveragePooling2D", "AdaptiveAvgPool2d"}, {"GlobalAveragePooling3D", "AdaptiveAvgPool3d"}, {"GlobalMaxPooling2D", "AdaptiveMaxPool2d"},
	{"UpSampling1D", "Upsample"}, {"UpSampling2D", "Upsample"}, {"UpSampling3D", "Upsample"},
	{"Concatenate", "Concat"}, {"Merge", "Concat"}, {"Add", "Add"}, {"Multiply", "Multiply"}, {"Subtract", "Subtract"}, {"Average", "Average"},
	{"Dropout", "Dropout"}, {"SpatialDropout2D", "Dropout2d"}, {"SpatialDropout3D", "Dropout3d"}, {"GaussianNoise", "GaussianNoise"},
	{"InputLayer", "Input"}, {"ZeroPadding2D", "ZeroPad2d"}, {"ZeroPadding3D", "ZeroPad3d"}, {"Cropping2D", "Crop2d"}, {"Cropping3D", "Crop3d"},
	{"Reshape", "Reshape"}, {"Permute", "Permute"}, {"Flatten", "Flatten"}, {"Lambda", "Lambda"}, {"Rescaling", "Rescaling"}, {"Resizing", "Resizing"},
	{"TFOpLambda", "Lambda"}, {"SlicingOpLambda", "Lambda"}, {"TensorFlowOpLayer", "Lambda"},
	{"Functional", "Functional"}, {"Model", "Functional"}, {"Sequential", "Sequential"},
}

// kerasClass completes a class that may be truncated, using the layer's name, and
// returns it with PyTorch's name for it.
func kerasClass(printed, name string, cut bool, shape [][]int64) (class, kind string) {
	class = printed
	if cut {
		class = completed(printed, name)
	}
	kind = class
	for _, c := range kerasClasses {
		if c.keras == class {
			kind = c.torch
			break
		}
	}
	if base, ok := strings.CutSuffix(kind, "#"); ok {
		kind = base
		if len(shape) > 0 && len(shape[0]) > 2 && len(shape[0]) < 6 {
			kind += string(rune('0'+len(shape[0])-2)) + "d"
		}
	}
	return class, kind
}

// completed returns the class that begins with the printed text: the one that the
// layer is named after or, failing that, the only one.
func completed(printed, name string) string {
	base := strings.TrimRight(name, "0123456789")
	if base != name {
		base = strings.TrimSuffix(base, "_")
	}
	only, fits := "", 0
	for _, c := range kerasClasses {
		if !strings.HasPrefix(c.keras, printed) {
			continue
		}
		if lower(c.keras) == strings.ReplaceAll(base, "_", "") {
			return c.keras
		}
		only = c.keras
		fits++
	}
	if fits == 1 {
		return only
	}
	return printed
}

// withParameters are PyTorch's classes that have parameters, without the number of
// axes.
var withParameters = []string{"Conv", "ConvTranspose", "BatchNorm", "SyncBatchNorm", "InstanceNorm", "GroupNorm", "LayerNorm",
	"Linear", "PReLU", "Embedding", "LazyConv", "LSTM", "GRU", "RNN", "MultiheadAttention", "Bilinear", "RMSNorm", "NonDynamicallyQuantizableLinear"}

// without are PyTorch's classes that have none, without the number of axes.
var without = []string{"ReLU", "ReLU6", "LeakyReLU", "ELU", "SELU", "CELU", "GELU", "SiLU", "Mish", "Sigmoid", "Tanh", "Softmax", "LogSoftmax",
	"Hardswish", "Hardsigmoid", "Softplus", "Dropout", "AlphaDropout", "FeatureAlphaDropout", "MaxPool", "AvgPool", "AdaptiveAvgPool",
	"AdaptiveMaxPool", "LPPool", "MaxUnpool", "Upsample", "UpsamplingBilinear", "UpsamplingNearest", "ZeroPad", "ReflectionPad",
	"ReplicationPad", "ConstantPad", "Identity", "Flatten", "Unflatten", "PixelShuffle", "PixelUnshuffle", "Fold", "Unfold",
	"DropPath", "StochasticDepth", "CrossEntropyLoss", "BCELoss", "BCEWithLogitsLoss", "MSELoss", "L1Loss", "NLLLoss"}

// baseKind returns a class's name without the number of axes.
func baseKind(kind string) string {
	if n := len(kind); n > 2 && (kind[n-1] == 'd' || kind[n-1] == 'D') && kind[n-2] >= '1' && kind[n-2] <= '3' {
		return kind[:n-2]
	}
	return kind
}

// isLeafKind reports whether a class of PyTorch's is known to be one layer.
func isLeafKind(kind string) bool {
	b := baseKind(kind)
	return contains(withParameters, b) || contains(without, b)
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// torchKind returns the class in the spelling of [Row.Kind].
func torchKind(printed string) string {
	printed = printed[strings.LastIndexByte(printed, '.')+1:]
	if printed == "NonDynamicallyQuantizableLinear" {
		return "Linear"
	}
	return printed
}

// channels sets the channels of a row's output if its kind has any. Last says that
// shapes have the channels last.
func (r *Row) channels(last bool) {
	switch baseKind(r.Kind) {
	case "Conv", "ConvTranspose", "Linear":
	default:
		return
	}
	if len(r.Out) == 0 || len(r.Out[0]) < 2 || last && r.Cut || r.Channels > 0 {
		return
	}
	shape := r.Out[0]
	if axis := len(shape) - 1; last || r.Kind == "Linear" {
		r.Channels = max(shape[axis], 0)
	} else {
		r.Channels = max(shape[1], 0)
	}
}
