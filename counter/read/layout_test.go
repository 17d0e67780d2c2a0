package read

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// This file prints networks by each program's layout rules, so that cells are
// truncated and wrapped in tests as they are in texts that people paste.

// A plan is a network to print.
type plan struct {
	name   string
	layers []planned
	total  int64 // trainable and not
	stats  int64 // of it, running means and variances
}

// A planned layer has everything that any program prints about it.
type planned struct {
	name, class   string   // Keras's: "conv2d_3", "Conv2D"
	path, torch   string   // PyTorch's: "enc1.0", "Conv2d"
	args          string   // of print(model)
	shape         []int64  // channels first, without the batch
	params, stats int64    // trained, and running means and variances
	tensors       []string // "weight 64x1x3x3"
	from          []string
}

// all returns Keras's count, including running statistics.
func (l planned) all() int64 { return l.params + l.stats }

// A builder makes a U-Net.
type builder struct {
	plan
	nd    int
	count map[string]int
	last  string // the name of the layer before
}

func (b *builder) add(l planned) string {
	base := snake(l.class)
	if n := b.count[base]; n > 0 {
		l.name = fmt.Sprintf("%s_%d", base, n)
	} else {
		l.name = base
	}
	b.count[base]++
	if l.from == nil && b.last != "" {
		l.from = []string{b.last}
	}
	b.layers = append(b.layers, l)
	b.total += l.all()
	b.stats += l.stats
	b.last = l.name
	return l.name
}

// snake returns Keras's default name for a class.
func snake(class string) string {
	var s strings.Builder
	for i, r := range class {
		upper := r >= 'A' && r <= 'Z'
		if upper && i > 0 && !(class[i-1] >= 'A' && class[i-1] <= 'Z') && !(class[i-1] >= '0' && class[i-1] <= '9' && r == 'D') {
			s.WriteByte('_')
		}
		s.WriteString(strings.ToLower(string(r)))
	}
	return strings.ReplaceAll(s.String(), "up_sampling", "up_sampling")
}

func (b *builder) conv(path string, in, out, k int64, size []int64, transposed bool) {
	kernel, weight := int64(1), fmt.Sprintf("%dx%d", out, in)
	class, torch := "Conv", "Conv"
	if transposed {
		class, torch, weight = "Conv", "ConvTranspose", fmt.Sprintf("%dx%d", in, out)
	}
	ks := make([]string, b.nd)
	for i := range b.nd {
		kernel *= k
		weight += "x" + strconv.FormatInt(k, 10)
		ks[i] = strconv.FormatInt(k, 10)
	}
	class += fmt.Sprintf("%dD", b.nd)
	if transposed {
		class += "Transpose"
	}
	tuple := "(" + strings.Join(ks, ", ") + ")"
	stride := strings.Repeat("1, ", b.nd)
	args := fmt.Sprintf("%d, %d, kernel_size=%s, stride=(%s)", in, out, tuple, strings.TrimSuffix(stride, ", "))
	b.add(planned{
		class: class, torch: fmt.Sprintf("%s%dd", torch, b.nd), path: path, args: args,
		shape: append([]int64{out}, size...), params: kernel*in*out + out,
		tensors: []string{"weight " + weight, fmt.Sprintf("bias %d", out)},
	})
}

func (b *builder) norm(path string, c int64, size []int64) {
	b.add(planned{
		class: "BatchNormalization", torch: fmt.Sprintf("BatchNorm%dd", b.nd), path: path,
		args:  fmt.Sprintf("%d, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True", c),
		shape: append([]int64{c}, size...), params: 2 * c, stats: 2 * c,
		tensors: []string{fmt.Sprintf("weight %d", c), fmt.Sprintf("bias %d", c), fmt.Sprintf("running_mean %d", c), fmt.Sprintf("running_var %d", c), "num_batches_tracked "},
	})
}

func (b *builder) plain(class, torch, path, args string, c int64, size []int64, from ...string) string {
	return b.add(planned{class: class, torch: torch, path: path, args: args, shape: append([]int64{c}, size...), from: from})
}

// A shape of a U-Net to plan.
type recipe struct {
	size    []int64
	filters []int64
	in, out int64
	norm    bool
	up      string // "transposed" or "nearest"
}

func halved(size []int64, up bool) []int64 {
	out := make([]int64, len(size))
	for i, n := range size {
		if out[i] = n / 2; up {
			out[i] = 2 * n
		}
	}
	return out
}

