package read

import (
	"slices"
	"strings"
)

// A state_dict or named_parameters, as printed by a loop over it: a name and a shape
// (torch.Size([64, 1, 3, 3]), a list, a tuple, 64x1x3x3), a name and a number of
// elements, or only names. Also Keras's variables, JAX's and safetensors' keys,
// and mmengine's initialization log (mmengine/model/base_module.py,
// _dump_init_info: "backbone.conv1.weight - torch.Size([64, 3, 7, 7]): ").

// finish derives a tensor's count and whether it is a buffer.
func (t *Tensor) finish() {
	if t.HasShape && !t.HasCount {
		t.Count, t.HasCount = elements(t.Shape)
	}
	switch lastName(t.Name) {
	case "running_mean", "running_var", "num_batches_tracked", "moving_mean", "moving_variance":
		t.Buffer = true
	}
}

func startsTensors(p *parser) bool {
	s := p.here().text
	if len(keyList(s)) > 1 || len(inlineTensors(s)) > 1 {
		return true
	}
	if _, _, ok := vectorLine(s); ok && p.i+1 < len(p.lines) {
		next := p.lines[p.i+1].text
		_, form, ok := tensorLine(next)
		_, _, vector := vectorLine(next)
		if ok && form == StateDict || vector {
			return true
		}
	}
	_, _, ok := tensorLine(s)
	return ok && (!bareName(s) || p.keysFollow())
}

// bareName reports whether a line consists only of a name.
func bareName(s string) bool {
	t, form, ok := tensorLine(s)
	return ok && form == Keys && t.Name != ""
}

// keysFollow reports whether the next line is only a name, too: a single one is not
// taken for a tensor.
func (p *parser) keysFollow() bool {
	return p.i+1 < len(p.lines) && bareName(p.lines[p.i+1].text)
}

// readTensors reads a list of tensors. The list ends where something else begins,
// where a name is repeated, or at a line that ends in a colon, the heading of the
// next list.
func readTensors(p *parser) {
	l := &Listing{Line: p.here().n}
	names := map[string]bool{}
	for ; !p.end(); p.i++ {
		s := p.here()
		if s.text == "" || isRule(s.text) || strings.Trim(s.text, "[](){}, ") == "" {
			continue
		}
		if list := inlineTensors(s.text); len(list) > 1 {
			l.inline(p, list, s)
			continue
		}
		if list := keyList(s.text); len(list) > 1 {
			l.keys(p, list, s)
			continue
		}
		t, form, ok := tensorLine(s.text)
		if !ok && (l.Format == 0 || l.Format == StateDict) {
			t, form, ok = vectorLine(s.text)
		}
		if !ok {
			if p.leave(l) {
				break
			}
			l.skip(s)
			continue
		}
		if form == Counts && l.Format == StateDict { // among shapes, "b: 64" is one of a single axis
			t.Shape, t.HasShape, form = []int64{t.Count}, true, StateDict
		}
		if names[t.Name] || l.Format != 0 && form == Keys && l.Format != Keys {
			break
		}
		names[t.Name] = true
		if l.Format == 0 || form == StateDict {
			l.Format = form
		}
		if t.Line = s.n; p.row() {
			t.finish()
			l.Tensors = append(l.Tensors, t)
		}
	}
	l.trim(p)
	if l.Format == Keys {
		l.note(KeysOnly)
	}
	p.footer(l)
	p.add(l)
}

// leave reports whether a line that is not a tensor ends the list.
func (p *parser) leave(l *Listing) bool {
	s := p.here().text
	return strings.HasSuffix(s, ":") && !strings.Contains(s, "Init") || len(figuresIn(lower(s), 0)) > 0 ||
		startsLoadError(p) || startsGrid(p) || startsHeader(p) || startsHeadless(p) || startsModules(p) ||
		l.NUnread > 20+2*len(l.Tensors)
}

