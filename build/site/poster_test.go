package main

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"unetparams/app/export"
	"unetparams/app/text"
	"unetparams/counter/zoo"
)

// TestCompactPoster checks that posters lose a quarter of their bytes, but no text, no
// point of a shape, and no class without a rule.
func TestCompactPoster(t *testing.T) {
	all := zoo.Networks()
	for i := 0; i < len(all); i += 7 {
		for _, o := range []export.PosterOptions{{}, {Narrow: true, Link: "https://example.org/?a&b#v=1"}} {
			before, err := export.Poster(text.Langs()[i%2], all[i].Config, o)
			if err != nil {
				t.Fatal(err)
			}
			short, err := compactPoster(before)
			if err != nil {
				t.Fatalf("%s: %v", all[i].ID, err)
			}
			if 4*len(short) > 3*len(before) {
				t.Errorf("%s: %d bytes of %d", all[i].ID, len(short), len(before))
			}
			checkPoster(t, all[i].ID, before, string(short))
		}
	}
}

func checkPoster(t *testing.T, id, before, after string) {
	t.Helper()
	old, err := parseSVG(before)
	if err != nil {
		t.Fatal(err)
	}
	short, err := parseSVG(after)
	if err != nil {
		t.Fatalf("%s: %v", id, err)
	}
	texts := func(e *element) (all []string) {
		e.walk(func(e *element) {
			for _, c := range e.children {
				if c.name == "" && e.name != "style" {
					all = append(all, e.name+" "+e.attr("href")+": "+c.text)
				}
			}
		})
		return all
	}
	if got, want := strings.Join(texts(short), "\n"), strings.Join(texts(old), "\n"); got != want {
		t.Errorf("%s: the texts are\n%s\nwant\n%s", id, got, want)
	}
	shapes, originals := points(t, short), points(t, old)
	if len(shapes) != len(originals) {
		t.Errorf("%s: %d points, want %d", id, len(shapes), len(originals))
	}
	for _, p := range originals {
		if !hasNear(shapes, p) {
			t.Errorf("%s: the point %.2f is gone", id, p)
		}
	}
	style := regexp.MustCompile(`<style>(.*)</style>`).FindStringSubmatch(after)[1]
	short.walk(func(e *element) {
		for _, class := range strings.Fields(e.attr("class")) {
			if !regexp.MustCompile(`\.` + class + `\b`).MatchString(style) {
				t.Errorf("%s: no rule for class %s", id, class)
			}
		}
	})
	for _, m := range variables.FindAllStringSubmatch(style, -1) {
		if strings.Count(style, m[1]+":") != 4 { // light, dark, print, and forced colors
			t.Errorf("%s: the color %s has %d values", id, m[1], strings.Count(style, m[1]+":"))
		}
	}
}

func hasNear(list [][2]float64, p [2]float64) bool {
	for _, q := range list {
		if math.Abs(p[0]-q[0]) < 0.11 && math.Abs(p[1]-q[1]) < 0.11 {
			return true
		}
	}
	return false
}

var pathSteps = regexp.MustCompile(`[MLlhvz]|-?\d*\.?\d+`)

// points returns the points of rectangles and paths.
func points(t *testing.T, e *element) (list [][2]float64) {
	number := func(s string) float64 {
		x, err := strconv.ParseFloat(s, 64)
		if err != nil {
			t.Fatal(err)
		}
		return x
	}
	e.walk(func(e *element) {
		if e.name == "rect" && !strings.HasSuffix(e.attr("width"), "%") && e.attr("rx") == "" {
			x, y, w, h := number(e.attr("x")), number(e.attr("y")), number(e.attr("width")), number(e.attr("height"))
			list = append(list, [2]float64{x, y}, [2]float64{x + w, y}, [2]float64{x + w, y + h}, [2]float64{x, y + h})
		}
		var x, y float64
		command, steps := "", pathSteps.FindAllString(strings.ReplaceAll(e.attr("d"), "Z", ""), -1)
		for len(steps) > 0 {
			if strings.ContainsAny(steps[0], "MLlhvz") {
				command, steps = steps[0], steps[1:]
				continue
			}
			n := 2
			switch command {
			case "M", "L":
				x, y = number(steps[0]), number(steps[1])
			case "l":
				x, y = x+number(steps[0]), y+number(steps[1])
			case "h":
				x, n = x+number(steps[0]), 1
			case "v":
				y, n = y+number(steps[0]), 1
			}
			list, steps = append(list, [2]float64{x, y}), steps[n:]
		}
	})
	return list
}

// TestRelative checks paths in relative commands.
func TestRelative(t *testing.T) {
	for data, want := range map[string]string{
		"M193.17 77.12L199.07 77.12":                 "M193.2 77.1h5.9",
		"M197.06 80.74L203.09 77.12L197.06 73.5Z":    "M197.1 80.7l6-3.6-6-3.6z",
		"M1 2L1 1.5L1.04 1.54L2 3L3 3.5":             "M1 2v-.5h0l1 1.5 1 .5",
		"M0 0L-0.5 -0.5":                             "M0 0l-.5-.5",
		"M10 10L20 10L20 30L5.25 30L5.25 12L4 11.04": "M10 10h10v20h-14.7v-18l-1.3-1",
	} {
		if got, err := relative(data); err != nil || got != want {
			t.Errorf("%s becomes %s, %v, want %s", data, got, err, want)
		}
	}
	if _, err := relative("M1 2C3 4 5 6 7 8"); err == nil {
		t.Error("a curve is accepted")
	}
}
