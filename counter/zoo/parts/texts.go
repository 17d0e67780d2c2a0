package parts

import (
	"unetparams/counter/config"
)

// Texts that several architectures share.
var (
	SectionData = Text{EN: "Data", ZH: "数据"}
	SectionNet  = Text{EN: "Network", ZH: "网络"}

	LabelIn      = Text{EN: "Input channels", ZH: "输入通道数"}
	HelpIn       = Text{EN: "1 for gray images, 3 for color.", ZH: "灰度图为 1，彩色图为 3。"}
	LabelClasses = Text{EN: "Classes", ZH: "类别数"}
	HelpClasses  = Text{EN: "Output channels, background included.", ZH: "输出通道数，背景也算一类。"}
)

// FamilyAttention is the group of attention and recurrent architectures.
var FamilyAttention = Text{EN: "Attention and recurrent", ZH: "注意力与循环"}

// FamilyNested is the group of nested and full-scale architectures.
var FamilyNested = Text{EN: "Nested and full-scale", ZH: "嵌套与全尺度"}

// PaperNested is the paper of U-Net++.
var PaperNested = config.Source{
	Title: "Zhou, Siddiquee, Tajbakhsh, Liang: UNet++: A Nested U-Net Architecture for Medical Image Segmentation",
	Year:  2018, URL: "https://arxiv.org/abs/1807.10165",
}

// FamilySound is the group of architectures for waveforms.
var FamilySound = Text{EN: "Sound", ZH: "音频"}

// FamilyVolumetric is the group of architectures for volumes.
var FamilyVolumetric = Text{EN: "Volumetric", ZH: "三维体数据"}

// FamilyResidual is the group of residual and other architectures.
var FamilyResidual = Text{EN: "Residual and others", ZH: "残差及其他"}

// FamilyUNet is the group of plain U-Nets.
var FamilyUNet = Text{EN: "U-Net", ZH: "U-Net"}

// PaperUNet is the paper of U-Net.
var PaperUNet = config.Source{
	Title: "Ronneberger, Fischer, Brox: U-Net: Convolutional Networks for Biomedical Image Segmentation",
	Year:  2015, URL: "https://arxiv.org/abs/1505.04597",
}

// UNetFamily is the repository that the tutorial's network comes from.
var UNetFamily = config.Source{Title: "ShawnBIT/UNet-family", Year: 2019, URL: "https://github.com/ShawnBIT/UNet-family", Commit: "561bcaa5808cd15a057bcfcf54c95ff24d54406b"}

// FamilyEncoder is the group of networks around a pre-trained encoder.
var FamilyEncoder = Text{EN: "Pre-trained encoder", ZH: "预训练编码器"}

// FamilyDiffusion is the group of diffusion models.
var FamilyDiffusion = Text{EN: "Diffusion", ZH: "扩散模型"}

// FamilyMONAI is the group of the networks of MONAI.
var FamilyMONAI = Text{EN: "MONAI", ZH: "MONAI"}

// Families returns the groups in the order in which the page shows them.
func Families() []Text {
	return []Text{FamilyUNet, FamilyNested, FamilyAttention, FamilyResidual, FamilyEncoder,
		FamilyTransformer, FamilyDiffusion, FamilyRestoration, FamilySound, FamilyVolumetric, FamilyMONAI}
}
