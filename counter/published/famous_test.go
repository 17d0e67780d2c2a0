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

// TestFamousTotals computes every famous total, also with other inputs and classes.
func TestFamousTotals(t *testing.T) {
	trainable, total := mobileNetV2(3)
	f := famousByID(t, "tf-mobilenetv2-unet")
	if f.Total != 1_841_984+total {
		t.Errorf("%s: %d, want %d", f.ID, f.Total, 1_841_984+total)
	}
	if f.Also[0].Total != trainable || f.Also[1].Total != 1_841_984+total-trainable {
		t.Errorf("the tutorial's other numbers are %d and %d", trainable, 1_841_984+total-trainable)
	}
	_, two := mobileNetV2(2)
	for _, tt := range []struct {
		id                 string
		n, inputs, classes int64
	}{
		{"tf-mobilenetv2-unet", 1_841_984 + two, 3, 2},
		{"transunet", 105_277_081, 3, 9},
	} {
		inputs, classes, also, ok := famousByID(t, tt.id).Is(tt.n)
		if !ok || inputs != tt.inputs || classes != tt.classes || also != nil {
			t.Errorf("%s: %d has %d inputs and %d classes, %t", tt.id, tt.n, inputs, classes, ok)
		}
	}
	for _, n := range []int64{0, 1, 105_277_080, 105_277_082, 6_504_226, 6_504_227 + 1441*40} {
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
