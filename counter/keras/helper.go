package keras

// A helper is a function for something that Keras has no layer for. A file contains
// it if it is needed.
type helper struct {
	call   string // the beginning of a call of it
	inputs int    // the number of the step's inputs that it takes; 0: all
	code   string
}

// The beginnings of calls of helpers.
const (
	linearUp     = "upsample_linear("
	alignedUp    = "upsample_aligned("
	pairDot      = "pair_dot("
	pairWeighted = "pair_weighted("
	stack        = "stack("
)

var helpers = [...]helper{{linearUp, 1, `

def upsample_linear(x, factors):
    """Interpolates one axis after another: Keras does it linearly for images only."""
    shape = list(x.shape[1:])
    for axis, factor in enumerate(factors):
        x = layers.Reshape((math.prod(shape[:axis]), shape[axis], math.prod(shape[axis + 1:])))(x)
        x = layers.UpSampling2D((1, factor), interpolation="bilinear")(x)
        shape[axis] *= factor
    return layers.Reshape(tuple(shape))(x)
`}, {alignedUp, 1, `

class AlignedUpSampling(layers.Layer):
    """Linear interpolation that keeps the corners in place: align_corners=True."""

    def __init__(self, factors, **kwargs):
        super().__init__(**kwargs)
        self.factors = factors

    def compute_output_shape(self, shape):
        return (shape[0], *(n * f for n, f in zip(shape[1:-1], self.factors)), shape[-1])

    def call(self, x):
        for axis, factor in enumerate(self.factors, 1):
            n, m = x.shape[axis], x.shape[axis] * factor
            at = [i * (n - 1) / max(m - 1, 1) for i in range(m)]
            weights = [[max(0.0, 1.0 - abs(p - j)) for p in at] for j in range(n)]
            x = keras.ops.moveaxis(keras.ops.tensordot(x, keras.ops.cast(weights, x.dtype), (axis, 0)), -1, axis)
        return x


def upsample_aligned(x, factors):
    return AlignedUpSampling(factors)(x)
`}, {pairDot, 2, `

def pair_dot(queries, keys):
    """Multiplies the channels of every query with those of every key, and sums."""
    rows = [layers.Reshape((math.prod(x.shape[1:-1]), x.shape[-1]))(x) for x in (queries, keys)]
    pairs = layers.Dot((2, 2))(rows)
    return layers.Reshape((*pairs.shape[1:], 1))(pairs)
`}, {pairWeighted, 3, `

def pair_weighted(weights, values, queries):
    """Sums all values for every query, weighted by a map over (queries, keys)."""
    weights = layers.Reshape(tuple(weights.shape[1:-1]))(weights)
    values = layers.Reshape((math.prod(values.shape[1:-1]), values.shape[-1]))(values)
    x = layers.Dot((2, 1))([weights, values])
    return layers.Reshape((*queries.shape[1:-1], x.shape[-1]))(x)
`}, {stack, 0, `

def stack(*maps):
    """Stacks feature maps along an axis of their own, which follows the batch."""
    return layers.Concatenate(1)([layers.Reshape((1, *x.shape[1:]))(x) for x in maps])
`}}
