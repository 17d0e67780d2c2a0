package app

import (
	"reflect"
	"strings"
	"testing"

	"unetparams/app/link"
	"unetparams/app/text/texttest"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo"
)

// total returns the count that the page shows.
func (s *state) total() int64 { return s.Report.Learnable }

func TestTyping(t *testing.T) {
	s := newState("")
	check := func(what string, total int64, stale bool) {
		t.Helper()
		if s.total() != total || s.Stale() != stale {
			t.Errorf("%s: %d, stale %v; want %d, %v", what, s.total(), s.Stale(), total, stale)
		}
	}
	check("default", 7_765_442, false)
	s.Type("base", "6")
	s.Type("base", "64")
	check("base 64", 31_042_434, false)
	s.Type("base", "")
	check("an empty field keeps the last result", 31_042_434, true)
	if k := s.Config.Knob("base"); s.Text(k) != "" || s.Error(k) == nil {
		t.Error("the empty field must stay as it was typed, with a message")
	}
	s.Type("classes", "1")
	check("another field still counts", 31_042_369, true)
	s.Type("base", "３２")
	check("full-width digits", 7_765_409, false)
	if len(s.pending) != 0 {
		t.Errorf("pending %v", s.pending)
	}
}

// TestTypingAcrossFields: a value that only fits together with another one
// waits for it, in whichever field it stands.
func TestTypingAcrossFields(t *testing.T) {
	s := newState("")
	s.Type("norm", "group")
	before := s.total()
	s.Type("base", "12")
	if !s.Stale() || s.total() != before || s.errors["groups"] == nil {
		t.Fatalf("12 filters in 8 groups: stale %v, %d, %v", s.Stale(), s.total(), s.errors)
	}
	s.Type("groups", "6")
	if s.Stale() || s.Config.Knob("base").Get() != "12" || s.Config.Knob("groups").Get() != "6" {
		t.Errorf("12 filters in 6 groups: %v", s.errors)
	}
}

func TestSizeErrorKeepsTheCount(t *testing.T) {
	s := newState("v=1&arch=unet&base=64")
	s.Type("size", "250")
	k := s.Config.Knob("size")
	if s.total() != 31_042_434 || s.Stale() || s.Trace != nil {
		t.Errorf("%d, stale %v, trace %v", s.total(), s.Stale(), s.Trace)
	}
	if e := s.Error(k); e == nil || strings.Join(e.Nearest, " ") != "240 256" {
		t.Errorf("error %v", e)
	}
	s.Type("size", s.Error(k).Nearest[0])
	if s.Trace == nil || s.Error(k) != nil {
		t.Error("the suggested size does not work")
	}
}

// TestSizeKeepsTheNet: another input size gives other shapes of the same net,
// which is neither built nor counted again.
func TestSizeKeepsTheNet(t *testing.T) {
	s := newState("")
	net, form := s.Net, s.Form
	for _, size := range []string{"7", "512", "250"} {
		s.Type("size", size)
		fresh := newState(s.Link())
		if s.Net != net || s.Form != form || !reflect.DeepEqual(s.Trace, fresh.Trace) || !reflect.DeepEqual(s.SizeErr, fresh.SizeErr) {
			t.Errorf("size %s: another net or the shapes of another size", size)
		}
	}
	if s.Type("base", "64"); s.Net == net {
		t.Error("another width, and the same net")
	}
}

func TestLinks(t *testing.T) {
	s := newState("#v=1&arch=unet&base=64&stage=dec4")
	if s.Stage != "dec4" || s.Link() != "v=1&arch=unet&base=64&stage=dec4" {
		t.Errorf("%s, %s", s.Stage, s.Link())
	}
	s.Select("enc1")
	if s.Link() != "v=1&arch=unet&base=64" {
		t.Errorf("the first stage needs no place in the link: %s", s.Link())
	}
	s.Select("nowhere")
	if s.Stage != "enc1" {
		t.Errorf("selected %s", s.Stage)
	}
	s.Open("v=1&arch=unet&levels=3&stage=dec4")
	if s.Stage != "enc1" || len(s.problems) != 1 || s.problems[0].Kind != link.NoStage {
		t.Errorf("a stage that is not there: %s, %v", s.Stage, s.problems)
	}
	s.Open("")
	s.Select("dec4")
	s.Type("levels", "3")
	if s.Stage != "enc1" || len(s.problems) != 0 {
		t.Errorf("a stage that went away while typing is no problem of a link: %s, %v", s.Stage, s.problems)
	}
}

