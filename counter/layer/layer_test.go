package layer

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"

	"unetparams/counter"
)

// shapeOf reads a shape as Shape.String writes it: "3×32×24".
func shapeOf(t testing.TB, s string) counter.Shape {
	t.Helper()
	parts := strings.Split(s, "×")
	shape := counter.Shape{ND: len(parts) - 1}
	for i, part := range parts {
		n, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			shape.C = n
		} else {
			shape.Size[i-1] = n
		}
	}
	return shape
}

// describe writes tensors in one line: "weight[C_out=8 C_in=3 k=3] bias[…] (running_mean[…])".
func describe(ts []counter.Tensor) string {
	var all []string
	for _, t := range ts {
		var dims []string
		for _, d := range t.Dims {
			dims = append(dims, strings.TrimPrefix(d.Sym+"="+fmt.Sprint(d.N), "="))
		}
		s := t.Name + "[" + strings.Join(dims, " ") + "]"
		if !t.Learn {
			s = "(" + s + ")"
		}
		all = append(all, s)
	}
	return strings.Join(all, " ")
}

// TestTensors pins names, order, axes and counts to those of PyTorch's
// state_dict.
func TestTensors(t *testing.T) {
	stats := "(running_mean[C=6]) (running_var[C=6]) (num_batches_tracked[])"
	for _, tt := range []struct {
		layer              counter.Layer
		kind, tensors      string
		learnable, buffers int64
	}{
		{Conv{ND: 1, In: 4, Out: 6, Kernel: counter.Cube(5), Bias: true}, "Conv1d", "weight[C_out=6 C_in=4 k=5] bias[C_out=6]", 126, 0},
		{Conv{ND: 2, In: 4, Out: 6, Kernel: counter.Axes{3, 2}}, "Conv2d", "weight[C_out=6 C_in=4 k_h=3 k_w=2]", 144, 0},
		{Conv{ND: 3, In: 4, Out: 6, Kernel: counter.Axes{1, 2, 3}, Bias: true}, "Conv3d", "weight[C_out=6 C_in=4 k_d=1 k_h=2 k_w=3] bias[C_out=6]", 150, 0},
		{Conv{ND: 2, In: 4, Out: 6, Kernel: counter.Cube(3), Groups: 2, Bias: true}, "Conv2d", "weight[C_out=6 C_in/g=2 k_h=3 k_w=3] bias[C_out=6]", 114, 0},
		{ConvTranspose{ND: 1, In: 4, Out: 6, Kernel: counter.Cube(2)}, "ConvTranspose1d", "weight[C_in=4 C_out=6 k=2]", 48, 0},
		{ConvTranspose{ND: 2, In: 4, Out: 6, Kernel: counter.Cube(2), Bias: true}, "ConvTranspose2d", "weight[C_in=4 C_out=6 k_h=2 k_w=2] bias[C_out=6]", 102, 0},
		{ConvTranspose{ND: 3, In: 4, Out: 6, Kernel: counter.Cube(2), Groups: 2, Bias: true}, "ConvTranspose3d", "weight[C_in=4 C_out/g=3 k_d=2 k_h=2 k_w=2] bias[C_out=6]", 102, 0},
		{BatchNorm{ND: 2, C: 6, Affine: true, TrackStats: true}, "BatchNorm2d", "weight[C=6] bias[C=6] " + stats, 12, 13},
		{BatchNorm{ND: 1, C: 6, TrackStats: true}, "BatchNorm1d", stats, 0, 13},
		{BatchNorm{ND: 3, C: 6, Affine: true}, "BatchNorm3d", "weight[C=6] bias[C=6]", 12, 0},
		{InstanceNorm{ND: 2, C: 6}, "InstanceNorm2d", "", 0, 0},
		{InstanceNorm{ND: 3, C: 6, Affine: true}, "InstanceNorm3d", "weight[C=6] bias[C=6]", 12, 0},
		{InstanceNorm{ND: 1, C: 6, Affine: true, TrackStats: true}, "InstanceNorm1d", "weight[C=6] bias[C=6] " + stats, 12, 13},
		{GroupNorm{Groups: 3, C: 6, Affine: true}, "GroupNorm", "weight[C=6] bias[C=6]", 12, 0},
		{GroupNorm{Groups: 3, C: 6}, "GroupNorm", "", 0, 0},
		{LayerNorm{C: 6, Affine: true}, "LayerNorm", "weight[C=6] bias[C=6]", 12, 0},
		{LayerNorm{C: 6, Size: counter.Axes{4, 5}, Affine: true}, "LayerNorm", "weight[C=6 4 5] bias[C=6 4 5]", 240, 0},
		{LayerNorm{C: 6}, "LayerNorm", "", 0, 0},
		{Linear{In: 4, Out: 6, Bias: true}, "Linear", "weight[n_out=6 n_in=4] bias[n_out=6]", 30, 0},
		{Linear{In: 4, Out: 6}, "Linear", "weight[n_out=6 n_in=4]", 24, 0},
		{PReLU{C: 1}, "PReLU", "weight[C=1]", 1, 0},
		{PReLU{C: 6}, "PReLU", "weight[C=6]", 6, 0},
		{ReLU, "ReLU", "", 0, 0},
		{Sigmoid, "Sigmoid", "", 0, 0},
		{Softmax, "Softmax", "", 0, 0},
		{Activation{Name: "GELU"}, "GELU", "", 0, 0},
		{Dropout{}, "Dropout", "", 0, 0},
		{Pool{ND: 2, Kernel: counter.Cube(2)}, "MaxPool2d", "", 0, 0},
		{Pool{ND: 3, Average: true, Kernel: counter.Cube(2)}, "AvgPool3d", "", 0, 0},
		{Upsample{ND: 2, Scale: counter.Cube(2)}, "Upsample", "", 0, 0},
		{Concat{}, "Concat", "", 0, 0},
		{Add{}, "Add", "", 0, 0},
		{Mul{}, "Mul", "", 0, 0},
		{Crop{}, "Crop", "", 0, 0},
	} {
		if got := tt.layer.Kind(); got != tt.kind {
			t.Errorf("%T: kind %q, want %q", tt.layer, got, tt.kind)
		}
		ts := counter.TensorsOf(tt.layer)
		if got := describe(ts); got != tt.tensors {
			t.Errorf("%+v: tensors %s, want %s", tt.layer, got, tt.tensors)
		}
		learnable, buffers := count(t, ts)
		if learnable != tt.learnable || buffers != tt.buffers {
			t.Errorf("%+v: %d learnable and %d buffers, want %d and %d", tt.layer, learnable, buffers, tt.learnable, tt.buffers)
		}
	}
}

