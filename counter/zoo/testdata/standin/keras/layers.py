import math
import re

counts = {}  # of layers without a name, by class


class Weight:
    def __init__(self, name, shape, trainable=True):
        self.name, self.shape, self.trainable = name, shape, trainable


class Tensor:
    def __init__(self, shape, layer, inputs):
        self.shape, self.layer, self.inputs = tuple(shape), layer, inputs


class Layer:
    def __init__(self, name=None):
        kind = type(self).__name__
        if name is None:
            name = re.sub(r"([a-z])([A-Z])", r"\1_\2", re.sub(r"(.)([A-Z][a-z0-9]+)", r"\1_\2", kind)).lower()
            n = counts.get(name, 0)
            counts[name] = n + 1
            name += f"_{n}" if n else ""
        if not isinstance(name, str) or "/" in name:
            raise ValueError(f"no name for a layer: {name!r}")
        self.name, self.weights, self.built = name, [], False

    def __call__(self, x):
        inputs = x if isinstance(x, list) else [x]
        if not all(isinstance(t, Tensor) for t in inputs):
            raise ValueError(f"{self.name}: called on {x!r}")
        shape = [t.shape for t in x] if isinstance(x, list) else x.shape
        if not self.built:
            self.built, self.built_for = True, shape
            self.build(shape)
        return Tensor(self.output(shape), self, inputs)

    def build(self, shape):
        pass

    def output(self, shape):
        if hasattr(self, "compute_output_shape"):  # a layer that the file itself defines
            return self.compute_output_shape(shape)
        return shape

    def add(self, name, *shape, trainable=True):
        self.weights.append(Weight(name, shape, trainable))


def Input(shape, name=None):
    class InputLayer(Layer):
        pass

    return Tensor((None, *shape), InputLayer(name), [])


def tuple_of(n, value, what):
    value = (value,) * n if isinstance(value, int) else tuple(value)
    if len(value) != n or any(not isinstance(v, int) or v < 1 for v in value):
        raise ValueError(f"{what}: {value}")
    return value


def sides(n, value):
    """The cropping or padding at both ends of every axis."""
    if isinstance(value, int):
        value = ((value, value),) * n
    elif n == 1 and isinstance(value[0], int):
        value = (value,)
    else:
        value = tuple((v, v) if isinstance(v, int) else tuple(v) for v in value)
    if len(value) != n or any(len(v) != 2 or min(v) < 0 for v in value):
        raise ValueError(f"padding or cropping {value}")
    return value


def spatial(n, shape, kind):
    if len(shape) != n + 2:
        raise ValueError(f"{kind} takes {n + 2} axes, and got {shape}")
    return shape[1:-1]


