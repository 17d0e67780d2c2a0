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

// marks are the symbols of the verdicts, in addition to their colors and words.
var marks = [3]string{"✓", "≈", "✗"}

// A galleryRow is a row with the counts of its network.
type galleryRow struct {
	*published.Row
	count, by int64
	config    *config.Config
	thumb     string
}

// NewGallery returns the page of published numbers. It is complete except for search,
// filter and sorting, which web/gallery.js adds. Up leads to the calculator of
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
				panic(e) // can't happen: the tests of package published check all rows
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

// galleryTools returns the controls that gallery.js activates; without it they stay
// hidden.
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
	b.WriteString(`"></output><a id="gallery-table" class="button" hidden="" data-pin="`)
	b.Text(l.T(text.Page.Pin))
	b.WriteString(`" data-text="`)
	b.Text(l.T(w.ToTable))
	b.WriteString(`"></a></div>`)
	return b.String()
}

func galleryTable(l text.Lang, rows []galleryRow, up string) string {
	w := &galleryWords
	var b html.Writer
	b.WriteString(`<table id="gallery" class="rows"><thead><tr><td></td>`)
	b.Columns(l.T(w.Net), l.T(w.Says), l.T(w.Code), l.T(w.We), l.T(w.Verdict))
	b.WriteString(`</tr></thead><tbody>`)
	t := &galleryWriter{Writer: &b, Lang: l, up: up, drawn: map[string]string{}}
	for i := range rows {
		t.row(&rows[i])
	}
	b.WriteString(`</tbody></table>`)
	return b.String()
}

// A galleryWriter writes the rows of the table.
type galleryWriter struct {
	*html.Writer
	text.Lang
	up    string            // leads to the calculator
	drawn map[string]string // IDs of pictures already written, which are then referenced
}

func (b *galleryWriter) row(r *galleryRow) {
	b.WriteString(`<tr id="` + r.ID + `" data-verdict="` + r.Verdict.String() + `" data-year="` + strconv.Itoa(r.Year) +
		`" data-count="` + strconv.FormatInt(r.count, 10) + `" data-name="`)
	b.Text(b.T(r.Net))
	b.WriteString(`"><td class="picture">`)
	b.picture(r)
	b.WriteString(`</td>`)
	b.name(r)
	b.numbers(r)
	b.verdict(r)
	b.WriteString(`</tr>`)
}

func (b *galleryWriter) picture(r *galleryRow) {
	if id, ok := b.drawn[r.thumb]; ok {
		b.WriteString(`<svg class="diagram thumb" viewBox="0 0 120 72" aria-hidden="true" focusable="false"><use href="#` + id + `"></use></svg>`)
		return
	}
	id := "u-" + r.ID
	b.drawn[r.thumb] = id
	open := strings.Index(r.thumb, ">") + 1 // of the svg element
	// Copies need the class inside, since the style sheet doesn't see their context.
	b.WriteString(r.thumb[:open] + `<g id="` + id + `" class="diagram thumb">` + strings.TrimSuffix(r.thumb[open:], "</svg>") + `</g></svg>`)
}

// name writes the name of the network, and where its number was printed.
func (b *galleryWriter) name(r *galleryRow) {
	b.WriteString(`<th scope="row"><span class="name">`)
	b.Text(b.T(r.Net))
	b.WriteString(`</span><span class="help">` + strconv.Itoa(r.Year) + " · ")
	if r.Of().Title == published.Quarrel.Title {
		b.Text(b.T(galleryWords.Everywhere))
	} else {
		b.Source(r.Of())
	}
	b.Text(b.T(text.Describe.Comma) + b.T(r.Where))
	b.WriteString(`</span></th>`)
}

// numbers writes the number as printed, that of the code, and ours.
func (b *galleryWriter) numbers(r *galleryRow) {
	w := &galleryWords
	b.TitledCell(b.T(w.Says), func() {
		if r.Printed == "" {
			b.Text(b.T(w.NoNumber))
			return
		}
		b.WriteString(`<strong>`)
		b.Text(r.Printed)
		b.WriteString(`</strong>`)
	})
	b.TitledCell(b.T(w.Code), func() {
		if r.Code == 0 {
			b.Text(b.T(w.NoNumber))
			return
		}
		b.WriteString(number.Grouped(r.Code) + `<span class="help">`)
		b.Source(r.OfCode())
		b.WriteString(`</span>`)
	})
	b.TitledCell(b.T(w.We), func() {
		b.WriteString(`<a href="`)
		b.Text(b.up + "#" + link.Encode(link.State{Config: r.config}))
		b.WriteString(`" title="`)
		b.Text(b.T(w.Open) + b.T(text.Describe.Colon) + b.Config(r.config))
		b.WriteString(`">` + number.Grouped(r.count) + `</a>`)
		if n, err := published.Read(r.Printed); err == nil && n.IsSize() {
			b.WriteString(`<span class="help">`)
			b.Text(b.F(w.Bytes, number.Hundredths(4*r.count, 1_000_000)))
			b.WriteString(`</span>`)
		}
	})
}

// verdict writes the verdict, and a link to the convention that it names.
func (b *galleryWriter) verdict(r *galleryRow) {
	b.WriteString(`<td class="verdict-cell">` + badge(b.Lang, r.Verdict) + ` `)
	b.Text(galleryWhy(b.Lang, r))
	if by, err := r.Reconfigured(); r.Verdict == published.Explained && err == nil && !by.Equal(r.config) {
		b.WriteString(` <a href="`)
		b.Text(b.up + "#" + link.Encode(link.State{Config: r.config, Other: by}))
		b.WriteString(`">`)
		b.Text(b.T(galleryWords.Compare))
		b.WriteString(`</a>`)
	}
	b.WriteString(`</td>`)
}

