package compare

import (
	"strings"
	"testing"
)

// TestStageOrder: the stages of both networks are listed in the order of the data
// flow: down the encoder, and up the decoder from the deepest level, whichever of the
// two networks is deeper.
func TestStageOrder(t *testing.T) {
	const want = "in1 enc1 enc2 enc3 enc4 mid4 mid5 dec4 dec3 dec2 dec1 head1"
	for _, levels := range [][2]string{{"4", "5"}, {"5", "4"}} {
		c, err := Of(configOf(t, "unet levels="+levels[0]), configOf(t, "unet levels="+levels[1]))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range c.Stages {
			got = append(got, r.String())
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s and %s levels: %s, want %s", levels[0], levels[1], s, want)
		}
	}
}
