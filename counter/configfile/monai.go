package configfile

import (
	"slices"
	"strings"

	"unetparams/counter/config"
	"unetparams/counter/number"
)

const (
	monaiData  = "spatial_dims:i=3 in_channels:i=1 out_channels:i=2 "
	monaiNorm  = "act:x=default norm:x=default dropout:-=0.0 bias:b=true "
	monaiBasic = monaiData + "features:I=[32,32,64,128,256,32] act:x=default norm:x=default bias:b=true dropout:-=0.0 upsample:s=deconv "
	monaiSeg   = "init_filters:i=8 in_channels:i=1 out_channels:i=2 dropout_prob:-=null act:x=default norm:x=default norm_name:s=none num_groups:-=8 use_conv_final:b=true blocks_down:L=[1,2,2,4] blocks_up:L=[1,1,1] upsample_mode:s=nontrainable "
	monaiUNet  = "spatial_dims:i in_channels:i out_channels:i channels:I strides:S kernel_size:Z=3 up_kernel_size:Z=3 "
)

var monaiClasses = []class{
	{name: "UNet", arch: "monai-unet", args: monaiUNet + "num_res_units:n=0 adn_ordering:s=NDA " + monaiNorm, check: checkMONAIUNet, fit: fitMONAI},
	{name: "BasicUNet", arch: "monai-basicunet", args: monaiBasic, check: checkBasic, fit: fitMONAI},
	{name: "BasicUNetPlusPlus", arch: "monai-basicunetpp", args: monaiBasic + "deep_supervision:b=false", check: checkBasic, fit: fitMONAI},
	{name: "DynUNet", arch: "monai-dynunet", args: "spatial_dims:i in_channels:i out_channels:i kernel_size:S strides:S upsample_kernel_size:S filters:I?=null dropout:-=null norm_name:x=default act_name:x=default deep_supervision:b=false deep_supr_num:n=1 res_block:b=false trans_bias:b=false", check: checkDyn, fit: fitMONAI},
	{name: "SegResNet", arch: "monai-segresnet", args: "spatial_dims:i=3 " + monaiSeg, fit: fitMONAI},
	{name: "SegResNetVAE", arch: "monai-segresnetvae", args: "input_image_size:I vae_estimate_std:b=false vae_default_std:-=0.3 vae_nz:i=256 spatial_dims:i=3 " + strings.Replace(monaiSeg, "norm_name:s=none ", "", 1), fit: fitMONAI},
	{name: "SegResNetDS", arch: "monai-segresnetds", args: "spatial_dims:i=3 init_filters:i=32 in_channels:i=1 out_channels:i=2 act:x=default norm:x=default blocks_down:L=[1,2,2,4] blocks_up:L?=null dsdepth:n=1 preprocess:-=null upsample_mode:s=deconv resolution:x?=null", fit: fitMONAI},
	{name: "AttentionUnet", arch: "monai-attentionunet", args: monaiUNet + "dropout:-=0.0", check: checkMONAIUNet},
	{name: "VNet", arch: "monai-vnet", args: "spatial_dims:i=3 in_channels:i=1 out_channels:i=1 act:x=elu dropout_prob:-=0.5 dropout_prob_down:-=0.5 dropout_prob_up:-=[0.5,0.5] dropout_dim:-=3 bias:b=false", fit: fitVNet},
	{name: "SwinUNETR", arch: "monai-swinunetr", fit: fitMONAI, args: "img_size:-=96 in_channels:i out_channels:i patch_size:i=2 depths:L=[2,2,2,2] num_heads:I=[3,6,12,24] window_size:Z=7 qkv_bias:b=true mlp_ratio:x=4.0 feature_size:i=24 norm_name:x=instance drop_rate:-=0.0 attn_drop_rate:-=0.0 dropout_path_rate:-=0.0 normalize:-=true norm_layer:-=null patch_norm:b=false use_checkpoint:-=false spatial_dims:i=3 downsample:s=merging use_v2:b=false"},
	{name: "UNETR", arch: "monai-unetr", fit: fitMONAI, args: "in_channels:i out_channels:i img_size:Z feature_size:i=16 hidden_size:i=768 mlp_dim:i=3072 num_heads:i=12 pos_embed:s=conv proj_type:s=conv norm_name:x=instance conv_block:b=true res_block:b=true dropout_rate:-=0.0 spatial_dims:i=3 qkv_bias:b=false save_attn:-=false"},
	{name: "FlexibleUNet", arch: "monai-flexibleunet", args: "in_channels:i out_channels:i backbone:s pretrained:-=false decoder_channels:I=[256,128,64,32,16] spatial_dims:i=2 norm:x=batch act:x=relu dropout:-=0.0 decoder_bias:b=false upsample:s=nontrainable pre_conv:s?=default interp_mode:-=nearest is_pad:-=true", fit: fitMONAI},
	{name: "DiffusionModelUNet", arch: "monai-diffusionmodelunet", args: "spatial_dims:i in_channels:i out_channels:i num_res_blocks:L=[2,2,2,2] channels:I=[32,64,64,64] attention_levels:x=[false,false,true,true] norm_num_groups:i=32 norm_eps:-=1e-6 resblock_updown:b=false num_head_channels:-=8 with_conditioning:b=false transformer_num_layers:i=1 cross_attention_dim:i?=null num_class_embeds:i?=null upcast_attention:-=false dropout_cattn:-=0.0 include_fc:b=true use_combined_linear:-=false use_flash_attention:-=false"},
}

