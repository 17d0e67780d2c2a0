package pytorch

import (
	"fmt"

	"unetparams/counter/layer"
)

func filteredConv(l layer.FilteredConv) expr {
	return expr{text: fmt.Sprintf("FilteredConv2d(§, §, %d%s%s%s%s%s)", l.Kernel, on("up", l.Up), on("long", l.Long), on("after", l.After), on("strided", l.Strided), on("fixed", l.Fixed)),
		slots: []slot{{"in_channels", l.In}, {"out_channels", l.Out}}, helper: "FilteredConv2d"}
}

// lowPass writes a filter alone that is a constant.
func lowPass(l layer.FilteredConv, in []string) expr {
	if l.Kernel > 0 || !l.Fixed {
		return expr{}
	}
	return expr{text: fmt.Sprintf("low_pass(%s%s%s)", in[0], on("up", l.Up), on("long", l.Long)), helper: "low_pass"}
}

const lowPassCode = `def low_pass(x, up=False, long=False):
    """Doubles or halves the sizes with a fixed low-pass filter."""
    f = torch.tensor([1.0, 3.0, 3.0, 1.0] if long else [1.0, 1.0]).to(x)
    c, padding = x.shape[1], (len(f) - 1) // 2
    f = (f.outer(f) / f.sum() ** 2).expand(c, 1, -1, -1)
    if up:
        return F.conv_transpose2d(x, 4 * f, groups=c, stride=2, padding=padding)
    return F.conv2d(x, f, groups=c, stride=2, padding=padding)
`

const lowPassModuleCode = `class LowPass(nn.Module):
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
`

const filteredConvCode = `class FilteredConv2d(nn.Module):
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
`

const resampleCode = `class Resample1d(nn.Module):
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
`
