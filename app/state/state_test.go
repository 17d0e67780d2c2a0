package state

import (
	"reflect"
	"strconv"
	"strings"
	"testing"

	"unetparams/app/link"
	"unetparams/counter/zoo"
)

// total returns the count that the page shows.
func (s *State) total() int64 { return s.Report.Learnable }

func TestTyping(t *testing.T) {
	s := New("")
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
// waits for it, in whichever field it is.
func TestTypingAcrossFields(t *testing.T) {
	s := New("")
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
	s := New("v=1&arch=unet&base=64")
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
	s := New("")
	net := s.Net
	for _, size := range []string{"7", "512", "250"} {
		s.Type("size", size)
		fresh := New(s.Link())
		if s.Net != net || !reflect.DeepEqual(s.Trace, fresh.Trace) || !reflect.DeepEqual(s.SizeErr, fresh.SizeErr) {
			t.Errorf("size %s: another net or the shapes of another size", size)
		}
	}
	if s.Type("base", "64"); s.Net == net {
		t.Error("another width, and the same net")
	}
}

func TestLinks(t *testing.T) {
	s := New("#v=1&arch=unet&base=64&stage=dec4")
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
	if s.Stage != "enc1" || len(s.Problems) != 1 || s.Problems[0].Kind != link.NoStage {
		t.Errorf("a stage that is not there: %s, %v", s.Stage, s.Problems)
	}
	s.Open("")
	s.Select("dec4")
	s.Type("levels", "3")
	if s.Stage != "enc1" || len(s.Problems) != 0 {
		t.Errorf("a stage that went away while typing is no problem of a link: %s, %v", s.Stage, s.Problems)
	}
}

func TestPresetIsFound(t *testing.T) {
	for _, p := range zoo.Presets() {
		s := New("")
		s.Use(p.Config())
		if q := s.Preset(); q == nil || q.ID != p.ID || s.total() != p.Total {
			t.Errorf("%s: found %v with %d", p.ID, q, s.total())
		}
		if again := New(s.Link()); again.Preset() == nil || again.Preset().ID != p.ID {
			t.Errorf("%s does not survive its link %s", p.ID, s.Link())
		}
	}
}

// TestPin checks that a network is pinned only once, that the link contains it, and that
// the number of networks in a link is limited.
func TestPin(t *testing.T) {
	s := New("v=1&arch=unet&base=64")
	for range 2 {
		if !Pin(s, s.Config) {
			t.Fatal("it can't be pinned")
		}
	}
	s.Type("base", "32")
	Pin(s, s.Config)
	const want = "v=1&arch=unet&p1.arch=unet&p1.base=64&p2.arch=unet"
	if s.Link() != want || New(want).Link() != want {
		t.Errorf("%s, want %s", s.Link(), want)
	}
	n := 2
	for ; n < 40; n++ {
		s.Type("base", strconv.Itoa(n))
		if !Pin(s, s.Config) {
			break
		}
	}
	if len(s.Table.Networks) != link.MaxNetworks || len(New(s.Link()).Table.Networks) != link.MaxNetworks {
		t.Errorf("%d networks are pinned", len(s.Table.Networks))
	}
	long := strings.Repeat("1234,", 9) + "1234"
	s = New("v=1&arch=unet")
	for i := range link.MaxNetworks {
		c := s.Config.Clone()
		for _, set := range []string{"filters=" + long, "levelconvs=" + strings.Repeat("2,", 9) + strconv.Itoa(i%8+1), "dilation=" + strings.Repeat("1,", 9) + "2",
			"norm=instance", "residual=on", "convs=" + strconv.Itoa(i/8+3), "skip=add", "attention=scse", "order=nac", "block=inverted", "gate=on", "upconv=3", "up=nearest", "upout=keep", "normbias=off", "middle=none"} {
			key, value, _ := strings.Cut(set, "=")
			if err := c.Set(key, value); err != nil {
				t.Fatal(err)
			}
		}
		if !Pin(s, c) {
			break
		}
	}
	if n := len(s.Table.Networks); len(s.Link()) > link.MaxBytes || n == link.MaxNetworks || n < 4 {
		t.Errorf("%d networks, a link of %d bytes", n, len(s.Link()))
	}
}
