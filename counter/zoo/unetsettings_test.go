package zoo_test

import (
	"errors"
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// TestOutputStride: the decoder ends where the output has the size that is asked for.
// Encoder and bottleneck of the tutorial's network have 9,696 + 55,680 + 221,952 +
// 886,272 + 3,542,016 parameters, its decoder levels 4 and 3 have 2,295,552 and 574,336.
func TestOutputStride(t *testing.T) {
	c, err := config.Make(zoo.Lookup(zoo.Default), "outstride=4")
	if err != nil {
		t.Fatal(err)
	}
	net, r, err := c.Build()
	if err != nil {
		t.Fatal(err)
	}
	if want := int64(4_715_616 + 2_295_552 + 574_336 + 128*2 + 2); r.Learnable != want {
		t.Errorf("%d parameters, want %d", r.Learnable, want)
	}
	if last := r.Stages[len(r.Stages)-1].Stage; last != (counter.Stage{Role: counter.Head, Level: 3}) {
		t.Errorf("the last stage is %v", last)
	}
	input, err := c.Input()
	if err != nil {
		t.Fatal(err)
	}
	trace, err := net.Trace(input)
	if err != nil {
		t.Fatal(err)
	}
	if out := trace.Out[len(trace.Out)-1]; out.C != 2 || out.Size[0] != 64 || out.Size[1] != 64 {
		t.Errorf("the output is %v", out)
	}
	var e *config.ValueError
	if _, err := config.Make(zoo.Lookup(zoo.Default), "outstride=8 levels=3"); err != nil {
		t.Fatal(err)
	}
	c, _ = config.Make(zoo.Lookup(zoo.Default), "outstride=8 levels=3")
	if _, _, err := c.Build(); !errors.As(err, &e) || e.Nearest[0] != "2" {
		t.Errorf("three levels and a stride of 8: %v", err)
	}
	for _, levels := range []string{"3,4", "3"} {
		c, _ := config.Make(zoo.Lookup(zoo.Default), "outstride=4 heads=on headlevels="+levels)
		if _, _, err := c.Build(); err != nil {
			t.Errorf("outputs of levels %s: %v", levels, err)
		}
	}
	c, _ = config.Make(zoo.Lookup(zoo.Default), "outstride=4 heads=on headlevels=1,3")
	if _, _, err := c.Build(); !errors.As(err, &e) || e.Nearest[0] != "3" {
		t.Errorf("an output of level 1: %v", err)
	}
}
