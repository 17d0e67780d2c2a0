// Package link turns a configuration into the fragment of a link and back.
//
// A fragment is readable "key=value" pairs: #v=1&arch=unet&base=64&up=bilinear.
// The version is always first; settings at their defaults are left out, and
// the defaults are frozen within a version. Any text at all can be
// parsed: what is not understood is reported next to what was kept.
//
// A second configuration, to compare with, follows with "b." before its keys:
// #v=1&arch=unet&base=64&b.arch=milesial&b.bilinear=on. No key of a setting has
// a dot. The networks of a table for a paper have "p1.", "p2." … before theirs.
//
// Exercises stand last: practice=watch:enc1,fill,alone:dec4,whole&seed=7; see
// [exercise.Set].
package link

import (
	"slices"
	"strconv"
	"strings"

	"unetparams/counter/catalog"
	"unetparams/counter/config"
	"unetparams/counter/exercise"
)

// Version is the version of the links that are written.
const Version = 1

// Limits of what is read from a fragment. The longest link of ours is far
// shorter; the rest of a longer one is reported as not read.
const (
	MaxBytes    = 4096
	maxProblems = 8
)

// A State is what a link carries: a configuration, the stage that is looked at
// (empty: the page's choice), the configuration it is compared with (nil:
// none), how an embedded page shows them, the number that is to be explained
// (as it was typed; empty: none), and how the network is run where its memory is
// shown.
type State struct {
	Config *config.Config
	Stage  string
	Other  *config.Config
	View   View
	Why    string
	Cost   Cost
	Table  Table  // of networks, for a paper
	Show   string // what the drawing shows of the stages, one of [Shows]; "": their parameters

	Practice exercise.Set // exercises to be done; none: no practice
	Seed     uint32       // of their further numbers
}

// Shows are what a drawing can show of the stages, the default first. It is never
// written.
var Shows = []string{"parameters", "macs", "activations", "memory", "field"}

// MaxWhy is how many bytes of a number to be explained a link carries.
const MaxWhy = 80

// OtherPrefix precedes the keys of the configuration to compare with.
const OtherPrefix = "b."

// A Problem is something in a link that was not understood or not used.
type Problem struct {
	Kind       Kind
	Key, Value string
	Err        *config.ValueError // of BadValue and Contradiction
	More       int                // of TooMany: how many more problems there are
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
	encode(&b, "&", s.Config)
	if s.Stage != "" {
		b.WriteString("&stage=" + s.Stage)
	}
	if s.Other != nil {
		encode(&b, "&"+OtherPrefix, s.Other)
	}
	s.Table.encode(&b)
	b.WriteString(s.Cost.encode())
	if s.Show != "" {
		b.WriteString("&show=" + s.Show)
	}
	b.WriteString(s.View.encode())
	if why := s.Why; why != "" && len(why) <= MaxWhy {
		b.WriteString("&why=" + escape(why))
	}
	if len(s.Practice) > 0 {
		b.WriteString("&practice=" + s.Practice.String())
		if s.Seed != 0 {
			b.WriteString("&seed=" + strconv.FormatUint(uint64(s.Seed), 10))
		}
	}
	return b.String()
}

// encode writes a configuration, with a prefix before every key.
func encode(b *strings.Builder, prefix string, c *config.Config) {
	b.WriteString(prefix + "arch=" + c.Arch.ID)
	for _, k := range c.Knobs {
		if !k.IsDefault() && !k.Implied() {
			b.WriteString(prefix + k.Key + "=" + k.Get())
		}
	}
}

// Parse reads a fragment, with or without "#". It always returns
// configurations that can be built, and what it could not use.
func Parse(fragment string) (State, []Problem) {
	var p parser
	var s State
	var ours, others []pair
	for _, kv := range p.split(strings.TrimPrefix(fragment, "#")) {
		if key, ok := strings.CutPrefix(kv.key, OtherPrefix); ok {
			others = append(others, pair{key, kv.value})
		} else if kv.key == "why" {
			s.Why = p.why(kv)
		} else if kv.key == "show" {
			if err := oneOf(&s.Show, kv.key, kv.value, Shows); err != nil {
				p.add(Problem{Kind: BadValue, Key: kv.key, Value: kv.value, Err: err})
			}
		} else if kv.key == "practice" || kv.key == "seed" {
			p.practice(&s, kv)
		} else {
			ours = append(ours, kv)
		}
	}
	s.Config, s.Stage = p.config(p.table(&s.Table, p.cost(&s.Cost, p.view(&s.View, ours))), false)
	if len(others) > 0 {
		p.prefix = OtherPrefix
		if other, _ := p.config(others, true); names(other, others) {
			s.Other = other
		}
	}
	return s, p.list()
}

// names reports whether pairs that led to a configuration say anything of it: its
// architecture, or a setting that was understood. If they don't, nobody asked for a
// comparison with the default network.
func names(c *config.Config, pairs []pair) bool {
	if i := slices.IndexFunc(pairs, func(kv pair) bool { return kv.key == "arch" }); i >= 0 {
		return catalog.Lookup(pairs[i].value) != nil
	}
	fresh := config.New(c.Arch)
	return slices.ContainsFunc(pairs, func(kv pair) bool {
		k := fresh.Knob(kv.key)
		return k != nil && k.Set(kv.value) == nil
	})
}

// why reads a number to be explained: any text that is short.
func (p *parser) why(kv pair) string {
	if len(kv.value) <= MaxWhy {
		return kv.value
	}
	p.add(Problem{Kind: BadValue, Key: kv.key, Value: kv.value, Err: &config.ValueError{
		Key: kv.key, Value: kv.value, Text: config.Text{EN: "is too long for a number", ZH: "过长，不是数字"}}})
	return ""
}

