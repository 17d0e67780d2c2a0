//go:build lean

// Package errors stands in for go-app's errors, which keep the place they come
// from and print themselves as JSON.
package errors

import "strconv"

// An Error is a message with what it is about.
type Error struct{ text string }

func New(text string) Error { return Error{text} }

func (e Error) Error() string { return e.text }

// WithTag says more in a word.
func (e Error) WithTag(name string, value any) Error {
	text := "…"
	switch v := value.(type) {
	case string:
		text = v
	case int:
		text = strconv.Itoa(v)
	case interface{ String() string }:
		text = v.String()
	}
	return Error{e.text + " (" + name + ": " + text + ")"}
}

// Wrap says what the reason was.
func (e Error) Wrap(err error) Error { return Error{e.text + ": " + err.Error()} }
