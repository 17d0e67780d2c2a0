// Package catalog lists the architectures and published networks that a program links:
// those of package zoo, or only some of them.
//
// A package that works with whatever is linked asks this one; a package that needs every
// architecture asks zoo, which imports them all.
package catalog

import (
	"slices"
	"sync"

	"unetparams/counter/config"
	"unetparams/counter/zoo/parts"
)

// Default is the architecture of a link that does not name one.
const Default = "unet"

// Archs returns the registered architectures, family by family, the default one first.
func Archs() []*config.Arch { return sorted() }

var sorted = sync.OnceValue(func() []*config.Arch {
	rank := func(a *config.Arch) int {
		if a.ID == Default {
			return -1
		}
		return slices.Index(parts.Families(), a.Family)
	}
	list := slices.Clone(config.Registered())
	slices.SortStableFunc(list, func(a, b *config.Arch) int { return rank(a) - rank(b) })
	return list
})

// Lookup returns the architecture with the given id, or nil.
func Lookup(id string) *config.Arch {
	for _, a := range config.Registered() {
		if a.ID == id {
			return a
		}
	}
	return nil
}

// A Preset is a published network, given by explicit settings of an architecture. A
// link to it contains the settings, not its name, so that correcting a preset does not
// change old posts.
type Preset struct {
	ID       string
	Arch     string
	Name     config.Text
	Settings string // "key=value key=value", over the defaults
	Total    int64  // learnable parameters
	Note     config.Text
	Source   config.Source
}

var (
	presets []Preset
	// presetConfigs are their configurations, each made when it is first asked for: the page
	// looks up its preset at every keystroke.
	presetConfigs []func() *config.Config
)

// AddPresets registers published networks, when the program starts.
func AddPresets(list ...Preset) {
	presets = append(presets, list...)
	for _, p := range list {
		presetConfigs = append(presetConfigs, sync.OnceValue(p.Config))
	}
}

// Presets returns the registered published networks.
func Presets() []Preset { return presets }

// Config returns the preset's configuration.
func (p Preset) Config() *config.Config {
	c, err := config.Make(Lookup(p.Arch), p.Settings)
	if err != nil {
		panic(err) // an invalid preset, which a test of package zoo detects
	}
	return c
}

// PresetOf returns the preset that is equal to a configuration, or nil.
func PresetOf(c *config.Config) *Preset {
	for i := range presets {
		if presets[i].Arch == c.Arch.ID && presetConfigs[i]().Equal(c) {
			return &presets[i]
		}
	}
	return nil
}
