import math

import keras
from keras import layers


def block(x, filters, name):
    x = layers.Conv2D(filters, 3, padding="same", name=f"{name}_conv")(x)
    return layers.GroupNormalization(groups=2, epsilon=1e-5, name=f"{name}_norm")(x)


def enc(x, filters, name):
    x = block(x, filters, f"{name}_first")
    x = layers.ReLU()(x)
    return block(x, filters, f"{name}_second")


def head(x, name):
    x = layers.Conv2D(16, 1, name=f"{name}_conv")(x)
    return layers.GroupNormalization(groups=2, epsilon=1e-5, name=f"{name}_norm")(x)


def net():
    inputs = keras.Input((16, 16, 3))
    x = enc(inputs, 8, "enc1")
    x = layers.ReLU()(x)
    x = layers.MaxPooling2D(2)(x)
    x = enc(x, 16, "enc2")
    x = layers.ReLU()(x)
    x = head(x, "head")
    return keras.Model(inputs, x, name="net")


def count(weights):
    return sum(math.prod(w.shape) for w in weights)


if __name__ == "__main__":
    model = net()
    trainable = count(model.trainable_weights)
    total = count(model.weights)
    print(f"{trainable:,} trainable, {total:,} with moving means and variances")
    assert trainable == 4_696
    assert total == 4_696
    for out in model.outputs:
        print("output", tuple(out.shape))
