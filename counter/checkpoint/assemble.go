package checkpoint

import (
	"math/bits"
	"slices"
	"strconv"
	"strings"
)

func floatText(v float64) string { return strconv.FormatFloat(v, 'g', 6, 64) }

// optimizerPath returns the prefix of a path that leads to the state of training, or
// "". It looks only at the first components.
func optimizerPath(path string) string {
	at, n := 0, 0
	for s := range strings.SplitSeq(path, ".") {
		if n++; n > 6 {
			break
		}
		at += len(s)
		l := strings.ToLower(s)
		for _, p := range []string{"optim", "scaler", "grad_scaler", "lr_sched", "scheduler", "amp"} {
			if strings.HasPrefix(l, p) {
				return path[:at]
			}
		}
		if l == "opt" || l == "loops" || l == "callbacks" || strings.HasSuffix(l, "_optimizer") || strings.HasSuffix(l, "_opt") || strings.HasPrefix(l, "exp_avg") || l == "momentum_buffer" {
			return path[:at]
		}
		at++
	}
	return ""
}

// copyPath reports whether a path indicates an average of the network's weights.
func copyPath(path string) bool {
	for s := range strings.FieldsFuncSeq(strings.ToLower(path), func(r rune) bool { return r == '.' || r == '_' }) {
		switch s {
		case "ema", "swa", "averaged", "average", "avg", "teacher", "shadow":
			return true
		}
	}
	return false
}

// wrappers are prefixes that wrappers add to every name. The first four never occur
// in a network's own names.
var wrappers = []string{"module.", "_orig_mod.", "_fsdp_wrapped_module.", "_checkpoint_wrapped_module.",
	"model.", "net.", "network.", "unet.", "segmentor.", "generator.", "student.", "diffusion_model."}

// bare removes the first four wrappers' names anywhere in a name.
func bare(name string) string {
	for _, w := range wrappers[:4] {
		if strings.Contains(name, w) {
			name = strings.ReplaceAll("."+name, "."+w, ".")[1:]
		}
	}
	return name
}

// set is the tensors of one container.
type set struct {
	path  string
	items []int // in finder.out
	group Group
}

func (f *finder) sets() []*set {
	at := map[string]*set{}
	var out []*set
	for i := range f.out {
		x := &f.out[i]
		path, group := x.path, Model
		if o := optimizerPath(path); o != "" {
			path, group = o, Optimizer
		} else if x.aside || strings.Contains("."+path, ".attributes.") {
			group = Other
		}
		k := string(rune('0'+group)) + path
		s := at[k]
		if s == nil {
			s = &set{path: path, group: group}
			at[k] = s
			out = append(out, s)
		}
		s.items = append(s.items, i)
	}
	return out
}

// assemble decides which container is the network and what the others are, and
// adds the tensors to the checkpoint, those of the network first.
func (f *finder) assemble() {
	sets := f.sets()
	var main *set
	for _, hinted := range []bool{false, true} {
		for _, s := range sets {
			if s.group == Model && copyPath(s.path) == hinted && (main == nil || len(s.items) > len(main.items)) {
				main = s
			}
		}
		if main != nil {
			break
		}
	}
	if main != nil {
		f.split(main, sets)
		f.c.Path = main.path
		f.c.Ordered = true
		f.emit(main)
	}
	for _, s := range sets {
		if s != main && s.group == Model {
			f.emit(s) // merged into the network
		}
	}
	for _, s := range sets {
		if s.group != Model {
			f.emit(s)
		}
	}
	f.share()
}

// split distinguishes copies of the network from other tensors. If the others
// outnumber the tensors of the network, its dict must be nested, and they are all
// merged.
func (f *finder) split(main *set, sets []*set) {
	names := map[string]bool{}
	for _, i := range main.items {
		names[bare(f.out[i].name)] = true
	}
	rest := 0
	for _, s := range sets {
		if s == main || s.group != Model {
			continue
		}
		same := 0
		for _, i := range s.items {
			if names[bare(f.out[i].name)] {
				same++
			}
		}
		switch {
		case copyPath(s.path), same > 1 && same*10 >= len(s.items)*9 && same*2 >= len(main.items):
			s.group = Copy
		default:
			rest += len(s.items)
		}
	}
	for _, s := range sets {
		if s == main || s.group != Model {
			continue
		}
		if rest <= len(main.items) {
			s.group = Other
		}
	}
	if rest > len(main.items) {
		f.nest(sets)
	}
}

// nest merges the containers below their common path: the rest of each path becomes
// part of the names.
func (f *finder) nest(sets []*set) {
	var common []string
	first := true
	for _, s := range sets {
		if s.group != Model {
			continue
		}
		p := strings.Split(s.path, ".")
		if s.path == "" {
			p = nil
		}
		if first {
			common, first = p, false
		}
		n := 0
		for n < len(common) && n < len(p) && common[n] == p[n] {
			n++
		}
		common = common[:n]
	}
	root := strings.Join(common, ".")
	for _, s := range sets {
		if s.group == Model {
			rest := strings.TrimPrefix(strings.TrimPrefix(s.path, root), ".")
			for _, i := range s.items {
				f.out[i].name = join(rest, f.out[i].name)
			}
			s.path = root
		}
	}
}

