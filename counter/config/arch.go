package config

import (
	"sync/atomic"

	"unetparams/counter"
)

// A Source says where a network or a number comes from.
type Source struct {
	_ Incomparable

	Title  string // of the paper or the repository
	Year   int
	URL    string
	Commit string // of the repository, where it matters
}

// An Arch is a registered architecture.
type Arch struct {
	ID     string // in links; it never changes
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

	// Of the network that was built last: the next one may be as large.
	size atomic.Pointer[counter.Size]
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

// Register adds an architecture to those that links and search know.
func Register(a *Arch) { archs = append(archs, a) }

// Registered returns the architectures in the order of registration.
func Registered() []*Arch { return archs }
