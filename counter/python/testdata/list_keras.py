import math

import keras
from keras import layers


def chain(x, name):
    x = layers.Conv2D(8, 3, padding="same", name=f"{name}_0")(x)
    x = layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name=f"{name}_1")(x)
    return layers.ReLU()(x)


def net():
    inputs = keras.Input((16, 16, 1))
    x = layers.Conv2D(4, 3, padding="same", name="downs_0")(inputs)
    x = layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name="norms_0")(x)
    x = layers.Conv2D(8, 3, padding="same", name="downs_1")(x)
    x = layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name="norms_1")(x)
    x = layers.Conv2D(8, 3, padding="same", name="downs_2")(x)
    x = layers.BatchNormalization(momentum=0.9, epsilon=1e-5, name="norms_2")(x)
    x = chain(x, "chain")
    return keras.Model(inputs, x, name="net")


def count(weights):
    return sum(math.prod(w.shape) for w in weights)


if __name__ == "__main__":
    model = net()
    trainable = count(model.trainable_weights)
    total = count(model.weights)
    print(f"{trainable:,} trainable, {total:,} with moving means and variances")
    assert trainable == 1_560
    assert total == 1_616
    for out in model.outputs:
        print("output", tuple(out.shape))
