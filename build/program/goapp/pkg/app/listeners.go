//go:build lean

package app

// eventHandlers are those of an element, one for an event.
type eventHandlers []eventHandler

// index returns the place of an event's handler, or -1.
func (h eventHandlers) index(event string) int {
	for i := range h {
		if h[i].event == event {
			return i
		}
	}
	return -1
}

// Set sets the handler of an event.
func (h *eventHandlers) Set(event string, handler EventHandler, scope ...any) {
	if handler == nil {
		return
	}
	if i := h.index(event); i >= 0 {
		(*h)[i] = makeEventHandler(event, handler, scope...)
		return
	}
	*h = append(*h, makeEventHandler(event, handler, scope...))
}

// update puts other handlers in the place of these, which an element in the document has.
func (h *eventHandlers) update(element UI, with eventHandlers) {
	was := *h
	*h = with
	for i := range was {
		if with.index(was[i].event) < 0 {
			was[i].Dismount()
		}
	}
	for i := range with {
		switch j := was.index(with[i].event); {
		case j < 0:
			with[i] = with[i].Mount(element)
		case was[j].Equal(with[i]):
			with[i] = was[j]
		default:
			with[i] = was[j].Replace(with[i])
		}
	}
}

// A listener is what an element does at an event.
type listener struct {
	element UI
	handle  EventHandler
}

// listeners are those of mounted elements, by the numbers under which the browser knows
// them.
var (
	listeners    = map[int]listener{}
	lastListener int
)

// emit is what the browser calls at an event, with the listener's number. An element that
// is gone no longer listens.
var emit = FuncOf(func(_ Value, args []Value) any {
	if l, ok := listeners[args[0].Int()]; ok {
		l.element.getDispatcher().Emit(l.element, func() {
			l.handle(makeContext(l.element), Event{Value: args[1]})
		})
	}
	return nil
})

// listen gives the handler a number.
func (h *eventHandler) listen(element UI) {
	lastListener++
	h.id = lastListener
	listeners[h.id] = listener{element, h.goHandler}
}

// Mount adds the handler to an element that is there.
func (h eventHandler) Mount(element UI) eventHandler {
	h.listen(element)
	Window().Call("listen", element, h.event, emit, h.id)
	return h
}

// Replace puts another handler of the same event in the place of this one.
func (h eventHandler) Replace(with eventHandler) eventHandler {
	with.id = h.id
	listeners[h.id] = listener{listeners[h.id].element, with.goHandler}
	return with
}

// Dismount ends the handler.
func (h eventHandler) Dismount() { delete(listeners, h.id) }
