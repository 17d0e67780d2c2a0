package zoo_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/field"
	"unetparams/counter/pytorch"
	"unetparams/counter/zoo"
)

// TestProofField compares the receptive fields of every architecture with the
// gradients of its generated file in PyTorch: where that of one position is not zero,
// for positions in the middle and in the corner of some maps. Widths are made
// small, which changes no field, so that images may be large. For the variables see
// TestProof; with "part" only small ones are run.
func TestProofField(t *testing.T) {
	amount := os.Getenv("PROOF")
	if amount == "" {
		t.Skip("PROOF is not set")
	}
	work, elements := int64(5e8), int64(math.MaxInt64)
	if amount == "part" {
		work, elements = 2e7, 5e5
	}
	only := regexp.MustCompile(os.Getenv("PROOF_ONLY"))
	dir, files := t.TempDir(), 0
	for _, a := range zoo.Archs() {
		name := "field_" + strings.ReplaceAll(a.ID, "-", "_")
		if !only.MatchString(name) {
			continue
		}
		if why := blanked[a.ID]; why != "" {
			t.Logf("%s: not run: %s", a.ID, why)
			continue
		}
		c := narrow(a)
		if n, err := c.Count(); err != nil || n > elements {
			continue
		}
		ok, err := writeFieldProof(dir, name, c, work)
		if err != nil {
			t.Errorf("%s: %v", a.ID, err)
		}
		if ok {
			files++
		} else {
			t.Logf("%s: not run", a.ID)
		}
	}
	runProof(t, "testdata/field_proof.py", dir, files)
}

// blanked are architectures whose output has no gradient to look at, and why.
var blanked = map[string]string{
	"unetversion-3plus-cgm": "the classification branch multiplies the output by 0 or 1",
}

// runProof runs a script on a folder of files and reports what fails.
func runProof(t *testing.T, script, dir string, files int) {
	t.Helper()
	python := os.Getenv("PYTHON")
	if python == "" {
		python = "/usr/bin/python3" // Debian's, which its python3-torch is for
	}
	cmd := exec.Command(python, script, dir)
	cmd.Env = append(os.Environ(), "OMP_NUM_THREADS=1")
	out, err := cmd.CombinedOutput()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	for _, line := range lines {
		if strings.HasPrefix(line, "FAIL") {
			t.Error(line)
		}
	}
	last := lines[len(lines)-1]
	if os.Getenv("PROOF_LIST") != "" {
		t.Log(string(out))
	}
	t.Log(last)
	if err != nil && !t.Failed() {
		t.Errorf("%v\n%s", err, out)
	}
	if !strings.HasPrefix(last, fmt.Sprintf("%d files", files)) {
		t.Errorf("not all of %d files were run", files)
	}
}

// narrow returns an architecture with the fewest channels that it can be built with.
func narrow(a *config.Arch) *config.Config {
	for _, width := range []string{"2", "4", "8", "16", "32"} {
		c := config.New(a)
		k := c.ByRole(config.Width)
		if k == nil {
			k = c.ByRole(config.WidthExponent)
		}
		if k == nil || k.Set(width) != nil && k.Set(width+","+width) != nil { // of two levels, where it is a list
			continue
		}
		if _, err := c.Count(); err == nil && largestRun(c, 1e10) != nil {
			return c
		}
	}
	return config.New(a)
}

// largestRun returns the trace of a configuration on the largest of some images that
// takes no more than so much work, or of the smallest if that takes no more than
// twenty times as much; else nil.
func largestRun(c *config.Config, work int64) *counter.Trace {
	net, _, err := c.Build()
	if err != nil {
		return nil
	}
	var best *counter.Trace
	for _, n := range []int64{16, 32, 48, 64, 80, 96, 128, 160, 188, 192, 224, 256, 320, 384, 512, 572} {
		t, err := net.Trace(counter.Cube(n))
		if err != nil {
			continue
		}
		sum, ok := counter.Add(t.Total, t.FeatureTotal)
		if !ok || sum > work && (best != nil || sum > 20*work) {
			break
		}
		best = t
	}
	for i := 0; i < len(further) && best == nil; i++ {
		if t, err := net.Trace(counter.Cube(further[i])); err == nil && t.Total <= work {
			best = t
		}
	}
	return best
}

// further are sizes for networks that need a rest of one, or long sequences.
var further = []int64{129, 257, 1025, 2048, 4096, 18089}

// A fieldCheck is a position of a map and what of the image it depends on.
type fieldCheck struct {
	Path     string // of the module that makes the map; "": an output
	Output   int
	Shape    []int64
	Position []int64
	Runs     [][]int64
}

// writeFieldProof writes the file of a configuration and what is expected of it, and
// reports whether it runs within so much work.
func writeFieldProof(dir, name string, c *config.Config, work int64) (bool, error) {
	t := largestRun(c, work)
	if t == nil {
		return false, nil
	}
	net, r, err := c.Build()
	if err != nil {
		return false, err
	}
	code, err := pytorch.File(net, pytorch.Options{Class: "Net"})
	if err != nil {
		return false, err
	}
	want := struct {
		Inputs [][]int64
		Checks []fieldCheck
	}{}
	for _, in := range r.Inputs {
		want.Inputs = append(want.Inputs, tensorShape(t.Out[in.Step]))
	}
	returned := r.EvalOutputs
	if returned == nil {
		returned = r.Outputs
	}
	for i, step := range returned {
		want.Checks = append(want.Checks, fieldChecks(r, t, step, fieldCheck{Output: i})...)
	}
	var steps []int
	for i := range r.Steps {
		if s := &r.Steps[i]; s.Module != nil && !s.Again {
			steps = append(steps, i)
		}
	}
	for i := 0; i < len(steps); i += len(steps)/8 + 1 {
		want.Checks = append(want.Checks, fieldChecks(r, t, steps[i], fieldCheck{Path: r.Steps[steps[i]].Module.Path()})...)
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

// fieldChecks returns a check of the position in the middle of a map and one of the
// first.
func fieldChecks(r *counter.Report, t *counter.Trace, step int, c fieldCheck) []fieldCheck {
	c.Shape = tensorShape(t.Out[step])
	var checks []fieldCheck
	for _, middle := range []bool{true, false} {
		c.Position, c.Runs = nil, nil
		for axis, n := range t.Out[step].Sizes() {
			at := int64(0)
			if middle {
				at = n / 2
			}
			seen, ok := field.At(r, t, step, axis, at)
			if !ok {
				return nil
			}
			c.Position = append(c.Position, at)
			c.Runs = append(c.Runs, []int64{seen.Lo, seen.Hi})
		}
		if c.Position == nil {
			return nil
		}
		checks = append(checks, c)
	}
	return checks
}

// tensorShape returns a shape as PyTorch has it.
func tensorShape(s counter.Shape) []int64 {
	return append([]int64{max(s.Batch, 1), s.C}, s.Sizes()...)
}
