package tutor

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/practice"
	"unetparams/counter/zoo"
)

// TestPracticeWords: every sentence is there in both languages, with the same places.
func TestPracticeWords(t *testing.T) {
	place := regexp.MustCompile(`\{\w+\}`)
	missing := 0
	eachText(reflect.ValueOf(words), func(s config.Text) {
		if s.EN == "" || s.ZH == "" {
			missing++
			return
		}
		en, zh := place.FindAllString(s.EN, -1), place.FindAllString(s.ZH, -1)
		slices.Sort(en)
		slices.Sort(zh)
		if !slices.Equal(slices.Compact(en), slices.Compact(zh)) {
			t.Errorf("places differ: %+v", s)
		}
		if strings.ContainsAny(s.ZH, ",;:") && !strings.Contains(s.ZH, "18,496") {
			t.Errorf("half-width punctuation: %s", s.ZH)
		}
	})
	if missing != 2 { // no misreading, and no slip
		t.Errorf("%d sentences lack a language", missing)
	}
}

// TestJudgements: what is said of answers, in both languages.
func TestJudgements(t *testing.T) {
	_, r, err := config.New(zoo.Lookup(zoo.Default)).Build()
	if err != nil {
		t.Fatal(err)
	}
	p := practice.New(r)
	dec4 := slices.IndexFunc(r.Stages, func(s counter.StageRow) bool { return s.Stage.String() == "dec4" })
	var conv *practice.Field
	for i := range p.Lines(dec4) {
		if f := p.Count(dec4, i); len(f.Inputs) > 1 && f.Want > 0 {
			conv = f
			break
		}
	}
	for _, c := range []struct {
		f            *practice.Field
		text, en, zh string
	}{
		{conv, "590,080", "✗ Not yet. The formula is right, but the concatenation is forgotten: its channels add up to 512, not 256.", "✗ 还不对。公式正确，但漏了拼接：拼接后共 512 个通道，而不是 256。"},
		{conv, "1,179,904", "✓ Right. 1,179,904.", "✓ 正确。1,179,904。"},
		{conv, "3*3*512*255+256", "✗ Not yet. Right so far: 3·3·512. In term 1, 255 stands where C_out = 256 belongs. It is too low by 4,608 = 2·2·2·2·2·2·2·2·2·3·3.", "✗ 还不对。前面正确：3·3·512。第 1 项中，255 处应为 C_out = 256。偏小，相差 4,608 = 2·2·2·2·2·2·2·2·2·3·3。"},
		{conv, "3*k*k", "Write numbers instead of letters, such as 3*3*32*64+64.", "请用数字代替字母，例如 3*3*32*64+64。"},
		{p.Total(practice.AskTotal), "7,068,642", "✗ Not yet. All blocks are right; the transposed convolutions on the way up are missing, 696,800 in all.", "✗ 还不对。卷积块都正确；漏了上采样的转置卷积，共 696,800。"},
		{p.Total(practice.AskTotal), "7,771,330", "✗ Not yet. All else is right; running mean and variance are buffers and not trained: 2·C, not 4·C (5,888 too many).", "✗ 还不对。其余正确；滑动均值和方差是缓冲值，不参与训练：是 2·C 而不是 4·C（多了 5,888）。"},
	} {
		j := c.f.JudgeText(c.text)
		if en, zh := (tutor{text.English}).judgement(&j), (tutor{text.Chinese}).judgement(&j); en != c.en || zh != c.zh {
			t.Errorf("%s:\n%s\n%s", c.text, en, zh)
		}
	}
}

// TestEverySlipIsSaid: no sentence about a wrong answer has a place left over.
func TestEverySlipIsSaid(t *testing.T) {
	for _, arch := range []string{"unet", "milesial", "swinunet", "ldm"} {
		_, r, err := config.New(zoo.Lookup(arch)).Build()
		if err != nil {
			t.Fatal(err)
		}
		p := practice.New(r)
		check := func(f *practice.Field) {
			for i, w := range f.Wrongs() {
				if i > 200 {
					break
				}
				for _, l := range text.Langs() {
					j := practice.Judgement{Verdict: practice.Slipped, Got: w.Value, Want: f.Want, Wrong: w}
					if s := (tutor{l}).judgement(&j); strings.ContainsAny(s, "{}") || strings.Contains(s, "%!") {
						t.Errorf("%s: %s", arch, s)
					}
				}
			}
		}
		check(p.Total(practice.AskTotal))
		for _, s := range p.Stages() {
			check(p.Stage(s))
			for i := range p.Lines(s) {
				check(p.Count(s, i))
			}
		}
	}
}

// eachText calls a function with every text in a value.
func eachText(v reflect.Value, do func(config.Text)) {
	if t, ok := v.Interface().(config.Text); ok {
		do(t)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			eachText(v.Field(i), do)
		}
	case reflect.Array:
		for i := range v.Len() {
			eachText(v.Index(i), do)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			eachText(v.MapIndex(k), do)
		}
	}
}
