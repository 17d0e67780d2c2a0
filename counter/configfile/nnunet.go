package configfile

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"unetparams/counter/config"
	"unetparams/counter/number"
)

// nnunetArgs are what the three networks of nnU-Net have in common.
const nnunetArgs = "input_channels:i num_classes:i n_stages:w features_per_stage:I conv_op:s kernel_sizes:S strides:S n_conv_per_stage_decoder:L conv_bias:b=false norm_op:s?=null norm_op_kwargs:x?=null dropout_op:-=null dropout_op_kwargs:-=null nonlin:s?=null nonlin_kwargs:x?=null deep_supervision:b=false "

var nnunetClasses = []class{
	{name: "PlainConvUNet", arch: "nnunet-plain", args: nnunetArgs + "n_conv_per_stage:L nonlin_first:-=false", check: checkNNUNet, fit: fitNNUNet},
	{name: "ResidualEncoderUNet", arch: "nnunet-resenc", args: nnunetArgs + "n_blocks_per_stage:L block:s=BasicBlockD bottleneck_channels:I?=null stem_channels:i?=null", check: checkNNUNet, fit: fitNNUNet},
	{name: "ResidualUNet", arch: "nnunet-residual", args: nnunetArgs + "n_blocks_per_stage:L block:s=BasicBlockD bottleneck_channels:I?=null stem_channels:i?=null", check: checkNNUNet, fit: fitNNUNet},
}

// nnunetHome is where the classes are.
const nnunetHome = "dynamic_network_architectures.architectures.unet."

// A plans is nnU-Net's plans.json with what dataset.json adds.
type plans struct {
	*reading
	confs   *value
	dataset *value
	labels  *labels // nil where there is no dataset.json
	wrong   error   // of its labels
}

// nnunet reads plans and, beside them, dataset.json.
func (r *reading) nnunet() bool {
	p := &plans{reading: r}
	for _, d := range r.docs {
		if confs := d.v.get("configurations"); confs.is(object) && isPlans(confs) {
			p.confs = confs
		}
		if d.v.get("labels") != nil && (d.v.get("channel_names") != nil || d.v.get("modality") != nil) {
			p.dataset = d.v
		}
	}
	if p.confs == nil && p.dataset == nil {
		return false
	}
	r.Format = config.Text{EN: "nnU-Net v2 plans", ZH: "nnU-Net v2 plans"}
	if p.dataset != nil {
		p.labels, p.wrong = readLabels(p.dataset)
	}
	if p.confs == nil {
		r.Format = config.Text{EN: "nnU-Net's dataset.json", ZH: "nnU-Net 的 dataset.json"}
		if p.wrong != nil {
			r.fail("", p.wrong)
			return true
		}
		r.problem("This dataset.json says %s input channels and %s outputs. The network stands in plans.json: add that file.|此 dataset.json 给出 %s 个输入通道、%s 个输出。网络在 plans.json 中：请加上该文件。", dec(int64(p.channels())), dec(int64(p.labels.outputs)))
		return true
	}
	if len(p.confs.keys) > 100 {
		r.problem("There are more than %s configurations.|配置超过 %s 个。", "100")
		return true
	}
	for i, name := range p.confs.keys {
		r.Candidates = append(r.Candidates, p.read(name, p.confs.items[i]))
	}
	r.note("The trainer can change the network after the plans: nnUNetTrainerBN puts batch norm in. Its name is not in this file.|训练器可在 plans 之后改动网络：如 nnUNetTrainerBN 改用批归一化。其名称不在此文件中。")
	return true
}

func isPlans(confs *value) bool {
	for _, c := range confs.items {
		if c.get("UNet_class_name") != nil || c.get("architecture") != nil || c.get("inherits_from") != nil {
			return true
		}
	}
	return false
}

// channels returns the input channels that dataset.json gives, or 0.
func (p *plans) channels() int64 {
	v := p.dataset.get("modality")
	if v == nil {
		v = p.dataset.get("channel_names")
	}
	if v.is(object | list) {
		return int64(len(v.items))
	}
	return 0
}

