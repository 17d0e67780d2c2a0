package verify

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// TestNeverRun: a total without the layers that no step runs is explained by them,
// as what it leaves out.
func TestNeverRun(t *testing.T) {
	found := 0
	for _, a := range zoo.Archs() {
		_, r, err := config.New(a).Build()
		if err != nil {
			t.Fatal(err)
		}
		idle := int64(0)
		for i := range r.Layers {
			if row := &r.Layers[i]; row.Runs == 0 {
				idle += row.Learnable
			}
		}
		if idle == 0 {
			continue
		}
		found++
		got := Check(strconv.FormatInt(r.Learnable-idle, 10)+" parameters", r, nil)
		if !slices.Contains(got.Reasons, Reason{NeverRun, -idle}) {
			t.Errorf("%s without %d parameters that never run: reasons %v", a.ID, idle, got.Reasons)
		}
	}
	if found == 0 {
		t.Error("no architecture has layers that never run")
	}
}

// TestWrappers: the prefix that a well-known wrapper adds is taken off, even where
// no name agrees with ours; any other prefix stays then.
func TestWrappers(t *testing.T) {
	r := report(t, "unet", "")
	for _, tt := range []struct{ prefix, want string }{
		{"module.", "module."}, {"_orig_mod.", "_orig_mod."}, {"model.", "model."},
		{"net.", "net."}, {"network.", "network."}, {"_forward_module.", "_forward_module."},
		{"mine.", ""}, {"", ""},
	} {
		lines := shapeList(r)
		for i, l := range lines {
			_, shape, _ := strings.Cut(l, ": ")
			lines[i] = fmt.Sprintf("%st%d: %s", tt.prefix, i, shape)
		}
		if got := Check(strings.Join(lines, "\n"), r, nil); got.Verdict != OtherNames || got.Prefix != tt.want {
			t.Errorf("%q: verdict %d, prefix %q, want %q", tt.prefix, got.Verdict, got.Prefix, tt.want)
		}
	}
}
