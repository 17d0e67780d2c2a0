package html

import (
	"encoding/xml"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// lastCells returns the number in the given cell, counted from the end, of each
// row of a table, and that of its foot.
func lastCells(t *testing.T, table string, fromEnd int) (rows []int64, foot int64) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(table))
	var cells []string
	inFoot, depth := false, 0
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return rows, foot
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			switch tok.Name.Local {
			case "tr":
				cells = nil
			case "td":
				cells = append(cells, "")
				depth++
			case "tfoot":
				inFoot = true
			}
		case xml.CharData:
			if depth > 0 {
				cells[len(cells)-1] += string(tok)
			}
		case xml.EndElement:
			switch {
			case tok.Name.Local == "td":
				depth--
			case tok.Name.Local == "tr" && len(cells) >= fromEnd:
				n, err := strconv.ParseInt(strings.ReplaceAll(cells[len(cells)-fromEnd], ",", ""), 10, 64)
				if err != nil {
					t.Fatalf("no number in %q", cells)
				}
				if inFoot {
					foot = n
				} else {
					rows = append(rows, n)
				}
			}
		}
	}
}

func added(ns []int64) (sum int64) {
	for _, n := range ns {
		sum += n
	}
	return sum
}

// TestTablesAddUp checks on every architecture that what the reader sees adds up
// to what stands beneath it, also where layers are built and never run.
func TestTablesAddUp(t *testing.T) {
	idle := 0
	for _, a := range zoo.Archs() {
		for _, settings := range []string{"", "is_ds=off", "heads=on"} {
			c, err := config.Make(a, settings)
			if err != nil {
				continue // has no such setting
			}
			_, r, err := c.Build()
			if err != nil {
				t.Fatal(err)
			}
			for i, row := range r.Stages {
				for range r.NeverRun(i) {
					idle++
				}
				rows, foot := lastCells(t, Steps(text.English, r, nil, i), 1)
				if added(rows) != row.Learnable || foot != row.Learnable {
					t.Errorf("%s %s: the layers of %v add up to %d, beneath them stands %d, it has %d",
						a.ID, settings, row.Stage, added(rows), foot, row.Learnable)
				}
			}
			if rows, foot := lastCells(t, Layers(text.English, r, nil, LayerRows(r)), 2); added(rows) != r.Learnable || foot != r.Learnable {
				t.Errorf("%s %s: all layers add up to %d, beneath them stands %d, it has %d", a.ID, settings, added(rows), foot, r.Learnable)
			}
			for _, level := range levelRows(r) {
				if added(level.part[:]) != level.sum {
					t.Errorf("%s %s: the parts of level %d add up to %d of %d", a.ID, settings, level.level, added(level.part[:]), level.sum)
				}
			}
		}
	}
	if idle == 0 {
		t.Error("no layer of any architecture is never run: this tests nothing")
	}
}

var numbersRow = regexp.MustCompile(`<td class="how">([0-9][0-9,·+ ]*?)(?: <em>[^<]*</em>)?</td><td class="n">([0-9,]+)</td>`)

// TestLedgerInNumbers checks on every architecture that the formulas in numbers give
// the counts beside them, and that no layer lacks one.
func TestLedgerInNumbers(t *testing.T) {
	for _, a := range zoo.Archs() {
		_, r, err := config.New(a).Build()
		if err != nil {
			t.Fatal(err)
		}
		var sum int64
		for _, row := range numbersRow.FindAllStringSubmatch(LedgerInNumbers(text.English, r, nil), -1) {
			want, got := parseInt(t, row[2]), int64(0)
			for _, term := range strings.Split(row[1], " + ") {
				product := int64(1)
				for _, factor := range strings.Split(term, "·") {
					product *= parseInt(t, factor)
				}
				got += product
			}
			if got != want {
				t.Errorf("%s: %s is %d, beside it stands %d", a.ID, row[1], got, want)
			}
			sum += want
		}
		if sum != r.Learnable {
			t.Errorf("%s: the formulas add up to %d, it has %d", a.ID, sum, r.Learnable)
		}
	}
}

func parseInt(t *testing.T, s string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(strings.ReplaceAll(s, ",", ""), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
