package counter

// Misfit stands in front of a layer that published code made for C channels and
// hands another number of them: such a network can be counted, but not run. The
// description goes on as if the channels were C; only a [Trace] fails, with the
// problem [Channels]. Where the channels are C it changes nothing. It has no
// parameters.
type Misfit struct {
	free
	C int64
}

// Kind returns "Misfit".
func (Misfit) Kind() string { return "Misfit" }

// Forward implements [Layer]: while sizes are not known, C channels.
func (l Misfit) Forward(in ...Shape) (Shape, error) {
	if !(len(in) == 1 && in[0].Known()) {
		x, err := one(in, 0, 0)
		x.C = l.C
		return x, err
	}
	return one(in, l.C, 0)
}
