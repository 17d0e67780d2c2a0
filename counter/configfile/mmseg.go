package configfile

import (
	"strings"

	"unetparams/counter/config"
)

var mmsegUNet = class{name: "UNet", arch: "mmseg-unet",
	args:  "in_channels:i=3 base_channels:i=64 num_stages:i=5 strides:I=[1,1,1,1,1] enc_num_convs:L=[2,2,2,2,2] dec_num_convs:L=[2,2,2,2] downsamples:x=[true,true,true,true] enc_dilations:-=[1,1,1,1,1] dec_dilations:-=[1,1,1,1] with_cp:-=false conv_cfg:-=null norm_cfg:x=BN act_cfg:-=ReLU upsample_cfg:x=InterpConv norm_eval:-=false dcn:-=null plugins:-=null pretrained:-=null init_cfg:-=null decode_head:x?=null auxiliary_head:x?=null",
	check: checkMMSeg, fit: fitMMSeg}

const mmsegHeadArgs = "in_channels:i channels:i num_classes:i in_index:-=-1 dropout_ratio:-=0.1 conv_cfg:-=null norm_cfg:x=null act_cfg:-=null align_corners:-=false loss_decode:-=null ignore_index:-=255 sampler:-=null init_cfg:-=null out_channels:n?=null threshold:-=null input_transform:-=null "

var mmsegHeads = []class{
	{name: "FCNHead", args: mmsegHeadArgs + "num_convs:n=2 kernel_size:i=3 concat_input:b=true dilation:-=1"},
	{name: "ASPPHead", args: mmsegHeadArgs + "dilations:I=[1,6,12,18]"},
	{name: "PSPHead", args: mmsegHeadArgs + "pool_scales:I=[1,2,3,6]"},
}

// mmseg reads configurations of mmsegmentation, of which files that _base_ names
// may be among the documents.
func (r *reading) mmseg() bool {
	var top *document
	used := map[*document]bool{}
	for _, d := range r.docs {
		if d.py != nil {
			for _, b := range r.bases(d) {
				used[b] = true
			}
		}
	}
	for _, d := range r.docs {
		if d.py != nil && !used[d] && (top == nil || d.py.names["_base_"] != nil) {
			top = d
		}
	}
	if top == nil {
		return false
	}
	model := r.model(top, 0)
	backbone := model.get("backbone")
	if backbone == nil && top.py.names["_base_"] == nil {
		return false
	}
	r.Format = config.Text{EN: "Configuration of mmsegmentation, read as literals and not run", ZH: "mmsegmentation 配置，按字面量读取，不执行"}
	for _, s := range top.py.other {
		if !strings.HasPrefix(s.text, "import ") && !strings.HasPrefix(s.text, "from ") {
			r.note("Line %s was not read: %s|第 %s 行未读取：%s", dec(int64(s.line)), s.text)
		}
	}
	if backbone == nil {
		r.problem("The network stands in a file that _base_ names: %s. Add that file.|网络在 _base_ 所指的文件中：%s。请加上该文件。", top.py.names["_base_"].String())
		return true
	}
	c := &Candidate{Class: shorten(backbone.get("type").str())}
	r.Candidates = append(r.Candidates, c)
	if backbone.get("type").str() != "UNet" {
		c.unknownClass()
		return true
	}
	r.segmentor(c, model, backbone)
	return true
}

// segmentor reads backbone and heads.
func (r *reading) segmentor(c *Candidate, model, backbone *value) {
	kw := without(backbone, "type")
	var asks []Ask
	for _, k := range []string{"decode_head", "auxiliary_head"} {
		head := model.get(k)
		if !head.is(object) {
			continue
		}
		cl := classNamed(mmsegHeads, head.get("type").str())
		if cl == nil {
			c.Doubts = append(c.Doubts, Item{Key: k, Value: head.get("type").String(), Text: config.Text{EN: "this head is not known", ZH: "未知的输出头"}})
			continue
		}
		h := &Candidate{}
		h.bind(cl, r.answered(without(head, "type"), "model."+k), typeError, "mmsegmentation")
		for _, i := range h.Read {
			i.Key = k + "." + i.Key
			c.Read = append(c.Read, i)
		}
		for _, w := range h.Why {
			c.Why, c.Verdict = append(c.Why, config.Text{EN: k + ": " + w.EN, ZH: k + "：" + w.ZH}), Refused
		}
		asks = append(asks, lineAsks(head, "model."+k, h.Asks)...)
		kw.set(k, head)
	}
	a := c.bind(&mmsegUNet, r.answered(kw, "model.backbone"), typeError, "mmsegmentation")
	c.Asks = append(lineAsks(kw, "model.backbone", c.Asks), asks...)
	for i, k := range model.keys {
		if k != "backbone" && !strings.HasSuffix(k, "_head") {
			c.aside(k, model.items[i], Training)
		}
	}
	if len(c.Asks) == 0 {
		a.finish()
	}
}

// answered puts the reader's values in the place of expressions.
func (r *reading) answered(v *value, path string) *value {
	c := v.copy()
	for i, k := range c.keys {
		if w := r.answer(path + "." + k); w != nil && c.items[i].is(code) {
			c.items[i] = w
		}
	}
	return c
}

