package worker

import (
	"strconv"
	"strings"
	"sync"
	"time"

	"unetparams/app/html"
	"unetparams/app/link"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/find"
	"unetparams/counter/number"
	"unetparams/counter/published"
)

// The words are ordered as what they are of.
var (
	_ = [find.Rare + 1]config.Text(text.Explain.Usual)
	_ = [find.EveryRun]config.Text(text.Explain.Miscount)
	_ = [published.NotBuilt + 1]config.Text(text.Explain.Verdict)
)

// A search looks for the networks that have a number.
type search struct {
	lang   text.Lang
	text   string
	here   *config.Config // the page's network, which they are compared with
	search *find.Search
	rows   [numLists]int // that are asked for in each list
	opened string        // the row whose group is shown
	wanted pace
}

// A pace gives other questions their turn between two pieces of work, and reports
// whether the work is still wanted.
type pace func() bool

// The lists of an answer.
const (
	listPublished = iota
	listOthers
	listMiscounts
	listCoincidences
	numLists
)

// How many rows a list has at first, how many more at a time, and how many of a
// group are shown. Coincidences have none until they are asked for.
const fewRows, moreRows, groupRows = 6, 12, 24

// A finding is what is shown of an answer.
type finding struct {
	busy     bool // long enough to say so
	done     bool
	searched int64
	order    [numLists]int // of the lists: the likelier explanation first
	lists    [numLists][]foundRow
	rest     [numLists]int // rows that are not made yet
	known    []knownRow
	answer   answer
	chance   string // of a coincidence
	near     []foundRow
}

// A foundRow is a network that has the number.
type foundRow struct {
	id      string // tells rows apart
	total   string
	name    string
	how     string // the differences from a published network, and how usual they are
	wrong   string // the miscount
	note    string // about the classes
	off     string // how far off it is, where nothing was found
	chance  string // of an accident
	href    string
	config  *config.Config
	alike   int // others of its group
	group   *find.Group
	members []foundRow
	// mechanism says that another way to go up counts alike; other is a network
	// that goes up so.
	mechanism string
	other     *foundRow
}

// A knownRow is a published number whose network has another one, or can't be
// built here.
type knownRow struct {
	*find.Known
	near foundRow // the network as we count it
}

// catalogue is what all searches have learned.
var catalogue = sync.OnceValue(find.NewCatalogue)

// why answers which networks have the number that is written in text, or, where there
// is no text, which networks the numbers are of that are often quoted. The answer
// has reading, how the number was understood, problem, "true" where it was not, and
// html. It is compared with the network of link; rows are how many rows each list
// has, with commas, and opened is the row whose group is shown.
//
// What there is comes at once and then twice a second. A search goes on where a
// question with the same text has left it.
func (w *Worker) why(q Message, wanted func() bool, say func(Message)) {
	l, s := language(q), q["text"]
	if s == "" {
		say(Message{"html": famous(l)})
		return
	}
	r, err := find.Read(s)
	if p, ok := err.(number.Problem); ok {
		say(Message{"reading": l.T(text.Explain.Problem[p-1]), "problem": strconv.FormatBool(p != number.Empty)})
		return
	}
	if w.search == nil || w.searched != s {
		w.search, w.searched = catalogue().Search(r), s
		say(Message{"reading": reading(l, r), "html": ""})
	} else {
		say(Message{"reading": reading(l, r)})
	}
	opened, _ := link.Parse(q["link"])
	x := &search{lang: l, text: s, here: opened.Config, search: w.search, opened: q["opened"], wanted: wanted}
	for i, n := range strings.Split(q["rows"], ",") {
		if i < len(x.rows) {
			x.rows[i], _ = strconv.Atoi(n)
		}
	}
	x.run(say)
}

