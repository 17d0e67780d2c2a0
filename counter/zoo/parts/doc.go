// Package parts holds what the descriptions of several architectures share:
// common layers and sequences of layers, lists of widths, the grid of a U-Net++,
// the setting of the input size, and the texts and papers that they have in
// common.
package parts
