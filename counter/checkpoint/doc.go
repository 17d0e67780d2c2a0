// Package checkpoint lists the tensors of model files: names, shapes, types,
// what each is to its network and how many bytes it takes. It reads headers,
// directories and object trees, never weights, and runs nothing that a file
// contains.
//
// [Open] reads one file or several that belong together and returns a
// [Checkpoint]. [Checkpoint.Totals] counts the network, [Checkpoint.Parts] tells
// what else the file holds (Adam's momenta, an average of the weights) and so
// why it is larger than the network. [Detect] tells formats by content; the
// file's extension is never asked.
//
// # What each format says, and what it cannot say
//
// safetensors, alone, in shards, with or without an index: names, types and
// shapes. It does not say what is a parameter and what a buffer, nor the order
// of the network: the order is the writer's. Names that save_model left out are
// listed from the metadata as [Tensor.Shared]. With an index alone there are
// names without shapes. Layout: github.com/huggingface/safetensors.
//
// PyTorch since 1.6 (zip) and before (pickles in a row), and bare pickles of
// arrays: the object is searched for the container with the most tensors that
// is neither the training's state nor a copy. A state_dict holds plain tensors,
// so that parameter or buffer is told by name and type ([Tensor.Certain] is
// false): a buffer with a name of its own counts as a parameter. A pickled
// module says which is which, and the class of each module. Names are the same
// tensor when storage, offset, shape and strides are the same; after averaging
// name by name they no longer are, and only the architecture knows. Layout:
// torch/serialization.py and torch/_utils.py; pickle: Lib/pickletools.py.
//
// TorchScript: as a pickled module; the roles come from __parameters__ and
// __buffers__ in the archive's code. A frozen module's weights have no names.
//
// ONNX: a tensor is what a node uses it as: the weight of a Conv is a
// parameter, the mean of a BatchNormalization a buffer, the shape of a Reshape
// neither. Equal initialisers that the exporter merged are counted by use.
// Folded norms leave no trace but a bias, and num_batches_tracked is never in
// the file. Whether one initialiser with several uses is tied or was merged
// cannot be told. Layout: onnx/onnx.proto, opset 1 to 23.
//
// Keras: the classic .h5 with layer_names (the order), .weights.h5 (no order
// and no class names but those of the groups) and .keras (order and classes
// from config.json). Moving means and variances are buffers by name or, in
// Keras 3, as the last two variables of a batch normalisation. Kernels are
// (k…, in, out); [Tensor.TorchShape] turns them. Frozen layers are noted, their
// tensors remain parameters. Of HDF5 old and new groups, dense ones included,
// and headers of both versions are read; soft and external links are not
// followed; sizes other than 8 bytes, filtered heaps and dense attributes are
// not read. How many bytes chunked data takes is not known. Layout: HDF5 File
// Format Specification 3.0.
//
// GGUF, versions 2 and 3, either byte order: names, types and shapes, in the
// writer's order; no roles, and no scalars as converters drop them. Layout:
// docs/gguf.md of github.com/ggml-org/ggml.
//
// TensorFlow checkpoints and SavedModels, TensorFlow Lite, torch.export, gzip
// and PyTorch's tar files from before 0.1.10 are recognised and not read, and
// so are web pages and Git LFS pointers saved under a model's name.
//
// # Pickles
//
// A pickle is a program for a stack machine. Here a global is a name and a call
// is a record of a name and its arguments; the few functions that rebuild
// tensors and containers are known by name and make records of their own. What
// else the file would have Python call is named in a note, without a judgement.
//
// # Limits
//
// Every number in a file is checked against the file's size or a limit before
// anything is allocated or added: 64 MiB for a header, an index or a zip
// directory, 16 MiB for inflated text, 20 million pickle instructions, 2^20
// tensors, 32 axes of up to 2^40, 64 levels of HDF5 groups, 32 of ONNX graphs.
// Reads go through a cache of 64 KiB pages, 8 MiB in all, that grows a read in
// sequence up to 1 MiB: a 7 GB safetensors file takes 3 reads, a 1 GB PyTorch
// file 7, an ONNX file one for each weight larger than a page.
//
// # Errors
//
// Every error is an [*Error]: a kind, the piece of the file, a name, an offset
// and two numbers, so that a page can word it in its own language. A tensor
// with an impossible shape, size or place is listed with such an error in
// [Tensor.Fault] and not counted; a file that is cut off, loops or exceeds a
// limit is refused as a whole.
package checkpoint
