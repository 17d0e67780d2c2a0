// Package tools computes the operation counts that well-known tools print for a
// network, each by its own rule. They disagree with our multiply-accumulates and with
// each other: about transposed convolutions, about the cost of normalization, and
// about what is omitted.
//
// Each rule was read from its tool's source; the comment of its function names the
// file and the commit. It gives what the tool counts for the layers of a network's
// description, for one image, in evaluation mode. If the published code writes an
// operation differently (a functional call instead of a module), a tool that
// distinguishes the two may print another number.
package tools

import (
	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
)

// A Tool counts the operations of a network.
type Tool struct {
	ID   string // for programs
	Name string
	Unit string // the tool's name for what it counts
	Why  config.Text
	rule func(*step, *sum)
}

// A Count is what a tool prints.
type Count struct {
	*Tool
	N int64
	// OK is false if the tool has no rule for a layer of the network, or if N
	// overflows an int64.
	OK bool
}

// Of returns what each tool prints for a network with the given trace.
func Of(r *counter.Report, t *counter.Trace) []Count {
	counts := make([]Count, len(all))
	for i := range all {
		var s sum
		for k := range r.Steps {
			if r.Steps[k].Layer != nil {
				all[i].rule(stepOf(r, t, k), &s)
			}
		}
		counts[i] = Count{&all[i], s.n, !s.failed}
	}
	return counts
}

var all = []Tool{
	{"thop", "thop", "MACs", config.Text{
		EN: "It counts a transposed convolution at its output size, and 4 operations an element for a normalization with scale and shift.",
		ZH: "转置卷积按输出尺寸计，带缩放和平移的归一化每个元素计 4 次运算。"}, thop},
	{"ptflops", "ptflops", "MACs", config.Text{
		EN: "It counts transposed convolutions at their output size, and adds biases, activations, pooling and normalization; an activation or a pooling that is a module of its own counts twice.",
		ZH: "转置卷积按输出尺寸计，另计偏置、激活、池化和归一化；作为独立模块的激活和池化计两次。"}, ptflops},
	{"fvcore", "fvcore", "FLOPs", config.Text{
		EN: "It calls a multiply-accumulate one FLOP, and adds normalization (2 an element for batch norm) and interpolation.",
		ZH: "把一次乘加称为一个 FLOP，另计归一化（批归一化每个元素 2 次）和插值。"}, fvcore},
	{"torchinfo", "torchinfo", "Mult-Adds", config.Text{
		EN: "It multiplies a convolution's parameters, biases included, with the positions of its output; all other layers count their parameters once, and products of features not at all.",
		ZH: "卷积的参数（含偏置）乘以输出位置数；其他层只计一次参数，特征之间的乘积不计。"}, torchinfo},
	{"deepspeed", "DeepSpeed", "MACs", config.Text{
		EN: "It counts as we do, and adds products of features, as in attention.",
		ZH: "与本站一致，另计特征之间的乘积（如注意力）。"}, deepspeed},
	{"tensorflow", "TensorFlow", "FLOPs", config.Text{
		EN: "It counts 2 operations a multiply-accumulate, and adds biases, pooling, sums and softmax; it has no rule for fused batch norm, for activations such as ReLU, nor for volumes.",
		ZH: "每次乘加计 2 次运算，另计偏置、池化、相加和 softmax；对融合的批归一化、ReLU 等激活以及三维体数据没有规则。"}, tensorflow},
}

// A step is one run of a layer with its shapes.
type step struct {
	counter.Layer
	isModule       bool
	in, out        counter.Shape // in: the first input
	inputs         int
	macs, features int64
	params         int64
}

func stepOf(r *counter.Report, t *counter.Trace, k int) *step {
	c := &r.Steps[k]
	s := &step{Layer: c.Layer, isModule: c.Module != nil, out: t.Out[k], inputs: len(c.In), macs: t.MACs[k]}
	if len(c.In) > 0 {
		s.in = t.Out[c.In[0]]
	}
	if t.FeatureMACs != nil {
		s.features = t.FeatureMACs[k]
	}
	if row := r.Row(*c); row != nil {
		s.params = row.Learnable
	}
	return s
}

// A sum is a sum of products; failed is set if it overflows.
type sum struct {
	n      int64
	failed bool
}

func (s *sum) add(factors ...int64) {
	p, err := counter.Product(factors...)
	n, ok := counter.Add(s.n, p)
	if err != nil || !ok {
		s.failed = true
		return
	}
	s.n = n
}

// elements adds the given number of operations for every element of a shape.
func (s *sum) elements(x counter.Shape, each int64) {
	n, err := x.Elements()
	if err != nil {
		s.failed = true
		return
	}
	s.add(n, each)
}

// atOutput adds the multiply-accumulates of a transposed convolution as if its
// kernel were applied at every position of its output.
func (s *sum) atOutput(c *step) {
	in, err := c.in.Positions()
	out, err2 := c.out.Positions()
	if err != nil || err2 != nil || in == 0 {
		s.failed = true
		return
	}
	s.add(c.macs/in, out)
}

// convolution reports whether a step is a convolution, whether it is transposed, and
// whether it has a bias.
func convolution(c *step) (ok, transposed, bias bool) {
	switch l := c.Layer.(type) {
	case layer.Conv:
		return true, false, l.Bias
	case layer.ConvTranspose:
		return true, true, l.Bias
	}
	return false, false, false
}

// affine returns with for a normalization with scale and shift, and without for any
// other layer.
func affine(c *step, with, without int64) int64 {
	if n, ok := c.Layer.(counter.Normalizer); ok && n.IsAffine() {
		return with
	}
	return without
}
