package configfile

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// A class is a class of a library: its arguments, and the architecture of the
// calculator that reproduces it.
//
// The arguments are written "key:type=default", separated by blanks; one without
// a default is required. The types are
//
//	i   a whole number from 1, such as channels     n   one from 0
//	l   a number of layers, from 0 to 1,000         b   true or false
//	w   a whole number from 1 without a limit
//	s   a text                                      x   anything
//	I   a list of i, or one where the class takes it
//	L   a list of l, or one
//	Z   a size: a number, or one for each axis      S   a list of sizes
//	T   a list of texts                             -   no effect on the count
//
// and a question mark after it allows null.
type class struct {
	name string
	arch string // of the calculator; empty as long as there is none
	args string

	// check reports what the library refuses, and works out what stands for
	// other values.
	check func(*args)
	// fit gives the settings that have other names or values than the arguments,
	// and takes those from what is left.
	fit func(*args)
}

// A param is an argument of a class.
type param struct {
	key      string
	typ      byte
	null     bool
	def      *value // nil: required
	required bool
}

// params reads a class's arguments.
func (c *class) params() []param {
	var ps []param
	for _, f := range strings.Fields(c.args) {
		key, rest, _ := strings.Cut(f, ":")
		typ, def, has := strings.Cut(rest, "=")
		p := param{key: key, typ: typ[0], null: len(typ) > 1, required: !has}
		if has {
			if v, err := newScanner(def, false).readJSON(); err == nil {
				p.def = v
			} else {
				p.def = textValue(def)
			}
		}
		ps = append(ps, p)
	}
	return ps
}

// args are a class's arguments on the way to a configuration.
type args struct {
	*Candidate
	class  *class
	vals   map[string]*value // all of them, defaults filled in
	given  map[string]bool
	left   map[string]bool // arguments that shape the network, not yet set
	cfg    *config.Config
	params []param
	open   bool // a value is missing that only the reader knows
}

// An unknown says what becomes of a key that a class does not have.
type unknown int

const (
	typeError unknown = iota // the library stops
	ignored                  // the library ignores it
)

// bind gives a class its arguments from an object.
func (c *Candidate) bind(cl *class, obj *value, other unknown, library string) *args {
	a := &args{Candidate: c, class: cl, vals: map[string]*value{}, given: map[string]bool{}, left: map[string]bool{}, params: cl.params()}
	known := map[string]bool{}
	for i := range a.params {
		p := &a.params[i]
		known[p.key] = true
		a.take(p, obj.get(p.key), library)
	}
	for i, k := range obj.keys {
		if known[k] || strings.HasPrefix(k, "_") {
			continue
		}
		item := Item{Key: shorten(k), Value: obj.items[i].String()}
		if other == ignored {
			item.Text = say("%s ignores it|%s 会忽略它", library)
			c.Doubts = append(c.Doubts, item)
			continue
		}
		c.refuse("The class %s has no argument %s: this file would not build.|类 %s 没有参数 %s：此文件无法构建网络。", cl.name, shorten(k))
	}
	return a
}

// take takes an argument's value, or its default.
//
//go:noinline
func (a *args) take(p *param, v *value, library string) {
	if p.typ == '-' {
		if v != nil {
			a.aside(p.key, v, NoEffect)
		}
		a.vals[p.key] = v
		if v == nil {
			a.vals[p.key] = p.def
		}
		return
	}
	if v == nil {
		if p.required {
			a.refuse("%s is missing, and %s has no default for it.|缺少 %s，%s 没有默认值。", p.key, a.class.name)
			return
		}
		a.vals[p.key], a.left[p.key] = p.def, true
		a.Read = append(a.Read, Item{Key: p.key, Value: p.def.String(), Default: true, Text: say(
			"not in the file: the default of %s|文件中没有：%s 的默认值", library)})
		return
	}
	a.given[p.key] = true
	if !a.typed(p, v, p.key) {
		return
	}
	a.vals[p.key], a.left[p.key] = v, true
	a.Read = append(a.Read, Item{Key: p.key, Value: v.String()})
}

//go:noinline
func (c *Candidate) aside(key string, v *value, r Reason) {
	c.Aside = append(c.Aside, Item{Key: shorten(key), Value: v.String(), Reason: r})
}

