package compare

import (
	"errors"
	"slices"

	"unetparams/counter/config"
)

// steps finds the steps from A to B; see the package comment.
func steps(a, b *config.Config, total Row) []Step {
	w := path{config: a, n: total.A}
	if a.Arch != b.Arch {
		shared := 0
		for _, s := range common(a, b) {
			shared += len(w.walk([]setting{s}))
		}
		// Settings that only B has start at their defaults.
		start := config.New(b.Arch)
		for _, k := range start.Knobs {
			if twin := meaning(w.config, k); twin != nil && !k.Implied() {
				_ = k.Set(twin.Get()) // if it is rejected, it becomes part of a later step
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
	if !w.config.Equal(b) { // knobs that depend on each other in unusual ways
		w.finish(b, total.B)
	}
	return w.steps
}

// A setting is a knob to change and its new value.
type setting struct{ key, value string }

// differing lists the knobs that have another value in B, in the order of their
// declaration, except for those that follow from other knobs.
func differing(a, b *config.Config) []setting {
	var list []setting
	for i, k := range b.Knobs {
		if !k.Implied() && a.Knobs[i].Get() != k.Get() {
			list = append(list, setting{k.Key, k.Get()})
		}
	}
	return list
}

// meaning returns the knob of a configuration that has the same meaning as a knob of
// another architecture, or nil. The size of the input is excluded: each architecture
// has its own default, and no count depends on it.
func meaning(c *config.Config, k *config.Knob) *config.Knob {
	if !isNumber(k) || k.Role == config.Uncounted {
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

// isNumber reports whether a knob is a number that does not follow from others, and
// no edit of published code that nobody has made.
func isNumber(k *config.Knob) bool {
	return k != nil && k.Kind == config.Number && !k.Implied() && (!k.Edit || k.Changed())
}

// common lists A's knobs that have the same meaning as one of B's but another value,
// with B's value.
func common(a, b *config.Config) []setting {
	var list []setting
	for _, k := range a.Knobs {
		if twin := meaning(b, k); twin != nil && !k.Implied() && twin.Get() != k.Get() {
			list = append(list, setting{k.Key, twin.Get()})
		}
	}
	return list
}

// A path is a sequence of steps from A to a configuration with its count.
type path struct {
	config *config.Config
	n      int64
	steps  []Step
}

func (w *path) step(to *config.Config, n int64, changes ...Change) {
	w.steps = append(w.steps, Step{changes, Row{w.n, n}})
	w.config, w.n = to, n
}

// walk changes the settings one by one, in order unless an intermediate network
// can't be built. It returns the steps it took; settings that can't be changed at
// all are skipped.
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

// together finds settings that can only be changed together, changes them, and
// returns them: the smallest group that starts with one of them and grows by the
// settings that errors name, or else all of them. It returns nil if that fails.
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

// try changes settings in one step, and reports whether the network can be built.
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

// with returns a copy of the current configuration with the settings changed.
func (w *path) with(group []setting) (*config.Config, error) {
	c := w.config.Clone()
	for _, s := range group {
		if err := c.Set(s.key, s.value); err != nil {
			return nil, err
		}
	}
	for _, s := range group { // one may have undone another
		if c.Knob(s.key).Get() != s.value {
			return nil, errUndone
		}
	}
	return c, nil
}

var errUndone = errors.New("one setting undoes another")

// finish changes everything that still differs in one step.
func (w *path) finish(b *config.Config, n int64) {
	var changes []Change
	for i, k := range b.Knobs {
		if from := w.config.Knobs[i].Get(); from != k.Get() {
			changes = append(changes, Change{k, from, k.Get()})
		}
	}
	w.step(b, n, changes...)
}
