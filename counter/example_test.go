package counter_test

import (
	"fmt"

	"unetparams/counter"
	"unetparams/counter/layer"
)

// The tutorial's U-Net, layer by layer: filters 32, 64, 128, 256 and 512, two
// 3×3 convolutions with batch normalization to a block, 2×2 transposed
// convolutions on the way up, and a 1×1 convolution to two classes.
func Example() {
	net := counter.New()
	filters := []int64{32, 64, 128, 256, 512}

	conv := func(m *counter.Module, name string, x counter.Value, out, kernel int64) counter.Value {
		return m.Apply(name, layer.Conv{
			ND: 2, In: x.C, Out: out, Kernel: counter.Cube(kernel), Same: true, Bias: true,
		}, x)
	}
	block := func(name string, x counter.Value, out int64) counter.Value {
		m := net.Root().Child(name)
		for _, n := range []string{"1", "2"} {
			x = conv(m, "conv"+n, x, out, 3)
			x = m.Apply("norm"+n, layer.BatchNorm{ND: 2, C: out, Affine: true, TrackStats: true}, x)
			x = net.Do(layer.ReLU, x)
		}
		return x
	}

	x := net.Input(1, 2)
	var skips []counter.Value
	for i, f := range filters {
		if i > 0 {
			skips = append(skips, x)
			x = net.Do(layer.Pool{ND: 2, Kernel: counter.Cube(2)}, x)
		}
		x = block(fmt.Sprint("down", i), x, f)
	}
	for i := len(skips) - 1; i >= 0; i-- {
		x = net.Root().Apply(fmt.Sprint("up", i), layer.ConvTranspose{
			ND: 2, In: x.C, Out: filters[i], Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: true,
		}, x)
		x = block(fmt.Sprint("join", i), net.Do(layer.Concat{}, skips[i], x), filters[i])
	}
	conv(net.Root(), "head", x, 2, 1)

	report, err := net.Report()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(report.Learnable, "parameters;", report.Buffers, "buffer elements are not counted")
	for _, k := range report.Kinds() {
		fmt.Printf("%9d  %s %v × %d\n", k.Learnable, k.Kind, k.Kernel, k.Layers)
	}
	// Output:
	// 7765442 parameters; 5906 buffer elements are not counted
	//   7062688  Conv2d [3 3] × 18
	//      5888  BatchNorm2d [] × 18
	//    696800  ConvTranspose2d [2 2] × 4
	//        66  Conv2d [1 1] × 1
}

// A formula is built from the axes of a layer's tensors, so that it always agrees
// with the count.
func ExampleFormulaOf() {
	up := layer.ConvTranspose{
		ND: 2, In: 64, Out: 32, Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: true,
	}
	f := counter.FormulaOf(up)
	for _, term := range f {
		fmt.Println(term.Dims)
	}
	fmt.Println(f.Value())
	// Output:
	// [{k_h 2} {k_w 2} {C_in 64} {C_out 32}]
	// [{C_out 32}]
	// 8224 <nil>
}

// The closed form of a count is found from three widths and checked at others.
func ExampleClosedForm() {
	dense := func(w int64) (int64, error) {
		f := counter.FormulaOf(layer.Linear{In: w, Out: 2 * w, Bias: true})
		return f.Value()
	}
	p, err := counter.ClosedForm(1, dense)
	fmt.Printf("%d·w² + %d·w + %d, %v\n", p.C[2], p.C[1], p.C[0], err)
	// Output:
	// 2·w² + 2·w + 0, <nil>
}
