package main

import (
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

//go:embed peers.mjs
var nodePeer string

var peers = []peer{
	{"PyTorch", nil, []string{"/usr/bin/python3"}, "peer.py", func(code string) string { return code + "\n\n" + pythonPeer }},
	{"TensorFlow.js", func(dir string) error {
		return inFolder(dir, "npm", "install", "--no-audit", "--no-fund", "--silent", "@tensorflow/tfjs@4")
	}, []string{"node"}, "peer.mjs", func(string) string { return nodePeer }},
}

// compare adds the times of the peers that run here, medians of several runs, and what
// they are to ours. It returns a line for each that doesn't, and why.
func (m metrics) compare() (notes []string, err error) {
	c, err := config.New(zoo.Lookup("unet")).With("norm=none")
	if err != nil {
		return nil, err
	}
	net, report, err := c.Build()
	if err != nil {
		return nil, err
	}
	code, err := pytorch.File(net, pytorch.Options{Class: "Net"})
	if err != nil {
		return nil, err
	}
	var ours []float64
	for range 1000 {
		start := time.Now()
		if n, err := c.Count(); err != nil || n != report.Learnable {
			return nil, fmt.Errorf("counted %d, %v", n, err)
		}
		ours = append(ours, float64(time.Since(start).Nanoseconds())/1e6)
	}
	m["peer ours ms"] = median(ours)
	notes = append(notes, "Not compared with: torchinfo, which neither Debian nor npm has, and Netron.")
	for _, p := range peers {
		spent, err := p.run(code, report.Learnable)
		if err != nil {
			notes = append(notes, fmt.Sprintf("%s was not compared with: %v", p.name, err))
			continue
		}
		m["peer "+p.name+" ms"] = median(spent)
		m["peer "+p.name+" ratio"] = median(spent) / m["peer ours ms"]
	}
	return notes, nil
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
		return nil, fmt.Errorf("%s: %w", strings.Join(p.command, " "), err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &spent); err != nil || len(spent) < 2 {
		return nil, fmt.Errorf("it says %.200q", out)
	}
	last := len(spent) - 1
	if spent[last] != float64(want) {
		return nil, fmt.Errorf("it counts %.0f parameters, not %d", spent[last], want)
	}
	return spent[:last], nil
}

// inFolder runs a program in a folder.
func inFolder(dir, name string, args ...string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	return nil
}

func median(values []float64) float64 {
	values = slices.Sorted(slices.Values(values))
	return values[len(values)/2]
}
