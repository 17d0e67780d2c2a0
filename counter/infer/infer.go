package infer

import (
	"slices"
	"strings"

	"unetparams/counter"
)

// A Tensor has a name as in a state_dict, and its shape in PyTorch's order.
type Tensor struct {
	Name  string
	Shape []int64
}

// maxTensors is how many tensors are looked at; more are no network to draw.
const maxTensors = 20_000

// maxLevels is how many levels a U may have to be one.
const maxLevels = 12

// Infer makes a network of tensors. They are in the network's order, or else ordered
// is false. The result is nil where they make no U: where no way down and up is found.
func Infer(tensors []Tensor, ordered bool) *counter.Report {
	if len(tensors) == 0 || len(tensors) > maxTensors {
		return nil
	}
	modules := modulesOf(tensors)
	if !ordered {
		slices.SortStableFunc(modules, func(a, b *module) int { return less(a.path, b.path) })
	}
	u := byNames(modules, ordered)
	if u == nil {
		u = byWidths(modules)
	}
	if u == nil || u.depth() > maxLevels || len(u.down)+len(u.middle) < 2 && len(u.middle) == 0 || len(u.up) == 0 {
		return nil
	}
	net := u.build()
	r, err := net.Report()
	if err != nil {
		return nil
	}
	return r
}

// A module is the tensors of one path.
type module struct {
	path    string
	tensors []Tensor // their names without the path
	role    counter.Role
	number  int

	kernel     []int64 // of a convolution
	in, out    int64   // channels
	transposed bool
}

// modulesOf groups tensors by their module, in the order in which they appear.
func modulesOf(tensors []Tensor) []*module {
	var all []*module
	at := map[string]*module{}
	for _, t := range tensors {
		path, name := "", t.Name
		if i := strings.LastIndexAny(t.Name, "./"); i >= 0 {
			path, name = t.Name[:i], t.Name[i+1:]
		}
		m := at[path]
		if m == nil {
			m = &module{path: path}
			m.role, m.number = roleOf(path)
			at[path] = m
			all = append(all, m)
		}
		m.tensors = append(m.tensors, Tensor{name, t.Shape})
	}
	for _, m := range all {
		m.look()
	}
	return all
}

// look finds out whether a module is a convolution. A transposed one has its outputs
// second, as its bias shows, or that it doubles sizes on the way up.
func (m *module) look() {
	bias := int64(-1)
	var weight []int64
	for _, t := range m.tensors {
		switch n := len(t.Shape); {
		case n == 1 && t.Name == "bias":
			bias = t.Shape[0]
		case n >= 3 && n <= 5 && (weight == nil || t.Name == "weight"):
			weight = t.Shape
		}
	}
	if weight == nil || slices.Min(weight) < 1 {
		return
	}
	m.kernel, m.out, m.in = weight[2:], weight[0], weight[1]
	even := slices.Max(m.kernel)%2 == 0
	if bias == weight[1] && bias != weight[0] || even && m.role == counter.Decoder && (bias < 0 || bias == weight[1]) {
		m.transposed, m.out, m.in = true, weight[1], weight[0]
	}
}

// spatial reports whether a module is a convolution that looks at more than one
// position.
func (m *module) spatial() bool { return m.kernel != nil && slices.Max(m.kernel) > 1 }

// A stage is what runs at one level on one way.
type stage struct {
	modules []*module
	number  int
}

// width returns the channels that a stage ends with, as far as shapes tell: the most
// that its convolutions have.
func (s *stage) width() int64 {
	most, any := int64(0), int64(0)
	for _, m := range s.modules {
		if m.spatial() && !m.transposed {
			most = max(most, m.out)
		}
		any = max(any, m.out)
	}
	if most == 0 {
		return any
	}
	return most
}

// A shape is the stages of a U: those of the way down from the finest, those of the way
// up from the coarsest.
type shape struct {
	down, up           []*stage
	middle, head, side []*module
}

