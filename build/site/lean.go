package main

import (
	"slices"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// lean takes from a page on which no program runs what only a program needs, and from its
// tables of layers what their cells have in common, which is half of their markup: a
// table of class "lean" looks the same by the places of its cells, see web/style.css. A
// heading that begins a row is one of the row without saying so, since its column has no
// other cells.
func lean(n *html.Node) {
	for e := range n.Descendants() {
		if e.Type != html.ElementNode {
			continue
		}
		dropAttr(e, "data-own")
		dropAttr(e, "data-stage")
		if e.Data == "svg" { // in HTML it needs no namespace
			dropAttr(e, "xmlns")
			dropAttr(e, "focusable")
		}
		if e.Data == "table" && attrOf(e, "class") == "steps" {
			setAttr(e, "class", "steps lean")
			leanCells(e)
		}
	}
}

// leanCells drops the classes of the cells of a table of layers.
func leanCells(table *html.Node) {
	for e := range table.Descendants() {
		class := attrOf(e, "class")
		switch {
		case e.DataAtom == atom.Th:
			dropAttr(e, "scope")
		case e.DataAtom == atom.Td && (class == "how" && e.NextSibling != nil || class == "n" && e.NextSibling == nil):
			dropAttr(e, "class")
		case e.DataAtom == atom.Span && class == "flow":
			e.Data, e.DataAtom = "i", atom.I
			dropAttr(e, "class")
		}
	}
}

func attrOf(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func setAttr(n *html.Node, key, value string) {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			n.Attr[i].Val = value
		}
	}
}

func dropAttr(n *html.Node, key string) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}
