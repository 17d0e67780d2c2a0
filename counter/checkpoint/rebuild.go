package checkpoint

import (
	"math"
	"slices"
	"strings"
)

func floatOf(bits uint64) float64 { return math.Float64frombits(bits) }

func integer(v any) (int64, bool) {
	n, ok := v.(int64)
	return n, ok
}

// integers returns the items of a tuple or list of integers.
func integers(v any) (out []int64, ok bool) {
	items, ok := sequence(v)
	if !ok || len(items) > maxRank {
		return nil, false
	}
	out = make([]int64, 0, len(items))
	for _, x := range items {
		n, good := integer(x)
		if !good {
			return nil, false
		}
		out = append(out, n)
	}
	return out, true
}

func sequence(v any) ([]any, bool) {
	switch v := v.(type) {
	case pyTuple:
		return v, true
	case *pyList:
		return v.items, true
	}
	return nil, false
}

// library reports whether a module belongs to the libraries whose calls occur in every
// checkpoint. It does not imply that a call is safe: nothing is called here.
func library(module string) bool {
	top, _, _ := strings.Cut(module, ".")
	return slices.Contains([]string{"torch", "numpy", "collections", "_codecs", "__torch__", "torchvision"}, top)
}

// harmless lists other calls in ordinary checkpoints.
var harmless = []string{"argparse.Namespace", "builtins.set", "builtins.frozenset", "builtins.list",
	"builtins.dict", "builtins.bytearray", "builtins.slice", "builtins.complex", "builtins.object", "builtins.int", "builtins.float",
	"__builtin__.set", "__builtin__.object", "__builtin__.list", "__builtin__.dict", "copyreg._reconstructor", "copy_reg._reconstructor",
	"pathlib.PosixPath", "pathlib.WindowsPath", "pathlib.PurePosixPath", "pathlib.Path", "datetime.datetime", "datetime.timedelta",
	"functools.partial", "copyreg.__newobj__", "copyreg.extension"}

// records creates records of the objects that a pickle asks Python to create, without
// calling anything.
type records struct {
	objects  int // number of records so far
	storages map[string]*pyStorage
	order    []string // keys of the storages
	calls    []string // names that Python would call, outside the known libraries
}

// named records a call of g if it is outside the known libraries.
func (p *records) named(g *pyGlobal) {
	s := g.String()
	if !library(g.module) && !slices.Contains(harmless, s) && !slices.Contains(p.calls, s) && len(p.calls) < 20 {
		p.calls = append(p.calls, s)
	}
}

// call returns a record of the call that REDUCE would make. The few functions that
// create tensors and containers are recognized by name and give specific records.
func (p *records) call(f, args any) any {
	g, ok := f.(*pyGlobal)
	if !ok {
		return &pyObject{args: args}
	}
	a, _ := args.(pyTuple)
	arg := func(i int) any {
		if i < len(a) {
			return a[i]
		}
		return nil
	}
	switch g.name {
	case "OrderedDict", "dict":
		return p.dictOf(arg(0))
	case "defaultdict":
		return p.dictOf(arg(1))
	case "set", "frozenset", "list", "Size":
		if items, ok := sequence(arg(0)); ok {
			return &pyList{items: items}
		}
		return &pyList{}
	case "_reconstructor", "__newobj__":
		if c, ok := arg(0).(*pyGlobal); ok {
			p.named(c)
			return &pyObject{class: c}
		}
	case "encode":
		if g.module == "_codecs" {
			s, _ := arg(0).(string)
			return &pyBytes{s, int64(len(s))}
		}
	case "restore_type_tag", "build_intlist", "build_tensorlist", "build_doublelist", "build_boollist":
		return arg(0)
	}
	if strings.HasPrefix(g.module, "torch") || strings.HasPrefix(g.module, "numpy") {
		if t := p.rebuild(g.name, a, arg); t != nil {
			return t
		}
	}
	p.named(g)
	return &pyObject{class: g, args: args}
}

// dictOf returns a dict with the entries of another dict or of pairs. Each copied
// entry counts as an object.
func (p *records) dictOf(v any) *pyDict {
	d := &pyDict{}
	items, _ := sequence(v)
	p.objects += len(items)
	if from, ok := v.(*pyDict); ok {
		if p.objects += len(from.keys); p.objects > maxObjects {
			return d
		}
		d.keys, d.vals = slices.Clone(from.keys), slices.Clone(from.vals)
	}
	for _, x := range items {
		if pair, ok := sequence(x); ok && len(pair) == 2 {
			d.set(pair)
		}
	}
	return d
}