// inherit resolves inherits_from.
func (p *plans) inherit(name string, seen []string) (*value, error) {
	if slices.Contains(seen, name) {
		return nil, failf("%s inherit from each other.|%s 互相继承。", shorten(strings.Join(append(seen, name), ", ")))
	}
	conf := p.confs.get(name)
	if conf == nil || !conf.is(object) {
		return nil, failf("%s inherits from %s, which is not in the file.|%s 继承自 %s，而后者不在文件中。", shorten(seen[len(seen)-1]), shorten(name))
	}
	if from := conf.get("inherits_from"); from.is(text) && len(seen) < maxDepth {
		parent, err := p.inherit(from.s, append(seen, name))
		if err != nil {
			return nil, err
		}
		conf = parent.merge(conf)
	}
	return conf, nil
}

// read reads one configuration.
func (p *plans) read(name string, own *value) *Candidate {
	c := &Candidate{Name: shorten(name)}
	conf, err := p.inherit(name, nil)
	if err != nil {
		c.Verdict, c.Why = Refused, []config.Text{err.(*Problem).Text}
		return c
	}
	arch := conf.get("architecture")
	style := conf.get("UNet_class_name")
	kw := &value{kind: object}
	if arch.is(object) {
		style = arch.get("network_class_name")
		if k := arch.get("arch_kwargs"); k.is(object) {
			kw = k.copy()
		}
	}
	c.Class = shorten(style.str())
	cl := classNamed(nnunetClasses, style.last())
	if cl == nil || !arch.is(object) && cl.name == "ResidualUNet" {
		c.unknownClass()
		return c
	}
	if c.Class != cl.name && c.Class != nnunetHome+cl.name {
		c.note("nnU-Net finds %s by the last part of its name: the path is not the present one.|nnU-Net 凭名称的最后部分找到 %s：路径并非当前路径。", c.Class)
	}
	if !arch.is(object) && !c.oldStyle(conf, cl, kw) {
		return c
	}
	p.data(c, conf, kw)
	for i, k := range conf.keys {
		if !strings.Contains(" architecture inherits_from previous_stage normalization_schemes "+oldKeys, " "+k+" ") {
			reason := Data
			if strings.Contains(k, "batch") || k == "next_stage" {
				reason = Training
			}
			c.aside(k, conf.items[i], reason)
		}
	}
	a := c.bind(cl, kw, typeError, "dynamic-network-architectures")
	a.finish()
	if size := conf.get("patch_size").ints(); a.cfg != nil && len(size) > 0 {
		a.cfg.Set("size", config.Join(size, "x")) // for the MACs, where it fits
	}
	return c
}

// classNamed returns the class of a name, or nil.
//
//go:noinline
func classNamed(classes []class, name string) *class {
	for i := range classes {
		if classes[i].name == name {
			return &classes[i]
		}
	}
	return nil
}

//go:noinline
func (c *Candidate) unknownClass() {
	c.Verdict = Unknown
	name := c.Class
	if name == "" {
		name = "–"
	}
	c.Why = append(c.Why, say("%s is not a class that is known here: nothing is counted for it.|%s 不是已知的类：不作计数。", name))
}

// oldKeys are the keys of a configuration before nnU-Net v2.3.1.
const oldKeys = " UNet_class_name UNet_base_num_features unet_max_num_features n_conv_per_stage_encoder n_conv_per_stage_decoder conv_kernel_sizes pool_op_kernel_sizes num_pool_per_axis patch_size "

