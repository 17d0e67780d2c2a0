package identify

import (
	"slices"
	"strconv"
	"strings"

	"unetparams/counter"
	"unetparams/counter/config"
)

// A given is the list of tensors that somebody has, or those under a prefix, without
// it, and what the shapes suggest for settings.
type given struct {
	prefix  string
	outside int // tensors without the prefix
	shapes  map[string][]int64
	tensors hash // the sum of the hashes of their names and shapes
	names   names
	last    map[string]bool // the names' last parts
	bag     map[string]int  // how often each shape is there; nil where names count

	numbers  []string // lengths of axes, the small numbers first
	channels []int64  // lengths of the first axes, each change once, in order
	kernels  []string // of convolutions, as settings write sizes
	factors  []string // of the inputs of a layer to its outputs, in thousandths, rounded up

	levels int // the length of the longest list of the configuration that is being turned
}

func newGiven(tensors []Tensor, prefix string) *given {
	g := &given{prefix: prefix, shapes: map[string][]int64{}, last: map[string]bool{}}
	lengths := map[int64]bool{}
	for _, t := range tensors {
		name, ok := strings.CutPrefix(t.Name, prefix)
		if !ok {
			g.outside++
			continue
		}
		g.shapes[name] = t.Shape
		g.tensors += hashTensor(name, t.Shape)
		g.names.add(name)
		g.last[lastPart(name)] = true
		for _, d := range t.Shape {
			lengths[d] = true
		}
		if len(t.Shape) > 1 {
			g.channel(t.Shape[0])
			g.factor(t.Shape[1], t.Shape[0])
		}
		if len(t.Shape) > 2 {
			if k := kernel(t.Shape[2:]); !slices.Contains(g.kernels, k) && len(g.kernels) < 8 {
				g.kernels = append(g.kernels, k)
			}
		}
	}
	g.names.sort()
	g.suggest(lengths)
	return g
}

// channel notes the outputs of a layer, unless the layer before has as many.
func (g *given) channel(n int64) {
	if len(g.channels) < 64 && (len(g.channels) == 0 || g.channels[len(g.channels)-1] != n) {
		g.channels = append(g.channels, n)
	}
}

// factor notes what the outputs of a layer were multiplied by to have its inputs.
func (g *given) factor(in, out int64) {
	if out < 1 || in < out || in > 16*out {
		return
	}
	f := strconv.FormatInt((1000*in+out-1)/out, 10)
	if len(g.factors) < 64 && !slices.Contains(g.factors, f) {
		g.factors = append(g.factors, f)
	}
}

// suggest collects the values of whole numbers that are tried: up to twelve
// anyhow, for depths, blocks and groups, some powers of two, and the lengths of axes.
func (g *given) suggest(lengths map[int64]bool) {
	var all []int64
	for n := int64(0); n <= 12; n++ {
		all = append(all, n)
	}
	all = append(all, 16, 32, 64) // widths are divided by such numbers
	var more []int64
	for n := range lengths {
		if n > 12 && !slices.Contains(all, n) {
			more = append(more, n)
		}
	}
	slices.Sort(more)
	all = append(all, more[:min(len(more), 48)]...)
	for _, n := range all {
		g.numbers = append(g.numbers, strconv.FormatInt(n, 10))
	}
}

// leavesOut reports whether the list may lack a tensor because of what it is a list
// of: parameters alone, or a file from before batch normalization counted steps.
func (g *given) leavesOut(t *counter.TensorRow) bool {
	return !t.Tensor.Learn && !g.last[lastPart(t.Name)]
}

// values returns what is tried for a knob, given what the others are now.
func (g *given) values(k *config.Knob) []string {
	if k.Role == config.Thousandths {
		return g.factors
	}
	switch k.Kind {
	case config.Number:
		return g.numbers
	case config.Switch, config.Select:
		values := make([]string, len(k.Choices))
		for i, c := range k.Choices {
			values[i] = c.Value
		}
		return values
	case config.Numbers:
		return g.lists(k)
	case config.SizeLists:
		return g.sizeLists(k)
	case config.Word:
		return words(k)
	}
	return g.numbers // of an input size, which position embeddings depend on
}

