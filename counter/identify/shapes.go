package identify

import (
	"slices"
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// ByShapes returns the classic U-Net that has the shapes of the given parameters, each
// as often, whatever they are called: names are lost in conversions, and Keras gives
// its own. It is nil where no settings of that architecture have exactly these shapes.
// Buffers are left out, since not every format has them. rest is as in [Find].
func ByShapes(tensors []Tensor, rest func() bool) *config.Config {
	if len(tensors) > maxTensors {
		return nil
	}
	learned := slices.DeleteFunc(slices.Clone(tensors), func(t Tensor) bool { return t.Buffer || isStatistic(t.Name) })
	g := newGiven(learned, "")
	g.bag = map[string]int{}
	for _, t := range learned {
		g.bag[config.Join(t.Shape, "x")]++
	}
	c := classic(learned)
	if c == nil {
		return nil
	}
	s := &search{rest: rest}
	at, ok := s.compare(c, g)
	if !ok || 3*at.Equal < len(learned) { // the widths alone would tell more
		return nil
	}
	best := s.descend(end{at, g}, true)
	for !s.over && s.turnTwo(&best.Match, g) {
		best = s.descend(best, true)
	}
	if !best.Exact() {
		return nil
	}
	return best.Config
}

// classic returns the classic U-Net with the widths, inputs, outputs and kernel that
// the convolutions of a list suggest, or nil.
func classic(tensors []Tensor) *config.Config {
	var widths []int64
	axes := 0
	for _, t := range tensors {
		if n := len(t.Shape); n > 2 && slices.Max(t.Shape[2:]) > 1 {
			axes = n - 2
			widths = append(widths, min(t.Shape[0], t.Shape[1]), t.Shape[0])
		}
	}
	slices.Sort(widths)
	widths = slices.Compact(widths)
	var in, classes int64 = 1, 1
	for len(widths) > 1 && widths[1] != 2*widths[0] { // the channels of the image are no width
		in, widths = widths[0], widths[1:]
	}
	if len(widths) < 2 || axes > 3 {
		return nil
	}
	for _, t := range tensors {
		switch n := len(t.Shape); {
		case n < 3:
		case t.Shape[0] == widths[0] && t.Shape[1] < widths[0]:
			in = t.Shape[1]
		case t.Shape[1] == widths[0] && slices.Max(t.Shape[2:]) == 1 && !slices.Contains(widths[1:], t.Shape[0]):
			classes = t.Shape[0]
		}
	}
	c, err := config.Make(zoo.Lookup(zoo.Default), "filters="+config.Join(widths, ",")+
		" in="+strconv.FormatInt(in, 10)+" classes="+strconv.FormatInt(classes, 10)+" nd="+strconv.Itoa(axes))
	if err != nil {
		return nil
	}
	return c
}

// compareShapes counts how the shapes of a network's parameters differ from those
// given.
func compareShapes(r *counter.Report, g *given) Match {
	m := Match{}
	left := map[string]int{}
	shape := make([]int64, 0, 8)
	for i := range r.Tensors {
		t := &r.Tensors[i]
		if !t.Tensor.Learn || t.Shared {
			continue
		}
		shape = shape[:0]
		for _, d := range t.Tensor.Dims {
			shape = append(shape, d.N)
		}
		key := config.Join(shape, "x")
		if left[key]++; left[key] <= g.bag[key] {
			m.Equal++
		} else {
			m.Missing++
		}
	}
	for _, n := range g.bag {
		m.Extra += n
	}
	m.Extra -= m.Equal
	m.distance = 4 * (m.Missing + m.Extra)
	return m
}
