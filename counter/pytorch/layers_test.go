package pytorch

import (
	"maps"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/layer/layertest"
)

// TestRows: every type of layer has a row, in the order of package layer, and is
// written as a module, as a call, or as both.
func TestRows(t *testing.T) {
	examples := layertest.Examples()
	for i, e := range examples {
		name := reflect.TypeOf(e.Layer).Name()
		if i >= len(rows) || !writes(rows[i], e.Layer) {
			t.Fatalf("row %d is not that of %s: add it, or put it in the order of package layertest", i, name)
		}
		_, module := build(e.Layer)
		_, called := function(e.Layer, []string{"x", "y", "z", "index", "table"})
		if !module && !called {
			t.Errorf("the row of %s writes nothing", name)
		}
	}
	if len(rows) > len(examples) {
		t.Errorf("%d rows for %d types of layers", len(rows), len(examples))
	}
}

// writes reports whether a row is that of a layer's type.
func writes(r row, l counter.Layer) bool {
	_, module := r.module(l)
	_, called := r.call(l, []string{"x", "y", "z", "index", "table"})
	return module || called
}

// filled returns an expression's text with its numbers.
func filled(e expr) string {
	for _, s := range e.slots {
		e.text = strings.Replace(e.text, "§", strconv.FormatInt(s.n, 10), 1)
	}
	return e.text
}

var two, one = counter.Cube(2), counter.Cube(1)