// unet plans a U-Net with two convolutions per block.
func unet(r recipe) plan {
	b := &builder{nd: len(r.size), count: map[string]int{}}
	b.name = "model"
	b.add(planned{class: "InputLayer", shape: append([]int64{r.in}, r.size...), from: []string{}})
	size, prev := r.size, r.in
	var skips []string
	block := func(at string, in, out int64) {
		for i := range 2 {
			b.conv(fmt.Sprintf("%s.conv%d", at, i+1), in, out, 3, size, false)
			if r.norm {
				b.norm(fmt.Sprintf("%s.norm%d", at, i+1), out, size)
			}
			b.plain("Activation", "ReLU", fmt.Sprintf("%s.relu%d", at, i+1), "inplace=True", out, size)
			in = out
		}
	}
	for i, f := range r.filters {
		block(fmt.Sprintf("enc%d", i+1), prev, f)
		if prev = f; i < len(r.filters)-1 {
			skips = append(skips, b.last)
			size = halved(size, false)
			b.plain(fmt.Sprintf("MaxPooling%dD", b.nd), fmt.Sprintf("MaxPool%dd", b.nd), fmt.Sprintf("pool%d", i+1), "kernel_size=2, stride=2, padding=0, dilation=1, ceil_mode=False", f, size)
		}
	}
	for i := len(r.filters) - 2; i >= 0; i-- {
		f := r.filters[i]
		size = halved(size, true)
		if r.up == "transposed" {
			b.conv(fmt.Sprintf("up%d", i+1), prev, f, 2, size, true)
		} else {
			b.plain(fmt.Sprintf("UpSampling%dD", b.nd), "Upsample", fmt.Sprintf("up%d", i+1), "scale_factor=2.0, mode='nearest'", prev, size)
			b.conv(fmt.Sprintf("upconv%d", i+1), prev, f, 2, size, false)
		}
		b.plain("Concatenate", "", "", "", 2*f, size, skips[i], b.last)
		block(fmt.Sprintf("dec%d", i+1), 2*f, f)
		prev = f
	}
	b.conv("final", prev, r.out, 1, size, false)
	return b.plan
}

// random plans a network of random sizes.
func random(g *rand.Rand) plan {
	n := 2 + g.IntN(4)
	base := int64(1) << g.IntN(7)
	r := recipe{in: 1 + g.Int64N(13), out: 1 + g.Int64N(30), norm: g.IntN(2) == 0, up: []string{"transposed", "nearest"}[g.IntN(2)]}
	for i := range n {
		r.filters = append(r.filters, base<<i+g.Int64N(3))
	}
	for range 2 + g.IntN(2) {
		r.size = append(r.size, (1+g.Int64N(40))<<(n-1))
	}
	return unet(r)
}

// kerasShape writes a shape as Keras does.
func (l planned) kerasShape() string {
	s := "(None"
	for _, n := range l.shape[1:] {
		s += ", " + strconv.FormatInt(n, 10)
	}
	s += fmt.Sprintf(", %d)", l.shape[0])
	if l.class == "InputLayer" {
		s = "[" + s + "]"
	}
	return s
}

func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func positions(width int, shares ...float64) []int {
	var list []int
	for _, s := range shares {
		list = append(list, int(float64(width)*s))
	}
	return list
}

// oldKeras prints as tf.keras up to 2.6 does: tensorflow/python/keras/utils/
// layer_utils.py, print_summary.
func oldKeras(p plan, width int, connected bool) string {
	at := positions(width, .45, .85, 1)
	head := []string{"Layer (type)", "Output Shape", "Param #"}
	if connected {
		at = positions(width, .33, .55, .67, 1)
		head = append(head, "Connected to")
	}
	var s strings.Builder
	row := func(fields []string) {
		line := ""
		for i, f := range fields {
			if i > 0 {
				line = line[:len(line)-1] + " "
			}
			line += f
			line = line[:min(len(line), at[i])]
			line += strings.Repeat(" ", at[i]-len(line))
		}
		s.WriteString(line + "\n")
	}
	fmt.Fprintf(&s, "Model: \"%s\"\n%s\n", p.name, strings.Repeat("_", width))
	row(head)
	s.WriteString(strings.Repeat("=", width) + "\n")
	for i, l := range p.layers {
		fields := []string{l.name + " (" + l.class + ")", l.kerasShape(), strconv.FormatInt(l.all(), 10)}
		if connected {
			first := ""
			if len(l.from) > 0 {
				first = l.from[0] + "[0][0]"
			}
			fields = append(fields, first)
		}
		row(fields)
		for k := 1; connected && k < len(l.from); k++ {
			row([]string{"", "", "", l.from[k] + "[0][0]"})
		}
		rule := "_"
		if i == len(p.layers)-1 {
			rule = "="
		}
		s.WriteString(strings.Repeat(rule, width) + "\n")
	}
	return s.String() + kerasTotals(p) + strings.Repeat("_", width) + "\n"
}

