package html

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"unetparams/app/text"
	"unetparams/counter/zoo"
)

var foldedRow = regexp.MustCompile(`>The (\d+) rows above, (\d+) more times <code>`)

// TestFolded checks on every published network that the rows that are written and those
// that are left out are together as many as the rows of the whole table.
func TestFolded(t *testing.T) {
	folds := 0
	all := zoo.Networks()
	for i := range all {
		_, r, err := all[i].Config.Build()
		if err != nil {
			t.Fatal(err)
		}
		whole := Ledger(text.English, r, nil)
		short := LedgerInNumbers(text.English, r, nil)
		got := strings.Count(short, "<tr")
		for _, m := range foldedRow.FindAllStringSubmatch(short, -1) {
			rows, _ := strconv.Atoi(m[1])
			more, _ := strconv.Atoi(m[2])
			got += rows*more - 1
			folds++
		}
		if want := strings.Count(whole, "<tr"); got != want {
			t.Errorf("%s: %d rows are written or left out, want %d", all[i].ID, got, want)
		}
	}
	if folds < 100 {
		t.Errorf("%d blocks are folded", folds)
	}
}

// TestFoldedRow checks the row for blocks that are left out.
func TestFoldedRow(t *testing.T) {
	for _, n := range zoo.Networks() {
		if n.ID != "sdxl" {
			continue
		}
		_, r, err := n.Config.Build()
		if err != nil {
			t.Fatal(err)
		}
		const want = `<tr><th scope="row">The 19 rows above, 9 more times <code>input_blocks.7.1.transformer_blocks.1 … input_blocks.7.1.transformer_blocks.9</code></th><td class="how">9·`
		if got := LedgerInNumbers(text.English, r, nil); !strings.Contains(got, want) {
			t.Errorf("no %s", want)
		}
	}
}

// TestRepeated checks which rows are taken for a repeated block.
func TestRepeated(t *testing.T) {
	for paths, want := range map[string][2]int{
		"a.0.x - a.0.y a.1.x - a.1.y a.2.x - a.2.y":             {3, 3},
		"a.0.x - a.0.y a.1.x - a.1.y a.2.x - a.2.y a.3.x - b":   {3, 3},
		"a.0.x - a.0.y a.1.x - a.1.y":                           {1, 1}, // two are as well shown
		"a.0.x a.0.y a.1.x a.1.y a.2.x a.2.y":                   {1, 1}, // so are few rows
		"a.0.x - a.0.y a.1.x - a.1.y a.3.x - a.3.y":             {1, 1},
		"a.0.x - a.0.y a.1.x - a.1.z a.2.x - a.2.y":             {1, 1},
		"a.1.x - a.1.y a.2.x - b.2.y a.3.x - a.3.y":             {1, 1},
		"a.x a.y a.z b.x b.y b.z c.x c.y c.z":                   {1, 1},
		"- - - - - - - - -":                                     {1, 1},
		"9.x 9.y 9.z 10.x 10.y 10.z 11.x 11.y 11.z":             {3, 3},
		"a.1 - a.1.y a.2 - a.2.y a.3 - a.3.y a.4 - a.4.y a.5 -": {3, 4},
	} {
		var rows []stepRow
		for _, p := range strings.Fields(paths) {
			p = strings.Trim(p, "-")
			rows = append(rows, stepRow{html: "<code>" + p + "</code>", path: p})
		}
		if size, times := repeated(rows); [2]int{size, times} != want {
			t.Errorf("%s: %d rows, %d times, want %d", paths, size, times, want)
		}
	}
}
