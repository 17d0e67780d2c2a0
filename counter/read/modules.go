package read

import (
	"strings"

	"unetparams/counter/number"
)

// print(model): torch/nn/modules/module.py, Module.__repr__: "(name): " and the class
// with its extra_repr in parentheses, children on separate lines indented by two;
// ModuleList of PyTorch 2 folds equal children into "(0-2): 3 x Block(" (container.py).
//
// ptflops: ptflops/pytorch_engine.py, print_model_with_flops, puts "1.73 k, 0.006%
// Params, 113.25 MMac, 0.207% MACs, " before the extra_repr. It counts trainable
// parameters; the count of a module includes its descendants.
//
// fvcore's flop_count_str (fvcore/nn/print_model_statistics.py, _model_stats_str)
// prints the extra_repr and "#params: 0.11K, #flops: 100" on separate lines.
//
// pytorch-model-summary with show_hierarchical appends ", 640 params".
//
// list(model.children()) prints a list: "[Conv2d(…),", " Sequential(" and so on, up to
// ")]". Its modules have no names and are named by their indices.

// A module is a line of print(model), with its children.
type module struct {
	name, kind, args string
	first, times     int64 // of "(0-2): 3 x": 0 and 3; times is 1 otherwise
	opens            bool  // children follow
	params, macs     number.Number
	hasParams, hasMA bool
	lines            bool // the counts are fvcore's, on separate lines
	at               line
	children         []*module
}

func startsModules(p *parser) bool {
	t := strings.TrimSpace(p.here().text)
	m, ok := moduleLine(t)
	if !ok {
		m, ok = moduleLine(strings.TrimPrefix(t, "["))
		return ok && m.name == "" && (m.opens || isLeafKind(torchKind(m.kind)))
	}
	if m.name != "" {
		return true
	}
	if !m.opens {
		return isLeafKind(torchKind(m.kind)) && m.args != ""
	}
	for k := p.i + 1; k < len(p.lines) && k < p.i+4; k++ { // a model, if a module follows
		next := strings.TrimSpace(p.lines[k].text)
		if n, ok := moduleLine(next); ok && n.name != "" {
			return true
		}
	}
	return false
}

// readModules reads one model.
func readModules(p *parser) {
	l := &Listing{Format: Modules, Line: p.here().n}
	root := &module{times: 1, at: p.here()}
	stack := []*module{root}
	list := strings.HasPrefix(strings.TrimSpace(p.here().text), "[")
	for lost, ended := 0, false; !p.end() && !ended; p.i++ {
		s := p.here()
		t := strings.TrimSpace(s.text)
		if list && len(stack) <= 2 {
			t = strings.TrimPrefix(t, "[")
			if bare, ends := strings.CutSuffix(t, ")]"); ends && (len(stack) == 1 || bare == "") {
				t, ended = bare+")", true
			}
		}
		if t == "" {
			continue
		}
		if rest, closes := strings.CutPrefix(t, ")"); closes && (strings.Trim(rest, "), ") == "" || strings.HasSuffix(rest, "params")) {
			stack[len(stack)-1].counted(strings.TrimLeft(rest, "), "))
			if stack = stack[:max(len(stack)-1, 1)]; !list && len(stack) == 1 && len(root.children) > 0 && root.children[len(root.children)-1].name == "" {
				p.i++
				break
			}
			continue
		}
		m, ok := moduleLine(t)
		if !ok {
			if stack[len(stack)-1].extra(t) {
				continue
			}
			if figuresIn(lower(t), 0) != nil && len(stack) == 1 {
				break
			}
			if len(stack) == 1 && l.Line < s.n && (startsOther(p) || lost > 3) {
				break
			}
			lost++
			l.skip(s)
			continue
		}
		switch {
		case list && m.name == "" && len(stack) == 1:
			m.name = decimal(int64(len(root.children)))
		case m.name == "" && m.opens && len(stack) == 1 && len(root.children) > 0:
			ended = true // before the next model
		}
		if ended && m.name == "" {
			break
		}
		m.at = s
		top := stack[len(stack)-1]
		top.children = append(top.children, m)
		if m.opens && len(stack) < maxDepth {
			stack = append(stack, m)
		}
	}
	l.expand(p, root)
	p.footer(l)
	p.add(l)
}

// startsOther reports whether a listing in another format starts here.
func startsOther(p *parser) bool {
	return startsLoadError(p) || startsGrid(p) || startsHeader(p) || startsTensors(p)
}

