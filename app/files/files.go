// Package files writes a counted network down for elsewhere: its tables as CSV,
// Markdown and LaTeX, all of it as JSON, and its derivation as Markdown and
// LaTeX. The picture is a file of package
// diagram's.
//
// Every file says which network it is of, by a link that opens it, and what was
// counted. Its numbers are those of the report; the writers only lay them out.
// They trust no text they are given: none leaves its place in any format, and
// none becomes a formula in a spreadsheet.
//
// CSV and JSON are for programs and say the same in every language of the page,
// but for the network's name and the conventions. Markdown and LaTeX are for
// people.
package files

import (
	"strconv"
	"strings"

	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/memory"
)

// A Net is a network and what is said of it.
type Net struct {
	Config *config.Config
	Report *counter.Report
	Trace  *counter.Trace // nil where there are no shapes

	Run memory.Options // how it is run

	Width int64        // of the closed form
	Form  counter.Poly // Den is 0 where there is none

	Name        string // of the configuration
	Total       string // "7,765,442 learnable parameters"
	Conventions string // what was counted
	Link        string // to the configuration, a whole address

	Words Words
	lang  text.Lang
}

// note is the line that says what was counted.
func (n *Net) note() string { return n.Words.Counted + n.Words.Colon + n.Conventions }

// Words holds the texts of the files, in the reader's language. They are escaped
// where they are written, and need not be.
type Words struct {
	Chinese bool // LaTeX needs other means then

	Number func(int64) string             // 7,765,442
	Share  func(part, whole int64) string // 30.4 %
	Stage  func(counter.Stage) string     // Encoder 1
	Layer  func(counter.Layer) string     // Convolution 3×3
	Reason func(counter.Layer) string     // why it has no parameters
	Shape  func(counter.Shape) string     // 32×256×256
	Runs   func(int) string               // runs 3 times

	Name, Kind, Dims, StageTitle, How, Output, Parameters, ShareTitle, Buffers, Remark string // columns
	Activations, Saved, Field                                                          string // columns
	Sum, Shared, Unused, Again, NeverRun                                               string
	Tools                                                                              string // before what other tools print

	Counted, Derivation, StageSum, TotalTitle, ClosedForm, Colon, Comma string

	Symbols string // what the formulas are made of; symbols stand between back quotes

	TableNote, DocNote string // comments of a LaTeX file
}

// A Format is a way of writing.
type Format int

// The formats of tables; derivations have the last two.
const (
	CSV Format = iota
	Markdown
	LaTeX
)

// join writes numbers with something between them.
func join(ns []int64, sep string) string {
	var b strings.Builder
	for i, n := range ns {
		if i > 0 {
			b.WriteString(sep)
		}
		b.WriteString(strconv.FormatInt(n, 10))
	}
	return b.String()
}

// shapeData writes channels and sizes for programs: 32x256x256.
func shapeData(s counter.Shape) string {
	if !s.Known() {
		return strconv.FormatInt(s.C, 10)
	}
	return join(append([]int64{s.C}, s.Sizes()...), "x")
}

func lengths(t counter.Tensor) []int64 {
	ns := make([]int64, len(t.Dims))
	for i, d := range t.Dims {
		ns[i] = d.N
	}
	return ns
}

// product writes a formula: its symbols or its numbers, with the given signs.
func product(f counter.Formula, factor func(counter.Dim) string, number func(int64) string, times, plus string) string {
	var b strings.Builder
	for i, t := range f {
		if i > 0 {
			b.WriteString(plus)
		}
		if t.Times != 1 || len(t.Dims) == 0 {
			b.WriteString(number(t.Times))
			if len(t.Dims) > 0 {
				b.WriteString(times)
			}
		}
		for j, d := range t.Dims {
			if j > 0 {
				b.WriteString(times)
			}
			b.WriteString(factor(d))
		}
	}
	return b.String()
}

// plain writes a number for programs.
func plain(n int64) string { return strconv.FormatInt(n, 10) }

// symbol returns a function that writes an axis by its symbol, or else by its
// length.
func symbol(number func(int64) string) func(counter.Dim) string {
	return func(d counter.Dim) string {
		if d.Sym == "" {
			return number(d.N)
		}
		return d.Sym
	}
}

// length returns a function that writes an axis by its length.
func length(number func(int64) string) func(counter.Dim) string {
	return func(d counter.Dim) string { return number(d.N) }
}

// Address returns a link as every format can hold it: what no address may have
// is percent-encoded. It reports whether it is one that can be followed.
func Address(link string) (string, bool) {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for _, c := range []byte(link) {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~:/?#@!$&()*+,;=%", c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	s := b.String()
	return s, strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")
}
