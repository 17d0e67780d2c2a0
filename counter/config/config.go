package config

import (
	"errors"
	"slices"
	"strings"

	"unetparams/counter"
)

// A Config is an architecture with a value for each of its knobs.
type Config struct {
	Arch  *Arch
	Knobs []*Knob
	fixed []fixedRole
	model Model
}

// New returns an architecture with its defaults.
func New(a *Arch) *Config {
	var k Knobs
	m := a.New(&k)
	return &Config{Arch: a, Knobs: k.list, fixed: k.fixed, model: m}
}

// Clone returns an independent copy.
func (c *Config) Clone() *Config {
	d := New(c.Arch)
	d.Assign(c)
	return d
}

// Assign gives c the values of another configuration of the same architecture. A search
// tries many settings in one configuration, which costs less than as many clones.
func (c *Config) Assign(from *Config) {
	for i, k := range from.Knobs {
		if !k.Implied() {
			c.Knobs[i].field.copy(k.field)
		}
	}
}

// Knob returns the knob with the given key, or nil.
func (c *Config) Knob(key string) *Knob {
	for _, k := range c.Knobs {
		if k.Key == key {
			return k
		}
	}
	return nil
}

// Set sets a knob; the error is a [*ValueError].
func (c *Config) Set(key, value string) error {
	k := c.Knob(key)
	if k == nil {
		return &ValueError{Key: key, Value: value, Text: Textf(
			"there is no setting called %q", "没有名为 %q 的设置", key)}
	}
	return k.Set(value)
}

// Make returns an architecture with the given "key=value" settings, which must be valid:
// it serves presets and tests.
func Make(a *Arch, settings string) (*Config, error) { return New(a).with(settings) }

// With returns a copy with further settings, as [Make] takes them.
func (c *Config) With(settings string) (*Config, error) { return c.Clone().with(settings) }

func (c *Config) with(settings string) (*Config, error) {
	for _, s := range strings.Fields(settings) {
		key, value, _ := strings.Cut(s, "=")
		if err := c.Set(key, value); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// Equal reports whether two configurations are the same.
func (c *Config) Equal(d *Config) bool {
	if c.Arch != d.Arch {
		return false
	}
	for i, k := range c.Knobs {
		if k.Get() != d.Knobs[i].Get() {
			return false
		}
	}
	return true
}

// Edited reports whether published code has been changed; see [Knob.Edits].
func (c *Config) Edited() bool {
	return slices.ContainsFunc(c.Knobs, func(k *Knob) bool { return k.Edit && k.Changed() })
}

// SameNet reports whether two configurations describe the same network: nothing
// but the size of the input may differ.
func (c *Config) SameNet(d *Config) bool {
	if c.Arch != d.Arch {
		return false
	}
	for i, k := range c.Knobs {
		if k.Kind != Sizes && k.Get() != d.Knobs[i].Get() {
			return false
		}
	}
	return true
}

// Check reports settings that contradict each other, as a [*ValueError].
func (c *Config) Check() error { return c.model.Check() }

// Build describes the network and counts it. The error is a [*ValueError], also
// where a count is too large; then it names the level and a value that works.
func (c *Config) Build() (*counter.Net, *counter.Report, error) {
	net, r, err := c.build()
	var e *counter.Error
	if errors.As(err, &e) {
		return nil, nil, c.explain(e)
	}
	return net, r, err
}

func (c *Config) build() (*counter.Net, *counter.Report, error) {
	if err := c.Check(); err != nil {
		return nil, nil, err
	}
	var expected counter.Size
	if last := c.Arch.size.Load(); last != nil {
		expected = *last
	}
	net := counter.NewSized(expected)
	c.model.Build(net)
	r, err := net.Report()
	if size := net.Size(); err == nil && size != expected {
		c.Arch.size.Store(&size)
	}
	return net, r, err
}

// Count returns the number of learnable parameters, and records nothing else: a
// search asks for it very often. The error is as in Build.
func (c *Config) Count() (int64, error) {
	n, err := c.count()
	var e *counter.Error
	if errors.As(err, &e) {
		return 0, c.explain(e)
	}
	return n, err
}

func (c *Config) count() (int64, error) {
	if err := c.Check(); err != nil {
		return 0, err
	}
	return counter.Count(c.model.Build)
}

// Input returns the size of the input; see [Model].
func (c *Config) Input() (counter.Axes, error) { return c.model.Input() }

// ClosedForm returns the count as a polynomial; see [Model].
func (c *Config) ClosedForm() (width int64, p counter.Poly, err error) {
	if err := c.Check(); err != nil {
		return 0, counter.Poly{}, err
	}
	return c.model.ClosedForm()
}
