package verify

import (
	"strings"

	"unetparams/counter"
	"unetparams/counter/layer"
)

// A module is a line of print(model) and those nested in it.
type module struct {
	name     string
	first    int64 // of a repeated module "(0-2): 3 x": 0
	times    int64 // 1 unless repeated
	kind     string
	args     string
	children []*module
	known    counter.Layer // what layer found out, once parsed
	parsed   bool
}

// readModules reads print(model).
func readModules(lines []string, r *counter.Report, res *Result) bool {
	root := &module{times: 1}
	stack := []*module{root}
	found, tooDeep := 0, false
	for _, line := range lines {
		if strings.Trim(line, ")") == "" {
			// A closing line; what was pasted may begin in the middle.
			if len(stack) > 1 {
				stack = stack[:len(stack)-1]
			}
			continue
		}
		m, opens, ok := moduleLine(line)
		if !ok {
			continue
		}
		if m.name != "" {
			found++
		}
		if opens && m.name == "" && len(stack) == 1 {
			continue // the model itself: its name is no part of the tensors'
		}
		if m.name == "" {
			if !opens && base(m.kind) == m.kind && found == 0 {
				continue
			}
		}
		if len(stack) > maxDepth {
			tooDeep = true
			if opens {
				stack = append(stack, m)
			}
			continue
		}
		top := stack[len(stack)-1]
		top.children = append(top.children, m)
		if opens {
			stack = append(stack, m)
		}
	}
	if found == 0 {
		return false
	}
	res.Input = Modules
	x := expansion{fits: true, left: 4 * MaxItems}
	x.add(root, "")
	res.Read = len(x.items)
	if !x.fits || tooDeep {
		res.Verdict = TooLarge
		return true
	}
	if len(x.items) == 0 {
		return true // modules, none of which has parameters
	}
	theirs, ours := x.items, registered(r)
	res.Prefix = strip(theirs, ours)
	identify(theirs)
	identify(ours)
	res.conclude(theirs, ours)
	shared := map[string]bool{}
	for i := range ours {
		if ours[i].shared {
			shared[ours[i].Name] = true
		}
	}
	var sum int64
	for i := range theirs {
		if shared[theirs[i].Name] {
			continue
		}
		var fits bool
		if sum, fits = plus(sum, theirs[i].Count); !fits {
			res.Verdict = TooLarge
			return true
		}
	}
	if res.Verdict == OtherNames || res.Verdict == OtherOrder {
		sum = r.Learnable
	}
	res.Theirs = Total{true, sum, 1}
	return true
}

// moduleLine reads a line of print(model): "(conv): Conv2d(1, 2, …)",
// "(0-2): 3 x Block(" or "UNet(".
func moduleLine(line string) (m *module, opens, ok bool) {
	m = &module{times: 1}
	rest := line
	if line[0] == '(' {
		i := strings.Index(line, "): ")
		if i < 0 || i > maxName {
			return nil, false, false
		}
		m.name, rest = line[1:i], line[i+3:]
		if strings.ContainsAny(m.name, "() ") || m.name == "" {
			return nil, false, false
		}
		if n, after, found := strings.Cut(rest, " x "); found {
			if times, number, fits := whole(n); number {
				if !fits || times > MaxItems {
					times = MaxItems + 1
				}
				m.times, rest = times, after
				if from, _, span := strings.Cut(m.name, "-"); span {
					m.first, _, _ = whole(from)
				}
			}
		}
	}
	rest = strings.TrimSpace(rest)
	i := strings.IndexByte(rest, '(')
	if i <= 0 || i > maxName {
		return nil, false, false
	}
	m.kind = rest[:i]
	m.kind = m.kind[strings.LastIndexByte(m.kind, '.')+1:]
	if !isWord(m.kind) || isDigit(m.kind[0]) {
		return nil, false, false
	}
	depth := 0
	for j := i; j < len(rest); j++ {
		switch rest[j] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			m.args = rest[i+1 : j]
			return m, false, true
		}
	}
	m.args = rest[i+1:]
	return m, true, strings.TrimSpace(m.args) == ""
}

// An expansion lists the layers of a tree of modules.
type expansion struct {
	items []item
	left  int
	fits  bool
}

func (x *expansion) add(m *module, path string) {
	for k := int64(0); k < m.times && x.fits; k++ {
		if x.left--; x.left < 0 || len(path)+len(m.name) > 2*maxName {
			x.fits = false
			return
		}
		p := path
		if m.name != "" {
			name := m.name
			if m.times > 1 {
				name = decimal(m.first + k)
			}
			if p != "" {
				p += "."
			}
			p += name
		}
		if !m.parsed {
			m.known, m.parsed = m.layer(), true
		}
		if l := m.known; l != nil {
			it, ok, fits := layerItem(p, l)
			if x.fits = x.fits && fits; ok && fits {
				if m.kind != it.Kind {
					it.Kind = m.kind
				}
				if x.items = append(x.items, it); len(x.items) > MaxItems {
					x.fits = false
				}
			}
		}
		for _, c := range m.children {
			x.add(c, p)
		}
	}
}

