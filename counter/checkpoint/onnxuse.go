package checkpoint

import (
	"cmp"
	"strings"
)

// use goes through the nodes in their order, which is topological, and lists
// each tensor when a node first uses it as a weight. An initializer that an
// Identity passes on under another name is a separate tensor, because the exporter
// merges equal tensors.
func (o *onnx) use() {
	source := map[string]string{} // name → the value it passes on
	turned := map[string]bool{}   // passed through an odd number of Transposes
	shaped := map[string]bool{}   // outputs of Reshape
	uses := map[string]int{}
	for i := range o.nodes {
		n := &o.nodes[i]
		if n.op == "Reshape" && len(n.out) > 0 {
			shaped[n.out[0]] = true
		}
		if slotOf(n.op, 0) == passed && len(n.in) > 0 && len(n.out) > 0 {
			o.pass(n, source, turned)
		}
		for j, name := range n.in {
			v := o.resolve(name, source)
			if v == nil {
				continue
			}
			k := o.slot(n.op, j, 0)
			if n.op == "InstanceNormalization" && len(n.in) > 0 && shaped[n.in[0]] {
				k = arithmetic // part of a group norm: ones and zeros for each group
			}
			if k == passed {
				continue
			}
			if uses[name]++; uses[name] == 1 || !v.listed {
				o.list(name, v, k, n.op, turned[name])
			}
		}
	}
	o.unused()
	many := int64(0)
	for i := range o.c.Tensors {
		if t := &o.c.Tensors[i]; t.Group == Model && uses[t.Name] > 1 {
			many++
		}
	}
	if many > 0 {
		o.c.note(ManyUses, "", many, 0)
	}
}

// pass records that a node passes its input on.
func (o *onnx) pass(n *node, source map[string]string, turned map[string]bool) {
	from := n.in[0]
	root := from
	if s, ok := source[from]; ok {
		root = s
	}
	if o.values[root] == nil {
		return
	}
	for _, out := range n.out[:1] {
		source[out] = root
		turned[out] = turned[from] != (n.op == "Transpose")
	}
}

func (o *onnx) resolve(name string, source map[string]string) *value {
	if v := o.values[name]; v != nil {
		return v
	}
	return o.values[source[name]]
}

// slot is like slotOf, but also looks into the functions of the model.
func (o *onnx) slot(op string, i, depth int) slot {
	f := o.functions[op]
	if f == nil || i >= len(f.in) || depth > maxGraphs || o.visited > maxNodes {
		return slotOf(op, i)
	}
	same := map[string]bool{f.in[i]: true}
	best := arithmetic
	for _, n := range f.nodes {
		for j, in := range n.in {
			if o.visited++; !same[in] {
				continue
			}
			k := o.slot(n.op, j, depth+1)
			if k == passed && len(n.out) > 0 {
				same[n.out[0]] = true
			} else if k != arithmetic && best == arithmetic {
				best = k
			}
		}
	}
	return best
}

// list adds the tensor with the given name in the role that a node gives it. It
// leaves constants of the arithmetic to unused, since another node may use them as
// weights.
func (o *onnx) list(name string, v *value, k slot, op string, turned bool) {
	t := v.t
	large := len(t.Shape) > 0 && t.Bytes > t.DType.Bytes(1) && !t.DType.Integer()
	switch {
	case k == arithmetic, k == quantMember, k == probably && !large, k == probably && op == "Gather" && len(t.Shape) < 2:
		return
	case v.input && (k == probably || k == linear):
		return // more likely the network's own input
	case k == statistic:
		t.Role, t.Certain = Buffer, true
	default:
		t.Role, t.Certain = Parameter, k != probably
	}
	if k == linear && !turned {
		t.Layout = Transposed
	}
	v.used, v.listed = true, true
	if name != t.Name {
		t.Name, t.Source, t.Stored = name, v.t.Name, 0
	}
	if o.listed[name] {
		return
	}
	o.listed[name] = true
	t.Owner = op
	if t.Fault != nil {
		f := *t.Fault
		f.Entry = name
		t.Fault = &f
	}
	o.c.Tensors = append(o.c.Tensors, t)
}

// unused lists the values that no node uses as a weight: constants of the arithmetic.
// Inputs that are not used as weights are the network's own inputs.
func (o *onnx) unused() {
	for _, name := range o.order {
		v := o.values[name]
		if v.listed || v.input || v.constant && v.t.Fault == nil {
			continue
		}
		v.t.Group = Constant
		o.c.Tensors = append(o.c.Tensors, v.t)
	}
	o.c.Tensors = append(o.c.Tensors, o.twice...)
}

// summary adds notes about stored and used tensors, and folded norms.
func (o *onnx) summary() {
	c := o.c
	c.Ordered = true
	o.sources()
	probable, biases, norm := int64(0), int64(0), false
	for i := range c.Tensors {
		if t := &c.Tensors[i]; t.Group == Model && t.Fault == nil && !t.Certain {
			probable++
		}
	}
	for i := range o.nodes {
		n := &o.nodes[i]
		if strings.HasPrefix(n.op, "Conv") && len(n.in) > 2 {
			biases++
		}
		norm = norm || strings.HasSuffix(n.op, "Normalization")
	}
	if probable > 0 {
		c.note(Probable, "", probable, 0)
	}
	if biases > 0 && !norm {
		c.note(MaybeFolded, "", biases, 0)
	}
}

// sources assigns the bytes of an initializer to the first tensor that takes its
// values from it, and notes merged tensors, external data and missing values.
func (o *onnx) sources() {
	seen, location := map[*value]bool{}, ""
	var stored, used, external, inputs int64
	for i := range o.c.Tensors {
		t := &o.c.Tensors[i]
		v := o.values[cmp.Or(t.Source, t.Name)]
		if t.Group != Model || t.Fault != nil || v == nil {
			continue
		}
		n, _ := t.Elements()
		used += n
		if v.input {
			inputs++
		}
		if t.Stored = 0; seen[v] {
			continue
		}
		seen[v] = true
		t.Stored = v.t.Stored
		stored += n
		if v.external {
			external++
			location = cmp.Or(location, v.location)
		}
	}
	if stored < used {
		o.c.note(Merged, "", stored, used)
	}
	if external > 0 {
		o.c.note(ExternalData, location, external, int64(len(seen)))
	}
	if inputs > 0 {
		o.c.note(NoValues, "", inputs, 0)
	}
}
