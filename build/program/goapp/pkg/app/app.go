//go:build lean

package app

import (
	"context"
	"time"
)

const (
	IsClient = true
	IsServer = false
)

// Window is the browser's window.
func Window() BrowserWindow { return window }

// page is the one component that the program shows. go-app has a table of paths
// for it, and handles every link and every step of the history itself: that
// takes net/url and regexp. Ours is one page wherever it stands, whose links are
// the browser's and which reads its fragment itself.
var page Composer

// RouteWithRegexp says which component is shown, whatever the path.
func RouteWithRegexp(_ string, c Composer) { page = c }

// RunWhenOnBrowser mounts the page in place of the body's first element, and
// then answers events for as long as the browser shows it.
func RunWhenOnBrowser() {
	e := &engine{}
	e.Body = newClientBody(e)
	e.init()
	window.setBody(e.Body)
	e.Mount(page)
	e.Dispatch(Dispatch{Function: func(Context) { mounting = false }})
	e.start(context.Background())
}

// Until the page is mounted, which takes the longest of all, the reader has the
// one that stood there before. Its elements are made out of sight, so that they
// can be made in slices: what the reader does meanwhile is answered in between.
var mounting = true

// BeforeElement is called before each element of the first page is made, and
// BeforePage before that comes into sight. They may wait.
var BeforeElement, BeforePage func()

func beforeElement() {
	if mounting {
		BeforeElement()
	}
}

func beforePage() {
	if mounting {
		BeforePage()
	}
}

// tell calls a function of the component after what goes on now. Unlike dispatch,
// it leaves it to the function to ask that the component be rendered.
func (c *Compo) tell(fn func(Context)) {
	c.getDispatcher().Dispatch(Dispatch{Mode: Next, Source: c.self(), Function: fn})
}

// newClientBody returns the body as it is, with its first element as a child
// that can be replaced.
func newClientBody(d Dispatcher) *htmlBody {
	ctx, cancel := context.WithCancel(context.Background())
	body := &htmlBody{htmlElement{
		tag:           "body",
		context:       ctx,
		contextCancel: cancel,
		dispatcher:    d,
		jsElement:     Window().Get("document").Get("body"),
	}}
	body.setSelf(body)

	ctx, cancel = context.WithCancel(context.Background())
	content := &htmlDiv{htmlElement{
		tag:           "div",
		context:       ctx,
		contextCancel: cancel,
		dispatcher:    d,
		jsElement:     body.JSValue().firstElementChild(),
	}}
	content.setSelf(content)
	content.setParent(body)
	body.children = append(body.children, content)
	return body
}

// A Context is what a handler is given. Without an app of several pages, its
// storage, its actions and notifications, little is left of it.
type Context interface {
	Src() UI
	JSSrc() Value
	Dispatch(fn func(Context))
	Defer(fn func(Context))
	Async(fn func())
	After(d time.Duration, fn func(Context))
	Emit(fn func())
	Dispatcher() Dispatcher
	PreventUpdate()
}

type uiContext struct{ src UI }

func makeContext(src UI) Context { return uiContext{src} }

func (ctx uiContext) Src() UI                { return ctx.src }
func (ctx uiContext) JSSrc() Value           { return ctx.src.JSValue() }
func (ctx uiContext) Dispatcher() Dispatcher { return ctx.src.getDispatcher() }

func (ctx uiContext) Dispatch(fn func(Context)) {
	ctx.Dispatcher().Dispatch(Dispatch{Mode: Update, Source: ctx.src, Function: fn})
}

func (ctx uiContext) Defer(fn func(Context)) {
	ctx.Dispatcher().Dispatch(Dispatch{Mode: Defer, Source: ctx.src, Function: fn})
}

func (ctx uiContext) Async(fn func()) { ctx.Dispatcher().Async(fn) }

func (ctx uiContext) After(d time.Duration, fn func(Context)) {
	ctx.Async(func() {
		time.Sleep(d)
		ctx.Dispatch(fn)
	})
}

func (ctx uiContext) Emit(fn func()) { ctx.Dispatcher().Emit(ctx.src, fn) }

func (ctx uiContext) PreventUpdate() {
	ctx.Dispatcher().preventComponentUpdate(getComponent(ctx.src))
}

// A Dispatcher is the engine as its elements see it.
type Dispatcher interface {
	Context() Context
	Dispatch(d Dispatch)
	Emit(src UI, fn func())
	Async(fn func())
	Wait()

	start(context.Context)
	isServerSide() bool
	resolveStaticResource(string) string
	removeComponentUpdate(Composer)
	preventComponentUpdate(Composer)
}

// A Dispatch is something to do between two events.
type Dispatch struct {
	Mode     DispatchMode
	Source   UI
	Function func(Context)
}

func (d Dispatch) do() {
	if d.Source == nil || !d.Source.Mounted() || d.Function == nil {
		return
	}
	d.Function(makeContext(d.Source))
}

// A DispatchMode says what follows: the component is rendered anew, or the
// function waits until all are, or nothing follows.
type DispatchMode int

const (
	Update DispatchMode = iota
	Defer
	Next
)

// Log writes to the browser's console.
func Log(v ...any) {
	for i, x := range v {
		if err, ok := x.(error); ok {
			v[i] = err.Error()
		}
	}
	Window().Get("console").Call("log", v...)
}
