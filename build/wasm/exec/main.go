// Command exec runs a WebAssembly program in Node.js after it was rewritten as the page's
// programs are. With it, Go's tests check that the rewriting leaves what a program does:
//
//	GOOS=js GOARCH=wasm go test -exec exec ./counter
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"unetparams/build/program"
)

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: exec program [arguments]")
		os.Exit(2)
	}
	err := run(os.Args[1], os.Args[2:])
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		os.Exit(failed.ExitCode())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "exec:", err)
		os.Exit(1)
	}
}

func run(name string, args []string) error {
	file, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	p, err := program.Rewrite(file, true)
	if err == nil {
		err = p.Unstripped
	}
	if err != nil {
		return err
	}
	// Beside the program, which Go removes with its folder.
	name = filepath.Join(filepath.Dir(name), "rewritten.wasm")
	if err := os.WriteFile(name, p.File, 0o666); err != nil {
		return err
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return err
	}
	node := filepath.Join(string(root[:len(root)-1]), "lib", "wasm", "go_js_wasm_exec")
	cmd := exec.Command(node, append([]string{name}, args...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return cmd.Run()
}
