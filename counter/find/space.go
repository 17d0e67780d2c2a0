package find

import (
	"errors"
	"iter"
	"slices"
	"strconv"
	"strings"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// The values that are searched of what a count is a polynomial in.
const minWidth, maxWidth = 8, 128

// A domain is the inputs and classes that are searched of a family.
type domain struct{ inputs, classes []int64 }

var (
	// common is what most people use: few classes, and those of well-known data
	// sets.
	common = domain{upTo(4), append(upTo(21), 32, 34, 59, 91, 150, 1000)}
	// wide is everything that anybody uses. It is searched near published networks
	// alone, and for numbers that are written out: elsewhere all it can find is
	// accidents.
	wide = domain{append(upTo(16), slippedInputs), append(upTo(151), 1000)}
)

// upTo returns the numbers from 1 to n.
func upTo(n int64) []int64 {
	var all []int64
	for i := int64(1); i <= n; i++ {
		all = append(all, i)
	}
	return all
}

// A role is what a count is a polynomial in, as an index into a [point].
type role int

const (
	width role = iota
	inputs
	outputs
)

// roles are the same as roles of settings.
var roles = [...]config.Role{width: config.Width, inputs: config.Inputs, outputs: config.Classes}

// numbers are the values that people use of other settings that are numbers.
var numbers = map[config.Role][]string{
	config.Depth:         words("3 4 5 6 7"),
	config.WidthExponent: words("3 4 5 6 7"),
	config.WidthDivisor:  words("1 2 4 8 16"),
	config.Dimensions:    words("2 3"),
	config.Repeats:       words("0 1 2 3"),
}

// leftOut reports choices that are left out: those that other choices count like,
// and those that are rare.
func leftOut(k *config.Knob, value string) bool {
	switch k.Role {
	case config.Activation:
		return !strings.EqualFold(value, "prelu")
	case config.Normalization:
		return strings.Contains(strings.ToLower(value), "sync") || strings.Contains(value, "nv") || strings.ContainsAny(value, "0123456789")
	case config.Upsampling: // interpolation has no parameters, of whatever kind
		return value == "area" || value == "bicubic" || value == "nearest-exact" || strings.HasSuffix(value, "linear")
	case config.Uncounted:
		return true
	}
	return false
}

// classicAxes are those of the classic U-Net: what people vary, settings that mean
// something only together as one. Values that count alike are listed once: a
// transposed convolution and interpolation with a convolution of its kernel have
// different names and one count (see [Mechanisms]).
var classicAxes = [][]string{
	words("levels=3 levels=4 levels=5 levels=6 levels=7"),
	words("nd=1 nd=2 nd=3"),
	words("convs=1 convs=2 convs=3"),
	words("kernel=3 kernel=5"),
	{"norm=none", "norm=batch where=blocks", "norm=batch where=encoder", "norm=batch where=up"},
	words("bias=on bias=off"),
	words("upbias=on upbias=off"),
	words("grow=first grow=last"),
	words("residual=off residual=on"),
	words("heads=off heads=on"),
	{
		"up=transposed upout=level", "up=transposed upout=keep",
		"up=bilinear upconv=1 upout=level", "up=bilinear upconv=2 upout=level", "up=bilinear upconv=3 upout=level",
		"up=bilinear upconv=1 upout=keep", "up=bilinear upconv=2 upout=keep", "up=bilinear upconv=3 upout=keep",
		"up=bilinear upconv=none",
	},
}

// furtherAxes are those of the classic U-Net that fewer people vary, and hardly ever
// several at a time.
var furtherAxes = [][]string{
	words("upkernel=2 upkernel=4"), // 3 counts like interpolation and a convolution of 3
	words("headkernel=1 headkernel=3"),
	words("headconvs=0 headconvs=1"),
	words("headbias=on headbias=off"),
	words("gate=off gate=on"),
	words("concatnorm=off concatnorm=on"),
	words("skip=concat skip=add"), // none has the count of add
	words("skipconv=0 skipconv=1 skipconv=3"),
	{"down=max", "down=conv downkernel=2", "down=conv downkernel=3", "down=unshuffle"},
	words("stem=0 stem=3 stem=7"),
	{"block=plain", "block=separable", "block=dense", "block=recurrent", "block=inverted expansion=6", "block=convnext expansion=4"},
	{"attention=none", "attention=se ratio=16", "attention=se ratio=8", "attention=cbam ratio=16", "attention=scse ratio=16"},
	{"act=relu", "act=prelu", "act=prelus"},
	words("order=cna order=nac"),
	{"middle=none", "middle=dilated", "middle=aspp", "middle=attention", "middle=transformer blocks=1"},
	words("limit=0 limit=×1 limit=×2 limit=×4 limit=×8 limit=×10 limit=×16"), // of the width; nnU-Net's is ×10
	words("outstride=1 outstride=2 outstride=4"),
}

// limitKey is the setting of the classic U-Net that limits the channels of a level.
const limitKey = "limit"

// equivalents are values of the classic U-Net that count alike.
var equivalents = map[string]string{"nearest": "bilinear", "instance": "batch", "group": "batch", "layer": "batch"}

func words(s string) []string { return strings.Fields(s) }

// A Net is a published network.
type Net struct {
	config *config.Config
	v      vector
	p      point
	total  int64
}

// Config returns the network's configuration, which is the caller's.
func (n *Net) Config() *config.Config { return n.config.Clone() }

// Total returns the number of its parameters.
func (n *Net) Total() int64 { return n.total }

// A vector is a value for each axis of a space, as an index.
type vector [maxAxes]uint8

const maxAxes = 32

// A point is what a count is a polynomial in: width, inputs and classes; 0 where
// the architecture has no such setting.
type point [3]int64

// A searchSpace is what is searched of one architecture: all that differs from a
// published network of it in a few settings.
type searchSpace struct {
	arch    *config.Arch
	classic bool
	axes    [][]string // settings, "key=value key=value"
	costs   [][]int    // of departing to each value
	knobs   [3]string  // by role; empty where there is none
	nets    []*Net
	edits   bool    // the width is an edit of published code
	list    []int64 // the default filters, where the width is a list
	drafted *config.Config
	simple  bool // the polynomials found so far have no term in i², c² or i·c
}

// newSpace returns the space around an architecture's published networks.
func newSpace(a *config.Arch) *searchSpace {
	s := &searchSpace{arch: a, classic: a.ID == zoo.Default}
	c := config.New(a)
	for r := range s.knobs {
		if k := c.ByRole(roles[r]); k != nil && s.scalable(k, role(r)) {
			s.knobs[r] = k.Key
			s.edits = s.edits || k.Edit
		}
	}
	if s.classic {
		s.axes = slices.Concat(classicAxes, furtherAxes)
	} else {
		s.axes = slices.Concat(axesOf(c), s.ownAxes(c))
	}
	// A vector holds no more. TestAxesFit fails for an architecture that has more,
	// and the page then searches the first of them instead of stopping.
	s.axes = s.axes[:min(len(s.axes), maxAxes)]
	for _, p := range zoo.Networks() {
		if p.Config.Arch == a {
			n := &Net{config: p.Config}
			s.locate(n)
			s.nets = append(s.nets, n)
		}
	}
	for _, axis := range s.axes {
		var costs []int
		for _, value := range axis {
			costs = append(costs, s.cost(value))
		}
		s.costs = append(s.costs, costs)
	}
	return s
}

// cost returns the cost of departing from a published network to a value.
func (s *searchSpace) cost(value string) int {
	if !s.classic {
		if key, v, _ := strings.Cut(value, "="); key == "encoder_name" && !slices.Contains(usualEncoders, v) {
			return encoderCost
		}
		return argumentCost
	}
	if c, ok := classicCosts[value]; ok {
		return c
	}
	return departureCost
}

// scalable reports whether a setting can play a role: a number can, and a list
// of filters that begins with the width and goes on in its multiples.
func (s *searchSpace) scalable(k *config.Knob, r role) bool {
	if r == width && k.Edit && divided(s.arch) {
		return false // the divisor leads to the same networks
	}
	if k.Kind == config.Number {
		return true
	}
	if k.Kind != config.Numbers || r != width {
		return false
	}
	list := numbersOf(k.Default)
	for _, n := range list {
		if n%list[0] != 0 {
			return false
		}
	}
	s.list = list
	return list != nil
}

// divided reports whether an architecture has a setting that divides its widths.
func divided(a *config.Arch) bool { return config.New(a).ByRole(config.WidthDivisor) != nil }

// numbersOf returns the numbers of a list, or nil for text that is none.
func numbersOf(text string) []int64 {
	var list []int64
	for _, part := range strings.Split(text, ",") {
		n, err := strconv.ParseInt(part, 10, 64)
		if err != nil || n < 1 {
			return nil
		}
		list = append(list, n)
	}
	return list
}

// axesOf returns an axis for each setting of an architecture that is a choice,
// and for some that are numbers.
func axesOf(c *config.Config) [][]string {
	var axes [][]string
	w := c.ByRole(config.Width)
	widths := w != nil && w.Kind == config.Numbers
	for _, k := range c.Knobs {
		axis := []string{k.Key + "=" + k.Default}
		add := func(v string) {
			if v != k.Default {
				axis = append(axis, k.Key+"="+v)
			}
		}
		for _, ch := range k.Choices {
			if (k.Kind == config.Select || k.Kind == config.Switch) && !leftOut(k, ch.Value) {
				add(ch.Value)
			}
		}
		for _, v := range numbers[k.Role] {
			if k.Role != config.Depth || !widths { // a list of widths has its own length
				add(v)
			}
		}
		if len(axis) > 1 {
			axes = append(axes, axis)
		}
	}
	return axes
}

// ownAxes returns an axis for each further setting in which a published network
// departs from the defaults, such as a list of repeats.
func (s *searchSpace) ownAxes(c *config.Config) [][]string {
	var axes [][]string
	for _, k := range c.Knobs {
		if k.Kind == config.Select || k.Kind == config.Switch || k.Kind == config.Sizes ||
			k.Role == config.Uncounted || slices.Contains(s.knobs[:], k.Key) || numbers[k.Role] != nil {
			continue
		}
		for _, p := range zoo.Networks() {
			if p.Config.Arch == s.arch && p.Config.Knob(k.Key).Get() != k.Default {
				axes = append(axes, []string{k.Key + "=" + k.Default})
				break
			}
		}
	}
	return axes
}

// locate finds the vector of a published network. A value of its own that no axis
// has is added to the axis.
func (s *searchSpace) locate(n *Net) {
	for a, axis := range s.axes {
		i := slices.IndexFunc(axis, func(value string) bool { return hasSettings(n.config, value) })
		if i < 0 {
			i = len(axis)
			s.axes[a] = append(slices.Clip(axis), settingsOf(n.config, axis[0]))
		}
		n.v[a] = uint8(i)
	}
	for r, key := range s.knobs {
		if key == "" {
			continue
		}
		if list := numbersOf(n.config.Knob(key).Get()); list != nil {
			n.p[r] = list[0] // 0, or no list at all, is no number to search from
		}
	}
}

// hasSettings reports whether a configuration has the given settings, or others that
// count alike.
func hasSettings(c *config.Config, settings string) bool {
	for key, value := range eachSetting(settings) {
		got := c.Knob(key).Get()
		if same, ok := equivalents[got]; ok && c.Arch.ID == zoo.Default {
			got = same
		}
		if got != absolute(c, value) {
			return false
		}
	}
	return true
}

// absolute returns a setting's value as the configuration says it: a multiple of the
// width, "×8", is a number there.
func absolute(c *config.Config, value string) string {
	digits, ok := strings.CutPrefix(value, "×")
	if !ok {
		return value
	}
	times, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return value
	}
	return strconv.FormatInt(times*wholeNumber(c, c.ByRole(config.Width).Key), 10)
}

