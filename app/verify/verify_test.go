package verify

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/read"
	"unetparams/counter/zoo"
)

func report(t testing.TB, arch, settings string) *counter.Report {
	t.Helper()
	c, err := config.Make(zoo.Lookup(arch), settings)
	if err != nil {
		t.Fatal(err)
	}
	_, r, err := c.Build()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func sample(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func say(r Result) string {
	var b strings.Builder
	for _, s := range Sentences(r) {
		fmt.Fprintf(&b, "\n\t%s\n\t%s", s.EN, s.ZH)
	}
	return b.String()
}

// TestSamples reads what real tools print. All but Keras's tables were printed
// by PyTorch, torchinfo and torchsummary, run on the generated files.
func TestSamples(t *testing.T) {
	small := report(t, "unet", "levels=3 base=4")
	recurrent := report(t, "lee-r2unet", "t=2")
	for _, tt := range []struct {
		file    string
		r       *counter.Report
		format  read.Format
		verdict Verdict
		read    int
	}{
		{"count_param.txt", small, 0, SameTotal, 1},
		{"state_dict.txt", small, read.StateDict, Equal, 76},
		{"state_dict_size.txt", small, read.StateDict, Equal, 76},
		{"data_parallel.txt", small, read.StateDict, Equal, 76},
		{"named_parameters.txt", small, read.StateDict, Equal, 46},
		{"named_parameters_list.txt", small, read.StateDict, Equal, 46},
		{"numel.txt", small, read.Counts, Equal, 46},
		{"modules.txt", small, read.Modules, Equal, 23},
		{"torchinfo.txt", small, read.TorchInfo, Equal, 23},
		{"torchinfo_noinput.txt", small, read.TorchInfo, Equal, 23},
		{"torchinfo_columns.txt", small, read.TorchInfo, Equal, 23},
		{"torchinfo_depth1.txt", small, read.TorchInfo, Equal, 8},
		{"torchsummary.txt", small, read.TorchSummary, Equal, 23},
		{"keras2.txt", small, read.Keras, Equal, 23},
		{"keras3.txt", small, read.Keras3, Equal, 23},
		{"recurrent_modules.txt", recurrent, read.Modules, Equal, 0},
		{"recurrent_torchinfo.txt", recurrent, read.TorchInfo, Equal, 0},
		{"recurrent_torchsummary.txt", recurrent, read.TorchSummary, Different, 0},
	} {
		got := Check(sample(t, tt.file), tt.r, nil)
		if got.Format != tt.format || got.Verdict != tt.verdict || tt.read != 0 && got.Read != tt.read {
			t.Errorf("%s: input %d, verdict %d, read %d; want %d, %d, %d%s",
				tt.file, got.Format, got.Verdict, got.Read, tt.format, tt.verdict, tt.read, say(got))
		}
		if tt.file == "data_parallel.txt" && got.Prefix != "module." {
			t.Errorf("prefix %q", got.Prefix)
		}
		if tt.verdict == Equal && got.Theirs.N != tt.r.Learnable {
			t.Errorf("%s: total %+v", tt.file, got.Theirs)
		}
		if tt.verdict == Different && (len(got.Reasons) != 1 || got.Reasons[0].Cause != RunAgain) {
			t.Errorf("%s: reasons %v%s", tt.file, got.Reasons, say(got))
		}
	}
}

func TestNumbers(t *testing.T) {
	r := report(t, "unet", "") // 7,765,442
	paper := report(t, "unet", "base=64 norm=none")
	for _, tt := range []struct {
		text    string
		r       *counter.Report
		verdict Verdict
		lo, hi  int64 // of a Consistent one
		cause   Cause
	}{
		{"7,765,442 parameters", r, SameTotal, 0, 0, -1},
		{"7765442", r, SameTotal, 0, 0, -1},
		{"7_765_442", r, SameTotal, 0, 0, -1},
		{"7 765 442", r, SameTotal, 0, 0, -1},
		{"7.765.442", r, SameTotal, 0, 0, -1},
		{"tensor(7765442)", r, SameTotal, 0, 0, -1},
		{"7765442.0", r, SameTotal, 0, 0, -1},
		{"参数量：７，７６５，４４２", r, SameTotal, 0, 0, -1},
		{"Total params: 7.77M", r, Consistent, 7_765_000, 7_779_999, -1},
		{"Total params: 7.76M", r, Consistent, 7_755_000, 7_769_999, -1},
		{"776.54万", r, Consistent, 7_765_350, 7_765_499, -1},
		{"model size 29.6 MB\n7,765,442 params in float32", r, SameTotal, 0, 0, -1},
		{"0.01B", r, Consistent, 5_000_000, 19_999_999, -1},
		{"1e7", r, Consistent, 5_000_000, 19_999_999, -1},
		{"31.0 MB", r, Consistent, 7_737_500, 7_774_999, -1},
		{"-7765442", r, NoCount, 0, 0, -1},
		{"7,765,442.5", r, NoCount, 0, 0, -1},
		{"1e308", r, NoCount, 0, 0, -1},
		{strings.Repeat("9", 40), r, NoCount, 0, 0, -1},
		{"99999999999999999999", r, NoCount, 0, 0, -1},
		{"7,771,330", r, Different, 0, 0, RunningStatistics},
		{"7,759,554", r, Different, 0, 0, Norms},
		{"7,765,376", r, Different, 0, 0, FinalConv},
		{"28,244,418", paper, Different, 0, 0, UpConvs},
		{"28.24M", paper, Different, 0, 0, UpConvs},
		{"31,042,434", paper, Different, 0, 0, NormsAdded},
		{"no number at all", r, NotUnderstood, 0, 0, -1},
		{"seed 7765442 of 31", r, NotUnderstood, 0, 0, -1},
		{"", r, NotUnderstood, 0, 0, -1},
	} {
		got := Check(tt.text, tt.r, nil)
		cause := Cause(-1)
		if len(got.Reasons) > 0 {
			cause = got.Reasons[0].Cause
		}
		if got.Verdict != tt.verdict || cause != tt.cause || tt.hi > 0 && (got.Theirs.Lo != tt.lo || got.Theirs.Hi != tt.hi || got.Agrees()) {
			t.Errorf("%q: verdict %d, cause %d %+v%s", tt.text, got.Verdict, cause, got.Theirs, say(got))
		}
	}
}

func shapeList(r *counter.Report) []string {
	var lines []string
	for _, t := range r.Tensors {
		lines = append(lines, t.Name+": ("+strings.ReplaceAll(shapeKey(dims(t.Tensor)), "x", ", ")+")")
	}
	return lines
}

// TestZoo: of every architecture, the list of its own tensors is equal, and any
// one line that is changed, dropped or added is found and named.
func TestZoo(t *testing.T) {
	for _, a := range zoo.Archs() {
		r := report(t, a.ID, "")
		lines := shapeList(r)
		check := func(lines []string) Result { return Check(strings.Join(lines, "\n"), r, nil) }
		if got := check(lines); got.Verdict != Equal || got.Read != len(lines) || got.Theirs.N != r.Learnable {
			t.Errorf("%s: %+v%s", a.ID, got.Verdict, say(got))
			continue
		}
		prefixed := make([]string, len(lines))
		renamed := make([]string, len(lines))
		for i, l := range lines {
			prefixed[i] = "module.net." + l
			_, shape, _ := strings.Cut(l, ": ")
			renamed[i] = fmt.Sprintf("t%d: %s", i, shape)
		}
		if got := check(prefixed); got.Verdict != Equal || got.Prefix != "module.net." {
			t.Errorf("%s: verdict %d, prefix %q", a.ID, got.Verdict, got.Prefix)
		}
		if got := check(renamed); got.Verdict != OtherNames {
			t.Errorf("%s renamed: %s", a.ID, say(got))
		}
		places := []int{len(lines) / 3}
		if a.ID == zoo.Default {
			places = []int{0, len(lines) / 3, len(lines) - 1}
		}
		for _, i := range places {
			for r.Tensors[i].Shared || !r.Tensors[i].Tensor.Learn {
				i--
			}
			name := r.Tensors[i].Name
			changed := append([]string(nil), lines...)
			changed[i] = name + ": (3, 999)"
			got := check(changed)
			if got.Verdict != Different || got.NChange != 1 || got.NMissing+got.NExtra != 0 || got.First.Theirs.Name != name || got.First.Ours.Name != name {
				t.Errorf("%s, %s changed: %s", a.ID, name, say(got))
			}
			got = check(append(append([]string(nil), lines[:i]...), lines[i+1:]...))
			if got.Verdict != Different || got.NMissing != 1 || got.NChange+got.NExtra != 0 || got.First.Ours.Name != name {
				t.Errorf("%s, %s dropped: %s", a.ID, name, say(got))
			}
			added := append(append(append([]string(nil), lines[:i]...), "zz.extra.weight: (3, 999)"), lines[i:]...)
			got = check(added)
			if got.Verdict != Different || got.NExtra != 1 || got.NChange+got.NMissing != 0 || got.First.Theirs.Name != "zz.extra.weight" {
				t.Errorf("%s, added at %d: %s", a.ID, i, say(got))
			}
		}
		if len(lines) > 1 {
			turned := append(append([]string(nil), lines[1:]...), lines[0])
			if got := check(turned); got.Verdict != OtherOrder {
				t.Errorf("%s, other order: %s", a.ID, say(got))
			}
		}
	}
}

// TestNoNeurons: a layer without neurons is read like any other.
func TestNoNeurons(t *testing.T) {
	r := report(t, "resunetplusplus", "filters=1,2,3,4,5")
	text := `Squeeze_Excite_Block(
  (fc): Sequential(
    (0): Linear(in_features=8, out_features=0, bias=False)
    (1): ReLU(inplace=True)
    (2): Linear(in_features=0, out_features=8, bias=False)
  )
)`
	if got := Check(text, r, nil); got.Read != 2 {
		t.Errorf("read %d layers, want 2: %s", got.Read, say(got))
	}
}

// TestFirstDifference: layers that differ are named with their two counts.
func TestFirstDifference(t *testing.T) {
	r := report(t, "unet", "levels=3 base=4")
	for _, tt := range []struct {
		file, old, new string
		theirs, ours   string
		n, m           int64
	}{
		{"modules.txt", "(conv2): Conv2d(8, 8,", "(conv2): Conv2d(8, 9,", "enc2.conv2", "enc2.conv2", 657, 584},
		{"torchinfo.txt", "Conv2d: 2-10                      [1, 8, 16, 16]            584", "Conv2d: 2-10   [1, 9, 16, 16]   657", "Conv2d: 2-10", "enc2.conv2", 657, 584},
		{"torchsummary.txt", "Conv2d-11            [-1, 8, 16, 16]             584", "Conv2d-11 [-1, 9, 16, 16] 657", "Conv2d-11", "enc2.conv2", 657, 584},
		{"keras3.txt", "│ conv2d_3 (Conv2D)           │ (None, 16, 16, 8)      │           584 │", "│ conv2d_3 (Conv2D) │ (None, 16, 16, 9) │ 657 │", "conv2d_3", "enc2.conv2", 657, 584},
	} {
		text := strings.Replace(sample(t, tt.file), tt.old, tt.new, 1)
		if text == sample(t, tt.file) {
			t.Fatalf("%s: no %q", tt.file, tt.old)
		}
		got := Check(text, r, nil)
		d := got.First
		if got.Verdict != Different || d == nil || d.Theirs == nil || d.Ours == nil ||
			d.Theirs.Name != tt.theirs || d.Ours.Name != tt.ours || d.Theirs.Count != tt.n || d.Ours.Count != tt.m {
			t.Errorf("%s: %s", tt.file, say(got))
		}
	}
	noBias := strings.ReplaceAll(sample(t, "modules.txt"), "padding=(1, 1))", "padding=(1, 1), bias=False)")
	if got := Check(noBias, r, nil); len(got.Reasons) == 0 || got.Reasons[0].Cause != BiasesBeforeNorm {
		t.Errorf("no biases: %v%s", got.Reasons, say(got))
	}
}

func TestRepeats(t *testing.T) {
	net := counter.New()
	x := net.Input(4, 2)
	b := net.Root().Child("blocks")
	for i := range 3 {
		x = b.Child(fmt.Sprint(i)).Apply("conv", layer.Conv{ND: 2, In: 4, Out: 4, Kernel: counter.Cube(3)}, x)
	}
	r, err := net.Report()
	if err != nil {
		t.Fatal(err)
	}
	text := "Net(\n (blocks): ModuleList(\n  (0-2): 3 x Block(\n   (conv): Conv2d(4, 4, kernel_size=(3, 3), stride=(1, 1), bias=False)\n  )\n )\n)"
	if got := Check(text, r, nil); got.Verdict != Equal || got.Read != 3 {
		t.Error(say(got))
	}
	if got := Check(strings.ReplaceAll(text, "3 x", "99999999999 x"), r, nil); got.Verdict != TooLarge {
		t.Error(say(got))
	}
}

func TestLongText(t *testing.T) {
	r := report(t, "unet", "levels=3 base=4")
	text := sample(t, "state_dict.txt") + strings.Repeat("# nothing\n", read.MaxText/10)
	if got := Check(text, r, nil); got.Verdict != Equal || got.NotRead < 1 {
		t.Error(say(got))
	}
}

// TestLanguages: every sentence stands in both languages, with as many places to
// fill.
func TestLanguages(t *testing.T) {
	var walk func(v reflect.Value, path string)
	walk = func(v reflect.Value, path string) {
		if x, ok := v.Interface().(config.Text); ok {
			if (x.EN == "") != (x.ZH == "") || strings.Count(x.EN, "%") != strings.Count(x.ZH, "%") {
				t.Errorf("%s: %+v", path, x)
			}
			return
		}
		for i := range v.Len() {
			walk(v.Index(i), fmt.Sprint(path, i))
		}
	}
	v := reflect.ValueOf(sentences)
	for i := range v.NumField() {
		walk(v.Field(i), v.Type().Field(i).Name)
	}
}

func FuzzCheck(f *testing.F) {
	files, err := os.ReadDir("testdata")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		if !file.IsDir() {
			f.Add(sample(f, file.Name()))
		}
	}
	f.Add("(0-2): 3 x Block(\n(a): LayerNorm((4, 4, 4), eps=1)\n")
	f.Add("a.b 9223372036854775807\nTotal params: 1e18")
	reports := []*counter.Report{report(f, "unet", "levels=3 base=4"), report(f, "lee-r2unet", "")}
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range reports {
			res := Check(text, r, nil)
			for _, s := range Sentences(res) {
				if s.EN == "" || s.ZH == "" {
					t.Errorf("an empty sentence: %+v", s)
				}
			}
			if res.Agrees() && res.Input == Nothing {
				t.Error("nothing agrees")
			}
		}
	})
}

// BenchmarkLongest reads the longest texts of one line over and over: time stays
// linear in their length, whatever the line is.
func BenchmarkLongest(b *testing.B) {
	r := report(b, "unet", "levels=3 base=4")
	for _, line := range []string{
		"(", "a(", "(a): B(\n", "(0-9): 40000 x Conv2d(4, 4, kernel_size=(1, 1))\n", "(0-1): 2 x B(\n", "a.b: (1, 2)\n", "a", "1 ", "1,",
		"a: ", ": 1-1", "├─Conv2d: 1-1 [1] 40\n", "├─B: 1-1 [1] 40\n", "[", "│", "│ a │ b │ 1 │\n", "Conv2d-1 [1] 40\n", "a (Conv2D) (None) 40\n", "'a.b' ",
		"a ", "\n", "1e9", "param 1 ", "size mismatch for ", "(0-9): 40000 x Conv2d(4, 4,",
	} {
		text := strings.Repeat(line, read.MaxText/len(line))
		b.Run(fmt.Sprintf("%.12q", line), func(b *testing.B) {
			for b.Loop() {
				_ = Sentences(Check(text, r, nil))
			}
		})
	}
}
