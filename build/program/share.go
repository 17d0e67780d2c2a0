package program

import (
	"cmp"
	"compress/gzip"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"

	"unetparams/build/wasm"
)

// A Share is the code of one package, or of one function, in a program.
type Share struct {
	Name      string
	Functions int
	Bytes     int
	// Gzip is the size of the code when it is compressed, share by share with one
	// compressor. It is an estimate, because code that two shares have in common counts
	// for the larger one.
	Gzip int
}

// Shares divides the code of a program, as the linker wrote it, by what a function gives
// for the name of each function, such as [PackageOf]; it leaves out those for which that
// is empty. The largest share comes first; the total has no name.
func Shares(linked []byte, by func(function string) string) (shares []Share, total Share, err error) {
	m, err := wasm.Parse(linked)
	if err != nil {
		return nil, Share{}, err
	}
	memory, err := m.Memory()
	if err != nil {
		return nil, Share{}, err
	}
	table, err := wasm.FindTable(memory)
	if err != nil {
		return nil, Share{}, err
	}
	if err := m.Shorten(); err != nil { // as it is shipped
		return nil, Share{}, err
	}
	bodies, err := m.Functions()
	if err != nil {
		return nil, Share{}, err
	}
	groups := map[string][][]byte{}
	for _, f := range table.Funcs {
		if f.Index >= len(bodies) {
			return nil, Share{}, fmt.Errorf("%s has no body", f.Name)
		}
		if name := by(f.Name); name != "" {
			groups[name] = append(groups[name], bodies[f.Index])
		}
	}
	shares, total = measure(groups)
	return shares, total, nil
}

// measure sums up the groups, the largest first.
func measure(groups map[string][][]byte) (shares []Share, total Share) {
	for name, bodies := range groups {
		s := Share{Name: name, Functions: len(bodies)}
		for _, b := range bodies {
			s.Bytes += len(b)
		}
		shares = append(shares, s)
		total.Bytes += s.Bytes
		total.Functions += s.Functions
	}
	slices.SortFunc(shares, func(a, b Share) int {
		return cmp.Or(cmp.Compare(b.Bytes, a.Bytes), cmp.Compare(a.Name, b.Name))
	})
	var written counter
	z, _ := gzip.NewWriterLevel(&written, gzip.BestCompression) // the level is valid
	for i, s := range shares {
		before := int(written)
		for _, b := range groups[s.Name] {
			z.Write(b) // can't fail: it writes to a counter
		}
		z.Flush()
		shares[i].Gzip = int(written) - before
		total.Gzip += shares[i].Gzip
	}
	return shares, total
}

// A counter is a writer that only counts.
type counter int

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}

// PackageOf returns the import path in a function's name in the function table:
// path/of/package.(*Type).Method, package.Generic[...], and type:.eq.… for functions
// that the compiler adds.
func PackageOf(name string) string {
	if strings.HasPrefix(name, "type:") || strings.HasPrefix(name, "go:") {
		return "(made by the compiler)"
	}
	path := name
	if i := strings.IndexByte(path, '['); i >= 0 { // may contain other packages' types
		path = path[:i]
	}
	if i := strings.Index(path, ".("); i >= 0 { // the receiver of a promoted method, too
		path = path[:i+1]
	}
	slash := strings.LastIndexByte(path, '/') + 1
	pkg, _, found := strings.Cut(path[slash:], ".")
	if !found {
		return "(assembly)"
	}
	// A dot in the last element of a path is escaped.
	return path[:slash] + strings.ReplaceAll(pkg, "%2e", ".")
}

//go:embed share.txt
var shareText string

// A shareBudget limits the code of packages: all whose paths begin with one of the
// prefixes, unless a longer prefix of another line does.
type shareBudget struct {
	most     int // compressed, in bytes
	prefixes []string
}

// shareBudgets parses a text such as share.txt.
func shareBudgets(text string) (list []shareBudget, err error) {
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		var b shareBudget
		if _, err := fmt.Sscan(fields[0], &b.most); err != nil || len(fields) < 2 {
			return nil, fmt.Errorf("share.txt: %q is no budget", strings.TrimSpace(line))
		}
		b.prefixes = fields[1:]
		list = append(list, b)
	}
	return list, nil
}

// CheckShares returns a table of what the packages of the page's program weigh, with the
// budgets of share.txt, and an error if one is exceeded. The program is as the linker
// wrote it.
func CheckShares(linked []byte) (table string, err error) {
	list, err := shareBudgets(shareText)
	if err != nil {
		return "", err
	}
	shares, total, err := Shares(linked, func(function string) string { return budgetOf(list, PackageOf(function)) })
	if err != nil {
		return "", err
	}
	return spent(list, shares, total)
}

// budgetOf returns the first prefix of the line that a package counts for, or "" if
// there is none.
func budgetOf(list []shareBudget, pkg string) (name string) {
	longest := -1
	for _, b := range list {
		for _, prefix := range b.prefixes {
			rest, ok := strings.CutPrefix(pkg, prefix)
			if ok = ok && (rest == "" || rest[0] == '/') || prefix == "…"; !ok {
				continue
			}
			length := len(prefix)
			if prefix == "…" { // all others
				length = 0
			}
			if length > longest {
				longest, name = length, b.prefixes[0]
			}
		}
	}
	return name
}

// spent returns the table of what was spent of each budget.
func spent(list []shareBudget, shares []Share, total Share) (table string, err error) {
	var t strings.Builder
	var over []error
	fmt.Fprintf(&t, "\n%-44s %10s %10s %10s\n", "code of the page's program", "bytes", "gzip", "of at most")
	for _, s := range shares {
		i := slices.IndexFunc(list, func(b shareBudget) bool { return b.prefixes[0] == s.Name })
		fmt.Fprintf(&t, "%-44s %10d %10d %10d\n", s.Name, s.Bytes, s.Gzip, list[i].most)
		if s.Gzip > list[i].most {
			over = append(over, fmt.Errorf("%s weighs %d bytes of the page's program, and build/program/share.txt allows %d",
				s.Name, s.Gzip, list[i].most))
		}
	}
	fmt.Fprintf(&t, "%-44s %10d %10d\n", "all", total.Bytes, total.Gzip)
	return t.String(), errors.Join(over...)
}
