package checkpoint

import "math/bits"

// File is random access to the bytes of one file. ReadAt follows the contract
// of [io.ReaderAt]; it may block.
type File interface {
	// Size returns the length of the file in bytes.
	Size() int64
	// ReadAt fills p with the bytes from off on.
	ReadAt(p []byte, off int64) (int, error)
}

// Input is one file with the name it was given under, without a path.
type Input struct {
	Name string
	File File
}

// Format is a kind of model file, told by its content.
type Format uint8

// The formats that are read.
const (
	UnknownFormat    Format = iota
	Safetensors             // one safetensors file, or several shards
	SafetensorsIndex        // the JSON index of a sharded checkpoint, without its shards
	PyTorchZip              // torch.save since PyTorch 1.6
	PyTorchLegacy           // torch.save before PyTorch 1.6
	Pickle                  // a bare pickle with arrays or tensors in it
	TorchScript             // torch.jit.save
	ONNX                    // a ModelProto
	KerasHDF5               // the classic .h5 of Keras 1, 2 and 3
	KerasWeights            // .weights.h5 of Keras 3
	KerasZip                // .keras of Keras 3
	HDF5                    // HDF5 without the attributes and groups of Keras
	GGUF                    // ggml's file
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

// Role says what a tensor is to its network.
type Role uint8

// The roles of a tensor.
const (
	Undetermined Role = iota // neither the format nor the name says
	Parameter                // training changes it
	Buffer                   // it belongs to the network's state and is not learned
)

// String returns the role in lower case.
func (r Role) String() string {
	return [...]string{"undetermined", "parameter", "buffer"}[r%3]
}

// Group says which part of a checkpoint a tensor belongs to.
type Group uint8

// The groups of tensors in a checkpoint. Only tensors in Model enter the
// totals.
const (
	Model     Group = iota // the network
	Copy                   // the network again: an average of its weights, a teacher
	Optimizer              // momenta, counters and scales of the training
	Other                  // tensors beside the network: set aside and named
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
	// Name is the name as the file has it, not shortened and not to be
	// trusted: [Show] makes it fit to be displayed.
	Name string
	// Path says where in the file the tensor's container stands, such as
	// "state_dict" or "model_weights"; empty is the file itself.
	Path string
	// Shape is the shape as stored, except that GGUF's axes are turned round.
	// A scalar has no axes and one element.
	Shape []int64
	// Layout is the order of the axes in Shape.
	Layout Layout
	DType  DType
	// Bytes is what the elements take on their own, -1 when the type's size
	// is not known.
	Bytes int64
	// Stored is what the tensor adds to the file: 0 for a second name or a
	// value in another file, -1 when it is not known (compressed data).
	Stored int64
	Role   Role
	// Certain says that the file itself tells the role; otherwise the role
	// follows from the name and the type.
	Certain bool
	Group   Group
	// Shared is the name of the earlier tensor that this one repeats: the same
	// storage, offset, shape and strides. It is counted there.
	Shared string
	// Source is the stored tensor that holds the values, when it has another
	// name: equal initialisers that an ONNX exporter merged. Such a tensor is
	// counted for itself.
	Source string
	// Owner is the class of the module that owns the tensor, where the file
	// says so: "Conv2D", "torch.nn.modules.conv.Conv2d".
	Owner string
	// Fault is why the tensor is listed and not counted.
	Fault *Error
}

// Elements returns the product of the shape. It is false for a negative axis,
// for more than 32 axes and for a product that no file can hold.
func (t *Tensor) Elements() (int64, bool) { return product(t.Shape) }

// Counted reports whether the tensor enters the totals: it belongs to the
// network, repeats no other and has no fault.
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

// Entry is something in the file that is no tensor: an epoch, a setting.
type Entry struct {
	Name  string
	Value string
}

// Module is a module that the file names with its class.
type Module struct {
	Path  string
	Class string
}

// Checkpoint is what a model file, or several together, holds.
type Checkpoint struct {
	Format Format
	// Version is the version of the format, Producer the program that wrote
	// the file with its version; both may be empty.
	Version  string
	Producer string
	// Path says where in the file the network's tensors stand.
	Path string
	// Prefix stands in front of every name of the network and comes from a
	// wrapper (DataParallel, torch.compile, a LightningModule); the network's
	// own names may begin with such a word too, so comparing should try both.
	Prefix string
	// Ordered says that the tensors stand in the network's order of
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
	// Faults counts tensors that are listed and not counted because their
	// entry is broken. No total should be shown without it.
	Faults int
	// Overflow says that a sum is beyond 63 bits, and wrong.
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

// Part is the share of a file that one group of tensors under one path takes.
type Part struct {
	Group Group
	Path  string
	// Tensors counts distinct tensors, Elements and Bytes what they hold.
	Tensors  int
	Elements int64
	Bytes    int64
	// Stored is what they take in the file; -1 when not known.
	Stored int64
}

// Parts returns the parts of the file in the order of their first tensors. The
// bytes of the file that no part has are names, alignment and other entries.
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

// size fills in what the elements take and faults an impossible shape.
func (t *Tensor) size() {
	n, ok := t.Elements()
	if !ok {
		t.Fault = &Error{Kind: BadShape, Entry: t.Name, Offset: -1}
		return
	}
	t.Bytes = t.DType.Bytes(n)
}
