"""A stand-in for Keras, for machines that have none.

It has the classes and the arguments that generated files use, no others, and
follows Keras 3's documentation: a layer's weights, the shape it makes, what it
refuses, and how names are given. It computes nothing. So it shows that a file
runs as Python, calls Keras with arguments that exist, joins shapes that fit,
gives no name twice, and counts what it says; it does not show that Keras's
convolution is PyTorch's.
"""
from . import initializers, layers, utils
from .layers import Input


class Model:
    def __init__(self, inputs, outputs, name=None):
        self.name = name
        self.outputs = list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
        self.layers = []
        met = set()
        stack = [(t, False) for t in reversed(self.outputs)]
        while stack:  # a layer after those that it takes from
            tensor, ready = stack.pop()
            if ready:
                if tensor.layer not in self.layers:
                    self.layers.append(tensor.layer)
            elif id(tensor) not in met:
                met.add(id(tensor))
                stack.append((tensor, True))
                stack += [(t, False) for t in reversed(tensor.inputs)]
        self.inputs = list(inputs) if isinstance(inputs, (list, tuple)) else [inputs]
        if any(x.layer not in self.layers for x in self.inputs):
            raise ValueError("the output does not follow from the input")
        names = [layer.name for layer in self.layers]
        for n in names:
            if names.count(n) > 1:
                raise ValueError(f"All layers in a model must have unique names: {n!r}")

    @property
    def weights(self):
        return [w for layer in self.layers for w in layer.weights]

    @property
    def trainable_weights(self):
        return [w for w in self.weights if w.trainable]