func count(t testing.TB, ts []counter.Tensor) (learnable, buffers int64) {
	t.Helper()
	for _, x := range ts {
		n, err := x.Count()
		if err != nil {
			t.Fatal(err)
		}
		if x.Learn {
			learnable += n
		} else {
			buffers += n
		}
	}
	return learnable, buffers
}

// TestForward compares output shapes, parameters and multiply-accumulates with
// PyTorch's: the table was written by a script that built each layer in PyTorch
// 1.13 and ran it on an input of that shape. The MACs are weight elements times
// output positions, for transposed convolutions times input positions.
func TestForward(t *testing.T) {
	for _, tt := range []struct {
		layer           counter.Layer
		in, out         string
		learnable, macs int64
	}{
		{Conv{ND: 2, In: 3, Out: 8, Kernel: counter.Axes{3, 3}, Padding: counter.Axes{1, 1}, Bias: true}, "3×32×24", "8×32×24", 224, 165888},
		{Conv{ND: 2, In: 3, Out: 8, Kernel: counter.Axes{3, 3}, Bias: true}, "3×32×24", "8×30×22", 224, 142560},
		{Conv{ND: 2, In: 16, Out: 2, Kernel: counter.Axes{1, 1}, Bias: true}, "16×9×9", "2×9×9", 34, 2592},
		{Conv{ND: 2, In: 4, Out: 6, Kernel: counter.Axes{3, 3}, Stride: counter.Axes{2, 2}, Padding: counter.Axes{1, 1}, Bias: true}, "4×17×16", "6×9×8", 222, 15552},
		{Conv{ND: 2, In: 4, Out: 6, Kernel: counter.Axes{2, 2}, Same: true, Bias: true}, "4×10×11", "6×10×11", 102, 10560},
		{Conv{ND: 2, In: 4, Out: 6, Kernel: counter.Axes{4, 3}, Same: true, Dilation: counter.Axes{3, 2}}, "4×10×11", "6×10×11", 288, 31680},
		{Conv{ND: 1, In: 5, Out: 7, Kernel: counter.Axes{15}, Same: true, Bias: true}, "5×100", "7×100", 532, 52500},
		{Conv{ND: 3, In: 2, Out: 3, Kernel: counter.Axes{3, 1, 2}, Same: true, Bias: true}, "2×5×6×7", "3×5×6×7", 39, 7560},
		{Conv{ND: 2, In: 8, Out: 8, Kernel: counter.Axes{3, 3}, Padding: counter.Axes{1, 1}, Groups: 8, Bias: true}, "8×7×7", "8×7×7", 80, 3528},
		{Conv{ND: 2, In: 8, Out: 12, Kernel: counter.Axes{3, 3}, Padding: counter.Axes{1, 1}, Groups: 4, Bias: true}, "8×7×9", "12×7×9", 228, 13608},
		{Conv{ND: 1, In: 1, Out: 1, Kernel: counter.Axes{1}, Bias: true}, "1×1", "1×1", 2, 1},
		{Conv{ND: 1, In: 2, Out: 4, Kernel: counter.Axes{1}, Padding: counter.Axes{2}, Bias: true}, "2×12", "4×16", 12, 128},
		{Conv{ND: 1, In: 6, Out: 2, Kernel: counter.Axes{1}, Stride: counter.Axes{2}, Padding: counter.Axes{1}, Bias: true}, "6×7", "2×5", 14, 60},
		{Conv{ND: 1, In: 4, Out: 2, Kernel: counter.Axes{1}, Padding: counter.Axes{2}, Groups: 2}, "4×11", "2×15", 4, 60},
		{Conv{ND: 1, In: 2, Out: 2, Kernel: counter.Axes{2}, Stride: counter.Axes{2}, Padding: counter.Axes{1}}, "2×7", "2×4", 8, 32},
		{Conv{ND: 2, In: 4, Out: 6, Kernel: counter.Axes{1, 2}, Stride: counter.Axes{2, 1}, Padding: counter.Axes{2, 2}, Groups: 2}, "4×12×8", "6×8×11", 24, 2112},
		{Conv{ND: 2, In: 6, Out: 6, Kernel: counter.Axes{4, 4}, Stride: counter.Axes{2, 2}, Padding: counter.Axes{0, 0}}, "6×10×9", "6×4×3", 576, 6912},
		{Conv{ND: 2, In: 4, Out: 4, Kernel: counter.Axes{3, 1}, Stride: counter.Axes{1, 3}, Padding: counter.Axes{1, 0}, Dilation: counter.Axes{2, 1}, Groups: 2}, "4×12×10", "4×10×4", 24, 960},
		{Conv{ND: 2, In: 2, Out: 6, Kernel: counter.Axes{3, 3}, Stride: counter.Axes{3, 2}, Padding: counter.Axes{2, 1}, Dilation: counter.Axes{2, 1}}, "2×7×11", "6×3×6", 108, 1944},
		{Conv{ND: 3, In: 4, Out: 6, Kernel: counter.Axes{3, 4, 3}, Stride: counter.Axes{3, 2, 3}, Padding: counter.Axes{1, 0, 1}, Dilation: counter.Axes{2, 1, 1}, Bias: true}, "4×12×7×7", "6×4×2×3", 870, 20736},
		{Conv{ND: 3, In: 4, Out: 2, Kernel: counter.Axes{4, 4, 1}, Stride: counter.Axes{1, 2, 2}, Padding: counter.Axes{2, 1, 0}, Dilation: counter.Axes{2, 2, 2}}, "4×12×8×10", "2×10×2×5", 128, 12800},
		{Conv{ND: 3, In: 4, Out: 2, Kernel: counter.Axes{2, 2, 2}, Stride: counter.Axes{1, 2, 3}, Padding: counter.Axes{0, 1, 1}, Dilation: counter.Axes{1, 1, 2}, Groups: 2}, "4×8×7×8", "2×7×4×3", 32, 2688},
		{Conv{ND: 3, In: 6, Out: 4, Kernel: counter.Axes{1, 4, 4}, Stride: counter.Axes{2, 2, 2}, Padding: counter.Axes{0, 1, 2}, Dilation: counter.Axes{2, 1, 1}, Groups: 2, Bias: true}, "6×8×12×11", "4×4×6×6", 196, 27648},

		{ConvTranspose{ND: 2, In: 64, Out: 32, Kernel: counter.Axes{2, 2}, Stride: counter.Axes{2, 2}, Bias: true}, "64×16×12", "32×32×24", 8224, 1572864},
		{ConvTranspose{ND: 2, In: 4, Out: 2, Kernel: counter.Axes{4, 4}, Stride: counter.Axes{2, 2}, Padding: counter.Axes{1, 1}, Bias: true}, "4×8×8", "2×16×16", 130, 8192},
		{ConvTranspose{ND: 2, In: 4, Out: 2, Kernel: counter.Axes{3, 3}, Stride: counter.Axes{2, 2}, Padding: counter.Axes{1, 1}, OutputPadding: counter.Axes{1, 1}}, "4×8×7", "2×16×14", 72, 4032},
		{ConvTranspose{ND: 3, In: 4, Out: 2, Kernel: counter.Axes{2, 2, 2}, Stride: counter.Axes{2, 2, 2}, Bias: true}, "4×3×4×5", "2×6×8×10", 66, 3840},
		{ConvTranspose{ND: 1, In: 4, Out: 4, Kernel: counter.Axes{2}, Stride: counter.Axes{2}, Groups: 2, Bias: true}, "4×10", "4×20", 20, 160},
		{ConvTranspose{ND: 2, In: 1, Out: 1, Kernel: counter.Axes{1, 1}, Bias: true}, "1×1×1", "1×1×1", 2, 1},
		{ConvTranspose{ND: 2, In: 4, Out: 8, Kernel: counter.Axes{2, 2}, Stride: counter.Axes{2, 2}, Groups: 4, Bias: true}, "4×1×1", "8×2×2", 40, 32},
		{ConvTranspose{ND: 1, In: 4, Out: 2, Kernel: counter.Axes{3}, Groups: 2, Bias: true}, "4×3", "2×5", 14, 36},
		{ConvTranspose{ND: 1, In: 6, Out: 2, Kernel: counter.Axes{1}, Dilation: counter.Axes{2}, Bias: true}, "6×5", "2×5", 14, 60},
		{ConvTranspose{ND: 1, In: 4, Out: 4, Kernel: counter.Axes{3}, Stride: counter.Axes{3}, Padding: counter.Axes{1}, Bias: true}, "4×7", "4×19", 52, 336},
		{ConvTranspose{ND: 1, In: 4, Out: 4, Kernel: counter.Axes{1}, Stride: counter.Axes{2}, Dilation: counter.Axes{2}, Groups: 2, Bias: true}, "4×5", "4×9", 12, 40},
		{ConvTranspose{ND: 2, In: 6, Out: 2, Kernel: counter.Axes{2, 3}, Stride: counter.Axes{2, 2}, OutputPadding: counter.Axes{1, 0}, Dilation: counter.Axes{2, 2}, Bias: true}, "6×7×3", "2×16×9", 74, 1512},
		{ConvTranspose{ND: 2, In: 6, Out: 6, Kernel: counter.Axes{2, 2}, Stride: counter.Axes{2, 1}, Padding: counter.Axes{0, 1}, Dilation: counter.Axes{2, 2}, Groups: 2, Bias: true}, "6×7×5", "6×15×5", 78, 2520},
		{ConvTranspose{ND: 2, In: 4, Out: 4, Kernel: counter.Axes{3, 4}, Padding: counter.Axes{1, 1}, Bias: true}, "4×5×4", "4×5×5", 196, 3840},
		{ConvTranspose{ND: 2, In: 2, Out: 4, Kernel: counter.Axes{1, 4}, Stride: counter.Axes{1, 2}, Padding: counter.Axes{1, 0}, OutputPadding: counter.Axes{0, 1}, Dilation: counter.Axes{1, 2}, Bias: true}, "2×7×7", "4×5×20", 36, 1568},
		{ConvTranspose{ND: 3, In: 2, Out: 6, Kernel: counter.Axes{1, 2, 2}, Stride: counter.Axes{2, 3, 2}, OutputPadding: counter.Axes{1, 2, 0}, Dilation: counter.Axes{2, 2, 1}, Groups: 2, Bias: true}, "2×6×6×6", "6×12×20×12", 30, 5184},
		{ConvTranspose{ND: 3, In: 2, Out: 6, Kernel: counter.Axes{4, 2, 2}, Stride: counter.Axes{3, 1, 1}, Padding: counter.Axes{0, 1, 0}, OutputPadding: counter.Axes{1, 0, 0}, Dilation: counter.Axes{2, 2, 1}, Bias: true}, "2×3×7×4", "6×14×7×5", 198, 16128},
		{ConvTranspose{ND: 3, In: 6, Out: 6, Kernel: counter.Axes{2, 2, 1}, Stride: counter.Axes{3, 2, 2}, Padding: counter.Axes{1, 0, 0}, Dilation: counter.Axes{2, 1, 1}, Bias: true}, "6×7×6×7", "6×19×12×13", 150, 42336},
		{ConvTranspose{ND: 3, In: 6, Out: 4, Kernel: counter.Axes{2, 2, 3}, Stride: counter.Axes{3, 3, 3}, Padding: counter.Axes{0, 0, 1}, OutputPadding: counter.Axes{2, 0, 0}, Dilation: counter.Axes{2, 2, 1}, Groups: 2, Bias: true}, "6×3×7×3", "4×11×21×7", 148, 9072},

		{Pool{ND: 2, Kernel: counter.Axes{2, 2}}, "3×8×6", "3×4×3", 0, 0},
		{Pool{ND: 2, Kernel: counter.Axes{2, 2}}, "3×7×9", "3×3×4", 0, 0},
		{Pool{ND: 2, Kernel: counter.Axes{2, 2}, Ceil: true}, "3×7×9", "3×4×5", 0, 0},
		{Pool{ND: 2, Kernel: counter.Axes{3, 3}, Stride: counter.Axes{2, 2}, Padding: counter.Axes{1, 1}}, "3×5×5", "3×3×3", 0, 0},
		{Pool{ND: 2, Kernel: counter.Axes{2, 2}, Stride: counter.Axes{3, 3}, Padding: counter.Axes{1, 1}, Ceil: true}, "3×7×8", "3×3×3", 0, 0},
		{Pool{ND: 2, Kernel: counter.Axes{2, 2}, Stride: counter.Axes{4, 4}, Padding: counter.Axes{1, 1}, Ceil: true}, "3×5×4", "3×2×2", 0, 0},
		{Pool{ND: 1, Average: true, Kernel: counter.Axes{4}, Ceil: true}, "3×9", "3×3", 0, 0},
		{Pool{ND: 3, Average: true, Kernel: counter.Axes{2, 2, 2}}, "3×5×6×7", "3×2×3×3", 0, 0},
		{Pool{ND: 3, Kernel: counter.Axes{1, 2, 2}, Ceil: true}, "3×4×4×5", "3×4×2×3", 0, 0},
		{Pool{ND: 1, Kernel: counter.Axes{3}, Stride: counter.Axes{2}, Padding: counter.Axes{1}}, "3×11", "3×6", 0, 0},
		{Pool{ND: 1, Kernel: counter.Axes{4}}, "3×7", "3×1", 0, 0},
		{Pool{ND: 1, Average: true, Kernel: counter.Axes{3}, Ceil: true}, "3×11", "3×4", 0, 0},
		{Pool{ND: 1, Average: true, Kernel: counter.Axes{4}, Stride: counter.Axes{2}, Padding: counter.Axes{2}, Ceil: true}, "3×5", "3×4", 0, 0},
		{Pool{ND: 2, Kernel: counter.Axes{3, 2}, Stride: counter.Axes{2, 3}, Padding: counter.Axes{0, 1}}, "3×6×9", "3×2×4", 0, 0},
		{Pool{ND: 2, Kernel: counter.Axes{2, 4}, Stride: counter.Axes{2, 2}, Padding: counter.Axes{0, 2}}, "3×10×11", "3×5×6", 0, 0},
		{Pool{ND: 2, Kernel: counter.Axes{3, 4}, Stride: counter.Axes{3, 3}, Padding: counter.Axes{0, 2}, Ceil: true}, "3×10×7", "3×4×3", 0, 0},
		{Pool{ND: 2, Average: true, Kernel: counter.Axes{3, 2}, Stride: counter.Axes{1, 4}, Padding: counter.Axes{1, 1}, Ceil: true}, "3×11×11", "3×11×3", 0, 0},
		{Pool{ND: 3, Kernel: counter.Axes{4, 2, 2}, Stride: counter.Axes{3, 3, 1}, Padding: counter.Axes{0, 1, 0}}, "3×7×5×5", "3×2×2×4", 0, 0},
		{Pool{ND: 3, Kernel: counter.Axes{3, 4, 3}, Stride: counter.Axes{3, 1, 2}, Padding: counter.Axes{1, 0, 1}}, "3×11×9×5", "3×4×6×3", 0, 0},
		{Pool{ND: 3, Kernel: counter.Axes{2, 4, 2}, Stride: counter.Axes{3, 1, 4}, Padding: counter.Axes{0, 1, 1}, Ceil: true}, "3×5×7×5", "3×2×6×2", 0, 0},
		{Pool{ND: 3, Average: true, Kernel: counter.Axes{3, 4, 2}, Stride: counter.Axes{3, 1, 2}, Padding: counter.Axes{0, 1, 1}, Ceil: true}, "3×7×5×6", "3×3×4×4", 0, 0},
	} {
		in := shapeOf(t, tt.in)
		out, err := tt.layer.Forward(in)
		if err != nil || out != shapeOf(t, tt.out) {
			t.Errorf("%+v on %v: %v, %v; want %s", tt.layer, in, out, err, tt.out)
			continue
		}
		if macs, err := tt.layer.MACs([]counter.Shape{in}, out); err != nil || macs != tt.macs {
			t.Errorf("%+v on %v: %d MACs, %v; want %d", tt.layer, in, macs, err, tt.macs)
		}
		if n, _ := count(t, counter.TensorsOf(tt.layer)); n != tt.learnable {
			t.Errorf("%+v: %d parameters, want %d", tt.layer, n, tt.learnable)
		}
		// Without sizes the same layer gives the same channels, and no sizes.
		in.Size = counter.Axes{}
		if got, err := tt.layer.Forward(in); err != nil || got.C != out.C || got.ND != out.ND || got.Size != (counter.Axes{}) {
			t.Errorf("%+v on %v: %v, %v; want %d channels and no sizes", tt.layer, in, got, err, out.C)
		}
	}
}

