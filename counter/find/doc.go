// Package find answers the question that a number of parameters raises: which
// networks have it?
//
// It builds few networks. For fixed settings, a count is a polynomial of total
// degree two in the base width, the input channels and the classes, since a
// weight has two axes of channels and each is linear in them. Such a family's
// polynomial is found from a few counts, checked at another one, and solved: for
// each number of inputs, the widths and classes that give the totals asked for
// lie next to each other. Millions of networks are compared in milliseconds,
// and none of them is approximate: before one is shown, the engine builds it and
// counts it again (see [Group.Config]). In browsers the polynomials were found when the
// site was built: see [Record].
//
// What is searched lies around the published networks: see [Catalogue]. An answer
// begins with what is known of a number: see [Known]. What is found besides is a
// published network with a few other settings, or one that is miscounted in a
// well-known way.
//
// With so many networks, most numbers are met by one, by accident. So every answer
// has its chance: how many numbers of its size are met by networks as ordinary as
// it. What is likelier an accident than an explanation is called a coincidence;
// see [Chance]. A number that nobody can reproduce stays so.
//
// The package knows no screen and no clock. A [Search] does its work in steps,
// and whoever runs it says when it rests.
package find
