package keras

import (
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/layer/layertest"
)

// TestRows: every type of layer has a row, in the order of package layer.
func TestRows(t *testing.T) {
	examples := layertest.Examples()
	for i, e := range examples {
		out, _ := e.Layer.Forward(e.In...)
		name := reflect.TypeOf(e.Layer).Name()
		if i >= len(rows) {
			t.Fatalf("%s has no row", name)
		}
		if _, _, mine := rows[i].pieces(e.Layer, use{e.In, out}); !mine {
			t.Fatalf("row %d is not that of %s: add it, or put it in the order of package layertest", i, name)
		}
	}
	if len(rows) > len(examples) {
		t.Errorf("%d rows for %d types of layers", len(rows), len(examples))
	}
}

var one, two, three = counter.Cube(1), counter.Cube(2), counter.Cube(3)

// sizes returns a shape of four channels.
func sizes(n ...int64) counter.Shape {
	x := counter.Shape{C: 4, ND: len(n)}
	copy(x.Size[:], n)
	return x
}

// TestLayers pins the code of each layer with each of its settings, or the reason
// why there is none: an arrow joins several Keras layers, "@" stands for the name,
// and "[]" for a list of inputs.
func TestLayers(t *testing.T) {
	x, open := sizes(8, 8), counter.Shape{C: 4, ND: 2}
	image := []counter.Shape{x}
	volume := []counter.Shape{sizes(4, 4, 4)}
	to := func(n ...int64) []counter.Shape { return []counter.Shape{x, sizes(n...)} }
	scores := []counter.Shape{{C: 1, ND: 2, Size: counter.Axes{64, 64}}, x, x}
	for _, tt := range []struct {
		layer counter.Layer
		in    []counter.Shape
		want  string
	}{
		{layer.ReLU, image, "layers.ReLU()"},
		{layer.Activation{Name: "LeakyReLU"}, image, "layers.LeakyReLU(0.01)"},
		{layer.Activation{Name: "LeakyReLU", Slope: "0.1"}, image, "layers.LeakyReLU(0.1)"},
		{layer.Activation{Name: "ELU"}, image, "layers.ELU()"},
		{layer.Activation{Name: "ELU", Slope: "0.5"}, image, "layers.ELU(0.5)"},
		{layer.Sigmoid, image, `layers.Activation("sigmoid")`},
		{layer.Softmax, image, `layers.Activation("softmax")`},
		{layer.Activation{Name: "SiLU"}, image, `layers.Activation("swish")`},
		{layer.Activation{Name: "Hardshrink"}, image, "NoLayer"},
		{layer.PReLU{C: 4}, image, "layers.PReLU(keras.initializers.Constant(0.25), shared_axes=[1, 2]@)"},
		{layer.PReLU{C: 1}, volume, "layers.PReLU(keras.initializers.Constant(0.25), shared_axes=[1, 2, 3, 4]@)"},
		{layer.Dropout{}, image, "layers.Dropout(0.5)"},
		{layer.Argmax{}, image, "NoLayer"},
		{layer.ChannelPool{}, image, "NoLayer"},
		{layer.PairDot{}, to(8, 8), "pair_dot()"},
		{layer.PairDot{}, []counter.Shape{open, open}, "NeedsSize"},
		{layer.PairSum{}, to(8, 8), "NoLayer"},
		{layer.AttentionWeights{Softmax: true, Axis: 1}, scores[:1], "layers.Softmax(axis=2)"},
		{layer.AttentionWeights{Softmax: true, Axis: -1}, scores[:1], "NoLayer"},
		{layer.AttentionWeights{Axis: 1}, scores[:1], "NoLayer"},
		{layer.PairWeighted{}, scores, "pair_weighted()"},
		{layer.Conv{ND: 2, In: 4, Out: 8, Kernel: three, Padding: one, Bias: true}, image, `layers.Conv2D(8, 3, padding="same"@)`},
		{layer.Conv{ND: 2, In: 4, Out: 8, Kernel: one}, image, "layers.Conv2D(8, 1, use_bias=False@)"},
		{layer.Conv{ND: 2, In: 4, Out: 8, Kernel: three, Bias: true}, image, "layers.Conv2D(8, 3@)"},
		{layer.Conv{ND: 2, In: 4, Out: 8, Kernel: three, Stride: two, Padding: one, Bias: true}, image, "layers.ZeroPadding2D(1) > layers.Conv2D(8, 3, strides=2@)"},
		{layer.Conv{ND: 2, In: 4, Out: 8, Kernel: three, Padding: two, Dilation: two, Groups: 2, Bias: true}, image, `layers.Conv2D(8, 3, padding="same", dilation_rate=2, groups=2@)`},
		{layer.Conv{ND: 2, In: 4, Out: 8, Kernel: counter.Axes{1, 3}, Padding: counter.Axes{1, 1}, Bias: true}, image, "layers.ZeroPadding2D(1) > layers.Conv2D(8, (1, 3)@)"},
		{layer.Conv{ND: 2, In: 4, Out: 8, Kernel: two, Same: true, Bias: true}, image, `layers.Conv2D(8, 2, padding="same"@)`},
		{layer.Conv{ND: 2, In: 4, Out: 8, Kernel: three, Stride: two, Dilation: two}, image, "NoLayer"},
		{layer.ConvTranspose{ND: 2, In: 4, Out: 2, Kernel: two, Stride: two, Bias: true}, image, "layers.Conv2DTranspose(2, 2, strides=2@)"},
		{layer.ConvTranspose{ND: 2, In: 4, Out: 2, Kernel: three, Stride: two, Padding: one, OutputPadding: one}, image, "layers.Conv2DTranspose(2, 3, strides=2, use_bias=False@) > layers.Cropping2D(((1, 0), (1, 0)))"},
		{layer.ConvTranspose{ND: 2, In: 4, Out: 2, Kernel: one, Stride: two, Bias: true}, image, "layers.Conv2DTranspose(2, 1, strides=2@) > layers.Cropping2D(((0, 1), (0, 1)))"},
		{layer.ConvTranspose{ND: 2, In: 4, Out: 2, Kernel: two, Stride: two, OutputPadding: one}, image, "NoLayer"},
		{layer.ConvTranspose{ND: 2, In: 4, Out: 2, Kernel: two, Groups: 2}, image, "NoLayer"},
		{layer.ConvTranspose{ND: 2, In: 4, Out: 2, Kernel: two, Dilation: two}, image, "NoLayer"},
		{layer.BatchConcat{}, to(8, 8), "NoLayer"},
		{layer.Stack{}, to(8, 8), "stack()"},
		{layer.Stack{}, []counter.Shape{open, open}, "NeedsSize"},
		{layer.Concat{}, to(8, 8), "layers.Concatenate()[]"},
		{layer.Add{}, to(8, 8), "layers.Add()[]"},
		{layer.Mul{}, to(8, 8), "layers.Multiply()[]"},
		{layer.Crop{}, to(5, 6), "layers.Cropping2D(((1, 2), (1, 1)))"},
		{layer.Crop{}, []counter.Shape{open, open}, "NeedsSize"},
		{layer.Maximum{}, to(8, 8), "layers.Maximum()[]"},
		{layer.Mean{}, to(8, 8), "layers.Average()[]"},
		{layer.Linear{In: 4, Out: 6, Bias: true}, image, "layers.Dense(6@)"},
		{layer.Linear{In: 4, Out: 6}, image, "layers.Dense(6, use_bias=False@)"},
		{layer.Linear{In: 4}, image, "NoLayer"},
		{layer.BatchNorm{ND: 2, C: 4, Affine: true, TrackStats: true}, image, "layers.BatchNormalization(momentum=0.9, epsilon=1e-5@)"},
		{layer.BatchNorm{ND: 2, C: 4, TrackStats: true, Eps: "1e-3"}, image, "layers.BatchNormalization(momentum=0.9, epsilon=1e-3, center=False, scale=False@)"},
		{layer.BatchNorm{ND: 2, C: 4, Affine: true, TrackStats: true, AlwaysTraining: true}, image, "layers.BatchNormalization(momentum=0.9, epsilon=1e-5@) training"},
		{layer.BatchNorm{ND: 2, C: 4, Affine: true}, image, "NoLayer"},
		{layer.InstanceNorm{ND: 2, C: 4}, image, "layers.GroupNormalization(groups=-1, epsilon=1e-5, center=False, scale=False)"},
		{layer.InstanceNorm{ND: 2, C: 4, Affine: true, Eps: "1e-3"}, image, "layers.GroupNormalization(groups=-1, epsilon=1e-3@)"},
		{layer.InstanceNorm{ND: 2, C: 4, TrackStats: true}, image, "NoLayer"},
		{layer.GroupNorm{Groups: 2, C: 4, Affine: true}, image, "layers.GroupNormalization(groups=2, epsilon=1e-5@)"},
		{layer.GroupNorm{Groups: 2, C: 4, Eps: "1e-6"}, image, "layers.GroupNormalization(groups=2, epsilon=1e-6, center=False, scale=False)"},
		{layer.LayerNorm{C: 4}, image, "NoLayer"},
		{layer.ConstantPad{ND: 2, Before: counter.Axes{1, 2}, After: counter.Axes{3, 0}}, image, "layers.ZeroPadding2D(((1, 3), (2, 0)))"},
		{layer.PadLike{}, to(11, 10), "layers.ZeroPadding2D(((1, 2), (1, 1)))"},
		{layer.PadLike{}, to(5, 9), "layers.Cropping2D(((2, 1), (0, 0))) > layers.ZeroPadding2D(((0, 0), (0, 1)))"},
		{layer.TrimOdd{}, to(7, 6), "layers.Cropping2D(((0, 1), (0, 0)))"},
		{layer.ReflectionPad{ND: 2, Padding: one}, image, "NoLayer"},
		{layer.ReplicateOne{}, to(8, 8), ""},
		{layer.ReplicateOne{}, to(9, 8), "NoLayer"},
		{layer.AdaptivePool{ND: 2, Average: true, Size: one}, image, "layers.GlobalAveragePooling2D(keepdims=True)"},
		{layer.AdaptivePool{ND: 2, Size: one}, image, "layers.GlobalMaxPooling2D(keepdims=True)"},
		{layer.AdaptivePool{ND: 2, Size: two}, image, "NoLayer"},
		{layer.Pool{ND: 2, Kernel: two}, image, "layers.MaxPooling2D(2)"},
		{layer.Pool{ND: 2, Kernel: three, Stride: two}, image, "layers.MaxPooling2D(3, strides=2)"},
		{layer.Pool{ND: 2, Kernel: three, Padding: one}, image, "NoLayer"},
		{layer.Pool{ND: 2, Average: true, Kernel: three, Stride: two, Padding: one}, image, "layers.ZeroPadding2D(1) > layers.AveragePooling2D(3, strides=2)"},
		{layer.Pool{ND: 2, Kernel: two, Ceil: true}, image, "layers.MaxPooling2D(2)"},
		{layer.Pool{ND: 2, Kernel: two, Ceil: true}, []counter.Shape{sizes(7, 8)}, `layers.MaxPooling2D(2, padding="same")`},
		{layer.Pool{ND: 2, Kernel: two, Ceil: true}, []counter.Shape{open}, `layers.MaxPooling2D(2, padding="same")`},
		{layer.Pool{ND: 2, Kernel: three, Ceil: true}, image, "NoLayer"},
		{layer.FlattenPositions{}, image, "NoLayer"},
		{layer.Flatten{Size: x.Size}, image, "NoLayer"},
		{layer.Unflatten{C: 4}, []counter.Shape{{C: 4}, sizes(1, 1)}, "layers.Reshape((1, 1, 4))"},
		{layer.Unflatten{C: 4}, []counter.Shape{{C: 256}, x}, "NoLayer"},
		{layer.Unflatten{C: 4}, []counter.Shape{{C: 4}, open}, "NeedsSize"},
		{layer.Interpolate{}, to(8, 8), ""},
		{layer.Interpolate{}, to(16, 24), "layers.UpSampling2D((2, 3))"},
		{layer.Interpolate{}, to(9, 8), "NoLayer"},
		{layer.Interpolate{Linear: true}, to(16, 16), `layers.UpSampling2D(2, interpolation="bilinear")`},
		{layer.Interpolate{Linear: true}, to(9, 12), "layers.Resizing(9, 12)"},
		{layer.Interpolate{Linear: true, AlignCorners: true}, to(16, 16), "upsample_aligned([2, 2])"},
		{layer.Interpolate{Linear: true, AlignCorners: true}, to(9, 12), "NoLayer"},
		{layer.Interpolate{}, []counter.Shape{open, open}, "NeedsSize"},
		{layer.MaxUnpool{ND: 2, Factor: 2}, image, "NoLayer"},
		{layer.PixelShuffle{ND: 2, Factor: 2}, image, "NoLayer"},
		{layer.Upsample{ND: 2, Scale: two}, image, "layers.UpSampling2D(2)"},
		{layer.Upsample{ND: 2, Scale: one}, image, ""},
		{layer.Upsample{ND: 2, Linear: true, Scale: two}, image, `layers.UpSampling2D(2, interpolation="bilinear")`},
		{layer.Upsample{ND: 3, Linear: true, Scale: counter.Axes{1, 2, 2}}, volume, "upsample_linear([1, 2, 2])"},
		{layer.Upsample{ND: 2, Linear: true, AlignCorners: true, Scale: two}, image, "upsample_aligned([2, 2])"},
		{layer.Upsample{ND: 2, Linear: true, AlignCorners: true, Scale: two}, []counter.Shape{open}, "NeedsSize"},
		{layer.RuntimeError{}, image, "CannotRun"},
		{layer.ChannelMismatch{C: 4}, image, "CannotRun"},
		{layer.SizeMultipleOf{Of: two}, image, ""},
	} {
		if got := written(tt.layer, tt.in); got != tt.want {
			t.Errorf("%T%+v of %v is %q, want %q", tt.layer, tt.layer, tt.in, got, tt.want)
		}
	}
}

// written returns the layers or the reason in the form of TestLayers.
func written(l counter.Layer, in []counter.Shape) string {
	out, _ := l.Forward(in...)
	pieces, reason := pieces(l, use{in, out})
	if reason != 0 {
		return [...]string{NoLayer: "NoLayer", NeedsSize: "NeedsSize", CannotRun: "CannotRun"}[reason]
	}
	var texts []string
	for _, p := range pieces {
		text := p.text
		for _, s := range p.slot {
			text = strings.Replace(text, "§", strconv.FormatInt(s.n, 10), 1)
		}
		if p.owner {
			text = strings.Replace(text, "◊", "@", 1)
		} else {
			text = strings.Replace(text, "◊", "", 1)
		}
		if p.join {
			text += "[]"
		}
		if p.training {
			text += " training"
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, " > ")
}

// TestHelpers compares the helpers with testdata/helpers.py, which was reviewed
// line by line; UPDATE=1 rewrites it.
func TestHelpers(t *testing.T) {
	var b strings.Builder
	for _, h := range helpers {
		b.WriteString(h.code)
	}
	const golden = "testdata/helpers.py"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("differ from %s:\n%s", golden, &b)
	}
}
