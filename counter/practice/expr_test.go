package practice

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]int64{
		"18496":                         18496,
		"18,496":                        18496,
		"18 496":                        18496,
		"18'496":                        18496,
		"１８４９６":                         18496,
		"１８，４９６":                        18496,
		"3*3*32*64+64":                  18496,
		"3 * 3 * 32 * 64 + 64":          18496,
		"3×3×32×64＋64":                  18496,
		"3·3·32·64 + 64":                18496,
		"3x3x32x64+64":                  18496,
		"3X3X32X64+64":                  18496,
		"３＊３＊３２＊６４＋６４":                  18496,
		"3^2*32*64+64":                  18496,
		"3**2*32*64+64":                 18496,
		"3²·32·64+64":                   18496,
		"(3*3*32+1)*64":                 18496,
		"64*(9*32 + 1)":                 18496,
		"（3×3×32+1）×64":                 18496,
		"3*3*32*64+64 = 18,496":         18496,
		"18,496 = 3*3*32*64+64":         18496,
		"9*2048 + 64 = 18432+64=18496":  18496,
		"= 18496":                       18496,
		"18496 parameters":              18496,
		"18,496 个参数":                    18496,
		"18496。":                        18496,
		"3*3*(64/2)*64+64":              18496,
		"2*9*32*32 + 64":                18496,
		"20000 - 1504":                  18496,
		"1.8496万":                       18496,
		"1.8496e4":                      18496,
		"18.496k":                       18496,
		"0":                             0,
		"[3*3*32+1]*64":                 18496,
		"3*3*256*256+256+2*256":         590592,
		"(((((2)))))":                   2,
		"2^10":                          1024,
		"3^3*32*64":                     55296,
		"3*3*1*32+32+3*3*32*32+32+2*64": 9696,
	} {
		e, err := Parse(text)
		if err != nil || e.Value != want || e.Lo != want || e.Hi != want {
			t.Errorf("Parse(%q) = %+v, %v; want %d", text, e, err, want)
		}
	}
	for text, want := range map[string]Misread{
		"": Empty, "  ": Empty, "个": Empty, "abc": Letters, "3*k*k": Letters, "C_in*3": Letters, "3 3": NoOperator, "3(4)": NoOperator,
		"3*": NoOperand, "*3": NoOperand, "3++4": NoOperand, "()": NoOperand, "(3": Unbalanced, "3)": Unbalanced,
		"1.5": Fraction, "3/2": Fraction, "3/0": Fraction, "1-2": Negative, "-5": Negative, "1,23,4": NoNumber,
		"10^40": TooLarge, "99999999999999999999": TooLarge, "9^62": TooLarge, "7.1 MB": Letters, "3^3^3^3": Letters,
		strings.Repeat("1+", 400) + "1": TooLong, strings.Repeat("(", 40) + "1" + strings.Repeat(")", 40): TooDeep,
		"3*3=": 0, "9=x3": NoOperand,
	} {
		if _, err := Parse(text); want != 0 && err != want {
			t.Errorf("Parse(%q): %v, want %v", text, err, want)
		}
	}
}

func TestParseRounded(t *testing.T) {
	for _, text := range []string{"1.8万", "１．８万", "18k", "18.5k", "1.85万", "约1.8万", "≈18.5k"} {
		e, err := Parse(text)
		if err != nil || e.Lo > 18496 || e.Hi < 18496 || e.Digits < 2 {
			t.Errorf("Parse(%q) = %+v, %v; does not mean 18,496", text, e, err)
		}
	}
	if e, _ := Parse("2万"); e.Digits != 1 {
		t.Errorf("2万 has %d digits", e.Digits)
	}
}

// FuzzParse: any text is read or refused, its value is that of its formula, and what
// was read can be written and read again.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"3*3*32*64+64", "18,496", "1.8万", "(3*3*32+1)*64=18496", "2^^2", "((1)", "9e9*9e9", "1/3", "²", "3²³", "1=2=3", "-1*-1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e, err := Parse(s)
		if err != nil {
			if m, ok := err.(Misread); !ok || m.Error() == "" || e != nil {
				t.Fatalf("%q: %v, %v", s, e, err)
			}
			return
		}
		if e.Value < 0 || e.Lo > e.Hi || e.Written < 0 || len(e.Terms) == 0 {
			t.Fatalf("%q: %+v", s, e)
		}
		if v, err := value(e.Terms); err != nil || v != e.Written {
			t.Fatalf("%q: the terms %v give %d, %v; not %d", s, e.Terms, v, err, e.Written)
		}
	})
}