// oldStyle works out the arguments of a configuration without an architecture, as
// nnU-Net itself does.
func (c *Candidate) oldStyle(conf *value, cl *class, kw *value) bool {
	for _, k := range strings.Fields(oldKeys) {
		if conf.get(k) == nil {
			switch k {
			case "UNet_base_num_features":
				c.refuse("%s is missing, and nnU-Net has no default for it. The planner writes 32.|缺少 %s，nnU-Net 没有默认值。规划器写的是 32。", k)
			default:
				c.refuse("%s is missing, and nnU-Net has no default for it.|缺少 %s，nnU-Net 没有默认值。", k)
			}
		}
	}
	encoder := conf.get("n_conv_per_stage_encoder")
	base, most := conf.get("UNet_base_num_features"), conf.get("unet_max_num_features")
	if c.Verdict == Refused {
		return false
	}
	if !encoder.is(list) || !base.is(whole) || !most.is(whole) || base.n < 1 || most.n < 1 {
		c.refuse("%s, %s and %s must be a list and two numbers from 1.|%s、%s 与 %s 须为一个列表和两个正整数。", "n_conv_per_stage_encoder", "UNet_base_num_features", "unet_max_num_features")
		return false
	}
	n := len(encoder.items)
	if n > maxStages {
		c.refuse("%s stages are more than the limit of %s.|%s 级超过上限 %s。", dec(int64(n)), dec(int64(maxStages)))
		return false
	}
	features := listValue()
	for i, f := 0, base.n; i < n; i++ {
		if f = min(f, most.n); f > maxChannels {
			c.refuse("Stage %s would have %s features, beyond the limit of %s.|第 %s 级将有 %s 个特征，超出上限 %s。", dec(int64(i+1)), doubled(base.n, i), number.Grouped(maxChannels))
			return false
		}
		features.items = append(features.items, intValue(f))
		if f <= math.MaxInt64/2 {
			f *= 2
		}
	}
	nd := map[int]string{1: "1d", 2: "2d", 3: "3d"}[len(conf.get("patch_size").ints())]
	perStage := "n_conv_per_stage"
	if cl.name != "PlainConvUNet" {
		perStage = "n_blocks_per_stage"
	}
	affine := &value{kind: object}
	affine.set("affine", boolValue(true))
	for _, item := range []struct {
		key string
		v   *value
	}{
		{"n_stages", intValue(int64(n))}, {"features_per_stage", features}, {"conv_op", textValue("Conv" + nd)},
		{"kernel_sizes", conf.get("conv_kernel_sizes")}, {"strides", conf.get("pool_op_kernel_sizes")}, {perStage, encoder},
		{"n_conv_per_stage_decoder", conf.get("n_conv_per_stage_decoder")}, {"conv_bias", boolValue(true)},
		{"norm_op", textValue("InstanceNorm" + nd)}, {"norm_op_kwargs", affine}, {"nonlin", textValue("LeakyReLU")},
	} {
		kw.set(item.key, item.v)
	}
	return true
}

func doubled(base int64, times int) string {
	if times < 62 && base <= math.MaxInt64>>times {
		return number.Grouped(base << times)
	}
	return number.Grouped(base) + "·2^" + strconv.Itoa(times)
}

