// Package checkpoint lists the tensors of model files: their names, shapes, types,
// roles and sizes in bytes. It reads headers, directories and object trees, never
// weights, and never executes anything that a file contains.
//
// [Open] reads one file, or several that belong together, and returns a
// [Checkpoint]. [Checkpoint.Totals] counts the network. [Checkpoint.Parts] lists
// what else the file holds (Adam's momenta, an average of the weights), which
// explains why it is larger than the network. [Detect] identifies formats by their
// content and ignores the file name's extension.
//
// # What each format contains, and what it lacks
//
// safetensors, a single file or shards, with or without an index: names, types and
// shapes. It does not distinguish parameters from buffers, and the order is the
// writer's, not the network's. Names that save_model dropped are
// listed from the metadata as [Tensor.Shared]. An index without its shards has
// names without shapes. Layout: github.com/huggingface/safetensors.
//
// PyTorch since 1.6 (zip) and before (a sequence of pickles), and bare pickles of
// arrays: the object is searched for the container with the most tensors that
// is neither the state of the training nor a copy. A state_dict holds plain tensors,
// so that parameters and buffers are distinguished by name and type
// ([Tensor.Certain] is false): a buffer with an unusual name counts as a parameter. A
// pickled module states the roles, and the class of each module. Two names are the
// same tensor if storage, offset, shape and strides are equal; after averaging
// name by name they are not, and only the architecture knows. Layout:
// torch/serialization.py and torch/_utils.py; pickle: Lib/pickletools.py.
//
// TorchScript: like a pickled module; the roles come from __parameters__ and
// __buffers__ in the archive's code. A frozen module's weights have no names.
//
// ONNX: the role of a tensor follows from its use: the weight of a Conv is a
// parameter, the mean of a BatchNormalization a buffer, the shape of a Reshape
// neither. Equal initializers that the exporter merged are counted by use.
// A folded norm leaves only a bias, and num_batches_tracked is never in
// the file. An initializer with several uses may be tied or merged; the file does
// not say which. Layout: onnx/onnx.proto, opset 1 to 23.
//
// Keras: the classic .h5 with layer_names (the order), .weights.h5 (no order,
// and no class names except those of the groups) and .keras (order and classes
// from config.json). Moving means and variances are buffers by name or, in
// Keras 3, as the last two variables of a batch normalization. Kernels are
// (k…, in, out); [Tensor.TorchShape] converts them. Frozen layers are noted; their
// tensors remain parameters. Old and new HDF5 groups, including dense ones, and
// headers of both versions are supported. Soft and external links are not
// followed, and sizes other than 8 bytes, filtered heaps and dense attributes are
// not supported. The size of chunked data in the file is unknown. Layout: HDF5 File
// Format Specification 3.0.
//
// GGUF, versions 2 and 3, either byte order: names, types and shapes, in the
// writer's order; no roles, and no scalars, because converters drop them. Layout:
// docs/gguf.md of github.com/ggml-org/ggml.
//
// TensorFlow checkpoints and SavedModels, TensorFlow Lite, torch.export, gzip
// and PyTorch's tar files from before 0.1.10 are recognized but not read, and
// so are web pages and Git LFS pointers saved under a model's name.
//
// # Pickles
//
// A pickle is a program for a stack machine. Here a global is a name, and a call
// is a record of a name and its arguments; the few functions that rebuild
// tensors and containers are recognized by name and produce specific records. A note
// names any other function that the file would call in Python, without judging it.
//
// # Limits
//
// Every number in a file is checked against the file's size or a limit before
// anything is allocated or added: 64 MiB for a header, an index or a zip
// directory, 16 MiB for inflated text, 20 million pickle instructions, 2^20
// tensors, 32 axes of up to 2^40, 64 levels of HDF5 groups, 32 of ONNX graphs.
// Reads go through a cache of 64 KiB pages, 8 MiB in total, with sequential
// read-ahead of up to 1 MiB: a 7 GB safetensors file takes 3 reads, a 1 GB PyTorch
// file 7, an ONNX file one for each weight larger than a page.
//
// # Errors
//
// Every error is an [*Error]: a kind, the piece of the file, a name, an offset
// and two numbers, so that a page can word it in its own language. A tensor
// with an impossible shape, size or position is listed with such an error in
// [Tensor.Fault] and not counted; a file that is truncated, loops or exceeds a
// limit is rejected as a whole.
package checkpoint
