import math

import keras
from keras import layers


def net():
    inputs = keras.Input((16, 16, 2))
    y = layers.Conv2D(4, 3, padding="same", name="wide")(inputs)
    x = layers.Conv2D(4, 3, name="valid")(inputs)
    y_2 = layers.MaxPooling2D(3, strides=1)(x)
    x = layers.Cropping2D(2)(y)
    y_3 = layers.Concatenate()([x, y_2])
    x = layers.Conv2D(3, 1, name="classes")(y_3)
    y_4 = layers.Activation("softmax")(x)
    x = layers.Conv2D(1, 1, name="1x1")(y_3)
    return keras.Model(inputs, [y_4, x], name="net")


def count(weights):
    return sum(math.prod(w.shape) for w in weights)


if __name__ == "__main__":
    model = net()
    trainable = count(model.trainable_weights)
    total = count(model.weights)
    print(f"{trainable:,} trainable, {total:,} with moving means and variances")
    assert trainable == 188
    assert total == 188
    for out in model.outputs:
        print("output", tuple(out.shape))
