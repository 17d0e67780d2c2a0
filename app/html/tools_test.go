package html

import (
	"strings"
	"testing"

	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// TestTools: what thop prints stands beside our count, with the reason.
func TestTools(t *testing.T) {
	c, err := config.New(zoo.Lookup("milesial")).With("n_classes=2")
	if err != nil {
		t.Fatal(err)
	}
	n, r, err := c.Build()
	if err != nil {
		t.Fatal(err)
	}
	trace, err := n.Trace(counter.Axes{240, 420})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []text.Lang{text.English, text.Chinese} {
		got := Tools(l, r, trace)
		if !strings.HasPrefix(got, "<div>") || !strings.HasSuffix(got, "</div>") || strings.Count(got, "<div>") != 1 {
			t.Error("the table has more than one root")
		}
		for _, want := range []string{"73,863,966,720", "83,922,432,000", "thop", "TensorFlow", l.T(text.Tools.Why)} {
			if !strings.Contains(got, want) {
				t.Errorf("%s is missing in %s", want, got)
			}
		}
	}
	if c, err = config.New(zoo.Lookup(zoo.Default)).With("nd=3 size=32"); err != nil {
		t.Fatal(err)
	}
	if n, r, err = c.Build(); err != nil {
		t.Fatal(err)
	}
	if trace, err = c.Trace(n); err != nil {
		t.Fatal(err)
	}
	if got := Tools(text.English, r, trace); !strings.Contains(got, "no rule for a layer") {
		t.Error(got)
	}
}