// trim returns the lines after the last tensor to the parser: they are not rows of
// the list.
func (l *Listing) trim(p *parser) {
	if len(l.Tensors) == 0 {
		return
	}
	last := l.Tensors[len(l.Tensors)-1].Line
	for len(l.Unread) > 0 && l.NUnread == len(l.Unread) && l.Unread[len(l.Unread)-1].N > last {
		l.Unread = l.Unread[:len(l.Unread)-1]
		l.NUnread--
	}
	kept := l.Unread[:0]
	for _, u := range l.Unread { // mmengine logs how each tensor was initialized
		if !strings.Contains(u.Text, "Init:") && !strings.Contains(u.Text, "init_weights") {
			kept = append(kept, u)
		}
	}
	l.NUnread -= len(l.Unread) - len(kept)
	l.Unread = kept
	for p.i > 0 && p.i <= len(p.lines) && p.lines[p.i-1].n > last {
		p.i--
	}
}

// keyList returns the names in a list of keys: "odict_keys(['a.weight', …])".
func keyList(s string) []string {
	t := strings.TrimSpace(s)
	if list := strings.Split(strings.TrimRight(t, ". "), ", "); len(list) > 1 && !slices.ContainsFunc(list, func(k string) bool { return !isKey(k) || strings.ContainsAny(k, " '\"()[]{}:") }) {
		return list
	}
	if strings.Count(t, "'") < 4 && strings.Count(t, `"`) < 4 || strings.Contains(t, "torch.Size") || strings.Contains(t, "shape") {
		return nil
	}
	if i := strings.IndexAny(t, "'\""); i > 40 {
		return nil
	}
	list := quoted(t)
	for _, k := range list {
		if !strings.ContainsAny(k, "./") || strings.ContainsAny(k, " ()[]{}:,") || len(k) > maxName {
			return nil
		}
	}
	return list
}

func (l *Listing) keys(p *parser, list []string, s line) {
	if l.Format == 0 {
		l.Format = Keys
	}
	for _, name := range list {
		if !p.row() {
			return
		}
		t := Tensor{Name: name, Line: s.n}
		t.finish()
		l.Tensors = append(l.Tensors, t)
	}
}

// labels may precede a name: PyTorch's tutorial prints "Layer: fc.weight | Size: …".
var labels = []string{"OrderedDict", "dict_items", "odict_items", "odict_keys", "dict_keys", "<tf.Variable", "Layer:", "layer:", "name:", "Name:", "Parameter:",
	"param:", "parameter:", "key:", "Key:", "tensor:", "name=", "(", "[", "{", "'", "\"", "`", ",", "- ", "*"}

// tensorLine reads a line with a name and a shape, a count or neither.
func tensorLine(s string) (t Tensor, form Format, ok bool) {
	if len(s) > 4*maxName && !strings.Contains(s[:maxName], "Size") {
		return t, 0, false
	}
	if strings.Contains(s, "<KerasVariable") {
		return kerasVariable(s)
	}
	s = unlabelled(strings.TrimSpace(s))
	if i := strings.IndexByte(s, ' '); i > 0 && isDigit(s[0]) && strings.Trim(s[:i], "0123456789.)]:") == "" {
		s = unlabelled(strings.TrimSpace(s[i:])) // an index
	}
	end := 0
	for end < len(s) && (isWordByte(s[end]) || s[end] == '.' || s[end] == '-' && end+1 < len(s) && isWordByte(s[end+1]) || s[end] == '/' && end > 0) {
		end++
	}
	t.Name = strings.TrimRight(s[:end], ".")
	if !hasLetter(t.Name) || len(t.Name) > maxName {
		return t, 0, false
	}
	rest := strings.TrimPrefix(s[end:], ":0") // a variable of TensorFlow
	dotted := strings.ContainsAny(t.Name, "./")
	if strings.Trim(rest, "'\"`,]) :") == "" {
		return t, Keys, dotted && strings.ContainsAny(rest, "'\",") || isKey(t.Name)
	}
	if rest[0] == '(' || rest[0] == '[' {
		return t, 0, false // a call: tensor(7765442)
	}
	if variable, ok := strings.CutPrefix(rest, " ("); ok && strings.HasPrefix(s[end:], ":0") {
		return t.slimVariable(variable)
	}
	if !dotted && dataNames[lower(t.Name)] {
		return t, 0, false // "Input shape: (1024, 2048)"
	}
	return t.described(rest, dotted)
}

