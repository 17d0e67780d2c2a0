package config

// A Role is what a setting means in any architecture, whatever its constructor
// calls it. Search and comparison ask for it.
type Role int

// The roles of settings. A setting without one has a meaning of its own.
const (
	NoRole        Role = iota
	Width              // channels of the first level, or those of every level as a list
	Inputs             // input channels
	Classes            // output channels
	Depth              // number of levels, or of steps between them
	Dimensions         // spatial axes
	WidthDivisor       // divides all widths, as UNet-family's feature_scale
	WidthExponent      // widths are powers of two that begin with this one, as jvanvugt's wf
	Repeats            // how often a block repeats something
	Activation         // by name
	Normalization      // by name
	Upsampling         // by name: a transposed convolution or a kind of interpolation
	Thousandths        // a factor that widths are multiplied by, in thousandths, as Restormer's expansion
	Uncounted          // changes what is computed, and no count
)

// As declares the knob's role.
func (k *Knob) As(r Role) *Knob { k.Role = r; return k }

// ByRole returns the knob that has a role, or nil. Where several have it, as a
// width and a list of widths that takes its place, it is the first.
func (c *Config) ByRole(r Role) *Knob {
	for _, k := range c.Knobs {
		if k.Role == r {
			return k
		}
	}
	return nil
}

// Fixes declares roles that have no setting, and why: every architecture has a
// setting for its width, inputs and classes, or says here that it has none.
func (ks *Knobs) Fixes(reason string, roles ...Role) {
	for _, r := range roles {
		ks.fixed = append(ks.fixed, fixedRole{r, reason})
	}
}

// A fixedRole is a role that an architecture has no setting for.
type fixedRole struct {
	Role
	reason string
}

// Fixed returns why the architecture has no setting for a role, or "".
func (c *Config) Fixed(r Role) string {
	for _, f := range c.fixed {
		if f.Role == r {
			return f.reason
		}
	}
	return ""
}
