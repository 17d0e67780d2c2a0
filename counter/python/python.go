// Package python holds what the writers of Python files have in common: names,
// numbers, comments, and which numbers of a repeated block are its arguments.
package python

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"unetparams/counter"
)

var keywords = strings.Fields("False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield")

// Identifier returns an error for what is no Python name.
func Identifier(s string) error {
	for i, r := range s {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			return fmt.Errorf("%q is no Python name", s)
		}
	}
	if s == "" || slices.Contains(keywords, s) {
		return fmt.Errorf("%q is no Python name", s)
	}
	return nil
}

// A Namer gives out names, each once. Its map holds those that are taken.
type Namer map[string]bool

// Fresh returns the name, with a number behind sep if it is taken.
func (n Namer) Fresh(base, sep string) string {
	name := base
	for i := 2; n[name]; i++ {
		name = fmt.Sprint(base, sep, i)
	}
	n[name] = true
	return name
}

// A Call is a line of a function: values in, values out. Base is what its
// results could be called.
type Call struct {
	In, Out []int
	Base    string
}

// Variables names the values of a function: its parameters, as suggested or x,
// what its calls make, and, for what nothing uses, "_". What only the next line
// takes is called x, so that a chain reads as one.
func Variables(taken Namer, params []int, suggested []string, calls []Call, results []int) map[int]string {
	names := map[int]string{}
	holder := -1 // the value that is called x
	for n, i := range params {
		names[i] = "x"
		if n < len(suggested) && Identifier(suggested[n]) == nil {
			names[i] = suggested[n]
		}
		if names[i] = taken.Fresh(names[i], "_"); names[i] == "x" {
			holder = i
		}
	}
	last := map[int]int{} // by value: the call that uses it last
	for n, c := range calls {
		for _, i := range c.In {
			last[i] = n
		}
	}
	for _, i := range results {
		last[i] = len(calls)
	}
	for n, c := range calls {
		for _, value := range c.Out {
			end, used := last[value]
			switch {
			case !used:
				names[value] = "_"
			case len(c.Out) == 1 && end == n+1 && (holder < 0 || last[holder] <= n):
				names[value], holder = "x", value
			default:
				names[value] = taken.Fresh(c.Base, "_")
			}
		}
	}
	return names
}

// Comment returns lines as comments, and keeps them comments, whatever is
// in them.
func Comment(lines []string) string {
	var b strings.Builder
	for _, line := range lines {
		fmt.Fprintln(&b, strings.TrimRight("# "+strings.Map(printable, line), " "))
	}
	return b.String()
}

func printable(r rune) rune {
	if r < ' ' || r == '\u2028' || r == '\u2029' || r == '\u0085' {
		return ' '
	}
	return r
}

// Axes writes one number for all axes, or a tuple.
func Axes(a counter.Axes, nd int) string {
	same := true
	parts := make([]string, nd)
	for i := range nd {
		parts[i] = fmt.Sprint(a[i])
		same = same && a[i] == a[0]
	}
	if same {
		return parts[0]
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

// Option returns ", name=value" unless the axes are all zero or the default.
func Option(name string, a counter.Axes, nd int, standard int64) string {
	plain := true
	for i := range nd {
		if a[i] == 0 {
			a[i] = standard
		}
		plain = plain && a[i] == standard
	}
	if plain {
		return ""
	}
	return ", " + name + "=" + Axes(a, nd)
}

// Off returns ", name=False" unless b, for what is on by default.
func Off(name string, b bool) string {
	if b {
		return ""
	}
	return ", " + name + "=False"
}

// Number writes a number as Python groups it: 7_765_442.
func Number(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "_" + s[i:]
	}
	return s
}
