package text

import (
	"fmt"
	"strings"

	"unetparams/counter"
	"unetparams/counter/catalog"
	"unetparams/counter/config"
	"unetparams/counter/number"
)

// Config names a configuration in one line: a preset by its name, any other by
// its architecture and the settings that are not at their defaults.
func (l Lang) Config(c *config.Config) string {
	name := l.T(c.Arch.Name)
	if p := catalog.PresetOf(c); p != nil {
		return name + l.T(Describe.Colon) + l.T(p.Name)
	}
	var parts []string
	for _, k := range c.Knobs {
		if k.Changed() {
			parts = append(parts, l.Setting(c, k, l.Value(k)))
		}
	}
	if len(parts) == 0 {
		return name
	}
	return name + l.T(Describe.Colon) + strings.Join(parts, l.T(Describe.Comma))
}

// Net names a network by its architecture, and where published code is edited by
// its settings too.
func (l Lang) Net(c *config.Config) string {
	if c.Edited() {
		return l.Config(c)
	}
	return l.T(c.Arch.Name)
}

// Summary names a network by what people ask first: its architecture, the
// channels of its levels, its normalization, and the channels that go in and come
// out; and by the rare settings that it departs in.
func (l Lang) Summary(c *config.Config, r *counter.Report) string {
	parts := []string{l.T(c.Arch.Name)}
	lo, hi := int64(0), int64(0)
	for _, row := range r.Stages {
		if (row.Role == counter.Encoder || row.Role == counter.Bottleneck) && len(row.Steps) > 0 {
			out := r.Steps[row.Steps[len(row.Steps)-1]].Out.C
			if lo == 0 {
				lo = out
			}
			hi = max(hi, out)
		}
	}
	if lo > 0 {
		parts = append(parts, fmt.Sprintf("%d–%d", min(lo, hi), hi))
	}
	norm := l.T(Describe.NoNorm)
	for i := range r.Layers {
		if counter.IsNorm(r.Layers[i].Layer) {
			norm = l.Inline(l.Kind(r.Layers[i].Layer.Kind(), nil))
			break
		}
	}
	parts = append(parts, norm)
	if len(r.Inputs) > 0 && len(r.Outputs) > 0 {
		parts = append(parts, l.F(Describe.Flow, r.Steps[0].Out.C, r.Steps[r.Outputs[0]].Out.C))
	}
	for _, k := range c.Knobs {
		if k.More && k.Changed() {
			parts = append(parts, l.Setting(c, k, l.Value(k)))
		}
	}
	return strings.Join(parts, " · ")
}

// Inline writes a name that begins with a capital as it stands within a sentence.
func (l Lang) Inline(name string) string {
	if r := []byte(name); l == English && len(r) > 1 && r[0] >= 'A' && r[0] <= 'Z' && r[1] >= 'a' && r[1] <= 'z' {
		return string(r[0]+'a'-'A') + name[1:]
	}
	return name
}

// Differences says in one line what has to be changed to get from one
// configuration to another: "base width 32 → 64, bias of convolutions on → off".
// It is empty where they do not differ in effect; of two architectures it is
// their names.
func (l Lang) Differences(from, to *config.Config) string {
	if from.Arch != to.Arch {
		return l.T(from.Arch.Name) + " → " + l.T(to.Arch.Name)
	}
	usual := config.New(from.Arch)
	var parts []string
	for i, a := range from.Knobs {
		b := to.Knobs[i]
		old, now := l.Value(a), l.Value(b)
		switch {
		case old == now && !a.Idle(), b.Idle():
			continue
		case a.Implied() && b.Implied():
			continue
		case a.Implied() != b.Implied() && !usual.Knobs[i].Implied():
			continue // said by the setting that takes its place, such as a list of filters
		case a.Idle(): // it did not matter before
			if !b.IsDefault() {
				parts = append(parts, l.Setting(to, b, now))
			}
			continue
		}
		parts = append(parts, l.Setting(to, b, old+" → "+now))
	}
	return strings.Join(parts, l.T(Describe.Comma))
}

// Setting writes a knob and its value: "base width 64". Where two knobs of an
// architecture have one label, the key tells them apart.
func (l Lang) Setting(c *config.Config, k *config.Knob, value string) string {
	if k.Edit {
		return l.F(Describe.EditedTo, value)
	}
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

// Value returns a knob's value as people say it.
func (l Lang) Value(k *config.Knob) string {
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
			return l.T(Describe.Empty)
		}
	}
	return v
}

// Conventions says in one line what a count takes in and what it leaves out.
func (l Lang) Conventions(r *counter.Report) string {
	s := l.T(Describe.Counted)
	if r.Buffers > 0 {
		s = l.F(Describe.CountedBeside, number.Grouped(r.Buffers))
	}
	if r.Unused > 0 {
		s += l.F(Describe.CountedUnused, number.Grouped(r.Unused))
	}
	if r.Unregistered > 0 {
		s += l.F(Describe.Uncounted, number.Grouped(r.Unregistered))
	}
	return s
}

// StageList says the counts of the stages that have any.
func StageList(l Lang, r *counter.Report) string {
	var parts []string
	for _, row := range r.Stages {
		if row.Learnable > 0 {
			parts = append(parts, l.Stage(row.Stage)+l.T(Describe.Colon)+number.Grouped(row.Learnable))
		}
	}
	return strings.Join(parts, "; ")
}

// describeText is the type of the words that name a configuration.
type describeText struct {
	Colon, Comma, Empty                   config.Text
	NoNorm, Flow, EditedTo                config.Text
	Counted, CountedBeside, CountedUnused config.Text
	Uncounted                             config.Text
}

// Describe holds the words that name a configuration.
var Describe = describeText{
	Colon: config.Text{EN: ": ", ZH: "："},
	Comma: config.Text{EN: ", ", ZH: "，"},
	Empty: config.Text{EN: "none", ZH: "无"},

	NoNorm:   config.Text{EN: "no normalization", ZH: "无归一化"},
	EditedTo: config.Text{EN: "base channels edited to %s", ZH: "基础通道数改为 %s"},
	Flow:     config.Text{EN: "%d → %d channels", ZH: "%d → %d 通道"},

	Counted:       config.Text{EN: "trainable parameters; buffers and running statistics not counted; shared tensors once", ZH: "只计可训练参数；缓冲值和滑动统计量不计；共享张量只计一次"},
	CountedBeside: config.Text{EN: "trainable parameters; buffers and running statistics (%s) not counted; shared tensors once", ZH: "只计可训练参数；缓冲值和滑动统计量（%s）不计；共享张量只计一次"},
	Uncounted:     config.Text{EN: "; %s that run without being registered in PyTorch are not counted", ZH: "；另有 %s 个参与运算但未在 PyTorch 中注册，不计入"},
	CountedUnused: config.Text{EN: "; %s never used are counted too", ZH: "；从未用到的 %s 个也计入"},
}