//go:noinline
func (c *Candidate) refuse(text string, args ...string) {
	c.Why = append(c.Why, say(text, args...))
	c.Verdict = Refused
}

//go:noinline
func (c *Candidate) refuseText(en, zh string) {
	c.Why = append(c.Why, config.Text{EN: en, ZH: zh})
	c.Verdict = Refused
}

//go:noinline
func (c *Candidate) note(text string, args ...string) {
	c.Notes = append(c.Notes, say(text, args...))
}

//go:noinline
func (c *Candidate) ask(key, text string, args ...string) {
	for _, a := range c.Asks {
		if a.Key == key {
			return
		}
	}
	c.Asks = append(c.Asks, Ask{key, say(text, args...)})
}

// Limits of arguments.
const (
	maxChannels = 65536
	maxLayers   = 1000
	maxStages   = 64
)

// typed reports whether a value is of an argument's type, and says what is wrong.
func (a *args) typed(p *param, v *value, name string) bool {
	switch {
	case v.is(code):
		a.open = true
		a.ask(v.s, "%s is %s, which is not worked out: its value is needed.|%s 为 %s，不会计算：需要给出其值。", name, shorten(v.s))
		return false
	case v.isNull():
		if p.null || p.typ == 'x' {
			return true
		}
		w := wanted(p.typ)
		a.refuseText(name+" is null: "+w.EN+" is needed, and null is not the same as absent.", name+" 为 null：需要"+w.ZH+"；null 不等于缺失。")
		return false
	}
	switch p.typ {
	case 'i', 'n', 'l', 'w':
		return a.number(p, v, name)
	case 'b':
		if v.is(boolean) || v.is(whole) && (v.n == 0 || v.n == 1) {
			return true
		}
	case 's':
		if v.is(text) {
			return true
		}
	case 'I', 'L', 'Z', 'S':
		return a.numbers(p, v, name, 0)
	case 'T':
		return a.texts(v, name)
	default:
		return true
	}
	a.refuseText(name+" is "+v.String()+": "+wanted(p.typ).EN+" is needed.", name+" 为 "+v.String()+"：需要"+wanted(p.typ).ZH+"。")
	return false
}

func wanted(typ byte) config.Text {
	switch typ {
	case 'b':
		return config.Text{EN: "true or false", ZH: "true 或 false"}
	case 's':
		return config.Text{EN: "a text", ZH: "字符串"}
	case 'I', 'L', 'S':
		return config.Text{EN: "a list of numbers", ZH: "数的列表"}
	case 'T':
		return config.Text{EN: "a list of names", ZH: "名称列表"}
	}
	return config.Text{EN: "a whole number", ZH: "整数"}
}

// number checks one whole number.
func (a *args) number(p *param, v *value, name string) bool {
	least, most := int64(1), int64(maxChannels)
	switch p.typ {
	case 'n':
		least = 0
	case 'l', 'L':
		least, most = 0, maxLayers
	case 'w':
		most = math.MaxInt64
	}
	switch {
	case v.is(boolean):
		a.refuse("%s is %s where a number is wanted: Python takes it as %s, which is surely a slip.|%s 为 %s，而此处需要数字：Python 会当作 %s，想必是笔误。", name, v.String(), dec(int64(v.n)))
	case v.is(text):
		n := scalar(v.s)
		if n.is(whole) {
			a.refuse("%s is the text \"%s\", not a number: PyTorch refuses it. Is %s meant?|%s 是文本 \"%s\"，不是数字：PyTorch 会拒绝。是否为 %s？", name, shorten(v.s), dec(int64(n.n)))
		} else {
			a.refuse("%s is the text \"%s\": a whole number is needed.|%s 是文本 \"%s\"：需要整数。", name, shorten(v.s))
		}
	case v.is(fraction):
		a.refuse("%s is %s: PyTorch needs a whole number.|%s 为 %s：PyTorch 需要整数。", name, shorten(v.s))
	case v.is(big):
		a.refuse("%s is %s, beyond the limit of %s.|%s 为 %s，超出上限 %s。", name, shorten(v.s), number.Grouped(most))
	case !v.is(whole):
		a.refuse("%s is %s: a whole number is needed.|%s 为 %s：需要整数。", name, v.String())
	case v.n < 0 && !(p.typ == 'n' && v.n == -1):
		a.refuse("%s is −%s: it must be positive.|%s 为 −%s：必须为正数。", name, strings.TrimPrefix(v.String(), "-"))
	case v.n < least && v.n != -1:
		a.refuse("%s is 0: PyTorch builds it all the same, and it can't be meant.|%s 为 0：PyTorch 仍会构建，但不可能是本意。", name)
	case v.n > most:
		a.refuse("%s is %s, beyond the limit of %s.|%s 为 %s，超出上限 %s。", name, number.Grouped(v.n), number.Grouped(most))
	default:
		return true
	}
	return false
}

