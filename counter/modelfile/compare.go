package modelfile

import "slices"

// A Difference is how a second list of tensors differs from a first.
type Difference struct {
	Prefixes [2]string // taken off the names of either list, since the other's have none

	Equal    int         // tensors of the same name, shape and type
	Retyped  [][2]Tensor // of the same name and shape, and another type
	Reshaped [][2]Tensor // of the same name, and another shape
	Missing  []Tensor    // of the first list alone
	Added    []Tensor    // of the second alone

	// Renamed says that the lists have few names in common, but the same shapes in the
	// same order: a conversion, mostly. Then names are not compared.
	Renamed bool
}

// Same reports whether both lists have the same tensors, types aside.
func (d *Difference) Same() bool {
	return d.Equal+len(d.Retyped) > 0 && len(d.Reshaped)+len(d.Missing)+len(d.Added) == 0
}

// Compare compares two lists of tensors by names and shapes. What one list alone has
// in front of its names, such as "module.", is no difference. A type that is not known
// agrees with every other.
func Compare(a, b []Tensor) Difference {
	var d Difference
	if p := extra(a, b); p != "" {
		d.Prefixes[0] = p
	} else {
		d.Prefixes[1] = extra(b, a)
	}
	places := map[string]int{}
	for i := range b {
		places[b[i].Name[len(d.Prefixes[1]):]] = i
	}
	met := make([]bool, len(b))
	named := 0
	for _, t := range a {
		i, ok := places[t.Name[len(d.Prefixes[0]):]]
		if !ok {
			d.Missing = append(d.Missing, t)
			continue
		}
		met[i] = true
		named++
		d.pair(t, b[i])
	}
	for i, t := range b {
		if !met[i] {
			d.Added = append(d.Added, t)
		}
	}
	if 2*named < len(a) && sameShapes(a, b) {
		d = Difference{Renamed: true}
		for i := range a {
			d.pair(a[i], b[i])
		}
	}
	return d
}

// pair notes what differs between tensors of one name.
func (d *Difference) pair(t, u Tensor) {
	switch {
	case !slices.Equal(t.Shape, u.Shape):
		d.Reshaped = append(d.Reshaped, [2]Tensor{t, u})
	case t.DType != u.DType && t.DType != "" && u.DType != "":
		d.Retyped = append(d.Retyped, [2]Tensor{t, u})
	default:
		d.Equal++
	}
}

// extra returns what all names of a have in front of a name of b, if without it more
// of them are names of b than with it.
func extra(a, b []Tensor) string {
	if len(a) == 0 {
		return ""
	}
	names := map[string]bool{}
	for _, t := range b {
		names[t.Name] = true
	}
	common := a[0].Name
	for _, t := range a {
		common = common[:shared(common, t.Name)]
	}
	best, most := "", 0
	for i := 0; i <= len(common); i++ {
		if i > 0 && common[i-1] != '.' {
			continue
		}
		n := 0
		for _, t := range a {
			if names[t.Name[i:]] {
				n++
			}
		}
		if n > most {
			best, most = common[:i], n
		}
	}
	return best
}

// shared returns how many bytes two texts have in common from the beginning.
func shared(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func sameShapes(a, b []Tensor) bool {
	return slices.EqualFunc(a, b, func(t, u Tensor) bool { return slices.Equal(t.Shape, u.Shape) })
}
