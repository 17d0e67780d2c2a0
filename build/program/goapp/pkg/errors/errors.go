//go:build lean

// Package errors replaces go-app's errors, which record their origin and print
// themselves as JSON.
package errors

import "strconv"

// An Error is a message with its details.
type Error struct{ text string }

func New(text string) Error { return Error{text} }

func (e Error) Error() string { return e.text }

// WithTag returns the error with an additional detail.
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

// Wrap returns the error with its cause.
func (e Error) Wrap(err error) Error { return Error{e.text + ": " + err.Error()} }
