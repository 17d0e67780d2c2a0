package find

import (
	"strings"
	"testing"

	"unetparams/counter/published"
)

// TestKnown: what is known of a number comes first, with its verdict.
func TestKnown(t *testing.T) {
	for _, tt := range []struct {
		number  string
		verdict published.Verdict
		total   int64
		arch    string // none where the network isn't built here
		why     string // a part of the reason
	}{
		{"31M", published.Exact, 31_030_658, "unet", ""},
		{"31,030,658", published.Exact, 31_030_658, "unet", "Padding"},
		{"7.76M", published.Exact, 7_759_554, "unet", ""},
		{"9.04M", published.Exact, 9_041_700, "unetfamily-nested", ""},
		{"9.13M", published.NotReproduced, 9_282_246, "unet", "9,282,246"},
		{"9,041,601", published.Explained, 9_041_700, "unetfamily-nested", "one of its four heads"},
		{"28.24M", published.Explained, 31_030_658, "unet", "left out"},
		{"28,244,418", published.Explained, 31_030_658, "unet", "left out"},
		{"19,078,337", published.Explained, 19_073_665, "unet", "running mean"},
		{"31,031,685", published.Exact, 31_031_685, "zhixuhao", "3×3"},
		{"31,031,875", published.Exact, 31_031_875, "jaxony", ""},
		{"54,413,955", published.Exact, 54_413_955, "pix2pix", ""},
		{"54,407,809", published.Exact, 54_407_809, "pix2pix", ""},
		{"859,520,964", published.Exact, 859_520_964, "ldm", ""},
		{"860M", published.Exact, 859_520_964, "ldm", ""},
		{"2,567,463,684", published.Exact, 2_567_463_684, "diffusers-unet2dcondition", ""},
		{"8,640,471", published.Exact, 8_640_471, "unet", "9,248"},
		{"6,504,227", published.NotBuilt, 6_504_227, "", "Keras"},
		{"4,660,323", published.NotBuilt, 6_504_227, "", "Keras"},
		{"1,843,904", published.NotBuilt, 6_504_227, "", "Keras"},
		{"41,221,668", published.Exact, 41_221_668, "fastai", ""},
	} {
		_, a := search(t, tt.number)
		if len(a.Known) == 0 || a.Outcome != Recognized {
			t.Errorf("%s is not known", tt.number)
			continue
		}
		k := a.Known[0]
		c := k.Config()
		if k.Verdict != tt.verdict || k.Total != tt.total || !strings.Contains(k.Why.EN, tt.why) ||
			(c == nil) != (tt.arch == "") || c != nil && c.Arch.ID != tt.arch {
			t.Errorf("%s: %+v", tt.number, k)
		}
		if k.Source.Title == "" && (k.Printed != "" || c == nil) {
			t.Errorf("%s has no source", tt.number)
		}
		if len(a.Nearest) > 0 {
			t.Errorf("%s is known; what is nearest does not matter", tt.number)
		}
	}
}

// TestQuotedAlone: beside a famous total of a network that isn't built here, no
// other network is offered.
func TestQuotedAlone(t *testing.T) {
	for _, f := range published.Totals() {
		_, a := search(t, decimal(f.Total))
		if len(a.Known) > 0 && a.Known[0].Config() != nil {
			continue // it is built here by now
		}
		if len(a.Findings)+len(a.Miscounts)+len(a.Coincidences)+len(a.Nearest) > 0 {
			t.Errorf("%s: others are offered for %d", f.ID, f.Total)
		}
	}
	// With other inputs or classes it is recognised, but nothing is held back.
	_, a := search(t, "6,502,786") // two classes
	if len(a.Known) != 1 || a.Known[0].Classes != 2 || a.Known[0].Inputs != 3 || a.Known[0].quoted {
		t.Errorf("6,502,786: %+v", a)
	}
}

// TestNotKnown: numbers that resemble published ones are not taken for them.
func TestNotKnown(t *testing.T) {
	for _, number := range []string{"9.1M", "913M", "9.14M", "9,130,000", "9,041,602", "12,034,978", "12.03M", "8,640,470", "54M"} {
		_, a := search(t, number)
		for _, k := range a.Known {
			if r, _ := Read(number); k.Config() == nil || !r.Has(k.Total) {
				t.Errorf("%s is taken for %+v", number, k)
			}
		}
	}
	// A number of which it is known only that nobody has it does not make others wrong.
	if _, a := search(t, "39,091,393"); len(a.Known) == 0 || a.Known[0].Verdict != published.Exact {
		t.Errorf("39,091,393: %+v", a.Known)
	}
}

// TestMissing: where no network has the number, the answer says so, whatever has it
// by accident.
func TestMissing(t *testing.T) {
	for _, number := range []string{"12,034,978", "12.03M", "23.52M", "33,480,577"} {
		if _, a := search(t, number); a.Outcome != Missing || len(a.Known)+len(a.Findings)+len(a.Miscounts) > 0 {
			t.Errorf("%s: outcome %d, %d findings, %d miscounts", number, a.Outcome, len(a.Findings), len(a.Miscounts))
		}
	}
}

// TestKnownOnce: a network that is published twice is listed once.
func TestKnownOnce(t *testing.T) {
	for _, number := range []string{"31M", "31,030,658", "7.76M", "34.5M"} {
		_, a := search(t, number)
		for i, k := range a.Known {
			for _, o := range a.Known[:i] {
				if k.config != nil && o.config != nil && sameCount(k.config, o.config) && k.Verdict == o.Verdict {
					t.Errorf("%s: %s is listed twice", number, k.config.Arch.ID)
				}
			}
		}
	}
}

// TestFamousUntilBuilt: a famous total is named as not built only as long as that is
// true.
func TestFamousUntilBuilt(t *testing.T) {
	r, err := Read("6,504,227")
	if err != nil {
		t.Fatal(err)
	}
	for _, built := range []bool{false, true} {
		if got := famousAs(r, func(total int64) bool { return built && total == 6_504_227 }); (len(got) == 0) != built {
			t.Errorf("built: %v, famous: %v", built, got)
		}
	}
	if c := full(); !c.builds(31_030_658) && !c.builds(7_765_442) || c.builds(8_640_470) {
		t.Error("what is built is not known")
	}
}
