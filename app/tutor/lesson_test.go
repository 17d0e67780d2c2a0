package tutor

import (
	"strconv"
	"strings"
	"testing"

	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/exercise"
	"unetparams/counter/practice"
	"unetparams/counter/zoo"
)

func lesson(t *testing.T, arch, task string) *Lesson {
	t.Helper()
	e, ok := exercise.ParseTask(task, func(string) bool { return true })
	if !ok {
		t.Fatal(task)
	}
	l, err := New(config.New(zoo.Lookup(arch)), e, 7)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestPlay: what is shown follows from the moves alone, whether they are played one
// by one or at once.
func TestPlay(t *testing.T) {
	moves := []string{"a\t9632", "h", "a\t9,696", "n", "x", "a\t1\t2", "a\t1", "a\t2", "n"}
	for _, lang := range text.Langs() {
		one := lesson(t, "unet", "whole")
		for i := range moves {
			if !one.Follows(moves[:i]) || i > 0 && one.Follows(moves[:i-1]) {
				t.Fatal(i)
			}
			one.Play(moves[:i+1])
			all := lesson(t, "unet", "whole")
			all.Play(moves[:i+1])
			a, b := one.Show(lang), all.Show(lang)
			for name := range b {
				if a[name] != b[name] {
					t.Errorf("after %q: %s is %q, not %q", moves[:i+1], name, a[name], b[name])
				}
			}
		}
		if m := one.Show(lang); m["known"] != "enc1 enc2" || m["stage"] != "enc3" || m["sum"] != "65376" {
			t.Errorf("%q", m)
		}
	}
}

// TestShow: what the page is told of each kind of question.
func TestShow(t *testing.T) {
	for _, tt := range []struct {
		arch, task string
		moves      []string
		want       map[string]string
	}{
		{"unet", "watch:enc1", nil, map[string]string{"moving": "n", "go": "Continue", "stage": "enc1", "hint": "", "arrows": ""}},
		{"unet", "fill:dec4", []string{"n"}, map[string]string{"label1": "Output channels C_out", "moving": ""}},
		{"unet", "alone:dec4", nil, map[string]string{"choice0": "2×2 transposed convolution, stride 2", "arrows": "", "label0": ""}},
		{"unet", "alone:dec4", []string{"w\t1\t0\t0"}, map[string]string{"said": ""}},
		{"unet", "interview", []string{"a\t8M"}, map[string]string{"mark0": "1", "moving": "n"}},
		{"unet", "homework", []string{"a\t7765442", "n"}, map[string]string{"done": "1", "said": "Done."}},
	} {
		l := lesson(t, tt.arch, tt.task)
		l.Play(tt.moves)
		m := l.Show(text.English)
		for name, want := range tt.want {
			if m[name] != want && !(strings.HasPrefix(name, "choice") && m[name] != "") {
				t.Errorf("%s after %q: %s is %q, not %q", tt.task, tt.moves, name, m[name], want)
			}
		}
		if sheet := l.sheet.Now(); (sheet == nil) != (m["done"] == "1") {
			t.Errorf("%s: %q", tt.task, m)
		}
	}
}

// toJoin plays an exercise on one stage until it asks for the channels that meet.
func toJoin(t *testing.T, l *Lesson) {
	t.Helper()
	for range 40 {
		q := l.sheet.Now()
		if q == nil {
			t.Fatal("no question for channels that meet")
		}
		if len(q.Fields) > 0 && q.Fields[0].Ask == practice.AskInput && len(q.Fields[0].Inputs) > 1 {
			return
		}
		var has []bool
		var right []string
		for _, c := range q.Lines {
			has = append(has, c.Has)
		}
		if q.Kind == practice.Which {
			l.sheet.Choose(has)
		} else {
			for _, f := range q.Fields {
				right = append(right, strconv.FormatInt(f.Want, 10))
			}
			l.sheet.Answer(right)
		}
		l.sheet.Next()
	}
}

// TestArrows: the arrows that meet at a concatenation bring its channels; another one
// brings none.
func TestArrows(t *testing.T) {
	for arch, want := range map[string]string{"unet": "enc4=256 mid5=256 enc3=0", "milesial": "enc4=512 mid5=512 enc3=0"} {
		l := lesson(t, arch, "alone:dec4")
		toJoin(t, l)
		got := strings.Fields(l.Show(text.English)["arrows"])
		if len(got) != 3 {
			t.Errorf("%s: %q", arch, got)
		}
		for _, w := range strings.Fields(want) {
			if !strings.Contains(strings.Join(got, " "), w) {
				t.Errorf("%s: %q, not %q", arch, got, want)
			}
		}
	}
}

// TestChannelHints: hints to channels go from words to numbers to the result.
func TestChannelHints(t *testing.T) {
	l := lesson(t, "unet", "alone:dec4")
	toJoin(t, l)
	for level, want := range [][2]string{{"C_in = channels", "256"}, {"C_in = 256 + 256", "512"}, {"Result: 512", "%!"}} {
		l.sheet.Hint()
		if h := l.Show(text.English)["help"]; !strings.Contains(h, want[0]) || strings.Contains(h, want[1]) {
			t.Errorf("hint %d: %s", level+1, h)
		}
	}
}

// TestWorksheets: without solutions no answer is on the paper, with them all are.
func TestWorksheets(t *testing.T) {
	set, _ := exercise.ParseSet("fill:dec4,whole@milesial", func(string) bool { return true })
	lookup := func(arch string) *config.Config { return config.New(zoo.Lookup(arch)) }
	for _, lang := range text.Langs() {
		for _, solved := range []bool{false, true} {
			s := Worksheets(lang, config.New(zoo.Lookup("unet")), set, 7, lookup, solved)
			for _, n := range []string{"1,179,904", "31,037,698"} {
				if strings.Contains(s, n) != solved {
					t.Errorf("%s, solved %v: %s", lang, solved, n)
				}
			}
			if strings.Count(s, "<section") != 2 {
				t.Error("two exercises were asked for")
			}
		}
	}
}

// FuzzPlay: no move is too strange.
func FuzzPlay(f *testing.F) {
	f.Add("alone:dec4", "w\t1\t0\nh\na\t3*3\nn")
	f.Add("fill", "a\t1\t2\t3\na\t\t\t\nn")
	f.Fuzz(func(t *testing.T, task, moves string) {
		e, ok := exercise.ParseTask(task, func(string) bool { return false })
		if !ok {
			return
		}
		l, err := New(config.New(zoo.Lookup("unet")), e, 1)
		if err != nil {
			t.Fatal(err)
		}
		l.Play(strings.Split(moves, "\n"))
		l.Show(text.English)
	})
}
