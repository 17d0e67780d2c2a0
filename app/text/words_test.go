package text

import (
	"testing"

	"unetparams/app/text/texttest"
	"unetparams/counter/layer"
	"unetparams/counter/layer/layertest"
)

// TestWords: every sentence is there in every language, with the same places to
// fill in.
func TestWords(t *testing.T) {
	texttest.Walk(t, "words", Page)
	texttest.Walk(t, "kindNames", kindNames)
	texttest.Walk(t, "reasons", reasons)
	texttest.Walk(t, "shortNames", shortNames)
	texttest.Walk(t, "symbolNames", symbolNames)
	texttest.Walk(t, "folded", Folded)
	texttest.Walk(t, "compare", Compare)
	texttest.Walk(t, "cost", Cost)
	texttest.Walk(t, "costs", Costs)
	texttest.Walk(t, "paper", Paper)
	texttest.Walk(t, "shown", Shown)
	texttest.Walk(t, "describe", Describe)
	texttest.Walk(t, "embed", Embed)
	texttest.Walk(t, "explain", Explain)
	texttest.Walk(t, "export", Export)
	texttest.Walk(t, "keras", Keras)
	texttest.Walk(t, "open", Open)
	texttest.Walk(t, "opened", Opened)
	texttest.Walk(t, "model", Model)
	texttest.Walk(t, "share", Share)
	texttest.Walk(t, "tools", Tools)
	texttest.Walk(t, "ways", Ways)
}

// TestKindsAreNamed: every kind of layer has a name that people use. Activations
// keep PyTorch's.
func TestKindsAreNamed(t *testing.T) {
	for _, e := range layertest.Examples() {
		if _, ok := e.Layer.(layer.Activation); ok {
			continue
		}
		if _, ok := kindNames[Base(e.Layer.Kind())]; !ok {
			t.Errorf("%s has no name in kindNames", e.Layer.Kind())
		}
	}
}