// data gives input channels and classes, from dataset.json or from the reader.
func (p *plans) data(c *Candidate, conf, kw *value) {
	schemes := conf.get("normalization_schemes")
	channels, foreground := int64(0), int64(1)
	if schemes.is(list) {
		channels = int64(len(schemes.items))
	}
	if p.dataset != nil {
		if n := p.channels(); n > 0 {
			channels = n
		}
	}
	if v := p.answer("input_channels"); v.is(whole) {
		channels = v.n
	} else if channels == 0 {
		channels = 1
		c.ask("input_channels", "How many input channels: one for each modality?|输入通道数：每种模态一个？")
	}
	classes := int64(2)
	answer := p.answer("num_classes")
	switch {
	case p.wrong != nil:
		c.Verdict, c.Why = Refused, append(c.Why, p.wrong.(*Problem).Text)
	case p.labels != nil:
		classes, foreground = p.labels.outputs, p.labels.foreground
	case answer.is(whole) && answer.n > 0 && answer.n <= maxChannels:
		classes = answer.n
		foreground = max(classes-1, 1)
	default:
		c.ask("num_classes", "The number of classes is in dataset.json only: how many outputs, background included (with regions: without it)? Or add that file.|类别数只在 dataset.json 中：输出数是多少（含背景；按区域训练时不含）？也可加上该文件。")
	}
	if conf.get("previous_stage").is(text) {
		channels += foreground
		c.note("Cascade: %s more input channels, one for each foreground label of the previous stage.|级联：多 %s 个输入通道，上一阶段每个前景标签一个。", dec(int64(foreground)))
	}
	kw.set("input_channels", intValue(channels))
	kw.set("num_classes", intValue(classes))
	kw.set("deep_supervision", boolValue(true))
	if stages := kw.get("n_stages"); stages.is(whole) && stages.n > 1 && stages.n <= maxStages {
		c.note("Deep supervision: %s heads are built, and count, whether training or not; 1 is used in prediction.|深度监督：无论训练与否都会建立 %s 个输出头并计入；预测时只用 1 个。", dec(int64(stages.n-1)))
	}
}

// labels are what dataset.json says of the outputs.
type labels struct{ outputs, foreground int64 }

// readLabels applies the rules of nnU-Net's label manager.
func readLabels(d *value) (*labels, error) {
	all := d.get("labels")
	background := all.get("background")
	if !all.is(object) || background == nil {
		var names []string
		for i := range all.items {
			if all.items[i].is(text) && i < 4 {
				names = append(names, all.items[i].s)
			}
		}
		if all.is(object) && len(names) > 0 && len(all.keys) > 0 && strings.Trim(all.keys[0], "0123456789") == "" {
			return nil, failf("The labels are numbers with names, as in nnU-Net v1; v2 wants names with numbers, and refuses: no background. It would mean %s input channels and %s classes.|标签是“编号: 名称”，属 nnU-Net v1；v2 需要“名称: 编号”，会拒绝：没有 background。其含义为 %s 个输入通道、%s 个类别。", dec(int64(channelsOf(d))), dec(int64(len(all.keys))))
		}
		return nil, failf("nnU-Net refuses the labels: there is no background.|nnU-Net 会拒绝这些标签：没有 background。")
	}
	if n, ok := label(background); !ok || n != 0 {
		return nil, failf("nnU-Net refuses the labels: background must be 0, and is %s.|nnU-Net 会拒绝这些标签：background 须为 0，而此处为 %s。", background.String())
	}
	return countLabels(all, d.get("regions_class_order"))
}

func channelsOf(d *value) int {
	v := d.get("modality")
	if v == nil {
		v = d.get("channel_names")
	}
	return len(v.items)
}

func countLabels(all, order *value) (*labels, error) {
	seen := map[int64]bool{}
	regions, entries := false, int64(0)
	var most int64
	for i, k := range all.keys {
		if k == "ignore" {
			continue
		}
		v := all.items[i]
		items := []*value{v}
		if v.is(list) {
			items = v.items
			regions = regions || len(items) > 1
		}
		zero := true
		for _, item := range items {
			n, ok := label(item)
			if !ok || n < 0 {
				return nil, failf("The label %s is %s: a number or a list of numbers is needed.|标签 %s 为 %s：需要一个数或数的列表。", shorten(k), v.String())
			}
			seen[n] = true
			most = max(most, n)
			zero = zero && n == 0
		}
		if !zero {
			entries++
		}
	}
	if v := all.get("ignore"); v != nil {
		if n, ok := label(v); !ok || n != most+1 {
			return nil, failf("nnU-Net refuses the labels: ignore must be a number, the highest one: %s and not %s.|nnU-Net 会拒绝这些标签：ignore 须为最大的编号：应为 %s，而不是 %s。", dec(int64(most+1)), v.String())
		}
	}
	l := &labels{outputs: int64(len(seen)), foreground: int64(len(seen))}
	if seen[0] {
		l.foreground--
	}
	if !regions {
		return l, nil
	}
	l.outputs = entries
	if !order.is(list) || int64(len(order.items)) != entries {
		n := 0
		if order.is(list) {
			n = len(order.items)
		}
		return nil, failf("nnU-Net refuses the labels: regions need regions_class_order with %s entries, and there are %s.|nnU-Net 会拒绝这些标签：区域训练需要含 %s 项的 regions_class_order，此处为 %s 项。", dec(int64(entries)), dec(int64(n)))
	}
	return l, nil
}

