// Package modelfile is what the page knows of a model file: a summary that the
// program which reads the file (package checkpoint, in a worker of its own) writes
// as text, and the page reads.
package modelfile

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// A Text is a sentence in English and Chinese.
type Text struct{ EN, ZH string }

// A Summary is what a model file holds.
type Summary struct {
	Name   string // of the file, or of the first of several
	Format string // "safetensors", "PyTorch (zip)", …, with its version
	Error  Text   // why the file could not be read; nothing else is set then

	// Elements of the network, each distinct tensor once. What the format does not
	// tell apart, and names don't either, is undetermined.
	Parameters, Buffers, Undetermined int64
	Names, Distinct                   int // names of the network, and its tensors
	Faults                            int // tensors that are listed and broken: not counted
	FileBytes                         int64
	Prefix                            string // a wrapper's, before every name
	Ordered                           bool   // the tensors are in the network's order

	Broken  []Text // why tensors are faulty, the first few
	Notes   []Text
	Parts   []Part
	Tensors []Tensor // those of the network, faults left out
}

// A Part is what one group of tensors takes: "model", "copy", "optimizer", "other",
// "constant".
type Part struct {
	Group, Path     string
	Tensors         int
	Elements, Bytes int64
}

// A Tensor has its shape in PyTorch's order of axes.
type Tensor struct {
	Name  string
	Shape []int64
	DType string // "float32", …; empty where it is not known

	Buffer bool // it is known not to be a parameter
}

// Elements returns all of the network's elements.
func (s *Summary) Elements() int64 { return s.Parameters + s.Buffers + s.Undetermined }

// Encode writes a summary: a line each fact, its fields separated by tabs.
func (s *Summary) Encode() string {
	var b strings.Builder
	line := func(fields ...string) {
		for i, f := range fields {
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(plain(f))
		}
		b.WriteByte('\n')
	}
	line("format", s.Format, s.Name)
	if s.Error != (Text{}) {
		line("error", s.Error.EN, s.Error.ZH)
		return b.String()
	}
	line("sums", whole(s.Parameters), whole(s.Buffers), whole(s.Undetermined),
		strconv.Itoa(s.Names), strconv.Itoa(s.Distinct), strconv.Itoa(s.Faults), whole(s.FileBytes))
	line("prefix", s.Prefix, strconv.FormatBool(s.Ordered))
	for _, n := range s.Broken {
		line("fault", n.EN, n.ZH)
	}
	for _, n := range s.Notes {
		line("note", n.EN, n.ZH)
	}
	for _, p := range s.Parts {
		line("part", p.Group, p.Path, strconv.Itoa(p.Tensors), whole(p.Elements), whole(p.Bytes))
	}
	for _, t := range s.Tensors {
		fields := []string{"tensor", t.Name, t.DType, strconv.FormatBool(t.Buffer)}
		for _, n := range t.Shape {
			fields = append(fields, whole(n))
		}
		line(fields...)
	}
	return b.String()
}

var errFormat = errors.New("not a summary of a model file")

// Decode reads what Encode has written, of one model or of several in a row.
func Decode(text string) ([]*Summary, error) {
	var all []*Summary
	for line := range strings.Lines(text) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if f[0] == "format" {
			all = append(all, &Summary{})
		}
		if len(all) == 0 {
			return nil, errFormat
		}
		if err := all[len(all)-1].take(f[0], f[1:]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// fields is how many fields a line has at least, behind its first.
var fields = map[string]int{"format": 2, "error": 2, "sums": 7, "prefix": 2, "fault": 2, "note": 2, "part": 5, "tensor": 3}

func (s *Summary) take(key string, f []string) error {
	least, ok := fields[key]
	if !ok || len(f) < least {
		return errFormat
	}
	var ns []int64
	if from := map[string]int{"sums": 0, "part": 2, "tensor": 3}; slices.Contains([]string{"sums", "part", "tensor"}, key) {
		for _, field := range f[from[key]:] {
			n, err := strconv.ParseInt(field, 10, 64)
			if err != nil {
				return errFormat
			}
			ns = append(ns, n)
		}
	}
	switch key {
	case "format":
		s.Format, s.Name = f[0], f[1]
	case "error":
		s.Error = Text{f[0], f[1]}
	case "sums":
		s.Parameters, s.Buffers, s.Undetermined = ns[0], ns[1], ns[2]
		s.Names, s.Distinct, s.Faults, s.FileBytes = int(ns[3]), int(ns[4]), int(ns[5]), ns[6]
	case "prefix":
		s.Prefix, s.Ordered = f[0], f[1] == "true"
	case "fault":
		s.Broken = append(s.Broken, Text{f[0], f[1]})
	case "note":
		s.Notes = append(s.Notes, Text{f[0], f[1]})
	case "part":
		s.Parts = append(s.Parts, Part{f[0], f[1], int(ns[0]), ns[1], ns[2]})
	case "tensor":
		s.Tensors = append(s.Tensors, Tensor{f[0], ns, f[1], f[2] == "true"})
	}
	return nil
}

func whole(n int64) string { return strconv.FormatInt(n, 10) }

// plain replaces what would end a field or a line.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return '\uFFFD'
		}
		return r
	}, s)
}
