class BiasFreeNorm(nn.Module):
    """Divides channels by their standard deviation, without subtracting a mean."""

    def __init__(self, channels):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(channels))

    def forward(self, x):
        x = x / (x.var(1, unbiased=False, keepdim=True) + 1e-5).sqrt()
        return (x.movedim(1, -1) * self.weight).movedim(-1, 1)


class Blend(nn.Module):
    """Mixes two maps by one learned number."""

    def __init__(self):
        super().__init__()
        self.mix_factor = nn.Parameter(torch.tensor([0.5]))

    def forward(self, x, y):
        share = torch.sigmoid(self.mix_factor)
        return share * x + (1 - share) * y


class ChannelNorm(nn.Module):
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


class FilteredConv2d(nn.Module):
    """A convolution and a fixed low-pass filter that doubles or halves the sizes."""

    def __init__(self, in_channels, out_channels, kernel, up=False, long=False, after=False, strided=False, fixed=False):
        super().__init__()
        self.up, self.after, self.strided = up, after, strided
        self.weight = self.bias = None
        if kernel:
            self.weight = nn.Parameter(torch.randn(out_channels, in_channels, kernel, kernel) * (in_channels * kernel**2) ** -0.5)
            self.bias = nn.Parameter(torch.zeros(out_channels))
        f = torch.tensor([1.0, 3.0, 3.0, 1.0] if long else [1.0, 1.0])
        self.register_buffer("resample_filter", f.outer(f)[None, None] / f.sum() ** 2, persistent=not fixed)

    def resize(self, x, padding, stride=2):
        c = x.shape[1]
        f = self.resample_filter.to(x.dtype).expand(c, -1, -1, -1)
        if self.up:
            return F.conv_transpose2d(x, 4 * f, groups=c, stride=2, padding=padding)
        return F.conv2d(x, f, groups=c, stride=stride, padding=padding)

    def forward(self, x):
        pad = (self.resample_filter.shape[-1] - 1) // 2
        if self.after:
            x = F.conv2d(x, self.weight, padding=self.weight.shape[-1] // 2 + pad)
            return self.resize(x, 0) + self.bias[:, None, None]
        if self.strided:
            x = self.resize(x, self.weight.shape[-1] // 2 + pad, 1)
            return F.conv2d(x, self.weight, self.bias, stride=2)
        x = self.resize(x, pad)
        if self.weight is None:
            return x
        return F.conv2d(x, self.weight, self.bias, padding=self.weight.shape[-1] // 2)


class Gain(nn.Module):
    """Multiplies by one learned number."""

    def __init__(self):
        super().__init__()
        self.gain = nn.Parameter(torch.tensor(0.0))

    def forward(self, x):
        return x * self.gain


class GammaNorm(nn.Module):
    """Divides the channels of each position by their root mean square."""

    def __init__(self, channels, nd):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(channels, *[1] * nd))

    def forward(self, x):
        return F.normalize(x, dim=1) * x.shape[1] ** 0.5 * self.gamma


class KANLinear(nn.Module):
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


class LSTM(nn.LSTM):
    """A recurrent network over the positions of a sequence."""

    def forward(self, x):
        return super().forward(x.transpose(1, 2))[0].transpose(1, 2)


class Lookup(nn.Embedding):
    """A table whose rows are taken by number."""

    def forward(self, x):
        return super().forward(x[:, 0].long())


class LowPass(nn.Module):
    """Doubles or halves the sizes with a fixed filter, mirrored at the edge."""

    def __init__(self, up=False):
        super().__init__()
        self.up = up
        f = torch.tensor([1.0, 3.0, 3.0, 1.0]) / (4 if up else 8)
        self.register_buffer("kernel", f.outer(f))

    def forward(self, x):
        c = x.shape[1]
        f = self.kernel.to(x.dtype).expand(c, 1, -1, -1)
        x = F.pad(x, (1, 1, 1, 1), "reflect")
        if self.up:
            return F.conv_transpose2d(x, f, groups=c, stride=2, padding=3)
        return F.conv2d(x, f, groups=c, stride=2)


class MagnitudeConv2d(nn.Conv2d):
    """A convolution whose weight is normalized for each output channel."""

    def __init__(self, in_channels, out_channels, kernel_size, padding=0, bias=False, ones=False):
        super().__init__(in_channels + ones, out_channels, kernel_size, padding=padding, bias=bias)
        self.ones, self.fan_in = ones, in_channels * kernel_size ** 2

    def unit(self):
        w = self.weight
        return F.normalize(w.flatten(1), dim=1, eps=1e-4).view_as(w) * w[0].numel() ** 0.5

    def forward(self, x):
        if self.training:
            with torch.no_grad():
                self.weight.copy_(self.unit())
        if self.ones:
            x = F.pad(x, (0, 0, 0, 0, 1, 0), value=1)
        return self._conv_forward(x, self.unit() / self.fan_in ** 0.5, None)


class MagnitudeLinear(nn.Linear):
    """A fully connected layer whose weight is normalized for each output."""

    def __init__(self, in_features, out_features):
        super().__init__(in_features, out_features, bias=False)

    def forward(self, x):
        if self.training:
            with torch.no_grad():
                self.weight.copy_(F.normalize(self.weight, dim=1, eps=1e-4) * self.in_features ** 0.5)
        return F.linear(x, F.normalize(self.weight, dim=1, eps=1e-4))


class MultiheadAttention(nn.MultiheadAttention):
    """Attention of the positions of x to those of y."""

    def forward(self, x, y):
        q, k = (v.flatten(2).transpose(1, 2) for v in (x, y))
        return super().forward(q, k, k, need_weights=False)[0].transpose(1, 2).unflatten(2, x.shape[2:])


class NIN(nn.Module):
    """A fully connected layer over the channels of every position."""

    def __init__(self, in_features, out_features):
        super().__init__()
        self.W = nn.Parameter(torch.randn(in_features, out_features) * in_features ** -0.5)
        self.b = nn.Parameter(torch.zeros(out_features))

    def forward(self, x):
        return (x.movedim(1, -1) @ self.W + self.b).movedim(-1, 1)


class PositionLinear(nn.Linear):
    """A fully connected layer over the positions of every channel."""

    def forward(self, x):
        return super().forward(x.flatten(2))


class PositionTable(nn.Embedding):
    """A table whose first rows are added to the tokens of a sequence."""

    def forward(self, x):
        return x + self.weight[:x.shape[2]].T


class Resample1d(nn.Module):
    """Keeps every stride-th value, or puts values between two, with a fixed filter."""

    def __init__(self, channels, stride, up=False):
        super().__init__()
        self.stride, self.up = stride, up
        f = torch.sinc((torch.arange(15) - 7) / stride) * torch.hann_window(15, periodic=False)
        self.filter = nn.Parameter((f / f.sum()).repeat(channels, 1, 1), requires_grad=False)

    def forward(self, x):
        c = x.shape[1]
        x = F.pad(x, (7, 7), "reflect")
        if self.up:
            return F.conv_transpose1d(x, self.filter, groups=c, stride=self.stride, padding=7 * self.stride + 7)
        return F.conv1d(x, self.filter, groups=c, stride=self.stride)


class RowEmbedding(nn.Embedding):
    """Adds a vector to every row of a map, or position of a sequence."""

    def __init__(self, rows, channels, times=1):
        super().__init__(rows, channels)
        self.times = times

    def forward(self, x):
        w = self.times * self.weight.t()
        return x + w.view(*w.shape, *[1] * (x.dim() - 3))


class StandardizedConv2d(nn.Conv2d):
    """A convolution whose weights are normalized for each output channel."""

    def forward(self, x):
        var, mean = torch.var_mean(self.weight, (1, 2, 3), unbiased=False, keepdim=True)
        weight = (self.weight - mean) * (var + 1e-5).rsqrt()
        return self._conv_forward(x, weight, self.bias)


class StdConv1d(nn.Conv1d):
    """A convolution whose weight is standardized before it is used."""

    def forward(self, x):
        w = self.weight.flatten(1)
        w = (w - w.mean(1, keepdim=True)) / (w.var(1, unbiased=False, keepdim=True) + 1e-5).sqrt()
        return self._conv_forward(x, w.view_as(self.weight), self.bias)


class StdConv2d(nn.Conv2d):
    """A convolution whose weight is standardized before it is used."""

    def forward(self, x):
        w = self.weight.flatten(1)
        w = (w - w.mean(1, keepdim=True)) / (w.var(1, unbiased=False, keepdim=True) + 1e-5).sqrt()
        return self._conv_forward(x, w.view_as(self.weight), self.bias)


class StdConv3d(nn.Conv3d):
    """A convolution whose weight is standardized before it is used."""

    def forward(self, x):
        w = self.weight.flatten(1)
        w = (w - w.mean(1, keepdim=True)) / (w.var(1, unbiased=False, keepdim=True) + 1e-5).sqrt()
        return self._conv_forward(x, w.view_as(self.weight), self.bias)


class UnregisteredTransformer(nn.Module):
    """A layer in a plain list, as in the published code: the model does not know it, so
    that nothing trains it, moves it, or switches its dropout off."""

    def __init__(self, channels, heads, hidden):
        super().__init__()
        self.hidden = [nn.TransformerEncoderLayer(channels, heads, hidden, activation=nn.GELU(), batch_first=True)]

    def forward(self, x):
        return self.hidden[0](x.transpose(1, 2)).transpose(1, 2)


class WindowEmbedding(nn.Embedding):
    """Adds to every position what was learned for its place in its window."""

    def __init__(self, positions, channels, window, shift):
        super().__init__(positions, channels)
        self.window, self.shift = window, shift

    def forward(self, x):
        places = self.weight.t().unflatten(1, self.window)
        places = places.repeat(1, *[n // w for n, w in zip(x.shape[2:], self.window)])
        return x + places.roll(self.shift, tuple(range(1, places.dim())))


def attention(q, k, v, heads, scale=None):
    """Scaled dot-product attention; the positions of a map are tokens."""
    size, shared = q.shape[2:], k.shape[1] < q.shape[1]
    q = q.flatten(2).unflatten(1, (heads, -1))
    k, v = (x.flatten(2).unflatten(1, (1 if shared else heads, -1)) for x in (k, v))
    weights = (torch.einsum("bhcq,bhck->bhqk", q, k) * (scale or q.shape[2] ** -0.5)).softmax(3)
    return torch.einsum("bhqk,bhck->bhcq", weights, v).flatten(1, 2).unflatten(2, size)


def attention_mask(sizes, window, shift):
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


def axial_shift(x, axis):
    """Moves each of five parts of the channels along an axis, by -2 to 2."""
    x = F.pad(x, (2, 2, 2, 2))
    x = torch.cat([part.roll(n, axis) for part, n in zip(x.chunk(5, 1), range(-2, 3))], 1)
    return x[:, :, 2:-2, 2:-2]


def center_lines(x, lines):
    """Keeps the columns in the middle; all others become zero."""
    at = torch.arange(x.shape[3], device=x.device) - (x.shape[3] - lines + 1) // 2
    return x * ((at >= 0) & (at < lines))[:, None]


def channel_attention(q, k, v, temperature):
    """Attention between the channels of each head, with a learned factor."""
    size = q.shape[2:]
    q, k, v = (x.flatten(2).unflatten(1, (len(temperature), -1)) for x in (q, k, v))
    weights = (q @ k.transpose(2, 3) * temperature).softmax(3)
    return (weights @ v).flatten(1, 2).unflatten(2, size)


def complex_product(x, y, conjugate=False):
    """Multiplies complex maps; with conjugate, by conjugates, and adds up over coils."""
    x, y = torch.view_as_complex(x.contiguous()), torch.view_as_complex(y.contiguous())
    return torch.view_as_real((x * y.conj()).sum(1, keepdim=True) if conjugate else x * y)


def context_pool(scores, x):
    """The mean of all positions, weighted by a softmax of scores."""
    y = torch.einsum("bn,bcn->bc", scores.flatten(1).softmax(1), x.flatten(2))
    return y[(...,) + (None,) * (x.dim() - 2)]


def crop(x, like):
    """Cuts the middle out of x, as large as like."""
    for dim in range(2, x.dim()):
        size = like.shape[dim]
        x = x.narrow(dim, (x.shape[dim] - size) // 2, size)
    return x


def cross_channel_attention(q, k, v):
    """Attention from the channels of q to those of k and v."""
    size = q.shape[2:]
    q, k, v = (x.flatten(2) for x in (q, k, v))
    weights = q @ k.transpose(1, 2) * k.shape[1] ** -0.5
    weights = F.instance_norm(weights[:, None])[:, 0].softmax(2)
    return (weights @ v).unflatten(2, size)


def data_consistency(x, measured, mask, term, weight):
    """Draws x to what was measured, and subtracts a term."""
    return x - torch.where(mask.bool(), x - measured, torch.zeros_like(x)) * weight - term


def decay_attention(q, k, v, rates, heads):
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


def double_rate(x, halve=False):
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


def fourier_2d(x, inverse=False):
    """The centered Fourier transform of complex maps, whose parts are the last axis."""
    f = torch.fft.ifft2 if inverse else torch.fft.fft2
    x = torch.view_as_complex(torch.fft.ifftshift(x, (2, 3)).contiguous())
    return torch.fft.fftshift(torch.view_as_real(f(x, norm="ortho")), (2, 3))


def fourier_features(x, frequencies, cos_first=False, keep=False, log=False, quarter=False):
    """Sines and cosines of 2π·x, or of its logarithm, times each frequency."""
    if log:
        x = x.log()
    if quarter:
        x = x / 4
    f = 2 * torch.pi * x * frequencies.flatten()
    waves = [f.cos(), f.sin()] if cos_first else [f.sin(), f.cos()]
    return torch.cat([x] * keep + waves, 1)


def frames(x, width):
    """Cuts a long sequence into parts that overlap by half, each an item of the batch."""
    n, step = x.shape[2], width // 2
    if n <= width:
        return x
    x = F.pad(x, (0, -(-n // step) * step - step + width - n))
    return x.unfold(2, width, step).transpose(1, 2).flatten(0, 1)


def head_norm(x, scale, heads):
    """Channels of unit length in each head, times numbers that heads share."""
    size = x.shape[2:]
    x = F.normalize(x.flatten(2).unflatten(1, (heads, -1)), dim=2) * scale[:, None]
    return x.flatten(1, 2).unflatten(2, size)


def heads_inside(x, heads):
    """Reads what lies as (channels of a head, heads, positions) position by position."""
    y = x.flatten(2).unflatten(1, (heads, -1)).transpose(1, 2).flatten(1)
    return y.unflatten(1, (-1, x.shape[1])).transpose(1, 2).reshape(x.shape)


def inverse_spectrogram(z, like, size):
    """The sequence, as long as like, that has such spectra."""
    n, hop = like.shape[2], size // 4
    left = hop // 2 * 3
    z = F.pad(z, (2, 2, 0, 1)).unflatten(1, (-1, 2)).movedim(2, -1).contiguous()
    window = torch.hann_window(size, dtype=z.dtype, device=z.device)
    z = torch.view_as_complex(z)
    length = -(-n // hop) * hop + 2 * left
    x = torch.istft(z.flatten(0, 1), size, hop, window=window, normalized=True, length=length)
    return x[:, left : left + n].unflatten(0, z.shape[:2])


def keep_training(module):
    """Keeps a module in training mode, whatever mode its network is in."""
    module.train = lambda mode=True: module
    return module


def learned_map(like, table, axis=None):
    """Parameters, interpolated to the sizes of a map, or to one of them."""
    if axis is None:
        return F.interpolate(table, like.shape[2:], mode="bilinear", align_corners=True)
    size = table.shape[2], like.shape[2 + axis]
    return F.interpolate(table, size, mode="bilinear", align_corners=True)[0]


def linear_attention(q, k, v, memory=None, heads=1, query_softmax=False, mean=False):
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


def low_pass(x, up=False, long=False):
    """Doubles or halves the sizes with a fixed low-pass filter."""
    f = torch.tensor([1.0, 3.0, 3.0, 1.0] if long else [1.0, 1.0]).to(x)
    c, padding = x.shape[1], (len(f) - 1) // 2
    f = (f.outer(f) / f.sum() ** 2).expand(c, 1, -1, -1)
    if up:
        return F.conv_transpose2d(x, 4 * f, groups=c, stride=2, padding=padding)
    return F.conv2d(x, f, groups=c, stride=2, padding=padding)


def magnitude_add(x, y, share):
    """A sum in which y has a share, divided by the length of both shares."""
    return (x * (1 - share) + y * share) / ((1 - share) ** 2 + share ** 2) ** 0.5


def magnitude_concat(x, y):
    """A concatenation in which both maps weigh the same."""
    n = x.shape[1] + y.shape[1]
    return torch.cat([m * (n / m.shape[1] / 2) ** 0.5 for m in (x, y)], 1)


def max_unpool(x, pooled, factor):
    """Puts x where the largest values of the windows of what was pooled stood."""
    n = x.dim() - 2
    pool = (F.max_pool1d, F.max_pool2d, F.max_pool3d)[n - 1]
    unpool = (F.max_unpool1d, F.max_unpool2d, F.max_unpool3d)[n - 1]
    _, where = pool(pooled, factor, return_indices=True)
    return unpool(x, where, factor, output_size=pooled.shape[2:])


def memory_attention(q, k, v, memory=None, heads=1, scale=None, unit=False):
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


def multiple_of(x, sizes, only=False, square=False):
    """Refuses sizes that are not multiples of the given ones, or not these only."""
    for n, of in zip(x.shape[2:], sizes):
        if n % of or only and n != of:
            raise ValueError(f"a size of {n} is not {of}" + " or a multiple" * (not only))
        if square and n != x.shape[2]:
            raise ValueError("the sizes differ")
    return x


def null_condition(x, *rest):
    """Learned tokens in place of those that a mask leaves out and that are missing at the
    end. Of a vector there is no mask: what stands for it is not used."""
    *mask, table = rest
    if not mask:
        return torch.where(torch.ones_like(x, dtype=torch.bool), x, table)
    n = table.shape[1]
    x, keep = F.pad(x, (0, n - x.shape[2])), F.pad(mask[0], (0, n - mask[0].shape[1]))
    return torch.where(keep[:, None] > 0, x, table.transpose(1, 2))


def null_token(x, table, heads):
    """Puts a key and a value, which all heads share, before those of a sequence."""
    first = table[:, None].expand(-1, heads, -1).reshape(1, -1, 1)
    return torch.cat([first.expand(len(x), -1, -1), x], 2)


def pad_around(x, of):
    """Pads with zeros to a multiple, on both sides."""
    pad = []
    for n in reversed(x.shape[2:]):
        pad += [-n % of // 2, -n % of - -n % of // 2]
    return F.pad(x, pad)


def pad_like(x, like):
    """Pads x with zeros on all sides, or crops it, to the size of like."""
    pad = []
    for dim in range(x.dim() - 1, 1, -1):
        missing = like.shape[dim] - x.shape[dim]
        pad += [missing // 2, missing - missing // 2]
    return F.pad(x, pad)


def pad_valid(x, kernel, stride, steps, doubled=False):
    """Pads with zeros so that convolutions of such a kernel and stride leave no rest."""
    n = x.shape[2] * (1 + doubled)
    for _ in range(steps):
        n = max(1, -(-(n - kernel) // stride) + 1)
    for _ in range(steps):
        n = (n - 1) * stride + kernel
    more = (-(-n // 2) if doubled else n) - x.shape[2]
    return F.pad(x, (more // 2, more - more // 2))


def patch_channels(x, patch, order):
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


def patch_positions(x, factor):
    """Makes positions of channels, in which the place in the patch changes slowest."""
    n = x.dim() - 2
    x = x.unflatten(1, (*[factor] * n, -1))
    x = x.permute(0, 1 + n, *[dim for i in range(n) for dim in (2 + n + i, 1 + i)])
    for dim in range(n):
        x = x.flatten(2 + dim, 3 + dim)
    return x


def pixel_shuffle(x, factor):
    """Makes positions of channels, along every axis."""
    n = x.dim() - 2
    x = x.unflatten(1, (-1, *[factor] * n))
    x = x.permute(0, 1, *[dim for i in range(n) for dim in (2 + n + i, 2 + i)])
    for dim in range(n):
        x = x.flatten(2 + dim, 3 + dim)
    return x


def reflect_one(x, like):
    """Reflects the last row of each axis of x whose size is not that of like."""
    pad = []
    for dim in range(x.dim() - 1, 1, -1):
        pad += [0, int(x.shape[dim] != like.shape[dim])]
    return F.pad(x, pad, mode="reflect")


def relative_position_index(window, flawed=False):
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


def replicate_one(x, like):
    """Repeats the last value of each axis of x whose size is not that of like."""
    pad = []
    for dim in range(x.dim() - 1, 1, -1):
        pad += [0, int(x.shape[dim] != like.shape[dim])]
    return F.pad(x, pad, mode="replicate")


def resize_like(x, like, linear=False, align_corners=None):
    """Interpolates x to the size of like."""
    mode = {3: "linear", 4: "bilinear", 5: "trilinear"}[x.dim()] if linear else "nearest"
    return F.interpolate(x, size=like.shape[2:], mode=mode, align_corners=align_corners)


def root_of_coils(x, only=False):
    """Divides by the root of the sum of squares over coils, or returns that root."""
    root = (x**2).sum((1, 4)).sqrt()
    return root[:, None] if only else x / root[:, None, ..., None]


def sinusoid(x, dim, cos_first=False, shift=0):
    """Sines and cosines of x, of frequencies from 1 down to about 1/10000."""
    half = dim // 2
    x = x * 10000 ** (-torch.arange(half, dtype=x.dtype, device=x.device) / (half - shift))
    waves = [x.cos(), x.sin()] if cos_first else [x.sin(), x.cos()]
    return F.pad(torch.cat(waves, 1), (0, dim % 2))


def sinusoidal_positions(x):
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


def spectrogram(x, size):
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


def mean_std(x, mono=False, each=False):
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


def temperature_attention(q, k, v, temperature):
    """Attention between positions, with a learned factor for each head."""
    size = q.shape[2:]
    q, k, v = (x.flatten(2).unflatten(1, (len(temperature), -1)) for x in (q, k, v))
    weights = (q.transpose(2, 3) @ k * temperature).softmax(3)
    return (v @ weights.transpose(2, 3)).flatten(1, 2).unflatten(2, size)


def trim_like(x, like):
    """Cuts the end off each axis of x, to the size of like."""
    for dim in range(2, x.dim()):
        x = x.narrow(dim, 0, like.shape[dim])
    return x


def trim_odd(x, like):
    """Cuts one off the end of each axis of x that differs from like by an odd number."""
    for dim in range(2, x.dim()):
        x = x.narrow(dim, 0, x.shape[dim] - (x.shape[dim] - like.shape[dim]) % 2)
    return x


def unframes(x, like, width):
    """Joins such parts: where two overlap, each gives the half next to its middle."""
    if like.shape[2] <= width:
        return x
    x, cut = x.unflatten(0, (like.shape[0], -1)), width // 4
    last = x.shape[1] - 1
    parts = [x[:, k, :, cut * (k > 0) : width - cut * (k < last)] for k in range(last + 1)]
    return torch.cat(parts, 2)[..., : like.shape[2]]


def ungroup(x, like, start):
    """Makes a map like the given one of tokens, from the start-th on."""
    n = like[0].numel() // x.shape[1]
    x = x[:, :, start:start + n].transpose(1, 2).flatten(1).unflatten(1, (-1, like.shape[1]))
    return x.transpose(1, 2).unflatten(2, like.shape[2:])


def window_attention(q, k, v, index, table, window, shift, masked=True):
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


def window_pad(x, window, small=False, replicate=False):
    """Pads the end of each axis with zeros or its last value to a multiple of the window;
    one that is smaller than it only if asked to."""
    pad = []
    for n, w in reversed(list(zip(x.shape[2:], window))):
        pad += [0, -n % w if small or n > w else 0]
    return F.pad(x, pad, "replicate" if replicate else "constant")


