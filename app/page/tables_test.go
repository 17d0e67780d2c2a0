package page

import (
	"strings"
	"testing"

	"unetparams/app/html"
	"unetparams/app/session"
	"unetparams/app/text"
)

// TestTablesInParts: a table of part of its rows is the beginning of the whole one,
// and has the same sum.
func TestTablesInParts(t *testing.T) {
	s := session.New(text.English)
	s.State.Open("#v=1&arch=u2net")
	r, trace := s.State.Report, s.State.Trace
	for _, test := range []struct {
		name string
		rows int
		html func(most int) string
	}{
		{"layers", html.LayerRows(r), func(most int) string { return html.Layers(text.English, r, trace, most) }},
		{"tensors", len(r.Tensors), func(most int) string { return html.Tensors(text.English, r, most) }},
	} {
		whole := test.html(test.rows)
		if more := test.html(test.rows + 1); more != whole {
			t.Errorf("%s: %d rows are not all", test.name, test.rows)
		}
		for _, most := range []int{1, part, test.rows - 1} {
			some := test.html(most)
			if rows := strings.Count(some, "<tr") - 2; rows != most {
				t.Errorf("%s: %d rows, want %d", test.name, rows, most)
			}
			body, foot, _ := strings.Cut(some, "</tbody>")
			if !strings.HasPrefix(whole, body) || !strings.HasSuffix(whole, foot) {
				t.Errorf("%s: %d rows are not the beginning of all", test.name, most)
			}
		}
	}
}
