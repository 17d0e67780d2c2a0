package counter

// Fault stands where published code stops with an error of its own, whatever
// the input: such a network can be counted, but not run. The description goes
// on; a [Trace] fails, with the problem [Faulty]. It has no parameters.
type Fault struct{ free }

// Kind returns "Fault".
func (Fault) Kind() string { return "Fault" }

// Forward implements [Layer]: while sizes are not known, the shape stays.
func (Fault) Forward(in ...Shape) (Shape, error) {
	x, err := one(in, 0, 0)
	if err == nil && x.Known() {
		err = &Error{Problem: Faulty}
	}
	return x, err
}
