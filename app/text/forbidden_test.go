package text

import (
	"reflect"
	"strings"
	"testing"

	"unetparams/counter/config"
)

// forbidden are terms that read oddly to a teacher of the field, and what they
// were replaced by.
var forbidden = map[string]string{
	"how it comes about":       "How it is calculated",
	"buffers beside":           "buffer values (not counted)",
	"Going up":                 "Decoder",
	"It leads to":              "Output channels",
	"Size of the net":          "Network size",
	"Take it with you":         "Export",
	"stands there twice":       "appears twice",
	"leaves this page nowhere": "never leaves this page",
	"up-convolution":           "transposed convolution",
	"learnable":                "trainable",
	"quarrel":                  "why sources disagree",
	"约数":                       "近似值",
	"层级":                       "级",
	"数目":                       "参数量",
	"数目的由来":                    "参数量是怎么算的",
	"可学习":                      "可训练",
	"所印":                       "原文",
	"我们所数":                     "本站",
	"存储而不学习":                   "缓冲值",
	"乘加":                       "MACs",
}

// TestForbidden: these terms don't come back.
func TestForbidden(t *testing.T) {
	for name, table := range map[string]any{
		"Page": Page, "Folded": Folded, "Compare": Compare, "Describe": Describe, "Embed": Embed, "Explain": Explain, "Export": Export,
		"Keras": Keras, "Open": Open, "Opened": Opened, "Model": Model, "Practice": Practice, "Share": Share, "Ways": Ways, "kindNames": kindNames, "reasons": reasons, "shortNames": shortNames,
	} {
		eachText(reflect.ValueOf(table), func(s config.Text) {
			for term, better := range forbidden {
				for _, said := range []string{s.EN, s.ZH} {
					if strings.Contains(said, term) {
						t.Errorf("%s says %q for %q: %s", name, term, better, said)
					}
				}
			}
			if strings.Contains(s.ZH, "。 ") {
				t.Errorf("%s: a space after a full stop: %s", name, s.ZH)
			}
		})
	}
}

// eachText calls a function with every text in a value.
func eachText(v reflect.Value, f func(config.Text)) {
	if v.Type() == reflect.TypeFor[config.Text]() {
		f(config.Text{EN: v.Field(0).String(), ZH: v.Field(1).String()})
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			eachText(v.Field(i), f)
		}
	case reflect.Array, reflect.Slice:
		for i := range v.Len() {
			eachText(v.Index(i), f)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			eachText(v.MapIndex(k), f)
		}
	}
}
