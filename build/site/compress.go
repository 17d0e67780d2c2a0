package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"

	"unetparams/build/program"
)

// packed are the kinds of files that are worth compressing.
var packed = []string{".wasm", ".js", ".css", ".html", ".svg", ".json", ".webmanifest"}

// A coding is a content coding that browsers accept.
type coding struct {
	ext string
	to  func(io.Writer) (io.WriteCloser, error)
}

// Neither format stores a time or a name, so that the bytes depend only on the content.
var codings = []coding{
	{".br", func(w io.Writer) (io.WriteCloser, error) {
		// A window as large as the program finds more repetitions.
		return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 24}), nil
	}},
	{".gz", func(w io.Writer) (io.WriteCloser, error) {
		return gzip.NewWriterLevel(w, gzip.BestCompression)
	}},
}

// compress adds a .br and a .gz sibling to every file that is worth compressing, for
// hosts that serve such siblings instead of compressing each time, but not to
// the many pages of the published networks. Compressing the program takes longer than
// building it, so results are kept in the folder cache, under the hash of the input.
func (f files) compress(cache string) error {
	for _, name := range f.names() {
		data := f[name]
		if len(data) <= 1000 || strings.HasPrefix(name, "p/") || strings.Contains(name, "/p/") || !slices.Contains(packed, path.Ext(name)) {
			continue
		}
		for _, c := range codings {
			kept := filepath.Join(cache, hash(data)+c.ext)
			small, err := os.ReadFile(kept)
			if err != nil {
				if small, err = c.encode(data); err != nil {
					return err
				}
				if err := program.Keep(kept, small); err != nil {
					return err
				}
			}
			f[name+c.ext] = small
		}
	}
	return nil
}

func (c coding) encode(data []byte) ([]byte, error) {
	var b bytes.Buffer
	w, err := c.to(&b)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	err = w.Close()
	return b.Bytes(), err
}
