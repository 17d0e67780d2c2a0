package zoo_test

import (
	"slices"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// TestFastai compares DynamicUnet with a module for PyTorch 1.13 that was written from
// what fastai's code says, as fastai itself was not run: the totals of the first three
// are printed in public, too; see package published.
func TestFastai(t *testing.T) {
	measured(t, []measurement{
		{"fastai", "encoder=resnet18 n_out=5 size=64x64", 31113308, 11673, 1813254144, "5x64x64"},
		{"fastai", "n_out=7 size=64x64", 41221668, 19113, 1965060096, "7x64x64"},
		{"fastai", "encoder=resnet50 n_out=7 size=64x64", 339071460, 60986, 19586641920, "7x64x64"},
		{"fastai", "n_in=1 norm_type=Batch size=45x70", 41215772, 35011, 1636208344, "2x45x70"},
		{"fastai", "encoder=resnet18 n_out=3 n_in=4 norm_type=Instance last_cross=off size=50x67", 30947366, 11673, 1052451520, "3x50x67"},
		{"fastai", "encoder=resnet101 n_out=32 last_cross=off size=64x64", 356545952, 113261, 13675724800, "32x64x64"},
		{"fastai", "encoder=resnet152 n_out=1 size=64x32", 373705484, 159392, 10092783616, "1x64x32"},
	})
}

// TestFastaiSummary compares each layer's number of parameters with the summary that
// fastai printed of a network with a ResNet-18 and five outputs, at
// https://elte.me/2021-03-10-keypoint-regression-fastai.
func TestFastaiSummary(t *testing.T) {
	printed := []int64{
		9408, 128, 36864, 128, 36864, 128, 36864, 128, 36864, 128,
		73728, 256, 147456, 256, 8192, 256, 147456, 256, 147456, 256,
		294912, 512, 589824, 512, 32768, 512, 589824, 512, 589824, 512,
		1179648, 1024, 2359296, 1024, 131072, 1024, 2359296, 1024, 2359296, 1024,
		1024, 4719616, 4719104,
		525312, 512, 2359808, 2359808,
		525312, 256, 1327488, 1327488,
		295680, 128, 590080, 590080,
		131584, 128, 165984, 83040,
		37248, 88308, 88308, 500,
	}
	c, err := config.Make(zoo.Lookup("fastai"), "encoder=resnet18 n_out=5")
	if err != nil {
		t.Fatal(err)
	}
	_, r := build(t, c)
	var got []int64
	for i := range r.Layers {
		if n := r.Layers[i].Learnable; n > 0 {
			got = append(got, n)
		}
	}
	if !slices.Equal(got, printed) {
		t.Errorf("parameters by layer: %v, printed %v", got, printed)
	}
}
