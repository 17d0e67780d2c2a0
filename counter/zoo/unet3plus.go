package zoo

import (
	"fmt"
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// unet3Plus is UNet 3+ as ZJUGiveLab/UNet-Version has it at commit 8ecd0674,
// models/UNet_3Plus.py (2020), in its three classes: UNet_3Plus;
// UNet_3Plus_DeepSup with a head at every level; UNet_3Plus_DeepSup_CGM with a
// classification that turns the heads off where there is nothing to find.
// Huang et al., "UNet 3+: A Full-Scale Connected UNet for Medical Image
// Segmentation" (2020, https://arxiv.org/abs/2004.08790).
//
// A decoder level takes something of every level: encoder levels above it,
// max-pooled, the encoder's level beside it, and decoder levels below it,
// enlarged. Each passes a 3×3 convolution to as many channels as the finest
// level has; the five together pass one more.
type unet3Plus struct {
	unetVersion
	deepSup, cgm bool
}

func init() {
	for _, v := range []struct {
		id, class    string
		deepSup, cgm bool
		name, about  config.Text
	}{
		{"unetversion-3plus", "UNet_3Plus", false, false,
			Text{EN: "UNet 3+", ZH: "UNet 3+"},
			Text{
				EN: "UNet 3+ of its authors: every decoder level takes something of all five levels.",
				ZH: "作者发布的 UNet 3+：每个解码层都取自全部五个级。"}},
		{"unetversion-3plus-deepsup", "UNet_3Plus_DeepSup", true, false,
			Text{EN: "UNet 3+ with deep supervision", ZH: "UNet 3+（深度监督）"},
			Text{
				EN: "UNet 3+ with an output of each of its five levels.",
				ZH: "UNet 3+，五个级各有一个输出。"}},
		{"unetversion-3plus-cgm", "UNet_3Plus_DeepSup_CGM", true, true,
			Text{EN: "UNet 3+ with deep supervision and CGM", ZH: "UNet 3+（深度监督与 CGM）"},
			Text{
				EN: "UNet 3+ with five outputs and a class-guided module that training does not reach, as it ends in an argmax.",
				ZH: "UNet 3+，五个输出加类别引导模块；该模块以 argmax 结尾，训练梯度到不了。"}},
	} {
		config.Register(&config.Arch{
			ID: v.id, Family: parts.FamilyNested, Name: v.name, About: v.about,
			Sources: []config.Source{{
				Title: "Huang et al.: UNet 3+: A Full-Scale Connected UNet for Medical Image Segmentation",
				Year:  2020, URL: "https://arxiv.org/abs/2004.08790",
			}, unetVersionSource},
			Class: v.class,
			New: func(k *config.Knobs) config.Model {
				u := &unet3Plus{deepSup: v.deepSup, cgm: v.cgm}
				u.declare(k, parts.HelpClasses, Text{
					EN: "Has no effect: up-sampling is always bilinear.",
					ZH: "没有作用：上采样恒为双线性插值。"})
				u.declareSize(k)
				return u
			},
		})
	}
}

// ClosedForm implements [config.Model].
func (u *unet3Plus) ClosedForm() (int64, counter.Poly, error) {
	return parts.ClosedForm(parts.Doubling(u.width, 5), u.build)
}

// Build implements [config.Model].
func (u *unet3Plus) Build(net *counter.Net) { u.build(net, parts.Doubling(u.width, 5)) }

func (u *unet3Plus) build(net *counter.Net, filters []int64) {
	root := net.Root()
	h := u.encoder(net, filters, "conv5")

	hd := make([]counter.Value, 5)
	hd[4] = h[4]
	for d := 4; d >= 1; d-- {
		net.At(counter.Decoder, d)
		var from []counter.Value
		for s := 1; s <= 5; s++ {
			var x counter.Value
			var name string
			switch {
			case s < d:
				name = fmt.Sprintf("h%d_PT_hd%d", s, d)
				pool := parts.MaxPool2D(1 << (d - s))
				pool.Ceil = true
				x = root.Apply(name, pool, h[s-1])
			case s == d:
				name = fmt.Sprintf("h%d_Cat_hd%d", s, d)
				x = h[s-1]
			default:
				name = fmt.Sprintf("hd%d_UT_hd%d", s, d)
				x = root.Apply(name, layer.Upsample{ND: 2, Linear: true, Scale: counter.Cube(1 << (s - d))}, hd[s-1])
			}
			c := filters[0]
			x = root.Apply(name+"_conv", parts.Conv2D(x.C, c, 3), x)
			x = root.Apply(name+"_bn", parts.BatchNorm2D(c), x)
			from = append(from, root.Apply(name+"_relu", layer.ReLU, x))
		}
		x := net.Do(layer.Concat{}, from...)
		x = root.Apply(fmt.Sprintf("conv%dd_1", d), parts.Conv2D(x.C, x.C, 3), x)
		x = root.Apply(fmt.Sprintf("bn%dd_1", d), parts.BatchNorm2D(x.C), x)
		hd[d-1] = root.Apply(fmt.Sprintf("relu%dd_1", d), layer.ReLU, x)
	}

	if !u.deepSup {
		net.At(counter.Head, 1)
		x := root.Apply("outconv1", parts.Conv2D(hd[0].C, u.classes, 3), hd[0])
		net.Output(net.Do(layer.Sigmoid, x))
		return
	}
	u.heads(net, hd)
}

// heads adds an output of every level, enlarged to the size of the input.
func (u *unet3Plus) heads(net *counter.Net, hd []counter.Value) {
	root := net.Root()
	var up, out [6]*counter.Module // by level
	net.At(counter.Head, 5)
	root.Own("upscore6", layer.Upsample{ND: 2, Linear: true, Scale: counter.Cube(32)})
	for level := 5; level >= 2; level-- {
		net.At(counter.Head, level)
		up[level] = root.Own("upscore"+strconv.Itoa(level),
			layer.Upsample{ND: 2, Linear: true, Scale: counter.Cube(1 << (level - 1))})
	}
	for level := 1; level <= 5; level++ {
		net.At(counter.Head, level)
		out[level] = root.Own("outconv"+strconv.Itoa(level), parts.Conv2D(hd[level-1].C, u.classes, 3))
	}

	var found counter.Value
	if u.cgm {
		net.At(counter.Head, 5)
		cls := root.Child("cls")
		found = cls.Apply("0", layer.Dropout{}, hd[4])
		found = cls.Apply("1", parts.Conv2D(found.C, 2, 1), found)
		found = cls.Apply("2", layer.AdaptivePool{ND: 2, Size: counter.Cube(1)}, found)
		found = cls.Apply("3", layer.Sigmoid, found)
		found = net.Do(layer.Argmax{}, found)
	}

	var d [6]counter.Value
	for level := 5; level >= 1; level-- {
		net.At(counter.Head, level)
		d[level] = out[level].Run(hd[level-1])
		if level > 1 {
			d[level] = up[level].Run(d[level])
		}
	}
	for level := 1; level <= 5; level++ {
		net.At(counter.Head, level)
		x := d[level]
		if u.cgm {
			x = net.Do(layer.Mul{}, x, found)
		}
		net.Output(net.Do(layer.Sigmoid, x))
	}
}
