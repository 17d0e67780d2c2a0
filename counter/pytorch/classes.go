package pytorch

import (
	"fmt"
	"strings"
	"unicode"

	"unetparams/counter"
	"unetparams/counter/block"
	"unetparams/counter/layer"
	"unetparams/counter/python"
)

// construct generates the expression that creates a container in its parent's
// __init__. Classes that differ only in numbers become one.
func (g *generator) construct(k *block.Block, calls []call, in []int, out results) {
	members := make([]python.Expr, len(k.Children))
	for i, c := range k.Children {
		members[i] = g.member(c)
	}
	code := &g.blocks[k.ID]
	switch code.form {
	case sequential:
		code.expr = python.List{Open: "nn.Sequential(", Elems: members, Close: ")"}
		return
	case list:
		code.expr = python.List{Open: "nn.ModuleList([", Elems: members, Close: "])"}
		return
	}
	c := &class{Def: python.Def{Block: k}}
	var body []python.Statement
	for i, e := range members {
		body = append(body, assign(k.Children[i], e))
	}
	if code.form == classed {
		c.inputs, c.forward = g.forward(k, calls, in, out)
	}
	key := c.key(body)
	if known, ok := g.classes[key]; ok {
		c = known
	} else {
		g.classes[key] = c
		g.list = append(g.list, c)
	}
	use := python.Use{Def: &c.Def, Numbers: c.Copy(k.Name, body)}
	for _, b := range c.Block.Borrowed() {
		use.Before = append(use.Before, g.reference(b))
	}
	code.expr = use
}

// key returns a text that is equal for classes that can be merged into one.
func (c *class) key(body []python.Statement) string {
	return fmt.Sprintln(c.Key(nil, body, nil), c.inputs, c.forward == nil, strings.Join(c.forward, "\n"))
}

// assign registers a module under its name.
func assign(c block.Child, e python.Expr) python.Statement {
	name := c.Name
	if l := c.Module.Layer(); l != nil && !c.Alias {
		if t, ok := bare(l); ok && !t.Learn {
			return python.Statement{Value: python.Seq{python.Text(fmt.Sprintf("self.register_buffer(%q, ", name)), e, python.Text(")")}}
		}
	}
	if python.Identifier(name) != nil {
		return python.Statement{Value: python.Seq{python.Text(fmt.Sprintf("self.add_module(%q, ", name)), e, python.Text(")")}}
	}
	return python.Statement{Value: python.Seq{python.Text("self." + name + " = "), e}}
}

// member returns the expression that creates a child of a container.
func (g *generator) member(c block.Child) python.Expr {
	if c.Alias {
		return g.reference(c.Block)
	}
	l := c.Module.Layer()
	if l == nil {
		return g.blocks[c.ID].expr
	}
	e, ok := build(l)
	if !ok {
		g.err = fmt.Errorf("%w: %s as a module", ErrUnknownLayer, l.Kind())
		return python.Text("")
	}
	if e.helper != "" {
		g.helpers[e.helper] = true
	}
	slots := make([]python.Slot, len(e.slots))
	for i, s := range e.slots {
		slots[i] = python.Slot{Name: s.name, N: s.n}
	}
	return python.Format(e.text, slots, nil)
}

// forward returns the parameters and the body of a forward method.
func (g *generator) forward(k *block.Block, calls []call, in []int, out results) (params, lines []string) {
	lineOf := make([]python.Call, len(calls))
	for n, c := range calls {
		lineOf[n] = python.Call{In: c.in, Out: c.out, Base: variable(c)}
	}
	v := python.Variables(python.Namer{"self": true, "torch": true, "nn": true, "F": true}, in, g.inputNames(k), lineOf, out.all())
	for _, i := range in {
		params = append(params, v[i])
	}
	for i, c := range calls {
		args := make([]string, len(c.in))
		for i, value := range c.in {
			args[i] = v[value]
		}
		before, text := g.written(k, c, args)
		if before != "" {
			lines = append(lines, before)
		}
		lines = append(lines, listed(c.out, v)+" = "+text)
		if out.last(calls) == i {
			lines = append(lines, "if not self.training:", "    return "+listed(out.eval, v))
		}
	}
	result := listed(out.always, v)
	if last := len(lines) - 1; last >= 0 && strings.HasPrefix(lines[last], result+" = ") {
		lines[last] = "return " + strings.TrimPrefix(lines[last], result+" = ")
		return params, lines
	}
	return params, append(lines, "return "+result)
}

