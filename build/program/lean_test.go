package program

import (
	"slices"
	"strings"
	"testing"
)

// TestLean checks that the copy of go-app frees the program of its server half,
// and that the check for it would notice.
func TestLean(t *testing.T) {
	if testing.Short() {
		t.Skip("writes the work folder")
	}
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	if err := prepare(root); err != nil {
		t.Fatal(err)
	}
	if err := check(root); err != nil {
		t.Error(err)
	}
	out, err := Go(root, true, "list", "-deps", "./build/browser")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(strings.Fields(string(out)), "net/http") {
		t.Error("go-app no longer needs net/http: lean.go can go")
	}
}
