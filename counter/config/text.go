package config

import (
	"fmt"
)

// Incomparable, as the type of a field, makes a struct not comparable. For every
// comparable type whose descriptor is linked, the program contains a function that compares
// its values, even if nothing calls it. For structs of many texts that function is large.
type Incomparable [0]func()

// A Text is a sentence or a label in the languages of the page.
type Text struct{ EN, ZH string }

// Textf formats both languages with the same arguments.
func Textf(en, zh string, args ...any) Text {
	return Text{fmt.Sprintf(en, args...), fmt.Sprintf(zh, args...)}
}
