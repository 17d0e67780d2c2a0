// Command serve serves the built site on this machine:
//
//	go run ./build/serve [-dir dist] [-addr localhost:8080] [-prefix /tools/unet/]
//
// Without -addr it uses port 8080, or the next free one. With -prefix the site is below
// that path, as on some real hosts.
package main

import (
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"unetparams/build/serve/static"
)

func main() {
	dir := flag.String("dir", "dist", "folder to serve")
	addr := flag.String("addr", "", "address to listen on (default localhost:8080 or the next free port)")
	prefix := flag.String("prefix", "/", "path the site stands under")
	flag.Parse()

	if err := run(*dir, *addr, *prefix); err != nil {
		fmt.Fprintln(os.Stderr, "serve:", err)
		os.Exit(1)
	}
}

func run(dir, addr, prefix string) error {
	if _, err := os.Stat(filepath.Join(dir, "index.html")); err != nil {
		return fmt.Errorf("no site in %s: make build", dir)
	}
	prefix = "/" + strings.Trim(prefix, "/") + "/"
	if prefix == "//" {
		prefix = "/"
	}
	listener, err := listen(addr)
	if err != nil {
		return err
	}
	fmt.Printf("http://%s%s\n", visible(listener.Addr().(*net.TCPAddr)), prefix)
	server := &http.Server{Handler: static.Handler(dir, prefix), ReadHeaderTimeout: 10 * time.Second}
	return server.Serve(listener)
}

// listen listens on the given address, or on the first free port of localhost from
// 8080 on.
func listen(addr string) (net.Listener, error) {
	if addr != "" {
		return net.Listen("tcp", addr)
	}
	var errs []error
	for port := 8080; port < 8100; port++ {
		l, err := net.Listen("tcp", fmt.Sprintf("localhost:%d", port))
		if err == nil {
			return l, nil
		}
		errs = append(errs, err)
	}
	return nil, errors.Join(errs...)
}

// visible returns the address to open in a browser. Its host is localhost, under which
// the page is a secure context and can have a service worker.
func visible(a *net.TCPAddr) string {
	if a.IP.IsLoopback() || a.IP.IsUnspecified() {
		return fmt.Sprintf("localhost:%d", a.Port)
	}
	return a.String()
}
