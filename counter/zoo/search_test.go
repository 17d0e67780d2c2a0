package zoo

import "testing"

// TestBest checks that every word has to stand somewhere, in whatever way it is typed,
// and that what is called like the query comes first.
func TestBest(t *testing.T) {
	for _, tt := range []struct{ query, first string }{
		{"", Default},
		{"milesial", "milesial"},
		{"ＭＩＬＥＳＩＡＬ", "milesial"},
		{"swin unetr", "swinunetr-brats"},
		{"monai basicunet", "monai-basicunet"},
		{"stable diffusion 1.5", "sd-15"},
		{"SDXL", "sdxl"},
		{"unet paper", "unet-2015"},
		{"no such network", ""},
	} {
		first := ""
		if found := Best(tt.query); len(found) > 0 {
			if first = found[0].Arch.ID; found[0].Preset != nil {
				first = found[0].Preset.ID
			}
		}
		if first != tt.first {
			t.Errorf("%q finds %q first, want %q", tt.query, first, tt.first)
		}
	}
	for _, a := range Archs() {
		if found := Best(a.ID); len(found) == 0 || found[0].Arch != a || found[0].Preset != nil {
			t.Errorf("%s is not the first one that is found by its id", a.ID)
		}
	}
}

// TestSearchPresets checks that published networks are found by their own names and by
// those of their architectures.
func TestSearchPresets(t *testing.T) {
	for _, tt := range []struct{ query, first string }{
		{"sdxl", "sdxl"},
		{"SDXL diffusers", "diffusers-sdxl"},
		{"resnet34", "resnet34-unet"},
		{"论文", "unet-2015"},
		{"no such network", ""},
	} {
		found := SearchPresets(tt.query)
		if first := append(found, &Preset{})[0].ID; first != tt.first {
			t.Errorf("%q finds %q first, want %q", tt.query, first, tt.first)
		}
	}
}
