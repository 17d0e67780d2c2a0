// Package published holds numbers of parameters as papers, repositories and
// readers have published them, each beside the network it is said of, and judges
// them: what we count, whether it is the same, and if not, why.
//
// Nothing here is taken on trust but the quotation itself. A verdict is checked
// by a test that counts the network anew:
//
//   - [Exact]: the count, rounded or cut off at the digits that are printed, is
//     the printed number, since papers do both; and it is that of the code.
//   - [Explained]: it is not, but the count by a named convention is.
//   - [NotReproduced]: it is not, and we know no convention by which it is.
//   - [NotBuilt]: its network can't be built here. See [Famous].
//
// To add a number, add a row to rows.go: what is printed, where a reader finds
// the line, and the network as settings of an architecture.
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
	Net    config.Text // what the number is said of
	Year   int
	Source config.Source // where it is printed; empty: the paper of the architecture
	Where  config.Text   // in it

	Printed string // "7.76M", "31,030,658", "176.3 MB"; empty where no number is quoted
	// Code is the exact count of the code that goes with it, as it was run or as
	// it says itself; 0 where there is none. CodeSource is empty for the
	// repository of the architecture.
	Code       int64
	CodeSource config.Source

	// Arch and Settings are the network as it is described.
	Arch, Settings string

	Verdict Verdict
	Why     config.Text // of Explained: the convention; else what is worth knowing, or nothing
	By      Convention  // of Explained
}

// A Verdict says what became of a published number.
type Verdict int

// The verdicts.
const (
	Exact Verdict = iota
	Explained
	NotReproduced
	NotBuilt // of a famous total; no row has it
)

// String returns the verdict as attributes and tests name it.
func (v Verdict) String() string {
	return [...]string{"exact", "explained", "not-reproduced", "not-built"}[v]
}

// A Convention is a way of counting by which a number comes out that the network
// as it is described does not have.
type Convention struct {
	Settings string   // changed, as in a preset
	Without  []string // what is left out: kinds of layers, and modules
	Keras    bool     // the running statistics of batch norm are counted too
}

// Rows returns the published numbers.
func Rows() []Row { return rows }

// Number returns the number that is printed; an error where none is.
func (r *Row) Number() (Number, error) { return Read(r.Printed) }

// Config returns the network as it is described.
func (r *Row) Config() (*config.Config, error) {
	return config.New(zoo.Lookup(r.Arch)).With(r.Settings)
}

// Count returns the number of parameters of the network as it is described.
func (r *Row) Count() (int64, error) {
	c, err := r.Config()
	if err != nil {
		return 0, err
	}
	return c.Count()
}

// Reconfigured returns the network that the convention counts; it differs from
// Config where the convention is a setting.
func (r *Row) Reconfigured() (*config.Config, error) {
	c, err := r.Config()
	if err != nil {
		return nil, err
	}
	return c.With(r.By.Settings)
}

// CountBy returns the number that comes about by the convention.
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

// Of returns where the number comes from: its own source, or the paper of the
// architecture.
func (r *Row) Of() config.Source {
	if r.Source.Title != "" {
		return r.Source
	}
	return zoo.Lookup(r.Arch).Sources[0]
}

// OfCode returns where the code comes from.
func (r *Row) OfCode() config.Source {
	if r.CodeSource.Title != "" {
		return r.CodeSource
	}
	s := zoo.Lookup(r.Arch).Sources
	return s[len(s)-1]
}
