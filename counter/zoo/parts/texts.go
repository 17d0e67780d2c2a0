package parts

import (
	"unetparams/counter/config"
)

// Texts that architectures share.
var (
	SectionData = config.T("Data", "数据")
	SectionNet  = config.T("Network", "网络")

	LabelIn      = config.T("Input channels", "输入通道数")
	HelpIn       = config.T("1 for gray images, 3 for color.", "灰度图为 1，彩色图为 3。")
	LabelClasses = config.T("Classes", "类别数")
	HelpClasses  = config.T("Output channels, background included.", "输出通道数，背景也算一类。")
)

// FamilyAttention is what attention and recurrent architectures are grouped under.
var FamilyAttention = config.T("Attention and recurrent", "注意力与循环")

// FamilyNested is what nested and full-scale architectures are grouped under.
var FamilyNested = config.T("Nested and full-scale", "嵌套与全尺度")

// PaperNested is the paper of U-Net++.
var PaperNested = config.Source{
	Title: "Zhou, Siddiquee, Tajbakhsh, Liang: UNet++: A Nested U-Net Architecture for Medical Image Segmentation",
	Year:  2018, URL: "https://arxiv.org/abs/1807.10165",
}

// FamilyVolumetric is what architectures for volumes are grouped under.
var FamilyVolumetric = config.T("Volumetric", "三维体数据")

// FamilyResidual is what residual and other architectures are grouped under.
var FamilyResidual = config.T("Residual and others", "残差及其他")

// FamilyUNet is what plain U-Nets are grouped under.
var FamilyUNet = config.T("U-Net", "U-Net")

// PaperUNet is the paper of U-Net.
var PaperUNet = config.Source{
	Title: "Ronneberger, Fischer, Brox: U-Net: Convolutional Networks for Biomedical Image Segmentation",
	Year:  2015, URL: "https://arxiv.org/abs/1505.04597",
}
