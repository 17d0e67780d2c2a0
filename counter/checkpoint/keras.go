package checkpoint

import (
	"cmp"
	"slices"
	"strings"
)

// readHDF reads an HDF5 file and puts its datasets in Keras's order.
func readHDF(c *Checkpoint, s *source) error {
	h, err := openHDF(s)
	if err != nil {
		return err
	}
	k := &keras{c: c, h: h}
	k.format()
	k.list()
	if c.Format == KerasHDF5 {
		k.classic()
	}
	k.sort(k.rank())
	return nil
}

// readKerasZip reads a .keras file: the network in config.json and its weights
// in an HDF5 file in the archive, which Keras never compresses.
func readKerasZip(c *Checkpoint, a *archive, m *member) error {
	s, err := a.open(m)
	if err != nil {
		return inEntry(err, m.name)
	}
	h, err := openHDF(s)
	if err != nil {
		return inEntry(err, m.name)
	}
	k := &keras{c: c, h: h}
	if x := a.find("metadata.json"); x != nil {
		k.text(a, x, func(sc *scanner) {
			sc.object(func(key string) {
				v, ok := sc.text()
				if ok && key == "keras_version" {
					c.Producer = "Keras " + v
				} else if ok {
					c.entry(key, v)
				}
			})
		})
	}
	if x := a.find("config.json"); x != nil {
		k.text(a, x, func(sc *scanner) { k.net = readLayer(sc, 0) })
	}
	k.list()
	k.sort(k.configured())
	return nil
}

// keras turns the datasets of a file into tensors.
type keras struct {
	c   *Checkpoint
	h   *hdf
	net *layer
}

// text reads a small JSON member.
func (k *keras) text(a *archive, m *member, read func(*scanner)) {
	s, err := a.open(m)
	if err != nil || s.size > maxConfig {
		k.c.note(BadEntry, m.name, 0, 0)
		return
	}
	b, err := s.bytes(0, s.size)
	sc := &scanner{b: b}
	if err == nil {
		read(sc)
	}
	if err != nil || sc.err != nil {
		k.c.note(BadEntry, m.name, 0, 0)
	}
}

// layer is a layer of config.json or model_config.
type layer struct {
	name, class string
	frozen      bool
	inner       []*layer
}

// readLayer reads {"class_name": …, "config": {"name": …, "layers": […]}}.
func readLayer(sc *scanner, depth int) *layer {
	l := &layer{}
	if sc.peek() != '{' {
		sc.skip()
		return l
	}
	sc.object(func(key string) {
		switch {
		case key == "class_name" && sc.peek() == '"':
			l.class = sc.str()
		case key == "config" && sc.peek() == '{':
			sc.object(func(key string) { l.config(sc, key, depth) })
		case key == "config" && sc.peek() == '[' && depth == 0: // Sequential of Keras 1
			sc.array(func() { l.inner = append(l.inner, readLayer(sc, depth+1)) })
		default:
			sc.skip()
		}
	})
	return l
}

func (l *layer) config(sc *scanner, key string, depth int) {
	switch {
	case key == "name" && sc.peek() == '"':
		l.name = sc.str()
	case key == "trainable":
		v, _ := sc.text()
		l.frozen = v == "false"
	case key == "layers" && sc.peek() == '[':
		sc.array(func() { l.inner = append(l.inner, readLayer(sc, depth+1)) })
	case key == "layer" && sc.peek() == '{': // a wrapper around one layer
		l.inner = append(l.inner, readLayer(sc, depth+1))
	default:
		sc.skip()
	}
}

// format determines which of Keras's layouts the file has.
func (k *keras) format() {
	root := k.h.attrs[""]
	first := func(a map[string][]string, name string) string {
		if v := a[name]; len(v) > 0 {
			return v[0]
		}
		return ""
	}
	group := root
	if g := k.h.attrs["model_weights"]; g != nil {
		group = g
	}
	named := slices.ContainsFunc([]string{"layer_names", "layer_names0"}, func(n string) bool { return group[n] != nil || root[n] != nil })
	numbered := slices.ContainsFunc(k.h.data, func(d dataset) bool { return strings.Contains(d.path, "/vars/") || strings.HasPrefix(d.path, "vars/") })
	switch {
	case named || first(root, "model_config") != "":
		k.c.Format = KerasHDF5
	case numbered:
		k.c.Format = KerasWeights
	}
	if v := cmp.Or(first(root, "keras_version"), first(group, "keras_version")); v != "" {
		k.c.Producer = "Keras " + v
	}
	if v := cmp.Or(first(root, "backend"), first(group, "backend")); v != "" {
		k.c.entry("backend", v)
	}
	if v := first(root, "model_config"); v != "" {
		sc := &scanner{b: []byte(v)}
		if k.net = readLayer(sc, 0); sc.err != nil {
			k.c.note(BadEntry, "model_config", 0, 0)
		}
	}
}

