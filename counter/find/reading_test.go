package find

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"unetparams/counter/number"
)

func decimal(n int64) string { return strconv.FormatInt(n, 10) }

func TestRead(t *testing.T) {
	for _, tt := range []struct {
		text   string
		lo, hi int64
	}{
		{"31M", 30_500_000, 31_999_999},
		{"28.24 M", 28_235_000, 28_249_999},
		{"31.0M", 30_950_000, 31_099_999},
		{"31,030,658", 31_030_658, 31_030_658},
		{"31030658", 31_030_658, 31_030_658},
		{"31 030 658", 31_030_658, 31_030_658},
		{"31'030'658", 31_030_658, 31_030_658},
		{"31_030_658", 31_030_658, 31_030_658},
		{"31\u202f030\u00a0658", 31_030_658, 31_030_658},
		{"1.9e7", 18_500_000, 19_999_999},
		{"1.9E+07", 18_500_000, 19_999_999},
		{"19e6", 18_500_000, 19_999_999},
		{"3.1030658e7", 31_030_658, 31_030_658},
		{"7.76", 7_755_000, 7_769_999},
		{"31", 30_500_000, 31_999_999},
		{".5M", 450_000, 599_999},
		{"７．７６Ｍ", 7_755_000, 7_769_999},
		{"３１，０３０，６５８", 31_030_658, 31_030_658},
		{"31 million", 30_500_000, 31_999_999},
		{"~31M params", 30_500_000, 31_999_999},
		{"about 31 Million parameters.", 30_500_000, 31_999_999},
		{"约776万", 7_755_000, 7_769_999},
		{"776万个参数", 7_755_000, 7_769_999},
		{"0.31亿", 30_500_000, 31_999_999},
		{"3103万", 31_025_000, 31_039_999},
		{"7,76 M", 7_755_000, 7_769_999},
		{"7763.5k", 7_763_450, 7_763_599},
		{"0.031B", 30_500_000, 31_999_999},
		{"0.031 G", 30_500_000, 31_999_999},
		{"31.030658M", 31_030_658, 31_030_658},
		{"31.0306580000M", 31_030_658, 31_030_658},
		{"7,765,442 parameters", 7_765_442, 7_765_442},
		{"1500", 1_500, 1_500},
		{"  31M\n", 30_500_000, 31_999_999},
		{"31.031.685", 31_031_685, 31_031_685},
		{"3100万", 30_500_000, 31_999_999},
		{"Total params: 31,031,685", 31_031_685, 31_031_685},
		{"Total params: 31,031,685 (118.38 MB)", 31_031_685, 31_031_685},
		{"Total params: 1,946,993.0", 1_946_993, 1_946_993},
		{"31,031,685 (118.38 MB)", 31_031_685, 31_031_685},
		{"31.0 M Trainable params", 30_950_000, 31_099_999},
		{"118.38 MB", 31_031_296, 31_035_228}, // 118.375·2²⁰/4 … 118.39·2²⁰/4
		{"118.38 MiB", 31_031_296, 31_035_228},
		{"Params size (MB): 118.38", 31_031_296, 31_035_228},
		{"118.4 MB", 29_587_500, 29_624_999}, // 118.35·10⁶/4 … 118.5·10⁶/4
		{"124.151 Total estimated model params size (MB)", 31_037_625, 31_037_999},
	} {
		r, err := Read(tt.text)
		if err != nil || r.Lo != tt.lo || r.Hi != tt.hi {
			t.Errorf("%q: %d … %d, %v; want %d … %d", tt.text, r.Lo, r.Hi, err, tt.lo, tt.hi)
		}
		if r.Assumed != (tt.text == "7.76" || tt.text == "31") {
			t.Errorf("%q: millions assumed: %v", tt.text, r.Assumed)
		}
	}
}

func TestReadHostile(t *testing.T) {
	for _, tt := range []struct {
		text string
		want number.Problem
	}{
		{"", number.Empty}, {" \t\n", number.Empty}, {"~", number.Empty},
		{"-1", number.Negative}, {"−31M", number.Negative}, {"－１", number.Negative},
		{"0", number.Zero}, {"0.00M", number.Zero},
		{"1e999", number.TooLarge}, {"1e99999999999999999999", number.TooLarge}, {"9223372036854775808", number.TooLarge},
		{"10000T", number.TooLarge}, {"1" + strings.Repeat("0", 60), number.TooLarge},
		{strings.Repeat("9", 1<<20), number.TooLong}, {strings.Repeat("1,", 1<<20), number.TooLong},
		{"NaN", number.NoNumber}, {"Inf", number.NoNumber}, {"0x10", number.NoNumber}, {"abc", number.NoNumber}, {"1.2.3", number.NoNumber},
		{"1e", number.NoNumber}, {"e7", number.NoNumber}, {"1e-3", number.NoNumber}, {".", number.Empty}, {"M", number.NoNumber}, {"31MM", number.NoNumber},
		{"12,34,567", number.NoNumber}, {"1,2345", 0}, {"<script>", number.NoNumber}, {"31M; 28M", number.NoNumber}, {"∞", number.NoNumber},
		{"1234.5", number.Fraction}, {".9e0", number.Fraction}, {"31.0306585M", number.Fraction},
		{"\xff\xfe", number.NoNumber},
	} {
		_, err := Read(tt.text)
		if got, _ := err.(number.Problem); got != tt.want {
			t.Errorf("%.40q: %v, want %d", tt.text, err, tt.want)
		}
	}
}

// FuzzRead: any text is read or refused, and what is read makes sense.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"31M", "28.24 M", "7,76", "1.9e7", "776万", "0.31亿", "～３１Ｍ", "-1", "1e999", "31 million params"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := Read(s)
		if err != nil {
			if p, ok := err.(number.Problem); !ok || p < number.Empty || p > number.Fraction || !utf8.ValidString(p.Error()) {
				t.Errorf("%q: %v", s, err)
			}
			return
		}
		if r.Lo < 1 || r.Hi < r.Lo || !r.Has(r.Value) || r.Value > 1e15 || r.Exact() && r.Lo != r.Hi {
			t.Errorf("%q: %+v", s, r)
		}
		if again, err := Read(decimal(r.Value)); r.Value >= 1000 && (err != nil || again.Value != r.Value) {
			t.Errorf("%q: %d is read as %+v, %v", s, r.Value, again, err)
		}
	})
}
