package read

import (
	"strconv"
	"strings"
)

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

// arguments are the arguments of a module as its repr prints them. Their names,
// order and defaults are those of the classes of torch.nn.
type arguments struct {
	positional []string
	named      map[string]string
}

func parseArguments(s string) arguments {
	a := arguments{named: map[string]string{}}
	for _, part := range splitTop(s) {
		if k, v, ok := strings.Cut(part, "="); ok && isWord(strings.TrimSpace(k)) {
			a.named[strings.TrimSpace(k)] = strings.TrimSpace(v)
		} else {
			a.positional = append(a.positional, part)
		}
	}
	return a
}

// get returns an argument by its name or, failing that, by its position.
func (a arguments) get(i int, name string) string {
	if v, ok := a.named[name]; ok {
		return v
	}
	if i >= 0 && i < len(a.positional) {
		return a.positional[i]
	}
	return ""
}

// number returns an argument that is a number, the default absent if there is no such
// argument, and -1 if it is not a number.
func (a arguments) number(i int, absent int64, name string) int64 {
	v := a.get(i, name)
	if v == "" {
		return absent
	}
	if n, ok := integer(v); ok {
		return n
	}
	return -1
}

func (a arguments) flag(i int, absent bool, name string) bool {
	switch a.get(i, name) {
	case "True":
		return true
	case "False", "None":
		return false
	}
	return absent
}

// axes returns an argument that is a size for each of nd axes.
func (a arguments) axes(i, nd int, name string) ([]int64, bool) {
	v := a.get(i, name)
	if n, ok := integer(v); ok {
		list := make([]int64, nd)
		for k := range list {
			list[k] = n
		}
		return list, true
	}
	shape, _, ok := shapeAt(v)
	return shape, ok && len(shape) == nd
}

// arguments sets what follows from a module's arguments: channels, kernel, tensors
// and count.
func (r *Row) arguments(args string) {
	b := baseKind(r.Kind)
	if args == "" || !contains(withParameters, b) {
		return
	}
	nd := 2
	if b != r.Kind {
		nd = int(r.Kind[len(r.Kind)-2] - '0')
	}
	a := parseArguments(args)
	ok := false
	switch b {
	case "Conv", "ConvTranspose":
		ok = r.conv(a, nd, b == "ConvTranspose")
	case "Linear":
		ok = r.linear(a)
	case "PReLU":
		ok = r.tensor("weight", a.number(0, 1, "num_parameters"))
	case "Embedding":
		ok = r.tensor("weight", a.number(0, -1, "num_embeddings"), a.number(1, -1, "embedding_dim"))
	case "GroupNorm":
		ok = !a.flag(-1, true, "affine") || r.affine(a.number(1, -1, "num_channels"))
	case "LayerNorm", "RMSNorm":
		ok = r.layerNorm(a, b)
	case "BatchNorm", "SyncBatchNorm":
		ok = r.norm(a, true, true)
	case "InstanceNorm":
		ok = r.norm(a, false, false)
	}
	if ok {
		r.count()
	} else {
		r.Tensors = nil
	}
}

// tensor adds a tensor to the row, and reports whether its axes are valid.
func (r *Row) tensor(name string, axes ...int64) bool {
	n, ok := elements(axes)
	if ok {
		t := Tensor{Name: name, Shape: axes, HasShape: true, Count: n, HasCount: true, Line: r.Line}
		t.finish()
		r.Tensors = append(r.Tensors, t)
	}
	return ok
}

// count sets the row's count to the sum of its tensors, without buffers.
func (r *Row) count() {
	sum := int64(0)
	for _, t := range r.Tensors {
		if t.Buffer {
			continue
		}
		if sum += t.Count; sum < 0 {
			return
		}
	}
	r.Params, r.HasParams = exactly(sum), true
}

func (r *Row) conv(a arguments, nd int, transposed bool) bool {
	in, out := a.number(0, -1, "in_channels"), a.number(1, -1, "out_channels")
	groups := a.number(-1, 1, "groups")
	kernel, ok := a.axes(2, nd, "kernel_size")
	if in < 1 || out < 1 || groups < 1 || !ok {
		return false
	}
	r.InChannels, r.Channels, r.Groups, r.Kernel, r.Bias = in, out, groups, kernel, No
	axes := []int64{out, in / groups}
	if transposed {
		axes = []int64{in, out / groups}
	}
	if !r.tensor("weight", append(axes, kernel...)...) {
		return false
	}
	if a.flag(-1, true, "bias") {
		r.Bias = Yes
		return r.tensor("bias", out)
	}
	return true
}

func (r *Row) linear(a arguments) bool {
	in, out := a.number(0, -1, "in_features"), a.number(1, -1, "out_features")
	r.InChannels, r.Channels, r.Bias = max(in, 0), max(out, 0), No
	if !r.tensor("weight", out, in) {
		return false
	}
	if a.flag(2, true, "bias") {
		r.Bias = Yes
		return r.tensor("bias", out)
	}
	return true
}

func (r *Row) affine(c int64) bool {
	r.Channels = max(c, 0)
	return r.tensor("weight", c) && r.tensor("bias", c)
}

func (r *Row) layerNorm(a arguments, b string) bool {
	if !a.flag(-1, true, "elementwise_affine") {
		return true
	}
	v := a.get(0, "normalized_shape")
	shape, _, ok := shapeAt(v)
	if n, number := integer(v); number {
		shape, ok = []int64{n}, true
	}
	if !ok || !r.tensor("weight", shape...) {
		return false
	}
	return b == "RMSNorm" || !a.flag(-1, true, "bias") || r.tensor("bias", shape...)
}

func (r *Row) norm(a arguments, affine, stats bool) bool {
	c := a.number(0, -1, "num_features")
	if r.Channels = max(c, 0); c < 1 {
		return false
	}
	if a.flag(3, affine, "affine") && !r.affine(c) {
		return false
	}
	if a.flag(4, stats, "track_running_stats") {
		return r.tensor("running_mean", c) && r.tensor("running_var", c) && r.tensor("num_batches_tracked")
	}
	return true
}
