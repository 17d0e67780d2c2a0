import math

import keras
from keras import layers


def block(x, name):
    layer = layers.Conv2D(4, 3, padding="same", name=f"{name}_conv")
    y = layer(x)
    y_2 = layers.Add()([x, y])
    y_3 = layer(y_2)
    x = layers.Add()([x, y_3])
    return layer(x)


def net():
    inputs = keras.Input((16, 16, 4))
    x = block(inputs, "block")
    return keras.Model(inputs, x, name="net")


def count(weights):
    return sum(math.prod(w.shape) for w in weights)


if __name__ == "__main__":
    model = net()
    trainable = count(model.trainable_weights)
    total = count(model.weights)
    print(f"{trainable:,} trainable, {total:,} with moving means and variances")
    assert trainable == 148
    assert total == 148
    for out in model.outputs:
        print("output", tuple(out.shape))
