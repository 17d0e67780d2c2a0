// Package read parses texts that programs print about networks: it turns them into
// listings of layers, tensors with their shapes, totals, errors of load_state_dict
// and numbers. It knows nothing about particular networks and compares nothing.
//
// [Text] first normalizes the text ([normalize]): it removes comment markers,
// prompts, line numbers, colors and markup, and converts full-width characters. Then
// it offers every line to the formats in turn; each file implements one format, and
// documents its layout rules and their source. A format that recognizes a line reads
// its listing from there and leaves the rest. Lines that no format recognizes are
// searched for totals: a number is a total only if its line says so, or if the text
// consists only of a number.
//
// For any text, reading takes time linear in its length, and at most [MaxText] bytes
// and [MaxRows] rows are read.
package read

import (
	"strings"

	"unetparams/counter/number"
)

// Limits of what is read.
const (
	MaxText = 1 << 20 // bytes of a text
	MaxRows = 50_000  // rows and tensors of all listings; print(model) can repeat rows

	maxName   = 400 // bytes of a name
	maxOnly   = 320 // bytes of a text that consists only of a number
	maxUnread = 200 // lines that a Document or a Listing lists as unread
	maxDepth  = 100 // nesting of modules
)

// A Format is a format in which a program prints a network.
type Format int

// The formats.
const (
	Keras          Format = iota + 1 // model.summary() in columns, up to Keras 2.15, and in R
	Keras3                           // model.summary() in boxes
	TorchInfo                        // torchinfo, and torch-summary before it
	TorchSummary                     // torchsummary
	ModelSummary                     // pytorch-model-summary
	Lightning                        // Lightning's ModelSummary, plain or in boxes
	Fvcore                           // the tables of fvcore and mmengine
	FastAI                           // Learner.summary()
	ParameterTable                   // a table of names and counts or shapes, such as prettytable's
	Modules                          // print(model)
	Ptflops                          // print(model) with ptflops' counts
	FlopCountStr                     // print(model) with fvcore's counts
	Flax                             // flax's tabulate
	TorchStat                        // torchstat
	Gluon                            // Block.summary of MXNet's Gluon
	StateDict                        // names and shapes of tensors
	Counts                           // names and numbers of elements of tensors
	Keys                             // only names of tensors
)

var formatNames = [...]string{
	Keras: "keras", Keras3: "keras3", TorchInfo: "torchinfo", TorchSummary: "torchsummary", ModelSummary: "pytorch-model-summary",
	Lightning: "lightning", Fvcore: "fvcore", FastAI: "fastai", ParameterTable: "parameter table", Modules: "modules",
	Ptflops: "ptflops", FlopCountStr: "flop_count_str", Flax: "flax", TorchStat: "torchstat", Gluon: "gluon", StateDict: "state_dict", Counts: "counts", Keys: "keys",
}

// String returns the name of the format, such as "torchinfo".
func (f Format) String() string {
	if f < 1 || int(f) >= len(formatNames) {
		return "unknown"
	}
	return formatNames[f]
}

// A Document is the content of a text.
type Document struct {
	Listings []Listing
	Errors   []LoadError     // one for each failed call of load_state_dict
	Figures  []Figure        // totals that belong to no listing
	Numbers  []number.Number // if the text consists only of one or two numbers

	// Problem says why a text that consists only of a number can't be a number of
	// parameters; 0 otherwise.
	Problem number.Problem

	Unread  []Line // the first 200 lines that were not understood
	NUnread int    // the number of all such lines
	Cut     bool   // the text was longer than MaxText, or had more rows than MaxRows
}

// A Line is a line of the text.
type Line struct {
	N    int // from 1
	Text string
}

// A Listing is a network as one program printed it.
type Listing struct {
	Format  Format
	Name    string // of the model, if it is printed
	Line    int    // the first, from 1
	Rows    []Row
	Tensors []Tensor
	Figures []Figure // totals printed with it
	Notes   []Note
	Unread  []Line // the first 200 rows that were not understood
	NUnread int    // the number of all such rows
}

// Seen returns how many rows the listing has, understood or not.
func (l *Listing) Seen() int { return len(l.Rows) + len(l.Tensors) + l.NUnread }

// Figure returns the listing's figure of a kind.
func (l *Listing) Figure(what What) (Figure, bool) { return findFigure(l.Figures, what) }

// Figure returns the document's figure of a kind that belongs to no listing.
func (d *Document) Figure(what What) (Figure, bool) { return findFigure(d.Figures, what) }

func findFigure(figures []Figure, what What) (Figure, bool) {
	for _, f := range figures {
		if f.What == what {
			return f, true
		}
	}
	return Figure{}, false
}

// Has reports whether the listing has a note.
func (l *Listing) Has(n Note) bool {
	for _, m := range l.Notes {
		if m == n {
			return true
		}
	}
	return false
}

func (l *Listing) note(n Note) {
	if !l.Has(n) {
		l.Notes = append(l.Notes, n)
	}
}

