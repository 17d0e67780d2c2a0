package program

import (
	"strings"
	"testing"
)

// TestShareBudgets: the longest prefix decides which budget a package counts for, and
// what exceeds its budget is named.
func TestShareBudgets(t *testing.T) {
	list, err := shareBudgets("# nothing\n100 a a/b/c # as it is\n50 …\n70 a/b x\n")
	if err != nil {
		t.Fatal(err)
	}
	for pkg, want := range map[string]string{
		"a": "a", "a/b": "a/b", "a/b/c": "a", "a/b/c/d": "a", "a/d": "a", "ab": "…", "x/y": "a/b", "": "…",
	} {
		if got := budgetOf(list, pkg); got != want {
			t.Errorf("%q counts for %q, want %q", pkg, got, want)
		}
	}
	shares := []Share{{"a", 2, 300, 100}, {"…", 1, 200, 51}}
	table, err := spent(list, shares, Share{"", 3, 500, 151})
	if err == nil || !strings.Contains(err.Error(), "… weighs 51 bytes") || strings.Contains(err.Error(), "a weighs") {
		t.Errorf("the error is %v", err)
	}
	if !strings.Contains(table, "151") {
		t.Errorf("the table has no sum:\n%s", table)
	}
	for _, text := range []string{"many a", "10"} {
		if _, err := shareBudgets(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

// TestShareFile: the file has a budget for whatever a program links, and every package
// of ours that it names exists.
func TestShareFile(t *testing.T) {
	list, err := shareBudgets(shareText)
	if err != nil {
		t.Fatal(err)
	}
	if budgetOf(list, "some/new/package") != "…" {
		t.Error("no budget for packages that are not named")
	}
	if testing.Short() {
		t.Skip("lists packages")
	}
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	linked, err := deps(root, Page)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range list {
		for _, prefix := range b.prefixes {
			found := prefix == "…"
			for _, pkg := range linked {
				found = found || pkg == prefix || strings.HasPrefix(pkg, prefix+"/")
			}
			if !found {
				t.Errorf("the page's program has nothing of %s", prefix)
			}
		}
	}
}

// TestPackageOf finds the package in the names of functions.
func TestPackageOf(t *testing.T) {
	for name, want := range map[string]string{
		"main.main":                              "main",
		"strings.(*Builder).WriteString":         "strings",
		"unetparams/counter/zoo.init.3.func1":    "unetparams/counter/zoo",
		"gopkg.in/yaml%2ev3.Unmarshal":           "gopkg.in/yaml.v3",
		"slices.SortFunc[go.shape.[]a/b.T]":      "slices",
		"type:.eq.unetparams/counter/layer.Conv": "(made by the compiler)",
		"a/b.(*T).github.com/c/d.method":         "a/b",
		"memeqbody":                              "(assembly)",
	} {
		if got := PackageOf(name); got != want {
			t.Errorf("%s is of %s, want %s", name, got, want)
		}
	}
}