// list turns datasets into tensors, with the roles that follow from their names.
func (k *keras) list() {
	chunked := int64(0)
	vars := map[string]int{}
	for _, d := range k.h.data {
		if dir, _, ok := cutLast(d.path, "/"); ok {
			vars[dir]++
		}
	}
	for _, d := range k.h.data {
		t := Tensor{Name: d.path, Shape: d.shape, DType: d.dtype, Stored: d.stored, Shared: d.shared}
		t.size()
		if t.Fault == nil && t.DType.Bytes(1) < 0 {
			t.Group = Other
		}
		if d.stored > 0 && t.Bytes > d.stored && !d.chunked {
			t.Fault = &Error{Kind: WrongSize, Entry: d.path, Offset: -1, Want: t.Bytes, Have: d.stored}
		}
		if d.chunked {
			chunked++
		}
		for _, p := range []string{"optimizer_weights/", "optimizer/", "model_weights/", "top_level_model_weights/"} {
			if rest, ok := strings.CutPrefix(d.path, p); ok {
				t.Name, t.Path = rest, strings.TrimSuffix(p, "/")
				if strings.HasPrefix(p, "optimizer") {
					t.Group = Optimizer
				}
				break
			}
		}
		if t.Group == Model {
			k.role(&t, vars)
		}
		if t.Path == "model_weights" {
			k.c.Path = t.Path
		}
		k.c.Tensors = append(k.c.Tensors, t)
	}
	if chunked > 0 {
		k.c.note(Compressed, "", chunked, 0)
	}
	if k.h.skipped > 0 {
		k.c.note(LinksSkipped, "", k.h.skipped, 0)
	}
	for _, name := range k.h.second {
		k.c.note(SecondName, name, 0, 0)
	}
}

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return "", s, false
}

// role derives the role and the layout of a variable from its path. In Keras 3
// variables are numbered: the last two of a batch normalization are its statistics,
// whether or not a scale and a center precede them.
func (k *keras) role(t *Tensor, vars map[string]int) {
	dir, last, _ := cutLast(t.Name, "/")
	last, _, _ = strings.Cut(last, ":")
	n, numbered := digits(last)
	head, tail, _ := cutLast(dir, "/")
	if !numbered || tail != "vars" {
		switch {
		case strings.HasPrefix(last, "moving_"), last == "seed_generator_state":
			t.Role = Buffer
		case strings.HasPrefix(last, "depthwise_kernel"):
			t.Layout = Depthwise
		case strings.HasSuffix(last, "kernel"):
			t.kernel()
		}
		return
	}
	_, kind, _ := cutLast(head, "/")
	kind = strings.TrimRight(strings.TrimRight(kind, "0123456789"), "_")
	t.Owner = kind
	count := vars[join2(t.Path, dir)]
	switch {
	case strings.Contains(kind, "batch_normalization"):
		t.Role = Parameter
		if int(n) >= count-2 {
			t.Role = Buffer
		}
	case kind == "seed_generator", kind == "normalization":
		t.Role = Buffer
	case strings.Contains(kind, "depthwise"), strings.Contains(kind, "separable_conv") && n == 0:
		t.Layout = Depthwise
	case strings.Contains(kind, "conv"), strings.Contains(kind, "dense"):
		t.kernel()
	}
}

func join2(path, name string) string {
	if path == "" {
		return name
	}
	return path + "/" + name
}

// kernel sets the layout of a kernel by its number of axes.
func (t *Tensor) kernel() {
	switch n := len(t.Shape); {
	case n == 2:
		t.Layout = Transposed
	case n > 2:
		t.Layout = ChannelLast
	}
}

// names returns an attribute, which Keras splits into name0, name1, … if it exceeds
// 64 kB.
func names(attrs map[string][]string, name string) []string {
	if v, ok := attrs[name]; ok {
		return v
	}
	var out []string
	for i := int64(0); ; i++ {
		v, ok := attrs[name+num(i)]
		if !ok {
			return out
		}
		out = append(out, v...)
	}
}

// classic sets the owners of the tensors of a classic file to the classes of their
// layers.
func (k *keras) classic() {
	class := map[string]*layer{}
	frozen := int64(0)
	var visit func(l *layer)
	visit = func(l *layer) {
		class[l.name] = l
		if l.frozen {
			frozen++
		}
		for _, x := range l.inner {
			visit(x)
		}
	}
	if k.net != nil {
		visit(k.net)
	}
	for i := range k.c.Tensors {
		t := &k.c.Tensors[i]
		for s := range strings.SplitSeq(t.Name, "/") {
			if l := class[s]; l != nil && t.Group == Model {
				t.Owner = l.class
			}
		}
	}
	if frozen > 0 {
		k.c.note(NotTrainable, "", frozen, 0)
	}
}

