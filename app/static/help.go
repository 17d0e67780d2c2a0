package static

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/html"
	"unetparams/app/link"
	"unetparams/app/section"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
)

// HelpTitle returns title and description of the help page.
func HelpTitle(l text.Lang) (title, description string) {
	return l.T(helpWords.Title), l.T(helpWords.Description)
}

// quarrels are numbers that are quoted for "the U-Net", in the order of
// helpWords.Quarrels. The third has no network: it is a miscount of the first.
var quarrels = [7]struct{ quoted, fragment string }{
	{"31M", "v=1&arch=unet&base=64&norm=none"},
	{"31.04M", "v=1&arch=unet&base=64"},
	{"28.24M", ""},
	{"28.9M", "v=1&arch=unet&base=64&norm=none&up=bilinear"},
	{"17.26M", "v=1&arch=milesial&n_classes=1&bilinear=on"},
	{"7.76M", "v=1&arch=unet&norm=none"},
	{"7.77M", "v=1&arch=unet"},
}

// HelpComparisons are the two links of the example: 7,765,442, then 31,042,434,
// then 17,262,977.
var HelpComparisons = [2]string{
	"v=1&arch=unet&b.arch=unet&b.base=64",
	"v=1&arch=unet&base=64&b.arch=milesial&b.n_classes=1&b.bilinear=on",
}

// HelpExercise is the exercise that the help page links to.
const HelpExercise = "v=1&arch=unet&practice=alone:dec4&seed=7"

// NewHelp returns the help page. Every number on it is counted when the page is built.
func NewHelp(l text.Lang, up string) app.UI {
	w := &helpWords
	var rows []app.UI
	for i, q := range quarrels {
		count := app.Td().Class("n").Text(number.Grouped(miscount()))
		if q.fragment != "" {
			s := state.New(q.fragment)
			count = app.Td().Class("n").Body(app.A().Href(up + "#" + q.fragment).Text(number.Grouped(s.Report.Learnable)))
		}
		rows = append(rows, app.Tr().Body(
			app.Th().Scope("row").Text(q.quoted), count, app.Td().Class("takes").Text(l.T(w.Quarrels[i])),
		))
	}
	var steps []app.UI
	for i, fragment := range HelpComparisons {
		s := state.New(fragment)
		c := html.Compare(s, l)
		text := l.F([]config.Text{w.First, w.Second}[i], number.Grouped(c.Total.A), number.Grouped(c.Total.B))
		var t html.Writer
		t.WriteString(`<div class="tables">`)
		t.Waterfall(l, c)
		t.WriteString(`</div>`)
		steps = append(steps,
			app.H3().Body(app.A().Href(up+"#"+link.Encode(link.State{Config: s.Config, Other: s.Other})).Text(text)),
			app.Raw(t.String()),
		)
	}
	var parts []app.UI
	for i := range w.Part {
		parts = append(parts, app.Dt().Text(l.T(w.Part[i])), app.Dd().Text(l.T(w.PartIs[i])))
	}
	parts = append(parts, app.Dt().Text(l.T(w.Links)), app.Dd().Text(l.T(w.LinksIs)),
		app.Dt().Text(l.T(w.Practise)), app.Dd().Body(app.Text(l.T(w.PractiseIs)+" "), app.A().Href(up+"#"+HelpExercise).Text(l.T(w.PractiseLink))))
	return app.Div().ID("page").Class("published").Body(
		siteHeader(l, l.T(w.Title), l.T(w.Line), "help/", up),
		app.Main().ID("answer").TabIndex(-1).Body(
			section.Titled("quarrel", l.T(w.Quarrel), "",
				app.P().Text(l.T(w.QuarrelIntro)),
				app.Table().Class("rows quarrel").Body(
					app.THead().Body(section.HeadRow([]string{l.T(w.Quoted), l.T(w.Count), l.T(w.Takes)})),
					app.TBody().Body(rows...),
				),
				app.P().Body(app.Span().Text(l.T(w.QuarrelEnd)), app.Text(" "),
					app.A().Href(up+"gallery/").Text(l.T(w.More))),
			),
			section.Titled("compare-two", l.T(w.Compare), "", append(append(
				[]app.UI{app.P().Text(l.T(w.CompareIntro))}, steps...),
				app.P().Class("help").Text(l.T(w.CompareEnd)))...),
			section.Titled("parts", l.T(w.Parts), "", app.Dl().Body(parts...)),
		),
		section.Footer(l),
	)
}

// miscount returns the count of the 31M network without its transposed convolutions.
func miscount() int64 {
	r := state.New(quarrels[0].fragment).Report
	n := r.Learnable
	for _, k := range r.Kinds() {
		if k.Kind == "ConvTranspose2d" {
			n -= k.Learnable
		}
	}
	return n
}
