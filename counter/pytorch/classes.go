package pytorch

import (
	"fmt"
	"strings"
	"unicode"

	"unetparams/counter/python"
)

// construct makes the template of a container: the code its parent's __init__
// has for it. Classes of equal text become one.
func (b *builder) construct(k *node, calls []call, in, out []int) {
	var members []member
	for _, c := range k.children {
		members = append(members, member{c.name, b.template(k, c)})
	}
	if k.form == sequential || k.form == list {
		k.expr = joined(map[form]string{sequential: "nn.Sequential(", list: "nn.ModuleList(["}[k.form], members,
			map[form]string{sequential: ")", list: "])"}[k.form])
		return
	}
	c := &class{init: members, names: map[string]bool{}}
	var at int
	for i := range members {
		m := &c.init[i]
		for j := range m.uses {
			m.uses[j].at += at
		}
		c.slots = append(c.slots, m.slots...)
		at += len(m.slots)
	}
	if k.form == classed {
		c.inputs, c.forward = b.forward(k, calls, in, out)
	}
	key := c.key(k)
	if known, ok := b.classes[key]; ok {
		c = known
	} else {
		b.classes[key] = c
		c.order = len(b.list)
		b.list = append(b.list, c)
	}
	k.class = c
	var own []slot
	for _, m := range members {
		own = append(own, m.slots...)
	}
	k.expr = template{text: "⟪⟫", slots: own, uses: []use{{c, 0}}}
	c.names[k.name] = true
}

// key is the class's text with its numbers left out, and what it names inside
// itself as seen from itself: two modules with one key are of one class.
func (c *class) key(k *node) string {
	var s strings.Builder
	for _, m := range c.init {
		text := m.text
		for _, u := range m.uses {
			text = strings.Replace(text, "⟪⟫", fmt.Sprint("⟪", u.class.order, "⟫"), 1)
		}
		if path := k.m.Path(); path != "" {
			text = strings.ReplaceAll(text, "⟦"+path+".", "⟦.")
		}
		fmt.Fprintln(&s, m.name, "=", text, len(m.slots))
	}
	fmt.Fprintln(&s, c.inputs, c.forward == nil, strings.Join(c.forward, "\n"))
	return s.String()
}

func (b *builder) template(k *node, c childRef) template {
	if c.alias {
		return template{text: "⟦" + c.m.Path() + "⟧"}
	}
	if l := c.m.Layer(); l != nil {
		e, ok := build(l)
		if !ok {
			b.err = fmt.Errorf("%w: %s as a module", ErrUnknownLayer, l.Kind())
		}
		return template{text: e.text, slots: e.slots}
	}
	return c.expr
}

// joined writes the elements of a list, on lines of their own unless it is short.
func joined(before string, members []member, after string) template {
	t := template{}
	var parts []string
	for _, m := range members {
		for _, u := range m.uses {
			t.uses = append(t.uses, use{u.class, u.at + len(t.slots)})
		}
		t.slots = append(t.slots, m.slots...)
		parts = append(parts, m.text)
	}
	short := strings.Join(parts, ", ")
	if len(parts) <= 2 && len(short) < 50 && !strings.Contains(short, "\n") {
		t.text = before + short + after
		return t
	}
	t.text = before + "\n"
	for _, p := range parts {
		t.text += "    " + strings.ReplaceAll(p, "\n", "\n    ") + ",\n"
	}
	t.text += after
	return t
}

// forward writes the body of a forward.
func (b *builder) forward(k *node, calls []call, in, out []int) (params, lines []string) {
	lineOf := make([]python.Call, len(calls))
	for n, c := range calls {
		lineOf[n] = python.Call{In: c.in, Out: c.out, Base: variable(c)}
	}
	v := python.Variables(python.Namer{"self": true, "torch": true, "nn": true, "F": true}, in, lineOf, out)
	for _, i := range in {
		params = append(params, v[i])
	}
	for _, c := range calls {
		args := make([]string, len(c.in))
		for i, value := range c.in {
			args[i] = v[value]
		}
		text := ""
		switch {
		case c.target != nil:
			text = access(k, c.target) + "(" + strings.Join(args, ", ") + ")"
			if linear(c.target) && b.r.Steps[c.out[0]].Out.ND > 0 {
				text = access(k, c.target) + "(" + args[0] + ".movedim(1, -1)).movedim(-1, 1)"
			}
		case c.layer.Kind() == "ChannelMismatch":
			text = args[0] + "  # the published code has other channels here, and can't run"
		case c.layer.Kind() == "RuntimeError":
			lines = append(lines, `raise RuntimeError("the published code stops here with an error of its own")`)
			text = args[0]
		default:
			code, helper, ok := function(c.layer, args)
			if !ok {
				b.err = fmt.Errorf("%w: %s as a function", ErrUnknownLayer, c.layer.Kind())
			}
			if helper != "" {
				b.helpers[helper] = true
			}
			text = code
		}
		var names []string
		for _, value := range c.out {
			names = append(names, v[value])
		}
		lines = append(lines, strings.Join(names, ", ")+" = "+text)
	}
	results := make([]string, len(out))
	for i, value := range out {
		results[i] = v[value]
	}
	result := strings.Join(results, ", ")
	if last := len(lines) - 1; last >= 0 && strings.HasPrefix(lines[last], result+" = ") {
		lines[last] = "return " + strings.TrimPrefix(lines[last], result+" = ")
		return params, lines
	}
	return params, append(lines, "return "+result)
}