// TestForwardPlain tests the layers whose shapes need no arithmetic.
func TestForwardPlain(t *testing.T) {
	for _, tt := range []struct {
		layer counter.Layer
		in    []string
		out   string
		macs  int64
	}{
		{BatchNorm{ND: 2, C: 6}, []string{"6×8×9"}, "6×8×9", 0},
		{InstanceNorm{ND: 3, C: 6}, []string{"6×8×9×7"}, "6×8×9×7", 0},
		{GroupNorm{Groups: 2, C: 6}, []string{"6×8"}, "6×8", 0},
		{LayerNorm{C: 6}, []string{"6×8"}, "6×8", 0},
		{LayerNorm{C: 6, Size: counter.Axes{8, 9}}, []string{"6×8×9"}, "6×8×9", 0},
		{Linear{In: 6, Out: 2}, []string{"6"}, "2", 12},
		{Linear{In: 6}, []string{"6"}, "0", 0}, // no neurons
		{Linear{Out: 6}, []string{"0"}, "6", 0},
		{Linear{In: 6, Out: 2, Bias: true}, []string{"6×8×9"}, "2×8×9", 6 * 2 * 72},
		{PReLU{C: 1}, []string{"6×8"}, "6×8", 0},
		{PReLU{C: 6}, []string{"6×8"}, "6×8", 0},
		{ReLU, []string{"6×8×9"}, "6×8×9", 0},
		{Dropout{}, []string{"6×8×9"}, "6×8×9", 0},
		{Upsample{ND: 2, Scale: counter.Cube(2)}, []string{"6×8×9"}, "6×16×18", 0},
		{Upsample{ND: 3, Linear: true, Scale: counter.Axes{1, 2, 4}}, []string{"6×8×9×7"}, "6×8×18×28", 0},
		{Concat{}, []string{"6×8×9"}, "6×8×9", 0},
		{Concat{}, []string{"6×8×9", "3×8×9", "1×8×9"}, "10×8×9", 0},
		{Add{}, []string{"6×8×9", "6×8×9"}, "6×8×9", 0},
		{Add{}, []string{"6×1×9", "1×8×1"}, "6×8×9", 0},
		{Add{InPlace: true}, []string{"6×8×9", "1×8×1"}, "6×8×9", 0},
		{Mul{}, []string{"6×8×9", "1×8×9"}, "6×8×9", 0},
		{Mul{}, []string{"6×1×1", "6×8×9"}, "6×8×9", 0},
		{Crop{}, []string{"6×64×60", "3×56×56"}, "6×56×56", 0},
		{Crop{}, []string{"6×8×9", "6×8×9"}, "6×8×9", 0},
	} {
		var in []counter.Shape
		for _, s := range tt.in {
			in = append(in, shapeOf(t, s))
		}
		out, err := tt.layer.Forward(in...)
		if err != nil || out != shapeOf(t, tt.out) {
			t.Errorf("%+v on %v: %v, %v; want %s", tt.layer, in, out, err, tt.out)
			continue
		}
		if macs, err := tt.layer.MACs(in, out); err != nil || macs != tt.macs {
			t.Errorf("%+v on %v: %d MACs, %v; want %d", tt.layer, in, macs, err, tt.macs)
		}
	}
}

