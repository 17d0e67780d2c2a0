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
	words := strings.Fields(folded(query))
	var found []*config.Arch
	for _, a := range Archs() {
		known := known(a)
		if !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(known, word) }) {
			found = append(found, a)
		}
	}
	return found
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
