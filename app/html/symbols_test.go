package html

import "testing"

// TestSymbols: symbols get subscripts, names of code and other text stay.
func TestSymbols(t *testing.T) {
	for text, want := range map[string]string{
		"k_h × k_w × C_in weights":  "<p><i>k</i><sub>h</sub> × <i>k</i><sub>w</sub> × <i>C</i><sub>in</sub> weights</p>",
		"C_out：输出":                  "<p><i>C</i><sub>out</sub>：输出</p>",
		"n_in, n_out: a < b":        "<p><i>n</i><sub>in</sub>, <i>n</i><sub>out</sub>: a &lt; b</p>",
		"in_channels and load_data": "<p>in_channels and load_data</p>",
		"数_in":                      "<p>数_in</p>",
		"_in, a_":                   "<p>_in, a_</p>",
	} {
		if got := Symbols(text); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
