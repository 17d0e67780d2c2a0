package dom

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// A Markup is a piece of the page that is given as HTML text with one root. Most
// changes are of words and numbers, while the elements stay the same: only those
// words and values are written into the document. That costs a fraction of
// replacing it, and leaves alone what the reader has focused, selected or
// scrolled there.
//
// Content that the page puts elsewhere, into an element that is marked with
// data-own, is no part of the text.
type Markup struct {
	app.Compo
	HTML string

	built   string // the text that the elements were made of
	shown   string // the text that they show
	changes string // from what they still show; see differences
}

// Render implements go-app's Composer.
func (m *Markup) Render() app.UI {
	if m.shown != m.HTML {
		changes, ok := Differences(m.shown, m.HTML)
		if ok && app.IsClient && m.changes == "" {
			m.changes = changes
		} else {
			m.built, m.changes = m.HTML, ""
		}
		m.shown = m.HTML
	}
	return app.Raw(m.built)
}

// OnUpdate writes what is different now.
func (m *Markup) OnUpdate(ctx app.Context) {
	Revise(m.JSValue(), m.changes)
	m.changes = ""
}

// Revise applies differences to a root element; boot.js does it.
func Revise(root app.Value, changes string) {
	if changes != "" && app.IsClient {
		app.Window().Call("revise", root, changes)
	}
}

// Separator ends each entry of a list of differences.
const Separator = "\x1f"

// Differences lists how the elements of one text become those of another. It
// reports false where that takes another root, and where a text is not written
// as ours are: elements end, values stand in double quotes, and < and > are
// escaped everywhere but around tags.
//
// A difference is three entries: the number of a node, in the order of the
// document and from 0, counting texts too; the name of an attribute, nothing for
// a text, or < for the content of an element whose elements differ; and the new
// value. After such an element the counting goes on as if it had no content.
func Differences(was, now string) (list string, ok bool) {
	if strings.Contains(was, Separator) || strings.Contains(now, Separator) {
		return "", false
	}
	b := make(changes, 0, 4<<10)
	type element struct {
		node     int
		list     int // the length of the list when its content begins
		was, now string
	}
	var parents []element
	node := -1
	for was != "" && now != "" {
		a, restA := token(was)
		c, restC := token(now)
		switch {
		case a[0] != '<' && c[0] != '<':
			node++
			if a != c {
				b.add(node, "", unescape(c))
			}
		case a[0] == '<' && c[0] == '<' && isEnd(a) && a == c && len(parents) > 0:
			parents = parents[:len(parents)-1]
		case a[0] == '<' && c[0] == '<' && !isEnd(a) && b.values(node+1, a, c):
			node++
			if !strings.HasSuffix(a, "/>") {
				parents = append(parents, element{node, len(b), restA, restC})
			}
		case len(parents) == 0:
			return "", false
		default: // other elements: all that the parent holds is replaced
			p := parents[len(parents)-1]
			endA, endC := contentEnd(p.was), contentEnd(p.now)
			if endA < 0 || endC < 0 {
				return "", false
			}
			b, node = b[:p.list], p.node
			b.add(node, "<", p.now[:endC])
			restA, restC = p.was[endA:], p.now[endC:]
		}
		was, now = restA, restC
	}
	return string(b), was == now && len(parents) == 0
}

// token cuts a tag, or the text before the next one, off a text.
func token(s string) (head, tail string) {
	i := strings.IndexByte(s, '<')
	if i == 0 {
		i = strings.IndexByte(s, '>') + 1
	}
	if i <= 0 {
		i = len(s)
	}
	return s[:i], s[i:]
}

func isEnd(tag string) bool { return strings.HasPrefix(tag, "</") }

// contentEnd returns where the element ends whose content a text begins with, or
// -1.
func contentEnd(s string) int {
	depth := 0
	for rest := s; rest != ""; {
		tag, after := token(rest)
		switch {
		case tag[0] != '<' || strings.HasSuffix(tag, "/>"):
		case !isEnd(tag):
			depth++
		case depth == 0:
			return len(s) - len(rest)
		default:
			depth--
		}
		rest = after
	}
	return -1
}

// changes is a list of differences.
type changes []byte

func (b *changes) add(node int, name, value string) {
	*b = strconv.AppendInt(*b, int64(node), 10)
	for _, s := range [...]string{"", name, value} {
		*b = append(append(*b, s...), Separator...)
	}
}

// values adds the values that differ between two tags. It reports false, and
// adds nothing, if they are of other elements or have other attributes.
func (b *changes) values(node int, a, c string) bool {
	was := len(*b)
	for a != c {
		var x, y, before, after string
		x, before, a = cutValue(a)
		y, after, c = cutValue(c)
		if x != y {
			*b = (*b)[:was]
			return false
		}
		if before != after {
			name := strings.TrimSuffix(x, "=")
			b.add(node, name[strings.LastIndexByte(name, ' ')+1:], unescape(after))
		}
	}
	return true
}

// cutValue cuts a tag after its next value. What stands before that ends with
// the attribute's name.
func cutValue(tag string) (before, value, after string) {
	before, after, _ = strings.Cut(tag, `"`)
	value, after, _ = strings.Cut(after, `"`)
	return before, value, after
}

func unescape(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	return entities.Replace(s)
}

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`, "&quot;", `"`, "&#39;", "'", "&amp;", "&")
