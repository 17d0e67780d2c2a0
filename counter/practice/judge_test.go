package practice_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/number"
	. "unetparams/counter/practice"
	"unetparams/counter/zoo"
)

// paper builds a network and its questions.
func paper(t testing.TB, arch, settings string) (*Paper, *counter.Report) {
	t.Helper()
	c := config.New(zoo.Lookup(arch))
	if settings != "" {
		for _, kv := range strings.Split(settings, "&") {
			key, value, _ := strings.Cut(kv, "=")
			if err := c.Set(key, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	_, r, err := c.Build()
	if err != nil {
		t.Fatal(err)
	}
	return New(r), r
}

func stage(t testing.TB, r *counter.Report, name string) int {
	t.Helper()
	for i, s := range r.Stages {
		if s.Stage.String() == name {
			return i
		}
	}
	t.Fatalf("no stage %s", name)
	return -1
}

// layerField returns the count of the n-th layer of a stage that has parameters.
func layerField(t testing.TB, p *Paper, r *counter.Report, name string, n int) *Field {
	t.Helper()
	s := stage(t, r, name)
	for i := range p.Lines(s) {
		if f := p.Count(s, i); f.Want > 0 {
			if n == 0 {
				return f
			}
			n--
		}
	}
	t.Fatalf("%s has not so many layers", name)
	return nil
}

// TestWholeNetwork: the totals that are known to come from slips.
func TestWholeNetwork(t *testing.T) {
	p, _ := paper(t, "unet", "")
	f := p.Total(AskTotal)
	if j := f.JudgeText("7,765,442"); j.Verdict != Right {
		t.Errorf("%+v", j)
	}
	for text, want := range map[string]Slip{
		"7762016": NoBias, "7759554": NoNorm, "7771330": NormStats, "7068642": UpLeftOut, "6982082": NoConcat,
		"7762498": NormOnce, "7756128": NoBiasNoNorm, "7771348": NormCounter, "7765422": OneDigit, "7765376": LayerLeftOut,
		"77654420": TenTimes, "7756442": Swap, "7765443": OffByOne, "776542": DigitMissed, "7800000": RoundedOff, "7,765,442 = 3": Arithmetic, "4223426": StageLeftOut,
	} {
		j := f.JudgeText(text)
		if j.Wrong.Slip != want {
			t.Errorf("%s: slip %d, want %d: %+v", text, j.Wrong.Slip, want, j)
		}
	}
	if j := f.JudgeText("7062754"); j.Verdict != Slipped || j.Second == nil {
		t.Errorf("no norm and no transposed convolution: %+v", j)
	}
	if j := f.JudgeText("776.5万"); j.Verdict != Off && j.Verdict != Rounded {
		t.Errorf("776.5万: %+v", j)
	}
	if j := p.Total(AskConvs).JudgeText("7,759,554"); j.Verdict != Right {
		t.Errorf("convolutions: %+v", j)
	}
	if j := p.Total(AskNorms).JudgeText("5888"); j.Verdict != Right {
		t.Errorf("normalizations: %+v", j)
	}
	if j := p.Total(AskNorms).JudgeText("2944"); j.Wrong.Slip != NormOnce {
		t.Errorf("half of the normalizations: %+v", j)
	}
}

// TestContext: the same number is right in one field and a slip in another.
func TestContext(t *testing.T) {
	p, r := paper(t, "unet", "")
	first, second := layerField(t, p, r, "dec4", 1), layerField(t, p, r, "dec4", 3)
	if j := first.JudgeText("590080"); j.Wrong.Slip != NoConcat || j.Wrong.A != 256 || j.Wrong.B != 512 {
		t.Errorf("first convolution: %+v", j)
	}
	if j := second.JudgeText("590,080"); j.Verdict != Right {
		t.Errorf("second convolution: %+v", j)
	}
	if j := second.JudgeText("1,179,904"); j.Wrong.Slip != LikeSibling {
		t.Errorf("second convolution like the first: %+v", j)
	}
}

// TestLayerSlips: a convolution from 32 to 64 channels, one slip after the other.
func TestLayerSlips(t *testing.T) {
	p, r := paper(t, "unet", "")
	f := layerField(t, p, r, "enc2", 0) // 3·3·32·64 + 64
	for text, want := range map[string]Slip{
		"18,432": NoBias, "18464": BiasByInput, "3*3*64*32+32": Swapped, "9*32*64+32": BiasByInput, "6208": KernelNotSquare,
		"2112": OtherKernel, "8256": OtherKernel, "640": OneInput, "352": OneOutput, "0": Nothing, "36928": LikeSibling,
		"18433": OneBias, "18946": Swap, "184960": TenTimes, "1849": DigitMissed, "18495": OffByOne, "18500": RoundedOff, "18486": OneDigit,
		"3*3*32*64+64 = 18469": Arithmetic, "73856": NeighborStage,
	} {
		if j := f.JudgeText(text); j.Verdict != Slipped || j.Wrong.Slip != want {
			t.Errorf("%s: %+v; want slip %d", text, j, want)
		}
	}
	if j := f.JudgeText("3*32*64"); j.Second == nil || j.Second.Slip != NoBias && j.Wrong.Slip != NoBias {
		t.Errorf("k not squared and no bias: %+v", j)
	}
	for _, text := range []string{"18496", "18,496", "18 496", "3*3*32*64+64", "3×3×32×64 + 64", "(9*32+1)*64", "1.8496万"} {
		if j := f.JudgeText(text); j.Verdict != Right {
			t.Errorf("%s: %+v", text, j)
		}
	}
	for _, text := range []string{"1.8万", "１．８万", "18.5k"} {
		if j := f.JudgeText(text); j.Verdict != Rounded {
			t.Errorf("%s: %+v", text, j)
		}
	}
	norm := layerField(t, p, r, "enc2", 1)
	for text, want := range map[string]Slip{"64": NormOnce, "256": NormStats, "257": NormCounter, "0": Nothing} {
		if j := norm.JudgeText(text); j.Wrong.Slip != want {
			t.Errorf("batch norm %s: %+v", text, j)
		}
	}
	relu := p.Count(stage(t, r, "enc2"), 3)
	if j := relu.JudgeText("64"); j.Wrong.Slip != HasNone {
		t.Errorf("%T: %+v", relu.Layer, j)
	}
}

// TestFirst: in a formula that is off, the first factor that is.
func TestFirst(t *testing.T) {
	p, r := paper(t, "unet", "")
	f := layerField(t, p, r, "enc2", 0)
	for text, want := range map[string]First{
		"3*3*31*64+64":    {Right: []int64{3, 3}, Got: 31, Want: 32, Sym: "C_in", Term: 1},
		"3*3*32*60+64":    {Right: []int64{3, 3, 32}, Got: 60, Want: 64, Sym: "C_out", Term: 1},
		"3*3*32*64+63":    {Got: 63, Want: 64, Sym: "C_out", Term: 2},
		"9*32*64+64+7":    {Got: 7, Term: 3, Extra: true},
		"9*32*64*5+64":    {Right: []int64{9, 32, 64}, Got: 5, Term: 1},
		"9*64*32+64+9999": {Got: 9999, Term: 3, Extra: true},
	} {
		j := f.JudgeText(text)
		if j.First == nil {
			if j.Verdict != Off {
				continue // a slip has its name
			}
			t.Errorf("%s: nothing found: %+v", text, j)
			continue
		}
		got := *j.First
		got.Part = nil
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %+v, want %+v", text, got, want)
		}
	}
	sum := p.Stage(stage(t, r, "enc1"))
	if j := sum.JudgeText("320+9248+64+64"); j.Verdict != Right {
		t.Errorf("%+v", j)
	}
	j := sum.JudgeText("320 + 3*3*32*33+32 + 64 + 64")
	if j.First == nil || j.First.Got != 33 || j.First.Want != 32 {
		t.Errorf("%+v %+v", j, j.First)
	}
	if j := sum.JudgeText("320+9248+64"); j.Wrong.Slip != LayerLeftOut {
		t.Errorf("%+v", j)
	}
	if j := sum.JudgeText("9536"); j.Wrong.Slip == NoSlip {
		t.Errorf("%+v", j)
	}
}

// spellings writes a number and the formula of a field in every way that is right.
func spellings(f *Field) []string {
	n := strconv.FormatInt(f.Want, 10)
	list := []string{n, number.Grouped(f.Want), n + " parameters", n + " 个参数", strings.ReplaceAll(number.Grouped(f.Want), ",", " "),
		strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r - '0' + '０'
			}
			return '，'
		}, number.Grouped(f.Want))}
	if f.Want >= 10_000 {
		list = append(list, fmt.Sprintf("%d.%04d万", f.Want/10_000, f.Want%10_000))
	}
	if len(f.Parts) > 0 && len(f.Parts) < 12 {
		for _, mul := range []string{"*", " × ", "·", "x", "＊"} {
			var terms []string
			for _, p := range f.Parts {
				for _, t := range p.Formula {
					var fs []string
					if t.Times > 1 {
						fs = append(fs, strconv.FormatInt(t.Times, 10))
					}
					for _, d := range t.Dims {
						fs = append(fs, strconv.FormatInt(d.N, 10))
					}
					terms = append(terms, strings.Join(fs, mul))
				}
			}
			s := strings.Join(terms, "+")
			if len(s) < 250 {
				list = append(list, s, s+" = "+n)
			}
		}
	}
	return list
}

