package infer_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/infer"
	"unetparams/counter/zoo"
)

// tensors returns those of an architecture at its defaults.
func tensors(t *testing.T, id string) ([]infer.Tensor, *counter.Report) {
	t.Helper()
	_, r, err := config.New(zoo.Lookup(id)).Build()
	if err != nil {
		t.Fatal(err)
	}
	var all []infer.Tensor
	for i := range r.Tensors {
		row := &r.Tensors[i]
		if row.Shared {
			continue
		}
		x := infer.Tensor{Name: row.Name}
		for _, d := range row.Tensor.Dims {
			x.Shape = append(x.Shape, d.N)
		}
		all = append(all, x)
	}
	return all, r
}

func stages(r *counter.Report) string {
	var names []string
	for _, s := range r.Stages {
		if s.Role != counter.Input && (len(s.Steps) > 0 || s.Learnable > 0) {
			names = append(names, s.Stage.String())
		}
	}
	return strings.Join(names, " ")
}

// byName are the architectures whose names alone tell all stages.
var byName = map[string]bool{"milesial": true, "mateuszbuda": true, "jaxony": true, "fepegar": true, "nnunet-plain": true, "nnunet-resenc": true, "guided-diffusion": true}

// TestStages: what is inferred of published code, which names its modules in many
// ways, are the stages that it has, whatever the order of the file.
func TestStages(t *testing.T) {
	const five = "enc1 enc2 enc3 enc4 mid5 dec4 dec3 dec2 dec1 head1"
	for id, want := range map[string]string{
		"milesial":         five,
		"jvanvugt":         five,
		"jaxony":           five,
		"mateuszbuda":      five,
		"lee-unet":         five,
		"unetfamily":       five,
		"fepegar":          five,
		"nnunet-plain":     "enc1 enc2 enc3 enc4 enc5 mid6 dec5 dec4 dec3 dec2 dec1 head1",
		"nnunet-resenc":    "enc1 enc2 enc3 enc4 enc5 mid6 dec5 dec4 dec3 dec2 dec1 head1",
		"dlinknet34":       five,
		"uctransnet":       five,
		"vnet":             five,
		"guided-diffusion": "enc1 enc2 enc3 enc4 mid5 dec4 dec3 dec2 dec1 head1 cond1",
		"usuyama":          "enc1 enc2 enc3 mid4 dec3 dec2 dec1 head1",
	} {
		list, r := tensors(t, id)
		got := infer.Infer(list, true)
		if got == nil {
			t.Errorf("%s: no U is found", id)
			continue
		}
		if got.Learnable != r.Learnable {
			t.Errorf("%s: %d parameters, want %d", id, got.Learnable, r.Learnable)
		}
		if s := stages(got); s != want {
			t.Errorf("%s: %s, want %s", id, s, want)
		}
		slices.SortFunc(list, func(a, b infer.Tensor) int { return strings.Compare(a.Name, b.Name) })
		if s := stages(infer.Infer(list, false)); s != want && byName[id] {
			t.Errorf("%s, in another order: %s, want %s", id, s, want)
		}
	}
}

// TestAll: of most architectures a U is found, and its total is exact.
func TestAll(t *testing.T) {
	found := 0
	for _, a := range zoo.Archs() {
		list, r := tensors(t, a.ID)
		got := infer.Infer(list, true)
		if got == nil {
			t.Logf("%s: none", a.ID)
			continue
		}
		found++
		t.Logf("%s: %s, really %s", a.ID, stages(got), stages(r))
		if got.Learnable+got.Buffers != r.Learnable+r.Buffers {
			t.Errorf("%s: %d parameters and %d buffers, want %d and %d", a.ID, got.Learnable, got.Buffers, r.Learnable, r.Buffers)
		}
	}
	if found*10 < len(zoo.Archs())*7 {
		t.Errorf("a U is found of %d of %d", found, len(zoo.Archs()))
	}
}

// TestNone: what is no U is not drawn as one.
func TestNone(t *testing.T) {
	for _, list := range [][]infer.Tensor{
		nil,
		{{"weight", []int64{1000, 512}}},
		{{"layer1.conv.weight", []int64{64, 3, 3, 3}}, {"layer2.conv.weight", []int64{128, 64, 3, 3}}, {"fc.weight", []int64{1000, 128}}},
		{{"decoder.weight", []int64{1000, 512}}},
		{{"up.weight", []int64{8, 8, 3, 3}}},
		{{"down1.weight", []int64{8, 1, 3, 3}}, {"down2.weight", []int64{1 << 40, 1 << 40, 1 << 40}}, {"up1.weight", []int64{8, 8, 3, 3}}},
		{{"down1.weight", []int64{8, -1, 3, 3}}},
	} {
		if r := infer.Infer(list, true); r != nil {
			t.Errorf("%v: %s", list, stages(r))
		}
	}
}

// FuzzInfer: whatever the names and shapes are, nothing but the sum of the shapes is
// counted.
func FuzzInfer(f *testing.F) {
	f.Add("down1.conv.weight 8 1 3 3\ndown2.conv.weight 16 8 3 3\nup1.conv.weight 8 16 3 3\nout.weight 2 8 1 1", true)
	f.Add("0.weight 8 1 3\n1.weight 16 8 3\n2.weight 8 16 3\n3.weight 2 8 1", false)
	f.Fuzz(func(t *testing.T, text string, ordered bool) {
		var list []infer.Tensor
		var sum int64
		for line := range strings.Lines(text) {
			fields := strings.Fields(line)
			if len(fields) == 0 || len(list) > 500 {
				continue
			}
			x, n := infer.Tensor{Name: fields[0]}, int64(1)
			for _, field := range fields[1:min(len(fields), 6)] {
				d, err := strconv.ParseInt(field, 10, 16)
				if err != nil {
					d = 1
				}
				x.Shape = append(x.Shape, d)
				n *= d
			}
			list = append(list, x)
			sum += n
		}
		if slices.ContainsFunc(list, func(x infer.Tensor) bool { return slices.ContainsFunc(x.Shape, func(d int64) bool { return d < 1 }) }) {
			infer.Infer(list, ordered)
			return
		}
		if r := infer.Infer(list, ordered); r != nil && r.Learnable+r.Buffers != sum {
			t.Errorf("%q: %d and %d, want %d", text, r.Learnable, r.Buffers, sum)
		}
	})
}
