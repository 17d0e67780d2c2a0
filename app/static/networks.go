package static

import (
	"slices"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/diagram"
	"unetparams/app/export"
	"unetparams/app/html"
	"unetparams/app/link"
	"unetparams/app/section"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// A NetworkPage is the static page of one published network, for search engines, link
// previews and readers without the program.
type NetworkPage struct {
	Title, Description string
	Body               app.UI

	Name, Total, Unit, Source string // texts for the preview picture
	Fragment                  string // of the link to the calculator, without "#"
	SVG                       string // the U, as the page draws it
	Poster, PosterNarrow      string // the picture as files, for wide pages and for phones
}

// NewNetworkPage returns the page of a network. Up is the relative path from its folder
// to that of the calculator in the same language. Site is the calculator's address, for
// the saved picture, or empty if it is unknown.
func NewNetworkPage(l text.Lang, n *zoo.Network, up, site string) NetworkPage {
	w := &networkWords
	name := networkName(l, n)
	s := state.New(link.Encode(link.State{Config: n.Config}))
	total := number.Grouped(s.Report.Learnable)
	fragment := link.Encode(link.State{Config: n.Config})
	var o export.PosterOptions
	if site != "" {
		o.Link = site + "#" + fragment
	}
	poster := export.NewPoster(s, l, o)
	o.Narrow = true
	posterNarrow := export.NewPoster(s, l, o)

	body := app.Div().ID("page").Class("published").Body(
		siteHeader(l, l.F(w.Heading, name), l.T(n.Note), "p/"+n.ID+"/", up),
		app.Main().ID("answer").TabIndex(-1).Body(
			section.Answer(l, s, app.Div().Class("actions").Body(
				app.A().Class("button main").Href(up+"#"+fragment).Text(l.T(w.Open)),
			)),
			app.Section().ID("diagram").Aria("label", l.T(text.Page.Diagram)).Body(
				app.Figure().Body(
					app.Raw(picture(l, s, poster, posterNarrow)),
					app.FigCaption().Body(
						app.A().Href("./poster.svg").Attr("download", n.ID+".svg").Text(l.T(w.SavePicture)),
					),
				),
			),
			section.Derivation(l, s, false),
			section.ByLevel(l, s),
			section.ByKind(l, s),
			section.ClosedForm(l, s),
			settingsTable(l, n.Config),
			section.Titled("sources", l.T(w.Sources), "",
				app.Ul().Body(app.Range(n.Sources).Slice(func(i int) app.UI {
					return app.Li().Body(section.SourceLink(n.Sources[i]))
				}))),
			section.Conventions(l, s),
			related(l, n),
		),
		section.Footer(l),
	)
	return NetworkPage{
		Title:       l.F(w.Title, name, total),
		Description: l.F(w.Description, name, total, number.Parameters(s.Report.Learnable)),
		Body:        body,
		Name:        name, Total: total, Unit: l.T(text.Page.ParametersUnit), Source: n.Sources[0].Title,
		Fragment: fragment, SVG: still(l, s), Poster: poster, PosterNarrow: posterNarrow,
	}
}

// picture returns the element that shows the picture, which the page has as files.
func picture(l text.Lang, s *state.State, wide, narrow string) string {
	var m html.Writer
	m.Tag("picture", "class", "u")
	width, height := export.Size(narrow)
	m.Void("source", "media", "(max-width: 50rem)", "srcset", "./poster-narrow.svg", "width", width, "height", height)
	width, height = export.Size(wide)
	m.Void("img", "src", "./poster.svg", "width", width, "height", height,
		"alt", l.F(networkWords.PictureDesc, number.Grouped(s.Report.Learnable), len(s.Report.Stages)))
	m.End("picture")
	return m.String()
}

// still returns the picture for the card.
func still(l text.Lang, s *state.State) string {
	return diagram.SVG(s.Report, s.Trace, text.Diagram(l, s.Report), diagram.Options{ID: "wide", Still: true})
}

// networkName returns a name for a network that is understandable without context.
func networkName(l text.Lang, n *zoo.Network) string {
	if n.Preset != nil {
		return l.T(n.Config.Arch.Name) + l.T(text.Describe.Colon) + l.T(n.Name)
	}
	return l.T(n.Name)
}

// siteHeader returns the header of the static pages: a title, a line, and links to the
// calculator and to the same page in the other language. Up leads to the calculator of
// this language.
func siteHeader(l text.Lang, title, line, path, up string) app.UI {
	other, to := text.Chinese, up+string(text.Chinese)+"/"+path
	if l == text.Chinese {
		other, to = text.English, up+"../"+path
	}
	return app.Header().Body(
		app.A().Class("skip").Href("#answer").Text(l.T(text.Page.SkipToAnswer)),
		app.Div().Class("title").Body(app.H1().Text(title), app.P().Text(line)),
		app.Div().Class("tools").Body(
			app.A().Href(up).Text(l.T(networkWords.Calculator)),
			app.A().Href(up+"learn/").Text(l.T(text.Page.Learn)),
			app.A().Href(up+"p/").Text(l.T(text.Page.Networks)),
			app.A().Href(up+"gallery/").Text(l.T(text.Page.Gallery)),
			app.A().Href(up+"help/").Text(l.T(text.Page.Help)),
			app.A().Class("lang").Href(to).Lang(string(other)).Attr("hreflang", string(other)).Text(l.T(text.Page.Switch)),
		),
	)
}

// settingsTable returns a table of all settings that have an effect.
func settingsTable(l text.Lang, c *config.Config) app.UI {
	var rows []app.UI
	for _, k := range c.Knobs {
		if !k.Idle() {
			rows = append(rows, app.Tr().Body(
				app.Th().Scope("row").Body(app.Span().Text(l.T(k.Label)), app.Text(" "), app.Code().Text(k.Key)),
				app.Td().Text(l.Value(k)),
			))
		}
	}
	w := &networkWords
	return section.Titled("settings-table", l.T(w.Settings), "",
		app.Table().Class("rows").Body(
			app.THead().Body(section.HeadRow([]string{l.T(w.Setting), l.T(w.Value)})),
			app.TBody().Body(rows...),
		))
}

// related returns links to the other networks of the family.
func related(l text.Lang, n *zoo.Network) app.UI {
	var items []app.UI
	all := zoo.Networks()
	for i := range all {
		m := &all[i]
		if m.ID != n.ID && group(m) == group(n) {
			items = append(items, app.Li().Body(app.A().Href("../"+m.ID+"/").Text(networkName(l, m))))
		}
	}
	return section.Titled("related", l.T(networkWords.Related), "", app.Ul().Class("columns").Body(items...))
}

// NewNetworkIndex returns the list of all published networks, with their
// totals and small pictures.
func NewNetworkIndex(l text.Lang, up string) app.UI {
	w := &networkWords
	all := byFamily(zoo.Networks())
	var body, items []app.UI
	for i := range all {
		n := &all[i]
		_, r, err := n.Config.Build()
		if err != nil {
			panic(err) // can't happen: the tests of package zoo check all published networks
		}
		items = append(items, app.Li().Body(app.A().Href("./"+n.ID+"/").Body(
			app.Div().Class("thumb-box").Body(app.Raw(diagram.Thumb(r))),
			app.Span().Class("name").Text(l.T(n.Name)),
			app.Span().Class("n").Text(number.Grouped(r.Learnable)),
		)))
		if i+1 < len(all) && group(&all[i+1]) == group(n) {
			continue
		}
		title := l.T(group(n))
		body = append(body, app.Section().Body(app.H2().Text(title), app.Ul().Class("nets").Body(items...)))
		items = nil
	}
	return app.Div().ID("page").Class("published").Body(
		siteHeader(l, l.T(w.All), l.F(w.AllNote, len(all)), "p/", up),
		app.Main().ID("answer").TabIndex(-1).Body(body...),
		section.Footer(l),
	)
}

// byFamily returns networks in the order of the list: those that the classic U-Net is
// quoted for, and then each architecture with its published networks.
func byFamily(all []zoo.Network) []zoo.Network {
	list := slices.Clone(all)
	slices.SortStableFunc(list, func(a, b zoo.Network) int {
		place := func(n *zoo.Network) int {
			if isQuoted(n) {
				return -1
			}
			return slices.Index(zoo.Archs(), n.Config.Arch)
		}
		return place(&a) - place(&b)
	})
	return list
}

// isQuoted reports whether a network is one that the classic U-Net is quoted for.
func isQuoted(n *zoo.Network) bool { return n.Preset != nil && n.Config.Arch.ID == zoo.Default }

// group returns the heading under which a network is listed.
func group(n *zoo.Network) config.Text {
	if isQuoted(n) {
		return networkWords.Presets
	}
	return n.Config.Arch.Family
}

// NetworkIndexTitle returns title and description of the list.
func NetworkIndexTitle(l text.Lang) (title, description string) {
	w := &networkWords
	return l.T(w.All) + " · " + text.Title(l), l.F(w.AllNote, len(zoo.Networks()))
}
