package text

import (
	"testing"

	"unetparams/app/text/texttest"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo"
)

// TestWords: every sentence is there in every language, with the same places to
// fill in.
func TestWords(t *testing.T) {
	texttest.Walk(t, "words", Page)
	texttest.Walk(t, "kindNames", kindNames)
	texttest.Walk(t, "reasons", reasons)
	texttest.Walk(t, "compare", Compare)
	texttest.Walk(t, "describe", Describe)
	texttest.Walk(t, "embed", Embed)
	texttest.Walk(t, "explain", Explain)
	texttest.Walk(t, "export", Export)
	texttest.Walk(t, "keras", Keras)
	texttest.Walk(t, "share", Share)
	texttest.Walk(t, "ways", Ways)
}

// TestKindsAreNamed: every kind of layer in the zoo has a name that people use.
// Activations keep PyTorch's.
func TestKindsAreNamed(t *testing.T) {
	for _, a := range zoo.Archs() {
		_, r, err := config.New(a).Build()
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range r.Steps {
			if s.Layer == nil {
				continue
			}
			if _, ok := s.Layer.(layer.Activation); ok || s.Layer.Kind() == "Softmax" {
				continue
			}
			if _, ok := kindNames[Base(s.Layer.Kind())]; !ok {
				t.Errorf("%s: %s has no name", a.ID, s.Layer.Kind())
			}
		}
	}
}
