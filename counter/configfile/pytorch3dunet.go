package configfile

import "unetparams/counter/config"

const pytorch3dArgs = "in_channels:i out_channels:i final_sigmoid:-=true f_maps:I=64 layer_order:s=gcr num_groups:i?=8 is_segmentation:-=true conv_padding:-=1 dropout_prob:-=0.1 testing:- is3d:- "

var pytorch3dClasses = []class{
	{name: "UNet3D", arch: "pt3dunet-unet3d", args: pytorch3dArgs + "num_levels:i=4 conv_upscale:i=2 upsample:s?=default", check: check3DUNet, fit: fit3DUNet},
	{name: "ResidualUNet3D", arch: "pt3dunet-residualunet3d", args: pytorch3dArgs + "num_levels:i=5 conv_upscale:i=2 upsample:s?=default", check: check3DUNet, fit: fit3DUNet},
	{name: "ResidualUNetSE3D", arch: "pt3dunet-residualunetse3d", args: pytorch3dArgs + "num_levels:i=5 conv_upscale:i=2 upsample:s?=default", check: check3DUNet, fit: fit3DUNet},
	{name: "UNet2D", arch: "pt3dunet-unet2d", args: pytorch3dArgs + "num_levels:i=4 conv_upscale:i=2 upsample:s?=default", check: check3DUNet, fit: fit3DUNet},
	{name: "ResidualUNet2D", arch: "pt3dunet-residualunet2d", args: pytorch3dArgs + "num_levels:i=5 conv_upscale:i=2 upsample:s?=default", check: check3DUNet, fit: fit3DUNet},
}

// pytorch3dunet reads the section model of pytorch-3dunet's YAML.
func (r *reading) pytorch3dunet() bool {
	for _, d := range r.docs {
		m := d.v.get("model")
		if !m.is(object) || m.get("name") == nil || m.get("f_maps") == nil && m.get("layer_order") == nil &&
			m.get("final_sigmoid") == nil && classNamed(pytorch3dClasses, m.get("name").str()) == nil {
			continue
		}
		r.Format = config.Text{EN: "Configuration of pytorch-3dunet", ZH: "pytorch-3dunet 配置"}
		c := &Candidate{Class: shorten(m.get("name").str())}
		r.Candidates = append(r.Candidates, c)
		for i, k := range d.v.keys {
			if k != "model" {
				c.aside(k, d.v.items[i], Training)
			}
		}
		cl := classNamed(pytorch3dClasses, m.get("name").str())
		if cl == nil {
			c.unknownClass()
			return true
		}
		if m.get("in_channels") == nil {
			m = m.copy()
			m.set("in_channels", intValue(1))
			if v := r.answer("in_channels"); v != nil {
				m.set("in_channels", v)
			} else {
				c.ask("in_channels", "in_channels is not in the file, and pytorch-3dunet has no default for it: how many input channels?|文件中没有 in_channels，pytorch-3dunet 也没有默认值：输入通道数是多少？")
			}
		}
		m = without(m, "name")
		a := c.bind(cl, m, ignored, "pytorch-3dunet")
		for i := range c.Doubts {
			switch d := &c.Doubts[i]; d.Key {
			case "conv_kernel_size":
				d.Text = config.Text{EN: "pytorch-3dunet ignores it: kernels stay 3", ZH: "pytorch-3dunet 会忽略它：卷积核仍为 3"}
			case "init_channel_number":
				d.Text = config.Text{EN: "pytorch-3dunet ignores it: f_maps holds", ZH: "pytorch-3dunet 会忽略它：以 f_maps 为准"}
			}
		}
		a.finish()
		return true
	}
	return false
}

// without returns an object without a key.
//
//go:noinline
func without(v *value, key string) *value {
	c := &value{kind: object, line: v.line, size: v.size}
	for i, k := range v.keys {
		if k != key {
			c.set(k, v.items[i])
		}
	}
	return c
}

func check3DUNet(a *args) {
	if a.val("num_groups").isNull() {
		for _, l := range a.val("layer_order").str() {
			if l == 'g' {
				a.refuse("%s is null, and group norm needs a number.|%s 为 null，而组归一化需要一个数。", "num_groups")
			}
		}
		a.done("num_groups")
	}
}

func fit3DUNet(a *args) {
	if a.count("f_maps") > 1 {
		a.done("num_levels")
	}
	if a.val("f_maps").is(list) && a.count("f_maps") == 1 {
		a.refuse("%s needs two entries at least.|%s 至少需要两项。", "f_maps")
	}
}
