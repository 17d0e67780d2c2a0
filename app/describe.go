package app

import (
	"strings"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// describe names a configuration in one line: a preset by its name, any other by
// its architecture and the settings that are not at their defaults.
func (l Lang) describe(c *config.Config) string {
	name := l.T(c.Arch.Name)
	if p := zoo.PresetOf(c); p != nil {
		return name + l.T(describeWords.Colon) + l.T(p.Name)
	}
	var parts []string
	for _, k := range c.Knobs {
		if !k.IsDefault() && !k.Implied() && !k.Idle() {
			parts = append(parts, l.setting(c, k, l.value(k)))
		}
	}
	if len(parts) == 0 {
		return name
	}
	return name + l.T(describeWords.Colon) + strings.Join(parts, l.T(describeWords.Comma))
}

// differences says in one line what has to be changed to get from one
// configuration to another: "base width 32 → 64, bias of convolutions on → off".
// It is empty where they do not differ in effect; of two architectures it is
// their names.
func (l Lang) differences(from, to *config.Config) string {
	if from.Arch != to.Arch {
		return l.T(from.Arch.Name) + " → " + l.T(to.Arch.Name)
	}
	usual := config.New(from.Arch)
	var parts []string
	for i, a := range from.Knobs {
		b := to.Knobs[i]
		old, now := l.value(a), l.value(b)
		switch {
		case old == now && !a.Idle(), b.Idle():
			continue
		case a.Implied() && b.Implied():
			continue
		case a.Implied() != b.Implied() && !usual.Knobs[i].Implied():
			continue // said by the setting that takes its place, such as a list of filters
		case a.Idle(): // it did not matter before
			if !b.IsDefault() {
				parts = append(parts, l.setting(to, b, now))
			}
			continue
		}
		parts = append(parts, l.setting(to, b, old+" → "+now))
	}
	return strings.Join(parts, l.T(describeWords.Comma))
}

// setting writes a knob and its value: "base width 64". Where two knobs of an
// architecture have one label, the key tells them apart.
func (l Lang) setting(c *config.Config, k *config.Knob, value string) string {
	label := l.T(k.Label)
	if r := []byte(label); len(r) > 1 && r[0] >= 'A' && r[0] <= 'Z' && r[1] >= 'a' && r[1] <= 'z' {
		label = string(r[0]+'a'-'A') + label[1:] // but not an ELU
	}
	for _, other := range c.Knobs {
		if other != k && other.Label == k.Label {
			label += " (" + k.Key + ")"
			break
		}
	}
	if l == Chinese && !(value[0] >= '0' && value[0] <= '9') {
		return label + "：" + value
	}
	return label + " " + value
}

// value returns a knob's value as people say it.
func (l Lang) value(k *config.Knob) string {
	v := k.Get()
	switch k.Kind {
	case config.Switch, config.Select:
		for _, c := range k.Choices {
			if c.Value == v {
				return l.T(c.Label)
			}
		}
	case config.Sizes, config.SizeLists:
		return strings.ReplaceAll(v, "x", "×")
	case config.Numbers:
		if v == "none" {
			return l.T(describeWords.Empty)
		}
	}
	return v
}

// conventionsLine says in one line what a count takes in and what it leaves out.
func (l Lang) conventionsLine(r *counter.Report) string {
	s := l.T(describeWords.Counted)
	if r.Buffers > 0 {
		s = l.F(describeWords.CountedBeside, number.Grouped(r.Buffers))
	}
	if r.Unused > 0 {
		s += l.F(describeWords.CountedUnused, number.Grouped(r.Unused))
	}
	return s
}
