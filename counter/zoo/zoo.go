// Package zoo holds the architectures: one file each, with its source, its
// knobs and the code that builds it.
//
// # Adding an architecture
//
// Write a struct whose fields are its settings, a function that declares a knob
// for each field, and a Build method that describes the network with package
// counter, and pass them to register. Form, link, validation, tests and help
// read the declaration of the knobs; the page learns of the architecture from
// the registry. Nothing else needs to change.
package zoo

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"unetparams/counter"
)

// A Text is a sentence or a label in the languages of the page.
type Text struct{ EN, ZH string }

// Textf formats both languages with the same arguments.
func Textf(en, zh string, args ...any) Text {
	return Text{fmt.Sprintf(en, args...), fmt.Sprintf(zh, args...)}
}

// A Source says where a network or a number comes from.
type Source struct {
	Title  string // of the paper or the repository
	Year   int
	URL    string
	Commit string // of the repository, where it matters
}

// An Arch is a registered architecture.
type Arch struct {
	ID     string // in links, for ever
	Family Text   // of architectures, which the picker groups by
	Name   Text
	About  Text // one sentence

	// Sources are the paper and the repository; Class is the repository's class
	// that is reproduced, where there is one. Its knobs then have the names and
	// values of the constructor's arguments, "on" and "off" for True and False.
	Sources []Source
	Class   string

	// New returns a model with all knobs at their defaults, after declaring
	// them.
	New func(*Knobs) Model

	steps atomic.Int32 // of the network that was built last: the next one may be as long
}

// A Model is an architecture with its settings.
type Model interface {
	// Check reports settings that contradict each other, as a [*ValueError].
	// The bounds of single knobs are checked by their declaration.
	Check() error
	// Build describes the network. It is called only after Check has passed.
	Build(net *counter.Net)
	// Input returns the size of the input, for shapes and MACs; the error is a
	// [*ValueError]. No count depends on it.
	Input() (counter.Axes, error)
	// ClosedForm returns the base width and the count as a polynomial in it,
	// or counter.ErrNotPolynomial where the settings have no base width.
	ClosedForm() (width int64, p counter.Poly, err error)
}

var archs []*Arch

func register(a *Arch) { archs = append(archs, a) }

// Archs returns the registered architectures, family by family.
func Archs() []*Arch { return sorted() }

var sorted = sync.OnceValue(func() []*Arch {
	families := []Text{familyUNet, familyNested, familyAttention, familyResidual, familyVolumetric, familyMONAI}
	rank := func(a *Arch) int {
		if a.ID == Default {
			return -1
		}
		return slices.Index(families, a.Family)
	}
	slices.SortStableFunc(archs, func(a, b *Arch) int { return rank(a) - rank(b) })
	return archs
})

// Lookup returns the architecture with the given id, or nil.
func Lookup(id string) *Arch {
	for _, a := range archs {
		if a.ID == id {
			return a
		}
	}
	return nil
}

// Default is the architecture of a link that names none.
const Default = "unet"

// A Config is an architecture with a value for each of its knobs.
type Config struct {
	Arch  *Arch
	Knobs []*Knob
	model Model
}

// NewConfig returns an architecture with its defaults.
func NewConfig(a *Arch) *Config {
	var k Knobs
	m := a.New(&k)
	return &Config{a, k.list, m}
}

// Clone returns an independent copy.
func (c *Config) Clone() *Config {
	d := NewConfig(c.Arch)
	for i, k := range c.Knobs {
		if !k.Implied() {
			d.Knobs[i].field.copy(k.field)
		}
	}
	return d
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

// With returns a copy with the given "key=value" settings, which must be valid:
// it serves presets and tests.
func (c *Config) With(settings string) (*Config, error) {
	d := c.Clone()
	for _, s := range strings.Fields(settings) {
		key, value, _ := strings.Cut(s, "=")
		if err := d.Set(key, value); err != nil {
			return nil, err
		}
	}
	return d, nil
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
	net := counter.NewSized(int(c.Arch.steps.Load()))
	c.model.Build(net)
	c.Arch.steps.Store(int32(net.Len()))
	r, err := net.Report()
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
