// Package zoo holds the architectures: one file for each, with its source, its knobs
// and the code that builds it.
//
// # Adding an architecture
//
// Write a struct whose fields are its settings, a function that declares a knob
// for each field, and a Build method that describes the network with package
// counter, and pass them to register. Form, link, validation, tests and help use the
// declarations of the knobs, and the page finds the architecture in the registry.
// Nothing else needs to change. If published code has constant widths,
// parts.EditedWidth declares the first of them, as an edit.
package zoo

import (
	"slices"
	"sync"

	"unetparams/counter/config"
	"unetparams/counter/zoo/diffusion"
	"unetparams/counter/zoo/monai"
	"unetparams/counter/zoo/parts"
	"unetparams/counter/zoo/smp"
)

// Archs returns the registered architectures, family by family.
func Archs() []*config.Arch { return sorted() }

var sorted = sync.OnceValue(func() []*config.Arch {
	families := []config.Text{parts.FamilyUNet, parts.FamilyNested, parts.FamilyAttention, parts.FamilyResidual, smp.Family,
		parts.FamilyTransformer, diffusion.Family, parts.FamilyRestoration, parts.FamilySound, parts.FamilyVolumetric, monai.Family}
	rank := func(a *config.Arch) int {
		if a.ID == Default {
			return -1
		}
		return slices.Index(families, a.Family)
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

// Default is the architecture of a link that does not name one.
const Default = "unet"
