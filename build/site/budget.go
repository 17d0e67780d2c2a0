package main

import (
	_ "embed"
	"errors"
	"fmt"
	"path"
	"strings"
)

//go:embed budget.txt
var budgetText string

// A budget limits the total size of some files of the site, or of the whole site as it
// lies on a disk.
type budget struct {
	what         string
	gzip, brotli int
	files        []string
	disk         int // of the whole site; 0: of the files
}

// budgets parses a text such as budget.txt.
func budgets(text string) (list []budget, err error) {
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		var b budget
		if len(fields) == 2 {
			if _, err := fmt.Sscan(line, &b.what, &b.disk); err != nil || b.disk <= 0 {
				return nil, fmt.Errorf("budget.txt: %q is no budget", strings.TrimSpace(line))
			}
			list = append(list, b)
			continue
		}
		if _, err := fmt.Sscan(line, &b.what, &b.gzip, &b.brotli); err != nil || len(fields) < 4 {
			return nil, fmt.Errorf("budget.txt: %q is no budget", strings.TrimSpace(line))
		}
		b.files = fields[3:]
		list = append(list, b)
	}
	return list, nil
}

// check returns a table of the sizes, and an error if a budget is exceeded.
func (f files) check(list []budget) (table string, err error) {
	plain := map[string]string{} // plain name → actual name, which may contain a hash
	for _, name := range f.names() {
		plain[unhashed(name)] = name
	}
	var t strings.Builder
	var over []error
	fmt.Fprintf(&t, "\n%-32s %21s %21s\n", "budget", "gzip of at most", "brotli of at most")
	for _, b := range list {
		if b.disk > 0 {
			size := f.size()
			fmt.Fprintf(&t, "%-32s %10d %10d bytes on the disk\n", b.what, size, b.disk)
			if size > b.disk {
				over = append(over, fmt.Errorf("%s has more bytes than build/site/budget.txt allows: %d of %d", b.what, size, b.disk))
			}
			continue
		}
		var gzip, brotli int
		for _, file := range b.files {
			name, ok := plain[file]
			if !ok {
				return "", fmt.Errorf("budget.txt: the site has no %s", file)
			}
			gzip += f.weight(name, ".gz")
			brotli += f.weight(name, ".br")
		}
		fmt.Fprintf(&t, "%-32s %10d %10d %10d %10d\n", b.what, gzip, b.gzip, brotli, b.brotli)
		if gzip > b.gzip || brotli > b.brotli {
			over = append(over, fmt.Errorf("%s weighs more than build/site/budget.txt allows: gzip %d of %d, brotli %d of %d",
				b.what, gzip, b.gzip, brotli, b.brotli))
		}
	}
	return t.String(), errors.Join(over...)
}

// size returns the size of all files.
func (f files) size() (sum int) {
	for _, data := range f {
		sum += len(data)
	}
	return sum
}

// weight returns the transfer size of a file: that of its compressed sibling, if it has
// one.
func (f files) weight(name, ext string) int {
	if small, ok := f[name+ext]; ok {
		return len(small)
	}
	return len(f[name])
}

// unhashed returns a file's name without its hash, if any.
func unhashed(name string) string {
	ext := path.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	if h := path.Ext(stem); len(h) == 13 {
		stem = strings.TrimSuffix(stem, h)
	}
	return stem + ext
}
