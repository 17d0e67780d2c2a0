package find

import (
	"cmp"
	"math"
	"slices"

	"unetparams/counter/config"
)

// A Search looks for the networks that have a number of parameters. It does its
// work in small steps, so that a page stays responsive:
//
//	for s := c.Search(r); s.Step(); {
//	}
type Search struct {
	Reading  Reading
	Searched int64 // configurations that have been compared so far

	cat       *Catalogue
	next      int // family
	nextSplit int
	published map[*Net]*Group // the group that a published network leads
	groups    []*Group
	miscounts []*Group
	confused  map[miscounted]bool
	below     *Group
	above     *Group
}

// Search begins to look for a number. A search that has begun before must not
// be continued.
func (c *Catalogue) Search(r Reading) *Search {
	return &Search{Reading: r, cat: c, published: map[*Net]*Group{}, confused: map[miscounted]bool{}}
}

// A miscounted polynomial is worth one answer, however it is made.
type miscounted struct {
	polynomial
	Miscount
}

// Step does a little work, and reports whether there is more.
func (s *Search) Step() bool {
	if fs := s.cat.ready(); s.next < len(fs) {
		f := fs[s.next]
		s.next++
		n, g := s.scan(f, f.polynomial, None)
		s.Searched += n
		switch {
		case g == nil:
		case g.Departures == 0:
			s.published[g.Net] = g
		default:
			s.groups = append(s.groups, g)
		}
		return true
	}
	if s.nextSplit < len(s.cat.splits) {
		s.miscount(s.cat.splits[s.nextSplit])
		s.nextSplit++
		return true
	}
	return s.cat.grow()
}

// miscount compares a family's miscounts with the number. One that leaves out
// nothing is none, and one that says the same as another is left out itself.
func (s *Search) miscount(f *split) {
	for m := None + 1; m < numMiscounts; m++ {
		q := miscounted{f.miscount(m), m}
		if q.polynomial == f.polynomial || s.confused[q] ||
			m == KernelsOnly && (q.polynomial == f.miscount(NoBias) || q.polynomial == f.miscount(NoNorm)) {
			continue
		}
		s.confused[q] = true
		if _, g := s.scan(f.family, q.polynomial, m); g != nil {
			s.miscounts = append(s.miscounts, g)
		}
	}
}

// A Group is the networks of a family that have the number asked for. They
// differ in width, inputs and classes alone; the most ordinary one leads.
type Group struct {
	Net        *Net // the published network that the leading one is nearest to
	Departures int  // the settings in which it differs from that
	Miscount   Miscount
	Total      int64
	Size       int // members, the leading one among them

	f    *family
	poly polynomial // of the miscount
	from anchor
	p    point
	rank int
}

// scan finds the members of a family that have the number, and returns how many
// were compared.
func (s *Search) scan(f *family, q polynomial, m Miscount) (int64, *Group) {
	var best Group
	size := 0
	n := f.each(q, s.Reading, func(p point, total int64) {
		if !s.Reading.Has(total) {
			if m == None {
				s.keepNearest(f, p, total)
			}
			return
		}
		c := f.candidate(q, m, p, total)
		if size == 0 || c.compare(&best) < 0 {
			best = c
		}
		size++
	})
	if size == 0 {
		return n, nil
	}
	best.Size = size
	return n, &best
}

// each calls visit with all members of a family whose totals by a polynomial are
// meant, and with those just below and above, and returns how many there are.
func (f *family) each(q polynomial, r Reading, visit func(point, int64)) int64 {
	from, widths := f.anchors[0].neighbors[0].p[width], int64(1)
	if f.depends(width) {
		from = (minWidth + f.step - 1) / f.step * f.step
		widths = (maxWidth-from)/f.step + 1
	}
	ins, outs := f.values(inputs), f.values(outputs)
	for _, i := range ins {
		for _, c := range outs {
			l := q.inWidth(max(i, 1), max(c, 1))
			at := func(k int64) int64 { return l.times(from + k*f.step) }
			lo := first(widths, r.Lo*den, at)
			hi := first(widths, r.Hi*den+1, at)
			for k := max(lo-1, 0); k <= min(hi, widths-1); k++ {
				w := from + k*f.step
				if total, ok := l.at(w); ok {
					visit(point{w, i, c}, total)
				}
			}
		}
	}
	return widths * int64(len(ins)*len(outs))
}

// values returns the values of a setting that are looked at: where no count
// depends on it, only that of the published network.
func (f *family) values(r role) []int64 {
	if !f.depends(r) {
		return f.anchors[0].neighbors[0].p[r : r+1]
	}
	return [][]int64{width: upTo(maxWidth)[minWidth-1:], inputs: upTo(maxInputs), outputs: classes}[r]
}

