package identify

import (
	"strings"

	"unetparams/counter"
)

// A Difference is a tensor of which a network and a given list disagree.
type Difference struct {
	Name  string  // without the prefix of the given list
	Row   int     // into the report's tensors; -1: the network has none of this name
	Shape []int64 // of the given tensor; nil: the list has none of this name

	// Stage is that of the network's tensor, or for one that the network lacks that of
	// the tensor whose name has most parts in common. Where no part is, Placed is false.
	Stage  counter.Stage
	Placed bool
}

// Differences lists what differs between a match's network, which has this report, and
// the tensors that it was found for: first the network's tensors in their order, then
// those that only the list has. What is outside is left out.
func (m *Match) Differences(r *counter.Report, tensors []Tensor) []Difference {
	g := newGiven(tensors, m.Prefix)
	var list []Difference
	names := make(map[string]bool, len(r.Tensors))
	for i := range r.Tensors {
		t := &r.Tensors[i]
		names[t.Name] = true
		shape, ok := g.shapes[t.Name]
		if !ok && g.leavesOut(t) || ok && axesApart(shape, t.Tensor.Dims) == 0 {
			continue
		}
		list = append(list, Difference{Name: t.Name, Row: i, Shape: shape, Stage: r.Layers[t.Layer].Stage, Placed: true})
	}
	for _, t := range tensors {
		name, ok := strings.CutPrefix(t.Name, m.Prefix)
		if !ok || names[name] {
			continue
		}
		d := Difference{Name: name, Row: -1, Shape: t.Shape}
		if i := relative(r, name); i >= 0 {
			d.Stage, d.Placed = r.Layers[r.Tensors[i].Layer].Stage, true
		}
		list = append(list, d)
	}
	return list
}

// relative returns the tensor whose name begins with the most parts of a name, the
// last of several: what was added to a module mostly stands at its end. Without a
// common part it is -1.
func relative(r *counter.Report, name string) int {
	parts := strings.Split(name, ".")
	best, most := -1, 1
	for i := range r.Tensors {
		other := strings.Split(r.Tensors[i].Name, ".")
		n := 0
		for n < min(len(parts), len(other)) && parts[n] == other[n] {
			n++
		}
		if n >= most {
			best, most = i, n
		}
	}
	return best
}

// Near reports whether most of the given tensors have their places in the network, so
// that it makes sense to say of each how it differs.
func (m *Match) Near() bool {
	named := m.Equal + m.Reshaped
	return 2*m.Equal >= named && named > m.Extra && named > m.Missing && m.Equal > 0
}
