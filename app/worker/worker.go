// Package worker answers what the page's own program leaves out: the code of a
// network, its files, exercises, what a listing agrees with, whose configuration or model file
// that is, and which networks have a number. All this is most of the calculator's
// code, and most visitors never ask for any of it; so it is a program of its own,
// [unetparams/build/worker], which the page loads into a Web Worker with the first
// question.
//
// Questions and answers are texts by name, and each question says all that its
// answer depends on: the page may start the worker anew at any time, and what is
// kept here from one question to the next only saves work. Answers are text, or HTML
// that is written with package html. Nothing here knows a browser.
package worker

import (
	"unetparams/app/html"
	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/app/tutor"
	"unetparams/counter/find"
	"unetparams/counter/identify"
)

// A Message is a question, or a part of an answer: texts by name. Every question
// has a topic, which says who answers it, and the reader's language, lang.
type Message = map[string]string

// A Worker answers questions.
type Worker struct {
	link  string // of the network that was last asked about
	state *state.State

	searched string // the number that was last asked about
	search   *find.Search

	exercise string // that was last asked about
	lesson   *tutor.Lesson
}

// topics are what there is to ask.
var topics = map[string]func(w *Worker, q Message, wanted func() bool, say func(Message)){
	"budget":    atOnce((*Worker).budget),
	"cost":      atOnce((*Worker).cost),
	"code":      atOnce((*Worker).code),
	"config":    atOnce((*Worker).config),
	"drawing":   atOnce((*Worker).drawing),
	"export":    atOnce((*Worker).export),
	"kind":      atOnce((*Worker).kind),
	"open":      (*Worker).open,
	"paper":     atOnce((*Worker).paper),
	"practice":  atOnce((*Worker).practice),
	"prepare":   prepare,
	"tools":     atOnce((*Worker).tools),
	"verify":    (*Worker).verify,
	"why":       (*Worker).why,
	"worksheet": atOnce((*Worker).worksheet),
}

// atOnce is a topic whose answers have one part and take no time.
func atOnce(answer func(*Worker, Message) Message) func(*Worker, Message, func() bool, func(Message)) {
	return func(w *Worker, q Message, _ func() bool, say func(Message)) { say(answer(w, q)) }
}

// Answer answers a question; what has no topic has no answer. It calls say with each
// part: texts by name, which replace those of the parts before. It calls wanted
// between pieces of work, and ends early where that is false.
func (w *Worker) Answer(q Message, wanted func() bool, say func(Message)) {
	if answer := topics[q["topic"]]; answer != nil {
		answer(w, q, wanted, say)
	}
}

// prepare has no answer: it does what the first search for the network of a file would
// do first.
func prepare(_ *Worker, _ Message, wanted func() bool, _ func(Message)) { identify.Prepare(wanted) }

// at returns the state that a link describes.
func (w *Worker) at(link string) *state.State {
	if w.state == nil || w.link != link {
		w.link, w.state = link, state.New(link)
	}
	return w.state
}

func language(q Message) text.Lang {
	if l := text.Lang(q["lang"]); l == text.Chinese {
		return l
	}
	return text.English
}

// written returns the HTML that a function writes.
func written(write func(*html.Writer)) string {
	var m html.Writer
	write(&m)
	return m.String()
}
