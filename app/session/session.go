// Package session holds what the sections of a page share: the language, the state,
// the browser's history, and the methods for the changes that a reader can make. The
// sections call these methods from their handlers, and each renders the result.
package session

import (
	"cmp"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/link"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/app/turn"
	"unetparams/counter/config"
)

// A Session belongs to one page, while the browser shows it.
type Session struct {
	Lang    text.Lang
	State   *state.State
	History dom.History
	Worker  dom.Worker // answers questions that this program leaves to the second one
	Root    string     // the relative path from the page to the site's root, for its links

	// Status is the text of the live region: what was copied. The next change clears it.
	Status string
	// Sharing is set while the share dialog is open.
	Sharing bool
	// Printout is what a program printed that was brought to be compared.
	Printout string

	// ToWork is set while the keyboard's focus is to go to the exercise's next question.
	ToWork bool
	// OnArrow is told of clicks on the drawing while an exercise is done: on an arrow,
	// or on a stage, to which there is nothing.
	OnArrow func(from, to string)

	panel string // the one that the reader chose; see Panel

	opening string      // the fragment that the page was opened with
	ctx     app.Context // of the page's root component, once it is mounted

	// A field that is being typed in shows the reader's text, and the page writes
	// nothing to it.
	typing  string // the knob of that field
	written string // what the page last wrote to it
}

// New returns the session of a page in a language in its initial state.
func New(l text.Lang) *Session { return &Session{Lang: l, State: state.New("")} }

// Open returns the session for the document and its address.
func Open() *Session {
	s := &Session{Lang: text.English}
	if app.IsClient {
		document := dom.Document()
		s.Lang = text.Lang(document.Get("lang").String())
		s.Root = document.Get("dataset").Get("root").String()
	}
	s.opening = dom.Fragment()
	s.State = state.New(s.opening)
	turn.GiveIfDue()
	return s
}

// Mount starts listening for Back, Forward and edits of the address; ctx is that of the
// page's root component. go-app's OnNav requires an address that Go can parse, and is
// not called for history entries of package dom, so the page listens itself.
func (s *Session) Mount(ctx app.Context) {
	s.ctx = ctx
	if app.IsServer {
		return
	}
	app.Window().AddEventListener("popstate", s.onPopState)
	if s.History.Arrive(); s.History.CanGoBack() {
		s.Renew()
	}
	if dom.Fragment() != s.opening { // edited since it was read
		ctx.Dispatch(func(ctx app.Context) { s.onPopState(ctx, app.Event{}) })
	}
}

func (s *Session) onPopState(ctx app.Context, e app.Event) {
	s.History.Arrive()
	if f := dom.Fragment(); f != "#"+s.State.Link() {
		s.read(f)
		s.Lang = text.Lang(dom.Document().Get("lang").String())
	}
}

// Follow shows everything that the fragment of a link specifies.
func (s *Session) Follow(fragment string) {
	s.read(fragment)
	s.History.Push(s.State.Link(), "link")
	s.Renew()
}

func (s *Session) read(fragment string) {
	s.State.Open(fragment)
	s.typing = ""
	if requested(s.State) != "" {
		s.panel = "" // the link determines the panel
	}
	s.After(s.syncFields)
}

// Input sets a knob to the text that the reader has typed into its field so far, without
// writing to the history. It ignores a field that the architecture does not have, which
// belongs to the previous one.
func (s *Session) Input(key, value string) {
	k := s.State.Config.Knob(key)
	if k == nil {
		return
	}
	if key != s.typing {
		s.typing, s.written = key, k.Get()
	}
	s.typed(key, value)
}

// Set sets a knob's value, as if it had been typed and entered.
func (s *Session) Set(key, value string) {
	s.typed(key, value)
	s.Commit(key)
}

func (s *Session) typed(key, value string) {
	s.State.Type(key, value)
	s.Status = ""
}

// Step changes a number by one step, within its bounds.
func (s *Session) Step(k *config.Knob, by int64) {
	n, err := strconv.ParseInt(state.Canonical(k, s.State.Text(k)), 10, 64)
	if err != nil {
		n, _ = strconv.ParseInt(k.Get(), 10, 64)
	}
	s.Set(k.Key, strconv.FormatInt(min(max(n+by, k.Min), k.Max), 10))
}

// Use shows another configuration; what names the kind of change, see Commit.
func (s *Session) Use(c *config.Config, what string) {
	s.State.Use(c)
	s.Status = ""
	s.Commit(what)
	s.Renew()
}

// Compare compares the page's network with another one; nil ends the comparison.
func (s *Session) Compare(c *config.Config, what string) {
	s.State.Compare(c)
	s.Commit(what)
}

