package section

import (
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
)

// Fields returns the fields of the form, section by section: one for every knob
// of the architecture, as its declaration says. Of a query only those that match it
// are in sight.
func Fields(s *session.Session, query string) (sets []app.UI) {
	knobs := s.State.Config.Knobs
	for from, i := 0, 0; i < len(knobs); i++ {
		if i+1 == len(knobs) || knobs[i+1].Section != knobs[i].Section {
			sets = append(sets, &fieldset{Session: s, From: from, To: i + 1, Query: query, Shows: shows(s, knobs[from:i+1])})
			from = i + 1
		}
	}
	return sets
}

// A fieldset holds the fields of one section of knobs.
type fieldset struct {
	app.Compo
	Session  *session.Session
	From, To int    // the knobs
	Query    string // what the reader searches for
	Shows    string // see shows
}

// Render implements go-app's Composer.
func (f *fieldset) Render() app.UI {
	s := f.Session
	knobs := s.State.Config.Knobs[f.From:f.To]
	title := s.Lang.T(knobs[0].Section)
	none := !slices.ContainsFunc(knobs, func(k *config.Knob) bool { return Matches(k, f.Query) })
	if knobs[0].More {
		return f.folded(knobs, title, "", none)
	}
	var set []app.UI
	if title != "" {
		set = append(set, app.Legend().Text(title))
	}
	set = append(set, app.Div().Class("fields").Body(f.fields(func(k *config.Knob) bool { return !k.Minor })...))
	var seldom []*config.Knob
	var names []string
	for _, k := range knobs {
		if k.Minor {
			if seldom = append(seldom, k); !k.Idle() {
				names = append(names, s.Lang.T(k.Label))
			}
		}
	}
	if seldom != nil {
		set = append(set, f.folded(seldom, s.Lang.T(text.Page.MoreSettings), strings.Join(names, s.Lang.T(text.Describe.Comma)), false))
	}
	return app.FieldSet().Hidden(none).Body(set...)
}

// folded folds some of the fields away, as long as they are at their defaults and
// right, and nobody searches for them. Their names say what is inside.
func (f *fieldset) folded(knobs []*config.Knob, title, names string, hidden bool) app.UI {
	s := f.Session
	open := f.Query != "" || slices.ContainsFunc(knobs, func(k *config.Knob) bool { return k.Changed() || s.State.Error(k) != nil })
	summary := app.Summary().Text(title)
	class, label := "more", title
	if names != "" {
		class, label = "more within", s.Lang.T(knobs[0].Section)+s.Lang.T(text.Describe.Colon)+title
		summary = app.Summary().Body(app.Text(title), app.Span().Class("help").Text(names))
	}
	return app.Details().Class(class).Open(open).Hidden(hidden).Body(summary,
		app.Div().Class("fields").Role("group").Aria("label", label).Body(f.fields(func(k *config.Knob) bool { return k.More || k.Minor })...))
}

// fields returns the fields of those of its knobs that are wanted.
func (f *fieldset) fields(wanted func(*config.Knob) bool) (fields []app.UI) {
	s := f.Session
	knobs := s.State.Config.Knobs[f.From:f.To]
	for i, k := range knobs {
		if !wanted(k) {
			continue
		}
		fields = append(fields, &field{Session: s, Knob: f.From + i, Query: f.Query, Shows: shows(s, knobs[i:i+1])})
		if k.Key == "filters" && f.Query == "" {
			fields = append(fields, f.featureScale(k))
		}
	}
	return fields
}

