package configfile

import (
	"slices"
	"strconv"
	"strings"

	"unetparams/counter/config"
)

// A Written is a network in the form that its library reads.
type Written struct {
	Name string // of the file; empty for a constructor's call
	Text string
}

// Write returns a configuration file for a network, where its library has such
// files, and the call of its class. Both are empty for a network that no class of
// the tables stands for. What the calculator does not know, such as a
// probability of dropout, is left to the library's default.
func Write(c *config.Config) []Written {
	if c.Edited() {
		return nil // no library reads what its code fixes
	}
	for i, classes := range tables {
		for j := range classes {
			if cl := &classes[j]; cl.arch == c.Arch.ID {
				return writers(c, cl, i)
			}
		}
	}
	return nil
}

// The places of formats in tables.
const (
	ofNNUNet = iota
	of3DUNet
	ofMONAI
	ofDiffusers
	ofSMP
)

// homes are the import paths of the classes, by their place in tables.
var homes = []string{strings.TrimSuffix(nnunetHome, "."), "pytorch3dunet.unet3d.model", "monai.networks.nets", "diffusers", "segmentation_models_pytorch"}

func writers(c *config.Config, cl *class, format int) []Written {
	if format >= len(homes) {
		return nil
	}
	args := arguments(c, cl, format)
	call := homes[format] + "." + cl.name + "(\n"
	for i, k := range args.keys {
		call += "    " + k + "=" + pythonOf(k, args.items[i]) + ",\n"
	}
	name, file := "config.json", &value{kind: object}
	switch format {
	case ofNNUNet:
		name, file = "plans.json", plansFrom(cl, args)
	case of3DUNet:
		text := "model:\n  name: " + cl.name + "\n"
		for i, k := range args.keys {
			text += "  " + k + ": " + literal(args.items[i], false) + "\n"
		}
		return []Written{{"config.yml", text}, {"", call + ")\n"}}
	case ofMONAI:
		name = "inference.json"
		def := &value{kind: object}
		def.set("_target_", textValue(cl.name))
		file.set("network_def", def.merge(args))
	case ofDiffusers:
		file.set("_class_name", textValue(cl.name))
		file = file.merge(args)
	case ofSMP:
		file.set("_model_class", textValue(cl.name))
		file = file.merge(args)
	}
	return []Written{{name, indented(file, "") + "\n"}, {"", call + ")\n"}}
}

// arguments returns a class's arguments with a network's settings.
func arguments(c *config.Config, cl *class, format int) *value {
	args := &value{kind: object}
	for _, p := range cl.params() {
		k := c.Knob(p.key)
		if k == nil || p.typ == '-' || k.Idle() && (p.null || p.def.isNull()) {
			continue
		}
		v := settingValue(p, k)
		if format == ofMONAI && (strings.HasPrefix(p.key, "norm") || strings.HasPrefix(p.key, "act")) && p.typ == 'x' {
			v = pair(c, p.key)
		}
		args.set(p.key, v)
	}
	switch format {
	case ofNNUNet:
		fillStages(args, c, cl)
	case ofMONAI:
		fillMONAI(args, cl)
	case ofDiffusers:
		fillDiffusers(args, cl)
	case ofSMP:
		if k := c.Knob("aux_classes"); k != nil && k.Get() != "0" {
			aux := &value{kind: object}
			aux.set("classes", scalar(k.Get()))
			args.set("aux_params", aux)
		}
	}
	if args.get("norm_name").str() == "none" || args.get("norm_name").isNull() && cl.name == "SegResNet" {
		args = without(args, "norm_name")
	}
	return args
}

// settingValue returns a setting as a value of an argument's type.
func settingValue(p param, k *config.Knob) *value {
	s := k.Get()
	switch {
	case k.Kind == config.Switch:
		return boolValue(s == "on")
	case s == "none" && k.Kind != config.Word:
		return &value{size: 1}
	case k.Kind == config.Select || k.Kind == config.Word:
		return textValue(s)
	}
	v := listValue()
	for _, part := range strings.Split(s, ",") {
		size := listValue()
		for _, n := range strings.Split(part, "x") {
			size.items = append(size.items, scalar(n))
		}
		if len(size.items) == 1 {
			size = size.items[0]
		}
		v.items = append(v.items, size)
	}
	if len(v.items) == 1 && (k.Kind == config.Number || k.Kind == config.Sizes || p.typ == 'i' || p.key == "f_maps") {
		return v.items[0]
	}
	return v
}

// pair returns a norm or an activation as MONAI takes it: a name, or a list of the
// name and keyword arguments.
func pair(c *config.Config, key string) *value {
	name := c.Knob(key).Get()
	if name == "none" {
		return &value{size: 1}
	}
	keys := []string{"affine", "track_running_stats"}
	switch {
	case !strings.HasPrefix(key, "norm"):
		keys = map[string][]string{"prelu": {"num_parameters"}, "leakyrelu": {"negative_slope"}}[name]
	case name == "group":
		keys = []string{"num_groups", "affine"}
	}
	kw := &value{kind: object}
	for _, k := range keys {
		knob := c.Knob(k)
		if knob == nil || knob.Get() == "default" {
			continue
		}
		v := scalar(knob.Get())
		kw.set(k, v)
	}
	if len(kw.keys) == 0 {
		return textValue(name)
	}
	return listValue(textValue(name), kw)
}

// repeat makes a list n long by its last entry, or cuts it.
func repeat(v *value, n int) *value {
	if !v.is(list) {
		v = listValue(v)
	}
	c := listValue(v.items[:min(len(v.items), n)]...)
	for len(c.items) < n {
		c.items = append(c.items, v.items[len(v.items)-1])
	}
	return c
}