// dataNames are names of a network's inputs and outputs, whose shapes are printed, too.
var dataNames = map[string]bool{
	"input": true, "inputs": true, "output": true, "outputs": true, "image": true, "images": true, "img": true, "patch": true, "crop": true,
	"batch": true, "data": true, "features": true, "feature": true, "label": true, "labels": true, "mask": true, "logits": true, "x": true, "y": true,
}

// slimVariable parses "float32_ref 3x3x1x64) [576, bytes: 2304]", which TF-Slim's
// model_analyzer.analyze_vars prints after a variable's name and a parenthesis. A
// scalar has no shape.
func (t Tensor) slimVariable(s string) (Tensor, Format, bool) {
	inside, _, closed := strings.Cut(s, ")")
	dtype, axes, _ := strings.Cut(inside, " ")
	if !closed || !isWord(dtype) {
		return t, 0, false
	}
	t.DType, t.HasShape = strings.TrimSuffix(dtype, "_ref"), true
	if axes = strings.TrimSpace(axes); axes == "" {
		t.Shape = []int64{}
	} else if n, one := integer(axes); one {
		t.Shape = []int64{n}
	} else if t.Shape, t.HasShape = crossShape(axes); !t.HasShape {
		return t, 0, false
	}
	t.finish()
	return t, StateDict, t.HasCount
}

