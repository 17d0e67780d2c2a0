package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/andybalholm/brotli"

	"unetparams/build/program"
)

// packed are the kinds of files that are worth compressing.
var packed = []string{".wasm", packedProgram, ".js", ".css", ".html", ".svg", ".json", ".webmanifest"}

// A coding is a content coding that browsers accept.
type coding struct {
	ext string
	to  func(io.Writer) (io.WriteCloser, error)
}

// Neither format stores a time or a name, so that the bytes depend only on the content.
var (
	inBrotli = coding{".br", func(w io.Writer) (io.WriteCloser, error) {
		// A window as large as the program finds more repetitions.
		return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 24}), nil
	}}
	inGzip = coding{".gz", func(w io.Writer) (io.WriteCloser, error) {
		return gzip.NewWriterLevel(w, gzip.BestCompression)
	}}
)

// unzip decodes gzip.
func unzip(data []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// compress adds a .br and a .gz sibling to every file that is worth compressing, for
// hosts that serve such siblings instead of compressing each time, but not to
// the many pages of the published networks. Compressing the program takes longer than
// building it, so all cores share the work, and results are kept in the folder cache,
// under the hash of the input.
func (f files) compress(cache string) error {
	var tasks []*compression
	for _, name := range f.names() {
		data := f[name]
		if len(data) <= 1000 || strings.HasPrefix(name, "p/") || strings.Contains(name, "/p/") || !slices.Contains(packed, path.Ext(name)) {
			continue
		}
		list := []coding{inBrotli, inGzip}
		if path.Ext(name) == packedProgram {
			// The file is the program in gzip: a host needs only the one in brotli besides.
			var err error
			if data, err = unzip(data); err != nil {
				return err
			}
			list = list[:1]
		}
		for _, c := range list {
			tasks = append(tasks, &compression{name: name, coding: c, data: data})
		}
	}
	slices.SortStableFunc(tasks, func(a, b *compression) int { return len(b.data) - len(a.data) }) // the longest first
	inParallel(len(tasks), func(i int) { tasks[i].run(cache) })
	for _, t := range tasks {
		if t.err != nil {
			return t.err
		}
		f[t.name+t.coding.ext] = t.small
	}
	return nil
}

// inParallel does n tasks in their order, as many at a time as there are cores.
func inParallel(n int, do func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	group.Wait()
}

// A compression is one file in one coding.
type compression struct {
	name   string
	coding coding
	data   []byte

	small []byte
	err   error
}

// run takes the result from the cache, or makes and keeps it.
func (t *compression) run(cache string) {
	kept := filepath.Join(cache, hash(t.data)+t.coding.ext)
	if t.small, t.err = os.ReadFile(kept); t.err == nil {
		return
	}
	if t.small, t.err = t.coding.encode(t.data); t.err == nil {
		t.err = program.Keep(kept, t.small)
	}
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