// collisions says for a slip as which others it is named where these give the same
// number: by their nature, or by the numbers of a layer. All of those come first in
// the order of Slip; whoever writes the formula is told the slip of the formula.
var collisions = map[Slip][]Slip{
	// A concatenation of two equal halves or three equal thirds: a factor of two or
	// three is missing either way.
	NoBias: {NoConcat}, NormOnce: {NoConcat}, KernelNotSquare: {NoConcat},
	OutputForInput: {NoConcat, GroupsIgnored}, // the skip connection has the level's channels
	InputForOutput: {GroupsIgnored},           // of as many inputs as outputs
	// The product is the same, only the bias tells, and it is as many as the inputs.
	Swapped: {BiasByInput},
	OneBias: {BiasByInput}, // of one input
	// A factor of the stride is one of the kernel.
	StrideCounted: {OtherKernel},
	// One side of 4×4 is as many positions as 2×2, one plane of 3×3×3 as 1×3×3. One of
	// three positions leaves as much as one of three equal parts of the channels.
	OtherKernel: {KernelNotSquare, NoConcat},
	GroupsTwice: {OtherKernel}, // of nine groups, with nine positions of the kernel
	EachRun:     {LikeSibling}, // as many runs as the sibling is wider
	// The sibling is a table along the other axes.
	AxisForgotten: {LikeSibling},
	// The second convolution after a concatenation has the channels of one input; a
	// block of layers may be what a slip makes of one of them.
	LikeSibling: {NoConcat, NoBias, BiasByInput, NormOnce, NormStats, KernelNotSquare, OtherKernel, GroupsIgnored},
	SomeOfQKV:   {LikeSibling},
	NotHalved:   {LikeSibling, EachRun},
	OneInput:    {NoConcat, NoBias, KernelNotSquare, OtherKernel, LikeSibling},
	OneOutput:   {NoConcat, NoBias, BiasByInput, KernelNotSquare, OtherKernel, LikeSibling, OneInput},
	// A level above or below with one head has the table without the axis of heads.
	NeighborStage: {NoConcat, NoBias, BiasByInput, NormOnce, NormStats, KernelNotSquare, OtherKernel, StrideCounted, GroupsIgnored, LikeSibling, SomeOfQKV, EachRun, OneInput, OneOutput, NotHalved, AxisForgotten},
}

