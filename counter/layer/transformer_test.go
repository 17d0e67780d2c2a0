package layer

import (
	"errors"
	"math"
	"testing"

	"unetparams/counter"
)

// TestTransformerShapes: input and output shapes of attention, patches and windows.
func TestTransformerShapes(t *testing.T) {
	window := WindowAttention{ND: 2, Heads: 2, Window: counter.Cube(4)}
	index := RelativePositionIndex{ND: 2, Window: counter.Cube(4)}
	position := PositionEmbedding{C: 4, ND: 2, Size: counter.Axes{2, 3}}
	for _, tt := range []forwardCase{
		{Attention{Heads: 2}, []string{"4×2×3", "4×5", "6×5"}, "6×2×3", 0},
		{Attention{Heads: 2}, []string{"4×2×3", "4×5"}, "", counter.BadInputs},
		{Attention{Heads: 2}, []string{"4×2×3", "2×5", "6×5"}, "", counter.Channels},
		{Attention{Heads: 2}, []string{"4×2×3", "4×5", "6×4"}, "", counter.Mismatch},
		{Attention{Heads: 3}, []string{"4×2", "4×5", "6×5"}, "", counter.Groups},
		{Attention{}, []string{"4×2", "4×5", "6×5"}, "", counter.BadLayer},
		{Chunk{Parts: 3, Index: 2}, []string{"6×5"}, "2×5", 0},
		{Chunk{Parts: 4, Index: 2}, []string{"6×5"}, "", counter.Groups},
		{Chunk{Parts: 3, Index: 3}, []string{"6×5"}, "", counter.BadLayer},
		{PatchChannels{ND: 2, Patch: counter.Axes{2, 3}}, []string{"5×4×6"}, "30×2×2", 0},
		{PatchChannels{ND: 2, Patch: counter.Axes{2, 3}}, []string{"5×4×5"}, "", counter.Indivisible},
		{PatchChannels{ND: 2}, []string{"5×4×5"}, "", counter.BadLayer},
		{PatchChannels{ND: 2, Patch: counter.Cube(2), Order: RepeatedCorners}, []string{"5×4×4"}, "", counter.BadLayer},
		{WindowPad{ND: 2, Window: counter.Cube(7)}, []string{"2×8×7"}, "2×14×7", 0},
		{KANLinear{In: 4, Out: 6}, []string{"4×8×7"}, "6×8×7", 0},
		{KANLinear{In: 4}, []string{"4×8×7"}, "", counter.BadLayer},
		{AxialShift{Axis: 1}, []string{"4×8×7"}, "4×8×7", 0},
		{AxialShift{Axis: 2}, []string{"4×8×7"}, "", counter.BadLayer},
		{Slice{From: 1, C: 3}, []string{"4×8×7"}, "3×8×7", 0},
		{Slice{From: 1, C: 4}, []string{"4×8×7"}, "", counter.BadLayer},
		{Crop{Even: true}, []string{"2×8×7", "1×6×3"}, "2×6×3", 0},
		{Crop{Even: true}, []string{"2×8×7", "1×6×4"}, "", counter.Mismatch},
		{WindowPad{ND: 2, Window: counter.Cube(7)}, []string{"2×5×21"}, "2×5×21", 0},
		{WindowPad{ND: 2}, []string{"2×8×7"}, "", counter.BadLayer},
		{TrimLike{}, []string{"2×8×7", "3×6×7"}, "2×6×7", 0},
		{TrimLike{}, []string{"2×8×7", "3×6×8"}, "", counter.Mismatch},
		{AttentionMask{ND: 2, Size: counter.Cube(8), Window: counter.Cube(4)}, []string{"2×8×8"}, "2×8×8", 0},
		{AttentionMask{ND: 2, Size: counter.Cube(8), Window: counter.Cube(4)}, []string{"2×8×4"}, "", counter.Mismatch},
		{PatchPositions{ND: 2, Factor: 2}, []string{"8×3×4"}, "2×6×8", 0},
		{ReflectOne{}, []string{"2×8×7", "3×9×7"}, "2×9×7", 0},
		{ReflectOne{}, []string{"2×8×1", "3×8×2"}, "", counter.TooSmall},
		{WindowPad{ND: 2, Window: counter.Cube(7), Small: true}, []string{"2×5×21"}, "2×7×21", 0},
		{TemperatureAttention{Heads: 2, Channels: true}, []string{"4×2×3", "4×2×3", "4×2×3"}, "4×2×3", 0},
		{TemperatureAttention{Heads: 2, Channels: true}, []string{"4×2×3", "4×2×3", "6×2×3"}, "", counter.Mismatch},
		{TemperatureAttention{Heads: 2}, []string{"4×2×3", "4×5", "6×5"}, "6×2×3", 0},
		{TemperatureAttention{Heads: 3, Channels: true}, []string{"4×2", "4×2", "4×2"}, "", counter.Groups},
		{CrossChannelAttention{}, []string{"4×2×3", "6×2×3", "6×2×3"}, "4×2×3", 0},
		{CrossChannelAttention{}, []string{"4×2×3", "6×2×3", "5×2×3"}, "", counter.Channels},
		{CrossChannelAttention{}, []string{"4×2×3", "6×3×3", "6×3×3"}, "", counter.Mismatch},
		{WindowEmbedding{C: 4, ND: 2, Window: counter.Cube(4)}, []string{"4×8×4"}, "4×8×4", 0},
		{WindowEmbedding{C: 4, ND: 2, Window: counter.Cube(4)}, []string{"4×8×6"}, "", counter.Indivisible},
		{PositionLinear{In: 6, Out: 5}, []string{"4×2×3"}, "4×5", 0},
		{PositionLinear{In: 7, Out: 5}, []string{"4×2×3"}, "", counter.Mismatch},
		{SizeMultipleOf{Of: counter.Axes{2, 3}, Only: true}, []string{"4×2×3"}, "4×2×3", 0},
		{SizeMultipleOf{Of: counter.Axes{2, 3}, Only: true}, []string{"4×4×3"}, "", counter.Indivisible},
		{SizeMultipleOf{Square: true}, []string{"4×3×3"}, "4×3×3", 0},
		{SizeMultipleOf{Square: true}, []string{"4×4×3"}, "", counter.Indivisible},
		{Reordered{Heads: 3}, []string{"4×2×3"}, "", counter.Groups},
		{RelativePositionIndex{ND: 2, Window: counter.Cube(4), Flawed: true}, []string{"4×8×4"}, "", counter.BadLayer},
		{Regroup{C: 2}, []string{"6×2×3"}, "2×18", 0},
		{Regroup{C: 4}, []string{"6×2×3"}, "", counter.Groups},
		{Ungroup{From: 3}, []string{"2×21", "6×2×3"}, "6×2×3", 0},
		{Ungroup{From: 4}, []string{"2×21", "6×2×3"}, "", counter.Mismatch},
		{TokenConcat{}, []string{"2×21", "2×3"}, "2×24", 0},
		{TokenConcat{}, []string{"2×21", "3×3"}, "", counter.Channels},
		{PositionLinear{In: 6}, []string{"4×2×3"}, "", counter.BadLayer},
		{Attention{Heads: 2, Shared: true}, []string{"4×2×3", "2×5", "3×5"}, "6×2×3", 0},
		{Attention{Heads: 2, Shared: true}, []string{"4×2×3", "4×5", "4×5"}, "", counter.Channels},
		{MagnitudeConv{Conv: Conv{ND: 2, In: 4, Out: 6, Kernel: counter.Cube(3), Padding: counter.Cube(1)}, Ones: true}, []string{"4×2×3"}, "6×2×3", 0},
		{MagnitudeLinear{In: 4, Out: 6}, []string{"4"}, "6", 0},
		{MagnitudeLinear{In: 4, Out: 6}, []string{"4×3"}, "", counter.BadInputs},
		{MagnitudeConcat{}, []string{"4×2×3", "2×2×3"}, "6×2×3", 0},
		{MagnitudeConcat{}, []string{"4×2×3", "2×2×3", "2×2×3"}, "", counter.BadInputs},
		{MagnitudeAdd{Tenths: 3}, []string{"4×2×3", "4×2×3"}, "4×2×3", 0},
		{MagnitudeAdd{Tenths: 3}, []string{"4×2×3", "1×2×3"}, "", counter.Mismatch},
		{MagnitudeAdd{}, []string{"4×2×3", "4×2×3"}, "", counter.BadInputs},
		{Gain{}, []string{"4×2×3"}, "4×2×3", 0},
		{ScaleShift{}, []string{"4×2×3", "4×1×1"}, "4×2×3", 0},
		{NullToken{Heads: 2, Dim: 3}, []string{"12×5"}, "12×6", 0},
		{NullToken{Heads: 2, Dim: 3}, []string{"6×5"}, "", counter.Channels},
		{LearnedTokens{N: 3, C: 2}, []string{"2×5"}, "2×8", 0},
		{LearnedTokens{C: 2}, []string{"2×5"}, "", counter.BadLayer},
		{NullCondition{N: 7, C: 2}, []string{"2×5", "5"}, "2×7", 0},
		{NullCondition{N: 3, C: 2}, []string{"2×5", "5"}, "2×3", 0},
		{NullCondition{N: 7, C: 2}, []string{"2×5", "6"}, "", counter.Mismatch},
		{NullCondition{N: 7, C: 2}, []string{"2×5"}, "", counter.BadInputs},
		{NullCondition{C: 2}, []string{"2"}, "2", 0},
		{PositionTable{N: 7, C: 2}, []string{"2×5"}, "2×5", 0},
		{PositionTable{N: 4, C: 2}, []string{"2×5"}, "", counter.Mismatch},
		{ContextPool{}, []string{"1×2×3", "4×2×3"}, "4×1×1", 0},
		{ContextPool{}, []string{"1×2×3", "4×3×2"}, "", counter.Mismatch},
		{ContextPool{}, []string{"2×2×3", "4×2×3"}, "", counter.BadInputs},
		{BiasFreeNorm{C: 4}, []string{"5×2×3"}, "", counter.Channels},
		{position, []string{"4×2×3"}, "4×2×3", 0},
		{position, []string{"4×3×2"}, "", counter.Mismatch},
		{position, []string{"5×2×3"}, "", counter.Channels},
		{ChannelScale{C: 4, ND: 2}, []string{"4×3×2"}, "4×3×2", 0},
		{ChannelScale{C: 4, ND: 2}, []string{"4×3"}, "", counter.Channels},
		{window, []string{"4×8×3", "4×8×3", "4×8×3", "4×8×3"}, "4×8×3", 0},
		{window, []string{"4×8×6", "4×8×6", "4×8×6", "4×8×6"}, "", counter.Indivisible},
		{window, []string{"4×8×4", "4×8×4", "4×8×4"}, "", counter.BadInputs},
		{index, []string{"4×8×4"}, "4×8×4", 0},
		{RelativePositionIndex{ND: 2, Window: counter.Axes{4, 0}}, []string{"4×8×4"}, "", counter.BadLayer},
	} {
		var in []counter.Shape
		for _, s := range tt.in {
			in = append(in, shapeOf(t, s))
		}
		out, err := tt.layer.Forward(in...)
		if tt.problem != 0 {
			if e := new(counter.Error); !errors.As(err, &e) || e.Problem != tt.problem {
				t.Errorf("%+v on %v: %v, %v; want: %v", tt.layer, in, out, err, tt.problem)
			}
			continue
		}
		if err != nil || out != shapeOf(t, tt.out) {
			t.Errorf("%+v on %v: %v, %v; want %s", tt.layer, in, out, err, tt.out)
		}
		for i := range in {
			in[i].Size = counter.Axes{}
		}
		if out, err := tt.layer.Forward(in...); err != nil || out.C != shapeOf(t, tt.out).C || out.Known() && out.ND > 0 {
			t.Errorf("%+v on %v: %v, %v", tt.layer, in, out, err)
		}
	}
}

