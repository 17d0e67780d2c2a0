package page

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/section"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// settings is the form: the published nets, then a field for every knob of the
// architecture, as its declaration says.
func (p *Page) settings() app.UI {
	arch := p.s.Config.Arch.ID
	body := []app.UI{
		app.H2().ID("settings-title").Text(p.lang.T(text.Page.Settings)),
		dom.NewPart(p.picker, arch, p.picking, p.query, len(cards)),
		dom.NewPart(p.about, arch),
		dom.NewPart(p.presets, p.presetID()),
	}
	body = append(body, p.fieldSets()...)
	return app.Section().ID("settings").Aria("labelledby", "settings-title").Body(body...)
}

// fieldSets are the fields, section by section.
func (p *Page) fieldSets() (sets []app.UI) {
	knobs := p.s.Config.Knobs
	for from, i := 0, 0; i < len(knobs); i++ {
		if i+1 == len(knobs) || knobs[i+1].Section != knobs[i].Section {
			sets = append(sets, &fieldset{Page: p, From: from, To: i + 1, Shows: p.fieldsShow(knobs[from : i+1])})
			from = i + 1
		}
	}
	return sets
}

// A fieldset holds the fields of one section of knobs.
type fieldset struct {
	app.Compo
	Page     *Page
	From, To int    // the knobs
	Shows    string // see fieldsShow
}

// Render implements go-app's Composer.
func (f *fieldset) Render() app.UI {
	p := f.Page
	var fields []app.UI
	knobs := p.s.Config.Knobs[f.From:f.To]
	for i, k := range knobs {
		fields = append(fields, &field{Page: p, Knob: f.From + i, Shows: p.fieldsShow(knobs[i : i+1])})
		if k.Key == "filters" {
			fields = append(fields, p.featureScale(k))
		}
	}
	set := []app.UI{app.Div().Class("fields").Body(fields...)}
	if section := knobs[0].Section; section.EN != "" {
		set = append([]app.UI{app.Legend().Text(p.lang.T(section))}, set...)
	}
	return app.FieldSet().Body(set...)
}

// fieldsShow returns all that the fields of some knobs show, as one text.
func (p *Page) fieldsShow(knobs []*config.Knob) string {
	var b strings.Builder
	b.WriteString(p.s.Config.Arch.ID)
	for _, k := range knobs {
		b.WriteByte(0)
		b.WriteString(p.shownValue(k))
		b.WriteString(strconv.FormatBool(k.Idle()))
		if k.Key == "filters" {
			b.WriteString(k.Get()) // the buttons show it also while the field is typed in
		}
		if err := p.s.Error(k); err != nil {
			b.WriteString(p.lang.T(err.Text) + strings.Join(err.Nearest, " "))
		}
	}
	return b.String()
}

// shownValue returns what the page last wrote to a field. While the reader types
// in it, the page writes nothing, so that caret and text stay the reader's.
func (p *Page) shownValue(k *config.Knob) string {
	if k.Key == p.typing {
		return p.written
	}
	return k.Get()
}

// about says what the architecture is and where it comes from.
func (p *Page) about() app.UI {
	a := p.s.Config.Arch
	return app.Div().Class("about help").Body(
		app.P().Text(p.lang.T(a.About)),
		app.Ul().Body(app.Range(a.Sources).Slice(func(i int) app.UI {
			return app.Li().Body(section.SourceLink(a.Sources[i]))
		})),
	)
}

// presetID returns the ID of the preset that is shown, or "".
func (p *Page) presetID() string {
	if q := p.s.Preset(); q != nil {
		return q.ID
	}
	return ""
}

// presets is the choice of published nets, with the source of the chosen one.
func (p *Page) presets() app.UI {
	all, now := zoo.Presets(), p.s.Preset()
	options := []app.UI{
		app.Option().Value("").Disabled(true).Selected(now == nil).Text(p.lang.T(text.Page.PresetOwn)),
	}
	for _, q := range all {
		options = append(options, app.Option().Value(q.ID).Selected(now != nil && now.ID == q.ID).
			Text(p.lang.T(q.Name)+" · "+number.Grouped(q.Total)))
	}
	note := app.P().Class("help")
	if now != nil {
		note = note.Body(app.Span().Text(p.lang.T(now.Note)), section.SourceLink(now.Source))
	}
	return app.Div().Class("field preset").Body(
		app.Label().For("preset").Text(p.lang.T(text.Page.Preset)),
		app.Select().ID("preset").OnChange(p.onPreset).Body(options...),
		note,
	)
}

