package program

import (
	"bytes"
	"fmt"
	"slices"
)

// A patch replaces one passage of a file of go-app's copy. The passage is old, or
// everything from old up to upTo, which is kept. If it does not occur exactly once,
// go-app's version has changed: the build fails and the patch must be revised.
type patch struct {
	file, old, upTo string
	through         bool // up to the end of the file
	new             string
}

var patches = slices.Concat(
	// Texts are never formats.
	in("pkg/app/text.go",
		patch{old: "// Text creates a simple text element with", upTo: "type text struct"},
		patch{old: "\t\"fmt\"\n"}),

	// Ranges are over slices.
	in("pkg/app/range.go",
		patch{old: "\t// Map sets ", upTo: "}\n\n// Range "},
		patch{old: "func (r rangeLoop) Map(", upTo: "func (r rangeLoop) Kind("},
		patch{old: "\t\"sort\"\n"}),

	// The position of the mouse is read at every event, and never used.
	in("pkg/app/event.go",
		patch{old: "\t\t\ttrackMousePosition(event)\n"},
		patch{old: "func trackMousePosition(", through: true}),

	// The browser handles the address.
	in("pkg/app/js.go",
		patch{old: "import (", upTo: "const ("},
		patch{old: "\t// The window current url ", upTo: "\t// The window size."},
		patch{old: "\taddHistory(u *url.URL)\n\treplaceHistory(u *url.URL)\n"}),
	in("pkg/app/js_wasm.go",
		patch{old: "func (w *browserWindow) URL()", upTo: "func (w *browserWindow) Size()"},
		patch{old: "func (w *browserWindow) addHistory(", upTo: "func val("},
		patch{old: "\t\"net/url\"\n"}),

	// A component that is rendered again is compared with its previous state: see same.
	in("pkg/app/component.go",
		patch{old: "!reflect.DeepEqual(a.Interface(), b.Interface())", new: "!same(a.Interface(), b.Interface())"},
		patch{old: "\t// ValueTo stores", upTo: "\tupdateRoot() error"},
		patch{old: "\n// ValueTo stores", upTo: "func (c *Compo) name("},
		patch{old: "\treturn Div().\n", upTo: "}\n\n// Update ", new: "\tpanic(\"app: a component without Render\")\n"},
		// A component that has just been rendered is not rendered again.
		patch{old: "\t\tc.dispatch(mounter.OnMount)\n\t\treturn nil\n\t}\n", upTo: "\treturn nil\n}\n\nfunc (c *Compo) dismount()", new: "\t\tc.tell(mounter.OnMount)\n\t}\n"},
		patch{old: "\t\tc.dispatch(updater.OnUpdate)\n", new: "\t\tc.tell(updater.OnUpdate)\n"},
	),

	// The engine needs no pages, storage, states and actions.
	in("pkg/app/engine.go",
		patch{old: "\t// The number of frame ", upTo: "\t// The body of the page."},
		patch{old: "\t// The action handlers that ", upTo: "\tinitOnce "},
		patch{old: "\tactions              actionManager\n\tstates               *store\n"},
		patch{old: "func (e *engine) Handle(", upTo: "func (e *engine) Async("},
		patch{old: "func (e *engine) Consume()", upTo: "func (e *engine) Mount("},
		patch{old: "func (e *engine) Nav(", upTo: "func (e *engine) init()"},
		patch{old: "\t\tif e.FrameRate <= 0 ", upTo: "\t\tif e.Body == nil "},
		patch{old: "\t\te.states = newStore(e)\n"},
		patch{old: "\t\tfor actionName, handler := ", upTo: "\t})\n}\n\nfunc (e *engine) getCurrentPage("},
		patch{old: "func (e *engine) getCurrentPage(", upTo: "func (e *engine) isServerSide("},
		patch{old: "return e.IsServerSide", new: "return false"},
		patch{old: "return e.StaticResourceResolver(path)", new: "return path"},
		patch{old: "\t\"net/url\"\n\t\"sort\"\n", new: "\t\"cmp\"\n\t\"slices\"\n"},
		patch{old: "\tsort.Slice(e.componentUpdateQueue, ", upTo: "\tfor i, u := range e.componentUpdateQueue ", new: `	slices.SortFunc(e.componentUpdateQueue, func(a, b componentUpdate) int {
		return cmp.Compare(a.priority, b.priority)
	})

`},
	),
	// Elements that are mounted together are built together: see build.go.
	in("pkg/app/node.go",
		patch{old: "func mount(d Dispatcher, n UI) error {", upTo: "func canUpdate("},
	),
	in("pkg/app/html.go",
		patch{old: "\tjsElement     Value\n", new: "\tjsElement     Value\n\tplace         place\n"},
		patch{old: "\treturn e.jsElement\n", new: "\tif e.jsElement == nil {\n\t\te.jsElement = e.place.node()\n\t}\n\treturn e.jsElement\n"},
		patch{old: "\tjsElement, err := Window()", upTo: "\tfor i, c := range e.children {\n", new: "\te.place = building.open(e)\n"},
		patch{old: "\t\tif err := mount(d, c); err != nil {\n", new: "\t\tbeforeElement()\n\t\tif err := mount(d, c); err != nil {\n"},
		patch{old: "\t\tc.setParent(e.self())\n\t\te.JSValue().appendChild(c)\n\t}\n", new: "\t\tc.setParent(e.self())\n\t}\n\tbuilding.word('>', \"\")\n"},
		patch{old: "\tif e.attributes == nil && v.getAttributes() != nil {\n", upTo: "\tchildrenA := e.children\n", new: "\te.attributes.update(e, v.getAttributes())\n\te.eventHandlers.update(e, v.getEventHandlers())\n\n"},
		patch{old: "\tif e.attributes == nil {\n\t\te.attributes = make(attributes)\n\t}\n"},
		patch{old: "\tif e.eventHandlers == nil {\n\t\te.eventHandlers = make(eventHandlers)\n\t}\n"},
		patch{old: "func (e *htmlElement) html(", through: true, new: "func (e *htmlElement) html(io.Writer)                {} // nothing in the browser prints elements\nfunc (e *htmlElement) htmlWithIndent(io.Writer, int) {}\n"},
		patch{old: "\t\"strconv\"\n"},
		patch{old: "\te.contextCancel()\n", new: "\te.place.leave()\n\te.contextCancel()\n"},
		patch{old: "\te.JSValue().replaceChild(new, old)\n", new: "\tif !mounting {\n\t\te.JSValue().replaceChild(new, old)\n\t}\n"},
		patch{old: "\te.jsElement.removeChild(child)\n", new: "\te.JSValue().removeChild(child)\n"},
	),
	in("pkg/app/text.go",
		patch{old: "\tjsvalue    Value\n", new: "\tjsvalue    Value\n\tplace      place\n"},
		patch{old: "\treturn t.jsvalue\n", new: "\tif t.jsvalue == nil {\n\t\tt.jsvalue = t.place.node()\n\t}\n\treturn t.jsvalue\n"},
		patch{old: "\treturn t.jsvalue != nil && t.getDispatcher() != nil\n", new: "\treturn t.disp != nil\n"},
		patch{old: "\tt.jsvalue = Window().createTextNode(t.value)\n", new: "\tt.place = building.place()\n\tbuilding.word('\"', t.value)\n"},
		patch{old: "\tt.jsvalue = nil\n", new: "\tt.place.leave()\n\t*t = text{value: t.value}\n"},
	),
	in("pkg/app/raw.go",
		patch{old: "\tjsvalue    Value\n", new: "\tjsvalue    Value\n\tplace      place\n"},
		patch{old: "\treturn r.jsvalue\n", new: "\tif r.jsvalue == nil {\n\t\tr.jsvalue = r.place.node()\n\t}\n\treturn r.jsvalue\n"},
		patch{old: "\treturn r.jsvalue != nil && r.getDispatcher() != nil\n", new: "\treturn r.disp != nil\n"},
		patch{old: "\twrapper, err := Window()", upTo: "\treturn nil\n}\n\nfunc (r *raw) dismount()", new: "\tr.place = building.place()\n\tbuilding.word('&', r.value)\n"},
		patch{old: "\tr.jsvalue = nil\n", new: "\tr.place.leave()\n\t*r = raw{tag: r.tag, value: r.value}\n"},
	),
	in("pkg/app/event.go",
		patch{old: "type eventHandlers map", upTo: "type eventHandler struct"},
		patch{old: "\tjsHandler Func\n\tclose     func()\n", new: "\tid        int\n"},
		patch{old: "func (h eventHandler) Mount(", upTo: "func makeJSEventHandler("},
	),
	in("pkg/app/js.go",
		patch{old: "\tcreateElement(tag, xmlns string) (Value, error)\n\tcreateTextNode(v string) Value\n"},
	),
	in("pkg/app/js_wasm.go",
		patch{old: "func (w *browserWindow) createElement(", upTo: "func val("},
	),
	in("pkg/app/text.go", patch{old: "context.TODO()", new: "context.Background()"}),
	answerAtOnce,
	ownContext("component.go", "condition.go", "engine.go", "html.go", "node.go", "range.go", "raw.go", "text.go"),
)

