package program

import (
	"slices"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/page"
	"unetparams/app/text"
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
	for _, pkg := range programs {
		if err := check(root, pkg); err != nil {
			t.Error(err)
		}
	}
	page, err := deps(root, Page)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range left {
		if !slices.Contains(page, p) {
			t.Errorf("the page's program does not link %s: is that its name?", p)
		}
	}
	linked, err := deps(root, Worker)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range heavy {
		if !slices.Contains(linked, p) {
			t.Errorf("the worker's program does not link %s: is that its name?", p)
		}
	}
	out, err := Go(root, true, "list", "-deps", "./build/browser")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(strings.Fields(string(out)), "net/http") {
		t.Error("go-app no longer needs net/http: lean.go can go")
	}
}

// TestUnheard checks that the page asks for no event that the copy doesn't pass
// on, since it would compile and never hear of it.
func TestUnheard(t *testing.T) {
	var root any = page.New(text.English)
	switch root.(type) {
	case app.Navigator, app.AppUpdater, app.AppInstaller, app.Resizer:
		t.Error("the page has OnNav, OnAppUpdate, OnAppInstallChange or OnResize: see lean.go")
	}
}
