package checkpoint

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Kind says what is wrong with a file or with one tensor in it.
type Kind uint8

// The kinds of errors. The comments say which fields of [Error] are set besides
// File.
const (
	NotAModel   Kind = iota + 1 // the content is in no known format
	EmptyFile                   // the file has no bytes
	WebPage                     // an HTML page saved under a model's name
	PointerFile                 // a Git LFS pointer, not the file itself
	NotRead                     // a known format that is not read: Part
	Truncated                   // Part says Want bytes, there are Have; Want may be 0
	Malformed                   // Part violates the format: Entry, Offset
	TooLarge                    // Part is Have, the limit is Want: Entry, Offset
	TooDeep                     // Part is nested deeper than Want: Entry, Offset
	BadShape                    // tensor Entry has an impossible shape
	OutOfBounds                 // tensor Entry extends to Want, its data ends at Have
	WrongSize                   // tensor Entry needs Want bytes and has Have
	Overlapping                 // tensor Entry begins at Want inside the previous one
	Duplicate                   // the name Entry appears twice
	UnknownType                 // tensor Entry has an element type without a name: Have
	EmptyStack                  // a pickle pops from an empty stack: Offset
	NoTensors                   // the file is readable but holds no tensors
	MissingFile                 // the file Entry is required but not among those given
	Unreadable                  // reading failed: Offset, Cause
)

// Piece is a piece of a file, or something that can be counted in it.
type Piece uint8

// The pieces that errors refer to.
const (
	TheFile Piece = iota
	TheHeader
	TheIndex
	TheDirectory
	TheMember
	ThePickle
	PickleSteps
	PickleStack
	PickleMarks
	PickleMemo
	PickleObjects
	TheObject
	TheMessage
	TheGraph
	TheNodes
	TheSuperblock
	TheObjectHeader
	TheHDFGroup
	TheHDFString
	TheMetadata
	TheTensors
	TheJSON
	TheDeflate
	TheStorage
	TensorFlow
	PyTorchTar
	Gzip
	SavedModel
	TFLite
	PT2
)

var pieces = [...]string{"the file", "the header", "the index", "the zip directory",
	"the zip member", "the pickle", "the number of pickle instructions", "the pickle's stack",
	"the number of open marks in the pickle", "the pickle's memo", "the number of objects in the pickle",
	"the unpickled object", "the protobuf message", "the graph", "the number of nodes",
	"the HDF5 superblock", "the HDF5 object header", "the HDF5 group", "the HDF5 string",
	"the metadata", "the list of tensors", "the JSON text", "the deflated data", "the storage",
	"a TensorFlow checkpoint", "a PyTorch tar file from before 0.1.10", "a gzip file",
	"a TensorFlow SavedModel", "a TensorFlow Lite model", "a torch.export archive"}

// String returns the piece in English with its article.
func (p Piece) String() string {
	if int(p) < len(pieces) {
		return pieces[p]
	}
	return pieces[0]
}

// Error says why a file could not be read, or why one tensor is not counted. The
// fields hold what a page needs to word it in another language.
type Error struct {
	Kind Kind
	Part Piece
	// File is the name of the file, Entry that of a tensor, a member or an
	// object in it; both as found.
	File, Entry string
	// Offset is the position of the error in the file, or in the inflated member
	// Entry; -1 if it doesn't apply.
	Offset     int64
	Want, Have int64
	// Cause is the error of [File.ReadAt].
	Cause error
}

// Unwrap returns e.Cause.
func (e *Error) Unwrap() error { return e.Cause }

// Error returns a sentence that says what is wrong and where.
func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(Show(e.File) + ": ")
	}
	b.WriteString(e.sentence())
	if e.Offset >= 0 {
		b.WriteString(" (at byte " + num(e.Offset) + ")")
	}
	if e.Cause != nil {
		b.WriteString(": " + e.Cause.Error())
	}
	return b.String()
}

func num(n int64) string { return strconv.FormatInt(n, 10) }

func quoted(s string) string { return `"` + Show(s) + `"` }

// sentences are indexed by Kind: %p stands for Part and Entry, %e for Entry, %w
// and %h for Want and Have.
var sentences = [...]string{"", "the content is of no format that is read here",
	"the file is empty", "this is a web page saved under a model's name, not a model",
	"this is a Git LFS pointer: the model itself was not downloaded", "this is %p, which is not read",
	"the file is cut off: %p says %w bytes, there are %h", "%p is not as the format demands",
	"%p is larger than allowed: %h, at most %w", "%p is nested more than %w deep",
	"the tensor %e has a shape that no tensor can have",
	"the tensor %e reaches to byte %w of data that ends at %h",
	"the tensor %e needs %w bytes and has %h",
	"the tensor %e begins at byte %w, inside the tensor before it", "the name %e stands twice",
	"the tensor %e has an unknown element type (%h)", "the pickle takes from an empty stack",
	"the file is readable but holds no tensors",
	"the file %e belongs to it and is not among the files given", "the file could not be read"}

func (e *Error) sentence() string {
	part := e.Part.String()
	if e.Entry != "" {
		part += " in " + quoted(e.Entry)
	}
	s := sentences[min(int(e.Kind), len(sentences)-1)]
	if e.Kind == Truncated && e.Want == 0 {
		s = "the file is cut off: %p is incomplete"
	}
	return expand(s, "pewh", part, quoted(e.Entry), num(e.Want), num(e.Have))
}

