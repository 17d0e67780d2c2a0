// Package texttest checks tables of sentences.
package texttest

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"unetparams/counter/config"
)

// Walk reports every text in a value (of structs, arrays, slices and maps) that
// lacks a language, or whose languages have other places to fill in. Name is
// that of the table.
func Walk(t *testing.T, name string, table any) {
	t.Helper()
	walk(t, name, reflect.ValueOf(table))
}

func walk(t *testing.T, path string, v reflect.Value) {
	t.Helper()
	if text, ok := v.Interface().(config.Text); ok {
		if text.EN == "" || text.ZH == "" {
			t.Errorf("%s lacks a language: %+v", path, text)
		}
		if strings.Count(text.EN, "%") != strings.Count(text.ZH, "%") {
			t.Errorf("%s: places differ: %+v", path, text)
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.Name != "_" {
				walk(t, path+"."+f.Name, v.Field(i))
			}
		}
	case reflect.Array, reflect.Slice:
		for i := range v.Len() {
			walk(t, fmt.Sprint(path, "[", i, "]"), v.Index(i))
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			walk(t, fmt.Sprint(path, "[", k, "]"), v.MapIndex(k))
		}
	}
}
