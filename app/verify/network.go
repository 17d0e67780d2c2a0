package verify

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/read"
	"unetparams/counter/zoo"
)

// A Network is what a listing tells of its network without any other: how its
// parameters are shared out, and the settings that its layers show.
type Network struct {
	Kinds   []KindSum
	Sizes   []SizeSum // by resolution, where the listing shows shapes
	Widths  []int64   // channels of the levels, the finest first
	Kernels []string  // "3×3", by number of convolutions
	Inputs  int64     // channels of the input; 0 where unknown
	Classes int64     // channels of the last convolution
	Norm    string    // "BatchNorm", "" for none
	ND      int       // spatial axes
	Stats   int64     // running means and variances, that Keras counts

	transposed, bias, upBias bool
	convs                    int   // that are not transposed
	upKernel, headKernel     int64 // of transposed convolutions and of the last one
	byKernel                 map[string]int
	maps                     int  // convolutions to one channel, but for the last
	separable                bool // convolutions of single channels, each with one of single positions
}

// A KindSum is all layers of one class together.
type KindSum struct {
	Kind   string
	Layers int
	Count  int64
}

// A SizeSum is all layers of one resolution together.
type SizeSum struct {
	Size  string // "128×128"
	Count int64
}

// A conv is a convolution as far as a listing tells.
type conv struct {
	in, out    int64
	kernel     []int64
	transposed bool
	bias       bool
}

// networkOf describes a listing; nil if it shows no convolutions.
func networkOf(l *read.Listing) *Network {
	n := &Network{ND: 2}
	var convs []conv
	if len(l.Rows) > 0 {
		convs = n.rows(l)
	} else {
		convs = n.tensorList(l)
	}
	if len(convs) == 0 {
		return nil
	}
	n.byKernel = map[string]int{}
	for i, c := range convs {
		if n.depthwise(convs, i) {
			continue
		}
		if len(c.kernel) > 0 {
			k := times(c.kernel)
			if n.byKernel[k]++; n.byKernel[k] == 1 {
				n.Kernels = append(n.Kernels, k)
			}
			n.ND = len(c.kernel)
		}
		if c.transposed {
			n.transposed, n.upBias = true, n.upBias || c.bias
			if len(c.kernel) > 0 {
				n.upKernel = c.kernel[0]
			}
			continue
		}
		if c.out == 1 && i+1 < len(convs) {
			n.maps++
		}
		n.convs++
		n.bias = n.bias || c.bias && c.out > 1
		if len(n.Widths) == 0 || c.out > n.Widths[len(n.Widths)-1] {
			n.Widths = append(n.Widths, c.out)
		}
	}
	last := convs[len(convs)-1]
	n.Inputs, n.Classes = convs[0].in, last.out
	if n.separable && convs[0].in == 1 {
		n.Inputs = convs[0].out
	}
	if len(last.kernel) > 0 {
		n.headKernel = last.kernel[0]
	}
	if len(convs) > 2 {
		n.bias = convs[0].bias && !convs[0].transposed || convs[1].bias && !convs[1].transposed
	}
	return n
}

// depthwise reports whether a convolution takes each channel by itself, and the next
// one all channels of each position; the next one then stands for both.
func (n *Network) depthwise(convs []conv, i int) bool {
	if i+1 == len(convs) {
		return false
	}
	c, next := convs[i], convs[i+1]
	if c.transposed || len(c.kernel) == 0 || c.kernel[0] < 2 || c.in != 1 || c.bias ||
		len(next.kernel) == 0 || next.kernel[0] != 1 || next.in != c.out {
		return false
	}
	n.separable = true
	if k := times(c.kernel); !slices.Contains(n.Kernels, k) {
		n.Kernels = append(n.Kernels, k)
	}
	return true
}

func times(axes []int64) string {
	parts := make([]string, len(axes))
	for i, a := range axes {
		parts[i] = strconv.FormatInt(a, 10)
	}
	return strings.Join(parts, "×")
}

