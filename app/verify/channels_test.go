package verify

import (
	"fmt"
	"strings"
	"testing"
)

// TestChannelsLast: variables as Keras, TensorFlow and flax list them, with the
// channels last, are those of the same network in PyTorch.
func TestChannelsLast(t *testing.T) {
	_, r, _ := built(t, "unet", "")
	var keras, flax, variables strings.Builder
	for _, row := range r.Tensors {
		if !row.Tensor.Learn {
			continue
		}
		shape, name := dims(row.Tensor), strings.ReplaceAll(row.Name, ".", "/")
		kerasShape, flaxShape, flaxName := shape, shape, name
		if len(shape) == 4 {
			name = strings.Replace(name, "weight", "kernel", 1)
			kerasShape = []int64{shape[2], shape[3], shape[1], shape[0]}
			flaxShape, flaxName = kerasShape, name
			if strings.HasPrefix(name, "up") {
				flaxName = strings.Replace(name, "up", "ConvTranspose_", 1)
				flaxShape = []int64{shape[2], shape[3], shape[0], shape[1]}
			}
		}
		list := func(s []int64) string { return strings.ReplaceAll(strings.Trim(fmt.Sprint(s), "[]"), " ", ", ") }
		fmt.Fprintf(&keras, "<KerasVariable shape=(%s), dtype=float32, path=model/%s>\n", list(kerasShape), name)
		fmt.Fprintf(&variables, "<tf.Variable '%s:0' shape=(%s) dtype=float32>\n", name, list(kerasShape))
		fmt.Fprintf(&flax, "%s: (%s)\n", flaxName, list(flaxShape))
	}
	for _, text := range []string{keras.String(), variables.String(), flax.String()} {
		got := Check(text, r, nil)
		if got.Verdict != OtherNames || got.Theirs.N != r.Learnable || !strings.Contains(say(got), "channels last") {
			t.Errorf("%.60s…: verdict %d, %d parameters%s", text, got.Verdict, got.Theirs.N, say(got))
		}
	}
}