// lists returns lists of numbers near a knob's value: other lengths, all alike, in
// another proportion, the given channels in order, and one number changed.
func (g *given) lists(k *config.Knob) []string {
	now := split(k.Get())
	var lists []string
	add := func(ns ...int64) { lists = append(lists, config.Join(ns, ",")) }
	if k.Max == 1 {
		return marks(k, now)
	}
	if len(now) == 0 {
		return append(lists, g.numbers...)
	}
	end := now[len(now)-1]
	if len(now) == 1 && g.levels > 1 { // one for all levels: with another one at some level
		for i := range g.levels {
			list := slices.Repeat(now, g.levels)
			for _, n := range []int64{end - 1, end + 1, 2 * end} {
				list[i] = n
				add(list...)
			}
		}
	}
	add(now[:len(now)-1]...)
	for _, n := range []int64{end, 2 * end} {
		add(append(slices.Clone(now), n)...)
	}
	for _, by := range [][2]int64{{2, 1}, {1, 2}, {3, 2}, {4, 1}, {1, 4}} {
		scaled := slices.Clone(now)
		for i := range scaled {
			scaled[i] = scaled[i] * by[0] / by[1]
		}
		add(scaled...)
	}
	rising := rise(g.channels)
	for length := max(len(now)-2, 1); length <= min(len(now)+3, len(rising)); length++ {
		add(rising[:length]...)
	}
	for n := int64(1); n <= 6; n++ {
		add(slices.Repeat([]int64{n}, len(now))...)
	}
	for i := range k.MaxLen {
		for _, n := range split(strings.Join(g.numbers, ",")) {
			for _, list := range with(now, i, n) {
				add(list...)
			}
		}
		if i > len(now) {
			break
		}
	}
	return lists
}

// marks returns lists of 0 and 1 near a knob's value: of every length, all alike, and
// with one of them changed. Without a value they are near lists of ones.
func marks(k *config.Knob, now []int64) []string {
	var lists []string
	if len(now) == 0 {
		now = []int64{1}
		for length := range k.MaxLen {
			for ones := range length { // the last levels
				lists = append(lists, config.Join(append(make([]int64, length-ones), slices.Repeat([]int64{1}, ones+1)...), ","))
			}
		}
	}
	for length := range k.MaxLen {
		list := slices.Clone(now[:min(length+1, len(now))])
		for len(list) <= length {
			list = append(list, list[len(list)-1])
		}
		lists = append(lists, config.Join(list, ","), config.Join(make([]int64, length+1), ","))
		for i := range list {
			list[i] = 1 - list[i]
			lists = append(lists, config.Join(list, ","))
			list[i] = 1 - list[i]
		}
	}
	return lists
}

// sizeLists returns lists of sizes near a knob's value: those of the given kernels,
// one for all or one changed, and other lengths.
func (g *given) sizeLists(k *config.Knob) []string {
	now := strings.Split(k.Get(), ",")
	sizes := slices.Concat(g.kernels, []string{"1", "2", "3"})
	lists := slices.Clone(sizes)
	if len(now) > 1 {
		lists = append(lists, strings.Join(now[:len(now)-1], ","))
	}
	lists = append(lists, k.Get()+","+now[len(now)-1])
	for i := range k.MaxLen {
		for _, size := range sizes {
			for _, list := range with(now, i, size) {
				lists = append(lists, strings.Join(list, ","))
			}
		}
	}
	return lists
}

// with returns lists that have another element at a place. A place behind the end
// is made by repeating the last element, which stands for all that follow in many
// settings; so it may have to stand behind the new one again.
func with[E any](list []E, i int, e E) [][]E {
	changed := slices.Clone(list)
	end := list[len(list)-1]
	for len(changed) < i {
		changed = append(changed, end)
	}
	if i < len(list)-1 {
		changed[i] = e
		return [][]E{changed}
	}
	changed = append(changed[:i], e)
	return [][]E{changed, append(slices.Clone(changed), end)}
}

// words returns all words of up to three of a knob's letters, each once at most.
func words(k *config.Knob) []string {
	var all []string
	level := []string{""}
	for range min(3, k.MaxLen) {
		var next []string
		for _, word := range level {
			for _, c := range k.Choices {
				if !strings.Contains(word, c.Value) {
					next = append(next, word+c.Value)
				}
			}
		}
		all, level = append(all, next...), next
	}
	return all
}

// rise returns the numbers that are larger than all before.
func rise(ns []int64) []int64 {
	var rising []int64
	for _, n := range ns {
		if len(rising) == 0 || n > rising[len(rising)-1] {
			rising = append(rising, n)
		}
	}
	return rising
}

func split(list string) []int64 {
	var ns []int64
	for part := range strings.SplitSeq(list, ",") {
		if n, err := strconv.ParseInt(part, 10, 64); err == nil {
			ns = append(ns, n)
		}
	}
	return ns
}

// kernel writes a kernel's lengths as a setting does: one number where all are alike.
func kernel(lengths []int64) string {
	if slices.Min(lengths) == slices.Max(lengths) {
		return strconv.FormatInt(lengths[0], 10)
	}
	return config.Join(lengths, "x")
}

func lastPart(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// isStatistic reports whether a tensor is one that normalization keeps and does
// not learn.
func isStatistic(name string) bool {
	switch lastPart(name) {
	case "running_mean", "running_var", "num_batches_tracked":
		return true
	}
	return false
}
