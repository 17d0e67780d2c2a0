package static

import (
	"encoding/xml"
	"html"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/link"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter/number"
	"unetparams/counter/published"
)

var calculatorLink = regexp.MustCompile(`href="\.\./#([^"]*)"[^>]*>([0-9,]+)</a>`)

// TestGallery: every row stands on the page in both languages, with a link that
// opens the calculator at the number beside it.
func TestGallery(t *testing.T) {
	for _, l := range text.Langs() {
		page := app.HTMLString(NewGallery(l, "../"))
		if strings.Contains(page, "%!") {
			t.Error("a place of a sentence is left open")
		}
		links := calculatorLink.FindAllStringSubmatch(page, -1)
		rows := published.Rows()
		if len(links) != len(rows) {
			t.Fatalf("%s: %d links to the calculator, want %d", l, len(links), len(rows))
		}
		for i, r := range rows {
			s, problems := link.Parse(html.UnescapeString(links[i][1]))
			n, err := s.Config.Count()
			if len(problems) > 0 || err != nil || number.Grouped(n) != links[i][2] {
				t.Errorf("%s: %s opens %d, %v, beside %s", r.ID, links[i][1], n, problems, links[i][2])
			}
			for _, want := range []string{`id="` + r.ID + `"`, html.EscapeString(l.T(r.Net)), html.EscapeString(r.Printed), html.EscapeString(l.T(r.Why)), html.EscapeString(l.T(r.Where))} {
				if !strings.Contains(page, want) {
					t.Errorf("%s, %s: the page does not say %q", l, r.ID, want)
				}
			}
		}
		if n := strings.Count(page, `<tr id="`); n != len(rows) {
			t.Errorf("%d rows, want %d", n, len(rows))
		}
		for _, width := range []float64{900, 344} {
			d := xml.NewDecoder(strings.NewReader(sizeChart(l, galleryRows(), width, 300, "x")))
			points := 0
			for {
				tok, err := d.Token()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatal(err)
				}
				if e, ok := tok.(xml.StartElement); ok && e.Name.Local == "a" {
					points++
				}
			}
			if points != len(rows) {
				t.Errorf("%d points in the chart, want %d", points, len(rows))
			}
		}
	}
}

// TestHelp: the example stands on the page, with its numbers as they are counted
// and its two links.
func TestHelp(t *testing.T) {
	for _, l := range text.Langs() {
		page := app.HTMLString(NewHelp(l, "../"))
		for _, want := range []string{"7,765,442 → 31,042,434", "31,042,434 → 17,262,977", "28,244,418", "−13,774,656",
			`href="../#` + html.EscapeString(HelpComparisons[0]) + `"`, `href="../#` + html.EscapeString(HelpComparisons[1]) + `"`} {
			if !strings.Contains(strings.ReplaceAll(page, "&amp;", "&"), strings.ReplaceAll(want, "&amp;", "&")) {
				t.Errorf("%s: the page does not say %q", l, want)
			}
		}
		for i, q := range quarrels {
			p, err := published.Read(q.quoted)
			if err != nil {
				t.Fatal(err)
			}
			n := miscount()
			if q.fragment != "" {
				n = state.New(q.fragment).Report.Learnable
			}
			if !p.Is(n) {
				t.Errorf("%d: %s is said of %d", i, q.quoted, n)
			}
		}
		if strings.Contains(page, "%!") {
			t.Error("a place of a sentence is left open")
		}
	}
}
