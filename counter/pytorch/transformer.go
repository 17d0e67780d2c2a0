package pytorch

import (
	"fmt"
	"strings"

	"unetparams/counter"
	"unetparams/counter/layer"
	"unetparams/counter/python"
)

// bare returns the only tensor of a layer if that has no name of its own. Such a
// layer is not a module in PyTorch, but a parameter or a buffer of the enclosing
// module: it is written as a function call with the tensor as the last argument.
func bare(l counter.Layer) (counter.Tensor, bool) {
	ts := counter.TensorsOf(l)
	if len(ts) == 1 && ts[0].Name == "" {
		return ts[0], true
	}
	return counter.Tensor{}, false
}

func isBare(l counter.Layer) bool {
	if l == nil {
		return false
	}
	_, ok := bare(l)
	return ok
}

// parameter writes the tensor of a bare layer, initialized by a function of torch.
func parameter(l counter.Layer, fill string) expr {
	t, _ := bare(l)
	var e expr
	var axes []string
	for _, d := range t.Dims {
		if d.Sym == "" {
			axes = append(axes, fmt.Sprint(d.N))
			continue
		}
		axes = append(axes, "§")
		name := map[string]string{"C": "channels", "n": "positions", "d": "distances"}[d.Sym]
		if name == "" {
			name = d.Sym
		}
		e.slots = append(e.slots, slot{name, d.N})
	}
	e.text = "nn.Parameter(torch." + fill + "(" + strings.Join(axes, ", ") + "))"
	return e
}

func positionEmbedding(l layer.PositionEmbedding) expr { return parameter(l, "zeros") }

func positionEmbeddingCall(l layer.PositionEmbedding, in []string) expr {
	x, table := in[0], in[1]
	if l.Map || l.Columns && l.ND == 1 {
		return expr{text: x + " + " + table}
	}
	return expr{text: fmt.Sprintf("%s + %s.movedim(1, 2).reshape(1, *%s.shape[1:])", x, table, x)}
}

func channelScale(l layer.ChannelScale) expr { return parameter(l, "ones") }

func channelScaleCall(l layer.ChannelScale, in []string) expr {
	if l.Flat && l.ND > 0 {
		return expr{text: in[0] + " * " + in[1] + "[:" + strings.Repeat(", None", l.ND) + "]"}
	}
	return expr{text: in[0] + " * " + in[1]}
}

func windowTable(l layer.WindowAttention) expr { return parameter(l, "zeros") }

func windowAttention(l layer.WindowAttention, in []string) expr {
	return expr{text: fmt.Sprintf("window_attention(%s, %s, %s%s)", strings.Join(in, ", "),
		axisList(l.Window, l.ND), axisList(l.Shift, l.ND), python.Off("masked", !l.Unmasked)), helper: "window_attention"}
}

func patchChannels(l layer.PatchChannels, in []string) expr {
	if size := python.Axes(l.Patch, l.ND); l.ND == 2 && l.Order == layer.ChannelFirst && !strings.Contains(size, ",") {
		return expr{text: fmt.Sprintf("F.pixel_unshuffle(%s, %s)", in[0], size)}
	}
	return expr{text: fmt.Sprintf("patch_channels(%s, %s, %d)", in[0], axisList(l.Patch, l.ND), l.Order), helper: "patch_channels"}
}

// layerNormCall writes a norm without tensors; any other needs a module.
func layerNormCall(l layer.LayerNorm, in []string) expr {
	if l.Affine || l.Size != (counter.Axes{}) {
		return expr{}
	}
	return expr{text: fmt.Sprintf("F.layer_norm(%s.movedim(1, -1), (%d,)%s).movedim(-1, 1)", in[0], l.C, eps(l.Eps))}
}

// axisList writes the first nd axes as a tuple.
func axisList(a counter.Axes, nd int) string {
	s := make([]string, nd)
	for i := range s {
		s[i] = fmt.Sprint(a[i])
	}
	if nd == 1 {
		return "(" + s[0] + ",)"
	}
	return "(" + strings.Join(s, ", ") + ")"
}