def windows(size, kernel, stride, padding, dilation=1):
    if size is None:
        return None
    reach = (kernel - 1) * dilation + 1
    n = -(-size // stride) if padding == "same" else (size - reach) // stride + 1
    if n < 1:
        raise ValueError(f"a window of {reach} on {size}")
    return n


class Conv(Layer):
    def __init__(self, filters, kernel_size, strides=1, padding="valid", dilation_rate=1, groups=1, use_bias=True, name=None):
        super().__init__(name)
        self.filters, self.groups, self.bias = filters, groups, use_bias
        self.kernel = tuple_of(self.rank, kernel_size, "kernel_size")
        self.strides = tuple_of(self.rank, strides, "strides")
        self.dilation = tuple_of(self.rank, dilation_rate, "dilation_rate")
        if padding not in ("valid", "same"):
            raise ValueError(f"padding {padding}")
        if max(self.strides) > 1 and max(self.dilation) > 1:
            raise ValueError("strides and dilation_rate")
        if filters < 1 or filters % groups:
            raise ValueError(f"{filters} filters in {groups} groups")
        self.padding = padding

    def build(self, shape):
        if shape[-1] % self.groups:
            raise ValueError(f"{shape[-1]} channels in {self.groups} groups")
        self.add("kernel", *self.kernel, shape[-1] // self.groups, self.filters)
        if self.bias:
            self.add("bias", self.filters)

    def output(self, shape):
        if shape[-1] != self.built_for[-1]:
            raise ValueError(f"{self.name} was made for {self.built_for[-1]} channels, not {shape[-1]}")
        sizes = spatial(self.rank, shape, type(self).__name__)
        return (shape[0], *(windows(n, k, s, self.padding, d) for n, k, s, d in zip(sizes, self.kernel, self.strides, self.dilation)), self.filters)


class ConvTranspose(Layer):
    def __init__(self, filters, kernel_size, strides=1, padding="valid", use_bias=True, name=None):
        super().__init__(name)
        self.filters, self.bias = filters, use_bias
        self.kernel = tuple_of(self.rank, kernel_size, "kernel_size")
        self.strides = tuple_of(self.rank, strides, "strides")
        if padding != "valid":
            raise ValueError("not the same as PyTorch's")

    def build(self, shape):
        self.add("kernel", *self.kernel, self.filters, shape[-1])
        if self.bias:
            self.add("bias", self.filters)

    def output(self, shape):
        sizes = spatial(self.rank, shape, type(self).__name__)
        return (shape[0], *(n and n * s + max(k - s, 0) for n, k, s in zip(sizes, self.kernel, self.strides)), self.filters)


class Dense(Layer):
    def __init__(self, units, use_bias=True, name=None):
        super().__init__(name)
        self.units, self.bias = units, use_bias

    def build(self, shape):
        self.add("kernel", shape[-1], self.units)
        if self.bias:
            self.add("bias", self.units)

    def output(self, shape):
        return (*shape[:-1], self.units)


class BatchNormalization(Layer):
    def __init__(self, momentum=0.99, epsilon=1e-3, center=True, scale=True, name=None):
        super().__init__(name)
        self.center, self.scale = center, scale

    def build(self, shape):
        if self.scale:
            self.add("gamma", shape[-1])
        if self.center:
            self.add("beta", shape[-1])
        self.add("moving_mean", shape[-1], trainable=False)
        self.add("moving_variance", shape[-1], trainable=False)

    def output(self, shape):
        if shape[-1] != self.built_for[-1]:
            raise ValueError(f"{self.name} was made for {self.built_for[-1]} channels, not {shape[-1]}")
        return shape


class GroupNormalization(Layer):
    def __init__(self, groups=32, epsilon=1e-3, center=True, scale=True, name=None):
        super().__init__(name)
        self.groups, self.center, self.scale = groups, center, scale

    def build(self, shape):
        if self.groups != -1 and (self.groups < 1 or shape[-1] % self.groups):
            raise ValueError(f"{shape[-1]} channels in {self.groups} groups")
        if self.scale:
            self.add("gamma", shape[-1])
        if self.center:
            self.add("beta", shape[-1])


class PReLU(Layer):
    def __init__(self, alpha_initializer=None, shared_axes=None, name=None):
        super().__init__(name)
        self.shared = shared_axes or []

    def build(self, shape):
        alpha = list(shape[1:])
        for axis in self.shared:
            alpha[axis - 1] = 1
        self.add("alpha", *alpha)


class ReLU(Layer):
    def __init__(self, name=None):
        super().__init__(name)


class ELU(ReLU):
    pass


class LeakyReLU(Layer):
    def __init__(self, negative_slope=0.3, name=None):
        super().__init__(name)


class Activation(Layer):
    def __init__(self, activation, name=None):
        super().__init__(name)
        if activation not in ("sigmoid", "tanh", "softmax", "swish"):
            raise ValueError(f"activation {activation}")


class Dropout(Layer):
    def __init__(self, rate, name=None):
        super().__init__(name)
        if not 0 <= rate <= 1:
            raise ValueError(f"rate {rate}")


class Pooling(Layer):
    def __init__(self, pool_size=2, strides=None, padding="valid", name=None):
        super().__init__(name)
        self.pool = tuple_of(self.rank, pool_size, "pool_size")
        self.strides = tuple_of(self.rank, strides, "strides") if strides is not None else self.pool
        if padding not in ("valid", "same"):
            raise ValueError(f"padding {padding}")
        self.padding = padding

    def output(self, shape):
        sizes = spatial(self.rank, shape, type(self).__name__)
        return (shape[0], *(windows(n, k, s, self.padding) for n, k, s in zip(sizes, self.pool, self.strides)), shape[-1])


class GlobalPooling(Layer):
    def __init__(self, keepdims=False, name=None):
        super().__init__(name)
        self.keepdims = keepdims

    def output(self, shape):
        spatial(self.rank, shape, type(self).__name__)
        return (shape[0], *([1] * self.rank if self.keepdims else []), shape[-1])


class UpSampling(Layer):
    def __init__(self, size=2, interpolation=None, name=None):
        super().__init__(name)
        self.size = tuple_of(self.rank, size, "size")
        if interpolation is not None and (self.rank != 2 or interpolation not in ("nearest", "bilinear")):
            raise ValueError(f"interpolation {interpolation}")

    def output(self, shape):
        sizes = spatial(self.rank, shape, type(self).__name__)
        return (shape[0], *(n and n * f for n, f in zip(sizes, self.size)), shape[-1])


class Resizing(Layer):
    def __init__(self, height, width, name=None):
        super().__init__(name)
        self.size = tuple_of(2, (height, width), "size")

    def output(self, shape):
        spatial(2, shape, "Resizing")
        return (shape[0], *self.size, shape[-1])


class Reshape(Layer):
    def __init__(self, target_shape, name=None):
        super().__init__(name)
        self.target = tuple(target_shape)

    def output(self, shape):
        if math.prod(shape[1:]) != math.prod(self.target):
            raise ValueError(f"{shape} as {self.target}")
        return (shape[0], *self.target)


class Softmax(Layer):
    def __init__(self, axis=-1, name=None):
        super().__init__(name)
        self.axis = axis

    def output(self, shape):
        if not 0 < self.axis < len(shape):
            raise ValueError(f"axis {self.axis} of {shape}")
        return shape


class Dot(Layer):
    def __init__(self, axes, name=None):
        super().__init__(name)
        self.axes = tuple(axes)

    def output(self, shapes):
        if not isinstance(shapes, list) or len(shapes) != 2:
            raise ValueError(f"multiplies {shapes}")
        (a, b), (x, y) = shapes, self.axes
        if a[x] != b[y]:
            raise ValueError(f"axis {x} of {a} with axis {y} of {b}")
        return (*a[:x], *a[x + 1:], *b[1:y], *b[y + 1:])


class Cropping(Layer):
    def __init__(self, cropping, name=None):
        super().__init__(name)
        self.sides = sides(self.rank, cropping)

    def output(self, shape):
        sizes = spatial(self.rank, shape, type(self).__name__)
        out = [n and n - sum(s) for n, s in zip(sizes, self.sides)]
        if any(n is not None and n < 1 for n in out):
            raise ValueError(f"{self.name}: nothing is left of {shape}")
        return (shape[0], *out, shape[-1])


class ZeroPadding(Layer):
    def __init__(self, padding, name=None):
        super().__init__(name)
        self.sides = sides(self.rank, padding)

    def output(self, shape):
        sizes = spatial(self.rank, shape, type(self).__name__)
        return (shape[0], *(n and n + sum(s) for n, s in zip(sizes, self.sides)), shape[-1])


class Concatenate(Layer):
    def __init__(self, axis=-1, name=None):
        super().__init__(name)
        self.axis = axis

    def output(self, shapes):
        axis = self.axis % len(shapes[0])
        if not isinstance(shapes, list) or len({(*s[:axis], *s[axis + 1 :]) for s in shapes}) != 1:
            raise ValueError(f"concatenates {shapes}")
        return (*shapes[0][:axis], sum(s[axis] for s in shapes), *shapes[0][axis + 1 :])


class Add(Layer):
    def __init__(self, name=None):
        super().__init__(name)

    def output(self, shapes):
        if not isinstance(shapes, list) or len(shapes) < 2:
            raise ValueError(f"joins {shapes}")
        out = list(shapes[0])
        for shape in shapes[1:]:
            if len(shape) != len(out):
                raise ValueError(f"joins {shapes}")
            for i, (a, b) in enumerate(zip(out, shape)):
                if a != b and 1 not in (a, b):
                    raise ValueError(f"joins {shapes}")
                out[i] = b if a == 1 else a
        return tuple(out)


class Multiply(Add):
    pass


class Average(Add):
    pass


class Maximum(Add):
    pass


def ranked(base, name):
    """Makes the classes of one, two and three spatial axes."""
    for rank in (1, 2, 3):
        kind = name.format(rank)
        globals()[kind] = type(kind, (base,), {"rank": rank})


ranked(Conv, "Conv{}D")
ranked(ConvTranspose, "Conv{}DTranspose")
ranked(Pooling, "MaxPooling{}D")
ranked(Pooling, "AveragePooling{}D")
ranked(GlobalPooling, "GlobalMaxPooling{}D")
ranked(GlobalPooling, "GlobalAveragePooling{}D")
ranked(UpSampling, "UpSampling{}D")
ranked(Cropping, "Cropping{}D")
ranked(ZeroPadding, "ZeroPadding{}D")
