package checkpoint

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The oracle: model files written by real tools, read by independent readers.
// They are in a directory next to the repository or to the parent of a worktree.
var oracle = func() string {
	const beside = "../../../shared/checkpoints"
	if _, err := os.Stat(beside); err != nil {
		return "../" + beside
	}
	return beside
}()

type truth struct {
	Good, Hostile []truthCase
}

type truthCase struct {
	File, Format, Where, Prefix string
	Parameters, Buffers         int64
	Names, Distinct             int
	Files                       []string
	Shared                      [][2]string
	Tensors                     []truthTensor
	Others                      [][]any
	BuffersOfNet                *int64         `json:"buffers_of_net"`
	InFile                      map[string]any `json:"in_file"`
	ParametersInFile            *int64         `json:"parameters_in_file"`
	BuffersInFile               *int64         `json:"buffers_in_file"`
	Layers                      []truthLayer
	Say                         string
}

type truthTensor struct {
	name  string
	shape []int64
	dtype string
	kind  string
}

func (t *truthTensor) UnmarshalJSON(b []byte) error {
	fields := []any{&t.name, &t.shape, &t.dtype, &t.kind}
	return json.Unmarshal(b, &fields)
}

type truthLayer struct {
	name, class string
	weights     []truthTensor
}

func (t *truthLayer) UnmarshalJSON(b []byte) error {
	var raw []json.RawMessage
	fields := []any{&t.name, &t.class, &raw}
	if err := json.Unmarshal(b, &fields); err != nil {
		return err
	}
	for _, r := range raw {
		var w truthTensor
		f := []any{&w.name, &w.shape, &w.kind}
		if err := json.Unmarshal(r, &f); err != nil {
			return err
		}
		t.weights = append(t.weights, w)
	}
	return nil
}

func oracleTruth(t testing.TB) *truth {
	b, err := os.ReadFile(filepath.Join(oracle, "TRUTH.json"))
	if err != nil {
		t.Skip("the oracle is not here")
	}
	x := new(truth)
	if err := json.Unmarshal(b, x); err != nil {
		t.Fatal(err)
	}
	return x
}

// load reads a file into memory.
func load(t testing.TB, name string) Input {
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return Input{filepath.Base(name), memory(b)}
}

func key(name string, shape []int64) string { return fmt.Sprint(name, " ", shape) }

var formatOf = map[string]Format{"safetensors": Safetensors, "safetensors-index": Safetensors,
	"pytorch-zip": PyTorchZip, "pytorch-legacy": PyTorchLegacy, "torchscript": TorchScript, "onnx": ONNX,
	"hdf5-keras-classic": KerasHDF5, "hdf5-keras3-weights": KerasWeights, "keras-zip": KerasZip, "gguf": GGUF}

func TestOracle(t *testing.T) {
	for _, x := range oracleTruth(t).Good {
		t.Run(x.File, func(t *testing.T) {
			files := x.Files
			if files == nil {
				files = []string{x.File}
			}
			var in []Input
			for _, f := range files {
				in = append(in, load(t, filepath.Join(oracle, f)))
			}
			c, err := Open(in...)
			if err != nil {
				t.Fatal(err)
			}
			if c.Format != formatOf[x.Format] {
				t.Errorf("format %v, want %v", c.Format, x.Format)
			}
			checkTotals(t, &x, c)
			if x.Prefix != "" && c.Prefix != x.Prefix {
				t.Errorf("prefix %q, want %q", c.Prefix, x.Prefix)
			}
			if x.Format == "onnx" {
				checkONNX(t, &x, c)
			} else {
				checkTensors(t, &x, c)
				checkShared(t, &x, c)
				checkOthers(t, &x, c)
			}
			checkLayers(t, &x, c)
		})
	}
}