func (u *shape) depth() int {
	n := max(len(u.down), len(u.up))
	if len(u.middle) > 0 {
		n++
	}
	return n
}

// byNames makes a U of modules whose names tell its parts; nil where no name speaks of
// a decoder. What no name tells of is part of what stands before or after it, where
// there is an order; else a convolution of one position is taken for an output.
func byNames(modules []*module, ordered bool) *shape {
	isDecoder := func(m *module) bool { return m.role == counter.Decoder && m.kernel != nil }
	begin := slices.IndexFunc(modules, isDecoder)
	if begin < 0 {
		return nil
	}
	end := len(modules)
	for !isDecoder(modules[end-1]) {
		end--
	}
	u := &shape{}
	for i, m := range modules {
		switch role := m.role; {
		case role == counter.Bottleneck:
			u.middle = append(u.middle, m)
		case role == counter.Condition:
			u.side = append(u.side, m)
		case role == counter.Head, role == none && i >= end, role == none && !ordered && m.kernel != nil && !m.spatial():
			u.head = append(u.head, m)
		case role == counter.Decoder, role == none && i >= begin:
			u.up = into(u.up, m)
		default:
			u.down = into(u.down, m)
		}
	}
	u.down, u.up = levels(u.down), levels(u.up)
	if n := len(u.up); n > 1 && u.up[0].width() < u.up[n-1].width() {
		slices.Reverse(u.up) // numbered from the finest
	}
	if n := len(u.down); len(u.middle) == 0 && n > len(u.up) && n > 1 {
		u.middle, u.down = u.down[n-1].modules, u.down[:n-1]
	}
	return u
}

// into adds a module to the stage of its number.
func into(stages []*stage, m *module) []*stage {
	for _, s := range stages {
		if s.number == m.number {
			s.modules = append(s.modules, m)
			return stages
		}
	}
	return append(stages, &stage{[]*module{m}, m.number})
}

// levels puts stages into the order of their numbers. Stages without convolutions
// belong to those before them, and so do those of equal width where there are too many
// to be levels.
func levels(stages []*stage) []*stage {
	slices.SortStableFunc(stages, func(a, b *stage) int { return a.number - b.number })
	many := len(stages) > 8
	var list []*stage
	for _, s := range stages {
		n := len(list)
		if n > 0 && (s.width() == 0 || list[n-1].width() == 0 || many && s.width() == list[n-1].width()) {
			list[n-1].modules = append(list[n-1].modules, s.modules...)
		} else {
			list = append(list, s)
		}
	}
	return list
}

// byWidths makes a U of modules in their order: as long as convolutions get wider the
// way leads down, and up from the last one that is as wide as any.
func byWidths(modules []*module) *shape {
	var most int64
	first, last, final := -1, -1, -1
	for i, m := range modules {
		if m.kernel == nil || m.role == counter.Condition {
			continue
		}
		final = i
		switch {
		case m.out > most:
			most, first, last = m.out, i, i
		case m.out == most:
			last = i
		}
	}
	if first <= 0 || last >= final {
		return nil
	}
	u := &shape{}
	width := int64(0)
	for i, m := range modules {
		conv := m.kernel != nil
		switch {
		case m.role == counter.Condition:
			u.side = append(u.side, m)
		case i >= first && i <= last:
			u.middle = append(u.middle, m)
			width = most
		case i >= final:
			u.head = append(u.head, m)
		case i < first:
			if conv && m.out > width || len(u.down) == 0 {
				u.down, width = append(u.down, &stage{}), max(width, m.out)
			}
			s := u.down[len(u.down)-1]
			s.modules = append(s.modules, m)
		case conv && m.out < width || len(u.up) == 0 && conv:
			u.up, width = append(u.up, &stage{modules: []*module{m}}), m.out
		case len(u.up) == 0:
			u.middle = append(u.middle, m)
		default:
			s := u.up[len(u.up)-1]
			s.modules = append(s.modules, m)
		}
	}
	return u
}
