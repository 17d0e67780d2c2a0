package link

import (
	"slices"
	"strings"

	"unetparams/counter/config"
)

// A View says how a page that is embedded in another one shows a configuration.
// Its zero value is what a link means that says nothing.
type View struct {
	Controls string // "open": unfolded, "off": none, "": folded
	Theme    string // "light", "dark", "": that of the reader's system
	Lang     string // "en", "zh", "": that of the page
}

// An option is a field of a view with its key and its values; the first value
// is the default, which is never written.
type option struct {
	key    string
	field  *string
	values []string
}

// options declares the keys of a view. They share a fragment with the settings,
// so no setting may ever have one of them.
func (v *View) options() []option {
	return []option{
		{"controls", &v.Controls, []string{"folded", "open", "off"}},
		{"theme", &v.Theme, []string{"auto", "light", "dark"}},
		{"lang", &v.Lang, []string{"", "en", "zh"}},
	}
}

// encode returns the pairs of what is not at its default, each with "&" before it.
func (v View) encode() string {
	s := ""
	for _, o := range v.options() {
		if *o.field != "" {
			s += "&" + o.key + "=" + *o.field
		}
	}
	return s
}

// set takes a pair, if its key is one of a view's.
func (v *View) set(kv pair) (known bool, err *config.ValueError) {
	for _, o := range v.options() {
		if o.key != kv.key {
			continue
		}
		switch i := slices.Index(o.values, kv.value); {
		case i == 0 && kv.value != "":
			*o.field = ""
		case i > 0:
			*o.field = kv.value
		default:
			all := strings.TrimPrefix(strings.Join(o.values, ", "), ", ")
			err = &config.ValueError{Key: kv.key, Value: kv.value, Text: config.Text{EN: "is one of: " + all, ZH: "只能是：" + all}}
		}
		return true, err
	}
	return false, nil
}