// lineAsks names expressions by their path and line.
func lineAsks(v *value, path string, asks []Ask) []Ask {
	var out []Ask
	for i, k := range v.keys {
		item := v.items[i]
		for _, a := range asks {
			if item.is(code) && a.Key == item.s {
				out = append(out, Ask{path + "." + k, say("Line %s: %s is %s, which is not worked out: its value is needed.|第 %s 行：%s 为 %s，不会计算：需要给出其值。", dec(int64(item.line)), k, shorten(item.s))})
				break
			}
		}
	}
	return out
}

// bases returns the documents that a document's _base_ names.
func (r *reading) bases(d *document) []*document {
	v := d.py.names["_base_"]
	items := []*value{v}
	if v.is(list) {
		items = v.items
	}
	var found []*document
	for _, item := range items {
		name := item.str()
		name = name[strings.LastIndexByte(name, '/')+1:]
		for _, o := range r.docs {
			if o != d && o.py != nil && name != "" && o.name[strings.LastIndexByte(o.name, '/')+1:] == name {
				found = append(found, o)
			}
		}
	}
	return found
}

// model returns a document's model, merged with those of its bases.
func (r *reading) model(d *document, depth int) *value {
	own := d.py.names["model"]
	if r.merges++; depth > 8 || r.merges > 100 {
		return own
	}
	for _, b := range r.bases(d) {
		if base := r.model(b, depth+1); base.is(object) {
			if own == nil {
				own = base
			} else if own.is(object) {
				own = mergeDeep(base, own, 0)
			}
		}
	}
	return own
}

// mergeDeep merges dictionaries key by key, as mmengine does; _delete_=True
// replaces one.
func mergeDeep(base, own *value, depth int) *value {
	if own.get("_delete_").isTrue() || depth > maxDepth {
		return without(own, "_delete_")
	}
	c := base.copy()
	for i, k := range own.keys {
		item := own.items[i]
		if old := base.get(k); old.is(object) && item.is(object) {
			item = mergeDeep(old, item, depth+1)
		}
		c.set(k, item)
	}
	return c
}

// checkMMSeg checks the lists against the stages.
func checkMMSeg(a *args) {
	n := int(a.int("num_stages"))
	for _, k := range []string{"strides", "enc_num_convs"} {
		a.many(k, n, "one a stage", "每级一项")
	}
	for _, k := range []string{"dec_num_convs", "downsamples"} {
		a.many(k, n-1, "one less than stages", "比级数少一")
	}
}

// fitMMSeg sets what is spelled otherwise. Heads are those of the published
// configurations of this U-Net.
func fitMMSeg(a *args) {
	var downs []string
	for _, v := range a.val("downsamples").items {
		downs = append(downs, map[bool]string{true: "1", false: "0"}[v.isTrue()])
	}
	a.set("downsamples", strings.Join(downs, ","))
	switch t := a.val("norm_cfg").get("type"); {
	case !a.given["norm_cfg"], t.str() == "BN", t.str() == "SyncBN":
		a.done("norm_cfg")
	}
	if up := a.val("upsample_cfg"); up.is(object) {
		rest := without(up, "type")
		for i, k := range rest.keys {
			switch v := rest.items[i]; {
			case k == "kernel_size" && up.get("type").str() == "DeconvModule":
				a.set("deconv_kernel_size", v.String())
			case k == "kernel_size":
				a.set(k, v.String())
			case k == "conv_first":
				a.set(k, onOff(v.isTrue()))
			case k != "padding":
				a.doubt("upsample_cfg."+k, v)
			}
		}
		a.set("upsample_cfg", up.get("type").str())
	} else {
		a.done("upsample_cfg")
	}
	a.set("num_classes", "2")
	a.fitHead("decode_head", -1)
	a.fitHead("auxiliary_head", -2)
}

// fitHead sets a head, which must take the features with the given index, counted
// from the last.
func (a *args) fitHead(key string, index int64) {
	h := a.val(key)
	if !h.is(object) {
		a.set(key, map[string]string{"decode_head": "none", "auxiliary_head": "0"}[key])
		return
	}
	n, kind := a.int("num_stages"), h.get("type").str()
	for i, k := range h.keys {
		v, want := h.items[i], ""
		switch k {
		case "in_index":
			if want = dec(n + index); v.String() == dec(index) {
				continue
			}
		case "in_channels":
			want = dec(a.int("base_channels") << (-1 - index))
		case "num_convs":
			want = "1"
		case "kernel_size":
			want = "3"
		case "concat_input":
			want = "false"
		case "dilations":
			want = "[1, 12, 24, 36]"
		case "pool_scales":
			want = "[1, 2, 3, 6]"
		default:
			continue
		}
		if v.String() != want {
			a.doubt(key+"."+k, v)
		}
	}
	if kind == "FCNHead" && (h.get("num_convs") == nil || h.get("concat_input") == nil) {
		a.doubt(key, h) // two convolutions, and the features again
	}
	if key == "auxiliary_head" {
		if kind != "FCNHead" {
			a.doubt(key, h)
		}
		a.set(key, h.get("channels").String())
	} else {
		a.set("channels", h.get("channels").String())
		a.set(key, kind)
	}
	if c := h.get("num_classes"); c != nil {
		a.set("num_classes", c.String())
	}
}
