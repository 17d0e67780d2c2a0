package page

import (
	"maps"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom"
	"unetparams/app/link"
	"unetparams/app/session"
)

// brings asks the worker about what a reader has brought, and has the page show what
// follows: a network, a number, a comparison.
type brings struct {
	session *session.Session
	ctx     app.Context

	question map[string]string // what the worker is asked; nil: nothing
	before   map[string]string // what it was asked about the model file or printout before
	said     dom.Thread
	kind     dom.Thread // what a text is that was pasted
	ready    dom.Thread // to prepare for model files
	reader   dom.ModelReader
	reading  bool // model files
}

// maxText is how much of a file is read that is none of a model; more is no
// configuration, and the worker says so.
const maxText = 1 << 20

// maxFiles is how many files are taken at once.
const maxFiles = 64

// paste takes a text that was pasted into a field, or into none where its id is
// empty. Into a field of the page only a configuration does not belong: the worker is
// asked whether the text is one, and if it isn't, it goes where it was meant to go.
func (b *brings) paste(s, field string, back func()) (used bool) {
	switch {
	case field == doorField:
		if !strings.ContainsAny(strings.TrimSpace(s), "\n\r") && !strings.Contains(s, "#v=") {
			return false // it is read with Enter
		}
		b.ctx.Dispatch(func(app.Context) {
			b.clear()
			b.take(s)
		})
		return true
	case field != "" && !likely(s) || strings.TrimSpace(s) == "":
		return false
	}
	b.ctx.Dispatch(func(app.Context) {
		b.kind.Forget()
		b.kind.Ask(&b.session.Worker, b.ctx, map[string]string{"topic": "kind", "text": s})
		b.kind.OnEnd(func() {
			kind := b.kind.Answer["kind"]
			if kind == "configuration" || field == "" && kind != "" {
				b.clear()
				b.take(s)
			} else {
				back()
			}
		})
	})
	return true
}

// likely reports whether a text may be a configuration file: it has several lines or
// braces, and gives something a value.
func likely(s string) bool {
	return strings.ContainsAny(s, "\n{") && strings.ContainsAny(s, ":=")
}

// take takes a text.
func (b *brings) take(s string) { b.ask(map[string]string{"text0": s}) }

// clear empties the field, for something else was brought than what stands in it.
func (b *brings) clear() {
	if field := app.Window().GetElementByID(doorField); field.Truthy() {
		field.Set("value", "")
	}
}

// prepare loads what reads files, which are about to be brought.
func (b *brings) prepare() {
	b.reader.Load()
	b.ready.Ask(&b.session.Worker, b.ctx, map[string]string{"topic": "prepare"})
}

// load reads files that were chosen or dropped, an array of File objects.
func (b *brings) load(list app.Value) {
	if list.Get("length").Int() == 0 {
		return
	}
	b.clear()
	question := map[string]string{}
	if more := list.Get("length").Int() - maxFiles; more > 0 {
		question["more"] = strconv.Itoa(more)
	}
	dom.ReadFiles(b.ctx, list, maxText+1, maxFiles, isModel, func(files []dom.LocalFile) {
		var models []dom.LocalFile
		texts := 0
		for _, f := range files {
			if f.Binary {
				models = append(models, f)
				continue
			}
			i := strconv.Itoa(texts)
			question["name"+i], question["text"+i] = f.Name, f.Text
			texts++
		}
		if len(models) == 0 {
			b.ask(question)
			return
		}
		b.forget()
		b.reading = true
		b.reader.Read(b.ctx, models, func(summary string) {
			question["model"] = summary
			b.ask(question)
		})
	})
}

// isModel reports whether a file is to be read as one of a model and not as a text: the
// index of a model's files is one too, and so is an empty file. A text in another
// encoding than UTF-8 is a text.
func isModel(start string) bool {
	switch {
	case start == "":
		return true
	case strings.HasPrefix(strings.TrimSpace(start[:min(len(start), 100)]), "{") && strings.Contains(start, `"weight_map"`):
		return true
	case start[0] < ' ' && !isSpace(rune(start[0])) || start[0] == 0x80: // a field of ONNX, a pickle
		return true
	}
	start = start[:min(len(start), 4096)]
	if strings.ContainsRune(start, 0) {
		return true
	}
	return !utf8.ValidString(trimRune(start)) && strings.ContainsFunc(start, func(r rune) bool { return r < ' ' && !isSpace(r) })
}

