package worker

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"unetparams/app/html"
	"unetparams/app/link"
	"unetparams/app/recognize"
	"unetparams/app/text"
	"unetparams/app/verify"
	"unetparams/counter/config"
	"unetparams/counter/configfile"
	"unetparams/counter/find"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// The words are ordered as what they are of.
var _ = [recognize.Kinds - 1]config.Text(text.Opened.Kinds)

// kind answers what a text is taken for; see [recognize.Kind].
func (w *Worker) kind(q Message) Message {
	t := recognize.Recognize(q["text"])
	return Message{"kind": t.Kind().String()}
}

// open answers what it is that a reader has brought: kind, what it was taken for; html,
// which says so and what follows; link, that of the network to show, if there is one;
// and text, what a section of that kind is to be asked.
//
// Texts are text0, with the name name0 where they are files, and so on. as is the kind
// that the reader says it is, and here the link of the page's network. Of model files
// there is model, their summaries; see package modelfile. What is brought together and
// does not belong together is listed; more is how many files were left out then, pick the
// place of the one to open, and pair those of two to compare. What the reader has
// answered to a question of key k is ask.k; before says that there is something that
// this can be compared with; of several networks shown is the one to
// show, by its place.
//
// Buttons in the HTML have data-as, a kind, data-reveal, a section's id, data-choice,
// the place of a network, data-pick, that of a thing or nothing for the list, data-pair,
// for the things whose places the fields with data-side have, data-compare, and data-use,
// the link of a network. Fields have data-ask, a key.
func (w *Worker) open(q Message, wanted func() bool, say func(Message)) {
	tell := say
	say = func(a Message) {
		a["html"] = visible(a["html"])
		tell(a)
	}
	if all := w.things(q); len(all) > 1 {
		w.several(q, all, wanted, say)
		return
	}
	w.openOne(q, wanted, say)
}

