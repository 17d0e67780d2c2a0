package pytorch

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"unetparams/counter/python"
)

// print writes the file.
func (g *generator) print(o Options) string {
	var b strings.Builder
	b.WriteString(python.Comment(o.Header))
	b.WriteString("import torch\nfrom torch import nn\nfrom torch.nn import functional as F\n")
	for _, name := range slices.Sorted(maps.Keys(g.helpers)) {
		b.WriteString("\n\n" + helperCode[name])
	}
	for _, c := range g.list {
		b.WriteString("\n\n")
		g.printClass(&b, c)
	}
	fmt.Fprintf(&b, `

def count_param(model):
    """Learnable parameters; a tensor with several names is counted once."""
    return sum(p.numel() for p in model.parameters())


if __name__ == "__main__":
    model = %s().eval()
    total = count_param(model)
    print(f"{total:,} parameters")
    assert total == %s
`, o.Class, python.Number(g.r.Learnable))
	if o.Size != nil {
		in := []string{"1", fmt.Sprint(g.r.Steps[0].Out.C)}
		for _, n := range o.Size {
			in = append(in, fmt.Sprint(n))
		}
		fmt.Fprintf(&b, `    with torch.no_grad():
        y = model(torch.zeros(%s))
    for out in y if isinstance(y, tuple) else (y,):
        print("output", tuple(out.shape))
`, strings.Join(in, ", "))
	}
	return b.String()
}

func (g *generator) printClass(b *strings.Builder, c *class) {
	self := g.nodeOf(c)
	args := []string{"self"}
	for _, n := range g.freeAliases(self) {
		args = append(args, aliasName(n))
	}
	for _, p := range c.params {
		args = append(args, p.name)
	}
	fmt.Fprintf(b, "class %s(nn.Module):\n    def __init__(%s):\n        super().__init__()\n", c.name, strings.Join(args, ", "))
	at := 0
	for _, m := range c.init {
		text := indent(g.fill(c, self, m, at), "        ")
		if python.Identifier(m.name) != nil {
			fmt.Fprintf(b, "        self.add_module(%q, %s)\n", m.name, text)
		} else {
			fmt.Fprintf(b, "        self.%s = %s\n", m.name, text)
		}
		at += len(m.slots)
	}
	if c.forward == nil {
		return
	}
	fmt.Fprintf(b, "\n    def forward(%s):\n", strings.Join(append([]string{"self"}, c.inputs...), ", "))
	for _, line := range c.forward {
		b.WriteString("        " + line + "\n")
	}
}

// fill puts numbers, arguments, classes and other names into a template.
func (g *generator) fill(c *class, self *node, m member, at int) string {
	number := func(i int) string {
		if p := c.column[i]; p >= 0 {
			return c.params[p].name
		}
		return fmt.Sprint(c.vectors[0][i])
	}
	var b strings.Builder
	text, slot, nth := m.text, at, 0
	for text != "" {
		switch {
		case strings.HasPrefix(text, "§"):
			b.WriteString(number(slot))
			slot++
			text = text[len("§"):]
		case strings.HasPrefix(text, "⟪⟫"):
			u := m.uses[nth]
			nth++
			var args []string
			for _, n := range g.freeAliases(g.nodeOf(u.class)) {
				args = append(args, g.reach(self, n))
			}
			for _, p := range u.class.params {
				args = append(args, number(u.at+p.rep))
			}
			b.WriteString(u.class.name + "(" + strings.Join(args, ", ") + ")")
			slot = u.at + len(u.class.slots)
			text = text[len("⟪⟫"):]
		case strings.HasPrefix(text, "⟦"):
			path, rest, _ := strings.Cut(text[len("⟦"):], "⟧")
			b.WriteString(g.reach(self, g.find(path)))
			text = rest
		default:
			b.WriteByte(text[0])
			text = text[1:]
		}
	}
	return b.String()
}

// nodeOf returns the first module of a class.
func (g *generator) nodeOf(c *class) *node {
	var found *node
	var visit func(n *node)
	visit = func(n *node) {
		if found == nil && n.class == c {
			found = n
		}
		for _, k := range n.children {
			if !k.alias && found == nil {
				visit(k.node)
			}
		}
	}
	visit(g.root)
	return found
}

func (g *generator) find(path string) *node {
	for m, n := range g.byModule {
		if m.Path() == path {
			return n
		}
	}
	return nil
}

// freeAliases returns the modules from outside that a container has under
// another name: its class gets them as arguments.
func (g *generator) freeAliases(n *node) []*node {
	var free []*node
	var visit func(k *node)
	visit = func(k *node) {
		for _, c := range k.children {
			switch {
			case !c.alias:
				visit(c.node)
			case !inside(c.node, n) && !slices.Contains(free, c.node):
				free = append(free, c.node)
			}
		}
	}
	visit(n)
	return free
}

func inside(n, outer *node) bool {
	for ; n != nil; n = n.parent {
		if n == outer {
			return true
		}
	}
	return false
}

// reach returns the expression for a module in the __init__ of a class.
func (g *generator) reach(self, n *node) string {
	if inside(n, self) {
		return access(self, n)
	}
	return aliasName(n)
}

// aliasName names the argument by which a module is handed to a class.
func aliasName(n *node) string {
	if python.Identifier(n.name) == nil {
		return n.name
	}
	return aliasName(n.parent) + "_" + n.name
}

func indent(s, by string) string { return strings.ReplaceAll(s, "\n", "\n"+by) }
