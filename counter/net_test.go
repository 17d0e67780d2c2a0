package counter_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/layer"
)

// The networks here are tiny, so that every number can be checked by eye.
var (
	conv12 = layer.Conv{ND: 2, In: 1, Out: 2, Kernel: counter.Cube(3), Same: true, Bias: true} // 20 parameters
	conv22 = layer.Conv{ND: 2, In: 2, Out: 2, Kernel: counter.Cube(1), Same: true}             // 4
	norm2  = layer.BatchNorm{ND: 2, C: 2, Affine: true, TrackStats: true}                      // 4, and 5 in buffers
)

func report(t testing.TB, net *counter.Net) *counter.Report {
	t.Helper()
	r, err := net.Report()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func names(r *counter.Report) string {
	var all []string
	for _, row := range r.Tensors {
		name := row.Name
		if row.Shared {
			name = "(" + name + ")"
		}
		all = append(all, name)
	}
	return strings.Join(all, " ")
}

func kinds(r *counter.Report) string {
	var all []string
	for _, s := range r.Steps {
		kind := "Input"
		if s.Layer != nil {
			kind = s.Layer.Kind()
		}
		if s.Again {
			kind = "(" + kind + ")"
		}
		all = append(all, kind)
	}
	return strings.Join(all, " ")
}

// TestOrders: tensors are in order of registration, steps in order of execution.
func TestOrders(t *testing.T) {
	net := counter.New()
	x := net.Input(1, 2)
	net.At(counter.Encoder, 1)
	block := net.Root().Child("block")
	norm := block.Own("norm", norm2)
	x = block.Apply("conv", conv12, x)
	x = norm.Run(x)
	net.Do(layer.ReLU, x)

	r := report(t, net)
	if got, want := names(r), "block.norm.weight block.norm.bias block.norm.running_mean block.norm.running_var block.norm.num_batches_tracked block.conv.weight block.conv.bias"; got != want {
		t.Errorf("tensors\n\t%s\nwant\n\t%s", got, want)
	}
	if got, want := kinds(r), "Input Conv2d BatchNorm2d ReLU"; got != want {
		t.Errorf("steps %s, want %s", got, want)
	}
	if r.Learnable != 24 || r.Buffers != 5 || r.Unused != 0 {
		t.Errorf("%d learnable, %d buffers, %d unused; want 24, 5, 0", r.Learnable, r.Buffers, r.Unused)
	}
	if got := r.Row(r.Steps[1]); got != &r.Layers[1] || got.Path != "block.conv" || got.Runs != 1 {
		t.Errorf("the convolution's row is %+v", got)
	}
	if got := r.Row(r.Steps[3]); got != nil {
		t.Errorf("a step of no module has the row %+v", got)
	}
	if got := r.Tensors[5]; got.Layer != 1 || got.Count != 18 {
		t.Errorf("the convolution's weight is %+v", got)
	}
}

// TestReportAgain: reporting changes nothing, and layers added afterwards are
// listed in the next report. A module is counted under its first name in the order
// of the tree, even if that is the alias.
func TestReportAgain(t *testing.T) {
	net := counter.New()
	x := net.Input(1, 2)
	first, block := net.Root().Child("first"), net.Root().Child("block")
	x = block.Apply("conv", conv12, x)
	first.Alias("alias", block)
	once, again := report(t, net), report(t, net)
	if !reflect.DeepEqual(once, again) {
		t.Errorf("%+v\nand then\n%+v", once, again)
	}
	net.At(counter.Encoder, 2)
	block.Apply("norm", norm2, x)
	next := report(t, net)
	if !reflect.DeepEqual(once, again) {
		t.Errorf("the first report is now %+v", once)
	}
	if got, want := names(once), "first.alias.conv.weight first.alias.conv.bias (block.conv.weight) (block.conv.bias)"; got != want {
		t.Errorf("tensors %s, want %s", got, want)
	}
	if next.Learnable != 24 || len(next.Stages) != 2 || len(next.Layers) != 2 || next.Layers[1].Path != "first.alias.norm" {
		t.Errorf("%+v", next)
	}
}

// TestAlias: a second name lists the tensors again and counts them once, for a
// leaf and for a whole branch.
func TestAlias(t *testing.T) {
	net := counter.New()
	x := net.Input(1, 2)
	enc := net.Root().Child("enc")
	first := enc.Own("conv", conv12)
	first.Run(x)
	enc.Child("more").Own("norm", norm2)
	dec := net.Root().Child("dec")
	dec.Alias("encoder", enc)
	dec.Alias("first", first)
	dec.Own("conv", conv22)

	r := report(t, net)
	want := "enc.conv.weight enc.conv.bias " +
		"enc.more.norm.weight enc.more.norm.bias enc.more.norm.running_mean enc.more.norm.running_var enc.more.norm.num_batches_tracked " +
		"(dec.encoder.conv.weight) (dec.encoder.conv.bias) " +
		"(dec.encoder.more.norm.weight) (dec.encoder.more.norm.bias) (dec.encoder.more.norm.running_mean) (dec.encoder.more.norm.running_var) (dec.encoder.more.norm.num_batches_tracked) " +
		"(dec.first.weight) (dec.first.bias) dec.conv.weight"
	if got := names(r); got != want {
		t.Errorf("tensors\n\t%s\nwant\n\t%s", got, want)
	}
	if len(r.Layers) != 3 || r.Learnable != 20+4+4 || r.Buffers != 5 {
		t.Errorf("%d layers, %d learnable, %d buffers; want 3, 28, 5", len(r.Layers), r.Learnable, r.Buffers)
	}
}

// TestAliasFirst: where the second name is first in the state_dict, that
// one counts.
func TestAliasFirst(t *testing.T) {
	net := counter.New()
	x := net.Input(1, 2)
	enc, dec := net.Root().Child("enc"), net.Root().Child("dec")
	conv := dec.Own("conv", conv12)
	enc.Alias("also", conv)
	conv.Run(x)
	r := report(t, net)
	if got, want := names(r), "enc.also.weight enc.also.bias (dec.conv.weight) (dec.conv.bias)"; got != want {
		t.Errorf("tensors %s, want %s", got, want)
	}
	if r.Learnable != 20 || r.Unused != 0 || r.Layers[0].Path != "enc.also" {
		t.Errorf("%d learnable, %d unused, in %q; want 20, 0, in enc.also", r.Learnable, r.Unused, r.Layers[0].Path)
	}
}

// TestAgain: a module that runs three times, as in a recurrent block, is
// counted once and works three times.
func TestAgain(t *testing.T) {
	net := counter.New()
	x := net.Input(2, 2)
	net.At(counter.Encoder, 1)
	conv := net.Root().Own("conv", conv22)
	for range 3 {
		x = conv.Run(x)
	}
	r := report(t, net)
	if got, want := kinds(r), "Input Conv2d (Conv2d) (Conv2d)"; got != want {
		t.Errorf("steps %s, want %s", got, want)
	}
	if r.Learnable != 4 || r.Layers[0].Runs != 3 {
		t.Errorf("%d learnable, %d runs; want 4, 3", r.Learnable, r.Layers[0].Runs)
	}
	trace, err := net.Trace(counter.Cube(10))
	if err != nil || trace.Total != 3*400 || !slices.Equal(trace.MACs, []int64{0, 400, 400, 400}) {
		t.Errorf("trace %+v, %v; want three times 400", trace, err)
	}
}

// TestUnused: a layer that is owned but never run is counted in the stage in which
// it was built, and reported.
func TestUnused(t *testing.T) {
	net := counter.New()
	x := net.Input(1, 2)
	net.At(counter.Encoder, 1)
	net.Root().Apply("conv", conv12, x)
	net.At(counter.Head, 1)
	net.Root().Own("head", conv22)
	net.Root().Own("norm", norm2)

	r := report(t, net)
	if r.Learnable != 28 || r.Unused != 8 || r.Layers[1].Runs != 0 {
		t.Errorf("%d learnable, %d of them unused, head run %d times; want 28, 8, 0", r.Learnable, r.Unused, r.Layers[1].Runs)
	}
	if s := r.Stages[2]; s.Stage != (counter.Stage{Role: counter.Head, Level: 1}) || s.Learnable != 8 || s.Buffers != 5 || len(s.Steps) != 0 {
		t.Errorf("the head's stage is %+v", s)
	}
}

// TestStageOfRun: a layer belongs to the stage in which it first runs, wherever
// it was built.
func TestStageOfRun(t *testing.T) {
	net := counter.New()
	x := net.Input(2, 2)
	net.At(counter.Encoder, 1)
	conv := net.Root().Own("conv", conv22)
	net.At(counter.Decoder, 2)
	x = conv.Run(x)
	net.At(counter.Encoder, 1)
	conv.Run(x)
	r := report(t, net)
	if got := r.Layers[0].Stage; got != (counter.Stage{Role: counter.Decoder, Level: 2}) {
		t.Errorf("in %v, want dec2", got)
	}
	if len(r.Stages) != 3 || !slices.Equal(r.Stages[2].Steps, []int{2}) { // in1, dec2, enc1: as they are reached
		t.Errorf("coming back to enc1 gives the stages %+v", r.Stages)
	}
}

// TestNoInput: a list of layers that never run is a network, too.
func TestNoInput(t *testing.T) {
	net := counter.New()
	net.Root().Own("linear", layer.Linear{In: 3, Out: 4, Bias: true})
	r := report(t, net)
	if r.Learnable != 16 || r.Unused != 16 || len(r.Stages) != 1 || r.Stages[0].Learnable != 16 {
		t.Errorf("%+v; want 16 parameters, all unused, in one stage", r)
	}
	if r := report(t, counter.New()); r.Learnable != 0 || len(r.Stages) != 0 {
		t.Errorf("nothing at all gives %+v", r)
	}
}

// little is a U-Net of two levels and a head at each, its channels in brackets:
//
//	in1 → enc1 [2] ───────→ dec1 [2] → head1
//	        ↓ pool           ↑ up
//	        mid2 [2] → head2
func little() *counter.Net {
	net := counter.New()
	root := net.Root()
	x := net.Input(1, 2)
	net.At(counter.Encoder, 1)
	skip := root.Apply("enc1", conv12, x)
	net.At(counter.Bottleneck, 2)
	x = net.Do(layer.Pool{ND: 2, Kernel: counter.Cube(2)}, skip)
	x = root.Apply("mid", conv22, x)
	mid := root.Apply("norm", norm2, x)
	net.At(counter.Decoder, 1)
	x = root.Apply("up", layer.ConvTranspose{ND: 2, In: 2, Out: 2, Kernel: counter.Cube(2), Stride: counter.Cube(2)}, mid)
	x = net.Do(layer.Crop{}, x, x)
	x = net.Do(layer.Concat{}, skip, x)
	x = root.Apply("dec1", layer.Conv{ND: 2, In: 4, Out: 2, Kernel: counter.Cube(1), Same: true}, x)
	net.At(counter.Head, 1)
	root.Apply("head1", conv22, x)
	net.At(counter.Head, 2)
	root.Apply("head2", conv22, mid)
	return net
}

func TestStages(t *testing.T) {
	r := report(t, little())
	var got []string
	var learnable, buffers int64
	for _, s := range r.Stages {
		got = append(got, fmt.Sprint(s.Stage, s.Learnable, s.Buffers, s.Steps))
		learnable += s.Learnable
		buffers += s.Buffers
	}
	want := []string{
		"in1 0 0 [0]", "enc1 20 0 [1]", "mid2 8 5 [2 3 4]", "dec1 24 0 [5 6 7 8]", "head1 4 0 [9]", "head2 4 0 [10]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("stages\n\t%q\nwant\n\t%q", got, want)
	}
	if learnable != r.Learnable || buffers != r.Buffers || r.Learnable != 60 {
		t.Errorf("stages sum to %d and %d, totals are %d and %d", learnable, buffers, r.Learnable, r.Buffers)
	}
}

func TestEdges(t *testing.T) {
	r := report(t, little())
	arrows := map[counter.EdgeKind]string{counter.Forward: "→", counter.Down: "↓", counter.Up: "↑", counter.Skip: "⇢"}
	var got []string
	for _, e := range r.Edges {
		got = append(got, fmt.Sprint(r.Stages[e.From].Stage, arrows[e.Kind], r.Stages[e.To].Stage, "@", e.Step))
	}
	want := []string{"in1→enc1@1", "enc1↓mid2@2", "mid2↑dec1@5", "enc1⇢dec1@7", "dec1→head1@9", "mid2→head2@10"}
	if !slices.Equal(got, want) {
		t.Errorf("edges %v, want %v", got, want)
	}
}

// TestEdgeKinds: a skip connection leads into a join, whatever its kind, from a
// stage that is not deeper.
func TestEdgeKinds(t *testing.T) {
	for _, join := range []counter.Layer{layer.Concat{}, layer.Add{}, layer.Mul{}, layer.Crop{}} {
		for _, tt := range []struct {
			level int // of the stage the data comes from; the join is at 2
			want  counter.EdgeKind
		}{{1, counter.Skip}, {2, counter.Skip}, {3, counter.Up}} {
			net := counter.New()
			net.At(counter.Encoder, 2)
			y := net.Input(1, 2)
			net.At(counter.Encoder, tt.level)
			x := net.Do(layer.ReLU, y)
			net.At(counter.Decoder, 2)
			y = net.Do(layer.ReLU, y)
			net.Do(join, x, y)
			r := report(t, net)
			if got := r.Edges[len(r.Edges)-1].Kind; got != tt.want {
				t.Errorf("%s of data from level %d: edge of kind %d, want %d", join.Kind(), tt.level, got, tt.want)
			}
		}
	}
}

func TestLevels(t *testing.T) {
	rows := report(t, little()).Levels()
	want := []counter.LevelRow{
		{Level: 1, Learnable: 48, ByRole: [counter.Roles]int64{counter.Encoder: 20, counter.Decoder: 24, counter.Head: 4}},
		{Level: 2, Learnable: 12, ByRole: [counter.Roles]int64{counter.Bottleneck: 8, counter.Head: 4}},
	}
	if !slices.Equal(rows, want) {
		t.Errorf("levels %+v, want %+v", rows, want)
	}
}

func TestKinds(t *testing.T) {
	var got []string
	for _, k := range report(t, little()).Kinds() {
		got = append(got, fmt.Sprint(k.Kind, k.Kernel, " ", k.Layers, "×: ", k.Learnable, "+", k.Buffers))
	}
	want := []string{
		"Conv2d[3 3] 1×: 20+0", "Conv2d[1 1] 4×: 20+0", "BatchNorm2d[] 1×: 4+5", "ConvTranspose2d[2 2] 1×: 16+0",
	}
	if !slices.Equal(got, want) {
		t.Errorf("kinds %q, want %q", got, want)
	}
}

func TestTrace(t *testing.T) {
	net := little()
	trace, err := net.Trace(counter.Axes{8, 6})
	if err != nil {
		t.Fatal(err)
	}
	// By hand: an input of 48 pixels, 12 of them on level 2.
	var shapes []string
	for _, s := range trace.Out {
		shapes = append(shapes, s.String())
	}
	want := "1×8×6 2×8×6 2×4×3 2×4×3 2×4×3 2×8×6 2×8×6 4×8×6 2×8×6 2×8×6 2×4×3"
	if got := strings.Join(shapes, " "); got != want {
		t.Errorf("shapes\n\t%s\nwant\n\t%s", got, want)
	}
	macs := []int64{0, 48 * 18, 0, 12 * 4, 0, 12 * 16, 0, 0, 48 * 8, 48 * 4, 12 * 4}
	if !slices.Equal(trace.MACs, macs) {
		t.Errorf("MACs %v, want %v", trace.MACs, macs)
	}
	if want := int64(864 + 48 + 192 + 384 + 192 + 48); trace.Total != want {
		t.Errorf("%d MACs in all, want %d", trace.Total, want)
	}
}

func TestTraceErrors(t *testing.T) {
	for _, tt := range []struct {
		size    counter.Axes
		problem counter.Problem
		path    string
		stage   string
	}{
		{counter.Axes{8, 7}, counter.Mismatch, "Concat", "dec1"}, // the skip connection is 7 wide, what comes up 6
		{counter.Axes{8, 1}, counter.TooSmall, "MaxPool2d", "mid2"},
		{counter.Axes{8, 0}, counter.TooSmall, "Input", "in1"},
		{counter.Axes{-8, 8}, counter.TooSmall, "Input", "in1"},
		{counter.Axes{1 << 40, 1 << 40}, counter.Overflow, "enc1", "enc1"},
		{counter.Axes{1 << 29, 1 << 29}, counter.Overflow, "head1", "head1"}, // the sum of all so far
	} {
		_, err := little().Trace(tt.size)
		var e *counter.Error
		if !errors.As(err, &e) || e.Problem != tt.problem || e.Path != tt.path || e.Stage.String() != tt.stage {
			t.Errorf("%v: %v (%+v); want problem %q at %s in %s", tt.size, err, e, tt.problem, tt.path, tt.stage)
		}
	}
}

// TestFirstErrorStays: after an error nothing is recorded, and every method
// returns that error.
func TestFirstErrorStays(t *testing.T) {
	net := counter.New()
	x := net.Input(1, 2)
	net.At(counter.Encoder, 1)
	x = net.Root().Child("block").Apply("conv", conv22, x) // made for two channels
	x = net.Root().Apply("norm", norm2, x)
	net.Do(layer.Concat{}, x, x)

	var e *counter.Error
	if !errors.As(net.Err(), &e) || e.Problem != counter.Channels || e.Path != "block.conv" || e.Stage.String() != "enc1" {
		t.Errorf("Err: %+v", e)
	}
	if _, err := net.Report(); err != net.Err() {
		t.Errorf("Report: %v", err)
	}
	if _, err := net.Trace(counter.Cube(8)); err != net.Err() {
		t.Errorf("Trace: %v", err)
	}

	for _, tt := range []struct {
		c  int64
		nd int
	}{{0, 2}, {-1, 2}, {1, -1}, {1, 4}} {
		net := counter.New()
		net.Do(layer.ReLU, net.Input(tt.c, tt.nd))
		if err := net.Err(); !errors.As(err, &e) || e.Problem != counter.BadLayer || e.Kind != "Input" {
			t.Errorf("an input of %d channels and %d axes: %v", tt.c, tt.nd, err)
		}
	}
}

// TestReportOverflow: a count that overflows is an error that says where.
func TestReportOverflow(t *testing.T) {
	wide := layer.Conv{ND: 1, In: 1 << 31, Out: 1 << 31, Kernel: counter.Cube(1)} // 2⁶² parameters
	for name, layers := range map[string][]counter.Layer{
		"one layer":    {layer.Linear{In: 1 << 31, Out: 1 << 32}},
		"the sum":      {wide, wide},
		"the last bit": {wide, layer.Conv{ND: 1, In: 1 << 31, Out: 1<<31 - 1, Kernel: counter.Cube(1)}, layer.BatchNorm{C: 1 << 30, Affine: true}},
		"the buffers":  {layer.BatchNorm{C: 1 << 62, TrackStats: true}},
	} {
		describe := func(net *counter.Net) {
			net.At(counter.Decoder, 3)
			for i, l := range layers {
				net.Root().Own(fmt.Sprint("l", i), l)
			}
		}
		net := counter.New()
		describe(net)
		_, err := net.Report()
		if _, same := counter.Count(describe); !reflect.DeepEqual(same, err) {
			t.Errorf("%s: Count says %v, Report %v", name, same, err)
		}
		var e *counter.Error
		last := len(layers) - 1
		if !errors.As(err, &e) || e.Problem != counter.Overflow || e.Path != fmt.Sprint("l", last) ||
			e.Kind != layers[last].Kind() || e.Stage.String() != "dec3" {
			t.Errorf("%s: %v (%+v)", name, err, e)
		}
	}
}

// TestStageString pins the short names, which links and pictures use.
func TestStageString(t *testing.T) {
	for s, want := range map[counter.Stage]string{
		{Role: counter.Input, Level: 1}:           "in1",
		{Role: counter.Encoder, Level: 2}:         "enc2",
		{Role: counter.Bottleneck, Level: 5}:      "mid5",
		{Role: counter.Decoder, Level: 10}:        "dec10",
		{Role: counter.Decoder, Level: 2, Col: 1}: "dec2.1",
		{Role: counter.Head, Level: 1}:            "head1",
		{Role: counter.Condition, Level: 1}:       "cond1",
	} {
		if got := s.String(); got != want {
			t.Errorf("%+v is called %q, want %q", s, got, want)
		}
	}
}

// TestRepeat: a repeated block counts once per run, whether it is recorded or only
// summed, up to the largest count that fits.
func TestRepeat(t *testing.T) {
	for _, tt := range []struct {
		times int
		c     int64
		want  int64 // 0: too many
	}{{0, 3, 0}, {1, 3, 12}, {2, 3, 24}, {7, 3, 84}, {2, 1 << 30, 2 * (1<<60 + 1<<30)}, {9, 1 << 30, 0}, {1 << 12, 1 << 30, 0}} {
		build := func(n *counter.Net) {
			x := n.Input(tt.c, 1)
			y := n.Repeat(tt.times, x, func(i int, x counter.Value) counter.Value {
				return n.Root().Apply(fmt.Sprint(i), layer.Linear{In: x.C, Out: x.C, Bias: true}, x)
			})
			if y.C != tt.c {
				t.Errorf("%d times: %d channels, want %d", tt.times, y.C, tt.c)
			}
		}
		got, err := counter.Count(build)
		net := counter.New()
		build(net)
		r, full := net.Report()
		if (err == nil) != (full == nil) || err == nil && (got != r.Learnable || got != tt.want) || err != nil && tt.want != 0 {
			t.Errorf("%d times %d channels: %d, %v; in full %v; want %d", tt.times, tt.c, got, err, full, tt.want)
		}
		if err == nil && len(r.Layers) != tt.times {
			t.Errorf("%d layers, want %d", len(r.Layers), tt.times)
		}
	}
}
