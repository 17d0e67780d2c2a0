package find

import (
	"cmp"
	"slices"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// A Catalogue holds what searches have learned about the networks, so that the
// next one need not count them again. It serves one search at a time.
//
// It grows level by level: first the families of the published networks, then
// those that differ from them in one setting besides width, inputs and classes,
// then in two, and so on.
type Catalogue struct {
	nets     []*Net
	families []*family
	splits   []*split

	level    int
	first    []task // those of the published networks
	queue    []task
	deferred []task    // what can wait until all families are found
	frontier []*family // whose neighbors are not in queue yet
	expanded int       // number of families of the levels before

	census census
	quotes []*quote
	record *record

	found     map[identity]*family
	seen      map[location]bool
	effective map[change]bool // settings that change a count
}

// A family is all networks that differ in width, inputs and classes alone. Their
// counts are one polynomial.
type family struct {
	polynomial
	step    int64 // widths are its multiples
	anchors []anchor
	level   int  // at which it was found
	close   bool // at most one setting besides width, inputs and classes differs
}

// A split is a family's polynomial in parts, for miscounts.
type split struct {
	*family
	part [numParts]polynomial
}

// An anchor is the search space and the settings that a family was found with.
// Families of published networks have several where architectures agree.
type anchor struct {
	*searchSpace
	v         vector
	neighbors []neighbor
}

// A neighbor is a published network, the number of settings that differ from its
// own, and how unusual those are.
type neighbor struct {
	*Net
	settings, cost int
}

// A location is a vector and the search space that it belongs to.
type location struct {
	*searchSpace
	v vector
}

// An identity is what tells families apart: their polynomial and, where their width is
// an edit of published code, that code, which is an answer of its own.
type identity struct {
	polynomial
	edited *searchSpace
}

func (f *family) identity() identity {
	if s := f.anchors[0].searchSpace; s.edits {
		return identity{f.polynomial, s}
	}
	return identity{polynomial: f.polynomial}
}

// A change is a new value on one axis.
type change struct {
	*searchSpace
	axis  int
	value uint8
}

// A task is a family to find, one change away from another, or one to split.
type task struct {
	location
	from  *family // nil for that of a published network
	axis  int
	split *family
}

// levels returns how many settings besides width, inputs and classes may differ
// from those of a published network. Architectures with many settings have too
// many pairs of them.
func (s *searchSpace) levels() int {
	choices := 0
	for _, axis := range s.axes {
		choices += len(axis) - 1
	}
	switch {
	case s.classic:
		return 3
	case choices <= 11:
		return 2
	}
	return 1
}

// costLimits are, by level, the costs from which settings are too unusual to look
// at: at the second level, a rare one beside one that isn't ordinary; at the
// third, more than one that isn't ordinary, or a rare one.
var costLimits = [...]int{2: 2*rareCost - 1, 3: 3*departureCost + 5}

// furtherLimits are the same where one of the settings is one of [furtherAxes].
var furtherLimits = [...]int{2: rareCost + departureCost + 1, 3: commonCost + 2*departureCost + 1}

// limit returns the cost from which settings are too unusual to look at.
func (s *searchSpace) limit(n *Net, v vector, level int) int {
	if s.classic {
		for a := len(classicAxes); a < len(s.axes); a++ {
			if v[a] != n.v[a] {
				return furtherLimits[level]
			}
		}
	}
	return costLimits[level]
}

// miscountLimit is the cost from which nobody would have miscounted settings
// besides.
const miscountLimit = departureCost + commonCost

// NewCatalogue returns a catalogue that knows nothing yet but what was counted ahead.
func NewCatalogue() *Catalogue {
	c := newCatalogue(&record{})
	c.read(counted)
	return c
}

func newCatalogue(r *record) *Catalogue {
	c := &Catalogue{found: map[identity]*family{}, seen: map[location]bool{}, effective: map[change]bool{}, record: r}
	for _, a := range zoo.Archs() {
		s := newSpace(a)
		for _, n := range s.nets {
			c.nets = append(c.nets, n)
			c.add(task{location: location{s, n.v}})
		}
	}
	c.first = slices.Clone(c.queue)
	c.quotes = newQuotes()
	return c
}

func (c *Catalogue) add(j task) {
	if !c.seen[j.location] {
		c.seen[j.location] = true
		c.queue = append(c.queue, j)
	}
}

// counted reports whether the published networks have been counted, and those
// that published numbers are said of.
func (c *Catalogue) counted() bool { return c.quotes[len(c.quotes)-1].counted }

// grow does a little work, and reports whether there is more.
func (c *Catalogue) grow() bool {
	for _, n := range c.nets {
		if n.total == 0 {
			c.record.number(&n.total, func() { n.total, _ = n.config.Count() }) // a published network can be counted
			return true
		}
	}
	for _, q := range c.quotes {
		if !q.counted {
			q.count(c.record)
			return true
		}
	}
	switch {
	case len(c.queue) > 0:
		j := c.queue[0]
		c.queue = c.queue[1:]
		c.run(j)
	case len(c.frontier) > 0:
		f := c.frontier[0]
		c.frontier = c.frontier[1:]
		c.expand(f)
	case c.expanded < len(c.families):
		c.frontier = slices.Clone(c.families[c.expanded:])
		c.expanded = len(c.families)
		if c.level == 0 { // their miscounts are the well-known ones
			for _, f := range c.frontier {
				c.queue = append(c.queue, task{split: f})
			}
		}
		c.level++
	case len(c.deferred) > 0:
		c.queue, c.deferred = c.deferred, nil
	default:
		return false
	}
	return true
}

// ready returns the families that will not change any more: those of the levels
// before.
func (c *Catalogue) ready() []*family { return c.families[:c.expanded] }

// run finds a family and files it. One that is known already is of use only if
// it leads to another published network.
func (c *Catalogue) run(j task) {
	if j.split != nil {
		if s := j.split.split(c.record); s != nil {
			c.splits = append(c.splits, s)
			s.eachMiscount(func(m Miscount, q polynomial) { c.census.add(s.family, &q, miscountCost) })
		}
		return
	}
	f := newFamily(j.searchSpace, j.v, c.record)
	if f == nil {
		return
	}
	if j.from != nil {
		if f.polynomial == j.from.polynomial {
			return // a setting that changes nothing leads nowhere
		}
		c.effective[change{j.searchSpace, j.axis, j.v[j.axis]}] = true
	}
	switch old := c.found[f.identity()]; {
	case old == nil:
		f.level = c.level
		c.found[f.identity()] = f
		c.families = append(c.families, f)
		c.census.add(f, &f.polynomial, 0)
		if c.level == 1 && j.classic && f.anchors[0].neighbors[0].cost < miscountLimit {
			c.deferred = append(c.deferred, task{split: f})
		}
	case j.from == nil:
		old.anchors = append(old.anchors, f.anchors...)
		old.close = true
	case old.level == c.level && f.cheapest() < old.cheapest(): // the same counts by a more usual way
		old.anchors = append(f.anchors, old.anchors...)
	}
}

// cheapest returns the least cost at which a family's settings are to be had.
func (f *family) cheapest() int {
	least := maxCost
	for _, a := range f.anchors {
		least = min(least, a.neighbors[0].cost)
	}
	return least
}

// expand looks for the families that are one setting away from a family. After
// the first level it leaves out settings that have changed nothing so far; those
// of the classic U-Net all mean something.
func (c *Catalogue) expand(f *family) {
	for _, h := range f.anchors {
		if c.level > h.levels() {
			continue
		}
		around := h.around(h.v)
		for a, axis := range h.axes {
			for i := range axis {
				j := task{location: location{h.searchSpace, h.v}, from: f, axis: a}
				j.v[a] = uint8(i)
				if c.level == 1 || h.affordable(around, h.v, j.v, a, c.level) &&
					(h.classic || c.effective[change{h.searchSpace, a, j.v[a]}]) {
					c.add(j)
				}
			}
		}
	}
}

// affordable reports whether settings are not too unusual to look at. They differ on one
// axis from the vector that the published networks are given around.
func (s *searchSpace) affordable(around []neighbor, from, v vector, axis, level int) bool {
	best := around[0].moved(s, from, v, axis)
	for _, n := range around[1:] {
		if m := n.moved(s, from, v, axis); m.compare(best) < 0 {
			best = m
		}
	}
	return best.cost < s.limit(best.Net, v, level)
}

// moved returns a neighbor of one vector as that of another one, which differs on one axis.
func (n neighbor) moved(s *searchSpace, from, to vector, axis int) neighbor {
	if from[axis] != n.v[axis] {
		n.settings--
		n.cost -= s.costs[axis][from[axis]]
	}
	if to[axis] != n.v[axis] {
		n.settings++
		n.cost += s.costs[axis][to[axis]]
	}
	return n
}

func (n neighbor) compare(o neighbor) int { return cmp.Or(n.cost-o.cost, n.settings-o.settings) }

// around returns the published networks as neighbors of a vector.
func (s *searchSpace) around(v vector) []neighbor {
	nets := make([]neighbor, len(s.nets))
	for i, net := range s.nets {
		n := neighbor{Net: net}
		for a := range s.axes {
			if v[a] != n.v[a] {
				n.settings++
				n.cost += s.costs[a][v[a]]
			}
		}
		nets[i] = n
	}
	return nets
}

// nearest returns the same, the nearest first.
func (s *searchSpace) nearest(v vector) []neighbor {
	nets := s.around(v)
	slices.SortStableFunc(nets, neighbor.compare)
	return nets
}

// Families are found at 16, 32 and 48 filters, one to three inputs and one to
// three classes; they are checked elsewhere, at a width that is no multiple of
// 16 if possible.
const checkWidth, checkInputs, checkClasses = 80, 4, 7

// newFamily returns the family of the networks with the given settings, or nil
// if their counts are no polynomial or they can't be built.
func newFamily(s *searchSpace, v vector, r *record) *family {
	f := &family{anchors: []anchor{{s, v, s.nearest(v)}}}
	f.close = slices.ContainsFunc(f.anchors[0].neighbors, func(n neighbor) bool { return n.settings <= 1 })
	if r.family(f); f.step == 0 {
		return nil
	}
	return f
}

// count finds the polynomial and the step of a family, which stays 0 if there is no
// polynomial.
func (f *family) count() {
	h := f.anchors[0]
	c, err := h.draft(h.neighbors[0].Net, h.v)
	if err != nil {
		return
	}
	at, polynomial := nodes[:], fit
	if h.simple {
		at, polynomial = nodes[:simpleNodes], fitSimple
	}
	var y [len(nodes)]int64
	for k := range at {
		if y[k], err = h.count(c, nodePoint(k)); err != nil {
			return
		}
	}
	f.polynomial = polynomial(y)
	if !f.grows(minWidth) {
		return
	}
	for f.step = 1; f.step <= unit; f.step *= 2 {
		p := f.checkPoint()
		got, err := h.count(c, p)
		if n, ok := f.value(p); err == nil && ok && n == got {
			h.simple = h.simple || f.polynomial == fitSimple(y)
			return
		}
	}
	f.step = 0
	if h.simple { // not this one
		h.simple = false
		f.count()
	}
}

func nodePoint(k int) point {
	return point{unit * (1 + nodes[k][width]), 1 + nodes[k][inputs], 1 + nodes[k][outputs]}
}

// checkPoint is where a family's polynomial is checked: it was not found there.
func (f *family) checkPoint() point { return point{checkWidth + f.step, checkInputs, checkClasses} }

// count counts a configuration at a point. Where there is no setting for an
// axis, the count is the same all along it.
func (s *searchSpace) count(c *config.Config, p point) (int64, error) {
	if err := s.set(c, p); err != nil {
		return 0, err
	}
	return c.Count()
}

// split splits a family's polynomial, or returns nil if its parts are none.
func (f *family) split(r *record) *split {
	s := &split{family: f}
	if !r.split(s) {
		return nil
	}
	return s
}

// count finds the polynomials of the parts, and reports whether there are any.
func (s *split) count() bool {
	h := s.anchors[0]
	c, err := h.draft(h.neighbors[0].Net, h.v)
	if err != nil {
		return false
	}
	parts := func(p point) (parts, error) {
		if err := h.set(c, p); err != nil {
			return parts{}, err
		}
		return partsAt(c)
	}
	var y [numParts][len(nodes)]int64
	at, polynomial := nodes[:], fit
	if h.simple {
		at, polynomial = nodes[:simpleNodes], fitSimple
	}
	for k := range at {
		p, err := parts(nodePoint(k))
		if err != nil {
			return false
		}
		for i := range y {
			y[i][k] = p[i]
		}
	}
	got, err := parts(s.checkPoint())
	if err != nil {
		return false
	}
	for i := range y {
		s.part[i] = polynomial(y[i])
		if n, ok := s.part[i].value(s.checkPoint()); !ok || n != got[i] {
			return false
		}
	}
	return true
}
