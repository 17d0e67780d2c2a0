package find

import (
	"slices"

	"unetparams/counter/config"
	"unetparams/counter/published"
)

// A Known number is one that needs no search: it was published, or a published
// network has it.
type Known struct {
	Name    config.Text // of the network that it is said of; empty: it has a configuration, which has a name
	Printed string      // the number as it is published, such as "31M"; empty where the network merely has it
	Verdict published.Verdict
	// Total is the number of parameters of the network: as we count it, or of its
	// own code where it is not built here.
	Total int64
	// Inputs and Classes are those with which a network that is not built here has
	// the number; 0 for others.
	Inputs, Classes int64
	What            config.Text // of a number beside the total: what it counts
	Why             config.Text // the convention, or what is worth knowing; may be empty
	Where           config.Text // in the source; may be empty
	Source          config.Source
	// Group is what the network leads, if others that differ in width, inputs or
	// classes alone have the number too.
	Group *Group

	config *config.Config
	quoted bool // a famous total itself, not one with other inputs or classes
}

// Config returns the network's configuration, which is the caller's, or nil where
// it is not built here.
func (k *Known) Config() *config.Config {
	if k.config == nil {
		return nil
	}
	return k.config.Clone()
}

// A quote is a published number with the count of the network that it is said of.
type quote struct {
	*published.Row
	config  *config.Config
	printed Reading // nothing where no number is printed
	total   int64
	by      int64 // by the convention that explains the number
	counted bool
}

// newQuotes returns the published numbers, not counted yet.
func newQuotes() []*quote {
	var all []*quote
	rows := published.Rows()
	for i := range rows {
		q := &quote{Row: &rows[i]}
		q.printed, _ = Read(q.Printed)
		all = append(all, q)
	}
	return all
}

// count counts the network. One of ours that can't be counted is never known:
// the tests of the rows find it.
func (q *quote) count(r *record) {
	q.counted = true
	c, err := q.Row.Config()
	if err != nil {
		return
	}
	q.config = c
	r.number(&q.total, func() { q.total, _ = c.Count() })
	if q.Verdict == published.Explained {
		r.number(&q.by, func() { q.by, _ = q.CountBy() })
	}
}

// isPrinted reports whether the reading is the number as it is printed, digit by
// digit.
func (q *quote) isPrinted(r Reading) bool {
	return q.Printed != "" && r.Bytes == q.printed.Bytes && r.Value == q.printed.Value && r.Quantum == q.printed.Quantum
}

// is reports whether the reading is the published number, or what it stands for:
// the exact count of the network, if the number agrees with it, or else the one
// that the convention makes of it.
func (q *quote) is(r Reading) bool {
	if q.isPrinted(r) {
		return true
	}
	switch q.Verdict {
	case published.Exact:
		return r.Exact() && r.Value == q.total
	case published.Explained:
		return r.Exact() && r.Value == q.by
	}
	return false
}

// known returns what is known of a number: first what is printed like it, then
// what is famous, then the published networks that have it.
func (s *Search) known() []*Known {
	var printed, others []*Known
	for _, q := range s.cat.quotes {
		if q.counted && q.config != nil && q.is(s.Reading) {
			k := &Known{Name: q.Row.Net, Printed: q.Printed, Verdict: q.Verdict, Total: q.total,
				Why: q.Why, Where: q.Where, Source: q.Of(), config: q.config}
			switch {
			case q.isPrinted(s.Reading):
				printed = append(printed, k)
			case !slices.ContainsFunc(others, func(o *Known) bool { return sameCount(o.config, k.config) }):
				others = append(others, k)
			}
		}
	}
	all := append(append(printed, famousAs(s.Reading, s.cat.builds)...), others...)
	for _, n := range s.cat.nets {
		if n.total == 0 || !s.Reading.Has(n.total) {
			continue
		}
		g := s.published[n]
		if g != nil && g.Size == 1 {
			g = nil
		}
		same := slices.IndexFunc(all, func(k *Known) bool {
			return k.Verdict == published.Exact && k.config != nil && sameCount(k.config, n.config)
		})
		if same < 0 {
			same = len(all)
			all = append(all, &Known{Verdict: published.Exact, Total: n.total, config: n.config})
		}
		all[same].Group = g
	}
	return all
}

// sameCount reports whether two configurations differ in nothing that a count
// depends on.
func sameCount(c, d *config.Config) bool {
	if c.Arch != d.Arch {
		return false
	}
	for i, k := range c.Knobs {
		if k.Kind != config.Sizes && k.Role != config.Uncounted && k.Get() != d.Knobs[i].Get() {
			return false
		}
	}
	return true
}

// famousAs returns the famous totals that a reading is. A rounded number is one if
// it has at least three digits. A total that is built here is none.
func famousAs(r Reading, builds func(total int64) bool) []*Known {
	const digits = 100 // times what the last digit is worth
	var all []*Known
	totals := published.Totals()
	for i := range totals {
		f := &totals[i]
		if builds(f.Total) {
			continue
		}
		k := &Known{Name: f.Net, Verdict: published.NotBuilt, Total: f.Total,
			Inputs: f.Inputs, Classes: f.Classes, Why: f.Why, Source: f.Source}
		if !r.Exact() {
			if r.Has(f.Total) && f.Total/r.Quantum >= digits {
				all = append(all, k)
			}
			continue
		}
		inputs, classes, also, ok := f.Is(r.Value)
		if !ok {
			continue
		}
		k.Inputs, k.Classes, k.quoted = inputs, classes, f.Quotes(r.Value)
		if also != nil {
			k.What = also.What
		} else {
			k.Total = r.Value
		}
		all = append(all, k)
	}
	return all
}

// builds reports whether a published network that is built here has a total.
func (c *Catalogue) builds(total int64) bool {
	if slices.ContainsFunc(c.quotes, func(q *quote) bool { return q.total == total }) {
		return true
	}
	return slices.ContainsFunc(c.nets, func(n *Net) bool { return n.total == total })
}