// rows describes a table or print(model).
func (n *Network) rows(l *read.Listing) []conv {
	var convs []conv
	at, sizes := map[string]int{}, map[string]int{}
	for i := range l.Rows {
		row := &l.Rows[i]
		deeper := i+1 < len(l.Rows) && l.Rows[i+1].Depth > row.Depth
		if row.Shared || deeper && row.Covers || row.Params.Value == 0 || !row.Params.Exact() {
			continue
		}
		k, ok := at[row.Kind]
		if !ok {
			k = len(n.Kinds)
			at[row.Kind] = k
			n.Kinds = append(n.Kinds, KindSum{Kind: row.Kind})
		}
		n.Kinds[k].Layers++
		n.Kinds[k].Count += row.Params.Value
		if s := sizeOf(l, row); s != "" {
			k, ok := sizes[s]
			if !ok {
				k = len(n.Sizes)
				sizes[s] = k
				n.Sizes = append(n.Sizes, SizeSum{Size: s})
			}
			n.Sizes[k].Count += row.Params.Value
		}
		switch key := kindKey(row.Kind); {
		case strings.HasSuffix(key, "Norm"):
			n.Norm = key
			if key == "BatchNorm" {
				n.Stats += stats(l, row)
			}
		case key == "Conv" || key == "ConvTranspose":
			convs = append(convs, convOf(row, convs))
		}
	}
	return convs
}

// stats returns the running means and variances of a batch normalization: as many
// as it has trained parameters.
func stats(l *read.Listing, row *read.Row) int64 {
	if isKeras(l.Format) {
		return row.Params.Value / 2
	}
	return row.Params.Value
}

// sizeOf returns the resolution of a row's output.
func sizeOf(l *read.Listing, row *read.Row) string {
	if len(row.Out) == 0 || row.Cut || len(row.Out[0]) < 3 {
		return ""
	}
	axes := row.Out[0][2:]
	if isKeras(l.Format) {
		axes = row.Out[0][1 : len(row.Out[0])-1]
	}
	for _, a := range axes {
		if a < 1 {
			return ""
		}
	}
	return times(axes)
}

// convOf finds out what a convolution's count means, where its arguments are not
// printed: the kernel and the inputs that give the count, first of all with the
// channels before it.
func convOf(row *read.Row, before []conv) conv {
	key := kindKey(row.Kind)
	c := conv{in: row.InChannels, out: row.Channels, kernel: row.Kernel, transposed: key == "ConvTranspose", bias: row.Bias == read.Yes}
	if c.in > 0 || c.out < 1 {
		return c
	}
	nd := 2
	if b := base(row.Kind); b != row.Kind {
		nd = int(row.Kind[len(row.Kind)-2] - '0')
	}
	prev := int64(0)
	if len(before) > 0 {
		prev = before[len(before)-1].out
	}
	best := -1
	for rank, k := range []int64{3, 2, 1, 4, 5, 7} {
		for _, bias := range []bool{true, false} {
			in, ok := inputs(row.Params.Value, c.out, k, nd, bias)
			if !ok {
				continue
			}
			score := 1 + (5 - rank)
			switch {
			case prev > 0 && in == prev:
				score += 100
			case prev > 0 && in == 2*prev, prev > 0 && prev%2 == 0 && in == prev+prev/2:
				score += 50
			case prev == 0 && in <= 16:
				score += 30
			}
			if score > best {
				best = score
				c.in, c.bias, c.kernel = in, bias, nil
				for range nd {
					c.kernel = append(c.kernel, k)
				}
			}
		}
	}
	return c
}

// inputs solves count = k^nd × in × out + out for in.
func inputs(count, out, k int64, nd int, bias bool) (in int64, ok bool) {
	if bias {
		count -= out
	}
	for range nd {
		if count%k != 0 {
			return 0, false
		}
		count /= k
	}
	return count / out, count > 0 && count%out == 0
}

