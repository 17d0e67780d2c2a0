package state

import (
	"strings"

	"unetparams/counter/config"
	"unetparams/counter/number"
)

// Canonical returns what a person typed into a knob's field the way links write
// it: full-width characters, thousands separators, spaces and powers of ten are
// understood. What can't be understood is returned as it is, for the knob to
// refuse.
func Canonical(k *config.Knob, typed string) string {
	s := strings.TrimSpace(strings.Map(number.HalfWidth, typed))
	switch k.Kind {
	case config.Number:
		return number.Plain(s)
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

func plainNumbers(parts []string, sep string) string {
	for i, p := range parts {
		parts[i] = number.Plain(p)
	}
	return strings.Join(parts, sep)
}
