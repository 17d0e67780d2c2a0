package python

import (
	"fmt"
	"slices"
	"strings"
)

// An Expr is a piece of code in the text of a [Def]. It prints itself once the
// names of definitions, arguments and variables are known.
type Expr interface {
	write(w *writer)
	slots(to []Slot) []Slot // appends the numbers, in the order of the text
	// width is a length to lay code out by. It is the same for all copies of a
	// block, and so counts a number as two characters and a call of a definition,
	// which has no name yet, as six.
	width() int
}

// Text is code that is the same in every copy of a block.
type Text string

// A Slot is a number that may differ between the copies of a block, with the
// name that it would have as an argument.
type Slot struct {
	Name string
	N    int64
}

// A Var is a variable: the value of a step of the network, or another number
// that no step has.
type Var int

// Seq is one expression after another.
type Seq []Expr

// A List is a bracket with elements: on lines of their own unless they are few
// and short.
type List struct {
	Open  string
	Elems []Expr
	Close string
}

// A Use makes an instance of a class, or calls a function. The arguments that
// the definition turns out to have are printed between Before and After.
type Use struct {
	Def           *Def
	Before, After []Expr
	Numbers       []Slot // of the copy of the definition that this is
}

// A Ref names something that has another name in each definition.
type Ref interface {
	// Name returns the name in the text of a definition.
	Name(in *Def) string
	// Key tells what is named apart: definitions with equal keys are the same.
	// In is nil for a key that holds everywhere.
	Key(in *Def) string
}

// Reference is the expression that is a [Ref].
type Reference struct{ Ref }

// Format returns the expression of a text in which "§" is the next of the slots
// and "◊" is the given expression.
func Format(text string, slots []Slot, name Expr) Expr {
	var s Seq
	for text != "" {
		i := strings.IndexAny(text, "§◊")
		switch {
		case i < 0:
			i = len(text)
			fallthrough
		case i > 0:
			s = append(s, Text(text[:i]))
			text = text[i:]
		case strings.HasPrefix(text, "§"):
			s = append(s, slots[0])
			slots, text = slots[1:], text[len("§"):]
		default:
			s = append(s, name)
			text = text[len("◊"):]
		}
	}
	if len(s) == 1 {
		return s[0]
	}
	return s
}

// Args returns expressions separated by commas.
func Args(exprs ...Expr) Expr {
	var s Seq
	for i, e := range exprs {
		if i > 0 {
			s = append(s, Text(", "))
		}
		s = append(s, e)
	}
	return s
}

// Vars returns variables separated by commas.
func Vars(values []int) Expr {
	exprs := make([]Expr, len(values))
	for i, v := range values {
		exprs[i] = Var(v)
	}
	return Args(exprs...)
}

// A writer prints expressions of one definition.
type writer struct {
	strings.Builder
	def    *Def
	at     int // the next slot
	indent string
	keys   bool // what tells definitions apart is written, and not code
	number func(slot int, name string) string
	vars   func(v Var) string
}

func (t Text) write(w *writer)        { w.WriteString(string(t)) }
func (t Text) slots(to []Slot) []Slot { return to }
func (t Text) width() int             { return len(t) }

func (s Slot) write(w *writer) {
	w.WriteString(w.number(w.at, s.Name))
	w.at++
}
func (s Slot) slots(to []Slot) []Slot { return append(to, s) }
func (Slot) width() int               { return 2 }

func (v Var) write(w *writer)        { w.WriteString(w.vars(v)) }
func (v Var) slots(to []Slot) []Slot { return to }
func (Var) width() int               { return 2 }

func (s Seq) write(w *writer) {
	for _, e := range s {
		e.write(w)
	}
}

func (s Seq) slots(to []Slot) []Slot {
	for _, e := range s {
		to = e.slots(to)
	}
	return to
}

func (s Seq) width() int {
	n := 0
	for _, e := range s {
		n += e.width()
	}
	return n
}

// long is the width of an expression of several lines: more than any line has.
const long = 1 << 20

func (l List) write(w *writer) {
	w.WriteString(l.Open)
	if l.short() {
		Args(l.Elems...).write(w)
		w.WriteString(l.Close)
		return
	}
	outer := w.indent
	w.indent += "    "
	for _, e := range l.Elems {
		w.WriteString("\n" + w.indent)
		e.write(w)
		w.WriteByte(',')
	}
	w.indent = outer
	w.WriteString("\n" + w.indent + l.Close)
}

func (l List) short() bool { return len(l.Elems) <= 2 && Args(l.Elems...).width() < 50 }

func (l List) slots(to []Slot) []Slot { return Seq(l.Elems).slots(to) }

func (l List) width() int {
	if !l.short() {
		return long
	}
	return len(l.Open) + Args(l.Elems...).width() + len(l.Close)
}

func (u Use) write(w *writer) {
	args := slices.Clone(u.Before)
	for _, p := range u.Def.Params {
		args = append(args, Text(w.number(w.at+p.Slots[0], p.Name)))
	}
	args = append(args, u.After...)
	if w.keys {
		fmt.Fprintf(w, "⟪%p⟫", u.Def)
	} else {
		w.WriteString(u.Def.Name)
	}
	w.WriteByte('(')
	Args(args...).write(w)
	w.WriteByte(')')
	w.at += len(u.Numbers)
}

func (u Use) slots(to []Slot) []Slot { return append(to, u.Numbers...) }
func (Use) width() int               { return len("⟪⟫") }

func (r Reference) write(w *writer) {
	if w.keys {
		w.WriteString("⟦" + r.Key(w.def) + "⟧")
		return
	}
	w.WriteString(r.Name(w.def))
}
func (r Reference) slots(to []Slot) []Slot { return to }
func (r Reference) width() int             { return len("⟦⟧") + len(r.Key(nil)) }