func kerasTotals(p plan) string {
	return fmt.Sprintf("Total params: %s\nTrainable params: %s\nNon-trainable params: %s\n", grouped(p.total), grouped(p.total-p.stats), grouped(p.stats))
}

// newKeras prints as tf.keras 2.7 to 2.15 does: keras/utils/layer_utils.py,
// print_summary.
func newKeras(p plan, width int, shares []float64, trainable bool, nested ...plan) string {
	at := positions(width, shares...)
	head := []string{"Layer (type)", "Output Shape", "Param #"}
	connected := len(shares) == 4
	if connected {
		head = append(head, "Connected to")
	}
	if trainable {
		width += 11
		at = append(at, width)
		head = append(head, "Trainable")
	}
	var s strings.Builder
	row := func(fields []string, level int) { newKerasRow(&s, fields, at, level) }
	fmt.Fprintf(&s, "Model: \"%s\"\n%s\n", p.name, strings.Repeat("_", width))
	row(head, 0)
	s.WriteString(strings.Repeat("=", width) + "\n")
	var print func(l planned, level int, last bool)
	print = func(l planned, level int, last bool) {
		fields := []string{l.name + " (" + l.class + ")", l.kerasShape(), strconv.FormatInt(l.all(), 10)}
		if connected {
			from := []string{}
			for _, f := range l.from {
				from = append(from, "'"+f+"[0][0]'")
			}
			fields = append(fields, "["+strings.Join(from, ", ")+"]")
		}
		if trainable {
			fields = append(fields, "Y")
		}
		row(fields, level)
		if l.class == "Functional" && len(nested) > 0 {
			s.WriteString(strings.Repeat("|", level+1) + strings.Repeat("¯", width-2*level-2) + strings.Repeat("|", level+1) + "\n")
			for i, m := range nested[0].layers {
				print(m, level+1, i == len(nested[0].layers)-1)
			}
			s.WriteString(strings.Repeat("|", level) + strings.Repeat("¯", width-2*level) + strings.Repeat("|", level) + "\n")
		}
		if !last {
			s.WriteString(strings.Repeat("|", level) + strings.Repeat(" ", width-2*level) + strings.Repeat("|", level) + "\n")
		}
	}
	for i, l := range p.layers {
		print(l, 0, i == len(p.layers)-1)
	}
	s.WriteString(strings.Repeat("=", width) + "\n")
	return s.String() + kerasTotals(p) + strings.Repeat("_", width) + "\n"
}

func newKerasRow(s *strings.Builder, left []string, at []int, level int) {
	for strings.Join(left, "") != "" {
		line := ""
		for col := range left {
			start := 0
			if col > 0 {
				start = at[col-1]
			}
			space := 2
			if col == len(at)-1 {
				space = 0
			}
			cutoff := at[col] - start - space
			fit := left[col][:min(cutoff, len(left[col]))]
			best := -1
			for _, x := range []string{"),", "},", "],", "',"} {
				if i := strings.Index(fit, x); i >= 0 && (best < 0 || i+2 < best) {
					best = i + 2
				}
			}
			if best >= 0 {
				cutoff, fit = best, fit[:best]
			}
			if col == 0 {
				line += strings.Repeat("|", level) + " "
			}
			line += fit + strings.Repeat(" ", space)
			left[col] = left[col][min(cutoff, len(left[col])):]
			line += strings.Repeat(" ", max(at[col]-len(line)-level, 0))
		}
		s.WriteString(line + strings.Repeat("|", level) + "\n")
	}
}

// keras3 prints as Keras 3 does, in a table of rich: keras/src/utils/
// summary_utils.py, print_summary.
func keras3(p plan, connected, trainable bool) string {
	width, shares := 88, []float64{.45, .80, 1}
	head := []string{"Layer (type)", "Output Shape", "Param #"}
	if connected {
		width, shares = 108, []float64{.3, .56, .74, 1}
		head = append(head, "Connected to")
	}
	at := positions(width, shares...)
	if trainable {
		for i := range at {
			at[i] = int(float64(at[i]) * .9)
		}
		at = append(at, width)
		head = append(head, "Trainable")
	}
	widths := make([]int, len(at))
	for i := range at {
		widths[i] = at[i] - 3
		if i > 0 {
			widths[i] -= at[i-1]
		}
	}
	var s strings.Builder
	rule := func(left, middle, right, dash string) {
		parts := make([]string, len(widths))
		for i, w := range widths {
			parts[i] = strings.Repeat(dash, w+2)
		}
		s.WriteString(left + strings.Join(parts, middle) + right + "\n")
	}
	fmt.Fprintf(&s, "Model: \"%s\"\n", p.name)
	rule("┏", "┳", "┓", "━")
	richRow(&s, head, widths, "┃")
	rule("┡", "╇", "┩", "━")
	for i, l := range p.layers {
		fields := []string{l.name + " (" + l.class + ")", strings.Trim(l.kerasShape(), "[]"), grouped(l.all())}
		if connected {
			from := []string{}
			for _, f := range l.from {
				from = append(from, f+"[0][0]")
			}
			if len(from) == 0 {
				from = []string{"-"}
			}
			fields = append(fields, strings.Join(from, ", "))
		}
		if trainable {
			fields = append(fields, "Y")
		}
		richRow(&s, fields, widths, "│")
		if i < len(p.layers)-1 {
			rule("├", "┼", "┤", "─")
		}
	}
	rule("└", "┴", "┘", "─")
	fmt.Fprintf(&s, " Total params: %s (%s)\n Trainable params: %s (%s)\n Non-trainable params: %s (%s)\n",
		grouped(p.total), mib(p.total*4), grouped(p.total-p.stats), mib((p.total-p.stats)*4), grouped(p.stats), mib(p.stats*4))
	return s.String()
}

