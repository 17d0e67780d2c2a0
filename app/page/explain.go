package page

import (
	"sync"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/link"
	"unetparams/app/section"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/app/turn"
	"unetparams/counter/config"
	"unetparams/counter/find"
	"unetparams/counter/number"
	"unetparams/counter/published"
)

// explain asks which networks have a number of parameters. What is typed here
// lays out nothing else of the page.
type explain struct {
	app.Compo
	Session *session.Session
	Version int    // of the state
	Why     string // the number that the link asks about
	Shown   bool   // its panel is in sight

	text string // what stands in the field
	turn int    // counts the questions: an older one's search ends
	said finding
	// rows counts those that are asked for in each list; opened is the row
	// whose group is shown.
	rows   [numLists]int
	opened string
	search *find.Search
	result find.Answer    // of a search that is done
	here   *config.Config // the page's network that it is compared with
}

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
	reading  string
	problem  bool
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

// catalogue is what all searches of the page have learned.
var catalogue = sync.OnceValue(find.NewCatalogue)

var examples = []string{"31M", "28.24M", "7.76M"}

// Render implements go-app's Composer.
func (x *explain) Render() app.UI {
	l, w, f := x.Session.Lang, &text.Explain, &x.said
	reading := "reading"
	if f.problem {
		reading += " bad"
	}
	return section.Titled("explain", l.T(w.Title), l.T(w.TitleHelp),
		app.Div().Class("ask").Body(
			app.Input().Type("text").ID("why").Placeholder(l.T(w.Place)).Aria("label", l.T(w.Label)).
				Aria("describedby", "why-reading").AutoComplete(false).Spellcheck(false).OnInput(x.onInput).OnChange(x.onCommit),
			app.Div().Class("examples").Role("group").Aria("label", l.T(w.Examples)).Body(
				app.Range(examples).Slice(func(i int) app.UI {
					return app.Button().Type("button").OnClick(x.onExample(examples[i]), examples[i]).Text(examples[i])
				}),
			),
		),
		app.P().ID("why-reading").Class(reading).Role("status").Text(f.reading),
		app.Div().ID("why-found").Aria("busy", dom.BoolText(!f.done && f.reading != "" && !f.problem)).Body(x.found()...),
	)
}

// found is what is found so far.
func (x *explain) found() []app.UI {
	l, w, f := x.Session.Lang, &text.Explain, &x.said
	if f.reading == "" && x.Shown {
		return intro(x.Session.Lang)
	}
	var body []app.UI
	body = append(body, x.first(f.answer)...)
	if len(f.known) > 0 {
		body = append(body, app.Ul().Class("found").Body(app.Range(f.known).Slice(func(i int) app.UI { return x.knownRow(f.known[i]) })))
	}
	titles := [numLists]config.Text{w.Published, w.Others, w.Miscounts, w.Coincidences}
	for _, i := range f.order {
		if len(f.lists[i]) > 0 || i == listCoincidences && f.rest[i] > 0 {
			body = append(body, app.H3().Text(l.T(titles[i])))
		}
		if i == listCoincidences && f.rest[i] > 0 {
			body = append(body, app.P().Class("searched").Text(f.chance))
		}
		if len(f.lists[i]) > 0 {
			body = append(body, x.list(f.lists[i]))
		}
		if f.rest[i] > 0 && f.done {
			body = append(body, app.Button().Type("button").OnClick(x.onMore(i), i).
				Text(l.F(w.More, number.Grouped(int64(f.rest[i])))))
		}
	}
	if len(f.near) > 0 {
		body = append(body, app.P().Class("reading").Text(l.T(w.Near)), x.list(f.near))
	}
	switch {
	case f.done:
		body = append(body, app.P().Class("searched").Text(l.F(w.Searched, number.Grouped(f.searched))+" "+l.T(w.SearchedHelp)))
	case f.busy:
		body = append(body,
			app.Elem("progress").Aria("label", l.T(w.Title)),
			app.P().Class("searched").Text(l.F(w.Searching, number.Grouped(f.searched))))
	}
	return body
}

func (x *explain) list(rows []foundRow) app.UI {
	return app.Ul().Class("found").Body(app.Range(rows).Slice(func(i int) app.UI { return x.row(rows[i]) }))
}