// rank numbers the tensors of a classic file by layer_names and weight_names, the
// only record of the network's order.
func (k *keras) rank() map[string]int {
	rank := map[string]int{}
	for _, base := range []string{"model_weights", ""} {
		for _, l := range names(k.h.attrs[base], "layer_names") {
			dir := join2(base, l)
			for _, w := range names(k.h.attrs[dir], "weight_names") {
				rank[join2(dir, w)] = len(rank) + 1
			}
		}
	}
	return rank
}

// configured numbers the groups of a .keras file by the layers of config.json. A
// group is named after its class, with a number from the second one on.
func (k *keras) configured() map[string]int {
	rank := map[string]int{}
	frozen := int64(0)
	var visit func(l *layer, path string)
	visit = func(l *layer, path string) {
		count := map[string]int64{}
		for _, x := range l.inner {
			name := snake(x.class)
			n := count[name]
			if count[name]++; n > 0 {
				name += "_" + num(n)
			}
			dir := path + "layers/" + name + "/"
			rank[dir] = len(rank) + 1
			if x.frozen {
				frozen++
			}
			k.c.module(strings.TrimSuffix(dir, "/"), x.class)
			visit(x, dir)
		}
	}
	if k.net != nil {
		visit(k.net, "")
	}
	if frozen > 0 {
		k.c.note(NotTrainable, "", frozen, 0)
	}
	return rank
}

// sort puts the tensors in the order of their ranks or of those of the innermost
// ranked groups above them, and tensors without a rank in natural order, 2 before 10.
func (k *keras) sort(rank map[string]int) {
	from := k.c.Tensors
	ranks := make([]int, len(from))
	for i := range from {
		ranks[i] = len(rank) + 2
		if from[i].Group != Model {
			continue
		}
		full := join2(from[i].Path, from[i].Name)
		r, ok := rank[full]
		for j := len(full) - 1; j >= 0 && !ok; j-- {
			if full[j] == '/' {
				r, ok = rank[full[:j+1]]
			}
		}
		if ranks[i]--; ok {
			ranks[i], k.c.Ordered = r, true
		}
	}
	out := make([]Tensor, 0, len(from))
	for _, i := range sorted(len(from), func(i, j int) bool {
		a, b := &from[i], &from[j]
		return cmp.Or(ranks[i]-ranks[j], natural(a.Path, b.Path), natural(a.Name, b.Name)) < 0
	}) {
		out = append(out, from[i])
	}
	k.c.Tensors = out
}

// sorted returns the numbers below n, stably sorted by less. Sorting indices here
// makes a smaller program than package slices, whose code is instantiated for each
// type.
func sorted(n int, less func(i, j int) bool) []int {
	a, b := make([]int, n), make([]int, n)
	for i := range a {
		a[i] = i
	}
	for w := 1; w < n; w *= 2 {
		for lo := 0; lo < n; lo += 2 * w {
			i, mid, end := lo, min(lo+w, n), min(lo+2*w, n)
			j := mid
			for k := lo; k < end; k++ {
				if i < mid && (j >= end || !less(a[j], a[i])) {
					b[k] = a[i]
					i++
				} else {
					b[k] = a[j]
					j++
				}
			}
		}
		a, b = b, a
	}
	return a
}

// natural compares names with the numbers in them compared as numbers, so that 2
// comes before 10, and a name before the same name with a number.
func natural(a, b string) int {
	for a != "" && b != "" {
		i, j := run(a), run(b)
		x, okx := digits(a[:i])
		y, oky := digits(b[:j])
		if okx && oky && x != y {
			return cmp.Compare(x, y)
		}
		if a[:i] != b[:j] {
			// '/' first: conv/… before conv_1/…
			return cmp.Compare(strings.ReplaceAll(a, "/", "\x00"), strings.ReplaceAll(b, "/", "\x00"))
		}
		a, b = a[i:], b[j:]
	}
	return cmp.Compare(len(a), len(b))
}

// run returns the length of the leading digits of s, or of one other byte.
func run(s string) int {
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	return max(i, 1)
}

// snake converts a class name to Keras's name for groups: Conv2DTranspose becomes
// conv2d_transpose, ReLU re_lu.
func snake(class string) string {
	upper := func(i int) bool { return i < len(class) && class[i] >= 'A' && class[i] <= 'Z' }
	lower := func(i int) bool { return i >= 0 && i < len(class) && class[i] >= 'a' && class[i] <= 'z' }
	var b strings.Builder
	for i := range len(class) {
		if i > 0 && upper(i) && (lower(i+1) || lower(i-1)) {
			b.WriteByte('_')
		}
		b.WriteByte(class[i])
	}
	return strings.ToLower(b.String())
}
