// Command bench measures the size and the speed of the page, and prints a table of
// targets and measured values:
//
//	go run ./build/bench [-short] [-only group,…] [-site dir] [-json file]
//
// It builds the site, runs Go benchmarks, natively and in a real browser (package e2e),
// and measures the sizes of the site's files; in the end it compares with other programs
// (peers.go), where they run. Times depend on the machine and its load; they are
// shown, but have no limits. Other metrics have a limit, with enough margin for random
// variation; the command fails if one is exceeded. -short is for the tests: it skips
// groups of rows that measure nothing but time, and repeats the others less often. -only
// measures the named groups (groups.go).
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

func main() {
	short := flag.Bool("short", false, "leave out what measures nothing but time, and repeat the rest less often")
	only := flag.String("only", "", "measure these groups, separated by commas: "+strings.Join(names(), ", "))
	site := flag.String("site", "", "folder of the built site; it is built if there is none")
	out := flag.String("json", filepath.Join(".build", "bench.json"), "file to write")
	flag.Parse()
	b := &bench{metrics: metrics{}, short: *short, site: *site}
	if err := b.run(*only, *out); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// A bench is a run of the command.
type bench struct {
	metrics
	short bool
	site  string   // the folder of the site; "" before it is built
	e2e   string   // the program of the browser's benchmarks; "" before it is built
	dir   string   // for files that are needed while it runs
	notes []string // what was not measured, and why
}

func (b *bench) run(only, out string) (err error) {
	chosen, err := choose(only, b.short)
	if err != nil {
		return err
	}
	if b.dir, err = os.MkdirTemp("", "unetparams-bench"); err != nil {
		return err
	}
	defer os.RemoveAll(b.dir)
	begin := time.Now()
	for _, g := range chosen {
		start := time.Now()
		if err := g.measure(b); err != nil {
			return fmt.Errorf("%s: %w", g.name, err)
		}
		fmt.Fprintf(os.Stderr, "%s: %.0f s\n", g.name, time.Since(start).Seconds())
	}
	text, failed := b.table(chosen)
	fmt.Printf("%s, %s; %.0f s\n\n%s", machine(), runtime.Version(), time.Since(begin).Seconds(), text)
	for _, note := range b.notes {
		fmt.Println(note)
	}
	if err := b.write(chosen, out); err != nil {
		return err
	}
	if len(failed) > 0 {
		return fmt.Errorf("beyond the limit: %s", strings.Join(failed, "; "))
	}
	return nil
}

// choose returns the groups that are named, or all, without those that a short run
// leaves out.
func choose(only string, short bool) (chosen []group, err error) {
	named := names()
	if only != "" {
		named = strings.Split(only, ",")
	}
	for _, name := range named {
		if !slices.Contains(names(), name) {
			return nil, fmt.Errorf("there is no group %q, only %s", name, strings.Join(names(), ", "))
		}
	}
	for _, g := range groups {
		if slices.Contains(named, g.name) && !(short && g.timed) {
			chosen = append(chosen, g)
		}
	}
	return chosen, nil
}

// machine names the processor and the number of its cores, and the system.
func machine() string {
	name := "unknown processor"
	info, _ := os.ReadFile("/proc/cpuinfo") // other systems have none
	for line := range strings.Lines(string(info)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			name = strings.TrimSpace(value)
			break
		}
	}
	return fmt.Sprintf("%s, %d cores, %s/%s", name, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)
}

func (b *bench) write(chosen []group, name string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	rows, _ := b.measured(chosen)
	data, err := json.MarshalIndent(struct {
		When    string   `json:"when"`
		Machine string   `json:"machine"`
		Go      string   `json:"go"`
		Rows    []row    `json:"rows"`
		Notes   []string `json:"notes,omitempty"`
		All     metrics  `json:"all"`
	}{time.Now().UTC().Format(time.RFC3339), machine(), runtime.Version(), rows, b.notes, b.metrics}, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(name, append(data, '\n'), 0o666)
}