// practice reads exercises, or their seed.
func (p *parser) practice(s *State, kv pair) {
	if kv.key == "practice" {
		set, ok := exercise.ParseSet(kv.value, func(arch string) bool { return catalog.Lookup(arch) != nil })
		if s.Practice = set; !ok {
			p.add(Problem{Kind: BadValue, Key: kv.key, Value: kv.value, Err: &config.ValueError{
				Key: kv.key, Value: kv.value, Text: config.Text{EN: "is not a list of exercises, such as watch:enc1,fill,alone:dec4,whole", ZH: "不是练习列表，例如 watch:enc1,fill,alone:dec4,whole"}}})
		}
		return
	}
	n, err := strconv.ParseUint(kv.value, 10, 32)
	if err != nil {
		n = 0 // not the largest, where it is larger
		p.add(Problem{Kind: BadValue, Key: kv.key, Value: kv.value, Err: &config.ValueError{
			Key: kv.key, Value: kv.value, Text: config.Text{EN: "must be a number from 0 to 4294967295", ZH: "应为 0 到 4294967295 之间的数"}}})
	}
	s.Seed = uint32(n)
}

// config reads a configuration and, of the first one, the stage that is looked
// at.
func (p *parser) config(pairs []pair, second bool) (c *config.Config, stage string) {
	c = p.arch(pairs, second)
	if c == nil {
		return config.New(catalog.Lookup(catalog.Default)), ""
	}
	set := map[string]string{} // as the knob understood it
	for _, kv := range pairs {
		k := c.Knob(kv.key)
		switch {
		case kv.key == "arch" || kv.key == "v" && !second:
		case kv.key == "stage" && !second && stageName(kv.value):
			stage = kv.value
		case kv.key == "stage" && !second:
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
		if v, ok := set[kv.key]; ok && c.Knob(kv.key).Get() != v {
			p.add(Problem{Kind: Overridden, Key: kv.key, Value: kv.value})
		}
	}
	p.reconcile(c)
	return c, stage
}

// view takes the pairs that are a view's, and returns the others.
func (p *parser) view(v *View, pairs []pair) []pair {
	return slices.DeleteFunc(pairs, func(kv pair) bool {
		known, err := v.set(kv)
		if err != nil {
			p.add(Problem{Kind: BadValue, Key: kv.key, Value: kv.value, Err: err})
		}
		return known
	})
}

// stageName reports whether s can be the name of a stage, such as "enc1" or "dec2.1".
func stageName(s string) bool {
	letters := strings.TrimRight(s, "0123456789.")
	return letters != s && len(s) <= 16 && strings.Trim(letters, "abcdefghijklmnopqrstuvwxyz") == ""
}

func valueError(err error) *config.ValueError {
	e, ok := err.(*config.ValueError)
	if !ok {
		e = &config.ValueError{Text: config.Text{EN: err.Error(), ZH: err.Error()}}
	}
	return e
}

type pair struct{ key, value string }

type parser struct {
	prefix   string // of the configuration that is read
	problems []Problem
	more     int
}

func (p *parser) add(q Problem) {
	q.Key = p.prefix + q.Key
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
	if len(fragment) > MaxBytes {
		p.add(Problem{Kind: TooLong, Value: strconv.Itoa(len(fragment) - MaxBytes)})
		fragment = fragment[:MaxBytes]
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
	return strings.ToValidUTF8(percent(s), "\uFFFD")
}

// escape writes everything as percent escapes that is not a letter or digit of
// ASCII or one of -_.~, which stand for themselves everywhere.
func escape(s string) string {
	const hex = "0123456789ABCDEF"
	var b []byte
	for _, c := range []byte(s) {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-_.~", c) >= 0:
			b = append(b, c)
		default:
			b = append(b, '%', hex[c>>4], hex[c&15])
		}
	}
	return string(b)
}

// percent undoes percent escapes, or returns s as it is where one is broken. It
// is url.PathUnescape, without all that comes along with net/url.
func percent(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b []byte
	for i := 0; i < len(s); i++ {
		if s[i] != '%' {
			b = append(b, s[i])
			continue
		}
		if i+3 > len(s) {
			return s
		}
		c, err := strconv.ParseUint(s[i+1:i+3], 16, 8)
		if err != nil {
			return s
		}
		b = append(b, byte(c))
		i += 2
	}
	return string(b)
}

// arch returns the defaults of the architecture that the pairs name, or nil for
// one that does not exist: settings of another architecture would mean nothing.
func (p *parser) arch(pairs []pair, second bool) *config.Config {
	a := catalog.Lookup(catalog.Default)
	for _, kv := range pairs {
		switch kv.key {
		case "v":
			if second { // the link has one version
				continue
			}
			n, err := strconv.Atoi(kv.value)
			if err != nil || n < 1 {
				p.add(Problem{Kind: BadVersion, Key: kv.key, Value: kv.value})
			} else if n > Version {
				p.add(Problem{Kind: NewerVersion, Key: kv.key, Value: kv.value})
			}
		case "arch":
			if a = catalog.Lookup(kv.value); a == nil {
				p.add(Problem{Kind: UnknownArch, Key: kv.key, Value: kv.value})
			}
		}
	}
	if a == nil {
		return nil
	}
	return config.New(a)
}

// reconcile puts settings that contradict each other back to their defaults,
// until the network can be built.
func (p *parser) reconcile(c *config.Config) {
	for range c.Knobs {
		_, err := c.Count()
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
	if _, err := c.Count(); err != nil {
		p.add(Problem{Kind: Contradiction, Err: valueError(err)})
		*c = *config.New(c.Arch)
	}
}
