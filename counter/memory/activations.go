package memory

import "unetparams/counter"

// Activations returns the bytes of the feature maps that each stage makes in a forward
// pass: of the outputs of all its steps, but for views, which are no memory of their own.
func Activations(r *counter.Report, t *counter.Trace, o Options) ([]int64, error) {
	g, err := newGraph(r, t, o)
	if err != nil {
		return nil, err
	}
	sums := make([]int64, len(r.Stages))
	for i := range r.Steps {
		if g.memory[i] == i {
			sums[r.Steps[i].Stage] += g.bytes(i)
		}
	}
	return sums, nil
}
