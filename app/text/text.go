package text

import (
	"fmt"
	"strings"

	"unetparams/counter/config"
)

// F returns the text in the language with its places filled in. What is counted is
// written as a plural, and becomes a singular in English where there is one of it.
func (l Lang) F(t config.Text, args ...any) string {
	s := fmt.Sprintf(l.T(t), args...)
	if l == English && strings.Contains(s, "1 ") {
		s = oneOf(s)
	}
	return s
}

// plurals are the nouns that sentences count.
var plurals = [...]string{
	"parameters", "tensors", "values", "bytes", "names", "stages", "levels", "layers", "settings", "networks", "channels", "groups",
}

// oneOf makes a plural that follows the number 1 singular.
func oneOf(s string) string {
	words := strings.Split(s, " ")
	for i, word := range words[1:] {
		if words[i] != "1" && words[i] != "(1" {
			continue
		}
		for _, p := range plurals {
			if rest, ok := strings.CutPrefix(word, p); ok {
				words[i+1] = p[:len(p)-1] + rest
			}
		}
	}
	return strings.Join(words, " ")
}

// Plural returns the word for n things: that for one of them, or that for many.
func (l Lang) Plural(n int64, one, many config.Text) string {
	if n == 1 {
		return l.T(one)
	}
	return l.T(many)
}

// Lang is a language of the page, as its BCP 47 tag.
type Lang string

// The languages of the page.
const (
	English Lang = "en"
	Chinese Lang = "zh"
)

// Langs lists the languages of the page; the first is the default.
func Langs() []Lang { return []Lang{English, Chinese} }

// T returns the text in the language.
func (l Lang) T(t config.Text) string {
	if l == Chinese {
		return t.ZH
	}
	return t.EN
}

// Title returns the title of the page.
func Title(l Lang) string { return l.T(Page.Title) }

// Description returns the page's description for search engines.
func Description(l Lang) string { return l.T(Page.Description) }