// run searches until it is through or another question is asked, and says what
// there is.
func (x *search) run(say func(Message)) {
	begin := time.Now()
	shown := begin.Add(-time.Hour)
	show := func(done, busy bool) {
		if f := x.find(done, busy); x.wanted() {
			say(Message{"html": written(func(m *html.Writer) { x.write(m, f) })})
		}
	}
	for x.search.Step() {
		if !x.wanted() {
			return
		}
		if time.Since(shown) > 500*time.Millisecond && x.search.Counted() {
			shown = time.Now()
			show(false, time.Since(begin) > 400*time.Millisecond)
		}
	}
	show(true, false)
}

// reading says how a number was understood.
func reading(l text.Lang, r find.Reading) string {
	w := &text.Explain
	if r.Bytes {
		units := [2]config.Text{w.MB, w.MiB}
		if r.Binary {
			units = [2]config.Text{w.MiB, w.MB}
		}
		s := l.F(w.Size, number.Grouped(r.Lo), number.Grouped(r.Hi), l.T(units[0]))
		if r.OtherHi > 0 {
			s += " " + l.F(w.SizeOther, number.Grouped(r.OtherLo), number.Grouped(r.OtherHi), l.T(units[1]))
		}
		return s
	}
	s := l.F(w.Exactly, number.Grouped(r.Value))
	if !r.Exact() {
		s = l.F(w.Rounded, number.Grouped(r.Lo), number.Grouped(r.Hi))
	}
	if r.Assumed {
		s = l.T(w.Assumed) + " " + s
	}
	return s
}

// find makes the rows of what was found so far.
func (x *search) find(done, busy bool) *finding {
	s := x.search
	l, a, goOn := x.lang, s.Answer(done), x.wanted
	f := &finding{done: done, busy: busy, searched: s.Searched,
		chance: chance(l, a.Chance),
		order:  [numLists]int{listPublished, listOthers, listMiscounts, listCoincidences}}
	// A miscount weighs as much as a setting that differs.
	if len(a.Miscounts) > 0 && (len(a.Findings) == 0 || a.Miscounts[0].Departures+1 < a.Findings[0].Departures) {
		f.order = [numLists]int{listPublished, listMiscounts, listOthers, listCoincidences}
	}
	why := x.text
	if len(why) > link.MaxWhy {
		why = "" // no link carries it
	}
	f.answer = newAnswer(l, a, s.Reading, x.here, why, done)
	x.showKnown(f, a.Known, goOn)
	for list, groups := range [numLists][]*find.Group{listOthers: a.Findings, listMiscounts: a.Miscounts, listCoincidences: a.Coincidences} {
		for i, g := range groups {
			if i == x.rows[list] || !goOn() {
				f.rest[list] = len(groups) - i
				break
			}
			if row, ok := groupRow(l, g); ok {
				row.group, row.alike = g, g.Size-1
				if list != listCoincidences {
					row.chance = l.F(text.Explain.RowChance, number.Grouped(g.Chance.OneIn()))
				}
				row.mechanisms(l, done)
				f.lists[list] = append(f.lists[list], row)
			}
		}
	}
	for _, g := range a.Nearest {
		if row, ok := groupRow(l, g); ok {
			row.off = offBy(l, g.Total, s.Reading)
			f.near = append(f.near, row)
		}
	}
	for _, rows := range f.lists {
		for i := range rows {
			rows[i].id = rows[i].href + rows[i].wrong
			if rows[i].id == x.opened && rows[i].group != nil {
				rows[i].members = memberRows(l, goOn, rows[i].group, s.Reading)
			}
		}
	}
	return f
}