// TestEveryLayer: for every layer of every architecture the right answer is right in
// every spelling, and each slip that applies is named as itself, or as one that gives
// the same number.
func TestEveryLayer(t *testing.T) {
	named := map[Slip]int{}
	pairs := map[[2]Slip]int{}
	for _, a := range zoo.Archs() {
		_, r, err := config.New(a).Build()
		if err != nil {
			t.Fatal(err)
		}
		p := New(r)
		type key struct {
			f    string
			want int64
		}
		done := map[key]bool{}
		for _, s := range p.Stages() {
			for i := range p.Lines(s) {
				f := p.Count(s, i)
				k := key{fmt.Sprintf("%+v %v %v", f.Layer, f.Inputs, len(f.Parts)), f.Want}
				if done[k] {
					continue
				}
				done[k] = true
				checkField(t, a.ID, f, named, pairs)
				for _, b := range p.Boxes(s, i) {
					checkField(t, a.ID, b, named, pairs)
				}
			}
		}
	}
	for s := Slip(1); s <= OutputForInput; s++ {
		if named[s] == 0 && s != Swapped {
			t.Errorf("slip %d was never named as itself", s)
		}
	}
	for pair, n := range pairs {
		if !slices.Contains(collisions[pair[0]], pair[1]) {
			t.Errorf("slip %d was named %d, %d times", pair[0], pair[1], n)
		}
	}
	t.Log("named as themselves:", named)
	t.Log("named as another one:", pairs)
}

