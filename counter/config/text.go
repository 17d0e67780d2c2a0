package config

import (
	"fmt"
)

// Incomparable, as the type of a field, makes a struct not comparable. The compiler writes
// a function that compares for every comparable type, and its type descriptor keeps it in
// the program, whether or not it is ever called: for structs of many texts it is large.
type Incomparable [0]func()

// A Text is a sentence or a label in the languages of the page.
type Text struct{ EN, ZH string }

// Textf formats both languages with the same arguments.
func Textf(en, zh string, args ...any) Text {
	return Text{fmt.Sprintf(en, args...), fmt.Sprintf(zh, args...)}
}
