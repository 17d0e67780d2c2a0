package layer

import "unetparams/counter"

// Saves implements [counter.Saver]: the indices.
func (Embedding) Saves(r *counter.Run) counter.Saved {
	return counter.Saved{Indices: elements(r.In[0])}
}

// Saves implements [counter.Saver]: nothing, it has no weights, and its input is given.
func (Sinusoid) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver]: the number that frequencies are multiplied with, and
// what sine and cosine are taken of.
func (l FourierFeatures) Saves(r *counter.Run) counter.Saved {
	if l.Buffer {
		return counter.Saved{}
	}
	return counter.Saved{Values: elements(r.In[0]) * (1 + l.N)}
}

// Saves implements [counter.Saver]: the divisor.
func (DivideBy) Saves(*counter.Run) counter.Saved { return counter.Saved{Inputs: 2} }

// Saves implements [counter.Saver]: the index.
func (NumberTable) Saves(r *counter.Run) counter.Saved {
	return counter.Saved{Indices: elements(r.In[0])}
}

// Saves implements [counter.Saver]: it passes a buffer on.
func (RelativePositionIndex) Saves(*counter.Run) counter.Saved { return counter.Saved{} }

// Saves implements [counter.Saver]: nothing but sizes; what comes out lies in a map with
// a margin.
func (AxialShift) Saves(*counter.Run) counter.Saved { return counter.Saved{Inexact: true} }

// Saves implements [counter.Saver]: nothing, interpolation is linear.
func (LearnedMap) Saves(*counter.Run) counter.Saved { return counter.Saved{Inexact: true} }

// Saves implements [counter.Saver]: a copy of the input whose channels are the last axis.
func (NIN) Saves(r *counter.Run) counter.Saved {
	return counter.Saved{Values: elements(r.In[0]), Inexact: true}
}

// Saves implements [counter.Saver]: the lengths, before and after they are bounded, and
// the quotient, which the numbers are multiplied with.
func (l HeadNorm) Saves(r *counter.Run) counter.Saved {
	n, _ := r.Out.Positions()
	return counter.Saved{Inputs: 1, Values: elements(r.Out) + 2*n*l.Heads, Inexact: true}
}

// Saves implements [counter.Saver]: queries, keys and values, and the weights. With
// learned keys the others are copied; what is divided by a length is kept before and
// after, with the lengths before and after they are bounded.
func (l MemoryAttention) Saves(r *counter.Run) counter.Saved {
	q, _ := r.In[0].Positions()
	n, _ := counter.Product(r.In[1].Sizes()...)
	images := max(r.In[1].Batch, 1)
	all := images * (n + l.Memory) // keys, over the batch
	inner := l.Heads * l.Dim
	s := counter.Saved{Inputs: 7, Values: l.Heads * q * (n + l.Memory), Scalars: 1, Inexact: true}
	if l.Memory > 0 {
		s.Inputs = 1
		s.Values += 2 * all * inner
	}
	switch {
	case l.Unit:
		s.Values += (q+2*all)*inner + 2*l.Heads*(q+2*all)
		s.Scalars += 3
	case l.Scale > 0:
		s.Values += (q+all)*inner + 4*images*inner
	}
	return s
}

// Saves implements [counter.Saver]: the keys' softmax, the values, the queries, and the
// product of the first two. What is copied or divided is kept in place of the input.
func (l LinearAttention) Saves(r *counter.Run) counter.Saved {
	q, _ := r.In[0].Positions()
	images := max(r.In[1].Batch, 1)
	inner := l.Heads * l.Dim
	all := (q + images*l.Memory) * inner
	s := counter.Saved{Inputs: 5, Values: all + images*inner*l.Dim, Inexact: true}
	if l.QuerySoftmax {
		s.Inputs &^= 1
		s.Values += 2 * q * inner
		s.Scalars++
	}
	if l.Memory > 0 || l.Mean {
		s.Inputs &^= 4
		s.Values += all
	}
	if l.Mean {
		s.Scalars++
	}
	return s
}
