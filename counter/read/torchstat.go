package read

import (
	"strconv"
	"strings"
)

// torchstat: Swall0w/torchstat, torchstat/reporter.py, report_format: a data frame
// of pandas with an index and the columns "module name", "input shape", "output
// shape" (channels, height and width separated by spaces), "params" with one decimal,
// memory and operations, and a last row "total". Wide frames have lines of a few
// hundred characters. Its footer says "Total params: 9,536".

func startsTorchStat(p *parser) bool {
	s := strings.TrimSpace(p.here().text)
	return strings.HasPrefix(s, "module name") && strings.Contains(s, "input shape") && strings.Contains(s, "params")
}

// readTorchStat reads the rows below torchstat's header.
func readTorchStat(p *parser) {
	l := &Listing{Format: TorchStat, Line: p.here().n}
	for p.i++; !p.end(); p.i++ {
		s := p.here()
		if s.text == "" {
			continue
		}
		fields := strings.Fields(s.text)
		if isRule(s.text) || fields[0] == "total" {
			p.i++
			break
		}
		if ends(s.text) {
			break
		}
		if r, ok := torchStatRow(fields); !ok {
			l.skip(s)
		} else if p.row() {
			r.Line = s.n
			l.Rows = append(l.Rows, r)
		}
	}
	p.footer(l)
	p.add(l)
}

// torchStatRow parses "0 conv1 3 224 224 64 112 112 9408.0 3.06 …". Nothing separates
// the axes of input and output, so they are split in the middle.
func torchStatRow(fields []string) (r Row, ok bool) {
	if len(fields) < 4 || len(fields[1]) > maxName {
		return r, false
	}
	if _, err := strconv.Atoi(fields[0]); err != nil {
		return r, false
	}
	r.Name, r.Path = fields[1], fields[1]
	r.Depth = strings.Count(r.Path, ".")
	var axes []int64
	for _, f := range fields[2:] {
		n, whole := integer(f)
		if whole && len(axes) < 16 {
			axes = append(axes, n)
			continue
		}
		count, point := strings.CutSuffix(f, ".0")
		if n, whole = integer(count); !point || !whole {
			return r, false
		}
		half := len(axes) / 2
		if 2*half == len(axes) && half > 0 {
			r.In, r.Out = [][]int64{axes[:half]}, [][]int64{axes[half:]}
		}
		r.Params, r.HasParams = exactly(n), true
		return r, true
	}
	return r, false
}
