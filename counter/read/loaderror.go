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
// …", and 'unexpected key "a.weight" in state_dict'. With strict=False it returns
// _IncompatibleKeys(missing_keys=[…], unexpected_keys=[…]).
//
// Libraries word them differently: mmcv and mmengine (runner/checkpoint.py,
// load_state_dict) quote no names; diffusers and accelerate give the shape that the
// model expects first; transformers (modeling_utils.py) lists weights that are
// "newly initialized" or "not used"; detectron2's checkpointer skips parameters of
// "incompatible shapes". Keras (saving/legacy/hdf5_format.py, and
// Variable.assign of Keras 3) gives the model's shape first, with the spatial axes
// before the channels.

// A LoadError is the content of an error of load_state_dict.
type LoadError struct {
	Model      string // the class of the model
	Line       int
	Missing    []string // names that the model has and the checkpoint lacks
	Unexpected []string // names that the checkpoint has and the model lacks
	Sizes      []SizeMismatch
	Allowed    bool // strict=False: a result, not an error
}

// A SizeMismatch is a tensor with different shapes in the checkpoint and the model.
type SizeMismatch struct {
	Name       string
	Checkpoint []int64
	Model      []int64
	Last       bool // channels come last, as in Keras
}

// A kind says what follows a trigger.
type kind int

const (
	ofModel       kind = iota // the class of the model
	ofMissing                 // names
	ofUnexpected              // names
	ofOne                     // one unexpected name
	ofSizes                   // a name, the checkpoint's shape, and the model's
	ofModelFirst              // a name, the model's shape, and the checkpoint's
	ofShapes                  // the checkpoint's shape and the model's; the name precedes
	ofModelShapes             // the model's shape and the checkpoint's; the name precedes
	ofSaved                   // the checkpoint's shape; the name and the model's shape precede
	ofAllowed                 // a result of strict=False
)

// triggers are the words that identify errors. Of those with a common prefix, the
// longest comes first.
var triggers = []struct {
	words string
	kind  kind
}{
	{"Error(s) in loading state_dict", ofModel},
	{"Missing key(s)", ofMissing}, {"Unexpected key(s)", ofUnexpected},
	{"size mismatch for ", ofSizes}, {"Size mismatch for ", ofSizes},
	{"While copying the parameter named ", ofModelFirst},
	{"_IncompatibleKeys(", ofAllowed}, {"missing_keys=", ofMissing}, {"unexpected_keys=", ofUnexpected},
	{"missing keys in source state_dict:", ofMissing}, {"unexpected key in source state_dict:", ofUnexpected},
	{"missing keys in state_dict:", ofMissing}, {"unexpected key ", ofOne}, {"Unexpected key ", ofOne},
	{"the following keys are missing:", ofMissing}, {"expected shape torch.Size", ofModelShapes},
	{"Trying to set a tensor of shape torch.Size", ofSizes},
	{"found shape torch.Size", ofShapes}, {"not used when initializing ", ofUnexpected}, {"newly initialized: [", ofMissing},
	{"Skip loading parameter ", ofSizes},
	{"but the saved weight has shape (", ofSaved}, {"Received: value.shape=(", ofSaved},
}

// trigger finds the first trigger in s: its index in triggers, or -1, and its
// position. It reads no further.
func trigger(s string) (which, at int) {
	for at = range len(s) {
		if strings.IndexByte("EMUSsWTR_befmntu", s[at]) < 0 {
			continue
		}
		for k := range triggers {
			if strings.HasPrefix(s[at:], triggers[k].words) {
				return k, at
			}
		}
	}
	return -1, 0
}

func startsLoadError(p *parser) bool {
	s := p.here().text
	which, _ := trigger(s)
	return which >= 0
}

// readLoadError reads one error, however it is broken into lines.
func readLoadError(p *parser) {
	e := &LoadError{Line: p.here().n}
	var text strings.Builder
	for start := p.i; !p.end(); p.i++ {
		s := strings.TrimSpace(p.here().text)
		which, at := trigger(s)
		if p.i > start {
			if which >= 0 && triggers[which].kind == ofModel && at >= 0 {
				break // the next error
			}
			if which < 0 && !goesOn(s) && !(strings.HasSuffix(text.String(), ": ") && len(names(s)) > 0) {
				break
			}
		}
		text.WriteString(s)
		text.WriteByte(' ')
	}
	if e.parse(text.String()); e.Model != "" || e.Allowed || len(e.Missing)+len(e.Unexpected)+len(e.Sizes) > 0 {
		p.doc.Errors = append(p.doc.Errors, *e)
	}
}