// TestModules pins the code in __init__ for each layer with each of its settings.
func TestModules(t *testing.T) {
	for _, tt := range []struct {
		layer counter.Layer
		want  string
	}{
		{layer.ReLU, "nn.ReLU()"},
		{layer.Softmax, "nn.Softmax(1)"},
		{layer.Activation{Name: "LeakyReLU"}, "nn.LeakyReLU()"},
		{layer.Activation{Name: "LeakyReLU", Slope: "0.1"}, "nn.LeakyReLU(0.1)"},
		{layer.Activation{Name: "ELU", Slope: "0.5"}, "nn.ELU(0.5)"},
		{layer.PReLU{C: 7}, "nn.PReLU(7)"},
		{layer.Dropout{}, "nn.Dropout()"},
		{layer.Conv{ND: 2, In: 4, Out: 8, Kernel: counter.Axes{3, 5}, Bias: true}, "nn.Conv2d(4, 8, (3, 5))"},
		{layer.Conv{ND: 1, In: 4, Out: 8, Kernel: counter.Cube(3)}, "nn.Conv1d(4, 8, 3, bias=False)"},
		{layer.Conv{ND: 3, In: 4, Out: 8, Kernel: counter.Cube(3), Stride: counter.Axes{1, 2, 2}, Padding: counter.Axes{0, 1, 1}, Dilation: two, Groups: 4, Bias: true},
			"nn.Conv3d(4, 8, 3, stride=(1, 2, 2), padding=(0, 1, 1), dilation=2, groups=4)"},
		{layer.Conv{ND: 2, In: 4, Out: 8, Kernel: counter.Axes{3, 5}, Same: true, Bias: true}, "nn.Conv2d(4, 8, (3, 5), padding=(1, 2))"},
		{layer.Conv{ND: 2, In: 4, Out: 8, Kernel: counter.Cube(3), Same: true, Dilation: two, Bias: true}, "nn.Conv2d(4, 8, 3, padding=2, dilation=2)"},
		{layer.Conv{ND: 2, In: 4, Out: 8, Kernel: two, Same: true, Bias: true}, `nn.Conv2d(4, 8, 2, padding="same")`},
		{layer.ConvTranspose{ND: 2, In: 4, Out: 2, Kernel: two, Stride: two, Bias: true}, "nn.ConvTranspose2d(4, 2, 2, stride=2)"},
		{layer.ConvTranspose{ND: 3, In: 4, Out: 2, Kernel: counter.Cube(3), Stride: two, Padding: one, OutputPadding: counter.Axes{0, 1, 1}, Dilation: two, Groups: 2},
			"nn.ConvTranspose3d(4, 2, 3, stride=2, padding=1, output_padding=(0, 1, 1), dilation=2, groups=2, bias=False)"},
		{layer.Linear{In: 4, Out: 6, Bias: true}, "nn.Linear(4, 6)"},
		{layer.Linear{In: 4, Out: 6}, "nn.Linear(4, 6, bias=False)"},
		{layer.BatchNorm{ND: 2, C: 4, Affine: true, TrackStats: true}, "nn.BatchNorm2d(4)"},
		{layer.BatchNorm{ND: 2, C: 4, Eps: "1e-3"}, "nn.BatchNorm2d(4, eps=1e-3, affine=False, track_running_stats=False)"},
		{layer.BatchNorm{ND: 3, C: 4, Affine: true, TrackStats: true, AlwaysTraining: true}, "keep_training(nn.BatchNorm3d(4))"},
		{layer.InstanceNorm{ND: 2, C: 4}, "nn.InstanceNorm2d(4)"},
		{layer.InstanceNorm{ND: 2, C: 4, Eps: "1e-3", Affine: true, TrackStats: true}, "nn.InstanceNorm2d(4, eps=1e-3, affine=True, track_running_stats=True)"},
		{layer.GroupNorm{Groups: 2, C: 4, Affine: true}, "nn.GroupNorm(2, 4)"},
		{layer.GroupNorm{Groups: 2, C: 4, Eps: "1e-6"}, "nn.GroupNorm(2, 4, eps=1e-6, affine=False)"},
		{layer.LayerNorm{C: 4, Affine: true}, "nn.LayerNorm(4)"},
		{layer.LayerNorm{C: 4, Size: counter.Axes{5, 6}, Eps: "1e-6"}, "nn.LayerNorm((4, 5, 6), eps=1e-6, elementwise_affine=False)"},
		{layer.PositionEmbedding{C: 4, ND: 2, Size: counter.Cube(8)}, "nn.Parameter(torch.zeros(1, 64, 4))"},
		{layer.PositionEmbedding{C: 4, ND: 2, Size: counter.Cube(8), Map: true}, "nn.Parameter(torch.zeros(1, 4, 8, 8))"},
		{layer.PositionEmbedding{C: 4, ND: 1, Size: counter.Cube(8), Columns: true}, "nn.Parameter(torch.zeros(4, 8))"},
		{layer.ChannelScale{C: 4, ND: 2}, "nn.Parameter(torch.ones(1, 4, 1, 1))"},
		{layer.WindowAttention{ND: 2, Heads: 3, Window: counter.Cube(7)}, "nn.Parameter(torch.zeros(169, 3))"},
		{layer.AttentionMask{ND: 2, Size: counter.Cube(8), Window: two, Shift: one}, "attention_mask((8, 8), (2, 2), (1, 1))"},
		{layer.RelativePositionIndex{ND: 3, Window: counter.Cube(7)}, "relative_position_index((7, 7, 7))"},
		{layer.StdConv{Conv: layer.Conv{ND: 2, In: 4, Out: 8, Kernel: counter.Cube(3), Padding: one}}, "StdConv2d(4, 8, 3, padding=1, bias=False)"},
		{layer.BiasFreeNorm{C: 4}, "BiasFreeNorm(4)"},
		{layer.TemperatureAttention{Heads: 2}, "nn.Parameter(torch.ones(2, 1, 1))"},
		{layer.WindowEmbedding{C: 4, ND: 2, Window: two, Shift: one}, "WindowEmbedding(4, 4, (2, 2), (1, 1))"},
		{layer.PositionLinear{In: 64, Out: 8}, "PositionLinear(64, 8)"},
		{layer.PositionLinear{In: 64, Out: 8, Bare: true}, "nn.Parameter(torch.zeros(64, 8))"},
		{layer.ChannelScale{C: 4, ND: 3, Flat: true}, "nn.Parameter(torch.ones(4))"},
		{layer.RelativePositionIndex{ND: 3, Window: counter.Cube(4), Flawed: true}, "relative_position_index((4, 4, 4), flawed=True)"},
		{layer.ConstantPad{ND: 2, Before: counter.Axes{1, 2}, After: counter.Axes{3, 4}}, "nn.ConstantPad2d((2, 4, 1, 3), 0.0)"},
		{layer.ReflectionPad{ND: 2, Padding: one}, "nn.ReflectionPad2d(1)"},
		{layer.ReflectionPad{ND: 2, Padding: counter.Axes{1, 2}}, "nn.ReflectionPad2d((2, 2, 1, 1))"},
		{layer.AdaptivePool{ND: 2, Average: true, Size: one}, "nn.AdaptiveAvgPool2d(1)"},
		{layer.AdaptivePool{ND: 3, Size: counter.Axes{1, 2, 3}}, "nn.AdaptiveMaxPool3d((1, 2, 3))"},
		{layer.Pool{ND: 2, Kernel: two}, "nn.MaxPool2d(2)"},
		{layer.Pool{ND: 2, Kernel: two, Stride: two}, "nn.MaxPool2d(2)"},
		{layer.Pool{ND: 2, Average: true, Kernel: counter.Cube(3), Stride: two, Padding: one, Ceil: true}, "nn.AvgPool2d(3, stride=2, padding=1, ceil_mode=True)"},
		{layer.Pool{ND: 2, Kernel: counter.Cube(3), Stride: one}, "nn.MaxPool2d(3, stride=1)"},
		{layer.PixelShuffle{ND: 2, Factor: 2}, "nn.PixelShuffle(2)"},
		{layer.Upsample{ND: 2, Scale: two}, `nn.Upsample(scale_factor=2, mode="nearest")`},
		{layer.Upsample{ND: 1, Linear: true, Scale: two}, `nn.Upsample(scale_factor=2, mode="linear")`},
		{layer.Upsample{ND: 3, Linear: true, AlignCorners: true, Scale: counter.Axes{1, 2, 2}}, `nn.Upsample(scale_factor=(1, 2, 2), mode="trilinear", align_corners=True)`},
	} {
		e, ok := build(tt.layer)
		if got := filled(e); !ok || got != tt.want {
			t.Errorf("%+v is %s, want %s", tt.layer, got, tt.want)
		}
		if helper, _, _ := strings.Cut(tt.want, "("); (helperCode[helper] != "") != (e.helper == helper) {
			t.Errorf("%s has helper %q", tt.want, e.helper)
		}
	}
}

