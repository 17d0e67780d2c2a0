// Package identify says which architecture, with which settings, has the tensors
// of a model file or of a listing: names and shapes go in, configurations come out,
// the nearest first.
//
// Nothing is looked up: the settings are solved for. An architecture is a
// candidate when its tensors are named like those given, numbers aside. From each
// candidate's default and published configurations the search goes downhill: it
// tries the values that the given shapes suggest for one setting after the other,
// keeps what brings the two lists of tensors nearer, and ends where nothing does.
// Everything that is returned was built and compared tensor by tensor, so "equal"
// is a fact; that nothing was found is not.
package identify

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"unetparams/counter"
	"unetparams/counter/config"
)

// A Tensor is one that somebody has: a name as in a state_dict, and its shape in
// PyTorch's order. A scalar has no axes.
type Tensor struct {
	Name   string
	Shape  []int64
	Buffer bool // it is known not to be a parameter
}

// A Match is a configuration beside the tensors that were given, or beside those of a
// module.
type Match struct {
	Config  *config.Config
	Prefix  string // what the given names have in front of the configuration's
	Outside int    // tensors without the prefix: they belong to other modules

	Equal    int // tensors of the same name and shape
	Reshaped int // of the same name, and another shape
	Missing  int // tensors that only the configuration has
	Extra    int // tensors that only the given list has

	distance int
}

// Exact reports whether both have the same tensors, except those outside.
func (m *Match) Exact() bool { return m.Reshaped+m.Missing+m.Extra == 0 && m.Equal > 0 }

// nearer reports whether m is nearer to the given tensors than n. As long as less
// than half of them have their names in a network, it has to have more names: it
// would shrink otherwise, for having less that is wrong.
func (m *Match) nearer(n *Match) bool {
	named, before := m.Equal+m.Reshaped, n.Equal+n.Reshaped
	return m.distance < n.distance && (named > before || before >= n.Extra)
}

// What Find does at most.
const (
	maxTensors = 50_000 // more are not looked at
	maxName    = 1_000  // bytes of a name that are compared with other names
	maxDepth   = 8      // dots in a prefix that is tried
	maxLists   = 12     // prefixes
	maxStarts  = 8      // configurations from which the search starts
	maxBuilds  = 9_000  // networks built, in all
)

// Find returns the configurations whose tensors are nearest to those given, best
// first: a single one where it is exact, else up to three, of different
// architectures. There are none where no architecture has such names, or where
// most tensors differ, by more than widths.
//
// The network may be one of several in a file: that of a diffusion model holds an
// autoencoder and text encoders, too. A match may therefore be that of a module, with
// the other tensors outside.
//
// It calls rest between two networks, about every millisecond; where that returns
// false, Find ends with what it has. rest may be nil.
func Find(tensors []Tensor, rest func() bool) []Match {
	if len(tensors) == 0 || len(tensors) > maxTensors {
		return nil
	}
	s := &search{rest: rest}
	for _, start := range s.starts(tensors) {
		if at, ok := s.compare(start.config, start.given); ok {
			a := s.descend(end{at, start.given}, true)
			b := s.descend(end{at, start.given}, false)
			if b.distance < a.distance {
				a = b
			}
			if a.Missing+a.Extra == 0 {
				s.pairs(a) // it has all names, so that other starts are less likely
			}
		}
	}
	slices.SortStableFunc(s.ends, nearest)
	for _, at := range s.ends[:min(len(s.ends), 3)] {
		s.pairs(at)
	}
	return s.best()
}

// pairs goes downhill from where no single setting helps: two that go together may.
func (s *search) pairs(at end) {
	for !s.over && s.turnTwo(&at.Match, at.given) {
		at = s.descend(at, true)
	}
}

// A search is one run of Find.
type search struct {
	rest   func() bool
	over   bool // it is exact, rest said so, or the builds are used up
	builds int
	ends   []end
}

// An end is where the search got to from a start.
type end struct {
	Match
	given *given
}

// nearest compares two ends: what is outside counts as if it were extra.
func nearest(a, b end) int {
	return cmp.Compare(a.distance+4*a.Outside, b.distance+4*b.Outside)
}

// A start is a configuration, and the given tensors as it would name them.
type start struct {
	config *config.Config
	given  *given
	alike  int // the larger, the more names and shapes are alike
}

// best returns what was found, as Find promises.
func (s *search) best() []Match {
	slices.SortStableFunc(s.ends, nearest)
	var best []Match
	seen := map[string]bool{}
	for _, at := range s.ends {
		m, id := at.Match, at.Config.Arch.ID
		if m.Exact() {
			return []Match{m}
		}
		if seen[id] || m.Missing+m.Extra > 0 && m.Equal < m.Missing+m.Extra+m.Reshaped {
			continue // other widths under the same names are worth saying
		}
		if m.Outside > 2*(m.Equal+m.Reshaped) {
			continue // too small a part of the file
		}
		if seen[id] = true; len(best) < 3 {
			best = append(best, m)
		}
	}
	return best
}

