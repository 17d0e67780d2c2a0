package checkpoint

import "math/bits"

// File is random access to the bytes of one file. ReadAt follows the contract
// of [io.ReaderAt]; it may block.
type File interface {
	// Size returns the length of the file in bytes.
	Size() int64
	// ReadAt fills p with the bytes starting at off.
	ReadAt(p []byte, off int64) (int, error)
}

// Input is one file with its name, without a path.
type Input struct {
	Name string
	File File
}

// Format is a kind of model file, identified by its content.
type Format uint8

// The formats that are read.
const (
	UnknownFormat    Format = iota
	Safetensors             // one safetensors file, or several shards
	SafetensorsIndex        // the JSON index of a sharded checkpoint, without its shards
	PyTorchZip              // torch.save since PyTorch 1.6
	PyTorchLegacy           // torch.save before PyTorch 1.6
	Pickle                  // a bare pickle that contains arrays or tensors
	TorchScript             // torch.jit.save
	ONNX                    // a ModelProto
	KerasHDF5               // the classic .h5 of Keras 1, 2 and 3
	KerasWeights            // .weights.h5 of Keras 3
	KerasZip                // .keras of Keras 3
	HDF5                    // HDF5 without the attributes and groups of Keras
	GGUF                    // the file format of ggml
)

var formatNames = [...]string{"unknown", "safetensors", "safetensors index", "PyTorch (zip)",
	"PyTorch (before 1.6)", "pickle", "TorchScript", "ONNX", "Keras HDF5", "Keras weights",
	"Keras zip", "HDF5", "GGUF"}

// String returns the usual name of f.
func (f Format) String() string {
	if int(f) < len(formatNames) {
		return formatNames[f]
	}
	return formatNames[0]
}

// Role says whether a tensor is a parameter or a buffer of its network.
type Role uint8

// The roles of a tensor.
const (
	Undetermined Role = iota // neither the format nor the name determines it
	Parameter                // training changes it
	Buffer                   // part of the network's state, but not learned
)

// String returns the role in lower case.
func (r Role) String() string {
	return [...]string{"undetermined", "parameter", "buffer"}[r%3]
}

// Group says which part of a checkpoint a tensor belongs to.
type Group uint8

// The groups of tensors in a checkpoint. Only tensors in Model count in the
// totals.
const (
	Model     Group = iota // the network
	Copy                   // a copy of the network: an average of its weights, a teacher
	Optimizer              // momenta, counters and scales of the training
	Other                  // tensors that are not part of the network
	Constant               // constants of a graph's arithmetic, scales and zero points

	groups = iota
)

// String returns the group in lower case.
func (g Group) String() string {
	return [...]string{"model", "copy", "optimizer", "other", "constant"}[g%groups]
}

// Layout says in which order a tensor's axes are stored.
type Layout uint8

// The orders of axes.
const (
	AsTorch     Layout = iota // the order of PyTorch, or no order to speak of
	ChannelLast               // (k…, in, out) or, transposed, (k…, out, in): Keras kernels
	Depthwise                 // (k…, in, multiplier): Keras depthwise kernels
	Transposed                // (in, out): Keras dense kernels, ONNX MatMul
)

// Tensor is one name in a checkpoint.
type Tensor struct {
	// Name is the name as found in the file. It is untrusted and of any length;
	// use [Show] to display it.
	Name string
	// Path is the path of the tensor's container in the file, such as
	// "state_dict" or "model_weights"; it is empty for the file itself.
	Path string
	// Shape is the shape as stored, except that GGUF's axes are reversed.
	// A scalar has no axes and one element.
	Shape []int64
	// Layout is the order of the axes in Shape.
	Layout Layout
	DType  DType
	// Bytes is the size of the elements in bytes, -1 if the size of the type is
	// unknown.
	Bytes int64
	// Stored is the number of bytes that the tensor takes in the file: 0 for a
	// second name or values in another file, -1 if it is unknown (compressed
	// data).
	Stored int64
	Role   Role
	// Certain says that the file itself states the role; otherwise it is derived
	// from the name and the type.
	Certain bool
	Group   Group
	// Shared is the name of the earlier tensor that this one repeats, with the
	// same storage, offset, shape and strides. Only the earlier one is counted.
	Shared string
	// Source is the name of the stored tensor that holds the values, if it is
	// another one: an ONNX exporter may merge equal initializers. Such a tensor is
	// counted nevertheless.
	Source string
	// Owner is the class of the module that owns the tensor, if the file
	// contains it: "Conv2D", "torch.nn.modules.conv.Conv2d".
	Owner string
	// Fault says why the tensor is listed but not counted.
	Fault *Error
}

// Elements returns the product of the shape. It returns false for a negative axis,
// for more than 32 axes and for a product that is too large for any file.
func (t *Tensor) Elements() (int64, bool) { return product(t.Shape) }

// Counted reports whether the tensor counts in the totals: it belongs to the
// network, repeats no other tensor and has no fault.
func (t *Tensor) Counted() bool {
	return t.Group == Model && t.Shared == "" && t.Fault == nil
}

