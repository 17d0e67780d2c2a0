// Package config describes the settings of an architecture: which there are,
// which values they take, and how a configuration is built, checked and counted.
// It knows no architecture; package zoo registers them.
//
// A setting is declared once, as a [Knob], in the manner of the standard flag
// package: name, pointer to the field, bounds or choices, default, and one line
// of help in each language. Forms, links, validation, search, tests and
// documentation all read that declaration. Every bound is checked before
// anything is built, so that a crafted link can't make the page allocate.
package config
