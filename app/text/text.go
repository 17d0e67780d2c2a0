package text

import (
	"fmt"

	"unetparams/counter/config"
)

// F returns the text in the language with its places filled in.
func (l Lang) F(t config.Text, args ...any) string { return fmt.Sprintf(l.T(t), args...) }

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
