// Package layer holds the kinds of layers that networks are built of: a file for
// each group of kinds, a type for each kind. A layer states all that others need
// to know about it: its tensors, its output shape, its multiply-accumulates, and
// the facts of the interfaces that package counter declares, such as
// [counter.Windowed] and [counter.Joiner].
//
// # Adding a layer
//
// Write a small comparable struct with the four methods of [counter.Layer] and
// the fact interfaces that hold for it. Its Kind must be unique. Add an example
// of it to package layertest; the tests of packages pytorch, keras and text then
// name the row that is missing there: how it is written, and what people call it.
package layer
