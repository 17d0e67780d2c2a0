package published

import (
	"unetparams/counter/config"
)

// Quarrel is the source of numbers that are quoted everywhere without a source.
var Quarrel = config.Source{Title: "tutorials and tables"}

// Sources and places that several rows share.
var (
	ddpmPaper = config.Source{Title: "Ho, Jain, Abbeel: Denoising Diffusion Probabilistic Models", Year: 2020, URL: "https://arxiv.org/abs/2006.11239"}

	unetpp = config.Source{Title: "Zhou, Siddiquee, Tajbakhsh, Liang: UNet++", Year: 2018, URL: "https://arxiv.org/abs/1807.10165"}

	unetppKeras = config.Source{Title: "MrGiovanni/UNetPlusPlus, keras/helper_functions.py",
		URL: "https://github.com/MrGiovanni/UNetPlusPlus/blob/888660a87be3baf275d05f2fae88c37b6937a399/keras/helper_functions.py"}
	benchmarks = config.Source{Title: "FengheTan9/Medical-Image-Segmentation-Benchmarks",
		URL: "https://github.com/FengheTan9/Medical-Image-Segmentation-Benchmarks/tree/0f69025e6db20a85db55c6cfb3bb5b81a8f35113"}
	milesialV3   = config.Source{Title: "milesial/Pytorch-UNet", URL: "https://github.com/milesial/Pytorch-UNet", Commit: "21d7850f2af30a9695bbeea75f3136aa538cfc4a"}
	milesial52   = config.Source{Title: "milesial/Pytorch-UNet, issue 52", URL: "https://github.com/milesial/Pytorch-UNet/issues/52"}
	nobrainer    = config.Source{Title: "neuronets/nobrainer, issue 281", URL: "https://github.com/neuronets/nobrainer/issues/281"}
	r2keras      = config.Source{Title: "lixiaolei1982/Keras-Implementation-of-U-Net-R2U-Net-…, issue 1", URL: "https://github.com/lixiaolei1982/Keras-Implementation-of-U-Net-R2U-Net-Attention-U-Net-Attention-R2U-Net.-/issues/1"}
	suprem       = config.Source{Title: "MrGiovanni/SuPreM, issue 8", URL: "https://github.com/MrGiovanni/SuPreM/issues/8"}
	monai7726    = config.Source{Title: "Project-MONAI/MONAI, issue 7726", URL: "https://github.com/Project-MONAI/MONAI/issues/7726"}
	u2netPaper   = config.Source{Title: "Qin et al.: U²-Net: Going Deeper with Nested U-Structure for Salient Object Detection", Year: 2020, URL: "https://arxiv.org/abs/2005.09007"}
	unetFamily   = config.Source{Title: "ShawnBIT/UNet-family", URL: "https://github.com/ShawnBIT/UNet-family", Commit: "561bcaa5808cd15a057bcfcf54c95ff24d54406b"}
	paperTable3  = config.Text{EN: "table 3, “Params”; the authors repeat it in issue 1 of MrGiovanni/UNetPlusPlus", ZH: "表 3，“Params”；作者在 MrGiovanni/UNetPlusPlus 第 1 号 issue 中重申"}
	carvana      = config.Source{Title: "tensorflow/models, samples/outreach/blogs/segmentation_blogpost/image_segmentation.ipynb", URL: "https://github.com/tensorflow/models", Commit: "245f66dd6304869c082840dedce2f45c6af4e78f"}
	mmsegUNet    = config.Source{Title: "open-mmlab/mmsegmentation, configs/_base_/models/fcn_unet_s5-d16.py", URL: "https://github.com/open-mmlab/mmsegmentation", Commit: "0631053d5261dc56fcbda8c520274eb560be1d84"}
	potsdam      = config.Source{Title: "mzsuetam/computational-intelligence-proj, docs/slides", URL: "https://github.com/mzsuetam/computational-intelligence-proj"}
	learnSummary = config.Text{EN: "learn.summary(): “Total params”", ZH: "learn.summary() 的“Total params”"}
	kerasSummary = config.Text{EN: "model.summary(): “Total params”", ZH: "model.summary() 的“Total params”"}
	ranInTorch   = config.Text{EN: "no number quoted; its code was run", ZH: "未引用数字；已运行其代码"}
	ofBenchmark  = config.Text{EN: "README, “Results on BUSI”, column Params (M); built on LeeJunHyun's code", ZH: "README 的“Results on BUSI”，Params (M) 列；基于 LeeJunHyun 的代码"}
)

const mmsegSettings = "in=3 classes=2 base=64 bias=off where=up up=bilinear upconv=1 upbias=off heads=on headlevels=1,2 headconvs=1"

