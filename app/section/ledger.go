package section

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/html"
	"unetparams/app/state"
	"unetparams/app/text"
)

// A ledger lists the stages with their counts; each opens to its layers, whatever
// else is open, so that two can be compared. What is open is kept on what is
// there, not laid out anew, so that the keyboard's focus stays where it is.
type ledger struct {
	app.Compo
	Lang    text.Lang
	State   *state.State
	Version int  // of the state
	Live    bool // the page runs; elsewhere all rows have their layers already

	open     map[string]string // by stage: the HTML that stands in its row
	toggled  app.Func
	printing app.Func
}

// Render implements go-app's Composer.
func (l *ledger) Render() app.UI {
	var all app.UI
	if l.Live {
		all = app.Button().Type("button").ID("open-all").Class("quiet").OnClick(l.onOpenAll).Text(l.Lang.T(text.Page.OpenAll))
	}
	ledger := html.Ledger
	if app.IsServer && !l.Live {
		ledger = html.LedgerInNumbers
	}
	return app.Div().Body(
		all,
		&dom.Markup{HTML: ledger(l.Lang, l.State.Report, l.State.Trace)},
	)
}

// OnMount follows the rows that the reader opens and closes. Their toggle events
// don't bubble, so the ledger listens on the way down. What is printed has all
// rows open.
func (l *ledger) OnMount(ctx app.Context) {
	if app.IsServer {
		return
	}
	l.open = map[string]string{}
	l.toggled = app.FuncOf(func(_ app.Value, args []app.Value) any {
		row := args[0].Get("target")
		stage := row.Get("dataset").Get("stage")
		if !stage.Truthy() {
			return nil
		}
		if _, ok := l.open[stage.String()]; !row.Get("open").Bool() {
			delete(l.open, stage.String())
		} else if !ok {
			l.fill(row, stage.String())
		}
		return nil
	})
	l.printing = app.FuncOf(func(app.Value, []app.Value) any {
		l.openAll(true)
		return nil
	})
	l.JSValue().Call("addEventListener", "toggle", l.toggled, true)
	app.Window().Call("addEventListener", "beforeprint", l.printing)
}

// OnDismount implements go-app's Dismounter.
func (l *ledger) OnDismount() {
	if l.toggled != nil {
		app.Window().Call("removeEventListener", "beforeprint", l.printing)
		l.toggled.Release()
		l.printing.Release()
	}
}

// OnUpdate renews the layers of the rows that are open; the rows may be new.
func (l *ledger) OnUpdate(ctx app.Context) {
	for stage := range l.open {
		row := l.JSValue().Call("querySelector", `[data-stage="`+stage+`"]`)
		if !row.Truthy() {
			delete(l.open, stage)
			continue
		}
		row.Set("open", true)
		l.fill(row, stage)
	}
}

// fill puts the layers of a stage into its row.
func (l *ledger) fill(row app.Value, stage string) {
	i := l.State.StageIndex(stage)
	if i < 0 {
		return
	}
	now := html.Steps(l.Lang, l.State.Report, l.State.Trace, i)
	place := row.Get("lastChild")
	changes, ok := dom.Differences(l.open[stage], now)
	if ok && place.Get("firstChild").Truthy() {
		dom.Revise(place.Get("firstChild"), changes)
	} else {
		place.Set("innerHTML", now)
	}
	l.open[stage] = now
}

// openAll opens or closes all rows.
func (l *ledger) openAll(open bool) {
	rows := l.JSValue().Call("querySelectorAll", ".stage-row")
	for i := range rows.Get("length").Int() {
		row := rows.Index(i)
		if stage := row.Get("dataset").Get("stage").String(); open {
			l.fill(row, stage)
		} else {
			delete(l.open, stage)
		}
		row.Set("open", open)
	}
}

func (l *ledger) onOpenAll(ctx app.Context, e app.Event) {
	l.openAll(len(l.open) < len(l.State.Report.Stages))
}
