// Package infer makes a U of a list of tensors whose code is not known: names and
// shapes go in, a network with stages comes out. It is a guess, and has to be shown
// as one; only the counts are certain, since they are those of the shapes.
//
// Names say which part of the U a module belongs to, where they speak of encoders,
// "down", "up", a bottleneck, an output; the first number behind such a word tells the
// stages of one part apart. Where no name speaks of a decoder, the widths of the
// convolutions do, in the order of the list: the way down is where they grow, the way
// up where they shrink. The levels are counted from the deepest one, which both ways
// share. What can't be told, such as how maps are made smaller, is left open.
package infer
