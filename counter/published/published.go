// Package published holds numbers of parameters as papers, repositories and
// readers have published them, each with the network it belongs to, and a verdict:
// whether our count is the same and, if not, why.
//
// Only the quotation itself is taken on trust. A test counts every network and
// checks its verdict:
//
//   - [Exact]: the count, rounded or truncated to the printed digits, is the
//     printed number, since papers do both; and it is that of the code.
//   - [Explained]: it is not, but the count under a named convention is.
//   - [NotReproduced]: it is not, and we know no convention under which it is.
//   - [NotBuilt]: its network can't be built here. See [Famous].
//
// To add a number, add a row to rows.go: the printed number, where to find it, and
// the network as settings of an architecture.
package published

import (
	"slices"
	"strings"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// A Row is one published number.
type Row struct {
	ID     string      // of the row, for links into the page
	Net    config.Text // the network
	Year   int
	Source config.Source // where it is printed; empty: the paper of the architecture
	Where  config.Text   // the place in the source

	Printed string // "7.76M", "31,030,658", "176.3 MB"; empty if no number is quoted
	// Code is the exact count of the accompanying code, measured or as stated in the
	// code; 0 if there is none. CodeSource is empty for the repository of the
	// architecture.
	Code       int64
	CodeSource config.Source

	// Arch and Settings describe the network.
	Arch, Settings string

	Verdict Verdict
	Why     config.Text // for Explained, the convention; otherwise a remark or empty
	By      Convention  // for Explained
}

// A Verdict says whether a published number is that of its network.
type Verdict int

// The verdicts.
const (
	Exact Verdict = iota
	Explained
	NotReproduced
	NotBuilt // for a [Famous] total; no row has it
)

// String returns the name of the verdict in attributes and tests.
func (v Verdict) String() string {
	return [...]string{"exact", "explained", "not-reproduced", "not-built"}[v]
}

// A Convention is a way of counting that gives another number than the parameters of
// the described network.
type Convention struct {
	Settings string   // changed settings, as in a preset
	Without  []string // kinds of layers and modules that are not counted
	Keras    bool     // also counts the running statistics of batch norm
}

// Rows returns the published numbers.
func Rows() []Row { return rows }

// Number returns the printed number, or an error if there is none.
func (r *Row) Number() (Number, error) { return Read(r.Printed) }

// Config returns the configuration of the network.
func (r *Row) Config() (*config.Config, error) {
	return config.Make(zoo.Lookup(r.Arch), r.Settings)
}

// Count returns the number of parameters of the network.
func (r *Row) Count() (int64, error) {
	c, err := r.Config()
	if err != nil {
		return 0, err
	}
	return c.Count()
}

// Reconfigured returns the configuration of the network that the convention counts,
// which differs from [Row.Config] if the convention changes settings.
func (r *Row) Reconfigured() (*config.Config, error) {
	c, err := r.Config()
	if err != nil {
		return nil, err
	}
	return c.With(r.By.Settings)
}

// CountBy returns the number of parameters under the convention.
func (r *Row) CountBy() (int64, error) {
	c, err := r.Reconfigured()
	if err != nil {
		return 0, err
	}
	_, report, err := c.Build()
	if err != nil {
		return 0, err
	}
	n := report.Learnable
	for _, l := range report.Layers {
		if slices.Contains(r.By.Without, l.Layer.Kind()) || slices.ContainsFunc(r.By.Without, func(m string) bool {
			return l.Path == m || strings.HasPrefix(l.Path, m+".")
		}) {
			n -= l.Learnable
		}
	}
	if r.By.Keras {
		n += report.RunningStats()
	}
	return n, nil
}

// Of returns the source of the number: its own, or the paper of the architecture.
func (r *Row) Of() config.Source {
	if r.Source.Title != "" {
		return r.Source
	}
	return zoo.Lookup(r.Arch).Sources[0]
}

// OfCode returns the source of the code.
func (r *Row) OfCode() config.Source {
	if r.CodeSource.Title != "" {
		return r.CodeSource
	}
	s := zoo.Lookup(r.Arch).Sources
	return s[len(s)-1]
}
