package zoo_test

import "fmt"

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
