//go:build lean

// Package context is what go-app needs of the standard library's package of this name:
// elements ask whether they are still mounted. Deadlines would bring the formats and the
// zones of package time, which no other part of the page uses.
package context

import "errors"

// A Context ends when it is canceled.
type Context interface {
	Done() <-chan struct{} // closed at the end
	Err() error            // nil until then
}

// A CancelFunc ends a context.
type CancelFunc func()

var errCanceled = errors.New("context canceled")

type cancelable struct {
	done chan struct{} // made when it is asked for
	err  error
}

// Background returns a context that does not end.
func Background() Context { return &cancelable{} }

// WithCancel returns a context that ends when the function is called. The parent is one
// that does not end.
func WithCancel(Context) (Context, CancelFunc) {
	c := &cancelable{}
	return c, c.cancel
}

func (c *cancelable) cancel() {
	if c.err == nil && c.done != nil {
		close(c.done)
	}
	c.err = errCanceled
}

func (c *cancelable) Done() <-chan struct{} {
	if c.done == nil {
		c.done = make(chan struct{})
		if c.err != nil {
			close(c.done)
		}
	}
	return c.done
}

func (c *cancelable) Err() error { return c.err }
