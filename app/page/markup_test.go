package page

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"unetparams/app/diagram"
	"unetparams/app/dom"
	views "unetparams/app/html"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// apply does what revise of boot.js does, on the tree that a browser would make
// of a text.
func apply(t *testing.T, text, changes string) string {
	t.Helper()
	root := treeOf(t, text)
	list := strings.Split(changes, dom.Separator)
	n, at := root, 0
	var replaced *html.Node
	for i := 0; i+2 < len(list); i += 3 {
		want, err := strconv.Atoi(list[i])
		if err != nil || want < at {
			t.Fatalf("node %q after %d", list[i], at)
		}
		for ; at < want; at++ {
			if n.FirstChild != nil && n != replaced {
				n = n.FirstChild
				continue
			}
			for n.NextSibling == nil {
				n = n.Parent
			}
			n = n.NextSibling
		}
		name, value := list[i+1], list[i+2]
		switch {
		case strings.HasPrefix(name, ">"):
			up, err := strconv.Atoi(name[1:])
			if err != nil {
				t.Fatal(err)
			}
			var last *html.Node
			for range up {
				n, last = n.Parent, n
			}
			for n.LastChild != last {
				n.RemoveChild(n.LastChild)
			}
			fill(t, n, value)
			replaced = n
		case name == "":
			if n.Type != html.TextNode {
				t.Fatalf("node %d is no text but <%s>", at, n.Data)
			}
			n.Data = value
		default:
			j := slices.IndexFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
			if j < 0 {
				t.Fatalf("node %d, %q, has no %q", at, n.Data, name)
			}
			n.Attr[j].Val = value
		}
	}
	return renderNode(t, root)
}

// fill adds content at the end of an element. A browser reads it as content of that
// element: as here.
func fill(t *testing.T, n *html.Node, text string) {
	t.Helper()
	content, err := html.ParseFragment(strings.NewReader(text), n)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range content {
		n.AppendChild(c)
	}
}

