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
	BiasesBeforeNorm               // left out: biases of convolutions that a normalization follows
	Norms                          // left out: all normalization
	DecoderNorms                   // left out: normalization outside the encoder and the bottleneck
	UpConvs                        // left out: transposed convolutions
	FinalConv                      // left out: the last convolution, of kernel 1
	NeverRun                       // left out: layers that never run
	RunAgain                       // counted again: layers that run several times
	SharedAgain                    // counted again: tensors that have several names
	ConvBiasesAdded                // added: biases where our convolutions have none
	UpBiasesAdded                  // added: biases where our transposed convolutions have none
	AllBiasesAdded                 // added: both
	NormsAdded                     // added: batch normalization after every convolution wider than 1
	lastCause
)

// A Reason is a cause with the number of parameters it is about, negative where
// they are left out.
type Reason struct {
	Cause Cause
	N     int64
}

// sums are what each cause would make of a total.
type sums [lastCause]int64

// reasons returns what each cause would make of our total.
func reasons(r *counter.Report) []Reason {
	var n sums
	before := beforeNorm(r)
	n[RunningStatistics] = r.RunningStats()
	for i := range r.Tensors {
		t := &r.Tensors[i]
		row := &r.Layers[t.Layer]
		switch {
		case t.Shared && t.Tensor.Learn:
			n[SharedAgain] += t.Count
		case t.Shared:
		case !t.Tensor.Learn:
			n[AllBuffers] += t.Count
		default:
			n.runs(row, t.Count)
			n.layer(row, t, before[row])
		}
	}
	if n[Norms] != 0 {
		n[NormsAdded] = 0
	}
	n[FinalConv] = -finalConv(r)
	var list []Reason
	for c, d := range n {
		if d != 0 {
			list = append(list, Reason{Cause(c), d})
		}
	}
	return list
}

// runs sums up a tensor by how often its layer runs.
func (n *sums) runs(row *counter.LayerRow, count int64) {
	switch {
	case row.Runs == 0:
		n[NeverRun] -= count
	case row.Runs > 1:
		n[RunAgain] = add(n[RunAgain], count, int64(row.Runs-1))
	}
}

// layer sums up a tensor by what its layer is; normed says that a normalization
// takes the layer's output.
func (n *sums) layer(row *counter.LayerRow, t *counter.TensorRow, normed bool) {
	bias := t.Tensor.Name == "bias"
	switch l := row.Layer.(type) {
	case layer.Conv:
		n.bias(ConvBiases, ConvBiasesAdded, bias, l.Bias, t.Count, l.Out)
		if bias && normed {
			n[BiasesBeforeNorm] -= t.Count
		}
		if !bias && !pointwise(l) {
			n[NormsAdded] = add(n[NormsAdded], l.Out, 2)
		}
	case layer.ConvTranspose:
		n[UpConvs] -= t.Count
		n.bias(UpBiases, UpBiasesAdded, bias, l.Bias, t.Count, l.Out)
	case counter.Normalizer:
		n[Norms] -= t.Count
		if row.Stage.Role != counter.Encoder && row.Stage.Role != counter.Bottleneck {
			n[DecoderNorms] -= t.Count
		}
	}
}

// bias sums up a bias under the cause that leaves it out, or one that a layer of
// out channels lacks under the cause that adds it.
func (n *sums) bias(without, added Cause, isBias, has bool, count, out int64) {
	if isBias {
		n[without] -= count
		n[AllBiases] -= count
	}
	if !has {
		n[added] = add(n[added], out, 1)
		n[AllBiasesAdded] = add(n[AllBiasesAdded], out, 1)
	}
}

// finalConv returns the parameters of the last layer that has any, if it is a
// convolution of kernel 1, or else 0.
func finalConv(r *counter.Report) int64 {
	var final *counter.LayerRow
	for _, s := range r.Steps {
		if row := r.Row(s); row != nil && row.Learnable > 0 {
			final = row
		}
	}
	if final == nil {
		return 0
	}
	if l, ok := final.Layer.(layer.Conv); ok && pointwise(l) {
		return final.Learnable
	}
	return 0
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

// beforeNorm returns the layers whose output a normalization takes.
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
