package zoo_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"unetparams/counter/pytorch"
)

// A valueCase says what published code outputs, for weights and inputs that a
// rule makes; see testdata/values.py.
type valueCase struct {
	Source, Commit, Class string
	Config                map[string]any
	Mode                  string
	Inputs                []valueInput
	Outputs               []json.RawMessage
	Buffers               []string `json:"filled_buffers"` // drawn at random, and filled after all others
}

// A valueInput is an argument of the published forward method: a shape, which a
// rule fills, or values. One without either is None there.
type valueInput struct {
	Shape  []int64           `json:"shape"`
	Values []json.RawMessage `json:"values,omitempty"`
	Name   string            `json:"name,omitempty"` // where it is passed by name
}

// valueFiles hold the cases: the project's own, and more of them where a folder
// of shared facts lies next to the checkout or to the folder of its worktrees.
var valueFiles = []string{"testdata/values.json", "../../../shared/golden/VALUES.json", "../../../../shared/golden/VALUES.json",
	"../../../shared/golden/VALUES_NEW.json", "../../../../shared/golden/VALUES_NEW.json"}

// TestProofValues runs generated PyTorch files with weights and inputs made by a
// rule, and compares what they output with what the published code outputs. It
// runs where PROOF is set, as TestProof does; "part" is the project's
// own cases alone. PROOF_ONLY is a regular expression for the names of the cases.
func TestProofValues(t *testing.T) {
	amount := os.Getenv("PROOF")
	if amount == "" {
		t.Skip("PROOF is not set")
	}
	dir := t.TempDir()
	only := regexp.MustCompile(os.Getenv("PROOF_ONLY"))
	written, skipped := 0, map[string]int{}
	seen := map[string]bool{}
	for _, name := range valueFiles {
		cases, order := readValues(t, name)
		for _, id := range order {
			if seen[id] || amount == "part" && name != valueFiles[0] || !only.MatchString(id) {
				continue
			}
			seen[id] = true
			c := cases[id]
			r, ok := reproductions[c.Source][c.Class]
			if !ok {
				skipped[c.Source+" "+c.Class]++
				continue
			}
			switch parameters, err := writeValues(dir, id, c, r, amount == "all"); {
			case err != nil:
				t.Errorf("%s: %v", id, err)
			case amount == "all" || parameters <= partParameters:
				written++
			}
		}
	}
	if written == 0 {
		t.Fatal("no case was written")
	}
	out, err := exec.Command(pythonWithTorch(), "testdata/values.py", dir).CombinedOutput()
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, "FAIL") {
			t.Error(strings.TrimSpace(line))
		}
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	t.Logf("%s; skipped, as nothing reproduces their class: %v", lines[len(lines)-1], skipped)
	if err != nil && !t.Failed() {
		t.Errorf("%v\n%s", err, out)
	}
}

// readValues reads a file of cases: an object with one case a line. A file that
// is not there has none.
func readValues(t *testing.T, name string) (map[string]valueCase, []string) {
	t.Helper()
	data, err := os.ReadFile(name)
	if os.IsNotExist(err) && name != valueFiles[0] {
		return nil, nil
	}
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]valueCase{}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&cases); err != nil {
		t.Fatal(err)
	}
	var order []string
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		if id, _, ok := strings.Cut(strings.TrimPrefix(lines.Text(), `"`), `":`); ok && cases[id].Class != "" {
			order = append(order, id)
		}
	}
	return cases, order
}

// partParameters is how large a network may be that a part of the proof runs.
const partParameters = 2_500_000

// writeValues writes the file of a case and what it is to output, unless the
// network is large and not all are wanted. It returns the number of parameters.
func writeValues(dir, id string, c valueCase, r reproduction, all bool) (int64, error) {
	p := &published{ID: id, Source: c.Source, Commit: c.Commit, Class: c.Class, Config: c.Config}
	for _, n := range c.Inputs[0].Shape[1:] {
		p.input = append(p.input, fmt.Sprint(n))
	}
	_, net, report, err := p.build(r)
	if err != nil {
		return 0, err
	}
	if !all && report.Learnable > partParameters {
		return report.Learnable, nil
	}
	code, err := pytorch.File(net, pytorch.Options{Class: "Net", Header: []string{id}})
	if err != nil {
		return 0, err
	}
	data, err := json.Marshal(map[string]any{"mode": c.Mode, "inputs": c.Inputs, "outputs": c.Outputs, "buffers": c.Buffers})
	if err != nil {
		return 0, err
	}
	name := filepath.Join(dir, strings.NewReplacer("-", "_", ".", "_", "(", "", ")", "").Replace(id))
	if err := os.WriteFile(name+".json", data, 0o666); err != nil {
		return 0, err
	}
	return report.Learnable, os.WriteFile(name+".py", []byte(code), 0o666)
}

// pythonWithTorch names an interpreter that has torch: that of PYTHON, or
// Debian's.
func pythonWithTorch() string {
	if python := os.Getenv("PYTHON"); python != "" {
		return python
	}
	return "/usr/bin/python3"
}
