// Package budget asks the other way round: how wide, how deep or on how large an image
// may a network be, to stay within a number of parameters, of multiply-accumulates or
// of bytes?
//
// The answer is found by bisection on the engine: networks are built, and counted, with
// values of one setting. All three numbers grow with a width, a depth and a size. Where
// a value makes no network that can be built or run, as a width that groups don't go
// into, the nearest one that does is taken in its place.
package budget

import (
	"strconv"
	"strings"

	"unetparams/counter/config"
	"unetparams/counter/memory"
	"unetparams/counter/number"
)

// A Kind says what there is a budget of.
type Kind int

// The kinds.
const (
	Parameters Kind = iota
	MACs
	Memory // of training, in bytes
)

// A Budget is a limit.
type Budget struct {
	Kind  Kind
	Limit int64
}

// Parse reads a budget as people write it: "5M" is parameters, "20 GMACs"
// multiply-accumulates, "8 GiB" memory. It reports false for anything else.
func Parse(s string) (Budget, bool) {
	s = strings.TrimSpace(s)
	b := Budget{}
	for _, unit := range []string{"MACs", "MAC"} {
		if rest, ok := cutSuffixFold(s, unit); ok {
			s, b.Kind = strings.TrimSpace(rest), MACs
			break
		}
	}
	n, err := number.Parse(s)
	if err != nil || n.Value < 1 || n.Unit == number.Bytes && b.Kind == MACs {
		return Budget{}, false
	}
	if n.Unit == number.Bytes {
		b.Kind = Memory
	}
	b.Limit = n.Value
	return b, true
}

func cutSuffixFold(s, suffix string) (string, bool) {
	if i := len(s) - len(suffix); i > 0 && strings.EqualFold(s[i:], suffix) {
		return s[:i], true
	}
	return s, false
}

// Settings returns the settings of a configuration that a budget can be asked for: its
// width, its depth and, but for parameters, which no size changes, its input size.
func Settings(c *config.Config, k Kind) []*config.Knob {
	var all []*config.Knob
	for _, role := range []config.Role{config.Width, config.Depth} {
		if k := c.ByRole(role); k != nil && k.Kind == config.Number {
			all = append(all, k)
		}
	}
	for _, knob := range c.Knobs {
		if knob.Kind == config.Sizes && k != Parameters {
			return append(all, knob)
		}
	}
	return all
}

// Of returns what a configuration takes of a budget's kind; memory is that of training
// so.
func Of(c *config.Config, k Kind, o memory.Options) (int64, error) {
	if k == Parameters {
		return c.Count()
	}
	net, r, err := c.Build()
	if err != nil {
		return 0, err
	}
	size, err := c.Input()
	if err != nil {
		return 0, err
	}
	t, err := net.Trace(size)
	if err != nil {
		return 0, err
	}
	if k == MACs {
		return t.Total, nil
	}
	m, err := memory.Train(r, t, o)
	return m.Total(), err
}

// far is how many values beside one are tried that makes no network.
const far = 64

// Largest returns a configuration with the largest value of a setting for which a
// budget is kept, and what it takes; false where there is none.
func (b Budget) Largest(c *config.Config, key string, o memory.Options) (*config.Config, int64, bool) {
	s := search{Budget: b, options: o, from: c, key: key}
	k := c.Knob(key)
	if k == nil || k.Kind != config.Number && k.Kind != config.Sizes {
		return nil, 0, false
	}
	lo, hi := k.Min-1, k.Max+1 // up to lo values fit, or make no network; from hi on they don't
	for next := k.Min; lo+1 < hi; {
		mid := lo + (hi-lo)/2
		if hi > k.Max && next < mid {
			mid = next // by doubling at first: networks at the upper end take long
		}
		switch at, fits, found := s.near(mid, lo, hi); {
		case fits:
			lo = at
		case found:
			hi = min(at, mid)
		case s.best != nil:
			hi = mid
		default:
			lo = mid
		}
		next = 2 * max(lo, 1)
	}
	return s.best, s.taken, s.best != nil
}

// A search looks for the largest value.
type search struct {
	Budget
	options memory.Options
	from    *config.Config
	key     string

	best  *config.Config
	at    int64 // its value
	taken int64
}

// near tries the value that is nearest to n of those between lo and hi that make a
// network, smaller ones first, and reports whether it keeps the budget, and whether
// there is one.
func (s *search) near(n, lo, hi int64) (at int64, fits, found bool) {
	for m := n; m > max(lo, n-far); m-- {
		if fits, found := s.try(m); found {
			return m, fits, true
		}
	}
	for m := n + 1; m < min(hi, n+far); m++ {
		if fits, found := s.try(m); found {
			return m, fits, true
		}
	}
	return n, false, false
}

// try builds the network of one value.
func (s *search) try(n int64) (fits, found bool) {
	c := s.from.Clone()
	if c.Set(s.key, strconv.FormatInt(n, 10)) != nil {
		return false, false
	}
	taken, err := Of(c, s.Kind, s.options)
	if err != nil {
		return false, false
	}
	if fits = taken <= s.Limit; fits && n > s.at {
		s.best, s.at, s.taken = c, n, taken
	}
	return fits, true
}
