package modelfile

import (
	"reflect"
	"testing"
)

func TestRoundTrip(t *testing.T) {
	for _, s := range []Summary{
		{Format: "safetensors", Error: "the file ends too early"},
		{Format: "PyTorch (zip) 1.6", Parameters: 1 << 40, Buffers: 2, Undetermined: 3, Names: 4, Distinct: 5, Faults: 6, FileBytes: 7, Prefix: "module.",
			Notes: []string{"a", "b"}, Parts: []Part{{"model", "", 1, 2, 3}, {"optimizer", "state", 4, 5, 6}},
			Tensors: []Tensor{{"conv.weight", []int64{8, 3, 3, 3}}, {"scalar", nil}, {"", []int64{0}}}},
	} {
		got, err := Decode(s.Encode())
		if err != nil || !reflect.DeepEqual(*got, s) {
			t.Errorf("%+v came back as %+v, %v", s, got, err)
		}
	}
	s := Summary{Tensors: []Tensor{{"a\tb\nc", []int64{1}}}}
	if got, err := Decode(s.Encode()); err != nil || len(got.Tensors) != 1 || got.Tensors[0].Name != "a\uFFFDb\uFFFDc" {
		t.Errorf("a hostile name: %+v, %v", got, err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("format\tONNX\nsums\t1\t2\t3\t4\t5\t6\t7\nprefix\t\npart\tmodel\t\t1\t2\t3\ntensor\tw\t1\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Decode(text)
		if err != nil || s.Error != "" {
			return
		}
		again, err := Decode(s.Encode())
		if err != nil || len(again.Tensors) != len(s.Tensors) {
			t.Errorf("%q: %v", text, err)
		}
	})
}
