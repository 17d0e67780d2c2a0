package verify

import (
	"strconv"
	"strings"

	"unetparams/counter"
)

// readShapes reads lines of names and shapes, or of names and numbers of
// elements.
func readShapes(lines []string, r *counter.Report, res *Result) bool {
	var shapes, counts []item
	fits := true
	for _, line := range lines {
		it, ok, small := shapeLine(line)
		if !ok {
			continue
		}
		fits = fits && small
		if it.Tensor {
			shapes = append(shapes, it)
		} else {
			counts = append(counts, it)
		}
	}
	theirs, input := shapes, Shapes
	keyOf := func(s Side) string { return shapeKey(s.Shape) }
	if len(shapes) == 0 {
		theirs, input = counts, Counts
		keyOf = func(s Side) string { return strconv.FormatInt(s.Count, 10) }
	}
	if len(theirs) == 0 {
		return false
	}
	res.Input, res.Read = input, len(theirs)
	if !fits {
		res.Verdict = TooLarge
		return true
	}
	for i := range theirs {
		theirs[i].key = keyOf(theirs[i].Side)
	}
	every := func(counter.TensorRow) bool { return true }
	res.Prefix = strip(theirs, tensors(r, every, keyOf))

	// Which tensors does the list hold? Buffers and further names of shared tensors
	// only if it names one of the sort.
	names, lasts := map[string]bool{}, map[string]bool{}
	for i := range theirs {
		names[theirs[i].Name] = true
		lasts[last(theirs[i].Name)] = true
	}
	shared := false
	for _, t := range r.Tensors {
		shared = shared || t.Shared && names[t.Name]
	}
	ours := tensors(r, func(t counter.TensorRow) bool {
		return (shared || !t.Shared) && (t.Tensor.Learn || lasts[last(t.Name)])
	}, keyOf)
	if full := tensors(r, every, keyOf); len(ours) != len(theirs) && len(full) == len(theirs) {
		ours = full // names that say nothing, as many as in the state_dict
	}
	learn, all := 0, 0
	buffers := map[string]bool{}
	for _, t := range r.Tensors {
		if shared || !t.Shared {
			all++
			if t.Tensor.Learn {
				learn++
			} else {
				buffers[last(t.Name)] = true
			}
		}
	}
	switch {
	case len(ours) >= all:
		res.Scope = AllTensors
	case len(ours) == learn:
		res.Scope = OnlyParameters
	default:
		res.Scope = SomeBuffers
	}

	identify(theirs)
	identify(ours)
	res.conclude(theirs, ours)
	var sum int64
	sharedNames := map[string]bool{}
	for _, t := range r.Tensors {
		if t.Shared {
			sharedNames[t.Name] = true
		}
	}
	for i := range theirs {
		if isBuffer(theirs[i].Name, buffers) || sharedNames[theirs[i].Name] {
			continue
		}
		if sum, fits = plus(sum, theirs[i].Count); !fits {
			res.Verdict = TooLarge
			return true
		}
	}
	switch res.Verdict {
	case OtherNames, OtherOrder:
		sum = r.Learnable // what is a buffer can't be told from foreign names
	}
	res.Theirs = Total{true, sum, 1}
	return true
}

// last returns what stands behind the last dot of a name.
func last(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

func isBuffer(name string, ours map[string]bool) bool {
	switch l := last(name); l {
	case "running_mean", "running_var", "num_batches_tracked":
		return true
	default:
		return ours[l]
	}
}

// shapeLine reads one line: a name, then a shape or a number of elements.
func shapeLine(line string) (it item, ok, fits bool) {
	s := strings.TrimLeft(line, "([{ ,'\"")
	for _, p := range []string{"OrderedDict", "dict_items", "odict_items", ">>>", "..."} {
		s = strings.TrimLeft(strings.TrimPrefix(s, p), "([{ ,'\"")
	}
	end := 0
	for end < len(s) && (isDigit(s[end]) || isLetter(s[end]) || s[end] == '.' || s[end] == '-' || s[end] == '/' && end > 0) {
		end++
	}
	name := strings.TrimSuffix(s[:end], ".")
	letter := false
	for i := range len(name) {
		letter = letter || isLetter(name[i])
	}
	if !letter || len(name) > maxName {
		return it, false, true
	}
	it.Name = name
	rest := s[end:]
	if strings.HasPrefix(rest, ":0") { // a variable of TensorFlow
		rest = rest[2:]
	}
	rest = strings.TrimLeft(rest, " :=,;|'\"->")
	rest = strings.TrimPrefix(rest, "shape")
	rest = strings.TrimLeft(rest, " :=")
	if strings.HasPrefix(rest, "Parameter containing") {
		return it, false, true
	}
	if shape, after, isShape, small := parseShape(rest); isShape {
		if len(shape) == 1 && s[end] == '(' && !strings.Contains(rest[:len(rest)-len(after)], ",") && !strings.Contains(name, ".") {
			return it, false, true // a call: tensor(7765442)
		}
		it.Shape, it.Tensor = shape, true
		it.Count, fits = elements(shape)
		return it, true, small && fits
	}
	// 64x1x3x3 or 64×1×3×3
	if shape, isShape, small := timesShape(rest); isShape {
		it.Shape, it.Tensor = shape, true
		it.Count, fits = elements(shape)
		return it, true, small && fits
	}
	if !strings.ContainsRune(name, '.') {
		return it, false, true
	}
	word := rest
	if i := strings.IndexByte(word, ' '); i >= 0 {
		if strings.TrimLeft(word[i:], " ") != "" {
			return it, false, true
		}
	}
	n, number, small := whole(strings.TrimRight(word, "',\")]} "))
	it.Count = n
	return it, number, small
}

func timesShape(s string) (shape []int64, ok, fits bool) {
	if i := strings.IndexByte(s, ' '); i >= 0 {
		s = s[:i]
	}
	s = strings.ReplaceAll(s, "×", "x")
	if !strings.Contains(s, "x") || len(s) > 200 {
		return nil, false, true
	}
	fits = true
	for _, part := range strings.Split(s, "x") {
		n, number, small := whole(part)
		if !number || strings.Contains(part, ",") {
			return nil, false, true
		}
		fits = fits && small
		shape = append(shape, n)
	}
	return shape, true, fits
}
