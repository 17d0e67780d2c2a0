// Package counter counts the parameters of U-Net-like networks exactly, and
// records how every number is calculated.
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
// the cases in which sources disagree:
//
//   - Buffers are not parameters. Batch normalization also stores a running
//     mean, a running variance and a step counter; training does not learn
//     them, so they are shown separately and never added to the count. (Keras prints
//     4·C for batch normalization: 2·C trainable, 2·C not.)
//   - A tensor that is used twice is counted once. Recurrent blocks share
//     their weights between steps.
//   - A layer that is built but never run, or whose result is thrown away, still
//     has parameters. It is counted, and reported as unused.
//
// # How a network is described
//
// An architecture is written once, as the code that builds it, and a single pass
// over that code records two things:
//
//   - the module tree: who owns which tensors, in the order of registration.
//     It gives the names and the order of PyTorch's state_dict;
//   - the list of steps: which layer runs, in what order, on which inputs, in
//     which stage of the U. It gives shapes, multiply-accumulates and the arrows
//     of a drawing.
//
// Both are needed because they differ: a recurrent block is owned once and
// run three times, an unused head is owned and never run, and registration
// order is not execution order. Everything else is derived from the two: see
// [Report] for the counts and [Trace] for the shapes at a chosen input size.
// Counts never depend on the input size, so [Net.Report] needs none. A caller
// that needs only the total, and needs it often, as a search does, passes the
// same code to [Count], which adds up the parameters and records nothing else.
//
// # Multiply-accumulates
//
// A MAC is one multiplication and one addition; FLOPs are twice the MACs. A
// convolution needs (output size)·(C_in/groups)·C_out·kernel of them. A
// transposed convolution applies its kernel once per *input* pixel, so its MACs
// depend on the input size; tools that use the output size report four times too
// many for a stride of 2. A linear layer needs n_in·n_out for each position.
// Adding a bias, normalizing, activating, pooling and interpolating are not
// multiply-accumulates and are not counted.
//
// In attention both factors are features and neither is a parameter: multiplying
// the queries by the keys (q·kᵀ) takes positions²·channels products, and
// multiplying the weights by the values takes as many again. Tools disagree about
// those products: fvcore counts them, tools that inspect modules do not see them.
// They are kept as a separate sum, shown next to the MACs and never included in
// them: see [Trace] and [FeatureMultiplier]. Element-wise products, as in a gate,
// are in neither sum.
//
// # Several inputs
//
// A network may have inputs besides its image: a time step, the tokens of a text,
// a low-resolution image. Each input is declared with its name and with the
// rule that determines its sizes: see [Net.Input], [Net.NamedInput] and
// [Net.ScaledInput]. [Net.Trace] therefore needs only the size of the image.
// Anything else that can be chosen about an input, such as the number of tokens,
// is a setting of the architecture like any other, and so appears in forms and
// links. The layers that turn those inputs into embeddings belong to stages with
// the role [Condition], which are not part of the U.
//
// # Adding a layer
//
// Write one small struct and its four [Layer] methods, in a file named after its
// kind. Register its tensors with PyTorch's names, in PyTorch's order; formulas,
// counts, tables and drawings follow.
//
// # Adding an architecture
//
// See package zoo: one file, one registration.
//
// All numbers are int64. A count that overflows is an error, never a wrong
// number, and the package uses no floating point.
package counter
