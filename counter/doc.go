// Package counter counts the parameters of U-Net-like networks exactly, and
// keeps, for every number, how it comes about.
//
// # What is counted
//
// A parameter is a number that training changes. It lives in a tensor, and a
// tensor with axes of lengths a, b, c holds a·b·c of them. So the count of a
// network is a sum of products, and each product can be read off a layer:
//
//	convolution, kernel k_h × k_w   k_h·k_w·(C_in/groups)·C_out + C_out
//	transposed convolution          the same; its weight is stored (C_in, C_out/groups, k_h, k_w)
//	batch, group, instance norm     2·C when affine (a scale and a shift), else 0
//	fully connected                 n_in·n_out + n_out
//	ReLU, pooling, up-sampling, dropout, concatenation, addition   0
//	PReLU                           1, or C when every channel has its own slope
//
// The last term of a convolution is its bias, if it has one. Three rules settle
// what people quarrel about:
//
//   - Buffers are not parameters. Batch normalisation also stores a running
//     mean, a running variance and a step counter; training does not learn
//     them, so they are shown separately and never added to the count. (Keras prints
//     4·C for batch normalisation: 2·C trainable, 2·C not.)
//   - A tensor that is used twice is counted once. Recurrent blocks share
//     their weights between steps.
//   - A layer that is built but never run, or whose result is thrown away, still
//     has parameters. It is counted, and reported as unused.
//
// # How a network is described
//
// An architecture is written once, as the code that builds it, and two things
// are recorded in that one pass:
//
//   - the module tree: who owns which tensors, in the order of registration.
//     It gives the names and the order of PyTorch's state_dict;
//   - the list of steps: what runs, in which order, on what, in which stage of
//     the U. It gives shapes, multiply-accumulates and the arrows of a drawing.
//
// They differ, and that is why both exist: a recurrent block is owned once and
// run three times, an unused head is owned and never run, and registration
// order is not execution order. Everything else is derived from the two: see
// [Report] for the counts and [Trace] for the shapes on a chosen input size.
// Counts never depend on the input size, so [Net.Report] needs none. Who wants
// the total alone, and very often, as a search does, passes the same code to
// [Count], which adds up and records nothing.
//
// # Multiply-accumulates
//
// A MAC is one multiplication and one addition; FLOPs are twice the MACs. A
// convolution needs (output size)·(C_in/groups)·C_out·kernel of them; a
// transposed convolution works once for each *input* pixel, so its count
// follows the input size (tools that use the output size print four times too
// much for a stride of 2); a linear layer needs n_in·n_out for each position.
// Adding a bias, normalising, activating, pooling and interpolating are not
// multiply-accumulates and are not counted.
//
// In attention both factors are features and none is a parameter: the queries
// are multiplied with the keys, positions²·channels times (q·kᵀ), and the weights
// with the values, as often. Tools disagree about those products: fvcore counts
// them, those that look at modules see none. They are a sum of their own, shown
// next to the MACs and never in them: see [Trace] and [FeatureMultiplier].
// Products of one element with one, as in a gate, are in neither sum.
//
// # Several inputs
//
// A network may be given more than one image: a time step, the tokens of a text,
// an image of low resolution. Each input is declared with its name and with the
// rule that its sizes follow: see [Net.Input], [Net.NamedInput] and
// [Net.ScaledInput]. So [Net.Trace] needs the size of the image alone. What else
// can be chosen about an input, such as the number of tokens, is a setting of the
// architecture like any other, and so in forms and links. What turns those inputs
// into embeddings belongs to stages of the role [Condition], which have no place
// in the U.
//
// # Adding a layer
//
// Write one small struct and its four [Layer] methods, in a file named for its
// kind. State its tensors with PyTorch's names, in PyTorch's order; formulas,
// counts, tables and drawings follow.
//
// # Adding an architecture
//
// See package zoo: one file, one registration.
//
// All numbers are int64. A count that does not fit is an error, never a wrong
// number, and the package uses no floating point.
package counter
