package state

import (
	"strings"

	"unetparams/counter/config"
)

// Canonical returns what a person typed into a knob's field the way links write
// it: full-width characters, thousands separators, spaces and powers of ten are
// understood. What can't be understood is returned as it is, for the knob to
// refuse.
func Canonical(k *config.Knob, typed string) string {
	s := strings.TrimSpace(strings.Map(HalfWidth, typed))
	switch k.Kind {
	case config.Number:
		return plainNumber(s)
	case config.Numbers:
		return plainNumbers(strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",;、 ", r) }), ",")
	case config.Sizes:
		return plainNumbers(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return strings.ContainsRune("x×*, ", r) }), "x")
	case config.SizeLists:
		parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",;、 ", r) })
		for i, part := range parts {
			parts[i] = plainNumbers(strings.FieldsFunc(strings.ToLower(part), func(r rune) bool { return strings.ContainsRune("x×*", r) }), "x")
		}
		return strings.Join(parts, ",")
	}
	return s
}

// HalfWidth maps the full-width forms that Chinese and Japanese keyboards
// produce to ASCII, and every kind of space to a plain one.
func HalfWidth(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '\u3000' || r == '\u00a0' || r == '\u2009' || r == '\u202f' || r == '\t':
		return ' '
	case r == '✕' || r == '✖':
		return '×'
	}
	return r
}

func plainNumbers(parts []string, sep string) string {
	for i, p := range parts {
		parts[i] = plainNumber(p)
	}
	return strings.Join(parts, sep)
}

// number returns plain digits for "1 024", "1,024", "1'024", "1_024", "1e3" and
// "1.5e3"; anything else as it is.
func plainNumber(s string) string {
	mantissa, exponent, scientific := strings.Cut(strings.ToLower(s), "e")
	digits, ok := ungroup(mantissa)
	if !ok {
		return s
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	shift := 0
	if scientific {
		exponent = strings.TrimPrefix(exponent, "+")
		if len(exponent) != 1 && len(exponent) != 2 || strings.Trim(exponent, "0123456789") != "" {
			return s
		}
		for _, d := range exponent {
			shift = shift*10 + int(d-'0')
		}
		if shift > 18 {
			return s
		}
	}
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > shift || strings.Trim(whole+fraction, "0123456789") != "" {
		return s
	}
	all := strings.TrimLeft(whole+fraction+strings.Repeat("0", shift-len(fraction)), "0")
	if all == "" && whole+fraction != "" {
		return "0"
	}
	return all
}

// ungroup removes separators of thousands. A separator anywhere else is no
// separator: "1,5" is not 15.
func ungroup(s string) (string, bool) {
	head, tail, _ := strings.Cut(s, ".")
	groups := strings.FieldsFunc(head, func(r rune) bool { return strings.ContainsRune(", '’_", r) })
	for i, g := range groups {
		if i > 0 && len(g) != 3 || len(g) > 40 {
			return "", false
		}
	}
	if strings.Contains(s, ".") {
		return strings.Join(groups, "") + "." + tail, true
	}
	return strings.Join(groups, ""), len(groups) > 0
}