// TestErrors builds a network of one layer for every mistake, and checks what the
// error says: which layer, what it expects, what it got.
func TestErrors(t *testing.T) {
	conv := Conv{ND: 2, In: 4, Out: 6, Kernel: counter.Cube(3)}
	with := func(change func(*Conv)) Conv { c := conv; change(&c); return c }
	up := ConvTranspose{ND: 2, In: 4, Out: 6, Kernel: counter.Cube(2), Stride: counter.Cube(2)}
	pool := Pool{ND: 2, Kernel: counter.Cube(2)}
	for _, tt := range []struct {
		layer   counter.Layer
		in      string
		problem counter.Problem
		message string
	}{
		{conv, "3×8×8", counter.Channels, `Conv2d "x" was made for other channels: want 4×?×?, got 3×?×?`},
		{conv, "4×8", counter.Channels, `Conv2d "x" was made for other channels: want 4×?×?, got 4×?`},
		{conv, "4×8×2", counter.TooSmall, `Conv2d "x" would have an output without size: want ?×3×3, got 4×8×2`},
		{with(func(c *Conv) { c.Dilation = counter.Cube(4) }), "4×8×8", counter.TooSmall, `Conv2d "x" would have an output without size: want ?×3×3, got 4×8×8`},
		{with(func(c *Conv) { c.Kernel = counter.Axes{3, 0} }), "4×8×8", counter.BadLayer, `Conv2d "x" has a field out of range`},
		{with(func(c *Conv) { c.Kernel = counter.Axes{3, -3} }), "4×8×8", counter.BadLayer, `Conv2d "x" has a field out of range`},
		{with(func(c *Conv) { c.Out = 0 }), "4×8×8", counter.BadLayer, `Conv2d "x" has a field out of range`},
		{with(func(c *Conv) { c.Stride = counter.Axes{1, -1} }), "4×8×8", counter.BadLayer, `Conv2d "x" has a field out of range`},
		{with(func(c *Conv) { c.Padding = counter.Axes{-1} }), "4×8×8", counter.BadLayer, `Conv2d "x" has a field out of range`},
		{with(func(c *Conv) { c.Dilation = counter.Axes{-1} }), "4×8×8", counter.BadLayer, `Conv2d "x" has a field out of range`},
		{with(func(c *Conv) { c.Groups = -1 }), "4×8×8", counter.BadLayer, `Conv2d "x" has a field out of range`},
		{with(func(c *Conv) { c.Same, c.Stride = true, counter.Cube(2) }), "4×8×8", counter.BadLayer, `Conv2d "x" has a field out of range`},
		{with(func(c *Conv) { c.Groups = 3 }), "4×8×8", counter.Groups, `Conv2d "x" can't divide its channels into its groups: want 3, got 4`},
		{with(func(c *Conv) { c.Groups = 4 }), "4×8×8", counter.Groups, `Conv2d "x" can't divide its channels into its groups: want 4, got 4`},
		{up, "6×8×8", counter.Channels, `ConvTranspose2d "x" was made for other channels: want 4×?×?, got 6×?×?`},
		{ConvTranspose{ND: 2, In: 4, Out: 6, Kernel: counter.Cube(2), Padding: counter.Cube(1)}, "4×1×1", counter.TooSmall, `ConvTranspose2d "x" would have an output without size: got 4×1×1`},
		{ConvTranspose{ND: 2, In: 4, Out: 6, Kernel: counter.Cube(2), Groups: 4}, "4×8×8", counter.Groups, `ConvTranspose2d "x" can't divide its channels into its groups: want 4, got 4`},
		{ConvTranspose{ND: 2, In: 4, Out: 6}, "4×8×8", counter.BadLayer, `ConvTranspose2d "x" has a field out of range`},
		{ConvTranspose{ND: 2, In: 4, Out: 6, Kernel: counter.Cube(2), OutputPadding: counter.Cube(-1)}, "4×8×8", counter.BadLayer, `ConvTranspose2d "x" has a field out of range`},
		{pool, "4×1×8", counter.TooSmall, `MaxPool2d "x" would have an output without size: want ?×2×2, got 4×1×8`},
		{pool, "4×8", counter.Channels, `MaxPool2d "x" was made for other channels: want ?×?×?, got 4×?`},
		{Pool{ND: 2}, "4×8×8", counter.BadLayer, `MaxPool2d "x" has a field out of range`},
		{Pool{ND: 2, Kernel: counter.Cube(2), Stride: counter.Cube(-2)}, "4×8×8", counter.BadLayer, `MaxPool2d "x" has a field out of range`},
		{Upsample{ND: 2}, "4×8×8", counter.BadLayer, `Upsample "x" has a field out of range`},
		{Upsample{ND: 2, Scale: counter.Cube(-2)}, "4×8×8", counter.BadLayer, `Upsample "x" has a field out of range`},
		{BatchNorm{ND: 2, C: 3}, "4×8×8", counter.Channels, `BatchNorm2d "x" was made for other channels: want 3×?×?, got 4×?×?`},
		{BatchNorm{ND: 2}, "4×8×8", counter.BadLayer, `BatchNorm2d "x" has a field out of range`},
		{BatchNorm{ND: 3, C: 4}, "4×8×8", counter.Channels, `BatchNorm3d "x" was made for other channels: want 4×?×?×?, got 4×?×?`},
		{InstanceNorm{ND: 2, C: 3}, "4×8×8", counter.Channels, `InstanceNorm2d "x" was made for other channels: want 3×?×?, got 4×?×?`},
		{GroupNorm{Groups: 3, C: 4}, "4×8×8", counter.Groups, `GroupNorm "x" can't divide its channels into its groups: want 3, got 4`},
		{GroupNorm{C: 4}, "4×8×8", counter.BadLayer, `GroupNorm "x" has a field out of range`},
		{GroupNorm{Groups: 3, C: 3}, "4×8×8", counter.Channels, `GroupNorm "x" was made for other channels: want 3, got 4×?×?`},
		{LayerNorm{C: 4, Size: counter.Axes{8, 9}}, "4×8×8", counter.Mismatch, `LayerNorm "x" can't join inputs of different sizes: want 4×8×9, got 4×8×8`},
		{Linear{In: 3, Out: 2}, "4×8", counter.Channels, `Linear "x" was made for other channels: want 3, got 4×?`},
		{Linear{Out: 2}, "4×8", counter.Channels, `Linear "x" was made for other channels: got 4×?`},
		{Linear{}, "4×8", counter.BadLayer, `Linear "x" has a field out of range`},
		{Linear{In: 4, Out: -1}, "4×8", counter.BadLayer, `Linear "x" has a field out of range`},
		{PReLU{C: 3}, "4×8", counter.Channels, `PReLU "x" was made for other channels: want 3, got 4×?`},
		{PReLU{}, "4×8", counter.BadLayer, `PReLU "x" has a field out of range`},
		{Crop{}, "4×8", counter.BadInputs, `Crop "x" was given the wrong number of inputs`},
	} {
		in := shapeOf(t, tt.in)
		net := counter.New()
		x := net.Input(in.C, in.ND)
		net.At(counter.Bottleneck, 3)
		net.Root().Apply("x", tt.layer, x)
		err := net.Err()
		if err == nil {
			_, err = net.Trace(in.Size)
		}
		var e *counter.Error
		if !errors.As(err, &e) || e.Problem != tt.problem || err.Error() != tt.message {
			t.Errorf("%+v on %v:\n\t%v\nwant\n\t%s", tt.layer, in, err, tt.message)
			continue
		}
		if e.Path != "x" || e.Kind != tt.layer.Kind() || e.Stage != (counter.Stage{Role: counter.Bottleneck, Level: 3}) {
			t.Errorf("%v: at %q, %q, %v", err, e.Path, e.Kind, e.Stage)
		}
	}
}

