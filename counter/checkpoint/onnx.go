package checkpoint

import (
	"slices"
	"strings"
)

// value is a named value in a graph: an initializer, the tensor of a Constant node,
// or an input with a shape.
type value struct {
	t        Tensor
	external bool
	location string // of the values, as text
	begin    int64
	length   int64 // -1 if not given
	input    bool  // an input of the graph, without values
	constant bool  // the output of a Constant node
	used     bool
	listed   bool
}

type node struct {
	op      string
	in, out []string
	name    string
}

type onnxFunction struct {
	in, out []string
	nodes   []node
}

type onnx struct {
	c         *Checkpoint
	s         *source
	values    map[string]*value
	order     []string // names of values in the order of the file
	nodes     []node
	functions map[string]*onnxFunction
	twice     []Tensor
	listed    map[string]bool // names in Checkpoint.Tensors
	graphs    int
	inputs    int  // of all nodes
	full      bool // there were more tensors than allowed
	opset     uint64
	visited   int
}

// readONNX walks a ModelProto, skipping the values of its tensors.
func readONNX(c *Checkpoint, s *source, files []Input) error {
	o := &onnx{c: c, s: s, values: map[string]*value{}, functions: map[string]*onnxFunction{}, listed: map[string]bool{}}
	m := protobuf(s, 0, s.size)
	version := ""
	for m.step() {
		switch m.field {
		case 1:
			c.Version = "IR " + num(int64(m.value))
		case 2:
			c.Producer = m.text()
		case 3:
			version = m.text()
		case 7:
			o.graphs++
			o.graph(m, 1)
		case 8:
			o.opsets(m)
		case 14:
			k, v := pair(m)
			c.entry(k, v)
		case 25:
			o.function(m)
		}
	}
	if err := m.err(); err != nil {
		return err
	}
	if o.full {
		return limit(TheTensors, maxTensors+1, maxTensors)
	}
	if o.graphs == 0 {
		return &Error{Kind: NotAModel, Offset: -1}
	}
	if c.Producer != "" && version != "" {
		c.Producer += " " + version
	}
	if o.opset > 0 {
		c.entry("opset", num(int64(o.opset)))
	}
	o.data(files)
	o.use()
	o.summary()
	return nil
}

// pair reads a message of a key and a value.
func pair(m *message) (k, v string) {
	sub := m.sub()
	for sub.step() {
		switch sub.field {
		case 1:
			k = sub.text()
		case 2:
			v = sub.text()
		}
	}
	m.join(sub)
	return k, v
}

func (o *onnx) opsets(m *message) {
	sub, domain, version := m.sub(), "", uint64(0)
	for sub.step() {
		switch sub.field {
		case 1:
			domain = sub.text()
		case 2:
			version = sub.value
		}
	}
	if domain == "" || domain == "ai.onnx" {
		o.opset = version
	}
	m.join(sub)
}

// graph reads a GraphProto; nested ones are in attributes of nodes.
func (o *onnx) graph(m *message, depth int) {
	if depth > maxGraphs {
		m.bad = &Error{Kind: TooDeep, Part: TheGraph, Offset: m.r.pos, Want: maxGraphs}
		return
	}
	g := m.sub()
	for g.step() {
		switch g.field {
		case 1:
			o.nodes = o.node(g, o.nodes, depth)
		case 2:
			if depth == 1 {
				o.c.entry("graph", g.text())
			}
		case 5:
			v := o.tensor(g)
			o.add(v)
		case 11:
			o.input(g)
		case 15:
			o.sparse(g)
		}
	}
	m.join(g)
}

func (o *onnx) add(v *value) {
	name := v.t.Name
	if len(o.order)+len(o.twice) >= maxTensors {
		o.full = true
		return
	}
	if old := o.values[name]; old != nil {
		if old.input { // keep_initializers_as_inputs
			*old = *v
			return
		}
		if !v.input {
			v.t.Fault = &Error{Kind: Duplicate, Entry: name, Offset: -1}
			o.twice = append(o.twice, v.t)
		}
		return
	}
	o.values[name] = v
	o.order = append(o.order, name)
}

