package zoo_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/memory"
	"unetparams/counter/pytorch"
	"unetparams/counter/zoo"
)

// TestProofCheckpoint trains generated files in PyTorch with each stage in
// torch.utils.checkpoint, and compares what stages are given, and what is kept of the
// largest while it is run again, with what package memory says, byte by byte. It takes
// the architectures whose modules below the root belong to one stage each. For the
// variables see TestProof.
func TestProofCheckpoint(t *testing.T) {
	amount := os.Getenv("PROOF")
	if amount == "" {
		t.Skip("PROOF is not set")
	}
	only := regexp.MustCompile(os.Getenv("PROOF_ONLY"))
	dir, files := t.TempDir(), 0
	configs := map[string]*config.Config{
		"checkpoint_unet_residual": unet(t, "base=8 residual=on"),
		"checkpoint_unet_bilinear": unet(t, "base=8 up=bilinear"),
		"checkpoint_unet_group":    unet(t, "base=8 norm=group"),
		"checkpoint_unet_3d":       unet(t, "base=4 nd=3 levels=3"),
		"checkpoint_unet_valid":    unet(t, "base=8 norm=none padding=valid levels=3"),
	}
	for _, a := range zoo.Archs() {
		if slices.Contains(uncut, a.ID) {
			continue
		}
		configs["checkpoint_"+strings.ReplaceAll(a.ID, "-", "_")] = narrow(a)
	}
	for name, c := range configs {
		if !only.MatchString(name) {
			continue
		}
		if n, err := c.Count(); err != nil || amount == "part" && n > 5e4 {
			continue
		}
		ok, err := writeCheckpointProof(dir, name, c)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if ok {
			files++
		}
	}
	runProof(t, "testdata/checkpoint_proof.py", dir, files)
}

// uncut are architectures whose forward method the script can't cut into stages: side
// outputs are finished in one place for several stages, or a name means two maps.
var uncut = []string{"monai-basicunetpp", "u2net", "u2netp", "unetversion-3plus-cgm", "unetversion-3plus-deepsup", "vnet", "zhixuhao"}

// moduleRuns returns of each step its module below the root, "" for none, and the number
// of the run of its stage; false where a module is run in several.
func moduleRuns(r *counter.Report) ([][2]any, bool) {
	var steps [][2]any
	at, run := map[string]int{}, 0
	for i := range r.Steps {
		s := &r.Steps[i]
		if s.Layer == nil {
			continue
		}
		if i > 0 && r.Steps[i-1].Stage != s.Stage {
			run++
		}
		name := ""
		if s.Module != nil {
			name, _, _ = strings.Cut(s.Module.Path(), ".")
			if was, ok := at[name]; ok && was != run {
				return nil, false
			}
			at[name] = run
		}
		steps = append(steps, [2]any{name, run})
	}
	return steps, true
}

// writeCheckpointProof writes the file of a configuration and what is expected of it,
// and reports whether it can be cut into stages.
func writeCheckpointProof(dir, name string, c *config.Config) (bool, error) {
	net, r, err := c.Build()
	if err != nil {
		return false, err
	}
	steps, ok := moduleRuns(r)
	t := smallest(net)
	if !ok || t == nil || t.Total > 3e9 {
		return false, nil
	}
	saved, err := memory.Saves(r, t, memory.Options{Batch: 2, CPU: true, Checkpoint: true})
	if err != nil || !saved.Exact {
		return false, err
	}
	code, err := pytorch.File(net, pytorch.Options{Class: "Net"})
	if err != nil {
		return false, err
	}
	want := struct {
		Inputs       [][]int64
		Steps        [][2]any
		Given, Again int64
	}{nil, steps, saved.Bytes - saved.Again, saved.Again}
	for _, in := range r.Inputs {
		x := t.Out[in.Step]
		x.Batch = 2
		want.Inputs = append(want.Inputs, tensorShape(x))
	}
	data, err := json.Marshal(want)
	if err != nil {
		return false, err
	}
	if err := os.WriteFile(filepath.Join(dir, name+".json"), data, 0o666); err != nil {
		return false, err
	}
	return true, os.WriteFile(filepath.Join(dir, name+".py"), []byte(code), 0o666)
}
