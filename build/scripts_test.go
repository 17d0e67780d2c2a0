package build

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// script runs one of the shell scripts where only the programs in bin exist, and
// returns its output.
func script(t *testing.T, name string, bin map[string]string) (stdout, stderr string, err error) {
	t.Helper()
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no sh")
	}
	path := t.TempDir()
	for program, text := range bin {
		if err := os.WriteFile(filepath.Join(path, program), []byte("#!"+sh+"\n"+text+"\n"), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	for _, program := range []string{"dirname", "env"} {
		real, err := exec.LookPath(program)
		if err != nil {
			t.Skip(err)
		}
		if err := os.Symlink(real, filepath.Join(path, program)); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(sh, name)
	cmd.Env = []string{"PATH=" + path, "PYTHON=no-python", "LOG=" + filepath.Join(path, "log")}
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	err = cmd.Run()
	log, _ := os.ReadFile(filepath.Join(path, "log"))
	return out.String() + string(log), errs.String(), err
}

// TestMissing: without the right to install, make test names everything that is
// missing in one line, before it does anything else.
func TestMissing(t *testing.T) {
	noRights := map[string]string{
		"id": "echo 1000", "sudo": "exit 1", "apt-get": `echo apt-get "$@" >>"$LOG"`, "gofmt": `echo worked >>"$LOG"`,
	}
	for _, test := range []struct {
		name, script string
		also         map[string]string
		want         []string
	}{
		{"all", "test.sh", map[string]string{"go": `echo worked >>"$LOG"`},
			[]string{"node", "pdflatex", "pdftotext", "PyTorch", "chromium",
				"nodejs texlive-latex-base texlive-latex-recommended poppler-utils texlive-pictures python3-torch chromium fonts-liberation fonts-noto-cjk firefox-esr webkit2gtk-driver xvfb"}},
		{"no Go either", "test.sh", nil, []string{"Go 1.26", "node", "chromium", "fonts-noto-cjk"}},
		{"proof", "proof.sh", map[string]string{"go": `echo worked >>"$LOG"`}, []string{"PyTorch", "pdflatex", "python3-torch"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			bin := map[string]string{}
			for _, programs := range []map[string]string{noRights, test.also} {
				for name, text := range programs {
					bin[name] = text
				}
			}
			stdout, stderr, err := script(t, test.script, bin)
			if err == nil || stdout != "" || strings.Count(stderr, "\n") != 1 {
				t.Errorf("error %v, stdout %q, stderr %q; want one line", err, stdout, stderr)
			}
			for _, want := range test.want {
				if !strings.Contains(stderr, want) {
					t.Errorf("%q is not named in %q", want, stderr)
				}
			}
		})
	}
}

// TestInstall: with the right to install, everything is installed at once.
func TestInstall(t *testing.T) {
	stdout, stderr, _ := script(t, "test.sh", map[string]string{
		"id": "echo 0", "apt-get": `echo apt-get "$@" >>"$LOG"`, "chromium": "", "firefox-esr": "", "WebKitWebDriver": "", "Xvfb": "", "node": "", "go": "",
		"date": "echo 0", "gofmt": "exit 7",
	})
	log := stdout[strings.LastIndex(stdout, "apt-get -qq update"):]
	const want = "apt-get -qq update\napt-get -qq install -y --no-install-recommends texlive-latex-base texlive-latex-recommended poppler-utils texlive-pictures python3-torch\n"
	if log != want {
		t.Errorf("installed by\n%s\nwant\n%s\nstderr %s", log, want, stderr)
	}
}

// TestTestsExist: go test passes when -run names nothing, so each name that a
// script or the Makefile gives must be that of a test.
func TestTestsExist(t *testing.T) {
	named := regexp.MustCompile(`go test\b.* -run '?([^' ]+)'? .*?((?: ?\./[a-z/0-9]+)+)\n`)
	n := 0
	for _, file := range []string{"test.sh", "proof.sh", "../Makefile"} {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllSubmatch(data, -1) {
			for _, pkg := range strings.Fields(string(m[2])) {
				cmd := exec.Command("go", "test", "-list", string(m[1]), pkg)
				cmd.Dir = ".."
				out, err := cmd.CombinedOutput()
				if err != nil {
					t.Fatalf("%s: %v\n%s", m[0], err, out)
				}
				if !strings.HasPrefix(string(out), "Test") {
					t.Errorf("%s: %s has no test %s", file, pkg, m[1])
				}
				n++
			}
		}
	}
	if n != 5 {
		t.Errorf("found %d named tests, want 5: is the pattern still right?", n)
	}
}