// showKnown makes the rows of what is known: of published networks that have the
// number, and of published numbers that their networks don't have.
func (x *search) showKnown(f *finding, known []*find.Known, goOn pace) {
	l := x.lang
	var reproduced []*find.Known
	for _, k := range known {
		c := k.Config()
		if c != nil && k.Verdict == published.Exact {
			reproduced = append(reproduced, k)
			continue
		}
		row := knownRow{Known: k}
		if c != nil {
			row.near = newFoundRow(l, c, k.Total)
		}
		f.known = append(f.known, row)
	}
	for i, k := range reproduced {
		if i == x.rows[listPublished] || !goOn() {
			f.rest[listPublished] = len(reproduced) - i
			break
		}
		row := newFoundRow(l, k.Config(), k.Total)
		row.note = l.T(k.Why)
		if k.Group != nil {
			row.group, row.alike = k.Group, k.Group.Size-1
		}
		row.mechanisms(l, f.done)
		f.lists[listPublished] = append(f.lists[listPublished], row)
	}
}

// chance says how often a number is met by accident.
func chance(l text.Lang, c find.Chance) string {
	if n := c.OneIn(); n > 1 {
		return l.F(text.Explain.ChanceOneIn, number.Grouped(n))
	}
	return l.T(text.Explain.ChanceEach)
}

// offBy says how far a total is from the number asked for.
func offBy(l text.Lang, total int64, r find.Reading) string {
	if total < r.Lo {
		return l.F(text.Explain.Below, number.Grouped(r.Lo-total), number.Grouped(r.Lo))
	}
	return l.F(text.Explain.Above, number.Grouped(total-r.Hi), number.Grouped(r.Hi))
}

// memberRows shows the networks of a group after the leading one, by what they
// differ from that in.
func memberRows(l text.Lang, goOn pace, g *find.Group, r find.Reading) []foundRow {
	var rows []foundRow
	members := g.Members(r, groupRows+1)
	lead, ok := members[0].Config()
	for _, m := range members[1:] {
		row, same := groupRow(l, m)
		if !ok || !same || !goOn() {
			continue
		}
		row.name, row.how = l.Differences(lead, row.config), ""
		rows = append(rows, row)
	}
	return rows
}

// foundRow shows a published network.
func newFoundRow(l text.Lang, c *config.Config, total int64) foundRow {
	return foundRow{
		total:  number.Grouped(total),
		name:   l.Config(c),
		href:   "#" + link.Encode(link.State{Config: c}),
		config: c,
	}
}

// groupRow shows a network beside the published one that it is nearest to. It is
// false if the engine counts another number, which would be a mistake of ours.
func groupRow(l text.Lang, g *find.Group) (foundRow, bool) {
	c, ok := g.Config()
	if !ok {
		return foundRow{}, false
	}
	near := g.Net.Config()
	row := newFoundRow(l, c, g.Total)
	row.name = l.Config(near)
	row.how = evidence(l, g, near, c)
	if g.OffByOneClass() {
		row.note = l.T(text.Explain.Background)
	}
	if g.Miscount != find.None {
		real, err := c.Count()
		sign := " − "
		if g.Total > real {
			sign = " + "
		}
		if err == nil {
			row.wrong = l.T(text.Explain.Miscount[g.Miscount-1]) + l.T(text.Describe.Colon) +
				number.Grouped(real) + sign + number.Grouped(max(real-g.Total, g.Total-real)) + " = " + number.Grouped(g.Total)
		}
	}
	return row, true
}

// write writes what is found so far.
func (x *search) write(m *html.Writer, f *finding) {
	l, w := x.lang, &text.Explain
	f.answer.write(m, l)
	if len(f.known) > 0 {
		m.Tag("ul", "class", "found")
		for i := range f.known {
			x.writeKnown(m, &f.known[i])
		}
		m.End("ul")
	}
	titles := [numLists]config.Text{w.Published, w.Others, w.Miscounts, w.Coincidences}
	for _, i := range f.order {
		if len(f.lists[i]) > 0 || i == listCoincidences && f.rest[i] > 0 {
			m.Element("h3", l.T(titles[i]))
		}
		if i == listCoincidences && f.rest[i] > 0 {
			m.Element("p", f.chance, "class", "searched")
		}
		if len(f.lists[i]) > 0 {
			x.writeList(m, f.lists[i])
		}
		if f.rest[i] > 0 && f.done {
			m.Element("button", l.F(w.More, number.Grouped(int64(f.rest[i]))), "type", "button", "data-more", strconv.Itoa(i))
		}
	}
	if len(f.near) > 0 {
		m.Element("p", l.T(w.Near), "class", "reading")
		x.writeList(m, f.near)
	}
	switch {
	case f.done:
		m.Element("p", l.F(w.Searched, number.Grouped(f.searched))+" "+l.T(w.SearchedHelp), "class", "searched")
	case f.busy:
		m.Element("progress", "", "aria-label", l.T(w.Title))
		m.Element("p", l.F(w.Searching, number.Grouped(f.searched)), "class", "searched")
	}
}

