class Lookup(nn.Embedding):
    """A table whose rows are taken by number."""

    def forward(self, x):
        return super().forward(x[:, 0].long())


def attention(q, k, v, heads):
    """Scaled dot-product attention; the positions of a map are tokens."""
    size = q.shape[2:]
    q, k, v = (x.flatten(2).unflatten(1, (heads, -1)) for x in (q, k, v))
    weights = (torch.einsum("bhcq,bhck->bhqk", q, k) * q.shape[2] ** -0.5).softmax(3)
    return torch.einsum("bhqk,bhck->bhcq", weights, v).flatten(1, 2).unflatten(2, size)


def crop(x, like):
    """Cuts the middle out of x, as large as like."""
    for dim in range(2, x.dim()):
        size = like.shape[dim]
        x = x.narrow(dim, (x.shape[dim] - size) // 2, size)
    return x


def keep_training(module):
    """Keeps a module in training mode, whatever mode its network is in."""
    module.train = lambda mode=True: module
    return module


def multiple_of(x, sizes):
    """Refuses sizes that are not multiples of the given ones."""
    for n, of in zip(x.shape[2:], sizes):
        if n % of:
            raise ValueError(f"a size of {n} is no multiple of {of}")
    return x


def pad_like(x, like):
    """Pads x with zeros on all sides, or crops it, to the size of like."""
    pad = []
    for dim in range(x.dim() - 1, 1, -1):
        missing = like.shape[dim] - x.shape[dim]
        pad += [missing // 2, missing - missing // 2]
    return F.pad(x, pad)


def pixel_shuffle(x, factor):
    """Makes positions of channels, along every axis."""
    n = x.dim() - 2
    x = x.unflatten(1, (-1, *[factor] * n))
    x = x.permute(0, 1, *[dim for i in range(n) for dim in (2 + n + i, 2 + i)])
    for dim in range(n):
        x = x.flatten(2 + dim, 3 + dim)
    return x


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


def sinusoid(x, dim, cos_first=False, shift=0):
    """Sines and cosines of x, of frequencies from 1 down to about 1/10000."""
    half = dim // 2
    x = x * 10000 ** (-torch.arange(half, dtype=x.dtype, device=x.device) / (half - shift))
    waves = [x.cos(), x.sin()] if cos_first else [x.sin(), x.cos()]
    return F.pad(torch.cat(waves, 1), (0, dim % 2))


def trim_odd(x, like):
    """Cuts one off the end of each axis of x that differs from like by an odd number."""
    for dim in range(2, x.dim()):
        x = x.narrow(dim, 0, x.shape[dim] - (x.shape[dim] - like.shape[dim]) % 2)
    return x