// monaiAliases are other names that MONAI gives its classes.
var monaiAliases = map[string]string{
	"Unet": "UNet", "BasicUnet": "BasicUNet", "Basicunet": "BasicUNet", "DynUnet": "DynUNet", "Dynunet": "DynUNet",
	"BasicUnetPlusPlus": "BasicUNetPlusPlus", "FlexUNet": "FlexibleUNet", "FlexibleUnet": "FlexibleUNet", "AttentionUNet": "AttentionUnet",
}

func monaiClass(target string) *class {
	name := target[strings.LastIndexByte(target, '.')+1:]
	if path := strings.TrimSuffix(target, name); path != "" && !strings.HasPrefix(path, "monai.") && !strings.HasPrefix(path, "generative.") {
		return nil // the bundle's own code
	}
	if full, ok := monaiAliases[name]; ok {
		name = full
	}
	return classNamed(monaiClasses, name)
}

// A bundle is the items of one or several files of MONAI.
type bundle struct {
	*reading
	root  *value
	steps int // of resolving
}

// monai reads a bundle: the first network_def, or whatever is a network.
func (r *reading) monai() bool {
	b := &bundle{reading: r, root: &value{kind: object}}
	found := false
	for _, d := range r.docs {
		if !d.v.is(object) {
			continue
		}
		found = found || hasTarget(d.v, 0)
		for i, k := range d.v.keys {
			own := d.v.items[i]
			if rest, ok := strings.CutPrefix(k, "+"); ok && b.root.get(rest).is(object) && own.is(object) {
				k, own = rest, b.root.get(rest).merge(own)
			}
			b.root.set(k, own)
		}
	}
	if !found {
		return false
	}
	r.Format = config.Text{EN: "MONAI bundle", ZH: "MONAI bundle"}
	for _, a := range r.answers {
		if b.root.get(a.Key) == nil && !strings.ContainsAny(a.Key, "@$") {
			b.root.set(a.Key, r.answer(a.Key))
		}
	}
	b.networks()
	if len(r.Candidates) == 0 {
		r.problem("This is a MONAI bundle without a network: none of its items has the class of one.|这是不含网络的 MONAI bundle：其中没有网络类的条目。")
	}
	return true
}

