package counter_test

import (
	"fmt"
	"testing"

	"unetparams/counter"
	"unetparams/counter/layer"
)

// chain returns a network of n layers: blocks of a convolution, a normalization
// and an activation, four to a stage, one stage a level.
func chain(n int, expected counter.Size) *counter.Net {
	net := counter.NewSized(expected)
	x := net.Input(2, 2)
	var block *counter.Module
	for i := range n {
		if i%12 == 0 {
			net.At(counter.Encoder, 1+i/12)
			block = net.Root().Child(fmt.Sprint("enc", 1+i/12))
		}
		switch name := names12[i%12]; i % 3 {
		case 0:
			x = block.Apply(name, layer.Conv{ND: 2, In: 2, Out: 2, Kernel: counter.Cube(3), Same: true, Bias: true}, x)
		case 1:
			x = block.Apply(name, layer.BatchNorm{ND: 2, C: 2, Affine: true, TrackStats: true}, x)
		case 2:
			x = block.Apply(name, layer.ReLU, x)
		}
	}
	return net
}

var names12 = [...]string{"conv1", "norm1", "relu1", "conv2", "norm2", "relu2", "conv3", "norm3", "relu3", "conv4", "norm4", "relu4"}

// BenchmarkLayers measures the cost of describing and reporting a layer in
// networks of several depths, when the size is known from the last time, as it is from key
// to key: it should be the same in all of them.
func BenchmarkLayers(b *testing.B) {
	for _, n := range []int{10, 100, 1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			var size counter.Size
			for b.Loop() {
				net := chain(n, size)
				if _, err := net.Report(); err != nil {
					b.Fatal(err)
				}
				size = net.Size()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/layer")
		})
	}
}
