package published

import (
	"strings"
	"testing"

	"unetparams/counter/zoo"
)

// The totals are computed here from what their sources describe, in nothing but
// the formulas of layers.

func conv(k, in, out, bias int64) int64 { return k*k*in*out + bias*out }

// pix2pix returns the parameters of its U-Net: all convolutions are 4×4, biased
// only in the last, since batch norm follows the others. The outermost and the
// innermost convolutions down have none, nor has the last one up.
func pix2pix(in, out int64, downs int) int64 {
	widths := []int64{64, 128, 256}
	for len(widths) < downs {
		widths = append(widths, 512)
	}
	n := conv(4, in, widths[0], 0) + conv(4, 2*widths[0], out, 1)
	for i := 1; i < downs; i++ {
		outer, inner := widths[i-1], widths[i]
		n += conv(4, outer, inner, 0) + 2*inner
		if i == downs-1 { // the innermost: no norm down, and no skip connection below it
			n += conv(4, inner, outer, 0) + 2*outer - 2*inner
		} else {
			n += conv(4, 2*inner, outer, 0) + 2*outer
		}
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

// diffusion describes a U-Net of Stable Diffusion.
type diffusion struct {
	mults  []int64 // of 320 channels
	depths []int64 // of transformers by level
	text   int64   // channels
	label  int64   // channels of a second embedding, 0 without one
}

func (d diffusion) count() int64 {
	const base, emb = 320, 4 * 320
	res := func(in, out int64) int64 {
		n := 2*in + conv(3, in, out, 1) + conv(1, emb, out, 1) + 2*out + conv(3, out, out, 1)
		if in != out {
			n += conv(1, in, out, 1)
		}
		return n
	}
	transformer := func(c, depth int64) int64 {
		if depth == 0 {
			return 0
		}
		self := 3*c*c + conv(1, c, c, 1)
		cross := c*c + 2*d.text*c + conv(1, c, c, 1)
		feed := conv(1, c, 8*c, 1) + conv(1, 4*c, c, 1) // GEGLU: the first has twice the width
		return 2*c + 2*conv(1, c, c, 1) + depth*(self+cross+feed+3*2*c)
	}
	n := conv(1, base, emb, 1) + conv(1, emb, emb, 1)
	if d.label > 0 {
		n += conv(1, d.label, emb, 1) + conv(1, emb, emb, 1)
	}
	n += conv(3, 4, base, 1)
	c, skips := int64(base), []int64{base}
	for level, m := range d.mults {
		for range 2 {
			n += res(c, m*base) + transformer(m*base, d.depths[level])
			c = m * base
			skips = append(skips, c)
		}
		if level < len(d.mults)-1 {
			n += conv(3, c, c, 1)
			skips = append(skips, c)
		}
	}
	deepest := d.depths[len(d.depths)-1]
	if deepest == 0 { // the bottleneck has a transformer also where its level has none
		deepest = 1
	}
	n += 2*res(c, c) + transformer(c, deepest)
	for level := len(d.mults) - 1; level >= 0; level-- {
		for range 3 {
			skip := skips[len(skips)-1]
			skips = skips[:len(skips)-1]
			n += res(c+skip, d.mults[level]*base) + transformer(d.mults[level]*base, d.depths[level])
			c = d.mults[level] * base
		}
		if level > 0 {
			n += conv(3, c, c, 1)
		}
	}
	return n + 2*c + conv(3, c, 4, 1)
}

// TestFamousTotals computes every famous total, and those with other inputs and
// classes.
func TestFamousTotals(t *testing.T) {
	sd := diffusion{mults: []int64{1, 2, 4, 4}, depths: []int64{1, 1, 1, 0}, text: 768}
	sd2 := sd
	sd2.text = 1024
	xl := diffusion{mults: []int64{1, 2, 4}, depths: []int64{0, 2, 10}, text: 2048, label: 2816}
	_, mobile := mobileNetV2(3)
	for id, want := range map[string]int64{
		"pix2pix-unet256": pix2pix(3, 3, 8), "pix2pix-unet128": pix2pix(3, 3, 7),
		"sd1": sd.count(), "sd2": sd2.count(), "sdxl": xl.count(),
		"coursera-unet": course(3, 23), "tf-mobilenetv2-unet": 1_841_984 + mobile,
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
	for _, tt := range []struct {
		id                 string
		n, inputs, classes int64
	}{
		{"pix2pix-unet256", pix2pix(1, 1, 8), 1, 1}, {"pix2pix-unet256", pix2pix(3, 1, 8), 3, 1},
		{"coursera-unet", course(1, 2), 1, 2}, {"fastai-dynamicunet-resnet34", dynamicUnet(2), 3, 2},
		{"sd1", 859_520_964, 4, 4},
	} {
		inputs, classes, also, ok := famousByID(t, tt.id).Is(tt.n)
		if !ok || inputs != tt.inputs || classes != tt.classes || also != nil {
			t.Errorf("%s: %d has %d inputs and %d classes, %t", tt.id, tt.n, inputs, classes, ok)
		}
	}
	if n := pix2pix(1, 1, 8); n != 54_407_809 {
		t.Errorf("pix2pix with one channel has %d", n)
	}
	for _, n := range []int64{0, 1, 859_520_963, 859_520_965, 8_640_470, 8_640_471 + 33*12, 54_413_955 + 2*1024} {
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