func (x *search) writeList(m *html.Writer, rows []foundRow) {
	m.Tag("ul", "class", "found")
	for i := range rows {
		x.writeRow(m, &rows[i])
	}
	m.End("ul")
}

func (x *search) writeRow(m *html.Writer, r *foundRow) {
	l := x.lang
	m.Tag("li")
	m.Element("span", r.total, "class", "n")
	m.Tag("div")
	r.open(m)
	for _, line := range []struct{ class, text string }{{"how", r.how}, {"how", r.note}, {"wrong", r.wrong}, {"how", r.off}, {"how", r.chance}} {
		if line.text != "" {
			m.Element("p", line.text, "class", line.class)
		}
	}
	if r.mechanism != "" {
		m.Tag("p", "class", "how")
		m.Text(r.mechanism)
		if r.other != nil {
			m.Text(" ")
			r.other.open(m)
		}
		m.End("p")
	}
	open := r.alike > 0 && x.opened == r.id
	if r.alike > 0 {
		label := l.F(text.Explain.Alike, number.Grouped(int64(r.alike)))
		if open {
			label = l.T(text.Explain.Hide)
		}
		m.Element("button", label, "type", "button", "aria-expanded", strconv.FormatBool(open), "data-alike", r.id)
	}
	m.End("div")
	if open {
		x.writeList(m, r.members)
	}
	m.End("li")
}

func (x *search) writeKnown(m *html.Writer, k *knownRow) {
	l, w := x.lang, &text.Explain
	total := k.Printed
	if total == "" {
		total = number.Grouped(k.Total)
	}
	name := l.T(k.Name)
	if k.What.EN != "" {
		name += l.T(text.Describe.Comma) + l.T(k.What)
	}
	class := "wrong"
	if k.Verdict == published.Explained {
		class = "how"
	}
	m.Tag("li")
	m.Element("span", total, "class", "n")
	m.Tag("div")
	m.Element("p", name)
	m.Element("p", l.T(w.Verdict[k.Verdict])+" "+l.T(k.Why), "class", class)
	if k.near.config != nil {
		m.Tag("p")
		m.Text(l.T(w.Nearest) + l.T(text.Describe.Colon))
		k.near.open(m)
		m.Text(" " + k.near.total)
		m.End("p")
	}
	m.Tag("p", "class", "how")
	m.Text(l.T(w.Source) + l.T(text.Describe.Colon))
	writeSource(m, k.Source)
	m.End("p")
	m.End("div")
	m.End("li")
}

// open writes the link to a network: a real one, for a tab of its own. The page shows
// the network where it stands.
func (r *foundRow) open(m *html.Writer) { m.Element("a", r.name, "href", r.href, "data-open", "") }

// writeSource writes the link to where a number is from.
func writeSource(m *html.Writer, s config.Source) {
	title := s.Title
	if s.Commit != "" {
		title += " @ " + s.Commit[:min(7, len(s.Commit))]
	}
	if s.Year > 0 {
		title += " (" + strconv.Itoa(s.Year) + ")"
	}
	m.Element("a", title, "href", s.URL, "rel", "noopener")
}
