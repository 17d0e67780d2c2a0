package config

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"unetparams/counter/number"
)

// A Knob is one setting of an architecture, declared once. Form, link,
// validation, tests and help all read this declaration.
type Knob struct {
	Key     string // in links; it never changes
	Section Text   // of the form
	More    bool   // one of a section that few people need
	Minor   bool   // one that few people need, of a section that many do
	Edit    bool   // no argument of the published code, but a change of it
	Label   Text
	Help    Text // one sentence
	Kind    KnobKind
	Role    Role

	Min, Max, Step int64    // of numbers; Step is 2 for odd ones, or else Min is a multiple of it
	MaxLen         int      // of lists
	Choices        []Choice // of a choice or, for a word, its letters; a switch has "off" and "on"
	Default        string

	field   field // of the model
	minLen  int   // of lists
	implied func() bool
	idle    func() bool
	scales  bool
}

// A KnobKind says what a knob's values look like.
type KnobKind int

// The kinds of knobs.
const (
	Number    KnobKind = iota // a whole number
	Switch                    // "on" or "off"
	Select                    // one of Choices
	Numbers                   // whole numbers separated by commas
	Sizes                     // whole numbers separated by "x": one for all axes, or one an axis
	SizeLists                 // sizes separated by commas
	Word                      // some of the letters of Choices, each once at most
)

// A Choice is one value of a knob.
type Choice struct {
	_ Incomparable

	Value string // in links; it never changes
	Label Text
}

// A ValueError says why a setting can't be used.
type ValueError struct {
	Key, Value string
	Text       Text     // for the reader
	Nearest    []string // values of the same knob that work
}

// Error implements error, in English.
func (e *ValueError) Error() string { return e.Key + ": " + e.Text.EN }

// Get returns the knob's value as links write it.
func (k *Knob) Get() string { return k.field.get() }

// Set sets the knob to a value as links write it, after checking its bounds.
// The error is a [*ValueError], and the old value stays.
func (k *Knob) Set(value string) error { return k.field.set(k, value) }

// IsDefault reports whether the knob has its default value.
func (k *Knob) IsDefault() bool { return k.field.get() == k.Default }

// Implied reports whether the value follows from another knob's, so that a link
// need not carry it.
func (k *Knob) Implied() bool { return k.implied != nil && k.implied() }

// Idle reports whether the knob has no effect beside the other settings.
func (k *Knob) Idle() bool { return k.idle != nil && k.idle() }

// Changed reports whether the knob departs from its default, and to an effect.
func (k *Knob) Changed() bool { return !k.IsDefault() && !k.Implied() && !k.Idle() }

// When makes the knob idle while used returns false.
func (k *Knob) When(used func() bool) *Knob {
	k.idle = func() bool { return !used() }
	return k
}

// Unless makes the knob implied while other returns true.
func (k *Knob) Unless(other func() bool) *Knob { k.implied = other; return k }

// Seldom marks the knob as one that few people need: a form may fold it away within
// its section.
func (k *Knob) Seldom() *Knob { k.Minor = true; return k }

// Edits marks the knob as a change of published code: away from its default the
// network is no longer the published one.
func (k *Knob) Edits() *Knob { k.Edit = true; return k }

// Scales marks the knob to turn down when a count is too large for an int64.
func (k *Knob) Scales() *Knob { k.scales = true; return k }

// Knobs declares settings, in the manner of the standard flag package: each
// method binds a field, sets it to its default and returns the declaration.
type Knobs struct {
	list    []*Knob
	room    []Knob // for the next ones
	section Text
	more    bool
	fixed   []fixedRole
}

// Section begins a part of the form: the knobs declared next are under it.
func (ks *Knobs) Section(title Text) { ks.section, ks.more = title, false }

// More is Section for settings that few people need: a form may fold them away.
func (ks *Knobs) More(title Text) { ks.section, ks.more = title, true }