// listed returns the names of values, separated by commas.
func listed(values []int, names map[int]string) string {
	list := make([]string, len(values))
	for i, value := range values {
		list[i] = names[value]
	}
	return strings.Join(list, ", ")
}

// written returns the expression of a call, and a statement that must run before
// it, if there is one.
func (g *generator) written(k *block.Block, c call, args []string) (before, text string) {
	switch {
	case c.target != nil && isBare(c.layer):
		args = append(args, g.access(k, c.target))
	case c.target != nil:
		module := g.access(k, c.target)
		if g.lastAxis(c.target) && g.r.Steps[c.out[0]].Out.ND > 0 {
			return "", module + "(" + args[0] + ".movedim(1, -1)).movedim(-1, 1)"
		}
		return "", module + "(" + strings.Join(args, ", ") + ")"
	}
	e, ok := function(c.layer, args)
	if !ok {
		g.err = fmt.Errorf("%w: %s as a function", ErrUnknownLayer, c.layer.Kind())
	}
	if e.helper != "" {
		g.helpers[e.helper] = true
	}
	return e.before, e.text
}

// lastAxis reports whether a module begins with a layer that acts on the last axis
// in PyTorch but must act on the channels, which are the second axis: a fully
// connected layer or a layer normalization of the channels.
func (g *generator) lastAxis(b *block.Block) bool {
	if l := b.Module.Layer(); l != nil {
		norm, ok := l.(layer.LayerNorm)
		return l.Kind() == "Linear" || ok && norm.Size == (counter.Axes{})
	}
	return g.form(b) == sequential && g.lastAxis(b.Children[0].Block)
}

// variable suggests a variable name for the result of a call.
func variable(c call) string {
	if c.target == nil {
		return "y"
	}
	n := c.target
	for python.Identifier(n.Name) != nil && n.Parent != nil {
		n = n.Parent
	}
	name := strings.ToLower(n.Name)
	if python.Identifier(name) != nil || name == "x" {
		return "y"
	}
	return name
}

// nameArguments determines the arguments of a class and their names.
func (c *class) nameArguments() {
	c.Resolve(python.Namer{}, func(p int) string {
		names := map[string]bool{}
		for _, i := range c.Params[p].Slots {
			names[c.Slot(i)] = true
		}
		switch {
		case names["in_channels"] && names["out_channels"] && len(c.Params) == 1:
			return "channels"
		case names["out_channels"] && p > 0:
			return "out_channels"
		}
		return c.Slot(c.Params[p].Slots[0])
	})
}

// resolve names the classes after the modules that are their instances, and
// determines their arguments.
func (g *generator) resolve(root *class, name string) {
	taken := python.Namer{name: true, "nn": true, "F": true, "torch": true}
	for _, c := range g.list { // inner classes first
		c.nameArguments()
		if c == root {
			c.Name = name
			continue
		}
		stems := map[string]bool{}
		stem := ""
		for name := range c.Stems {
			stem = camel(name)
			stems[stem] = true
		}
		if len(stems) != 1 || python.Identifier(stem) != nil {
			stem = "Block"
		}
		c.Name = taken.Fresh(stem, "")
	}
}

// camel returns the class name for a module's name: DownPath for down_path, Enc for
// enc3.
func camel(name string) string {
	var s strings.Builder
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return r == '_' || unicode.IsDigit(r) }) {
		s.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return s.String()
}