// Matches reports whether every word of a query stands somewhere in what the form
// says of a knob, in either language.
func Matches(k *config.Knob, query string) bool {
	if query == "" {
		return true
	}
	says := strings.Builder{}
	for _, t := range append([]config.Text{k.Label, k.Help, k.Section}, labels(k)...) {
		says.WriteString(t.EN + " " + t.ZH + " ")
	}
	text := strings.ToLower(says.String() + k.Key)
	for _, word := range strings.Fields(strings.ToLower(strings.Map(number.HalfWidth, query))) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// labels returns the names of a knob's choices.
func labels(k *config.Knob) (all []config.Text) {
	for _, c := range k.Choices {
		if k.Kind != config.Switch {
			all = append(all, c.Label)
		}
	}
	return all
}

// shows returns all that the fields of some knobs show, as one text.
func shows(s *session.Session, knobs []*config.Knob) string {
	var b strings.Builder
	b.WriteString(s.State.Config.Arch.ID)
	for _, k := range knobs {
		b.WriteByte(0)
		b.WriteString(s.Shown(k))
		b.WriteString(strconv.FormatBool(k.Idle()))
		if k.Key == "filters" {
			b.WriteString(k.Get()) // the buttons show it also while the field is typed in
		}
		if err := s.State.Error(k); err != nil {
			b.WriteString(s.Lang.T(err.Text) + strings.Join(err.Nearest, " "))
		}
	}
	return b.String()
}

// featureScale offers 64 … 1024 and its half and quarter, as repositories that
// know a "feature scale" do.
func (f *fieldset) featureScale(k *config.Knob) app.UI {
	scales := []int64{1, 2, 4}
	return app.Div().Class("field buttons").Role("group").Aria("label", f.Session.Lang.T(text.Page.FeatureScale)).Body(
		app.Span().Class("label").Text(f.Session.Lang.T(text.Page.FeatureScale)),
		app.Div().Class("row").Body(app.Range(scales).Slice(func(i int) app.UI {
			pressed := k.Get() == scaledFilters(scales[i])
			return app.Button().Type("button").Aria("pressed", strconv.FormatBool(pressed)).
				Title(f.Session.Lang.F(text.Page.FeatureScaleHelp, scales[i])).
				OnClick(onValue(f.Session, "filters", scaledFilters(scales[i])), scales[i]).
				Text("÷" + strconv.FormatInt(scales[i], 10))
		})),
	)
}

// scaledFilters returns 64, 128, … 1024 divided by a feature scale.
func scaledFilters(scale int64) string {
	s := ""
	for f := int64(64); f <= 1024; f *= 2 {
		if s != "" {
			s += ","
		}
		s += strconv.FormatInt(f/scale, 10)
	}
	return s
}

// A field is the control of one knob, with its help and what is wrong with it.
// Fields without effect are hidden, not removed: the rows of the form keep
// their places, and the reader's focus stays.
type field struct {
	app.Compo
	Session *session.Session
	Knob    int
	Query   string // what the reader searches for
	Shows   string // see shows
}

// Render implements go-app's Composer.
func (f *field) Render() app.UI {
	s, k := f.Session, f.knob()
	l, id := s.Lang, session.FieldID(k)
	err := s.State.Error(k)
	describedBy := id + "-help"
	if err != nil {
		describedBy = id + "-error " + describedBy
	}
	var control app.UI
	switch k.Kind {
	case config.Switch:
		control = app.Input().Type("checkbox").ID(id).Checked(k.Get() == "on").
			Aria("describedby", describedBy).
			OnChange(f.onSwitch, k.Key)
	case config.Select:
		control = app.Select().ID(id).Aria("describedby", describedBy).OnChange(f.onChoice, k.Key).Body(
			app.Range(k.Choices).Slice(func(i int) app.UI {
				c := k.Choices[i]
				return app.Option().Value(c.Value).Selected(k.Get() == c.Value).Text(l.T(c.Label))
			}))
	default:
		control = f.textField(k, id, describedBy, err)
	}
	class := "field"
	if k.Kind == config.Switch {
		class = "field switch"
	}
	help := l.T(k.Help)
	if k.Idle() { // in sight when it is searched for
		class += " idle"
		help = l.T(text.Page.IdleSetting) + " " + help
	}
	return app.Div().Class(class).Hidden(k.Idle() && f.Query == "" || !Matches(k, f.Query)).Body(
		app.Label().For(id).Text(l.T(k.Label)),
		control,
		f.problem(k, id, err),
		app.P().Class("help").ID(id+"-help").Text(help),
	)
}

// textField takes what people type as numbers.
func (f *field) textField(k *config.Knob, id, describedBy string, err *config.ValueError) app.UI {
	input := app.Input().Type("text").ID(id).Class("number").Value(f.Session.Shown(k)).
		Attr("inputmode", inputMode(k)).
		AutoComplete(false).Spellcheck(false).
		Aria("describedby", describedBy).
		Aria("invalid", strconv.FormatBool(err != nil)).
		OnInput(f.onInput, k.Key).
		OnChange(f.onCommit, k.Key).
		OnKeyDown(f.onKey, k.Key)
	if k.Kind != config.Number {
		return input
	}
	step := func(by int64, sign string, label config.Text) app.UI {
		return app.Button().Type("button").Class("step").Aria("label", f.Session.Lang.F(label, f.Session.Lang.T(k.Label))).
			OnClick(f.onStep(by), k.Key, by).Text(sign)
	}
	return app.Div().Class("stepper").Body(
		step(-k.Step, "−", text.Page.Less), input, step(k.Step, "+", text.Page.More))
}

// inputMode chooses the keyboard of a phone: one with an x for sizes.
func inputMode(k *config.Knob) string {
	if k.Kind == config.Number {
		return "numeric"
	}
	return "text"
}

// problem is what is wrong with a field, and values that work. It is always
// there, so that a screen reader hears it change.
func (f *field) problem(k *config.Knob, id string, err *config.ValueError) app.UI {
	e := app.Div().Class("error").ID(id+"-error").Aria("live", "polite")
	if err == nil {
		return e
	}
	nearest := err.Nearest
	if len(k.Choices) > 0 && len(nearest) > 1 {
		nearest = nil // the choices are in sight
	}
	return e.Body(
		app.Span().Text(f.Session.Lang.T(k.Label)+" "+f.Session.Lang.T(err.Text)),
		app.Range(nearest).Slice(func(i int) app.UI {
			return app.Button().Type("button").OnClick(onValue(f.Session, k.Key, nearest[i]), k.Key, nearest[i]).
				Text(f.Session.Lang.F(text.Page.TryInstead, f.called(k, nearest[i])))
		}),
	)
}

// called returns a value of a knob as the form calls it.
func (f *field) called(k *config.Knob, value string) string {
	for _, c := range k.Choices {
		if c.Value == value {
			return f.Session.Lang.T(c.Label)
		}
	}
	return value
}

func (f *field) knob() *config.Knob { return f.Session.State.Config.Knobs[f.Knob] }

// onInput counts while the reader types; nothing is written to the history.
func (f *field) onInput(ctx app.Context, e app.Event) {
	f.Session.Input(f.knob().Key, ctx.JSSrc().Get("value").String())
}

// onCommit ends typing: the field shows the value as it was understood.
func (f *field) onCommit(ctx app.Context, e app.Event) {
	f.Session.Set(f.knob().Key, ctx.JSSrc().Get("value").String())
}

func (f *field) onChoice(ctx app.Context, e app.Event) {
	f.Session.Set(f.knob().Key, ctx.JSSrc().Get("value").String())
}

func (f *field) onSwitch(ctx app.Context, e app.Event) {
	value := "off"
	if ctx.JSSrc().Get("checked").Bool() {
		value = "on"
	}
	f.Session.Set(f.knob().Key, value)
}

// onKey makes the arrow keys step a number, as they do in a browser's own
// number fields.
func (f *field) onKey(ctx app.Context, e app.Event) {
	k := f.knob()
	if k.Kind != config.Number {
		return
	}
	switch e.Get("key").String() {
	case "ArrowUp":
		f.Session.Step(k, k.Step)
	case "ArrowDown":
		f.Session.Step(k, -k.Step)
	}
}

// Handlers that need to know more than their element are made for it. go-app
// tells such closures apart by the scope that is passed along with them.

func (f *field) onStep(by int64) app.EventHandler {
	return func(ctx app.Context, e app.Event) { f.Session.Step(f.knob(), by) }
}

func onValue(s *session.Session, key, value string) app.EventHandler {
	return func(ctx app.Context, e app.Event) { s.Set(key, value) }
}
