package main

import (
	"testing"

	"unetparams/app/embed"
	"unetparams/counter/catalog"
)

// TestArchs: the program has the architectures for which web/boot.js runs it.
func TestArchs(t *testing.T) {
	linked := catalog.Archs()
	if len(linked) != len(embed.Archs) {
		t.Errorf("the program has %d architectures, and embed.Archs says %v", len(linked), embed.Archs)
	}
	for _, id := range embed.Archs {
		if catalog.Lookup(id) == nil {
			t.Errorf("the program doesn't have %s", id)
		}
	}
	for _, p := range catalog.Presets() {
		p.Config() // panics if it needs more than the program has
	}
}
