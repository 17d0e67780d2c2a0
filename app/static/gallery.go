package static

import (
	"math"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/diagram"
	"unetparams/app/html"
	"unetparams/app/link"
	"unetparams/app/section"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/published"
)

// GalleryTitle returns title and description of the page of published numbers.
func GalleryTitle(l text.Lang) (title, description string) {
	w, n := &galleryWords, verdicts()
	return l.T(w.Title) + " · " + text.Title(l), l.F(w.Description, len(published.Rows()), n[0], n[1], n[2])
}

// verdicts counts the rows of each verdict.
func verdicts() (n [3]int) {
	for _, r := range published.Rows() {
		n[r.Verdict]++
	}
	return n
}

// marks are the shapes of the verdicts, beside their colours and words.
var marks = [3]string{"✓", "≈", "✗"}

// A galleryRow is a row with what was counted for it.
type galleryRow struct {
	*published.Row
	count, by int64
	config    *config.Config
	thumb     string
}

// NewGallery returns the page of published numbers, finished but for what
// web/gallery.js adds: search, filter and order. Up leads to the calculator of
// the language.
func NewGallery(l text.Lang, up string) app.UI {
	w := &galleryWords
	rows := galleryRows()
	n := verdicts()
	var legend []app.UI
	for i := range w.Verdicts {
		legend = append(legend, app.Li().Body(
			app.Raw(badge(l, published.Verdict(i))),
			app.Span().Text(" "+l.F(w.Of, n[i], len(rows))+": "+l.T(w.VerdictHelp[i])),
		))
	}
	return app.Div().ID("page").Class("published").Body(
		siteHeader(l, l.T(w.Title), l.T(w.Line), "gallery/", up),
		app.Main().ID("answer").TabIndex(-1).Body(
			app.Section().ID("gallery-intro").Body(
				app.P().Text(l.T(w.Intro)),
				app.Ul().Class("verdicts").Body(legend...),
			),
			section.Titled("sizes", l.T(w.Chart), l.T(w.ChartHelp),
				app.Div().Class("u").Body(
					app.Div().Class("wide").Body(app.Raw(sizeChart(l, rows, 900, 340, "wide"))),
					app.Div().Class("narrow").Body(app.Raw(sizeChart(l, rows, 344, 300, "narrow"))),
				),
			),
			section.Titled("numbers", l.T(w.Table), "",
				app.Raw(galleryTools(l)),
				app.Raw(galleryTable(l, rows, up)),
				app.P().Class("help").Text(l.T(w.Missing)),
			),
		),
		section.Footer(l),
	)
}

// galleryRows counts the network of every row.
func galleryRows() []galleryRow {
	all := published.Rows()
	rows := make([]galleryRow, len(all))
	for i := range all {
		r := galleryRow{Row: &all[i]}
		var err error
		must := func(e error) {
			if e != nil {
				panic(e) // a row of ours is wrong: the tests of package published find it
			}
		}
		r.config, err = r.Config()
		must(err)
		_, report, err := r.config.Build()
		must(err)
		r.count, r.thumb = report.Learnable, diagram.Thumb(report)
		r.by, err = r.CountBy()
		must(err)
		rows[i] = r
	}
	return rows
}

func badge(l text.Lang, v published.Verdict) string {
	return `<span class="badge ` + v.String() + `"><span aria-hidden="true">` + marks[v] + `</span> ` + l.T(galleryWords.Verdicts[v]) + `</span>`
}

// galleryTools are the controls that gallery.js brings to life; without it they
// stay hidden.
func galleryTools(l text.Lang) string {
	w := &galleryWords
	var b html.Writer
	choice := func(id string, label config.Text, options ...string) {
		b.WriteString(`<label for="` + id + `">`)
		b.Text(l.T(label))
		b.WriteString(`</label><select id="` + id + `">`)
		for i := 0; i < len(options); i += 2 {
			b.WriteString(`<option value="` + options[i] + `">`)
			b.Text(options[i+1])
			b.WriteString(`</option>`)
		}
		b.WriteString(`</select>`)
	}
	b.WriteString(`<div id="gallery-tools" class="actions" role="search" aria-label="`)
	b.Text(l.T(w.Tools))
	b.WriteString(`" hidden=""><input id="gallery-search" type="search" autocomplete="off" spellcheck="false" maxlength="200" placeholder="`)
	b.Text(l.T(w.Search))
	b.WriteString(`" aria-label="`)
	b.Text(l.T(w.Search))
	b.WriteString(`"/>`)
	choice("gallery-verdict", w.Filter, "", l.T(w.All), "exact", l.T(w.Verdicts[0]), "explained", l.T(w.Verdicts[1]), "not-reproduced", l.T(w.Verdicts[2]))
	choice("gallery-sort", w.Sort, "", l.T(w.AsListed), "-year", l.T(w.Newest), "year", l.T(w.Oldest),
		"-count", l.T(w.Largest), "count", l.T(w.Smallest), "name", l.T(w.ByName))
	b.WriteString(`<output id="gallery-shown" data-text="`)
	b.Text(l.T(w.Shown))
	b.WriteString(`" data-none="`)
	b.Text(l.T(w.None))
	b.WriteString(`"></output></div>`)
	return b.String()
}