func (ks *Knobs) add(f field, kind KnobKind, key string, label, help Text) *Knob {
	if len(ks.room) == 0 {
		ks.room = make([]Knob, 8)
	}
	k := &ks.room[0]
	ks.room = ks.room[1:]
	k.Key, k.Section, k.More, k.Label, k.Help, k.Kind = key, ks.section, ks.more, label, help, kind
	k.Default, k.field = f.get(), f
	ks.list = append(ks.list, k)
	return k
}

// bound sets the least and the greatest of a knob's numbers.
func (k *Knob) bound(min, max int64) *Knob {
	k.Min, k.Max, k.Step = min, max, 1
	return k
}

// Number declares a whole number between min and max.
func (ks *Knobs) Number(p *int64, key string, value, min, max int64, label, help Text) *Knob {
	*p = value
	return ks.add((*numberField)(p), Number, key, label, help).bound(min, max)
}

// NumberFunc declares a whole number that is kept elsewhere.
func (ks *Knobs) NumberFunc(get func() int64, set func(int64), key string, min, max int64, label, help Text) *Knob {
	return ks.add(&funcField{get, set}, Number, key, label, help).bound(min, max)
}

// Switch declares a setting that is on or off.
func (ks *Knobs) Switch(p *bool, key string, value bool, label, help Text) *Knob {
	*p = value
	k := ks.add((*switchField)(p), Switch, key, label, help)
	k.Choices = offOn
	return k
}

var offOn = []Choice{{Value: "off", Label: Text{"off", "关"}}, {Value: "on", Label: Text{"on", "开"}}}

// Select declares a choice; the first one is the default.
func (ks *Knobs) Select(p *string, key string, label, help Text, choices ...Choice) *Knob {
	*p = choices[0].Value
	k := ks.add((*choiceField)(p), Select, key, label, help)
	k.Choices = choices
	return k
}

// Numbers declares a list of minLen to maxLen whole numbers between min and max.
// An empty list, where minLen allows it, is written "none".
func (ks *Knobs) Numbers(p *[]int64, key string, value []int64, minLen, maxLen int, min, max int64, label, help Text) *Knob {
	*p = value
	k := ks.add((*numbersField)(p), Numbers, key, label, help).bound(min, max)
	k.minLen, k.MaxLen = minLen, maxLen
	return k
}

// Sizes declares an input size between min and max: one number for all axes, or
// one for each.
func (ks *Knobs) Sizes(p *[]int64, key string, value, min, max int64, label, help Text) *Knob {
	return ks.SizesOf(p, key, []int64{value}, min, max, label, help)
}

// SizesOf is [Knobs.Sizes] for a default that may differ from axis to axis.
func (ks *Knobs) SizesOf(p *[]int64, key string, value []int64, min, max int64, label, help Text) *Knob {
	*p = value
	k := ks.add((*sizesField)(p), Sizes, key, label, help).bound(min, max)
	k.minLen, k.MaxLen = 1, 3
	return k
}

// SizeLists declares a list of 1 to maxLen sizes, each one number between min
// and max for all axes, or one for each.
func (ks *Knobs) SizeLists(p *[][]int64, key string, value [][]int64, maxLen int, min, max int64, label, help Text) *Knob {
	*p = value
	k := ks.add((*sizeListsField)(p), SizeLists, key, label, help).bound(min, max)
	k.minLen, k.MaxLen = 1, maxLen
	return k
}

// Word declares a word that is made of some of the given letters.
func (ks *Knobs) Word(p *string, key, value string, label, help Text, letters ...Choice) *Knob {
	*p = value
	k := ks.add((*wordField)(p), Word, key, label, help)
	k.Choices, k.MaxLen = letters, len(letters)
	return k
}

func (k *Knob) fail(value string, t Text, nearest ...string) error {
	return &ValueError{k.Key, value, t, nearest}
}