// Sum adds up the rows, counting each parameter once: it skips rows that are covered
// by a row above and rows that list shared parameters again. If some counts are
// rounded, the sum lies between lo and hi. It returns false if a row was not
// understood or lacks its count, or if the sum overflows.
func (l *Listing) Sum() (lo, hi int64, ok bool) {
	ok = l.NUnread == 0
	covered := -1 // the depth of the row that covers those below it
	for i := range l.Rows {
		r := &l.Rows[i]
		if covered >= 0 && r.Depth > covered {
			continue
		}
		if covered = -1; r.Covers && r.HasParams {
			covered = r.Depth
		}
		if r.Shared {
			continue
		}
		ok = ok && (r.HasParams || !r.Unknown)
		if lo += r.Params.Lo; lo < 0 {
			return 0, 0, false
		}
		if hi += r.Params.Hi; hi < 0 {
			return 0, 0, false
		}
	}
	if len(l.Rows) == 0 {
		return l.sumTensors(ok)
	}
	return lo, hi, ok
}

func (l *Listing) sumTensors(ok bool) (lo, hi int64, fine bool) {
	for i := range l.Tensors {
		t := &l.Tensors[i]
		ok = ok && t.HasCount
		if lo += t.Count; lo < 0 {
			return 0, 0, false
		}
	}
	return lo, lo, ok && len(l.Tensors) > 0
}

// A Note is something to take into account when comparing a listing.
type Note int

// The notes.
const (
	DepthCut      Note = iota + 1 // modules below some depth are included in the rows above
	CellsCut                      // the program truncated cells to fit its columns
	CellsWrapped                  // the program wrapped cells over several lines
	SharedShown                   // modules that run again are listed again
	NoHeader                      // the listing begins in the middle
	KeysOnly                      // names without shapes
	Narrowed                      // a size in bytes narrowed the range of a rounded total
	Contradictory                 // a size in bytes contradicts the rounded total printed with it
	ChannelsLast                  // kernels had the channels last, as in Keras, and were converted
	OptimizerIn                   // the total includes the optimizer's variables (Keras 3)
)

// Tri is yes, no or unknown.
type Tri int

// The values of a Tri.
const (
	Unknown Tri = iota
	No
	Yes
	Partly // for a module, if it holds for some of its parameters
)

// A Row is a layer or a module as a listing shows it.
type Row struct {
	Name    string // as printed: "conv2d_3", "Conv2d-1", "enc1.conv1", "Conv2d: 2-1"
	Path    string // dotted, if known
	Printed string // the class as printed; a truncated one is completed if only one fits
	Kind    string // the class in PyTorch's spelling: Conv2d, BatchNorm2d, ConvTranspose2d
	Depth   int    // of nesting, from 0
	Line    int

	In, Out [][]int64 // shapes; -1 is an axis of unknown length

	Params    number.Number
	HasParams bool // a count is printed, or follows from the arguments
	Covers    bool // Params includes the rows nested below it
	Shared    bool // the same parameters as an earlier row: torchinfo's "(recursive)"
	Unknown   bool // a leaf that may have parameters, but whose count is not printed
	Trainable Tri

	MACs    number.Number
	HasMACs bool

	Kernel               []int64
	InChannels, Channels int64 // of a convolution's or a linear layer's input and output; 0 if unknown
	Groups               int64 // 0 if unknown
	Bias                 Tri
	Args                 string   // of print(model)
	From                 []string // Keras's "Connected to"
	Tensors              []Tensor // its own, if listed or derived from its arguments
	Cut                  bool     // a cell was truncated: the last axis of Out or the name may be incomplete
}

// A Tensor is a parameter or a buffer of a state_dict.
type Tensor struct {
	Name     string
	Shape    []int64
	HasShape bool // a scalar has a shape without axes
	Count    int64
	HasCount bool
	Buffer   bool   // a running statistic, by its name
	DType    string // as printed
	Line     int
}

// A format knows where its listings start and reads them.
type format struct {
	starts func(*parser) bool
	read   func(*parser)
}

// formats are the formats in the order in which they are tried.
var formats = []format{
	{startsLoadError, readLoadError},
	{startsGrid, readGrid},
	{startsTorchStat, readTorchStat},
	{startsHeader, readHeader},
	{startsHeadless, readHeadless},
	{startsModules, readModules},
	{startsTensors, readTensors},
}

// A parser goes through the lines of a text.
type parser struct {
	lines []line
	i     int
	doc   *Document
	rows  int // of all listings
	asked int // the index of the line after an expression that counts parameters
}

func (p *parser) end() bool  { return p.i >= len(p.lines) }
func (p *parser) here() line { return p.lines[p.i] }

// row counts a row, and reports whether it is within the limit.
func (p *parser) row() bool {
	if p.rows++; p.rows > MaxRows {
		p.doc.Cut = true
		return false
	}
	return true
}

