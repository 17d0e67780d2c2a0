package pytorch

import (
	"fmt"
	"strings"

	"unetparams/counter/layer"
)

func embedding(l layer.Embedding) expr {
	return expr{text: "Lookup(§, §)", slots: []slot{{"rows", l.N}, {"channels", l.C}}, helper: "Lookup"}
}

const lookupCode = `class Lookup(nn.Embedding):
    """A table whose rows are taken by number."""

    def forward(self, x):
        return super().forward(x[:, 0].long())
`

func sinusoid(l layer.Sinusoid, in []string) expr {
	shift := ""
	if l.Shift != 0 {
		shift = fmt.Sprintf(", shift=%d", l.Shift)
	}
	return expr{text: fmt.Sprintf("sinusoid(%s, %d%s%s)", in[0], l.C, on("cos_first", l.CosFirst), shift), helper: "sinusoid"}
}

const sinusoidCode = `def sinusoid(x, dim, cos_first=False, shift=0):
    """Sines and cosines of x, of frequencies from 1 down to about 1/10000."""
    half = dim // 2
    x = x * 10000 ** (-torch.arange(half, dtype=x.dtype, device=x.device) / (half - shift))
    waves = [x.cos(), x.sin()] if cos_first else [x.sin(), x.cos()]
    return F.pad(torch.cat(waves, 1), (0, dim % 2))
`

func unsqueeze(l layer.Unsqueeze, in []string) expr {
	return expr{text: in[0] + "[..." + strings.Repeat(", None", l.ND) + "]"}
}

func attention(l layer.Attention, in []string) expr {
	scale := ""
	if l.Scale > 0 {
		scale = fmt.Sprintf(", scale=%d", l.Scale)
	}
	return expr{text: fmt.Sprintf("attention(%s, %d%s)", strings.Join(in, ", "), l.Heads, scale), helper: "attention"}
}

const attentionCode = `def attention(q, k, v, heads, scale=None):
    """Scaled dot-product attention; the positions of a map are tokens."""
    size, shared = q.shape[2:], k.shape[1] < q.shape[1]
    q = q.flatten(2).unflatten(1, (heads, -1))
    k, v = (x.flatten(2).unflatten(1, (1 if shared else heads, -1)) for x in (k, v))
    weights = (torch.einsum("bhcq,bhck->bhqk", q, k) * (scale or q.shape[2] ** -0.5)).softmax(3)
    return torch.einsum("bhqk,bhck->bhcq", weights, v).flatten(1, 2).unflatten(2, size)
`

func chunk(l layer.Chunk, in []string) expr {
	if l.Groups <= 1 {
		return expr{text: fmt.Sprintf("%s.chunk(%d, 1)[%d]", in[0], l.Parts, l.Index)}
	}
	return expr{text: fmt.Sprintf("%s.unflatten(1, (%d, %d, -1))[:, :, %d].flatten(1, 2)", in[0], l.Groups, l.Parts, l.Index)}
}
