// Package link turns a configuration into the fragment of a link and back.
//
// A fragment is readable "key=value" pairs: #v=1&arch=unet&base=64&up=bilinear.
// The version always stands first; settings at their defaults are left out, and
// the defaults are frozen for ever within a version. Any text at all can be
// parsed: what is not understood is reported next to what was kept.
package link

import (
	"net/url"
	"strconv"
	"strings"

	"unetparams/counter/zoo"
)

// Version is the version of the links that are written.
const Version = 1

// Limits of what is read from a fragment. The longest link of ours is far
// shorter; the rest of a longer one is reported as not read.
const (
	maxBytes    = 4096
	maxProblems = 8
)

// A State is what a link carries: a configuration, and the stage that is
// looked at (empty: the page's choice).
type State struct {
	Config *zoo.Config
	Stage  string
}

// A Problem is something in a link that was not understood or not used.
type Problem struct {
	Kind       Kind
	Key, Value string
	Err        *zoo.ValueError // of BadValue and Contradiction
	More       int             // of TooMany: how many more problems there are
}

// A Kind says what is wrong.
type Kind int

// The kinds of problems.
const (
	UnknownKey    Kind = iota // no setting has this key
	BadValue                  // the setting can't have this value: Err says why
	Repeated                  // the key stood there before; the first value counts
	Overridden                // another setting of the link decides
	NewerVersion              // the link was made by a newer version of the page
	BadVersion                // the version is no number
	UnknownArch               // the default architecture is shown, without the link's settings
	Contradiction             // settings that don't go together: this one is back at its default
	TooLong                   // the rest was not read
	TooMany                   // more problems, which are not listed
	NoStage                   // the network has no such stage
)

// Encode returns the fragment of a state, without "#".
func Encode(s State) string {
	var b strings.Builder
	b.WriteString("v=")
	b.WriteString(strconv.Itoa(Version))
	b.WriteString("&arch=")
	b.WriteString(s.Config.Arch.ID)
	for _, k := range s.Config.Knobs {
		if !k.IsDefault() && !k.Implied() {
			b.WriteString("&" + k.Key + "=" + k.Get())
		}
	}
	if s.Stage != "" {
		b.WriteString("&stage=" + s.Stage)
	}
	return b.String()
}

// Parse reads a fragment, with or without "#". It always returns a
// configuration that can be built, and what it could not use.
func Parse(fragment string) (State, []Problem) {
	var p parser
	pairs := p.split(strings.TrimPrefix(fragment, "#"))
	s := State{Config: p.arch(pairs)}
	if s.Config == nil {
		s.Config = zoo.NewConfig(zoo.Lookup(zoo.Default))
		return s, p.list()
	}
	set := map[string]string{} // as the knob understood it
	for _, kv := range pairs {
		k := s.Config.Knob(kv.key)
		switch {
		case kv.key == "v" || kv.key == "arch":
		case kv.key == "stage" && stageName(kv.value):
			s.Stage = kv.value
		case kv.key == "stage":
			p.add(Problem{Kind: BadValue, Key: kv.key, Value: kv.value})
		case k == nil:
			p.add(Problem{Kind: UnknownKey, Key: kv.key, Value: kv.value})
		default:
			if err := k.Set(kv.value); err != nil {
				p.add(Problem{Kind: BadValue, Key: kv.key, Value: kv.value, Err: valueError(err)})
			} else {
				set[kv.key] = k.Get()
			}
		}
	}
	for _, kv := range pairs {
		if v, ok := set[kv.key]; ok && s.Config.Knob(kv.key).Get() != v {
			p.add(Problem{Kind: Overridden, Key: kv.key, Value: kv.value})
		}
	}
	p.reconcile(s.Config)
	return s, p.list()
}

// stageName reports whether s can be the name of a stage, such as "enc1" or "dec2.1".
func stageName(s string) bool {
	letters := strings.TrimRight(s, "0123456789.")
	return letters != s && len(s) <= 16 && strings.Trim(letters, "abcdefghijklmnopqrstuvwxyz") == ""
}

func valueError(err error) *zoo.ValueError {
	e, ok := err.(*zoo.ValueError)
	if !ok {
		e = &zoo.ValueError{Text: zoo.Text{EN: err.Error(), ZH: err.Error()}}
	}
	return e
}

type pair struct{ key, value string }

type parser struct {
	problems []Problem
	more     int
}

func (p *parser) add(q Problem) {
	if len(p.problems) == maxProblems {
		p.more++
		return
	}
	p.problems = append(p.problems, q)
}

func (p *parser) list() []Problem {
	if p.more > 0 {
		return append(p.problems, Problem{Kind: TooMany, More: p.more})
	}
	return p.problems
}

// split returns the pairs of a fragment; of a repeated key, the first.
func (p *parser) split(fragment string) []pair {
	if len(fragment) > maxBytes {
		p.add(Problem{Kind: TooLong, Value: strconv.Itoa(len(fragment) - maxBytes)})
		fragment = fragment[:maxBytes]
	}
	var pairs []pair
	seen := map[string]bool{}
	for _, part := range strings.Split(fragment, "&") {
		if part == "" {
			continue
		}
		key, value, _ := strings.Cut(part, "=")
		key, value = unescape(key), unescape(value)
		if seen[key] {
			p.add(Problem{Kind: Repeated, Key: key, Value: value})
			continue
		}
		seen[key] = true
		pairs = append(pairs, pair{key, value})
	}
	return pairs
}

// unescape undoes percent escapes where they are sound; mail programs and
// editors add them to commas.
func unescape(s string) string {
	if t, err := url.PathUnescape(s); err == nil {
		s = t
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

// arch returns the defaults of the architecture that the pairs name, or nil for
// one that does not exist: settings of another architecture would mean nothing.
func (p *parser) arch(pairs []pair) *zoo.Config {
	a := zoo.Lookup(zoo.Default)
	for _, kv := range pairs {
		switch kv.key {
		case "v":
			n, err := strconv.Atoi(kv.value)
			if err != nil || n < 1 {
				p.add(Problem{Kind: BadVersion, Key: kv.key, Value: kv.value})
			} else if n > Version {
				p.add(Problem{Kind: NewerVersion, Key: kv.key, Value: kv.value})
			}
		case "arch":
			if a = zoo.Lookup(kv.value); a == nil {
				p.add(Problem{Kind: UnknownArch, Key: kv.key, Value: kv.value})
			}
		}
	}
	if a == nil {
		return nil
	}
	return zoo.NewConfig(a)
}

// reconcile puts settings that contradict each other back to their defaults,
// until the network can be built.
func (p *parser) reconcile(c *zoo.Config) {
	for range c.Knobs {
		_, _, err := c.Build()
		if err == nil {
			return
		}
		e := valueError(err)
		k := c.Knob(e.Key)
		if k == nil || k.IsDefault() {
			break
		}
		p.add(Problem{Kind: Contradiction, Key: e.Key, Value: k.Get(), Err: e})
		_ = k.Set(k.Default) // a default is always valid
	}
	if _, _, err := c.Build(); err != nil {
		p.add(Problem{Kind: Contradiction, Err: valueError(err)})
		*c = *zoo.NewConfig(c.Arch)
	}
}
