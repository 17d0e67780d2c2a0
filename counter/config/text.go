package config

import (
	"fmt"
)

// A Text is a sentence or a label in the languages of the page.
type Text struct{ EN, ZH string }

// Textf formats both languages with the same arguments.
func Textf(en, zh string, args ...any) Text {
	return Text{fmt.Sprintf(en, args...), fmt.Sprintf(zh, args...)}
}
