package checkpoint

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// TestSplit: which files belong together.
func TestSplit(t *testing.T) {
	model := "\x02\x00\x00\x00\x00\x00\x00\x00{}"
	contents := map[string]string{
		"a.safetensors": model, "b.safetensors": model,
		"m-00001-of-00002.safetensors": model, "m-00002-of-00002.safetensors": model,
		"n-00001-of-00002.safetensors": model,
		"net.onnx":                     "\x08\x07\x12\x04test", "net.onnx.data": "no model at all",
		"m.index.json": `{"weight_map":{"w":"m-00001-of-00002.safetensors","v":"m-00002-of-00002.safetensors"}}`,
	}
	for given, want := range map[string]string{
		"a.safetensors":               "a.safetensors",
		"a.safetensors b.safetensors": "a.safetensors|b.safetensors",
		"m-00001-of-00002.safetensors m-00002-of-00002.safetensors":              "m-00001-of-00002.safetensors m-00002-of-00002.safetensors",
		"m-00001-of-00002.safetensors n-00001-of-00002.safetensors":              "m-00001-of-00002.safetensors|n-00001-of-00002.safetensors",
		"m-00001-of-00002.safetensors m-00002-of-00002.safetensors m.index.json": "m-00001-of-00002.safetensors m-00002-of-00002.safetensors m.index.json",
		"net.onnx net.onnx.data":               "net.onnx net.onnx.data",
		"net.onnx.data net.onnx a.safetensors": "net.onnx net.onnx.data|a.safetensors net.onnx.data",
		"net.onnx.data":                        "net.onnx.data",
	} {
		var files []Input
		for _, name := range strings.Fields(given) {
			files = append(files, Input{name, bytes.NewReader([]byte(contents[name]))})
		}
		var got []string
		for _, model := range Split(files...) {
			var names []string
			for _, f := range model {
				names = append(names, f.Name)
			}
			got = append(got, strings.Join(names, " "))
		}
		if !slices.Equal(got, strings.Split(want, "|")) {
			t.Errorf("%s: %q", given, got)
		}
	}
}