// TestTransformerTensors pins formulas, and that a table that overflows is an error.
func TestTransformerTensors(t *testing.T) {
	for _, tt := range []struct {
		layer           counter.Layer
		numbers         string
		learnable, rest int64
	}{
		{PositionEmbedding{C: 768, ND: 3, Size: counter.Cube(6)}, "1·216·768", 165888, 0},
		{PositionEmbedding{C: 96, ND: 2, Size: counter.Cube(56), Map: true}, "1·96·56·56", 301056, 0},
		{ChannelScale{C: 32, ND: 2}, "1·32·1·1", 32, 0},
		{WindowAttention{ND: 2, Heads: 3, Window: counter.Cube(7)}, "169·3", 507, 0},
		{RelativePositionIndex{ND: 2, Window: counter.Cube(7)}, "", 0, 2401},
		{AttentionMask{ND: 2, Size: counter.Cube(14), Window: counter.Cube(7)}, "", 0, 9604},
		{TemperatureAttention{Heads: 8}, "8·1·1", 8, 0},
		{ChannelScale{C: 32, ND: 3, Flat: true}, "32", 32, 0},
		{PositionLinear{In: 64, Out: 8, Bare: true}, "64·8", 512, 0},
		{NullToken{Heads: 8, Dim: 64}, "2·64", 128, 0},
		{LearnedTokens{N: 32, C: 512}, "32·512", 16384, 0},
		{NullCondition{N: 256, C: 512}, "1·256·512", 131072, 0},
		{NullCondition{C: 512}, "1·512", 512, 0},
	} {
		f := counter.FormulaOf(tt.layer)
		n, err := f.Value()
		if got := inNumbers(f); got != tt.numbers || n != tt.learnable || err != nil {
			t.Errorf("%+v: %s = %d, %v", tt.layer, got, n, err)
		}
		for _, x := range counter.TensorsOf(tt.layer) {
			n, err := x.Count()
			if x.Name != "" || err != nil || n != tt.learnable+tt.rest {
				t.Errorf("%+v: %v has %d elements, %v", tt.layer, x, n, err)
			}
		}
	}
	net := counter.New()
	net.Root().Apply("p", PositionEmbedding{C: 1, ND: 2, Size: counter.Cube(math.MaxInt64)}, net.Input(1, 2))
	if r, err := net.Report(); err == nil {
		t.Errorf("a table without end has %d", r.Learnable)
	}
}