// linear reports whether a module begins with a fully connected layer: PyTorch's
// acts on the last axis, and ours on the channels, which are the second.
func linear(n *node) bool {
	if l := n.m.Layer(); l != nil {
		return l.Kind() == "Linear"
	}
	return n.form == sequential && linear(n.children[0].node)
}

// variable suggests a name for what a call makes.
func variable(c call) string {
	if c.target == nil {
		return "y"
	}
	n := c.target
	for python.Identifier(n.name) != nil && n.parent != nil {
		n = n.parent
	}
	name := strings.ToLower(n.name)
	if python.Identifier(name) != nil || name == "x" {
		return "y"
	}
	return name
}

// access returns the expression for a module as seen from a class.
func access(from, to *node) string {
	if to == from {
		return "self"
	}
	outer := access(from, to.parent)
	if to.parent.form == sequential || to.parent.form == list {
		return outer + "[" + to.name + "]"
	}
	if python.Identifier(to.name) != nil {
		return fmt.Sprintf("getattr(%s, %q)", outer, to.name)
	}
	return outer + "." + to.name
}

// collect finds every instance of every class, from the outermost class in, and
// then which numbers of a class are arguments.
func (g *generator) collect() {
	for i := len(g.list) - 1; i >= 0; i-- {
		c := g.list[i]
		for _, vector := range c.vectors {
			for _, m := range c.init {
				for _, u := range m.uses {
					u.class.vectors = append(u.class.vectors, vector[u.at:u.at+len(u.class.slots)])
				}
			}
		}
	}
	for _, c := range g.list { // inner classes first
		c.arguments()
	}
}

// arguments makes the slots in which the instances of a class differ its
// arguments; slots that are equal in every instance are one argument.
func (c *class) arguments() {
	var reps []int
	c.column, reps = python.Arguments(c.vectors, c.visible())
	for _, slot := range reps {
		c.params = append(c.params, param{"", slot})
	}
	taken := python.Namer{}
	for p := range c.params {
		c.params[p].name = taken.Fresh(c.argument(p), "")
	}
}

// argument suggests a name for an argument: that of its first slot, or what
// says most of all that are equal.
func (c *class) argument(p int) string {
	names := map[string]bool{}
	for i, s := range c.slots {
		if c.column[i] == p {
			names[s.name] = true
		}
	}
	switch {
	case names["in_channels"] && names["out_channels"] && len(c.params) == 1:
		return "channels"
	case names["out_channels"] && p > 0:
		return "out_channels"
	}
	return c.slots[c.params[p].rep].name
}

// visible reports, by slot, whether the number appears in the class's own text:
// those inside another class only if they are its arguments.
func (c *class) visible() []bool {
	shown := make([]bool, len(c.slots))
	at := 0
	for _, m := range c.init {
		inner := make([]bool, len(m.slots))
		for _, u := range m.uses {
			for i := range u.class.slots {
				inner[u.at-at+i] = true
			}
			for _, p := range u.class.params {
				shown[u.at+p.rep] = true
			}
		}
		for i := range m.slots {
			if !inner[i] {
				shown[at+i] = true
			}
		}
		at += len(m.slots)
	}
	return shown
}

// nameClasses names the classes after the modules that are their instances.
func (g *generator) nameClasses(root string) {
	taken := python.Namer{root: true, "nn": true, "F": true, "torch": true}
	for _, c := range g.list {
		if c == g.root.class {
			c.name = root
			continue
		}
		stems := map[string]bool{}
		for name := range c.names {
			stems[camel(name)] = true
		}
		name := "Block"
		if len(stems) == 1 {
			for s := range stems {
				name = s
			}
		}
		if python.Identifier(name) != nil {
			name = "Block"
		}
		c.name = taken.Fresh(name, "")
	}
}

// camel returns a class name for a module called down_path or enc3.
func camel(name string) string {
	var s strings.Builder
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return r == '_' || unicode.IsDigit(r) }) {
		s.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return s.String()
}
