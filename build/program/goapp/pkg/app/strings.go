//go:build lean

package app

import (
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// toString supports no other types: components format all other values.
func toString(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case bool:
		return strconv.FormatBool(v)
	case nil:
		return ""
	}
	panic("app: neither a string nor a number nor a bool")
}

func toPath(v ...any) string {
	var b strings.Builder
	for _, o := range v {
		if s := toString(o); s != "" {
			b.WriteByte('/')
			b.WriteString(s)
		}
	}
	return b.String()
}

func writeIndent(w io.Writer, indent int) {}

// same reports whether a component's field is unchanged. go-app uses
// reflect.DeepEqual, which follows pointers and compares maps. Here values that are not
// comparable count as changed, except for lists of comparable values.
func same(a, b any) bool {
	if x, ok := a.([]any); ok {
		y, ok := b.([]any)
		return ok && slices.EqualFunc(x, y, same)
	}
	return reflect.ValueOf(a).Comparable() && a == b
}
