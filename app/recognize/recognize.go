// Package recognize tells what a text is that somebody brings: a link of ours, a
// number of parameters, a configuration, what a program printed of a network, or a
// network's name. It goes by the content alone.
package recognize

import (
	"errors"
	"strings"

	"unetparams/app/link"
	"unetparams/counter/config"
	"unetparams/counter/configfile"
	"unetparams/counter/find"
	"unetparams/counter/number"
	"unetparams/counter/read"
	"unetparams/counter/zoo"
)

// A Kind is what a text can be taken for.
type Kind int

// The kinds.
const (
	Nothing       Kind = iota
	Link               // to a configuration of ours
	Number             // of parameters, or a line of a tool that has it
	Configuration      // a file of a format that package configfile knows
	Listing            // layers, tensors, totals or errors that a program printed
	Name               // of architectures

	Kinds = iota
)

var ids = [Kinds]string{"", "link", "number", "configuration", "listing", "name"}

// String returns the kind as messages between programs have it.
func (k Kind) String() string { return ids[k] }

// KindOf returns the kind with the given String, or Nothing.
func KindOf(id string) Kind {
	for k, s := range ids {
		if s == id {
			return Kind(k)
		}
	}
	return Nothing
}

// A Text is what was recognized.
type Text struct {
	// Kinds are what the text can be taken for, the likeliest first. There is none
	// where nothing is understood.
	Kinds []Kind
	Link  string      // the fragment of a Link, without "#"
	Names []zoo.Found // that a Name finds, the best first
}

// Kind returns what the text is taken for.
func (t *Text) Kind() Kind {
	if len(t.Kinds) == 0 {
		return Nothing
	}
	return t.Kinds[0]
}

// maxName is how many bytes a name has at most.
const maxName = 200

// Recognize tells what a text is.
func Recognize(s string) Text {
	var t Text
	line := strings.TrimSpace(s)
	if line == "" {
		return t
	}
	is := func(k Kind, yes bool) {
		if yes {
			t.Kinds = append(t.Kinds, k)
		}
	}
	single := !strings.ContainsAny(line, "\n\r") && len(line) <= maxName
	if t.Link = fragment(line); t.Link != "" {
		is(Link, true)
		if !strings.ContainsAny(line, " \t\n") {
			return t
		}
	}
	file := configfile.Read([]configfile.File{{Text: s}})
	known := len(file.Candidates) > 0
	listing, thin := isListing(s)
	broken := !known && file.Likely && !single // a configuration that can't be read
	is(Configuration, known || broken && thin)
	is(Number, single && isNumber(line))
	is(Listing, listing)
	is(Configuration, broken && !thin)
	if single {
		t.Names = zoo.Best(line)
		is(Name, len(t.Names) > 0)
	}
	return t
}

// isNumber reports whether a line is a number of parameters, be it an impossible one.
func isNumber(line string) bool {
	_, err := find.Read(line)
	var p number.Problem
	return err == nil || errors.As(err, &p) && p != number.NoNumber && p != number.Empty && p != number.TooLong
}

// isListing reports whether a text shows something of a network that can be compared,
// and whether that is so little that it may be a few lists in a configuration.
func isListing(s string) (listing, thin bool) {
	doc := read.Text(s)
	if len(doc.Errors) > 0 || len(doc.Figures) > 0 {
		return true, false
	}
	most := 0
	for i := range doc.Listings {
		l := &doc.Listings[i]
		if len(l.Rows) > 0 {
			return true, false
		}
		most = max(most, len(l.Tensors))
	}
	return most > 0 || len(doc.Numbers) > 0, most > 0 && most < 5
}

// fragment returns the fragment of a link of ours that a text holds, be it the code
// of a post around it; "" where there is none.
func fragment(s string) string {
	f := s
	if i := strings.Index(s, "#v="); i >= 0 {
		f = s[i+1:]
	} else if !strings.HasPrefix(s, "v=") {
		return page(s)
	}
	if i := strings.IndexAny(f, " \t\r\n\"'<>()[]`"); i >= 0 {
		f = f[:i]
	}
	f = strings.ReplaceAll(f, "&amp;", "&")
	version, rest, more := strings.Cut(strings.TrimPrefix(f, "v="), "&")
	if version == "" || strings.Trim(version, "0123456789") != "" || more && !strings.Contains(rest, "=") {
		return ""
	}
	return f
}

// page returns the fragment of the network that a page of ours is about, by the
// address of that page: …/p/unet-2015/.
func page(s string) string {
	if !strings.HasPrefix(s, "http") || strings.ContainsAny(s, " \t\n") {
		return ""
	}
	_, id, ok := strings.Cut(s, "/p/")
	id, _, _ = strings.Cut(id, "/")
	if !ok {
		return ""
	}
	for _, p := range zoo.Presets() {
		if p.ID == id {
			return link.Encode(link.State{Config: p.Config()})
		}
	}
	if a := zoo.Lookup(id); a != nil {
		return link.Encode(link.State{Config: config.New(a)})
	}
	return ""
}
