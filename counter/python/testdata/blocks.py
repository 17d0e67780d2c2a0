import torch
from torch import nn
from torch.nn import functional as F


class First(nn.Module):
    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, out_channels, 3, padding=1)
        self.norm = nn.GroupNorm(2, out_channels)

    def forward(self, x):
        x = self.conv(x)
        x = self.norm(x)
        return F.relu(x)


class Second(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1)
        self.norm = nn.GroupNorm(2, channels)

    def forward(self, x):
        x = self.conv(x)
        return self.norm(x)


class Enc(nn.Module):
    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.first = First(in_channels, out_channels)
        self.second = Second(out_channels)

    def forward(self, x):
        x = self.first(x)
        x = self.second(x)
        return F.relu(x)


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(16, 16, 1)
        self.norm = nn.GroupNorm(2, 16)

    def forward(self, x):
        x = self.conv(x)
        return self.norm(x)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc1 = Enc(3, 8)
        self.enc2 = Enc(8, 16)
        self.head = Head()

    def forward(self, x):
        x = self.enc1(x)
        x = F.max_pool2d(x, 2)
        x = self.enc2(x)
        return self.head(x)


def count_param(model):
    """Learnable parameters; a tensor with several names is counted once."""
    return sum(p.numel() for p in model.parameters())


if __name__ == "__main__":
    model = Net().eval()
    total = count_param(model)
    print(f"{total:,} parameters")
    assert total == 4_696
    with torch.no_grad():
        y = model(torch.zeros(1, 3, 16, 16))
    for out in y if isinstance(y, tuple) else (y,):
        print("output", tuple(out.shape))