// Panel returns the visible panel below the calculation: the one that the reader chose
// or, failing that, the one that the link requests.
func (s *Session) Panel() string {
	if s.panel == "pinned" && len(s.State.Table.Networks) == 0 {
		s.panel = ""
	}
	return cmp.Or(s.panel, requested(s.State), "stages")
}

// requested returns the panel that a link requests by what it contains, or "".
func requested(s *state.State) string {
	switch {
	case s.Other != nil:
		return "compare"
	case s.Why != "":
		return "why"
	case len(s.Table.Networks) > 0:
		return "pinned"
	case s.Cost != (link.Cost{}):
		return "tables"
	}
	return ""
}

// Show makes a panel visible, and its tab where the row of tabs is narrow.
func (s *Session) Show(panel string) {
	s.panel = panel
	s.Renew()
	s.After(func(app.Context) { dom.Center("tab-" + panel) })
}

// Renew renders the whole page again, after a change that is shown in several sections
// or not caused by an event of an element, for example when a file has been read.
// Otherwise go-app renders only the component that handled the event.
func (s *Session) Renew() {
	if s.ctx != nil {
		s.ctx.Dispatch(func(app.Context) {})
	}
}

// Commit adds a history entry for the current state; what names the kind of change.
// Changes of the same kind within a second share an entry.
func (s *Session) Commit(what string) {
	s.State.Commit()
	s.typing = ""
	s.History.Push(s.State.Link(), what)
	s.After(s.syncFields)
}

// Undo reverts the last change, like the browser's Back.
func (s *Session) Undo() { s.History.Back() }

// SelectStage selects a stage everywhere. It updates the address, so that a copied
// address shows the same stage, without adding a history entry.
func (s *Session) SelectStage(name string) {
	if s.State.Practice != nil {
		return // an exercise determines the stage
	}
	if name != "" && name != s.State.Stage && s.State.HasStage(name) {
		s.State.Select(name)
		s.History.Replace(s.State.Link())
	}
}

// After calls a function once the page shows what has changed. It uses the context of
// the root component, because the element whose event caused the change may be gone by
// then, and go-app drops functions deferred for such an element.
func (s *Session) After(do func(app.Context)) {
	if s.ctx != nil {
		s.ctx.Defer(do)
	}
}

// Shown returns what the page last wrote to a knob's field. While the reader
// types in it, the page writes nothing, so that caret and text stay the reader's.
func (s *Session) Shown(k *config.Knob) string {
	if k.Key == s.typing {
		return s.written
	}
	return k.Get()
}

// syncFields writes the current values to the fields. go-app compares with what it
// rendered last, and does not notice what has been typed since.
func (s *Session) syncFields(ctx app.Context) {
	if app.IsServer {
		return
	}
	for _, k := range s.State.Config.Knobs {
		el := app.Window().GetElementByID(FieldID(k))
		if !el.Truthy() {
			continue
		}
		if k.Kind == config.Switch {
			el.Set("checked", k.Get() == "on")
		} else if value := s.State.Text(k); el.Get("value").String() != value {
			el.Set("value", value)
		}
	}
}

// FieldID returns the ID of the element for a knob's value.
func FieldID(k *config.Knob) string { return "knob-" + k.Key }

// Address returns the link to what is shown.
func (s *Session) Address() string { return AddressOf(s.State.Link()) }

// AddressOf returns the address of this page with a fragment.
func AddressOf(fragment string) string {
	if app.IsServer {
		return "#" + fragment
	}
	l := app.Window().Get("location")
	return l.Get("origin").String() + l.Get("pathname").String() + "#" + fragment
}

// Site returns the address of the site's root.
func (s *Session) Site() string {
	if app.IsServer {
		return "./"
	}
	return app.Window().Get("URL").New(s.Root, app.Window().Get("location").Get("href")).Get("href").String()
}

// Copy puts a text on the clipboard and reports in Status whether that succeeded. If
// the browser refuses, Status contains the text, so that the reader can copy it by
// hand. ctx is that of the component whose button was pressed.
func (s *Session) Copy(ctx app.Context, copied, name string) {
	if name == "" {
		name = copied
	}
	dom.Copy(ctx, copied, func(ok bool) { s.Announce(ok, text.Page.Copied, text.Page.CopyFailed, name) })
}

// Announce sets Status to one of two sentences with a name: yes if ok, otherwise no. All
// sections that show the status are rendered again.
func (s *Session) Announce(ok bool, yes, no config.Text, name string) {
	if s.Status = s.Lang.F(no, name); ok {
		s.Status = s.Lang.F(yes, name)
	}
	s.Renew()
}
