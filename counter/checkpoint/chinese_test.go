package checkpoint

import (
	"errors"
	"strings"
	"testing"
	"unicode"
)

// The tables have as many texts.
var (
	_ = [len(pieces)]string(piecesZH)
	_ = [len(sentences)]string(sentencesZH)
	_ = [len(noteTexts)]string(noteTextsZH)
)

// TestChinese: every text is Chinese, and says what the English one does: the same
// names and numbers.
func TestChinese(t *testing.T) {
	check := func(english, chinese string) {
		if !strings.ContainsFunc(chinese, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%q is %q in Chinese", english, chinese)
		}
		for _, place := range []string{"%p", "%e", "%w", "%h", "%n", "%m"} {
			if strings.Count(english, place) != strings.Count(chinese, place) {
				t.Errorf("%s: %q, %q", place, english, chinese)
			}
		}
	}
	for i := range sentences[1:] {
		check(sentences[i+1], sentencesZH[i+1])
	}
	for i := range noteTexts[1:] {
		check(noteTexts[i+1], noteTextsZH[i+1])
	}
	e := &Error{Kind: Truncated, Part: TheMember, File: "a.pth", Entry: "data.pkl", Offset: 12, Want: 100, Have: 76, Cause: errors.New("gone")}
	if got, want := e.Chinese(), "a.pth：文件不完整：“data.pkl”中的zip 成员记为 100 字节，实际只有 76 字节（第 12 字节处）：gone"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if got, want := (Note{Kind: MissingShard, Entry: "b-2.safetensors"}).Chinese(), "没有给出分片 “b-2.safetensors”"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}
