package keras

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"unetparams/counter"
	"unetparams/counter/python"
)

// print writes the file.
func (w *writer) print(root *function, o Options) string {
	var b strings.Builder
	b.WriteString(python.Comment(o.Header))
	b.WriteString("import math\n\nimport keras\nfrom keras import layers\n")
	for i, h := range helpers {
		if w.helped[i] {
			b.WriteString(h.code)
		}
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

// arguments determines the arguments of a function and their names.
func (f *function) arguments() {
	f.Resolve(python.Namer{"x": true, "name": true, "layers": true, "keras": true}, func(p int) string {
		return f.Shown(f.Params[p].Slots[0])
	})
}

// printFunction writes a function; the root also creates the inputs and the model.
func (w *writer) printFunction(b *strings.Builder, f *function, root bool) {
	taken := python.Namer{"keras": true, "layers": true, "math": true, "name": true, "inputs": true, "outputs": true, "training": true, f.Name: true}
	for _, g := range w.functions {
		taken[g.Name] = true
	}
	for _, p := range f.Params {
		taken[p.Name] = true
	}
	var inputs []input
	if root {
		inputs = w.inputs(taken)
	}
	vars := python.Variables(taken, f.in, nil, f.calls, append(slices.Clone(f.out), f.eval...))
	for _, in := range inputs {
		vars[in.step] = in.variable
	}
	for _, v := range f.kept {
		vars[v] = taken.Fresh("layer", "_")
	}
	var params []string
	for _, i := range f.in {
		params = append(params, vars[i])
	}
	for _, p := range f.Params {
		params = append(params, p.Name)
	}
	if f.named && !root {
		params = append(params, "name")
	}
	if len(f.eval) > 0 {
		params = append(params, "training=True")
	}
	fmt.Fprintf(b, "def %s(%s):\n", f.Name, strings.Join(params, ", "))
	for _, in := range inputs {
		fmt.Fprintf(b, "    %s = %s\n", in.variable, in.code)
	}
	for _, line := range f.Lines(vars, "    ") {
		b.WriteString("    " + line + "\n")
	}
}

// An input is a line that creates an input of the model.
type input struct {
	step           int
	variable, code string
}

// inputs returns the inputs of the model, and reserves the names of their variables
// in taken. If there are several inputs, each has a name.
func (w *writer) inputs(taken python.Namer) []input {
	var all []input
	for _, row := range w.r.Inputs {
		in := input{row.Step, "inputs", "keras.Input(" + w.inputShape(row) + ")"}
		if len(w.r.Inputs) > 1 {
			in.code = fmt.Sprintf("keras.Input(%s, name=%q)", w.inputShape(row), row.Name)
			if row.Name != "x" { // x is reassigned in every line
				in.variable = row.Name
				if python.Identifier(row.Name) != nil {
					in.variable = "input"
				}
				in.variable = taken.Fresh(in.variable, "_")
			}
		}
		all = append(all, in)
	}
	return all
}

// inputShape writes the shape of an input without the batch.
func (w *writer) inputShape(row counter.InputRow) string {
	x := w.shape(row.Step)
	if row.Divisor == 0 {
		x.Size = row.Size
	}
	return shapeTuple(x)
}

// shapeTuple writes a shape without the batch, with None for unknown sizes.
func shapeTuple(x counter.Shape) string {
	axes := make([]string, 0, 4)
	for _, n := range append(slices.Clone(x.Sizes()), x.C) {
		if n == 0 {
			axes = append(axes, "None")
		} else {
			axes = append(axes, fmt.Sprint(n))
		}
	}
	if len(axes) == 1 {
		return "(" + axes[0] + ",)"
	}
	return "(" + strings.Join(axes, ", ") + ")"
}

// nameFunctions names the functions after the containers that they implement.
func (w *writer) nameFunctions(root string) {
	taken := python.Namer{root: true, "keras": true, "layers": true, "math": true, "count": true}
	for _, h := range helpers {
		taken[strings.TrimSuffix(h.call, "(")] = true
	}
	for _, f := range w.functions {
		stems := map[string]bool{}
		name := ""
		for n := range f.Stems {
			name = strings.ToLower(strings.Trim(strings.TrimRightFunc(n, unicode.IsDigit), "_"))
			stems[name] = true
		}
		if len(stems) != 1 || python.Identifier(name) != nil {
			name = "block"
		}
		f.Name = taken.Fresh(name, "_")
	}
}
