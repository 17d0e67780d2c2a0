package section

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
)

// A ledger lists the stages with their counts; a stage opens to its layers. As
// in the picture, which one is open is marked on what is there, not laid out
// anew, so that the keyboard's focus stays where it is.
type ledger struct {
	app.Compo
	On       StageSelecter // nil where nothing can be selected
	Rows     string        // HTML, see ledgerHTML
	Selected string        // the stage that is open
	Steps    string        // HTML of its layers

	marked  app.Value // the row that is open
	steps   string    // what stands in it
	folded  bool      // the reader has closed it again
	toggled app.Func
}

// A StageSelecter selects a stage everywhere on its page.
type StageSelecter interface{ SelectStage(name string) }

// Render implements go-app's Composer.
func (l *ledger) Render() app.UI { return app.Div().Body(&dom.Markup{HTML: l.Rows}) }

// OnMount opens the selected stage and follows what the reader opens. Toggle
// events don't bubble, but they are captured.
func (l *ledger) OnMount(ctx app.Context) {
	if app.IsServer {
		return
	}
	l.mark()
	l.toggled = app.FuncOf(func(_ app.Value, args []app.Value) any {
		row := args[0].Get("target")
		stage, open := row.Get("dataset").Get("stage").String(), row.Get("open").Bool()
		if stage == l.Selected {
			l.folded = !open
		} else if open {
			ctx.Emit(func() { l.folded = false; l.On.SelectStage(stage) })
		}
		return nil
	})
	l.JSValue().Call("addEventListener", "toggle", l.toggled, true)
}

// OnDismount implements go-app's Dismounter.
func (l *ledger) OnDismount() {
	if l.toggled != nil {
		l.toggled.Release()
	}
}

// OnUpdate opens the selected stage again; the rows may be new.
func (l *ledger) OnUpdate(ctx app.Context) { l.mark() }

func (l *ledger) mark() {
	if app.IsServer {
		return
	}
	row := l.JSValue().Call("querySelector", `[data-stage="`+l.Selected+`"]`)
	if l.marked != nil && !l.marked.Equal(row) {
		l.marked.Set("open", false)
		l.marked.Get("lastChild").Set("innerHTML", "")
		l.steps = ""
	}
	if l.marked = nil; !row.Truthy() {
		return
	}
	l.marked = row
	row.Set("open", !l.folded)
	place := row.Get("lastChild")
	if changes, ok := dom.Differences(l.steps, l.Steps); ok && place.Get("firstChild").Truthy() {
		dom.Revise(place.Get("firstChild"), changes)
	} else {
		place.Set("innerHTML", l.Steps)
	}
	l.steps = l.Steps
}
