//go:build lean

package app

import (
	"github.com/maxence-charriere/go-app/v9/pkg/context"
	"time"
)

const (
	IsClient = true
	IsServer = false
)

// Window is the browser's window.
func Window() BrowserWindow { return window }

// page is the only component that the program shows. go-app maps paths to components,
// and handles every link and history step itself, which requires net/url and regexp.
// Ours is one page at any path; the browser handles its links, and it reads its
// fragment itself.
var page Composer

// RouteWithRegexp sets the component to show, for any path.
func RouteWithRegexp(_ string, c Composer) { page = c }

// RunWhenOnBrowser mounts the page in place of the body's first element, and
// then handles events while the browser shows the page.
func RunWhenOnBrowser() {
	e := &engine{}
	e.Body = newClientBody(e)
	e.init()
	window.setBody(e.Body)
	e.Mount(page)
	e.Dispatch(Dispatch{Function: func(Context) { mounting = false }})
	e.start(context.Background())
}

// Until the page is mounted, which takes longer than anything else, the reader sees the
// pre-rendered one. Its elements are described in slices, with events handled in between.
var mounting = true

// BeforeElement is called now and then while the first page is described, and BeforePage
// before it takes the place of the pre-rendered one. They may block.
var BeforeElement, BeforePage func()

func beforeElement() {
	if elements++; mounting && elements%16 == 0 {
		BeforeElement()
	}
}

var elements int // mounted so far

func beforePage() {
	if mounting {
		BeforePage()
	}
}

// tell calls a function of the component after the current work. Unlike dispatch,
// it does not render the component, which the function can request itself.
func (c *Compo) tell(fn func(Context)) {
	c.getDispatcher().Dispatch(Dispatch{Mode: Next, Source: c.self(), Function: fn})
}

// newClientBody returns the existing body, with its first element as a child that can
// be replaced.
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

// A Context is passed to handlers. It is small, since there are no several pages, no
// storage, actions or notifications.
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

// A Dispatch is a function to call between two events.
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

// A DispatchMode says whether the component is rendered again after the function,
// whether the function is deferred until all components are, or neither.
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
