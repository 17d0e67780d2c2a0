package worker

import (
	"strconv"

	"unetparams/app/html"
	"unetparams/app/link"
	"unetparams/app/verify"
)

// verify answers whether what is printed in text is the network of link: html, the
// sentences that say so; agrees, "true" or "false"; and offer, the link of a network
// that is nearer, if there is one.
func (w *Worker) verify(q Message) Message {
	l, s := language(q), w.at(q["link"])
	r := verify.Check(q["text"], s.Report, s.Trace)
	a := Message{"agrees": strconv.FormatBool(r.Agrees()), "html": written(func(m *html.Writer) {
		for _, sentence := range verify.Sentences(r) {
			m.Element("p", l.T(sentence))
		}
	})}
	if r.Offer != nil {
		a["offer"] = link.Encode(link.State{Config: r.Offer})
	}
	return a
}
