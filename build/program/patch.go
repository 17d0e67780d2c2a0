package program

import (
	"bytes"
	"fmt"
)

// A patch changes one passage of a file of go-app's copy. Where that passage is
// not found exactly once, another version of go-app has come: the build says
// so, and somebody has to look.
type patch struct{ file, old, new string }

// patches make go-app answer at once. It collects what has changed and applies
// it when a ticker next says so, up to 8 ms after the keystroke, and the ticker
// and another timer wake it when nothing has happened. Here the changes are
// applied as soon as no event waits: that is still within the browser's event,
// as Go doesn't return from it before every goroutine rests. Without events,
// nothing runs. (The other timer tidied up actions and stored states, of which
// the page has none.)
var patches = []patch{
	{"pkg/app/engine.go", `		frameDuration := time.Second / time.Duration(e.FrameRate)
		currentFrameDuration := frameDuration
		frames := time.NewTicker(frameDuration)

		e.states.Cleanup()
		cleanups := time.NewTicker(time.Minute)
		defer cleanups.Stop()

`, ""},
	{"pkg/app/engine.go", `				if currentFrameDuration != frameDuration {
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
`, `				e.handleDispatch(d)
				if len(e.dispatches) == 0 {
					e.handleFrame()
				}
			}
`},
	{"pkg/app/engine.go", "\t\"time\"\n", ""},
}

// patched returns a file of go-app with its patches applied.
func patched(name string, data []byte) ([]byte, error) {
	for _, p := range patches {
		if p.file != name {
			continue
		}
		if bytes.Count(data, []byte(p.old)) != 1 {
			return nil, fmt.Errorf("%s of go-app isn't what patch.go was written for: it has no single %.60q", name, p.old)
		}
		data = bytes.Replace(data, []byte(p.old), []byte(p.new), 1)
	}
	return data, nil
}
