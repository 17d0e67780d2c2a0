package zoo_test

import (
	"strings"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

func init() {
	reproduces("mattmacy/vnet.pytorch", "VNet", reproduction{
		Arch: "vnet",
		Settings: func(c *published, s map[string]string) {
			if strings.HasSuffix(c.ID, "-fixedcat") {
				s["fixedcat"] = "on" // the code was changed, not an argument
			}
		},
	})
}

// TestVNetOnePosition: the code's batch normalization never uses its statistics,
// so that the deepest level needs more than one value a channel: more voxels, or
// the sixteen images of the batch.
func TestVNetOnePosition(t *testing.T) {
	for settings, want := range map[string]string{
		"size=16":                   "",
		"size=16 fixedcat=on":       "the normalization needs two",
		"size=16x16x32 fixedcat=on": "",
	} {
		c, err := config.Make(zoo.Lookup("vnet"), settings)
		if err != nil {
			t.Fatal(err)
		}
		net, _ := build(t, c)
		_, err = c.Trace(net)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", settings, err, want)
		}
	}
}
