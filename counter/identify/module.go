package identify

import (
	"cmp"
	"slices"
	"strings"
)

// lists returns the tensors as a network may name them: as they are, and those of each
// large module without its prefix.
func (s *search) lists(tensors []Tensor) []*given {
	list := []*given{newGiven(tensors, "")}
	for _, prefix := range modules(tensors) {
		if s.pause(); s.over {
			break
		}
		list = append(list, newGiven(tensors, prefix))
	}
	return list
}

// modules returns the prefixes that all names share, and those of modules with at least
// an eighth of the tensors. Each ends in a dot; those of the most tensors come first.
func modules(tensors []Tensor) []string {
	names := make([]string, len(tensors))
	for i, t := range tensors {
		names[i] = t.Name
	}
	slices.Sort(names)
	type module struct {
		prefix  string
		tensors int
	}
	var found []module
	few := min(max(len(names)/8, 12), len(names))
	var below func(prefix string, names []string, depth int)
	below = func(prefix string, names []string, depth int) {
		for len(names) > 0 {
			part, _, ok := strings.Cut(names[0][len(prefix):], ".")
			n := 1
			if ok {
				child := prefix + part + "."
				for n < len(names) && strings.HasPrefix(names[n], child) {
					n++
				}
				if n >= few && depth < maxDepth {
					found = append(found, module{child, n})
					below(child, names[:n], depth+1)
				}
			}
			names = names[n:]
		}
	}
	below("", names, 0)
	slices.SortStableFunc(found, func(a, b module) int { return cmp.Compare(b.tensors, a.tensors) })
	prefixes := make([]string, min(len(found), maxLists))
	for i := range prefixes {
		prefixes[i] = found[i].prefix
	}
	return prefixes
}
