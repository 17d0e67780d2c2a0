import math

import keras
from keras import layers


def pair_dot(queries, keys):
    """Multiplies the channels of every query with those of every key, and sums."""
    rows = [layers.Reshape((math.prod(x.shape[1:-1]), x.shape[-1]))(x) for x in (queries, keys)]
    pairs = layers.Dot((2, 2))(rows)
    return layers.Reshape((*pairs.shape[1:], 1))(pairs)


def pair_weighted(weights, values, queries):
    """Sums all values for every query, weighted by a map over (queries, keys)."""
    weights = layers.Reshape(tuple(weights.shape[1:-1]))(weights)
    values = layers.Reshape((math.prod(values.shape[1:-1]), values.shape[-1]))(values)
    x = layers.Dot((2, 1))([weights, values])
    return layers.Reshape((*queries.shape[1:-1], x.shape[-1]))(x)


def conditioned():
    inputs = keras.Input((6, 4, 3), name="x")
    timesteps = keras.Input((1,), name="timesteps")
    context = keras.Input((5, 16), name="context")
    x = layers.Dense(8, name="time")(timesteps)
    y = layers.Activation("swish")(x)
    y_2 = layers.Dense(8, use_bias=False, name="to_k")(context)
    y_3 = layers.Dense(8, use_bias=False, name="to_v")(context)
    y_4 = layers.Conv2D(8, 3, padding="same", name="conv_in")(inputs)
    _ = layers.GlobalAveragePooling2D(keepdims=True)(y_4)
    x = layers.Reshape((1, 1, 8))(y)
    y_5 = layers.Add()([y_4, x])
    x = pair_dot(y_5, y_2)
    x = layers.Softmax(axis=2)(x)
    x = pair_weighted(x, y_3, y_5)
    x = layers.Add()([y_5, x])
    x = layers.Conv2D(3, 3, padding="same", name="conv_out")(x)
    return keras.Model([inputs, timesteps, context], x, name="conditioned")


def count(weights):
    return sum(math.prod(w.shape) for w in weights)


if __name__ == "__main__":
    model = conditioned()
    trainable = count(model.trainable_weights)
    total = count(model.weights)
    print(f"{trainable:,} trainable, {total:,} with moving means and variances")
    assert trainable == 715
    assert total == 715
    for out in model.outputs:
        print("output", tuple(out.shape))
