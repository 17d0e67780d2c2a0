package diagram

import (
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// TestUnknownShare: where a share is unknown, no separator is left in the labels or in
// the drawing.
func TestUnknownShare(t *testing.T) {
	net, r, err := config.New(zoo.Lookup(zoo.Default)).Build()
	if err != nil {
		t.Fatal(err)
	}
	trace, err := net.Trace(counter.Axes{256, 256})
	if err != nil {
		t.Fatal(err)
	}
	w := Words{
		Stage:      func(s counter.Stage) string { return s.String() },
		Number:     func(int64) string { return "?" },
		Share:      func(_, _ int64) string { return "" },
		Channels:   func(int64) string { return "channels" },
		Connection: func(Connection) string { return "arrow" },
		Parameters: "parameters",
	}
	for _, narrow := range []bool{false, true} {
		svg := SVG(r, trace, w, Options{Narrow: narrow, ID: "x"})
		for _, bad := range []string{", ,", ", , ", "> · ", `">·`} {
			if strings.Contains(svg, bad) {
				t.Errorf("narrow %v: the picture says %q", narrow, bad)
			}
		}
		if !strings.Contains(svg, "parameters, ? channels") || !strings.Contains(svg, ">128²<") {
			t.Errorf("narrow %v: a label or a size is missing", narrow)
		}
	}
}
