package zoo_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/layer/layertest"
	"unetparams/counter/memory"
	"unetparams/counter/pytorch"
	"unetparams/counter/zoo"
)

// TestProofSaved compares what autograd keeps of every architecture's generated file in
// PyTorch, and of one for each kind of layer, for a batch of two, with what package memory says, byte by byte. For the
// variables see TestProof; widths are small, and with "part" larger networks
// are left out.
func TestProofSaved(t *testing.T) {
	amount := os.Getenv("PROOF")
	if amount == "" {
		t.Skip("PROOF is not set")
	}
	only := regexp.MustCompile(os.Getenv("PROOF_ONLY"))
	dir, files := t.TempDir(), 0
	configs := map[string]*config.Config{"saved_unet_unpool": unet(t, "base=8 up=unpool")}
	for _, a := range zoo.Archs() {
		configs["saved_"+strings.ReplaceAll(a.ID, "-", "_")] = narrow(a)
	}
	for name, c := range configs {
		if !only.MatchString(name) {
			continue
		}
		if n, err := c.Count(); err != nil || amount == "part" && n > 5e6 {
			continue
		}
		work := int64(3e9)
		if amount == "all" {
			work = 6e10 // some run on one large image only
		}
		ok, err := writeSavedProof(dir, name, c, memory.Float32, work)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if ok {
			files++
		} else {
			t.Logf("%s: not run", name)
		}
	}
	for _, e := range layertest.Examples() {
		name := "layer_" + e.Layer.Kind()
		net, ok := trained(e)
		if !ok || !only.MatchString(name) {
			continue
		}
		if err := writeSaved(dir, name, net, memory.Float32); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		files++
	}
	runProof(t, "testdata/saved_proof.py", dir, files)
}

// trained returns a network of one layer whose inputs are trained: a convolution makes
// each of a map. There is none where inputs are numbers.
func trained(e layertest.Example) (*counter.Net, bool) {
	if _, ok := e.Layer.(counter.Saver); !ok {
		return nil, false
	}
	n := counter.New()
	m := n.Root()
	var in []counter.Value
	for i, s := range e.In {
		if s.ND == 0 && s.C == 1 {
			return nil, false
		}
		name := fmt.Sprint("in", i)
		x := n.NamedInput(fmt.Sprint("x", i), s)
		if s.ND == 0 {
			x = m.Apply(name, layer.Linear{In: s.C, Out: s.C, Bias: true}, x)
		} else {
			x = m.Apply(name, layer.Conv{ND: s.ND, In: s.C, Out: s.C, Kernel: counter.Cube(1), Bias: true}, x)
		}
		in = append(in, x)
	}
	switch l := e.Layer.(type) {
	case layer.PairWeighted:
		in[2] = in[1] // only its sizes are taken
	case layer.WindowAttention:
		in[3] = m.Apply("index", layer.RelativePositionIndex{ND: l.ND, Window: l.Window}, in[0])
	}
	if _, ok := e.Layer.(layer.ReflectionPad); ok || len(counter.TensorsOf(e.Layer)) > 0 {
		m.Apply("layer", e.Layer, in...)
	} else {
		n.Do(e.Layer, in...)
	}
	_, err := n.Trace(counter.Cube(8))
	return n, err == nil
}

// writeSavedProof writes the file of a configuration and what is expected of it, and
// reports whether it runs within so much work.
func writeSavedProof(dir, name string, c *config.Config, as memory.Type, work int64) (bool, error) {
	net, _, err := c.Build()
	if err != nil {
		return false, err
	}
	if t := smallest(net); t == nil || t.Total > work {
		return false, nil
	}
	return true, writeSaved(dir, name, net, as)
}

// writeSaved writes the file of a network and what is expected of it, run in a type.
func writeSaved(dir, name string, net *counter.Net, as memory.Type) error {
	r, err := net.Report()
	if err != nil {
		return err
	}
	code, err := pytorch.File(net, pytorch.Options{Class: "Net"})
	if err != nil {
		return err
	}
	t := smallest(net)
	batch := int64(2)
	for i := range r.Steps {
		if _, ok := r.Steps[i].Layer.(layer.BatchConcat); ok {
			batch = 1 // what is stacked along the batch meets what is not
		}
	}
	saved, err := memory.Saves(r, t, memory.Options{Batch: batch, CPU: true, Type: as})
	if err != nil {
		return err
	}
	want := struct {
		Inputs   [][]int64
		Bytes    int64
		Exact    bool
		Autocast bool
	}{nil, saved.Bytes, saved.Exact, as == memory.Mixed}
	for _, in := range r.Inputs {
		x := t.Out[in.Step]
		x.Batch = batch
		want.Inputs = append(want.Inputs, tensorShape(x))
	}
	data, err := json.Marshal(want)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, name+".json"), data, 0o666); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, name+".py"), []byte(code), 0o666)
}
