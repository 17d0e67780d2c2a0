package verify

import (
	"unetparams/counter"
	"unetparams/counter/layer"
)

// A Cause is a known convention, or a known slip, that makes totals differ.
type Cause int

// The causes. What is left out makes their total smaller, what is added larger.
const (
	RunningStatistics Cause = iota // counted: running means and variances
	AllBuffers                     // counted: those and the step counters
	ConvBiases                     // left out: biases of convolutions that are not transposed
	UpBiases                       // left out: biases of transposed convolutions
	AllBiases                      // left out: both
	BiasesBeforeNorm               // left out: biases of convolutions that a normalisation follows
	Norms                          // left out: all normalisation
	DecoderNorms                   // left out: normalisation outside the encoder and the bottleneck
	UpConvs                        // left out: transposed convolutions
	FinalConv                      // left out: the last convolution, of kernel 1
	NeverRun                       // left out: layers that never run
	RunAgain                       // counted again: layers that run several times
	SharedAgain                    // counted again: tensors that have several names
	ConvBiasesAdded                // added: biases where our convolutions have none
	UpBiasesAdded                  // added: biases where our transposed convolutions have none
	AllBiasesAdded                 // added: both
	NormsAdded                     // added: batch normalisation after every convolution wider than 1
	lastCause
)

// A Reason is a cause with the number of parameters it is about, negative where
// they are left out.
type Reason struct {
	Cause Cause
	N     int64
}

// reasons returns what each cause would make of our total.
func reasons(r *counter.Report) []Reason {
	var n [lastCause]int64
	before := beforeNorm(r)
	n[RunningStatistics] = r.RunningStats()
	for _, t := range r.Tensors {
		row := &r.Layers[t.Layer]
		if t.Shared {
			if t.Tensor.Learn {
				n[SharedAgain] += t.Count
			}
			continue
		}
		if !t.Tensor.Learn {
			n[AllBuffers] += t.Count
			continue
		}
		if row.Runs == 0 {
			n[NeverRun] -= t.Count
		}
		if row.Runs > 1 {
			n[RunAgain] = add(n[RunAgain], t.Count, int64(row.Runs-1))
		}
		bias := t.Tensor.Name == "bias"
		switch l := row.Layer.(type) {
		case layer.Conv:
			if bias {
				n[ConvBiases] -= t.Count
				n[AllBiases] -= t.Count
			}
			if bias && before[row] {
				n[BiasesBeforeNorm] -= t.Count
			}
			if !l.Bias {
				n[ConvBiasesAdded] = add(n[ConvBiasesAdded], l.Out, 1)
				n[AllBiasesAdded] = add(n[AllBiasesAdded], l.Out, 1)
			}
			if !bias && !pointwise(l) {
				n[NormsAdded] = add(n[NormsAdded], l.Out, 2)
			}
		case layer.ConvTranspose:
			n[UpConvs] -= t.Count
			if bias {
				n[UpBiases] -= t.Count
				n[AllBiases] -= t.Count
			}
			if !l.Bias {
				n[UpBiasesAdded] = add(n[UpBiasesAdded], l.Out, 1)
				n[AllBiasesAdded] = add(n[AllBiasesAdded], l.Out, 1)
			}
		case counter.Normalizer:
			n[Norms] -= t.Count
			if row.Stage.Role != counter.Encoder && row.Stage.Role != counter.Bottleneck {
				n[DecoderNorms] -= t.Count
			}
		}
	}
	if n[Norms] != 0 {
		n[NormsAdded] = 0
	}
	var final *counter.LayerRow
	for _, s := range r.Steps {
		if row := r.Row(s); row != nil && row.Learnable > 0 {
			final = row
		}
	}
	if final != nil {
		if l, ok := final.Layer.(layer.Conv); ok && pointwise(l) {
			n[FinalConv] = -final.Learnable
		}
	}
	var list []Reason
	for c, d := range n {
		if d != 0 {
			list = append(list, Reason{Cause(c), d})
		}
	}
	return list
}

// add adds a product, or gives up: a cause of 0 explains nothing.
func add(sum, a, b int64) int64 {
	n, err := counter.Product(a, b)
	if sum, fits := plus(sum, n); err == nil && fits {
		return sum
	}
	return 0
}

func pointwise(l layer.Conv) bool {
	for _, k := range l.Window().KernelSize() {
		if k != 1 {
			return false
		}
	}
	return true
}

// beforeNorm returns the layers whose output a normalisation takes.
func beforeNorm(r *counter.Report) map[*counter.LayerRow]bool {
	found := map[*counter.LayerRow]bool{}
	for _, s := range r.Steps {
		if !counter.IsNorm(s.Layer) {
			continue
		}
		for _, i := range s.In {
			if row := r.Row(r.Steps[i]); row != nil {
				found[row] = true
			}
		}
	}
	return found
}

// explain looks for causes that make the totals differ just so: one, else two.
func (res *Result) explain(r *counter.Report) {
	says := func(delta int64) bool {
		n := r.Learnable + delta
		if n < 0 || delta > 0 && n < r.Learnable {
			return false
		}
		return res.Theirs.Has(n)
	}
	if says(0) {
		return
	}
	all := reasons(r)
	for _, a := range all {
		if says(a.N) && (res.Theirs.Exact() || max(a.N, -a.N) > (res.Theirs.Hi-res.Theirs.Lo)/2) {
			res.Reasons = append(res.Reasons, a)
		}
	}
	if res.Reasons != nil || !res.Theirs.Exact() {
		return
	}
	for i, a := range all {
		for _, b := range all[i+1:] {
			if compatible(a.Cause, b.Cause) && says(a.N+b.N) {
				res.Reasons, res.Together = []Reason{a, b}, true
				return
			}
		}
	}
}

// compatible reports whether two causes are about different tensors.
func compatible(a, b Cause) bool {
	sort := func(c Cause) int {
		switch c {
		case RunningStatistics, AllBuffers:
			return 1
		case ConvBiases, BiasesBeforeNorm, FinalConv:
			return 2
		case UpBiases, UpConvs:
			return 4
		case AllBiases:
			return 2 | 4
		case Norms, DecoderNorms, NormsAdded:
			return 8
		case ConvBiasesAdded:
			return 16
		case UpBiasesAdded:
			return 32 | 4
		case AllBiasesAdded:
			return 16 | 32 | 4
		}
		return 1 << 20
	}
	return sort(a)&sort(b) == 0
}
