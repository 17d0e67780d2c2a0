package diagram

import (
	"strconv"

	"unetparams/counter"
)

// The height of a line of text above and below its baseline, relative to its font
// size.
const (
	ascent  = 0.96
	descent = 0.28
)

// textWidth returns an upper bound for the width of a text: the page uses the
// system's font, and DejaVu Sans is the widest in common use, so these are its
// widths.
func textWidth(s string, size float64, bold bool) float64 {
	w := 0.0
	for _, c := range s {
		w += runeWidth(c)
	}
	if bold {
		w *= 1.1
	}
	return w * size
}

func runeWidth(c rune) float64 {
	switch {
	case c >= '0' && c <= '9':
		return 0.64
	case c == ' ' || c == ',' || c == '.' || c == '·' || c == ':' || c == ';' || c == '\'':
		return 0.34
	case c == 'i' || c == 'j' || c == 'l' || c == 'I' || c == '|':
		return 0.3
	case c == 'f' || c == 't' || c == 'r' || c == '(' || c == ')' || c == '-' || c == '/':
		return 0.42
	case c == 'm' || c == 'w' || c == 'M' || c == 'W' || c == '%' || c == '@':
		return 1
	case c == '²' || c == '³' || c == '¹' || c == '₂' || c >= '⁰' && c <= '⁹':
		return 0.42
	case c >= 'a' && c <= 'z':
		return 0.64
	case c >= 0x2e80:
		return 1
	}
	return 0.84
}

// sizeText formats the sizes of a shape: 256², 256×192; "" if they are unknown.
func sizeText(s counter.Shape) string {
	if s.ND == 0 || !s.Known() {
		return ""
	}
	equal := true
	for _, n := range s.Sizes() {
		equal = equal && n == s.Size[0]
	}
	if equal {
		return strconv.FormatInt(s.Size[0], 10) + [...]string{"", "", "²", "³"}[s.ND]
	}
	return joinSizes(s, "×")
}

func joinSizes(s counter.Shape, sep string) string {
	b := make([]byte, 0, 32)
	for i, n := range s.Sizes() {
		if i > 0 {
			b = append(b, sep...)
		}
		b = strconv.AppendInt(b, n, 10)
	}
	return string(b)
}

// label describes a stage in one line, for screen readers and tooltips.
func label(w *Words, row *counter.StageRow, q Quantity, out counter.Shape) string {
	s := w.Stage(row.Stage) + ": " + q.Value + " " + w.Parameters +
		", " + both(q.Share, ", ", w.Number(out.C)+" "+w.Channels(out.C))
	if out.ND > 0 && out.Known() {
		s += ", " + joinSizes(out, " × ")
	}
	return s
}

// both joins two texts with another one between them; without the first it is the second.
func both(first, between, second string) string {
	if first == "" {
		return second
	}
	return first + between + second
}
