package counter

// This file holds the rules by which other tools count more than parameters, each
// rule once.

// IsNorm reports whether a layer is a normalization of any kind.
func IsNorm(l Layer) bool {
	_, ok := l.(Normalizer)
	return ok
}

// IsRunningStat reports whether a tensor of the report is a running mean or a
// running variance that is listed for the first time. A normalization's step
// counter is neither: it has no axes, and no counterpart outside PyTorch.
func (r *Report) IsRunningStat(t *TensorRow) bool {
	return !t.Tensor.Learn && !t.Shared && len(t.Tensor.Dims) > 0 && IsNorm(r.Layers[t.Layer].Layer)
}

// RunningStats returns the number of elements of all running means and
// variances, each tensor once.
func (r *Report) RunningStats() int64 {
	var sum int64
	for i := range r.Tensors {
		if t := &r.Tensors[i]; r.IsRunningStat(t) {
			sum += t.Count
		}
	}
	return sum
}

// KerasTotal returns what Keras prints as "Total params": it counts running
// means and variances as non-trainable parameters. Its "Trainable params" are
// r.Learnable.
func (r *Report) KerasTotal() int64 { return r.Learnable + r.RunningStats() }

// ByStage returns the multiply-accumulates of each stage of the report.
func (t *Trace) ByStage(r *Report) []int64 {
	sums := make([]int64, len(r.Stages))
	for i := range r.Steps {
		sums[r.Steps[i].Stage] += t.MACs[i]
	}
	return sums
}

// ByLayer returns the multiply-accumulates of each layer of the report, summed
// over all of its runs. Steps without a module belong to no layer.
func (t *Trace) ByLayer(r *Report) []int64 {
	sums := make([]int64, len(r.Layers))
	for i := range r.Steps {
		if l := r.Index(r.Steps[i]); l >= 0 {
			sums[l] += t.MACs[i]
		}
	}
	return sums
}
