package layer

import "unetparams/counter"

// Spectrogram is the short-time Fourier transform of every channel of a sequence, of
// windows of N samples that begin N/4 apart. The real and the imaginary part are
// channels of their own; the highest frequency is dropped. It has no parameters, and
// its products are not counted.
//
// https://pytorch.org/docs/stable/generated/torch.stft.html
type Spectrogram struct {
	free
	N int64
}

// Kind returns "Spectrogram".
func (Spectrogram) Kind() string { return "Spectrogram" }

// Forward implements [counter.Layer]: twice the channels over N/2 frequencies and
// n/(N/4) times, rounded up.
func (l Spectrogram) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := one(in, 0, 1)
	if err == nil && (l.N < 16 || l.N%8 != 0) {
		err = &counter.Error{Problem: counter.BadLayer}
	}
	c, ok := counter.Mul(2, x.C)
	if err == nil && !ok {
		err = &counter.Error{Problem: counter.Overflow}
	}
	y := counter.Shape{C: c, ND: 2, Batch: x.Batch}
	if err == nil && x.Known() {
		y.Size = counter.Axes{l.N / 2, (x.Size[0]-1)/(l.N/4) + 1}
	}
	return y, err
}

// Reach implements [counter.Reacher]: the axes change their meaning.
func (Spectrogram) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// InverseSpectrogram undoes [Spectrogram]: its first input becomes a sequence as long
// as its second, of which only the size is used. It has no parameters.
//
// https://pytorch.org/docs/stable/generated/torch.istft.html
type InverseSpectrogram struct {
	free
	N int64
}

// Kind returns "InverseSpectrogram".
func (InverseSpectrogram) Kind() string { return "InverseSpectrogram" }

// ReadsSize implements [counter.SizeReader]: of the second input.
func (InverseSpectrogram) ReadsSize(input int) bool { return input == 1 }

// Forward implements [counter.Layer]: half of the channels, the second input's size.
func (l InverseSpectrogram) Forward(in ...counter.Shape) (counter.Shape, error) {
	if len(in) != 2 || in[0].ND != 2 || in[1].ND != 1 || in[0].C%2 != 0 {
		return counter.Shape{}, &counter.Error{Problem: counter.BadInputs}
	}
	y := counter.Shape{C: in[0].C / 2, ND: 1, Batch: in[0].Batch, Size: in[1].Size}
	if !in[0].Known() || !in[1].Known() {
		return y, nil
	}
	want := counter.Shape{C: in[0].C, ND: 2, Size: counter.Axes{l.N / 2, (in[1].Size[0]-1)/(l.N/4) + 1}, Batch: in[0].Batch}
	if want != in[0] {
		return y, &counter.Error{Problem: counter.Mismatch, Want: want, Got: in[0]}
	}
	return y, nil
}

// Reach implements [counter.Reacher]: the axes change their meaning.
func (InverseSpectrogram) Reach(int, counter.Span, counter.Shape, counter.Shape) counter.Span {
	return everywhere()
}

// RowEmbedding adds a learned vector to every row of a map, such as the frequencies of a
// spectrogram, or to every position of a sequence:
//
//	learnable = N·C
type RowEmbedding struct {
	N, C  int64
	ND    int
	Times int64 // the vectors are multiplied by it, if it is not 0
}

// Kind returns "RowEmbedding".
func (RowEmbedding) Kind() string { return "RowEmbedding" }

// Register adds the weight (N, C).
func (l RowEmbedding) Register(t *counter.Tensors) {
	t.Parameter("weight", counter.Dim{Sym: "n", N: l.N}, counter.Dim{Sym: "C", N: l.C})
}

// Forward implements [counter.Layer]: the shape is unchanged. There must be N rows.
func (l RowEmbedding) Forward(in ...counter.Shape) (counter.Shape, error) {
	x, err := unchanged(in, channelwise(in, l.C, l.ND))
	if err == nil && (l.ND < 1 || l.ND > 2 || l.Times < 0) {
		err = &counter.Error{Problem: counter.BadLayer}
	}
	if err == nil && x.Known() && x.Size[0] != l.N {
		want := x
		want.Size[0] = l.N
		err = &counter.Error{Problem: counter.Mismatch, Want: want, Got: x}
	}
	return x, err
}

// MACs returns 0: adding is not counted.
func (RowEmbedding) MACs([]counter.Shape, counter.Shape) (int64, error) { return 0, nil }
