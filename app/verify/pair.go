package verify

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/read"
)

// A Pair is two listings of one text compared with each other. Theirs is the
// first, Ours the second.
type Pair struct {
	Result
	Names [2]string // of the models, where they are printed
	Lines [2]int    // in which the listings begin
	Sums  [2]int64  // of their rows, or 0 where they don't tell
}

// pair compares the first two listings of a text that have rows.
func pair(doc *read.Document, r *counter.Report) *Pair {
	var two []*read.Listing
	for i := range doc.Listings {
		if l := &doc.Listings[i]; len(l.Rows)+len(l.Tensors) > 1 && l.Format != read.Keys {
			two = append(two, l)
		}
	}
	if len(two) < 2 {
		return nil
	}
	p := &Pair{}
	var lists [2][]item
	named := true
	shapes := (len(two[0].Tensors) == 0 || hasShapes(two[0])) && (len(two[1].Tensors) == 0 || hasShapes(two[1]))
	mixed := isKeras(two[0].Format) != isKeras(two[1].Format)
	tensors := len(two[0].Rows) == 0
	if tensors != (len(two[1].Rows) == 0) {
		return nil // tensors and layers can't be paired
	}
	modules := isModules(two[0]) && isModules(two[1])
	for i, l := range two[:2] {
		p.Names[i], p.Lines[i] = l.Name, l.Line
		if lo, hi, ok := l.Sum(); ok && lo == hi {
			p.Sums[i] = lo
		}
		lists[i] = pairItems(l, shapes, modules, mixed)
		for k := range lists[i] {
			named = named && lists[i][k].Name != ""
		}
	}
	if tensors || modules {
		p.Prefix = strip(lists[0], lists[1])
		byTheirNames(lists[0])
		byTheirNames(lists[1])
	}
	p.conclude(lists[0], lists[1])
	return p
}

func isModules(l *read.Listing) bool {
	return l.Format == read.Modules || l.Format == read.Ptflops || l.Format == read.FlopCountStr
}

// pairItems returns what of a listing can be compared with another one.
func pairItems(l *read.Listing, shapes, modules, mixed bool) []item {
	switch {
	case len(l.Rows) == 0:
		var list []item
		for i := range l.Tensors {
			t := &l.Tensors[i]
			s := Side{Name: t.Name, Shape: t.Shape, Tensor: t.HasShape, Count: t.Count}
			key := strconv.FormatInt(t.Count, 10)
			if shapes {
				key = shapeKey(t.Shape)
			}
			list = append(list, item{Side: s, key: key})
		}
		return list
	case modules:
		return moduleItems(l)
	}
	list := rowItems(l)
	for i := range list {
		it := &list[i]
		it.stats = 0
		if mixed && isKeras(l.Format) && it.key == countKey("BatchNorm", it.Count) {
			it.Count /= 2
		}
		it.key = countKey(it.key[:max(0, indexBar(it.key))], it.Count)
		it.group = false
	}
	return list
}

func indexBar(key string) int {
	for i := range len(key) {
		if key[i] == '|' {
			return i
		}
	}
	return 0
}
