package layer

import "unetparams/counter"

// The layers of this file turn maps of several sizes and channels into one sequence
// of tokens with equal channels, and back, as MISSFormer's bridge does: Huang et
// al., "MISSFormer" (2021, https://arxiv.org/abs/2109.07162). They have no
// parameters.

// Regroup splits the channels of every position into tokens of C channels each. The
// tokens of one position are adjacent; with Outside, the first tokens of all
// positions come first, and a token is not made of neighboring channels: the order
// that a published reshape produces.
type Regroup struct {
	free
	C       int64
	Outside bool
}

// Kind returns "Regroup".
func (Regroup) Kind() string { return "Regroup" }

// Forward implements [counter.Layer]: C channels along one axis.
func (l Regroup) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 0)
	if err != nil {
		return counter.Shape{}, err
	}
	if l.C < 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadLayer}
	}
	if x.C%l.C != 0 {
		return counter.Shape{}, &counter.Error{Problem: counter.Groups, Want: counter.Shape{C: l.C}, Got: x}
	}
	out := counter.Shape{C: l.C, ND: 1, Batch: x.Batch}
	if x.Known() {
		out.Size[0], err = counter.Product(append(x.Sizes(), x.C/l.C)...)
	}
	return out, err
}

// Ungroup turns tokens back into a map, the reverse of [Regroup]. It takes the
// tokens of its first input starting at From, and gives the map the shape of its
// second input, of which nothing else is used.
type Ungroup struct {
	free
	From int64
}

// Kind returns "Ungroup".
func (Ungroup) Kind() string { return "Ungroup" }

// ReadsSize implements [counter.SizeReader]: of the second input.
func (Ungroup) ReadsSize(input int) bool { return input == 1 }

// Forward implements [counter.Layer]: the shape of the second input.
func (l Ungroup) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 2 || in[0].ND != 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	x, like := in[0], in[1]
	if like.C%x.C != 0 {
		return counter.Shape{}, &counter.Error{Problem: counter.Groups, Want: counter.Shape{C: x.C}, Got: like}
	}
	if !x.Known() || !like.Known() {
		return like, nil
	}
	n, err := counter.Product(append(like.Sizes(), like.C/x.C)...)
	if err == nil && (l.From < 0 || n > x.Size[0]-l.From) {
		err = &counter.Error{Problem: counter.Mismatch, Want: like, Got: x}
	}
	return like, err
}

// FirstToken takes the first position of a sequence of tokens. It has no parameters.
type FirstToken struct{ free }

// Kind returns "FirstToken".
func (FirstToken) Kind() string { return "FirstToken" }

// Forward implements [counter.Layer]: the channels stay.
func (FirstToken) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 1)
	return counter.Shape{C: x.C, Batch: x.Batch}, err
}

// TokenConcat concatenates sequences of tokens.
//
// https://pytorch.org/docs/stable/generated/torch.cat.html
type TokenConcat struct{ free }

// Kind returns "TokenConcat".
func (TokenConcat) Kind() string { return "TokenConcat" }

// Forward implements [counter.Layer]: lengths add up; channels must be equal.
func (TokenConcat) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) < 1 || in[0].ND != 1 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	out := in[0]
	for _, x := range in[1:] {
		if x.ND != 1 || x.C != out.C {
			return counter.Shape{}, &counter.Error{Problem: counter.Channels, Want: in[0], Got: x}
		}
		var ok bool
		if out.Size[0], ok = counter.Add(out.Size[0], x.Size[0]); !ok {
			return counter.Shape{}, &counter.Error{Problem: counter.Overflow}
		}
	}
	return out, nil
}
