package configfile

import (
	"slices"
	"strconv"
	"strings"

	"unetparams/counter/config"
)

// isFlags reports whether a text is a command line of guided-diffusion,
// improved-diffusion or EDM.
func isFlags(t string) bool {
	if len(t) > 20_000 {
		return false
	}
	n := 0
	for _, w := range words(t) {
		name, _, _ := strings.Cut(w, "=")
		switch name {
		case "--image_size", "--num_channels", "--num_res_blocks", "--large_size", "--learn_sigma", "--attention_resolutions", "--arch", "--num_res_block":
			n++
		}
	}
	return n > 0
}

// words splits a command line; quotes and assignments before the flags go.
func words(t string) []string {
	return strings.FieldsFunc(t, func(r rune) bool { return strings.ContainsRune(" \t\n\r\"'\\", r) })
}

// openaiFlags are the flags of both repositories with their defaults; those of
// guided-diffusion alone follow, and then those of scripts.
const (
	openaiFlags = "image_size:i=64 num_channels:i=128 num_res_blocks:l=2 num_heads:-=4 num_heads_upsample:-=-1 attention_resolutions:s=16,8 dropout:-=0.0 learn_sigma:b=false class_cond:b=false use_checkpoint:-=false use_scale_shift_norm:b=true large_size:i?=null small_size:i?=null"
	guidedFlags = " num_head_channels:-=-1 channel_mult:s= resblock_updown:b=false use_fp16:-=false use_new_attention_order:-=false"
	scriptFlags = " sigma_small:- diffusion_steps:- noise_schedule:- timestep_respacing:- use_kl:- predict_xstart:- rescale_timesteps:- rescale_learned_sigmas:- lr:- weight_decay:- lr_anneal_steps:- batch_size:- microbatch:- ema_rate:- log_interval:- save_interval:- resume_checkpoint:- fp16_scale_growth:- schedule_sampler:- data_dir:- model_path:- num_samples:- clip_denoised:- use_ddim:- base_samples:- classifier_path:- classifier_scale:- classifier_use_fp16:- classifier_width:- classifier_depth:- classifier_attention_resolutions:- classifier_use_scale_shift_norm:- classifier_resblock_updown:- classifier_pool:-"
)

// openaiClass is what the scripts take as flags; the settings have their names.
var openaiClass = class{name: "the script", args: openaiFlags + guidedFlags + scriptFlags, check: checkOpenAI, fit: fitOpenAI}

// flags reads the flags of guided- and improved-diffusion, and the options of
// EDM's train.py.
func (r *reading) flags() bool {
	for _, d := range r.docs {
		if d.argv == nil {
			continue
		}
		if slices.ContainsFunc(d.argv, func(w string) bool { return strings.HasPrefix(w, "--arch") }) {
			r.edmFlags(d.argv)
			return true
		}
		r.openai(d.argv)
		return true
	}
	return false
}

// openai reads the flags of guided- or improved-diffusion.
func (r *reading) openai(argv []string) {
	r.Format = config.Text{EN: "Flags of guided-diffusion or improved-diffusion", ZH: "guided-diffusion 或 improved-diffusion 的命令行参数"}
	c := &Candidate{Class: "UNetModel"}
	r.Candidates = append(r.Candidates, c)
	cl := openaiClass
	obj := &value{kind: object}
	c.parse(argv, &cl, obj)
	size := obj.get("large_size")
	if cl.arch = "-sr"; size == nil {
		size, cl.arch = obj.get("image_size"), ""
	} else {
		c.Class = "SuperResModel"
	}
	cl.arch = "guided-diffusion" + cl.arch
	if !isGuided(obj, size) {
		cl.arch = "improved" + strings.TrimPrefix(cl.arch, "guided")
	}
	c.bind(&cl, obj, typeError, "guided-diffusion").finish()
}

// isGuided reports whether flags are those of guided-diffusion. Where nothing
// tells, both repositories build the same.
func isGuided(obj, size *value) bool {
	for _, p := range (&class{args: guidedFlags}).params() {
		if obj.get(p.key) != nil && p.key != "use_fp16" {
			return true
		}
	}
	return obj.get("sigma_small") == nil && !(size.is(whole) && size.n == 32)
}