// mib is Keras's readable_memory_size, which calls powers of 1024 KB, MB and GB.
func mib(n int64) string {
	f := float64(n)
	for _, u := range []string{"Byte", "KB", "MB", "GB"} {
		if f < 1024 {
			return fmt.Sprintf("%.2f %s", f, u)
		}
		f /= 1024
	}
	return fmt.Sprintf("%.2f TB", f)
}

// richRow wraps cells at spaces; a longer word ends in an ellipsis.
func richRow(s *strings.Builder, fields []string, widths []int, bar string) {
	lines := make([][]string, len(fields))
	most := 0
	for i, f := range fields {
		line := ""
		for _, word := range strings.Split(f, " ") {
			if r := []rune(word); len(r) > widths[i] {
				word = string(r[:widths[i]-1]) + "…"
			}
			switch {
			case line == "":
				line = word
			case len([]rune(line))+1+len([]rune(word)) <= widths[i]:
				line += " " + word
			default:
				lines[i] = append(lines[i], line)
				line = word
			}
		}
		lines[i] = append(lines[i], line)
		most = max(most, len(lines[i]))
	}
	for k := range most {
		for i := range fields {
			c := ""
			if k < len(lines[i]) {
				c = lines[i][k]
			}
			pad := strings.Repeat(" ", widths[i]-len([]rune(c)))
			if i == 2 {
				c = pad + c
			} else {
				c += pad
			}
			s.WriteString(bar + " " + c + " ")
		}
		s.WriteString(bar + "\n")
	}
}

// torchSize writes a shape as PyTorch's tools do.
func (l planned) torchSize(batch string) string {
	s := "[" + batch
	for _, n := range l.shape {
		s += ", " + strconv.FormatInt(n, 10)
	}
	return s + "]"
}

// modules returns the layers that PyTorch has.
func (p plan) modules() []planned {
	var list []planned
	for _, l := range p.layers {
		if l.torch != "" {
			list = append(list, l)
		}
	}
	return list
}

// torchSummary prints as sksq96/pytorch-summary does.
func torchSummary(p plan) string {
	var s strings.Builder
	s.WriteString(strings.Repeat("-", 64) + "\n")
	fmt.Fprintf(&s, "%20s  %25s %15s\n%s\n", "Layer (type)", "Output Shape", "Param #", strings.Repeat("=", 64))
	for i, l := range p.modules() {
		fmt.Fprintf(&s, "%20s  %25s %15s\n", fmt.Sprintf("%s-%d", l.torch, i+1), l.torchSize("-1"), grouped(l.params))
	}
	n := p.total - p.stats
	fmt.Fprintf(&s, "%s\nTotal params: %s\nTrainable params: %s\nNon-trainable params: 0\n%s\n", strings.Repeat("=", 64), grouped(n), grouped(n), strings.Repeat("-", 64))
	fmt.Fprintf(&s, "Input size (MB): 1.25\nForward/backward pass size (MB): 927.81\nParams size (MB): %.2f\nEstimated Total Size (MB): 1047.44\n%s\n", float64(n)*4/(1<<20), strings.Repeat("-", 64))
	return s.String()
}

// groups returns the modules by the first part of their path, in order.
func (p plan) groups() (names []string, of map[string][]planned) {
	of = map[string][]planned{}
	for _, l := range p.modules() {
		head, _, _ := strings.Cut(l.path, ".")
		if of[head] == nil {
			names = append(names, head)
		}
		of[head] = append(of[head], l)
	}
	return names, of
}