func checkTotals(t *testing.T, x *truthCase, c *Checkpoint) {
	got := c.Totals()
	params, buffers := x.Parameters, x.Buffers
	if x.BuffersOfNet != nil {
		buffers = *x.BuffersOfNet
	}
	if x.Format == "onnx" { // counters are never in an ONNX file
		buffers = 0
		for _, y := range x.Tensors {
			if strings.Contains(y.name, "running_") {
				n, _ := product(y.shape)
				buffers += n
			}
		}
	}
	if x.ParametersInFile != nil {
		params, buffers = *x.ParametersInFile, 0
	}
	if x.BuffersInFile != nil {
		buffers = *x.BuffersInFile
	}
	if x.File == "nnunet_averaged.pth" {
		params = 55361 // numbers in the file: only the architecture knows the twins
	}
	if x.File == "mateuszbuda_f2_merged.onnx" {
		buffers = 368 // running statistics, merged away with the rest
	}
	if got.Parameters != params || got.Buffers != buffers || got.Undetermined != 0 || got.Faults != 0 {
		t.Errorf("totals %+v, want %d parameters and %d buffers", got, params, buffers)
	}
}

// checkTensors compares names, shapes and types with the list read by another
// reader; for formats with an order, in order.
func checkTensors(t *testing.T, x *truthCase, c *Checkpoint) {
	var want, got []string
	for _, y := range x.Tensors {
		want = append(want, key(y.name, y.shape)+" "+y.dtype)
	}
	keras := strings.Contains(x.Format, "keras")
	for i := range c.Tensors {
		y := &c.Tensors[i]
		if y.Shared != "" && x.Format == "safetensors" {
			continue // left out by save_model, listed all the same
		}
		if y.Path == c.Path && (y.Group == Model || y.Group == Other && x.BuffersOfNet != nil) || keras {
			name := y.Name
			if keras && y.Path != "" {
				name = y.Path + "/" + name
			}
			got = append(got, key(name, y.Shape)+" "+string(y.DType))
		}
		if y.Group != Model {
			continue
		}
		for _, z := range x.Tensors {
			if z.name == y.Name && z.kind != "" && z.kind != y.Role.String() && z.kind != "param" {
				t.Errorf("%s is a %v, want %s", y.Name, y.Role, z.kind)
			}
		}
	}
	if !c.Ordered || keras || x.BuffersOfNet != nil {
		slices.Sort(want)
		slices.Sort(got)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%d tensors, want %d; got %.300q…\nwant %.300q…", len(got), len(want), got, want)
	}
}

func checkShared(t *testing.T, x *truthCase, c *Checkpoint) {
	if x.Distinct == 0 || strings.HasSuffix(x.File, "averaged.pth") {
		return
	}
	got, n := c.Totals(), 0
	if got.Distinct != x.Distinct && x.BuffersOfNet == nil {
		t.Errorf("%d distinct, want %d", got.Distinct, x.Distinct)
	}
	for _, pair := range x.Shared {
		for i := range c.Tensors {
			y := &c.Tensors[i]
			// save_model keeps any name of a group, not the first
			if y.Shared != "" && (y.Name == pair[0] || x.Format == "safetensors" && y.Name == pair[1] && y.Shared == pair[0]) {
				n++
			}
		}
	}
	if n != len(x.Shared) {
		t.Errorf("%d shared names, want %d", n, len(x.Shared))
	}
}

// checkOthers compares the tensors outside the network with the oracle's [what,
// tensors, elements].
func checkOthers(t *testing.T, x *truthCase, c *Checkpoint) {
	for _, o := range x.Others {
		n, ok := o[1].(float64)
		if !ok {
			if !slices.ContainsFunc(c.Tensors, func(y Tensor) bool { return y.Name == o[0] && y.Group == Other }) {
				t.Errorf("%v is not set aside", o[0])
			}
			continue
		}
		found := false
		for _, p := range c.Parts() {
			if p.Path == o[0] && p.Group != Model {
				found = true
				if p.Tensors != int(n) || p.Elements != int64(o[2].(float64)) {
					t.Errorf("part %+v, want %v", p, o)
				}
			}
		}
		if !found {
			t.Errorf("no part %v among %+v", o[0], c.Parts())
		}
	}
}