// TestJoinErrors does the same for layers with several inputs.
func TestJoinErrors(t *testing.T) {
	for _, tt := range []struct {
		layer   counter.Layer
		in      []string
		problem counter.Problem
		want    string
		got     string
	}{
		{Concat{}, nil, counter.BadInputs, "?", "?"},
		{Concat{}, []string{"4×8×8", "4×8×8", "4×8×7"}, counter.Mismatch, "4×8×8", "4×8×7"},
		{Concat{}, []string{"4×8×8", "4×8"}, counter.Mismatch, "4×8×8", "4×8"},
		{Add{}, nil, counter.BadInputs, "?", "?"},
		{Add{}, []string{"4×8×8", "3×8×8"}, counter.Channels, "4×8×8", "3×8×8"},
		{Add{}, []string{"4×8×8", "4×7×8"}, counter.Mismatch, "4×8×8", "4×7×8"},
		{Add{InPlace: true}, []string{"4×1×8", "4×7×8"}, counter.Mismatch, "4×7×8", "4×1×8"},
		{Mul{}, []string{"4×8×8", "1×2×8"}, counter.Channels, "4×8×8", "1×2×8"},
		{Mul{}, []string{"4×8×8", "4×8"}, counter.Mismatch, "4×8×8", "4×8"},
		{Crop{}, []string{"4×8×8", "4×8×9"}, counter.Mismatch, "4×8×9", "4×8×8"},
		{Crop{}, []string{"4×8×8", "4×8"}, counter.Mismatch, "4×8", "4×8×8"},
		{Crop{}, []string{"4×8", "4×8", "4×8"}, counter.BadInputs, "?", "?"},
		{ReLU, []string{"4×8", "4×8"}, counter.BadInputs, "?", "?"},
		{Conv{ND: 1, In: 4, Out: 4, Kernel: counter.Cube(1)}, nil, counter.BadInputs, "?", "?"},
	} {
		var in []counter.Shape
		for _, s := range tt.in {
			in = append(in, shapeOf(t, s))
		}
		_, err := tt.layer.Forward(in...)
		var e *counter.Error
		if !errors.As(err, &e) || e.Problem != tt.problem || e.Want.String() != tt.want || e.Got.String() != tt.got {
			t.Errorf("%T on %v: %v; want problem %q, want %s, got %s", tt.layer, in, err, tt.problem, tt.want, tt.got)
		}
	}
}

