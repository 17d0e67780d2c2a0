// Package number writes numbers as people read them: with thousands separated,
// rounded to a unit, as a share, or as an amount of memory. It is the only place
// that does; package read reads them.
package number