// featureScale offers 64 … 1024 and its half and quarter, as repositories that
// know a "feature scale" do.
func (p *Page) featureScale(k *config.Knob) app.UI {
	scales := []int64{1, 2, 4}
	return app.Div().Class("field buttons").Role("group").Aria("label", p.lang.T(text.Page.FeatureScale)).Body(
		app.Span().Class("label").Text(p.lang.T(text.Page.FeatureScale)),
		app.Div().Class("row").Body(app.Range(scales).Slice(func(i int) app.UI {
			pressed := k.Get() == scaledFilters(scales[i])
			return app.Button().Type("button").Aria("pressed", strconv.FormatBool(pressed)).
				Title(p.lang.F(text.Page.FeatureScaleHelp, scales[i])).
				OnClick(p.onValue("filters", scaledFilters(scales[i])), scales[i]).
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
	Page  *Page
	Knob  int
	Shows string // see fieldsShow
}

// Render implements go-app's Composer.
func (f *field) Render() app.UI {
	p, k := f.Page, f.Page.s.Config.Knobs[f.Knob]
	l, id := p.lang, "knob-"+k.Key
	err := p.s.Error(k)
	describedBy := id + "-help"
	if err != nil {
		describedBy = id + "-error " + describedBy
	}
	var control app.UI
	switch k.Kind {
	case config.Switch:
		control = app.Input().Type("checkbox").ID(id).Checked(k.Get() == "on").
			Aria("describedby", describedBy).
			OnChange(p.onSwitch, k.Key)
	case config.Select:
		control = app.Select().ID(id).Aria("describedby", describedBy).OnChange(p.onChoice, k.Key).Body(
			app.Range(k.Choices).Slice(func(i int) app.UI {
				c := k.Choices[i]
				return app.Option().Value(c.Value).Selected(k.Get() == c.Value).Text(l.T(c.Label))
			}))
	default:
		control = p.textField(k, id, describedBy, err)
	}
	class := "field"
	if k.Kind == config.Switch {
		class = "field switch"
	}
	return app.Div().Class(class).Hidden(k.Idle()).Body(
		app.Label().For(id).Text(l.T(k.Label)),
		control,
		p.fieldError(k, id, err),
		app.P().Class("help").ID(id+"-help").Text(l.T(k.Help)),
	)
}

// textField takes what people type as numbers.
func (p *Page) textField(k *config.Knob, id, describedBy string, err *config.ValueError) app.UI {
	input := app.Input().Type("text").ID(id).Class("number").Value(p.shownValue(k)).
		Attr("inputmode", inputMode(k)).
		AutoComplete(false).Spellcheck(false).
		Aria("describedby", describedBy).
		Aria("invalid", strconv.FormatBool(err != nil)).
		OnInput(p.onInput, k.Key).
		OnChange(p.onCommit, k.Key).
		OnKeyDown(p.onKey, k.Key)
	if k.Kind != config.Number {
		return input
	}
	step := func(by int64, sign string, label config.Text) app.UI {
		return app.Button().Type("button").Class("step").Aria("label", p.lang.F(label, p.lang.T(k.Label))).
			OnClick(p.onStep(k, by), k.Key, by).Text(sign)
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

// fieldError is what is wrong with a field, and values that work. It is always
// there, so that a screen reader hears it change.
func (p *Page) fieldError(k *config.Knob, id string, err *config.ValueError) app.UI {
	e := app.Div().Class("error").ID(id+"-error").Aria("live", "polite")
	if err == nil {
		return e
	}
	nearest := err.Nearest
	if k.Kind == config.Select || k.Kind == config.Switch {
		nearest = nil // the choices are in sight
	}
	return e.Body(
		app.Span().Text(p.lang.T(k.Label)+" "+p.lang.T(err.Text)),
		app.Range(nearest).Slice(func(i int) app.UI {
			return app.Button().Type("button").OnClick(p.onValue(k.Key, nearest[i]), k.Key, nearest[i]).
				Text(p.lang.F(text.Page.TryInstead, nearest[i]))
		}),
	)
}
