package find

import (
	"slices"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// A Mechanism is a way to go up. A transposed convolution and an interpolation with
// a convolution of the same kernel after it have the same parameters, so a count
// never tells which of them a network has.
type Mechanism struct {
	Transposed bool           // or else an interpolation and a convolution
	Kernel     []int64        // one number for each spatial axis
	Config     *config.Config // a network that goes up so; nil where it can't be built here
}

// Mechanisms returns the ways to go up that give a network its count: its own and
// the other one with the same kernel. There are none where it goes up in several
// ways, or by a convolution of one position, which interpolation alone can have.
func Mechanisms(c *config.Config) []Mechanism {
	own, ok := mechanism(c)
	if !ok {
		return nil
	}
	other := Mechanism{Transposed: !own.Transposed, Kernel: own.Kernel}
	total, err := c.Count()
	if err != nil {
		return nil
	}
	for _, value := range valuesAround(c) {
		d, err := c.With(value)
		if err != nil {
			continue
		}
		if n, err := d.Count(); err != nil || n != total {
			continue
		}
		if m, ok := mechanism(d); ok && m.Transposed == other.Transposed {
			other.Config = d
			break
		}
	}
	return []Mechanism{own, other}
}

// valuesAround returns the settings that are searched around a network.
func valuesAround(c *config.Config) []string {
	var values []string
	axes := slices.Concat(classicAxes, [][]string{{"up=transposed upkernel=3"}})
	if c.Arch.ID != zoo.Default {
		axes = axesOf(config.New(c.Arch))
	}
	for _, axis := range axes {
		values = append(values, axis...)
	}
	return values
}

// mechanism returns the way in which a network goes up, if that is the same on all
// levels.
func mechanism(c *config.Config) (m Mechanism, ok bool) {
	_, r, err := c.Build()
	if err != nil {
		return m, false
	}
	for _, s := range r.Steps {
		if s.Again || !goesUp(r, s) {
			continue
		}
		w := s.Layer.(counter.Windowed).Window()
		size := int64(1)
		for _, k := range w.KernelSize() {
			size *= k
		}
		if size == 1 || m.Config != nil && (m.Transposed != w.Transposed || !slices.Equal(m.Kernel, w.KernelSize())) {
			return m, false
		}
		m = Mechanism{w.Transposed, w.KernelSize(), c}
	}
	return m, m.Config != nil
}