// numbers checks a list of numbers, of which some may be lists.
func (a *args) numbers(p *param, v *value, name string, depth int) bool {
	if !v.is(list) {
		one := *p
		return a.number(&one, v, name)
	}
	nested := map[byte]int{'Z': 0, 'S': 1, 'I': 1, 'L': 1}[p.typ]
	if len(v.items) > maxStages*4 {
		a.refuse("%s has %s entries, too many.|%s 有 %s 项，过多。", name, dec(int64(len(v.items))))
		return false
	}
	for i, item := range v.items {
		at := name + "[" + strconv.Itoa(i) + "]"
		if item.is(list) && depth >= nested {
			a.refuse("%s is %s: a whole number is needed.|%s 为 %s：需要整数。", at, item.String())
			return false
		}
		if item.isOrNull(code) {
			if item.is(code) {
				return a.typed(p, item, at)
			}
			a.refuse("%s is null: a whole number is needed.|%s 为 null：需要整数。", at)
			return false
		}
		if !a.numbers(p, item, at, depth+1) {
			return false
		}
	}
	return true
}

func (a *args) texts(v *value, name string) bool {
	if !v.is(list) {
		a.refuse("%s is %s: a list of names is needed.|%s 为 %s：需要名称列表。", name, v.String())
		return false
	}
	for i, item := range v.items {
		if !item.is(text) {
			a.refuse("%s[%s] is %s: a name is needed.|%s[%s] 为 %s：需要名称。", name, dec(int64(i)), item.String())
			return false
		}
	}
	return true
}

// ok reports whether nothing was refused or asked for so far.
//
//go:noinline
func (a *args) ok() bool { return a.Verdict != Refused && len(a.Why) == 0 }

//go:noinline
func (a *args) val(key string) *value { return a.vals[key] }

// int returns a number, or 0.
//
//go:noinline
func (a *args) int(key string) int64 {
	if v := a.vals[key]; v.is(whole) {
		return v.n
	}
	return 0
}

//go:noinline
func (a *args) isTrue(key string) bool {
	v := a.vals[key]
	return v.is(boolean|whole) && v.n == 1
}

// count returns the length of a list, or -1 where there is none.
//
//go:noinline
func (a *args) count(key string) int {
	if v := a.vals[key]; v.is(list) {
		return len(v.items)
	}
	return -1
}

// many checks that a list, where the value is one, has n entries; why says what
// they belong to.
//
//go:noinline
func (a *args) many(key string, n int, whyEN, whyZH string) {
	if got := a.count(key); got >= 0 && got != n {
		has, need := strconv.Itoa(got), strconv.Itoa(n)
		a.refuseText(key+" has "+has+" entries, and "+need+" are needed: "+whyEN+".", key+" 有 "+has+" 项，需要 "+need+" 项："+whyZH+"。")
	}
}

// finish checks the arguments and makes the configuration of them.
func (a *args) finish() {
	if a.open {
		return
	}
	if a.ok() && a.class.check != nil {
		a.class.check(a)
	}
	arch := zoo.Lookup(a.class.arch)
	if !a.ok() {
		return
	}
	if arch == nil {
		a.Verdict = NotListed
		a.Why = append(a.Why, say("%s was understood, but this network is not in the list yet.|已读懂 %s，但列表中还没有这个网络。", a.class.name))
		return
	}
	a.cfg = config.New(arch)
	if a.class.fit != nil {
		a.class.fit(a)
	}
	for _, p := range a.params {
		if a.left[p.key] && a.ok() {
			a.same(p)
		}
	}
	if a.ok() {
		a.Config = a.cfg
	}
}

