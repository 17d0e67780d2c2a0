# U-Net: 7,765,442 parameters
import math

import keras
from keras import layers


def block(x, filters, name):
    x = layers.Conv2D(filters, 3, padding="same", name=f"{name}_conv1")(x)
    x = layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name=f"{name}_norm1")(x)
    x = layers.ReLU()(x)
    x = layers.Conv2D(filters, 3, padding="same", name=f"{name}_conv2")(x)
    x = layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name=f"{name}_norm2")(x)
    return layers.ReLU()(x)


def unet():
    inputs = keras.Input((256, 256, 1))
    enc1 = block(inputs, 32, "enc1")
    x = layers.MaxPooling2D(2)(enc1)
    enc2 = block(x, 64, "enc2")
    x = layers.MaxPooling2D(2)(enc2)
    enc3 = block(x, 128, "enc3")
    x = layers.MaxPooling2D(2)(enc3)
    enc4 = block(x, 256, "enc4")
    x = layers.MaxPooling2D(2)(enc4)
    x = block(x, 512, "mid")
    x = layers.Conv2DTranspose(256, 2, strides=2, name="up4_conv")(x)
    x = layers.Concatenate()([enc4, x])
    x = block(x, 256, "dec4")
    x = layers.Conv2DTranspose(128, 2, strides=2, name="up3_conv")(x)
    x = layers.Concatenate()([enc3, x])
    x = block(x, 128, "dec3")
    x = layers.Conv2DTranspose(64, 2, strides=2, name="up2_conv")(x)
    x = layers.Concatenate()([enc2, x])
    x = block(x, 64, "dec2")
    x = layers.Conv2DTranspose(32, 2, strides=2, name="up1_conv")(x)
    x = layers.Concatenate()([enc1, x])
    x = block(x, 32, "dec1")
    x = layers.Conv2D(2, 1, name="head1")(x)
    return keras.Model(inputs, x, name="unet")


def count(weights):
    return sum(math.prod(w.shape) for w in weights)


if __name__ == "__main__":
    model = unet()
    trainable = count(model.trainable_weights)
    total = count(model.weights)
    print(f"{trainable:,} trainable, {total:,} with moving means and variances")
    assert trainable == 7_765_442
    assert total == 7_771_330
    for out in model.outputs:
        print("output", tuple(out.shape))
