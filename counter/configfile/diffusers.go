package configfile

import (
	"slices"
	"strings"

	"unetparams/counter/config"
)

const (
	diffusersCommon = "center_input_sample:-=false flip_sin_to_cos:-=true freq_shift:-=0 downsample_padding:-=1 mid_block_scale_factor:-=1 dropout:-=0.0 act_fn:-=silu norm_eps:-=1e-5 sample_size:-=null norm_num_groups:i?=32 "
	cross2D         = `["CrossAttnDownBlock2D","CrossAttnDownBlock2D","CrossAttnDownBlock2D","DownBlock2D"]`
	crossUp2D       = `["UpBlock2D","CrossAttnUpBlock2D","CrossAttnUpBlock2D","CrossAttnUpBlock2D"]`
)

var diffusersClasses = []class{
	{name: "UNet2DModel", arch: "diffusers-unet2d", check: checkDiffusers, fit: fitDiffusers,
		args: diffusersCommon + `in_channels:i=3 out_channels:i=3 block_out_channels:I=[224,448,672,896] down_block_types:T=["DownBlock2D","AttnDownBlock2D","AttnDownBlock2D","AttnDownBlock2D"] up_block_types:T=["AttnUpBlock2D","AttnUpBlock2D","AttnUpBlock2D","UpBlock2D"] mid_block_type:s?=UNetMidBlock2D layers_per_block:l=2 add_attention:b=true time_embedding_type:s=positional time_embedding_dim:i?=null resnet_time_scale_shift:s=default downsample_type:s=conv upsample_type:s=conv class_embed_type:s?=null num_class_embeds:i?=null num_train_timesteps:i?=null attn_norm_num_groups:i?=null attention_head_dim:i?=8`},
	{name: "UNet2DConditionModel", arch: "diffusers-unet2dcondition", check: checkDiffusers, fit: fitDiffusers,
		args: diffusersCommon + "in_channels:i=4 out_channels:i=4 block_out_channels:I=[320,640,1280,1280] down_block_types:T=" + cross2D + " up_block_types:T=" + crossUp2D + " mid_block_type:s?=UNetMidBlock2DCrossAttn layers_per_block:L=2 cross_attention_dim:I=1280 attention_head_dim:I=8 num_attention_heads:I?=null transformer_layers_per_block:L=1 reverse_transformer_layers_per_block:L?=null use_linear_projection:b=false conv_in_kernel:i=3 conv_out_kernel:i=3 only_cross_attention:x=false mid_block_only_cross_attention:b?=null dual_cross_attention:b=false cross_attention_norm:s?=null class_embed_type:s?=null num_class_embeds:i?=null class_embeddings_concat:b=false projection_class_embeddings_input_dim:i?=null addition_embed_type:s?=null addition_embed_type_num_heads:-=64 addition_time_embed_dim:-=null encoder_hid_dim:i?=null encoder_hid_dim_type:s?=null time_cond_proj_dim:i?=null time_embedding_type:s=positional time_embedding_dim:i?=null time_embedding_act_fn:-=null timestep_post_act:-=null attention_type:s=default resnet_time_scale_shift:s=default upcast_attention:-=false resnet_out_scale_factor:-=1.0 resnet_skip_time_act:-=false"},
	{name: "UNet3DConditionModel", arch: "diffusers-unet3dcondition", check: checkDiffusers,
		args: diffusersCommon + `in_channels:i=4 out_channels:i=4 block_out_channels:I=[320,640,1280,1280] down_block_types:T=["CrossAttnDownBlock3D","CrossAttnDownBlock3D","CrossAttnDownBlock3D","DownBlock3D"] up_block_types:T=["UpBlock3D","CrossAttnUpBlock3D","CrossAttnUpBlock3D","CrossAttnUpBlock3D"] layers_per_block:l=2 cross_attention_dim:i=1024 attention_head_dim:i=64 num_attention_heads:I?=null time_cond_proj_dim:i?=null`},
	{name: "UNetSpatioTemporalConditionModel", arch: "diffusers-unetspatiotemporal", check: checkDiffusers,
		args: `sample_size:-=null in_channels:i=8 out_channels:i=4 block_out_channels:I=[320,640,1280,1280] down_block_types:T=["CrossAttnDownBlockSpatioTemporal","CrossAttnDownBlockSpatioTemporal","CrossAttnDownBlockSpatioTemporal","DownBlockSpatioTemporal"] up_block_types:T=["UpBlockSpatioTemporal","CrossAttnUpBlockSpatioTemporal","CrossAttnUpBlockSpatioTemporal","CrossAttnUpBlockSpatioTemporal"] addition_time_embed_dim:-=256 projection_class_embeddings_input_dim:i=768 layers_per_block:L=2 cross_attention_dim:I=1024 transformer_layers_per_block:L=1 num_attention_heads:I=[5,10,10,20] num_frames:-=25`},
}