// candidate returns a member by itself, beside the published network that it is
// nearest to.
func (f *family) candidate(q polynomial, m Miscount, p point, total int64) Group {
	g := Group{Miscount: m, Total: total, Size: 1, f: f, poly: q, p: p, Departures: math.MaxInt}
	for i := range f.anchors {
		h := &f.anchors[i]
		for j := range h.neighbors {
			n := &h.neighbors[j]
			if n.settings > g.Departures {
				break
			}
			d, rank := h.departures(n, p)
			if d < g.Departures || d == g.Departures && rank < g.rank {
				g.Net, g.from, g.Departures, g.rank = n.Net, *h, d, rank
			}
		}
	}
	return g
}

// departures returns in how many settings a member of a family departs from a
// published network, and how unusual they are.
func (h *anchor) departures(n *neighbor, p point) (settings, total int) {
	settings, total = n.settings, n.cost
	for r := range p {
		if h.knobs[r] != "" && n.p[r] != p[r] {
			settings++
			total += cost(role(r), p[r])
		}
	}
	return settings, total
}

// cost says how unusual a value is: widths that are no power of two, inputs
// that are neither gray nor color, many classes.
func cost(r role, n int64) int {
	switch r {
	case width:
		weight := 0
		for _, m := range []int64{32, 16, 8, 4, 2} {
			if n%m != 0 {
				weight += 2
			}
		}
		if n&(n-1) == 0 {
			return 0
		}
		return weight + 1
	case inputs:
		return [...]int{1: 0, 2: 2, 3: 0, 4: 1}[n]
	}
	return min(int(n), 24) / 3
}

// compare orders groups from ordinary to unusual.
func (g *Group) compare(o *Group) int {
	return cmp.Or(cmp.Compare(g.Departures, o.Departures), cmp.Compare(g.rank, o.rank))
}

// keepNearest keeps the nearest totals below and above.
func (s *Search) keepNearest(f *family, p point, total int64) {
	best, nearer := &s.below, func(o *Group) bool { return total > o.Total }
	if total > s.Reading.Hi {
		best, nearer = &s.above, func(o *Group) bool { return total < o.Total }
	}
	if *best != nil && !nearer(*best) && total != (*best).Total {
		return
	}
	c := f.candidate(f.polynomial, None, p, total)
	if *best == nil || nearer(*best) || c.compare(*best) < 0 {
		*best = &c
	}
}

// An Answer is what a search has found.
type Answer struct {
	Published []Published
	Known     []*Known // published numbers that this is, and that no network here has
	Groups    []*Group // others, the most ordinary first
	Miscounts []*Group
	// Near are the nearest below and above, where no network has the number.
	Near []*Group
}

// A Published network that has the number, and the group that it leads, if that
// has other members.
type Published struct {
	*Net
	Group *Group
}

// Counted reports whether the published networks have been looked at.
func (s *Search) Counted() bool { return s.cat.counted() }

// Answer returns what has been found so far; what is nearest is known when the
// search is done.
func (s *Search) Answer(done bool) Answer {
	var a Answer
	for _, n := range s.cat.nets {
		if n.total > 0 && s.Reading.Has(n.total) {
			g := s.published[n]
			if g != nil && g.Size == 1 {
				g = nil
			}
			a.Published = append(a.Published, Published{n, g})
		}
	}
	a.Known = knownAs(s.Reading)
	a.Groups = slices.SortedStableFunc(slices.Values(s.groups), (*Group).compare)
	a.Miscounts = slices.SortedStableFunc(slices.Values(s.miscounts), (*Group).compare)
	for _, g := range []*Group{s.below, s.above} {
		if done && g != nil && len(a.Published)+len(a.Groups) == 0 {
			a.Near = append(a.Near, g)
		}
	}
	return a
}

// Config returns the configuration of the leading network, once the engine has
// really built it and counted the total again; false if that came to another
// number.
func (g *Group) Config() (*config.Config, bool) {
	c, err := g.from.config(g.Net, g.from.v)
	if err != nil {
		return nil, false
	}
	p := g.p
	for r := range p {
		if p[r] == g.Net.p[r] {
			p[r] = 0 // stays as it is
		}
	}
	if g.from.set(c, p) != nil {
		return nil, false
	}
	got, err := partsAt(c)
	return c, err == nil && g.Miscount.of(got) == g.Total
}

// Confused reports whether the number of classes is one more or one less than
// the published network's: often the background, counted or not.
func (g *Group) Confused() bool {
	d := g.p[outputs] - g.Net.p[outputs]
	return d == 1 || d == -1
}

// Members returns the networks of the group, the leading one first and then the
// nearest to the published network that it is near to; at most limit of them,
// each as a group by itself.
func (g *Group) Members(r Reading, limit int) []*Group {
	n := &g.from.neighbors[slices.IndexFunc(g.from.neighbors, func(n neighbor) bool { return n.Net == g.Net })]
	var all []*Group
	g.f.each(g.poly, r, func(p point, total int64) {
		if r.Has(total) {
			m := *g
			m.p, m.Total, m.Size = p, total, 1
			m.Departures, m.rank = g.from.departures(n, p)
			all = append(all, &m)
		}
	})
	slices.SortStableFunc(all, (*Group).compare)
	return all[:min(limit, len(all))]
}
