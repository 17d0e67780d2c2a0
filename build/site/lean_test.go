package main

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// TestLean checks that a table of layers keeps what tells its rows apart, and loses what
// its cells have in common.
func TestLean(t *testing.T) {
	const page = `<div><details class="stage-row" data-stage="enc1"><div class="scroll" data-own=""><table class="steps"><tbody>` +
		`<tr class="free"><th scope="row">Convolution <span class="flow">1 → 64</span> <code>a</code></th><td class="how">9·<b>1</b></td><td class="n">9</td></tr>` +
		`</tbody></table></div></details><table class="rows"><tbody><tr><th scope="row">x</th><td class="n">1</td></tr></tbody></table></div>`
	const want = `<div><details class="stage-row"><div class="scroll"><table class="steps lean"><tbody>` +
		`<tr class="free"><th>Convolution <i>1 → 64</i> <code>a</code></th><td>9·<b>1</b></td><td>9</td></tr>` +
		`</tbody></table></div></details><table class="rows"><tbody><tr><th scope="row">x</th><td class="n">1</td></tr></tbody></table></div>`
	nodes, err := html.ParseFragment(strings.NewReader(page), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil || len(nodes) != 1 {
		t.Fatal(len(nodes), err)
	}
	lean(nodes[0])
	if got, err := renderHTML(nodes[0]); err != nil || got != want {
		t.Errorf("%s, %v, want\n%s", got, err, want)
	}
}

// TestCompactShapes checks that shapes of drawings lose their end tags.
func TestCompactShapes(t *testing.T) {
	const text = `<svg viewBox="0 0 9 9"><path class="a" d="M0 0"></path><rect width="1"></rect><text>x</text></svg>`
	const want = `<svg viewBox="0 0 9 9"><path class=a d="M0 0"/><rect width="1"/><text>x</text></svg>`
	if got, err := compact(text); err != nil || got != want {
		t.Errorf("%s, %v", got, err)
	}
}
