package e2e

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"unetparams/counter/config"
	counted "unetparams/counter/number"
	"unetparams/counter/zoo"
)

// safetensors returns the beginning of a file with a configuration's tensors, and
// how many bytes of data follow.
func safetensors(t testing.TB, c *config.Config, prefix string) (start []byte, data int64) {
	t.Helper()
	return safetensorsOf(t, c, func(name string) string { return prefix + name })
}

// safetensorsOf does the same with names that a function gives.
func safetensorsOf(t testing.TB, c *config.Config, rename func(string) string) (start []byte, data int64) {
	t.Helper()
	_, r, err := c.Build()
	if err != nil {
		t.Fatal(err)
	}
	header := map[string]any{}
	for _, row := range r.Tensors {
		shape := []int64{}
		for _, d := range row.Tensor.Dims {
			shape = append(shape, d.N)
		}
		dtype, size := "F32", 4*row.Count
		if strings.HasSuffix(row.Name, "num_batches_tracked") {
			dtype, size = "I64", 8
		}
		header[rename(row.Name)] = map[string]any{"dtype": dtype, "shape": shape, "data_offsets": []int64{data, data + size}}
		data += size
	}
	text, err := json.Marshal(header)
	if err != nil {
		t.Fatal(err)
	}
	return append(binary.LittleEndian.AppendUint64(nil, uint64(len(text))), text...), data
}

// drop lets a file fall on the page: the given bytes, and then zeros.
func (b *tab) drop(name string, start []byte, zeros int64) {
	b.Helper()
	numbers, err := json.Marshal(strings.Split(strings.Trim(fmt.Sprint(start), "[]"), " "))
	b.must(err)
	b.do(fmt.Sprintf(`(() => {
		const files = new DataTransfer();
		files.items.add(new File([new Uint8Array(%s), new Uint8Array(%d)], %q));
		const event = new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true });
		document.body.dispatchEvent(event);
	})()`, numbers, zeros, name))
}

// TestModelFile: a checkpoint that is dropped on the page shows its network, and
// one that lies is refused with a sentence.
func TestModelFile(t *testing.T) {
	t.Parallel()
	b := newTab(t, serve(t))
	b.open("")
	c, err := config.Make(zoo.Lookup("milesial"), "n_channels=1 n_classes=5 bilinear=on")
	if err != nil {
		t.Fatal(err)
	}
	total, err := c.Count()
	if err != nil {
		t.Fatal(err)
	}
	start, data := safetensors(t, c, "module.")
	b.drop("unet.safetensors", start, data)
	b.waitFor(`document.querySelector("#open-said") && document.querySelector("#open-said").innerText !== ""`)
	b.Logf("said: %s", eval[string](b, `document.querySelector("#open-said").innerText`))
	b.waitTotal(counted.Grouped(total))
	b.waitFor(el("#open-said") + `.innerText.includes("exactly the tensors")`)
	b.drop("cut.safetensors", start[:len(start)/2], 0)
	b.waitFor(el("#open-said") + `.innerText.includes("can't be read")`)
	b.waitTotal(counted.Grouped(total))
}