// TestProblems: every problem has a text of its own.
func TestProblems(t *testing.T) {
	seen := map[string]bool{}
	for p := counter.BadLayer; p <= counter.Overflow; p++ {
		if s := p.String(); s == "" || strings.HasPrefix(s, "problem ") || seen[s] {
			t.Errorf("problem %d says %q", p, s)
		}
		seen[p.String()] = true
	}
	if got := counter.Problem(99).String(); got != "problem 99" {
		t.Errorf("an unknown problem says %q", got)
	}
	if got := (&counter.Error{Problem: counter.Overflow}).Error(); got != "a count needs a number of more than 63 bits" {
		t.Errorf("an overflow of no layer says %q", got)
	}
}

// TestOverflow: a number that needs more than 63 bits is an error wherever it
// occurs, and the largest number that fits is exact.
func TestOverflow(t *testing.T) {
	const big, huge = int64(1) << 31, int64(math.MaxInt64)
	overflows := func(name string, got any, err error) {
		t.Helper()
		var e *counter.Error
		if !errors.As(err, &e) || e.Problem != counter.Overflow {
			t.Errorf("%s: %v, %v; want an overflow", name, got, err)
		}
	}
	exactly := func(name string, got, want int64, err error) {
		t.Helper()
		if err != nil || got != want {
			t.Errorf("%s: %d, %v; want %d", name, got, err, want)
		}
	}

	n, err := counter.Tensor{Dims: []counter.Dim{{Sym: "", N: huge}, {Sym: "", N: 1}}}.Count()
	exactly("a tensor of one long axis", n, huge, err)
	n, err = counter.Tensor{Dims: []counter.Dim{{Sym: "", N: big}, {Sym: "", N: big}, {Sym: "", N: 2}}}.Count()
	overflows("a tensor of 2⁶³ elements", n, err)
	n, err = counter.Tensor{Dims: []counter.Dim{{Sym: "", N: 4 * big}, {Sym: "", N: big}}}.Count()
	overflows("a tensor of 2⁶⁴ elements, of which 64 bits keep none", n, err)
	n, err = counter.Tensor{Dims: []counter.Dim{{Sym: "", N: big}, {Sym: "", N: big - 1}, {Sym: "", N: 2}}}.Count()
	exactly("a tensor of 2⁶³ − 2³² elements", n, huge-(1<<32)+1, err)
	n, err = counter.Tensor{Dims: []counter.Dim{{Sym: "", N: huge}, {Sym: "", N: huge}, {Sym: "", N: huge}}}.Count()
	overflows("a tensor of far more", n, err)
	n, err = counter.Shape{C: big, ND: 2, Size: counter.Axes{big, 2}}.Elements()
	overflows("elements of a shape", n, err)
	n, err = counter.Formula{{Times: 1, Dims: []counter.Dim{{Sym: "", N: huge}}}, {Times: 1, Dims: []counter.Dim{{Sym: "", N: 1}}}}.Value()
	overflows("a sum", n, err)
	n, err = counter.Term{Times: 2, Dims: []counter.Dim{{Sym: "", N: 1 << 62}}}.Value()
	overflows("a multiple", n, err)
	n, err = (&counter.Report{Learnable: huge/4 + 1}).Bytes(4)
	overflows("bytes", n, err)
	n, err = (&counter.Report{Learnable: huge / 4}).Bytes(4)
	exactly("bytes", n, huge-3, err)

	for _, tt := range []struct {
		layer counter.Layer
		in    []counter.Shape
	}{
		{Concat{}, []counter.Shape{{C: huge, ND: 1}, {C: 1, ND: 1}}},
		{Upsample{ND: 1, Scale: counter.Cube(2)}, []counter.Shape{{C: 1, ND: 1, Size: counter.Axes{1 << 62}}}},
		{ConvTranspose{ND: 1, In: 1, Out: 1, Kernel: counter.Cube(1), Stride: counter.Cube(2)}, []counter.Shape{{C: 1, ND: 1, Size: counter.Axes{1<<62 + 1}}}},
		{ConvTranspose{ND: 1, In: 1, Out: 1, Kernel: counter.Cube(1 << 40), Dilation: counter.Cube(1 << 40)}, []counter.Shape{{C: 1, ND: 1, Size: counter.Axes{1}}}},
		{ConvTranspose{ND: 1, In: 1, Out: 1, Kernel: counter.Cube(1), OutputPadding: counter.Cube(huge)}, []counter.Shape{{C: 1, ND: 1, Size: counter.Axes{1}}}},
		{ConvTranspose{ND: 1, In: 1, Out: 1, Kernel: counter.Cube(1), Padding: counter.Cube(1 << 62)}, []counter.Shape{{C: 1, ND: 1, Size: counter.Axes{1}}}},
		{Conv{ND: 1, In: 1, Out: 1, Kernel: counter.Cube(1 << 40), Dilation: counter.Cube(1 << 40)}, []counter.Shape{{C: 1, ND: 1, Size: counter.Axes{1}}}},
		{Conv{ND: 1, In: 1, Out: 1, Kernel: counter.Cube(1), Padding: counter.Cube(1 << 62)}, []counter.Shape{{C: 1, ND: 1, Size: counter.Axes{1}}}},
		{Pool{ND: 1, Kernel: counter.Cube(1), Padding: counter.Cube(1<<62 - 1)}, []counter.Shape{{C: 1, ND: 1, Size: counter.Axes{2}}}},
	} {
		out, err := tt.layer.Forward(tt.in...)
		overflows(fmt.Sprintf("%+v", tt.layer), out, err)
	}

	wide := counter.Shape{C: 1, ND: 2, Size: counter.Axes{big, big}}
	for _, l := range []counter.Layer{
		Conv{ND: 2, In: 1, Out: 2, Kernel: counter.Cube(1)},
		ConvTranspose{ND: 2, In: 1, Out: 1, Kernel: counter.Axes{2, 1}},
		Linear{In: 1, Out: 2},
	} {
		macs, err := l.MACs([]counter.Shape{wide}, wide)
		overflows(fmt.Sprintf("MACs of %+v", l), macs, err)
	}
}
