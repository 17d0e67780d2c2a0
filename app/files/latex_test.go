package files

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// compile runs pdflatex, and returns what is read of the pages. Without the
// programs the test is skipped, unless LATEX=require in the environment, as
// `make test` sets it, or LATEX=all, as `make proof` does; with LATEX=off it
// always is.
func compile(t *testing.T, text string) string {
	t.Helper()
	for _, program := range []string{"pdflatex", "pdftotext"} {
		if _, err := exec.LookPath(program); err != nil || os.Getenv("LATEX") == "off" {
			if mode := os.Getenv("LATEX"); mode == "require" || mode == "all" {
				t.Fatal(err)
			}
			t.Skip("no pdflatex and pdftotext here (Debian: texlive-latex-base texlive-latex-recommended poppler-utils), or LATEX=off")
		}
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "net.tex"), []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "net.tex")
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("pdflatex: %v\n%s", err, out[max(0, len(out)-2000):])
	}
	for line := range strings.Lines(string(out)) {
		if strings.HasPrefix(line, "Missing character") || strings.HasPrefix(line, "Overfull") && strings.Contains(line, "alignment") {
			t.Error(line)
		}
	}
	pages, err := exec.Command("pdftotext", "-layout", filepath.Join(dir, "net.pdf"), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(pages)
}

// squeezed leaves out spaces and hyphens, which a typesetter puts where it likes.
func squeezed(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(s), ""), "-", "")
}

// english returns an architecture at its defaults as it is exported.
func english(t *testing.T, arch string) *Net {
	t.Helper()
	s := &state.State{}
	if err := s.Count(config.New(zoo.Lookup(arch))); err != nil {
		t.Fatal(err)
	}
	return New(s, text.English, home+"#v=1&arch="+arch)
}

// TestLaTeX: pdflatex typesets the files, and the pages say every number.
func TestLaTeX(t *testing.T) {
	archs := []string{zoo.Default}
	switch os.Getenv("LATEX") {
	case "require":
		archs = append(archs, "u2net", "bigmb-r2attunet") // the longest, and one with weights used again
	case "all":
		archs = nil
		for _, a := range zoo.Archs() {
			archs = append(archs, a.ID)
		}
	}
	for _, arch := range archs {
		n := english(t, arch)
		files := map[string]string{
			"stages": n.Write(Stages, LaTeX), "layers": n.Write(Layers, LaTeX),
			"tensors": n.Write(Tensors, LaTeX), "derivation": n.Derivation(LaTeX),
		}
		for name, text := range files {
			t.Run(arch+"/"+name, func(t *testing.T) {
				t.Parallel()
				pages := squeezed(compile(t, text))
				want := []string{n.Total, n.Link, n.Conventions}
				for _, row := range n.Report.Stages {
					if name == "stages" || name == "derivation" && row.Learnable > 0 {
						want = append(want, n.Words.Stage(row.Stage), number.Grouped(row.Learnable))
					}
				}
				for _, row := range n.Report.Layers {
					if name == "layers" || name == "derivation" {
						want = append(want, number.Grouped(row.Learnable))
					}
				}
				for _, row := range n.Report.Tensors {
					if name == "tensors" && row.Count > 0 {
						want = append(want, number.Grouped(row.Count))
						if arch == zoo.Default { // no name is broken there
							want = append(want, row.Name)
						}
					}
				}
				for _, s := range want {
					if !strings.Contains(pages, squeezed(s)) {
						t.Errorf("the pages do not say %q", s)
					}
				}
			})
		}
	}
}

// TestHostileLaTeX: texts that TeX would obey are typeset as they are.
func TestHostileLaTeX(t *testing.T) {
	n := english(t, "unet")
	n.Name = `a\input{/etc/passwd}b #1 & 50% ^^5c $x_1$ ~ {} < > |`
	n.Link = home + "#v=1&x=%5Cinput{y}\\end{document}%"
	for _, text := range []string{n.Write(Stages, LaTeX), n.Derivation(LaTeX)} {
		pages := squeezed(compile(t, text))
		if !strings.Contains(pages, squeezed(n.Total)) || !strings.Contains(pages, squeezed(`a\input{/etc/passwd}b#1&50%`)) || strings.Contains(pages, "root:") {
			t.Errorf("%.300s", pages)
		}
	}
}

// TestLaTeXIsPlain: the English files are ASCII but for the accents that
// pdflatex knows, whatever the network.
func TestLaTeXIsPlain(t *testing.T) {
	for _, a := range zoo.Archs() {
		n := english(t, a.ID)
		text := n.Derivation(LaTeX)
		for _, table := range []Table{Stages, Layers, Tensors} {
			text += n.Write(table, LaTeX)
		}
		for line := range strings.Lines(text) {
			if !strings.HasPrefix(line, "%") && strings.ContainsFunc(line, func(r rune) bool { return r > 127 }) {
				t.Errorf("%s", line)
			}
		}
	}
}