// starts returns the known networks whose names are most like those given, at most
// two of an architecture. Where one has exactly the given tensors, it is the only one.
func (s *search) starts(tensors []Tensor) []start {
	known, ok := prepared(s.rest)
	if !ok {
		return nil
	}
	lists := s.lists(tensors)
	for _, g := range lists {
		for i := range known {
			if known[i].tensors == g.tensors {
				if m, ok := s.compare(known[i].config, g); ok && m.Exact() {
					return []start{{config: m.Config, given: g}}
				}
			}
		}
	}
	var starts []start
	for i := range known {
		best := start{}
		for _, g := range lists {
			words := alike(g.names.words, known[i].names.words)
			if words < 300 {
				continue
			}
			inside := 1000 * len(g.shapes) / len(tensors)
			if alike := words + alike(g.names.patterns, known[i].names.patterns) + inside; alike > best.alike {
				best = start{known[i].config, g, alike}
			}
		}
		if best.given == nil {
			continue
		}
		if m, ok := s.compare(best.config, best.given); ok {
			best.alike += 1000 - 1000*m.distance/m.farthest()
			starts = append(starts, best)
		}
	}
	slices.SortStableFunc(starts, func(a, b start) int { return cmp.Compare(b.alike, a.alike) })
	s.builds = 0
	few := map[*config.Arch]int{}
	starts = slices.DeleteFunc(starts, func(t start) bool {
		few[t.config.Arch]++
		return few[t.config.Arch] > 2
	})
	return starts[:min(len(starts), maxStarts)]
}

// descend goes downhill from a configuration, one setting after the other, and
// notes where it ends. Lists of numbers come before the other settings, or after.
func (s *search) descend(at end, listsFirst bool) end {
	for better := at.distance > 0; better && !s.over; {
		was := at.distance
		for _, lists := range []bool{listsFirst, !listsFirst} {
			for lists && !s.over && s.turnLists(&at) {
			}
			for i, k := range at.Config.Knobs {
				if isList(k) == lists {
					s.turn(&at.Match, at.given, i)
				}
			}
		}
		better = at.distance < was || !s.over && s.trade(&at.Match, at.given)
	}
	s.over = s.over || at.distance == 0
	s.ends = append(s.ends, at)
	return at
}

// turn tries the values of one knob, and keeps the best.
func (s *search) turn(at *Match, g *given, knob int) {
	for again := true; again && at.distance > 0; { // a list is mended number by number
		again, g.levels = false, longest(at.Config)
		for _, value := range g.values(at.Config.Knobs[knob]) {
			next, ok := s.try(at.Config, g, knob, value)
			if ok && next.nearer(at) {
				*at, again = next, at.Config.Knobs[knob].MaxLen > 1
			}
			if s.over {
				return
			}
		}
	}
}

// longest returns the length of a configuration's longest list.
func longest(c *config.Config) int {
	n := 0
	for _, k := range c.Knobs {
		if k.Kind == config.Numbers {
			n = max(n, len(split(k.Get())))
		}
	}
	return n
}

func isList(k *config.Knob) bool { return k.Kind == config.Numbers || k.Kind == config.SizeLists }

// turnLists makes all lists one shorter, or one longer, alone or together with a
// number, and reports whether that is better: the number of levels is often the
// length of several lists.
func (s *search) turnLists(at *end) bool {
	if s.turnLevels(at, nil, -1) || s.turnLevels(at, nil, 1) {
		return true
	}
	for _, k := range at.Config.Knobs {
		if k.Kind == config.Number && len(k.Get()) < 3 && (s.turnLevels(at, k, -1) || s.turnLevels(at, k, 1)) {
			return true
		}
	}
	return false
}

// turnLevels makes the lists one shorter or longer, and a number one smaller or
// larger, unless there is none.
func (s *search) turnLevels(at *end, number *config.Knob, by int64) bool {
	c := at.Config.Clone()
	if number != nil {
		n, err := strconv.ParseInt(number.Get(), 10, 64)
		if err != nil || c.Set(number.Key, strconv.FormatInt(n+by, 10)) != nil {
			return false
		}
	}
	for _, k := range c.Knobs {
		list := strings.Split(k.Get(), ",")
		switch {
		case !isList(k) || len(list) < 2:
		case by < 0:
			k.Set(strings.Join(list[:len(list)-1], ",")) // stays where that is too short
		default:
			k.Set(k.Get() + "," + list[len(list)-1])
		}
	}
	next, ok := s.compare(c, at.given)
	if ok && next.nearer(&at.Match) {
		at.Match = next
		return true
	}
	return false
}

