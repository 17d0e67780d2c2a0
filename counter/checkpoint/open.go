package checkpoint

import (
	"io"
	"slices"
	"strings"
)

// Detect identifies the format of a file by its content. The name is only used in
// errors. The error is an [*Error] that says what else the file is: a web page, a Git
// LFS pointer, a format that is not read.
//
// Detect returns HDF5 for every HDF5 file; [Open] determines its Keras layout.
func Detect(f File, name string) (Format, error) {
	w := &watched{File: f}
	s := newSource(w)
	format, err := detect(s)
	if format == PyTorchZip {
		a, bad := readArchive(s)
		if err = bad; err == nil {
			format, _, err = a.kind()
		}
	}
	if w.err != nil {
		err = w.err
	}
	if err != nil {
		return 0, named(err, name)
	}
	return format, nil
}

// named puts the name of the file into an error of this package.
func named(err error, name string) error {
	if e, ok := err.(*Error); ok && e.File == "" {
		e.File = name
	}
	return err
}

const (
	legacyMagic = "\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."
	hdfMagic    = "\x89HDF\r\n\x1a\n"
)

func detect(s *source) (Format, error) {
	if s.size == 0 {
		return 0, &Error{Kind: EmptyFile, Offset: -1}
	}
	b, err := s.bytes(0, min(s.size, 512))
	if err != nil {
		return 0, err
	}
	head := string(b)
	is := func(prefix string) bool { return strings.HasPrefix(head, prefix) }
	switch {
	case is(hdfMagic):
		return HDF5, nil
	case is("PK\x03\x04"), is("PK\x05\x06"), is("PK\x06\x06"):
		return PyTorchZip, nil
	case is("GGUF"):
		return GGUF, nil
	case is(legacyMagic[:14]):
		return PyTorchLegacy, nil
	case len(head) > 9 && head[8] == '{':
		return Safetensors, nil
	case len(head) > 1 && head[0] == 0x80 && head[1] >= 2 && head[1] <= 5:
		return Pickle, nil
	}
	return detectText(s, head)
}

// detectText identifies files without a magic number, and formats that are not read.
func detectText(s *source, head string) (Format, error) {
	trimmed := strings.ToLower(strings.TrimLeft(strings.TrimPrefix(head, "\xef\xbb\xbf"), " \t\r\n"))
	other := func(p Piece) (Format, error) {
		return 0, &Error{Kind: NotRead, Part: p, Offset: -1}
	}
	switch {
	case strings.HasPrefix(trimmed, "<"):
		return 0, &Error{Kind: WebPage, Offset: -1}
	case strings.HasPrefix(head, "version https://git-lfs"):
		return 0, &Error{Kind: PointerFile, Offset: -1}
	case strings.HasPrefix(trimmed, "{"):
		return SafetensorsIndex, nil
	case len(head) > 262 && head[257:262] == "ustar":
		return other(PyTorchTar)
	case strings.HasPrefix(head, "\x1f\x8b"):
		return other(Gzip)
	case len(head) > 8 && head[4:8] == "TFL3":
		return other(TFLite)
	case tableMagic(s):
		return other(TensorFlow)
	case userBlock(s) > 0:
		return HDF5, nil
	case looksLikeONNX(head):
		return ONNX, nil
	case len(head) >= 8 && head[4:8] == "\x00\x00\x00\x00":
		return Safetensors, nil // too short, or without '{': the reader says which
	}
	return 0, &Error{Kind: NotAModel, Offset: -1}
}

// tableMagic reports whether the file ends as a TensorFlow .index does.
func tableMagic(s *source) bool {
	if s.size < 48 {
		return false
	}
	b, err := s.bytes(s.size-8, 8)
	return err == nil && string(b) == "\x57\xfb\x80\x8b\x24\x75\x47\xdb"
}

// looksLikeONNX reports whether the bytes can begin a ModelProto: known fields
// with their wire types.
func looksLikeONNX(head string) bool {
	const varint, bytes = 0, 2
	switch field, wire := head[0]>>3, head[0]&7; wire {
	case varint:
		return field == 1 || field == 5
	case bytes:
		return strings.IndexByte("\x02\x03\x04\x06\x07\x08\x0e", field) >= 0
	}
	return false
}

// Open reads one checkpoint from one file or from several that belong
// together: shards with or without their index, a model with its external
// data. Every error is an [*Error].
//
// Files are identified by their content. If they do not belong together, the first
// is read.
func Open(files ...Input) (*Checkpoint, error) {
	if len(files) == 0 {
		return nil, &Error{Kind: EmptyFile, Offset: -1}
	}
	given, files := files, make([]Input, len(files))
	watch := make([]watched, len(files))
	for i, f := range given {
		watch[i].File = f.File
		files[i] = Input{f.Name, &watch[i]}
	}
	c, err := openAll(files)
	for i := range watch {
		if e := watch[i].err; e != nil {
			e.File = given[i].Name
			return nil, e
		}
	}
	return c, err
}

// watched records the first failure to read, so that no reader has to distinguish
// it from a truncated file.
type watched struct {
	File
	err *Error
}

func (w *watched) ReadAt(p []byte, off int64) (int, error) {
	n, err := w.File.ReadAt(p, off)
	if n < len(p) && w.err == nil {
		if err == nil || err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		w.err = &Error{Kind: Unreadable, Offset: off, Cause: err}
	}
	return n, err
}

