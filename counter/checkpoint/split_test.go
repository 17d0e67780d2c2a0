package checkpoint

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// externalONNX returns a model of a convolution whose values are in another file.
func externalONNX(location string) []byte {
	var node, entry, tensor, graph, all pb
	node.node("Conv", "x w", "y")
	for range 4 {
		tensor.varint(1, 1)
	}
	tensor.varint(2, 1)
	tensor.text(8, "w")
	entry.text(1, "location")
	entry.text(2, location)
	tensor.text(13, entry.String())
	tensor.varint(14, 1)
	graph.text(1, node.String())
	graph.text(5, tensor.String())
	all.varint(1, 7)
	all.text(7, graph.String())
	return all.Bytes()
}

// TestSplit: which files belong together.
func TestSplit(t *testing.T) {
	model := "\x02\x00\x00\x00\x00\x00\x00\x00{}"
	contents := map[string]string{
		"a.safetensors": model, "b.safetensors": model,
		"m-00001-of-00002.safetensors": model, "m-00002-of-00002.safetensors": model,
		"n-00001-of-00002.safetensors": model,
		"net.onnx":                     string(externalONNX("net.onnx.data")), "net.onnx.data": "no model at all", "photo.png": "\x89PNG\r\n\x1a\n",
		"x/net.onnx": string(externalONNX("net.onnx.data")), "x/net.onnx.data": "none either",
		"x/m.index.json":                 `{"weight_map":{"w":"m-00001-of-00002.safetensors"}}`,
		"x/m-00001-of-00002.safetensors": model,
		"m.index.json":                   `{"weight_map":{"w":"m-00001-of-00002.safetensors","v":"m-00002-of-00002.safetensors"}}`,
	}
	for given, want := range map[string]string{
		"a.safetensors":               "a.safetensors",
		"a.safetensors b.safetensors": "a.safetensors|b.safetensors",
		"m-00001-of-00002.safetensors m-00002-of-00002.safetensors":                                             "m-00001-of-00002.safetensors m-00002-of-00002.safetensors",
		"m-00001-of-00002.safetensors n-00001-of-00002.safetensors":                                             "m-00001-of-00002.safetensors|n-00001-of-00002.safetensors",
		"m-00001-of-00002.safetensors m-00002-of-00002.safetensors m.index.json":                                "m.index.json m-00001-of-00002.safetensors m-00002-of-00002.safetensors",
		"a.safetensors m-00001-of-00002.safetensors m.index.json x/m.index.json x/m-00001-of-00002.safetensors": "a.safetensors|m.index.json m-00001-of-00002.safetensors|x/m.index.json x/m-00001-of-00002.safetensors",
		"net.onnx net.onnx.data":                                      "net.onnx net.onnx.data",
		"net.onnx.data net.onnx a.safetensors":                        "net.onnx net.onnx.data|a.safetensors",
		"photo.png net.onnx.data x/net.onnx x/net.onnx.data net.onnx": "photo.png|x/net.onnx x/net.onnx.data|net.onnx net.onnx.data",
		"net.onnx.data": "net.onnx.data",
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
