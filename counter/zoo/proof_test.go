package zoo_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/pytorch"
	"unetparams/counter/zoo"
)

// TestProof writes the PyTorch file of many configurations, runs them in a real
// PyTorch and compares names, order, kinds and shapes of all tensors, the total
// and the shapes of the outputs with the report. It runs where PROOF is set: to
// "all" for every preset, architecture and oracle case, 200 random configurations
// and 500 of the classic U-Net, to "choices" for those and every choice of every
// setting, and to "part" for the presets, the architectures at their defaults and at
// an edited width, and every eighth of the rest. PROOF_ONLY is a regular expression for
// the names of the files, PYTHON an interpreter that has torch.
func TestProof(t *testing.T) {
	amount := os.Getenv("PROOF")
	if amount == "" {
		t.Skip("PROOF is not set")
	}
	python := os.Getenv("PYTHON")
	if python == "" {
		python = "/usr/bin/python3" // Debian's, which its python3-torch is for
	}
	configs := proofConfigs(t, amount)
	dir := t.TempDir()
	for name, c := range configs {
		if err := writeProof(dir, name, c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	cmd := exec.Command(python, "testdata/proof.py", dir)
	out, err := cmd.CombinedOutput()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	for _, line := range lines {
		if strings.HasPrefix(line, "FAIL") {
			t.Error(line)
		}
	}
	t.Log(lines[len(lines)-1])
	if err != nil && !t.Failed() {
		t.Errorf("%v\n%s", err, out)
	}
	if !strings.Contains(lines[len(lines)-1], fmt.Sprintf("%d files", len(configs))) {
		t.Errorf("not all of %d files were run", len(configs))
	}
}

// proofConfigs returns configurations by name, the names fit for Python.
func proofConfigs(t *testing.T, amount string) map[string]*config.Config {
	configs := map[string]*config.Config{}
	for _, p := range zoo.Presets() {
		configs["preset_"+p.ID] = p.Config()
	}
	for _, a := range zoo.Archs() {
		configs["default_"+a.ID] = config.New(a)
		if c, width := edited(a); c != nil {
			configs["edited_"+a.ID+"_"+width] = c
		}
	}
	more := map[string]*config.Config{}
	for _, name := range slices.Sorted(maps.Keys(oracleCases)) {
		for _, c := range readOracle(t, name) {
			if r, ok := reproductions[c.Source][c.Class]; ok && r.Except[c.ID] == "" {
				if config, _, _, err := c.build(r); err == nil {
					more["oracle_"+c.ID] = config
				}
			}
		}
	}
	rnd := rand.New(rand.NewSource(2015))
	for n := 0; n < 200; {
		c := randomConfig(rnd, zoo.Archs()[rnd.Intn(len(zoo.Archs()))])
		if count, err := c.Count(); err == nil && count < 20_000_000 {
			more[fmt.Sprintf("random_%03d_%s", n, c.Arch.ID)] = c
			n++
		}
	}
	// The classic U-Net has more settings than any other.
	classic := zoo.Lookup(zoo.Default)
	for n := 0; n < 500; {
		c := randomConfig(rnd, classic)
		if count, err := c.Count(); err == nil && count < 20_000_000 {
			more[fmt.Sprintf("settings_%03d", n)] = c
			n++
		}
	}
	for i, name := range slices.Sorted(maps.Keys(more)) {
		every := 8
		if strings.HasPrefix(name, "settings_") {
			every = 20
		}
		if amount != "part" || i%every == 0 {
			configs[name] = more[name]
		}
	}
	if amount == "choices" {
		for _, a := range zoo.Archs() {
			choices(a, func(key, value string, c *config.Config) {
				if count, err := c.Count(); err == nil && count < 60_000_000 {
					configs[fmt.Sprintf("choice_%s_%s_%s", a.ID, key, value)] = c
				}
			})
		}
	}
	only := regexp.MustCompile(os.Getenv("PROOF_ONLY"))
	named := map[string]*config.Config{}
	for name, c := range configs {
		if !only.MatchString(name) {
			continue
		}
		named[strings.NewReplacer("-", "_", ".", "_", "(", "", ")", "").Replace(name)] = c
	}
	return named
}

// choices calls f for every choice of every setting of an architecture, except those
// that are the default.
func choices(a *config.Arch, f func(key, value string, c *config.Config)) {
	for _, k := range config.New(a).Knobs {
		for _, choice := range k.Choices {
			if c := config.New(a); choice.Value != k.Default && c.Set(k.Key, choice.Value) == nil {
				f(k.Key, choice.Value, c)
			}
		}
	}
}

// edited returns an architecture at half the width that its code has written into
// it, and that width; nil where there is none.
func edited(a *config.Arch) (*config.Config, string) {
	c := config.New(a)
	k := c.Knob("edit_width")
	if k == nil {
		return nil, ""
	}
	n, _ := strconv.ParseInt(k.Get(), 10, 64)
	if k.Set(strconv.FormatInt(n/2, 10)) != nil {
		return nil, ""
	}
	return c, k.Get()
}

// An expectation is what the report says of a file.
type expectation struct {
	Total   int64
	Tensors [][]any   // name, learnable, shape
	Inputs  [][]int64 // shapes; none: the network is not run
	Outputs [][]int64 // shapes
}

// writeProof writes the file of a configuration and what is expected of it.
func writeProof(dir, name string, c *config.Config) error {
	net, report, err := c.Build()
	if err != nil {
		return err
	}
	code, err := pytorch.File(net, pytorch.Options{Class: "Net", Header: []string{c.Arch.ID + " " + settings(c)}})
	if err != nil {
		return err
	}
	want := expectation{Total: report.Learnable}
	for _, t := range report.Tensors {
		shape := []int64{}
		for _, d := range t.Tensor.Dims {
			shape = append(shape, d.N)
		}
		want.Tensors = append(want.Tensors, []any{t.Name, t.Tensor.Learn, shape})
	}
	want.Inputs, want.Outputs = smallestRun(net, report)
	data, err := json.Marshal(want)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, name+".json"), data, 0o666); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, name+".py"), []byte(code), 0o666)
}

// smallestRun returns the shapes of small inputs on which the network runs, and of
// its outputs; nothing if it is much work even so.
func smallestRun(net *counter.Net, r *counter.Report) (inputs, outputs [][]int64) {
	for _, n := range append([]int64{16, 32, 48, 64, 96, 128, 188, 224, 256, 320, 572}, further...) {
		t, err := net.Trace(counter.Cube(n))
		if err != nil {
			continue
		}
		if t.Total+t.FeatureTotal > 3e9 {
			return nil, nil
		}
		returned := r.EvalOutputs // the file is run in evaluation mode
		if returned == nil {
			returned = r.Outputs
		}
		for _, i := range returned {
			batch := max(t.Out[i].Batch, 1)
			outputs = append(outputs, append([]int64{batch, t.Out[i].C}, t.Out[i].Sizes()...))
		}
		for _, in := range r.Inputs {
			x := t.Out[in.Step]
			inputs = append(inputs, append([]int64{1, x.C}, x.Sizes()...))
		}
		return inputs, outputs
	}
	return nil, nil
}
