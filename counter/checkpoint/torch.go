package checkpoint

import (
	"slices"
	"strings"
)

// readTorchZip reads the archive that torch.save and torch.jit.save write.
func readTorchZip(c *Checkpoint, a *archive, m *member) error {
	s, err := a.open(m)
	if err != nil {
		return inEntry(err, m.name)
	}
	if s.size > maxPickle {
		return &Error{Kind: TooLarge, Part: ThePickle, Entry: m.name, Offset: -1, Have: s.size, Want: maxPickle}
	}
	root := strings.TrimSuffix(m.name, "data.pkl")
	if v := a.find("version"); v != nil && v.size < 20 {
		if s, err := a.open(v); err == nil {
			b, _ := s.bytes(0, s.size)
			c.Version = strings.TrimSpace(string(b))
		}
	}
	p := newPickle(s.at(0, s.size))
	v, err := p.load()
	if err != nil {
		return inEntry(err, m.name)
	}
	f := &finder{c: c, p: p, stored: a.storage(root + "data/")}
	if c.Format == TorchScript {
		f.classes = a.classes()
	}
	if err := f.run(v); err != nil {
		return inEntry(err, m.name)
	}
	if c.Format == TorchScript {
		return f.constants(a, root)
	}
	return nil
}

// inEntry names the member in an error of this package.
func inEntry(err error, name string) error {
	if e, ok := err.(*Error); ok && e.Entry == "" {
		e.Entry = name
	}
	return err
}

// storage returns a function that returns the number of bytes that the archive has
// for a storage's key, or -1.
func (a *archive) storage(dir string) func(string) int64 {
	return func(key string) int64 {
		if i, ok := a.byName[dir+key]; ok {
			return a.members[i].size
		}
		return -1
	}
}

// constants adds the tensors that torch.jit.freeze moved out of their modules.
func (f *finder) constants(a *archive, root string) error {
	m := a.find("constants.pkl")
	if m == nil {
		return nil
	}
	s, err := a.open(m)
	if err != nil || s.size > maxPickle {
		f.c.note(BadEntry, m.name, 0, 0)
		return nil
	}
	p := newPickle(s.at(0, s.size))
	v, err := p.load()
	if err != nil {
		return inEntry(err, m.name)
	}
	before := len(f.c.Tensors)
	g := &finder{c: f.c, p: p, stored: a.storage(root + "constants/")}
	if err := g.run(v); err != nil {
		return inEntry(err, m.name)
	}
	for i := before; i < len(f.c.Tensors); i++ {
		t := &f.c.Tensors[i]
		t.Name, t.Path, t.Group = "CONSTANTS.c"+t.Name, "constants.pkl", Constant
		if before == 0 {
			t.Group = Model
		}
	}
	return nil
}

// readLegacy reads the sequence of pickles that torch.save wrote before 1.6, or one
// bare pickle.
func readLegacy(c *Checkpoint, s *source) error {
	r := s.at(0, s.size)
	p := newPickle(r)
	var err error
	if c.Format == PyTorchLegacy {
		for range 3 { // the magic number, the version, the sizes of types
			if _, err = p.load(); err != nil {
				return err
			}
		}
	}
	v, err := p.load()
	if err != nil {
		return err
	}
	f := &finder{c: c, p: p}
	if err := f.run(v); err != nil {
		return err
	}
	if c.Format == Pickle {
		if left := s.size - r.pos; left > 0 {
			c.note(TrailingBytes, "", left, 0)
		}
		return nil
	}
	return legacyStorages(c, p, s)
}

// legacyStorages checks that the storages after the pickles are complete.
func legacyStorages(c *Checkpoint, p *pickle, s *source) error {
	v, err := p.load()
	if err != nil {
		return err
	}
	list, ok := v.(*pyList)
	if !ok {
		return fail(Malformed, ThePickle, p.r.pos)
	}
	want, listed := p.r.pos, map[string]bool{}
	for _, k := range list.items {
		key := keyText(k)
		listed[key] = true
		st := p.storages[key]
		if st == nil {
			continue // an unused key: its length is unknown
		}
		if n := st.dtype.Bytes(max(0, min(st.elements, maxElements))); n >= 0 {
			want = min(want+8+n, maxElements)
		}
	}
	for _, key := range p.order {
		if root, _, _ := strings.Cut(key, "/"); !listed[root] && !listed[key] {
			return &Error{Kind: Malformed, Part: TheStorage, Entry: key, Offset: p.r.pos}
		}
	}
	switch {
	case want > s.size:
		return &Error{Kind: Truncated, Part: ThePickle, Offset: -1, Want: want, Have: s.size}
	case want < s.size && len(listed) == len(p.storages):
		c.note(TrailingBytes, "", s.size-want, 0)
	}
	return nil
}

