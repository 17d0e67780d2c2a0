package smp

import (
	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/zoo/encoder"
	"unetparams/counter/zoo/parts"
)

// Repository is the source of all architectures of this package.
var Repository = config.Source{Title: "qubvel/segmentation_models.pytorch", Year: 2019,
	URL: "https://github.com/qubvel/segmentation_models.pytorch", Commit: "e5d3db20e9c2ddb76f88642409e527239943c983"}

// A decode registers a decoder for features of the given channels, the finest
// first, and returns a function that runs it on them.
type decode = func(d *decoder, channels []int64) func([]counter.Value) counter.Value

func init() {
	register("smp-unet", "Unet", belowImage(unet), parts.PaperUNet, Text{
		EN: "A published classifier as encoder; nearest-neighbor up-sampling and two convolutions a level lead up.",
		ZH: "以已发布的分类网络为编码器，逐级最近邻上采样加两个卷积。"})
	register("smp-unetplusplus", "UnetPlusPlus", belowImage(unetplusplus), parts.PaperNested, Text{
		EN: "A published classifier as encoder, and the nested skip connections of U-Net++.",
		ZH: "以已发布的分类网络为编码器，跳跃连接为 U-Net++ 的嵌套结构。"})
	register("smp-manet", "MAnet", belowImage(manet), config.Source{Title: "Fan, Wang, Li, Wang: MA-Net: A Multi-Scale Attention Network for Liver and Tumor Segmentation", Year: 2020, URL: "https://ieeexplore.ieee.org/abstract/document/9201310"}, Text{
		EN: "A published classifier as encoder; attention over positions below, over channels at each skip connection.",
		ZH: "以已发布的分类网络为编码器，底部为位置注意力，每条跳跃连接为通道注意力。"})
	register("smp-linknet", "Linknet", belowImage(linknet), config.Source{Title: "Chaurasia, Culurciello: LinkNet: Exploiting Encoder Representations for Efficient Semantic Segmentation", Year: 2017, URL: "https://arxiv.org/abs/1707.03718"}, Text{
		EN: "A published classifier as encoder; narrow transposed convolutions lead up, and skip connections are added.",
		ZH: "以已发布的分类网络为编码器，上行用窄的转置卷积，跳跃连接相加。"})
	register("smp-fpn", "FPN", fpn, config.Source{Title: "Kirillov, Girshick, He, Dollár: Panoptic Feature Pyramid Networks", Year: 2019, URL: "https://arxiv.org/abs/1901.02446"}, Text{
		EN: "A published classifier as encoder, a feature pyramid, and heads that all end at a quarter of the size.",
		ZH: "以已发布的分类网络为编码器，加特征金字塔；各级输出头都到四分之一尺寸。"})
}