// tensorList describes a list of shapes.
func (n *Network) tensorList(l *read.Listing) []conv {
	var convs []conv
	one := int64(0) // channels of the last weight with one axis
	for i := range l.Tensors {
		t := &l.Tensors[i]
		switch name := last(t.Name); {
		case name == "running_mean" || name == "running_var":
			n.Norm = "BatchNorm"
			n.Stats += t.Count
		case name == "weight" && len(t.Shape) >= 3 && len(t.Shape) <= 5:
			c := conv{in: t.Shape[1], out: t.Shape[0], kernel: t.Shape[2:]}
			if (c.out == 2*c.in || c.out == c.in) && c.kernel[0] == 2 { // transposed: inputs come first
				c.in, c.out, c.transposed = c.out, c.in, true
			}
			convs = append(convs, c)
			one = 0
		case name == "weight" && len(t.Shape) == 1:
			if one = t.Shape[0]; n.Norm == "" {
				n.Norm = "Norm"
			}
		case name == "bias" && len(convs) > 0 && one == 0:
			c := &convs[len(convs)-1]
			c.bias = true
			if len(t.Shape) == 1 && t.Shape[0] == c.in && c.in != c.out { // of a transposed convolution
				c.in, c.out, c.transposed = c.out, c.in, true
			}
		}
	}
	return convs
}

// offer returns the classic U-Net that is nearest to a listing, or nil if none is
// near.
func offer(l *read.Listing, n *Network) *config.Config {
	if len(l.Rows)+len(l.Tensors) > 2000 || len(n.Widths) < 2 || n.Inputs < 1 || n.Classes < 1 {
		return nil
	}
	s := &offering{listing: l, builds: 100}
	for _, settings := range n.candidates() {
		s.try(config.New(zoo.Lookup(zoo.Default)), settings)
	}
	rows := len(l.Rows) + len(l.Tensors)
	if s.best != nil && s.least < rows { // else nothing is alike
		s.descend(usualAxes)
	}
	if s.best != nil && 2*s.least < rows {
		s.builds += 150
		s.descend(append(furtherAxes[:len(furtherAxes):len(furtherAxes)], usualAxes...))
	}
	if s.best == nil || 3*s.least > rows {
		return nil
	}
	return s.best
}

// An offering is the search for the classic U-Net that is nearest to a listing: from
// what the listing shows, downhill, one setting after the other.
type offering struct {
	listing *read.Listing
	builds  int // that are left
	best    *config.Config
	least   int // differences of best
}

// descend changes one setting after the other as long as that leads nearer.
func (s *offering) descend(axes [][]string) {
	for better := true; better && s.least > 0 && s.builds > 0; {
		better = false
		for _, axis := range axes {
			from := s.best
			for _, settings := range axis {
				better = s.try(from, settings) || better
			}
		}
	}
}

// try compares a network with other settings, and reports whether it is nearer than
// the best one.
func (s *offering) try(c *config.Config, settings string) bool {
	if s.best != nil && s.least == 0 || s.builds == 0 {
		return false
	}
	d, err := c.With(settings)
	if err != nil || s.best != nil && d.SameNet(s.best) {
		return false
	}
	s.builds--
	_, r, err := d.Build()
	if err != nil {
		return false
	}
	res := Result{Ours: r.Learnable, Format: s.listing.Format}
	res.match(s.listing, r)
	n := res.differing()
	if res.Agrees() {
		n = 0
	} else if n == 0 {
		return false // nothing was compared
	}
	if s.best != nil && n >= s.least {
		return false
	}
	s.best, s.least = d, n
	return true
}

// The settings that are tried one by one: those that many people vary, and then,
// where the listing is nearly explained, the others.
var (
	usualAxes = [][]string{
		{"convs=1", "convs=2", "convs=3", "convs=4"},
		{"kernel=3", "kernel=5", "kernel=7", "kernel=1"},
		{"norm=none", "norm=batch", "norm=instance", "norm=group groups=1"},
		{"where=blocks", "where=encoder", "where=up"},
		{"bias=on", "bias=off"},
		{"up=transposed", "up=nearest upconv=none", "up=nearest upconv=1", "up=nearest upconv=2", "up=nearest upconv=3"},
		{"upbias=on", "upbias=off"},
		{"upout=level", "upout=keep"},
		{"residual=off", "residual=on", "residual=on convs=1", "residual=on convs=2", "residual=on convs=3"}, // a shortcut looks like one more convolution
		{"heads=off", "heads=on"},
		{"grow=first", "grow=last"},
	}
	furtherAxes = [][]string{
		{"headkernel=1", "headkernel=3"},
		{"gate=off", "gate=on"},
		{"headconvs=0", "headconvs=1", "headconvs=2"},
		{"concatnorm=off", "concatnorm=on", "concatnorm=on where=blocks"},
		{"skip=concat", "skip=add", "skip=none"},
		{"attention=none", "attention=se", "attention=se ratio=8", "attention=scse", "attention=cbam"},
		{"down=max", "down=conv", "down=conv downkernel=3", "down=conv downkernel=4"},
		{"act=relu", "act=prelu", "act=prelus"},
		{"norm=plain", "norm=layer", "normbias=off"},
		{"block=plain", "block=separable", "block=recurrent", "block=dense", "block=inverted", "block=inverted expansion=6", "block=convnext"},
		{"order=cna", "order=nac"},
		{"headbias=on", "headbias=off"},
		{"upkernel=2", "upkernel=3", "upkernel=4"},
		{"stem=0", "stem=3", "stem=7"},
		{"skipconv=0", "skipconv=1", "skipconv=3"},
		{"middle=none", "middle=aspp", "middle=dilated", "middle=attention", "middle=transformer"},
	}
)

