package find

import (
	"slices"
	"strings"
	"testing"

	"unetparams/counter/published"
	"unetparams/counter/zoo"
)

// TestAsked asks what strangers asked of numbers, and has the right answers:
// networks that must be found, or known, and such as must not be offered.
func TestAsked(t *testing.T) {
	for _, tt := range []struct {
		number   string
		arch     string // of a finding, or of what is known; empty where the network isn't built here
		settings string
		known    string // the id of a famous total, if it is one
	}{
		{"31,033,045", "jaxony", "in_channels=3 num_classes=21", ""},
		{"8,640,471", "unet", "", ""},
		{"34,513,345", "unet", "in=3 classes=1 base=64 norm=none upconv=3", ""},
		{"34,512,193", "unet", "in=1 classes=1 base=64 norm=none upconv=3", ""},
		{"31,031,682", "unet", "", ""},
		{"7,703,107", "unet", "in=3 classes=3 base=64 levels=4", ""},
		{"31,043,588", "milesial", "n_channels=13 n_classes=4", ""},
		{"1,944,049", "unet", "in=3 classes=1 base=16", ""},
		{"31,109,921", "unet", "", ""},
		{"31,125,921", "unet", "", ""},
		{"54,407,809", "pix2pix", "input_nc=1 output_nc=1 num_downs=8", ""},
		{"29,237,889", "pix2pix", "input_nc=1 output_nc=1 num_downs=6", ""},
		{"54,413,955", "pix2pix", "input_nc=3 output_nc=3 num_downs=8", ""},
		{"29,244,035", "pix2pix", "input_nc=3 output_nc=3 num_downs=6", ""},
		{"41,828,995", "pix2pix", "input_nc=3 output_nc=3 num_downs=7", ""},
		{"28,949,568", "unet", "", ""},
		{"29,060,676", "unet", "", ""},
		{"31,195,584", "unet", "", ""},
		{"6,504,227", "", "", "tf-mobilenetv2-unet"},
		{"41,221,668", "fastai", "n_out=7", ""},
		{"859,520,964", "ldm", "", ""},
		{"7,851,969", "unet4ui", "input_channels=1", ""},
		{"9,162,753", "nested4ui", "input_channels=1", ""},
		{"485,673", "unet", "in=1 classes=1 base=8 norm=none", ""},
		{"485,817", "unet", "in=3 classes=1 base=8 norm=none", ""},
		{"Total params: 31,031,685", "zhixuhao", "", ""},
		{"31,031,685 (118.38 MB)", "zhixuhao", "", ""},
		{"31.031.685", "zhixuhao", "", ""},
	} {
		_, a := search(t, tt.number)
		if tt.known != "" {
			totals := published.Totals()
			i := slices.IndexFunc(totals, func(f published.Famous) bool { return f.ID == tt.known })
			if i < 0 || len(a.Known) == 0 || a.Known[0].Name.EN != totals[i].Net.EN && a.Known[0].Config() == nil {
				t.Errorf("%s is not known as %s", tt.number, tt.known)
			}
			if a.Known[0].quoted && len(a.Findings)+len(a.Miscounts)+len(a.Coincidences)+len(a.Nearest) > 0 {
				t.Errorf("%s: accidents are offered", tt.number)
			}
			continue
		}
		found := slices.ContainsFunc(a.Known, func(k *Known) bool {
			c := k.Config()
			return c != nil && c.Arch.ID == tt.arch && has(c, tt.settings)
		}) || slices.ContainsFunc(a.Findings, func(g *Group) bool {
			c, ok := g.Config()
			return ok && c.Arch.ID == tt.arch && has(c, tt.settings)
		})
		if len(a.Known) > 0 && slices.ContainsFunc(slices.Concat(a.Findings, a.Miscounts), func(g *Group) bool { return g.cost > commonCost }) {
			t.Errorf("%s: accidents stand as findings", tt.number)
		}
		if !found {
			t.Errorf("%s is no %s %s: %+v", tt.number, tt.arch, tt.settings, a)
		}
	}
}

// TestAskedMechanism: whoever goes up by transposed k×k convolutions reads that they
// count like interpolation and k×k convolutions, and the other way round.
func TestAskedMechanism(t *testing.T) {
	for number, k := range map[string]int64{"34,513,345": 3, "34,512,193": 3, "31,033,045": 2, "1,944,049": 2} {
		_, a := search(t, number)
		c, ok := a.Findings[0].Config()
		if !ok {
			t.Fatal("not built")
		}
		all := Mechanisms(c)
		if len(all) != 2 || all[0].Transposed == all[1].Transposed || !slices.Equal(all[0].Kernel, []int64{k, k}) || !slices.Equal(all[1].Kernel, []int64{k, k}) {
			t.Errorf("%s: %+v", number, all)
		}
	}
}

// TestAskedInVain: where nobody has the number, nothing is found, and a miscount of
// a network does not come first.
func TestAskedInVain(t *testing.T) {
	for _, number := range []string{"12,034,978", "12.03M", "23.52M"} {
		_, a := search(t, number)
		if a.Outcome != Missing || len(a.Known)+len(a.Findings)+len(a.Miscounts)+len(a.Nearest) > 0 {
			t.Errorf("%s: outcome %d, %+v", number, a.Outcome, a)
		}
	}
	_, a := search(t, "8,640,471")
	for _, g := range slices.Concat(a.Findings, a.Miscounts, a.Coincidences) {
		if c, ok := g.Config(); ok && strings.Contains(c.Arch.ID, zoo.Default) {
			t.Errorf("a network of %v", c)
		}
	}
}

// TestAskedSize: a size in megabytes is a range that has the number.
func TestAskedSize(t *testing.T) {
	for _, text := range []string{"118.38 MB", "118.38 MiB", "Params size (MB): 118.38"} {
		r, err := Read(text)
		if err != nil || !r.Has(31_031_685) || r.Exact() {
			t.Errorf("%s: %+v, %v", text, r, err)
		}
	}
	if r, err := Read("124.151 MB"); err != nil || r.Lo != 31_037_625 {
		t.Errorf("%+v, %v", r, err)
	}
}