// torchInfo prints as TylerYep/torchinfo does, with or without variables' names, to
// depth 2, or to depth 1, where rows include their descendants.
func torchInfo(p plan, variables bool, depth int) string {
	var s strings.Builder
	rule := strings.Repeat("=", 92) + "\n"
	fmt.Fprintf(&s, "%s%-40s %-25s %-25s\n%s", rule, "Layer (type:depth-idx)", "Output Shape", "Param #", rule)
	name := func(indent, class, variable string, depth, idx int) string {
		if variables {
			class += " (" + variable + ")"
		}
		return fmt.Sprintf("%s%s: %d-%d", indent, class, depth, idx)
	}
	row := func(name, shape string, n int64) {
		count := grouped(n)
		if n == 0 {
			count = "--"
		}
		fmt.Fprintf(&s, "%s%s %-25s %s\n", name, strings.Repeat(" ", max(0, 40-len([]rune(name)))), shape, count)
	}
	fmt.Fprintf(&s, "%-40s %-25s %-25s\n", "UNet", p.layers[len(p.layers)-1].torchSize("1"), "--")
	names, of := p.groups()
	one, two := 0, 0
	for _, g := range names {
		list := of[g]
		one++
		if len(list) == 1 && !strings.Contains(list[0].path, ".") {
			row(name("├─", list[0].torch, g, 1, one), list[0].torchSize("1"), list[0].params)
			continue
		}
		sum := int64(0)
		for _, l := range list {
			sum += l.params
		}
		if depth > 1 {
			sum = 0
		}
		row(name("├─", "Block", g, 1, one), list[len(list)-1].torchSize("1"), sum)
		for _, l := range list {
			if two++; depth > 1 {
				_, tail, _ := strings.Cut(l.path, ".")
				row(name("│    └─", l.torch, tail, 2, two), l.torchSize("1"), l.params)
			}
		}
	}
	n := p.total - p.stats
	fmt.Fprintf(&s, "%sTotal params: %s\nTrainable params: %s\nNon-trainable params: 0\nTotal mult-adds (G): 54.65\n%sInput size (MB): 0.26\nForward/backward pass size (MB): 575.14\nParams size (MB): %.2f\nEstimated Total Size (MB): 699.55\n%s",
		rule, grouped(n), grouped(n), rule, float64(n)*4/1e6, rule)
	return s.String()
}

// printModel prints as torch.nn.Module.__repr__ does; stats returns a text to insert
// before the arguments of each module, as ptflops does.
func printModel(p plan, stats func(planned) string) string {
	var s strings.Builder
	s.WriteString("UNet(\n")
	if stats != nil {
		s.Reset()
		n := p.total - p.stats
		fmt.Fprintf(&s, "UNet(\n  %s, 100.000%% Params, 54.65 GMac, 100.000%% MACs, \n", ptflopsCount(n))
	}
	names, of := p.groups()
	line := func(indent, name string, l planned) {
		args := l.args
		if stats != nil {
			args = stats(l) + args
		}
		fmt.Fprintf(&s, "%s(%s): %s(%s)\n", indent, name, l.torch, args)
	}
	for _, g := range names {
		list := of[g]
		if len(list) == 1 && !strings.Contains(list[0].path, ".") {
			line("  ", g, list[0])
			continue
		}
		fmt.Fprintf(&s, "  (%s): Block(\n", g)
		if stats != nil {
			sum := int64(0)
			for _, l := range list {
				sum += l.params
			}
			fmt.Fprintf(&s, "    %s, 100.000%% Params, 54.65 GMac, 100.000%% MACs, \n", ptflopsCount(sum))
		}
		for _, l := range list {
			_, tail, _ := strings.Cut(l.path, ".")
			line("    ", tail, l)
		}
		s.WriteString("  )\n")
	}
	return s.String() + ")\n"
}

// ptflops prints as sovrasov/flops-counter.pytorch does.
func ptflops(p plan) string {
	return printModel(p, func(l planned) string {
		return fmt.Sprintf("%s, %.3f%% Params, 113.25 MMac, 0.207%% MACs, ", ptflopsCount(l.params), 100*float64(l.params)/float64(p.total))
	})
}

func ptflopsCount(n int64) string {
	switch {
	case n >= 1e6:
		return fmt.Sprintf("%.2f M", float64(n)/1e6)
	case n >= 1e3:
		return fmt.Sprintf("%.2f k", float64(n)/1e3)
	}
	return strconv.FormatInt(n, 10)
}

