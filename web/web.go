// Package web holds those static files of the site that programs need too.
package web

import _ "embed"

// Diagram is the style sheet of a drawn network; see package diagram.
//
//go:embed diagram.css
var Diagram string
