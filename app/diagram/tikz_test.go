package diagram

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestTikZ: pdflatex makes one page of every picture, without an error or a
// missing character.
func TestTikZ(t *testing.T) {
	// The text says all of a stage, in balanced groups.
	paper := draw(t, "base=64 norm=none padding=valid size=572")
	tex := TikZ(paper.r, paper.t, *english(), Options{Sizes: true, Still: true})
	for _, want := range []string{"{572}", "{570}", "{568}", "{388}", "{9,176,576}", "{1024}", "umapline", "rotate=90", `\%`} {
		if !strings.Contains(tex, want) {
			t.Errorf("the paper's net lacks %s", want)
		}
	}
	if a, b := strings.Count(tex, "{"), strings.Count(tex, "}"); a != b {
		t.Errorf("%d braces open, %d close", a, b)
	}
	if os.Getenv("LATEX") == "off" {
		return
	}
	latex, err := exec.LookPath("pdflatex")
	if err != nil || exec.Command("kpsewhich", "tikz.sty").Run() != nil {
		t.Skip("no pdflatex with TikZ on this machine")
	}
	pages := []string{tex}
	for _, id := range []string{"unetfamily-nested", "u2net", "lee-attunet", "unetversion-3plus"} {
		pages = append(pages, TikZ(arch(t, id).r, nil, *english(), Options{Still: true}))
	}
	evil := english()
	evil.Title, evil.Conv, evil.More = "\n\\end{document}", `\input{/etc/passwd} $ & # _ ^ ~ { } % <é>`, "转置 Δ₂⁷"
	pages = append(pages, TikZ(paper.r, nil, *evil, Options{Narrow: true}))
	for i, tex := range pages {
		dir := t.TempDir()
		if keep := os.Getenv("TIKZ_KEEP"); keep != "" {
			dir = filepath.Join(keep, string(rune('a'+i)))
			os.MkdirAll(dir, 0o755)
		}
		if err := os.WriteFile(filepath.Join(dir, "u.tex"), []byte(tex), 0o644); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(latex, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "u.tex")
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("picture %d: %v\n%s", i, err, out[max(0, len(out)-1500):])
			continue
		}
		if !strings.Contains(string(out), "Output written on u.pdf (1 page") || strings.Contains(string(out), "Missing character") {
			t.Errorf("picture %d:\n%s", i, out)
		}
	}
}
