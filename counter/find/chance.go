package find

import (
	"math"
	"math/bits"
)

// A Chance is how often a number of parameters is met by accident: so many
// networks lie among so many numbers of its size. Numbers of one size have the
// same highest bit, so that the largest is less than twice the smallest.
type Chance struct{ Networks, Numbers int64 }

// OneIn returns how many numbers there are for one that is met by accident, at
// least 1: where OneIn returns 8, a match by chance is expected for 1 in 8 numbers
// of this size.
func (c Chance) OneIn() int64 {
	if c.Networks == 0 {
		return max(c.Numbers, 1)
	}
	return max((c.Numbers+c.Networks/2)/c.Networks, 1)
}

// among returns the chance that one of n numbers is met, or as many as an int64
// can tell.
func (c Chance) among(n int64) Chance {
	c.Networks *= min(n, math.MaxInt64/max(c.Networks, 1))
	return c
}

// A finding departs from a published network in maxDepartures settings at most,
// and networks as ordinary as it meet fewer than one in oneIn numbers of its
// size. So of random numbers fewer than one in oneIn has findings, whatever
// becomes of the catalogue.
const (
	maxDepartures = 3
	oneIn         = 100
)

// A census counts the networks that are searched by their size.
type census struct {
	// ordinary counts, by cost, those that could be findings: of maxDepartures
	// departures at most.
	ordinary [octaves][maxCost + 1]int64
	all      [octaves]int64
}

const octaves = 63

// octave returns the size of a number: its highest bit.
func octave(n int64) int { return bits.Len64(uint64(n)) - 1 }

// add counts the members of a family by the totals that a polynomial gives them.
// Inputs and classes hardly change the size of a network; so those of the
// published network stand for all. Costs are told from the nearest published
// network alone.
func (k *census) add(f *family, q *polynomial, extra int) {
	n := &f.anchors[0].neighbors[0]
	pairs, all := f.pairs(n)
	from, count := f.widths()
	for w := from; w < from+count*f.step; w += f.step {
		total, ok := q.value(point{w, max(n.p[inputs], 1), max(n.p[outputs], 1)})
		if !ok || total < 1 {
			continue
		}
		o := octave(total)
		k.all[o] += all
		settings, c := n.settings, n.cost+extra
		if w != n.p[width] {
			settings, c = settings+1, c+f.anchors[0].pointCost(width, w)
		}
		for _, p := range pairs {
			if settings+p.settings <= maxDepartures {
				k.ordinary[o][min(c+p.cost, maxCost)] += p.count
			}
		}
	}
}

// A pairCount is how many values of one role, or pairs of inputs and classes, depart from
// a published network in some settings at some cost.
type pairCount struct {
	settings, cost int
	count          int64
}

// pairs counts the pairs of inputs and classes that are searched of a family, by
// what they add to the departures from a published network.
func (f *family) pairs(n *neighbor) (counts []pairCount, all int64) {
	classes := f.departing(n, outputs)
	for _, i := range f.departing(n, inputs) {
		for _, c := range classes {
			counts = append(counts, pairCount{i.settings + c.settings, i.cost + c.cost, i.count * c.count})
			all += i.count * c.count
		}
	}
	return counts, all
}

// departing counts the values of a role that are searched of a family in the same way.
func (f *family) departing(n *neighbor, r role) (counts []pairCount) {
	var own int64
	var others [maxCost + 1]int64
	for _, v := range f.values(r, true) {
		if v == n.p[r] {
			own++
		} else {
			others[cost(r, v)]++
		}
	}
	if own > 0 {
		counts = append(counts, pairCount{0, 0, own})
	}
	for c, count := range others {
		if count > 0 {
			counts = append(counts, pairCount{1, c, count})
		}
	}
	return counts
}

// chance returns how often a number of the size of n is met by a network that
// costs no more.
func (k *census) chance(n int64, cost int) Chance {
	o := octave(n)
	c := Chance{Numbers: 1 << o}
	for _, networks := range k.ordinary[o][:min(cost, maxCost)+1] {
		c.Networks += networks
	}
	return c
}

// any returns how often a number of the size of n is met by any network that is
// searched.
func (k *census) any(n int64) Chance {
	o := octave(n)
	return Chance{k.all[o], 1 << o}
}