// wholeNumber returns the value of a setting that is a number, and 0 if there is none.
func wholeNumber(c *config.Config, key string) int64 {
	k := c.Knob(key)
	if k == nil {
		return 0
	}
	n, _ := strconv.ParseInt(k.Get(), 10, 64)
	return n
}

// settingsOf returns a configuration's values of the keys of given settings.
func settingsOf(c *config.Config, settings string) string {
	var own []string
	for key := range eachSetting(settings) {
		own = append(own, key+"="+c.Knob(key).Get())
	}
	return strings.Join(own, " ")
}

// config returns a published network with other values where the vector differs
// from its own: what no count depends on stays the network's.
func (s *searchSpace) config(n *Net, v vector) (*config.Config, error) {
	return s.into(n.config.Clone(), n, v)
}

// draft returns the same as config, valid until the next call.
func (s *searchSpace) draft(n *Net, v vector) (*config.Config, error) {
	if s.drafted == nil {
		s.drafted = config.New(s.arch)
	}
	s.drafted.Assign(n.config)
	return s.into(s.drafted, n, v)
}

// into changes the settings of a network in c to those of the vector.
func (s *searchSpace) into(c *config.Config, n *Net, v vector) (*config.Config, error) {
	for a, axis := range s.axes {
		if v[a] == n.v[a] {
			continue
		}
		for key, value := range eachSetting(axis[v[a]]) {
			if err := c.Set(key, absolute(c, value)); err != nil {
				return nil, err
			}
		}
	}
	return c, nil
}

// errNoMultiple says that a limit is no multiple of a width.
var errNoMultiple = errors.New("no whole limit is in the same proportion to the width")

// set sets a configuration's width, inputs and classes, those that are not 0. A
// limit to the channels stays in proportion to the width, without which the count
// would be no polynomial in it.
func (s *searchSpace) set(c *config.Config, p point) error {
	if s.classic && p[width] != 0 {
		if limit := wholeNumber(c, limitKey) * p[width]; limit != 0 {
			from := wholeNumber(c, s.knobs[width])
			if limit%from != 0 {
				return errNoMultiple
			}
			if err := c.Set(limitKey, strconv.FormatInt(limit/from, 10)); err != nil {
				return err
			}
		}
	}
	for r, key := range s.knobs {
		if key == "" || p[r] == 0 {
			continue
		}
		if err := c.Set(key, s.value(role(r), p[r])); err != nil {
			return err
		}
	}
	return nil
}

// eachSetting returns the keys and the values of settings.
func eachSetting(settings string) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, kv := range words(settings) {
			if key, value, _ := strings.Cut(kv, "="); !yield(key, value) {
				return
			}
		}
	}
}
