package verify

import (
	"strconv"
	"strings"
)

func sameKeys(a, b []item) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].key != b[i].key {
			return false
		}
	}
	return true
}

// sameNames reports whether two lists have the same names, in some order.
func sameNames(a, b []item) bool {
	names := map[string]bool{}
	for i := range a {
		names[a[i].id] = true
	}
	for i := range b {
		if b[i].id == "" || !names[b[i].id] {
			return false
		}
	}
	return len(names) == len(b)
}

// sameMultiset reports whether two lists have the same keys in some order; where
// they have the same names, each with its own key.
func sameMultiset(a, b []item) bool {
	full := sameNames(a, b)
	key := func(it *item) string {
		if full {
			return it.id + "\x00" + it.key
		}
		return it.key
	}
	n := map[string]int{}
	for i := range a {
		n[key(&a[i])]++
	}
	for i := range b {
		k := key(&b[i])
		if n[k] == 0 {
			return false
		}
		n[k]--
	}
	return true
}

// agreement returns how many items two lists share at their beginnings and ends.
func agreement(a, b []item) int {
	n := 0
	for n < len(a) && n < len(b) && a[n].key == b[n].key {
		n++
	}
	m := 0
	for n+m < len(a) && n+m < len(b) && a[len(a)-1-m].key == b[len(b)-1-m].key {
		m++
	}
	return n + m
}

// strip takes prefixes off their names, as wrappers add them, as long as that
// makes more names agree with ours, or no fewer where the prefix is a well-known
// one.
func strip(theirs, ours []item) (prefix string) {
	known := map[string]bool{}
	for i := range ours {
		known[ours[i].Name] = true
	}
	agree := func(cut int) (n int) {
		for i := range theirs {
			if known[theirs[i].Name[cut:]] {
				n++
			}
		}
		return n
	}
	if len(theirs) == 0 {
		return ""
	}
	best, cut, from := agree(0), 0, 0
	for range 6 {
		i := strings.IndexByte(theirs[0].Name[from:], '.')
		if i < 0 {
			break
		}
		p := theirs[0].Name[:from+i+1]
		common := true
		for j := range theirs {
			if common = strings.HasPrefix(theirs[j].Name, p) && len(theirs[j].Name) > len(p); !common {
				break
			}
		}
		if !common {
			break
		}
		n := agree(len(p))
		wrapper := false
		switch p[from:] {
		case "module.", "_orig_mod.", "model.", "net.", "network.", "_forward_module.":
			wrapper = cut == from && len(theirs) > 1
		}
		if n > best || n == best && wrapper {
			best, cut = n, len(p)
		}
		from = len(p)
	}
	prefix = theirs[0].Name[:cut]
	for i := range theirs {
		theirs[i].Name = theirs[i].Name[cut:]
	}
	return prefix
}

// differences finds what is missing, extra or changed: by names, where most of
// them agree, else by order.
func (res *Result) differences(theirs, ours []item) {
	at := map[string]int{}
	named := true
	for i := range theirs {
		if _, twice := at[theirs[i].id]; twice || theirs[i].id == "" {
			named = false
			break
		}
		at[theirs[i].id] = i
	}
	both := 0
	for i := range ours {
		if _, ok := at[ours[i].id]; ok {
			both++
		}
	}
	if named && 2*both >= min(len(theirs), len(ours)) && both > 0 {
		res.byName(theirs, ours, at)
		return
	}
	ordered := Result{}
	ordered.byOrder(theirs, ours)
	leftover := Result{Reordered: true}
	leftover.byMultiset(theirs, ours)
	if leftover.differing() < ordered.differing() {
		ordered = leftover
	}
	res.First, res.Missing, res.Extra, res.Changed = ordered.First, ordered.Missing, ordered.Extra, ordered.Changed
	res.NMissing, res.NExtra, res.NChange, res.Reordered = ordered.NMissing, ordered.NExtra, ordered.NChange, ordered.Reordered
}

// differing returns the number of differences.
func (res *Result) differing() int { return res.NMissing + res.NExtra + res.NChange }

