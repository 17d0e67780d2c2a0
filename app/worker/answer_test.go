package worker

import (
	"strings"
	"sync"
	"testing"

	"unetparams/app/link"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/find"
	"unetparams/counter/zoo"
)

var searched = sync.OnceValue(func() *find.Catalogue {
	c := find.NewCatalogue()
	for s := c.Search(find.Reading{Value: 1, Quantum: 1, Lo: 1, Hi: 1}); s.Step(); {
	}
	return c
})

func answerTo(t *testing.T, l text.Lang, number, here string) (find.Answer, answer) {
	t.Helper()
	r, err := find.Read(number)
	if err != nil {
		t.Fatal(err)
	}
	s := searched().Search(r)
	for s.Step() {
	}
	c, err := config.Make(zoo.Lookup(zoo.Default), here)
	if err != nil {
		t.Fatal(err)
	}
	a := s.Answer(true)
	return a, newAnswer(l, a, r, c, number, true)
}

// TestAnswer: one sentence comes first, then how the network is told from the
// page's.
func TestAnswer(t *testing.T) {
	for _, tt := range []struct{ number, sentence, to, steps string }{
		{"31,030,658", "has exactly 31,030,658 parameters.", "arch=unet", "+23,276,992"},
		{"31M", "which rounds or truncates to it.", "arch=unet", "31,030,658"},
		{"9.13M", "no convention we know", "base=35", "9,282,246"},
		{"28.24M", "differ by a convention", "base=64", "31,030,658"},
		{"54,413,955", "has exactly 54,413,955 parameters.", "arch=pix2pix", ""},
		{"4,660,323", "4,660,323 is quoted of the MobileNetV2 U-Net", "", ""},
		{"31,043,588", "No published network here has this number;", "classes=4", "31,043,588"},
		{"12,034,978", "No network here has this number, unless by accident. If you have the model, paste its listing", "", ""},
		{"1,946,993", "a miscount of", "base=16", "1,944,049"},
		{"118.38 MB", "which rounds or truncates to it.", "arch=", ""},
	} {
		_, a := answerTo(t, text.English, tt.number, "")
		if !strings.Contains(a.sentence, tt.sentence) {
			t.Errorf("%s: %s", tt.number, a.sentence)
		}
		if (a.to == nil) != (tt.to == "") || !strings.Contains(a.steps, tt.steps) {
			t.Errorf("%s: %v, %s", tt.number, a.to, a.steps)
		}
		if a.to == nil {
			continue
		}
		st, problems := link.Parse(a.href)
		if len(problems) > 0 || st.Other == nil || !st.Other.Equal(a.to) || st.Why != tt.number ||
			!strings.Contains(link.Encode(link.State{Config: a.to}), tt.to) {
			t.Errorf("%s: the link is %s", tt.number, a.href)
		}
		if _, zh := answerTo(t, text.Chinese, tt.number, ""); zh.sentence == a.sentence || strings.Contains(zh.sentence, "%!") {
			t.Errorf("%s: in Chinese, %s", tt.number, zh.sentence)
		}
	}
	// The page's own network is not compared with itself.
	if _, a := answerTo(t, text.English, "7,765,442", ""); a.sentence == "" || a.href != "" || a.steps != "" {
		t.Errorf("%+v", a)
	}
}

// TestEvidence: what a network departs in is named with how usual it is, and the
// other way to go up that counts alike with it.
func TestEvidence(t *testing.T) {
	a, _ := answerTo(t, text.English, "31,043,588", "")
	row, ok := groupRow(text.English, a.Findings[0])
	if !ok || !strings.Contains(row.how, "13 (less common)") || !strings.Contains(row.how, "4 (less common)") && !strings.Contains(row.how, "4 (common)") {
		t.Errorf("%q", row.how)
	}
	row.mechanisms(text.English, true)
	if !strings.Contains(row.mechanism, "2×2 transposed convolution") || row.other == nil || !strings.Contains(row.other.href, "up=") {
		t.Errorf("%q, %+v", row.mechanism, row.other)
	}
	none := newFoundRow(text.English, config.New(zoo.Lookup("unet4ui")), 0)
	if none.mechanisms(text.English, true); none.mechanism != "" {
		t.Errorf("%q", none.mechanism)
	}
}

// TestReadingSaysUnits: of a size both readings are named.
func TestReadingSaysUnits(t *testing.T) {
	r, err := find.Read("118.38 MB")
	if err != nil {
		t.Fatal(err)
	}
	if got := reading(text.English, r); !strings.Contains(got, "2²⁰ bytes: 31,031,296 … 31,035,228") || !strings.Contains(got, "10⁶ bytes it would be 29,593,750 … 29,597,499") {
		t.Error(got)
	}
}
