package published

import (
	"slices"

	"unetparams/counter/config"
)

// A Famous total is often quoted, but its network can't be built here. A search lists
// it before anything else: any other network that it finds has the same number only by
// chance.
//
// Once the zoo has the network, searches ignore the row, and a test asks for its
// removal.
type Famous struct {
	ID     string
	Net    config.Text   // the network
	Source config.Source // of its code
	Why    config.Text   // what the number consists of
	// Total is the number of parameters with Inputs input channels and Classes
	// output channels. PerInput and PerClass are the parameters that an additional
	// one adds, or 0 if the number is quoted only for these.
	Total              int64
	Inputs, Classes    int64
	PerInput, PerClass int64
	// Also lists other numbers that tools print for the same network.
	Also []Also
}

// Also is another number that tools print for a network, besides its total.
type Also struct {
	Total int64
	What  config.Text
}

// Totals returns the famous totals.
func Totals() []Famous { return famous }

// maxFamousClasses is the largest number of classes with which a famous total is
// recognized. With more, and with inputs other than gray and color, one in ten numbers
// of its size would be mistaken for it.
const maxFamousClasses = 34

// Is reports whether n is the network's total for some input and output channels, or
// another number that tools print for it, which it then returns as also.
func (f *Famous) Is(n int64) (inputs, classes int64, also *Also, ok bool) {
	for i := range f.Also {
		if f.Also[i].Total == n {
			return f.Inputs, f.Classes, &f.Also[i], true
		}
	}
	for _, inputs := range []int64{f.Inputs, 1, 3} {
		if f.PerInput == 0 && inputs != f.Inputs {
			continue
		}
		rest := n - f.Total - (inputs-f.Inputs)*f.PerInput
		if rest == 0 {
			return inputs, f.Classes, nil, true
		}
		if f.PerClass > 0 && rest%f.PerClass == 0 {
			if classes := f.Classes + rest/f.PerClass; classes >= 1 && classes <= maxFamousClasses {
				return inputs, classes, nil, true
			}
		}
	}
	return 0, 0, nil, false
}

// Quotes reports whether n is the quoted total itself, or another number that tools
// print for the network.
func (f *Famous) Quotes(n int64) bool {
	return n == f.Total || slices.ContainsFunc(f.Also, func(a Also) bool { return a.Total == n })
}