// diffusers reads a config.json of diffusers.
func (r *reading) diffusers() bool {
	for _, d := range r.docs {
		name := d.v.get("_class_name")
		blocks := d.v.get("down_block_types") != nil && d.v.get("up_block_types") != nil
		if !d.v.is(object) || !blocks && !strings.Contains(name.str(), "UNet") && name == nil {
			continue
		}
		r.Format = config.Text{EN: "diffusers config.json", ZH: "diffusers config.json"}
		if v := d.v.get("_diffusers_version").str(); v != "" {
			r.Format = say("diffusers config.json, written by version %s|diffusers config.json，由 %s 版写出", shorten(v))
		}
		c := &Candidate{Class: shorten(name.str())}
		r.Candidates = append(r.Candidates, c)
		v := d.v
		if name == nil {
			c.Class = "UNet2DModel"
			if v.get("cross_attention_dim") != nil {
				c.Class = "UNet2DConditionModel"
			}
			if a := r.answer("_class_name"); a.is(text) {
				c.Class = a.s
			} else {
				c.ask("_class_name", "The file does not say which class it is for (_class_name): is it %s?|文件没有写明类（_class_name）：是否为 %s？", c.Class)
			}
		}
		cl := classNamed(diffusersClasses, c.Class)
		if cl == nil {
			c.unknownClass()
			return true
		}
		r.unet(c, cl, v)
		return true
	}
	return false
}

// unet reads the arguments of one of diffusers' classes.
func (r *reading) unet(c *Candidate, cl *class, v *value) {
	kw := &value{kind: object}
	dropped := v.get("_use_default_values")
	for i, k := range v.keys {
		item := v.items[i]
		if dropped.is(list) && slices.ContainsFunc(dropped.items, func(d *value) bool { return d.str() == k }) {
			c.note("%s is listed in _use_default_values: the default holds, whatever the file says.|%s 列在 _use_default_values 中：以默认值为准。", shorten(k))
			continue
		}
		if strings.HasSuffix(k, "_block_types") && item.is(list) {
			item = renamed(item)
		}
		kw.set(k, item)
	}
	a := c.bind(cl, kw, ignored, "diffusers")
	a.finish()
}

// renamed takes UNetRes off the names of blocks, as files of before 0.3 have them.
func renamed(v *value) *value {
	c := listValue()
	for _, item := range v.items {
		if s := item.str(); strings.HasPrefix(s, "UNetRes") {
			item = textValue(strings.TrimPrefix(s, "UNetRes"))
		}
		c.items = append(c.items, item)
	}
	return c
}

// checkDiffusers checks lengths, names of blocks and groups.
func checkDiffusers(a *args) {
	n := a.count("block_out_channels")
	down, up := a.count("down_block_types"), a.count("up_block_types")
	if down != up {
		a.refuse("There are %s down_block_types and %s up_block_types: there must be as many.|down_block_types 有 %s 项，up_block_types 有 %s 项：项数必须相同。", dec(int64(down)), dec(int64(up)))
	}
	for _, k := range []string{"down_block_types", "layers_per_block", "attention_head_dim", "cross_attention_dim", "transformer_layers_per_block", "only_cross_attention"} {
		a.many(k, n, "one for each of block_out_channels", "与 block_out_channels 一一对应")
	}
	if n > maxStages {
		a.refuse("%s stages are more than the limit of %s.|%s 级超过上限 %s。", dec(int64(n)), dec(int64(maxStages)))
	}
	if v := a.val("num_attention_heads"); a.class.name == "UNet2DConditionModel" && v != nil && !v.isNull() {
		a.refuse("num_attention_heads is %s: diffusers refuses anything but null in this class (attention_head_dim holds the number of heads).|num_attention_heads 为 %s：此类中 diffusers 只接受 null（注意力头数由 attention_head_dim 给出）。", v.String())
	}
	groups := a.int("norm_num_groups")
	if groups == 0 && a.class.name == "UNetSpatioTemporalConditionModel" {
		groups = 32
	}
	for i, c := range a.val("block_out_channels").ints() {
		if groups > 0 && c%groups != 0 {
			a.refuse("Group normalization: the %s channels of block %s (block_out_channels[%s]) can't be divided into %s groups.|组归一化：%s 个通道（第 %s 块，block_out_channels[%s]）不能分成 %s 组。", dec(int64(c)), dec(int64(i+1)), dec(int64(i)), dec(int64(groups)))
			return
		}
	}
}