// isSpace reports whether a control character is one that texts have.
func isSpace(r rune) bool { return strings.ContainsRune("\t\n\v\f\r\x1b", r) }

// trimRune takes off a character that the end of the text cuts in two.
func trimRune(s string) string {
	for i := 0; i < utf8.UTFMax && !utf8.ValidString(s) && s != ""; i++ {
		s = s[:len(s)-1]
	}
	return s
}

// forget forgets the last question. What can be compared with the next thing is kept.
func (b *brings) forget() {
	if q := b.question; q != nil && (q["model"] != "" || b.said.Answer["kind"] == "listing") {
		b.before = q
	}
	b.reader.Stop()
	b.reading, b.question = false, nil
	b.said.Forget()
}

// ask asks about something else, and shows what follows when the answer is there.
func (b *brings) ask(question map[string]string) {
	b.forget()
	question["topic"], question["lang"], question["here"] = "open", string(b.session.Lang), b.session.State.Link()
	if b.before != nil {
		question["before"] = "true"
	}
	b.askAgain(question)
}

// askAgain asks about the same thing.
func (b *brings) askAgain(question map[string]string) {
	b.question = question
	b.said.Ask(&b.session.Worker, b.ctx, question)
	b.said.After(b.use)
}

// also asks about the same thing with one thing more.
func (b *brings) also(key, value string) {
	if b.question != nil {
		question := maps.Clone(b.question)
		question[key] = value
		b.askAgain(question)
	}
}

// compare asks what differs between the thing before and this one.
func (b *brings) compare() {
	if b.question == nil || b.before == nil {
		return
	}
	question := maps.Clone(b.question)
	for _, key := range []string{"before", "pick", "pair"} {
		delete(question, key)
	}
	question["model"] = b.before["model"] + question["model"]
	n := 0
	for _, q := range []map[string]string{b.before, b.question} {
		for i := 0; q["text"+strconv.Itoa(i)] != ""; i++ {
			from, to := strconv.Itoa(i), strconv.Itoa(n)
			question["name"+to], question["text"+to] = q["name"+from], q["text"+from]
			n++
		}
	}
	b.askAgain(question)
}

// pick opens one of several things, or goes back to their list, or compares two.
func (b *brings) pick(thing, pair string) {
	if b.question == nil {
		return
	}
	question := maps.Clone(b.question)
	maps.DeleteFunc(question, func(key, _ string) bool {
		return key == "as" || key == "shown" || strings.HasPrefix(key, "ask.")
	})
	question["pick"] = thing
	if pair != "" {
		question["pair"] = pair
	}
	b.askAgain(question)
}

// use shows what follows from the answer: the network, where there is one, or the
// section that answers more.
func (b *brings) use() {
	s, a := b.session, b.said.Answer
	switch to := a["link"]; {
	case a["kind"] == "link":
		s.Follow(to)
	case to != "":
		b.show(to)
	case a["kind"] == "number":
		s.State.Why = strings.TrimSpace(a["text"])
		s.History.Push(s.State.Link(), "why")
		s.Show("why")
	}
	if a["kind"] == "listing" {
		s.Printout = a["text"]
		s.Show("code")
	}
	s.After(func(app.Context) { scroll("open-said", "nearest") })
}

// show shows the network of a link.
func (b *brings) show(s string) {
	opened, _ := link.Parse(s)
	b.session.Use(opened.Config, "file")
}

// reveal scrolls to a section of a panel.
func (b *brings) reveal(section string) {
	b.session.Show(map[string]string{"explain": "why", "verify": "code"}[section])
	b.session.After(func(app.Context) { scroll(section, "start") })
}

func scroll(id, block string) {
	if el := app.Window().GetElementByID(id); el.Truthy() {
		el.Call("scrollIntoView", map[string]any{"block": block})
	}
}
