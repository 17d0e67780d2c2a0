package counter

import (
	"fmt"
	"slices"
)

// An InputRow is one input of a network: its name, and how its sizes follow from
// the size of the image.
type InputRow struct {
	Name string // "x" for the image
	Step int    // index into Report.Steps
	ND   int    // spatial axes

	// Size holds the sizes of an input of fixed size, such as 77 tokens of text.
	// Any other input is Divisor times smaller than the image and Factor times
	// larger; Divisor is 1 for the image itself.
	Size    Axes
	Divisor int64 // 0 if the size is fixed
	Factor  int64 // 0 means 1
}

// Sizes returns the input's sizes for an image of the given size. A size below 1
// means that the image is too small.
func (r *InputRow) Sizes(image Axes) Axes {
	size := r.Size
	for i := 0; r.Divisor > 0 && i < r.ND; i++ {
		size[i] = image[i] / r.Divisor * max(r.Factor, 1)
	}
	return size
}

// Input adds an image with c channels and nd spatial axes, in a stage of its
// own. Its size is the argument of [Net.Trace].
func (n *Net) Input(c int64, nd int) Value {
	n.At(Input, 1)
	name := "x"
	if len(n.given) > 0 {
		name = fmt.Sprint("x", len(n.given)+1)
	}
	return n.input(InputRow{Name: name, ND: nd, Divisor: 1}, c)
}

// ScaledInput adds an image that is divisor times smaller than the main one,
// rounded down, such as the low-resolution image that super-resolution starts
// from. Unlike [Net.Input] it stays in the current stage.
func (n *Net) ScaledInput(name string, c int64, nd int, divisor int64) Value {
	if divisor < 1 {
		n.fail(&Error{Problem: BadLayer}, name, "Input")
	}
	return n.input(InputRow{Name: name, ND: nd, Divisor: divisor}, c)
}

// EnlargedInput adds an image that is factor times larger than the one the
// network is run on, such as the picture that controls how a latent is
// denoised, in the current stage.
func (n *Net) EnlargedInput(name string, c int64, nd int, factor int64) Value {
	if factor < 1 || factor > 1<<16 {
		n.fail(&Error{Problem: BadLayer}, name, "Input")
	}
	return n.input(InputRow{Name: name, ND: nd, Divisor: 1, Factor: factor}, c)
}

// NamedInput adds an input of the given shape, which does not depend on the size
// of the image, in the current stage. A time step is Shape{C: 1}; a text of 77
// tokens with 768 features each is Shape{C: 768, ND: 1, Size: Axes{77}}. Settings
// that change the shape are settings of the architecture, like any other.
func (n *Net) NamedInput(name string, s Shape) Value {
	for _, size := range s.Size[:max(min(s.ND, len(s.Size)), 0)] {
		if size < 1 {
			n.fail(&Error{Problem: BadLayer, Got: s}, name, "Input")
		}
	}
	if s.Batch > 1 {
		n.fail(&Error{Problem: BadLayer, Got: s}, name, "Input")
	}
	return n.input(InputRow{Name: name, ND: s.ND, Size: s.Size}, s.C)
}

func (n *Net) input(row InputRow, c int64) Value {
	taken := slices.ContainsFunc(n.given, func(r InputRow) bool { return r.Name == row.Name })
	if c < 1 || row.ND < 0 || row.ND > 3 || row.Name == "" || taken {
		n.fail(&Error{Problem: BadLayer}, row.Name, "Input")
	}
	s := Shape{C: c, ND: row.ND} // without sizes, like all values
	if n.tallying {
		return value(s, 0)
	}
	row.Step = len(n.steps)
	if n.given == nil {
		n.given = n.one[:0]
	}
	n.given = append(n.given, row)
	n.steps = append(n.steps, Step{Out: s, Stage: n.stage()})
	return value(s, row.Step)
}
