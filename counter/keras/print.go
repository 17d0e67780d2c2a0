package keras

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"unetparams/counter/python"
)

// print writes the file.
func (w *writer) print(root *function, o Options) string {
	var b strings.Builder
	b.WriteString(python.Comment(o.Header))
	b.WriteString("import math\n\nimport keras\nfrom keras import layers\n")
	if w.linear {
		b.WriteString(linearCode)
	}
	w.nameFunctions(o.Name)
	for _, f := range append(w.functions, root) {
		f.arguments()
		b.WriteString("\n\n")
		w.printFunction(&b, f, f == root)
	}
	trainable, total := Counts(w.r)
	fmt.Fprintf(&b, `

def count(weights):
    return sum(math.prod(w.shape) for w in weights)


if __name__ == "__main__":
    model = %s()
    trainable = count(model.trainable_weights)
    total = count(model.weights)
    print(f"{trainable:,} trainable, {total:,} with moving means and variances")
    assert trainable == %s
    assert total == %s
    for out in model.outputs:
        print("output", tuple(out.shape))
`, o.Name, python.Number(trainable), python.Number(total))
	return b.String()
}

// linearCode is the helper for linear interpolation.
const linearCode = `

def upsample_linear(x, factors):
    """Interpolates one axis after another: Keras does it linearly for images only."""
    shape = list(x.shape[1:])
    for axis, factor in enumerate(factors):
        x = layers.Reshape((math.prod(shape[:axis]), shape[axis], math.prod(shape[axis + 1:])))(x)
        x = layers.UpSampling2D((1, factor), interpolation="bilinear")(x)
        shape[axis] *= factor
    return layers.Reshape(tuple(shape))(x)
`

// printFunction writes a function; the root also makes the input and the model.
func (w *writer) printFunction(b *strings.Builder, f *function, root bool) {
	lines := make([]python.Call, len(f.calls))
	for i, c := range f.calls {
		lines[i] = python.Call{In: c.in, Out: c.out, Base: variable(c)}
	}
	taken := python.Namer{"keras": true, "layers": true, "math": true, "name": true, "inputs": true, "outputs": true, f.name: true}
	for _, g := range w.functions {
		taken[g.name] = true
	}
	for _, p := range f.params {
		taken[p.name] = true
	}
	v := python.Variables(taken, f.in, lines, f.out)
	if root {
		x := w.shape(0)
		v[0] = "inputs"
		shape := make([]string, 0, 4)
		for _, n := range append(slices.Clone(x.Sizes()), x.C) {
			if n == 0 {
				shape = append(shape, "None")
			} else {
				shape = append(shape, fmt.Sprint(n))
			}
		}
		fmt.Fprintf(b, "def %s():\n    inputs = keras.Input((%s))\n", f.name, strings.Join(shape, ", "))
	} else {
		var params []string
		for _, i := range f.in {
			params = append(params, v[i])
		}
		for _, p := range f.params {
			params = append(params, p.name)
		}
		if f.named() {
			params = append(params, "name")
		}
		fmt.Fprintf(b, "def %s(%s):\n", f.name, strings.Join(params, ", "))
	}

	kept := map[string]string{} // by path: the variable of a layer that runs again
	at := 0
	var text []string
	for _, c := range f.calls {
		var args []string
		for _, value := range c.in {
			args = append(args, v[value])
		}
		name := f.layerName(c, root)
		var line string
		switch {
		case c.fn != nil:
			for _, p := range c.fn.params {
				args = append(args, f.number(at+int(p.n)))
			}
			if c.fn.named() {
				args = append(args, name)
			}
			line = c.fn.name + "(" + strings.Join(args, ", ") + ")"
		default:
			line = c.text
			for i := range c.slot {
				line = strings.Replace(line, "§", f.number(at+i), 1)
			}
			if c.path == "" {
				name = ""
			} else {
				name = ", name=" + name
			}
			line = strings.Replace(line, "◊", name, 1)
			if c.keep {
				if kept[c.path] == "" {
					kept[c.path] = taken.Fresh("layer", "_")
					text = append(text, kept[c.path]+" = "+line)
				}
				line = kept[c.path]
			}
			switch {
			case c.join:
				line += "([" + strings.Join(args, ", ") + "])"
			case strings.HasPrefix(c.text, linearUp):
				line = linearUp + args[0] + ", " + strings.TrimPrefix(line, linearUp)
			default:
				line += "(" + args[0] + ")"
			}
		}
		at += len(c.slot)
		var names []string
		for _, value := range c.out {
			names = append(names, v[value])
		}
		text = append(text, strings.Join(names, ", ")+" = "+line)
	}

	results := make([]string, len(f.out))
	for i, value := range f.out {
		results[i] = v[value]
	}
	result := strings.Join(results, ", ")
	switch last := len(text) - 1; {
	case root && len(results) > 1:
		text = append(text, fmt.Sprintf("return keras.Model(inputs, [%s], name=%q)", result, f.name))
	case root:
		text = append(text, fmt.Sprintf("return keras.Model(inputs, %s, name=%q)", result, f.name))
	case strings.HasPrefix(text[last], result+" = "):
		text[last] = "return " + strings.TrimPrefix(text[last], result+" = ")
	default:
		text = append(text, "return "+result)
	}
	for _, line := range text {
		b.WriteString("    " + line + "\n")
	}
}

// number returns what stands for a slot: an argument or its number.
func (f *function) number(slot int) string {
	if p := f.column[slot]; p >= 0 {
		return f.params[p].name
	}
	return fmt.Sprint(f.instances[0][slot])
}

// named reports whether there is a layer with a name in a function.
func (f *function) named() bool {
	return slices.ContainsFunc(f.calls, func(c call) bool {
		return c.fn == nil && c.path != "" || c.fn != nil && c.fn.named()
	})
}

// layerName returns the expression for the name of a layer, or for what the
// names in a block begin with.
func (f *function) layerName(c call, root bool) string {
	if root {
		return fmt.Sprintf("%q", legal(c.path))
	}
	return `f"{name}_` + legal(c.path) + `"`
}

// legal makes a path a name that Keras takes.
func legal(path string) string { return strings.ReplaceAll(path, ".", "_") }

// variable suggests a name for what a call makes.
func variable(c call) string {
	name, _, _ := strings.Cut(strings.ToLower(c.path), ".")
	if c.fn == nil || python.Identifier(name) != nil || name == "x" {
		return "y"
	}
	return name
}

// nameFunctions names the functions after the containers that are their
// instances.
func (w *writer) nameFunctions(root string) {
	taken := python.Namer{root: true, "keras": true, "layers": true, "math": true, "count": true, "upsample_linear": true}
	for _, f := range w.functions {
		stems := map[string]bool{}
		name := ""
		for n := range f.names {
			name = strings.ToLower(strings.Trim(strings.TrimRightFunc(n, unicode.IsDigit), "_"))
			stems[name] = true
		}
		if len(stems) != 1 || python.Identifier(name) != nil {
			name = "block"
		}
		f.name = taken.Fresh(name, "_")
	}
}