// expand replaces %a for each letter a by its value, without expanding the value.
func expand(s, letters string, values ...string) string {
	var b strings.Builder
	for {
		text, rest, ok := strings.Cut(s, "%")
		b.WriteString(text)
		if !ok {
			return b.String()
		}
		b.WriteString(values[strings.IndexByte(letters, rest[0])])
		s = rest[1:]
	}
}

func fail(k Kind, p Piece, off int64) *Error { return &Error{Kind: k, Part: p, Offset: off} }

func limit(p Piece, have, most int64) *Error {
	return &Error{Kind: TooLarge, Part: p, Offset: -1, Have: have, Want: most}
}

// Show returns a name for display: at most 200 characters, with control
// characters, direction marks and invalid UTF-8 as visible escapes. It does not
// escape markup.
func Show(name string) string {
	var b strings.Builder
	n := 0
	for i, w := 0, 0; i < len(name); i += w {
		var r rune
		r, w = utf8.DecodeRuneInString(name[i:])
		if n++; n > maxShown {
			b.WriteString("…")
			break
		}
		switch {
		case r == utf8.RuneError && w <= 1:
			b.WriteString(`\x` + string("0123456789abcdef"[name[i]>>4]) + string("0123456789abcdef"[name[i]&15]))
		case r == '"' || strconv.IsPrint(r):
			b.WriteRune(r)
		default:
			q := strconv.QuoteRune(r)
			b.WriteString(q[1 : len(q)-1])
		}
	}
	return b.String()
}

// NoteKind is a kind of remark on a checkpoint that is not an error.
type NoteKind uint8

// The kinds of notes. The comments say which fields of [Note] are set.
const (
	RolesByName   NoteKind = iota + 1 // parameters and buffers are distinguished by name: N tensors
	ForeignCall                       // opening the file in Python would call Entry
	SharedNames                       // N names stand for M tensors
	DroppedNames                      // N names are omitted because they repeat others in the file
	TrailingBytes                     // N bytes follow the end of the data
	Gap                               // N bytes between tensors belong to none
	TwoMembers                        // the archive has two members named Entry; the later is read
	UnusedStorage                     // N bytes of storages belong to no tensor
	StrideZero                        // N tensors repeat their elements in memory: less is stored than counted
	Merged                            // N elements are stored, M are used: equal tensors were merged
	MaybeFolded                       // N convolutions have a bias and there is no batch norm: none, or folded
	Probable                          // N tensors are taken for parameters because they are added or multiplied
	ManyUses                          // N tensors are used by several nodes: tied, or equal and merged
	ExternalData                      // the values of N of M tensors are in other files, Entry first
	NoValues                          // N weights are inputs of the graph, without values
	NoShapes                          // an index without shards: N names without shapes
	MissingShard                      // the file Entry is required but was not given
	ShardOf                           // this is shard N of M
	BadEntry                          // Entry violates the format and was skipped
	LinksSkipped                      // N soft or external links were not followed
	SecondName                        // Entry is a second name of an object already listed
	Compressed                        // N datasets are chunked or compressed: their stored size is unknown
	Packed                            // N integer tensors hold packed weights: elements stored, not parameters
	NotTrainable                      // N layers are marked as not trainable
	OtherOrder                        // the order is the writer's, not the network's
)

// Note is a remark on a checkpoint: a kind with its arguments.
type Note struct {
	Kind  NoteKind
	Entry string
	N, M  int64
}

var noteTexts = [...]string{"", "%n tensors are parameters or buffers by their names; the file does not say which they are",
	"opening this file in Python calls %e", "%n names stand for %m tensors",
	"%n names are left out because they repeat others in the file",
	"%n bytes follow the end of the data", "%n bytes between the tensors belong to none",
	"the archive has two members named %e; the later one is read",
	"%n bytes of storages lie outside every tensor",
	"%n tensors repeat their elements by a stride of 0: less is stored than counted",
	"%n elements are stored for %m in use: equal tensors were merged",
	"%n convolutions have a bias and there is no batch norm: the network has none, or it was folded in",
	"%n tensors are taken for parameters only because something is multiplied by them or added to them",
	"%n tensors are used by several nodes: tied, or equal and merged",
	"the values of %n of %m tensors are in other files, %e first",
	"%n weights are inputs of the graph, without values",
	"an index has names and no shapes: %n names in %m shards", "the shard %e was not given",
	"this is shard %n of %m", "%e is not as the format demands and was passed over",
	"%n soft or external links were not followed", "%e is a second name of an object that is listed already",
	"%n datasets are chunked, perhaps compressed: how many bytes they take is not known",
	"%n integer tensors hold packed weights: the file says how many integers, not how many parameters",
	"%n layers are marked as not trainable", "the order of the tensors is the writer's, not the network's"}

// String returns the note as an English sentence.
func (n Note) String() string {
	if int(n.Kind) >= len(noteTexts) {
		return ""
	}
	return expand(noteTexts[n.Kind], "nme", num(n.N), num(n.M), Show(n.Entry))
}
