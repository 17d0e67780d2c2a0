// Command site makes the whole web site as plain files:
//
//	go run ./build/site [-out dist] [-url https://host/path/] [-plain]
//
// The folder can be put on any static host at any path, because every address
// in it is relative; -url only adds the tags that must be absolute (canonical,
// og:url, og:image). Two runs on one commit make the same bytes.
//
// What go-app's own generator does is not used: it names localhost, forbids
// zooming and prints attributes in random order. lean.go builds the program,
// tree.go turns the page's components into HTML, page.go writes the files a
// browser opens, and site.go puts all of it together.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	out := flag.String("out", "dist", "folder to make; what is in it is replaced")
	url := flag.String("url", "", "absolute address the site will have, for canonical and Open Graph tags")
	plain := flag.Bool("plain", false, "leave out the compressed siblings of large files, which take the longest")
	flag.Parse()

	if err := run(*out, *url, *plain); err != nil {
		fmt.Fprintln(os.Stderr, "site:", err)
		os.Exit(1)
	}
}

func run(out, url string, plain bool) error {
	if url != "" && !strings.HasSuffix(url, "/") {
		url += "/"
	}
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	program, err := buildProgram(root)
	if err != nil {
		return err
	}
	files, err := makeSite(root, program, url)
	if err != nil {
		return err
	}
	if !plain {
		if err := files.compress(filepath.Join(root, work, "compressed")); err != nil {
			return err
		}
	}
	if err := files.write(out); err != nil {
		return err
	}
	fmt.Print(files.summary())
	return nil
}
