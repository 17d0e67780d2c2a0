package counter_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/keras"
	"unetparams/counter/layer"
	"unetparams/counter/pytorch"
)

// conditioned is a network with three inputs, an embedding off the U, and an
// attention between an image and a text:
//
//	in1 x ────→ enc1 [8] ──────────→ (+) → mid1 [8] attends to the text → head1
//	cond1 timesteps [1] → Linear ─────┘      ↑
//	cond2 context [16]×5 → keys, values ─────┘
func conditioned() *counter.Net {
	net := counter.New()
	root := net.Root()
	conv := func(in, out int64) layer.Conv {
		return layer.Conv{ND: 2, In: in, Out: out, Kernel: counter.Cube(3), Same: true, Bias: true}
	}
	x := net.Input(3, 2)
	net.At(counter.Condition, 1)
	time := net.NamedInput("timesteps", counter.Shape{C: 1})
	time = net.Do(layer.Activation{Name: "SiLU"}, root.Apply("time", layer.Linear{In: 1, Out: 8, Bias: true}, time))
	net.At(counter.Condition, 2)
	text := net.NamedInput("context", counter.Shape{C: 16, ND: 1, Size: counter.Axes{5}})
	keys := root.Apply("to_k", layer.Linear{In: 16, Out: 8}, text)
	values := root.Apply("to_v", layer.Linear{In: 16, Out: 8}, text)
	net.At(counter.Encoder, 1)
	x = root.Apply("conv_in", conv(3, 8), x)
	one := net.Do(layer.AdaptivePool{ND: 2, Size: counter.Cube(1), Average: true}, x)
	x = net.Do(layer.Add{}, x, net.Do(layer.Unflatten{C: 8}, time, one))
	net.At(counter.Bottleneck, 1)
	weights := net.Do(layer.AttentionWeights{Softmax: true, Axis: 1}, net.Do(layer.PairDot{}, x, keys))
	x = net.Do(layer.Add{}, x, net.Do(layer.PairWeighted{}, weights, values, x))
	net.At(counter.Head, 1)
	root.Apply("conv_out", conv(8, 3), x)
	return net
}

func TestConditioned(t *testing.T) {
	net := conditioned()
	r := report(t, net)
	want := []counter.InputRow{
		{Name: "x", Step: 0, ND: 2, Divisor: 1},
		{Name: "timesteps", Step: 1},
		{Name: "context", Step: 4, ND: 1, Size: counter.Axes{5}},
	}
	if !slices.Equal(r.Inputs, want) {
		t.Errorf("inputs %+v, want %+v", r.Inputs, want)
	}
	count, err := counter.Count(func(n *counter.Net) {
		m := n.Root()
		n.NamedInput("context", counter.Shape{C: 16, ND: 1, Size: counter.Axes{5}})
		m.Own("to_k", layer.Linear{In: 16, Out: 8})
	})
	if err != nil || count != 128 {
		t.Errorf("%d parameters, error %v", count, err)
	}
	var stages []string
	for _, s := range r.Stages {
		stages = append(stages, fmt.Sprint(s.Stage, " ", s.Learnable))
	}
	// 3·3·3·8 + 8, 1·8 + 8, 16·8 twice, 3·3·8·3 + 3
	if got := strings.Join(stages, ", "); got != "in1 0, cond1 16, cond2 256, enc1 224, mid1 0, head1 219" {
		t.Error("stages", got)
	}
	for _, e := range r.Edges {
		from := r.Stages[e.From].Role
		if want := from == counter.Condition; (e.Kind == counter.Aside) != want {
			t.Errorf("an edge from %v of kind %d", r.Stages[e.From].Stage, e.Kind)
		}
	}
	levels := r.Levels()
	if len(levels) != 2 || levels[0].Learnable != 443 || levels[1].Level != 0 || levels[1].ByRole[counter.Condition] != 272 {
		t.Errorf("levels %+v", levels)
	}
}

// TestConditionedTrace: the size is the image's, and attention's products are a
// separate sum.
func TestConditionedTrace(t *testing.T) {
	net := conditioned()
	r := report(t, net)
	trace, err := net.Trace(counter.Axes{6, 4})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, in := range r.Inputs {
		got = append(got, trace.Out[in.Step].String())
	}
	if s := strings.Join(got, " "); s != "3×6×4 1 16×5" {
		t.Errorf("inputs %s", s)
	}
	if s := trace.Out[r.Outputs[0]].String(); s != "3×6×4" {
		t.Errorf("output %s", s)
	}
	// The convolutions have 24 positions, the time step one, the text five.
	if want := int64(2*24*3*3*3*8 + 1*8 + 2*5*16*8); trace.Total != want {
		t.Errorf("%d MACs, want %d", trace.Total, want)
	}
	// 24 queries, 5 keys, 8 channels; once for q·kᵀ and once for the values.
	if want := int64(2 * 24 * 5 * 8); trace.FeatureTotal != want {
		t.Errorf("%d products of features, want %d", trace.FeatureTotal, want)
	}
	if by := trace.FeaturesByStage(r); !slices.Equal(by, []int64{0, 0, 0, 0, 2 * 24 * 5 * 8, 0}) {
		t.Errorf("products of features by stage: %v", by)
	}
	if trace, _ = little().Trace(counter.Cube(8)); trace.FeatureMACs != nil || trace.FeaturesByStage(r) != nil {
		t.Error("a network without attention has products of features")
	}
}