// goesOn reports whether a line can be part of an error's list.
func goesOn(s string) bool {
	if s != "" && isDigit(s[0]) { // the rest of a wrapped shape
		return strings.HasSuffix(s, ",") || strings.Contains(s, "])")
	}
	return s != "" && (s[0] == '"' || s[0] == '\'' || strings.HasPrefix(s, "torch.Size") || strings.HasPrefix(s, "the shape in") ||
		strings.HasPrefix(s, "copying a param") || strings.Contains(s, "current model") || strings.HasSuffix(s, `",`) || strings.HasSuffix(s, `".`) ||
		strings.HasSuffix(s, "',") || strings.HasSuffix(s, "'])"))
}

// parse splits a text at the triggers and reads its clauses.
func (e *LoadError) parse(s string) {
	which, at := trigger(s)
	before := s[:at]
	for which >= 0 {
		t := triggers[which]
		s = s[at:]
		next, end := trigger(s[1:])
		part := s
		if next >= 0 {
			part = s[:end+1]
		}
		e.clause(t.kind, before, part, part[len(t.words):])
		before, which, at = part, next, end+1
	}
}

// clause reads one clause of a text, given the text before the trigger, the text
// starting with it, and the text after it.
func (e *LoadError) clause(k kind, before, part, rest string) {
	switch k {
	case ofModel:
		e.Model, _, _ = strings.Cut(strings.TrimPrefix(rest, " for "), ":")
		e.Model = strings.TrimSpace(e.Model)
	case ofMissing:
		e.Missing = append(e.Missing, names(rest)...)
	case ofUnexpected:
		e.Unexpected = append(e.Unexpected, names(rest)...)
	case ofOne:
		if list := strings.Fields(rest); len(list) > 0 && len(list[0]) < maxName {
			e.Unexpected = append(e.Unexpected, strings.Trim(list[0], "'\"`,.;:"))
		}
	case ofSizes, ofModelFirst:
		if name := strings.TrimSpace(rest); name != "" && strings.HasPrefix(name, "([") {
			e.mismatch(k, lastQuoted(rest), part)
		} else {
			name, _, _ = strings.Cut(name, ":")
			name, _, _ = strings.Cut(name, ",")
			name, _, _ = strings.Cut(name, " to the model")
			e.mismatch(k, name, part)
		}
	case ofShapes, ofModelShapes:
		list := strings.Fields(strings.TrimRight(before, ": "))
		if len(list) > 0 {
			e.mismatch(k, list[len(list)-1], part)
		}
	case ofSaved:
		name := lastQuoted(before)
		if _, after, ok := strings.Cut(before, " name="); ok {
			name, _, _ = strings.Cut(after, ",")
		}
		e.mismatch(k, name, before[max(strings.LastIndex(before, "shape"), 0):]+part)
	case ofAllowed:
		e.Allowed = true
	}
}

// lastQuoted returns the last name in quotes.
func lastQuoted(s string) string {
	if list := quoted(s); len(list) > 0 {
		return list[len(list)-1]
	}
	return ""
}

// names returns the names in a list, quoted or not (mmcv doesn't quote them).
func names(s string) []string {
	s = strings.NewReplacer(`\"`, "", `"{`, "", `}"`, "").Replace(s)
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

// mismatch reads a tensor's two shapes.
func (e *LoadError) mismatch(k kind, name, s string) {
	m := SizeMismatch{Name: strings.Trim(name, "'\"`* "), Last: k == ofSaved}
	if len(name) > maxName {
		return
	}
	var shapes [][]int64
	for rest := s; len(shapes) < 2; {
		i := strings.IndexByte(rest, '(')
		if i < 0 {
			return
		}
		size := strings.HasSuffix(rest[:i], "torch.Size")
		from := i
		if size {
			from -= len("torch.Size")
		}
		if shape, after, ok := shapeAt(rest[from:]); ok && (size || len(shape) > 0) {
			shapes, rest = append(shapes, shape), after
		} else {
			rest = rest[i+1:]
		}
	}
	m.Checkpoint, m.Model = shapes[0], shapes[1]
	if k == ofModelFirst || k == ofModelShapes || k == ofSaved {
		m.Checkpoint, m.Model = m.Model, m.Checkpoint
	}
	e.Sizes = append(e.Sizes, m)
}
