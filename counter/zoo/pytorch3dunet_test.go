package zoo_test

import (
	"strings"
	"testing"

	"unetparams/counter/zoo"
)

func init() {
	for _, a := range zoo.Archs() {
		if !strings.HasPrefix(a.ID, "pt3dunet-") {
			continue
		}
		reproduces("wolny/pytorch-3dunet", a.Class, reproduction{
			Arch: a.ID,
			Settings: func(c *published, s map[string]string) {
				delete(s, "dropout_prob") // changes nothing that is counted
				if s["num_groups"] == "none" {
					delete(s, "num_groups") // only without group norm
				}
			},
		})
	}
}

// TestPytorch3DUNetUpsample: any mode of torch's interpolate will do for its
// dimensions, and without up-sampling padding can make up for what pooling takes.
func TestPytorch3DUNetUpsample(t *testing.T) {
	measured(t, []measurement{
		{"pt3dunet-unet2d", "f_maps=8 num_levels=3 upsample=bicubic size=16x18", 20791, 0, 1657728, "1x16x18"},
		{"pt3dunet-unet3d", "f_maps=8 num_levels=3 upsample=bicubic size=8", 61759, 0, 0, ""},
		{"pt3dunet-unet3d", "f_maps=8 num_levels=3 upsample=nearest-exact size=8x9x8", 61759, 0, 6812928, "1x8x9x8"},
		{"pt3dunet-unet2d", "f_maps=8 num_levels=2 conv_padding=2 upsample=none size=4", 4471, 0, 371088, "1x12x12"},
		{"pt3dunet-unet2d", "f_maps=8 num_levels=2 conv_padding=2 upsample=none size=8", 4471, 0, 0, ""},
		{"pt3dunet-residualunet2d", "f_maps=8 num_levels=2 upsample=none size=8", 7345, 0, 0, ""},
		{"pt3dunet-residualunet2d", "f_maps=8 num_levels=2 upsample=bicubic size=8", 7345, 0, 0, ""},
	})
}