// ownContext makes files of package app import the context package of the copy.
func ownContext(files ...string) []patch {
	var all []patch
	for _, file := range files {
		all = append(all, in("pkg/app/"+file, patch{old: "\t\"context\"\n", new: "\t\"" + GoApp + "/pkg/context\"\n"})...)
	}
	return all
}

// in returns patches of one file.
func in(file string, of ...patch) []patch {
	for i := range of {
		of[i].file = file
	}
	return of
}

// answerAtOnce makes go-app respond immediately. It collects changes and applies
// them at the next tick of a ticker, up to 8 ms after the keystroke, and the ticker
// and another timer wake it even if nothing has happened. With the patch, changes are
// applied as soon as no event is waiting. That is still within the browser's event,
// since Go returns from it only when every goroutine is blocked. Without events,
// nothing runs. (The other timer cleaned up actions and stored states, which the page
// does not have.)
var answerAtOnce = in("pkg/app/engine.go",
	patch{old: `		frameDuration := time.Second / time.Duration(e.FrameRate)
		currentFrameDuration := frameDuration
		frames := time.NewTicker(frameDuration)

		e.states.Cleanup()
		cleanups := time.NewTicker(time.Minute)
		defer cleanups.Stop()

`},
	patch{old: `				if currentFrameDuration != frameDuration {
					currentFrameDuration = frameDuration
					frames.Reset(currentFrameDuration)
				}
				e.handleDispatch(d)

			case <-frames.C:
				e.handleFrame()
				if len(e.dispatches) == 0 {
					if currentFrameDuration < time.Hour {
						currentFrameDuration *= 2
					}
					frames.Reset(currentFrameDuration)
				}

			case <-cleanups.C:
				e.actions.closeUnusedHandlers()
				e.states.Cleanup()
			}
`, new: `				e.handleDispatch(d)
				if len(e.dispatches) == 0 {
					e.handleFrame()
				}
			}
`},
	patch{old: "\t\"time\"\n"},
)

// patched returns a file of go-app with its patches applied.
func patched(name string, data []byte) ([]byte, error) {
	for _, p := range patches {
		if p.file != name {
			continue
		}
		start := bytes.Index(data, []byte(p.old))
		if bytes.Count(data, []byte(p.old)) != 1 {
			return nil, fmt.Errorf("%s of go-app isn't what patch.go was written for: it has no single %.60q", name, p.old)
		}
		end := start + len(p.old)
		if p.through {
			end = len(data)
		} else if p.upTo != "" {
			n := bytes.Index(data[end:], []byte(p.upTo))
			if n < 0 {
				return nil, fmt.Errorf("%s of go-app isn't what patch.go was written for: it has no %.60q after %.60q", name, p.upTo, p.old)
			}
			end += n
		}
		data = slices.Concat(data[:start], []byte(p.new), data[end:])
	}
	return data, nil
}