// TestInputs: sizes of further inputs follow their rule, and invalid inputs are
// rejected.
func TestInputs(t *testing.T) {
	net := counter.New()
	x := net.Input(3, 2)
	low := net.ScaledInput("low", 3, 2, 4)
	net.Do(layer.Concat{}, x, net.Do(layer.Upsample{ND: 2, Scale: counter.Cube(4)}, low))
	for size, ok := range map[counter.Axes]bool{{8, 16}: true, {8, 18}: false, {3, 16}: false} {
		trace, err := net.Trace(size)
		if (err == nil) != ok {
			t.Errorf("size %v: error %v", size, err)
		}
		if ok && trace.Out[1].Size != (counter.Axes{2, 4}) {
			t.Errorf("size %v: a quarter of it is %v", size, trace.Out[1])
		}
	}
	for name, build := range map[string]func(*counter.Net){
		"no name":        func(n *counter.Net) { n.NamedInput("", counter.Shape{C: 1}) },
		"no channels":    func(n *counter.Net) { n.NamedInput("t", counter.Shape{}) },
		"no size":        func(n *counter.Net) { n.NamedInput("t", counter.Shape{C: 1, ND: 1}) },
		"four axes":      func(n *counter.Net) { n.NamedInput("t", counter.Shape{C: 1, ND: 4, Size: counter.Cube(1)}) },
		"negative axes":  func(n *counter.Net) { n.NamedInput("t", counter.Shape{C: 1, ND: -1}) },
		"a batch":        func(n *counter.Net) { n.NamedInput("t", counter.Shape{C: 1, Batch: 2}) },
		"twice the same": func(n *counter.Net) { n.NamedInput("t", counter.Shape{C: 1}); n.NamedInput("t", counter.Shape{C: 1}) },
		"divided by 0":   func(n *counter.Net) { n.ScaledInput("low", 1, 2, 0) },
		"0 times larger": func(n *counter.Net) { n.EnlargedInput("high", 1, 2, 0) },
	} {
		net := counter.New()
		build(net)
		if e, ok := net.Err().(*counter.Error); !ok || e.Problem != counter.BadLayer || e.Kind != "Input" {
			t.Errorf("%s: error %v", name, net.Err())
		}
	}
}

// TestConditionedCode compares the files of the network with those in testdata;
// UPDATE=1 rewrites them. If PROOF is set, the files are also run and check their
// own counts: in PyTorch, and in package zoo's stand-in for Keras.
func TestConditionedCode(t *testing.T) {
	net := conditioned()
	code, err := pytorch.File(net, pytorch.Options{Class: "Conditioned", Size: []int64{6, 4}})
	if err != nil {
		t.Fatal(err)
	}
	compareFile(t, "testdata/conditioned.py", code)
	trace, err := net.Trace(counter.Axes{6, 4})
	if err != nil {
		t.Fatal(err)
	}
	kerasCode, err := keras.File(net, keras.Options{Name: "conditioned", Trace: trace})
	if err != nil {
		t.Fatal(err)
	}
	compareFile(t, "testdata/conditioned_keras.py", kerasCode)
	if os.Getenv("PROOF") == "" {
		t.Skip("PROOF is not set")
	}
	for _, tt := range []struct{ file, want string }{
		{"testdata/conditioned.py", "715 parameters\noutput (1, 3, 6, 4)\n"},
		{"testdata/conditioned_keras.py", "715 trainable, 715 with moving means and variances\noutput (None, 6, 4, 3)\n"},
	} {
		python := os.Getenv("PYTHON")
		if python == "" {
			python = "/usr/bin/python3"
		}
		cmd := exec.Command(python, "-B", tt.file)
		cmd.Env = append(os.Environ(), "PYTHONPATH=zoo/testdata/standin") // of Keras
		out, err := cmd.CombinedOutput()
		if err != nil || !bytes.HasSuffix(out, []byte(tt.want)) {
			t.Errorf("%s: error %v, printed %s, want %s", tt.file, err, out, tt.want)
		}
	}
}

func compareFile(t *testing.T, name, got string) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(name, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("differs from %s:\n%s", name, got)
	}
}