// found is a tensor with the position at which the walk found it.
type found struct {
	t       *pyTensor
	path    string // of the container
	name    string
	owner   string
	role    Role
	certain bool
	aside   bool // not in a state_dict
}

// finder walks an unpickled object and lists its tensors.
type finder struct {
	c       *Checkpoint
	p       *pickle
	stored  func(key string) int64     // bytes of a storage; nil to skip the check
	classes map[string]map[string]Role // TorchScript's classes: attribute → role
	out     []found
	done    []*pyTensor // in the order of Checkpoint.Tensors
	visits  int
	err     *Error
}

func (f *finder) run(v any) error {
	f.walk(v, "", 0)
	if f.err != nil {
		return f.err
	}
	for _, name := range f.p.calls {
		f.c.note(ForeignCall, name, 0, 0)
	}
	f.assemble()
	return nil
}

func keyText(k any) string {
	switch k := k.(type) {
	case string:
		return k
	case int64:
		return num(k)
	}
	return "?"
}

// join joins a path and a name with a dot. Paths stop growing at a length that no
// network's names reach.
func join(path, name string) string {
	switch {
	case path == "":
		return name
	case len(path)+len(name) > maxPath:
		return path
	}
	return path + "." + name
}

// enter counts a visit, and reports whether the limits on depth and visits are kept.
func (f *finder) enter(depth int) bool {
	if f.visits++; f.err == nil {
		switch {
		case f.visits > maxVisits:
			f.err = limit(TheObject, maxVisits+1, maxVisits)
		case depth > maxDepth:
			f.err = &Error{Kind: TooDeep, Part: TheObject, Offset: -1, Want: maxDepth}
		}
	}
	return f.err == nil
}

// walk lists the tensors in v and reports whether there are any. It does not enter
// an object that has no tensors again, nor one on the current path.
func (f *finder) walk(v any, path string, depth int) bool {
	if !f.enter(depth) {
		return false
	}
	has := false
	switch v := v.(type) {
	case pyTuple:
		return f.items(v, path, depth)
	case *pyList:
		if v.clean || v.busy {
			return false
		}
		v.busy = true
		has = f.items(v.items, path, depth)
		v.busy, v.clean = false, !has
	case *pyDict:
		if v.clean || v.busy {
			return false
		}
		v.busy = true
		has = f.dict(v, path, depth)
		v.busy, v.clean = false, !has
	case *pyObject:
		if v.clean || v.busy {
			return false
		}
		v.busy = true
		has = f.object(v, path, depth)
		v.busy, v.clean = false, !has
	case *pyTensor:
		f.add(found{t: v, path: "", name: "tensor"})
		return true
	}
	return has
}

func (f *finder) add(x found) {
	if len(f.out) >= maxTensors && f.err == nil {
		f.err = limit(TheTensors, maxTensors+1, maxTensors)
	}
	if f.err == nil {
		f.out = append(f.out, x)
	}
}

func (f *finder) items(items []any, path string, depth int) bool {
	has := false
	for i, x := range items {
		if t, ok := x.(*pyTensor); ok {
			f.add(found{t: t, path: path, name: num(int64(i))})
			has = true
		} else if container(x) && f.walk(x, join(path, num(int64(i))), depth+1) {
			has = true
		}
		if f.err != nil {
			break
		}
	}
	return has
}

func container(v any) bool {
	switch v.(type) {
	case pyTuple, *pyList, *pyDict, *pyObject:
		return true
	}
	return false
}

func (f *finder) dict(d *pyDict, path string, depth int) bool {
	has := false
	for i, k := range d.keys {
		name := keyText(k)
		if t, ok := d.vals[i].(*pyTensor); ok {
			f.add(found{t: t, path: path, name: name})
			has = true
			continue
		}
		f.entry(join(path, name), d.vals[i], depth)
		if container(d.vals[i]) && f.walk(d.vals[i], join(path, name), depth+1) {
			has = true
		}
		if f.err != nil {
			break
		}
	}
	return has
}