// parse reads flags into an object, as argparse does: a unique beginning of a flag
// is accepted, and the last of two wins.
func (c *Candidate) parse(argv []string, cl *class, obj *value) {
	ps := cl.params()
	for i := 0; i < len(argv); i++ {
		name, val, has := strings.Cut(argv[i], "=")
		if !strings.HasPrefix(name, "--") {
			continue
		}
		if name = name[2:]; !has && i+1 < len(argv) && !strings.HasPrefix(argv[i+1], "--") {
			i++
			val = argv[i]
		}
		var found []param
		for _, p := range ps {
			if p.key == name {
				found = []param{p}
				break
			}
			if strings.HasPrefix(p.key, name) && name != "" {
				found = append(found, p)
			}
		}
		if len(found) != 1 {
			c.refuse("--%s is not a flag: the script would stop.|--%s 不是有效参数：脚本会停止。", shorten(name))
			continue
		}
		if p := found[0]; p.key != name {
			c.note("--%s is read as --%s, as argparse does.|--%s 按 argparse 的规则读作 --%s。", name, p.key)
		}
		p := found[0]
		obj.set(p.key, flagValue(p, val))
	}
}

// flagValue reads a flag's value by its type.
func flagValue(p param, s string) *value {
	switch p.typ {
	case 'i', 'l', 'n':
		return scalar(s)
	case 'b':
		switch strings.ToLower(s) {
		case "true", "yes", "t", "y", "1":
			return boolValue(true)
		case "false", "no", "f", "n", "0":
			return boolValue(false)
		}
	}
	return textValue(s)
}

// checkOpenAI checks what the scripts would fail at.
func checkOpenAI(a *args) {
	for _, n := range a.commas("attention_resolutions") {
		if n == 0 {
			a.refuse("An attention resolution of 0 divides by zero.|注意力分辨率为 0 会除以零。")
		}
	}
	size := a.int("image_size")
	if a.vals["large_size"].is(whole) {
		size = a.int("large_size")
	}
	a.commas("channel_mult")
	if a.vals["channel_mult"].str() != "" || size == 64 || size == 128 || size == 256 || size == 512 || size == 32 && strings.HasPrefix(a.class.arch, "improved") {
		return
	}
	a.refuse("An image size of %s has no default for channel_mult (64, 128, 256 and 512 have; 32 in improved-diffusion): add --channel_mult.|图像尺寸 %s 没有 channel_mult 默认值（64、128、256、512 有；improved-diffusion 还有 32）：请加 --channel_mult。", dec(size))
}

// commas reads a text of numbers with commas.
func (a *args) commas(key string) (ns []int64) {
	s := a.vals[key].str()
	if s == "" {
		return nil
	}
	for _, m := range strings.Split(s, ",") {
		n, err := strconv.ParseInt(m, 10, 32)
		if err != nil || n < 0 {
			a.refuse("--%s is \"%s\": whole numbers with commas are needed.|--%s 为 \"%s\"：需要用逗号分隔的整数。", key, shorten(s))
			return nil
		}
		ns = append(ns, n)
	}
	return ns
}

// fitOpenAI sets the flags that are texts of numbers.
func fitOpenAI(a *args) {
	for _, key := range []string{"attention_resolutions", "channel_mult"} {
		ns := a.commas(key)
		if a.done(key); len(ns) > 0 {
			a.set(key, config.Join(ns, ","))
		}
	}
	if strings.HasSuffix(a.class.arch, "-sr") {
		a.done("image_size")
	} else {
		a.done("small_size", "large_size")
	}
}

const edmCommon = "img_resolution:i img_channels:i in_channels:i?=null label_dim:n=0 augment_dim:n=0 model_channels:i channel_mult:I num_blocks:l dropout:- "

var edmClasses = []class{
	{name: "SongUNet", arch: "edm-songunet", fit: fitEDM, args: edmCommon + "channel_mult_emb:i=4 attn_resolutions:I=[16] label_dropout:-=0 embedding_type:s=positional channel_mult_noise:i=1 encoder_type:s=standard decoder_type:s=standard resample_filter:I=[1,1]"},
	{name: "DhariwalUNet", arch: "edm-dhariwalunet", fit: fitEDM, args: edmCommon + "channel_mult_emb:i=4 attn_resolutions:I=[32,16,8] label_dropout:-=0"},
}

