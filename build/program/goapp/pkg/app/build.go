//go:build lean

package app

import (
	"strconv"
	"strings"
)

// go-app creates an element with a call of the browser for the element, for each of its
// attributes and listeners, and for its place in its parent. Each of them costs more
// than what the browser does for it. Here the elements that are mounted together are
// described in one text, and boot.js creates them. A node is asked for when it is
// needed, which most never are.

// A builder describes the elements that are being mounted.
type builder struct {
	list  []byte // what build of boot.js reads
	nodes int
	built *built // where the nodes will be found
}

// built holds the nodes that were built together, in the order of the text.
type built struct{ nodes Value }

// building is the description of the elements that are being mounted, or nil.
var building *builder

// A place is that of a node among those that were built together.
type place struct {
	in    *built
	index int
}

// node returns the node.
func (p *place) node() Value {
	if p.in == nil {
		return nil
	}
	return p.in.nodes.Index(p.index)
}

// gone are places of nodes that are not needed any more: those with numbers from first
// to last.
var gone struct {
	in          *built
	first, last int
}

// leave says that the place's node is not needed any more.
func (p *place) leave() {
	switch {
	case p.in == nil:
		return
	case gone.in != p.in:
		forget()
		gone.in, gone.first, gone.last = p.in, p.index, p.index
	case p.index < gone.first:
		gone.first = p.index
	case p.index > gone.last:
		gone.last = p.index
	}
	p.in = nil
}

// forget lets the browser free the nodes that are gone.
func forget() {
	if gone.in != nil {
		Window().Call("leave", gone.in.nodes, gone.first, gone.last+1)
		gone.in = nil
	}
}

// dismounting is how deep the element that is being dismounted is in one that is, too.
var dismounting int

// dismount dismounts an element and its content. Those that were built together have
// consecutive places.
func dismount(n UI) {
	dismounting++
	n.dismount()
	n.setSelf(nil)
	if dismounting--; dismounting == 0 {
		forget()
	}
}

// mount mounts an element and its content.
func mount(d Dispatcher, n UI) error {
	n.setSelf(n)
	if building != nil {
		return n.mount(d)
	}
	b := &builder{built: &built{}}
	building = b
	err := n.mount(d)
	building = nil
	if err != nil {
		return err
	}
	beforePage()
	b.built.nodes = Window().Call("build", string(b.list), emit, mounting)
	return nil
}

// word adds an entry of the list, which is one of the kinds that build of boot.js knows.
func (b *builder) word(kind byte, s string) {
	if len(b.list) > 0 {
		b.list = append(b.list, separator)
	}
	b.list = append(b.list, kind)
	b.text(s)
}

// value adds the entry that follows a word.
func (b *builder) value(s string) {
	b.list = append(b.list, separator)
	b.text(s)
}

// separator ends the entries. It is a control character, which no text of a page has.
const separator = '\x1f'

func (b *builder) text(s string) {
	if strings.IndexByte(s, separator) >= 0 {
		s = strings.ReplaceAll(s, string(rune(separator)), "")
	}
	b.list = append(b.list, s...)
}

// place returns the next node's place.
func (b *builder) place() place {
	b.nodes++
	return place{in: b.built, index: b.nodes - 1}
}

// open begins an element.
func (b *builder) open(e *htmlElement) place {
	name := e.tag
	if i := e.attributes.index("id"); i >= 0 {
		name += "#" + e.attributes[i].value
	}
	b.word('<', name)
	value := -1
	for i, a := range e.attributes {
		switch a.name {
		case "id":
		case "value": // after the limits that it must be in
			value = i
		default:
			b.attribute(a.name, a.value)
		}
	}
	if value >= 0 {
		b.attribute("value", e.attributes[value].value)
	}
	for i := range e.eventHandlers {
		h := &e.eventHandlers[i]
		h.listen(e)
		b.word('+', h.event)
		b.value(strconv.Itoa(h.id))
	}
	return b.place()
}

// attribute adds what setJSAttribute would set.
func (b *builder) attribute(name, value string) {
	property, isSwitch := propertyOf(name)
	switch yes, _ := strconv.ParseBool(value); {
	case isSwitch && yes:
		b.word('?', property)
	case isSwitch:
		b.word('!', property)
	case name == "value":
		b.word('.', name)
		b.value(value)
	default:
		b.word('@', name)
		b.value(value)
	}
}