// TestCalls pins the code in forward for each layer that needs no module.
func TestCalls(t *testing.T) {
	for _, tt := range []struct {
		layer counter.Layer
		want  string
	}{
		{layer.ReLU, "F.relu(x)"},
		{layer.Sigmoid, "torch.sigmoid(x)"},
		{layer.Softmax, "torch.softmax(x, 1)"},
		{layer.Activation{Name: "LeakyReLU", Slope: "0.2"}, "nn.LeakyReLU(0.2)(x)"},
		{layer.Dropout{}, "F.dropout(x, training=self.training)"},
		{layer.ChannelPool{}, "x.amax(1, keepdim=True)"},
		{layer.ChannelPool{Average: true}, "x.mean(1, keepdim=True)"},
		{layer.Argmax{}, "x.argmax(1, keepdim=True).float()"},
		{layer.PairDot{}, `torch.einsum("bcq,bck->bqk", x.flatten(2), y.flatten(2))[:, None]`},
		{layer.PairSum{}, "x.flatten(2)[..., :, None] + y.flatten(2)[..., None, :]"},
		{layer.AttentionWeights{Softmax: true, Axis: 1}, "x.softmax(3)"},
		{layer.AttentionWeights{Softmax: true, Axis: -1}, "x.flatten(2).softmax(2).reshape(x.shape)"},
		{layer.AttentionWeights{Axis: 0}, "x / x.shape[2]"},
		{layer.AttentionWeights{Axis: -1}, "x / x[0, 0].numel()"},
		{layer.PairWeighted{}, `torch.einsum("bqk,bck->bcq", x[:, 0], y.flatten(2)).unflatten(2, z.shape[2:])`},
		{layer.BatchConcat{}, "torch.cat([x, y, z])"},
		{layer.Stack{}, "torch.stack([x, y, z], 1)"},
		{layer.Concat{}, "torch.cat([x, y, z], 1)"},
		{layer.Add{}, "x + y + z"},
		{layer.Mul{}, "x * y * z"},
		{layer.Crop{}, "crop(x, y)"},
		{layer.Maximum{}, "torch.maximum(torch.maximum(x, y), z)"},
		{layer.Mean{}, "(x + y + z) / 3"},
		{layer.InstanceNorm{ND: 2, C: 4}, "F.instance_norm(x)"},
		{layer.InstanceNorm{ND: 2, C: 4, Eps: "1e-3"}, "F.instance_norm(x, eps=1e-3)"},
		{layer.InstanceNorm{ND: 2, C: 4, Affine: true}, ""},
		{layer.InstanceNorm{ND: 2, C: 4, TrackStats: true}, ""},
		{layer.PadLike{}, "pad_like(x, y)"},
		{layer.TrimOdd{}, "trim_odd(x, y)"},
		{layer.ReplicateOne{}, "replicate_one(x, y)"},
		{layer.AdaptivePool{ND: 2, Average: true, Size: one}, "F.adaptive_avg_pool2d(x, 1)"},
		{layer.AdaptivePool{ND: 3, Size: counter.Axes{1, 2, 3}}, "F.adaptive_max_pool3d(x, (1, 2, 3))"},
		{layer.Pool{ND: 2, Kernel: two}, "F.max_pool2d(x, 2)"},
		{layer.Pool{ND: 1, Average: true, Kernel: counter.Cube(3), Stride: two, Padding: one, Ceil: true}, "F.avg_pool1d(x, 3, stride=2, padding=1, ceil_mode=True)"},
		{layer.FlattenPositions{}, "x.movedim(1, -1).flatten(0, -2)"},
		{layer.Flatten{}, "x.flatten(1)"},
		{layer.Unflatten{C: 4}, "x.unflatten(1, (4, *y.shape[2:]))"},
		{layer.Interpolate{}, "resize_like(x, y)"},
		{layer.Interpolate{Linear: true}, "resize_like(x, y, linear=True)"},
		{layer.Interpolate{Linear: true, AlignCorners: true}, "resize_like(x, y, linear=True, align_corners=True)"},
		{layer.MaxUnpool{ND: 2, Factor: 2}, "max_unpool(x, y, 2)"},
		{layer.PixelShuffle{ND: 2, Factor: 2}, "F.pixel_shuffle(x, 2)"},
		{layer.PixelShuffle{ND: 3, Factor: 2}, "pixel_shuffle(x, 2)"},
		{layer.Upsample{ND: 2, Scale: two}, `F.interpolate(x, scale_factor=2, mode="nearest")`},
		{layer.Upsample{ND: 2, Linear: true, AlignCorners: true, Scale: two}, `F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=True)`},
		{layer.RuntimeError{}, "x"},
		{layer.ChannelMismatch{C: 4}, "x  # the published code has other channels here, and can't run"},
		{layer.SizeMultipleOf{Of: counter.Axes{4, 8}}, "multiple_of(x, (4, 8, 1))"},
		{layer.LayerNorm{C: 4}, "F.layer_norm(x.movedim(1, -1), (4,)).movedim(-1, 1)"},
		{layer.LayerNorm{C: 4, Affine: true}, ""},
		{layer.PositionEmbedding{C: 4, ND: 2, Size: counter.Cube(8)}, "x + y.movedim(1, 2).reshape(1, *x.shape[1:])"},
		{layer.PositionEmbedding{C: 4, ND: 2, Size: counter.Cube(8), Map: true}, "x + y"},
		{layer.ChannelScale{C: 4, ND: 2}, "x * y"},
		{layer.Attention{Heads: 2}, "attention(x, y, z, 2)"},
		{layer.Chunk{Parts: 3, Index: 1}, "x.chunk(3, 1)[1]"},
		{layer.PatchChannels{ND: 2, Patch: two}, "F.pixel_unshuffle(x, 2)"},
		{layer.PatchChannels{ND: 2, Patch: counter.Axes{2, 3}}, "patch_channels(x, (2, 3), 0)"},
		{layer.PatchChannels{ND: 3, Patch: two, Order: layer.RepeatedCorners}, "patch_channels(x, (2, 2, 2), 3)"},
		{layer.WindowAttention{ND: 2, Heads: 2, Window: counter.Cube(4), Shift: two}, "window_attention(x, y, z, index, table, (4, 4), (2, 2))"},
		{layer.RelativePositionIndex{ND: 2, Window: two}, "y"},
		{layer.WindowPad{ND: 2, Window: two, Replicate: true}, "window_pad(x, (2, 2), replicate=True)"},
		{layer.Slice{From: 1, C: 2}, "x[:, 1:3]"},
		{layer.ConstantPad{ND: 2, Before: counter.Cube(1)}, "F.pad(x, (1, 0, 1, 0))"},
		{layer.AxialShift{Axis: 1}, "axial_shift(x, 3)"},
		{layer.TemperatureAttention{Heads: 2}, "temperature_attention(x, y, z, index)"},
		{layer.TemperatureAttention{Heads: 2, Channels: true}, "channel_attention(x, y, z, index)"},
		{layer.CrossChannelAttention{}, "cross_channel_attention(x, y, z)"},
		{layer.PositionLinear{In: 64, Out: 8, Bare: true}, "x.flatten(2) @ y"},
		{layer.PositionLinear{In: 64, Out: 8}, ""},
		{layer.ChannelScale{C: 4, ND: 3, Flat: true}, "x * y[:, None, None, None]"},
		{layer.Reordered{}, "x.flatten(2).transpose(1, 2).reshape(x.shape)"},
		{layer.Reordered{Heads: 2}, "heads_inside(x, 2)"},
		{layer.SizeMultipleOf{Square: true}, "multiple_of(x, (1, 1, 1), square=True)"},
		{layer.SizeMultipleOf{Of: counter.Cube(4), Only: true}, "multiple_of(x, (4, 4, 4), only=True)"},
		{layer.WindowAttention{ND: 2, Heads: 2, Window: two, Shift: one, Unmasked: true}, "window_attention(x, y, z, index, table, (2, 2), (1, 1), masked=False)"},
		{layer.Regroup{C: 2}, "x.flatten(2).transpose(1, 2).flatten(1).unflatten(1, (-1, 2)).transpose(1, 2)"},
		{layer.Regroup{C: 2, Outside: true}, "x.flatten(1).unflatten(1, (2, -1))"},
		{layer.Ungroup{From: 7}, "ungroup(x, y, 7)"},
		{layer.AxisPart{Axis: 1, Parts: 2, Index: 1}, "x.chunk(2, 3)[1]"},
		{layer.AxisConcat{Axis: 0}, "torch.cat([x, y, z], 2)"},
		{layer.GroupNorm{Groups: 2, C: 4}, "F.group_norm(x, 2)"},
		{layer.GroupNorm{Groups: 2, C: 4, Affine: true}, ""},
		{layer.HeadNorm{Heads: 2, Dim: 4}, "head_norm(x, y, 2)"},
		{layer.ChannelNorm{ND: 2, C: 4, RMS: true, None: true}, "F.normalize(x, dim=1) * 4 ** 0.5"},
		{layer.ChannelNorm{ND: 2, C: 4, RMS: true}, ""},
		{layer.Attention{Heads: 2, Scale: 8}, "attention(x, y, z, 2, scale=8)"},
		{layer.Center{}, "2 * x - 1"},
		{layer.FilteredConv{In: 4, Out: 4, Fixed: true, Long: true}, "low_pass(x, long=True)"},
		{layer.FilteredConv{In: 4, Out: 4, Kernel: 3}, ""},
		{layer.LearnedMap{C: 4, ND: 1, Axis: 1}, "learned_map(x, y, axis=1)"},
		{layer.AlongAxis{Axis: 1}, "x[:, :, None]"},
		{layer.ChannelShare{}, "x / (1e-9 + x.sum(1, keepdim=True))"},
		{layer.FirstToken{}, "x[:, :, 0]"},
		{layer.PositionEmbedding{C: 4, ND: 1, Size: counter.Cube(8), Columns: true}, "x + y"},
		{layer.TokenConcat{}, "torch.cat([x, y], 2)"},
		{layer.NullToken{Heads: 2, Dim: 3}, "null_token(x, y, 2)"},
		{layer.LearnedTokens{N: 3, C: 2}, "torch.cat([x, y.T.expand(len(x), -1, -1)], 2)"},
		{layer.NullCondition{N: 7, C: 2}, "null_condition(x, y, z)"},
		{layer.ContextPool{}, "context_pool(x, y)"},
		{layer.FramesToBatch{N: 3}, "x.movedim(2, 1).flatten(0, 1)"},
		{layer.BatchToFrames{N: 3}, "x.unflatten(0, (-1, 3)).movedim(1, 2)"},
		{layer.TokensOverFrames{N: 3}, "x.unflatten(0, (-1, 3)).permute(0, 3, 2, 1).flatten(0, 1)"},
		{layer.FirstFrame{N: 3}, "x[::3].repeat_interleave(3 * len(y) // len(x), 0)"},
		{layer.FrameNumber{N: 3}, "torch.arange(3, dtype=x.dtype, device=x.device).repeat(len(x) // 3)[:, None]"},
		{layer.MagnitudeSiLU{}, "F.silu(x) / 0.596"},
		{layer.MagnitudeAdd{Tenths: 3}, "magnitude_add(x, y, 0.3)"},
		{layer.MagnitudeConcat{}, "magnitude_concat(x, y)"},
		{layer.ChannelNorm{ND: 2, C: 4, RMS: true, None: true, Eps: "1e-4"}, "F.normalize(x, dim=1, eps=1e-4) * 4 ** 0.5"},
		{layer.L2Normalize{}, "F.normalize(x.flatten(2), dim=2).view_as(x)"},
		{layer.WindowPad{ND: 3, Window: two}, "window_pad(x, (2, 2, 2))"},
		{layer.WindowPad{ND: 2, Window: two, Small: true}, "window_pad(x, (2, 2), small=True)"},
		{layer.TrimLike{}, "trim_like(x, y)"},
		{layer.ReflectOne{}, "reflect_one(x, y)"},
		{layer.AttentionMask{ND: 2, Size: counter.Cube(8), Window: two}, "x"},
		{layer.PatchPositions{ND: 2, Factor: 2}, "patch_positions(x, 2)"},
	} {
		in := []string{"x", "y", "z", "index", "table"}[:inputs(tt.layer)]
		e, ok := function(tt.layer, in)
		if e.text != tt.want || ok != (tt.want != "") {
			t.Errorf("%+v is %q, want %q", tt.layer, e.text, tt.want)
		}
		name, _, _ := strings.Cut(e.text, "(")
		if _, helped := helperCode[name]; helped != (e.helper != "") || helped && e.helper != name {
			t.Errorf("%s has helper %q", e.text, e.helper)
		}
	}
	if e, _ := function(layer.RuntimeError{}, []string{"x"}); !strings.HasPrefix(e.before, "raise RuntimeError(") {
		t.Errorf("RuntimeError begins with %q", e.before)
	}
}