// candidates returns the settings from which the search begins.
func (n *Network) candidates() []string {
	norm := "none"
	switch n.Norm {
	case "BatchNorm", "Norm":
		norm = "batch"
	case "InstanceNorm":
		norm = "instance"
	case "GroupNorm":
		norm = "group groups=1"
	}
	ups := []string{"up=bilinear upconv=none", "up=nearest upconv=2", "up=nearest upconv=3", "up=nearest upconv=1"}
	if n.transposed {
		ups = []string{"up=transposed upout=level", "up=transposed upout=keep"}
		if k := n.upKernel; k == 3 || k == 4 {
			for i := range ups {
				ups[i] += " upkernel=" + strconv.FormatInt(k, 10)
			}
		}
	}
	rest := ""
	if n.separable {
		rest = " block=separable"
	}
	if n.maps == len(n.Widths)-1 {
		rest += " gate=on"
	}
	if k := n.headKernel; k > 1 && k <= 7 && k%2 == 1 {
		rest += " headkernel=" + strconv.FormatInt(k, 10)
	}
	grows := []string{"grow=first", "grow=last filters=" + config.Join(n.Widths[1:], ",")} // the first width is half a level's
	kernel, most := "3", 0
	for _, k := range n.Kernels {
		if side, _, _ := strings.Cut(k, "×"); (side == "3" || side == "5" || side == "7") && n.byKernel[k] > most {
			kernel, most = side, n.byKernel[k]
		}
	}
	var list []string
	for _, up := range ups {
		for _, bias := range []string{onOff(n.bias), onOff(!n.bias)} {
			upBias := onOff(n.upBias || !n.transposed)
			for i := range 2 * len(grows) {
				grow, convs := grows[i/2], n.blockConvs(up)
				if i%2 == 1 {
					if convs == 2 {
						continue
					}
					convs = 2 // what counts as more may be attention
				}
				list = append(list, fmt.Sprintf("in=%d classes=%d nd=%d filters=%s convs=%d kernel=%s norm=%s bias=%s upbias=%s %s %s%s",
					n.Inputs, n.Classes, n.ND, config.Join(n.Widths, ","), convs, kernel, norm, bias, upBias, up, grow, rest))
			}
		}
	}
	return list
}

// blockConvs returns how many convolutions a block has, if they are shared out evenly
// among the blocks.
func (n *Network) blockConvs(up string) int {
	levels := len(n.Widths)
	blocks, convs := 2*levels-1, n.convs-1
	if strings.Contains(up, "upconv=") && !strings.HasSuffix(up, "none") {
		convs -= levels - 1
	}
	return min(max((convs+blocks/2)/blocks, 1), 8)
}

func onOff(b bool) string {
	if b {
		return "on"
	}
	return "off"
}

// match compares a listing by what its format shows.
func (res *Result) match(l *read.Listing, r *counter.Report) {
	switch {
	case l.Format == read.Keys:
		res.keys(l, r)
	case len(l.Tensors) > 0 && len(l.Rows) == 0:
		res.tensors(l, r)
	case isModules(l):
		res.modules(l, r)
	case rounded(l):
		res.paths(l, r)
	default:
		res.table(l, r)
	}
}
