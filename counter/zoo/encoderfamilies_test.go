package zoo_test

import (
	"errors"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// TestEncoderFamilies compares the count of a Unet of segmentation_models.pytorch with
// that of PyTorch. The numbers are those of the published code: encoder, decoder and head of
// qubvel/segmentation_models.pytorch at commit e5d3db2, with 3 channels and 1 class, on
// timm 0.9.2 (huggingface/pytorch-image-models at commit 3d05c0e8), were made with PyTorch
// 1.13, run on an image of zeros, and their parameters summed.
func TestEncoderFamilies(t *testing.T) {
	for _, test := range []struct {
		encoder string
		want    int64
	}{
		{"timm-resnest14d", 17_575_761},
		{"timm-resnest26d", 24_033_521},
		{"timm-resnest50d", 34_447_313},
		{"timm-resnest101e", 55_257_521},
		{"timm-resnest200e", 77_184_049},
		{"timm-resnest269e", 117_911_985},
		{"timm-resnest50d_4s2x40d", 37_381_665},
		{"timm-resnest50d_1s4x24d", 32_641_073},
		{"timm-res2net50_26w_4s", 32_663_193},
		{"timm-res2net101_26w_4s", 52_170_761},
		{"timm-res2net50_26w_6s", 44_015_521},
		{"timm-res2net50_26w_8s", 55_367_849},
		{"timm-res2net50_48w_2s", 32_251_377},
		{"timm-res2net50_14w_8s", 32_023_889},
		{"timm-res2next50", 31_635_537},
		{"timm-gernet_s", 12_827_338},
		{"timm-gernet_m", 27_438_321},
		{"timm-gernet_l", 37_373_681},
		{"timm-skresnet18", 14_593_649},
		{"timm-skresnet34", 24_916_417},
		{"timm-skresnext50_32x4d", 32_952_129},
	} {
		c, err := config.Make(zoo.Lookup("smp-unet"), "encoder_name="+test.encoder)
		if err != nil {
			t.Error(err)
			continue
		}
		_, r, err := c.Build()
		if err != nil {
			t.Errorf("%s: %v", test.encoder, err)
		} else if r.Learnable != test.want || r.Unused != 0 {
			t.Errorf("%s: %d parameters, %d of them unused; want %d", test.encoder, r.Learnable, r.Unused, test.want)
		}
	}
}

// TestNarrowEncoders: scSE divides the channels of a feature by 16. With 10 or 13 of them
// PyTorch can't run the convolution, which has no outputs; a U-Net++ has blocks of that width.
func TestNarrowEncoders(t *testing.T) {
	for _, encoder := range []string{"dpn68", "timm-gernet_s"} {
		c, err := config.Make(zoo.Lookup("smp-unetplusplus"), "decoder_attention_type=scse encoder_name="+encoder)
		if err == nil {
			_, _, err = c.Build()
		}
		checkError(t, c, err)
		var v *config.ValueError
		if !errors.As(err, &v) || v.Key != "decoder_attention_type" {
			t.Errorf("%s: %v", encoder, err)
		}
	}
}
