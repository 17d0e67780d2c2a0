package worker

import (
	"strconv"
	"strings"

	"unetparams/app/state"
	"unetparams/app/tutor"
	"unetparams/counter/config"
	"unetparams/counter/exercise"
	"unetparams/counter/zoo"
)

// practice answers with what is shown of an exercise on the network of link, task,
// whose further numbers come from seed, after the moves that the reader has made in
// it, one a line: see [tutor.Lesson.Show]. Its after is that of [state.After].
func (w *Worker) practice(q Message) Message {
	task, ok := exercise.ParseTask(q["task"], knows)
	if !ok {
		return nil
	}
	which := q["link"] + " " + q["task"] + " " + q["seed"]
	var moves []string
	if q["moves"] != "" {
		moves = strings.Split(q["moves"], "\n")
	}
	if w.lesson == nil || w.exercise != which || !w.lesson.Follows(moves) {
		seed, _ := strconv.ParseUint(q["seed"], 10, 32)
		l, err := tutor.New(w.at(q["link"]).Config, task, uint32(seed))
		if err != nil {
			return nil
		}
		w.lesson, w.exercise = l, which
	}
	w.lesson.Play(moves)
	answer := w.lesson.Show(language(q))
	answer["after"] = state.After(task, len(moves))
	return answer
}

// worksheet answers with all exercises of link, as HTML for print; with their
// solutions where solved is not empty.
func (w *Worker) worksheet(q Message) Message {
	set, ok := exercise.ParseSet(q["set"], knows)
	if !ok {
		return nil
	}
	seed, _ := strconv.ParseUint(q["seed"], 10, 32)
	lookup := func(arch string) *config.Config { return config.New(zoo.Lookup(arch)) }
	return Message{"html": tutor.Worksheets(language(q), w.at(q["link"]).Config, set, uint32(seed), lookup, q["solved"] != "")}
}

func knows(arch string) bool { return zoo.Lookup(arch) != nil }
