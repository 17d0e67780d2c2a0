//go:build lean

package app

import (
	"strconv"
	"strings"
)

// attributes are those of an element, in the order in which they were set. An element has
// a few: to look through them takes less time than a map.
type attributes []attribute

type attribute struct{ name, value string }

// index returns the place of an attribute, or -1.
func (a attributes) index(name string) int {
	for i := range a {
		if a[i].name == name {
			return i
		}
	}
	return -1
}

// Set sets an attribute, or adds to one that is a list.
func (a *attributes) Set(name string, value any) {
	v := strings.TrimSpace(toString(value))
	i := a.index(name)
	separator := ""
	switch name {
	case "style", "allow":
		v += ";"
	case "class":
		separator = " "
		if v == "" {
			return
		}
	case "srcset":
		separator = ", "
	default:
		if i >= 0 {
			(*a)[i].value = v
			return
		}
	}
	if i < 0 {
		*a = append(*a, attribute{name, v})
		return
	}
	(*a)[i].value += separator + v
}

// update sets on an element in the document what differs from other attributes, which
// take the place of these.
func (a *attributes) update(element UI, with attributes) {
	was := *a
	*a = with
	for _, x := range was {
		if with.index(x.name) < 0 {
			element.JSValue().Call("removeAttribute", x.name)
		}
	}
	for i, x := range with {
		if i >= len(was) || was[i].name != x.name {
			i = was.index(x.name)
		}
		if i < 0 || was[i].value != x.value {
			setJSAttribute(element.JSValue(), x.name, x.value)
		}
	}
}

// setJSAttribute sets an attribute of an element that is there.
func setJSAttribute(element Value, name, value string) {
	if property, isSwitch := propertyOf(name); isSwitch {
		yes, _ := strconv.ParseBool(value)
		element.Set(property, yes)
	} else if name == "value" {
		element.Set(name, value)
	} else {
		element.Call("setAttribute", name, value)
	}
}

// propertyOf returns the property that is set for an attribute, and whether it is true or
// false.
func propertyOf(name string) (property string, isSwitch bool) {
	switch name {
	case "async", "autofocus", "autoplay", "checked", "default", "defer", "disabled", "hidden", "loop",
		"multiple", "muted", "open", "required", "reversed", "selected":
		return name, true
	case "ismap":
		return "isMap", true
	case "readonly":
		return "readOnly", true
	}
	return "", false
}
