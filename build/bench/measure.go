package main

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"unetparams/build/program"
)

// The native benchmarks and their packages.
var (
	benchmarks = []string{"Keystroke", "SVG", "Parse", "Layers", "Report", "Count", "Answer", "File", "Search", "SDXL"}
	packages   = []string{"./app/page", "./app/diagram", "./app/link", "./counter", "./counter/zoo", "./counter/pytorch"}
)

// metrics holds the measured values, by benchmark and unit: "Keystroke ns/op".
type metrics map[string]float64

// read parses the output of go test: the name, the number of iterations, then pairs of
// a value and its unit. It takes the median of several runs.
func (m metrics) read(prefix, text string) {
	all := map[string][]float64{}
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) < 4 || !strings.HasPrefix(f[0], "Benchmark") {
			continue
		}
		name := strings.TrimPrefix(f[0], "Benchmark")
		if i := strings.LastIndexByte(name, '-'); i > 0 {
			name = name[:i]
		}
		for i := 2; i+1 < len(f); i += 2 {
			if v, err := strconv.ParseFloat(f[i], 64); err == nil {
				key := prefix + name + " " + f[i+1]
				all[key] = append(all[key], v)
			}
		}
	}
	for key, values := range all {
		m[key] = median(values)
	}
}

// native runs the native benchmarks.
func (b *bench) native() error {
	count, time := "5", "0.1s"
	if b.short {
		count, time = "1", "20x"
	}
	if err := b.goTest(count, time, benchmarks, packages); err != nil {
		return err
	}
	least, most := math.Inf(1), 0.
	for name, v := range b.metrics {
		if strings.HasPrefix(name, "Layers/") && strings.HasSuffix(name, " ns/layer") {
			least, most = min(least, v), max(most, v)
		}
	}
	if most > 0 { // the deviation from the middle of the range
		b.metrics["Layers ±"] = 100 * (most - least) / (most + least)
	}
	return nil
}

// goTest runs native benchmarks, with further flags of go test. Garbage is collected as
// rarely as in the browser: see build/browser.
func (b *bench) goTest(count, time string, benchmarks, packages []string, flags ...string) error {
	args := slices.Concat([]string{"test", "-run", "^$", "-benchmem", "-timeout", "30m", "-count", count, "-benchtime", time, "-bench", pattern(benchmarks)}, flags, packages)
	text, err := b.output("", []string{"E2E=off", "GOGC=400"}, "go", args...)
	b.read("", text)
	return err
}

func pattern(benchmarks []string) string { return "^Benchmark(" + strings.Join(benchmarks, "|") + ")$" }

// engine compares the engine in the browser with the native one, one right after the
// other. A browser runs it in a single thread: the native one does not collect garbage
// beside it, either.
func (b *bench) engine() error {
	if err := b.goTest("5", "0.2s", []string{"Answer"}, []string{"./counter/zoo"}, "-cpu", "1"); err != nil {
		return err
	}
	if err := inBrowser("100x", "100x", "Engine")(b); err != nil {
		return err
	}
	if native, browser := b.metrics["Answer ns/op"], b.metrics["browser Engine ns/answer"]; native > 0 {
		b.metrics["wasm/native ratio"] = browser / native
	}
	return nil
}

// memory adds up the memory of both programs.
func (b *bench) memory() error {
	if err := inBrowser("20000x", "20000x", "Memory")(b); err != nil {
		return err
	}
	if worker := b.metrics["browser Memory MB-worker-last"]; worker > 0 {
		b.metrics["memory MB"] = b.metrics["browser Memory MB-last"] + worker
	}
	return nil
}

// inBrowser returns the function that runs benchmarks in the browser, so many times, and
// in a short run so many times.
func inBrowser(times, short string, benchmarks ...string) func(*bench) error {
	return func(b *bench) error {
		if b.short {
			return b.browse(short, nil, benchmarks...)
		}
		return b.browse(times, nil, benchmarks...)
	}
}

// browse runs benchmarks of package e2e in a fresh browser, on the site.
func (b *bench) browse(times string, env []string, benchmarks ...string) error {
	if err := b.build(); err != nil {
		return err
	}
	if b.e2e == "" {
		name := filepath.Join(b.dir, "e2e.test")
		if _, err := b.output("", nil, "go", "test", "-c", "-o", name, "./build/e2e"); err != nil {
			return err
		}
		b.e2e = name
	}
	env = append(env, "E2E=require", "E2E_SITE="+b.site)
	text, err := b.output(filepath.Join("build", "e2e"), env, b.e2e, "-test.run=^$", "-test.timeout=30m",
		"-test.benchtime="+times, "-test.bench="+pattern(benchmarks))
	b.read("browser ", text)
	return err
}

// output runs a program in a folder and returns what it prints.
func (b *bench) output(dir string, env []string, name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	text, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, text)
	}
	return string(text), nil
}

// build builds the site, if none was given.
func (b *bench) build() (err error) {
	if b.site == "" {
		b.site = filepath.Join(program.Work, "bench-site")
		text, err := b.output("", nil, "go", "run", "./build/site", "-out", b.site)
		if err != nil {
			return err
		}
		b.metrics["part %"] = 100 * fullest(text)
	}
	b.site, err = filepath.Abs(b.site)
	return err
}

// buildClean builds the site, if none was given, without what earlier builds have left
// in the module, and measures the time. What Go has compiled stays.
func (b *bench) buildClean() error {
	if b.site != "" {
		return b.build()
	}
	for _, name := range []string{"compressed", "goapp-*"} {
		found, err := filepath.Glob(filepath.Join(program.Work, name))
		if err != nil {
			return err
		}
		for _, name := range found {
			if err := os.RemoveAll(name); err != nil {
				return err
			}
		}
	}
	start := time.Now()
	if err := b.build(); err != nil {
		return err
	}
	b.metrics["build s"] = time.Since(start).Seconds()
	return nil
}

// fullest returns how much of its budget the part of the page's program takes that
// takes the most, by what the build prints: lines of a name, bytes, bytes of gzip and
// the budget.
func fullest(text string) (most float64) {
	_, text, _ = strings.Cut(text, "\ncode of the page's program")
	text, _, _ = strings.Cut(text, "\n\n")
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) != 4 {
			continue
		}
		spent, err := strconv.ParseFloat(f[2], 64)
		budget, err2 := strconv.ParseFloat(f[3], 64)
		if err == nil && err2 == nil {
			most = max(most, spent/budget)
		}
	}
	return most
}
