package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// weigh builds the site, and adds the sizes of the files that a first visit loads, which
// are those that the page refers to, of the files that a post loads to embed a network,
// and of all.
func (b *bench) weigh() error {
	if err := b.buildClean(); err != nil {
		return err
	}
	page, err := os.ReadFile(filepath.Join(b.site, "index.html"))
	if err != nil {
		return err
	}
	names, err := filepath.Glob(filepath.Join(b.site, "*"))
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := b.weighFile(name, string(page)); err != nil {
			return err
		}
	}
	return filepath.WalkDir(b.site, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		size, err := fileSize(name)
		b.metrics["dist"] += size
		return err
	})
}

// weighFile adds the size of a file, if a first visit or an embed loads it.
func (m metrics) weighFile(name, page string) error {
	base := filepath.Base(name)
	kind, _, _ := strings.Cut(base, ".")
	later := kind == "worker" || kind == "modelreader" // programs that a first visit doesn't load
	if kind == "embed" && strings.HasSuffix(base, ".wasm") {
		size, err := fileSize(name + ".br")
		if err != nil {
			return err
		}
		m["embed.wasm.br"] = size
	}
	named := base == "index.html" || strings.Contains(page, base) && !later
	if info, err := os.Stat(name); err != nil || info.IsDir() || !named && base != "embed.js" || base == "sw.js" {
		return err
	}
	for _, coding := range []string{".br", ".gz"} {
		size, err := fileSize(name + coding)
		if err != nil { // too small to be worth it
			if size, err = fileSize(name); err != nil {
				return err
			}
		}
		switch {
		case base == "embed.js":
			m["embed"+coding] = size
			continue
		case kind == "index" || kind == "style" || kind == "boot" || kind == "theme":
			m["paint"+coding] += size
		}
		m["visit"+coding] += size
	}
	return nil
}

func fileSize(name string) (float64, error) {
	info, err := os.Stat(name)
	if err != nil {
		return 0, err
	}
	return float64(info.Size()), nil
}
