package zoo

import (
	"strconv"

	"unetparams/counter"
)

// A forward runs layers that are registered already: published code registers
// in one order and runs in another.
type forward func(counter.Value) counter.Value

// sequential registers layers under m as 0, 1, 2, …, and returns what runs them
// one after another.
func sequential(m *counter.Module, layers ...counter.Layer) forward {
	ms := make([]*counter.Module, len(layers))
	for i, l := range layers {
		ms[i] = m.Own(strconv.Itoa(i), l)
	}
	return func(x counter.Value) counter.Value {
		for _, m := range ms {
			x = m.Run(x)
		}
		return x
	}
}