// same sets the setting that has an argument's name and value.
func (a *args) same(p param) {
	v := a.vals[p.key]
	k := a.cfg.Knob(p.key)
	if k != nil {
		if s, ok := setting(k, v); ok {
			a.set(p.key, s)
			return
		}
	} else if !a.given[p.key] || v.String() == p.def.String() && p.def != nil {
		return
	}
	a.doubt(p.key, v)
}

// doubt says that a value was not understood, and that it may matter.
//
//go:noinline
func (a *args) doubt(key string, v *value) {
	a.Doubts = append(a.Doubts, Item{Key: key, Value: v.String(), Text: doubtText})
	if a.Verdict < Doubtful {
		a.Verdict = Doubtful
	}
}

var doubtText = config.Text{EN: "the calculator has no such value: the total may be wrong", ZH: "计算器没有这个取值：总数可能有误"}

// set sets a setting; an error refuses the network.
//
//go:noinline
func (a *args) set(key, s string) {
	delete(a.left, key)
	if a.cfg.Knob(key) == nil || len(s) > 4000 {
		a.doubt(key, textValue(s))
		return
	}
	var e *config.ValueError
	if err := a.cfg.Set(key, s); errors.As(err, &e) {
		a.refuseText(key+" "+e.Text.EN, key+" "+e.Text.ZH)
	}
}

// done marks arguments as dealt with.
//
//go:noinline
func (a *args) done(keys ...string) {
	for _, k := range keys {
		delete(a.left, k)
	}
}

// setting writes a value as a setting of a kind.
func setting(k *config.Knob, v *value) (string, bool) {
	switch k.Kind {
	case config.Switch:
		if v.is(boolean|whole) && k.Key != "dropout" && !strings.HasPrefix(k.Key, "dropout") {
			return onOff(v.n == 1), true
		}
		return onOff(!v.isNull()), strings.HasPrefix(k.Key, "dropout") || v.isNull()
	case config.Select:
		return choice(k, v)
	case config.Word:
		return v.s, v.is(text)
	case config.Number:
		return v.String(), v.is(whole)
	case config.Numbers:
		if ns := v.ints(); len(ns) > 0 {
			return config.Join(ns, ","), true
		}
		return "none", v.isOrNull(list) && len(v.items) == 0
	case config.Sizes:
		ns := v.ints()
		return config.Join(ns, "x"), len(ns) > 0
	}
	return sizes(v)
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// sizes writes a list of sizes.
func sizes(v *value) (string, bool) {
	if v.is(whole) {
		v = listValue(v)
	}
	if !v.is(list) || len(v.items) == 0 {
		return "", false
	}
	var all [][]int64
	for _, item := range v.items {
		ns := item.ints()
		if len(ns) == 0 {
			return "", false
		}
		all = append(all, ns)
	}
	return config.JoinSizes(all), true
}

func choice(k *config.Knob, v *value) (string, bool) {
	s := v.String()
	switch {
	case v.isNull():
		s = "none"
	case v.is(boolean):
		s = onOff(v.n == 1)
	}
	for _, c := range k.Choices {
		if c.Value == s || strings.EqualFold(c.Value, s) {
			return c.Value, true
		}
	}
	return "", false
}

// conclude counts what a candidate came to.
func (c *Candidate) conclude() {
	if c.Config != nil && c.Verdict != Refused {
		n, err := c.Config.Count()
		if err != nil {
			c.Verdict = Refused
			c.Why = append(c.Why, reason(err))
		}
		c.Total = n
	}
	if len(c.Asks) > 0 && c.Verdict < Unknown {
		c.Verdict = Asking
	}
	if c.Verdict == Refused || c.Verdict == Unknown || c.Verdict == NotListed {
		c.Config, c.Total = nil, 0
	}
}

func reason(err error) config.Text {
	var v *config.ValueError
	if errors.As(err, &v) {
		return config.Text{EN: v.Key + " " + v.Text.EN, ZH: v.Key + " " + v.Text.ZH}
	}
	return config.Text{EN: err.Error(), ZH: err.Error()}
}

// tables are all classes that are known, format by format.
var tables = [][]class{nnunetClasses, pytorch3dClasses, monaiClasses, diffusersClasses, smpClasses, ldmClasses, edmClasses, {openaiClass}, {mmsegUNet}, mmsegHeads}
