package layer

import "unetparams/counter"

// ReflectOne is [ReplicateOne] with reflection: every axis of its first input whose
// size differs from that of its second is extended by its last value but one.
//
// https://pytorch.org/docs/stable/generated/torch.nn.functional.pad.html
type ReflectOne struct{ free }

// Kind returns "ReflectOne".
func (ReflectOne) Kind() string { return "ReflectOne" }

// ReadsSize implements [counter.SizeReader]: of the second input.
func (ReflectOne) ReadsSize(input int) bool { return input == 1 }

// Forward implements [counter.Layer]: the first input's channels; sizes that differ
// grow by one. An axis of size 1 can't grow.
func (ReflectOne) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := ReplicateOne{}.Forward(in...)
	if err != nil {
		return counter.Shape{}, err
	}
	for i, n := range x.Sizes() {
		if n == 2 && in[0].Size[i] == 1 {
			return counter.Shape{}, &counter.Error{Problem: counter.TooSmall, Got: in[0]}
		}
	}
	return x, nil
}
