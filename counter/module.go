package counter

import "iter"

// A Module is a node of the tree that owns the tensors: a container with
// children, or a leaf with a [Layer]. The order in which children are added is
// the order of registration, and so of PyTorch's state_dict.
type Module struct {
	net      *Net
	path     string // the first name it was given, from the root
	layer    Layer  // nil for a container
	children []child
	stage    Stage // where it first runs, else where it was added
	runs     int
	row      int // index into Report.Layers, once there is a report
}

type child struct {
	name string
	*Module
}

// Child adds an empty container under m.
func (m *Module) Child(name string) *Module { return m.add(name, nil) }

// Own adds a leaf under m that owns the layer's tensors, and does not run it.
func (m *Module) Own(name string, l Layer) *Module { return m.add(name, l) }

// Apply adds a leaf under m and runs it once.
func (m *Module) Apply(name string, l Layer, x ...Value) Value {
	return m.add(name, l).Run(x...)
}

// Alias gives a module a further name under m. Its tensors appear in the
// state_dict again, but are counted once.
func (m *Module) Alias(name string, other *Module) {
	m.children = append(m.children, child{name, other})
}

// Run runs a leaf on the inputs. Running it again uses the same tensors again.
func (m *Module) Run(x ...Value) Value {
	if m.runs == 0 {
		m.stage = m.net.here
	}
	m.runs++
	return m.net.run(m, m.layer, x)
}

func (m *Module) add(name string, l Layer) *Module {
	path := name
	if m.path != "" {
		path = m.path + "." + name
	}
	c := &Module{net: m.net, path: path, layer: l, stage: m.net.here}
	m.children = append(m.children, child{name, c})
	return c
}

// Layer returns a leaf's layer, or nil for a container.
func (m *Module) Layer() Layer { return m.layer }

// Path returns the first name the module was given, from the root: that of its
// tensors in the state_dict, without the last part.
func (m *Module) Path() string { return m.path }

// Children yields the names and modules under m in order of registration; an
// alias yields the module that it is another name of.
func (m *Module) Children() iter.Seq2[string, *Module] {
	return func(yield func(string, *Module) bool) {
		for _, c := range m.children {
			if !yield(c.name, c.Module) {
				return
			}
		}
	}
}
