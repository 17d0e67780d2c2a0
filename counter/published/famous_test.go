package published

import (
	"strings"
	"testing"

	"unetparams/counter/zoo"
)

// The totals are computed here from what their sources describe, in nothing but
// the formulas of layers.

func conv(k, in, out, bias int64) int64 { return k*k*in*out + bias*out }

// carvana returns what TensorFlow's post has: all that is trained, and the moving
// averages besides.
func carvana(in, classes int64) (trainable, total int64) {
	n, norms := conv(1, 32, classes, 1), int64(0)
	for _, w := range []int64{32, 64, 128, 256, 512, 1024} {
		n += conv(3, in, w, 1) + conv(3, w, w, 1)
		norms += 2 * w
		in = w
	}
	for _, w := range []int64{512, 256, 128, 64, 32} {
		n += conv(2, 2*w, w, 1) + conv(3, 2*w, w, 1) + conv(3, w, w, 1)
		norms += 2*w + 2*w // the concatenation has 2·w channels
	}
	return n + 2*norms, n + 4*norms
}

// headed returns the U-Net of 2015 with a last convolution of 3×3.
func headed(in, classes int64) int64 {
	n := conv(3, 64, classes, 1)
	for _, w := range []int64{64, 128, 256, 512, 1024} {
		n += conv(3, in, w, 1) + conv(3, w, w, 1)
		in = w
	}
	for _, w := range []int64{512, 256, 128, 64} {
		n += conv(2, 2*w, w, 1) + conv(3, 2*w, w, 1) + conv(3, w, w, 1)
	}
	return n
}

// mmseg returns the backbone of mmsegmentation's UNet, and a head over channels.
func mmseg(in int64) int64 {
	n := int64(0)
	for _, w := range []int64{64, 128, 256, 512, 1024} {
		n += conv(3, in, w, 0) + conv(3, w, w, 0) + 4*w
		in = w
	}
	for _, w := range []int64{512, 256, 128, 64} {
		n += conv(1, 2*w, w, 0) + conv(3, 2*w, w, 0) + conv(3, w, w, 0) + 6*w
	}
	return n
}

func mmsegHead(in, classes int64) int64 { return conv(3, in, 64, 0) + 2*64 + conv(1, 64, classes, 1) }

// generic returns nnU-Net's first version, with six stages in 3D.
func generic(in, classes int64) int64 {
	cube := func(k, in, out, bias int64) int64 { return k*k*k*in*out + bias*out }
	widths, n := []int64{32, 64, 128, 256, 320, 320}, int64(0)
	for _, w := range widths {
		n += cube(3, in, w, 1) + cube(3, w, w, 1) + 4*w
		in = w
	}
	for i := 4; i >= 0; i-- {
		w := widths[i]
		n += cube(2, in, w, 0) + cube(3, 2*w, w, 1) + cube(3, w, w, 1) + 4*w + cube(1, w, classes, 0)
		in = w
	}
	return n
}

// course returns the parameters of the course's U-Net.
func course(in, classes int64) int64 {
	n := conv(3, 32, 32, 1) + conv(1, 32, classes, 1)
	for _, w := range []int64{32, 64, 128, 256, 512} {
		n += conv(3, in, w, 1) + conv(3, w, w, 1)
		in = w
	}
	for _, w := range []int64{256, 128, 64, 32} {
		n += conv(3, 2*w, w, 1) + conv(3, 2*w, w, 1) + conv(3, w, w, 1)
	}
	return n
}

// mobileNetV2 returns what Keras counts of the tutorial's decoder, without and
// with the moving averages of batch norm. Its encoder is MobileNetV2 as far as
// block_16_project, 1,841,984 with those.
func mobileNetV2(classes int64) (trainable, total int64) {
	in := int64(320)
	for i, w := range []int64{512, 256, 128, 64} {
		skip := []int64{576, 192, 144, 96}[i]
		trainable += conv(3, in, w, 0) + 2*w
		total += 2 * w
		in = w + skip
	}
	trainable += conv(3, in, classes, 1)
	return trainable, total + trainable
}

// dynamicUnet returns the parameters of fastai's network over a ResNet-34, whose
// outputs have 256, 128, 64 and 64 channels from the deepest skip on.
func dynamicUnet(classes int64) int64 {
	n := int64(21_797_672 - 513_000) // the ResNet-34 without its linear layer
	n += 2*512 + conv(3, 512, 1024, 1) + conv(3, 1024, 512, 1)
	up := int64(512)
	for i, skip := range []int64{256, 128, 64, 64} {
		n += conv(1, up, up/2*4, 1) + 2*skip
		in := up/2 + skip
		up = in
		if i == 3 { // the last one halves
			up /= 2
		}
		n += conv(3, in, up, 1) + conv(3, up, up, 1)
	}
	n += conv(1, up, 4*up, 1)
	up += 3 // the image
	return n + 2*conv(3, up, up, 1) + conv(1, up, classes, 1)
}

