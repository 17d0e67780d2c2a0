// Command site builds the whole web site as static files:
//
//	go run ./build/site [-out dist] [-url https://host/path/] [-plain] [-whole]
//
// The folder can be copied to any static host at any path, because every address
// in it is relative; -url only adds the tags that must be absolute (canonical,
// og:url, og:image). Two runs on one commit give identical files.
//
// It does not use go-app's generator, which refers to localhost, forbids
// zooming and prints attributes in random order. Package program builds app.wasm,
// tree.go turns the page's components into HTML, page.go writes the HTML files, and
// site.go combines everything.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"unetparams/app/dom"
	"unetparams/app/worker"
	"unetparams/build/program"
)

// Pages are rendered with the answers of the second program.
func init() {
	var w worker.Worker
	dom.Native = func(question map[string]string, say func(map[string]string)) {
		w.Answer(question, func() bool { return true }, say)
	}
}

func main() {
	out := flag.String("out", "dist", "folder to make; what is in it is replaced")
	url := flag.String("url", "", "absolute address the site will have, for canonical and Open Graph tags")
	plain := flag.Bool("plain", false, "leave out the compressed siblings of large files, which take the longest")
	whole := flag.Bool("whole", false, "keep in the program what its stack traces need to be read")
	flag.Parse()

	if err := run(*out, *url, *plain, *whole); err != nil {
		fmt.Fprintln(os.Stderr, "site:", err)
		os.Exit(1)
	}
}

func run(out, url string, plain, whole bool) error {
	if url != "" && !strings.HasSuffix(url, "/") {
		url += "/"
	}
	root, err := program.Root()
	if err != nil {
		return err
	}
	programs := map[string][]byte{}
	var built program.Program
	var shares string
	for name, pkg := range map[string]string{"app.wasm": program.Page, "embed.wasm": program.Embed, "worker.wasm": program.Worker, "modelreader.wasm": program.Reader} {
		if built, err = program.Build(root, pkg, whole); err != nil {
			return err
		}
		programs[name] = built.File
		if pkg == program.Page && built.Unstripped == nil {
			if shares, err = program.CheckShares(built.Linked); err != nil {
				return err
			}
		}
	}
	if built.Unstripped != nil {
		fmt.Fprintf(os.Stderr, "site: warning: %v: the program is shipped unstripped, about a third larger, and budgets only warn; see build/UPGRADING.md\n", built.Unstripped)
	}
	files, err := makeSite(root, programs, url)
	if err != nil {
		return err
	}
	var spent string
	if !plain {
		if err := files.compress(filepath.Join(root, program.Work, "compressed")); err != nil {
			return err
		}
		list, err := budgets(budgetText)
		if err != nil {
			return err
		}
		if spent, err = files.check(list); err != nil && built.Unstripped == nil {
			return err
		} else if err != nil {
			fmt.Fprintln(os.Stderr, "site: warning:", strings.ReplaceAll(err.Error(), "\n", "; "))
		}
	}
	if err := files.write(out); err != nil {
		return err
	}
	fmt.Print(files.summary(), shares, spent)
	return nil
}