// isKey reports whether a name without a shape looks like a tensor's.
func isKey(name string) bool {
	for _, end := range []string{".weight", ".bias", ".running_mean", ".running_var", ".num_batches_tracked", ".in_proj_weight", ".in_proj_bias", ".gamma", ".beta"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

// inlineTensors returns the tensors of a list or a dict that is printed on one
// line: "[('a.weight', torch.Size([64, 1, 3, 3])), ('a.bias', torch.Size([64]))]", or
// of safetensors' header: {"a.weight": {"dtype": "F32", "shape": [64, 1, 3, 3], …}, …}.
func inlineTensors(s string) []Tensor {
	if strings.Count(s, "'") < 4 && strings.Count(s, `"`) < 4 {
		return nil
	}
	var list []Tensor
	owner := "" // the name before a brace, to which a shape inside belongs
	for {
		i := strings.IndexAny(s, "'\"")
		if i < 0 {
			return list
		}
		k := strings.IndexByte(s[i+1:], s[i])
		if k < 0 {
			return list
		}
		name, rest := s[i+1:i+1+k], s[i+k+2:]
		head := rest[:min(len(rest), 200)]
		value := strings.TrimLeft(head, " :,=")
		if strings.HasPrefix(value, "{") {
			owner = name
		}
		shape, after, ok := shapeAt(value)
		switch name {
		case "shape":
			name = owner
		case "data_offsets":
			ok = false
		}
		if s = rest; !ok || len(name) > maxName || !hasLetter(name) || strings.ContainsAny(name, " ()") {
			continue
		}
		s = rest[len(head)-len(after):]
		t := Tensor{Name: name, Shape: shape, HasShape: true}
		if t.finish(); t.HasCount {
			list = append(list, t)
		}
	}
}

func (l *Listing) inline(p *parser, list []Tensor, s line) {
	l.Format = StateDict
	for _, t := range list {
		if !p.row() {
			return
		}
		t.Line = s.n
		l.Tensors = append(l.Tensors, t)
	}
}

// vectorLine parses a name without dots and a shape of one axis, "b1: (64)", which
// is taken for a tensor only next to others.
func vectorLine(s string) (t Tensor, form Format, ok bool) {
	name, rest, found := strings.Cut(unlabelled(strings.TrimLeft(s, "([{ ,'\"")), ":")
	name = strings.Trim(name, "'\" ")
	shape, after, ok := shapeAt(strings.TrimSpace(rest))
	if !found || !ok || !isWord(name) || strings.Trim(after, " ,;)]}") != "" || len(name) > maxName {
		return t, 0, false
	}
	t = Tensor{Name: name, Shape: shape, HasShape: true}
	t.finish()
	return t, StateDict, t.HasCount
}

func unlabelled(s string) string {
	for again := true; again; {
		again = false
		for _, p := range labels {
			if t, ok := strings.CutPrefix(s, p); ok {
				s, again = strings.TrimLeft(t, " "), true
			}
		}
	}
	return s
}

// described parses the text after a name.
func (t Tensor) described(rest string, dotted bool) (Tensor, Format, bool) {
	for range 12 {
		rest = strings.TrimLeft(rest, " :=,;|'\"`->{")
		cut := false
		for _, word := range []string{"shape", "Shape", "Size:", "size:", "size", "dims", "torch.Size:"} {
			if after, ok := strings.CutPrefix(rest, word); ok && !strings.HasPrefix(after, "(") && after != "" && !isWordByte(after[0]) {
				rest, cut = after, true
				break
			}
		}
		if word, after, ok := dtypeAt(rest); ok {
			t.DType, rest, cut = word, after, true
		}
		if !cut {
			break
		}
	}
	if shape, after, ok := shapeAt(rest); ok {
		t.Shape, t.HasShape = shape, true
		for _, word := range strings.FieldsFunc(after, func(r rune) bool { return strings.ContainsRune(" ,;|:'\"=(){}[]", r) }) {
			if d, _, ok := dtypeAt(word); ok && t.DType == "" {
				t.DType = d
			}
		}
		t.finish()
		return t, StateDict, t.HasCount && (dotted || strings.Contains(rest, "Size(") || len(shape) > 1 || shapeWord(t.Name))
	}
	if shape, ok := crossShape(rest); ok {
		t.Shape, t.HasShape = shape, true
		return t, StateDict, true
	}
	word := strings.TrimRight(rest, "',\")]} ")
	if i := strings.IndexByte(word, ' '); i >= 0 {
		word = word[:i]
		if strings.Trim(rest[i:], " TrueFals',\")]}pmt") != "" {
			return t, 0, false
		}
	}
	n, ok := integer(word)
	t.Count, t.HasCount = n, ok
	return t, Counts, ok && dotted
}

func shapeWord(name string) bool {
	return name == "weight" || name == "bias" || strings.HasSuffix(name, "_weight")
}

var dtypes = []string{"torch.", "float", "bfloat", "int", "uint", "bool", "F32", "F16", "BF16", "F64", "I64", "I32", "U8", "FLOAT", "half", "dtype"}

// dtypeAt parses an element type: "torch.float32", "F32", "dtype=float32".
func dtypeAt(s string) (word, rest string, ok bool) {
	end := 0
	for end < len(s) && (isWordByte(s[end]) || s[end] == '.') {
		end++
	}
	word = s[:end]
	if strings.HasPrefix(word, "torch.Size") || end == 0 {
		return "", s, false
	}
	for _, d := range dtypes {
		if after, found := strings.CutPrefix(word, d); found && (strings.HasPrefix(d, "torch") || strings.Trim(after, "0123456789_t") == "") {
			return word, s[end:], word != "dtype" || true
		}
	}
	return "", s, false
}

// crossShape parses 64x1x3x3 or 64×1×3×3.
func crossShape(s string) (shape []int64, ok bool) {
	s = strings.ReplaceAll(s, "×", "x")
	s = strings.ReplaceAll(s, " x ", "x")
	if i := strings.IndexByte(s, ' '); i >= 0 {
		s = s[:i]
	}
	if !strings.Contains(s, "x") || len(s) > 200 {
		return nil, false
	}
	for _, part := range strings.Split(s, "x") {
		n, number := integer(part)
		if !number || strings.Contains(part, ",") {
			return nil, false
		}
		shape = append(shape, n)
	}
	return shape, true
}

// kerasVariable parses "<KerasVariable shape=(3, 3, 1, 64), dtype=float32,
// path=functional/conv2d/kernel>".
func kerasVariable(s string) (t Tensor, form Format, ok bool) {
	_, shape, _ := strings.Cut(s, "shape=")
	_, path, found := strings.Cut(s, "path=")
	t.Name, _, _ = strings.Cut(path, ">")
	if t.Shape, _, ok = shapeAt(shape); !ok || !found || t.Name == "" || len(t.Name) > maxName {
		return t, 0, false
	}
	if _, d, has := strings.Cut(s, "dtype="); has {
		t.DType, _, _ = strings.Cut(d, ",")
	}
	t.HasShape = true
	return t, StateDict, true
}
