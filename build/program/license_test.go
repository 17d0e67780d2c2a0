package program

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLicenses: whatever module a linked package is from, its licence is listed;
// the copy of go-app has go-app's.
func TestLicenses(t *testing.T) {
	root, err := Root()
	if err != nil {
		t.Fatal(err)
	}
	list, err := Licenses(root)
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, l := range list {
		if len(l.Text) < 500 || !strings.Contains(l.Text, "Copyright") {
			t.Errorf("%s: %.100q is no licence", l.Name, l.Text)
		}
		texts[l.Name] = l.Text
	}
	if list[0].Name != "unetparams" || list[1].Name != "Go" {
		t.Errorf("first are %s and %s", list[0].Name, list[1].Name)
	}

	// Every package that is linked comes from something in the list.
	linked, err := deps(root, programs...)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range linked {
		first, _, _ := strings.Cut(p, "/")
		found := !strings.Contains(first, ".") && first != "unetparams" && texts["Go"] != ""
		for name := range texts {
			found = found || p == name || strings.HasPrefix(p, name+"/")
		}
		if !found {
			t.Errorf("the program links %s, whose licence is not listed", p)
		}
	}

	// The texts that are kept here are the real ones.
	out, err := Go(root, false, "list", "-m", "-f", "{{.Dir}}", GoApp)
	if err != nil {
		t.Fatal(err)
	}
	for _, pair := range []struct{ ours, dir string }{
		{"goapp/LICENSE", strings.TrimSpace(string(out))}, {"go-LICENSE", runtimeRoot(root)},
	} {
		kept, err := os.ReadFile(pair.ours)
		if err != nil {
			t.Fatal(err)
		}
		real, err := licenseIn(pair.dir)
		if err != nil {
			t.Logf("nothing to compare %s with: %v", pair.ours, err)
		} else if real != string(kept) {
			t.Errorf("%s is not what is in %s", pair.ours, pair.dir)
		}
	}
	if texts[GoApp] == "" {
		t.Errorf("no licence of go-app: %v", list)
	}
	if _, err := licenseIn(filepath.Join(t.TempDir())); err == nil {
		t.Error("an empty folder has a licence")
	}
}
