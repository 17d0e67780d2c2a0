package modelfile

import (
	"reflect"
	"testing"
)

func TestRoundTrip(t *testing.T) {
	for _, s := range []Summary{
		{Format: "safetensors", Error: Text{"the file ends too early", "文件不完整"}},
		{Format: "PyTorch (zip) 1.6", Parameters: 1 << 40, Buffers: 2, Undetermined: 3, Names: 4, Distinct: 5, Faults: 6, FileBytes: 7, Prefix: "module.",
			Ordered: true,
			Notes:   []Text{{"a", "甲"}, {"b", "乙"}}, Parts: []Part{{"model", "", 1, 2, 3}, {"optimizer", "state", 4, 5, 6}},
			Tensors: []Tensor{{"conv.weight", []int64{8, 3, 3, 3}, "F32", false}, {"scalar", nil, "I64", true}, {"", []int64{0}, "", false}}},
	} {
		got, err := Decode(s.Encode() + s.Encode())
		if err != nil || len(got) != 2 || !reflect.DeepEqual(*got[0], s) || !reflect.DeepEqual(*got[1], s) {
			t.Errorf("%+v came back as %+v, %v", s, got, err)
		}
	}
	s := Summary{Tensors: []Tensor{{"a\tb\nc", []int64{1}, "", false}}}
	if got, err := Decode(s.Encode()); err != nil || len(got) != 1 || len(got[0].Tensors) != 1 || got[0].Tensors[0].Name != "a\uFFFDb\uFFFDc" {
		t.Errorf("a hostile name: %+v, %v", got, err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("format\tONNX\ta.onnx\nsums\t1\t2\t3\t4\t5\t6\t7\nprefix\t\ttrue\npart\tmodel\t\t1\t2\t3\ntensor\tw\tF32\tfalse\t1\n")
	f.Fuzz(func(t *testing.T, text string) {
		all, err := Decode(text)
		if err != nil {
			return
		}
		for _, s := range all {
			if s.Error != (Text{}) {
				continue
			}
			again, err := Decode(s.Encode())
			if err != nil || len(again) != 1 || len(again[0].Tensors) != len(s.Tensors) {
				t.Errorf("%q: %v", text, err)
			}
		}
	})
}
