package e2e

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// shown is what a reader sees of the page's answer, all read at one moment.
type shown struct {
	Total   string     // the number on top
	Facts   string     // what stands beside it
	Stage   string     // whose calculation stands below the diagram
	Stages  []stageRow // of the ledger
	Sum     string     // of the ledger
	Steps   [][]string // of that stage: name, derivation, count
	Levels  [][]string // the table by level, with its head and its total
	Kinds   [][]string // the table by kind, the same
	Formula string     // the closed form
	Picture []boxText  // the stages of the diagram in sight
	Desc    string     // of the diagram, for those who hear it
	Pointed string     // below the diagram
	Stale   string     // that the result is an old one
	Notice  string     // about the link
	Errors  map[string]string
	Hash    string
}

type stageRow struct {
	Stage, Name, Share, N string
	Open                  bool
	Opened                []string // the counts of its layers, if it is open
}

type boxText struct {
	Stage, Text, Label string
	Pressed            string // aria-pressed
	Selected           bool
}

// readPage is the JavaScript that reads all of it: what is in sight, so that
// what is hidden or folded away reads as nothing. The tables are brought into sight first,
// and then the panel that was: out of sight they show an earlier state.
const readPage = `(() => {
	const chosen = document.querySelector("#panels [aria-selected=true]");
	if (chosen && document.documentElement.dataset.ready !== undefined) {
		document.getElementById("tab-tables").click();
		chosen.click();
	}
	// What is in a panel that is not in sight is read all the same, and the facts
	// that are folded away too: of these innerText has nothing.
	const text = (e) => !e ? "" : e.closest(".facts details:not([open])") ? e.textContent.trim()
		: e.checkVisibility() || e.closest(".panel[hidden]") ? e.innerText.trim() : "";
	const all = (s, f, root = document) => [...root.querySelectorAll(s)].map(f);
	const at = (s) => document.querySelector(s);
	// The counts alone: what stands beside them about multiply-accumulates is left out.
	const table = (s) => {
		const rows = all(s + " tr:not(.macs)", (tr) => [...tr.children].map(text));
		return rows[0]?.at(-1) === "MACs" ? rows.map((row) => row.slice(0, -1)) : rows;
	};
	const inSight = (e) => e.getClientRects().length > 0;
	const errors = {};
	for (const e of document.querySelectorAll(".error")) if (text(e)) errors[e.id.replace(/^knob-|-error$/g, "")] = text(e);
	const svg = all("#diagram svg", (e) => e).find(inSight);
	return {
		Total: text(at("#count")),
		Facts: all("#total .facts li", text).join(" | "),
		Stage: at("#stage")?.dataset.stage ?? "",
		Stages: all(".stage-row", (d) => ({
			Stage: d.dataset.stage, Open: d.open, Opened: d.open ? all(".steps tbody tr", (tr) => text(tr.lastElementChild), d) : [],
			Name: text(d.querySelector(".name")), Share: text(d.querySelector(".share")), N: text(d.querySelector("summary .n")),
		})),
		Sum: text(at(".ledger-total .n")),
		Steps: table("#stage .steps"),
		Levels: table("#by-level table"),
		Kinds: table("#by-kind table"),
		Formula: text(at("#closed-form .formula, #closed-form p:not(.help)")),
		Picture: svg ? [...svg.querySelectorAll("[data-stage]")].filter((e) => e.querySelector("[role=button]") || e.localName === "a").map((g) => ({
			Stage: g.dataset.stage, Text: g.textContent.replace(/\s+/g, " ").trim(),
			Label: g.querySelector("[role=button]")?.getAttribute("aria-label") ?? "",
			Pressed: g.querySelector("[role=button]")?.getAttribute("aria-pressed") ?? "", Selected: g.hasAttribute("data-selected"),
		})) : [],
		Desc: svg?.querySelector("desc")?.textContent ?? "",
		Pointed: text(at("#pointed")),
		Stale: text(at(".stale-note")),
		Notice: text(at("#notice")),
		Errors: errors,
		Hash: location.hash.slice(0, 1000), // a test's may be a megabyte
	};
})()`

// read returns what is shown.
func (b *tab) read() shown { b.Helper(); return eval[shown](b, readPage) }