func galleryTable(l text.Lang, rows []galleryRow, up string) string {
	w := &galleryWords
	var b html.Writer
	b.WriteString(`<table id="gallery" class="rows"><thead><tr><td></td>`)
	b.Columns(l.T(w.Net), l.T(w.Says), l.T(w.Code), l.T(w.We), l.T(w.Verdict))
	b.WriteString(`</tr></thead><tbody>`)
	drawn := map[string]string{} // a picture is written once, and used again
	for i := range rows {
		r := &rows[i]
		href := up + "#" + link.Encode(link.State{Config: r.config})
		b.WriteString(`<tr id="` + r.ID + `" data-verdict="` + r.Verdict.String() + `" data-year="` + strconv.Itoa(r.Year) +
			`" data-count="` + strconv.FormatInt(r.count, 10) + `" data-name="`)
		b.Text(l.T(r.Net))
		b.WriteString(`"><td class="picture">`)
		if id, ok := drawn[r.thumb]; ok {
			b.WriteString(`<svg class="diagram thumb" viewBox="0 0 120 72" aria-hidden="true" focusable="false"><use href="#` + id + `"></use></svg>`)
		} else {
			id := "u-" + r.ID
			drawn[r.thumb] = id
			open := strings.Index(r.thumb, ">") + 1 // of the svg element
			// The class comes along with the copies, whose style sheet sees no more.
			b.WriteString(r.thumb[:open] + `<g id="` + id + `" class="diagram thumb">` + strings.TrimSuffix(r.thumb[open:], "</svg>") + `</g></svg>`)
		}
		b.WriteString(`</td><th scope="row"><span class="name">`)
		b.Text(l.T(r.Net))
		b.WriteString(`</span><span class="help">` + strconv.Itoa(r.Year) + " · ")
		if r.Of() == published.Quarrel {
			b.Text(l.T(w.Everywhere))
		} else {
			b.Source(r.Of())
		}
		b.Text(l.T(text.Describe.Comma) + l.T(r.Where))
		b.WriteString(`</span></th>`)
		b.TitledCell(l.T(w.Says), func() {
			if r.Printed == "" {
				b.Text(l.T(w.NoNumber))
				return
			}
			b.WriteString(`<strong>`)
			b.Text(r.Printed)
			b.WriteString(`</strong>`)
		})
		b.TitledCell(l.T(w.Code), func() {
			if r.Code == 0 {
				b.Text(l.T(w.NoNumber))
				return
			}
			b.WriteString(number.Grouped(r.Code) + `<span class="help">`)
			b.Source(r.OfCode())
			b.WriteString(`</span>`)
		})
		b.TitledCell(l.T(w.We), func() {
			b.WriteString(`<a href="`)
			b.Text(href)
			b.WriteString(`" title="`)
			b.Text(l.T(w.Open) + l.T(text.Describe.Colon) + l.Config(r.config))
			b.WriteString(`">` + number.Grouped(r.count) + `</a>`)
			if n, err := r.Number(); err == nil && n.Bytes {
				b.WriteString(`<span class="help">`)
				b.Text(l.F(w.Bytes, number.Hundredths(4*r.count, 1_000_000)))
				b.WriteString(`</span>`)
			}
		})
		b.WriteString(`<td class="verdict-cell">` + badge(l, r.Verdict) + ` `)
		b.Text(galleryWhy(l, r))
		if by, err := r.Reconfigured(); r.Verdict == published.Explained && err == nil && !by.Equal(r.config) {
			b.WriteString(` <a href="`)
			b.Text(up + "#" + link.Encode(link.State{Config: r.config, Other: by}))
			b.WriteString(`">`)
			b.Text(l.T(w.Compare))
			b.WriteString(`</a>`)
		}
		b.WriteString(`</td></tr>`)
	}
	b.WriteString(`</tbody></table>`)
	return b.String()
}

