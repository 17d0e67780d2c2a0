package zoo_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/keras"
	"unetparams/counter/layer"
	"unetparams/counter/zoo"
)

// TestProofKeras does for the Keras files what TestProof does for PyTorch's, and
// adds random configurations of the classic U-Net. It runs them in the Keras of
// PYTHON's interpreter, or, since hardly a machine has one, with the stand-in of
// testdata, which says itself what that proves.
func TestProofKeras(t *testing.T) {
	amount := os.Getenv("PROOF")
	if amount == "" {
		t.Skip("PROOF is not set")
	}
	python := os.Getenv("PYTHON")
	if python == "" {
		python = "python3"
	}
	configs := proofConfigs(t, amount)
	rnd := rand.New(rand.NewSource(2021))
	for n := 0; n < 200; {
		if c := randomConfig(rnd, zoo.Lookup("unet")); writable(c) {
			configs[fmt.Sprintf("unet_%03d", n)] = c
			n++
		}
	}
	dir := t.TempDir()
	files, refused := 0, map[keras.Reason]int{}
	for _, name := range slices.Sorted(maps.Keys(configs)) {
		err := writeKerasProof(dir, name, configs[name])
		var none *keras.Error
		switch {
		case errors.As(err, &none):
			refused[none.Reason]++
			if isOrdinary(configs[name]) && none.Reason != keras.NeedsSize {
				t.Errorf("%s: %v: such a U-Net has nothing that Keras lacks", name, err)
			}
		case err != nil:
			t.Errorf("%s: %v", name, err)
		default:
			files++
		}
	}
	out, err := exec.Command(python, "testdata/keras_proof.py", dir).CombinedOutput()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	for _, line := range lines {
		if strings.HasPrefix(line, "FAIL") {
			t.Errorf("%s\n%s", line, settings(configs[strings.Fields(line)[1]]))
		}
	}
	t.Log(lines[len(lines)-1], "; without a file, by reason:", refused)
	if err != nil && !t.Failed() {
		t.Errorf("%v\n%s", err, out)
	}
	if !strings.Contains(lines[len(lines)-1], fmt.Sprintf("%d files", files)) {
		t.Errorf("not all of %d files were run", files)
	}
}

// writable reports whether a configuration is valid, and not too large.
func writable(c *config.Config) bool {
	n, err := c.Count()
	return err == nil && n < 1<<40
}

// smallest returns the network run on a small input that goes through it.
func smallest(net *counter.Net) *counter.Trace {
	for _, n := range append([]int64{16, 32, 48, 64, 96, 128, 188, 224, 256, 320, 572}, further...) {
		if t, err := net.Trace(counter.Cube(n)); err == nil {
			return t
		}
	}
	return nil
}

// writeKerasProof writes the file of a configuration and what is expected of it.
func writeKerasProof(dir, name string, c *config.Config) error {
	net, r, err := c.Build()
	if err != nil {
		return err
	}
	trace := smallest(net)
	code, err := keras.File(net, keras.Options{Name: "net", Header: []string{c.Arch.ID + " " + settings(c)}, Trace: trace})
	if err != nil {
		return err
	}
	want := struct {
		Trainable, Total int64
		Layers           []string
		Outputs          [][]any
	}{Layers: []string{}}
	want.Trainable, want.Total = keras.Counts(r)
	for _, l := range r.Layers {
		if l.Learnable+l.Buffers > 0 {
			want.Layers = append(want.Layers, strings.ReplaceAll(l.Path, ".", "_"))
		}
	}
	slices.Sort(want.Layers)
	for _, i := range r.Outputs {
		shape := r.Steps[i].Out
		if trace != nil {
			shape = trace.Out[i]
		}
		var axes []any
		if _, stacked := r.Steps[i].Layer.(layer.Stack); stacked {
			axes = append(axes, shape.Batch)
		}
		for _, n := range shape.Sizes() {
			axes = append(axes, n)
			if trace == nil {
				axes[len(axes)-1] = nil
			}
		}
		want.Outputs = append(want.Outputs, append(axes, shape.C))
	}
	data, err := json.Marshal(want)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, name+".json"), data, 0o666); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, name+".py"), []byte(code), 0o666)
}

// isOrdinary reports whether a configuration is a classic U-Net without the settings
// that few people need, a layer normalization, a pixel shuffle or unpooling.
func isOrdinary(c *config.Config) bool {
	return c.Arch.ID == zoo.Default && c.Knob("norm").Get() != "layer" &&
		!slices.Contains([]string{"shuffle", "unpool"}, c.Knob("up").Get()) &&
		!slices.ContainsFunc(c.Knobs, func(k *config.Knob) bool { return k.More && !k.IsDefault() })
}
