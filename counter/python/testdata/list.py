import torch
from torch import nn
from torch.nn import functional as F


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.downs = nn.ModuleList([
            nn.Conv2d(1, 4, 3, padding=1),
            nn.Conv2d(4, 8, 3, padding=1),
            nn.Conv2d(8, 8, 3, padding=1),
        ])
        self.norms = nn.ModuleList([
            nn.BatchNorm2d(4),
            nn.BatchNorm2d(8),
            nn.BatchNorm2d(8),
        ])
        self.chain = nn.Sequential(
            nn.Conv2d(8, 8, 3, padding=1),
            nn.BatchNorm2d(8),
            nn.ReLU(),
        )

    def forward(self, x):
        x = self.downs[0](x)
        x = self.norms[0](x)
        x = self.downs[1](x)
        x = self.norms[1](x)
        x = self.downs[2](x)
        x = self.norms[2](x)
        return self.chain(x)


def count_param(model):
    """Learnable parameters; a tensor with several names is counted once."""
    return sum(p.numel() for p in model.parameters())


if __name__ == "__main__":
    model = Net().eval()
    total = count_param(model)
    print(f"{total:,} parameters")
    assert total == 1_560
    with torch.no_grad():
        y = model(torch.zeros(1, 1, 16, 16))
    for out in y if isinstance(y, tuple) else (y,):
        print("output", tuple(out.shape))
