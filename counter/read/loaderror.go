package read

import "strings"

// Errors of load_state_dict: torch/nn/modules/module.py, Module.load_state_dict and
// _load_from_state_dict:
//
//	Error(s) in loading state_dict for UNet:
//		Missing key(s) in state_dict: "a.weight", "a.bias".
//		Unexpected key(s) in state_dict: "b.weight".
//		size mismatch for c.weight: copying a param with shape torch.Size([2, 64, 1, 1]) from checkpoint,
//		the shape in current model is torch.Size([1, 64, 1, 1]).
//
// PyTorch 0.4 says "copying a param of torch.Size([…]) from checkpoint, where the
// shape is torch.Size([…]) in current model", 0.3 "While copying the parameter named
// …, whose dimensions in the model are … and whose dimensions in the checkpoint are
// …". With strict=False it returns _IncompatibleKeys(missing_keys=[…],
// unexpected_keys=[…]).

// A LoadError is what load_state_dict complained about.
type LoadError struct {
	Model      string // the class of the model
	Line       int
	Missing    []string // names that the model has and the checkpoint lacks
	Unexpected []string // names that the checkpoint has and the model lacks
	Sizes      []SizeMismatch
	Allowed    bool // strict=False: a result, not an error
}

// A SizeMismatch is a tensor that has two shapes.
type SizeMismatch struct {
	Name       string
	Checkpoint []int64
	Model      []int64
}

var triggers = []string{"Error(s) in loading state_dict for ", "Missing key(s) in state_dict:", "Unexpected key(s) in state_dict:", "size mismatch for ",
	"While copying the parameter named ", "_IncompatibleKeys(", "missing_keys=", "unexpected_keys=", "missing keys in source state_dict:", "unexpected key in source state_dict:"}

// trigger finds the first trigger in s.
func trigger(s string) (which, at int) {
	which = -1
	for k, t := range triggers {
		if i := strings.Index(s, t); i >= 0 && (which < 0 || i < at) {
			which, at = k, i
		}
	}
	return which, at
}

func startsLoadError(p *parser) bool {
	s := p.here().text
	if !strings.ContainsAny(s, "_") && !strings.Contains(s, "mismatch") && !strings.Contains(s, "copying") {
		return false
	}
	which, _ := trigger(s)
	return which >= 0
}

// readLoadError reads one error, whatever lines it is broken into.
func readLoadError(p *parser) {
	e := &LoadError{Line: p.here().n}
	var text strings.Builder
	for start := p.i; !p.end(); p.i++ {
		s := strings.TrimSpace(p.here().text)
		which, at := trigger(s)
		if p.i > start {
			if which == 0 && at >= 0 {
				break // the next error
			}
			if which < 0 && !goesOn(s) {
				break
			}
		}
		text.WriteString(s)
		text.WriteByte(' ')
	}
	e.parse(text.String())
	p.doc.Errors = append(p.doc.Errors, *e)
}

// goesOn reports whether a line can be part of an error's list.
func goesOn(s string) bool {
	if s != "" && isDigit(s[0]) { // a shape that is broken
		return strings.HasSuffix(s, ",") || strings.Contains(s, "])")
	}
	return s != "" && (s[0] == '"' || s[0] == '\'' || strings.HasPrefix(s, "torch.Size") || strings.HasPrefix(s, "the shape in") ||
		strings.HasPrefix(s, "copying a param") || strings.Contains(s, "current model") || strings.HasSuffix(s, `",`) || strings.HasSuffix(s, `".`) ||
		strings.HasSuffix(s, "',") || strings.HasSuffix(s, "'])"))
}

// parse takes a text apart at the triggers.
func (e *LoadError) parse(s string) {
	for {
		which, at := trigger(s)
		if which < 0 {
			return
		}
		s = s[at+len(triggers[which]):]
		next, end := trigger(s)
		part := s
		if next >= 0 {
			part = s[:end]
		}
		switch which {
		case 0:
			e.Model, _, _ = strings.Cut(strings.TrimSpace(part), ":")
			e.Model = strings.TrimSpace(e.Model)
		case 1, 6, 8:
			e.Missing = append(e.Missing, names(part)...)
		case 2, 7, 9:
			e.Unexpected = append(e.Unexpected, names(part)...)
		case 3, 4:
			e.mismatch(part, which == 4)
		case 5:
			e.Allowed = true
		}
		s = s[len(part):]
	}
}

// names returns the names of a list, quoted or not (mmcv quotes none).
func names(s string) []string {
	if strings.ContainsAny(s, "'\"") {
		return quoted(s)
	}
	var list []string
	for _, n := range strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' }) {
		if n = strings.TrimRight(n, "."); strings.Contains(n, ".") {
			list = append(list, n)
		}
	}
	return list
}

// mismatch reads a tensor's two shapes; the older wording has the model's first.
func (e *LoadError) mismatch(s string, modelFirst bool) {
	m := SizeMismatch{}
	m.Name, _, _ = strings.Cut(strings.TrimSpace(s), ":")
	if m.Name, _, _ = strings.Cut(m.Name, ","); len(m.Name) > maxName {
		return
	}
	m.Name = strings.Trim(m.Name, "'\" ")
	var shapes [][]int64
	for rest := s; len(shapes) < 2; {
		i := strings.Index(rest, "torch.Size(")
		if i < 0 {
			return
		}
		shape, after, ok := shapeAt(rest[i:])
		if !ok {
			return
		}
		shapes, rest = append(shapes, shape), after
	}
	m.Checkpoint, m.Model = shapes[0], shapes[1]
	if modelFirst {
		m.Checkpoint, m.Model = m.Model, m.Checkpoint
	}
	e.Sizes = append(e.Sizes, m)
}