// TestTransformerProducts counts the products between features.
func TestTransformerProducts(t *testing.T) {
	for _, tt := range []struct {
		layer counter.FeatureMultiplier
		in    []string
		want  int64
	}{
		{Attention{Heads: 2}, []string{"4×2×3", "4×5", "6×5"}, 6 * 5 * (4 + 6)},
		{Attention{Heads: 2, Shared: true}, []string{"4×2×3", "2×5", "3×5"}, 6 * 5 * (4 + 6)},
		{ContextPool{}, []string{"1×2×3", "4×2×3"}, 4 * 6},
		{WindowAttention{ND: 2, Heads: 2, Window: counter.Cube(4)}, []string{"4×8×8", "4×8×8", "4×8×8", "4×8×8"}, 64 * 16 * 8},
		{TemperatureAttention{Heads: 2}, []string{"4×2×3", "4×5", "6×5"}, 6 * 5 * (4 + 6)},
		{TemperatureAttention{Heads: 2, Channels: true}, []string{"4×2×3", "4×2×3", "4×2×3"}, 6 * 4 * 2 * 2},
		{CrossChannelAttention{}, []string{"4×2×3", "6×2×3", "6×2×3"}, 6 * 4 * 6 * 2},
		{PositionLinear{In: 6, Out: 5, Bare: true}, []string{"4×2×3"}, 4 * 6 * 5},
		{PositionLinear{In: 6, Out: 5}, []string{"4×2×3"}, 0},
		{WindowAttention{ND: 2, Heads: 2, Window: counter.Cube(4)}, []string{"4×8×3", "4×8×3", "4×8×3", "4×8×3"}, 24 * 12 * 8},
	} {
		var in []counter.Shape
		for _, s := range tt.in {
			in = append(in, shapeOf(t, s))
		}
		out, err := tt.layer.Forward(in...)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := tt.layer.FeatureMACs(in, out); n != tt.want || err != nil {
			t.Errorf("%+v: %d, %v; want %d", tt.layer, n, err, tt.want)
		}
	}
}

// TestMagnitudes pins the tensors and products of layers that keep magnitudes: a channel
// of ones has weights, and is multiplied.
func TestMagnitudes(t *testing.T) {
	conv := MagnitudeConv{Conv: Conv{ND: 2, In: 4, Out: 6, Kernel: counter.Cube(3), Padding: counter.Cube(1)}, Ones: true}
	x := shapeOf(t, "4×2×3")
	out, err := conv.Forward(x)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := conv.MACs([]counter.Shape{x}, out); n != 6*6*5*9 || err != nil {
		t.Errorf("%d multiply-accumulates, %v", n, err)
	}
	for _, tt := range []struct {
		layer counter.Layer
		name  string
		want  int64
	}{{conv, "weight", 270}, {MagnitudeLinear{In: 4, Out: 6}, "weight", 24}, {Gain{}, "gain", 1}} {
		ts := counter.TensorsOf(tt.layer)
		n, err := counter.FormulaOf(tt.layer).Value()
		if len(ts) != 1 || ts[0].Name != tt.name || n != tt.want || err != nil {
			t.Errorf("%+v has %v, %d, %v", tt.layer, ts, n, err)
		}
	}
}
