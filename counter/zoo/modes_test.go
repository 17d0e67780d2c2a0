package zoo_test

import (
	"slices"
	"strings"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/keras"
	"unetparams/counter/pytorch"
	"unetparams/counter/zoo"
)

// TestModes checks networks that return something else in evaluation mode than in
// training, and the code that says so. What they compute in both is for
// TestProofValues.
func TestModes(t *testing.T) {
	for _, tt := range []struct {
		arch, settings string
		outputs        int
		differ         bool
		torch, keras   []string
	}{
		{"monai-dynunet", "", 1, false, []string{"return self.output_block("}, []string{"def net():"}},
		{"monai-dynunet", "deep_supervision=on deep_supr_num=3 size=64", 1, true,
			[]string{"if not self.training:\n            return output_block\n", "return torch.stack([output_block, deep_supervision_heads, deep_supervision_heads_2, x], 1)\n"},
			[]string{"def net(training=True):", "x = stack(y, deep_supervision_heads_2, deep_supervision_heads_3, x)\n", "keras.Model(inputs, x if training else y, name"}},
		{"monai-segresnetds", "", 1, false, []string{"return self.up_layers"}, []string{"def net():"}},
		{"monai-segresnetds", "dsdepth=3 size=32", 3, true,
			[]string{"if not self.training:\n            return up_layers_3\n        return up_layers_3, up_layers_2, up_layers\n"},
			[]string{"def net(training=True):", "] if training else "}},
	} {
		a := zoo.Lookup(tt.arch)
		c, err := config.Make(a, tt.settings)
		if err != nil {
			t.Fatal(err)
		}
		net, r, err := c.Build()
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Outputs) != tt.outputs || (r.EvalOutputs != nil) != tt.differ {
			t.Errorf("%s %s: outputs %v, in evaluation %v", tt.arch, tt.settings, r.Outputs, r.EvalOutputs)
		}
		if tt.outputs > 1 && !slices.Equal(r.EvalOutputs, r.Outputs[:1]) {
			t.Errorf("%s %s: %v in evaluation, want the first of %v", tt.arch, tt.settings, r.EvalOutputs, r.Outputs)
		}
		torch, err := pytorch.File(net, pytorch.Options{Class: "Net"})
		if err != nil {
			t.Fatal(err)
		}
		trace, err := c.Trace(net)
		if err != nil {
			t.Fatal(err)
		}
		k, err := keras.File(net, keras.Options{Name: "net", Trace: trace})
		if err != nil {
			t.Fatal(err)
		}
		contains(t, torch, tt.torch)
		contains(t, k, tt.keras)
		if strings.Contains(torch, "self.training") != tt.differ {
			t.Errorf("%s %s: the code asks for the mode: %t", tt.arch, tt.settings, !tt.differ)
		}
	}
}

// contains checks that code has all of some texts.
func contains(t *testing.T, code string, texts []string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(code, text) {
			t.Errorf("no %q in\n%s", text, code[max(0, len(code)-2500):])
		}
	}
}
