package html

import (
	"strings"

	"unetparams/app/text"
	"unetparams/counter"
)

// InSymbols returns a formula without its numbers: k·k·C_in·C_out + C_out.
func InSymbols(f counter.Formula) string {
	var m Writer
	m.open()
	m.terms(f, func(d counter.Dim) {
		if d.Sym == "" {
			m.num(d.N)
		} else {
			m.sym(d.Sym)
		}
	})
	m.close()
	return m.String()
}

// Blanks returns a formula with boxes in the place of all its numbers but those of
// the kernel.
func Blanks(f counter.Formula) string {
	var m Writer
	m.open()
	m.terms(f, func(d counter.Dim) {
		if strings.HasPrefix(d.Sym, "k") {
			m.num(d.N)
		} else {
			m.WriteString(`<mi>□</mi>`)
		}
	})
	m.close()
	return m.String()
}

// StepsTo returns the derivation of a stage up to a line: a worked example so far. -1
// is all of it, with its sum.
func StepsTo(l text.Lang, r *counter.Report, stage, upTo int) string {
	if upTo < 0 {
		return Steps(l, r, nil, stage)
	}
	lines, steps := r.Derivation(stage), layerSteps(r, stage)
	b := stepTable{lang: l, report: r}
	b.WriteString(`<table class="steps"><tbody>`)
	for i := range lines[:min(upTo+1, len(lines))] {
		line := &lines[i]
		if line.Kind == counter.NoFormula && len(line.Inputs) > 1 && i < len(steps) {
			b.join(line, steps[i])
		} else {
			b.step(line)
		}
	}
	b.WriteString(`</tbody></table>`)
	return b.String()
}
