package counter

// An arena allocates the parts of a network in batches.
type arena struct {
	modules []Module // spare capacity holds the next modules
	leaves  int      // modules with a layer
	in      []int    // spare capacity holds the inputs of the next steps
	shapes  []Shape  // of the inputs of the step that is being added
	few     [4]Shape // initial storage of shapes, enough for most layers
}

// room is the number of elements allocated at once: large enough to allocate
// seldom, small enough to waste little.
const room = 32

// module returns an empty module at an address that never changes.
func (a *arena) module() *Module {
	n := len(a.modules)
	if n == cap(a.modules) {
		a.modules, n = make([]Module, 0, room), 0
	}
	a.modules = a.modules[:n+1]
	return &a.modules[n]
}

// shapesOf returns the shapes of values, valid until the next call.
func (a *arena) shapesOf(x []Value) []Shape {
	if len(x) > len(a.shapes) {
		a.shapes = make([]Shape, 2*len(x))
	}
	shapes := a.shapes[:len(x)]
	for i := range x {
		s := &shapes[i]
		s.C, s.ND, s.Batch = x[i].C, x[i].ND, x[i].batch
	}
	return shapes
}

// inputs returns the indices of the steps that produced the values.
func (a *arena) inputs(x []Value) []int {
	if cap(a.in)-len(a.in) < len(x) {
		a.in = make([]int, 0, len(x)+room)
	}
	from := len(a.in)
	for _, v := range x {
		a.in = append(a.in, v.step)
	}
	return a.in[from:len(a.in):len(a.in)]
}
