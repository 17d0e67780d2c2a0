package modelfile

import (
	"fmt"
	"strings"
	"testing"
)

// list writes tensors shortly: "a.w 3x4 F32; b.w 5".
func list(s string) []Tensor {
	var all []Tensor
	for entry := range strings.SplitSeq(s, ";") {
		f := strings.Fields(entry)
		if len(f) == 0 {
			continue
		}
		t := Tensor{Name: f[0]}
		for d := range strings.SplitSeq(f[1], "x") {
			var n int64
			fmt.Sscan(d, &n)
			t.Shape = append(t.Shape, n)
		}
		if len(f) > 2 {
			t.DType = f[2]
		}
		all = append(all, t)
	}
	return all
}

func TestCompare(t *testing.T) {
	for _, tt := range []struct{ a, b, want string }{
		{"a.w 3x4 F32; a.b 3 F32", "a.w 3x4 F32; a.b 3 F32", "equal 2 same"},
		{"a.w 3x4 F32; a.b 3 F32", "a.w 3x4 F16; a.b 3 F16", "equal 0 same retyped a.w a.b"},
		{"a.w 3x4; a.b 3", "a.w 3x4 F16; a.b 3 F16", "equal 2 same"},
		{"a.w 3x4; a.b 3", "a.b 3; a.w 3x4", "equal 2 same"},
		{"a.w 3x4; head.w 2x3", "a.w 3x4; head.w 5x3", "equal 1 reshaped head.w"},
		{"a.w 3x4; old.w 2", "a.w 3x4; new.w 7", "equal 1 missing old.w added new.w"},
		{"module.a.w 3x4; module.a.b 3", "a.w 3x4; a.b 3", "equal 2 same prefix module."},
		{"a.w 3x4; a.b 3; c 1", "net.model.a.w 3x4; net.model.a.b 3; net.model.c 2", "equal 2 reshaped c prefix net.model."},
		{"a.w 3x4; a.b 3", "conv_1 3x4; conv_2 3", "equal 2 same renamed"},
		{"a.w 3x4; a.b 3", "conv_1 3x4; conv_2 4", "equal 0 missing a.w a.b added conv_1 conv_2"},
		{"", "a 1", "equal 0 added a"},
		{"", "", "equal 0"},
	} {
		d := Compare(list(tt.a), list(tt.b))
		got := fmt.Sprintf("equal %d", d.Equal)
		add := func(what string, names ...string) {
			if len(names) > 0 {
				got += " " + what + " " + strings.Join(names, " ")
			}
		}
		if d.Same() {
			got += " same"
		}
		if d.Renamed {
			got += " renamed"
		}
		name := func(pairs [][2]Tensor) (names []string) {
			for _, p := range pairs {
				names = append(names, p[0].Name)
			}
			return names
		}
		alone := func(list []Tensor) (names []string) {
			for _, t := range list {
				names = append(names, t.Name)
			}
			return names
		}
		add("retyped", name(d.Retyped)...)
		add("reshaped", name(d.Reshaped)...)
		add("missing", alone(d.Missing)...)
		add("added", alone(d.Added)...)
		if p := d.Prefixes[0] + d.Prefixes[1]; p != "" {
			got += " prefix " + p
		}
		if got != tt.want {
			t.Errorf("%s | %s: %s, want %s", tt.a, tt.b, got, tt.want)
		}
	}
}
