// Package layer holds the kinds of layers that networks are built from: a file for
// each group of kinds, a type for each kind. A layer provides everything that other
// packages need to know about it: its tensors, its output shape, its
// multiply-accumulates, and the optional interfaces of package counter, such as
// [counter.Windowed] and [counter.Joiner].
//
// # Adding a layer
//
// Write a small comparable struct with the four methods of [counter.Layer] and
// the optional interfaces that apply to it. Its Kind must be unique. Add an example
// of it to package layertest; the tests of packages pytorch, keras and text then
// name the rows that are missing there: how the layer is written in code, and what
// it is called in both languages.
package layer
