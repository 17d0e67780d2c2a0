package main

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// compactPoster writes a poster, as package export makes it, in two thirds of the bytes:
// those of the published networks are a fifth of the site. What is drawn is the same to a
// twentieth of a unit, and the title, the description and the titles of stages stay.
//
//   - The style sheet keeps the rules that the picture uses, and the elements the classes
//     that these rules name.
//   - Rectangles of one class become one path, and so do the arrows of one kind that follow
//     each other. Paths are relative.
//   - Numbers have one decimal.
//   - The font size and the alignment that most texts have are inherited.
func compactPoster(svg string) ([]byte, error) {
	root, err := parseSVG(svg)
	if err != nil {
		return nil, err
	}
	var style *element
	used := map[string]bool{} // elements, and classes with a dot before them
	root.walk(func(e *element) {
		if used[e.name] = true; e.name == "style" {
			style = e
		}
		for _, class := range strings.Fields(e.attr("class")) {
			used["."+class] = true
		}
	})
	if style == nil || len(style.children) != 1 {
		return nil, errors.New("a poster has no style sheet")
	}
	sheet := &style.children[0].text
	*sheet = usedStyle(*sheet, used)
	styled := map[string]bool{}
	for _, m := range names.FindAllStringSubmatch(*sheet, -1) {
		styled[m[0]] = true
	}
	root.walk(func(e *element) {
		e.set("class", strings.Join(slices.DeleteFunc(strings.Fields(e.attr("class")), func(class string) bool {
			return !styled["."+class]
		}), " "))
	})
	root.walk(func(e *element) {
		e.shorten()
		err = cmp.Or(err, e.draw())
	})
	if err != nil {
		return nil, err
	}
	root.walk(func(e *element) { e.merge() })
	root.inherit("font-size", "")
	*sheet += root.classStyle("font-size") + root.classStyle("text-anchor")
	root.walk(func(e *element) {
		if e.name == "g" {
			e.inherit("text-anchor", "start")
		}
	})
	root.rename(sheet)
	var b strings.Builder
	root.write(&b)
	b.WriteByte('\n')
	return []byte(b.String()), nil
}

// An element is one of an SVG, or a text in one, which has no name.
type element struct {
	name, text string
	attrs      []xml.Attr
	children   []*element
	styled     bool // a rule of the style sheet aligns it
}

// parseSVG parses an SVG whose elements have no namespace prefixes.
func parseSVG(svg string) (*element, error) {
	dec := xml.NewDecoder(strings.NewReader(svg))
	open := []*element{{}}
	for {
		tok, err := dec.RawToken()
		if err == io.EOF && len(open) == 1 && len(open[0].children) > 0 {
			return open[0].children[0], nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading a poster: %w", err)
		}
		parent := open[len(open)-1]
		switch tok := tok.(type) {
		case xml.StartElement:
			e := &element{name: tok.Name.Local, attrs: slices.Clone(tok.Attr)}
			parent.children = append(parent.children, e)
			open = append(open, e)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 1 {
				parent.children = append(parent.children, &element{text: string(tok)})
			}
		}
	}
}

// walk calls a function for an element and those in it.
func (e *element) walk(f func(*element)) {
	if e.name == "" {
		return
	}
	f(e)
	for _, c := range e.children {
		c.walk(f)
	}
}

