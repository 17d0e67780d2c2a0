package files

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"golang.org/x/net/html"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// hostile holds texts that mean something to one format or another.
var hostile = []string{
	`=cmd|' /C calc'!A0`, "+1", "-1", "@SUM(1+1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "|x", "%x",
	`"`, `""`, "a,b", "a;b", "a\r\nb", "a\nb\n", "'",
	"<script>alert(1)</script>", "</style>", "]]>", "&amp;", "![x](http://x)", "[x](javascript:alert(1))", "`", "``", "a|b", "*a*", "_a_", "~~a~~",
	"# a", "- a", "1. a", "$a$", "<!--", "\\", "a\\", "\x00", "\u2028", "\xff\xfe", "\ufeffa", "\u202egnp.exe",
	`\input{/etc/passwd}`, `\write18{id}`, `^^5cinput`, "%", "a%\n\\end{document}", "{", "}", "#1", "~", "a & b", "$", "_", "^", `\\`,
	"7\u00d78\u00b79 \u2192 \u2026 \u201cx\u201d", "卷积", "",
}

// named returns a network whose every text is the given one.
func named(s string) *Net {
	c := config.New(zoo.Lookup("unet"))
	net, r, err := c.Build()
	if err != nil {
		panic(err)
	}
	size, _ := c.Input()
	trace, _ := net.Trace(size)
	n := &Net{Config: c, Report: r, Trace: trace, Name: s, Total: s, Conventions: s, Link: s}
	n.Width, n.Form, _ = c.ClosedForm()
	n.Words = Words{
		Number: plain, Share: func(_, _ int64) string { return s },
		Stage: func(counter.Stage) string { return s }, Layer: func(counter.Layer) string { return s },
		Reason: func(counter.Layer) string { return s }, Shape: func(counter.Shape) string { return s }, Runs: func(int) string { return s },
		Name: s, Kind: s, Dims: s, StageTitle: s, How: s, Output: s, Parameters: s, ShareTitle: s, Buffers: s, Remark: s,
		Sum: s, Shared: s, Unused: s, Again: s, NeverRun: s,
		Counted: s, Derivation: s, StageSum: s, TotalTitle: s, ClosedForm: s, Colon: s, Comma: s, Symbols: s, TableNote: s, DocNote: s,
	}
	return n
}

func TestHostile(t *testing.T) {
	for _, s := range hostile {
		n := named(s)
		if !json.Valid([]byte(n.JSON())) {
			t.Errorf("%q: JSON", s)
		}
		for _, table := range []Table{Stages, Layers, Tensors} {
			rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(n.Write(table, CSV), "\ufeff"))).ReadAll()
			if err != nil {
				t.Errorf("%q: %v", s, err)
			}
			for _, row := range rows {
				for _, cell := range row {
					checkCell(t, cell)
				}
			}
			checkMarkdown(t, n, n.Write(table, Markdown), 1)
			checkLaTeX(t, n.Write(table, LaTeX))
		}
		checkMarkdown(t, n, n.Derivation(Markdown), 0)
		checkLaTeX(t, n.Derivation(LaTeX))
	}
}

// checkCell fails if a spreadsheet would take a cell for a formula.
func checkCell(t *testing.T, s string) {
	t.Helper()
	if s = strings.TrimLeft(s, " "); s != "" && strings.ContainsAny(s[:1], "=+-@\t\r\n|%") || strings.HasPrefix(s, "＝") {
		t.Errorf("a cell %q", s)
	}
}

func render(t *testing.T, markdown string) *html.Node {
	t.Helper()
	var b bytes.Buffer
	m := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList))
	if err := m.Convert([]byte(markdown), &b); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// checkMarkdown fails if a text became anything but text.
func checkMarkdown(t *testing.T, n *Net, markdown string, tables int) {
	t.Helper()
	got := map[string]int{}
	for d := range render(t, markdown).Descendants() {
		switch {
		case d.Type == html.CommentNode:
			t.Errorf("%q: a comment", n.Name)
		case d.Type == html.ElementNode:
			got[d.Data]++
		}
	}
	for _, name := range []string{"script", "style", "img", "em", "del", "ol", "blockquote", "input", "h3", "hr", "pre"} {
		if got[name] > 0 {
			t.Errorf("%q: %d %s", n.Name, got[name], name)
		}
	}
	if _, ok := Address(n.Link); got["a"] != btoi(ok) || got["table"] != tables {
		t.Errorf("%q: %d links, %d tables", n.Name, got["a"], got["table"])
	}
}

