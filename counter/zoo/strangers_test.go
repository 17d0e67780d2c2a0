package zoo_test

import "testing"

// TestStrangers: networks that people have asked about in public, each as settings
// of the classic U-Net.
func TestStrangers(t *testing.T) {
	for _, tt := range []struct {
		settings string
		want     int64
	}{
		// Keras code with 3×3 transposed convolutions, and one more convolution before
		// the last one.
		{"in=3 classes=23 norm=none upkernel=3 headconvs=1", 8_640_471},
		{"in=3 classes=1 base=64 norm=none upkernel=3", 34_513_345},
		{"in=1 classes=1 base=64 norm=none upkernel=3", 34_512_193},
		// The 2015 paper's network with a last convolution of 3×3.
		{"base=64 norm=none padding=valid headkernel=3 size=572", 31_031_682},
		{"classes=1 levels=6 concatnorm=on", 31_109_921},
		// nnU-Net's plain network: six levels up to 320, no bias in transposed
		// convolutions and in the heads of five levels.
		{"nd=3 classes=3 levels=6 limit=320 norm=instance down=block upbias=off heads=on headbias=off size=64", 31_195_584},
		{"in=3 classes=2 base=64 bias=off where=up up=bilinear upconv=1 upbias=off heads=on headlevels=1,2 headconvs=1", 29_060_676},
	} {
		_, r := build(t, unet(t, tt.settings))
		if r.Learnable != tt.want {
			t.Errorf("%s: %d, want %d", tt.settings, r.Learnable, tt.want)
		}
	}
}