// number reads a number with its thousands separated.
func number(s string) int64 {
	n, err := strconv.ParseInt(strings.ReplaceAll(s, ",", ""), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// grouped writes a number with its thousands separated.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// column sums one column of a table from the row from on, leaving the last row
// out: that is the total.
func column(rows [][]string, from, col int) (sum int64) {
	for _, row := range rows[from : len(rows)-1] {
		if col < 0 {
			sum += number(row[len(row)+col])
		} else {
			sum += number(row[col])
		}
	}
	return sum
}

// disagreements lists where the page contradicts itself: every part of the
// answer must tell the same total, and every sum must be one.
func (s shown) disagreements() (list []string) {
	say := func(format string, args ...any) { list = append(list, fmt.Sprintf(format, args...)) }
	total := number(s.Total)
	if total < 0 {
		say("the total reads %q", s.Total)
		return
	}
	var sum int64
	for _, row := range s.Stages {
		sum += number(row.N)
	}
	if sum != total || s.Sum != s.Total {
		say("the ledger's rows sum to %s, it says %s; the total is %s", grouped(sum), s.Sum, s.Total)
	}
	if len(s.Levels) < 3 || len(s.Kinds) < 3 {
		say("a table is missing: %d rows by level, %d by kind", len(s.Levels), len(s.Kinds))
		return
	}
	last := s.Levels[len(s.Levels)-1]
	if got := column(s.Levels, 1, -1); got != total || last[len(last)-1] != s.Total {
		say("the levels sum to %s, the table says %s; the total is %s", grouped(got), last[len(last)-1], s.Total)
	}
	// The subtotal of the convolutions repeats rows above it.
	last = s.Kinds[len(s.Kinds)-1]
	if got := column(s.Kinds, 1, 2) - number(s.subtotal()); got != total || last[2] != s.Total {
		say("the kinds sum to %s, the table says %s; the total is %s", grouped(got), last[2], s.Total)
	}
	for _, row := range s.Stages {
		var sum int64
		for _, n := range row.Opened {
			sum += number(n)
		}
		if row.Open && sum != number(row.N) {
			say("in the ledger the layers of %s sum to %s, the stage says %s", row.Stage, grouped(sum), row.N)
		}
		if row.Stage != s.Stage {
			continue
		}
		if len(s.Steps) == 0 || len(s.Steps) == 1 && row.N != "0" {
			say("stage %s is selected, and its calculation is empty", row.Stage)
		} else if got := column(s.Steps, 0, -1); got != number(row.N) {
			say("the layers of %s sum to %s, the stage says %s", row.Stage, grouped(got), row.N)
		}
	}
	// Below the diagram stands the stage under the pointer, or else the selected one.
	if !slices.ContainsFunc(s.Stages, func(row stageRow) bool {
		rest, ok := strings.CutPrefix(strings.Replace(s.Pointed, "：", ": ", 1), row.Name+": "+row.N)
		return ok && (rest == "" || rest[0] == ' ')
	}) {
		say("below the diagram stands %q, which no stage has", s.Pointed)
	}
	if !strings.Contains(s.Desc, s.Total) {
		say("the diagram is described as %q, the total is %s", s.Desc, s.Total)
	}
	for _, row := range s.Stages {
		i := slices.IndexFunc(s.Picture, func(p boxText) bool { return p.Stage == row.Stage })
		if i < 0 {
			say("the diagram lacks stage %s", row.Stage)
		} else if p := s.Picture[i]; !strings.Contains(p.Text+p.Label, row.N) {
			say("the diagram says %q of stage %s, which has %s", p.Text, row.Stage, row.N)
		}
	}
	if len(s.Picture) != len(s.Stages) {
		say("the diagram has %d stages, the ledger %d", len(s.Picture), len(s.Stages))
	}
	if w, value, ok := strings.Cut(s.Formula, ")\n=\n"); ok {
		_, value, _ = strings.Cut(value, ")\n=\n")
		if value != s.Total {
			say("the formula %q ends with %q, the total is %s", w, value, s.Total)
		}
	}
	return list
}

// subtotal is the sum of all convolutions, as the table by kind says it.
func (s shown) subtotal() string {
	for _, row := range s.Kinds {
		if row[0] == "All convolutions" || row[0] == "全部卷积" {
			return row[2]
		}
	}
	return ""
}

// agree reads the page and fails if it contradicts itself.
func (b *tab) agree() shown {
	b.Helper()
	s := b.read()
	for _, d := range s.disagreements() {
		b.Error(d)
	}
	return s
}

// waitTotal waits for a total and then for nothing else: everything must agree
// at that very moment.
func (b *tab) waitTotal(want string) shown {
	b.Helper()
	b.waitText("#count", want)
	s := b.agree()
	if s.Total != want {
		b.Errorf("the total has changed to %s, want %s", s.Total, want)
	}
	return s
}

// selected returns the one stage that is selected, everywhere.
func (s shown) selected() string {
	var marked, pressed []string
	for _, p := range s.Picture {
		if p.Selected {
			marked = append(marked, p.Stage)
		}
		if p.Pressed == "true" {
			pressed = append(pressed, p.Stage)
		}
	}
	if want := []string{s.Stage}; !slices.Equal(want, marked) || !slices.Equal(want, pressed) {
		return fmt.Sprintf("calculated %s, marked %v, pressed %v", s.Stage, marked, pressed)
	}
	return s.Stage
}

// panel brings a panel below the calculation into sight.
func (b *tab) panel(id string) {
	b.Helper()
	b.click("#tab-" + id)
	b.waitFor(el("#panel-"+id) + ".checkVisibility()")
}
