package files

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"unetparams/counter"
	"unetparams/counter/layer"
)

// attending returns a network that is given an image and a text, and multiplies
// the two.
func attending(t *testing.T) *Net {
	t.Helper()
	net := counter.New()
	x := net.Input(4, 2)
	net.At(counter.Condition, 1)
	text := net.NamedInput("context", counter.Shape{C: 6, ND: 1, Size: counter.Axes{5}})
	text = net.Root().Apply("to_kv", layer.Linear{In: 6, Out: 4}, text)
	net.At(counter.Bottleneck, 1)
	weights := net.Do(layer.AttentionWeights{Softmax: true, Axis: 1}, net.Do(layer.PairDot{}, x, text))
	net.Do(layer.PairWeighted{}, weights, text, x)
	n := named("x")
	var err error
	if n.Report, err = net.Report(); err != nil {
		t.Fatal(err)
	}
	if n.Trace, err = net.Trace(counter.Axes{3, 2}); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestInputs: a network with several inputs, one of which is multiplied with
// another, says so in keys of its own, which others don't have.
func TestInputs(t *testing.T) {
	n := attending(t)
	var got struct {
		MACs     int64 `json:"macs"`
		Features int64 `json:"feature_macs"`
		Inputs   []struct {
			Name, Stage string
			Shape       struct {
				Channels int64
				Size     []int64
			}
			Divisor int64
		}
		Stages []struct {
			ID       string
			Features int64 `json:"feature_macs"`
		}
	}
	text := n.JSON()
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	// 3·2 positions of the image, 5 of the text, 4 channels; twice.
	if got.MACs != 5*6*4 || got.Features != 2*6*5*4 || len(got.Inputs) != 2 || len(got.Stages) != 3 || got.Stages[2].Features != 240 {
		t.Fatalf("%+v", got)
	}
	image, context := got.Inputs[0], got.Inputs[1]
	if image.Name != "x" || image.Stage != "in1" || image.Shape.Size[0] != 3 || image.Divisor != 1 {
		t.Errorf("image %+v", image)
	}
	if context.Name != "context" || context.Stage != "cond1" || context.Shape.Channels != 6 || context.Shape.Size[0] != 5 || context.Divisor != 0 {
		t.Errorf("context %+v", context)
	}
	validate(t, text)
	rows, err := csv.NewReader(strings.NewReader(n.Write(Stages, CSV))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if head := strings.Join(rows[0][:6], " "); head != "stage output parameters buffers macs feature_macs" || rows[3][5] != "240" {
		t.Errorf("%q", rows)
	}
	n.Trace = nil // the text keeps its size without one
	text = n.JSON()
	validate(t, text)
	if !strings.Contains(text, `{"channels": 6, "size": [5]}`) || strings.Contains(text, "feature_macs") {
		t.Error(text)
	}
	if text := named("x").JSON(); strings.Contains(text, "feature_macs") || strings.Contains(text, `"inputs"`) {
		t.Error("keys of attention in a network without any")
	}
}

// validate checks a file by the schema.
func validate(t *testing.T, text string) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiledSchema(t).Validate(v); err != nil {
		t.Error(err)
	}
}

// compiledSchema returns schema.json.
func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}