// TestFamousTotals computes every famous total, and those with other inputs and
// classes.
func TestFamousTotals(t *testing.T) {
	post, _ := carvana(1, 1)
	_, mobile := mobileNetV2(3)
	for id, want := range map[string]int64{
		"tf-carvana-unet": post, "unet-3x3-head": headed(1, 2), "nnunet-v1": generic(1, 3),
		"mmseg-fcn-unet": mmseg(3) + mmsegHead(64, 2) + mmsegHead(128, 2),
		"coursera-unet":  course(3, 23), "tf-mobilenetv2-unet": 1_841_984 + mobile,
		"fastai-dynamicunet-resnet34": dynamicUnet(7),
	} {
		f := famousByID(t, id)
		if f.Total != want {
			t.Errorf("%s: %d, want %d", id, f.Total, want)
		}
	}
	trainable, total := mobileNetV2(3)
	if f := famousByID(t, "tf-mobilenetv2-unet"); f.Also[0].Total != trainable || f.Also[1].Total != 1_841_984+total-trainable {
		t.Errorf("the tutorial's other numbers are %d and %d", trainable, 1_841_984+total-trainable)
	}
	_, stored := carvana(1, 1)
	_, color := carvana(3, 1)
	for id, want := range map[string][2]int64{
		"tf-carvana-unet": {stored, color}, "mmseg-fcn-unet": {mmseg(3), mmseg(3) + mmsegHead(64, 2)},
	} {
		if f := famousByID(t, id); f.Also[0].Total != want[0] || f.Also[1].Total != want[1] {
			t.Errorf("%s: the other numbers are %d", id, want)
		}
	}
	post, _ = carvana(3, 1)
	for _, tt := range []struct {
		id                 string
		n, inputs, classes int64
	}{
		{"tf-carvana-unet", post, 3, 1}, {"unet-3x3-head", headed(3, 21), 3, 21}, {"nnunet-v1", generic(1, 2), 1, 2},
		{"coursera-unet", course(1, 2), 1, 2}, {"fastai-dynamicunet-resnet34", dynamicUnet(2), 3, 2},
		{"mmseg-fcn-unet", mmseg(3) + mmsegHead(64, 19) + mmsegHead(128, 19), 3, 19}, {"transunet", 105_277_081, 3, 9},
	} {
		inputs, classes, also, ok := famousByID(t, tt.id).Is(tt.n)
		if !ok || inputs != tt.inputs || classes != tt.classes || also != nil {
			t.Errorf("%s: %d has %d inputs and %d classes, %t", tt.id, tt.n, inputs, classes, ok)
		}
	}
	for _, n := range []int64{0, 1, 105_277_080, 105_277_082, 8_640_470, 8_640_471 + 33*12} {
		for _, f := range Totals() {
			if _, _, _, ok := f.Is(n); ok {
				t.Errorf("%d is taken for %s", n, f.ID)
			}
		}
	}
}

func famousByID(t *testing.T, id string) *Famous {
	t.Helper()
	for i := range famous {
		if famous[i].ID == id {
			return &famous[i]
		}
	}
	t.Fatalf("no famous total %q", id)
	return nil
}

// TestFamousAreNotBuilt: what the zoo builds needs no row, and every row is whole.
func TestFamousAreNotBuilt(t *testing.T) {
	built := map[int64]string{}
	for _, n := range zoo.Networks() {
		total, err := n.Config.Count()
		if err != nil {
			t.Fatal(err)
		}
		built[total] = n.ID
	}
	ids := map[string]bool{}
	for _, f := range Totals() {
		if id := built[f.Total]; id != "" {
			t.Logf("%s is built here, as %s: its row can go", f.ID, id) // a search leaves it out
		}
		if ids[f.ID] || f.Net.EN == "" || f.Net.ZH == "" || f.Why.EN == "" || f.Why.ZH == "" ||
			f.Source.Title == "" || !strings.HasPrefix(f.Source.URL, "https://") || f.Inputs < 1 || f.Classes < 1 {
			t.Errorf("%+v", f)
		}
		ids[f.ID] = true
	}
}