// inputs returns the number of inputs to test a layer with: three if it takes any
// number.
func inputs(l counter.Layer) int {
	switch l.(type) {
	case layer.PairDot, layer.PairSum, layer.Crop, layer.PadLike, layer.TrimOdd, layer.ReplicateOne, layer.Unflatten, layer.Interpolate,
		layer.PositionEmbedding, layer.HeadNorm, layer.LearnedMap, layer.PositionLinear, layer.Ungroup, layer.TokenConcat, layer.ChannelScale, layer.RelativePositionIndex, layer.TrimLike, layer.ReflectOne, layer.MaxUnpool,
		layer.NullToken, layer.LearnedTokens, layer.ContextPool, layer.MagnitudeAdd, layer.MagnitudeConcat, layer.FirstFrame:
		return 2
	case layer.WindowAttention:
		return 5
	case layer.TemperatureAttention:
		return 4
	case layer.Attention, layer.NullCondition, layer.CrossChannelAttention, layer.PairWeighted, layer.BatchConcat, layer.AxisConcat, layer.Stack, layer.Concat, layer.Add, layer.Mul, layer.Maximum, layer.Mean:
		return 3
	}
	return 1
}

// TestHelpers compares the helpers with testdata/helpers.py, which was reviewed
// line by line; UPDATE=1 rewrites it. TestProofValues of package zoo checks what they
// compute.
func TestHelpers(t *testing.T) {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(helperCode)) {
		b.WriteString(helperCode[name] + "\n\n")
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