// modelSummary prints as amarczew/pytorch_model_summary does.
func modelSummary(p plan) string {
	var s strings.Builder
	rule := strings.Repeat("-", 77) + "\n"
	fmt.Fprintf(&s, "%s%20s  %25s  %12s  %12s\n%s", rule, "Layer (type)", "Output Shape", "Param #", "Tr. Param #", strings.ReplaceAll(rule, "-", "="))
	for i, l := range p.modules() {
		fmt.Fprintf(&s, "%20s  %25s  %12s  %12s\n", fmt.Sprintf("%s-%d", l.torch, i+1), l.torchSize("1"), grouped(l.params), grouped(l.params))
	}
	n := p.total - p.stats
	fmt.Fprintf(&s, "%sTotal params: %s\nTrainable params: %s\nNon-trainable params: 0\n%s", strings.ReplaceAll(rule, "-", "="), grouped(n), grouped(n), rule)
	return s.String()
}

// human is Lightning's get_human_readable_count.
func human(n int64) string {
	f, units := float64(n), []string{" ", "K", "M", "B"}
	k := 0
	for f >= 1000 && k < 3 {
		f /= 1000
		k++
	}
	if k < 1 || f >= 100 {
		return fmt.Sprintf("%d %s", int64(f), units[k])
	}
	return fmt.Sprintf("%.1f %s", f, units[k])
}

// lightning prints Lightning's ModelSummary.
func lightning(p plan) string {
	var s strings.Builder
	rule := strings.Repeat("-", 42) + "\n"
	fmt.Fprintf(&s, "\n  | %-8s | %-15s | %-8s\n%s", "Name", "Type", "Params", rule)
	names, of := p.groups()
	for i, g := range names {
		sum, kind := int64(0), "Block"
		for _, l := range of[g] {
			sum += l.params
		}
		if len(of[g]) == 1 {
			kind = of[g][0].torch
		}
		fmt.Fprintf(&s, "%-1d | %-8s | %-15s | %-8s\n", i, g, kind, human(sum))
	}
	n := p.total - p.stats
	fmt.Fprintf(&s, "%s%-10sTrainable params\n%-10sNon-trainable params\n%-10sTotal params\n%-10sTotal estimated model params size (MB)\n",
		rule, human(n), human(0), human(n), fmt.Sprintf("%.3f", float64(n)*4e-6))
	return s.String()
}

// fvcore prints fvcore's parameter_count_table.
func fvcore(p plan) string {
	var s strings.Builder
	count := func(n int64) string {
		switch {
		case n >= 1e8:
			return fmt.Sprintf("%.1fG", float64(n)/1e9)
		case n >= 1e5:
			return fmt.Sprintf("%.1fM", float64(n)/1e6)
		case n >= 1e2:
			return fmt.Sprintf("%.1fK", float64(n)/1e3)
		}
		return strconv.FormatInt(n, 10)
	}
	n := p.total - p.stats
	fmt.Fprintf(&s, "| %-24s | %-22s |\n|:-------------------------|:-----------------------|\n| %-24s | %-22s |\n", "name", "#elements or shape", "model", count(n))
	for _, l := range p.modules() {
		if l.params == 0 {
			continue
		}
		fmt.Fprintf(&s, "| %-24s | %-22s |\n", " "+l.path, " "+count(l.params))
		for _, t := range l.tensors {
			name, shape, _ := strings.Cut(t, " ")
			if name == "weight" || name == "bias" {
				fmt.Fprintf(&s, "| %-24s | %-22s |\n", "  "+l.path+"."+name, "  ("+strings.ReplaceAll(shape, "x", ", ")+func() string {
					if !strings.Contains(shape, "x") {
						return ","
					}
					return ""
				}()+")")
			}
		}
	}
	return s.String()
}

// fastAI prints Learner.summary() as fastai 2 does.
func fastAI(p plan) string {
	var s strings.Builder
	first := p.layers[0].shape
	times := func(shape []int64) string {
		t := "8"
		for _, n := range shape {
			t += " x " + strconv.FormatInt(n, 10)
		}
		return t
	}
	rule := strings.Repeat("=", 76) + "\n"
	fmt.Fprintf(&s, "DynamicUnet (Input shape: %s)\n%s%-20s %-20s %-10s %-10s\n%s", times(first), rule, "Layer (type)", "Output Shape", "Param #", "Trainable", rule)
	last := ""
	for _, l := range p.modules() {
		if t := times(l.shape); t != last {
			fmt.Fprintf(&s, "%-20s %-20s\n", "", t[:min(len(t), 19)])
			last = t
		}
		if l.params == 0 {
			fmt.Fprintf(&s, "%-20s %-20s\n", l.torch, "")
		} else {
			fmt.Fprintf(&s, "%-20s %-20s %-10d %-10s\n", l.torch, "", l.params, "True")
		}
		if l.params > 0 {
			s.WriteString(strings.Repeat("_", 76) + "\n")
		}
	}
	n := p.total - p.stats
	fmt.Fprintf(&s, "\nTotal params: %s\nTotal trainable params: %s\nTotal non-trainable params: 0\n\nOptimizer used: <function Adam at 0x7f>\nLoss function: FlattenedLoss of CrossEntropyLoss()\n", grouped(n), grouped(n))
	return s.String()
}