// label reads a label's number, which may be written as a text.
func label(v *value) (int64, bool) {
	if v.is(text) {
		v = scalar(v.s)
	}
	if !v.is(whole) {
		return 0, false
	}
	return v.n, true
}

// checkNNUNet checks the lengths of the lists against the stages.
func checkNNUNet(a *args) {
	n := a.int("n_stages")
	per := "n_conv_per_stage"
	if a.class.name != "PlainConvUNet" {
		per = "n_blocks_per_stage"
	}
	for _, k := range []string{"features_per_stage", "kernel_sizes", "strides", per, "bottleneck_channels", "n_conv_per_stage_decoder"} {
		want, got := n, int64(a.count(k))
		if k == "n_conv_per_stage_decoder" {
			want--
		}
		if got >= 0 && got != want {
			a.refuse("%s has %s entries, and for n_stages = %s it needs %s.|%s 有 %s 项，而 n_stages = %s 时需要 %s 项。", k, number.Grouped(got), number.Grouped(n), number.Grouped(want))
		}
	}
	if n > maxStages && a.ok() {
		a.refuse("%s stages are more than the limit of %s.|%s 级超过上限 %s。", number.Grouped(n), dec(int64(maxStages)))
	}
	for _, size := range a.val("kernel_sizes").flat() {
		if size%2 == 0 {
			a.note("A kernel of %s is even: it builds and counts, but sizes may not fit where skip connections join.|卷积核 %s 为偶数：可以构建和计数，但跳跃连接处尺寸可能不符。", dec(int64(size)))
			break
		}
	}
}

// flat returns all whole numbers of a list, those of its lists included.
func (v *value) flat() []int64 {
	if v.is(whole) {
		return []int64{v.n}
	}
	var ns []int64
	if v.is(list) {
		for _, item := range v.items {
			ns = append(ns, item.flat()...)
		}
	}
	return ns
}

// fitNNUNet sets what the constructor takes as classes and keyword arguments.
func fitNNUNet(a *args) {
	a.torch("conv_op", "Conv1d Conv2d Conv3d")
	a.torch("norm_op", "InstanceNorm BatchNorm SyncBatchNorm")
	a.torch("nonlin", "")
	kw := a.val("norm_op_kwargs")
	for _, k := range []string{"affine", "track_running_stats"} {
		s := "default"
		if v := kw.get(k); v != nil {
			s = onOff(v.isTrue())
		}
		a.set(k, s)
	}
	if v := a.val("nonlin_kwargs").get("num_parameters"); v.is(whole) {
		a.set("num_parameters", v.String())
	}
	a.done("norm_op_kwargs", "nonlin_kwargs")
	if a.val("features_per_stage").is(whole) {
		a.set("features_per_stage", a.val("features_per_stage").String())
	}
}

// torch sets a choice that a file gives as the path of a class of PyTorch.
func (a *args) torch(key, names string) {
	v := a.val(key)
	s := v.last()
	if key == "norm_op" {
		s = strings.TrimRight(s, "123d")
	}
	if v.isNull() {
		s = "none"
	} else if names != "" && !slices.Contains(strings.Fields(names), s) {
		a.doubt(key, v)
		a.done(key)
		return
	}
	for _, c := range a.cfg.Knob(key).Choices {
		if c.Value == s {
			a.set(key, s)
			return
		}
	}
	a.done(key)
	a.doubt(key, v)
}
