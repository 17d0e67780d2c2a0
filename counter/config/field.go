package config

import (
	"errors"
	"slices"
	"strconv"
	"strings"
)

// A field is where a knob keeps its value: a field of the model.
type field interface {
	// get returns the value as links write it.
	get() string
	// set takes a value that the knob's declaration allows; else the error is a
	// [*ValueError], and the old value stays.
	set(k *Knob, s string) error
	// copy takes the value of the same field of another model.
	copy(from field)
}

type numberField int64

func (f *numberField) get() string { return strconv.FormatInt(int64(*f), 10) }

func (f *numberField) set(k *Knob, s string) error {
	n, err := k.number(s)
	if err == nil {
		*f = numberField(n)
	}
	return err
}

func (f *numberField) copy(from field) { *f = *from.(*numberField) }

// A funcField is a number that is kept elsewhere.
type funcField struct {
	from func() int64
	to   func(int64)
}

func (f *funcField) get() string { return strconv.FormatInt(f.from(), 10) }

func (f *funcField) set(k *Knob, s string) error {
	n, err := k.number(s)
	if err == nil {
		f.to(n)
	}
	return err
}

func (f *funcField) copy(from field) { f.to(from.(*funcField).from()) }

type switchField bool

func (f *switchField) get() string {
	if *f {
		return "on"
	}
	return "off"
}

func (f *switchField) set(k *Knob, s string) error {
	err := k.choice(s)
	if err == nil {
		*f = s == "on"
	}
	return err
}

func (f *switchField) copy(from field) { *f = *from.(*switchField) }

type choiceField string

func (f *choiceField) get() string { return string(*f) }

func (f *choiceField) set(k *Knob, s string) error {
	err := k.choice(s)
	if err == nil {
		*f = choiceField(s)
	}
	return err
}

func (f *choiceField) copy(from field) { *f = *from.(*choiceField) }

type numbersField []int64

func (f *numbersField) get() string {
	if len(*f) == 0 {
		return "none"
	}
	return Join(*f, ",")
}

func (f *numbersField) set(k *Knob, s string) error {
	if k.minLen == 0 && s == "none" {
		*f = nil
		return nil
	}
	return k.list((*[]int64)(f), s, ",", k.minLen)
}

func (f *numbersField) copy(from field) { *f = slices.Clone(*from.(*numbersField)) }

type sizesField []int64

func (f *sizesField) get() string { return Join(*f, "x") }

func (f *sizesField) set(k *Knob, s string) error {
	return k.list((*[]int64)(f), s, "x", k.minLen)
}

func (f *sizesField) copy(from field) { *f = slices.Clone(*from.(*sizesField)) }

type sizeListsField [][]int64

func (f *sizeListsField) get() string { return JoinSizes(*f) }

func (f *sizeListsField) set(k *Knob, s string) error {
	size := *k
	size.MaxLen = 3
	var parts []string
	if len(s) <= 40*size.MaxLen*k.MaxLen { // longer than any list of such sizes
		parts = strings.Split(s, ",")
	}
	if len(parts) < k.minLen || len(parts) > k.MaxLen {
		return k.fail(s, Textf(
			"needs 1 to %d sizes separated by commas", "需要 1 到 %d 个用逗号分隔的尺寸", k.MaxLen))
	}
	sizes := make([][]int64, len(parts))
	var wrong *ValueError // the first wrong size's
	corrected := true
	for i, part := range parts {
		var v *ValueError
		if !errors.As(size.list(&sizes[i], part, "x", 1), &v) {
			continue
		}
		if wrong == nil {
			wrong = v
		}
		if corrected = corrected && v.Nearest != nil; corrected {
			parts[i] = v.Nearest[0]
		}
	}
	if wrong != nil {
		wrong.Value, wrong.Nearest = s, nil
		if corrected {
			wrong.Nearest = []string{strings.Join(parts, ",")}
		}
		return wrong
	}
	*f = sizes
	return nil
}

func (f *sizeListsField) copy(from field) {
	sizes := slices.Clone(*from.(*sizeListsField))
	for i := range sizes {
		sizes[i] = slices.Clone(sizes[i])
	}
	*f = sizes
}

type wordField string

func (f *wordField) get() string { return string(*f) }

func (f *wordField) set(k *Knob, s string) error {
	all := ""
	for _, l := range k.Choices {
		all += l.Value
	}
	if s == "" || len(s) > len(all) || strings.Trim(s, all) != "" {
		return k.fail(s, Textf("is made of these letters: %s", "只能由这些字母组成：%s", all))
	}
	for i, r := range s {
		if strings.ContainsRune(s[:i], r) {
			return k.fail(s, Textf("has the letter %c twice", "中字母 %c 重复", r))
		}
	}
	*f = wordField(s)
	return nil
}

func (f *wordField) copy(from field) { *f = *from.(*wordField) }
