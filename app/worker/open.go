package worker

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"unetparams/app/html"
	"unetparams/app/link"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/configfile"
	"unetparams/counter/number"
)

// configuration answers what network configuration files are of: taken, their format;
// html, which says what was understood; and link, that of the network to show, if there
// is one.
func configuration(q Message, files []configfile.File) Message {
	o := opened{lang: language(q), answers: map[string]string{}}
	var answers []configfile.Answer
	for _, name := range slices.Sorted(maps.Keys(q)) {
		if key, ok := strings.CutPrefix(name, "ask."); ok && q[name] != "" {
			o.answers[key] = q[name]
			answers = append(answers, configfile.Answer{Key: key, Value: q[name]})
		}
	}
	o.result = configfile.Read(files, answers...)
	o.choose(q["shown"])
	a := Message{"html": written(o.write), "taken": o.lang.T(o.result.Format)}
	if o.shown != nil && o.shown.Config != nil {
		a["link"] = link.Encode(link.State{Config: o.shown.Config})
	}
	return a
}

// opened is what there is to say of configuration files.
type opened struct {
	lang    text.Lang
	answers map[string]string // by key
	result  configfile.Result
	shown   *configfile.Candidate
}

// choose chooses the network to show: the one at a place, or else the best.
func (o *opened) choose(place string) {
	all := o.result.Candidates
	if i, err := strconv.Atoi(place); err == nil && i >= 0 && i < len(all) {
		o.shown = all[i]
	} else if o.shown = o.result.Best(); o.shown == nil && len(all) > 0 {
		o.shown = all[0]
	}
}

// write writes what was read, what was left aside, and what was not understood.
func (o *opened) write(m *html.Writer) {
	l, r := o.lang, &o.result
	for _, t := range r.Problems {
		m.Element("p", l.T(t), "class", "error")
	}
	if len(r.Candidates) > 1 {
		m.Tag("div", "class", "actions", "role", "group", "aria-label", l.T(text.Opened.Networks))
		for i, c := range r.Candidates {
			o.choice(m, i, c)
		}
		m.End("div")
	}
	if o.shown != nil {
		o.about(m, o.shown)
	}
	o.notes(m, r.Notes)
}

// choice writes the button of one of several networks.
func (o *opened) choice(m *html.Writer, i int, c *configfile.Candidate) {
	name := c.Name
	if name == "" {
		name = c.Class
	}
	if c.Total > 0 {
		name += " · " + number.Grouped(c.Total)
	}
	m.Element("button", name, "type", "button", "aria-pressed", strconv.FormatBool(c == o.shown), "data-choice", strconv.Itoa(i))
}

// about says what became of a network.
func (o *opened) about(m *html.Writer, c *configfile.Candidate) {
	l := o.lang
	verdict := l.T(text.Opened.Verdict[c.Verdict])
	if c.Verdict == configfile.Exact || c.Verdict == configfile.Doubtful {
		verdict = l.F(text.Opened.Verdict[c.Verdict], number.Grouped(c.Total))
	}
	m.Element("p", l.F(text.Opened.Class, c.Class, verdict), "class", "verdict")
	for _, t := range c.Why {
		m.Element("p", l.T(t), "class", "error")
	}
	for _, a := range c.Asks {
		m.Tag("label", "class", "ask")
		m.Element("span", l.T(a.Text))
		m.Void("input", "type", "text", "value", o.answers[a.Key], "autocomplete", "off", "spellcheck", "false", "data-ask", a.Key)
		m.End("label")
	}
	o.notes(m, c.Notes)
	if len(c.Doubts) > 0 {
		m.Element("p", l.T(text.Opened.Doubts))
		o.items(m, c.Doubts)
	}
	o.folded(m, text.Opened.Read, c.Read)
	for reason, title := range text.Opened.Aside {
		var list []configfile.Item
		for _, i := range c.Aside {
			if i.Reason == configfile.Reason(reason) {
				list = append(list, i)
			}
		}
		if len(list) > 0 {
			o.folded(m, title, list)
		}
	}
}

func (o *opened) notes(m *html.Writer, notes []config.Text) {
	for _, t := range notes {
		m.Element("p", o.lang.T(t), "class", "help")
	}
}

func (o *opened) folded(m *html.Writer, title config.Text, list []configfile.Item) {
	m.Tag("details")
	m.Element("summary", o.lang.F(title, strconv.Itoa(len(list))))
	o.items(m, list)
	m.End("details")
}

// items lists keys with their values.
func (o *opened) items(m *html.Writer, list []configfile.Item) {
	l := o.lang
	m.Tag("ul")
	for _, it := range list {
		value := it.Value
		if it.Default {
			value = l.F(text.Opened.Default, value)
		} else if t := l.T(it.Text); t != "" {
			value += " – " + t
		}
		m.Tag("li")
		m.Element("code", it.Key)
		m.Text(" " + value)
		m.End("li")
	}
	m.End("ul")
}