// treeOf returns the element that a text is.
func treeOf(t *testing.T, text string) *html.Node {
	t.Helper()
	roots, err := html.ParseFragment(strings.NewReader(text), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil || len(roots) != 1 {
		t.Fatalf("%d roots, %v: %.80s", len(roots), err, text)
	}
	return roots[0]
}

func renderNode(t *testing.T, n *html.Node) string {
	t.Helper()
	var b strings.Builder
	if err := html.Render(&b, n); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestMarkupDifferences: applied to the elements of one text, the differences give
// those of the other, or there are none to apply.
func TestMarkupDifferences(t *testing.T) {
	for _, test := range []struct {
		was, now, want string
		ok             bool
	}{
		{`<p>a</p>`, `<p>a</p>`, "", true},
		{`<p>a</p>`, `<p>b &lt;i&gt; &amp;amp; &#34;q&#34;</p>`, "1||b <i> &amp; \"q\"|", true},
		{`<p class="x">a<b>c</b>d</p>`, `<p class="y">a<b>c</b>e</p>`, "0|class|y|4||e|", true},
		{`<g><a x="1" y="2"/><a x="3" y="4"/></g>`, `<g><a x="1" y="5"/><a x="6" y="4"/></g>`, "1|y|5|2|x|6|", true},
		{`<p>a</p>`, `<p></p>`, "0|>0||", true},
		{`<p></p>`, `<p>a</p>`, "0|>0|a|", true},
		{`<p class="x">a<br/></p>`, `<p class="y">b</p>`, "0|class|y|1||b|1|>1||", true},
		{`<p class="x">a<br/></p>`, `<p class="y"><br/>b</p>`, "0|class|y|0|>0|<br/>b|", true},
		{`<p><b>a<i>c</i></b><b>d</b></p>`, `<p><b>b<u>c</u>e</b><b>f</b></p>`, "2||b|2|>1|<u>c</u>e|4||f|", true},
		{`<p><b>a</b></p>`, `<p><b>b</b><b>c</b></p>`, "2||b|2|>2|<b>c</b>|", true},
		{`<a><p><b>a</b></p><i>d</i></a>`, `<a><p><b>a</b><b>c</b></p><i>e</i><i>f</i></a>`, "3|>2|<b>c</b>|5||e|5|>2|<i>f</i>|", true},
		{`<a><p><b>a</b></p></a>`, `<a><p><b>a</b>c</p>d</a>`, "3|>2|c|3|>1|d|", true},
		{`<a><p>b<br/></p></a>`, `<a><p>b</p>d</a>`, "2|>1||2|>1|d|", true},
		{`<a><p><b>a</b><b>c</b></p><i>d</i><i>f</i></a>`, `<a><p><b>b</b></p><i>e</i></a>`, "3||b|3|>2||5||e|5|>2||", true},
		{`<a><p><b>a</b>c</p><i>d</i></a>`, `<a><p></p><i>e</i></a>`, "1|>0||3||e|", true},
		{`<p>a</p>`, `<b>a</b>`, "", false},
		{`<p id="a">a</p>`, `<b id="a">a</b>`, "", false},
		{`<p id="a">a</p>`, `<p class="a">a</p>`, "", false},
		{`<p id="a">a</p>`, `<p id="a" open>a</p>`, "", false},
		{`<p id="a">a</p>`, `<p>a</p>`, "", false},
		{`<p>a</p>`, `<p>a</p><p>b</p>`, "", false},
		{`<p>a<br></p>`, `<p><br></p>`, "", false},
		{``, `<p>a</p>`, "", false},
		{`<p>a</p>`, `<p>b` + dom.Separator + `</p>`, "", false},
	} {
		got, ok := dom.Differences(test.was, test.now)
		if got = strings.ReplaceAll(got, dom.Separator, "|"); ok != test.ok || ok && got != test.want {
			t.Errorf("from %s to %s: %q, %v, want %q, %v", test.was, test.now, got, ok, test.want, test.ok)
		} else if ok {
			changes := strings.ReplaceAll(got, "|", dom.Separator)
			if got, want := apply(t, test.was, changes), renderNode(t, treeOf(t, test.now)); got != want {
				t.Errorf("from %s to %s: revised it is %s", test.was, test.now, got)
			}
		}
	}
}

// TestEveryMarkupIsRevised: from each setting of an architecture to the next, in
// both languages, what is revised is what would have been built.
func TestEveryMarkupIsRevised(t *testing.T) {
	revised := 0
	for _, a := range zoo.Archs() {
		for _, l := range text.Langs() {
			p := New(l)
			p.session.State.Use(config.New(a))
			if len(p.session.State.Report.Steps) > 60 {
				break // the long ones take long, and hold nothing new
			}
			before := markups(p)
			for _, k := range p.session.State.Config.Knobs {
				for _, value := range []string{k.Get() + "0", "on", "off", "instance"} {
					p.session.State.Type(k.Key, value)
					if p.session.State.Stale() {
						p.session.State.Type(k.Key, k.Get())
						continue
					}
					now := markups(p)
					for i := range now {
						changes, ok := dom.Differences(before[i], now[i])
						if !ok {
							continue
						}
						if changes != "" {
							revised++
						}
						if got, want := apply(t, before[i], changes), renderNode(t, treeOf(t, now[i])); got != want {
							t.Fatalf("%s %s=%s, markup %d: revised it is\n%s\nwant\n%s", a.ID, k.Key, value, i, got, want)
						}
					}
					before = now
				}
			}
			if testing.Short() || l == text.English && a.ID != zoo.Default {
				break // the words of one language will do for most
			}
		}
	}
	if revised < 100 {
		t.Errorf("only %d markups were revised", revised)
	}
}

// markups returns the texts that the page revises.
func markups(p *Page) []string {
	l, s := p.session.Lang, p.session.State
	return []string{
		views.Facts(l, s), views.Levels(l, s.Report, s.Trace), views.Kinds(l, s.Report), views.Conventions(l, s.Report),
		views.Ledger(l, s.Report, s.Trace), views.Card(l, s.Report), views.Steps(l, s.Report, s.Trace, s.StageIndex(s.Stage)), views.Tensors(l, s.Report, 1000), views.Layers(l, s.Report, s.Trace, 1000),
		diagram.SVG(s.Report, s.Trace, text.Diagram(l, s.Report), diagram.Options{ID: "wide"}),
	}
}
