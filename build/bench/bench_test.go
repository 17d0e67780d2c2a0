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

func TestTable(t *testing.T) {
	m := metrics{}
	m.read("", printed)
	if m["Report/unet allocs/op"] != 75 || m["SVG/base=64/narrow=false ns/op"] != 130418 {
		t.Fatalf("read as %v", m)
	}
	text, failed := m.table(false)
	if !strings.Contains(text, "| report, native | ≤ 20 µs | 154 µs | 772 % |") {
		t.Errorf("the table:\n%s", text)
	}
	for _, f := range failed {
		if !strings.HasSuffix(f, ": not measured") {
			t.Errorf("failed: %s", f)
		}
	}
	if _, less := m.table(true); len(less) != len(failed)-2 {
		t.Errorf("a short run lacks %q", less)
	}
	m["Report/unet allocs/op"] = 1e6
	if _, now := m.table(false); len(now) != len(failed)+1 || !strings.HasPrefix(now[0], "report, allocations") {
		t.Errorf("beyond a limit: %v", now)
	}
}

// TestBenchmarks: each native benchmark is in one of the packages that are run,
// and each of these packages has one.
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