func (x *explain) row(r foundRow) app.UI {
	l := x.Session.Lang
	body := []app.UI{x.open(r)}
	for _, line := range []struct{ class, text string }{{"how", r.how}, {"how", r.note}, {"wrong", r.wrong}, {"how", r.off}, {"how", r.chance}} {
		if line.text != "" {
			body = append(body, app.P().Class(line.class).Text(line.text))
		}
	}
	if r.mechanism != "" {
		p := []app.UI{app.Text(r.mechanism)}
		if r.other != nil {
			p = append(p, app.Text(" "), x.open(*r.other))
		}
		body = append(body, app.P().Class("how").Body(p...))
	}
	var members app.UI
	if r.alike > 0 {
		open := x.opened == r.id
		label := l.F(text.Explain.Alike, number.Grouped(int64(r.alike)))
		if open {
			label, members = l.T(text.Explain.Hide), x.list(r.members)
		}
		body = append(body, app.Button().Type("button").Aria("expanded", dom.BoolText(open)).
			OnClick(x.onAlike(r.id), r.id).Text(label))
	}
	return app.Li().Body(
		app.Span().Class("n").Text(r.total),
		app.Div().Body(body...),
		members,
	)
}

func (x *explain) knownRow(k knownRow) app.UI {
	l, w := x.Session.Lang, &text.Explain
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
	body := []app.UI{
		app.P().Text(name),
		app.P().Class(class).Text(l.T(w.Verdict[k.Verdict]) + " " + l.T(k.Why)),
	}
	if k.near.config != nil {
		body = append(body, app.P().Body(app.Text(l.T(w.Nearest)+l.T(text.Describe.Colon)), x.open(k.near), app.Text(" "+k.near.total)))
	}
	body = append(body, app.P().Class("how").Body(app.Text(l.T(w.Source)+l.T(text.Describe.Colon)), section.SourceLink(k.Source)))
	return app.Li().Body(app.Span().Class("n").Text(total), app.Div().Body(body...))
}

// open is the link to a network: a real one, for a tab of its own.
func (x *explain) open(r foundRow) app.UI {
	return app.A().Href(r.href).OnClick(x.onOpen(r.config), r.href).Text(r.name)
}

// OnMount asks what the link asks.
func (x *explain) OnMount(ctx app.Context) { x.OnUpdate(ctx) }

// OnUpdate asks what another link asks, such as one that Back leads to, and
// compares an answer with another network of the page.
func (x *explain) OnUpdate(ctx app.Context) {
	if x.Why != x.text && app.IsClient {
		x.write(x.Why)
		x.ask(ctx, x.Why)
		if x.Why == "" {
			x.said = finding{} // as if nothing had ever been asked
		}
		x.Update()
	} else if x.said.done && x.here != nil && !x.here.Equal(x.Session.State.Config) {
		x.compareAgain(ctx)
	}
}

func (x *explain) onInput(ctx app.Context, e app.Event) {
	x.ask(ctx, ctx.JSSrc().Get("value").String())
}

func (x *explain) onExample(text string) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		x.write(text)
		x.ask(ctx, text)
		x.commit()
	}
}

// onCommit ends typing: the question is part of the address.
func (x *explain) onCommit(ctx app.Context, e app.Event) { x.commit() }

func (x *explain) commit() {
	x.Session.State.Why = x.text
	x.Session.History.Push(x.Session.State.Link(), "why")
}

// write puts a text in the field. What a reader types there, go-app does not see.
func (x *explain) write(text string) {
	if field := app.Window().GetElementByID("why"); field.Truthy() && field.Get("value").String() != text {
		field.Set("value", text)
	}
}

func (x *explain) onMore(list int) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		x.rows[list] += moreRows
		x.fill(ctx)
	}
}

func (x *explain) onAlike(id string) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		if x.opened == id {
			x.opened = ""
			return
		}
		x.opened = id
		x.fill(ctx)
	}
}

// onOpen shows the network here.
func (x *explain) onOpen(c *config.Config) app.EventHandler {
	return here(func() { x.Session.Use(c.Clone(), "explain") })
}

// onCompare compares the page's network with another one.
func (x *explain) onCompare(c *config.Config) app.EventHandler {
	return here(func() { x.Session.Compare(c.Clone(), "explain") })
}