func hasTarget(v *value, depth int) bool {
	if v.get("_target_") != nil {
		return true
	}
	if depth > 8 || !v.is(object|list) {
		return false
	}
	return slices.ContainsFunc(v.items, func(item *value) bool { return hasTarget(item, depth+1) })
}

// networks lists the items that are networks, the likeliest first.
func (b *bundle) networks() {
	first := []string{"network_def", "network", "net", "model", "diffusion_def"}
	if b.root.get("_target_") != nil {
		b.network("", b.root)
		return
	}
	for _, k := range first {
		if v := b.root.get(k); v.get("_target_") != nil {
			b.network(k, v)
		}
	}
	for i, k := range b.root.keys {
		v := b.root.items[i]
		t := v.get("_target_").str()
		if slices.Contains(first, k) || t == "" || len(b.Candidates) > 20 {
			continue
		}
		if monaiClass(t) != nil || strings.HasSuffix(k, "unet_def") || strings.Contains(t, "networks.nets.") {
			b.network(k, v)
		}
	}
	if len(b.Candidates) == 0 {
		b.deep("", b.root, 0)
	}
}

// deep looks for known networks within items.
func (b *bundle) deep(path string, v *value, depth int) {
	if depth > 8 || len(b.Candidates) > 20 || !v.is(object|list) {
		return
	}
	if t := v.get("_target_").str(); t != "" && monaiClass(t) != nil {
		b.network(path, v)
		return
	}
	for i, item := range v.items {
		name := path
		if v.is(object) {
			name = strings.TrimPrefix(path+"::"+v.keys[i], "::")
		}
		b.deep(name, item, depth+1)
	}
}

// network reads an item that is a network.
func (b *bundle) network(name string, v *value) {
	target := v.get("_target_").str()
	c := &Candidate{Name: shorten(name), Class: shorten(target)}
	b.Candidates = append(b.Candidates, c)
	if v.get("_disabled_").isTrue() {
		c.refuse("%s is disabled: MONAI builds nothing.|%s 已禁用：MONAI 不会构建。", name)
		return
	}
	cl := monaiClass(target)
	if cl == nil {
		c.unknownClass()
		return
	}
	kw := &value{kind: object}
	for i, k := range v.keys {
		if strings.HasPrefix(k, "_") {
			continue
		}
		item, err := b.resolve(v.items[i], name, nil)
		if p, ok := err.(*Problem); ok {
			if strings.Contains(cl.args+" ", k+":-") {
				c.aside(k, v.items[i], NoEffect)
				continue
			}
			if p.ask != "" {
				c.Asks = append(c.Asks, Ask{p.ask, p.Text})
			} else {
				c.Verdict, c.Why = Refused, append(c.Why, p.Text)
			}
			continue
		}
		if k == "num_channels" && cl.name == "DiffusionModelUNet" {
			k = "channels"
		}
		kw.set(k, item)
	}
	if len(c.Asks) > 0 || c.Verdict == Refused {
		for i := range kw.keys {
			c.Read = append(c.Read, Item{Key: kw.keys[i], Value: kw.items[i].String()})
		}
		return
	}
	c.bind(cl, kw, typeError, "MONAI").finish()
}

// checkMONAIUNet checks the strides against the channels.
func checkMONAIUNet(a *args) {
	n, s := a.count("channels"), a.count("strides")
	if n < 2 {
		a.refuse("%s needs two entries at least.|%s 至少需要两项。", "channels")
		return
	}
	if s >= 0 && s < n-1 {
		a.refuse("strides has %s entries, and channels with %s needs %s.|strides 有 %s 项，而 channels 有 %s 项，需要 %s 项。", dec(int64(s)), dec(int64(n)), dec(int64(n-1)))
	}
	if s > n-1 {
		a.note("strides has %s entries, and only the first %s are used.|strides 有 %s 项，只使用前 %s 项。", dec(int64(s)), dec(int64(n-1)))
		v := *a.val("strides")
		v.items = v.items[:n-1]
		a.vals["strides"] = &v
	}
}

