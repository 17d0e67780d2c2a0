package memory_test

import (
	"slices"
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/memory"
	"unetparams/counter/zoo"
	"unetparams/counter/zoo/zootest"
)

func built(t *testing.T, arch, settings string) (*counter.Report, *counter.Trace) {
	t.Helper()
	n := zootest.Build(t, arch, settings)
	return n.Report, n.Trace
}

// TestClassic: the numbers are calculated by hand in the package comment.
func TestClassic(t *testing.T) {
	r, tr := built(t, "unet", "")
	m, err := memory.Train(r, tr, memory.Options{Optimizer: memory.Adam})
	if err != nil {
		t.Fatal(err)
	}
	buffers := 4 * r.Buffers
	if m.Parameters != 31_061_768+buffers || m.Gradients != 31_061_768 || m.State != 62_123_536 {
		t.Errorf("%+v", m)
	}
	if m.Saved.Bytes != 171_465_728 || !m.Saved.Exact {
		t.Errorf("autograd keeps %d bytes", m.Saved.Bytes)
	}
	var sum int64
	for _, n := range m.Saved.ByStage {
		sum += n
	}
	if sum != m.Saved.Bytes {
		t.Errorf("the stages' sum is %d", sum)
	}
	// The gradients of the last concatenation and of what it joins.
	if m.Work != 33_554_432 {
		t.Errorf("work: %d", m.Work)
	}
	p, err := memory.Infer(r, tr, memory.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, concat := r.Steps[p.Step].Layer.(layer.Concat); p.Bytes != 33_554_432 || !concat || p.Parameters != 31_061_768+buffers || len(p.Alive) != 3 {
		t.Errorf("%+v", p)
	}
}

// TestCheckpoint: what is kept where stages are run again is calculated by hand in the
// package comment.
func TestCheckpoint(t *testing.T) {
	r, tr := built(t, "unet", "")
	s, err := memory.Saves(r, tr, memory.Options{Checkpoint: true})
	if err != nil || s.Bytes != 82_575_872 || s.Again != 50_332_160 || r.Stages[s.AgainStage].Stage.String() != "dec1" || !s.Exact {
		t.Errorf("%+v, %v", s, err)
	}
	var sum int64
	for _, n := range s.ByStage {
		sum += n
	}
	if sum != s.Bytes {
		t.Errorf("the stages' sum is %d", sum)
	}
}

// TestCheckpointBounds: what is kept is no less than what one stage takes, and grows with
// the batch, in every architecture.
func TestCheckpointBounds(t *testing.T) {
	for _, a := range zoo.Archs() {
		c := config.New(a)
		n, r, err := c.Build()
		if err != nil {
			t.Fatal(err)
		}
		tr, err := c.Trace(n)
		if err != nil {
			continue
		}
		one, err := memory.Saves(r, tr, memory.Options{Checkpoint: true})
		if err != nil {
			t.Fatal(err)
		}
		two, _ := memory.Saves(r, tr, memory.Options{Checkpoint: true, Batch: 2})
		all, _ := memory.Saves(r, tr, memory.Options{})
		if one.Again > one.Bytes || one.Again > all.Bytes || two.Bytes <= one.Bytes || one.Exact != all.Exact {
			t.Errorf("%s: %+v", a.ID, one)
		}
	}
}

// TestActivations: level 1 of the tutorial's network makes two maps of each of its
// convolutions, normalizations and ReLUs, by the batch; views make none.
func TestActivations(t *testing.T) {
	r, tr := built(t, "unet", "")
	sums, err := memory.Activations(r, tr, memory.Options{Batch: 3, Type: memory.Float16})
	if err != nil {
		t.Fatal(err)
	}
	const n = 32 * 256 * 256
	// Decoder 1: up-sampling, the concatenation of twice the channels, and two blocks.
	for i, want := range map[int]int64{0: 256 * 256, 1: 6 * n, len(sums) - 2: (1 + 2 + 6) * n} {
		if sums[i] != 3*2*want {
			t.Errorf("%v: %d, want %d", r.Stages[i].Stage, sums[i], 3*2*want)
		}
	}
	if _, err := memory.Activations(r, tr, memory.Options{Batch: 1 << 60}); err == nil {
		t.Error("a batch that no number holds is no error")
	}
}

// TestTypes: what half precision and optimizers change, by hand.
func TestTypes(t *testing.T) {
	n := counter.New()
	x := n.Input(1, 1)
	x = n.Root().Apply("linear", layer.Conv{ND: 1, In: 1, Out: 64, Kernel: counter.Cube(128)}, x) // 8,192 parameters
	n.Root().Apply("norm", layer.BatchNorm{ND: 1, C: 64, Affine: true}, x)                        // 128
	r, err := n.Report()
	if err != nil {
		t.Fatal(err)
	}
	tr, err := n.Trace(counter.Axes{137}) // to 10
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		o                           memory.Options
		parameters, gradient, state int64
		saved                       int64
	}{
		{memory.Options{}, 4 * 8320, 4 * 8320, 0, 4*(137+640) + 4*128},
		{memory.Options{Batch: 3}, 4 * 8320, 4 * 8320, 0, 3*4*(137+640) + 4*128},
		{memory.Options{Type: memory.Float16, Optimizer: memory.Momentum}, 2 * 8320, 2 * 8320, 2 * 8320, 2*(137+640) + 4*128},
		{memory.Options{Type: memory.Mixed, Optimizer: memory.Adam}, 6 * 8320, 4 * 8320, 8 * 8320, 2*(137+640) + 4*128},
		{memory.Options{Optimizer: memory.Adam8bit}, 4 * 8320, 4 * 8320, 2*8192 + 8*32 + 8*128, 4*(137+640) + 4*128},
	} {
		m, err := memory.Train(r, tr, c.o)
		if err != nil {
			t.Fatal(err)
		}
		if m.Parameters != c.parameters || m.Gradients != c.gradient || m.State != c.state || m.Saved.Bytes != c.saved {
			t.Errorf("%+v: %+v", c.o, m)
		}
	}
}

