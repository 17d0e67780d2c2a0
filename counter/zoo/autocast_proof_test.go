package zoo_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/memory"
	"unetparams/counter/zoo"
)

// TestProofAutocast is TestProofSaved in mixed precision: under torch.autocast to
// bfloat16 on a CPU, of networks all of whose layers it runs in that type there. On a CPU
// PyTorch 1.13 keeps transposed convolutions, those of volumes and interpolation in
// float32, which it does not on GPUs, and some normalizations don't run at all.
func TestProofAutocast(t *testing.T) {
	amount := os.Getenv("PROOF")
	if amount == "" {
		t.Skip("PROOF is not set")
	}
	only := regexp.MustCompile(os.Getenv("PROOF_ONLY"))
	dir, files := t.TempDir(), 0
	configs := map[string]*config.Config{
		"autocast_unet_shuffle":  unet(t, "base=8 up=shuffle"),
		"autocast_unet_plain":    unet(t, "base=8 up=shuffle norm=none"),
		"autocast_unet_residual": unet(t, "base=8 up=shuffle residual=on"),
	}
	for _, a := range zoo.Archs() {
		configs["autocast_"+strings.ReplaceAll(a.ID, "-", "_")] = narrow(a)
	}
	for name, c := range configs {
		if n, err := c.Count(); err != nil || n > 5e5 || !only.MatchString(name) {
			continue
		}
		if _, r, err := c.Build(); err != nil || !halved(r) || slices.Contains(widened, c.Arch.ID) {
			continue
		}
		ok, err := writeSavedProof(dir, name, c, memory.Mixed, 3e9)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if ok {
			files++
		}
	}
	runProof(t, "testdata/saved_proof.py", dir, files)
}

// halved reports whether autocast runs all layers of a network in 16 bits, or in the type
// of their input, on a CPU.
func halved(r *counter.Report) bool {
	for i := range r.Steps {
		if l := r.Steps[i].Layer; l != nil && !slices.Contains(halvedKinds, l.Kind()) {
			return false
		}
	}
	return true
}

var halvedKinds = []string{"Add", "BatchNorm2d", "Concat", "Conv2d", "Dropout", "Interpolate", "MaxPool2d", "Mul", "PixelShuffle",
	"ReLU", "Sigmoid", "SizeMultipleOf", "Upsample"}

// widened are architectures that use the result of interpolation, which is in float32 on a
// CPU, for something else than a convolution, which halves it.
var widened = []string{"kiunet", "kiunet-res", "nikhilroxtomar-resunet"}
