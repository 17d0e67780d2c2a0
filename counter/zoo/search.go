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
		switch names := presetNames(p); {
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

// A Found is a network that is found by name: a published one, or else that of an
// architecture's defaults.
type Found struct {
	Arch   *config.Arch
	Preset *Preset // nil for the defaults
}

// Name returns what the network is called.
func (f Found) Name() config.Text {
	if f.Preset != nil {
		return f.Preset.Name
	}
	return f.Arch.Name
}

// Config returns the network's configuration, which is the caller's.
func (f Found) Config() *config.Config {
	if f.Preset != nil {
		return f.Preset.Config()
	}
	return config.New(f.Arch)
}

// Best returns the architectures that Search finds, and presets, what is called like
// the query first: the architecture of which it is the id, those of which it is the
// class or a name, those whose names begin with it, those that have it in a name, the
// presets that have all of its words in their names, and then the other architectures.
func Best(query string) []Found {
	const byName = 3
	archs := Search(query)
	q := strings.Join(strings.Fields(folded(query)), " ")
	rank := func(a *config.Arch) int {
		best := byName + 1
		for i, name := range []string{a.ID, a.Class, a.Name.EN, a.Name.ZH} {
			switch name = folded(name); {
			case name == q:
				best = min(best, i, 1)
			case strings.HasPrefix(name, q):
				best = min(best, 2)
			case strings.Contains(name, q):
				best = min(best, byName)
			}
		}
		return best
	}
	slices.SortStableFunc(archs, func(a, b *config.Arch) int { return rank(a) - rank(b) })
	named := 0
	for named < len(archs) && rank(archs[named]) <= byName {
		named++
	}
	var found []Found
	for _, a := range archs[:named] {
		found = append(found, Found{Arch: a})
	}
	for _, p := range SearchPresets(query) {
		if hasWords(presetNames(p), query) {
			found = append(found, Found{Lookup(p.Arch), p})
		}
	}
	for _, a := range archs[named:] {
		found = append(found, Found{Arch: a})
	}
	return found
}

// presetNames returns what a preset is called.
func presetNames(p *Preset) string { return folded(p.ID + " " + p.Name.EN + " " + p.Name.ZH) }

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
