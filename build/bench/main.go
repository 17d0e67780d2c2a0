// Command bench measures the size and the speed of the page, and prints a table of
// targets and measured values:
//
//	go run ./build/bench [-short] [-site dir] [-json file]
//
// It runs Go benchmarks, natively and in a real browser (package e2e), and measures
// the sizes of the site's files; in the end it compares with other programs (peers.go),
// where they run. Times depend on the machine and its load; they are
// shown, but have no limits. Other metrics have a limit, with enough margin for random
// variation; the command fails if one is exceeded. -short is for the tests: it skips
// jobs that measure nothing but time, and runs the others with fewer repetitions.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

func main() {
	short := flag.Bool("short", false, "leave out the times in the browser, and repeat the rest less often")
	site := flag.String("site", "", "folder of the built site; it is built if there is none")
	out := flag.String("json", filepath.Join(".build", "bench.json"), "file to write")
	flag.Parse()
	if err := run(*short, *site, *out); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(short bool, site, out string) error {
	if site == "" {
		site = filepath.Join(".build", "bench-site")
		if err := command(nil, "go", "run", "./build/site", "-out", site); err != nil {
			return err
		}
	}
	site, err := filepath.Abs(site)
	if err != nil {
		return err
	}
	m := metrics{}
	if err := m.weigh(site); err != nil {
		return err
	}
	if err := m.measure(short, site); err != nil {
		return err
	}
	m.relate()
	var notes []string
	if !short {
		if notes, err = m.compare(); err != nil {
			return err
		}
	}
	rows, failed := m.table(short)
	fmt.Printf("%s, %s/%s, %d processors\n\n%s", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), rows)
	for _, note := range notes {
		fmt.Println(note)
	}
	if err := m.write(out); err != nil {
		return err
	}
	if len(failed) > 0 {
		return fmt.Errorf("beyond the limit: %s", strings.Join(failed, "; "))
	}
	return nil
}

// measure runs the benchmarks, natively and in the browser, on the site in a folder.
func (m metrics) measure(short bool, site string) error {
	native, most := "1s", "2000x"
	if short {
		native, most = "20x", "100x"
	}
	browser, e2e := []string{"E2E=require", "E2E_SITE=" + site}, []string{"./build/e2e"}
	for _, job := range []struct {
		prefix, time, bench string
		env                 []string
		packages            []string
		timed               bool // it measures nothing but time
	}{
		{"", native, "^Benchmark(" + strings.Join(benchmarks, "|") + ")$", []string{"E2E=off"}, packages, false},
		// A first visit is measured in a fresh browser.
		{"browser ", "300x", "^BenchmarkStart$", browser, e2e, true},
		{"browser ", "300x", "^(BenchmarkEngine|BenchmarkKeystroke|BenchmarkTable|BenchmarkNumber)$", browser, e2e, true},
		{"browser ", "20000x", "^BenchmarkMemory$", browser, e2e, true},
		{"browser ", most, "^(BenchmarkIdle|BenchmarkEdits)$", browser, e2e, false},
	} {
		if short && job.timed {
			continue
		}
		args := append([]string{"test", "-run", "^$", "-benchmem", "-timeout", "30m", "-benchtime", job.time, "-bench", job.bench}, job.packages...)
		cmd := exec.Command("go", args...)
		cmd.Env = append(os.Environ(), job.env...)
		cmd.Stderr = os.Stderr
		text, err := cmd.Output()
		if err != nil {
			return fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, text)
		}
		m.read(job.prefix, string(text))
	}
	return nil
}

// The native benchmarks and their packages.
var (
	benchmarks = []string{"Keystroke", "SVG", "Parse", "Layers", "Report", "Count", "Answer", "File", "Search", "SDXL"}
	packages   = []string{"./app/page", "./app/diagram", "./app/link", "./counter", "./counter/zoo", "./counter/pytorch"}
)

func command(env []string, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	return cmd.Run()
}

// metrics holds the measured values, by benchmark and unit: "Keystroke ns/op".
type metrics map[string]float64

// read parses the output of go test: the name, the number of iterations, then pairs of
// a value and its unit.
func (m metrics) read(prefix, text string) {
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
				m[prefix+name+" "+f[i+1]] = v
			}
		}
	}
}

// relate adds metrics that are computed from several measurements.
func (m metrics) relate() {
	if native, browser := m["Answer ns/op"], m["browser Engine ns/answer"]; native > 0 && browser > 0 {
		m["wasm/native ratio"] = browser / native
	}
	if page, worker := m["browser Memory MB-last"], m["browser Memory MB-worker-last"]; worker > 0 {
		m["memory MB"] = page + worker
	}
	least, most := math.Inf(1), 0.
	for name, v := range m {
		if strings.HasPrefix(name, "Layers/") && strings.HasSuffix(name, " ns/layer") {
			least, most = min(least, v), max(most, v)
		}
	}
	if most > 0 { // the deviation from the middle of the range
		m["Layers ±"] = 100 * (most - least) / (most + least)
	}
}

// weigh adds the sizes of the files that a first visit loads, which are those that the
// page refers to, and of the files that a post loads to embed a network.
func (m metrics) weigh(site string) error {
	page, err := os.ReadFile(filepath.Join(site, "index.html"))
	if err != nil {
		return err
	}
	names, err := filepath.Glob(filepath.Join(site, "*"))
	if err != nil {
		return err
	}
	for _, name := range names {
		base := filepath.Base(name)
		kind, _, _ := strings.Cut(base, ".")
		later := kind == "worker" || kind == "modelreader" // programs that a first visit doesn't load
		if kind == "embed" && strings.HasSuffix(base, ".wasm") {
			size, err := fileSize(name + ".br")
			if err != nil {
				return err
			}
			m["embed.wasm.br"] = size
		}
		named := base == "index.html" || strings.Contains(string(page), base) && !later
		if info, err := os.Stat(name); err != nil || info.IsDir() || !named && base != "embed.js" || base == "sw.js" {
			continue
		}
		for _, coding := range []string{".br", ".gz"} {
			size, err := fileSize(name + coding)
			if err != nil { // too small to be worth it
				if size, err = fileSize(name); err != nil {
					return err
				}
			}
			switch {
			case base == "embed.js":
				m["embed"+coding] = size
				continue
			case kind == "index" || kind == "style" || kind == "boot" || kind == "theme":
				m["paint"+coding] += size
			}
			m["visit"+coding] += size
		}
	}
	return nil
}

func fileSize(name string) (float64, error) {
	info, err := os.Stat(name)
	if err != nil {
		return 0, err
	}
	return float64(info.Size()), nil
}

func (m metrics) write(name string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	data, err := json.MarshalIndent(struct {
		When    string  `json:"when"`
		Machine string  `json:"machine"`
		Go      string  `json:"go"`
		Rows    []row   `json:"rows"`
		All     metrics `json:"all"`
	}{time.Now().UTC().Format(time.RFC3339), fmt.Sprintf("%s/%s, %d processors", runtime.GOOS, runtime.GOARCH, runtime.NumCPU()), runtime.Version(), m.rows(), m}, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(name, append(data, '\n'), 0o666)
}