// commands are those that our LaTeX files use.
const commands = ` documentclass usepackage begin end noindent textbf url nolinkurl small scriptsize setlength tabcolsep
 toprule midrule bottomrule endhead section subsection item raggedright arraybackslash textwidth itemsep
 texttt string allowbreak cdot mathbf mathrm times to dots textsuperscript textquotedbl
 nobreakspace textbackslash textasciicircum textasciitilde textless textgreater textbar textasciigrave `

// checkLaTeX reads a file as TeX splits it: groups and formulas are closed, and
// no command is there that we don't write.
func checkLaTeX(t *testing.T, text string) {
	t.Helper()
	depth, math, ends := 0, false, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '\\':
			end := i + 1
			for end < len(text) && (text[end]|0x20 >= 'a' && text[end]|0x20 <= 'z') {
				end++
			}
			if name := text[i+1 : end]; name == "" { // \\, \_ …
				if i++; i < len(text) && !strings.ContainsRune("\\{}$&#%_", rune(text[i])) {
					t.Fatalf("\\%c in %.200s", text[i], text[max(0, i-100):])
				}
			} else if name == "url" || name == "nolinkurl" { // its argument is not TeX
				i += strings.IndexByte(text[i:], '}')
			} else if !strings.Contains(commands, " "+name+" ") && !strings.Contains(commands, " "+name+"\n") {
				t.Fatalf("\\%s", name)
			} else if i = end - 1; strings.HasPrefix(text[i:], "d{document}") {
				ends++
			} else if name == "string" {
				i++ // the character after it is no more than that
			}
		case '{':
			depth++
		case '}':
			depth--
		case '$':
			math = !math
		case '%':
			i += max(0, strings.IndexByte(text[i:], '\n'))
		case '#', '~':
			t.Fatalf("%c in %.100s", c, text[max(0, i-50):])
		case '^', '_':
			if !math {
				t.Fatalf("%c outside of a formula in %.100s", c, text[max(0, i-50):])
			}
		}
		if depth < 0 {
			t.Fatalf("closes what is not open: %.100s", text[max(0, i-50):])
		}
	}
	if depth != 0 || math || ends != 1 || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\n' }) {
		t.Errorf("depth %d, in a formula %v, %d ends", depth, math, ends)
	}
}

func FuzzTexts(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		valid := strings.ToValidUTF8(s, "\uFFFD")

		row, err := csv.NewReader(strings.NewReader("a," + csvField(s) + ",b\r\n")).Read()
		lines := strings.ReplaceAll(valid, "\r\n", "\n") // as the reader gives them
		if err != nil || len(row) != 3 || row[1] != lines && row[1] != "'"+lines {
			t.Errorf("a field %q, %v", row, err)
		} else {
			checkCell(t, row[1])
		}

		var w jsonWriter
		w.str(s)
		var back string
		if err := json.Unmarshal([]byte(w.String()), &back); err != nil || back != valid || strings.Contains(w.String(), "<") {
			t.Errorf("%s is %q, %v", w.String(), back, err)
		}

		var m markdown
		m.WriteString("x")
		m.text(s)
		m.WriteString("x ")
		m.code(s)
		var text string
		for d := range render(t, m.String()).Descendants() {
			switch {
			case d.Type == html.TextNode:
				text += d.Data
			case d.Type == html.ElementNode && !strings.Contains(" html head body p code ", " "+d.Data+" "):
				t.Errorf("%q makes %s", m.String(), d.Data)
			}
		}
		if plain := strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x2028 || r == 0x2029 }); !plain &&
			utf8.ValidString(s) && !strings.HasPrefix(text, "x"+s+"x") {
			t.Errorf("%q reads %q", s, text)
		}

		var l latex
		l.comment(s)
		if out := l.String(); strings.Count(out, "\n") != 1 || strings.ContainsAny(out, "\r\f\v\u0085") || !strings.HasPrefix(out, "% ") {
			t.Errorf("a comment %q", out)
		}
		l.Reset()
		l.text(s)
		l.code(s)
		checkLaTeX(t, l.String()+`\end{document}`)

		address, _ := Address(s)
		if strings.ContainsAny(address, "<>\"'`\\{}|^ \t\r\n") || !utf8.ValidString(address) {
			t.Errorf("an address %q", address)
		}
	})
}
