package zoo_test

import (
	"strings"
	"testing"
)

func init() {
	for class, id := range map[string]string{
		"PlainConvUNet":       "nnunet-plain",
		"ResidualEncoderUNet": "nnunet-resenc",
		"ResidualUNet":        "nnunet-residual",
	} {
		reproduces("MIC-DKFZ/dynamic-network-architectures", class, reproduction{Arch: id, Settings: nnUNetSettings})
	}
}

// nnUNetSettings shortens classes to their names without dimensions, and takes
// keyword arguments apart.
func nnUNetSettings(c *published, s map[string]string) {
	for _, key := range []string{"conv_op", "norm_op", "dropout_op", "nonlin", "block"} {
		if v, ok := s[key]; ok {
			v = v[strings.LastIndex(v, ".")+1:]
			if key == "norm_op" || key == "dropout_op" {
				v = strings.TrimRight(v, "123d")
			}
			s[key] = v
		}
	}
	// What the published code has by default, where nnU-Net's choice is ours.
	defaults := map[string]string{"conv_bias": "off", "norm_op": "none", "nonlin": "none", "deep_supervision": "off"}
	for key, v := range defaults {
		if s[key] == "" {
			s[key] = v
		}
	}
	kwargs, _ := c.Config["norm_op_kwargs"].(map[string]any)
	for _, key := range []string{"affine", "track_running_stats"} {
		s[key] = "default"
		if v, ok := kwargs[key]; ok {
			s[key] = spell(v, ",")
		}
	}
	for _, key := range []string{"norm_op_kwargs", "dropout_op_kwargs", "nonlin_kwargs"} {
		delete(s, key)
	}
}

// TestNNUNetArguments: of operators that are rare, and of PReLUs with a slope for
// each channel, which run where all widths are the same.
func TestNNUNetArguments(t *testing.T) {
	const small = "n_stages=3 features_per_stage=4 conv_op=Conv2d num_classes=2 conv_bias=off affine=default deep_supervision=off size=8 "
	const plain = small + "n_conv_per_stage=1 n_conv_per_stage_decoder=1 "
	const residual = small + "n_blocks_per_stage=1 "
	measured(t, []measurement{
		{"nnunet-plain", plain + "norm_op=SyncBatchNorm nonlin=none", 1088, 45, notRun, ""}, // runs on GPUs only
		{"nnunet-plain", plain + "norm_op=none nonlin=Hardswish dropout_op=AlphaDropout", 1048, 0, 30016, "2x8x8"},
		{"nnunet-plain", plain + "norm_op=none nonlin=PReLU num_parameters=4", 1068, 0, 30016, "2x8x8"},
		{"nnunet-residual", residual + "norm_op=none nonlin=PReLU num_parameters=4", 2020, 0, 65408, "2x8x8"},
		{"nnunet-resenc", residual + "features_per_stage=4,8,4 norm_op=none nonlin=PReLU num_parameters=4", 3444, 0, 0, ""},
		{"nnunet-resenc", residual + "n_blocks_per_stage=1,3,36 norm_op=none nonlin=none", 12280, 0, 100864, "2x8x8"},

		// Even kernels shrink what the way around is added to, in place.
		{"nnunet-resenc", residual + "conv_op=Conv1d n_stages=2 features_per_stage=2,3 strides=1,2 kernel_sizes=3,2 norm_op=none nonlin=none size=4", 108, 0, 0, ""},
	})
}
