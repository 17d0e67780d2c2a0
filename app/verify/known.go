package verify

import (
	"unetparams/counter/config"
	"unetparams/counter/identify"
	"unetparams/counter/read"
)

// Identify returns the network, of whatever architecture, that has the tensors of a
// pasted list of names and shapes, or the one that is nearest; exact says which. It
// is nil where none is near, and for texts that show no shapes.
//
// It takes up to some seconds, since it builds a network of each architecture. It
// calls rest between two of them, and ends early where that returns false; rest may
// be nil. See [identify.Find].
func Identify(text string, rest func() bool) (c *config.Config, exact bool) {
	tensors := Tensors(text)
	if tensors == nil {
		return nil, false
	}
	found := identify.Find(tensors, rest)
	if len(found) == 0 {
		return nil, false
	}
	return found[0].Config, found[0].Exact()
}

// Tensors returns the tensors that a text lists by names and shapes; nil if it shows
// something else, or not all of them were understood.
func Tensors(text string) []identify.Tensor {
	doc := read.Text(text)
	l := longest(&doc)
	if l == nil || len(l.Rows) > 0 || !hasShapes(l) || l.NUnread > 0 {
		return nil
	}
	tensors := make([]identify.Tensor, len(l.Tensors))
	for i := range l.Tensors {
		tensors[i] = identify.Tensor{Name: l.Tensors[i].Name, Shape: l.Tensors[i].Shape}
	}
	return tensors
}