// galleryWhy returns the convention of a row, or how far off its number is.
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

// A chart shows networks by year and size.
type chart struct {
	html.Writer
	width, height float64
	rows          []galleryRow
	first, last   int         // years
	least, most   int64       // parameters
	perYear       map[int]int // rows
}

// Margins of a chart.
const chartLeft, chartRight, chartTop, chartBottom = 44, 8, 12, 26

// sizeChart draws the networks by year and size: a point for each row, whose shape
// shows the verdict. Points of one year are side by side in the order of the rows.
func sizeChart(l text.Lang, rows []galleryRow, width, height float64, id string) string {
	c := &chart{width: width, height: height, rows: rows, perYear: map[int]int{},
		first: rows[0].Year, last: rows[0].Year, least: rows[0].count, most: rows[0].count}
	for _, r := range rows {
		c.first, c.last = min(c.first, r.Year), max(c.last, r.Year)
		c.least, c.most = min(c.least, r.count), max(c.most, r.count)
		c.perYear[r.Year]++
	}
	c.WriteString(`<svg class="sizes" viewBox="0 0 ` + num(width) + ` ` + num(height) + `" role="group" aria-labelledby="sizes-` + id + `"><title id="sizes-` + id + `">`)
	c.Text(l.T(galleryWords.Chart) + ". " + l.F(galleryWords.ChartDesc, len(rows), number.Grouped(c.least), number.Grouped(c.most)))
	c.WriteString(`</title><g class="grid" aria-hidden="true">`)
	c.sizeLines()
	c.yearLines()
	c.WriteString(`</g>`)
	drawn := map[int]int{}
	for i := range rows {
		r := &rows[i]
		c.point(l, r, drawn[r.Year])
		drawn[r.Year]++
	}
	c.WriteString(`</svg>`)
	return c.String()
}

// num writes a coordinate.
func num(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }

// decades returns the logarithms of the powers of ten that enclose all sizes.
func (c *chart) decades() (lo, hi float64) {
	return math.Floor(math.Log10(float64(c.least))), math.Ceil(math.Log10(float64(c.most)))
}

// year returns the width of a year.
func (c *chart) year() float64 { return (c.width - chartLeft - chartRight) / float64(c.last-c.first+1) }

// y returns the vertical position of a size.
func (c *chart) y(n float64) float64 {
	lo, hi := c.decades()
	return chartTop + (c.height-chartTop-chartBottom)*(hi-math.Log10(n))/(hi-lo)
}

// sizeLines draws a line for each power of ten.
func (c *chart) sizeLines() {
	lo, hi := c.decades()
	for e := lo; e <= hi; e++ {
		n := math.Pow(10, e)
		label := number.Grouped(int64(n))
		switch {
		case n >= 1e6:
			label = strconv.Itoa(int(n/1e6)) + "M"
		case n >= 1e3:
			label = strconv.Itoa(int(n/1e3)) + "k"
		}
		c.WriteString(`<path d="M` + num(chartLeft) + ` ` + num(c.y(n)) + `H` + num(c.width-chartRight) + `"></path><text text-anchor="end" x="` + num(chartLeft-6) + `" y="` + num(c.y(n)+4) + `">` + label + `</text>`)
	}
}

// yearLines draws a line for each year.
func (c *chart) yearLines() {
	for i := c.first; i <= c.last; i++ {
		at := chartLeft + c.year()*float64(i-c.first)
		c.WriteString(`<path d="M` + num(at) + ` ` + num(chartTop) + `V` + num(c.height-chartBottom) + `"></path>`)
		label := strconv.Itoa(i)
		if c.width < 500 {
			label = "’" + label[2:]
		}
		c.WriteString(`<text text-anchor="middle" x="` + num(at+c.year()/2) + `" y="` + num(c.height-8) + `">` + label + `</text>`)
	}
}

// point draws a row, given the number of rows before it in the same year.
func (c *chart) point(l text.Lang, r *galleryRow, before int) {
	x := chartLeft + c.year()*(float64(r.Year-c.first)+float64(before+1)/float64(c.perYear[r.Year]+1))
	y := c.y(float64(r.count))
	c.WriteString(`<a class="` + r.Verdict.String() + `" href="#` + r.ID + `" data-row="` + r.ID + `" tabindex="-1"><title>`)
	c.Text(l.T(r.Net) + l.T(text.Describe.Comma) + strconv.Itoa(r.Year) + l.T(text.Describe.Colon) + number.Grouped(r.count) + " (" + l.T(galleryWords.Verdicts[r.Verdict]) + ")")
	c.WriteString(`</title><circle class="hit" cx="` + num(x) + `" cy="` + num(y) + `" r="9"></circle>`)
	switch r.Verdict {
	case published.Exact:
		c.WriteString(`<circle cx="` + num(x) + `" cy="` + num(y) + `" r="4.5"></circle>`)
	case published.Explained:
		c.WriteString(`<path d="M` + num(x) + ` ` + num(y-6) + `l6 6-6 6-6-6z"></path>`)
	default:
		c.WriteString(`<path d="M` + num(x-5) + ` ` + num(y-5) + `l10 10m0-10l-10 10"></path>`)
	}
	c.WriteString(`</a>`)
}
