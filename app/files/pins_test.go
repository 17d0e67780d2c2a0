package files

import (
	"strings"
	"testing"

	"unetparams/app/state"
	"unetparams/app/text"
)

// These tests pin what readers of files see, where a mistake of one character
// would leave every sum as it is.

// TestFieldQuotes: a field is quoted where a spreadsheet of any locale would cut
// it, and marked as text where it would calculate.
func TestFieldQuotes(t *testing.T) {
	for in, want := range map[string]string{
		"enc1":    "enc1",
		"a,b":     `"a,b"`,
		"a;b":     `"a;b"`, // the separator where a comma is the decimal point
		"a\tb":    "\"a\tb\"",
		"a\"b":    `"a""b"`,
		"a\nb":    "\"a\nb\"",
		" a":      `" a"`,
		"=1+1":    "'=1+1",
		" =1+1":   "' =1+1",
		"-1":      "'-1",
		"@SUM(A)": "'@SUM(A)",
		"＝1":      "'＝1",
		"":        "",
	} {
		if got := csvField(in); got != want {
			t.Errorf("%q is written %s, want %s", in, got, want)
		}
	}
}

// TestSafeIntegers: JSON writes an integer as a number as far as every reader is
// exact, and beyond as a string.
func TestSafeIntegers(t *testing.T) {
	for n, want := range map[int64]string{
		1<<53 - 1: `"n": 9007199254740991`,
		1 << 53:   `"n": "9007199254740992"`,
		0:         `"n": 0`,
	} {
		var w jsonWriter
		w.int("n", n)
		if got := w.String(); got != want {
			t.Errorf("%d is written %s, want %s", n, got, want)
		}
	}
}

// TestNotes: a tensor that is listed under a second name is marked as shared and
// adds nothing; one that training can't reach is marked as unused.
func TestNotes(t *testing.T) {
	for _, tt := range []struct{ fragment, row string }{
		{"v=1&arch=nnunet-plain", "decoder.encoder.stages.0.0.convs.0.conv.weight,Conv3d,32x1x3x3x3,0,0,shared"},
		{"v=1&arch=nnunet-plain", "encoder.stages.0.0.convs.0.conv.weight,Conv3d,32x1x3x3x3,864,0,"},
	} {
		n := New(state.New(tt.fragment), text.English, home)
		if s := n.Write(Tensors, CSV); !strings.Contains(s, "\n"+tt.row) {
			t.Errorf("no row %q in %.600s", tt.row, s)
		}
	}
	// Markdown and LaTeX say so in the last cell of the row.
	n := New(state.New("v=1&arch=nnunet-plain"), text.English, home)
	var m markdown
	m.text(n.Words.Shared)
	shared := 0
	for i := range n.Report.Tensors {
		if n.Report.Tensors[i].Shared {
			shared++
		}
	}
	if got := strings.Count(n.Write(Tensors, Markdown), "| "+m.String()+" |\n"); got != shared || shared == 0 {
		t.Errorf("%d rows of %d shared tensors say %q", got, shared, n.Words.Shared)
	}
}

// TestMACsOfRepeatedLayers: a layer's MACs are those of all its runs.
func TestMACsOfRepeatedLayers(t *testing.T) {
	s := state.New("v=1&arch=lee-r2unet")
	byLayer := s.Trace.ByLayer(s.Report)
	repeated := false
	for i, row := range s.Report.Layers {
		var want int64
		for j, step := range s.Report.Steps {
			if s.Report.Row(step) == &s.Report.Layers[i] {
				want += s.Trace.MACs[j]
			}
		}
		if byLayer[i] != want {
			t.Errorf("%s: %d MACs, want %d", row.Path, byLayer[i], want)
		}
		repeated = repeated || row.Runs > 1 && want > 0
	}
	if !repeated {
		t.Error("no layer runs twice: this tests nothing")
	}
}