// galleryWhy says the convention of a row, or how far off it is.
func galleryWhy(l text.Lang, r *galleryRow) string {
	w := &galleryWords
	var parts []string
	switch r.Verdict {
	case published.NotReproduced:
		if n, err := r.Number(); err == nil {
			of := 1000 + n.Off(r.count)
			parts = append(parts, l.F(w.Off, strconv.FormatInt(of/10, 10)+"."+strconv.FormatInt(of%10, 10)))
		}
	case published.Explained:
		parts = append(parts, l.F(w.Counted, number.Grouped(r.by)))
	}
	if why := l.T(r.Why); why != "" {
		parts = append(parts, why)
	}
	return strings.Join(parts, " ")
}

// sizeChart draws the networks by year and size: a point a row, whose shape is
// its verdict. Points of one year stand side by side in the order of the rows.
func sizeChart(l text.Lang, rows []galleryRow, width, height float64, id string) string {
	const left, right, top, bottom = 44, 8, 12, 26
	first, last := rows[0].Year, rows[0].Year
	least, most := rows[0].count, rows[0].count
	perYear := map[int]int{}
	for _, r := range rows {
		first, last = min(first, r.Year), max(last, r.Year)
		least, most = min(least, r.count), max(most, r.count)
		perYear[r.Year]++
	}
	lo, hi := math.Floor(math.Log10(float64(least))), math.Ceil(math.Log10(float64(most)))
	year := (width - left - right) / float64(last-first+1)
	x := func(y int, i int) float64 {
		return left + year*(float64(y-first)+float64(i+1)/float64(perYear[y]+1))
	}
	y := func(n float64) float64 {
		return top + (height-top-bottom)*(hi-math.Log10(n))/(hi-lo)
	}
	num := func(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }
	var b html.Writer
	b.WriteString(`<svg class="sizes" viewBox="0 0 ` + num(width) + ` ` + num(height) + `" role="group" aria-labelledby="sizes-` + id + `"><title id="sizes-` + id + `">`)
	b.Text(l.T(galleryWords.Chart) + ". " + l.F(galleryWords.ChartDesc, len(rows), number.Grouped(least), number.Grouped(most)))
	b.WriteString(`</title><g class="grid" aria-hidden="true">`)
	for e := lo; e <= hi; e++ {
		n := math.Pow(10, e)
		label := number.Grouped(int64(n))
		switch {
		case n >= 1e6:
			label = strconv.Itoa(int(n/1e6)) + "M"
		case n >= 1e3:
			label = strconv.Itoa(int(n/1e3)) + "k"
		}
		b.WriteString(`<path d="M` + num(left) + ` ` + num(y(n)) + `H` + num(width-right) + `"></path><text text-anchor="end" x="` + num(left-6) + `" y="` + num(y(n)+4) + `">` + label + `</text>`)
	}
	for i := first; i <= last; i++ {
		at := left + year*float64(i-first)
		b.WriteString(`<path d="M` + num(at) + ` ` + num(top) + `V` + num(height-bottom) + `"></path>`)
		label := strconv.Itoa(i)
		if width < 500 {
			label = "’" + label[2:]
		}
		b.WriteString(`<text text-anchor="middle" x="` + num(at+year/2) + `" y="` + num(height-8) + `">` + label + `</text>`)
	}
	b.WriteString(`</g>`)
	drawn := map[int]int{}
	for i := range rows {
		r := &rows[i]
		px, py := x(r.Year, drawn[r.Year]), y(float64(r.count))
		drawn[r.Year]++
		b.WriteString(`<a class="` + r.Verdict.String() + `" href="#` + r.ID + `" data-row="` + r.ID + `" tabindex="-1"><title>`)
		b.Text(l.T(r.Net) + l.T(text.Describe.Comma) + strconv.Itoa(r.Year) + l.T(text.Describe.Colon) + number.Grouped(r.count) + " (" + l.T(galleryWords.Verdicts[r.Verdict]) + ")")
		b.WriteString(`</title><circle class="hit" cx="` + num(px) + `" cy="` + num(py) + `" r="9"></circle>`)
		switch r.Verdict {
		case published.Exact:
			b.WriteString(`<circle cx="` + num(px) + `" cy="` + num(py) + `" r="4.5"></circle>`)
		case published.Explained:
			b.WriteString(`<path d="M` + num(px) + ` ` + num(py-6) + `l6 6-6 6-6-6z"></path>`)
		default:
			b.WriteString(`<path d="M` + num(px-5) + ` ` + num(py-5) + `l10 10m0-10l-10 10"></path>`)
		}
		b.WriteString(`</a>`)
	}
	b.WriteString(`</svg>`)
	return b.String()
}