// edmFlags reads the options of EDM's train.py.
func (r *reading) edmFlags(argv []string) {
	r.Format = config.Text{EN: "Options of EDM's train.py", ZH: "EDM train.py 的选项"}
	c := &Candidate{}
	r.Candidates = append(r.Candidates, c)
	cl := class{name: "train.py", args: "arch:s=ddpmpp cond:b=false cbase:i?=null cres:s?=null augment:x=0.12 outdir:- data:- precond:- duration:- batch:- batch-gpu:- lr:- ema:- dropout:- xflip:- fp16:- ls:- bench:- cache:- workers:- desc:- nosubdir:- tick:- snap:- dump:- seed:- transfer:- resume:- n:- dry-run:-"}
	obj := &value{kind: object}
	c.parse(argv, &cl, obj)
	a := c.bind(&cl, obj, typeError, "EDM")
	if c.Verdict == Refused {
		return
	}
	kw := &value{kind: object}
	name, ns := "SongUNet", []int64{2, 2, 2}
	width, blocks := int64(128), int64(4)
	switch a.vals["arch"].str() {
	case "ddpmpp":
	case "ncsnpp":
		kw.set("embedding_type", textValue("fourier"))
		kw.set("encoder_type", textValue("residual"))
		kw.set("channel_mult_noise", intValue(2))
		kw.set("resample_filter", intsValue(1, 3, 3, 1))
	case "adm":
		name, ns, width, blocks = "DhariwalUNet", []int64{1, 2, 3, 4}, 192, 3
	default:
		c.refuse("--arch is %s: ddpmpp, ncsnpp and adm are known.|--arch 为 %s：已知的有 ddpmpp、ncsnpp、adm。", a.vals["arch"].String())
		return
	}
	if v := a.vals["cbase"]; v.is(whole) {
		width = v.n
	}
	if own := a.commas("cres"); own != nil {
		ns = own
	}
	kw.set("model_channels", intValue(width))
	kw.set("channel_mult", intsValue(ns...))
	kw.set("num_blocks", intValue(blocks))
	if v := a.vals["augment"].String(); strings.Trim(v, "0.") != "" {
		kw.set("augment_dim", intValue(9))
	}
	r.edm(c, classNamed(edmClasses, name), kw, a.isTrue("cond"))
}

// edm fills in what EDM takes from the data.
func (r *reading) edm(c *Candidate, cl *class, kw *value, cond bool) {
	c.Class = cl.name
	for _, q := range []struct {
		key    string
		def    int64
		needed bool
		en, zh string
	}{
		{"img_resolution", 64, true, "The resolution of the images comes from the data; it decides where attention stands: how many pixels?", "图像分辨率来自数据，并决定注意力的位置：多少像素？"},
		{"img_channels", 3, true, "The color channels come from the data: how many?", "颜色通道数来自数据：是多少？"},
		{"label_dim", 1000, cond, "The number of classes comes from the data: how many?", "类别数来自数据：是多少？"},
	} {
		if !q.needed || kw.get(q.key) != nil {
			continue
		}
		kw.set(q.key, intValue(q.def))
		if v := r.answer(q.key); v != nil {
			kw.set(q.key, v)
		} else {
			c.Asks = append(c.Asks, Ask{q.key, config.Text{EN: q.en, ZH: q.zh}})
		}
	}
	c.bind(cl, kw, typeError, "EDM").finish()
}

// edmOptions reads the training_options.json of a run.
func (r *reading) edmOptions() bool {
	for _, d := range r.docs {
		kw := d.v.get("network_kwargs")
		if !kw.is(object) || kw.get("class_name") == nil && kw.get("model_type") == nil {
			continue
		}
		r.Format = config.Text{EN: "EDM's training_options.json", ZH: "EDM 的 training_options.json"}
		c := &Candidate{Class: shorten(kw.get("class_name").str() + " / " + kw.get("model_type").str())}
		r.Candidates = append(r.Candidates, c)
		cl := classNamed(edmClasses, kw.get("model_type").str())
		if name := kw.get("class_name").last(); cl == nil || name != "EDMPrecond" && name != "VPPrecond" && name != "VEPrecond" && name != "iDDPMPrecond" {
			c.unknownClass()
			return true
		}
		kw = without(without(without(kw, "class_name"), "model_type"), "use_fp16")
		if kw.get("num_blocks") == nil {
			kw.set("num_blocks", intValue(map[string]int64{"SongUNet": 4, "DhariwalUNet": 3}[cl.name]))
		}
		r.edm(c, cl, kw, d.v.path("dataset_kwargs", "use_labels").isTrue())
		return true
	}
	return false
}

// fitEDM sets what the wrapper passes on under other names, and the filter, which has
// one of two lengths here.
func fitEDM(a *args) {
	for _, key := range []string{"in_channels", "out_channels"} {
		a.set(key, a.vals["img_channels"].String())
	}
	a.done("img_channels", "in_channels", "out_channels")
	if v := a.vals["resample_filter"]; v != nil {
		if v.String() == "[1, 3, 3, 1]" {
			a.set("resample_filter", "binomial")
		} else if v.String() == "[1, 1]" {
			a.set("resample_filter", "box")
		}
	}
}
