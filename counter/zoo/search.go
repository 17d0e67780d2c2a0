package zoo

import (
	"slices"
	"strconv"
	"strings"

	"unetparams/counter/config"
	"unetparams/counter/number"
)

// Search returns the architectures of which every word of a query stands somewhere in
// what is known of them: id, class, name, family, and their sources with the years.
// They are in the order of [Archs]; an empty query finds all.
func Search(query string) []*config.Arch {
	var found []*config.Arch
	for _, a := range Archs() {
		if hasWords(known(a), query) {
			found = append(found, a)
		}
	}
	return found
}

// SearchPresets returns the presets of which every word of a query stands somewhere in
// their names or in what is known of their architectures; those that have all in their
// names come first.
func SearchPresets(query string) []*Preset {
	var named, found []*Preset
	for i := range Presets() {
		p := &Presets()[i]
		names := folded(p.ID + " " + p.Name.EN + " " + p.Name.ZH)
		switch {
		case hasWords(names, query):
			named = append(named, p)
		case hasWords(names+" "+known(Lookup(p.Arch)), query):
			found = append(found, p)
		}
	}
	return append(named, found...)
}

// hasWords reports whether every word of a query stands somewhere in a text.
func hasWords(text, query string) bool {
	for word := range strings.FieldsSeq(folded(query)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// Best returns what Search does, but what is called like the query comes first: the
// one of which it is the id, those of which it is the class or a name, those whose
// names begin with it, and those that have it in a name.
func Best(query string) []*config.Arch {
	found := slices.Clone(Search(query))
	q := strings.Join(strings.Fields(folded(query)), " ")
	rank := func(a *config.Arch) int {
		best := 4
		for i, name := range []string{a.ID, a.Class, a.Name.EN, a.Name.ZH} {
			switch name = folded(name); {
			case name == q:
				best = min(best, i, 1)
			case strings.HasPrefix(name, q):
				best = min(best, 2)
			case strings.Contains(name, q):
				best = min(best, 3)
			}
		}
		return best
	}
	slices.SortStableFunc(found, func(a, b *config.Arch) int { return rank(a) - rank(b) })
	return found
}

// known returns what is searched of an architecture.
func known(a *config.Arch) string {
	text := a.ID + " " + a.Class + " " + a.Name.EN + " " + a.Name.ZH + " " + a.Family.EN + " " + a.Family.ZH
	for _, s := range a.Sources {
		text += " " + s.Title + " " + s.URL + " " + strconv.Itoa(s.Year)
	}
	return strings.ToLower(text)
}

// folded makes letters that are typed in different ways the same.
func folded(s string) string { return strings.ToLower(strings.Map(number.HalfWidth, s)) }