// number parses a number as links write it: digits only.
func (k *Knob) number(s string) (int64, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	digits := strings.Trim(s, "0123456789") == "" && s != ""
	switch {
	case !digits && err != nil:
		return 0, k.fail(s, Textf(
			"needs a whole number from %s to %s", "需要 %s 到 %s 之间的整数", number.Grouped(k.Min), number.Grouped(k.Max)))
	case err != nil || n > k.Max:
		return 0, k.fail(s, Textf(
			"must be at most %s", "最大为 %s", number.Grouped(k.Max)), strconv.FormatInt(k.Max, 10))
	case n < k.Min:
		return 0, k.fail(s, Textf(
			"must be at least %s", "最小为 %s", number.Grouped(k.Min)), strconv.FormatInt(k.Min, 10))
	case !digits:
		return 0, k.fail(s, Textf(
			"needs a whole number from %s to %s", "需要 %s 到 %s 之间的整数", number.Grouped(k.Min), number.Grouped(k.Max)))
	case (n-k.Min)%k.Step != 0:
		down := n - (n-k.Min)%k.Step
		text := Text{"must be an odd number", "必须是奇数"}
		if k.Step != 2 {
			text = Textf("must be a multiple of %d", "必须是 %d 的倍数", k.Step)
		}
		return 0, k.fail(s, text, strconv.FormatInt(down, 10), strconv.FormatInt(min(down+k.Step, k.Max), 10))
	}
	return n, nil
}

func (k *Knob) choice(s string) error {
	if slices.ContainsFunc(k.Choices, func(c Choice) bool { return c.Value == s }) {
		return nil
	}
	var values []string
	for _, c := range k.Choices {
		values = append(values, c.Value)
	}
	all := strings.Join(values, ", ")
	return k.fail(s, Textf("is one of: %s", "只能是：%s", all), values...)
}

func (k *Knob) list(p *[]int64, s, sep string, minLen int) error {
	var parts []string
	if len(s) <= 40*k.MaxLen { // longer than any list of such numbers
		parts = strings.Split(s, sep)
	}
	if len(parts) < max(minLen, 1) || len(parts) > k.MaxLen {
		return k.fail(s, Textf(
			"needs %d to %d numbers separated by “%s”", "需要 %d 到 %d 个用“%s”分隔的数", minLen, k.MaxLen, sep))
	}
	ns := make([]int64, len(parts))
	var wrong *ValueError // the first wrong number's
	corrected := true
	for i, part := range parts {
		n, err := k.number(part)
		var v *ValueError
		if errors.As(err, &v) {
			if wrong == nil {
				wrong = v
			}
			if corrected = corrected && v.Nearest != nil; corrected {
				n, _ = strconv.ParseInt(v.Nearest[0], 10, 64)
			}
		}
		ns[i] = n
	}
	if wrong != nil {
		wrong.Value, wrong.Nearest = s, nil
		if corrected {
			wrong.Nearest = []string{Join(ns, sep)}
		}
		return wrong
	}
	*p = ns
	return nil
}

// Join writes numbers with a separator between them, as links do.
func Join(ns []int64, sep string) string {
	var b strings.Builder
	for i, n := range ns {
		if i > 0 {
			b.WriteString(sep)
		}
		b.WriteString(strconv.FormatInt(n, 10))
	}
	return b.String()
}

// JoinSizes writes a list of sizes as links do: 3x3,5x5.
func JoinSizes(sizes [][]int64) string {
	parts := make([]string, len(sizes))
	for i, s := range sizes {
		parts[i] = Join(s, "x")
	}
	return strings.Join(parts, ",")
}

// splitSizes returns the numbers of a size as Get writes it.
func splitSizes(s string) []string { return strings.Split(s, "x") }

// halve returns a list with every number halved, as long as none falls below min.
func halve(list string, min int64) (string, bool) {
	var ns []int64
	for _, part := range strings.Split(list, ",") {
		n, err := strconv.ParseInt(part, 10, 64)
		if err != nil || n/2 < min {
			return "", false
		}
		ns = append(ns, n/2)
	}
	return Join(ns, ","), true
}
