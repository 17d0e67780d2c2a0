// Package exercise says which exercises there are, as plain values: what a link
// carries of them. Package practice makes their questions and judges the answers.
package exercise

import (
	"slices"
	"strings"
)

// A Mode is how an exercise is done: the further down the list, the less is given.
type Mode int

// The modes.
const (
	Watch     Mode = iota // a stage, calculated step by step
	Fill                  // the numbers of each formula of a stage
	Alone                 // a stage: which layers count, their inputs, their counts
	Whole                 // the network, stage by stage, with checkpoints
	Interview             // the order of magnitude, and the rule of four
	Homework              // the total alone

	NumModes = iota
)

var modeNames = [NumModes]string{"watch", "fill", "alone", "whole", "interview", "homework"}

// String returns the mode's name in links.
func (m Mode) String() string { return modeNames[m] }

// OfStage reports whether an exercise of the mode is about one stage.
func (m Mode) OfStage() bool { return m <= Alone }

// A Task is one exercise of a set.
type Task struct {
	Mode  Mode
	Stage string // of watch, fill and alone; empty: the practice's choice
	Arch  string // whose default network is counted; empty: the network at hand
}

// String writes a task as links do: "fill", "alone:dec4", "whole@milesial".
func (t Task) String() string {
	s := t.Mode.String()
	if t.Stage != "" {
		s += ":" + t.Stage
	}
	if t.Arch != "" {
		s += "@" + t.Arch
	}
	return s
}

// A Set is the exercises of a link, one after the other.
type Set []Task

// MaxTasks is how many tasks a set has at most.
const MaxTasks = 24

const maxSet = 600 // bytes

// String writes a set as links do: "watch:enc1,fill,alone:dec4,whole".
func (s Set) String() string {
	parts := make([]string, len(s))
	for i, t := range s {
		parts[i] = t.String()
	}
	return strings.Join(parts, ",")
}

// ParseTask reads a task, as [ParseSet] does.
func ParseTask(text string, knows func(arch string) bool) (Task, bool) {
	rest, arch, has := strings.Cut(text, "@")
	name, stage, staged := strings.Cut(rest, ":")
	m := Mode(slices.Index(modeNames[:], name))
	if m < 0 || has && (arch == "" || !knows(arch)) || staged && (!m.OfStage() || !isStage(stage)) {
		return Task{}, false
	}
	return Task{m, stage, arch}, true
}

// ParseSet reads a set. It reports false where a task is not understood; knows says
// which architectures there are.
func ParseSet(text string, knows func(arch string) bool) (Set, bool) {
	if text == "" || len(text) > maxSet {
		return nil, false
	}
	var set Set
	for part := range strings.SplitSeq(text, ",") {
		t, ok := ParseTask(part, knows)
		if !ok || len(set) == MaxTasks {
			return nil, false
		}
		set = append(set, t)
	}
	return set, true
}

// isStage reports whether a text can be the name of a stage, such as "dec2.1".
func isStage(s string) bool {
	letters := strings.TrimRight(s, "0123456789.")
	return letters != s && len(s) <= 16 && strings.Trim(letters, "abcdefghijklmnopqrstuvwxyz") == ""
}

// Course is the set that a learner begins with, from a worked example to the whole
// network.
func Course() Set {
	return Set{{Mode: Watch}, {Mode: Fill}, {Mode: Alone}, {Mode: Whole}}
}
