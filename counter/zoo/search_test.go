package zoo

import "testing"

// TestSearch: every word has to stand somewhere, in whatever way it is typed, and what
// is called like the query comes first.
func TestSearch(t *testing.T) {
	for _, tt := range []struct{ query, first string }{
		{"", Default},
		{"milesial", "milesial"},
		{"ＭＩＬＥＳＩＡＬ", "milesial"},
		{"swin unetr", "monai-swinunetr"},
		{"monai basicunet", "monai-basicunet"},
		{"no such network", ""},
	} {
		found := Best(tt.query)
		switch {
		case tt.first == "" && len(found) > 0:
			t.Errorf("%q: %s", tt.query, found[0].ID)
		case tt.first != "" && (len(found) == 0 || found[0].ID != tt.first):
			t.Errorf("%q: %d found", tt.query, len(found))
			if len(found) > 0 {
				t.Log(found[0].ID)
			}
		}
		if len(found) != len(Search(tt.query)) {
			t.Errorf("%q: the same are not found in another order", tt.query)
		}
	}
	for _, a := range Archs() {
		if found := Best(a.ID); len(found) == 0 || found[0] != a {
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