const patchChannelsCode = `def patch_channels(x, patch, order):
    """Makes channels of the positions of each patch: channel slowest (0), channel
    fastest (1), the last axis slowest and the channel fastest (2), or as 2 with
    two positions taken twice in place of others (3)."""
    n = len(patch)
    if order == 3:
        corners = [(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 0, 1), (0, 1, 0), (0, 0, 1), (1, 1, 1)]
        return torch.cat([x[:, :, i::2, j::2, k::2] for i, j, k in corners], 1)
    for i, p in enumerate(patch):
        x = x.unflatten(2 + 2 * i, (-1, p))
    within = list(range(3, 3 + 2 * n, 2))
    within = [[1] + within, within + [1], within[::-1] + [1]][order]
    return x.permute(0, *within, *range(2, 2 + 2 * n, 2)).flatten(1, 1 + n)
`

const relativePositionIndexCode = `def relative_position_index(window, flawed=False):
    """The row of a table of relative positions for each pair in a window."""
    at = torch.stack(torch.meshgrid(*map(torch.arange, window), indexing="ij")).flatten(1)
    apart = at[:, :, None] - at[:, None, :]
    if flawed:  # as in nnFormer, where some distances share a row
        s, h, w = (d + n - 1 for d, n in zip(apart, window))
        return s * (3 * window[1] - 1) + h * (2 * window[1] - 1) + w
    index = 0
    for d, n in zip(apart, window):
        index = index * (2 * n - 1) + d + n - 1
    return index
`

const trimLikeCode = `def trim_like(x, like):
    """Cuts the end off each axis of x, to the size of like."""
    for dim in range(2, x.dim()):
        x = x.narrow(dim, 0, like.shape[dim])
    return x
`

const windowAttentionCode = `def window_attention(q, k, v, index, table, window, shift, masked=True):
    """Attention in windows, with a learned bias for each distance of positions."""
    sizes, dims = q.shape[2:], tuple(range(2, q.dim()))
    shift = [s if n > w else 0 for n, w, s in zip(sizes, window, shift)]
    window = [min(n, w) for n, w in zip(sizes, window)]

    def split(x):  # to (batch, windows, channels, positions)
        for i, w in enumerate(window):
            x = x.unflatten(2 + 2 * i, (-1, w))
        n = len(window)
        return x.permute(0, *range(2, 2 + 2 * n, 2), 1, *range(3, 3 + 2 * n, 2)).flatten(1, n).flatten(3)

    def join(x):
        n = len(window)
        x = x.unflatten(3, window).unflatten(1, [s // w for s, w in zip(sizes, window)])
        x = x.permute(0, n + 1, *[d for i in range(n) for d in (1 + i, n + 2 + i)])
        for dim in dims:
            x = x.flatten(dim, dim + 1)
        return x

    back = [-s for s in shift]
    q, k, v = (split(torch.roll(x, back, dims)).unflatten(2, (table.shape[1], -1)) for x in (q, k, v))
    weights = q.transpose(3, 4) @ k * q.shape[3] ** -0.5
    n = weights.shape[-1]
    weights = weights + table[index[:n, :n]].movedim(2, 0)
    if any(shift) and masked:
        region = torch.zeros(1, 1, *sizes, device=q.device)
        for dim, w, s in zip(dims, window, shift):
            at = torch.arange(region.shape[dim], device=q.device) - region.shape[dim]
            part = (at >= -w).int() + (at >= -s).int() if s else 0 * at
            region = 3 * region + part.reshape([-1 if d == dim else 1 for d in range(region.dim())])
        region = split(region)
        weights = weights - 100.0 * (region.transpose(2, 3) != region)[:, :, None]
    x = v @ torch.softmax(weights, 4).transpose(3, 4)
    return torch.roll(join(x.flatten(2, 3)), shift, dims)
`

const windowPadCode = `def window_pad(x, window, small=False, replicate=False):
    """Pads the end of each axis with zeros or its last value to a multiple of the window;
    one that is smaller than it only if asked to."""
    pad = []
    for n, w in reversed(list(zip(x.shape[2:], window))):
        pad += [0, -n % w if small or n > w else 0]
    return F.pad(x, pad, "replicate" if replicate else "constant")
`

