package e2e

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// What every test shares: one browser, and the folder of the built site.
var (
	allTabs context.Context
	siteDir string
	skip    string // why nothing is tested here
	tempDir string // gone when the tests are
)

// slow is how many times as slow as this machine the pages are, see E2E_SLOW.
var slow = 1.0

// patience is how long anything may take before a test gives up; a busy machine
// is slow, not wrong. TestMain multiplies it by slow.
var patience = 2 * time.Minute

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	path := findBrowser()
	switch {
	case os.Getenv("E2E") == "off":
		skip = "E2E=off"
	case testing.Short():
		skip = "-short"
	case path == "" && os.Getenv("E2E") == "require":
		fmt.Fprintln(os.Stderr, "e2e: no browser found: install Debian's chromium, or name one in CHROMIUM")
		return 1
	case path == "":
		skip = "no browser found: install Debian's chromium, or name one in CHROMIUM"
	}
	if skip != "" {
		return m.Run()
	}

	var err error
	if slow, err = slowness(os.Getenv("E2E_SLOW")); err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		return 1
	}
	patience = time.Duration(slow * float64(patience))
	if tempDir, err = os.MkdirTemp("", "unetparams-e2e-"); err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		return 1
	}
	defer os.RemoveAll(tempDir)
	if siteDir = os.Getenv("E2E_SITE"); siteDir == "" {
		if siteDir, err = buildSite("../..", "site"); err != nil {
			fmt.Fprintln(os.Stderr, "e2e:", err)
			return 1
		}
	}
	stop, err := startBrowser(path)
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		return 1
	}
	defer stop()
	return m.Run()
}

// slowness reads E2E_SLOW, a number of at least 1; nothing is 1.
func slowness(text string) (float64, error) {
	if text == "" {
		return 1, nil
	}
	rate, err := strconv.ParseFloat(text, 64)
	if err != nil || !(rate >= 1 && rate <= 100) {
		return 0, fmt.Errorf("E2E_SLOW=%s is not a number from 1 to 100", text)
	}
	return rate, nil
}

// findBrowser returns the program of a browser that speaks the DevTools
// protocol, or "".
func findBrowser() string {
	names := []string{"chromium", "chromium-browser", "google-chrome-stable", "google-chrome"}
	if name := os.Getenv("CHROMIUM"); name != "" {
		names = []string{name}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func startBrowser(path string) (stop func(), err error) {
	profile, err := os.MkdirTemp(tempDir, "profile-")
	if err != nil {
		return nil, err
	}
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(),
		chromedp.ExecPath(path),
		chromedp.UserDataDir(profile),
		chromedp.Flag("headless", true),
		chromedp.NoSandbox, // in a container there is none
		chromedp.NoFirstRun,
		chromedp.Flag("disable-gpu", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-default-apps", true),
		chromedp.Flag("disable-extensions", true),
		chromedp.Flag("disable-dev-shm-usage", true), // too small in many containers
		// A sandboxed frame stays in its page's process, where a tab reaches it.
		chromedp.Flag("disable-features", "Translate,OptimizationHints,MediaRouter,IsolateSandboxedIframes"),
		chromedp.Flag("hide-scrollbars", true), // widths are the same with every theme
		chromedp.Flag("force-color-profile", "srgb"),
		// Tabs that are not in front work at full speed.
		chromedp.Flag("disable-background-timer-throttling", true),
		chromedp.Flag("disable-backgrounding-occluded-windows", true),
		chromedp.Flag("disable-renderer-backgrounding", true),
		// Pages that call the history often are tested, not slowed down.
		chromedp.Flag("disable-ipc-flooding-protection", true),
	)
	ctx, stopBrowser := chromedp.NewContext(alloc)
	if err := chromedp.Do(ctx); err != nil {
		stopAlloc()
		return nil, fmt.Errorf("%s does not start: %w", path, err)
	}
	allTabs = ctx
	return func() { stopBrowser(); stopAlloc() }, nil
}

// buildSite makes the site of a module with the site generator.
func buildSite(module, name string, flags ...string) (string, error) {
	dir := filepath.Join(tempDir, name)
	cmd := exec.Command("go", append([]string{"run", "./build/site", "-out", dir}, flags...)...)
	cmd.Dir = module
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("building the site: %w\n%s", err, stderr.Bytes())
	}
	return dir, nil
}

// nextTagline is what the next version of the site says below its title.
const nextTagline = "Every parameter, exactly, in the next version."

// nextSite makes the site as its next version could be: the same source with
// another sentence in it, built anew by the same generator.
var nextSite = sync.OnceValues(func() (string, error) {
	module := filepath.Join(tempDir, "next")
	changed := 0
	err := filepath.WalkDir("../..", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel("../..", name)
		if err != nil {
			return err
		}
		if d.IsDir() {
			switch {
			case rel == ".":
				return os.MkdirAll(module, 0o777)
			case strings.HasPrefix(d.Name(), "."), rel == "dist", d.Name() == "testdata", rel == filepath.Join("build", "e2e"):
				return fs.SkipDir
			}
			return os.MkdirAll(filepath.Join(module, rel), 0o777)
		}
		if !d.Type().IsRegular() || strings.HasSuffix(rel, "_test.go") {
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if rel == filepath.Join("app", "text", "page.go") {
			const now = "Exact parameter counts, worked out by hand."
			changed = bytes.Count(data, []byte(now))
			data = bytes.ReplaceAll(data, []byte(now), []byte(nextTagline))
		}
		return os.WriteFile(filepath.Join(module, rel), data, 0o666)
	})
	if err != nil {
		return "", err
	}
	if changed != 1 {
		return "", errors.New("app/text/page.go should hold the tagline once")
	}
	return buildSite(module, "next-site", "-plain")
})
