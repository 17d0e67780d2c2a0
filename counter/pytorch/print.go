package pytorch

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"unetparams/counter"
	"unetparams/counter/block"
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
		c.print(&b)
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
		fmt.Fprintf(&b, `    with torch.no_grad():
        y = model(%s)
    for out in y if isinstance(y, tuple) else (y,):
        print("output", tuple(out.shape))
`, g.example(o.Size))
	}
	return b.String()
}

// example returns the arguments of a run on an image of the given size.
func (g *generator) example(size []int64) string {
	var image counter.Axes
	copy(image[:], size)
	var args []string
	for i, row := range g.r.Inputs {
		shape := []string{"1", fmt.Sprint(g.r.Steps[row.Step].Out.C)}
		sizes := row.Sizes(image)
		for _, n := range sizes[:row.ND] {
			shape = append(shape, fmt.Sprint(n))
		}
		arg := "torch.zeros(" + strings.Join(shape, ", ") + ")"
		if i > 0 && python.Identifier(row.Name) == nil {
			arg = row.Name + "=" + arg
		}
		args = append(args, arg)
	}
	return strings.Join(args, ", ")
}

// print writes the class.
func (c *class) print(b *strings.Builder) {
	args := []string{"self"}
	for _, k := range c.Block.Borrowed() {
		args = append(args, borrowedName(k))
	}
	for _, p := range c.Params {
		args = append(args, p.Name)
	}
	const indent = "        "
	fmt.Fprintf(b, "class %s(nn.Module):\n    def __init__(%s):\n%ssuper().__init__()\n", c.Name, strings.Join(args, ", "), indent)
	for _, line := range c.Lines(nil, indent) {
		b.WriteString(indent + line + "\n")
	}
	if c.forward == nil {
		return
	}
	fmt.Fprintf(b, "\n    def forward(%s):\n", strings.Join(append([]string{"self"}, c.inputs...), ", "))
	for _, line := range c.forward {
		b.WriteString(indent + line + "\n")
	}
}

// A reference names a module elsewhere in the tree, in the __init__ of a class.
type reference struct {
	*generator
	to *block.Block
}

func (g *generator) reference(to *block.Block) python.Expr {
	return python.Reference{Ref: reference{g, to}}
}

// Name returns the path to the module if it is inside the class, and otherwise the
// argument by which it is passed to the class.
func (r reference) Name(in *python.Def) string {
	if r.to.Inside(in.Block) {
		return r.access(in.Block, r.to)
	}
	return borrowedName(r.to)
}

// Key returns the module's path, relative to the class if the module is inside it.
func (r reference) Key(in *python.Def) string {
	path := r.to.Module.Path()
	if in == nil || in.Block == r.Root {
		return path
	}
	if inner, ok := strings.CutPrefix(path, in.Block.Module.Path()+"."); ok {
		return "." + inner
	}
	return path
}

// access returns the expression for a module as seen from a container.
func (g *generator) access(from, to *block.Block) string {
	if to == from {
		return "self"
	}
	outer := g.access(from, to.Parent)
	if f := g.form(to.Parent); f == sequential || f == list {
		return outer + "[" + to.Name + "]"
	}
	if python.Identifier(to.Name) != nil {
		return fmt.Sprintf("getattr(%s, %q)", outer, to.Name)
	}
	return outer + "." + to.Name
}

// borrowedName returns the name of the argument by which a module outside a class
// is passed to it.
func borrowedName(b *block.Block) string {
	if python.Identifier(b.Name) == nil {
		return b.Name
	}
	return borrowedName(b.Parent) + "_" + b.Name
}
