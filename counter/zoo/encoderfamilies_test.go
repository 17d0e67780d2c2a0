package zoo_test

import (
	"errors"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// TestNarrowEncoders: scSE divides the channels of a feature by 16. With 10 of them
// PyTorch can't run the convolution, which has no outputs; a U-Net++ has blocks of that width.
func TestNarrowEncoders(t *testing.T) {
	for _, encoder := range []string{"dpn68"} {
		c, err := config.Make(zoo.Lookup("smp-unetplusplus"), "decoder_attention_type=scse encoder_name="+encoder)
		if err == nil {
			_, _, err = c.Build()
		}
		var v *config.ValueError
		if !errors.As(err, &v) || v.Key != "decoder_attention_type" {
			t.Errorf("%s: %v", encoder, err)
		}
	}
}