func openAll(files []Input) (*Checkpoint, error) {
	var main *Input
	var found Format
	var first error
	for i := range files {
		f, err := Detect(files[i].File, files[i].Name)
		if err != nil {
			if first == nil {
				first = err
			}
			continue
		}
		if f == SafetensorsIndex {
			c, err := openIndex(&files[i], files)
			if err == nil || len(files) == 1 {
				return c, named(err, files[i].Name)
			}
			first = err
			continue
		}
		if main == nil || (found != f && f == ONNX) {
			main, found = &files[i], f
		}
	}
	if main == nil {
		return nil, first
	}
	c, err := openOne(main, found, files)
	return c, named(err, main.Name)
}

func openOne(in *Input, f Format, files []Input) (*Checkpoint, error) {
	c := &Checkpoint{Format: f, FileBytes: in.File.Size()}
	s := newSource(in.File)
	var err error
	switch f {
	case Safetensors:
		return openShards(in, files)
	case PyTorchZip, TorchScript, KerasZip:
		err = readZip(c, s)
	case PyTorchLegacy, Pickle:
		err = readLegacy(c, s)
	case ONNX:
		err = readONNX(c, s, files)
	case HDF5:
		err = readHDF(c, s)
	case GGUF:
		err = readGGUF(c, s)
	}
	if i, n, ok := shard(in.Name); ok && n > 1 {
		c.note(ShardOf, in.Name, i, n)
	}
	return finish(c, err)
}

// finish sets the roles of the tensors, and rejects a file without tensors.
func finish(c *Checkpoint, err error) (*Checkpoint, error) {
	if err != nil {
		return nil, err
	}
	if len(c.Tensors) == 0 {
		return nil, &Error{Kind: NoTensors, Offset: -1}
	}
	assign(c)
	return c, nil
}

// openShards reads a safetensors file, together with the given shards of the same
// name.
func openShards(in *Input, files []Input) (*Checkpoint, error) {
	c := &Checkpoint{Format: Safetensors}
	i, n, ok := shard(in.Name)
	if !ok || n > maxTensors {
		return finish(c, c.addShard(in, map[string]int{}))
	}
	stem := in.Name[:strings.LastIndex(in.Name, "-of-")-5]
	tail := in.Name[len(stem)+5:]
	seen, given := map[string]int{}, 0
	for k := range files {
		x := &files[k]
		if !strings.HasPrefix(x.Name, stem) || !strings.HasSuffix(x.Name, tail) || len(x.Name) != len(in.Name) {
			continue
		}
		if err := c.addShard(x, seen); err != nil {
			return nil, named(err, x.Name)
		}
		given++
	}
	if int64(given) < n {
		c.note(ShardOf, in.Name, i, n)
		c.note(MissingShard, stem+"?????"+tail, n-int64(given), n)
	}
	return finish(c, nil)
}

func (c *Checkpoint) addShard(in *Input, seen map[string]int) error {
	c.FileBytes += in.File.Size()
	return readSafetensors(c, newSource(in.File), seen)
}

// openIndex reads the shards that an index names, if they are among the given files
// under their plain names. It does not look for them elsewhere.
func openIndex(in *Input, files []Input) (*Checkpoint, error) {
	x, err := readIndex(newSource(in.File))
	if err != nil {
		return nil, err
	}
	c := &Checkpoint{Format: SafetensorsIndex, FileBytes: in.File.Size()}
	if x.total != "" {
		c.entry("total_size", x.total)
	}
	for _, name := range x.bad {
		c.note(BadEntry, name, 0, 0)
	}
	seen, given := map[string]int{}, map[string]bool{}
	for _, file := range x.files {
		i := slices.IndexFunc(files, func(f Input) bool { return f.Name == file })
		if i < 0 || &files[i] == in {
			c.note(MissingShard, file, 0, int64(len(x.files)))
			continue
		}
		if err := c.addAny(&files[i], seen); err != nil {
			return nil, named(err, file)
		}
		given[file] = true
	}
	if len(given) == 0 {
		c.note(NoShapes, "", int64(len(x.names)), int64(len(x.files)))
	}
	c.listed(x, seen)
	if len(given) > 0 || len(c.Tensors) == 0 {
		return finish(c, nil)
	}
	return c, nil
}

// addAny adds the tensors of a shard in any format to c, which adopts the format.
func (c *Checkpoint) addAny(in *Input, seen map[string]int) error {
	f, err := Detect(in.File, in.Name)
	switch {
	case err != nil:
		return err
	case f == SafetensorsIndex:
		return &Error{Kind: NotAModel, Offset: -1}
	case f == Safetensors:
		c.Format = f
		return c.addShard(in, seen)
	}
	x, err := openOne(in, f, nil)
	if err != nil {
		return err
	}
	c.Format, c.Path, c.Ordered = f, x.Path, x.Ordered
	c.FileBytes += x.FileBytes
	for _, t := range x.Tensors {
		c.Tensors = append(c.Tensors, t)
		seen[t.Name] = len(c.Tensors)
	}
	return nil
}

// listed adds the names of an index whose shards were not given, and those that
// are missing from their shard. They have a fault and no shape.
func (c *Checkpoint) listed(x *index, seen map[string]int) {
	for i, name := range x.names {
		if seen[name] == 0 && len(c.Tensors) < maxTensors {
			c.Tensors = append(c.Tensors, Tensor{Name: name, Path: x.shards[i], Bytes: -1, Stored: -1,
				Fault: &Error{Kind: MissingFile, Entry: x.shards[i], Offset: -1}})
			seen[name] = len(c.Tensors)
		}
	}
}