func (f *finder) emit(s *set) {
	for _, i := range s.items {
		x := &f.out[i]
		t := Tensor{Name: x.name, Path: s.path, Group: s.group, Role: x.role, Certain: x.certain, Owner: x.owner}
		if x.path != s.path && s.group != Model {
			t.Name = join(strings.TrimPrefix(strings.TrimPrefix(x.path, s.path), "."), x.name)
		}
		f.fill(&t, x.t)
		f.c.Tensors = append(f.c.Tensors, t)
		f.done = append(f.done, x.t)
	}
}

// fill checks a tensor against its storage.
func (f *finder) fill(t *Tensor, x *pyTensor) {
	t.Shape, t.DType = x.shape, x.dtype
	if x.parameter {
		t.Role, t.Certain = Parameter, true
	}
	t.size()
	if x.broken {
		t.Fault = &Error{Kind: BadShape, Entry: t.Name, Offset: -1}
	}
	if t.Fault != nil {
		return
	}
	if x.storage == nil {
		if t.Stored = x.bytes; x.bytes > 0 && x.bytes < t.Bytes {
			t.Fault = &Error{Kind: WrongSize, Entry: t.Name, Offset: -1, Want: t.Bytes, Have: x.bytes}
		}
		return
	}
	have := x.storage.elements
	last, ok := x.last()
	if !ok || have < 0 {
		t.Fault = &Error{Kind: BadShape, Entry: t.Name, Offset: -1}
		return
	}
	size := max(t.DType.Bytes(1), 1)
	if x.storage.untyped {
		have /= size
	}
	if last > have {
		t.Fault = &Error{Kind: OutOfBounds, Entry: t.Name, Offset: -1, Want: mul(last, size), Have: mul(have, size)}
		return
	}
	if f.stored != nil {
		need := max(t.DType.Bytes(have), 0)
		if n := f.stored(x.storage.key); n < need {
			t.Fault = &Error{Kind: WrongSize, Entry: t.Name, Offset: -1, Want: need, Have: max(n, 0)}
		}
	}
}

func mul(a, b int64) int64 {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	if hi != 0 {
		return maxElements
	}
	return clip(lo)
}

// last returns how many elements of the storage the tensor spans: its offset plus
// one plus the sum of (size−1)·stride.
func (x *pyTensor) last() (int64, bool) {
	if x.offset < 0 || len(x.stride) != len(x.shape) {
		return 0, false
	}
	end := uint64(x.offset)
	for i, d := range x.shape {
		if d == 0 {
			return 0, true
		}
		if x.stride[i] < 0 {
			return 0, false
		}
		hi, lo := bits.Mul64(uint64(d-1), uint64(x.stride[i]))
		if end += lo; hi != 0 || lo > maxElements || end > maxElements {
			return maxElements, true
		}
	}
	return int64(end) + 1, true
}

// place identifies the elements of a tensor.
type place struct {
	object *pyTensor // if there is no storage
	key    string
	layout string
}

func (x *pyTensor) place() place {
	if x.storage == nil {
		return place{object: x}
	}
	var b []byte
	for _, n := range slices.Concat([]int64{x.offset}, x.shape, x.stride) {
		b = strconv.AppendInt(append(b, ' '), n, 36)
	}
	return place{key: x.storage.key, layout: string(b)}
}

// share finds names of the same elements and distributes the bytes of the storages.
// The tensors must be in the order in which they were emitted.
func (f *finder) share() {
	base := len(f.c.Tensors) - len(f.done)
	first := map[place]string{}
	zero, names, distinct := int64(0), int64(0), int64(0)
	for i, x := range f.done {
		t := &f.c.Tensors[base+i]
		if t.Fault != nil {
			continue
		}
		k := x.place()
		earlier, ok := first[k]
		if t.Group == Model {
			names++
		}
		if ok {
			t.Shared = earlier
			continue
		}
		if t.Group == Model {
			distinct++
		}
		first[k] = t.Name
		if s := x.storage; s != nil {
			t.Stored = min(max(t.Bytes, 0), s.left)
			s.left -= t.Stored
		}
		if t.Bytes > 0 && slices.Contains(x.stride, 0) {
			if n, _ := t.Elements(); n > 1 {
				zero++
			}
		}
	}
	if distinct < names {
		f.c.note(SharedNames, "", names, distinct)
	}
	if zero > 0 {
		f.c.note(StrideZero, "", zero, 0)
	}
	unused := int64(0)
	for _, s := range f.p.storages {
		unused += min(s.left, maxAxis)
	}
	if unused > 0 {
		f.c.note(UnusedStorage, "", unused, 0)
	}
}
