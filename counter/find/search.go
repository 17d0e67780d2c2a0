package find

import "slices"

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
	nearest   []*family       // where the nearest totals are still looked for
	complete  bool            // all but that is done
	published map[*Net]*Group // the group that a published network leads
	groups    []*Group
	miscounts []*Group
	seen      map[miscounted]bool
	below     *Group
	above     *Group
}

// Search begins to look for a number. A search that has begun before must not
// be continued.
func (c *Catalogue) Search(r Reading) *Search {
	return &Search{Reading: r, cat: c, published: map[*Net]*Group{}, seen: map[miscounted]bool{}}
}

// Counted reports whether the published networks have been looked at.
func (s *Search) Counted() bool { return s.cat.counted() }

// Step does a little work, and reports whether there is more.
func (s *Search) Step() bool {
	families := s.cat.ready()
	if s.next < len(families) {
		s.compare(families[s.next])
		s.next++
		return true
	}
	if s.nextSplit < len(s.cat.splits) {
		s.compareMiscounts(s.cat.splits[s.nextSplit])
		s.nextSplit++
		return true
	}
	if s.cat.grow() {
		return true
	}
	if !s.complete {
		s.complete = true
		if !s.explained() {
			s.nearest = families
		}
	}
	if len(s.nearest) == 0 {
		return false
	}
	s.findNearest(s.nearest[0])
	s.nearest = s.nearest[1:]
	return true
}

// compare compares a family with the number.
func (s *Search) compare(f *family) {
	n, g := s.scan(f, f.polynomial, None)
	s.Searched += n
	switch {
	case g == nil:
	case g.Departures == 0:
		s.published[g.Net] = g
	default:
		s.groups = append(s.groups, g)
	}
}

// A miscounted polynomial is worth one answer, however it is made.
type miscounted struct {
	polynomial
	Miscount
}

// compareMiscounts compares a family's miscounts with the number.
func (s *Search) compareMiscounts(f *split) {
	f.eachMiscount(func(m Miscount, p polynomial) {
		if s.seen[miscounted{p, m}] {
			return
		}
		s.seen[miscounted{p, m}] = true
		if _, g := s.scan(f.family, p, m); g != nil {
			s.miscounts = append(s.miscounts, g)
		}
	})
}

// scan finds the members of a family that have the number, and returns how many
// were compared.
func (s *Search) scan(f *family, p polynomial, m Miscount) (int64, *Group) {
	var best Group
	size := 0
	n := f.each(p, s.Reading.Lo, s.Reading.Hi, s.Reading.Exact(), func(at point, total int64) {
		g := f.candidate(p, m, at, total)
		if size == 0 || g.compare(&best) < 0 {
			best = g
		}
		size++
	})
	if size == 0 {
		return n, nil
	}
	best.Size = size
	return n, &best
}

// A total is near a number if it is off by one in offOneIn at most, its network
// departs from a published one in two settings at most, and a random number is
// hardly ever as near to one as ordinary: the bar is twice as high as for findings,
// since the best of all distances and costs is taken. Anything else says nothing
// about the number.
const (
	offOneIn             = 1000
	maxNearestDepartures = 2
	nearestOneIn         = 2 * oneIn
)

// findNearest keeps the members of a family that are near below and above the
// number and the least likely to be so by accident.
func (s *Search) findNearest(f *family) {
	if !f.near(maxNearestDepartures) {
		return
	}
	r := s.Reading
	f.each(f.polynomial, r.Lo-r.Lo/offOneIn, r.Hi+r.Hi/offOneIn, false, func(at point, total int64) {
		best := &s.below
		if total > r.Hi {
			best = &s.above
		}
		g := f.candidate(f.polynomial, None, at, total)
		if g.Departures > maxNearestDepartures || r.Has(total) {
			return
		}
		distance := max(r.Lo-total, total-r.Hi)
		g.Chance = s.cat.census.chance(total, g.cost).among(2*distance + r.span())
		if n := g.Chance.OneIn(); n >= nearestOneIn && (*best == nil || n > (*best).Chance.OneIn()) {
			*best = &g
		}
	})
}

// near reports whether a family has members that depart from a published network
// in so many settings.
func (f *family) near(departures int) bool {
	return slices.ContainsFunc(f.anchors, func(a anchor) bool {
		return slices.ContainsFunc(a.neighbors, func(n neighbor) bool { return n.settings <= departures })
	})
}

// widths returns the widths of a family that are searched: n of them, from the
// first one in steps of f.step.
func (f *family) widths() (from, n int64) {
	if !f.depends(width) {
		return f.anchors[0].neighbors[0].p[width], 1
	}
	from = (minWidth + f.step - 1) / f.step * f.step
	return from, (maxWidth-from)/f.step + 1
}

// values returns the inputs or the classes that are searched: where no count
// depends on them, only the published network's.
func (f *family) values(r role, exact bool) []int64 {
	d := &common
	if exact && f.close {
		d = &wide
	}
	switch {
	case !f.depends(r):
		return f.anchors[0].neighbors[0].p[r : r+1]
	case r == inputs:
		return d.inputs
	}
	return d.classes
}

// each calls visit with all members of a family whose totals by a polynomial lie
// from lo to hi, and returns how many members there are. Totals grow along each
// axis, so that widths are found by halving, and so are the classes of each of
// the few widths that are left.
func (f *family) each(p polynomial, lo, hi int64, exact bool, visit func(point, int64)) int64 {
	start, n := f.widths()
	ins, outs := f.values(inputs, exact), f.values(outputs, exact)
	fewest, most := outs[0], outs[len(outs)-1]
	for _, i := range ins {
		few, many := p.inWidth(max(i, 1), max(fewest, 1)), p.inWidth(max(i, 1), max(most, 1))
		from := first(int(n), lo*den, func(k int) int64 { return many.times(start + int64(k)*f.step) })
		for w := start + int64(from)*f.step; w < start+n*f.step && few.times(w) <= hi*den; w += f.step {
			at := func(k int) widthPolynomial { return p.inWidth(max(i, 1), max(outs[k], 1)) }
			for k := first(len(outs), lo*den, func(k int) int64 { return at(k).times(w) }); k < len(outs); k++ {
				total, whole := at(k).at(w)
				if total > hi {
					break
				}
				if whole && total >= lo {
					visit(point{w, i, outs[k]}, total)
				}
			}
		}
	}
	return n * int64(len(ins)*len(outs))
}