const reflectOneCode = `def reflect_one(x, like):
    """Reflects the last row of each axis of x whose size is not that of like."""
    pad = []
    for dim in range(x.dim() - 1, 1, -1):
        pad += [0, int(x.shape[dim] != like.shape[dim])]
    return F.pad(x, pad, mode="reflect")
`

const attentionMaskCode = `def attention_mask(sizes, window, shift):
    """Which pairs in shifted windows do not belong together, as -100."""
    region = torch.zeros(sizes)
    for dim, (n, w, s) in enumerate(zip(sizes, window, shift)):
        at = torch.arange(n) - n
        part = (at >= -w).int() + (at >= -s).int()
        region = 3 * region + part.reshape([-1 if d == dim else 1 for d in range(len(sizes))])
    for i, w in enumerate(window):
        region = region.unflatten(2 * i, (-1, w))
    n = len(sizes)
    region = region.permute(*range(0, 2 * n, 2), *range(1, 2 * n, 2)).flatten(0, n - 1).flatten(1)
    return -100.0 * (region[:, None] != region[:, :, None])
`

const patchPositionsCode = `def patch_positions(x, factor):
    """Makes positions of channels, in which the place in the patch changes slowest."""
    n = x.dim() - 2
    x = x.unflatten(1, (*[factor] * n, -1))
    x = x.permute(0, 1 + n, *[dim for i in range(n) for dim in (2 + n + i, 1 + i)])
    for dim in range(n):
        x = x.flatten(2 + dim, 3 + dim)
    return x
`

const axialShiftCode = `def axial_shift(x, axis):
    """Moves each of five parts of the channels along an axis, by -2 to 2."""
    x = F.pad(x, (2, 2, 2, 2))
    x = torch.cat([part.roll(n, axis) for part, n in zip(x.chunk(5, 1), range(-2, 3))], 1)
    return x[:, :, 2:-2, 2:-2]
`

const learnedMapCode = `def learned_map(like, table, axis=None):
    """Parameters, interpolated to the sizes of a map, or to one of them."""
    if axis is None:
        return F.interpolate(table, like.shape[2:], mode="bilinear", align_corners=True)
    size = table.shape[2], like.shape[2 + axis]
    return F.interpolate(table, size, mode="bilinear", align_corners=True)[0]
`

const headNormCode = `def head_norm(x, scale, heads):
    """Channels of unit length in each head, times numbers that heads share."""
    size = x.shape[2:]
    x = F.normalize(x.flatten(2).unflatten(1, (heads, -1)), dim=2) * scale[:, None]
    return x.flatten(1, 2).unflatten(2, size)
`

const ninCode = `class NIN(nn.Module):
    """A fully connected layer over the channels of every position."""

    def __init__(self, in_features, out_features):
        super().__init__()
        self.W = nn.Parameter(torch.randn(in_features, out_features) * in_features ** -0.5)
        self.b = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return (x.movedim(1, -1) @ self.W + self.b).movedim(-1, 1)
`

const kanLinearCode = `class KANLinear(nn.Module):
    """A SiLU and a sum of cubic B-splines from every input to every output."""
    def __init__(self, in_features, out_features):
        super().__init__()
        self.base_weight = nn.Parameter(torch.randn(out_features, in_features) / in_features ** 0.5)
        self.spline_weight = nn.Parameter(torch.randn(out_features, in_features, 8) / 10)
        self.spline_scaler = nn.Parameter(torch.randn(out_features, in_features) / in_features ** 0.5)
        self.register_buffer("grid", (torch.arange(-3, 9) * 0.4 - 1).expand(in_features, -1).contiguous())

    def forward(self, x):
        x = x.movedim(1, -1)
        y, g = x[..., None], self.grid
        bases = ((y >= g[:, :-1]) & (y < g[:, 1:])).to(x.dtype)
        for k in range(1, 4):
            bases = ((y - g[:, :-k - 1]) / (g[:, k:-1] - g[:, :-k - 1]) * bases[..., :-1]
                     + (g[:, k + 1:] - y) / (g[:, k + 1:] - g[:, 1:-k]) * bases[..., 1:])
        splines = self.spline_weight * self.spline_scaler[..., None]
        x = F.linear(F.silu(x), self.base_weight) + F.linear(bases.flatten(-2), splines.flatten(1))
        return x.movedim(-1, 1)
`
