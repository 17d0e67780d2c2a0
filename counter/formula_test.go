package counter

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
)

// inSymbols and inNumbers write a formula as people do, with and without values.
func inSymbols(f Formula) string { return write(f, func(d Dim) string { return d.Sym }) }
func inNumbers(f Formula) string { return write(f, func(d Dim) string { return fmt.Sprint(d.N) }) }

func write(f Formula, dim func(Dim) string) string {
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

// TestFormula pins how formulas are written: kernel, what comes in, what goes
// out, whatever the order in which PyTorch stores the axes.
func TestFormula(t *testing.T) {
	for _, tt := range []struct {
		layer            Layer
		symbols, numbers string
		value            int64
	}{
		{Conv{ND: 2, In: 64, Out: 32, Kernel: Cube(3), Bias: true}, "k_h·k_w·C_in·C_out + C_out", "3·3·64·32 + 32", 18464},
		{Conv{ND: 1, In: 64, Out: 32, Kernel: Cube(3)}, "k·C_in·C_out", "3·64·32", 6144},
		{Conv{ND: 2, In: 64, Out: 32, Kernel: Cube(3), Groups: 4, Bias: true}, "k_h·k_w·C_in/g·C_out + C_out", "3·3·16·32 + 32", 4640},
		{ConvTranspose{ND: 2, In: 64, Out: 32, Kernel: Cube(2), Bias: true}, "k_h·k_w·C_in·C_out + C_out", "2·2·64·32 + 32", 8224},
		{ConvTranspose{ND: 3, In: 64, Out: 32, Kernel: Axes{1, 2, 2}, Groups: 2}, "k_d·k_h·k_w·C_in·C_out/g", "1·2·2·64·16", 4096},
		{Linear{In: 64, Out: 32, Bias: true}, "n_in·n_out + n_out", "64·32 + 32", 2080},
		{BatchNorm{ND: 2, C: 32, Affine: true, TrackStats: true}, "2·C", "2·32", 64},
		{GroupNorm{Groups: 8, C: 32, Affine: true}, "2·C", "2·32", 64},
		{InstanceNorm{ND: 2, C: 32}, "", "", 0},
		{PReLU{C: 32}, "C", "32", 32},
		{Conv{ND: 1, In: 1, Out: 1, Kernel: Cube(1), Bias: true}, "k·C_in·C_out + C_out", "1·1·1 + 1", 2},
		{ReLU, "", "", 0},
		{BatchNorm{ND: 2, C: 32, TrackStats: true}, "", "", 0},
	} {
		f := FormulaOf(tt.layer)
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

// TestFormulaLeavesTensors: a formula puts axes in another order, in a copy.
func TestFormulaLeavesTensors(t *testing.T) {
	dims := []Dim{{"C_out", 5}, {"C_in", 4}, {"k", 3}}
	FormulaOf(tensorsOnly{{"weight", dims, true}})
	if dims[0].Sym != "C_out" || dims[2].Sym != "k" {
		t.Errorf("the tensor's axes are now %v", dims)
	}
}

type tensorsOnly []Tensor

func (tensorsOnly) Kind() string { return "Tensors" }
func (l tensorsOnly) Register(t *Tensors) {
	for _, x := range l {
		t.add(x.Name, x.Dims, x.Learn)
	}
}
func (tensorsOnly) Forward(...Shape) (Shape, error)    { return Shape{}, nil }
func (tensorsOnly) MACs([]Shape, Shape) (int64, error) { return 0, nil }

// TestFormulaIsCount: for any layer the formula's value is the number of
// elements of the learnable tensors.
func TestFormulaIsCount(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	n := func(max int) int64 { return 1 + r.Int63n(int64(max)) }
	flag := func() bool { return r.Intn(2) == 0 }
	axes := func() Axes { return Axes{n(7), n(7), n(7)} }
	for range 2000 {
		g := n(4)
		for _, l := range []Layer{
			Conv{ND: int(n(3)), In: g * n(99), Out: g * n(99), Kernel: axes(), Groups: g, Bias: flag()},
			ConvTranspose{ND: int(n(3)), In: g * n(99), Out: g * n(99), Kernel: axes(), Groups: g, Bias: flag()},
			Linear{In: n(999), Out: n(999), Bias: flag()},
			BatchNorm{ND: 2, C: n(999), Affine: flag(), TrackStats: flag()},
			InstanceNorm{ND: 2, C: n(999), Affine: flag(), TrackStats: flag()},
			GroupNorm{Groups: g, C: g * n(99), Affine: flag()},
			LayerNorm{C: n(99), Size: Axes{n(9), n(9)}, Affine: flag()},
			PReLU{C: n(99)},
		} {
			got, err := FormulaOf(l).Value()
			want, _ := count(t, TensorsOf(l))
			if err != nil || got != want {
				t.Fatalf("%+v: the formula gives %d, %v; the tensors have %d", l, got, err, want)
			}
		}
	}
}
