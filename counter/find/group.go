package find

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"unetparams/counter/config"
)

// A Group is the networks of a family that have the number asked for. They
// differ in width, inputs and classes alone; the most ordinary one leads.
type Group struct {
	Net        *Net // the published network that the leading one is nearest to
	Departures int  // the settings in which it differs from that
	Miscount   Miscount
	Total      int64
	Size       int    // members, the leading one among them
	Chance     Chance // that a network as ordinary as the leading one has such a number

	family     *family
	polynomial polynomial // of the miscount
	anchor     anchor
	p          point
	cost       int
}

// compare orders groups from ordinary to unusual.
func (g *Group) compare(o *Group) int {
	return cmp.Or(cmp.Compare(g.cost, o.cost), cmp.Compare(g.Departures, o.Departures))
}

// candidate returns a member by itself, beside the published network that it is
// nearest to.
func (f *family) candidate(q polynomial, m Miscount, p point, total int64) Group {
	g := Group{Miscount: m, Total: total, Size: 1, family: f, polynomial: q, p: p, cost: math.MaxInt}
	for i := range f.anchors {
		a := &f.anchors[i]
		for j := range a.neighbors {
			n := &a.neighbors[j]
			if n.cost > g.cost {
				break
			}
			settings, cost := a.departures(n, p)
			if cost < g.cost || cost == g.cost && settings < g.Departures {
				g.Net, g.anchor, g.Departures, g.cost = n.Net, *a, settings, cost
			}
		}
	}
	if m != None {
		g.cost += miscountCost
	}
	return g
}

// departures returns in how many settings a member of a family departs from a
// published network, and what that costs.
func (a *anchor) departures(n *neighbor, p point) (settings, total int) {
	settings, total = n.settings, n.cost
	for r := range p {
		if a.knobs[r] != "" && n.p[r] != p[r] {
			settings++
			total += a.pointCost(role(r), p[r])
		}
	}
	return settings, total
}

// A Departure is a setting in which a network differs from a published one.
// Settings that mean something only together, such as an up-sampling and the
// convolution after it, are one departure.
type Departure struct {
	Keys, From, To []string
	Usual          Usualness
}

// Evidence returns in what the leading network departs from the published one,
// and how unusual that is.
func (g *Group) Evidence() []Departure {
	var all []Departure
	scaled := g.Net.config.Clone() // to the leading network's width
	if g.anchor.set(scaled, point{width: g.p[width]}) != nil {
		scaled = g.Net.config
	}
	for a, axis := range g.anchor.axes {
		value := g.anchor.v[a]
		if value == g.Net.v[a] {
			continue
		}
		d := Departure{Usual: usualness(g.anchor.costs[a][value])}
		for key, to := range eachSetting(axis[value]) {
			to = absolute(scaled, to)
			if from := g.Net.config.Knob(key).Get(); from != to {
				d.Keys, d.From, d.To = append(d.Keys, key), append(d.From, from), append(d.To, to)
			}
		}
		all = append(all, d)
	}
	for r, key := range g.anchor.knobs {
		if key == "" || g.p[r] == g.Net.p[r] {
			continue
		}
		all = append(all, Departure{
			Keys: []string{key}, From: []string{g.Net.config.Knob(key).Get()},
			To:    []string{g.anchor.value(role(r), g.p[r])},
			Usual: usualness(g.anchor.pointCost(role(r), g.p[r])),
		})
	}
	return all
}

// Config returns the configuration of the leading network, once the engine has
// really built it and counted the total again; false if that came to another
// number.
func (g *Group) Config() (*config.Config, bool) {
	c, err := g.anchor.config(g.Net, g.anchor.v)
	if err != nil {
		return nil, false
	}
	p := g.p
	for r := range p {
		if p[r] == g.Net.p[r] {
			p[r] = 0 // stays as it is
		}
	}
	if g.anchor.set(c, p) != nil {
		return nil, false
	}
	got, err := partsAt(c)
	return c, err == nil && g.Miscount.of(got) == g.Total
}

// OffByOneClass reports whether the number of classes is one more or one less than
// the published network's: often the background, counted or not.
func (g *Group) OffByOneClass() bool {
	d := g.p[outputs] - g.Net.p[outputs]
	return d == 1 || d == -1
}

// Members returns the networks of the group, the leading one first and then the
// nearest to the published network that it is near to; at most limit of them,
// each as a group by itself.
func (g *Group) Members(r Reading, limit int) []*Group {
	n := &g.anchor.neighbors[slices.IndexFunc(g.anchor.neighbors, func(n neighbor) bool { return n.Net == g.Net })]
	var all []*Group
	g.family.each(g.polynomial, r.Lo, r.Hi, r.Exact(), func(p point, total int64) {
		m := *g
		m.p, m.Total, m.Size = p, total, 1
		m.Departures, m.cost = g.anchor.departures(n, p)
		if m.Miscount != None {
			m.cost += miscountCost
		}
		all = append(all, &m)
	})
	slices.SortStableFunc(all, (*Group).compare)
	return all[:min(limit, len(all))]
}

// value returns a number as the setting of a role writes it: for a list of widths,
// all of them.
func (s *searchSpace) value(r role, n int64) string {
	if r != width || len(s.list) < 2 {
		return strconv.FormatInt(n, 10)
	}
	all := make([]int64, len(s.list))
	for i, w := range s.list {
		all[i] = w / s.list[0] * n
	}
	return config.Join(all, ",")
}
