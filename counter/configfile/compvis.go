package configfile

import (
	"strings"

	"unetparams/counter/config"
)

// ldmArgs are the arguments of UNetModel in all generations.
const ldmArgs = "in_channels:i model_channels:i out_channels:i num_res_blocks:L attention_resolutions:I dropout:-=0 channel_mult:I=[1,2,4,8] conv_resample:b=true dims:i=2 use_checkpoint:-=false use_fp16:-=false num_heads:n=-1 num_head_channels:n=-1 num_heads_upsample:-=-1 use_scale_shift_norm:b=false resblock_updown:b=false use_new_attention_order:-=false transformer_depth:L=1 context_dim:I?=null legacy:-=true "

var ldmClasses = []class{
	{name: "UNetModel", arch: "ldm", check: checkLDM, fit: fitLDM,
		args: ldmArgs + "image_size:- use_spatial_transformer:b=false num_classes:x?=null n_embed:i?=null use_bf16:-=false disable_self_attentions:x?=null num_attention_blocks:x?=null disable_middle_self_attn:b=false use_linear_in_transformer:b=false adm_in_channels:i?=null"},
	{name: "sgm UNetModel", arch: "sgm", check: checkLDM, fit: fitLDM,
		args: ldmArgs + "use_spatial_transformer:-=true image_size:- num_classes:x?=null disable_self_attentions:x?=null num_attention_blocks:x?=null disable_middle_self_attn:b=false disable_middle_transformer:b=false use_linear_in_transformer:b=false spatial_transformer_attn_type:-=softmax adm_in_channels:i?=null offload_to_cpu:-=false transformer_depth_middle:n?=null"},
	{name: "VideoUNet", arch: "sgm-videounet", check: checkLDM, fit: fitLDM,
		args: ldmArgs + "num_classes:x?=null transformer_depth_middle:n?=null time_downup:b=false time_context_dim:i?=null extra_ff_mix_layer:b=false use_spatial_context:b=false merge_strategy:s=fixed merge_factor:-=0.5 spatial_transformer_attn_type:-=softmax video_kernel_size:Z=3 use_linear_in_transformer:b=false adm_in_channels:i?=null disable_temporal_crossattention:b=false max_ddpm_temb_period:-=10000"},
}

// compvis reads the YAML of latent-diffusion, Stable Diffusion and
// generative-models.
func (r *reading) compvis() bool {
	for _, d := range r.docs {
		model := d.v.get("model")
		if d.v.is(object) && model == nil && d.v.get("target") != nil {
			model = d.v
		}
		if !model.is(object) || model.get("target") == nil && model.get("hparams") == nil {
			continue
		}
		r.Format = config.Text{EN: "Configuration of CompVis's or Stability AI's code", ZH: "CompVis 或 Stability AI 代码的配置"}
		if model.get("hparams") != nil {
			r.problem("This is Karlo's own layout (model.type, model.hparams), which is not understood.|这是 Karlo 自己的格式（model.type、model.hparams），无法理解。")
			return true
		}
		r.ldm(d.v, "model", model, 0)
		if len(r.Candidates) == 0 {
			r.problem("There is no U-Net in this file: no target ends in UNetModel.|此文件中没有 U-Net：没有以 UNetModel 结尾的 target。")
		}
		return true
	}
	return false
}

// ldm looks for targets that are U-Nets.
func (r *reading) ldm(root *value, path string, v *value, depth int) {
	if depth > 8 || !v.is(object) || len(r.Candidates) > 20 {
		return
	}
	target := v.get("target").str()
	name := v.get("target").last()
	if strings.HasSuffix(name, "UNetModel") || strings.HasSuffix(name, "UNet") {
		r.ldmUNet(root, path, target, v.get("params"))
		return
	}
	for i, k := range v.keys {
		r.ldm(root, path+"."+k, v.items[i], depth+1)
	}
}

