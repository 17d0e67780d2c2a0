package pytorch

import (
	"fmt"
	"strings"

	"unetparams/counter/layer"
)

func lstm(l layer.LSTM) expr {
	layers := ""
	if l.Layers > 1 {
		layers = fmt.Sprintf(", num_layers=%d", l.Layers)
	}
	return expr{text: "LSTM(§, §" + layers + ", batch_first=True" + on("bidirectional", l.Bidirectional) + ")",
		slots: []slot{{"input_size", l.In}, {"hidden_size", l.Hidden}}, helper: "LSTM"}
}

func multihead(l layer.MultiheadAttention) expr {
	return expr{text: fmt.Sprintf("MultiheadAttention(§, %d, batch_first=True)", l.Heads), slots: channels(l.C), helper: "MultiheadAttention"}
}

func rowEmbedding(l layer.RowEmbedding) expr {
	text := "RowEmbedding(§, §"
	if l.Times > 0 {
		text += fmt.Sprintf(", times=%d", l.Times)
	}
	return expr{text: text + ")", slots: []slot{{"rows", l.N}, {"channels", l.C}}, helper: "RowEmbedding"}
}

// with writes layers as a call of a helper that takes further arguments.
func with(name string, in []string, args ...any) expr {
	text := name + "(" + strings.Join(in, ", ")
	for _, a := range args {
		if s, ok := a.(string); ok {
			text += s // an option that is written in full
		} else {
			text += fmt.Sprintf(", %v", a)
		}
	}
	return expr{text: text + ")", helper: name}
}

func padValid(l layer.PadValid, in []string) expr {
	return with("pad_valid", in, l.Kernel, l.Stride, l.Steps, on("doubled", l.Doubled))
}

func cropEdges(l layer.CropEdges, in []string) expr {
	text := in[0] + "[..."
	for _, n := range l.Edge[:l.ND] {
		if n == 0 {
			text += ", :"
		} else {
			text += fmt.Sprintf(", %d:-%d", n, n)
		}
	}
	return expr{text: text + "]"}
}

func cropFrom(l layer.CropFrom, in []string) expr {
	return expr{text: fmt.Sprintf("%s.narrow(2, %d, %s.shape[2])", in[0], l.From, in[1])}
}

const lstmCode = `class LSTM(nn.LSTM):
    """A recurrent network over the positions of a sequence."""

    def forward(self, x):
        return super().forward(x.transpose(1, 2))[0].transpose(1, 2)
`

const multiheadCode = `class MultiheadAttention(nn.MultiheadAttention):
    """Attention of the positions of x to those of y."""

    def forward(self, x, y):
        q, k = (v.flatten(2).transpose(1, 2) for v in (x, y))
        return super().forward(q, k, k, need_weights=False)[0].transpose(1, 2).unflatten(2, x.shape[2:])
`

const rowEmbeddingCode = `class RowEmbedding(nn.Embedding):
    """Adds a vector to every row of a map, or position of a sequence."""

    def __init__(self, rows, channels, times=1):
        super().__init__(rows, channels)
        self.times = times

    def forward(self, x):
        w = self.times * self.weight.t()
        return x + w.view(*w.shape, *[1] * (x.dim() - 3))
`

const framesCode = `def frames(x, width):
    """Cuts a long sequence into parts that overlap by half, each an item of the batch."""
    n, step = x.shape[2], width // 2
    if n <= width:
        return x
    x = F.pad(x, (0, -(-n // step) * step - step + width - n))
    return x.unfold(2, width, step).transpose(1, 2).flatten(0, 1)
`

const unframesCode = `def unframes(x, like, width):
    """Joins such parts: where two overlap, each gives the half next to its middle."""
    if like.shape[2] <= width:
        return x
    x, cut = x.unflatten(0, (like.shape[0], -1)), width // 4
    last = x.shape[1] - 1
    parts = [x[:, k, :, cut * (k > 0) : width - cut * (k < last)] for k in range(last + 1)]
    return torch.cat(parts, 2)[..., : like.shape[2]]
`

const decayAttentionCode = `def decay_attention(q, k, v, rates, heads):
    """Attention that falls with the distance, and never reaches its own position."""
    n = q.shape[2]
    q, k, v, rates = (x.unflatten(1, (heads, -1)) for x in (q, k, v, rates))
    scores = torch.einsum("bhck,bhcq->bhkq", k, q) / k.shape[2] ** 0.5
    at = torch.arange(n, dtype=q.dtype, device=q.device)
    factors = torch.arange(1, rates.shape[2] + 1, dtype=q.dtype, device=q.device) / rates.shape[2] ** 0.5
    fall = factors[:, None, None] * (at[:, None] - at).abs()
    scores = scores - torch.einsum("fkq,bhfq->bhkq", fall, rates.sigmoid() / 2)
    scores = scores.masked_fill(torch.eye(n, dtype=torch.bool, device=q.device), -100)
    return torch.einsum("bhkq,bhck->bhcq", scores.softmax(2), v).flatten(1, 2)
`

