package text

import (
	"slices"
	"testing"

	"unetparams/app/diagram"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// TestWays: the legend says what the network at hand does, and has words for
// whatever any network does.
func TestWays(t *testing.T) {
	want := map[string][]string{
		"unet":                    {"max-pooling 2×", "transposed convolution 2×", "copy and concatenate"},
		"jvanvugt":                {"max-pooling 2×", "transposed convolution 2×", "crop, copy and concatenate"},
		"zhixuhao":                {"max-pooling 2×", "nearest up-sampling 2×", "copy and concatenate"},
		"lee-attunet":             {"max-pooling 2×", "nearest up-sampling 2×", "copy through an attention gate"},
		"u2net":                   {"max-pooling 2×", "interpolation", "copy and concatenate"},
		"unetversion-3plus":       {"max-pooling 2×", "bilinear up-sampling 2× … 16×", "skip to another level, resized", "copy and concatenate"},
		"nnunet-plain":            {"strided convolution 2×", "transposed convolution 2×", "copy and concatenate"},
		"nnunet-resenc":           {"strided convolution 2×", "transposed convolution 2×", "copy and concatenate"}, // its shortcuts pool
		"vnet":                    {"strided convolution 2×", "transposed convolution 2×", "copy and concatenate"},
		"monai-segresnet":         {"strided convolution 2×", "trilinear up-sampling 2×", "copy and add"},
		"monai-unet":              {"strided convolution 2×", "to the level above", "transposed convolution 2×", "copy and concatenate"},
		"pt3dunet-residualunet3d": {"max-pooling 2×", "transposed convolution 2×", "copy and add"},
	}
	for _, a := range zoo.Archs() {
		_, r, err := config.New(a).Build()
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, w := range diagram.Connections(r) {
			for _, l := range Langs() {
				if l.Connection(w, r.Steps[0].Out.ND) == "" {
					t.Errorf("%s: no words for %+v", a.ID, w)
				}
			}
			got = append(got, English.Connection(w, r.Steps[0].Out.ND))
		}
		if w, ok := want[a.ID]; ok && !slices.Equal(got, w) {
			t.Errorf("%s: %q, want %q", a.ID, got, w)
		}
	}
}
