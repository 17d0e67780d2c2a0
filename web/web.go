// Package web holds those static files of the site that programs need too.
package web

import _ "embed"

// Diagram is the style sheet of a drawn network; see package diagram.
//
//go:embed diagram.css
var Diagram string

// First is the script that stands in the pages themselves.
//
//go:embed first.js
var First string
