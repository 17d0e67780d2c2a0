package compare

import (
	"errors"
	"slices"

	"unetparams/counter/config"
)

// steps finds the way from A to B; see the comment of the package.
func steps(a, b *config.Config, total Row) []Step {
	w := path{config: a, n: total.A}
	if a.Arch != b.Arch {
		shared := 0
		for _, s := range common(a, b) {
			shared += len(w.walk([]setting{s}))
		}
		// What only B can set is first left at its default.
		start := config.New(b.Arch)
		for _, k := range start.Knobs {
			if twin := meaning(w.config, k); twin != nil && !k.Implied() {
				_ = k.Set(twin.Get()) // refused: then it is part of a later step
			}
		}
		n, err := start.Count()
		if err != nil || len(differing(start, b)) == 0 {
			start, n = b, total.B
		}
		w.step(start, n, Change{From: a.Arch.ID, To: b.Arch.ID})
		if shared == 0 && start == b {
			return nil
		}
	}
	w.walk(differing(w.config, b))
	if !w.config.Equal(b) { // knobs that follow from each other in a way of their own
		w.finish(b, total.B)
	}
	return w.steps
}

// A setting is a knob of the configuration that changes and its new value.
type setting struct{ key, value string }

// differing lists the knobs that B has set to something else, in the order of
// their declaration. What follows from other knobs is not set.
func differing(a, b *config.Config) []setting {
	var list []setting
	for i, k := range b.Knobs {
		if !k.Implied() && a.Knobs[i].Get() != k.Get() {
			list = append(list, setting{k.Key, k.Get()})
		}
	}
	return list
}

// meaning returns the knob of a configuration that means what a knob of another
// architecture does, or nil. The size of the input is left out: each
// architecture has its own, and no count depends on it.
func meaning(c *config.Config, k *config.Knob) *config.Knob {
	if k.Kind != config.Number || k.Role == config.Uncounted {
		return nil
	}
	if k.Role == config.NoRole {
		if twin := c.Knob(k.Key); isNumber(twin) {
			return twin
		}
		return nil
	}
	for _, twin := range c.Knobs {
		if twin.Role == k.Role && isNumber(twin) {
			return twin
		}
	}
	return nil
}

// isNumber reports whether a knob is a number of its own.
func isNumber(k *config.Knob) bool {
	return k != nil && k.Kind == config.Number && !k.Implied()
}

// common lists A's knobs that mean what one of B does, and B's value.
func common(a, b *config.Config) []setting {
	var list []setting
	for _, k := range a.Knobs {
		if twin := meaning(b, k); twin != nil && !k.Implied() && twin.Get() != k.Get() {
			list = append(list, setting{k.Key, twin.Get()})
		}
	}
	return list
}

// A path is how far one has come from A: a configuration and its count.
type path struct {
	config *config.Config
	n      int64
	steps  []Step
}

func (w *path) step(to *config.Config, n int64, changes ...Change) {
	w.steps = append(w.steps, Step{changes, Row{w.n, n}})
	w.config, w.n = to, n
}

// walk makes the settings one by one, in their order as far as every network on
// the way can be built. It returns the steps it made; settings that can't be
// made at all are left out.
func (w *path) walk(todo []setting) []Step {
	from := len(w.steps)
	for len(todo) > 0 {
		i := slices.IndexFunc(todo, func(s setting) bool { return w.try(s) })
		if i >= 0 {
			todo = slices.Delete(todo, i, i+1)
			continue
		}
		group := w.together(todo)
		if group == nil {
			break
		}
		todo = slices.DeleteFunc(todo, func(s setting) bool { return slices.Contains(group, s) })
	}
	return w.steps[from:]
}

// together finds settings that can only be made at once and makes them: the
// smallest group that begins with one of them and grows by what its error names,
// or else all.
func (w *path) together(todo []setting) []setting {
	best := todo
	for _, s := range todo {
		group := []setting{s}
		for len(group) < len(best) {
			c, err := w.with(group)
			if err == nil {
				_, err = c.Count()
			}
			if err == nil {
				best = group
				break
			}
			var e *config.ValueError
			if !errors.As(err, &e) {
				break
			}
			i := slices.IndexFunc(todo, func(s setting) bool { return s.key == e.Key })
			if i < 0 || slices.Contains(group, todo[i]) {
				break
			}
			group = append(group, todo[i])
		}
	}
	if !w.try(best...) {
		return nil
	}
	return best
}

// try makes settings in one step, if the network can be built.
func (w *path) try(group ...setting) bool {
	c, err := w.with(group)
	if err != nil {
		return false
	}
	n, err := c.Count()
	if err != nil {
		return false
	}
	var changes []Change
	for _, s := range group {
		changes = append(changes, Change{c.Knob(s.key), w.config.Knob(s.key).Get(), s.value})
	}
	w.step(c, n, changes...)
	return true
}

// with returns the present configuration with settings made.
func (w *path) with(group []setting) (*config.Config, error) {
	c := w.config.Clone()
	for _, s := range group {
		if err := c.Set(s.key, s.value); err != nil {
			return nil, err
		}
	}
	for _, s := range group { // none may have undone another
		if c.Knob(s.key).Get() != s.value {
			return nil, errUndone
		}
	}
	return c, nil
}

var errUndone = errors.New("one setting undoes another")

// finish makes whatever still differs in one step.
func (w *path) finish(b *config.Config, n int64) {
	var changes []Change
	for i, k := range b.Knobs {
		if from := w.config.Knobs[i].Get(); from != k.Get() {
			changes = append(changes, Change{k, from, k.Get()})
		}
	}
	w.step(b, n, changes...)
}
