// Package practice has exercises in counting the parameters of a network by hand,
// and judges the answers.
//
// A [Field] is one thing that is asked: the count of a layer, the channels that a
// layer is given, the sum of a stage, the total. A [Paper] makes the fields of a
// network's report. [Parse] reads what a learner types, and [Field.Judge] says what
// it is: right, or a slip that has a name, or how far off and where.
//
// The judge has no list of wrong numbers. For every slip it takes the layer's own
// tensors, changes them as the slip would (no bias, one axis of the kernel, the
// channels of one input of a concatenation), and has the engine count that wrong
// layer. So every slip is known for every layer of every architecture, and an answer
// is matched in the context of its field: 590,080 is right for one convolution of a
// stage, and for the one before it the concatenation is what was forgotten.
//
// Several slips may give the same number. Then the learner's own formula decides, if
// there is one, or else the order of [Slip]: the slip that is more likely where it
// is possible at all comes first. The others are in [Judgement.Also].
//
// A [Sheet] is an exercise that is being worked on: its questions, hints and twins,
// which are the same question with other numbers. A [Set] is what a link carries.
// Everything is data: the sentences are in package text.
package practice
