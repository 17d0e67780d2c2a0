package find

import "slices"

// An Answer is what a search has found, the likeliest explanation first.
type Answer struct {
	Outcome Outcome
	// Known are published numbers and networks.
	Known []*Known
	// Findings are networks near published ones that have the number, the most
	// ordinary first. A random number has none: see [Group.Chance].
	Findings []*Group
	// Miscounts are likewise networks that are said to have the number if
	// something is left out of the count, or counted twice.
	Miscounts []*Group
	// Coincidences have the number too, but so have others of this size: nothing
	// says that any of them is meant. They are known when the search is done, and
	// there are none beside a known number that is written out.
	Coincidences []*Group
	// Chance is how often a number of this size is met by any network that is
	// searched: OneIn tells for how many numbers one match by accident is expected.
	Chance Chance
	// Nearest are the networks whose totals are nearest below and above, where
	// there is nothing better to say and they are near indeed.
	Nearest []*Group
}

// An Outcome says in a word what became of a search.
type Outcome int

// The outcomes.
const (
	// Missing means that no network here is known to have the number; what is
	// listed has it by accident.
	Missing    Outcome = iota
	Miscounted         // only a miscount explains it
	Found              // a network near a published one has it
	Recognized         // it is known
)

// Answer returns what has been found so far. Coincidences, and what is nearest,
// are known when the search is done; until then chance is not, so that only what
// is hardly unusual is listed.
func (s *Search) Answer(done bool) Answer {
	a := Answer{Known: s.known(), Chance: s.cat.census.any(s.Reading.Value).among(s.Reading.span())}
	for _, g := range slices.Concat(s.groups, s.miscounts) {
		g.Chance = s.chance(g)
		switch {
		case a.isQuoted():
			// Whatever else has the number has it by accident.
		case s.isFinding(g, len(a.Known) > 0):
			if done || g.Departures <= 1 {
				list := &a.Findings
				if g.Miscount != None {
					list = &a.Miscounts
				}
				*list = append(*list, g)
			}
		case done && !(len(a.Known) > 0 && s.Reading.Exact()):
			a.Coincidences = append(a.Coincidences, g)
		}
	}
	for _, list := range [][]*Group{a.Findings, a.Miscounts, a.Coincidences} {
		slices.SortStableFunc(list, (*Group).compare)
	}
	switch {
	case len(a.Known) > 0:
		a.Outcome = Recognized
	case len(a.Findings) > 0:
		a.Outcome = Found
	case len(a.Miscounts) > 0:
		a.Outcome = Miscounted
	}
	for _, g := range []*Group{s.below, s.above} {
		if done && g != nil {
			a.Nearest = append(a.Nearest, g)
		}
	}
	return a
}

// chance returns how often a number like this one is met by a network as ordinary
// as a group's.
func (s *Search) chance(g *Group) Chance {
	return s.cat.census.chance(g.Total, g.cost).among(s.Reading.span())
}

// isFinding reports whether a group is more than a coincidence. A number that is
// rounded is met by many networks; of those, only what departs from a published
// one in a single, common setting is worth naming, and a miscount only if the
// number is known. Beside a known number that is written out, networks that depart
// in more than common settings have it by accident.
func (s *Search) isFinding(g *Group, known bool) bool {
	switch {
	case g.Departures > maxDepartures || known && s.Reading.Exact() && g.cost > commonCost:
		return false
	case s.chance(g).OneIn() >= oneIn:
		return true
	case s.Reading.Exact():
		return false
	}
	return g.Departures <= 1 && g.cost <= commonCost && (g.Miscount == None || known)
}

// isQuoted reports whether the number is the one that is quoted of a network that
// isn't built here.
func (a *Answer) isQuoted() bool {
	return slices.ContainsFunc(a.Known, func(k *Known) bool { return k.quoted })
}

// explained reports whether there is something better to say than what is nearest.
func (s *Search) explained() bool {
	return len(s.known()) > 0 || slices.ContainsFunc(slices.Concat(s.groups, s.miscounts),
		func(g *Group) bool { return s.isFinding(g, false) })
}
