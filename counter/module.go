package counter

import "iter"

// A Module is a node of the tree that owns the tensors: a container with
// children, or a leaf with a [Layer]. The order in which children are added is
// the order of registration, and so of PyTorch's state_dict.
type Module struct {
	net    *Net
	parent *Module // nil for the root
	name   string  // under the parent
	other  *Module // for an alias, the module that it renames
	layer  Layer   // nil for a container

	first, last *Module // children
	next        *Module // of the same parent

	place   int32 // index into Net.places: where it first runs, else where it was added
	runs    int32
	row     int32 // index into Report.Layers, once there is a report
	listed  int32 // the last report that lists it
	trained int32 // the last report that found it reachable by training
}

// Child adds an empty container under m.
func (m *Module) Child(name string) *Module {
	if m.net.tallying {
		return m // only leaves count
	}
	return m.add(name)
}

// Own adds a leaf under m that owns the layer's tensors, without running it.
func (m *Module) Own(name string, l Layer) *Module {
	m.net.sum(l)
	c := m.add(name)
	c.layer = l
	m.net.leaves++
	return c
}

// Apply adds a leaf under m and runs it once.
func (m *Module) Apply(name string, l Layer, x ...Value) Value {
	if m.net.tallying {
		v := m.net.run(nil, l, x)
		m.net.sum(l)
		return v
	}
	return m.Own(name, l).Run(x...)
}

// Apply is [Module.Apply] for a layer of a known type with one input. While only the sum
// is recorded, see [Count], it saves the allocation that makes a [Layer] of it.
func Apply[L Layer](m *Module, name string, l L, x Value) Value {
	n := m.net
	if !n.tallying {
		return m.Apply(name, l, x)
	}
	if n.err != nil {
		return Value{}
	}
	var out Shape
	if out, n.err = l.Forward(n.shapesOf([]Value{x})...); n.err != nil {
		return Value{}
	}
	l.Register(&n.tensors)
	return value(out, 0)
}

// Alias gives a module another name under m. Its tensors appear in the
// state_dict again, but are counted once.
func (m *Module) Alias(name string, other *Module) {
	m.add(name).other = other
}

// Run runs a leaf on the inputs. Running it again uses the same tensors again.
func (m *Module) Run(x ...Value) Value {
	if m.runs == 0 {
		m.place = m.net.here
	}
	m.runs++
	return m.net.run(m, m.layer, x)
}

func (m *Module) add(name string) *Module {
	c := m.net.module()
	c.net, c.parent, c.name, c.place = m.net, m, name, m.net.here
	if m.last == nil {
		m.first = c
	} else {
		m.last.next = c
	}
	m.last = c
	return c
}

// Layer returns a leaf's layer, or nil for a container.
func (m *Module) Layer() Layer { return m.layer }

// Path returns the first name the module was given, from the root: the prefix of
// its tensors' names in the state_dict.
func (m *Module) Path() string {
	if m.parent == nil {
		return ""
	}
	if above := m.parent.Path(); above != "" {
		return above + "." + m.name
	}
	return m.name
}

// Children yields the names and modules under m in order of registration. For an
// alias it yields the module that the alias renames.
func (m *Module) Children() iter.Seq2[string, *Module] {
	return func(yield func(string, *Module) bool) {
		for c := m.first; c != nil; c = c.next {
			if !yield(c.name, c.real()) {
				return
			}
		}
	}
}

// real returns the module itself or, for an alias, the module that it renames.
func (m *Module) real() *Module {
	if m.other != nil {
		return m.other
	}
	return m
}
