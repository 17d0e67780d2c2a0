package published

import (
	"strings"
	"testing"

	"unetparams/counter/zoo"
)

// The totals are computed here from what their sources describe, using only the
// formulas of layers.

func conv(k, in, out, bias int64) int64 { return k*k*in*out + bias*out }

// mobileNetV2 returns what Keras counts in the tutorial's decoder, without and with
// the moving averages of batch norm. Its encoder is MobileNetV2 up to
// block_16_project, which has 1,841,984 with those.
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

// TestFamousTotals computes every famous total, also with other inputs and classes.
func TestFamousTotals(t *testing.T) {
	_, mobile := mobileNetV2(3)
	for id, want := range map[string]int64{
		"fastai-dynamicunet-resnet34": dynamicUnet(7), "tf-mobilenetv2-unet": 1_841_984 + mobile,
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
	for _, tt := range []struct {
		id                 string
		n, inputs, classes int64
	}{
		{"fastai-dynamicunet-resnet34", dynamicUnet(2), 3, 2},
		{"transunet", 105_277_081, 3, 9},
	} {
		inputs, classes, also, ok := famousByID(t, tt.id).Is(tt.n)
		if !ok || inputs != tt.inputs || classes != tt.classes || also != nil {
			t.Errorf("%s: %d has %d inputs and %d classes, %t", tt.id, tt.n, inputs, classes, ok)
		}
	}
	for _, n := range []int64{0, 1, 105_277_080, 105_277_082, 41_221_667, 41_221_668 + 100*40} {
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

// TestFamousAreNotBuilt: networks that the zoo has need no row, and every row is
// complete.
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