const standardizeCode = `def mean_std(x, mono=False, each=False):
    """Mean and deviation of all values, of the mean of the channels, or of each channel."""
    x = x.mean(1, keepdim=True) if mono else x
    dims = list(range(1 + each, x.dim()))
    return x.mean(dims, keepdim=True), x.std(dims, keepdim=True)


def standardize(x, mono=False, each=False):
    """Subtracts the mean and divides by the deviation."""
    mean, std = mean_std(x, mono, each)
    return (x - mean) / (std if each else 1e-5 + std)


def destandardize(x, like, mono=False, each=False):
    """Gives x the mean and the deviation of like."""
    mean, std = mean_std(like, mono, each)
    return x * std + mean
`

const padValidCode = `def pad_valid(x, kernel, stride, steps, doubled=False):
    """Pads with zeros so that convolutions of such a kernel and stride leave no rest."""
    n = x.shape[2] * (1 + doubled)
    for _ in range(steps):
        n = max(1, -(-(n - kernel) // stride) + 1)
    for _ in range(steps):
        n = (n - 1) * stride + kernel
    more = (-(-n // 2) if doubled else n) - x.shape[2]
    return F.pad(x, (more // 2, more - more // 2))
`

const doubleRateCode = `def double_rate(x, halve=False):
    """Doubles or halves the sampling rate with a windowed sinc."""
    old, new = (2, 1) if halve else (1, 2)
    rate, zeros = 0.945, 24
    width = -int(-zeros * old // rate)
    at = torch.arange(-width, width + old, dtype=x.dtype, device=x.device) / old
    kernels = []
    for i in range(new):
        t = ((at - i / new) * rate).clamp(-zeros, zeros)
        kernel = torch.sinc(t) * (torch.pi * t / zeros / 2).cos() ** 2
        kernels.append(kernel / kernel.sum())
    y = F.pad(x, (width, width + old), mode="replicate").flatten(0, 1)[:, None]
    y = F.conv1d(y, torch.stack(kernels)[:, None], stride=old).transpose(1, 2).flatten(1)
    return y[:, : new * x.shape[2] // old].unflatten(0, x.shape[:2])
`

const spectrogramCode = `def spectrogram(x, size):
    """The spectra of overlapping windows; real and imaginary parts are channels."""
    n, hop = x.shape[2], size // 4
    count = -(-n // hop)
    left = hop // 2 * 3
    right = left + count * hop - n
    more = max(0, right - n + 1)  # a short sequence is first made longer with zeros
    zeros = max(0, more - right), min(more, right)
    x = F.pad(F.pad(x, zeros), (left - zeros[0], right - zeros[1]), mode="reflect")
    window = torch.hann_window(size, dtype=x.dtype, device=x.device)
    z = torch.stft(x.flatten(0, 1), size, hop, window=window, normalized=True, return_complex=True)
    z = torch.view_as_real(z[:, :-1, 2 : 2 + count]).unflatten(0, x.shape[:2])
    return z.movedim(-1, 2).flatten(1, 2)
`

const inverseSpectrogramCode = `def inverse_spectrogram(z, like, size):
    """The sequence, as long as like, that has such spectra."""
    n, hop = like.shape[2], size // 4
    left = hop // 2 * 3
    z = F.pad(z, (2, 2, 0, 1)).unflatten(1, (-1, 2)).movedim(2, -1).contiguous()
    window = torch.hann_window(size, dtype=z.dtype, device=z.device)
    z = torch.view_as_complex(z)
    length = -(-n // hop) * hop + 2 * left
    x = torch.istft(z.flatten(0, 1), size, hop, window=window, normalized=True, length=length)
    return x[:, left : left + n].unflatten(0, z.shape[:2])
`

const positionsCode = `def sinusoidal_positions(x):
    """Adds sines and cosines of the position, of both axes where there are two."""
    c, size = x.shape[1], x.shape[2:]
    step = torch.arange(c // 2 // len(size), dtype=x.dtype, device=x.device)
    at = [torch.arange(n, dtype=x.dtype, device=x.device) for n in size]
    if len(size) == 1:
        phase = at[0] / 10000 ** (step / (c // 2 - 1))[:, None]
        return x + torch.cat([phase.cos(), phase.sin()])
    rate = 10000 ** (-4 * step / c)[:, None]
    rows, columns = (torch.stack([(n * rate).sin(), (n * rate).cos()], 1).flatten(0, 1) for n in at)
    rows, columns = rows[:, :, None].expand(-1, -1, size[1]), columns[:, None].expand(-1, size[0], -1)
    return x + torch.cat([columns, rows])
`

const unregisteredCode = `class UnregisteredTransformer(nn.Module):
    """A layer in a plain list, as in the published code: the model does not know it, so
    that nothing trains it, moves it, or switches its dropout off."""

    def __init__(self, channels, heads, hidden):
        super().__init__()
        self.hidden = [nn.TransformerEncoderLayer(channels, heads, hidden, activation=nn.GELU(), batch_first=True)]

    def forward(self, x):
        return self.hidden[0](x.transpose(1, 2)).transpose(1, 2)
`
