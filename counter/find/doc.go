// Package find answers the question that a number of parameters raises: which
// networks have it?
//
// It builds few networks. For fixed settings, a count is a polynomial of total
// degree two in the base width, the input channels and the classes, since a
// weight has two axes of channels and each is linear in them. Such a family's
// polynomial is found from a few counts, checked at another one, and solved: for
// each number of inputs and classes, the widths that give the totals asked for
// stand next to each other. Millions of networks are compared in milliseconds,
// and none of them is approximate: before one is shown, the engine builds it and
// counts it again (see [Group.Config]).
//
// What is searched lies around the published networks: see [Catalogue]. An answer
// is a published network, one with a few other settings, or one that is
// miscounted in a well-known way; it is ranked by the number of settings in
// which it departs from a published network. A number that nobody can reproduce
// stays so: see [Known].
//
// The package knows no screen and no clock. A [Search] does its work in steps,
// and whoever runs it says when it rests.
package find
