import torch
from torch import nn
from torch.nn import functional as F


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3, padding=1)

    def forward(self, x):
        return self.conv(x)


class Decoder(nn.Module):
    def __init__(self, conv):
        super().__init__()
        self.skip = conv
        self.one = nn.Conv2d(4, 2, 1)
        self.two = nn.Conv2d(2, 5, 1)

    def forward(self, x):
        x = self.one(x)
        return self.two(x)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = Encoder()
        self.decoder = Decoder(self.encoder.conv)

    def forward(self, x):
        x = self.encoder(x)
        return self.decoder(x)


def count_param(model):
    """Learnable parameters; a tensor with several names is counted once."""
    return sum(p.numel() for p in model.parameters())


if __name__ == "__main__":
    model = Net().eval()
    total = count_param(model)
    print(f"{total:,} parameters")
    assert total == 65
    with torch.no_grad():
        y = model(torch.zeros(1, 1, 16, 16))
    for out in y if isinstance(y, tuple) else (y,):
        print("output", tuple(out.shape))
