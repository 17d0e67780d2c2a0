package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const printed = `goos: linux
BenchmarkReport/unet-2  	       1	    154430 ns/op	   59344 B/op	      75 allocs/op
BenchmarkSVG/base=64/narrow=false-2         	     100	    130418 ns/op	   78665 B/op	     419 allocs/op
PASS
`

// TestTable checks that rows are read and written, and that those fail that exceed a
// limit or were not measured.
func TestTable(t *testing.T) {
	m := metrics{}
	m.read("", printed)
	if m["Report/unet allocs/op"] != 75 || m["SVG/base=64/narrow=false ns/op"] != 130418 {
		t.Fatalf("read as %v", m)
	}
	all, err := choose("", false)
	if err != nil {
		t.Fatal(err)
	}
	text, failed := m.table(all)
	if !strings.Contains(text, "| report, native | ≤ 20 µs | 154 µs | 772 % |") {
		t.Errorf("the table:\n%s", text)
	}
	for _, f := range failed {
		if !strings.HasSuffix(f, ": not measured") {
			t.Errorf("failed: %s", f)
		}
	}
	short, err := choose("", true)
	if err != nil {
		t.Fatal(err)
	}
	if _, less := m.table(short); len(less) != len(failed)-2 { // the keystrokes' ratios
		t.Errorf("a short run lacks %q", less)
	}
	m["Report/unet allocs/op"] = 1e6
	if _, now := m.table(all); len(now) != len(failed)+1 || !strings.HasPrefix(now[0], "report, allocations") {
		t.Errorf("beyond a limit: %v", now)
	}
}

// TestAim checks how targets of each kind are written, and how much of one is reached.
func TestAim(t *testing.T) {
	for _, test := range []struct {
		row           row
		target, share string
	}{
		{row{Unit: "ms", Target: 20, Reached: 5}, "≤ 20 ms", "25 %"},
		{row{Unit: "million", Op: "≥", Target: 50, Reached: 75}, "≥ 50 million", "150 %"},
		{row{Unit: "%", Op: "±", Target: 5, Reached: -4}, "± 5 %", "80 %"},
		{row{Op: "=", Reached: 1}, "0", ""},
		{row{Unit: "ms", Reached: 1}, "", ""},
	} {
		if target, share := test.row.aim(); target != test.target || share != test.share {
			t.Errorf("%+v: %q, %q", test.row, target, share)
		}
	}
}

// TestMedian checks that the median of several runs is taken.
func TestMedian(t *testing.T) {
	m := metrics{}
	m.read("browser ", "BenchmarkA-2 1 9 ns/op\nBenchmarkA-2 1 1 ns/op\nBenchmarkA-2 1 3 ns/op\n")
	if m["browser A ns/op"] != 3 {
		t.Errorf("%v", m)
	}
}

// TestChoose checks that groups are chosen by their names, in the order of the table.
func TestChoose(t *testing.T) {
	chosen, err := choose("native,size", true)
	if err != nil || len(chosen) != 2 || chosen[0].name != "size" || chosen[1].name != "native" {
		t.Errorf("%v, %v", chosen, err)
	}
	if chosen, err := choose("start,native", true); err != nil || len(chosen) != 1 {
		t.Errorf("short: %v, %v", chosen, err)
	}
	if _, err := choose("size,nothing", false); err == nil {
		t.Error("there is a group nothing")
	}
}

// TestFullest checks that the part of the program that is nearest its budget is found in
// what the build prints.
func TestFullest(t *testing.T) {
	const printed = "index.html 9999 1 1\n\ncode of the page's program   bytes   gzip of at most\n" +
		"runtime  4000  900  1000\n…  2000  200  800\nall  6000  1100\n\nbudget  gzip of at most\nprogram  1  1  1  1\n"
	if got := fullest(printed); got != 0.9 {
		t.Errorf("%v, want 0.9", got)
	}
}

// TestBenchmarks checks that each native benchmark is in one of the packages that are
// run, and that each of these packages has one.
func TestBenchmarks(t *testing.T) {
	declared := regexp.MustCompile(`(?m)^func Benchmark(\w+)\(`)
	found := map[string]int{}
	for _, dir := range packages {
		files, err := filepath.Glob(filepath.Join("../..", dir, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		wanted := 0
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range declared.FindAllSubmatch(text, -1) {
				found[string(match[1])]++
				if slices.Contains(benchmarks, string(match[1])) {
					wanted++
				}
			}
		}
		if wanted == 0 {
			t.Errorf("%s has none of the benchmarks", dir)
		}
	}
	for _, name := range benchmarks {
		if found[name] != 1 {
			t.Errorf("Benchmark%s stands in %d of the packages", name, found[name])
		}
	}
}

// TestPeer checks that a peer's times are taken only if it counts as we do.
func TestPeer(t *testing.T) {
	says := func(text string) *peer {
		return &peer{"echo", nil, []string{"cat"}, "text", func(string) string { return text }}
	}
	if spent, err := says("warning\n[3, 1, 2, 34]\n").run("", 34); err != nil || median(spent) != 2 {
		t.Errorf("%v, %v", spent, err)
	}
	for _, text := range []string{"[3, 1, 2, 35]", "[34]", "", "no"} {
		if spent, err := says(text).run("", 34); err == nil {
			t.Errorf("%q is taken as %v", text, spent)
		}
	}
	missing := peer{"missing", nil, []string{"/no/such/program"}, "text", func(string) string { return "" }}
	if _, err := missing.run("", 34); err == nil {
		t.Error("a program that is not there runs")
	}
}