// rebuild returns the record of a tensor, or nil if the function is not known.
func (p *records) rebuild(name string, a pyTuple, arg func(int) any) any {
	switch name {
	case "_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_qtensor", "_rebuild_tensor_v3":
		s, _ := arg(0).(*pyStorage)
		t := tensorOf(s, arg(1), arg(2), arg(3))
		if name == "_rebuild_tensor_v3" {
			t.dtype = torchType(arg(6))
		}
		return t
	case "_rebuild_parameter", "_rebuild_parameter_with_state", "Parameter":
		if t, ok := arg(0).(*pyTensor); ok {
			t.parameter = true
			return t
		}
	case "_rebuild_from_type_v2":
		if f, ok := arg(0).(*pyGlobal); ok && library(f.module) {
			return p.call(f, arg(2))
		}
	case "_rebuild_meta_tensor_no_storage":
		t := tensorOf(nil, int64(0), arg(1), arg(2))
		t.dtype = torchType(arg(0))
		return t
	case "_rebuild_device_tensor_from_numpy":
		if t, ok := arg(0).(*pyTensor); ok {
			return t
		}
	case "_rebuild_wrapper_subclass":
		t := tensorOf(nil, int64(0), arg(2), arg(3))
		t.dtype = torchType(arg(1))
		return t
	case "_rebuild_sparse_tensor":
		if x, ok := arg(1).(pyTuple); ok && len(x) > 2 {
			if v, ok := x[1].(*pyTensor); ok {
				return v // the stored values
			}
		}
	case "_reconstruct": // numpy: BUILD sets shape and type
		return &pyTensor{broken: true}
	case "dtype":
		s, _ := arg(0).(string)
		return DType(lookup(numpyTypes, strings.TrimLeft(s, "<>|=")))
	case "_frombuffer":
		t := tensorOf(nil, int64(0), arg(2), nil)
		t.dtype, _ = arg(1).(DType)
		return t
	}
	return nil
}

func torchType(v any) DType {
	if g, ok := v.(*pyGlobal); ok {
		return DType(g.name)
	}
	return ""
}

func tensorOf(s *pyStorage, offset, shape, stride any) *pyTensor {
	t := &pyTensor{storage: s}
	var ok1, ok2, ok3 bool
	t.offset, ok1 = integer(offset)
	t.shape, ok2 = integers(shape)
	t.stride, ok3 = integers(stride)
	if stride == nil {
		ok3 = true
	}
	t.broken = !ok1 || !ok2 || !ok3
	if s != nil {
		t.dtype = s.dtype
	}
	return t
}

// make returns a record of an instance of a class.
func (p *records) make(class, args any) any {
	g, ok := class.(*pyGlobal)
	if !ok {
		return &pyObject{args: args}
	}
	if g.module == "collections" && g.name == "OrderedDict" {
		return &pyDict{}
	}
	p.named(g)
	return &pyObject{class: g, args: args}
}

// build sets the state of an object.
func (p *records) build(obj, state any) {
	switch o := obj.(type) {
	case *pyObject:
		if t, ok := state.(pyTuple); ok && len(t) == 2 {
			if _, dict := t[0].(*pyDict); dict {
				state = t[0] // (state, slots)
			}
		}
		o.state = state
	case *pyTensor: // numpy: (version, shape, dtype, order, bytes)
		if t, ok := state.(pyTuple); ok && len(t) == 5 && o.storage == nil {
			var good bool
			o.shape, good = integers(t[1])
			o.dtype, _ = t[2].(DType)
			o.broken = !good || o.dtype == ""
			if b, ok := t[4].(*pyBytes); ok {
				o.bytes = b.size
			}
		}
	}
}

// persistent resolves a persistent ID: a storage or, in the format before 1.6, a
// module's class with its source text.
func (p *records) persistent(id any) any {
	t, ok := id.(pyTuple)
	if !ok || len(t) == 0 {
		return nil
	}
	switch kind, _ := t[0].(string); {
	case kind == "module" && len(t) >= 2:
		return t[1]
	case kind == "storage" && len(t) >= 5:
		s := &pyStorage{}
		if g, ok := t[1].(*pyGlobal); ok {
			s.dtype = DType(lookup(storageTypes, strings.TrimSuffix(g.name, "Storage")))
			s.untyped = g.name == "UntypedStorage"
			if s.dtype == "" {
				s.dtype = DType(strings.ToLower(strings.TrimSuffix(g.name, "Storage")))
			}
		}
		s.key, _ = t[2].(string)
		n, good := integer(t[4])
		if !good {
			n = -1
		}
		s.elements = n
		if len(t) > 5 {
			if view, ok := t[5].(pyTuple); ok && len(view) > 0 {
				k, _ := view[0].(string)
				s.key += "/" + k
			}
		}
		if old := p.storages[s.key]; old != nil && old.dtype == s.dtype && old.elements == s.elements {
			return old
		} else if old == nil {
			p.order = append(p.order, s.key)
			s.left = max(0, s.dtype.Bytes(max(0, min(n, maxElements))))
			p.storages[s.key] = s
		}
		return s
	}
	return nil
}