// checkONNX looks for every initializer, under its own name or as the source of
// others.
func checkONNX(t *testing.T, x *truthCase, c *Checkpoint) {
	have := map[string]bool{}
	for i := range c.Tensors {
		y := &c.Tensors[i]
		name := y.Name
		if y.Source != "" {
			name = y.Source
		}
		have[key(name, y.Shape)+" "+string(y.DType)] = true
	}
	for _, y := range x.Tensors {
		if !have[key(y.name, y.shape)+" "+y.dtype] {
			t.Errorf("no tensor %v", y)
		}
	}
}

// checkLayers compares the order of shapes with the network's layers, if the file
// has an order.
func checkLayers(t *testing.T, x *truthCase, c *Checkpoint) {
	if len(x.Layers) == 0 || !c.Ordered {
		return
	}
	var want, got []string
	for _, l := range x.Layers {
		for _, w := range l.weights {
			want = append(want, fmt.Sprint(w.shape, map[string]Role{"param": Parameter, "buffer": Buffer}[w.kind]))
		}
	}
	for i := range c.Tensors {
		if y := &c.Tensors[i]; y.Group == Model {
			got = append(got, fmt.Sprint(y.Shape, y.Role))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("layers %v\nwant %v", got, want)
	}
}

// hostileWant is the expected result for each hostile file: a kind of error, or
// totals with a number of faults.
var hostileWant = map[string]struct {
	kind                        Kind
	parameters, buffers, faults int64
	note                        NoteKind
}{
	"array_bomb.gguf":                    {kind: TooLarge},
	"deep_tuples.pth":                    {kind: TooDeep},
	"dict_in_itself.pth":                 {parameters: 27, buffers: 5},
	"duplicate_names.safetensors":        {kind: Duplicate},
	"group_cycle.h5":                     {parameters: 18, note: LinksSkipped},
	"header_2_63.safetensors":            {kind: Truncated},
	"header_beyond_file.safetensors":     {kind: Truncated},
	"impossible_shapes.pth":              {parameters: 4, faults: 3},
	"index_paths.safetensors.index.json": {note: BadEntry, faults: -1},
	"length_past_end.onnx":               {kind: Truncated},
	"memo_bomb.pth":                      {kind: NoTensors},
	"names_as_html.safetensors":          {parameters: 4},
	"negative_dims.onnx":                 {faults: 4, parameters: -1},
	"nested_graphs.onnx":                 {kind: TooDeep},
	"os_system.pth":                      {parameters: 27, buffers: 5, note: ForeignCall},
	"overlapping.safetensors":            {faults: 3, parameters: -1},
	"pickle_garbage_legacy.pth":          {kind: EmptyStack},
	"tensors_2_60.gguf":                  {kind: TooLarge},
	"truncated.weights.h5":               {kind: Truncated},
	"truncated_half.pth":                 {kind: Truncated},
	"truncated_no_eocd.pth":              {kind: Truncated},
	"zip64_claims.pth":                   {kind: Truncated},
	"zip_bomb.pth":                       {kind: TooLarge},
}

func TestHostile(t *testing.T) {
	cases := oracleTruth(t).Hostile
	for _, x := range cases {
		t.Run(x.File, func(t *testing.T) {
			want, ok := hostileWant[filepath.Base(x.File)]
			if !ok {
				t.Fatal("no expectation")
			}
			c, err := Open(load(t, filepath.Join(oracle, x.File)))
			if want.kind != 0 {
				var e *Error
				if !errors.As(err, &e) || e.Kind != want.kind {
					t.Errorf("error %v, want kind %d: %s", err, want.kind, x.Say)
				}
				t.Log(err)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got := c.Totals()
			if want.parameters >= 0 && (got.Parameters != want.parameters || got.Buffers != want.buffers) {
				t.Errorf("totals %+v, want %+v", got, want)
			}
			if want.faults >= 0 && int64(got.Faults) != want.faults {
				t.Errorf("totals %+v, want %+v", got, want)
			}
			if want.note != 0 && !slices.ContainsFunc(c.Notes, func(n Note) bool { return n.Kind == want.note }) {
				t.Errorf("no note %d among %v", want.note, c.Notes)
			}
			for i := range c.Tensors {
				if f := c.Tensors[i].Fault; f != nil {
					t.Log(f)
				}
			}
			t.Log(c.Notes)
		})
	}
}
