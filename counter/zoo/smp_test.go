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

// TestTenChannels: the published UnetPlusPlus with scSE and a dpn68 has a convolution
// without outputs, so that it can be built, but not run.
func TestTenChannels(t *testing.T) {
	c, err := config.Make(zoo.Lookup("smp-unetplusplus"), "encoder_name=dpn68 decoder_attention_type=scse")
	if err == nil {
		_, _, err = c.Build()
	}
	checkError(t, c, err)
}