// entry records a value that is stored with the tensors, near the top, and the
// settings of an architecture, which nnU-Net stores deeper.
func (f *finder) entry(path string, v any, depth int) {
	if depth > 1 && !strings.Contains(path, "architecture") || depth > 8 || len(f.c.Entries) >= maxEntries {
		return
	}
	if s := valueText(v); s != "" && optimizerPath(path) == "" {
		f.c.entry(path, s)
	}
}

// valueText formats a scalar or a short list of scalars. It returns "" for anything
// else.
func valueText(v any) string {
	switch v := v.(type) {
	case string:
		if len(v) > maxShown {
			return v[:maxShown] + "…"
		}
		return v
	case int64:
		return num(v)
	case bool:
		if v {
			return "True"
		}
		return "False"
	case float64:
		return floatText(v)
	case *pyGlobal:
		return v.String()
	}
	items, ok := sequence(v)
	if !ok || len(items) == 0 || len(items) > 16 {
		return ""
	}
	var out []string
	for _, x := range items {
		if container(x) {
			return ""
		}
		out = append(out, valueText(x))
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// object walks an instance: a module, or anything else with a state.
func (f *finder) object(o *pyObject, path string, depth int) bool {
	state, _ := o.state.(*pyDict)
	if state != nil {
		_, params := state.get("_parameters").(*pyDict)
		_, modules := state.get("_modules").(*pyDict)
		if params || modules {
			return f.module(o, state, path, "", depth)
		}
		if o.class != nil && strings.HasPrefix(o.class.module, "__torch__") {
			return f.script(o, state, path, "", depth)
		}
	}
	has := false
	for _, v := range []any{o.args, o.state} {
		if container(v) && f.walk(v, path, depth+1) {
			has = true
		}
	}
	return has
}

// internal reports whether an attribute belongs to nn.Module itself and needs no
// walk.
func internal(name string) bool {
	return name == "_parameters" || name == "_buffers" || name == "_modules" || strings.Contains(name, "hooks")
}

// module walks an instance of nn.Module in the order of its state_dict: its own
// parameters and buffers, then its modules.
func (f *finder) module(o *pyObject, state *pyDict, path, name string, depth int) bool {
	if !f.enter(depth) {
		return false
	}
	class := ""
	if o.class != nil {
		class = o.class.String()
	}
	f.c.module(name, class)
	has := false
	leave, _ := sequence(state.get("_non_persistent_buffers_set"))
	own := func(attr string, role Role) {
		d, _ := state.get(attr).(*pyDict)
		if d == nil {
			return
		}
		for i, k := range d.keys {
			if t, ok := d.vals[i].(*pyTensor); ok {
				aside := role == Buffer && slices.ContainsFunc(leave, func(x any) bool { return simple(x) && x == k })
				f.add(found{t, path, join(name, keyText(k)), class, role, true, aside})
				has = true
			}
		}
	}
	own("_parameters", Parameter)
	own("_buffers", Buffer)
	if d, _ := state.get("_modules").(*pyDict); d != nil {
		for i, k := range d.keys {
			if f.child(d.vals[i], path, join(name, keyText(k)), depth+1) {
				has = true
			}
		}
	}
	for i, k := range state.keys {
		if attr := keyText(k); !internal(attr) && container(state.vals[i]) {
			if f.walk(state.vals[i], join(path, join("attributes", join(name, attr))), depth+1) {
				has = true
			}
		}
	}
	return has
}

// child walks a module inside a module.
func (f *finder) child(v any, path, name string, depth int) bool {
	o, ok := v.(*pyObject)
	if !ok || o.clean || o.busy {
		return false
	}
	state, ok := o.state.(*pyDict)
	if !ok {
		return false
	}
	o.busy = true
	var has bool
	if f.classes != nil || o.class != nil && strings.HasPrefix(o.class.module, "__torch__") {
		has = f.script(o, state, path, name, depth)
	} else {
		has = f.module(o, state, path, name, depth)
	}
	o.busy = false
	return has
}

func (c *Checkpoint) module(path, class string) {
	if len(c.Modules) < maxTensors {
		c.Modules = append(c.Modules, Module{path, class})
	}
}
