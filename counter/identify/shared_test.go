package identify_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"unetparams/counter/checkpoint"
	"unetparams/counter/config"
	"unetparams/counter/identify"
	"unetparams/counter/zoo"
)

// checkpoints is the folder of model files made by real tools, beside the repository or
// beside the folder of a second worktree.
func checkpoints(t *testing.T) string {
	for _, dir := range []string{"../../../shared/checkpoints", "../../../../shared/checkpoints"} {
		if _, err := os.Stat(dir); err == nil {
			return dir
		}
	}
	t.Skip("no model files beside the repository")
	return ""
}

type file struct{ *os.File }

func (f file) Size() int64 {
	info, err := f.Stat()
	if err != nil {
		return 0
	}
	return info.Size()
}

// configOf returns the configuration of a link that says nothing else.
func configOf(t *testing.T, link string) *config.Config {
	t.Helper()
	settings := strings.Split(link, "&")[1:]
	c, err := config.New(zoo.Lookup(strings.TrimPrefix(settings[0], "arch="))).With(strings.Join(settings[1:], " "))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestSharedFiles: the network of each file is found, by its names or by its shapes.
func TestSharedFiles(t *testing.T) {
	dir := checkpoints(t)
	data, err := os.ReadFile(filepath.Join(dir, "TRUTH.json"))
	if err != nil {
		t.Fatal(err)
	}
	var truth struct {
		Good []struct {
			File     string
			Files    []string
			Expected struct{ Link string }
		}
	}
	if err := json.Unmarshal(data, &truth); err != nil {
		t.Fatal(err)
	}
	right, all := 0, 0
	for _, g := range truth.Good {
		if g.Expected.Link == "" {
			continue
		}
		all++
		f, err := os.Open(filepath.Join(dir, g.File))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		c, err := checkpoint.Open(checkpoint.Input{Name: g.File, File: file{f}})
		if err != nil {
			t.Fatal(err)
		}
		var tensors []identify.Tensor
		for i := range c.Tensors {
			if x := &c.Tensors[i]; x.Group == checkpoint.Model && x.Fault == nil {
				tensors = append(tensors, identify.Tensor{Name: x.Name, Shape: x.TorchShape(), Buffer: x.Role == checkpoint.Buffer})
			}
		}
		want, err := configOf(t, g.Expected.Link).Count()
		if err != nil {
			t.Fatal(err)
		}
		found := identify.Find(tensors, nil)
		if len(found) == 0 || !found[0].Exact() {
			if c := identify.ByShapes(tensors, nil); c != nil {
				found = []identify.Match{{Config: c, Equal: 1}}
			}
		}
		if len(found) == 0 || !found[0].Exact() {
			t.Errorf("%s: not found: %s", g.File, g.Expected.Link)
			for _, m := range found {
				t.Logf("  %s equal %d reshaped %d missing %d extra %d", m.Config.Arch.ID, m.Equal, m.Reshaped, m.Missing, m.Extra)
			}
			continue
		}
		if n, err := found[0].Config.Count(); err != nil || n != want {
			t.Errorf("%s: %s with %d parameters, want %d", g.File, found[0].Config.Arch.ID, n, want)
			continue
		}
		right++
	}
	t.Logf("%d of %d are found", right, all)
}