// visible writes out the characters of somebody's text that can't be seen, or that turn
// the direction of the text around them.
func visible(s string) string {
	hidden := func(r rune) bool {
		return r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r))
	}
	if !strings.ContainsFunc(s, hidden) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if hidden(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// openOne answers what one thing is.
func (w *Worker) openOne(q Message, wanted func() bool, say func(Message)) {
	if summary := q["model"]; summary != "" {
		w.model(q, summary, wanted, say)
		return
	}
	b := brought{lang: language(q), files: texts(q)}
	b.recognize(recognize.KindOf(q["as"]))
	var a Message
	switch b.kind {
	case recognize.Link:
		a = Message{"link": b.Link}
	case recognize.Number:
		a = b.number()
	case recognize.Configuration:
		a = configuration(q, b.files)
	case recognize.Listing:
		w.listing(q, &b, wanted, say)
		return
	case recognize.Name:
		a = b.name()
	default:
		a = Message{}
	}
	b.say(a, say)
}

// brought is a text, or several that belong together.
type brought struct {
	recognize.Text
	lang  text.Lang
	files []configfile.File
	text  string         // all of it
	kind  recognize.Kind // what it is taken for
}

// recognize tells what was brought; as is what the reader says, or Nothing. Several
// files are configurations that belong together, or else printouts.
func (b *brought) recognize(as recognize.Kind) {
	texts := make([]string, len(b.files))
	for i, f := range b.files {
		texts[i] = f.Text
	}
	b.text = strings.Join(texts, "\n\n")
	b.Text = recognize.Recognize(b.text)
	if len(b.files) > 1 {
		b.Kinds = slices.DeleteFunc(b.Kinds, func(k recognize.Kind) bool { return k != recognize.Listing })
		r := configfile.Read(b.files)
		if i := min(len(b.Kinds), 1); len(r.Candidates) > 0 || r.Likely {
			b.Kinds = slices.Insert(b.Kinds, i, recognize.Configuration)
			if len(r.Candidates) > 0 {
				slices.Reverse(b.Kinds)
			}
		}
	}
	if b.kind = as; as == recognize.Nothing {
		b.kind = b.Kind()
	}
}

// say says what was brought, and answers.
func (b *brought) say(a Message, say func(Message)) {
	a["kind"], a["text"] = b.kind.String(), b.text
	a["html"] = written(func(m *html.Writer) {
		b.taken(m, a["taken"])
		m.WriteString(a["html"])
	})
	say(a)
}

// taken says what a text was taken for, in more words if there are any, and offers what
// it may be instead.
func (b *brought) taken(m *html.Writer, words string) {
	l, other := b.lang, text.Opened.Instead
	m.Tag("p", "class", "taken")
	if b.kind == recognize.Nothing {
		m.Text(l.T(text.Opened.Nothing))
	} else {
		if words == "" {
			words = l.T(text.Opened.Kinds[b.kind-1])
		}
		m.Text(l.F(text.Opened.Taken, words))
	}
	others := slices.Clone(b.Kinds)
	if len(others) == 0 {
		others, other = []recognize.Kind{recognize.Listing, recognize.Configuration}, text.Opened.Anyway
	}
	for _, k := range others {
		if k != b.kind {
			m.Text(" ")
			m.Element("button", l.F(other, l.T(text.Opened.Kinds[k-1])), "type", "button", "data-as", k.String())
		}
	}
	m.End("p")
}

// number names the published network that has a number; the search for others takes a
// while.
func (b *brought) number() Message {
	l := b.lang
	r, err := find.Read(b.text)
	if p, ok := err.(number.Problem); ok {
		return Message{"html": written(func(m *html.Writer) { m.Element("p", l.T(text.Explain.Problem[p-1]), "class", "error") })}
	}
	return Message{"html": written(func(m *html.Writer) {
		has := text.Explain.HasRounded
		if r.Exact() {
			has = text.Explain.Has
		}
		i := slices.IndexFunc(zoo.Presets(), func(p zoo.Preset) bool { return r.Has(p.Total) })
		if i < 0 {
			m.Element("p", reading(l, r))
		} else {
			p := zoo.Presets()[i]
			m.Tag("p", "class", "verdict")
			m.Text(l.F(has, l.Config(p.Config()), number.Grouped(p.Total)) + " ")
			m.Element("button", l.T(text.Opened.Use), "type", "button", "data-use", link.Encode(link.State{Config: p.Config()}))
			m.End("p")
		}
		reveal(m, l.T(text.Opened.InWhy), "explain")
	})}
}

// reveal writes the button that leads to a section.
func reveal(m *html.Writer, label, section string) {
	m.Tag("p")
	m.Element("button", label+" ↓", "type", "button", "class", "quiet", "data-reveal", section)
	m.End("p")
}

// maxNames is how many networks are offered by name.
const maxNames = 12

// name shows the network that a name finds, and offers the others.
func (b *brought) name() Message {
	if len(b.Names) == 0 {
		return Message{}
	}
	l := b.lang
	to := func(f zoo.Found) string { return link.Encode(link.State{Config: f.Config()}) }
	return Message{"link": to(b.Names[0]), "html": written(func(m *html.Writer) {
		m.Element("p", l.F(text.Opened.Shown, l.T(b.Names[0].Name())), "class", "verdict")
		if len(b.Names) == 1 {
			return
		}
		m.Tag("p")
		m.Text(l.T(text.Opened.Others))
		for _, f := range b.Names[1:min(len(b.Names), maxNames)] {
			m.Text(" ")
			m.Element("button", l.T(f.Name()), "type", "button", "data-use", to(f))
		}
		m.End("p")
	})}
}

// listing compares what a program printed with the page's network, and looks for the
// network of that listing, which takes a moment.
func (w *Worker) listing(q Message, b *brought, wanted func() bool, say func(Message)) {
	l, s := b.lang, w.at(q["here"])
	r := verify.Check(b.text, s.Report, s.Trace)
	said := written(func(m *html.Writer) {
		sentences := verify.Sentences(r)
		for _, sentence := range sentences[:min(len(sentences), 3)] {
			m.Element("p", l.T(sentence))
		}
		if r.Offer != nil {
			m.Element("button", l.T(text.Page.VerifyOffer), "type", "button", "data-use", link.Encode(link.State{Config: r.Offer}))
		}
		if q["before"] != "" {
			m.Element("button", l.T(text.Model.Compare), "type", "button", "data-compare", "")
		}
		reveal(m, l.T(text.Opened.InVerify), "verify")
	})
	b.say(Message{"html": said}, say)
	if r.Agrees() || !wanted() {
		return
	}
	if c, exact := verify.Identify(b.text, wanted); exact {
		found := written(func(m *html.Writer) {
			m.Element("p", l.F(text.Model.Exact, l.Net(c)), "class", "verdict")
			reveal(m, l.T(text.Opened.InVerify), "verify")
		})
		b.say(Message{"html": found, "link": link.Encode(link.State{Config: c})}, say)
	}
}
