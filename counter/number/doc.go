// Package number writes numbers as people read them, with thousands separated,
// rounded to a unit, as a share, or as an amount of memory, and reads numbers as
// people and tools write them. It is the only place that does either.
package number
