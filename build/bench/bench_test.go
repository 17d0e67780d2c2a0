package main

import (
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
	text, failed := m.table()
	if !strings.Contains(text, "| report, native | ≤ 30 µs | 154 µs | 515 % |") {
		t.Errorf("the table:\n%s", text)
	}
	for _, f := range failed {
		if !strings.HasSuffix(f, ": not measured") {
			t.Errorf("failed: %s", f)
		}
	}
	m["Report/unet allocs/op"] = 1e6
	if _, now := m.table(); len(now) != len(failed)+1 || !strings.HasPrefix(now[0], "report, allocations") {
		t.Errorf("beyond a limit: %v", now)
	}
}