// checkField checks all spellings and slips of a field.
func checkField(t *testing.T, arch string, f *Field, named map[Slip]int, pairs map[[2]Slip]int) {
	t.Helper()
	for _, text := range spellings(f) {
		if j := f.JudgeText(text); j.Verdict != Right {
			t.Fatalf("%s: %T, %q: %+v", arch, f.Layer, text, j)
		}
	}
	if f.Want == 0 && len(f.Wrongs()) == 0 {
		if j := f.JudgeText("64"); j.Wrong.Slip != HasNone {
			t.Errorf("%s: %T: %+v", arch, f.Layer, j)
		}
		named[HasNone]++
		return
	}
	for _, w := range f.Wrongs() {
		j := f.JudgeText(strconv.FormatInt(w.Value, 10))
		switch {
		case j.Verdict != Slipped || j.Wrong.Value != w.Value:
			t.Fatalf("%s: %T %+v: slip %+v is not found: %+v", arch, f.Layer, f.Layer, w, j)
		case j.Wrong.Slip == w.Slip:
			named[w.Slip]++
		default:
			if j.Wrong.Slip > w.Slip {
				t.Errorf("%s: %d is named %d, the later one", arch, w.Slip, j.Wrong.Slip)
			}
			pairs[[2]Slip{w.Slip, j.Wrong.Slip}]++
		}
	}
}

// TestEverySum: the sums of every stage and network, with the slips that change all
// layers.
func TestEverySum(t *testing.T) {
	named := map[Slip]int{}
	for _, a := range zoo.Archs() {
		_, r, err := config.New(a).Build()
		if err != nil {
			t.Fatal(err)
		}
		p := New(r)
		fields := []*Field{p.Total(AskTotal), p.Total(AskConvs), p.Total(AskNorms)}
		for i, s := range p.Stages() {
			if len(r.Layers) < 60 || i%8 == 3 {
				fields = append(fields, p.Stage(s))
			}
		}
		for _, f := range fields {
			if f.Want == 0 {
				continue
			}
			sum := int64(0)
			for _, part := range f.Parts {
				sum += part.Count
			}
			if sum != f.Want {
				t.Errorf("%s %v: the parts add up to %d, not %d", a.ID, f.Stage, sum, f.Want)
			}
			for _, text := range spellings(f) {
				if j := f.JudgeText(text); j.Verdict != Right {
					t.Fatalf("%s: %q: %+v", a.ID, text, j)
				}
			}
			wrongs := f.Wrongs()
			for i := range wrongs {
				w := &wrongs[i]
				if i > 0 && w.Slip == wrongs[i-1].Slip && i%(1+len(wrongs)/20) > 0 {
					continue // some of each kind
				}
				j := f.JudgeText(strconv.FormatInt(w.Value, 10))
				if j.Verdict != Slipped || j.Wrong.Slip > w.Slip || j.Wrong.Value != w.Value {
					t.Fatalf("%s: %+v: %+v", a.ID, w, j)
				}
				if j.Wrong.Slip == w.Slip {
					named[w.Slip]++
				}
			}
		}
	}
	for s := NoNorm; s <= NormsForConvs; s++ {
		if named[s] == 0 {
			t.Errorf("slip %d was never named", s)
		}
	}
	t.Log(named)
}

// TestAttention: where attention has projections of its own, one forgotten is named.
func TestAttention(t *testing.T) {
	all := map[string][]Slip{
		"agn-nonlocal-2d": {QueryLeftOut, KeyLeftOut, ValueLeftOut, ProjectionLeftOut},
		"ldm":             {QueryLeftOut, KeyLeftOut, ValueLeftOut, ProjectionLeftOut},
		"swinunet":        {ProjectionLeftOut},
	}
	for arch, want := range all {
		p, _ := paper(t, arch, "")
		seen := map[Slip]string{}
		for _, s := range p.Stages() {
			for _, w := range p.Stage(s).Wrongs() {
				if w.Slip >= QueryLeftOut && w.Slip <= ProjectionLeftOut {
					seen[w.Slip] = w.Path
				}
			}
		}
		for _, s := range want {
			if seen[s] == "" {
				t.Errorf("%s: slip %d is not found: %v", arch, s, seen)
			}
		}
	}
}

// TestEstimate: rough answers.
func TestEstimate(t *testing.T) {
	p, _ := paper(t, "unet", "")
	f := p.Estimate()
	for text, want := range map[string]Verdict{"7.7M": Rounded, "8 million": Rounded, "776万": Rounded, "10M": Rounded, "20M": Coarse, "31M": Off, "770k": Off, "x": Unread} {
		if j := f.JudgeText(text); j.Verdict != want {
			t.Errorf("%s: %+v", text, j)
		}
	}
	d := p.Doubled(31_042_434)
	for text, want := range map[string]Slip{"31M": NoSlip, "15.5M": TwiceNotFour, "7.7M": NotChanged, "62M": MoreThanThree} {
		if j := d.JudgeText(text); j.Wrong.Slip != want {
			t.Errorf("%s: %+v", text, j)
		}
	}
}