// add adds a listing to the document unless it is empty.
func (p *parser) add(l *Listing) {
	if len(l.Rows)+len(l.Tensors)+len(l.Figures) > 0 {
		narrow(l.Figures, l)
		l.channelsFirst()
		p.doc.Listings = append(p.doc.Listings, *l)
	}
}

func (l *Listing) skip(n line) {
	if l.NUnread++; len(l.Unread) < maxUnread {
		l.Unread = append(l.Unread, Line{n.n, strings.TrimSpace(n.text)})
	}
}

// Text reads a text. It never fails: if nothing in the text is understood, the
// Document has no content.
func Text(s string) Document {
	doc := Document{}
	if len(s) > MaxText {
		s, doc.Cut = s[:MaxText], true
	}
	p := &parser{lines: normalize(s), doc: &doc}
	if p.onlyNumbers() {
		return doc
	}
	for !p.end() {
		if !p.listing() {
			p.loose()
		}
	}
	narrow(doc.Figures, nil)
	return doc
}

// listing reads a listing if one starts at this line.
func (p *parser) listing() bool {
	if p.here().text == "" {
		return false
	}
	for _, f := range formats {
		if f.starts(p) {
			from := p.i
			f.read(p)
			p.i = max(p.i, from+1)
			return true
		}
	}
	return false
}

// loose reads a line that belongs to no listing.
func (p *parser) loose() {
	l := p.here()
	p.i++
	if l.text == "" || isRule(l.text) || isTitle(l.text) {
		return
	}
	low := lower(l.text)
	figures := figuresIn(low, l.n)
	if len(figures) == 0 {
		figures = named(low, l.n)
	}
	if len(figures) == 0 && strings.HasPrefix(low, "(") {
		figures, _ = twoNumbers(strings.TrimSpace(low), l.n)
	}
	if n, err := number.ParseBare(strings.TrimSpace(low)); err == nil && p.asked > 0 && p.asked == p.i-1 && n.Exact() && !n.Assumed {
		figures = []Figure{{Total, n, l.n}}
	}
	if asks(low) {
		p.asked = p.i
		return
	}
	if len(figures) > 0 {
		if len(p.doc.Figures) < maxUnread {
			p.doc.Figures = append(p.doc.Figures, figures...)
		}
		return
	}
	if p.doc.NUnread++; len(p.doc.Unread) < maxUnread {
		p.doc.Unread = append(p.doc.Unread, Line{l.n, strings.TrimSpace(l.text)})
	}
}

// isTitle reports whether a line is the title of the listing below.
func isTitle(s string) bool {
	s = strings.TrimSpace(s)
	return strings.HasPrefix(s, `Model: "`) || strings.Contains(s, "Init: load from") || strings.Contains(s, " (Input shape:")
}

// onlyNumbers reads a text that consists only of a number, or of a pair such as thop
// returns, and reports whether it does.
func (p *parser) onlyNumbers() bool {
	only := ""
	for _, l := range p.lines {
		if l.text == "" {
			continue
		}
		if only != "" {
			return false
		}
		only = strings.TrimSpace(l.text)
	}
	if only == "" || len(only) > maxOnly {
		return false
	}
	bare := lower(strings.Trim(only, "()[] "))
	if t, ok := strings.CutPrefix(bare, "tensor("); ok {
		bare = t
	}
	if strings.ContainsAny(only, "0123456789") && len(figuresIn(lower(only), 0)) > 0 {
		return false
	}
	n, err := number.ParseBare(bare)
	if problem, _ := err.(number.Problem); err == nil || problem != number.NoNumber && problem != number.Empty {
		if p.doc.Problem = problem; err == nil {
			p.doc.Numbers = []number.Number{n}
		}
		return true
	}
	if parts := pairOf(bare); parts != nil {
		if p.doc.Figures, _ = twoNumbers(bare, 1); p.doc.Figures == nil {
			p.doc.Numbers = parts
		}
		return true
	}
	return false
}

// twoNumbers parses the pair that thop.profile returns: multiply–accumulates and
// parameters, as floats ("(83922432000.0, 31037698.0)") or as formatted by
// clever_format ("83.922G 31.038M").
func twoNumbers(s string, n int) (figures []Figure, ok bool) {
	pair := pairOf(s)
	if pair == nil || pair[0].Value <= pair[1].Value {
		return nil, false
	}
	return []Figure{{MACs, toolRounded(pair[0]), n}, {Total, toolRounded(pair[1]), n}}, true
}

// pairOf parses a text that consists only of two numbers. It returns nil for any
// other.
func pairOf(s string) []number.Number {
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ,()'\"[]", r) })
	if len(parts) != 2 {
		return nil
	}
	pair := make([]number.Number, 2)
	for i, part := range parts {
		n, length, err := number.Scan(part)
		if err != nil || length != len(part) || n.Value < 1 {
			return nil
		}
		pair[i] = n
	}
	return pair
}
