package main

import (
	"strings"
	"testing"
)

func TestBudget(t *testing.T) {
	f := files{
		"app.0123456789ab.wasm":    make([]byte, 1000),
		"app.0123456789ab.wasm.gz": make([]byte, 300),
		"app.0123456789ab.wasm.br": make([]byte, 200),
		"index.html":               make([]byte, 50),
	}
	for _, test := range []struct{ text, err string }{
		{"# nothing\nall 350 250 app.wasm index.html # as it is\n", ""},
		{"all 349 250 app.wasm index.html", "gzip 350 of 349"},
		{"all 350 249 app.wasm index.html", "brotli 250 of 249"},
		{"all 1 1 app.wasm gone.css", "no gone.css"},
		{"all 1 app.wasm", "no budget"},
		{"all 1 1", "no budget"},
		{"site 1550", ""},
		{"site 1549", "1550 of 1549"},
		{"site 0", "no budget"},
		{"site app.wasm", "no budget"},
	} {
		list, err := budgets(test.text)
		if err == nil {
			_, err = f.check(list)
		}
		if test.err == "" && err != nil || test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) {
			t.Errorf("%q: error %v, want %q", test.text, err, test.err)
		}
	}
}

// TestBudgetFile checks that the site has the files the budget names.
func TestBudgetFile(t *testing.T) {
	list, err := budgets(budgetText)
	if err != nil || len(list) == 0 {
		t.Fatal(list, err)
	}
	if _, err := makeTestSite(t, "").check(list); err != nil && !strings.Contains(err.Error(), "weighs") {
		t.Error(err)
	}
}
