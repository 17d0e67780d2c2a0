package counter

// A Size is how many parts a network has. Space for another network of about that size
// is then allocated at once: see [NewSized].
type Size struct {
	Steps, Modules, Inputs int // inputs of all steps together
	Places                 int // calls of [Net.At] with another stage
	Tensors, Dims, Names   int // Dims of all tensors that are listed, Names in bytes
}

// An arena allocates the parts of a network in batches.
type arena struct {
	expected Size // 0 where it is unknown
	size     Size // so far

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
		a.modules, n = make([]Module, 0, batch(a.expected.Modules, a.size.Modules, 1)), 0
	}
	a.size.Modules++
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

// batch returns for how many elements to allocate space: for all that are expected, if
// there are at least so many more, else for a few.
func batch(expected, have, least int) int {
	if left := expected - have; left >= least {
		return left
	}
	return least + room
}

// inputs returns the indices of the steps that produced the values.
func (a *arena) inputs(x []Value) []int {
	if cap(a.in)-len(a.in) < len(x) {
		a.in = make([]int, 0, batch(a.expected.Inputs, a.size.Inputs, len(x)))
	}
	a.size.Inputs += len(x)
	from := len(a.in)
	for _, v := range x {
		a.in = append(a.in, v.step)
	}
	return a.in[from:len(a.in):len(a.in)]
}
