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
	"unetparams/counter/catalog"
	"unetparams/counter/config"

	// The architectures that are not in this package register themselves.
	_ "unetparams/counter/zoo/classic"
	_ "unetparams/counter/zoo/diffusion"
	_ "unetparams/counter/zoo/monai"
	_ "unetparams/counter/zoo/smp"
)

// Archs returns all architectures, family by family.
func Archs() []*config.Arch { return catalog.Archs() }

// Lookup returns the architecture with the given id, or nil.
func Lookup(id string) *config.Arch { return catalog.Lookup(id) }

// Default is the architecture of a link that does not name one.
const Default = catalog.Default