var famous = []Famous{
	{
		ID:  "tf-mobilenetv2-unet",
		Net: config.Text{EN: "MobileNetV2 U-Net of TensorFlow's segmentation tutorial", ZH: "TensorFlow 图像分割教程的 MobileNetV2 U-Net"},
		Source: config.Source{Title: "TensorFlow: Image segmentation", Year: 2019,
			URL: "https://www.tensorflow.org/tutorials/images/segmentation"},
		Why: config.Text{
			EN: "Keras's total: 1,841,984 in the frozen encoder and 4,662,243 in the decoder, moving averages included.",
			ZH: "Keras 的总数：冻结的编码器 1,841,984，解码器 4,662,243，均含滑动统计量。"},
		Total: 6_504_227, Inputs: 3, Classes: 3, PerClass: 3*3*160 + 1,
		Also: []Also{
			{4_660_323, config.Text{EN: "its trainable parameters: the decoder's", ZH: "其可训练参数，即解码器部分"}},
			{1_843_904, config.Text{EN: "its parameters that are not trainable: the frozen encoder's, and the decoder's moving averages", ZH: "其不可训练参数，即冻结的编码器与解码器的滑动统计量"}},
		},
	},
	{
		ID:     "transunet",
		Net:    config.Text{EN: "TransUNet, R50-ViT-B_16", ZH: "TransUNet，R50-ViT-B_16"},
		Source: config.Source{Title: "Beckschen/TransUNet", Year: 2021, URL: "https://github.com/Beckschen/TransUNet"}, // at 02ef0010
		Why: config.Text{
			EN: "A ResNet-50 and twelve transformer layers of 768 channels as the encoder, a decoder of 3×3 convolutions: “105 million” in its issues.",
			ZH: "编码器为 ResNet-50 加 12 层 768 通道的 Transformer，解码器为 3×3 卷积；issue 中称“105 million”。"},
		Total: 105_277_081, Inputs: 3, Classes: 9,
	},
	{
		ID:     "nnformer-synapse",
		Net:    config.Text{EN: "nnFormer for Synapse", ZH: "nnFormer（Synapse）"},
		Source: config.Source{Title: "282857341/nnFormer", Year: 2021, URL: "https://github.com/282857341/nnFormer"}, // at d48aaeb0
		Why: config.Text{
			EN: "Transformers over windows of a volume, width 192, 14 classes.",
			ZH: "三维窗口 Transformer，宽度 192，14 类。"},
		Total: 150_054_210, Inputs: 1, Classes: 14,
	},
	{
		ID:     "unetrpp-synapse",
		Net:    config.Text{EN: "UNETR++ for Synapse", ZH: "UNETR++（Synapse）"},
		Source: config.Source{Title: "Amshaker/unetr_plus_plus", Year: 2022, URL: "https://github.com/Amshaker/unetr_plus_plus"}, // at dcba1c6e
		Why: config.Text{
			EN: "Its paper prints 42.96M; the code has 42.95M.",
			ZH: "论文写 42.96M；代码为 42.95M。"},
		Total: 42_952_850, Inputs: 1, Classes: 14,
	},
	{
		ID:     "egeunet",
		Net:    config.Text{EN: "EGE-UNet", ZH: "EGE-UNet"},
		Source: config.Source{Title: "JCruan519/EGE-UNet", Year: 2023, URL: "https://github.com/JCruan519/EGE-UNet"}, // at f52ba30c
		Why: config.Text{
			EN: "“0.053M” in its paper; tools that skip bare parameters and its own normalization print 0.046 to 0.048M.",
			ZH: "论文称“0.053M”；不计裸参数和自定义归一化的工具会给出 0.046M 至 0.048M。"},
		Total: 53_374, Inputs: 3, Classes: 1,
	},
	{
		ID:     "ukan",
		Net:    config.Text{EN: "U-KAN, with the widths of train.py", ZH: "U-KAN（train.py 的宽度）"},
		Source: config.Source{Title: "CUHK-AIM-Group/U-KAN", Year: 2024, URL: "https://github.com/CUHK-AIM-Group/U-KAN"}, // at b20bf634
		Why: config.Text{
			EN: "Widths 128, 160 and 256; the paper prints 6.35M, and the class’s own defaults come to 25,359,265.",
			ZH: "宽度 128、160、256；论文写 6.35M，类的默认值则为 25,359,265。"},
		Total: 6_356_689, Inputs: 3, Classes: 1,
	},
	{
		ID:     "unext",
		Net:    config.Text{EN: "UNeXt", ZH: "UNeXt"},
		Source: config.Source{Title: "jeya-maria-jose/UNeXt-pytorch", Year: 2022, URL: "https://github.com/jeya-maria-jose/UNeXt-pytorch"}, // at 6ad08551
		Why: config.Text{
			EN: "Convolutions above, shifted multilayer perceptrons below: “72x” fewer than TransUNet in its README.",
			ZH: "上层为卷积，下层为移位 MLP；README 称比 TransUNet 少“72x”。"},
		Total: 1_471_921, Inputs: 3, Classes: 1,
	},
	{
		ID:     "mprnet-deblurring",
		Net:    config.Text{EN: "MPRNet for deblurring", ZH: "MPRNet（去模糊）"},
		Source: config.Source{Title: "swz30/MPRNet", Year: 2021, URL: "https://github.com/swz30/MPRNet"}, // at 43feb2ae
		Why: config.Text{
			EN: "Three stages, two of them U-Nets with channel attention; a checkpoint of about 80 MB.",
			ZH: "三个阶段，其中两个是带通道注意力的 U-Net；检查点约 80 MB。"},
		Total: 20_127_073, Inputs: 3, Classes: 3,
	},
	{
		ID:     "htdemucs",
		Net:    config.Text{EN: "HTDemucs", ZH: "HTDemucs"},
		Source: config.Source{Title: "facebookresearch/demucs", Year: 2022, URL: "https://github.com/facebookresearch/demucs"}, // at e976d93e
		Why: config.Text{
			EN: "Two U-Nets, over the signal and its spectrogram, with a transformer between; bottom_channels 512. The class’s defaults come to 26,899,536.",
			ZH: "分别处理波形和频谱的两个 U-Net，中间为 Transformer；bottom_channels 为 512。类的默认值为 26,899,536。"},
		Total: 41_984_456, Inputs: 2, Classes: 4,
	},
}
