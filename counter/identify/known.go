package identify

import (
	"slices"
	"sync"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// A known network is an architecture's default or a published configuration, with what
// tells whether a list of tensors may be of its kind.
type known struct {
	config  *config.Config
	names   names
	tensors hash // the sum of the hashes of its tensors' names and shapes
}

// all has the known networks, as far as they have been built. To build them all takes
// longer than most searches, so it is done once.
var all struct {
	sync.Mutex
	list  []known
	archs int // of the registered architectures, how many are in the list
}

// Prepare does the work that the first Find would do, so that it answers sooner. It
// calls rest as Find does, and ends where that returns false; what is done by then stays
// done.
func Prepare(rest func() bool) { prepared(rest) }

// prepared returns the known networks, or false if rest ended it.
func prepared(rest func() bool) ([]known, bool) {
	all.Lock()
	defer all.Unlock()
	for archs := config.Registered(); all.archs < len(archs); all.archs++ {
		var list []known
		for _, c := range published(archs[all.archs]) {
			if rest != nil && !rest() {
				return nil, false
			}
			if _, r, err := c.Build(); err == nil {
				list = append(list, newKnown(c, r))
			}
		}
		all.list = append(all.list, list...)
	}
	return all.list, true
}

func newKnown(c *config.Config, r *counter.Report) known {
	k := known{config: c}
	var shape []int64
	for i := range r.Tensors {
		t := &r.Tensors[i]
		k.names.add(t.Name)
		shape = shape[:0]
		for _, d := range t.Tensor.Dims {
			shape = append(shape, d.N)
		}
		k.tensors += hashTensor(t.Name, shape)
	}
	k.names.sort()
	return k
}

// published returns an architecture's default and its published configurations.
func published(a *config.Arch) []*config.Config {
	cs := []*config.Config{config.New(a)}
	for _, p := range zoo.Presets() {
		if p.Arch != a.ID {
			continue
		}
		if c, err := config.Make(a, p.Settings); err == nil {
			cs = append(cs, c)
		}
	}
	return cs
}

// A hash is that of FNV-1a with 64 bits.
type hash uint64

const empty hash = 14695981039346656037

func (h hash) byte(c byte) hash { return (h ^ hash(c)) * 1099511628211 }

// hashTensor returns a hash of a tensor's name and shape, which is 0 where not every
// list has such a tensor.
func hashTensor(name string, shape []int64) hash {
	if isStatistic(name) {
		return 0
	}
	h := empty
	for i := range len(name) {
		h = h.byte(name[i])
	}
	for _, n := range shape {
		for h = h.byte('x'); n > 0; n >>= 8 {
			h = h.byte(byte(n))
		}
	}
	return h
}

// names is what many names have in common: whole names and the words in them, in both
// of which # stands for every number. Both are lists of hashes, and sorted at the end.
type names struct{ patterns, words []hash }

func (n *names) add(name string) {
	if isStatistic(name) {
		return // not every list has them
	}
	name = name[:min(len(name), maxName)]
	whole, word, digits := empty, empty, false
	for i := range len(name) {
		c := name[i]
		number := c >= '0' && c <= '9'
		if number && digits {
			continue
		}
		if digits = number; number {
			c = '#'
		}
		whole = whole.byte(c)
		if c == '.' {
			n.words, word = append(n.words, word), empty
		} else {
			word = word.byte(c)
		}
	}
	n.patterns, n.words = append(n.patterns, whole), append(n.words, word)
}

// sort sorts the hashes and keeps each once.
func (n *names) sort() {
	for _, list := range []*[]hash{&n.patterns, &n.words} {
		slices.Sort(*list)
		*list = slices.Clip(slices.Compact(*list))
	}
}

// alike returns how many of a thousand members of two sorted lists together are in
// both.
func alike(a, b []hash) int {
	both, total := 0, len(a)+len(b)
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			both++
			a, b = a[1:], b[1:]
		}
	}
	return 1000 * both / max(total-both, 1)
}
