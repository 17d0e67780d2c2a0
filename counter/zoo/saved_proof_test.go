package zoo_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/memory"
	"unetparams/counter/pytorch"
	"unetparams/counter/zoo"
)

// TestProofSaved compares what autograd keeps of every architecture's generated file in
// PyTorch, for a batch of two, with what package memory says, byte by byte. For the
// variables see TestProof; widths are small, and with "part" larger networks
// are left out.
func TestProofSaved(t *testing.T) {
	amount := os.Getenv("PROOF")
	if amount == "" {
		t.Skip("PROOF is not set")
	}
	only := regexp.MustCompile(os.Getenv("PROOF_ONLY"))
	dir, files := t.TempDir(), 0
	for _, a := range zoo.Archs() {
		name := "saved_" + strings.ReplaceAll(a.ID, "-", "_")
		if !only.MatchString(name) {
			continue
		}
		c := narrow(a)
		if n, err := c.Count(); err != nil || amount != "all" && n > 5e6 {
			continue
		}
		ok, err := writeSavedProof(dir, name, c)
		if err != nil {
			t.Errorf("%s: %v", a.ID, err)
		}
		if ok {
			files++
		} else {
			t.Logf("%s: not run", a.ID)
		}
	}
	runProof(t, "testdata/saved_proof.py", dir, files)
}

// writeSavedProof writes the file of a configuration and what is expected of it, and
// reports whether it runs without much work.
func writeSavedProof(dir, name string, c *config.Config) (bool, error) {
	net, r, err := c.Build()
	if err != nil {
		return false, err
	}
	t := smallest(net)
	if t == nil || t.Total > 3e9 {
		return false, nil
	}
	code, err := pytorch.File(net, pytorch.Options{Class: "Net"})
	if err != nil {
		return false, err
	}
	const batch = 2
	saved, err := memory.Saves(r, t, memory.Options{Batch: batch, CPU: true})
	if err != nil {
		return false, err
	}
	want := struct {
		Inputs [][]int64
		Bytes  int64
		Exact  bool
	}{nil, saved.Bytes, saved.Exact}
	for _, in := range r.Inputs {
		x := t.Out[in.Step]
		x.Batch = batch
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