func (e *element) attr(name string) string {
	for _, a := range e.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// set sets an attribute, or removes it if the value is empty.
func (e *element) set(name, value string) {
	i := slices.IndexFunc(e.attrs, func(a xml.Attr) bool { return a.Name.Local == name })
	switch {
	case i >= 0 && value == "":
		e.attrs = slices.Delete(e.attrs, i, i+1)
	case i >= 0:
		e.attrs[i].Value = value
	case value != "":
		e.attrs = append(e.attrs, xml.Attr{Name: xml.Name{Local: name}, Value: value})
	}
}

var (
	escapeText  = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	escapeValue = strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;")
)

// write writes the element as XML.
func (e *element) write(b *strings.Builder) {
	if e.name == "" {
		b.WriteString(escapeText.Replace(e.text))
		return
	}
	b.WriteString("<" + e.name)
	for _, a := range e.attrs {
		b.WriteByte(' ')
		if a.Name.Space != "" {
			b.WriteString(a.Name.Space + ":")
		}
		b.WriteString(a.Name.Local + `="` + escapeValue.Replace(a.Value) + `"`)
	}
	if len(e.children) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteByte('>')
	for _, c := range e.children {
		c.write(b)
	}
	b.WriteString("</" + e.name + ">")
}

var (
	selectorParts = regexp.MustCompile(`\.[\w-]+|(?:^|[ ~])[a-z]+`)
	variables     = regexp.MustCompile(`var\((--[\w-]+)\)`)
	declarations  = regexp.MustCompile(`(--[\w-]+):[^;}]*;?`)
)

// usedStyle returns the rules of a style sheet without spaces that apply to elements and
// classes, and in them only the custom properties that are used.
func usedStyle(sheet string, used map[string]bool) string {
	sheet = usedRules(sheet, used)
	read := map[string]bool{}
	for _, m := range variables.FindAllStringSubmatch(sheet, -1) {
		read[m[1]] = true
	}
	sheet = declarations.ReplaceAllStringFunc(sheet, func(d string) string {
		if name, _, _ := strings.Cut(d, ":"); !read[name] {
			return ""
		}
		return d
	})
	return strings.ReplaceAll(sheet, ";}", "}")
}

func usedRules(sheet string, used map[string]bool) string {
	var b strings.Builder
	for {
		head, rest, ok := strings.Cut(sheet, "{")
		if !ok {
			return b.String()
		}
		end, depth := 0, 1
		for ; depth > 0; end++ {
			depth += map[byte]int{'{': 1, '}': -1}[rest[end]]
		}
		body := rest[:end-1]
		if sheet = rest[end:]; head[0] == '@' {
			b.WriteString(head + "{" + usedRules(body, used) + "}")
			continue
		}
		selectors := slices.DeleteFunc(strings.Split(head, ","), func(s string) bool {
			return slices.ContainsFunc(selectorParts.FindAllString(s, -1), func(part string) bool { return !used[strings.Trim(part, " ~")] })
		})
		if len(selectors) > 0 {
			b.WriteString(strings.Join(selectors, ",") + "{" + body + "}")
		}
	}
}

var numbers = regexp.MustCompile(`-?\d+\.\d+`)

// tenths writes a number with at most one decimal.
func tenths(x float64) string {
	s := strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64)
	switch {
	case s == "-0":
		return "0"
	case strings.HasPrefix(s, "0."):
		return s[1:]
	case strings.HasPrefix(s, "-0."):
		return "-" + s[2:]
	}
	return s
}

// shorten rounds the numbers of attributes that place the element, and drops the source
// of a picture without one.
func (e *element) shorten() {
	for i, a := range e.attrs {
		switch a.Name.Local {
		case "x", "y", "width", "height", "transform":
			e.attrs[i].Value = numbers.ReplaceAllStringFunc(a.Value, func(s string) string {
				x, _ := strconv.ParseFloat(s, 64) // can't fail
				return tenths(x)
			})
		}
	}
	e.children = slices.DeleteFunc(e.children, func(c *element) bool {
		return c.name == "metadata" && (len(c.children) == 0 || len(c.children[0].children) == 0)
	})
}

// draw turns a rectangle without round corners into a path, and makes paths relative.
func (e *element) draw() (err error) {
	switch {
	case e.name == "path":
		data, err := relative(e.attr("d"))
		e.set("d", data)
		return err
	case e.name == "rect" && e.attr("rx") == "" && !strings.HasSuffix(e.attr("width"), "%"):
		var v [4]float64
		for i, name := range [...]string{"x", "y", "width", "height"} {
			if v[i], err = strconv.ParseFloat(e.attr(name), 64); err != nil {
				return fmt.Errorf("a rectangle of a poster has %s=%q", name, e.attr(name))
			}
			e.set(name, "")
		}
		e.name = "path"
		e.set("d", join("M", v[0], v[1])+join("h", v[2])+join("v", v[3])+join("h", -v[2])+"z")
	}
	return nil
}

// join writes a command of a path with its numbers.
func join(command string, list ...float64) string {
	for i, x := range list {
		s := tenths(x)
		if i > 0 && s[0] != '-' {
			command += " "
		}
		command += s
	}
	return command
}

// relative returns the data of a path of straight lines in relative commands.
func relative(data string) (string, error) {
	closed := strings.HasSuffix(data, "Z")
	out, x, y, last := "", 0., 0., ""
	for i, step := range strings.Split(strings.Trim(data, "MZ"), "L") {
		xs, ys, _ := strings.Cut(step, " ")
		nx, err1 := strconv.ParseFloat(xs, 64)
		ny, err2 := strconv.ParseFloat(ys, 64)
		if err1 != nil || err2 != nil {
			return "", fmt.Errorf("a poster has the path %q", data)
		}
		nx, ny = math.Round(nx*10)/10, math.Round(ny*10)/10
		dx, dy := nx-x, ny-y
		x, y = nx, ny
		command, add := "l", ""
		switch {
		case i == 0:
			command, add = "M", join("M", nx, ny)
		case tenths(dy) == "0":
			command, add = "h", join("h", dx)
		case tenths(dx) == "0":
			command, add = "v", join("v", dy)
		default:
			if add = join("l", dx, dy); last == "l" && add[1] == '-' {
				add = add[1:]
			} else if last == "l" {
				add = " " + add[1:]
			}
		}
		out, last = out+add, command
	}
	if closed {
		out += "z"
	}
	return out, nil
}

// merge joins shapes among the children that follow each other and look the same: paths
// that don't touch, and arrows.
func (e *element) merge() {
	var list []*element
	for _, c := range e.children {
		if n := len(list); n == 0 || !list[n-1].take(c) {
			list = append(list, c)
		}
	}
	e.children = list
}

