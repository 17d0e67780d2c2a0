package pytorch

import (
	"fmt"
	"strings"

	"unetparams/counter/layer"
)

func nullToken(l layer.NullToken) expr { return parameter(l, "randn") }

func nullTokenCall(l layer.NullToken, in []string) expr {
	return expr{text: fmt.Sprintf("null_token(%s, %s, %d)", in[0], in[1], l.Heads), helper: "null_token"}
}

const nullTokenCode = `def null_token(x, table, heads):
    """Puts a key and a value, which all heads share, before those of a sequence."""
    first = table[:, None].expand(-1, heads, -1).reshape(1, -1, 1)
    return torch.cat([first.expand(len(x), -1, -1), x], 2)
`

func learnedTokens(l layer.LearnedTokens) expr { return parameter(l, "randn") }

func nullCondition(l layer.NullCondition) expr { return parameter(l, "randn") }

func nullConditionCall(_ layer.NullCondition, in []string) expr {
	return expr{text: "null_condition(" + strings.Join(in, ", ") + ")", helper: "null_condition"}
}

const nullConditionCode = `def null_condition(x, *rest):
    """Learned tokens in place of those that a mask leaves out and that are missing at the
    end. Of a vector there is no mask: what stands for it is not used."""
    *mask, table = rest
    if not mask:
        return torch.where(torch.ones_like(x, dtype=torch.bool), x, table)
    n = table.shape[1]
    x, keep = F.pad(x, (0, n - x.shape[2])), F.pad(mask[0], (0, n - mask[0].shape[1]))
    return torch.where(keep[:, None] > 0, x, table.transpose(1, 2))
`

func positionTable(l layer.PositionTable) expr {
	return expr{text: "PositionTable(§, §)", slots: []slot{{"rows", l.N}, {"channels", l.C}}, helper: "PositionTable"}
}

const positionTableCode = `class PositionTable(nn.Embedding):
    """A table whose first rows are added to the tokens of a sequence."""

    def forward(self, x):
        return x + self.weight[:x.shape[2]].T
`

const contextPoolCode = `def context_pool(scores, x):
    """The mean of all positions, weighted by a softmax of scores."""
    y = torch.einsum("bn,bcn->bc", scores.flatten(1).softmax(1), x.flatten(2))
    return y[(...,) + (None,) * (x.dim() - 2)]
`

const gammaNormCode = `class GammaNorm(nn.Module):
    """Divides the channels of each position by their root mean square."""

    def __init__(self, channels, nd):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(channels, *[1] * nd))

    def forward(self, x):
        return F.normalize(x, dim=1) * x.shape[1] ** 0.5 * self.gamma
`