func TestPresetIsFound(t *testing.T) {
	for _, p := range zoo.Presets() {
		s := newState("")
		s.Use(p.Config())
		if q := s.Preset(); q == nil || q.ID != p.ID || s.total() != p.Total {
			t.Errorf("%s: found %v with %d", p.ID, q, s.total())
		}
		if again := newState(s.Link()); again.Preset() == nil || again.Preset().ID != p.ID {
			t.Errorf("%s does not survive its link %s", p.ID, s.Link())
		}
	}
}

// TestWords: every sentence is there in every language, with the same places to
// fill in.
func TestWords(t *testing.T) {
	texttest.Walk(t, "words", words)
	texttest.Walk(t, "kindNames", kindNames)
	texttest.Walk(t, "reasons", reasons)
	texttest.Walk(t, "compare", compareWords)
	texttest.Walk(t, "describe", describeWords)
	texttest.Walk(t, "embed", wordsOfEmbed)
	texttest.Walk(t, "explain", explainWords)
	texttest.Walk(t, "export", exportWords)
	texttest.Walk(t, "keras", kerasWords)
	texttest.Walk(t, "share", shareWords)
	texttest.Walk(t, "ways", wayWords)
}

// TestTutorialTable is the tutorial's own table, number by number.
func TestTutorialTable(t *testing.T) {
	want := []levelRow{
		{1, 32, [5]int64{9_568, 27_712, 8_224, 256, 66}, 45_826},
		{2, 64, [5]int64{55_424, 110_720, 32_832, 512, 0}, 199_488},
		{3, 128, [5]int64{221_440, 442_624, 131_200, 1_024, 0}, 796_288},
		{4, 256, [5]int64{885_248, 1_769_984, 524_544, 2_048, 0}, 3_181_824},
		{5, 512, [5]int64{3_539_968, 0, 0, 2_048, 0}, 3_542_016},
	}
	if got := levelRows(newState("").Report); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// TestLevelRowsSum: whatever the settings, the table adds up to the total, each
// row to its sum.
func TestLevelRowsSum(t *testing.T) {
	for _, settings := range []string{"", "residual=on heads=on", "up=nearest upconv=none", "padding=valid residual=on size=572",
		"nd=3 where=up levels=10 base=1 norm=instance", "convs=1 norm=none", "grow=last upout=keep convs=8"} {
		c, err := config.New(zoo.Lookup(zoo.Default)).With(settings)
		if err != nil {
			t.Fatal(err)
		}
		s := newState("")
		s.Use(c)
		var total int64
		for _, row := range levelRows(s.Report) {
			var sum int64
			for _, n := range row.part {
				sum += n
			}
			if sum != row.sum {
				t.Errorf("%s: level %d: parts %v, sum %d", settings, row.level, row.part, row.sum)
			}
			total += sum
		}
		if total != s.Report.Learnable {
			t.Errorf("%s: rows sum to %d, total %d", settings, total, s.Report.Learnable)
		}
	}
}

// TestKindsAreNamed: every kind of layer in the zoo has a name that people use.
// Activations keep PyTorch's.
func TestKindsAreNamed(t *testing.T) {
	for _, a := range zoo.Archs() {
		_, r, err := config.New(a).Build()
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range r.Steps {
			if s.Layer == nil {
				continue
			}
			if _, ok := s.Layer.(layer.Activation); ok || s.Layer.Kind() == "Softmax" {
				continue
			}
			if _, ok := kindNames[base(s.Layer.Kind())]; !ok {
				t.Errorf("%s: %s has no name", a.ID, s.Layer.Kind())
			}
		}
	}
}