func checkBasic(a *args) {
	if n := a.count("features"); n >= 0 {
		a.many("features", 6, "five levels, and the last of the decoder", "五层加解码器末层")
	}
}

// checkDyn checks the lists of DynUNet.
func checkDyn(a *args) {
	n := a.count("strides")
	if n < 0 {
		return
	}
	a.many("kernel_size", n, "as many as strides", "与 strides 相同")
	a.many("upsample_kernel_size", n-1, "one less than strides", "比 strides 少一")
	if f := a.count("filters"); f >= 0 && f < n {
		a.refuse("filters has %s entries, fewer than the %s strides.|filters 有 %s 项，少于 strides 的 %s 项。", dec(int64(f)), dec(int64(n)))
	}
}

// fitMONAI sets norms, activations and dropouts, which MONAI takes as a name or as
// a name with keyword arguments.
func fitMONAI(a *args) {
	for _, p := range a.params {
		k := a.cfg.Knob(p.key)
		switch p.key {
		case "norm", "norm_name", "act", "act_name":
			if v := a.vals[p.key]; a.given[p.key] && p.typ == 'x' {
				a.named(p.key, v)
			}
			a.done(p.key)
			if !a.given[p.key] {
				for i := range a.Read {
					if a.Read[i].Key == p.key && k != nil {
						a.Read[i].Value = k.Get()
					}
				}
			}
		case "dropout", "dropout_prob":
			if k != nil {
				a.set(p.key, onOff(!a.vals[p.key].isNull()))
			}
		}
	}
	if a.class.name == "SegResNet" && a.given["norm_name"] {
		a.set("norm_name", strings.ToLower(a.val("norm_name").str()))
	}
}

// named sets a norm or an activation, and the settings for its keyword arguments.
func (a *args) named(key string, v *value) {
	name, kw := v, (*value)(nil)
	if v.is(list) && len(v.items) > 0 {
		name = v.items[0]
		if len(v.items) > 1 {
			kw = v.items[1]
		}
	}
	s, ok := choice(a.cfg.Knob(key), name)
	if !ok {
		a.doubt(key, v)
		return
	}
	a.set(key, s)
	norm := strings.HasPrefix(key, "norm")
	for _, k := range []string{"affine", "track_running_stats", "num_groups", "num_parameters", "negative_slope"} {
		knob := a.cfg.Knob(k)
		if knob == nil || norm != (k == "affine" || k == "track_running_stats" || k == "num_groups") {
			continue
		}
		switch own := kw.get(k); {
		case own.is(boolean):
			a.set(k, onOff(own.n == 1))
		case own.is(whole):
			a.set(k, own.String())
		case own.is(fraction):
			knob.Set(own.s) // counts for nothing
		case own != nil:
			a.doubt(key, v)
		case norm && k != "num_groups":
			a.set(k, "default")
		case k == "negative_slope":
			a.set(k, "0.01")
		}
	}
	if s == "group" && kw.get("num_groups") == nil {
		a.refuse("%s is group without num_groups, which PyTorch needs.|%s 为 group 但没有 num_groups，而 PyTorch 需要它。", key)
	}
	if w := kw.get("num_channels"); w.is(whole) && norm {
		a.refuse("%s has a fixed number of channels: %s.|%s 的通道数固定为 %s。", key, number.Grouped(w.n))
	}
}

// fitVNet takes the spelling of PReLU, which matters there.
func fitVNet(a *args) {
	v := a.val("act")
	if v.is(list) && len(v.items) > 0 {
		v = v.items[0]
	}
	for _, c := range a.cfg.Knob("act").Choices {
		if c.Value == v.str() || c.Value != "prelu" && c.Value != "PRELU" && strings.EqualFold(c.Value, v.str()) {
			a.set("act", c.Value)
			return
		}
	}
	a.done("act")
	a.doubt("act", v)
}
