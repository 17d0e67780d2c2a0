package dom

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// A Markup is a piece of the page in the form of HTML text with one root. Most
// changes affect only words and numbers, while the elements are the same: then only
// those texts and attribute values are written into the document. That costs a
// fraction of replacing it, and preserves focus, selection and scroll positions.
//
// Content that the page itself adds to an element marked with data-own is not part of
// the text.
type Markup struct {
	app.Compo
	HTML string

	mark    func(string) string // adds attributes to a text before elements are made of it
	built   string              // the text that the elements were created from
	shown   string              // the text that they show, or will after changes
	changes string              // the pending differences; see Differences
}

// NewMarkup returns a piece of the page whose elements have, when they are made, the
// attributes that mark adds to the text. From then on they are the caller's.
func NewMarkup(html string, mark func(html string) string) app.UI {
	return &Markup{HTML: html, mark: mark}
}

// Render implements go-app's Composer.
func (m *Markup) Render() app.UI {
	if m.shown != m.HTML {
		changes, ok := Differences(m.shown, m.HTML)
		if ok && app.IsClient && m.changes == "" {
			m.changes = changes
		} else {
			m.built, m.changes = m.HTML, ""
			if m.mark != nil {
				m.built = m.mark(m.HTML)
			}
		}
		m.shown = m.HTML
	}
	return app.Raw(m.built)
}

// OnUpdate applies the pending differences.
func (m *Markup) OnUpdate(ctx app.Context) {
	Revise(m.JSValue(), m.changes)
	m.changes = ""
}

// Revise applies differences to a root element, using boot.js.
func Revise(root app.Value, changes string) {
	if changes != "" && app.IsClient {
		app.Window().Call("revise", root, changes)
	}
}

// Separator ends each entry of a list of differences.
const Separator = "\x1f"

// Differences lists the changes from the elements of one text to those of another. It
// returns false if the root differs, or if a text is not in the expected form: all
// elements are closed, values are in double quotes, and < and > are escaped except
// in tags.
//
// A difference has three entries: the number of a node, in document order from 0,
// including texts; the name of an attribute, nothing for a text, or < for the content
// of an element whose child elements differ; and the new value. After such an element,
// nodes are numbered as if it had no content. Where an element only has more content at
// its end, the difference is that content, the number of the last node before it, and >
// with how many levels that node is below the element.
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
	node, depth := -1, 0 // the last node, and how many elements it is in
	for was != "" && now != "" {
		a, restA := token(was)
		c, restC := token(now)
		switch {
		case a[0] != '<' && c[0] != '<':
			node, depth = node+1, len(parents)
			if a != c {
				b.add(node, "", unescape(c))
			}
		case a[0] == '<' && c[0] == '<' && isEnd(a) && a == c && len(parents) > 0:
			parents = parents[:len(parents)-1]
		case a[0] == '<' && c[0] == '<' && !isEnd(a) && b.values(node+1, a, c):
			node, depth = node+1, len(parents)
			if !strings.HasSuffix(a, "/>") {
				parents = append(parents, element{node, len(b), restA, restC})
			}
		case len(parents) == 0:
			return "", false
		case isEnd(a) && contentEnd(now) >= 0: // more at the end
			end := contentEnd(now)
			b.add(node, ">"+strconv.Itoa(depth-len(parents)+1), now[:end])
			restA, restC = was, now[end:]
			depth = len(parents) - 1
		default: // different elements: replace the parent's content
			p := parents[len(parents)-1]
			endA, endC := contentEnd(p.was), contentEnd(p.now)
			if endA < 0 || endC < 0 {
				return "", false
			}
			b, node, depth = b[:p.list], p.node, len(parents)-1
			b.add(node, "<", p.now[:endC])
			restA, restC = p.was[endA:], p.now[endC:]
		}
		was, now = restA, restC
	}
	return string(b), was == now && len(parents) == 0
}

// token splits off a tag, or the text before the next tag.
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

// contentEnd returns the offset of the end tag that closes the content at the beginning
// of s, or -1.
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

// values adds the values that differ between two tags. It returns false, and adds
// nothing, if the elements or the names of their attributes differ.
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

// cutValue cuts a tag around its next value. The part before it ends with the
// attribute's name.
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
