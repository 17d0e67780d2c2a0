package python_test

import (
	"os"
	"testing"

	"unetparams/counter"
	"unetparams/counter/keras"
	"unetparams/counter/layer"
	"unetparams/counter/pytorch"
)

// The networks that the files in testdata are of: each is about one thing that a
// writer finds out.
var networks = map[string]func(*counter.Net){
	"blocks": blocks, "recurrent": recurrent, "borrowed": borrowed, "list": elements, "outputs": outputs,
}

func conv(in, out, kernel int64) layer.Conv {
	return layer.Conv{ND: 2, In: in, Out: out, Kernel: counter.Cube(kernel), Same: true, Bias: true}
}

// blocks has blocks of one structure: inner ones in outer ones. The kernel, which
// is not a number of channels, makes another class; the groups are no argument,
// since they are equal in every copy.
func blocks(net *counter.Net) {
	double := func(m *counter.Module, x counter.Value, in, out int64) counter.Value {
		for i, name := range []string{"first", "second"} {
			unit := m.Child(name)
			x = unit.Apply("conv", conv([]int64{in, out}[i], out, 3), x)
			x = unit.Apply("norm", layer.GroupNorm{Groups: 2, C: out, Affine: true}, x)
			x = net.Do(layer.ReLU, x)
		}
		return x
	}
	x := net.Input(3, 2)
	x = double(net.Root().Child("enc1"), x, 3, 8)
	x = net.Do(layer.Pool{ND: 2, Kernel: counter.Cube(2)}, x)
	x = double(net.Root().Child("enc2"), x, 8, 16)
	head := net.Root().Child("head")
	x = head.Apply("conv", conv(16, 16, 1), x)
	head.Apply("norm", layer.GroupNorm{Groups: 2, C: 16, Affine: true}, x)
}

// recurrent runs a convolution three times.
func recurrent(net *counter.Net) {
	x := net.Input(4, 2)
	m := net.Root().Child("block").Own("conv", conv(4, 4, 3))
	y := m.Run(x)
	for range 2 {
		y = m.Run(net.Do(layer.Add{}, x, y))
	}
}

// borrowed has a decoder that lists the encoder's convolution among its own
// modules, and two more convolutions that differ.
func borrowed(net *counter.Net) {
	x := net.Input(1, 2)
	shared := net.Root().Child("encoder").Own("conv", conv(1, 4, 3))
	x = shared.Run(x)
	decoder := net.Root().Child("decoder")
	decoder.Alias("skip", shared)
	x = decoder.Apply("one", conv(4, 2, 1), x)
	decoder.Apply("two", conv(2, 5, 1), x)
}

// elements has two lists whose elements take turns, and a chain.
func elements(net *counter.Net) {
	x := net.Input(1, 2)
	downs, norms := net.Root().Child("downs"), net.Root().Child("norms")
	for i, name := range []string{"0", "1", "2"} {
		x = downs.Apply(name, conv([]int64{1, 4, 8}[i], []int64{4, 8, 8}[i], 3), x)
		x = norms.Apply(name, layer.BatchNorm{ND: 2, C: []int64{4, 8, 8}[i], Affine: true, TrackStats: true}, x)
	}
	chain := net.Root().Child("chain")
	x = chain.Apply("0", conv(8, 8, 3), x)
	x = chain.Apply("1", layer.BatchNorm{ND: 2, C: 8, Affine: true, TrackStats: true}, x)
	chain.Apply("2", layer.ReLU, x)
}

// outputs returns two values, and cuts the middle out of a larger map.
func outputs(net *counter.Net) {
	x := net.Input(2, 2)
	wide := net.Root().Apply("wide", conv(2, 4, 3), x)
	valid := conv(2, 4, 3)
	valid.Same = false
	narrow := net.Root().Apply("valid", valid, x)
	narrow = net.Do(layer.Pool{ND: 2, Kernel: counter.Cube(3), Stride: counter.Cube(1)}, narrow)
	x = net.Do(layer.Concat{}, net.Do(layer.Crop{}, wide, narrow), narrow)
	a := net.Root().Apply("classes", conv(8, 3, 1), x)
	net.Output(net.Do(layer.Activation{Name: "Softmax"}, a))
	net.Output(net.Root().Apply("1x1", conv(8, 1, 1), x))
}

// TestFiles compares what both writers make of the networks with the files in
// testdata; UPDATE=1 writes them anew.
func TestFiles(t *testing.T) {
	for name, build := range networks {
		net := counter.New()
		build(net)
		trace, err := net.Trace(counter.Cube(16))
		if err != nil {
			t.Fatal(name, err)
		}
		text, err := pytorch.File(net, pytorch.Options{Class: "Net", Size: []int64{16, 16}})
		if err != nil {
			t.Fatal(name, err)
		}
		compare(t, "testdata/"+name+".py", text)
		if text, err = keras.File(net, keras.Options{Name: "net", Trace: trace}); err != nil {
			t.Fatal(name, err)
		}
		compare(t, "testdata/"+name+"_keras.py", text)
	}
}

func compare(t *testing.T, name, got string) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(name, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("differs from %s:\n%s", name, got)
	}
}