func (o *onnx) node(m *message, nodes []node, depth int) []node {
	if len(nodes) >= maxNodes {
		m.bad = limit(TheNodes, maxNodes+1, maxNodes)
		return nodes
	}
	n := node{}
	sub := m.sub()
	var constant *value
	for sub.step() {
		if o.inputs++; o.inputs > maxInputs {
			sub.bad = limit(TheNodes, maxInputs+1, maxInputs)
			break
		}
		switch sub.field {
		case 1:
			n.in = append(n.in, sub.text())
		case 2:
			n.out = append(n.out, sub.text())
		case 3:
			n.name = sub.text()
		case 4:
			n.op = sub.text()
		case 5:
			if v := o.attribute(sub, depth); v != nil {
				constant = v
			}
		}
	}
	m.join(sub)
	if n.op == "Constant" && constant != nil && len(n.out) == 1 {
		constant.t.Name, constant.constant = n.out[0], true
		o.add(constant)
		return nodes
	}
	return append(nodes, n)
}

// attribute reads the graphs in an attribute, and returns the tensor of a Constant
// node.
func (o *onnx) attribute(m *message, depth int) *value {
	sub := m.sub()
	var v *value
	floats := int64(0)
	for sub.step() {
		switch sub.field {
		case 5:
			v = o.tensor(sub)
		case 6, 11:
			o.graph(sub, depth+1)
		case 7: // floats, packed or one by one
			if floats++; sub.wire == 2 {
				floats += sub.size/4 - 1
			}
		}
	}
	if v == nil && floats > 1 {
		v = &value{t: Tensor{DType: "float32", Shape: []int64{floats}}}
		v.t.size()
		v.t.Stored = v.t.Bytes
	}
	m.join(sub)
	return v
}

// tensor reads a TensorProto without its values.
func (o *onnx) tensor(m *message) *value {
	v := &value{length: -1}
	t := &v.t
	sub, kind, stored := m.sub(), uint64(0), int64(0)
	raw := int64(-1)
	for sub.step() {
		switch sub.field {
		case 1:
			t.Shape = sub.numbers(t.Shape)
		case 2:
			kind = sub.value
		case 4, 5, 6, 7, 10, 11:
			stored += max(sub.next-sub.r.pos, 1)
		case 8:
			t.Name = sub.text()
		case 9:
			raw = sub.size
		case 13:
			v.place(pair(sub))
		case 14:
			v.external = sub.value == 1
		}
	}
	m.join(sub)
	if kind < uint64(len(onnxType)) {
		t.DType = onnxType[kind]
	}
	t.size()
	t.Stored = stored
	switch {
	case t.Fault != nil:
	case t.DType == "":
		t.Fault = &Error{Kind: UnknownType, Entry: t.Name, Offset: m.r.pos, Have: clip(kind)}
	case v.external:
		t.Stored = 0
	case raw >= 0:
		if t.Stored = raw; t.Bytes >= 0 && raw != t.Bytes {
			t.Fault = &Error{Kind: WrongSize, Entry: t.Name, Offset: m.r.pos, Want: t.Bytes, Have: raw}
		}
	}
	return v
}

// place reads one entry of external_data. The location is only compared with the
// names of the given files.
func (v *value) place(key, text string) {
	n, ok := digits(text)
	switch {
	case key == "location":
		v.location = text
	case key == "offset" && ok:
		v.begin = n
	case key == "length" && ok:
		v.length = n
	}
}

// data checks external values against the files given with the model.
func (o *onnx) data(files []Input) {
	counted := map[string]bool{}
	for _, name := range o.order {
		v := o.values[name]
		i := slices.IndexFunc(files, func(f Input) bool { return f.Name == v.location })
		if !v.external || i < 0 || v.t.Fault != nil {
			continue
		}
		size := files[i].File.Size()
		if !counted[v.location] {
			counted[v.location] = true
			o.c.FileBytes += size
		}
		n := v.length
		if n < 0 {
			n = max(v.t.Bytes, 0)
		}
		v.t.Stored = n
		switch {
		case v.t.Bytes >= 0 && n != v.t.Bytes:
			v.t.Fault = &Error{Kind: WrongSize, Entry: name, Offset: -1, Want: v.t.Bytes, Have: n}
		case v.begin > size || n > size-v.begin:
			v.t.Fault = &Error{Kind: OutOfBounds, File: v.location, Entry: name, Offset: -1, Want: v.begin + n, Have: size}
		}
	}
}