// fillStages writes nnU-Net's lists out: one entry a stage, one number an axis.
func fillStages(args *value, c *config.Config, cl *class) {
	n := int(args.get("n_stages").n)
	conv := args.get("conv_op").str()
	nd := int(conv[len("Conv")] - '0')
	for i, k := range args.keys {
		switch k {
		case "features_per_stage", "n_conv_per_stage", "n_blocks_per_stage":
			args.items[i] = repeat(args.items[i], n)
		case "n_conv_per_stage_decoder":
			args.items[i] = repeat(args.items[i], n-1)
		case "bottleneck_channels":
			if args.items[i].is(list) {
				args.items[i] = repeat(args.items[i], n)
			}
		case "kernel_sizes", "strides":
			v := repeat(args.items[i], n)
			for j, size := range v.items {
				v.items[j] = repeat(size, nd)
			}
			args.items[i] = v
		}
	}
	args.set("conv_op", textValue("torch.nn.modules.conv."+conv))
	norm := args.get("norm_op").str()
	if norm != "" {
		module := "batchnorm."
		if norm == "InstanceNorm" {
			module = "instancenorm."
		}
		if norm != "SyncBatchNorm" {
			norm += strconv.Itoa(nd) + "d"
		}
		args.set("norm_op", textValue("torch.nn.modules."+module+norm))
		kw := &value{kind: object}
		for _, k := range []string{"affine", "track_running_stats"} {
			if s := c.Knob(k).Get(); s != "default" {
				kw.set(k, boolValue(s == "on"))
			}
		}
		args.set("norm_op_kwargs", kw)
	}
	if act := args.get("nonlin").str(); act != "" {
		args.set("nonlin", textValue("torch.nn.modules.activation."+act))
		kw := &value{kind: object}
		if act == "PReLU" {
			kw.set("num_parameters", scalar(c.Knob("num_parameters").Get()))
		}
		args.set("nonlin_kwargs", kw)
	}
}

// fillMONAI writes MONAI's lists out as long as its checks want them.
func fillMONAI(args *value, cl *class) {
	switch n := len(args.get("strides").list()); cl.name {
	case "BasicUNetPlusPlus":
		args.set("features", repeat(args.get("features"), 6))
	case "UNet", "AttentionUnet":
		args.set("strides", repeat(args.get("strides"), len(args.get("channels").list())-1))
	case "DynUNet":
		args.set("kernel_size", repeat(args.get("kernel_size"), n))
		ups := args.get("upsample_kernel_size")
		ups = listValue(ups.items[max(len(ups.items)-n+1, 0):]...)
		args.set("upsample_kernel_size", repeat(ups, n-1))
	}
}

// list returns a list's items.
func (v *value) list() []*value {
	if v.is(list) {
		return v.items
	}
	return nil
}

// plansFrom returns plans with one configuration. Channels and classes are not in
// plans: the former show as normalization schemes, the latter stand in
// dataset.json.
func plansFrom(cl *class, args *value) *value {
	kw := &value{kind: object}
	for i, k := range args.keys {
		if k != "input_channels" && k != "num_classes" && k != "deep_supervision" {
			kw.set(k, args.items[i])
		}
	}
	for _, k := range []string{"dropout_op", "dropout_op_kwargs"} {
		kw.set(k, &value{size: 1})
	}
	arch := &value{kind: object}
	arch.set("network_class_name", textValue(nnunetHome+cl.name))
	arch.set("arch_kwargs", kw)
	arch.set("_kw_requires_import", listValue(textValue("conv_op"), textValue("norm_op"), textValue("dropout_op"), textValue("nonlin")))
	schemes := listValue()
	for range min(args.get("input_channels").n, 1000) {
		schemes.items = append(schemes.items, textValue("ZScoreNormalization"))
	}
	conf := &value{kind: object}
	conf.set("normalization_schemes", schemes)
	conf.set("architecture", arch)
	name := "3d_fullres"
	if strings.HasSuffix(args.get("conv_op").str(), "2d") {
		name = "2d"
	}
	confs, file := &value{kind: object}, &value{kind: object}
	confs.set(name, conf)
	file.set("configurations", confs)
	return file
}

// literal writes a value as JSON, which is YAML too, or as Python.
func literal(v *value, python bool) string {
	switch v.kind {
	case null:
		if python {
			return "None"
		}
		return "null"
	case boolean:
		s := strconv.FormatBool(v.n == 1)
		if python {
			s = strings.ToUpper(s[:1]) + s[1:]
		}
		return s
	case whole:
		return dec(v.n)
	case text:
		return strconv.Quote(v.s)
	case list, object:
		parts := make([]string, len(v.items))
		for i, item := range v.items {
			if parts[i] = literal(item, python); v.kind == object {
				parts[i] = strconv.Quote(v.keys[i]) + ": " + parts[i]
			}
		}
		s := strings.Join(parts, ", ")
		if v.kind == list {
			return "[" + s + "]"
		}
		return "{" + s + "}"
	}
	return v.s
}

// indented writes objects over several lines, and lists on one.
func indented(v *value, indent string) string {
	if v.kind != object || len(v.items) == 0 {
		return literal(v, false)
	}
	var b strings.Builder
	b.WriteString("{\n")
	for i, k := range v.keys {
		b.WriteString(indent + "  " + strconv.Quote(k) + ": " + indented(v.items[i], indent+"  "))
		if i < len(v.keys)-1 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	b.WriteString(indent + "}")
	return b.String()
}

// pythonOf writes an argument for a call: classes of PyTorch stand without quotes.
func pythonOf(key string, v *value) string {
	if slices.Contains([]string{"conv_op", "norm_op", "nonlin"}, key) && v.is(text) {
		return v.s
	}
	return literal(v, true)
}