// prettyTable prints the table of an answer on Stack Overflow.
func prettyTable(p plan) string {
	var s strings.Builder
	rule := "+" + strings.Repeat("-", 26) + "+" + strings.Repeat("-", 12) + "+\n"
	fmt.Fprintf(&s, "%s| %-24s | %-10s |\n%s", rule, "Modules", "Parameters", rule)
	for _, t := range p.tensors(false) {
		n, _ := elements(t.shape)
		fmt.Fprintf(&s, "| %-24s | %10d |\n", t.name, n)
	}
	fmt.Fprintf(&s, "%sTotal Trainable Params: %d\n", rule, p.total-p.stats)
	return s.String()
}

// gluon prints as Block.summary of MXNet's Gluon does.
func gluon(p plan) string {
	var s strings.Builder
	row := func(name, shape string, n int64) { fmt.Fprintf(&s, "%20s  %42s %15d\n", name, shape, n) }
	fmt.Fprintf(&s, "%s\n%20s  %42s %15s\n%s\n", strings.Repeat("-", 80), "Layer (type)", "Output Shape", "Param #", strings.Repeat("=", 80))
	modules := p.modules()
	row("Input", "(1, 3, 64, 64)", 0)
	for i, l := range modules {
		class := l.torch
		if base, ok := strings.CutPrefix(class, "ConvTranspose"); ok {
			class = "Conv" + base[:1] + "DTranspose"
		} else if baseKind(class) == "BatchNorm" {
			class = "BatchNorm"
		} else if baseKind(class) != class {
			class = class[:len(class)-1] + "D"
		}
		row(fmt.Sprintf("%s-%d", class, i+1), tuple(append([]int64{1}, l.shape...)), l.params)
	}
	n := p.total - p.stats
	fmt.Fprintf(&s, "%s\nParameters in forward computation graph, duplicate included\n   Total params: %d\n   Trainable params: %d\n   Non-trainable params: 0\n", strings.Repeat("=", 80), n, n)
	fmt.Fprintf(&s, "Shared params in forward computation graph: 0\nUnique parameters in model: %d\n%s\n", n, strings.Repeat("-", 80))
	return s.String()
}

// torchStat prints as torchstat's report does: a data frame of pandas.
func torchStat(p plan) string {
	axes := func(shape []int64) string { return strings.ReplaceAll(commas(shape), ",", "") }
	var s strings.Builder
	fmt.Fprintf(&s, "     %-30s %-20s %-20s %12s memory(MB)            MAdd           Flops duration[%%]\n", "module name", "input shape", "output shape", "params")
	in := []int64{3, 64, 64}
	for i, l := range p.modules() {
		fmt.Fprintf(&s, "%-4d %-30s %-20s %-20s %10d.0 %10.2f %15s.0 %15s.0 %10.2f%%\n", i, l.path, axes(in), axes(l.shape), l.params, 3.06, grouped(2*l.params), grouped(l.params), 3.77)
		in = l.shape
	}
	n := p.total - p.stats
	fmt.Fprintf(&s, "total %60s %20d.0 %10.2f %15s.0 %15s.0 %10.2f%%\n%s\n", "", n, 6.12, grouped(2*n), grouped(n), 100.0, strings.Repeat("=", 130))
	fmt.Fprintf(&s, "Total params: %s\n%s\nTotal memory: 6.12MB\nTotal MAdd: 238.44MMAdd\nTotal Flops: 119.62MFlops\nTotal MemR+W: 9.8MB\n", grouped(n), strings.Repeat("-", 130))
	return s.String()
}

// flax prints as tabulate of flax.linen does, with a column for running statistics
// if there are any.
func flax(p plan) string {
	heads := []string{"path", "module", "inputs", "outputs", "params"}
	widths := []int{14, 14, 24, 24, 26}
	if p.stats > 0 {
		heads, widths = append(heads[:4:4], "batch_stats", "params"), append(widths[:4:4], 26, 26)
	}
	var s strings.Builder
	line := func(cells ...string) {
		for i, c := range cells {
			fmt.Fprintf(&s, "│ %-*s ", widths[i], c)
		}
		s.WriteString("│\n")
	}
	rule := func(left, middle, right string) {
		var bars []string
		for _, w := range widths {
			bars = append(bars, strings.Repeat("─", w+2))
		}
		s.WriteString(left + strings.Join(bars, middle) + right + "\n")
	}
	rule("┏", "┳", "┓")
	line(heads...)
	rule("┡", "╇", "┩")
	for i, l := range p.modules() {
		if i > 0 {
			rule("├", "┼", "┤")
		}
		flaxCells(l, p.stats > 0, line)
	}
	rule("└", "┴", "┘")
	fmt.Fprintf(&s, "\n%30sTotal Parameters: %s (%d MB)\n", "", grouped(p.total), 4*p.total>>20)
	return s.String()
}

