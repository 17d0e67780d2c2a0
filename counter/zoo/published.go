package zoo

import "sync"

// A Published network is one that the site has a page for: a preset, or an
// architecture at its defaults.
type Published struct {
	ID      string // in addresses, for ever
	Name    Text
	Note    Text // one sentence
	Sources []Source
	Config  *Config // not to be changed
	Preset  *Preset // nil for an architecture at its defaults
}

// AllPublished returns the published networks: the presets, then the
// architectures in the order of [Archs]. An architecture whose defaults are a
// preset is listed as that preset.
var AllPublished = sync.OnceValue(func() []Published {
	var all []Published
	for i := range presets {
		p := &presets[i]
		all = append(all, Published{p.ID, p.Name, p.Note, []Source{p.Source}, p.Config(), p})
	}
	for _, a := range Archs() {
		c := NewConfig(a)
		if publishedAs(all[:len(presets)], c) == nil {
			all = append(all, Published{a.ID, a.Name, a.About, a.Sources, c, nil})
		}
	}
	return all
})

// Published returns the published network that a configuration is, or nil.
func (c *Config) Published() *Published { return publishedAs(AllPublished(), c) }

func publishedAs(list []Published, c *Config) *Published {
	for i := range list {
		if list[i].Config.Equal(c) {
			return &list[i]
		}
	}
	return nil
}
