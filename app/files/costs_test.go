package files

import (
	"strings"
	"testing"

	"unetparams/app/state"
	"unetparams/app/text"
)

// TestCosts compares the costs of stages in the exported table and in JSON with values
// calculated by hand; see packages memory and field.
func TestCosts(t *testing.T) {
	const n = 32 * 256 * 256
	for _, tt := range []struct{ link, csv, json string }{
		{"v=1&arch=unet", ",622854144,50331648,33554944,5x5\r\n", `"activation_bytes": 50331648, "saved_bytes": 33554944, "receptive_field": {"size": [5,5], "least": [5,5]}}`},
		{"v=1&arch=unet&batch=2&dtype=float16", ",622854144,50331648,33554944,5x5\r\n", `"run": {"batch": 2, "dtype": "float16", "optimizer": "adam", "checkpoint": false}`},
		{"v=1&arch=unet&checkpoint=on", ",204x204\r\n", `"saved": 82575872, "saved_exact": true, "feature_map_gradients": 33554432}`},
		{"v=1&arch=unet&optimizer=sgd&middle=attention", ",all\r\n", `"receptive_field": {"all": true}`},
		{"v=1&arch=unet", "", `"inference_memory": {"parameters": 31085392, "feature_maps": 33554432}`},
		{"v=1&arch=unet", "", `"version": 2`},
	} {
		net := New(state.New(tt.link), text.English, home+"#"+tt.link)
		if got := net.Write(Stages, CSV); !strings.Contains(strings.ReplaceAll(got, ",,,\r\n", "\r\n"), tt.csv) {
			t.Errorf("%s: %s is missing in %s", tt.link, tt.csv, got)
		}
		if got := net.JSON(); !strings.Contains(got, tt.json) {
			t.Errorf("%s: %s is missing in %.3000s", tt.link, tt.json, got)
		}
	}
	// Enc 1 of one image in 32 bits: six maps made, and four kept with the statistics.
	if 4*6*n != 50331648 || 4*4*n+4*2*2*32 != 33554944 {
		t.Error("the arithmetic is wrong")
	}
	net := New(state.New("v=1&arch=unet&size=250"), text.English, home)
	if got := net.Write(Stages, CSV) + net.JSON(); strings.Contains(got, "_bytes") || strings.Contains(got, "training_memory") {
		t.Error("what does not run has no memory")
	}
	for _, f := range []Format{Markdown, LaTeX} {
		if got := New(state.New(""), text.English, home).Write(Stages, f); !strings.Contains(got, "Kept for backward (bytes)") || !strings.Contains(got, "171,465,728") {
			t.Error(got)
		}
	}
}
