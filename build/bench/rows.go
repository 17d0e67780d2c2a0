package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A row is a metric with its target, its measured value and an optional limit, which it
// must not exceed.
type row struct {
	What    string  `json:"what"`
	Metric  string  `json:"metric"`
	Unit    string  `json:"unit"`
	Op      string  `json:"op,omitempty"` // how the value is to relate to the target: ≤ if it is "", ≥, = or ±
	Target  float64 `json:"target"`
	Reached float64 `json:"reached"`
	Limit   float64 `json:"limit,omitempty"`

	scale float64 // from the metric's unit to this one
}

// measured returns the rows of some groups with their values, and the names of those
// that have a limit and no value.
func (m metrics) measured(groups []group) (rows []row, missing []string) {
	for _, g := range groups {
		for _, r := range g.rows {
			v, ok := m[r.Metric]
			if !ok {
				if r.Limit != 0 {
					missing = append(missing, r.What)
				}
				continue
			}
			if r.scale != 0 {
				v *= r.scale
			}
			r.Reached = v
			rows = append(rows, r)
		}
	}
	return rows, missing
}

// table returns the rows of some groups as Markdown, and lists those that fail: they
// exceed their limit, or have one and were not measured.
func (m metrics) table(groups []group) (text string, failed []string) {
	var b strings.Builder
	b.WriteString("| what | target | reached | of the target |\n| --- | ---: | ---: | ---: |\n")
	rows, missing := m.measured(groups)
	for _, r := range rows {
		if r.Limit != 0 && math.Abs(r.Reached) > r.Limit {
			failed = append(failed, fmt.Sprintf("%s: %s %s, limit %s", r.What, number(r.Reached), r.Unit, number(r.Limit)))
		}
		target, share := r.aim()
		fmt.Fprintf(&b, "| %s | %s | %s %s | %s |\n", r.What, target, number(r.Reached), r.Unit, share)
	}
	for _, what := range missing {
		failed = append(failed, what+": not measured")
	}
	return b.String(), failed
}

// aim returns the target of a row, and how much of it is reached.
func (r *row) aim() (target, share string) {
	switch {
	case r.Op == "=":
		return strings.TrimSpace(number(r.Target) + " " + r.Unit), ""
	case r.Target == 0:
		return "", ""
	case r.Op == "":
		target = "≤ "
	default:
		target = r.Op + " "
	}
	part := r.Reached / r.Target
	if r.Op == "±" {
		part = math.Abs(part)
	}
	return target + number(r.Target) + " " + r.Unit, number(100*part) + " %"
}

// number formats a number with three significant digits.
func number(v float64) string {
	if v >= 100 || v <= -100 {
		return strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}
