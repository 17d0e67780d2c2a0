package main

import (
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"unetparams/counter/config"
	"unetparams/counter/pytorch"
	"unetparams/counter/zoo"
)

// A peer is another program that counts the parameters of the classic U-Net without
// normalization, by building it. It prints the times of several runs in milliseconds and
// the number, as a JSON array.
type peer struct {
	name    string
	prepare func(dir string) error // nil: nothing to prepare
	command []string
	file    string // the program's name
	program func(code string) string
}

//go:embed peers.py
var pythonPeer string

//go:embed torchinfo.py
var torchinfoPeer string

//go:embed onnx.py
var onnxWriter string

//go:embed peers.mjs
var nodePeer string

// python is the Python that has PyTorch, as in build/need.sh.
var python = cmp.Or(os.Getenv("PYTHON"), "/usr/bin/python3")

// inNet returns a function that appends a program to the network's code.
func inNet(program string) func(code string) string {
	return func(code string) string { return code + "\n\n" + program }
}

var peers = []peer{
	{"PyTorch", nil, []string{python}, "peer.py", inNet(pythonPeer)},
	{"torchinfo", nil, []string{python}, "peer.py", inNet(torchinfoPeer)},
	{"TensorFlow.js", func(dir string) error {
		return inFolder(dir, "npm", "install", "--no-audit", "--no-fund", "--silent", "@tensorflow/tfjs@4")
	}, []string{"node"}, "peer.mjs", func(string) string { return nodePeer }},
}

// peers measures the times of the peers that run here, medians of several runs, and what
// they are to ours. It notes which don't, and why.
func (b *bench) peers() error {
	c, err := config.Make(zoo.Lookup("unet"), "norm=none")
	if err != nil {
		return err
	}
	net, report, err := c.Build()
	if err != nil {
		return err
	}
	code, err := pytorch.File(net, pytorch.Options{Class: "Net"})
	if err != nil {
		return err
	}
	var ours []float64
	for range 1000 {
		start := time.Now()
		if n, err := c.Count(); err != nil || n != report.Learnable {
			return fmt.Errorf("counted %d, %v", n, err)
		}
		ours = append(ours, float64(time.Since(start).Nanoseconds())/1e6)
	}
	b.metrics["peer ours ms"] = median(ours)
	for _, p := range peers {
		spent, err := p.run(code, report.Learnable)
		if err != nil {
			b.note("%s was not compared with: %v", p.name, err)
			continue
		}
		b.metrics["peer "+p.name+" ms"] = median(spent)
		b.metrics["peer "+p.name+" ratio"] = median(spent) / median(ours)
	}
	return b.open(code)
}

func (b *bench) note(format string, args ...any) {
	b.notes = append(b.notes, fmt.Sprintf(format, args...))
}

// open measures how long our page and Netron's take to open the network's ONNX file.
func (b *bench) open(code string) error {
	program := filepath.Join(b.dir, "write.py")
	if err := os.WriteFile(program, []byte(code+"\n\n"+onnxWriter), 0o666); err != nil {
		return err
	}
	if err := inFolder(b.dir, python, program, "unet.onnx"); err != nil {
		b.note("No ONNX file was opened: %v", err)
		return nil
	}
	env := []string{"ONNX=" + filepath.Join(b.dir, "unet.onnx")}
	folder, err := netron()
	if err != nil {
		b.note("Netron was not compared with: %v", err)
	} else {
		env = append(env, "NETRON="+folder)
	}
	if err := b.browse("1x", env, "ONNX"); err != nil {
		return err
	}
	if ms := b.metrics["browser ONNX/netron ms-drawn"]; ms > 0 {
		b.metrics["peer Netron ratio"] = ms / b.metrics["browser ONNX/ours ms-total"]
	}
	return nil
}

// netron returns the folder of Netron's page, which its Python package has.
func netron() (string, error) {
	out, err := exec.Command(python, "-c", `import importlib.util
found = importlib.util.find_spec("netron")
print(found.submodule_search_locations[0] if found else "")`).Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w", python, err)
	}
	folder := strings.TrimSpace(string(out))
	if folder == "" {
		return "", fmt.Errorf("it is not installed (pip install netron)")
	}
	return folder, nil
}

// run returns the milliseconds of each run of a peer, which must count as we do.
func (p *peer) run(code string, want int64) (spent []float64, err error) {
	dir, err := os.MkdirTemp("", "unetparams-peer")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if p.prepare != nil {
		if err := p.prepare(dir); err != nil {
			return nil, err
		}
	}
	file := filepath.Join(dir, p.file)
	if err := os.WriteFile(file, []byte(p.program(code)), 0o666); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, p.command[0], append(p.command[1:], file)...)
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		if failed, ok := err.(*exec.ExitError); ok && len(failed.Stderr) > 0 {
			return nil, fmt.Errorf("%s", lastLine(failed.Stderr))
		}
		return nil, fmt.Errorf("%s: %w", strings.Join(p.command, " "), err)
	}
	if err := json.Unmarshal([]byte(lastLine(out)), &spent); err != nil || len(spent) < 2 {
		return nil, fmt.Errorf("it says %.200q", out)
	}
	last := len(spent) - 1
	if spent[last] != float64(want) {
		return nil, fmt.Errorf("it counts %.0f parameters, not %d", spent[last], want)
	}
	return spent[:last], nil
}

// lastLine returns the last line of what a program prints.
func lastLine(out []byte) string {
	text := strings.TrimSpace(string(out))
	return text[strings.LastIndexByte(text, '\n')+1:]
}

// inFolder runs a program in a folder.
func inFolder(dir, name string, args ...string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, lastLine(out))
	}
	return nil
}

func median(values []float64) float64 {
	values = slices.Sorted(slices.Values(values))
	return values[len(values)/2]
}
