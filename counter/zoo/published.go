package zoo

import (
	"sync"

	"unetparams/counter/config"
)

// A Network is a network that has its own page on the site: a preset, or an
// architecture with its default settings.
type Network struct {
	ID      string // in addresses; it never changes
	Name    config.Text
	Note    config.Text // one sentence
	Sources []config.Source
	Config  *config.Config // not to be changed
	Preset  *Preset        // nil for an architecture at its defaults
}

// Networks returns the published networks: the presets, then the
// architectures in the order of [Archs]. An architecture whose defaults are a
// preset is listed as that preset.
var Networks = sync.OnceValue(func() []Network {
	var all []Network
	presets := Presets()
	for i := range presets {
		p := &presets[i]
		all = append(all, Network{p.ID, p.Name, p.Note, []config.Source{p.Source}, p.Config(), p})
	}
	for _, a := range Archs() {
		c := config.New(a)
		if networkIn(all[:len(presets)], c) == nil {
			all = append(all, Network{a.ID, a.Name, a.About, a.Sources, c, nil})
		}
	}
	return all
})

// NetworkOf returns the published network that is equal to a configuration, or nil.
func NetworkOf(c *config.Config) *Network { return networkIn(Networks(), c) }

func networkIn(list []Network, c *config.Config) *Network {
	for i := range list {
		if list[i].Config.Equal(c) {
			return &list[i]
		}
	}
	return nil
}
