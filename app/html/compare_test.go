package html

import (
	"encoding/xml"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter/compare"
	"unetparams/counter/zoo"
)

// TestComparedIsSound: for random pairs of architectures, in both languages, the
// tables are well-formed, no place of a sentence is left open, and both pictures
// are there.
func TestComparedIsSound(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 5))
	archs := zoo.Archs()
	for range 60 {
		a, b := archs[rnd.IntN(len(archs))], archs[rnd.IntN(len(archs))]
		s := state.New("v=1&arch=" + a.ID + "&b.arch=" + b.ID)
		for _, l := range text.Langs() {
			c := Compare(s, l)
			for _, text := range []string{c.Tables, c.Pictures[0], c.Pictures[1]} {
				d := xml.NewDecoder(strings.NewReader(text))
				for {
					if _, err := d.Token(); err == io.EOF {
						break
					} else if err != nil {
						t.Fatalf("%s and %s: %v in %.300s", a.ID, b.ID, err, text)
					}
				}
				if strings.Contains(text, "%!") || text == "" {
					t.Errorf("%s and %s: %.300s", a.ID, b.ID, text)
				}
			}
		}
	}
}

func TestRatio(t *testing.T) {
	for _, tt := range []struct {
		r    compare.Row
		want string
	}{
		{compare.Row{A: 7_765_442, B: 31_042_434}, "B − A = +23,276,992, B is 4.00 × A"},
		{compare.Row{A: 1000, B: 1}, "B − A = −999, B is 0.001 × A"},
		{compare.Row{A: 1, B: 123_456}, "B − A = +123,455, B is 123,456 × A"},
		{compare.Row{A: 5, B: 5}, "the same count"},
		{compare.Row{A: 0, B: 5}, "B − A = +5"},
		{compare.Row{A: 3, B: 100}, "B − A = +97, B is 33.3 × A"},
		{compare.Row{A: 10, B: 100}, "B − A = +90, B is 10.0 × A"},
		{compare.Row{A: 100, B: 999}, "B − A = +899, B is 9.99 × A"},
		{compare.Row{A: 10, B: 1000}, "B − A = +990, B is 100 × A"},
		{compare.Row{A: 10, B: 1}, "B − A = −9, B is 0.10 × A"},
		{compare.Row{A: 1000, B: 99}, "B − A = −901, B is 0.099 × A"},
	} {
		if got := Difference(text.English, tt.r); got != tt.want {
			t.Errorf("%v: %s, want %s", tt.r, got, tt.want)
		}
	}
}