var rows = []Row{
	// The U-Net of 2015, and why sources disagree about it.
	{
		ID: "unet-2015", Net: config.Text{EN: "U-Net", ZH: "U-Net"}, Year: 2015,
		Where:      config.Text{EN: "prints no number; figure 1 has the widths", ZH: "未给出参数量；图 1 标有通道数"},
		Code:       31_030_658,
		CodeSource: config.Source{Title: "jvanvugt/pytorch-unet", URL: "https://github.com/jvanvugt/pytorch-unet", Commit: "7e577223d048ace32c35c3f1e18f36cc9a8d1971"},
		Arch:       "unet", Settings: "base=64 norm=none padding=valid size=572",
		Why: config.Text{EN: "Padding changes no count.", ZH: "填充方式不影响参数量。"},
	},
	{
		ID: "quoted-31m", Net: config.Text{EN: "U-Net, “31M”", ZH: "U-Net，“31M”"}, Year: 2015, Source: Quarrel,
		Printed: "31M", Code: 31_030_658, CodeSource: unetFamily,
		Arch: "unet", Settings: "base=64 norm=none",
		Where: config.Text{EN: "64 … 1024 filters without batch norm", ZH: "通道 64 … 1024，无批归一化"},
	},
	{
		ID: "quoted-31.04m", Net: config.Text{EN: "U-Net, “31.04M”", ZH: "U-Net，“31.04M”"}, Year: 2015, Source: Quarrel,
		Printed: "31.04M", Code: 31_042_434, CodeSource: config.Source{Title: "TensorFlow.js"},
		Arch: "unet", Settings: "base=64",
		Where: config.Text{EN: "64 … 1024 filters, batch norm everywhere", ZH: "通道 64 … 1024，处处批归一化"},
	},
	{
		ID: "quoted-28.24m", Net: config.Text{EN: "U-Net, “28.24M”", ZH: "U-Net，“28.24M”"}, Year: 2015, Source: Quarrel,
		Printed: "28.24M", Arch: "unet", Settings: "base=64 norm=none",
		Where:   config.Text{EN: "said of the net that has 31,030,658", ZH: "所指网络实有 31,030,658"},
		Verdict: Explained, By: Convention{Without: []string{"ConvTranspose2d"}},
		Why: config.Text{EN: "A miscount: the four transposed convolutions were left out of the sum.", ZH: "漏算：求和时遗漏了四个转置卷积。"},
	},
	{
		ID: "quoted-28.9m", Net: config.Text{EN: "U-Net, “28.9M”", ZH: "U-Net，“28.9M”"}, Year: 2019, Source: Quarrel,
		Printed: "28.9M", Code: 28_941_698, CodeSource: unetFamily,
		Arch: "unet", Settings: "base=64 norm=none up=bilinear",
		Where: config.Text{EN: "UNet-family with is_deconv=False", ZH: "UNet-family，is_deconv=False"},
	},
	{
		ID: "quoted-7.76m", Net: config.Text{EN: "U-Net, “7.76M”", ZH: "U-Net，“7.76M”"}, Year: 2019, Source: Quarrel,
		Printed: "7.76M", Code: 7_759_554, CodeSource: unetFamily,
		Arch: "unet", Settings: "norm=none",
		Where: config.Text{EN: "half the width: 32 … 512, without batch norm", ZH: "宽度减半：32 … 512，无批归一化"},
		Why:   config.Text{EN: "Half the width is a quarter of the parameters. With batch norm it would be 7.77M.", ZH: "宽度减半，参数约为四分之一。若含批归一化则为 7.77M。"},
	},
	{
		ID: "tfjs", Net: config.Text{EN: "U-Net with batch norm, all that is stored", ZH: "含批归一化的 U-Net，全部存储量"}, Year: 2019,
		Source:  config.Source{Title: "TensorFlow.js"},
		Where:   config.Text{EN: "model.summary(): “Total params”", ZH: "model.summary() 的“Total params”"},
		Printed: "7,771,330", Arch: "unet",
		Verdict: Explained, By: Convention{Keras: true},
		Why: config.Text{EN: "Keras and TensorFlow.js count batch norm as 4·C in this line; 7,765,442 of them are trainable.", ZH: "Keras 与 TensorFlow.js 在此行把批归一化计为 4·C；其中可训练 7,765,442 个。"},
	},
	{
		ID: "unet-family", Net: config.Text{EN: "U-Net, UNet-family (current code)", ZH: "U-Net，UNet-family（当前代码）"}, Year: 2019, Source: unetFamily,
		Where: ranInTorch, Code: 7_763_522, Arch: "unetfamily",
		Why: config.Text{EN: "Batch norm in the encoder only.", ZH: "仅编码器有批归一化。"},
	},
	{
		ID: "milesial", Net: config.Text{EN: "U-Net, milesial", ZH: "U-Net，milesial"}, Year: 2017,
		Source: config.Source{Title: "milesial/Pytorch-UNet", URL: "https://github.com/milesial/Pytorch-UNet"},
		Where:  ranInTorch, Code: 31_037_633, CodeSource: milesialV3, Arch: "milesial", Settings: "n_classes=1",
	},
	{
		ID: "milesial-bilinear", Net: config.Text{EN: "U-Net, milesial, bilinear", ZH: "U-Net，milesial，双线性"}, Year: 2017,
		Source: config.Source{Title: "milesial/Pytorch-UNet", URL: "https://github.com/milesial/Pytorch-UNet"},
		Where:  ranInTorch, Code: 17_262_977, CodeSource: milesialV3, Arch: "milesial", Settings: "n_classes=1 bilinear=on",
		Why: config.Text{EN: "The deep levels are halved, since interpolation keeps the channels.", ZH: "插值不改变通道数，因此深层通道减半。"},
	},
	{
		ID: "milesial-v2", Net: config.Text{EN: "U-Net, milesial v2", ZH: "U-Net，milesial v2"}, Year: 2021,
		Source:     config.Source{Title: "milesial/Pytorch-UNet v2.0", URL: "https://github.com/milesial/Pytorch-UNet/tree/v2.0"},
		CodeSource: config.Source{Title: "milesial/Pytorch-UNet", URL: "https://github.com/milesial/Pytorch-UNet", Commit: "5a7a0d5a57467e43e8d10c9b28a99b67e0936803"},
		Where:      ranInTorch, Code: 31_043_521, Arch: "milesial", Settings: "n_classes=1 version=v2",
		Why: config.Text{EN: "The convolutions before batch norm still had biases.", ZH: "批归一化前的卷积仍有偏置。"},
	},
	{
		ID: "milesial-2019", Net: config.Text{EN: "U-Net, milesial in 2019", ZH: "U-Net，milesial 2019 年版"}, Year: 2019, Source: milesial52,
		Where:   config.Text{EN: "“14788929 params when i used transposed convolution”", ZH: "“14788929 params when i used transposed convolution”"},
		Printed: "14,788,929", Arch: "milesial", Settings: "version=2019 n_classes=1",
		Why: config.Text{EN: "Its deepest level had 512 channels, not 1024.", ZH: "当时最深层为 512 通道，而非 1024。"},
	},
	{
		ID: "milesial-2019-bilinear", Net: config.Text{EN: "U-Net, milesial in 2019, bilinear", ZH: "U-Net，milesial 2019 年版，双线性"}, Year: 2019, Source: milesial52,
		Where:   config.Text{EN: "“13395329 params with bilinear upsample”", ZH: "“13395329 params with bilinear upsample”"},
		Printed: "13,395,329", Arch: "milesial", Settings: "version=2019 n_classes=1 bilinear=on",
	},
	{
		ID: "zhixuhao", Net: config.Text{EN: "U-Net, zhixuhao", ZH: "U-Net，zhixuhao"}, Year: 2017,
		Source:  config.Source{Title: "zhixuhao/unet", URL: "https://github.com/zhixuhao/unet"},
		Where:   config.Text{EN: "quoted as the size of its network", ZH: "作为其网络的参数量被引用"},
		Printed: "31,031,685", Arch: "zhixuhao",
		Why: config.Text{EN: "It ends with a 3×3 convolution 64 → 2 and a 1×1 convolution 2 → 1 (1,157) where others have one 1×1 convolution (65).", ZH: "末端是 3×3 卷积 64 → 2 加 1×1 卷积 2 → 1（共 1,157），而一般只有一个 1×1 卷积（65）。"},
	},
	{
		ID: "leejunhyun", Net: config.Text{EN: "U-Net, LeeJunHyun's", ZH: "U-Net，LeeJunHyun 版"}, Year: 2018, Source: benchmarks, Where: ofBenchmark,
		Printed: "34.52M", Code: 34_527_041, Arch: "lee-unet",
		Why: config.Text{EN: "Cut off, not rounded. A 3×3 convolution with batch norm on the way up.", ZH: "截断而非四舍五入。上采样后接带批归一化的 3×3 卷积。"},
	},
	{
		ID: "mateuszbuda", Net: config.Text{EN: "U-Net, mateuszbuda", ZH: "U-Net，mateuszbuda"}, Year: 2019,
		Where: ranInTorch, Code: 7_763_041, Arch: "mateuszbuda",
	},
	{
		ID: "jaxony", Net: config.Text{EN: "U-Net, jaxony", ZH: "U-Net，jaxony"}, Year: 2017,
		Source: config.Source{Title: "jaxony/unet-pytorch", URL: "https://github.com/jaxony/unet-pytorch"},
		Where:  ranInTorch, Code: 31_031_875, Arch: "jaxony",
	},
	{
		ID: "4uiiurz1", Net: config.Text{EN: "U-Net, 4uiiurz1", ZH: "U-Net，4uiiurz1"}, Year: 2018,
		Source: config.Source{Title: "4uiiurz1/pytorch-nested-unet", URL: "https://github.com/4uiiurz1/pytorch-nested-unet"},
		Where:  ranInTorch, Code: 7_852_545, Arch: "unet4ui",
	},
	{
		ID: "unet3plus-unet", Net: config.Text{EN: "U-Net, in the code of UNet 3+", ZH: "U-Net，UNet 3+ 的代码"}, Year: 2020,
		Source: config.Source{Title: "Huang et al.: UNet 3+", Year: 2020, URL: "https://arxiv.org/abs/2004.08790"},
		Where:  config.Text{EN: "no number quoted", ZH: "未引用数字"}, Code: 39_396_033, Arch: "unetversion-unet",
	},

	// Nested and full-scale.
	{
		ID: "unetpp-unet", Net: config.Text{EN: "U-Net, baseline of UNet++", ZH: "U-Net，UNet++ 的基线"}, Year: 2018, Source: unetpp, Where: paperTable3,
		Printed: "7.76M", Code: 7_759_521, CodeSource: unetppKeras, Arch: "unet", Settings: "norm=none classes=1",
	},
	{
		ID: "unetpp-wide", Net: config.Text{EN: "Wide U-Net, baseline of UNet++", ZH: "Wide U-Net，UNet++ 的基线"}, Year: 2018, Source: unetpp, Where: paperTable3,
		Printed: "9.13M", Arch: "unet", Settings: "filters=35,70,140,280,560 norm=none classes=1", Verdict: NotReproduced,
		Why: config.Text{
			EN: "The paper names the filters 35, 70, 140, 280, 560. They come to 9,282,246, as the authors' own code says too, and no convention that we know makes 9.13M of them.",
			ZH: "论文给出的通道数为 35、70、140、280、560，由此得 9,282,246，作者自己的代码也这样注明；我们不知道何种口径能得到 9.13M。"},
	},
	{
		ID: "unetpp-wide-keras", Net: config.Text{EN: "Wide U-Net, in the code of UNet++", ZH: "Wide U-Net，UNet++ 的代码"}, Year: 2018, Source: unetppKeras,
		Where:   config.Text{EN: "comment above wU_Net", ZH: "wU_Net 之前的注释"},
		Printed: "9,282,246", Arch: "unet", Settings: "filters=35,70,140,280,560 norm=none classes=1",
	},
	{
		ID: "unetpp", Net: config.Text{EN: "UNet++", ZH: "UNet++"}, Year: 2018, Source: unetpp, Where: paperTable3,
		Printed: "9.04M", Arch: "unetfamily-nested", Settings: "n_classes=1 is_batchnorm=off",
	},
	{
		ID: "unetpp-keras", Net: config.Text{EN: "UNet++, in its code", ZH: "UNet++ 的代码"}, Year: 2018, Source: unetppKeras,
		Where:   config.Text{EN: "comment above UNetPlusPlus", ZH: "UNetPlusPlus 之前的注释"},
		Printed: "9,041,601", Arch: "unetfamily-nested", Settings: "n_classes=1 is_batchnorm=off",
		Verdict: Explained, By: Convention{Without: []string{"final_1", "final_2", "final_3"}},
		Why: config.Text{
			EN: "Without deep supervision, the Keras model ends in one of its four heads, and Keras counts only what leads to an output: 9,041,700 less three 1×1 convolutions 32 → 1 of 33.",
			ZH: "不用深度监督时，Keras 模型只以四个输出头之一为输出，而 Keras 只计通向输出的部分：9,041,700 减去三个各 33 的 1×1 卷积 32 → 1。"},
	},
	{
		ID: "unet-family-nested", Net: config.Text{EN: "UNet++, UNet-family", ZH: "UNet++，UNet-family"}, Year: 2019, Source: unetFamily,
		Where: ranInTorch, Code: 9_045_800, Arch: "unetfamily-nested",
		Why: config.Text{EN: "Two classes, four heads, batch norm in the encoder.", ZH: "两类，四个输出头，编码器含批归一化。"},
	},
	{
		ID: "unet-family-nested-wide", Net: config.Text{EN: "UNet++ with 64 … 1024 filters, UNet-family", ZH: "UNet++，通道 64 … 1024，UNet-family"}, Year: 2019, Source: unetFamily,
		Printed: "36.2M", Code: 36_165_192, Arch: "unetfamily-nested", Settings: "feature_scale=1",
		Where: config.Text{EN: "as it is quoted", ZH: "常见引用值"},
	},
	{
		ID: "4uiiurz1-nested", Net: config.Text{EN: "UNet++, 4uiiurz1", ZH: "UNet++，4uiiurz1"}, Year: 2018,
		Source: config.Source{Title: "4uiiurz1/pytorch-nested-unet", URL: "https://github.com/4uiiurz1/pytorch-nested-unet"},
		Where:  ranInTorch, Code: 9_163_329, Arch: "nested4ui",
		Why: config.Text{EN: "Interpolation instead of transposed convolutions.", ZH: "用插值代替转置卷积。"},
	},
	{
		ID: "bigmb-nested", Net: config.Text{EN: "UNet++, bigmb", ZH: "UNet++，bigmb"}, Year: 2019,
		Source: config.Source{Title: "bigmb/Unet-Segmentation-Pytorch-Nest-of-Unets", URL: "https://github.com/bigmb/Unet-Segmentation-Pytorch-Nest-of-Unets"},
		Where:  ranInTorch, Code: 36_629_633, Arch: "bigmb-nested",
	},
	{
		ID: "benchmark-nested", Net: config.Text{EN: "UNet++, of a benchmark", ZH: "UNet++，某基准"}, Year: 2023, Source: benchmarks,
		Where:   config.Text{EN: "README, “Results on BUSI”, column Params (M)", ZH: "README 的“Results on BUSI”，Params (M) 列"},
		Printed: "26.90M", Arch: "bigmb-nested", Verdict: NotReproduced,
		Why: config.Text{EN: "With 64 … 1024 filters the published codes have 36 to 37 million; narrower ones have 9.", ZH: "通道为 64 … 1024 时，已发布代码为 3600 万至 3700 万；窄的为 900 万。"},
	},
	{
		ID: "unet3plus-2plus", Net: config.Text{EN: "UNet++, in the code of UNet 3+", ZH: "UNet++，UNet 3+ 的代码"}, Year: 2020,
		Source: config.Source{Title: "Huang et al.: UNet 3+", Year: 2020, URL: "https://arxiv.org/abs/2004.08790"},
		Where:  config.Text{EN: "no number quoted", ZH: "未引用数字"}, Code: 47_176_132, Arch: "unetversion-2plus",
	},
	{
		ID: "unet3plus", Net: config.Text{EN: "UNet 3+", ZH: "UNet 3+"}, Year: 2020,
		Source:  config.Source{Title: "Huang et al.: UNet 3+", Year: 2020, URL: "https://arxiv.org/abs/2004.08790"},
		Where:   config.Text{EN: "table 1, “Params”; FengheTan9's benchmark prints the same", ZH: "表 1，“Params”；FengheTan9 的基准数值相同"},
		Printed: "26.97M", Code: 26_971_777, Arch: "unetversion-3plus",
	},

	// Attention and recurrence.
	{
		ID: "attention-unet", Net: config.Text{EN: "Attention U-Net, LeeJunHyun's", ZH: "Attention U-Net，LeeJunHyun 版"}, Year: 2018, Source: benchmarks, Where: ofBenchmark,
		Printed: "34.87M", Code: 34_878_573, Arch: "lee-attunet",
		Why: config.Text{EN: "Cut off, not rounded.", ZH: "截断而非四舍五入。"},
	},
	{
		ID: "attention-ct", Net: config.Text{EN: "Attention U-Net for CT, double gates", ZH: "CT Attention U-Net，双门"}, Year: 2018,
		Where: ranInTorch, Code: 6_480_051, Arch: "agn-ct-multi",
	},
	{
		ID: "monai-attention", Net: config.Text{EN: "AttentionUnet, MONAI, 5×5", ZH: "AttentionUnet，MONAI，5×5"}, Year: 2024, Source: monai7726,
		Where:   config.Text{EN: "“Expected behavior: Total params: 18,846”", ZH: "“Expected behavior: Total params: 18,846”"},
		Printed: "18,846", Arch: "monai-attentionunet",
		Settings: "spatial_dims=2 in_channels=1 out_channels=1 channels=2,4,8,16 strides=2,2,2 kernel_size=5 up_kernel_size=5",
	},
	{
		ID: "monai-attention-bug", Net: config.Text{EN: "AttentionUnet, MONAI 1.3.0, 5×5", ZH: "AttentionUnet，MONAI 1.3.0，5×5"}, Year: 2024, Source: monai7726,
		Where:   config.Text{EN: "“Actual behavior: Total params: 10,686”", ZH: "“Actual behavior: Total params: 10,686”"},
		Printed: "10,686", Arch: "monai-attentionunet",
		Settings: "spatial_dims=2 in_channels=1 out_channels=1 channels=2,4,8,16 strides=2,2,2 kernel_size=5 up_kernel_size=5",
		Verdict:  Explained, By: Convention{Settings: "kernel_size=3"},
		Why: config.Text{EN: "The kernel size was not handed on to the blocks, which stayed 3×3; mended since.", ZH: "卷积核尺寸没有传给各块，仍为 3×3；后已修复。"},
	},
	{
		ID: "r2unet", Net: config.Text{EN: "R2U-Net, LeeJunHyun's", ZH: "R2U-Net，LeeJunHyun 版"}, Year: 2018,
		Source: config.Source{Title: "LeeJunHyun/Image_Segmentation", URL: "https://github.com/LeeJunHyun/Image_Segmentation"},
		Where:  ranInTorch, Code: 39_091_393, Arch: "lee-r2unet",
		Why: config.Text{EN: "The steps of a recurrent block share their weights, which count once.", ZH: "循环块各步共享权重，只计一次。"},
	},
	{
		ID: "r2unet-quoted", Net: config.Text{EN: "R2U-Net, as a reader ran it", ZH: "R2U-Net，某读者运行的结果"}, Year: 2021, Source: r2keras,
		Where:   config.Text{EN: "“i print his model, the params are 39,091,521”", ZH: "“i print his model,the params are 39,091,521”"},
		Printed: "39,091,521", Arch: "lee-r2unet", Verdict: Explained, By: Convention{Settings: "img_ch=5"},
		Why: config.Text{EN: "It is the count for five input channels; for three it is 39,091,393.", ZH: "这是 5 个输入通道时的参数量；3 个通道时为 39,091,393。"},
	},
	{
		ID: "r2unet-keras", Net: config.Text{EN: "R2U-Net, a Keras version", ZH: "R2U-Net，某 Keras 版"}, Year: 2021, Source: r2keras,
		Where:   config.Text{EN: "“model summary … shows 95,986,177”", ZH: "“model summary … shows 95,986,177”"},
		Printed: "95,986,177", Arch: "lee-r2unet", Verdict: NotReproduced,
		Why: config.Text{EN: "Not even with a set of weights for every step, which would be 101,942,977.", ZH: "即使每一步各有一套权重也不符（那将是 101,942,977）。"},
	},
	{
		ID: "r2attunet", Net: config.Text{EN: "R2 Attention U-Net, LeeJunHyun's", ZH: "R2 Attention U-Net，LeeJunHyun 版"}, Year: 2018,
		Source: config.Source{Title: "LeeJunHyun/Image_Segmentation", URL: "https://github.com/LeeJunHyun/Image_Segmentation"},
		Where:  ranInTorch, Code: 39_442_925, Arch: "lee-r2attunet",
	},

	// Residual, and U²-Net.
	{
		ID: "resunet", Net: config.Text{EN: "ResUnet, rishikksh20", ZH: "ResUnet，rishikksh20"}, Year: 2018,
		Where: ranInTorch, Code: 13_043_009, Arch: "resunet",
	},
	{
		ID: "resunetpp", Net: config.Text{EN: "ResUNet++, rishikksh20", ZH: "ResUNet++，rishikksh20"}, Year: 2019,
		Where: ranInTorch, Code: 14_482_564, Arch: "resunetplusplus",
	},
	{
		ID: "multiresunet", Net: config.Text{EN: "MultiResUNet, nikhilroxtomar", ZH: "MultiResUNet，nikhilroxtomar"}, Year: 2019,
		Where: ranInTorch, Code: 13_409_142, Arch: "multiresunet",
	},
	{
		ID: "u2net", Net: config.Text{EN: "U²-Net", ZH: "U²-Net"}, Year: 2020, Source: u2netPaper,
		Where:   config.Text{EN: "abstract: “U²-Net (176.3 MB …)”", ZH: "摘要：“U²-Net (176.3 MB …)”"},
		Printed: "176.3 MB", Arch: "u2net", Verdict: NotReproduced,
		Why: config.Text{EN: "44,009,869 parameters in float32 are 176.0 MB. A saved file also holds running statistics and names.", ZH: "44,009,869 个 float32 参数为 176.0 MB。保存的文件还含滑动统计量和名称。"},
	},
	{
		ID: "u2net-readme", Net: config.Text{EN: "U²-Net, in its README of 2020", ZH: "U²-Net，2020 年 README"}, Year: 2020,
		Source:  config.Source{Title: "xuebinqin/U-2-Net, README.md", URL: "https://github.com/xuebinqin/U-2-Net/blob/0017db63ec0928c0b2a5c814020b7c2351c6de78/README.md"},
		Where:   config.Text{EN: "“u2net.pth (173.6 MB)”", ZH: "“u2net.pth (173.6 MB)”"},
		Printed: "173.6 MB", Arch: "u2net", Verdict: NotReproduced,
		Why: config.Text{EN: "Less than the parameters alone take; the paper says 176.3 MB.", ZH: "比参数本身所占还小；论文写的是 176.3 MB。"},
	},
	{
		ID: "u2netp", Net: config.Text{EN: "U²-Net†, the small one", ZH: "U²-Net†（小型）"}, Year: 2020, Source: u2netPaper,
		Where:   config.Text{EN: "abstract: “U²-Net† (4.7 MB …)”", ZH: "摘要：“U²-Net† (4.7 MB …)”"},
		Printed: "4.7 MB", Arch: "u2netp", Verdict: NotReproduced,
		Why: config.Text{EN: "1,131,181 parameters in float32 are 4.52 MB; the rest of the file is statistics and names.", ZH: "1,131,181 个 float32 参数为 4.52 MB；文件其余部分是统计量和名称。"},
	},
	{
		ID: "u2netp-reader", Net: config.Text{EN: "U²-Net†, as a reader counted it", ZH: "U²-Net†，某读者的计数"}, Year: 2022,
		Source:  config.Source{Title: "xuebinqin/U-2-Net, issue 279", URL: "https://github.com/xuebinqin/U-2-Net/issues/279"},
		Where:   config.Text{EN: "“The model size is 4.52MB instead of 4.7MB”", ZH: "“The model size is 4.52MB instead of 4.7MB”"},
		Printed: "4.52 MB", Code: 1_131_181, Arch: "u2netp",
	},

	// Volumes.
	{
		ID: "unet3d", Net: config.Text{EN: "3D U-Net", ZH: "3D U-Net"}, Year: 2016,
		Source:  config.Source{Title: "Çiçek et al.: 3D U-Net", Year: 2016, URL: "https://arxiv.org/abs/1606.06650"},
		Where:   config.Text{EN: "section “Network Architecture”", ZH: "“Network Architecture”一节"},
		Printed: "19,069,955", Arch: "unet", Settings: "in=3 classes=3 nd=3 base=64 levels=4 grow=last upout=keep size=128",
		Verdict: Explained, By: Convention{Settings: "norm=none upbias=off"},
		Why: config.Text{EN: "Batch norm and the biases of the transposed convolutions were not counted.", ZH: "未计批归一化和转置卷积的偏置。"},
	},
	{
		ID: "nobrainer", Net: config.Text{EN: "3D U-Net, nobrainer", ZH: "3D U-Net，nobrainer"}, Year: 2024, Source: nobrainer,
		Where:   config.Text{EN: "“Trainable params: 19073665”", ZH: "“Trainable params: 19073665”"},
		Printed: "19,073,665", Arch: "unet", Settings: "nd=3 base=64 levels=4 grow=last upout=keep classes=1 size=128",
	},
	{
		ID: "nobrainer-total", Net: config.Text{EN: "3D U-Net, nobrainer, all that is stored", ZH: "3D U-Net，nobrainer，全部存储量"}, Year: 2024, Source: nobrainer,
		Where:   config.Text{EN: "“Total params: 19078337”", ZH: "“Total params: 19078337”"},
		Printed: "19,078,337", Arch: "unet", Settings: "nd=3 base=64 levels=4 grow=last upout=keep classes=1 size=128",
		Verdict: Explained, By: Convention{Keras: true},
		Why: config.Text{EN: "Keras's total counts the running mean and variance of batch norm too.", ZH: "Keras 的总数也计入批归一化的滑动均值和方差。"},
	},
	{
		ID: "pytorch-3dunet", Net: config.Text{EN: "3D U-Net, pytorch-3dunet", ZH: "3D U-Net，pytorch-3dunet"}, Year: 2018,
		Source: config.Source{Title: "wolny/pytorch-3dunet", URL: "https://github.com/wolny/pytorch-3dunet"},
		Where:  ranInTorch, Code: 16_318_691, Arch: "pt3dunet-unet3d",
	},
	{
		ID: "residual-3dunet", Net: config.Text{EN: "Residual 3D U-Net, pytorch-3dunet", ZH: "残差 3D U-Net，pytorch-3dunet"}, Year: 2018,
		Source: config.Source{Title: "wolny/pytorch-3dunet", URL: "https://github.com/wolny/pytorch-3dunet"},
		Where:  ranInTorch, Code: 113_735_233, Arch: "pt3dunet-residualunet3d",
	},
	{
		ID: "vnet", Net: config.Text{EN: "V-Net, mattmacy", ZH: "V-Net，mattmacy"}, Year: 2016,
		Where: ranInTorch, Code: 45_600_316, Arch: "vnet",
	},
	{
		ID: "nnunet", Net: config.Text{EN: "nnU-Net, six stages, 3D", ZH: "nnU-Net，六级，3D"}, Year: 2021,
		Where: ranInTorch, Code: 31_196_399, Arch: "nnunet-plain",
		Why: config.Text{EN: "nnU-Net plans a net for each data set: this is one of them.", ZH: "nnU-Net 为每个数据集规划网络，这是其中之一。"},
	},
	{
		ID: "nnunet-resenc", Net: config.Text{EN: "nnU-Net ResEnc, six stages, 3D", ZH: "nnU-Net ResEnc，六级，3D"}, Year: 2024,
		Where: ranInTorch, Code: 102_350_575, Arch: "nnunet-resenc",
	},
	{
		ID: "monai-basicunet", Net: config.Text{EN: "BasicUNet, MONAI", ZH: "BasicUNet，MONAI"}, Year: 2020,
		Source: config.Source{Title: "Project-MONAI/MONAI", URL: "https://github.com/Project-MONAI/MONAI"},
		Where:  ranInTorch, Code: 5_749_410, Arch: "monai-basicunet",
	},
	{
		ID: "monai-dynunet", Net: config.Text{EN: "DynUNet, MONAI, six stages", ZH: "DynUNet，MONAI，六级"}, Year: 2020,
		Source: config.Source{Title: "Project-MONAI/MONAI", URL: "https://github.com/Project-MONAI/MONAI"},
		Where:  ranInTorch, Code: 31_189_443, Arch: "monai-dynunet",
	},
	{
		ID: "unetr", Net: config.Text{EN: "UNETR, 96×96×96", ZH: "UNETR，96×96×96"}, Year: 2021,
		Source:  config.Source{Title: "Project-MONAI/model-zoo, issue 164", URL: "https://github.com/Project-MONAI/model-zoo/issues/164"},
		Where:   config.Text{EN: "92.6M, quoted from the paper's table", ZH: "引自论文表格的 92.6M"},
		Printed: "92.6M", Code: 92_784_046, Arch: "monai-unetr", Settings: "proj_type=perceptron", Verdict: NotReproduced,
		Why: config.Text{EN: "The published network has 92.8M, also as others have measured it.", ZH: "已发布网络为 92.8M，他人测得亦然。"},
	},
	{
		ID: "unetr-measured", Net: config.Text{EN: "UNETR, 96×96×96, measured", ZH: "UNETR，96×96×96，实测"}, Year: 2022,
		Source:  config.Source{Title: "MASILab/3DUX-Net, issue 1", URL: "https://github.com/MASILab/3DUX-Net/issues/1"},
		Where:   config.Text{EN: "92.8M and 82.6G", ZH: "92.8M 与 82.6G"},
		Printed: "92.8M", Code: 92_784_046, Arch: "monai-unetr", Settings: "proj_type=perceptron",
		Why: config.Text{EN: "The work fits, too, if transposed convolutions are counted by the size of their output.", ZH: "若按输出尺寸计转置卷积，运算量也吻合。"},
	},
	{
		ID: "swinunetr", Net: config.Text{EN: "Swin UNETR, 96×96×96", ZH: "Swin UNETR，96×96×96"}, Year: 2022,
		Source:  config.Source{Title: "MASILab/3DUX-Net, issue 1", URL: "https://github.com/MASILab/3DUX-Net/issues/1"},
		Where:   config.Text{EN: "62.2M", ZH: "62.2M"},
		Printed: "62.2M", Code: 62_187_296, Arch: "monai-swinunetr", Settings: "feature_size=48",
	},
	{
		ID: "transunet", Net: config.Text{EN: "TransUNet", ZH: "TransUNet"}, Year: 2021,
		Source:  config.Source{Title: "Beckschen/TransUNet, issue 156", URL: "https://github.com/Beckschen/TransUNet/issues/156"},
		Where:   config.Text{EN: "“105 million”", ZH: "“105 million”"},
		Printed: "105M", Code: 105_277_081, Arch: "transunet",
	},
	{
		ID: "unetr-2d", Net: config.Text{EN: "UNETR 2D, nikhilroxtomar", ZH: "UNETR 2D，nikhilroxtomar"}, Year: 2022,
		Source: config.Source{Title: "nikhilroxtomar/Semantic-Segmentation-Architecture", URL: "https://github.com/nikhilroxtomar/Semantic-Segmentation-Architecture"},
		Where:  ranInTorch, Code: 19_626_945, Arch: "nikhilroxtomar-unetr2d",
		Why: config.Text{EN: "Its transformer stands in a plain list: 85,054,464 more parameters run, and PyTorch neither counts nor trains them.", ZH: "其 Transformer 放在普通列表中：另有 85,054,464 个参数参与运算，但 PyTorch 既不计数也不训练。"},
	},
	{
		ID: "unetrpp-synapse", Net: config.Text{EN: "UNETR++, Synapse", ZH: "UNETR++，Synapse"}, Year: 2022,
		Source:  config.Source{Title: "Amshaker/unetr_plus_plus, issue 75", URL: "https://github.com/Amshaker/unetr_plus_plus/issues/75"},
		Where:   config.Text{EN: "42.96M, of the paper", ZH: "42.96M，引自论文"},
		Printed: "42.96M", Code: 42_952_850, Arch: "unetrpp", Verdict: NotReproduced,
		Why: config.Text{EN: "The released code has 42,952,850, which rounds to 42.95M.", ZH: "发布的代码为 42,952,850，四舍五入为 42.95M。"},
	},
	{
		ID: "unetrpp-acdc", Net: config.Text{EN: "UNETR++, ACDC", ZH: "UNETR++，ACDC"}, Year: 2022,
		Source:  config.Source{Title: "Amshaker/unetr_plus_plus, issue 75", URL: "https://github.com/Amshaker/unetr_plus_plus/issues/75"},
		Where:   config.Text{EN: "66.8M, and why so different", ZH: "66.8M，以及为何相差如此之大"},
		Printed: "66.8M", Code: 66_796_404, Arch: "unetrpp-acdc",
		Why: config.Text{EN: "Two projections and two residual blocks where the file for Synapse has one of each.", ZH: "投影和残差块各有两个，而 Synapse 版各一个。"},
	},
	{
		ID: "nnformer-brats", Net: config.Text{EN: "nnFormer, BraTS", ZH: "nnFormer，BraTS"}, Year: 2022,
		Source:  config.Source{Title: "282857341/nnFormer, issue 143", URL: "https://github.com/282857341/nnFormer/issues/143"},
		Where:   config.Text{EN: "37M, when run", ZH: "运行得 37M"},
		Printed: "37M", Code: 37_754_190, Arch: "nnformer-tumor",
		Why: config.Text{EN: "Cut off, not rounded.", ZH: "截去小数，而非四舍五入。"},
	},
	{
		ID: "uformer-16", Net: config.Text{EN: "Uformer, 16 filters", ZH: "Uformer，16 通道"}, Year: 2021,
		Source:  config.Source{Title: "ZhendongWang6/Uformer, issue 16", URL: "https://github.com/ZhendongWang6/Uformer/issues/16"},
		Where:   config.Text{EN: "5.15M, by ptflops", ZH: "ptflops 得 5.15M"},
		Printed: "5.15M", Code: 5_230_413, Arch: "uformer", Settings: "img_size=128 embed_dim=16 size=128", Verdict: NotReproduced,
		Why: config.Text{EN: "Counted on older code, by a tool that skips norms and bare parameters.", ZH: "基于旧代码，且工具不计归一化层和裸参数。"},
	},
	{
		ID: "nafnet-sidd", Net: config.Text{EN: "NAFNet, width 32, SIDD", ZH: "NAFNet，宽度 32，SIDD"}, Year: 2022,
		Source:  config.Source{Title: "megvii-research/NAFNet, issue 60", URL: "https://github.com/megvii-research/NAFNet/issues/60"},
		Where:   config.Text{EN: "29.16M", ZH: "29.16M"},
		Printed: "29.16M", Code: 29_159_715, Arch: "nafnet", Settings: "width=32 enc_blk_nums=2,2,4,8 middle_blk_num=12 dec_blk_nums=2,2,2,2",
	},
	{
		ID: "pix2pix", Net: config.Text{EN: "pix2pix generator, one channel", ZH: "pix2pix 生成器，单通道"}, Year: 2020,
		Source:  config.Source{Title: "junyanz/pytorch-CycleGAN-and-pix2pix, issue 1152", URL: "https://github.com/junyanz/pytorch-CycleGAN-and-pix2pix/issues/1152"},
		Where:   config.Text{EN: "“54.408 M”, for unet_256", ZH: "unet_256 的“54.408 M”"},
		Printed: "54.408M", Code: 54_407_809, Arch: "pix2pix", Settings: "input_nc=1 output_nc=1",
	},
	{
		ID: "pix2pix-six", Net: config.Text{EN: "pix2pix generator with six down-samplings", ZH: "pix2pix 生成器，六次下采样"}, Year: 2020,
		Source:  config.Source{Title: "junyanz/pytorch-CycleGAN-and-pix2pix, issue 1152", URL: "https://github.com/junyanz/pytorch-CycleGAN-and-pix2pix/issues/1152"},
		Where:   config.Text{EN: "“29.238 M”, where a sixteenth was expected", ZH: "“29.238 M”，而预期为十六分之一"},
		Printed: "29.238M", Code: 29_237_889, Arch: "pix2pix", Settings: "input_nc=1 output_nc=1 num_downs=6 size=64",
		Why: config.Text{EN: "All levels but the first three have the same width: each of them costs as much.", ZH: "除前三级外各级等宽，每级代价相同。"},
	},
	{
		ID: "segresnet", Net: config.Text{EN: "SegResNet, SuPreM", ZH: "SegResNet，SuPreM"}, Year: 2024, Source: suprem,
		Where:   config.Text{EN: "“I was surprised to see that the param count is 470M”", ZH: "“I was surprised to see that the param count is 470M”"},
		Printed: "470M", Arch: "monai-segresnet", Settings: "init_filters=16", Verdict: NotReproduced,
		Why: config.Text{EN: "A hundred times too much; the authors corrected it to 4.7M in the same thread.", ZH: "大了一百倍；作者在同一讨论中更正为 4.7M。"},
	},
	{
		ID: "segresnet-corrected", Net: config.Text{EN: "SegResNet, SuPreM, corrected", ZH: "SegResNet，SuPreM，更正后"}, Year: 2024, Source: suprem,
		Where:   config.Text{EN: "“The parameter count for SegResNet should be 4.7M.”", ZH: "“The parameter count for SegResNet should be 4.7M.”"},
		Printed: "4.7M", Arch: "monai-segresnet", Settings: "init_filters=16",
	},

	// Published encoders.
	{
		ID: "smp-unet-resnet34", Net: config.Text{EN: "Unet with a resnet34, segmentation_models", ZH: "Unet + resnet34，segmentation_models"}, Year: 2019,
		Source: config.Source{Title: "qubvel/segmentation_models.pytorch", URL: "https://github.com/qubvel/segmentation_models.pytorch"},
		Where:  ranInTorch, Code: 24_436_369, Arch: "smp-unet",
		Why: config.Text{EN: "21.28 million of them are the encoder.", ZH: "其中编码器占 2128 万。"},
	},
	{
		ID: "smp-unetpp-resnet34", Net: config.Text{EN: "UnetPlusPlus with a resnet34, segmentation_models", ZH: "UnetPlusPlus + resnet34，segmentation_models"}, Year: 2019,
		Source: config.Source{Title: "qubvel/segmentation_models.pytorch", URL: "https://github.com/qubvel/segmentation_models.pytorch"},
		Where:  ranInTorch, Code: 26_078_609, Arch: "smp-unetplusplus",
	},
	{
		ID: "smp-unet-efficientnet-b0", Net: config.Text{EN: "Unet with an efficientnet-b0, segmentation_models", ZH: "Unet + efficientnet-b0，segmentation_models"}, Year: 2019,
		Source: config.Source{Title: "qubvel/segmentation_models.pytorch", URL: "https://github.com/qubvel/segmentation_models.pytorch"},
		Where:  ranInTorch, Code: 6_251_469, Arch: "smp-unet", Settings: "encoder_name=efficientnet-b0",
		Why: config.Text{EN: "The encoder's last convolution, 412,160 with its norm, is built and never run.", ZH: "编码器的末层卷积连同归一化共 412,160 个，已创建但从不运行。"},
	},
	{
		ID: "ternaus11", Net: config.Text{EN: "TernausNet, VGG11", ZH: "TernausNet，VGG11"}, Year: 2018,
		Source: config.Source{Title: "ternaus/TernausNet", URL: "https://github.com/ternaus/TernausNet"},
		Where:  ranInTorch, Code: 22_927_393, Arch: "ternaus-unet11",
		Why: config.Text{EN: "Each weight of the encoder has two names in the state_dict, and is counted once.", ZH: "编码器的每个权重在 state_dict 中有两个名字，只计一次。"},
	},
	{
		ID: "cenet", Net: config.Text{EN: "CE-Net", ZH: "CE-Net"}, Year: 2019,
		Source: config.Source{Title: "Guzaiwang/CE-Net", URL: "https://github.com/Guzaiwang/CE-Net"},
		Where:  ranInTorch, Code: 29_003_093, Arch: "cenet",
	},
	{
		ID: "dlinknet34", Net: config.Text{EN: "D-LinkNet34", ZH: "D-LinkNet34"}, Year: 2018,
		Source: config.Source{Title: "zlckanata/DeepGlobe-Road-Extraction-Challenge", URL: "https://github.com/zlckanata/DeepGlobe-Road-Extraction-Challenge"},
		Where:  ranInTorch, Code: 31_096_129, Arch: "dlinknet34",
	},
	{
		ID: "dlinknet50", Net: config.Text{EN: "D-LinkNet50", ZH: "D-LinkNet50"}, Year: 2018,
		Source: config.Source{Title: "zlckanata/DeepGlobe-Road-Extraction-Challenge", URL: "https://github.com/zlckanata/DeepGlobe-Road-Extraction-Challenge"},
		Where:  ranInTorch, Code: 217_645_089, Arch: "dlinknet50",
		Why: config.Text{EN: "188.8 million are five dilated convolutions of 2048 channels.", ZH: "五个 2048 通道的空洞卷积占 1.888 亿。"},
	},

	{
		ID: "fastai-resnet18", Net: config.Text{EN: "DynamicUnet with a resnet18, fastai", ZH: "DynamicUnet + resnet18，fastai"}, Year: 2021,
		Source: config.Source{Title: "Hupkes: Keypoint regression with heatmaps in fastai v2", URL: "https://elte.me/2021-03-10-keypoint-regression-fastai"},
		Where:  learnSummary, Printed: "31,113,308", Arch: "fastai", Settings: "encoder=resnet18 n_out=5",
		Why: config.Text{EN: "The encoder has 11,176,512: the decoder keeps all channels that it concatenates.", ZH: "编码器占 11,176,512；解码器保留拼接后的全部通道。"},
	},
	{
		ID: "fastai-resnet34", Net: config.Text{EN: "DynamicUnet with a resnet34, fastai", ZH: "DynamicUnet + resnet34，fastai"}, Year: 2025, Source: potsdam,
		Where: learnSummary, Printed: "41,221,668", Arch: "fastai", Settings: "n_out=7",
	},
	{
		ID: "fastai-resnet50", Net: config.Text{EN: "DynamicUnet with a resnet50, fastai", ZH: "DynamicUnet + resnet50，fastai"}, Year: 2025, Source: potsdam,
		Where: learnSummary, Printed: "339,071,460", Arch: "fastai", Settings: "encoder=resnet50 n_out=7",
		Why: config.Text{EN: "Eight times those with a resnet34: the decoder follows the encoder's 2048 channels.", ZH: "约为 resnet34 时的八倍：解码器随编码器的 2048 通道而变宽。"},
	},

	// Networks that people have asked about, with rare settings.
	{
		ID: "coursera", Net: config.Text{EN: "U-Net of the course “Convolutional Neural Networks” (DeepLearning.AI)", ZH: "DeepLearning.AI 课程“Convolutional Neural Networks”的 U-Net"}, Year: 2021,
		Source: config.Source{Title: "DeepLearning.AI: Convolutional Neural Networks, week 3, Image Segmentation with U-Net", URL: "https://www.coursera.org/learn/convolutional-neural-networks"},
		Where:  kerasSummary, Printed: "8,640,471", Arch: "unet", Settings: "in=3 classes=23 norm=none upkernel=3 headconvs=1",
		Why: config.Text{EN: "Filters 32 to 512, 3×3 transposed convolutions, and one more 3×3 convolution (9,248) before the 1×1 to 23 classes.", ZH: "通道数 32 至 512，3×3 转置卷积，在输出 23 类的 1×1 卷积之前还有一个 3×3 卷积（9,248）。"},
	},
	{
		ID: "head-3x3", Net: config.Text{EN: "U-Net of 2015 with a 3×3 convolution as its last", ZH: "末层为 3×3 卷积的 2015 年 U-Net"}, Year: 2020,
		Source: config.Source{Title: "phamdinhkhanh.github.io: Image Segmentation", URL: "https://phamdinhkhanh.github.io/2020/06/10/ImageSegmention.html"},
		Where:  kerasSummary, Printed: "31,031,682", Arch: "unet", Settings: "base=64 norm=none padding=valid headkernel=3 size=572",
		Why: config.Text{EN: "The last convolution is 3×3 where the paper has 1×1: 1,154 parameters instead of 130.", ZH: "末层卷积为 3×3 而非论文的 1×1：1,154 个参数而非 130。"},
	},
	{
		ID: "tf-carvana-trainable", Net: config.Text{EN: "U-Net of TensorFlow's image segmentation post (Carvana), with one input channel", ZH: "TensorFlow 图像分割文章（Carvana）的 U-Net，输入为单通道"}, Year: 2018, Source: carvana,
		Where: config.Text{EN: "a summary of it: “Trainable params”", ZH: "其 summary 的“Trainable params”"}, Printed: "31,109,921", Arch: "unet", Settings: "classes=1 levels=6 concatnorm=on",
		Why: config.Text{EN: "Batch norm after every 3×3 convolution and on each concatenation as well.", ZH: "每个 3×3 卷积之后以及每次拼接之后都有批归一化。"},
	},
	{
		ID: "tf-carvana-total", Net: config.Text{EN: "U-Net of TensorFlow's image segmentation post (Carvana), all that is stored", ZH: "TensorFlow 图像分割文章（Carvana）的 U-Net，全部存储量"}, Year: 2018, Source: carvana,
		Where: kerasSummary, Printed: "31,125,921", Arch: "unet", Settings: "classes=1 levels=6 concatnorm=on",
		Verdict: Explained, By: Convention{Keras: true},
		Why: config.Text{EN: "Keras counts the moving averages of batch norm, 16,000, in its total.", ZH: "Keras 的总数含批归一化的滑动统计量 16,000。"},
	},
	{
		ID: "mmseg-fcn-unet-both-heads", Net: config.Text{EN: "mmsegmentation's FCN with UNet-S5-D16", ZH: "mmsegmentation 的 FCN（UNet-S5-D16）"}, Year: 2020, Source: mmsegUNet,
		Where: ranInTorch, Code: 29_060_676, CodeSource: mmsegUNet, Printed: "29,060,676", Arch: "unet", Settings: mmsegSettings,
		Why: config.Text{EN: "A backbone of 28,949,568 and two heads: 37,122 on the finest level, and 73,986 on the next one, which only trains.", ZH: "主干网络 28,949,568，加两个头：最细一级 37,122，次级 73,986（仅训练时使用）。"},
	},
	{
		ID: "mmseg-unet-backbone", Net: config.Text{EN: "mmsegmentation's UNet-S5-D16 without heads", ZH: "mmsegmentation 的 UNet-S5-D16，不含头"}, Year: 2020, Source: mmsegUNet,
		Where: ranInTorch, Printed: "28,949,568", Arch: "unet", Settings: mmsegSettings,
		Verdict: Explained, By: Convention{Without: []string{"head1", "head2", "head1conv1", "head2conv1"}},
		Why: config.Text{EN: "The backbone alone: its two heads, 111,108 parameters, are left out.", ZH: "仅主干网络：不计两个头的 111,108 个参数。"},
	},
	{
		ID: "nnunet-v1", Net: config.Text{EN: "nnU-Net's first version (Generic_UNet), 3D, six stages", ZH: "nnU-Net 第一版（Generic_UNet），三维，六级"}, Year: 2019,
		Source: config.Source{Title: "MIC-DKFZ/nnUNet, nnunet/network_architecture/generic_UNet.py", URL: "https://github.com/MIC-DKFZ/nnUNet/blob/nnunetv1/nnunet/network_architecture/generic_UNet.py"},
		Where:  config.Text{EN: "widths 32 to 320, one channel in, three classes", ZH: "通道数 32 至 320，单通道输入，三类"}, Printed: "31,195,584",
		Arch: "unet", Settings: "nd=3 classes=3 levels=6 limit=320 norm=instance down=block upbias=off heads=on headbias=off size=64",
		Why: config.Text{EN: "No biases in the transposed convolutions nor in the five heads; the second version has them everywhere.", ZH: "转置卷积和五个头均不带偏置；第二版则处处带偏置。"},
	},
	// Networks for sound.
	{
		ID: "htdemucs", Net: config.Text{EN: "HTDemucs, four sources", ZH: "HTDemucs，四个音源"}, Year: 2022,
		Source:  config.Source{Title: "cstr/htdemucs-GGUF, model card", URL: "https://huggingface.co/cstr/htdemucs-GGUF"},
		Where:   config.Text{EN: "42M", ZH: "42M"},
		Printed: "42M", Code: 41_984_456, Arch: "htdemucs", Settings: "bottom_channels=512 dconv_mode=3",
		Why: config.Text{EN: "The released network, not the class's defaults, which have 26,899,536.", ZH: "指发布的网络；类默认值为 26,899,536。"},
	},
	{
		ID: "demucs", Net: config.Text{EN: "Demucs, the class's defaults", ZH: "Demucs，类默认值"}, Year: 2021,
		Source: config.Source{Title: "facebookresearch/demucs", URL: "https://github.com/facebookresearch/demucs"},
		Where:  ranInTorch, Code: 133_753_064, Arch: "demucs",
		Why: config.Text{EN: "64% of them are on the last level alone.", ZH: "仅末级就占 64%。"},
	},
	{
		ID: "waveunet", Net: config.Text{EN: "Wave-U-Net in PyTorch, four sources", ZH: "Wave-U-Net（PyTorch），四个音源"}, Year: 2019,
		Source: config.Source{Title: "f90/Wave-U-Net-Pytorch", URL: "https://github.com/f90/Wave-U-Net-Pytorch"},
		Where:  ranInTorch, Code: 70_148_232, Arch: "waveunet",
		Why: config.Text{EN: "Four networks, one a source, of 17,537,058 each; 238,080 of all parameters are fixed filters.", ZH: "四个网络，每个音源一个，各 17,537,058；其中共 238,080 个为固定滤波器。"},
	},
	// Convolutional networks of later years.
	{
		ID: "ukan-paper", Net: config.Text{EN: "U-KAN", ZH: "U-KAN"}, Year: 2024,
		Source:  config.Source{Title: "CUHK-AIM-Group/U-KAN, issue 32", URL: "https://github.com/CUHK-AIM-Group/U-KAN/issues/32"},
		Where:   config.Text{EN: "6.35M, quoted from the paper", ZH: "引自论文的 6.35M"},
		Printed: "6.35M", Code: 6_356_689, Arch: "ukan", Settings: "embed_dims=128,160,256",
		Why: config.Text{EN: "Cut off, not rounded. The script for training has half of the class's widths.", ZH: "截断而非四舍五入。训练脚本的宽度为类默认值的一半。"},
	},
	{
		ID: "ukan-default", Net: config.Text{EN: "U-KAN, the class's defaults", ZH: "U-KAN，类默认值"}, Year: 2024,
		Source:  config.Source{Title: "CUHK-AIM-Group/U-KAN, issue 32", URL: "https://github.com/CUHK-AIM-Group/U-KAN/issues/32"},
		Where:   config.Text{EN: "“25M”", ZH: "“25M”"},
		Printed: "25M", Code: 25_359_265, Arch: "ukan",
	},
	{
		ID: "ukan-thop", Net: config.Text{EN: "U-KAN, by thop", ZH: "U-KAN，thop 所测"}, Year: 2024,
		Source:  config.Source{Title: "CUHK-AIM-Group/U-KAN, issue 43", URL: "https://github.com/CUHK-AIM-Group/U-KAN/issues/43"},
		Where:   config.Text{EN: "9.385M, measured by thop", ZH: "thop 测得 9.385M"},
		Printed: "9.385M", Code: 25_359_265, Arch: "ukan",
		Verdict: Explained, By: Convention{Without: []string{"KANLinear"}},
		Why: config.Text{EN: "A miscount: thop sees only the layers that it knows, and leaves out those of splines.", ZH: "漏算：thop 只统计它认识的层，遗漏了样条层。"},
	},
	{
		ID: "mednext-s", Net: config.Text{EN: "MedNeXt-S, kernel 3", ZH: "MedNeXt-S, kernel 3"}, Year: 2023,
		Source:  config.Source{Title: "MIC-DKFZ/MedNeXt, README", URL: "https://github.com/MIC-DKFZ/MedNeXt"},
		Where:   config.Text{EN: "table of parameters: 5.6M", ZH: "参数表：5.6M"},
		Printed: "5.6M", Code: 5_550_948, Arch: "mednext", Settings: "",
	},
	{
		ID: "mednext-s5", Net: config.Text{EN: "MedNeXt-S, kernel 5", ZH: "MedNeXt-S, kernel 5"}, Year: 2023,
		Source:  config.Source{Title: "MIC-DKFZ/MedNeXt, README", URL: "https://github.com/MIC-DKFZ/MedNeXt"},
		Where:   config.Text{EN: "table of parameters: 5.9M", ZH: "参数表：5.9M"},
		Printed: "5.9M", Code: 5_980_580, Arch: "mednext", Settings: "kernel_size=5",
		Why: config.Text{EN: "Cut off, not rounded.", ZH: "截断而非四舍五入。"},
	},
	{
		ID: "mednext-b", Net: config.Text{EN: "MedNeXt-B, kernel 3", ZH: "MedNeXt-B, kernel 3"}, Year: 2023,
		Source:  config.Source{Title: "MIC-DKFZ/MedNeXt, README", URL: "https://github.com/MIC-DKFZ/MedNeXt"},
		Where:   config.Text{EN: "table of parameters: 10.5M", ZH: "参数表：10.5M"},
		Printed: "10.5M", Code: 10_526_340, Arch: "mednext", Settings: "exp_r=2,3,4,4,4,4,4,3,2",
	},
	{
		ID: "mednext-m", Net: config.Text{EN: "MedNeXt-M, kernel 3", ZH: "MedNeXt-M, kernel 3"}, Year: 2023,
		Source:  config.Source{Title: "MIC-DKFZ/MedNeXt, README", URL: "https://github.com/MIC-DKFZ/MedNeXt"},
		Where:   config.Text{EN: "table of parameters: 17.6M", ZH: "参数表：17.6M"},
		Printed: "17.6M", Code: 17_548_996, Arch: "mednext", Settings: "exp_r=2,3,4,4,4,4,4,3,2 block_counts=3,4,4,4,4,4,4,4,3",
		Verdict: Explained, By: Convention{Settings: "deep_supervision=on"},
		Why: config.Text{EN: "With the four further outputs of deep supervision.", ZH: "含深度监督的另外四个输出。"},
	},
	{
		ID: "mednext-l", Net: config.Text{EN: "MedNeXt-L, kernel 3", ZH: "MedNeXt-L, kernel 3"}, Year: 2023,
		Source:  config.Source{Title: "MIC-DKFZ/MedNeXt, README", URL: "https://github.com/MIC-DKFZ/MedNeXt"},
		Where:   config.Text{EN: "table of parameters: 61.8M", ZH: "参数表：61.8M"},
		Printed: "61.8M", Code: 61_779_300, Arch: "mednext", Settings: "exp_r=3,4,8,8,8,8,8,4,3 block_counts=3,4,8,8,8,8,8,4,3",
	},
	{
		ID: "nibtehaz-multiresunet", Net: config.Text{EN: "MultiResUNet, PyTorch", ZH: "MultiResUNet，PyTorch"}, Year: 2022,
		Source: config.Source{Title: "nibtehaz/MultiResUNet", URL: "https://github.com/nibtehaz/MultiResUNet"},
		Where:  ranInTorch, Code: 7_251_376, Arch: "nibtehaz-multiresunet",
		Why: config.Text{EN: "It has one output channel more than classes.", ZH: "输出通道数比类别数多一。"},
	},
	{
		ID: "kiunet", Net: config.Text{EN: "KiU-Net", ZH: "KiU-Net"}, Year: 2020,
		Source: config.Source{Title: "jeya-maria-jose/KiU-Net-pytorch", URL: "https://github.com/jeya-maria-jose/KiU-Net-pytorch"},
		Where:  ranInTorch, Code: 290_658, Arch: "kiunet",
		Why: config.Text{EN: "A quarter of them is built and never run.", ZH: "其中四分之一已创建但从不运行。"},
	},
	{
		ID: "unext", Net: config.Text{EN: "UNeXt", ZH: "UNeXt"}, Year: 2022,
		Source: config.Source{Title: "jeya-maria-jose/UNeXt-pytorch", URL: "https://github.com/jeya-maria-jose/UNeXt-pytorch"},
		Where:  ranInTorch, Code: 1_471_921, Arch: "unext",
	},
	{
		ID: "fepegar-3d", Net: config.Text{EN: "UNet3D (fepegar)", ZH: "UNet3D（fepegar）"}, Year: 2019,
		Source: config.Source{Title: "fepegar/unet", URL: "https://github.com/fepegar/unet"},
		Where:  ranInTorch, Code: 19_071_362, Arch: "fepegar", Settings: "dimensions=3 num_encoding_blocks=4 out_channels_first_layer=32 normalization=batch padding=on",
	},
	{
		ID: "flexibleunet", Net: config.Text{EN: "FlexibleUNet with an efficientnet-b0, MONAI", ZH: "FlexibleUNet + efficientnet-b0，MONAI"}, Year: 2023,
		Source: config.Source{Title: "Project-MONAI/MONAI", URL: "https://github.com/Project-MONAI/MONAI"},
		Where:  ranInTorch, Code: 7_060_422, Arch: "monai-flexibleunet",
		Why: config.Text{EN: "1.69 million are the encoder's last convolution and its classifier, which never run.", ZH: "其中 169 万属于从不运行的编码器末层卷积与分类头。"},
	},
	{
		ID: "mmseg-fcn-unet", Net: config.Text{EN: "FCN-UNet S5-D16, mmsegmentation", ZH: "FCN-UNet S5-D16，mmsegmentation"}, Year: 2020,
		Source: config.Source{Title: "open-mmlab/mmsegmentation", URL: "https://github.com/open-mmlab/mmsegmentation"},
		Where:  ranInTorch, Code: 29_060_676, Arch: "mmseg-unet",
		Why: config.Text{EN: "28,949,568 in the backbone, 37,122 and 73,986 in its two heads.", ZH: "主干 28,949,568，两个头分别为 37,122 与 73,986。"},
	},
	{
		ID: "dpir-resunet", Net: config.Text{EN: "ResUNet, DPIR", ZH: "ResUNet，DPIR"}, Year: 2020,
		Source: config.Source{Title: "cszn/DPIR", URL: "https://github.com/cszn/DPIR"},
		Where:  ranInTorch, Code: 45_120_640, Arch: "dpir-resunet",
	},
	{
		ID: "dlinknet-unet", Net: config.Text{EN: "Unet beside D-LinkNet", ZH: "D-LinkNet 的 Unet"}, Year: 2018,
		Source: config.Source{Title: "zlckanata/DeepGlobe-Road-Extraction-Challenge", URL: "https://github.com/zlckanata/DeepGlobe-Road-Extraction-Challenge"},
		Where:  ranInTorch, Code: 39_500_929, Arch: "dlinknet-unet",
	},
	{
		ID: "egeunet-paper", Net: config.Text{EN: "EGE-UNet", ZH: "EGE-UNet"}, Year: 2023,
		Source:  config.Source{Title: "JCruan519/EGE-UNet, issue 21", URL: "https://github.com/JCruan519/EGE-UNet/issues/21"},
		Where:   config.Text{EN: "0.053M, quoted from the paper", ZH: "引自论文的 0.053M"},
		Printed: "0.053M", Code: 53_374, Arch: "egeunet",
	},
	{
		ID: "egeunet-measured", Net: config.Text{EN: "EGE-UNet, as measured", ZH: "EGE-UNet，实测"}, Year: 2023,
		Source:  config.Source{Title: "JCruan519/EGE-UNet, issue 21", URL: "https://github.com/JCruan519/EGE-UNet/issues/21"},
		Where:   config.Text{EN: "0.0458M, measured with a tool", ZH: "工具实测 0.0458M"},
		Printed: "0.0458M", Code: 53_374, Arch: "egeunet",
		Verdict: Explained, By: Convention{Without: []string{"LayerNorm", "GroupNorm", "LearnedMap"}},
		Why: config.Text{EN: "A miscount: the tool sees convolutions alone, and leaves out norms and parameters that are maps.", ZH: "漏算：工具只统计卷积，遗漏了归一化和可训练特征图。"},
	},
	// Diffusion models.
	{
		ID: "ddpm-cifar10-score-sde", Net: config.Text{EN: "DDPM, CIFAR-10, in score_sde_pytorch", ZH: "DDPM，CIFAR-10，score_sde_pytorch 版"}, Year: 2021, Source: ddpmPaper,
		Printed: "35.7M", Code: 35_218_947, Arch: "score-sde-ddpm", Verdict: NotReproduced,
		Where: config.Text{EN: "appendix B", ZH: "附录 B"},
		Why:   config.Text{EN: "One attention a decoder level, not one a block: 527,360 fewer.", ZH: "解码器每级一个注意力，而非每块一个：少 527,360。"},
	},
	{
		ID: "ddpm-cifar10", Net: config.Text{EN: "DDPM, CIFAR-10", ZH: "DDPM，CIFAR-10"}, Year: 2020, Source: ddpmPaper,
		Printed: "35.7M", Code: 35_746_307, Arch: "ddim",
		Where: config.Text{EN: "appendix B", ZH: "附录 B"},
		Why:   config.Text{EN: "score_sde_pytorch's version has 35,218,947: one attention a decoder level, not one a block.", ZH: "score_sde_pytorch 的版本为 35,218,947：解码器每级一个注意力，而非每块一个。"},
	},
	{
		ID: "ddpm-lsun", Net: config.Text{EN: "DDPM, LSUN and CelebA-HQ", ZH: "DDPM，LSUN 与 CelebA-HQ"}, Year: 2020, Source: ddpmPaper,
		Printed: "114M", Code: 113_673_219, Arch: "ddim", Settings: "image_size=256 ch_mult=1,1,2,2,4,4 size=256",
		Where: config.Text{EN: "appendix B", ZH: "附录 B"},
	},
	{
		ID: "improved-upsampler", Net: config.Text{EN: "IDDPM up-sampler, 64×64 to 256×256", ZH: "IDDPM 上采样器，64×64 到 256×256"}, Year: 2021,
		Source:  config.Source{Title: "openai/improved-diffusion", URL: "https://github.com/openai/improved-diffusion", Commit: "1bc7bbbdc414d83d4abf2ad8cc1446dc36c4e4d5"},
		Printed: "280M", Code: 279_792_390, Arch: "improved-diffusion-sr", Settings: "class_cond=on learn_sigma=on num_channels=192",
		Where: config.Text{EN: "README, line 108", ZH: "README 第 108 行"},
	},
	{
		ID: "sd-1", Net: config.Text{EN: "Stable Diffusion 1, U-Net", ZH: "Stable Diffusion 1 的 U-Net"}, Year: 2022,
		Source:  config.Source{Title: "CompVis/stable-diffusion", URL: "https://github.com/CompVis/stable-diffusion", Commit: "21f890f9da3cfbeaba8e2ac3c425ee9e998d5229"},
		Printed: "860M", Code: 859_520_964, Arch: "ldm",
		Where: config.Text{EN: "README, “860M UNet”", ZH: "README，“860M UNet”"},
		Why:   config.Text{EN: "diffusers' version and CompVis's have as many.", ZH: "diffusers 与 CompVis 的版本参数量相同。"},
	},
}