func (r *reading) ldmUNet(root *value, path, target string, params *value) {
	c := &Candidate{Name: shorten(path), Class: shorten(target)}
	r.Candidates = append(r.Candidates, c)
	name := target[strings.LastIndexByte(target, '.')+1:]
	if strings.HasPrefix(target, "sgm.") && name == "UNetModel" {
		name = "sgm UNetModel"
	}
	if v := params.get("num_classes"); name == "UNetModel" && params.get("use_linear_in_transformer").isTrue() && !v.is(whole) {
		name = "sgm UNetModel" // of Stable Diffusion 2, which takes image_size beside
	}
	cl := classNamed(ldmClasses, name)
	if cl == nil || !strings.HasPrefix(target, "sgm.") && !strings.HasPrefix(target, "ldm.") {
		c.unknownClass()
		return
	}
	kw := &value{kind: object}
	if params.is(object) {
		kw = params.copy()
	}
	for i, k := range kw.keys {
		kw.items[i] = r.interpolated(c, root, k, kw.items[i])
	}
	if c.Verdict == Refused {
		return
	}
	c.bind(cl, kw, typeError, "the code").finish()
}

// interpolated follows OmegaConf's ${a.b}.
func (r *reading) interpolated(c *Candidate, root *value, key string, v *value) *value {
	for range maxDepth {
		s := v.str()
		if !strings.HasPrefix(s, "${") || !strings.HasSuffix(s, "}") {
			return v
		}
		id := s[2 : len(s)-1]
		w := root.path(strings.Split(id, ".")...)
		if w == nil {
			w = r.answer(id)
		}
		if w == nil {
			return &value{kind: code, s: id, line: v.line, size: 1}
		}
		v = w
	}
	c.refuse("The references of %s go in circles.|%s 的引用成环。", shorten(key))
	return v
}

// checkLDM checks what the code asserts.
func checkLDM(a *args) {
	if a.int("num_heads") == -1 && a.int("num_head_channels") == -1 {
		a.refuse("Either num_heads or num_head_channels has to be set.|num_heads 与 num_head_channels 必须给出其一。")
	}
	if a.class.arch == "ldm" && a.isTrue("use_spatial_transformer") && a.val("context_dim").isNull() {
		a.refuse("use_spatial_transformer needs context_dim.|use_spatial_transformer 需要 context_dim。")
	}
	n := a.count("channel_mult")
	a.many("num_res_blocks", n, "one for each of channel_mult", "与 channel_mult 一一对应")
	a.many("transformer_depth", n, "one for each of channel_mult", "与 channel_mult 一一对应")
	for i, m := range a.val("channel_mult").ints() {
		if c, ok := times(m, a.int("model_channels")); ok && c%32 != 0 {
			a.refuse("Group normalization: the %s channels of level %s can't be divided into 32 groups.|组归一化：%s 个通道（第 %s 层）不能分成 32 组。", dec(int64(c)), dec(int64(i+1)))
			return
		}
	}
}

// fitLDM sets heads, conditions, and what the two architectures name apart. The
// calculator writes −1 as 0.
func fitLDM(a *args) {
	if n := a.int("num_heads"); n > 0 {
		a.set("num_heads", dec(n))
	}
	a.set("num_head_channels", dec(max(a.int("num_head_channels"), 0)))
	a.done("num_heads")
	context := a.val("context_dim")
	switch {
	case !context.isNull():
	case a.class.arch == "ldm":
		a.done("context_dim")
	default:
		a.selfAttention()
	}
	if context.is(list) && len(context.items) > 0 {
		a.vals["context_dim"] = context.items[0]
	}
	if a.cfg.Knob("use_linear_in_transformer") == nil {
		a.done("use_linear_in_transformer") // as many parameters either way
	}
	if a.class.arch == "ldm" && a.val("num_classes").isNull() {
		a.done("num_classes")
	}
	for _, key := range []string{"transformer_depth_middle", "adm_in_channels"} {
		if a.val(key).isNull() {
			a.done(key)
		}
	}
}

// selfAttention stands for context_dim where there is no context: queries, keys and
// values then are of the level's own width, which must be one for all.
func (a *args) selfAttention() {
	a.done("context_dim")
	mult := a.val("channel_mult").ints()
	width := a.int("model_channels") * mult[len(mult)-1]
	for i, m := range mult {
		for _, f := range a.val("attention_resolutions").ints() {
			if f == 1<<i && m*a.int("model_channels") != width {
				a.doubt("context_dim", a.val("context_dim"))
				return
			}
		}
	}
	a.set("context_dim", dec(width))
}
