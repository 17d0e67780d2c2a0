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
// including texts; the name of an attribute, or nothing for a text; and the new value.
// Where child elements of an element differ, the number is that of the last node before
// them; instead of a name there is > with how many levels that node is below the element;
// and the value is what the element holds from there to its end. That is not numbered.
func Differences(was, now string) (list string, ok bool) {
	if strings.Contains(now, Separator) {
		return "", false
	}
	b := make(changes, 0, 4<<10)
	parents := 0         // how many elements are open
	node, depth := -1, 0 // the last node, and how many elements it is in
	for was != "" && now != "" {
		a, restA := token(was)
		c, restC := a, ""
		if strings.HasPrefix(now, a) && (a[0] == '<' || len(now) == len(a) || now[len(a)] == '<') {
			restC = now[len(a):]
		} else {
			c, restC = token(now)
		}
		switch {
		case a[0] != '<' && c[0] != '<':
			node, depth = node+1, parents
			if a != c {
				b.add(node, "", unescape(c))
			}
		case a[0] == '<' && c[0] == '<' && isEnd(a) && a == c && parents > 0:
			parents--
		case a[0] == '<' && c[0] == '<' && !isEnd(a) && b.values(node+1, a, c):
			node, depth = node+1, parents
			if !strings.HasSuffix(a, "/>") {
				parents++
			}
		default:
			endA, endC := contentEnd(was), contentEnd(now)
			if parents == 0 || endA < 0 || endC < 0 {
				return "", false
			}
			b.add(node, ">"+strconv.Itoa(depth-parents+1), now[:endC])
			restA, restC = was[endA:], now[endC:]
			depth = parents - 1
		}
		was, now = restA, restC
	}
	return string(b), was == now && parents == 0
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
		x, value, ok := strings.Cut(a, `"`)
		if !ok || len(c) <= len(x) || c[:len(x)] != x || c[len(x)] != '"' {
			*b = (*b)[:was]
			return false
		}
		var before, after string
		before, a, _ = strings.Cut(value, `"`)
		after, c, _ = strings.Cut(c[len(x)+1:], `"`)
		if before != after {
			name := strings.TrimSuffix(x, "=")
			b.add(node, name[strings.LastIndexByte(name, ' ')+1:], unescape(after))
		}
	}
	return true
}

func unescape(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	return entities.Replace(s)
}

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`, "&quot;", `"`, "&#39;", "'", "&amp;", "&")
