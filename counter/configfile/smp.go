package configfile

import (
	"strings"

	"unetparams/counter/config"
)

const smpCommon = `encoder_name:s=resnet34 encoder_depth:i=5 encoder_weights:-=imagenet in_channels:i=3 classes:i=1 activation:-=null aux_params:x?=null `

var smpClasses = []class{
	{name: "Unet", arch: "smp-unet", check: checkSMP, fit: fitSMP,
		args: smpCommon + "decoder_use_batchnorm:x=true decoder_channels:I=[256,128,64,32,16] decoder_attention_type:s?=null decoder_interpolation:-=nearest decoder_interpolation_mode:-=nearest"},
	{name: "UnetPlusPlus", arch: "smp-unetplusplus", check: checkSMP, fit: fitSMP,
		args: smpCommon + "decoder_use_batchnorm:x=true decoder_channels:I=[256,128,64,32,16] decoder_attention_type:s?=null decoder_interpolation:-=nearest decoder_interpolation_mode:-=nearest"},
	{name: "MAnet", arch: "smp-manet", check: checkSMP, fit: fitSMP,
		args: smpCommon + "decoder_use_batchnorm:x=true decoder_channels:I=[256,128,64,32,16] decoder_pab_channels:i=64 decoder_interpolation:-=nearest decoder_interpolation_mode:-=nearest"},
	{name: "Linknet", arch: "smp-linknet", check: checkSMP, fit: fitSMP,
		args: smpCommon + "decoder_use_batchnorm:x=true"},
}

// smp reads a config.json or a model card of segmentation_models.pytorch.
func (r *reading) smp() bool {
	for _, d := range r.docs {
		if d.v.get("_model_class") == nil && (d.v.get("encoder_name") == nil || d.v.get("decoder_channels") == nil) {
			continue
		}
		r.Format = config.Text{EN: "Configuration of segmentation_models.pytorch", ZH: "segmentation_models.pytorch 配置"}
		c := &Candidate{Class: shorten(d.v.get("_model_class").str())}
		r.Candidates = append(r.Candidates, c)
		if c.Class == "" {
			c.Class = "Unet"
			c.note("The file does not name its class (_model_class): it was taken for Unet.|文件没有写明类（_model_class）：按 Unet 处理。")
		}
		cl := classNamed(smpClasses, c.Class)
		if cl == nil {
			c.unknownClass()
			if strings.Contains(" FPN PSPNet PAN DeepLabV3 DeepLabV3Plus UPerNet Segformer DPT ", " "+c.Class+" ") {
				c.Why = []config.Text{say("%s is not shaped like a U: nothing is counted for it.|%s 不是 U 形网络：不作计数。", c.Class)}
			}
			return true
		}
		v := d.v.copy()
		if norm := v.get("decoder_use_norm"); norm != nil { // since 0.5
			v = without(v, "decoder_use_norm")
			v.set("decoder_use_batchnorm", norm)
			c.note("decoder_use_norm is the name of decoder_use_batchnorm since version 0.5.|decoder_use_norm 是 0.5 版起 decoder_use_batchnorm 的名称。")
		}
		other := ignored
		if strings.HasPrefix(v.get("encoder_name").str(), "tu-") {
			other = typeError
		}
		c.bind(cl, v, other, "segmentation_models.pytorch").finish()
		return true
	}
	return false
}

// checkSMP checks the decoder's channels against the depth.
func checkSMP(a *args) {
	a.many("decoder_channels", int(a.int("encoder_depth")), "as many as encoder_depth", "与 encoder_depth 相同")
}

// fitSMP sets what has more spellings than one.
func fitSMP(a *args) {}