// byMultiset takes items that both lists have off both, whatever their order, and
// pairs the rest: by name, else by kind.
func (res *Result) byMultiset(theirs, ours []item) {
	rest := func(a, b []item) (list []*item) {
		n := map[string]int{}
		for i := range b {
			n[b[i].key]++
		}
		for i := range a {
			if n[a[i].key] > 0 {
				n[a[i].key]--
			} else {
				list = append(list, &a[i])
			}
		}
		return list
	}
	a, b := rest(theirs, ours), rest(ours, theirs)
	named, kinds := map[string]*item{}, map[string][]*item{}
	for _, it := range b {
		named[it.Name] = it
	}
	paired := map[*item]bool{}
	partner := make([]*item, len(a))
	for i, it := range a {
		if o := named[it.Name]; o != nil && it.Name != "" && !paired[o] {
			partner[i], paired[o] = o, true
		}
	}
	for _, it := range b {
		if !paired[it] {
			kinds[sortOf(it)] = append(kinds[sortOf(it)], it)
		}
	}
	for i, it := range a {
		o := partner[i]
		if list := kinds[sortOf(it)]; o == nil && len(list) > 0 {
			o, kinds[sortOf(it)] = list[0], list[1:]
			paired[o] = true
		}
		res.add(it, o)
	}
	for _, it := range b {
		if !paired[it] {
			res.add(nil, it)
		}
	}
}

// sortOf returns what two items must have in common to be shown as one that
// differs: the class, or the number of axes.
func sortOf(it *item) string {
	if it.Kind != "" {
		return kindKey(it.Kind)
	}
	return strconv.Itoa(len(it.Shape))
}

func (res *Result) byName(theirs, ours []item, at map[string]int) {
	seen := make([]bool, len(theirs))
	next := 0 // theirs that precede ours[i] and that ours lacks come first
	names := map[string]bool{}
	for i := range ours {
		names[ours[i].id] = true
	}
	extras := func(until int) {
		for ; next < until; next++ {
			if !names[theirs[next].id] && !seen[next] {
				seen[next] = true
				res.add(&theirs[next], nil)
			}
		}
	}
	for i := range ours {
		j, ok := at[ours[i].id]
		if !ok {
			res.add(nil, &ours[i])
			continue
		}
		extras(j)
		seen[j] = true
		if theirs[j].key != ours[i].key {
			res.add(&theirs[j], &ours[i])
		}
	}
	extras(len(theirs))
}

// byOrder walks along both lists. Where they differ it looks a little ahead in
// both for the nearest place from which on they agree again.
func (res *Result) byOrder(theirs, ours []item) {
	const ahead, firm = 40, 3
	budget := 500 // of looks ahead, so that time stays linear
	i, j := 0, 0
	for i < len(theirs) && j < len(ours) {
		if theirs[i].key == ours[j].key {
			i, j = i+1, j+1
			continue
		}
		di, dj := 1, 1
		if budget--; budget > 0 {
		search:
			for d := 1; d <= ahead; d++ {
				for k := range 2*d + 2 { // the middle first: as many of theirs as of ours
					a := d/2 - k/2
					if k%2 == 1 {
						a = d/2 + (k+1)/2
					}
					if a >= 0 && a <= d && resumes(theirs, ours, i+a, j+d-a, firm) {
						di, dj = a, d-a
						break search
					}
				}
			}
		}
		for di > 0 && dj > 0 {
			res.add(&theirs[i], &ours[j])
			i, j, di, dj = i+1, j+1, di-1, dj-1
		}
		for ; di > 0; di-- {
			res.add(&theirs[i], nil)
			i++
		}
		for ; dj > 0; dj-- {
			res.add(nil, &ours[j])
			j++
		}
	}
	for ; i < len(theirs); i++ {
		res.add(&theirs[i], nil)
	}
	for ; j < len(ours); j++ {
		res.add(nil, &ours[j])
	}
}

// resumes reports whether the lists agree from i and j on for a few items, or to
// both their ends.
func resumes(theirs, ours []item, i, j, firm int) bool {
	if i > len(theirs) || j > len(ours) {
		return false
	}
	for n := range firm {
		if i+n == len(theirs) && j+n == len(ours) {
			return true
		}
		if i+n >= len(theirs) || j+n >= len(ours) || theirs[i+n].key != ours[j+n].key {
			return false
		}
	}
	return true
}

func (res *Result) add(theirs, ours *item) {
	var d Difference
	if theirs != nil {
		d.Theirs = &theirs.Side
	}
	if ours != nil {
		d.Ours = &ours.Side
	}
	if res.First == nil {
		res.First = &d
	}
	list, n := &res.Changed, &res.NChange
	switch {
	case theirs == nil:
		list, n = &res.Missing, &res.NMissing
	case ours == nil:
		list, n = &res.Extra, &res.NExtra
	}
	*n++
	if len(*list) < maxList {
		*list = append(*list, d)
	}
}