// trade halves one number and doubles another, such as the channels of a head and the
// number of heads, and reports whether that is better.
func (s *search) trade(at *Match, g *given) bool {
	for i, k := range at.Config.Knobs {
		half, ok := scaled(k, 1, 2)
		if !ok || at.distance == 0 {
			continue
		}
		for j, other := range at.Config.Knobs {
			double, ok := scaled(other, 2, 1)
			c := at.Config.Clone()
			if i == j || !ok || c.Knobs[i].Set(half) != nil {
				continue
			}
			next, ok := s.try(c, g, j, double)
			if ok && next.nearer(at) {
				*at = next
				return true
			}
			if s.over {
				return false
			}
		}
	}
	return false
}

// scaled returns a knob's numbers times a fraction, if all stay whole.
func scaled(k *config.Knob, times, by int64) (string, bool) {
	if k.Kind != config.Number && k.Kind != config.Numbers || k.Idle() || k.Max == 1 {
		return "", false
	}
	ns := split(k.Get())
	for i := range ns {
		if ns[i] == 0 || ns[i]*times%by != 0 {
			return "", false
		}
		ns[i] = ns[i] * times / by
	}
	return config.Join(ns, ","), len(ns) > 0
}

// turnTwo tries pairs of choices, for those that go together only, and reports
// whether a pair is better.
func (s *search) turnTwo(at *Match, g *given) bool {
	knobs := at.Config.Knobs
	for i := range knobs {
		if knobs[i].Kind != config.Select && knobs[i].Kind != config.Switch {
			continue
		}
		for _, value := range g.values(knobs[i]) {
			c := at.Config.Clone()
			if c.Knobs[i].Get() == value || c.Knobs[i].Set(value) != nil {
				continue
			}
			for j := range c.Knobs {
				if j == i || c.Knobs[j].Kind == config.Word || c.Knobs[j].Kind == config.SizeLists {
					continue
				}
				for _, other := range g.values(c.Knobs[j]) {
					next, ok := s.try(c, g, j, other)
					if ok && next.nearer(at) {
						*at = next
						return true
					}
					if s.over {
						return false
					}
				}
			}
		}
	}
	return false
}

// try compares a configuration in which one knob has another value.
func (s *search) try(c *config.Config, g *given, knob int, value string) (Match, bool) {
	if k := c.Knobs[knob]; k.Get() == value || k.Idle() {
		return Match{}, false
	}
	c = c.Clone()
	if c.Knobs[knob].Set(value) != nil {
		return Match{}, false
	}
	return s.compare(c, g)
}

// compare builds a configuration and counts how its tensors differ from those given.
func (s *search) compare(c *config.Config, g *given) (Match, bool) {
	if s.pause(); s.over {
		return Match{}, false
	}
	_, r, err := c.Build()
	if err != nil {
		return Match{}, false
	}
	m := compare(r, g)
	m.Config = c
	return m, true
}

// compare counts how a network's tensors differ from those given.
func compare(r *counter.Report, g *given) Match {
	if g.bag != nil {
		return compareShapes(r, g)
	}
	m := Match{Prefix: g.prefix, Outside: g.outside}
	seen := 0
	for i := range r.Tensors {
		t := &r.Tensors[i]
		shape, ok := g.shapes[t.Name]
		switch {
		case !ok && g.leavesOut(t):
			continue
		case !ok:
			m.Missing++
			continue
		}
		seen++
		if d := axesApart(shape, t.Tensor.Dims); d > 0 {
			m.Reshaped++
			m.distance += d
		} else {
			m.Equal++
		}
	}
	m.Extra = len(g.shapes) - seen
	m.distance += 4 * (m.Missing + m.Extra)
	return m
}

// farthest returns the distance of two lists of these lengths that have no name in
// common.
func (m *Match) farthest() int {
	return 4 * (2*(m.Equal+m.Reshaped) + m.Missing + m.Extra)
}

// pause lets others work, and notices when the search is over.
func (s *search) pause() {
	if s.over {
		return
	}
	s.builds++
	s.over = s.builds > maxBuilds || s.rest != nil && !s.rest()
}

// axesApart counts the axes in which two shapes differ; other numbers of axes are
// a little better than another name.
func axesApart(shape []int64, dims []counter.Dim) int {
	if len(shape) != len(dims) {
		return 3
	}
	n := 0
	for i, d := range dims {
		if shape[i] != d.N {
			n++
		}
	}
	return n
}
