import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 3, padding=1)

    def forward(self, x):
        conv = self.conv(x)
        y = x + conv
        conv_2 = self.conv(y)
        x = x + conv_2
        return self.conv(x)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.block = Block()

    def forward(self, x):
        return self.block(x)


def count_param(model):
    """Learnable parameters; a tensor with several names is counted once."""
    return sum(p.numel() for p in model.parameters())


if __name__ == "__main__":
    model = Net().eval()
    total = count_param(model)
    print(f"{total:,} parameters")
    assert total == 148
    with torch.no_grad():
        y = model(torch.zeros(1, 4, 16, 16))
    for out in y if isinstance(y, tuple) else (y,):
        print("output", tuple(out.shape))
