package python

import (
	"strings"
	"testing"
)

// layerExpr returns the code of a layer with two numbers.
func layerExpr(in, out int64) Expr {
	return Format("Conv(§, §, 3)", []Slot{{"in_channels", in}, {"out_channels", out}}, nil)
}

func named(d *Def, taken Namer) {
	d.Resolve(taken, func(p int) string { return d.Shown(d.Params[p].Slots[0]) })
}

// TestArguments: what differs between copies is an argument, what is equal in
// all of them is a number, and numbers that are equal in every copy share an
// argument, also where they are handed on.
func TestArguments(t *testing.T) {
	inner, outer := &Def{Name: "Inner"}, &Def{Name: "Outer"}
	for i, n := range [][3]int64{{1, 8, 8}, {8, 16, 8}} {
		use := Use{Def: inner, Numbers: inner.Copy("a", []Statement{{Value: layerExpr(n[0], n[1])}})}
		body := []Statement{{[]int{0}, use}, {[]int{1}, layerExpr(n[1], n[2])}}
		if key := outer.Key(nil, body, nil); i > 0 && key != outer.Key(nil, outer.Body, nil) {
			t.Errorf("another key: %s", key)
		}
		outer.Copy("b", body)
	}
	named(inner, Namer{})
	named(outer, Namer{})
	vars := map[int]string{0: "x", 1: "y"}
	if got := strings.Join(inner.Lines(vars, ""), "\n"); got != "Conv(in_channels, out_channels, 3)" {
		t.Error(got)
	}
	if got := strings.Join(outer.Lines(vars, ""), "\n"); got != "x = Inner(in_channels, out_channels)\ny = Conv(out_channels, 8, 3)" {
		t.Error(got)
	}
	if len(outer.Params) != 2 || len(outer.Params[1].Slots) != 2 {
		t.Errorf("arguments %+v", outer.Params)
	}
}

// TestHidden: a number inside a definition that is called is no argument of the
// caller unless it is one of the callee's, though copies of the caller differ in
// it: what equals it in every copy is the callee's business.
func TestHidden(t *testing.T) {
	inner, outer := &Def{Name: "Inner"}, &Def{Name: "Outer"}
	for _, n := range []int64{1, 2} {
		use := Use{Def: inner, Numbers: inner.Copy("a", []Statement{{Value: Args(Slot{"a", n}, Slot{"b", n}, Slot{"c", 7})}})}
		outer.Copy("b", []Statement{{Value: use}})
	}
	named(inner, Namer{"a": true})
	named(outer, Namer{})
	if got := inner.Lines(nil, "")[0]; got != "a2, a2, 7" {
		t.Error(got)
	}
	if got := outer.Lines(nil, "")[0]; got != "Inner(a2)" {
		t.Error(got)
	}
}

// TestKeys: definitions are the same if they differ in numbers and in the names
// of variables alone.
func TestKeys(t *testing.T) {
	key := func(s Statement) string { return (&Def{}).Key([]int{1}, []Statement{s}, nil) }
	base := key(Statement{[]int{2}, Seq{layerExpr(1, 2), Var(1)}})
	for _, tt := range []struct {
		s    Statement
		same bool
	}{
		{Statement{[]int{3}, Seq{layerExpr(5, 6), Var(1)}}, true},
		{Statement{[]int{2}, Seq{layerExpr(1, 2), Var(2)}}, false},
		{Statement{[]int{2}, Seq{Text("Conv(1, 2, 3)"), Var(1)}}, false},
	} {
		if got := key(tt.s); (got == base) != tt.same {
			t.Errorf("%+v: key\n%s\nand\n%s", tt.s, got, base)
		}
	}
}

// TestList: two short elements stay on a line, all others have lines of their
// own, whatever numbers are in them.
func TestList(t *testing.T) {
	short := List{"[", []Expr{layerExpr(1, 1), Text("ReLU()")}, "]"}
	for _, tt := range []struct {
		e    Expr
		want string
	}{
		{short, "[Conv(1, 1, 3), ReLU()]"},
		{List{"[", []Expr{layerExpr(1e12, 1e12), Text("ReLU()")}, "]"}, "[Conv(1000000000000, 1000000000000, 3), ReLU()]"},
		{List{"[", []Expr{Text("a"), Text("b"), Text("c")}, "]"}, "[\n      a,\n      b,\n      c,\n  ]"},
		{List{"[", []Expr{Text(strings.Repeat("a", 50))}, "]"}, "[\n      " + strings.Repeat("a", 50) + ",\n  ]"},
		{List{"(", []Expr{List{"[", []Expr{Text("a"), Text("b"), short}, "]"}}, ")"}, "(\n      [\n          a,\n          b,\n          [Conv(1, 1, 3), ReLU()],\n      ],\n  )"},
	} {
		d := &Def{}
		d.Copy("", []Statement{{nil, tt.e}})
		named(d, Namer{})
		if got := d.Lines(nil, "  ")[0]; got != tt.want {
			t.Errorf("%s\nwant\n%s", got, tt.want)
		}
	}
}

// TestVariables: the value that only the next line takes is x; inputs keep the
// names that are suggested.
func TestVariables(t *testing.T) {
	calls := []Call{{[]int{0}, []int{2}, "y"}, {[]int{2, 1}, []int{3}, "enc"}, {[]int{3}, []int{4}, "y"}, {[]int{4, 3}, []int{5}, "y"}}
	for _, tt := range []struct {
		suggested []string
		want      [6]string
	}{
		{nil, [6]string{"x", "x_2", "x", "enc", "x", "x"}},
		{[]string{"x", "t"}, [6]string{"x", "t", "x", "enc", "x", "x"}},
		{[]string{"image", "x"}, [6]string{"image", "x", "y", "enc", "x", "x"}}, // x is in use until the second line
		{[]string{"no name", "for"}, [6]string{"x", "x_2", "x", "enc", "x", "x"}},
	} {
		names := Variables(Namer{}, []int{0, 1}, tt.suggested, calls, []int{5})
		for i, want := range tt.want {
			if names[i] != want {
				t.Errorf("%q: value %d is %s, want %s", tt.suggested, i, names[i], want)
			}
		}
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1_000", 7_765_442: "7_765_442"} {
		if got := Number(n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
}
