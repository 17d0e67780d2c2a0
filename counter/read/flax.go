package read

import (
	"slices"
	"strings"
)

// flax: google/flax, flax/linen/summary.py, _render_table (and flax/nnx/summary.py):
// a table printed by rich with the columns path, module, inputs, outputs, optionally
// flops and vjp_flops, and one for each collection of variables, such as batch_stats
// and params. A cell of a collection lists the module's own variables, one per line
// and wrapped at spaces, "kernel: float32[3,3,1,64]", and below them their number and
// size, "640 (2.6 KB)". The last row has the sums, and the caption "Total Parameters:
// 640 (2.6 KB)" is the sum over all collections.

// flaxOthers are the columns of flax's table that are not collections.
var flaxOthers = []string{"path", "module", "inputs", "outputs", "flops", "vjp_flops", "type"}

// isFlax reports whether a header is flax's.
func (g gridNames) isFlax() bool {
	return g.find("path") >= 0 && g.find("module", "type") >= 0 && g.find("params", "param", "batch_stats", "batchstat") >= 0
}

// flaxRow reads the variables of a module; those of a collection other than params
// are buffers.
func flaxRow(l *Listing, h gridNames, row []string, at line) bool {
	path := strings.ReplaceAll(strings.TrimSpace(row[h.find("path")]), " ", "")
	if path == "" && strings.TrimSpace(row[h.find("module", "type")]) == "" {
		return true // the row of sums
	}
	for i, name := range h {
		if slices.Contains(flaxOthers, name) {
			continue
		}
		for _, t := range flaxVariables(row[i]) {
			if path != "" {
				t.Name = path + "/" + t.Name
			}
			t.Line, t.Buffer = at.n, !strings.HasPrefix(name, "param")
			t.finish()
			l.Tensors = append(l.Tensors, t)
		}
	}
	return true
}

// flaxVariables parses "bias: float32[64] kernel: float32[3,3,1,64] 640 (2.6 KB)".
func flaxVariables(cell string) []Tensor {
	var list []Tensor
	words := strings.Fields(cell)
	for i := 0; i+1 < len(words); i++ {
		name, isName := strings.CutSuffix(words[i], ":")
		open := strings.IndexByte(words[i+1], '[')
		if !isName || !isWord(name) || open <= 0 {
			continue
		}
		if shape, _, ok := shapeAt(words[i+1][open:]); ok {
			list = append(list, Tensor{Name: name, Shape: shape, HasShape: true, DType: words[i+1][:open]})
		}
	}
	return list
}