// fitDiffusers sets what the calculator writes as numbers: the types of blocks, what
// is true of some levels, and None where there is nothing of a kind.
func fitDiffusers(a *args) {
	attention := "Attn"
	if a.class.name == "UNet2DConditionModel" {
		attention = "CrossAttn"
	}
	for _, side := range []string{"down", "up"} {
		key, name := side+"_block_types", strings.ToUpper(side[:1])+side[1:]+"Block2D"
		a.marks(key, func(v *value) (bool, bool) {
			return v.str() == attention+name, v.str() == name || v.str() == attention+name
		})
	}
	if a.left["only_cross_attention"] {
		a.marks("only_cross_attention", func(v *value) (bool, bool) { return v.isTrue(), v.is(boolean) })
	}
	for key := range a.left {
		if k := a.cfg.Knob(key); k != nil && k.Kind == config.Number && k.Min == 0 && a.vals[key].isNull() {
			a.set(key, "0")
		}
	}
	if key := "projection_class_embeddings_input_dim"; a.vals[key].isNull() {
		a.done(key)
		if class := a.vals["class_embed_type"].str(); strings.HasSuffix(class, "projection") || a.vals["addition_embed_type"].str() == "text_time" {
			a.refuse("%s is null, and a class or vector of this kind needs it.|%s 为 null，而这种类别或向量需要它。", key)
		}
	}
	if v := a.vals["mid_block_only_cross_attention"]; v.isOrNull(boolean) {
		a.done("mid_block_only_cross_attention") // this bottleneck has no such argument
	}
	if a.vals["encoder_hid_dim_type"].str() == "text_proj" {
		a.done("encoder_hid_dim_type")
	}
	if a.vals["encoder_hid_dim"].isNull() {
		a.done("addition_embed_type_num_heads")
	}
}

// marks sets a list of 1 and 0 for what is so; a value that is neither is not
// understood.
func (a *args) marks(key string, is func(*value) (so, known bool)) {
	v := a.vals[key]
	items := []*value{v}
	if v.is(list) {
		items = v.items
	}
	var ns []int64
	for _, item := range items {
		so, known := is(item)
		if !known {
			a.done(key)
			a.doubt(key, item)
			return
		}
		ns = append(ns, 0)
		if so {
			ns[len(ns)-1] = 1
		}
	}
	a.set(key, config.Join(ns, ","))
}

// fillDiffusers writes what the calculator has as numbers as the library does.
func fillDiffusers(a *value, cl *class) {
	attention := "Attn"
	if cl.name == "UNet2DConditionModel" {
		attention = "CrossAttn"
	}
	for _, p := range cl.params() {
		v := a.get(p.key)
		switch side, isBlocks := strings.CutSuffix(p.key, "_block_types"); {
		case isBlocks && v.is(list):
			name := strings.ToUpper(side[:1]) + side[1:] + "Block2D"
			for i, item := range v.items {
				v.items[i] = textValue(name)
				if item.n == 1 {
					v.items[i] = textValue(attention + name)
				}
			}
		case p.key == "only_cross_attention" && v.is(list):
			for i, item := range v.items {
				v.items[i] = boolValue(item.n == 1)
			}
		case p.null && v.is(whole) && v.n == 0:
			a.set(p.key, &value{size: 1})
		}
		if v.is(list) && len(v.items) == 1 && strings.ContainsRune("lLIx", rune(p.typ)) && p.key != "block_out_channels" {
			a.set(p.key, v.items[0])
		}
	}
}