// moduleLine parses "(conv): Conv2d(1, 2, …)", "(0-2): 3 x Block(" or "UNet(".
func moduleLine(s string) (m *module, ok bool) {
	m = &module{times: 1}
	if s == "" || len(s) > 4*maxName {
		return nil, false
	}
	rest := s
	if s[0] == '(' {
		i := strings.Index(s, "): ")
		if i < 0 || i > maxName {
			return nil, false
		}
		m.name, rest = s[1:i], s[i+3:]
		if strings.ContainsAny(m.name, "() '\"") || m.name == "" {
			return nil, false
		}
		if n, after, found := strings.Cut(rest, " x "); found {
			if times, number := integer(n); number && times > 0 {
				m.times, rest = min(times, MaxRows+1), after
				from, _, _ := strings.Cut(m.name, "-")
				m.first, _ = integer(from)
			}
		}
	}
	i := strings.IndexByte(rest, '(')
	if i <= 0 || i > maxName || !isWord(strings.ReplaceAll(rest[:i], ".", "_")) {
		return nil, false
	}
	m.kind = rest[:i]
	length := closing(rest[i:])
	if length == 0 {
		m.opens = true
		m.stats(rest[i+1:])
		return m, strings.TrimSpace(m.args) == "" || m.hasParams || strings.HasSuffix(m.args, ",")
	}
	m.stats(rest[i+1 : i+length-1])
	tail := strings.TrimLeft(rest[i+length:], ") ")
	m.counted(strings.TrimLeft(tail, ", "))
	return m, tail == "" || m.hasParams || tail == ","
}

// counted parses "640 params" after a module, as pytorch-model-summary prints it.
func (m *module) counted(s string) {
	if n, ok := strings.CutSuffix(s, " params"); ok {
		if n, fine := cellCount(n); fine {
			m.params, m.hasParams = n, true
		}
	}
}

// stats separates ptflops' counts from the arguments.
func (m *module) stats(s string) {
	m.args = strings.TrimSpace(s)
	parts := strings.SplitN(m.args, ", ", 5)
	if len(parts) < 4 || !strings.HasSuffix(parts[1], "% Params") {
		return
	}
	if n, ok := cellCount(parts[0]); ok {
		m.params, m.hasParams = toolRounded(n), true
	}
	if n, ok := cellCount(parts[2]); ok {
		m.macs, m.hasMA = toolRounded(n), true
	}
	m.args = ""
	if len(parts) == 5 {
		m.args = strings.TrimRight(parts[4], ", ")
	}
}

// extra reads a line of a module that is neither a child nor its end: a multi-line
// extra_repr, or fvcore's counts.
func (m *module) extra(s string) bool {
	if rest, ok := strings.CutPrefix(strings.TrimPrefix(s, "#"), "params: "); ok {
		m.lines = true
		count, rest, _ := strings.Cut(rest, ", ")
		if n, ok := cellCount(count); ok {
			m.params, m.hasParams = toolRounded(n), true
		}
		if flops, ok := strings.CutPrefix(strings.TrimPrefix(rest, "#"), "flops: "); ok {
			count, _, _ := strings.Cut(flops, ",")
			if n, ok := cellCount(count); ok {
				m.macs, m.hasMA = toolRounded(n), true
			}
		}
		return true
	}
	if strings.Contains(s, "% Params") && len(m.children) == 0 && m.args == "" {
		m.stats(s)
		return true
	}
	if m.kind == "" || m.args != "" || len(m.children) > 0 || !strings.ContainsAny(s, "=,") || len(s) > maxName {
		return false
	}
	m.args = s
	return true
}

// expand lists the layers of a tree of modules.
func (l *Listing) expand(p *parser, root *module) {
	children := root.children
	if len(children) == 1 && children[0].name == "" {
		m := children[0]
		if m.opens {
			l.Name = m.kind
			if m.hasParams {
				l.totals(m)
			}
			children = m.children
		}
	}
	for _, m := range children {
		l.module(p, m, "", 0)
	}
	if f, ok := l.Figure(Trainable); ok && f.Line == 0 {
		l.Figures = nil
	}
}

// totals adds the figures of the whole model from its first line.
func (l *Listing) totals(m *module) {
	l.Figures = append(l.Figures, Figure{Total, m.params, m.at.n})
	if m.hasMA {
		l.Figures = append(l.Figures, Figure{MACs, m.macs, m.at.n})
	}
}

func (l *Listing) module(p *parser, m *module, path string, depth int) {
	r := Row{Printed: m.kind, Kind: torchKind(m.kind), Args: m.args, Depth: depth, Line: m.at.n}
	r.arguments(m.args)
	if !r.HasParams && m.hasParams || m.hasParams && len(m.children) > 0 {
		r.Params, r.HasParams, r.Covers = m.params, true, len(m.children) > 0
	}
	r.MACs, r.HasMACs = m.macs, m.hasMA
	if m.hasParams && l.Format == Modules {
		if l.Format = Ptflops; m.lines {
			l.Format = FlopCountStr
		}
	}
	leaf := !m.opens || len(m.children) == 0
	r.Unknown = leaf && !r.HasParams && !isLeafKind(r.Kind) && m.args != ""
	if !r.HasParams && !r.Unknown {
		r.Params, r.HasParams = exactly(0), true
	}
	for k := range m.times {
		if !p.row() || len(path)+len(m.name) > 2*maxName {
			p.doc.Cut = true
			return
		}
		r.Name = m.name
		if m.times > 1 {
			r.Name = decimal(m.first + k)
		}
		if r.Path = r.Name; path != "" {
			r.Path = path + "." + r.Name
		}
		l.Rows = append(l.Rows, r)
		for _, c := range m.children {
			l.module(p, c, r.Path, depth+1)
		}
	}
}
