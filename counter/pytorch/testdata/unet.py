# U-Net: 7,765,442 parameters
import torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, padding=1)
        self.norm1 = nn.BatchNorm2d(out_channels)
        self.relu1 = nn.ReLU()
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1)
        self.norm2 = nn.BatchNorm2d(out_channels)
        self.relu2 = nn.ReLU()

    def forward(self, x):
        x = self.conv1(x)
        x = self.norm1(x)
        x = self.relu1(x)
        x = self.conv2(x)
        x = self.norm2(x)
        return self.relu2(x)


class Up(nn.Module):
    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.conv = nn.ConvTranspose2d(in_channels, out_channels, 2, stride=2)

    def forward(self, x):
        return self.conv(x)


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc1 = Block(1, 32)
        self.enc2 = Block(32, 64)
        self.enc3 = Block(64, 128)
        self.enc4 = Block(128, 256)
        self.mid = Block(256, 512)
        self.up4 = Up(512, 256)
        self.dec4 = Block(512, 256)
        self.up3 = Up(256, 128)
        self.dec3 = Block(256, 128)
        self.up2 = Up(128, 64)
        self.dec2 = Block(128, 64)
        self.up1 = Up(64, 32)
        self.dec1 = Block(64, 32)
        self.head1 = nn.Conv2d(32, 2, 1)

    def forward(self, x):
        enc1 = self.enc1(x)
        x = F.max_pool2d(enc1, 2)
        enc2 = self.enc2(x)
        x = F.max_pool2d(enc2, 2)
        enc3 = self.enc3(x)
        x = F.max_pool2d(enc3, 2)
        enc4 = self.enc4(x)
        x = F.max_pool2d(enc4, 2)
        x = self.mid(x)
        x = self.up4(x)
        x = torch.cat([enc4, x], 1)
        x = self.dec4(x)
        x = self.up3(x)
        x = torch.cat([enc3, x], 1)
        x = self.dec3(x)
        x = self.up2(x)
        x = torch.cat([enc2, x], 1)
        x = self.dec2(x)
        x = self.up1(x)
        x = torch.cat([enc1, x], 1)
        x = self.dec1(x)
        return self.head1(x)


def count_param(model):
    """Learnable parameters; a tensor with several names is counted once."""
    return sum(p.numel() for p in model.parameters())


if __name__ == "__main__":
    model = UNet().eval()
    total = count_param(model)
    print(f"{total:,} parameters")
    assert total == 7_765_442
    with torch.no_grad():
        y = model(torch.zeros(1, 1, 256, 256))
    for out in y if isinstance(y, tuple) else (y,):
        print("output", tuple(out.shape))
