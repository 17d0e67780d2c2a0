package main

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"unetparams/build/program"
)

// domTree returns the nodes that a component will create in the browser's
// document. The pre-rendered page must be identical, since the program
// replaces it: any difference would be visible as a jump.
//
// go-app can print its elements, but the output differs from the tree that it builds: it
// adds line breaks between children, quotes attributes like Go strings, prints
// hidden="false" (which hides) and drops the ="true" of aria attributes, all in
// random order. Correcting the output would mean guessing, so domTree reads the
// element tree itself, and treats each attribute as go-app's setJSAttribute does in the
// browser. The names of go-app's private fields are those of v9.8.0; if another version
// renames one, domTree returns an error.
func domTree(ui app.UI) (n *html.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			n, err = nil, fmt.Errorf("reading go-app's element tree: %v", r)
		}
	}()
	// Printing makes every component in the tree render its content once and keep it.
	app.HTMLString(ui)
	return node(reflect.ValueOf(ui))
}

// node converts an element of go-app, given as a pointer.
func node(v reflect.Value) (*html.Node, error) {
	for v.Kind() == reflect.Interface || v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	switch {
	case v.Type().Name() == "text" && v.Type().PkgPath() == program.GoApp+"/pkg/app":
		return &html.Node{Type: html.TextNode, Data: v.FieldByName("value").String()}, nil
	case v.Type().Name() == "raw" && v.Type().PkgPath() == program.GoApp+"/pkg/app":
		return rawNode(v.FieldByName("value").String())
	case v.FieldByName("htmlElement").IsValid():
		return elementNode(v.FieldByName("htmlElement"))
	case v.FieldByName("Compo").IsValid():
		return node(v.FieldByName("Compo").FieldByName("root"))
	}
	return nil, fmt.Errorf("unknown kind of element %s", v.Type())
}

func elementNode(v reflect.Value) (*html.Node, error) {
	tag := v.FieldByName("tag").String()
	n := &html.Node{Type: html.ElementNode, Data: tag, DataAtom: atom.Lookup([]byte(tag))}
	if ns := v.FieldByName("xmlns").String(); ns != "" {
		// go-app loses the class of such elements in the browser, so the page
		// must not have any: drawings use app.Raw.
		return nil, fmt.Errorf("<%s> is built with XMLNS: use app.Raw for svg and math", tag)
	}

	var content string // of a textarea, whose value is its text
	for it := v.FieldByName("attributes").MapRange(); it.Next(); {
		key, value := it.Key().String(), it.Value().String()
		if key == "value" && tag == "textarea" {
			content = value
			continue
		}
		if a, ok := attribute(key, value); ok {
			n.Attr = append(n.Attr, a)
		}
	}
	slices.SortFunc(n.Attr, func(a, b html.Attribute) int { return strings.Compare(a.Key, b.Key) })

	children := v.FieldByName("children")
	for i := range children.Len() {
		c, err := node(children.Index(i))
		if err != nil {
			return nil, fmt.Errorf("%s > %w", tag, err)
		}
		n.AppendChild(c)
	}
	if content != "" {
		n.AppendChild(&html.Node{Type: html.TextNode, Data: content})
	}
	return n, nil
}

// switches are the attributes that go-app sets as boolean properties. In HTML they are
// true if they are present, whatever their value.
var switches = []string{
	"async", "autofocus", "autoplay", "checked", "default", "defer", "disabled", "hidden", "ismap",
	"loop", "multiple", "muted", "open", "readonly", "required", "reversed", "selected",
}

// attribute returns an attribute as it will be in the document, and whether it will be
// there at all.
func attribute(key, value string) (html.Attribute, bool) {
	if slices.Contains(switches, key) {
		yes, _ := strconv.ParseBool(value)
		return html.Attribute{Key: key}, yes
	}
	return html.Attribute{Key: key, Val: value}, true
}

// rawNode converts the text of an app.Raw as go-app does: it sets the inner HTML of a
// div, and takes its first node.
func rawNode(text string) (*html.Node, error) {
	div := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	nodes, err := html.ParseFragment(strings.NewReader(text), div)
	if err != nil {
		return nil, err
	}
	if len(nodes) != 1 {
		return nil, fmt.Errorf("app.Raw has %d roots instead of one: %.60q", len(nodes), text)
	}
	return nodes[0], nil
}

// checkTree returns an error for content that the page's Content-Security-Policy would
// block in the browser, where it would be reported only in the console.
func checkTree(n *html.Node) error {
	if n.Type == html.ElementNode && (n.Data == "script" || n.Data == "style") {
		return fmt.Errorf("<%s> in the page: the Content-Security-Policy forbids it, use web/", n.Data)
	}
	for _, a := range n.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			return fmt.Errorf("attribute %s=%q of <%s>: the Content-Security-Policy forbids it, use a class", a.Key, a.Val, n.Data)
		}
	}
	for c := range n.ChildNodes() {
		if err := checkTree(c); err != nil {
			return err
		}
	}
	return nil
}

// renderTree writes the tree as HTML and verifies that parsing it gives the same tree.
// Not every tree can be written as HTML: a table row gets a tbody around it, and a div
// ends the paragraph that contains it.
func renderTree(n *html.Node) (string, error) {
	text, err := renderHTML(n)
	if err != nil {
		return "", err
	}
	return text, readsAs(text, text)
}

// readsAs returns an error unless parsing a text gives the tree that is written as want.
func readsAs(text, want string) error {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(text), body)
	if err != nil {
		return err
	}
	var read strings.Builder
	for _, n := range nodes {
		s, err := renderHTML(n)
		if err != nil {
			return err
		}
		read.WriteString(s)
	}
	if got := read.String(); got != want {
		i := 0
		for i < len(want) && i < len(got) && want[i] == got[i] {
			i++
		}
		from := max(0, i-80)
		return fmt.Errorf("a browser would read this HTML differently from what the program builds:\nbuilt: …%.160s…\nread:  …%.160s…",
			want[from:], got[from:])
	}
	return nil
}

var (
	// needlessEnd matches end tags that HTML implies: of cells, rows and items.
	needlessEnd = regexp.MustCompile(`</(?:td|th|tr|thead|tbody|tfoot|li|dt|dd)>`)
	// needlessQuotes matches values of attributes that need no quotes. Texts have none:
	// they are escaped.
	// emptyShape matches the shapes of drawings, which have an end tag of their own in SVG.
	emptyShape     = regexp.MustCompile(`(<(?:path|rect) [^>]*[^>/])></(?:path|rect)>`)
	needlessQuotes = regexp.MustCompile(`="([\w.:#/-]+)"([ >])`)
)

// compact writes HTML in fewer bytes, without the quotes and end tags that it doesn't
// need, and verifies that it reads the same.
func compact(text string) (string, error) {
	short := emptyShape.ReplaceAllString(needlessEnd.ReplaceAllString(text, ""), "$1/>")
	short = needlessQuotes.ReplaceAllString(short, "=$1$2")
	return short, readsAs(short, text)
}

func renderHTML(n *html.Node) (string, error) {
	var b strings.Builder
	err := html.Render(&b, n)
	return b.String(), err
}