// sparse reads a SparseTensorProto: values 1, indices 2, dims 3.
func (o *onnx) sparse(m *message) {
	sub := m.sub()
	for sub.step() {
		if sub.field == 1 {
			o.add(o.tensor(sub))
		}
	}
	m.join(sub)
}

// input reads a ValueInfoProto: a name and an optional shape.
func (o *onnx) input(m *message) {
	v := &value{input: true}
	sub, known := m.sub(), false
	for sub.step() {
		switch sub.field {
		case 1:
			v.t.Name = sub.text()
		case 2:
			known = v.shape(sub)
		}
	}
	m.join(sub)
	if known {
		v.t.size()
		o.add(v)
	}
}

// shape reads TypeProto.tensor_type and reports whether every axis is a
// number.
func (v *value) shape(m *message) bool {
	known := true
	t := m.sub()
	for t.step() {
		if t.field != 1 {
			continue
		}
		tensor := t.sub()
		for tensor.step() {
			switch {
			case tensor.field == 1 && tensor.value < uint64(len(onnxType)):
				v.t.DType = onnxType[tensor.value]
			case tensor.field == 2:
				shape := tensor.sub()
				for shape.step() {
					dim, n := shape.sub(), int64(-1)
					for dim.step() {
						if dim.field == 1 {
							n = int64(dim.value)
						}
					}
					shape.join(dim)
					known = known && n >= 0
					if len(v.t.Shape) <= maxRank {
						v.t.Shape = append(v.t.Shape, n)
					}
				}
				tensor.join(shape)
			}
		}
		t.join(tensor)
	}
	m.join(t)
	return known && v.t.DType != ""
}

// function reads a FunctionProto: name 1, inputs 4, outputs 5, nodes 7.
func (o *onnx) function(m *message) {
	f, name := &onnxFunction{}, ""
	sub := m.sub()
	for sub.step() {
		switch sub.field {
		case 1:
			name = sub.text()
		case 4:
			f.in = append(f.in, sub.text())
		case 5:
			f.out = append(f.out, sub.text())
		case 7:
			f.nodes = o.node(sub, f.nodes, 1)
		}
	}
	o.functions[name] = f
	m.join(sub)
}

// slot says how an operator uses one of its inputs.
type slot uint8

const (
	arithmetic  slot = iota // never a parameter
	weight                  // a parameter
	statistic               // a running statistic
	linear                  // a weight of shape (in, out)
	probably                // a parameter if it is a tensor of floats
	passed                  // used as the output is used
	quantMember             // a scale or a zero point
)

// slots has for each operator one letter for each input: w for a weight, l for a
// weight of shape (in, out), s for a statistic, m for a possible weight, p for an
// input that is passed on, q for a scale or a zero point of a quantization, and - for
// anything else. The last letter applies to all further inputs.
const slots = " Conv -w ConvTranspose -w ConvInteger -w DeformConv -w PRelu -w Gemm -w InstanceNormalization -w" +
	" LayerNormalization -w GroupNormalization -w RMSNormalization -w SimplifiedLayerNormalization -w" +
	" SkipLayerNormalization -w BatchNormalization -wws LSTM -www- GRU -www- RNN -www- MatMul ll-" +
	" MatMulInteger ll- Gather m- Mul m Add m Sub m Div m Einsum m QLinearConv qqqwqqqqw QLinearMatMul qqqlq" +
	" DequantizeLinear pq QuantizeLinear pq Identity p- Cast p- Transpose p- "

// slotOf says how an operator uses input i.
func slotOf(op string, i int) slot {
	s := lookup(slots, op)
	if s == "" {
		return arithmetic
	}
	return slot(strings.IndexByte("-wslmpq", s[min(i, len(s)-1)]))
}
