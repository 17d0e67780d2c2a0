package zoo_test

import (
	"fmt"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

func init() {
	for class, id := range map[string]string{
		"Unet": "smp-unet", "UnetPlusPlus": "smp-unetplusplus", "MAnet": "smp-manet", "Linknet": "smp-linknet", "FPN": "smp-fpn",
	} {
		r := reproduction{Arch: id, Settings: smpSettings}
		reproduces("qubvel/segmentation_models.pytorch", class, r)
	}
}

// smpSettings leaves out where weights come from, and takes the one argument
// that counts out of a dictionary.
func smpSettings(c *published, s map[string]string) {
	delete(s, "encoder_weights")
	if aux, ok := c.Config["aux_params"].(map[string]any); ok {
		delete(s, "aux_params")
		s["aux_classes"] = fmt.Sprint(aux["classes"])
	}
}

// TestEncoders compares networks with what PyTorch 1.13 built of
// segmentation_models.pytorch at e5d3db2 with pretrained-models.pytorch 0.7.4 (ac8682f):
// parameters, and entries of the state_dict. testdata/oracle has Unet with each of these
// encoders tensor by tensor; here are other decoders, depths and images.
func TestEncoders(t *testing.T) {
	for _, tt := range []struct {
		arch, settings string
		learnable      int64
		entries        int
	}{
		{"smp-unet", "encoder_name=xception", 28_769_401, 336},
		{"smp-unet", "encoder_name=xception in_channels=1 encoder_depth=3 decoder_channels=256,128,64", 22_909_993, 312},
		{"smp-unetplusplus", "encoder_name=xception", 34_006_905, 408},
		{"smp-manet", "encoder_name=xception", 141_754_187, 424},
		{"smp-linknet", "encoder_name=xception", 27_256_391, 371},
		{"smp-fpn", "encoder_name=xception", 23_240_873, 305},
		{"smp-unet", "encoder_name=inceptionresnetv2", 62_029_297, 1366},
		{"smp-unet", "encoder_name=inceptionresnetv2 in_channels=1 encoder_depth=3 decoder_channels=256,128,64", 56_704_417, 1342},
		{"smp-unetplusplus", "encoder_name=inceptionresnetv2", 71_082_993, 1438},
		{"smp-manet", "encoder_name=inceptionresnetv2", 127_907_009, 1454},
		{"smp-linknet", "encoder_name=inceptionresnetv2", 59_445_665, 1401},
		{"smp-fpn", "encoder_name=inceptionresnetv2", 56_734_241, 1335},
		{"smp-unet", "encoder_name=senet154", 122_071_489, 1204},
		{"smp-unet", "encoder_name=senet154 in_channels=1 encoder_depth=3 decoder_channels=256,128,64", 116_100_913, 1180},
		{"smp-unetplusplus", "encoder_name=senet154", 140_029_889, 1276},
		{"smp-manet", "encoder_name=senet154", 237_016_241, 1292},
		{"smp-linknet", "encoder_name=senet154", 120_729_905, 1239},
		{"smp-fpn", "encoder_name=senet154", 115_647_985, 1173},
	} {
		c, err := config.Make(zoo.Lookup(tt.arch), tt.settings)
		if err != nil {
			t.Fatal(err)
		}
		if _, r, err := c.Build(); err != nil || r.Learnable != tt.learnable || len(r.Tensors) != tt.entries {
			t.Errorf("%s %s: %d parameters in %d entries, %v; want %d in %d", tt.arch, tt.settings, r.Learnable, len(r.Tensors), err, tt.learnable, tt.entries)
		}
	}
}