// TestShared: tensors that several keep count once, views as what they show, and what
// leads nowhere not at all.
func TestShared(t *testing.T) {
	n := counter.New()
	m := n.Root()
	x := n.Input(1, 1)
	a := m.Apply("a", layer.Conv{ND: 1, In: 1, Out: 4, Kernel: counter.Cube(1)}, x) // keeps the input, 8
	left := n.Do(layer.Chunk{Parts: 2}, a)
	right := n.Do(layer.Chunk{Parts: 2, Index: 1}, a)
	y := n.Do(layer.Mul{}, left, right) // keeps a, 32, through both views
	n.Do(layer.Sigmoid, y)              // leads nowhere
	y = n.Do(layer.ReLU, y)             // keeps its output, 16
	n.Output(n.Do(layer.ReLU, y))       // and again
	r, err := n.Report()
	if err != nil {
		t.Fatal(err)
	}
	tr, err := n.Trace(counter.Axes{8})
	if err != nil {
		t.Fatal(err)
	}
	s, err := memory.Saves(r, tr, memory.Options{})
	if want := int64(4 * (8 + 32 + 16 + 16)); err != nil || s.Bytes != want || !s.Exact {
		t.Errorf("%+v, want %d", s, want)
	}
}

// TestBounds: in every architecture the peak is no less than the largest tensor, and
// all needs grow with the batch.
func TestBounds(t *testing.T) {
	for _, a := range zoo.Archs() {
		c := config.New(a)
		n, r, err := c.Build()
		if err != nil {
			t.Fatal(err)
		}
		tr, err := c.Trace(n)
		if err != nil {
			continue
		}
		one, err := memory.Infer(r, tr, memory.Options{})
		if err != nil {
			t.Fatalf("%s: %v", a.ID, err)
		}
		for i := range tr.Out {
			if e, _ := tr.Out[i].Elements(); one.Bytes < 4*e {
				t.Errorf("%s: %d bytes, but step %d makes %d values", a.ID, one.Bytes, i, e)
			}
		}
		if !slices.Contains(one.Alive, one.Step) && len(one.Alive) == 0 {
			t.Errorf("%s: nothing is alive at the peak", a.ID)
		}
		two, err := memory.Infer(r, tr, memory.Options{Batch: 2})
		if err != nil || two.Bytes != 2*one.Bytes {
			t.Errorf("%s: %d bytes for two images, %d for one", a.ID, two.Bytes, one.Bytes)
		}
		var totals [3]int64
		for i := range totals {
			m, err := memory.Train(r, tr, memory.Options{Batch: int64(i + 1)})
			if err != nil {
				t.Fatalf("%s: %v", a.ID, err)
			}
			totals[i] = m.Total()
		}
		if totals[0] >= totals[1] || totals[1]-totals[0] != totals[2]-totals[1] {
			t.Errorf("%s: %d bytes", a.ID, totals)
		}
	}
}

// TestLargest: the largest batch is the last one that fits.
func TestLargest(t *testing.T) {
	for _, c := range [][3]int64{{99, 1000, 0}, {110, 1000, 1}, {1_000, 1000, 90}, {1_009, 1000, 90}, {1 << 40, 1000, 1000}, {1 << 40, 1, 1}} {
		got := memory.Largest(c[0], c[1], func(b int64) (int64, error) { return 100 + 10*b, nil })
		if got != c[2] {
			t.Errorf("%d in %d: %d", c[2], c[0], got)
		}
	}
	r, tr := built(t, "unet", "")
	if _, err := memory.Train(r, tr, memory.Options{Batch: 1 << 60}); err == nil {
		t.Error("a batch that no number holds is no error")
	}
}
