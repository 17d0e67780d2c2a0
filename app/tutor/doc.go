// Package tutor conducts exercises: it shows questions, hints and worked examples as
// HTML, and says what answers are, in both languages. It is in the second program, see
// package worker: the page shows what comes from here.
//
// A [Lesson] keeps nothing of its own. What a reader has done in an exercise is a list
// of moves, which the page keeps and sends; from it the exercise is played again, and
// so a worker that was started anew, or a page that was closed, goes on where it was.
package tutor
