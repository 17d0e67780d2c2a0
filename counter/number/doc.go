// Package number formats numbers for people, with thousands separated, rounded to a
// unit, as a percentage, or as an amount of memory, and parses numbers as people and
// tools write them. All other packages use it for both.
package number