// flaxCells prints a row with one line per variable, or two if name and shape don't
// fit into one.
func flaxCells(l planned, stats bool, line func(...string)) {
	var params, buffers []string
	for _, t := range l.tensors {
		name, axes, _ := strings.Cut(t, " ")
		if name == "num_batches_tracked" {
			continue
		}
		of := &params
		if strings.HasPrefix(name, "running") {
			of = &buffers
		}
		if shape := "float32[" + strings.ReplaceAll(axes, "x", ",") + "]"; len(name)+2+len(shape) > 24 {
			*of = append(*of, name+":", shape)
		} else {
			*of = append(*of, name+": "+shape)
		}
	}
	if l.params > 0 {
		params = append(params, "", fmt.Sprintf("%s (%d B)", grouped(l.params), 4*l.params))
	}
	cell := func(list []string, i int) string {
		if i < len(list) {
			return list[i]
		}
		return ""
	}
	for i := range max(len(params), len(buffers), 1) {
		row := []string{"", "", "", "", cell(params, i)}
		if stats {
			row = append(row[:4], cell(buffers, i), cell(params, i))
		}
		if i == 0 {
			row[0], row[1], row[2], row[3] = l.path, l.torch, "float32[1,64,64,3]", "float32["+strings.ReplaceAll(commas(l.shape), " ", "")+"]"
		}
		line(row...)
	}
}

type namedShape struct {
	name  string
	shape []int64
}

// tensors returns the state_dict, or named_parameters.
func (p plan) tensors(buffers bool) []namedShape {
	var list []namedShape
	for _, l := range p.modules() {
		for _, t := range l.tensors {
			name, shape, _ := strings.Cut(t, " ")
			if !buffers && name != "weight" && name != "bias" {
				continue
			}
			axes := []int64{}
			for _, a := range strings.FieldsFunc(shape, func(r rune) bool { return r == 'x' }) {
				n, _ := strconv.ParseInt(a, 10, 64)
				axes = append(axes, n)
			}
			list = append(list, namedShape{l.path + "." + name, axes})
		}
	}
	return list
}

// spellings are formats in which loops over a state_dict print a tensor.
var spellings = []func(name string, shape []int64) string{
	func(n string, s []int64) string { return n + " torch.Size([" + commas(s) + "])" },
	func(n string, s []int64) string { return n + "\ttorch.Size([" + commas(s) + "])" },
	func(n string, s []int64) string { return n + ": torch.Size([" + commas(s) + "])" },
	func(n string, s []int64) string { return n + " " + tuple(s) },
	func(n string, s []int64) string { return n + ": " + tuple(s) },
	func(n string, s []int64) string { return "('" + n + "', " + tuple(s) + ")" },
	func(n string, s []int64) string { return "'" + n + "': [" + commas(s) + "]," },
	func(n string, s []int64) string { return n + " | [" + commas(s) + "]" },
	func(n string, s []int64) string { return "Layer: " + n + " | Size: torch.Size([" + commas(s) + "])" },
	func(n string, s []int64) string { return n + " -> " + tuple(s) },
	func(n string, s []int64) string { return n + " torch.float32 torch.Size([" + commas(s) + "])" },
	func(n string, s []int64) string { return n + " torch.Size([" + commas(s) + "]) torch.float32" },
	func(n string, s []int64) string { return n + ", " + tuple(s) + ", True" },
	func(n string, s []int64) string { return n + " - torch.Size([" + commas(s) + "]): " },
	func(n string, s []int64) string { // TF-Slim's
		axes := strings.ReplaceAll(commas(s), ", ", "x")
		if count, _ := elements(s); axes != "" {
			return n + ":0 (float32_ref " + axes + ") [" + fmt.Sprint(count) + ", bytes: " + fmt.Sprint(4*count) + "]"
		}
		return n + ":0 (float32_ref ) [1, bytes: 4]"
	},
}

func commas(s []int64) string {
	var parts []string
	for _, n := range s {
		parts = append(parts, strconv.FormatInt(n, 10))
	}
	return strings.Join(parts, ", ")
}

func tuple(s []int64) string {
	if len(s) == 1 {
		return fmt.Sprintf("(%d,)", s[0])
	}
	return "(" + commas(s) + ")"
}

func stateDict(p plan, spell func(string, []int64) string) string {
	var s strings.Builder
	for _, t := range p.tensors(true) {
		s.WriteString(spell(t.name, t.shape) + "\n")
	}
	return s.String()
}
