package tools

import (
	"unetparams/counter"
	"unetparams/counter/layer"
)

// thop counts only modules: (output elements)·(C_in/groups)·kernel for convolutions
// and transposed convolutions, without biases; 2 per element for batch, layer and
// instance normalization, 4 with scale and shift; 11 per element for bilinear
// interpolation, 5 for linear, 1 for nearest, 0 for trilinear; average pooling and
// softmax; nothing for ReLU, max pooling and group normalization.
//
// Lyken17/pytorch-OpCounter, thop/vision/basic_hooks.py at
// 9e106f34e10bc8ecd3cbdc17d26fa6f1a1bfe728 and calc_func.py at
// 8f115d4aeaee787d7347b75f30be28164b02ccaa.
func thop(c *step, s *sum) {
	if !c.isModule {
		return
	}
	switch l := c.Layer.(type) {
	case layer.Conv, layer.Linear:
		s.add(c.macs)
	case layer.ConvTranspose:
		s.atOutput(c)
	case layer.BatchNorm, layer.InstanceNorm, layer.LayerNorm:
		s.elements(c.in, affine(c, 4, 2))
	case layer.PReLU:
		s.elements(c.in, 1)
	case layer.Activation:
		if l.Name == "Softmax" { // an exponential, a sum and a division per channel
			n, err := c.in.Positions()
			s.failed = s.failed || err != nil
			s.add(n, 3*c.in.C-1)
		}
	case layer.Pool:
		if l.Average {
			s.elements(c.out, 1)
		}
	case layer.AdaptivePool:
		in, err := c.in.Positions()
		out, err2 := c.out.Positions()
		if s.failed = s.failed || err != nil || err2 != nil || out == 0; l.Average && !s.failed {
			s.elements(counter.Shape{C: c.out.C}, in+out)
		}
	case layer.Upsample:
		s.elements(c.out, upsampling(l.Linear, l.ND, [3]int64{5, 11, 0}))
	}
}

// upsampling returns the operations per element of the output: the cost for the
// number of axes, or 1 for nearest neighbor.
func upsampling(linear bool, nd int, costs [3]int64) int64 {
	if !linear {
		return 1
	}
	return costs[min(max(nd, 1), 3)-1]
}

// ptflops counts (output positions)·C_in·(C_out/groups)·kernel for convolutions and
// transposed convolutions, and their biases; 1 per element for normalization, 2 with
// scale and shift; 1 per element for ReLU and similar activations, and per input
// element for pooling. It hooks modules and patches functions, and a module calls the
// function: so ReLU, ELU, PReLU, GELU and pooling count twice if they are modules.
// Interpolation by a factor counts its output and the input times the factor,
// interpolation to a size counts its positions.
//
// sovrasov/flops-counter.pytorch, ptflops/pytorch_ops.py at
// 022a6549c48a7839f5729735d10369ad924bddc0 and pytorch_engine.py at
// a116899af8835e4b73c88c82d1228802ee2a88fe.
func ptflops(c *step, s *sum) {
	if ok, transposed, bias := convolution(c); ok {
		if transposed {
			s.atOutput(c)
		} else {
			s.add(c.macs)
		}
		if bias {
			s.elements(c.out, 1)
		}
		return
	}
	twice := int64(1)
	if c.isModule {
		twice = 2
	}
	switch l := c.Layer.(type) {
	case layer.Linear:
		s.add(c.macs)
		if l.Bias {
			s.add(l.Out)
		}
	case counter.Normalizer:
		s.elements(c.in, affine(c, 2, 1))
	case layer.Activation:
		s.elements(c.out, ptflopsActivation(l.Name, c.isModule))
	case layer.PReLU:
		s.elements(c.out, twice)
	case layer.Pool, layer.AdaptivePool:
		s.elements(c.in, twice)
	case layer.Upsample:
		s.elements(c.in, l.Scale[0])
		if c.isModule {
			s.elements(c.out, 1)
		}
	case layer.Interpolate:
		n, err := c.out.Positions()
		s.failed = s.failed || err != nil
		s.add(n)
	default:
		s.add(c.features)
	}
}

// ptflopsActivation returns how often an element of an activation is counted: as a
// module, as a patched function, or as both.
func ptflopsActivation(name string, isModule bool) int64 {
	var module, function int64
	switch name {
	case "ReLU", "ELU", "GELU":
		module, function = 1, 1
	case "LeakyReLU":
		module = 1 // its function is not patched
	case "ReLU6":
		module, function = 1, 1
		if isModule {
			function = 0 // the module calls hardtanh
		}
	case "SiLU", "Softmax":
		function = 1
	}
	if !isModule {
		module = 0
	}
	return module + function
}