// TorchShape returns the shape in PyTorch's order of axes: (out, in, k…) for a
// convolution, (in, out, k…) for a transposed one, (out, in) for a linear
// layer, (in·multiplier, 1, k…) for a depthwise one.
func (t *Tensor) TorchShape() []int64 {
	n := len(t.Shape)
	out := make([]int64, 0, n)
	switch {
	case t.Layout == ChannelLast && n >= 2:
		out = append(out, t.Shape[n-1], t.Shape[n-2])
		return append(out, t.Shape[:n-2]...)
	case t.Layout == Depthwise && n >= 2:
		if c, ok := product(t.Shape[n-2:]); ok {
			return append(append(out, c, 1), t.Shape[:n-2]...)
		}
	case t.Layout == Transposed && n == 2:
		return append(out, t.Shape[1], t.Shape[0])
	}
	return append(out, t.Shape...)
}

// Entry is something in the file that is not a tensor: an epoch, a setting.
type Entry struct {
	Name  string
	Value string
}

// Module is a module whose path and class are in the file.
type Module struct {
	Path  string
	Class string
}

// Checkpoint is the content of a model file, or of several files together.
type Checkpoint struct {
	Format Format
	// Version is the version of the format, and Producer the program that wrote
	// the file, with its version; both may be empty.
	Version  string
	Producer string
	// Path is the path of the network's tensors in the file.
	Path string
	// Prefix is a common prefix of all names of the network that looks like a
	// wrapper's (DataParallel, torch.compile, a LightningModule). The network's
	// own names may begin with such a word, too, so comparisons should try both.
	Prefix string
	// Ordered says that the tensors are in the network's order of
	// registration, execution or layer_names.
	Ordered bool
	Tensors []Tensor
	Modules []Module
	Entries []Entry
	Notes   []Note
	// FileBytes is the length of all files read together.
	FileBytes int64
}

// Totals are the sums over a checkpoint.
type Totals struct {
	// Parameters, Buffers and Undetermined count elements of the network,
	// each distinct tensor once.
	Parameters, Buffers, Undetermined int64
	// Names counts the network's names, Distinct its tensors.
	Names, Distinct int
	// Faults counts tensors that are listed but not counted because their
	// entry is invalid. No total should be shown without it.
	Faults int
	// Overflow says that a sum exceeds 63 bits and is wrong.
	Overflow bool
}

// Totals adds up the network's tensors.
func (c *Checkpoint) Totals() Totals {
	var t Totals
	for i := range c.Tensors {
		x := &c.Tensors[i]
		if x.Fault != nil {
			t.Faults++
			continue
		}
		if x.Group != Model {
			continue
		}
		t.Names++
		if x.Shared != "" {
			continue
		}
		t.Distinct++
		n, _ := x.Elements()
		sum := [...]*int64{&t.Undetermined, &t.Parameters, &t.Buffers}[x.Role]
		if *sum += n; *sum < 0 {
			t.Overflow = true
		}
	}
	return t
}

// Part is a part of a file: the tensors of one group under one path.
type Part struct {
	Group Group
	Path  string
	// Tensors is the number of distinct tensors, Elements and Bytes that of their
	// elements and bytes.
	Tensors  int
	Elements int64
	Bytes    int64
	// Stored is the number of bytes that they take in the file; -1 if unknown.
	Stored int64
}

// Parts returns the parts of the file in the order of their first tensors. The
// remaining bytes of the file are names, alignment and other entries.
func (c *Checkpoint) Parts() []Part {
	type key struct {
		g Group
		p string
	}
	at := map[key]int{}
	var out []Part
	for i := range c.Tensors {
		x := &c.Tensors[i]
		if x.Fault != nil || x.Shared != "" {
			continue
		}
		k := key{x.Group, x.Path}
		j, ok := at[k]
		if !ok {
			j = len(out)
			at[k] = j
			out = append(out, Part{Group: x.Group, Path: x.Path})
		}
		p := &out[j]
		n, _ := x.Elements()
		p.Tensors++
		p.Elements += n
		p.Bytes += max(x.Bytes, 0)
		if x.Stored < 0 || p.Stored < 0 {
			p.Stored = -1
		} else {
			p.Stored += x.Stored
		}
	}
	return out
}

func (c *Checkpoint) note(k NoteKind, entry string, n, m int64) {
	c.Notes = append(c.Notes, Note{k, entry, n, m})
}

func (c *Checkpoint) entry(name, value string) {
	if len(c.Entries) < maxEntries {
		c.Entries = append(c.Entries, Entry{name, value})
	}
}

// product returns the number of elements of a shape, within the limits on axes.
func product(shape []int64) (int64, bool) {
	if len(shape) > maxRank {
		return 0, false
	}
	n, zero := uint64(1), false
	for _, d := range shape {
		if d < 0 || d > maxAxis {
			return 0, false
		}
		if d == 0 {
			zero = true
			continue
		}
		hi, lo := bits.Mul64(n, uint64(d))
		if hi != 0 || lo > maxElements {
			return 0, false
		}
		n = lo
	}
	if zero {
		n = 0
	}
	return int64(n), true
}

// size sets Bytes, or Fault if the shape is impossible.
func (t *Tensor) size() {
	n, ok := t.Elements()
	if !ok {
		t.Fault = &Error{Kind: BadShape, Entry: t.Name, Offset: -1}
		return
	}
	t.Bytes = t.DType.Bytes(n)
}
