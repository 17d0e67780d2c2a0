package pytorch

import (
	"fmt"
	"strings"

	"unetparams/counter/layer"
)

func fourier(l layer.FourierFeatures) expr {
	text := "torch.randn(§)"
	if l.Column {
		text = "torch.randn(§, 1)"
	}
	if !l.Buffer {
		text = "nn.Parameter(" + text + ")"
	}
	return expr{text: text, slots: []slot{{"frequencies", l.N}}}
}

func fourierCall(l layer.FourierFeatures, in []string) expr {
	return expr{text: fmt.Sprintf("fourier_features(%s%s%s%s%s)", strings.Join(in, ", "), on("cos_first", l.CosFirst), on("keep", l.Keep), on("log", l.Log || l.Quarter), on("quarter", l.Quarter)), helper: "fourier_features"}
}

const fourierCode = `def fourier_features(x, frequencies, cos_first=False, keep=False, log=False, quarter=False):
    """Sines and cosines of 2π·x, or of its logarithm, times each frequency."""
    if log:
        x = x.log()
    if quarter:
        x = x / 4
    f = 2 * torch.pi * x * frequencies.flatten()
    waves = [f.cos(), f.sin()] if cos_first else [f.sin(), f.cos()]
    return torch.cat([x] * keep + waves, 1)
`