// fvcore counts (positions)·(elements of the weight) for convolutions and linear
// layers, without biases, using the input positions of transposed convolutions; 2 per
// element for batch normalization (1 without scale and shift), 5 (4) for the others; 1
// per output element for nearest interpolation of images, 4 for bilinear; 1 per input
// element for adaptive average pooling of images; and products of features.
//
// facebookresearch/fvcore, fvcore/nn/flop_count.py at
// 052545c4885655bdc3ab5c7613ddba903751e308 and jit_handles.py at
// 017141c42f50a0328182c1fd42b1de80c3a58efe.
func fvcore(c *step, s *sum) {
	s.add(c.macs)
	s.add(c.features)
	const images = 2
	switch l := c.Layer.(type) {
	case layer.BatchNorm:
		s.elements(c.in, affine(c, 2, 1))
	case counter.Normalizer:
		s.elements(c.in, affine(c, 5, 4))
	case layer.Upsample:
		if l.ND == images {
			s.elements(c.out, upsampling(l.Linear, images, [3]int64{1: 4}))
		}
	case layer.Interpolate:
		if c.out.ND == images {
			s.elements(c.out, upsampling(l.Linear, images, [3]int64{1: 4}))
		}
	case layer.AdaptivePool:
		if l.Average && l.ND == images {
			s.elements(c.in, 1)
		}
	}
}

// torchinfo multiplies the parameters of a convolution or transposed convolution,
// including its bias, by the positions of its output. For any other module it counts
// the parameters once per run, however many positions they are applied to.
//
// TylerYep/torchinfo, torchinfo/layer_info.py (calculate_macs) at
// 01fa0ce6210c5a92fcc485faac1602fdd046ce24.
func torchinfo(c *step, s *sum) {
	if ok, _, _ := convolution(c); !ok {
		s.add(c.params)
		return
	}
	n, err := c.out.Positions()
	s.failed = s.failed || err != nil
	s.add(n, c.params)
}

// deepspeed counts as MACs the products of convolutions, of transposed convolutions
// at their input, of linear layers, and of features. (Its FLOPs include much else.)
//
// microsoft/DeepSpeed, deepspeed/profiling/flops_profiler/profiler.py at
// 009c5483ab39f0ef6234b4f5aaf21b5ea4851e1f.
func deepspeed(c *step, s *sum) {
	s.add(c.macs)
	s.add(c.features)
}

// tensorflow counts in the graph that Keras builds: twice the multiply-accumulates of
// convolutions and matrix products, where those of a transposed convolution are taken
// at its output and divided by its strides; 1 per element for a bias; the size of the
// kernel per output element for pooling; 1 per element for global averages, sums and
// products; and 5 per element for softmax. It has no rule for FusedBatchNorm, ReLU,
// sigmoid and interpolation, which count as 0. It has none for volumes either, and
// other normalizations consist of operations that differ between versions: for such
// networks there is no number.
//
// tensorflow/tensorflow, tensorflow/python/profiler/internal/flops_registry.py at
// 0304934138cbfabd338ec432a630a9c3c1191564.
func tensorflow(c *step, s *sum) {
	if _, isBatchNorm := c.Layer.(layer.BatchNorm); counter.IsNorm(c.Layer) && !isBatchNorm || c.out.ND > 2 {
		s.failed = true
		return
	}
	if ok, transposed, bias := convolution(c); ok {
		work := sum{}
		if transposed {
			work.atOutput(c)
			w := c.Layer.(counter.Windowed).Window()
			for _, stride := range w.Stride[:w.ND] {
				work.n /= stride
			}
		} else {
			work.add(c.macs)
		}
		s.failed = s.failed || work.failed
		s.add(2, work.n)
		if bias {
			s.elements(c.out, 1)
		}
		return
	}
	switch l := c.Layer.(type) {
	case layer.Linear:
		s.add(2, c.macs)
		if l.Bias {
			s.elements(c.out, 1)
		}
	case layer.Pool:
		s.elements(c.out, window(l.Window()))
	case layer.AdaptivePool:
		s.elements(c.in, 1)
	case layer.Add, layer.Mul, layer.Maximum:
		s.elements(c.out, int64(max(c.inputs-1, 0)))
	case layer.Activation:
		if l.Name == "Softmax" {
			s.elements(c.in, 5)
		}
	default:
		s.add(2, c.features)
	}
}

// window returns the number of positions of a window.
func window(w counter.Window) int64 {
	n, err := counter.Product(w.KernelSize()...)
	if err != nil {
		return 0
	}
	return n
}