// arguments are those of a module as its repr prints them.
type arguments struct {
	positional []string
	named      map[string]string
}

func parseArguments(s string) arguments {
	a := arguments{named: map[string]string{}}
	for _, part := range splitTop(s) {
		if k, v, ok := strings.Cut(part, "="); ok && isWord(strings.TrimSpace(k)) {
			a.named[strings.TrimSpace(k)] = strings.TrimSpace(v)
		} else {
			a.positional = append(a.positional, part)
		}
	}
	return a
}

// get returns an argument by its name, or else by its position.
func (a arguments) get(i int, names ...string) string {
	for _, n := range names {
		if v, ok := a.named[n]; ok {
			return v
		}
	}
	if i >= 0 && i < len(a.positional) {
		return a.positional[i]
	}
	return ""
}

// number returns an argument that is a number, or -1 if it is none; absent gives
// its default.
func (a arguments) number(i int, absent int64, names ...string) int64 {
	v := a.get(i, names...)
	if v == "" {
		return absent
	}
	n, ok, fits := whole(v)
	switch {
	case !ok:
		return -1
	case !fits:
		return huge
	}
	return n
}

// huge makes any count that it is a factor of too large.
const huge = 1<<63 - 1

func (a arguments) flag(i int, absent bool, names ...string) bool {
	switch a.get(i, names...) {
	case "True":
		return true
	case "False", "None":
		return false
	}
	return absent
}

// layer returns what a module of one of PyTorch's classes with parameters is, or
// nil.
func (m *module) layer() counter.Layer {
	b := base(m.kind)
	nd := 2
	if b != m.kind {
		nd = int(m.kind[len(m.kind)-2] - '0')
	}
	switch b {
	case "Conv", "ConvTranspose", "Linear", "NonDynamicallyQuantizableLinear", "PReLU", "LayerNorm", "GroupNorm",
		"BatchNorm", "SyncBatchNorm", "InstanceNorm":
	default:
		return nil
	}
	a := parseArguments(m.args)
	switch b {
	case "Conv", "ConvTranspose":
		in, out := a.number(0, -1, "in_channels"), a.number(1, -1, "out_channels")
		groups := a.number(-1, 1, "groups")
		kernel, ok := a.kernel(nd)
		if in < 1 || out < 1 || groups < 1 || !ok {
			return nil
		}
		bias := a.flag(-1, true, "bias")
		if b == "Conv" {
			return layer.Conv{ND: nd, In: in, Out: out, Kernel: kernel, Groups: groups, Bias: bias}
		}
		return layer.ConvTranspose{ND: nd, In: in, Out: out, Kernel: kernel, Groups: groups, Bias: bias}
	case "Linear", "NonDynamicallyQuantizableLinear":
		in, out := a.number(0, -1, "in_features"), a.number(1, -1, "out_features")
		if in < 0 || out < 0 { // PyTorch has layers without neurons
			return nil
		}
		return layer.Linear{In: in, Out: out, Bias: a.flag(2, true, "bias")}
	case "PReLU":
		c := a.number(0, 1, "num_parameters")
		if c < 1 {
			return nil
		}
		return layer.PReLU{C: c}
	case "GroupNorm":
		if c := a.number(1, -1, "num_channels"); c > 0 {
			return layer.GroupNorm{Groups: max(a.number(0, 1, "num_groups"), 1), C: c, Affine: a.flag(-1, true, "affine")}
		}
	case "LayerNorm":
		v := a.get(0, "normalized_shape")
		shape, _, ok, fits := parseShape(v)
		if n := a.number(0, -1, "normalized_shape"); !ok && n > 0 {
			shape, ok, fits = []int64{n}, true, true
		}
		if !ok || len(shape) < 1 || len(shape) > 4 {
			return nil
		}
		l := layer.LayerNorm{C: shape[0], Affine: a.flag(-1, true, "elementwise_affine")}
		copy(l.Size[:], shape[1:])
		if !fits {
			l.C = huge
		}
		return l
	case "BatchNorm", "SyncBatchNorm", "InstanceNorm":
		c := a.number(0, -1, "num_features")
		if c < 1 {
			return nil
		}
		if b == "InstanceNorm" {
			return layer.InstanceNorm{ND: nd, C: c, Affine: a.flag(3, false, "affine"), TrackStats: a.flag(4, false, "track_running_stats")}
		}
		return layer.BatchNorm{ND: nd, C: c, Affine: a.flag(3, true, "affine"), TrackStats: a.flag(4, true, "track_running_stats")}
	}
	return nil
}

// kernel returns the size of a convolution's kernel.
func (a arguments) kernel(nd int) (k counter.Axes, ok bool) {
	v := a.get(2, "kernel_size")
	if n, number, fits := whole(v); number {
		if !fits {
			n = huge
		}
		return counter.Cube(n), n > 0
	}
	shape, _, ok, fits := parseShape(v)
	if !ok || len(shape) != nd {
		return k, false
	}
	for i, n := range shape {
		if !fits {
			n = huge
		}
		if k[i] = n; n < 1 {
			return k, false
		}
	}
	return k, true
}
