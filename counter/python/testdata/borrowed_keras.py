import math

import keras
from keras import layers


def decoder(x, name):
    x = layers.Conv2D(2, 1, name=f"{name}_one")(x)
    return layers.Conv2D(5, 1, name=f"{name}_two")(x)


def net():
    inputs = keras.Input((16, 16, 1))
    x = layers.Conv2D(4, 3, padding="same", name="encoder_conv")(inputs)
    x = decoder(x, "decoder")
    return keras.Model(inputs, x, name="net")


def count(weights):
    return sum(math.prod(w.shape) for w in weights)


if __name__ == "__main__":
    model = net()
    trainable = count(model.trainable_weights)
    total = count(model.weights)
    print(f"{trainable:,} trainable, {total:,} with moving means and variances")
    assert trainable == 65
    assert total == 65
    for out in model.outputs:
        print("output", tuple(out.shape))
