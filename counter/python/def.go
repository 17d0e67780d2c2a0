package python

import (
	"fmt"
	"slices"

	"unetparams/counter/block"
)

// A Def is the definition of a class or of a function: a text that a file has
// once, though the network has several copies of it that may differ in numbers.
type Def struct {
	Name   string
	Block  *block.Block    // the container that the first copy is of; nil if nothing asks
	Stems  map[string]bool // what its copies are called in the module tree
	Body   []Statement
	Params []Param // once Resolve has found them

	copies [][]int64 // the numbers of each copy
	slots  []Slot    // of the first copy
	shown  []string  // by slot: the name under which the text shows it; "" where it doesn't
	column []int     // by slot: index into Params, or -1
}

// A Statement is a line of a definition. Its value is assigned to variables
// unless there are none.
type Statement struct {
	Vars  []int
	Value Expr
}

// A Param is an argument of a definition: a number in which its copies differ.
type Param struct {
	Name  string
	Slots []int // where the number is in the text; at least one
}

// Copy adds a copy of the definition with a body of the same structure, and
// returns its numbers.
func (d *Def) Copy(name string, body []Statement) []Slot {
	var slots []Slot
	for _, s := range body {
		slots = s.Value.slots(slots)
	}
	numbers := make([]int64, len(slots))
	for i, s := range slots {
		numbers[i] = s.N
	}
	if d.copies == nil {
		d.Stems, d.Body, d.slots = map[string]bool{}, body, slots
	}
	d.copies = append(d.copies, numbers)
	d.Stems[name] = true
	return slots
}

// Key returns a text that bodies share if they differ in numbers alone.
// Variables count by the order in which they appear, the given ones first.
func (d *Def) Key(first []int, body []Statement, last []int) string {
	local := map[Var]string{}
	w := writer{def: d, keys: true, number: func(int, string) string { return "§" }}
	w.vars = func(v Var) string {
		if local[v] == "" {
			local[v] = fmt.Sprint("v", len(local))
		}
		return local[v]
	}
	Vars(first).write(&w)
	for _, s := range body {
		w.WriteByte('\n')
		Vars(s.Vars).write(&w)
		w.WriteByte('=')
		s.Value.write(&w)
	}
	w.WriteByte('\n')
	Vars(last).write(&w)
	return w.String()
}

// Resolve finds the arguments: the numbers in the text in which copies differ;
// those that are equal in every copy are one argument. The definitions that are
// called in the text must be resolved. Name suggests a name for each argument,
// where Params has them all; taken holds names that none may have.
func (d *Def) Resolve(taken Namer, name func(p int) string) {
	d.shown = make([]string, len(d.slots))
	w := writer{def: d, vars: func(Var) string { return "" }}
	w.number = func(slot int, name string) string {
		d.shown[slot] = name
		return ""
	}
	for _, s := range d.Body {
		s.Value.write(&w)
	}
	d.column = make([]int, len(d.slots))
	groups := map[string]int{}
	for i := range d.slots {
		d.column[i] = -1
		if d.shown[i] == "" {
			continue
		}
		numbers, differ := d.values(i)
		if !differ {
			continue
		}
		p, ok := groups[numbers]
		if !ok {
			p = len(d.Params)
			groups[numbers] = p
			d.Params = append(d.Params, Param{})
		}
		d.column[i] = p
		d.Params[p].Slots = append(d.Params[p].Slots, i)
	}
	for p := range d.Params {
		d.Params[p].Name = taken.Fresh(name(p), "")
	}
}

// values returns the numbers that the copies have in a slot, and whether they
// differ.
func (d *Def) values(slot int) (numbers string, differ bool) {
	for _, c := range d.copies {
		numbers += fmt.Sprint(c[slot], " ")
		differ = differ || c[slot] != d.copies[0][slot]
	}
	return numbers, differ
}

// Slot returns the name that a slot was made with.
func (d *Def) Slot(i int) string { return d.slots[i].Name }

// Shown returns the name that a slot has in the text: for one that is handed to
// another definition, the name of that one's argument.
func (d *Def) Shown(i int) string { return d.shown[i] }

// Lines returns the code of the statements; vars holds the names of variables.
// A line break in a statement is followed by indent.
func (d *Def) Lines(vars map[int]string, indent string) []string {
	w := writer{def: d, indent: indent, vars: func(v Var) string { return vars[int(v)] }}
	w.number = func(slot int, _ string) string {
		if p := d.column[slot]; p >= 0 {
			return d.Params[p].Name
		}
		return fmt.Sprint(d.slots[slot].N)
	}
	lines := make([]string, len(d.Body))
	for i, s := range d.Body {
		w.Reset()
		if len(s.Vars) > 0 {
			Vars(s.Vars).write(&w)
			w.WriteString(" = ")
		}
		s.Value.write(&w)
		lines[i] = w.String()
	}
	return lines
}

// Return makes the last statement the one that returns the given variables: the
// statement that makes them, or a further one.
func Return(body []Statement, vars []int) []Statement {
	if last := len(body) - 1; last >= 0 && slices.Equal(body[last].Vars, vars) {
		body[last] = Statement{nil, Seq{Text("return "), body[last].Value}}
		return body
	}
	return append(body, Statement{nil, Seq{Text("return "), Vars(vars)}})
}
