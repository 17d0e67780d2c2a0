package pytorch

import (
	"fmt"

	"unetparams/counter/layer"
)

func tokensOverFrames(l layer.TokensOverFrames, in []string) expr {
	if l.Back {
		return expr{text: fmt.Sprintf("%s.unflatten(0, (-1, %s.shape[2])).permute(0, 3, 2, 1).flatten(0, 1)", in[0], in[1])}
	}
	return expr{text: fmt.Sprintf("%s.unflatten(0, (-1, %d)).permute(0, 3, 2, 1).flatten(0, 1)", in[0], l.N)}
}

const blendCode = `class Blend(nn.Module):
    """Mixes two maps by one learned number."""

    def __init__(self):
        super().__init__()
        self.mix_factor = nn.Parameter(torch.tensor([0.5]))

    def forward(self, x, y):
        share = torch.sigmoid(self.mix_factor)
        return share * x + (1 - share) * y
`
