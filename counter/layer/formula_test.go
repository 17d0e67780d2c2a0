package layer

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"

	"unetparams/counter"
)

// inSymbols and inNumbers write a formula as people do, in symbols and in numbers.
func inSymbols(f counter.Formula) string {
	return write(f, func(d counter.Dim) string { return d.Sym })
}

func inNumbers(f counter.Formula) string {
	return write(f, func(d counter.Dim) string { return fmt.Sprint(d.N) })
}

func write(f counter.Formula, dim func(counter.Dim) string) string {
	var terms []string
	for _, t := range f {
		var factors []string
		if t.Times != 1 {
			factors = append(factors, fmt.Sprint(t.Times))
		}
		for _, d := range t.Dims {
			factors = append(factors, dim(d))
		}
		terms = append(terms, strings.Join(factors, "·"))
	}
	return strings.Join(terms, " + ")
}

// TestFormula pins how formulas are written: kernel, input channels, output
// channels, whatever the order in which PyTorch stores the axes.
func TestFormula(t *testing.T) {
	for _, tt := range []struct {
		layer            counter.Layer
		symbols, numbers string
		value            int64
	}{
		{Conv{ND: 2, In: 64, Out: 32, Kernel: counter.Cube(3), Bias: true}, "k_h·k_w·C_in·C_out + C_out", "3·3·64·32 + 32", 18464},
		{Conv{ND: 1, In: 64, Out: 32, Kernel: counter.Cube(3)}, "k·C_in·C_out", "3·64·32", 6144},
		{Conv{ND: 2, In: 64, Out: 32, Kernel: counter.Cube(3), Groups: 4, Bias: true}, "k_h·k_w·C_in/g·C_out + C_out", "3·3·16·32 + 32", 4640},
		{ConvTranspose{ND: 2, In: 64, Out: 32, Kernel: counter.Cube(2), Bias: true}, "k_h·k_w·C_in·C_out + C_out", "2·2·64·32 + 32", 8224},
		{ConvTranspose{ND: 3, In: 64, Out: 32, Kernel: counter.Axes{1, 2, 2}, Groups: 2}, "k_d·k_h·k_w·C_in·C_out/g", "1·2·2·64·16", 4096},
		{Linear{In: 64, Out: 32, Bias: true}, "n_in·n_out + n_out", "64·32 + 32", 2080},
		{BatchNorm{ND: 2, C: 32, Affine: true, TrackStats: true}, "2·C", "2·32", 64},
		{GroupNorm{Groups: 8, C: 32, Affine: true}, "2·C", "2·32", 64},
		{InstanceNorm{ND: 2, C: 32}, "", "", 0},
		{PReLU{C: 32}, "C", "32", 32},
		{Conv{ND: 1, In: 1, Out: 1, Kernel: counter.Cube(1), Bias: true}, "k·C_in·C_out + C_out", "1·1·1 + 1", 2},
		{ReLU, "", "", 0},
		{BatchNorm{ND: 2, C: 32, TrackStats: true}, "", "", 0},
	} {
		f := counter.FormulaOf(tt.layer)
		if got := inSymbols(f); got != tt.symbols {
			t.Errorf("%+v: %s, want %s", tt.layer, got, tt.symbols)
		}
		if got := inNumbers(f); got != tt.numbers {
			t.Errorf("%+v: %s, want %s", tt.layer, got, tt.numbers)
		}
		if got, err := f.Value(); err != nil || got != tt.value {
			t.Errorf("%+v: %d, %v; want %d", tt.layer, got, err, tt.value)
		}
	}
}

// TestFormulaLeavesTensors: a formula reorders a copy of the axes.
func TestFormulaLeavesTensors(t *testing.T) {
	dims := []counter.Dim{{Sym: "C_out", N: 5}, {Sym: "C_in", N: 4}, {Sym: "k", N: 3}}
	counter.FormulaOf(tensorsOnly{{Name: "weight", Dims: dims, Learn: true}})
	if dims[0].Sym != "C_out" || dims[2].Sym != "k" {
		t.Errorf("the tensor's axes are now %v", dims)
	}
}

type tensorsOnly []counter.Tensor

func (tensorsOnly) Kind() string { return "Tensors" }

func (l tensorsOnly) Register(t *counter.Tensors) {
	for _, x := range l {
		t.Parameter(x.Name, x.Dims...)
	}
}

func (tensorsOnly) Forward(...counter.Shape) (counter.Shape, error) { return counter.Shape{}, nil }

func (tensorsOnly) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }

// TestFormulaIsCount: for any layer the formula's value is the number of
// elements of the learnable tensors.
func TestFormulaIsCount(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	n := func(max int) int64 { return 1 + r.Int63n(int64(max)) }
	flag := func() bool { return r.Intn(2) == 0 }
	axes := func() counter.Axes { return counter.Axes{n(7), n(7), n(7)} }
	for range 2000 {
		g := n(4)
		for _, l := range []counter.Layer{
			Conv{ND: int(n(3)), In: g * n(99), Out: g * n(99), Kernel: axes(), Groups: g, Bias: flag()},
			ConvTranspose{ND: int(n(3)), In: g * n(99), Out: g * n(99), Kernel: axes(), Groups: g, Bias: flag()},
			Linear{In: n(999), Out: n(999), Bias: flag()},
			BatchNorm{ND: 2, C: n(999), Affine: flag(), TrackStats: flag()},
			InstanceNorm{ND: 2, C: n(999), Affine: flag(), TrackStats: flag()},
			GroupNorm{Groups: g, C: g * n(99), Affine: flag()},
			LayerNorm{C: n(99), Size: counter.Axes{n(9), n(9)}, Affine: flag()},
			PReLU{C: n(99)},
		} {
			got, err := counter.FormulaOf(l).Value()
			want, _ := count(t, counter.TensorsOf(l))
			if err != nil || got != want {
				t.Fatalf("%+v: the formula gives %d, %v; the tensors have %d", l, got, err, want)
			}
		}
	}
}
