package find

import (
	"strings"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
)

// A Miscount is a well-known way of not counting what a network has.
type Miscount int

// The miscounts. None is none: every learnable parameter once.
const (
	None         Miscount = iota
	NoUp                  // the convolutions that go up are left out
	NoBias                // the biases of convolutions and linear layers are left out
	NoNorm                // normalization is taken to have no parameters
	WithStats             // running means and variances are counted too: 4·C for batch norm
	KernelsOnly           // neither biases nor normalization
	EveryRun              // the weights of a layer that runs several times are counted each time
	numMiscounts = iota
)

// The parts of a count that miscounts add or leave out.
const (
	partTotal  = iota
	partUp     // convolutions that go up, with their biases
	partBias   // biases of convolutions and linear layers
	partNorm   // what normalization learns
	partStats  // running means and variances
	partRepeat // parameters of layers that run again, for each further run
	numParts
)

type parts [numParts]int64

// recipes say what each miscount makes of the parts.
var recipes = [numMiscounts][numParts]int64{
	None:        {partTotal: 1},
	NoUp:        {partTotal: 1, partUp: -1},
	NoBias:      {partTotal: 1, partBias: -1},
	NoNorm:      {partTotal: 1, partNorm: -1},
	WithStats:   {partTotal: 1, partStats: 1},
	KernelsOnly: {partTotal: 1, partBias: -1, partNorm: -1},
	EveryRun:    {partTotal: 1, partRepeat: 1},
}

// eachMiscount calls visit with the polynomials of a family's miscounts. One that
// leaves out nothing is none, and one that says the same as another is left out
// itself.
func (s *split) eachMiscount(visit func(Miscount, polynomial)) {
	for m := None + 1; m < numMiscounts; m++ {
		p := s.miscount(m)
		if p == s.polynomial || m == KernelsOnly && (p == s.miscount(NoBias) || p == s.miscount(NoNorm)) {
			continue
		}
		visit(m, p)
	}
}

// miscount returns the polynomial of a miscount.
func (s *split) miscount(m Miscount) polynomial {
	var q polynomial
	for i, k := range recipes[m] {
		q = q.plus(s.part[i], k)
	}
	return q
}

// of returns what a miscount makes of a network's parts.
func (m Miscount) of(p parts) int64 {
	n := int64(0)
	for i, k := range recipes[m] {
		n += k * p[i]
	}
	return n
}

// partsAt counts a configuration in parts.
func partsAt(c *config.Config) (parts, error) {
	_, r, err := c.Build()
	if err != nil {
		return parts{}, err
	}
	return partsOf(r), nil
}

// partsOf cuts a report into parts.
func partsOf(r *counter.Report) parts {
	p := parts{partTotal: r.Learnable}
	p[partStats] = r.RunningStats()
	for _, t := range r.Tensors {
		if t.Shared {
			continue
		}
		l := &r.Layers[t.Layer]
		switch {
		case !t.Tensor.Learn:
		case counter.IsNorm(l.Layer):
			p[partNorm] += t.Count
		case t.Tensor.Name == "bias", strings.HasSuffix(t.Tensor.Name, ".bias"):
			p[partBias] += t.Count
		}
		if t.Tensor.Learn && l.Runs > 1 {
			p[partRepeat] += t.Count * int64(l.Runs-1)
		}
	}
	for _, s := range r.Steps {
		if l := r.Row(s); l != nil && !s.Again && goesUp(r, s) {
			p[partUp] += l.Learnable
		}
	}
	return p
}

// goesUp reports whether a step is a transposed convolution, or a convolution
// right after an interpolation.
func goesUp(r *counter.Report, s counter.Step) bool {
	switch s.Layer.(type) {
	case layer.ConvTranspose:
		return true
	case layer.Conv:
		switch r.Steps[s.In[0]].Layer.(type) {
		case layer.Upsample, layer.Interpolate:
			return true
		}
	}
	return false
}
