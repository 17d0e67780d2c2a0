package published

import (
	"strings"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// TestVerdicts counts every network and judges every number: an exact one agrees at
// the printed digits, an explained one only under its convention, and one that is not
// reproduced does not agree.
func TestVerdicts(t *testing.T) {
	seen := map[Verdict]int{}
	for _, r := range Rows() {
		seen[r.Verdict]++
		n, err := r.Count()
		if err != nil {
			t.Errorf("%s: %v", r.ID, err)
			continue
		}
		by, err := r.CountBy()
		if err != nil {
			t.Errorf("%s: %v", r.ID, err)
		}
		is := func(int64) bool { return true }
		if r.Printed != "" {
			p, err := r.Number()
			if err != nil {
				t.Errorf("%s: %v", r.ID, err)
				continue
			}
			is = p.Is
		} else if r.Code == 0 || r.Verdict != Exact {
			t.Errorf("%s: there is no number to judge", r.ID)
		}
		switch r.Verdict {
		case Exact:
			if !is(n) || r.Code != 0 && r.Code != n {
				t.Errorf("%s: we count %d; printed %q, code %d", r.ID, n, r.Printed, r.Code)
			}
			if by != n {
				t.Errorf("%s: an exact number needs no convention", r.ID)
			}
		case Explained:
			if is(n) || by == n {
				t.Errorf("%s: %d needs no explanation of %q", r.ID, n, r.Printed)
			}
			if !is(by) {
				t.Errorf("%s: by its convention we count %d, printed %q", r.ID, by, r.Printed)
			}
			if r.Why.EN == "" {
				t.Errorf("%s: no convention is named", r.ID)
			}
		case NotReproduced:
			if is(n) || by != n {
				t.Errorf("%s: %d reproduces %q", r.ID, n, r.Printed)
			}
		}
	}
	if len(Rows()) < 30 || seen[Exact] == 0 || seen[Explained] == 0 || seen[NotReproduced] == 0 {
		t.Errorf("%d rows: %v", len(Rows()), seen)
	}
}

// TestRows: every row has a unique ID and its texts in both languages.
func TestRows(t *testing.T) {
	ids := map[string]bool{}
	for _, r := range Rows() {
		if ids[r.ID] || r.ID == "" || strings.Trim(r.ID, "abcdefghijklmnopqrstuvwxyz0123456789.-") != "" {
			t.Errorf("the id %q", r.ID)
		}
		ids[r.ID] = true
		if zoo.Lookup(r.Arch) == nil {
			t.Errorf("%s: no architecture %q", r.ID, r.Arch)
			continue
		}
		if r.Year < 2015 || r.Year > 2030 {
			t.Errorf("%s: year %d", r.ID, r.Year)
		}
		for what, text := range map[string]config.Text{"name": r.Net, "place": r.Where, "reason": r.Why} {
			if (text.EN == "") != (text.ZH == "") || text.EN == "" && what != "reason" {
				t.Errorf("%s: %s %+v lacks a language", r.ID, what, text)
			}
		}
		for _, s := range []config.Source{r.Of(), r.OfCode()} {
			if s.Title == "" || s.URL != "" && !strings.HasPrefix(s.URL, "https://") {
				t.Errorf("%s: source %+v", r.ID, s)
			}
		}
	}
}

// TestR2UNetSteps: the count that the row of the Keras version names, with a set
// of weights for every step.
func TestR2UNetSteps(t *testing.T) {
	_, r, err := config.New(zoo.Lookup("lee-r2unet")).Build()
	if err != nil {
		t.Fatal(err)
	}
	var n int64
	for _, l := range r.Layers {
		n += l.Learnable * int64(l.Runs)
	}
	if n != 101_942_977 {
		t.Errorf("%d, want 101,942,977", n)
	}
}

func TestRead(t *testing.T) {
	for _, tt := range []struct {
		printed string
		is      []int64
		isNot   []int64
	}{
		{"7.76M", []int64{7_760_000, 7_759_554, 7_755_000, 7_764_999, 7_769_999}, []int64{7_754_999, 7_770_000}},
		{"31M", []int64{31_030_658, 30_500_000, 31_999_999}, []int64{30_499_999, 32_000_000}},
		{"31,030,658", []int64{31_030_658}, []int64{31_030_657, 31_030_659}},
		{"4.52 MB", []int64{1_131_181}, []int64{1_170_000}},
		{"176.3 MB", []int64{44_075_000}, []int64{44_009_869}},
		{"26.90M", []int64{26_899_000}, []int64{26_910_000}},
	} {
		n, err := Read(tt.printed)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range tt.is {
			if !n.Is(c) {
				t.Errorf("%d is not %s", c, tt.printed)
			}
		}
		for _, c := range tt.isNot {
			if n.Is(c) {
				t.Errorf("%d is %s", c, tt.printed)
			}
		}
	}
	for _, s := range []string{"", "M", "-1", "many", "1.2.3M", "9999999999999999999999", "0.12345678M"} {
		if n, err := Read(s); err == nil {
			t.Errorf("%q is read as %+v", s, n)
		}
	}
}

func TestOff(t *testing.T) {
	for _, tt := range []struct {
		printed string
		count   int64
		want    int64
	}{{"9.13M", 9_282_246, 17}, {"470M", 4_700_914, -990}, {"176.3 MB", 44_009_869, -1}, {"10,000", 10_000, 0}, {"10,000", 10_005, 1}, {"10,000", 9_995, -1}, {"10,000", 10_004, 0}} {
		n, _ := Read(tt.printed)
		if got := n.Off(tt.count); got != tt.want {
			t.Errorf("%d is %d ‰ off %s, want %d", tt.count, got, tt.printed, tt.want)
		}
	}
}
