package pytorch

import (
	"fmt"

	"unetparams/counter/layer"
)

func stdConv(l layer.StdConv) expr {
	e := convolution(l.Conv)
	e.text, e.helper = l.Kind()+e.text[len("nn.Conv2d"):], l.Kind()
	return e
}

// stdConvCode writes the class of standardized convolutions with nd axes.
func stdConvCode(nd int) string {
	return fmt.Sprintf(`class StdConv%[1]dd(nn.Conv%[1]dd):
    """A convolution whose weight is standardized before it is used."""

    def forward(self, x):
        w = self.weight.flatten(1)
        w = (w - w.mean(1, keepdim=True)) / (w.var(1, unbiased=False, keepdim=True) + 1e-5).sqrt()
        return self._conv_forward(x, w.view_as(self.weight), self.bias)
`, nd)
}

const biasFreeNormCode = `class BiasFreeNorm(nn.Module):
    """Divides channels by their standard deviation, without subtracting a mean."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))

    def forward(self, x):
        x = x / (x.var(1, unbiased=False, keepdim=True) + 1e-5).sqrt()
        return (x.movedim(1, -1) * self.weight).movedim(-1, 1)
`

func temperature(l layer.TemperatureAttention) expr { return parameter(l, "ones") }

func temperatureAttention(l layer.TemperatureAttention, in []string) expr {
	name := "temperature_attention"
	if l.Channels {
		name = "channel_attention"
	}
	return expr{text: fmt.Sprintf("%s(%s, %s, %s, %s)", name, in[0], in[1], in[2], in[3]), helper: name}
}

const temperatureAttentionCode = `def temperature_attention(q, k, v, temperature):
    """Attention between positions, with a learned factor for each head."""
    size = q.shape[2:]
    q, k, v = (x.flatten(2).unflatten(1, (len(temperature), -1)) for x in (q, k, v))
    weights = (q.transpose(2, 3) @ k * temperature).softmax(3)
    return (v @ weights.transpose(2, 3)).flatten(1, 2).unflatten(2, size)
`

const channelAttentionCode = `def channel_attention(q, k, v, temperature):
    """Attention between the channels of each head, with a learned factor."""
    size = q.shape[2:]
    q, k, v = (x.flatten(2).unflatten(1, (len(temperature), -1)) for x in (q, k, v))
    weights = (q @ k.transpose(2, 3) * temperature).softmax(3)
    return (weights @ v).flatten(1, 2).unflatten(2, size)
`

const crossChannelAttentionCode = `def cross_channel_attention(q, k, v):
    """Attention from the channels of q to those of k and v."""
    size = q.shape[2:]
    q, k, v = (x.flatten(2) for x in (q, k, v))
    weights = q @ k.transpose(1, 2) * k.shape[1] ** -0.5
    weights = F.instance_norm(weights[:, None])[:, 0].softmax(2)
    return (weights @ v).unflatten(2, size)
`

func windowEmbedding(l layer.WindowEmbedding) expr {
	n := int64(1)
	for _, w := range l.Window[:l.ND] {
		n *= w
	}
	return expr{text: fmt.Sprintf("WindowEmbedding(§, §, %s, %s)", axisList(l.Window, l.ND), axisList(l.Shift, l.ND)),
		slots: []slot{{"positions", n}, {"channels", l.C}}, helper: "WindowEmbedding"}
}

const windowEmbeddingCode = `class WindowEmbedding(nn.Embedding):
    """Adds to every position what was learned for its place in its window."""

    def __init__(self, positions, channels, window, shift):
        super().__init__(positions, channels)
        self.window, self.shift = window, shift

    def forward(self, x):
        places = self.weight.t().unflatten(1, self.window)
        places = places.repeat(1, *[n // w for n, w in zip(x.shape[2:], self.window)])
        return x + places.roll(self.shift, tuple(range(1, places.dim())))
`

func positionLinear(l layer.PositionLinear) expr {
	if l.Bare {
		return parameter(l, "zeros")
	}
	return expr{text: "PositionLinear(§, §)", slots: []slot{{"in_positions", l.In}, {"out_positions", l.Out}}, helper: "PositionLinear"}
}

func positionLinearCall(l layer.PositionLinear, in []string) expr {
	if !l.Bare {
		return expr{}
	}
	return expr{text: in[0] + ".flatten(2) @ " + in[len(in)-1]}
}

const headsInsideCode = `def heads_inside(x, heads):
    """Reads what lies as (channels of a head, heads, positions) position by position."""
    y = x.flatten(2).unflatten(1, (heads, -1)).transpose(1, 2).flatten(1)
    return y.unflatten(1, (-1, x.shape[1])).transpose(1, 2).reshape(x.shape)
`

const positionLinearCode = `class PositionLinear(nn.Linear):
    """A fully connected layer over the positions of every channel."""

    def forward(self, x):
        return super().forward(x.flatten(2))
`

func regroup(l layer.Regroup, in []string) expr {
	if l.Outside {
		return expr{text: fmt.Sprintf("%s.flatten(1).unflatten(1, (%d, -1))", in[0], l.C)}
	}
	return expr{text: fmt.Sprintf("%s.flatten(2).transpose(1, 2).flatten(1).unflatten(1, (-1, %d)).transpose(1, 2)", in[0], l.C)}
}

const ungroupCode = `def ungroup(x, like, start):
    """Makes a map like the given one of tokens, from the start-th on."""
    n = like[0].numel() // x.shape[1]
    x = x[:, :, start:start + n].transpose(1, 2).flatten(1).unflatten(1, (-1, like.shape[1]))
    return x.transpose(1, 2).unflatten(2, like.shape[2:])
`
