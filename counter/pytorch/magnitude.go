package pytorch

import (
	"fmt"
	"strings"

	"unetparams/counter/layer"
)

func magnitudeConv(l layer.MagnitudeConv) expr {
	e := convolution(l.Conv)
	e.text = strings.Replace(e.text, "nn.Conv", "MagnitudeConv", 1)
	e.helper = e.text[:len("MagnitudeConv2d")]
	e.text = strings.TrimSuffix(e.text, ")") + on("ones", l.Ones) + ")"
	return e
}

const magnitudeConvCode = `class MagnitudeConv2d(nn.Conv2d):
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
`

func magnitudeLinear(l layer.MagnitudeLinear) expr {
	return expr{text: "MagnitudeLinear(§, §)", slots: []slot{{"in_features", l.In}, {"out_features", l.Out}}, helper: "MagnitudeLinear"}
}

const magnitudeLinearCode = `class MagnitudeLinear(nn.Linear):
    """A fully connected layer whose weight is normalized for each output."""

    def __init__(self, in_features, out_features):
        super().__init__(in_features, out_features, bias=False)

    def forward(self, x):
        if self.training:
            with torch.no_grad():
                self.weight.copy_(F.normalize(self.weight, dim=1, eps=1e-4) * self.in_features ** 0.5)
        return F.linear(x, F.normalize(self.weight, dim=1, eps=1e-4))
`

func magnitudeAdd(l layer.MagnitudeAdd, in []string) expr {
	return expr{text: fmt.Sprintf("magnitude_add(%s, 0.%d)", strings.Join(in, ", "), l.Tenths), helper: "magnitude_add"}
}

const magnitudeAddCode = `def magnitude_add(x, y, share):
    """A sum in which y has a share, divided by the length of both shares."""
    return (x * (1 - share) + y * share) / ((1 - share) ** 2 + share ** 2) ** 0.5
`

const magnitudeConcatCode = `def magnitude_concat(x, y):
    """A concatenation in which both maps weigh the same."""
    n = x.shape[1] + y.shape[1]
    return torch.cat([m * (n / m.shape[1] / 2) ** 0.5 for m in (x, y)], 1)
`

const gainCode = `class Gain(nn.Module):
    """Multiplies by one learned number."""

    def __init__(self):
        super().__init__()
        self.gain = nn.Parameter(torch.tensor(0.0))

    def forward(self, x):
        return x * self.gain
`
