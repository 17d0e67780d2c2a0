package zoo_test

import (
	"maps"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"unetparams/counter/identify"
)

// TestIdentify: the tensors of published code lead back to a configuration that
// has exactly these tensors. IDENTIFY=all tries every case of the oracle, not
// every ninth.
func TestIdentify(t *testing.T) {
	every := 9
	if os.Getenv("IDENTIFY") == "all" {
		every = 1
	}
	if testing.Short() || runtime.GOARCH == "wasm" {
		every = 60
	}
	n, missed := 0, 0
	for _, name := range slices.Sorted(maps.Keys(oracleCases)) {
		for _, c := range readOracle(t, name) {
			r, ok := reproductions[c.Source][c.Class]
			if _, except := r.Except[c.ID]; !ok || except {
				continue
			}
			if n++; n%every != 0 {
				continue
			}
			builds := 0
			found := identify.Find(c.given(), func() bool { builds++; return true })
			switch {
			case len(found) == 0 && unidentified[c.ID] != "":
				t.Logf("%s: %s", c.ID, unidentified[c.ID])
			case len(found) == 0:
				missed++
				t.Errorf("%s: nothing found, %d builds", c.ID, builds)
			case !found[0].Exact() && unidentified[c.ID] != "":
				t.Logf("%s: %s", c.ID, unidentified[c.ID])
			case !found[0].Exact():
				missed++
				m := found[0]
				t.Errorf("%s: nearest %s %s: %d equal, %d reshaped, %d missing, %d extra; %d builds",
					c.ID, m.Config.Arch.ID, settings(m.Config), m.Equal, m.Reshaped, m.Missing, m.Extra, builds)
			default:
				t.Logf("%s: %s %s, %d builds", c.ID, found[0].Config.Arch.ID, settings(found[0].Config), builds)
			}
		}
	}
	t.Logf("%d of %d not found exactly", missed, n/every)
}

// unidentified holds cases that are not found exactly, and why.
var unidentified = map[string]string{
	"demucs-demucs-ch48-norewrite":       "its layers are numbered, and five settings that move the numbers differ at once",
	"mmseg-unet-s5-d16":                  "both heads, whose absence also renames the backbone, must go together",
	"mmseg-unet-s4-b32-in1":              "its lists by level must all become shorter together",
	"scoresde-ncsnpp-small-nf32":         "its layers are numbered, and the search ends at the other network of its repository",
	"transunet-r50-vit-b16-512-c9-skip3": "img_size and grid must change together",
	"lucidrains-karrasunet-small":        "its depth, its limit of channels and where attention stands must change together",
}

// given returns the case's tensors as a file would have them.
func (c *published) given() []identify.Tensor {
	var ts []identify.Tensor
	for _, line := range c.tensors {
		f := strings.Fields(line) // kind, name, shape
		tensor := identify.Tensor{Name: f[1]}
		if len(f) > 2 && f[2] != "=" && f[2] != "-" {
			for axis := range strings.SplitSeq(f[2], "x") {
				if n, err := strconv.ParseInt(axis, 10, 64); err == nil {
					tensor.Shape = append(tensor.Shape, n)
				}
			}
		}
		ts = append(ts, tensor)
	}
	return ts
}
