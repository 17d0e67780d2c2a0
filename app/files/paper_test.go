package files

import (
	"encoding/csv"
	"strings"
	"testing"

	"unetparams/app/link"
	"unetparams/app/text"
)

// paper returns the table of a link.
func paper(t *testing.T, l text.Lang, fragment string) *Paper {
	t.Helper()
	s, problems := link.Parse(fragment)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return NewPaper(l, &s.Table, s.Cost, home, fragment)
}

// TestPaper: rows and columns of a table for a paper, in numbers that stand elsewhere
// too.
func TestPaper(t *testing.T) {
	const nets = "v=1&arch=unet&p1.arch=unet&p2.arch=unet&p2.base=64&p2.norm=none&p2.padding=valid&p2.size=572"
	p := paper(t, text.English, nets)
	titles, _ := p.Head()
	if got := strings.Join(titles, "|"); got != "Network|Input|Parameters|MACs|Memory, training (bytes)|Receptive field|Source" {
		t.Error(got)
	}
	// 31,085,392 + 31,061,768 + 62,123,536 + 171,465,728 + 33,554,432: see package memory.
	if got := strings.Join(p.Row(0)[1:6], "|"); got != "256×256|7,765,442|12,035,555,328|329,290,856|188–204" {
		t.Error(got)
	}
	if got := p.Row(1); got[1] != "572×572" || got[2] != "31,030,658" || !strings.Contains(got[6], "U-Net") || !strings.Contains(got[6], "(2015)") {
		t.Error(got)
	}
	if p.Note != "For each network's own input size, batch size 1, float32, training with Adam, AdamW." || p.Dash {
		t.Errorf("%q %v", p.Note, p.Dash)
	}

	p = paper(t, text.English, nets+"&columns=params,macs,inference&numbers=rounded&at=250&batch=2&dtype=float16")
	titles, _ = p.Head()
	if got := strings.Join(titles, "|"); got != "Network|Input|Parameters (M)|MACs (G)|Memory, inference (MiB)" || p.Row(0)[1] != "–" || !p.Dash {
		t.Error(got, p.Dash)
	}
	p = paper(t, text.English, nets+"&columns=params,macs,inference&numbers=rounded&at=348&batch=2&dtype=float16")
	if got := p.Row(1); got[1] != "348×348" || got[2] != "31.03" {
		t.Error(got)
	}
	p = paper(t, text.Chinese, "v=1&arch=unet&p1.arch=unet&p2.arch=unet&p2.base=64&columns=params,macs&numbers=rounded&at=512")
	titles, _ = p.Head()
	if got := strings.Join(titles, "|") + " " + strings.Join(p.Row(1)[1:], "|"); got != "网络|参数量 (M)|MACs (G) 31.04|192.38" || p.Note != "输入 512×512。" {
		t.Error(got, p.Note)
	}
	p = paper(t, text.English, "v=1&arch=unet&p1.arch=unet&columns=params,field")
	if p.Note != "" || len(p.Row(0)) != 3 {
		t.Errorf("%q %v", p.Note, p.Row(0))
	}
}

// TestPaperFormats: every format holds every number; CSV the exact ones.
func TestPaperFormats(t *testing.T) {
	const fragment = "v=1&arch=unet&p1.arch=unet&p2.arch=milesial&p2.bilinear=on&p3.arch=vnet&numbers=rounded&at=64"
	for _, l := range text.Langs() {
		p := paper(t, l, fragment)
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(p.Write(CSV), "\ufeff"))).ReadAll()
		if err != nil || len(rows) != 4 {
			t.Fatalf("%v %v", rows, err)
		}
		if rows[0][0] != "network" || rows[1][1] != "64x64" || rows[1][2] != "7765442" || rows[1][5] != "188-204x188-204" || rows[2][7] != home+"#v=1&arch=milesial&bilinear=on" {
			t.Error(rows)
		}
		if rows[3][5] != "all" && !strings.Contains(rows[3][5], "x") {
			t.Errorf("the field of V-Net is %s", rows[3][5])
		}
		markdown, latex := p.Write(Markdown), p.Write(LaTeX)
		for i := range p.rows {
			for j, s := range p.Row(i)[1:] {
				s = strings.NewReplacer("×", "$\\times$", "–", "--", "&", "\\&").Replace(s)
				if !strings.Contains(latex, s) {
					t.Errorf("%s is missing in %s", s, latex)
				}
				if s := p.Row(i)[2]; j == 1 && !strings.Contains(strings.ReplaceAll(markdown, "\\", ""), "| "+s+" |") {
					t.Errorf("%s is missing in %s", s, markdown)
				}
			}
		}
		if !strings.Contains(markdown, "](<"+home+"#v=1&arch=milesial&bilinear=on>)") || !strings.Contains(markdown, "<"+home+"#"+fragment+">") {
			t.Error(markdown)
		}
	}
}

// TestPaperLaTeX checks that the table compiles inside an author's document.
func TestPaperLaTeX(t *testing.T) {
	p := paper(t, text.English, "v=1&arch=unet&p1.arch=unet&p2.arch=milesial&p2.bilinear=on&numbers=rounded")
	pages := compile(t, "\\documentclass{article}\n\\usepackage[landscape,margin=1cm]{geometry}\n\\usepackage{booktabs}\n\\begin{document}\n"+p.Write(LaTeX)+"\\end{document}\n")
	for _, s := range []string{"7.77", "17.26", "Receptivefield", "188–204", "batchsize1"} {
		if !strings.Contains(squeezed(pages), s) {
			t.Errorf("%s is missing in %s", s, pages)
		}
	}
}