// here follows a link in this page. With a key held, the browser opens it where
// the reader wants it: go-app must not hear of that.
func here(follow func()) app.EventHandler {
	return func(ctx app.Context, e app.Event) {
		e.Call("stopPropagation")
		for _, key := range []string{"ctrlKey", "metaKey", "shiftKey", "altKey"} {
			if e.Get(key).Bool() {
				return
			}
		}
		e.PreventDefault()
		follow()
	}
}

// ask begins to answer a question; an older one is forgotten.
func (x *explain) ask(ctx app.Context, s string) {
	x.turn++
	x.text, x.opened, x.search, x.said = s, "", nil, finding{}
	x.rows = [numLists]int{listPublished: fewRows, listOthers: fewRows, listMiscounts: fewRows}
	l, w := x.Session.Lang, &text.Explain
	r, err := find.Read(s)
	if len(s) > link.MaxWhy {
		x.text = "" // no link carries it
	}
	if p, ok := err.(number.Problem); ok {
		x.said = finding{problem: p != number.Empty, reading: l.T(w.Problem[p-1])}
		return
	}
	x.said.reading = reading(l, r)
	x.search = catalogue().Search(r)
	turn := x.turn
	ctx.Async(func() { x.run(ctx, turn, x.search) })
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

// A pace gives the page its turn between two pieces of work, and reports whether
// the work is still wanted.
type pace func() bool

func (x *explain) pace(asked int) pace {
	return func() bool {
		if turn.Due() {
			turn.Give()
		}
		return x.turn == asked
	}
}

// run searches until it is through or another question is asked, and shows what
// there is: first at once, then twice a second.
func (x *explain) run(ctx app.Context, asked int, s *find.Search) {
	goOn := x.pace(asked)
	begin := time.Now()
	shown := begin.Add(-time.Hour)
	for s.Step() {
		if !goOn() {
			return
		}
		if time.Since(shown) > 500*time.Millisecond && s.Counted() {
			shown = time.Now()
			x.show(ctx, goOn, s, false, time.Since(begin) > 400*time.Millisecond)
		}
	}
	x.show(ctx, goOn, s, true, false)
}

// fill makes rows that are asked for after the search; until then, the search
// makes them along with the others.
func (x *explain) fill(ctx app.Context) {
	if s := x.search; s != nil && x.said.done {
		x.turn++
		goOn := x.pace(x.turn)
		ctx.Async(func() { x.show(ctx, goOn, s, true, false) })
	}
}

// compareAgain compares what was found with the network that the page has now. The
// rows stay: they don't depend on it.
func (x *explain) compareAgain(ctx app.Context) {
	here := x.Session.State.Config.Clone()
	x.here = here
	goOn, why, r := x.pace(x.turn), x.text, x.search.Reading
	ctx.Async(func() {
		if a := newAnswer(x.Session.Lang, x.result, r, here, why, true); goOn() && x.here == here {
			ctx.Dispatch(func(app.Context) { x.said.answer = a })
		}
	})
}

// show makes the rows of what was found so far and puts them on the page.
func (x *explain) show(ctx app.Context, goOn pace, s *find.Search, done, busy bool) {
	l, a := x.Session.Lang, s.Answer(done)
	f := finding{reading: x.said.reading, done: done, busy: busy, searched: s.Searched,
		chance: chance(l, a.Chance),
		order:  [numLists]int{listPublished, listOthers, listMiscounts, listCoincidences}}
	// A miscount weighs as much as a setting that differs.
	if len(a.Miscounts) > 0 && (len(a.Findings) == 0 || a.Miscounts[0].Departures+1 < a.Findings[0].Departures) {
		f.order = [numLists]int{listPublished, listMiscounts, listOthers, listCoincidences}
	}
	here := x.Session.State.Config.Clone()
	f.answer = newAnswer(l, a, s.Reading, here, x.text, done)
	x.showKnown(&f, a.Known, goOn)
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
	if goOn() {
		ctx.Dispatch(func(app.Context) { x.said, x.result, x.here = f, a, here })
	}
}

// showKnown makes the rows of what is known: of published networks that have the
// number, and of published numbers that their networks don't have.
func (x *explain) showKnown(f *finding, known []*find.Known, goOn pace) {
	l := x.Session.Lang
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
