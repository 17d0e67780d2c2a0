package pytorch

import (
	"fmt"
	"strings"

	"unetparams/counter"
	"unetparams/counter/layer"
)

func channelNorm(l layer.ChannelNorm) expr {
	if l.Gamma {
		return expr{text: fmt.Sprintf("GammaNorm(§, %d)", l.ND), slots: channels(l.C), helper: "GammaNorm"}
	}
	return expr{text: fmt.Sprintf("ChannelNorm(§, %d%s%s%s)", l.ND, on("rms", l.RMS), on("bias", l.Bias), on("flat", l.Flat)), slots: channels(l.C), helper: "ChannelNorm"}
}

// channelNormCall writes a norm without tensors: only such a one needs no module.
func channelNormCall(l layer.ChannelNorm, in []string) expr {
	if !l.None || !l.RMS {
		return expr{}
	}
	return expr{text: fmt.Sprintf("F.normalize(%s, dim=1%s) * %d ** 0.5", in[0], eps(l.Eps), l.C)}
}

const channelNormCode = `class ChannelNorm(nn.Module):
    """Normalizes the channels of each position, by mean and variance or by length."""

    def __init__(self, channels, nd, rms=False, bias=False, flat=False):
        super().__init__()
        self.rms, self.shape = rms, (1, channels, *[1] * nd)
        self.g = nn.Parameter(torch.ones(channels if flat else self.shape))
        self.b = nn.Parameter(torch.zeros(1, channels, *[1] * nd)) if bias else 0

    def forward(self, x):
        if self.rms:
            return F.normalize(x, dim=1) * self.g.view(self.shape) * x.shape[1] ** 0.5
        var, mean = torch.var_mean(x, 1, unbiased=False, keepdim=True)
        return (x - mean) * (var + 1e-5).rsqrt() * self.g.view(self.shape) + self.b
`

// memory writes learned keys and values, if there are any.
func memory(l counter.Layer) expr {
	if !isBare(l) {
		return expr{}
	}
	return parameter(l, "randn")
}

func memoryAttention(l layer.MemoryAttention, in []string) expr {
	text := fmt.Sprintf("memory_attention(%s, heads=%d", strings.Join(in, ", "), l.Heads)
	if l.Scale > 0 {
		text += fmt.Sprintf(", scale=%d", l.Scale)
	}
	return expr{text: text + on("unit", l.Unit) + ")", helper: "memory_attention"}
}

const memoryAttentionCode = `def memory_attention(q, k, v, memory=None, heads=1, scale=None, unit=False):
    """Attention to learned keys and values, too; with a scale, of channels of unit length."""
    size = q.shape[2:]
    q, k, v = (x.flatten(2).unflatten(1, (heads, -1)).transpose(2, 3) for x in (q, k, v))
    if memory is not None:
        k, v = (torch.cat([m.expand(len(q), *m.shape), x], 2) for m, x in zip(memory, (k, v)))
    if unit:
        q, k, v = (F.normalize(x, dim=3, eps=1e-4) * x.shape[3] ** 0.5 for x in (q, k, v))
    if scale:
        q, k = F.normalize(q, dim=2), F.normalize(k, dim=2)
    weights = (q @ k.transpose(2, 3) * (scale or q.shape[3] ** -0.5)).softmax(3)
    return (weights @ v).transpose(2, 3).flatten(1, 2).unflatten(2, size)
`

func linearAttention(l layer.LinearAttention, in []string) expr {
	return expr{text: fmt.Sprintf("linear_attention(%s, heads=%d%s%s)", strings.Join(in, ", "), l.Heads, on("query_softmax", l.QuerySoftmax), on("mean", l.Mean)), helper: "linear_attention"}
}

const linearAttentionCode = `def linear_attention(q, k, v, memory=None, heads=1, query_softmax=False, mean=False):
    """Attention that multiplies keys with values first."""
    size = q.shape[2:]
    q, k, v = (x.flatten(2).unflatten(1, (heads, -1)) for x in (q, k, v))
    if memory is not None:
        k, v = (torch.cat([m.expand(len(q), *m.shape), x], 3) for m, x in zip(memory, (k, v)))
    if query_softmax:
        q = q.softmax(2) * q.shape[2] ** -0.5
    if mean:
        v = v / v.shape[3]
    context = k.softmax(3) @ v.transpose(2, 3)
    return (context.transpose(2, 3) @ q).flatten(1, 2).unflatten(2, size)
`

func standardizedConv(l layer.StandardizedConv) expr {
	e := convolution(l.Conv)
	e.text = strings.Replace(e.text, "nn.Conv", "StandardizedConv", 1)
	e.helper = e.text[:len("StandardizedConv2d")]
	return e
}

const standardizedConvCode = `class StandardizedConv2d(nn.Conv2d):
    """A convolution whose weights are normalized for each output channel."""

    def forward(self, x):
        var, mean = torch.var_mean(self.weight, (1, 2, 3), unbiased=False, keepdim=True)
        weight = (self.weight - mean) * (var + 1e-5).rsqrt()
        return self._conv_forward(x, weight, self.bias)
`