// take adds what another element draws, and reports whether that was possible.
func (e *element) take(c *element) bool {
	same := e.name == c.name && e.attr("class") == c.attr("class")
	switch {
	case same && e.name == "path" && len(e.attrs) == 2 && len(c.attrs) == 2:
		if e.near(c) {
			return false
		}
		e.set("d", e.attr("d")+c.attr("d"))
		return true
	case same && e.isArrow() && c.isArrow():
		for i := range e.children {
			e.children[i].set("d", e.children[i].attr("d")+c.children[i].attr("d"))
		}
		return true
	}
	return false
}

// isArrow reports whether the element is the group of an arrow without anything else.
func (e *element) isArrow() bool {
	return e.name == "g" && len(e.children) == 2 && e.children[0].name == "path" && e.children[1].name == "path" &&
		e.children[0].attr("class") == "line" && e.children[1].attr("class") == "tip"
}

var rectangles = regexp.MustCompile(`M([-\d.]+) ?([-\d.]+)h([-\d.]+)v([-\d.]+)h[-\d.]+z`)

// near reports whether a rectangle of one path may touch one of another, with its edges.
// Other shapes always may.
func (e *element) near(c *element) bool {
	const edge = 1.2
	r := rectangles.FindStringSubmatch(c.attr("d"))
	if r == nil || r[0] != c.attr("d") || rectangles.ReplaceAllString(e.attr("d"), "") != "" {
		return true
	}
	number := func(s string) float64 { x, _ := strconv.ParseFloat(s, 64); return x }
	return slices.ContainsFunc(rectangles.FindAllStringSubmatch(e.attr("d"), -1), func(m []string) bool {
		apart := func(i int) bool {
			return number(m[i])+number(m[i+2])+edge < number(r[i]) || number(r[i])+number(r[i+2])+edge < number(m[i])
		}
		return !apart(1) && !apart(2)
	})
}

// classStyle moves an attribute of texts into the style sheet where most texts of a class
// have one value, and returns the rules.
func (e *element) classStyle(name string) (rules string) {
	byClass := map[string][]*element{}
	e.walk(func(c *element) {
		if c.name == "text" {
			byClass[c.attr("class")] = append(byClass[c.attr("class")], c)
		}
	})
	for _, class := range slices.Sorted(maps.Keys(byClass)) {
		texts := byClass[class]
		value := most(texts, name, "")
		others := slices.DeleteFunc(slices.Clone(texts), func(t *element) bool { return t.attr(name) == value })
		if class == "" || value == "" || len(texts) < 3 || len(others) > 0 && (name != "text-anchor" || 4*len(others) > len(texts)) {
			continue
		}
		for _, t := range others {
			t.set("style", name+":"+cmp.Or(t.attr(name), "start"))
		}
		for _, t := range texts {
			t.set(name, "")
			t.styled = t.styled || name == "text-anchor"
		}
		if name == "font-size" {
			value += "px"
		}
		rules += ".diagram ." + class + "{" + name + ":" + value + "}"
	}
	return rules
}

// most returns the value of an attribute that most elements have. Those without it have
// a default value.
func most(list []*element, name, standard string) string {
	count := map[string]int{}
	for _, t := range list {
		count[cmp.Or(t.attr(name), standard)]++
	}
	most := standard
	for _, value := range slices.Sorted(maps.Keys(count)) {
		if count[value] > count[most] {
			most = value
		}
	}
	return most
}

var names = regexp.MustCompile(`(\.|--u-)([a-z][\w-]*)`)

// rename gives names of one letter to the classes and the custom properties of a style
// sheet, but not to the class of the picture, which keeps its rules to it on any page.
func (e *element) rename(sheet *string) {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	short := map[string]map[string]string{".": {"diagram": "diagram"}, "--u-": {}}
	*sheet = names.ReplaceAllStringFunc(*sheet, func(s string) string {
		m := names.FindStringSubmatch(s)
		list := short[m[1]]
		if list[m[2]] == "" {
			list[m[2]] = letters[len(list):][:1]
		}
		return m[1] + list[m[2]]
	})
	e.walk(func(c *element) {
		list := strings.Fields(c.attr("class"))
		for i, class := range list {
			list[i] = short["."][class]
		}
		c.set("class", strings.Join(list, " "))
	})
}

// inherit sets an attribute to the value that most texts have, which then don't need it.
// A text without the attribute has a default value, if that is not empty. A group does it
// if all texts are its own children.
func (e *element) inherit(name, standard string) {
	var texts []*element
	e.walk(func(c *element) {
		if c.name == "text" && !c.styled {
			texts = append(texts, c)
		}
	})
	if standard != "" && slices.ContainsFunc(texts, func(t *element) bool { return !slices.Contains(e.children, t) }) {
		return
	}
	value := most(texts, name, standard)
	if value == standard {
		return
	}
	e.set(name, value)
	for _, t := range texts {
		if own := cmp.Or(t.attr(name), standard); own == value {
			t.set(name, "")
		} else {
			t.set(name, own)
		}
	}
}