func register(id, class string, decode decode, paper config.Source, about Text) {
	config.Register(&config.Arch{
		ID: id, Family: Family, Class: class, About: about,
		Name:    Text{EN: class + " (segmentation_models)", ZH: class + "（segmentation_models）"},
		Sources: []config.Source{paper, Repository},
		New: func(k *config.Knobs) config.Model {
			k.Fixes("the encoder fixes the widths", config.Width)
			u := &model{decode: decode, nested: id == "smp-unetplusplus", headK: 3, norm: true}
			k.Section(parts.SectionData)
			k.Number(&u.in, "in_channels", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
			k.Number(&u.classes, "classes", 1, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
			k.Number(&u.aux, "aux_classes", 0, 0, 65536,
				Text{EN: "Classes of the image", ZH: "整图类别数"},
				Text{EN: "Of a second output, a label for the whole image (aux_params); 0 for none.", ZH: "第二个输出给整幅图像分类（aux_params）；0 为没有。"})
			u.declare(k, id)
			parts.InputSize(k, &u.Size, 256)
			return u
		},
	})
}

// declare declares the settings of the encoder and of a decoder.
func (u *model) declare(k *config.Knobs, id string) {
	k.Section(Text{EN: "Encoder", ZH: "编码器"})
	k.Select(&u.name, "encoder_name",
		Text{EN: "Encoder", ZH: "编码器"},
		Text{EN: "The classifier whose features the decoder takes.", ZH: "为解码器提供特征的分类网络。"}, encoders()...)
	k.Number(&u.depth, "encoder_depth", 5, 3, 5,
		Text{EN: "Encoder depth", ZH: "编码器深度"},
		Text{EN: "Steps down that are used; deeper ones are built all the same.", ZH: "使用的下采样级数；更深的级仍会被创建。"}).As(config.Depth)
	k.Section(Text{EN: "Decoder", ZH: "解码器"})
	if id == "smp-fpn" {
		u.declarePyramid(k)
		return
	}
	k.Switch(&u.norm, "decoder_use_batchnorm", true,
		Text{EN: "Batch norm", ZH: "批归一化"},
		Text{EN: "In the decoder; without it convolutions have a bias.", ZH: "仅解码器；关闭时卷积带偏置。"})
	if id == "smp-linknet" {
		u.headIn, u.headK = 32, 1
		return
	}
	k.Numbers(&u.channels, "decoder_channels", []int64{256, 128, 64, 32, 16}, 1, 5, 1, 65536,
		Text{EN: "Decoder channels", ZH: "解码器通道数"},
		Text{EN: "From the deepest level up, one for each step of the encoder.", ZH: "由深到浅，编码器每级一个。"})
	if id == "smp-manet" {
		k.Number(&u.pab, "decoder_pab_channels", 64, 1, 65536,
			Text{EN: "Attention channels", ZH: "注意力通道数"},
			Text{EN: "Of the queries and keys at the lowest level.", ZH: "底层查询与键的通道数。"})
		return
	}
	k.Select(&u.attention, "decoder_attention_type",
		Text{EN: "Attention", ZH: "注意力"},
		Text{EN: "scSE weighs channels and positions before and after each block.", ZH: "scSE 在每个块前后对通道和位置加权。"},
		Choice{Value: "none", Label: Text{EN: "none", ZH: "无"}},
		Choice{Value: "scse", Label: Text{EN: "scSE", ZH: "scSE"}})
}

func (u *model) declarePyramid(k *config.Knobs) {
	u.headK = 1
	k.Number(&u.pyramid, "decoder_pyramid_channels", 256, 1, 65536,
		Text{EN: "Pyramid channels", ZH: "金字塔通道数"},
		Text{EN: "Of every level of the pyramid.", ZH: "金字塔每级的通道数。"})
	segs := k.Number(&u.seg, "decoder_segmentation_channels", 128, 32, 65536,
		Text{EN: "Head channels", ZH: "输出头通道数"},
		Text{EN: "Of the convolutions that lead to a quarter of the size, in groups of 32.", ZH: "通向四分之一尺寸的卷积的通道数，按 32 分组归一化。"})
	segs.Step = 32
	k.Select(&u.merge, "decoder_merge_policy",
		Text{EN: "Merging", ZH: "合并方式"},
		Text{EN: "How the levels are joined before the last convolution.", ZH: "末层卷积前各级的合并方式。"},
		Choice{Value: "add", Label: Text{EN: "added", ZH: "相加"}},
		Choice{Value: "cat", Label: Text{EN: "concatenated", ZH: "拼接"}})
	k.Number(&u.upsampling, "upsampling", 4, 1, 64,
		Text{EN: "Final up-sampling", ZH: "末端上采样"},
		Text{EN: "Bilinear, after the last convolution.", ZH: "末层卷积后的双线性插值倍数。"}).As(config.Uncounted)
}

// encoders returns a choice for each encoder, resnet34 first: it is the default.
func encoders() []Choice {
	list := []Choice{{Value: "resnet34", Label: Text{EN: "resnet34", ZH: "resnet34"}}}
	for _, e := range encoder.All() {
		if e.Name != "resnet34" {
			list = append(list, Choice{Value: e.Name, Label: Text{EN: e.Name, ZH: e.Name}})
		}
	}
	return list
}
