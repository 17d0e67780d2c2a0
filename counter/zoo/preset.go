package zoo

import (
	"sync"

	"unetparams/counter/config"
	"unetparams/counter/zoo/smp"
)

// A Preset is a published network, given by explicit settings of an architecture. A
// link to it contains the settings, not its name, so that correcting a preset does not
// change old posts.
type Preset struct {
	ID       string
	Arch     string
	Name     config.Text
	Settings string // "key=value key=value", over the defaults
	Total    int64  // learnable parameters
	Note     config.Text
	Source   config.Source
}

var presets = []Preset{
	{
		ID: "tutorial", Arch: "unet", Total: 7_765_442,
		Name:   Text{EN: "Tutorial, with batch norm", ZH: "教程，含批归一化"},
		Note:   Text{EN: "Counted by hand: 7,759,554 in convolutions and 5,888 in batch norm.", ZH: "手算：卷积 7,759,554，批归一化 5,888。"},
		Source: unetFamily,
	},
	{
		ID: "tutorial-nobn", Arch: "unet", Settings: "norm=none", Total: 7_759_554,
		Name:   Text{EN: "Tutorial, without batch norm", ZH: "教程，不含批归一化"},
		Note:   Text{EN: "The often-quoted 7.76M.", ZH: "常被引用的 7.76M。"},
		Source: unetFamily,
	},
	{
		ID: "tutorial-encoder-bn", Arch: "unet", Settings: "where=encoder", Total: 7_763_522,
		Name:   Text{EN: "UNet-family (current code)", ZH: "UNet-family（当前代码）"},
		Note:   Text{EN: "Batch norm in the encoder only: the decoder's blocks lost theirs after the tutorial was written.", ZH: "仅编码器有批归一化：教程写成之后，解码器的被去掉了。"},
		Source: unetFamily,
	},
	{
		ID: "unet-2015", Arch: "unet", Settings: "base=64 norm=none padding=valid size=572", Total: 31_030_658,
		Name:   Text{EN: "2015 paper", ZH: "2015 年论文"},
		Note:   Text{EN: "31M. Valid convolutions: an input of 572×572 gives 388×388, as in its figure.", ZH: "31M。不填充：输入 572×572，输出 388×388，与论文图一致。"},
		Source: config.Source{Title: "Ronneberger, Fischer, Brox: U-Net", Year: 2015, URL: "https://arxiv.org/abs/1505.04597"},
	},
	{
		ID: "tutorial-64", Arch: "unet", Settings: "base=64", Total: 31_042_434,
		Name:   Text{EN: "64 … 1024 with batch norm", ZH: "64 … 1024，含批归一化"},
		Note:   Text{EN: "31.04M: the tutorial's net at twice the width.", ZH: "31.04M：教程网络的两倍宽度。"},
		Source: unetFamily,
	},
	{
		ID: "unet-bilinear", Arch: "unet", Settings: "base=64 norm=none up=bilinear", Total: 28_941_698,
		Name:   Text{EN: "Bilinear, 28.9M", ZH: "双线性，28.9M"},
		Note:   Text{EN: "Interpolation and a 1×1 convolution instead of the transposed convolution.", ZH: "用插值加 1×1 卷积代替转置卷积。"},
		Source: unetFamily,
	},
	{
		ID: "unet-milesial", Arch: "unet", Settings: "in=3 classes=1 base=64 bias=off", Total: 31_037_633,
		Name:   Text{EN: "milesial, transposed", ZH: "milesial，转置卷积"},
		Note:   Text{EN: "31.04M: no bias before batch norm.", ZH: "31.04M：批归一化前的卷积没有偏置。"},
		Source: config.Source{Title: "milesial/Pytorch-UNet", Year: 2017, URL: "https://github.com/milesial/Pytorch-UNet", Commit: "21d7850f2af30a9695bbeea75f3136aa538cfc4a"},
	},
	{
		ID: "unet-milesial-v2", Arch: "unet", Settings: "in=3 classes=1 base=64", Total: 31_043_521,
		Name:   Text{EN: "milesial v2, transposed", ZH: "milesial v2，转置卷积"},
		Note:   Text{EN: "Before v3.0 the convolutions still had a bias.", ZH: "v3.0 之前卷积仍有偏置。"},
		Source: config.Source{Title: "milesial/Pytorch-UNet v2.0", URL: "https://github.com/milesial/Pytorch-UNet", Commit: "5a7a0d5a57467e43e8d10c9b28a99b67e0936803"},
	},
	{
		ID: "unet-leejunhyun", Arch: "unet", Settings: "in=3 classes=1 base=64 up=nearest upconv=3 where=up", Total: 34_527_041,
		Name:   Text{EN: "LeeJunHyun U_Net", ZH: "LeeJunHyun U_Net"},
		Note:   Text{EN: "34.5M: a 3×3 convolution with batch norm on the way up.", ZH: "34.5M：上采样后接 3×3 卷积与批归一化。"},
		Source: config.Source{Title: "LeeJunHyun/Image_Segmentation", Year: 2018, URL: "https://github.com/LeeJunHyun/Image_Segmentation", Commit: "5e9da9395c52b119d55dfc6532c34ac0e88f446e"},
	},
	{
		ID: "unet-3d-2016", Arch: "unet", Settings: "in=3 classes=3 nd=3 base=64 levels=4 norm=none grow=last upout=keep upbias=off size=128", Total: 19_069_955,
		Name:   Text{EN: "3D U-Net paper", ZH: "3D U-Net 论文"},
		Note:   Text{EN: "The paper's 19,069,955 leaves out batch norm and the bias of the transposed convolutions.", ZH: "论文的 19,069,955 不含批归一化和转置卷积的偏置。"},
		Source: config.Source{Title: "Çiçek et al.: 3D U-Net: Learning Dense Volumetric Segmentation from Sparse Annotation", Year: 2016, URL: "https://arxiv.org/abs/1606.06650"},
	},
	{
		ID: "unetr-btcv", Arch: "monai-unetr", Settings: "proj_type=perceptron", Total: 92_784_046,
		Name:   Text{EN: "UNETR, BTCV", ZH: "UNETR，BTCV"},
		Note:   Text{EN: "One modality, 14 classes, 96×96×96. Papers after UNETR's quote 92.8M; its own table says 92.6M.", ZH: "单模态，14 类，96×96×96。后来的论文引用 92.8M，原论文表中为 92.6M。"},
		Source: config.Source{Title: "Hatamizadeh et al.: UNETR", Year: 2021, URL: "https://arxiv.org/abs/2103.10504"},
	},
	{
		ID: "swinunetr-brats", Arch: "monai-swinunetr", Settings: "in_channels=4 out_channels=3 img_size=128 feature_size=48 size=128", Total: 62_191_941,
		Name:   Text{EN: "Swin UNETR, BraTS", ZH: "Swin UNETR，BraTS"},
		Note:   Text{EN: "Four modalities, three regions of a tumor, 48 filters.", ZH: "四模态，三个肿瘤区域，48 通道。"},
		Source: config.Source{Title: "Hatamizadeh et al.: Swin UNETR", Year: 2022, URL: "https://arxiv.org/abs/2201.01266"},
	},
	{
		ID: "transunet-r50", Arch: "transunet", Total: 105_277_081,
		Name:   Text{EN: "TransUNet, R50-ViT-B_16", ZH: "TransUNet，R50-ViT-B_16"},
		Note:   Text{EN: "Nine classes, 224×224: the “105 million”.", ZH: "9 类，224×224，即常说的“105 million”。"},
		Source: transUNet,
	},
	{
		ID: "transunet-vit-l", Arch: "transunet", Settings: "hidden_size=1024 mlp_dim=4096 num_heads=16 num_layers=24 grid=none n_skip=0", Total: 310_356_313,
		Name:   Text{EN: "TransUNet, ViT-L_16", ZH: "TransUNet，ViT-L_16"},
		Note:   Text{EN: "A transformer alone encodes, without skip connections.", ZH: "仅用 Transformer 编码，没有跳跃连接。"},
		Source: transUNet,
	},
	{
		ID: "restormer-deraining", Arch: "restormer", Total: 26_126_644,
		Name:   Text{EN: "Restormer, deraining and deblurring", ZH: "Restormer，去雨与去模糊"},
		Note:   Text{EN: "Layer normalization with bias.", ZH: "层归一化有偏置。"},
		Source: restormer,
	},
	{
		ID: "restormer-denoising", Arch: "restormer", Settings: "inp_channels=1 out_channels=1 layernorm_type=BiasFree", Total: 26_109_076,
		Name:   Text{EN: "Restormer, gray denoising", ZH: "Restormer，灰度去噪"},
		Note:   Text{EN: "Layer normalization without bias.", ZH: "层归一化无偏置。"},
		Source: restormer,
	},
	{
		ID: "uformer-t", Arch: "uformer", Settings: "img_size=128 embed_dim=16 modulator=on size=128", Total: 5_291_853,
		Name:   Text{EN: "Uformer-T", ZH: "Uformer-T"},
		Note:   Text{EN: "16 filters, two blocks everywhere.", ZH: "16 通道，各级两块。"},
		Source: uformer,
	},
	{
		ID: "uformer-s", Arch: "uformer", Settings: "img_size=128 modulator=on size=128", Total: 20_751_197,
		Name:   Text{EN: "Uformer-S", ZH: "Uformer-S"},
		Note:   Text{EN: "32 filters; 122,880 of its parameters are modulators.", ZH: "32 通道；其中 122,880 个参数为调制器。"},
		Source: uformer,
	},
	{
		ID: "uformer-b", Arch: "uformer", Settings: "img_size=128 depths=1,2,8,8,2,8,8,2,1 modulator=on size=128", Total: 50_880_946,
		Name:   Text{EN: "Uformer-B", ZH: "Uformer-B"},
		Note:   Text{EN: "32 filters, eight blocks at the third and fourth level.", ZH: "32 通道，第三、四级八块。"},
		Source: uformer,
	},
	{
		ID: "nnformer-synapse", Arch: "nnformer", Total: 150_054_210,
		Name:   Text{EN: "nnFormer, Synapse", ZH: "nnFormer，Synapse"},
		Note:   Text{EN: "192 filters on 64×128×128.", ZH: "192 通道，64×128×128。"},
		Source: nnFormer,
	},
	{
		ID: "nnformer-brats", Arch: "nnformer-tumor", Total: 37_754_190,
		Name:   Text{EN: "nnFormer, BraTS", ZH: "nnFormer，BraTS"},
		Note:   Text{EN: "Half as wide as for Synapse: a quarter of the parameters.", ZH: "宽度为 Synapse 版的一半，参数量约四分之一。"},
		Source: nnFormer,
	},
	{
		ID: "unetrpp-synapse", Arch: "unetrpp", Total: 42_952_850,
		Name:   Text{EN: "UNETR++, Synapse", ZH: "UNETR++，Synapse"},
		Note:   Text{EN: "The paper prints 42.96M.", ZH: "论文为 42.96M。"},
		Source: unetrpp,
	},
	{
		ID: "resnet34-unet", Arch: "smp-unet", Total: 24_436_369,
		Name:   Text{EN: "resnet34-Unet", ZH: "resnet34-Unet"},
		Note:   Text{EN: "segmentation_models.pytorch: its default encoder, 21.28M of the total.", ZH: "segmentation_models.pytorch 的默认编码器，占 2128 万。"},
		Source: smp.Repository,
	},
	{
		ID: "efficientnet-b0-unet", Arch: "smp-unet", Settings: "encoder_name=efficientnet-b0", Total: 6_251_469,
		Name:   Text{EN: "efficientnet-b0-Unet", ZH: "efficientnet-b0-Unet"},
		Note:   Text{EN: "412,160 of its parameters are built and never run.", ZH: "其中 412,160 个参数已创建但从不运行。"},
		Source: smp.Repository,
	},
	{
		ID: "sd-15", Arch: "ldm", Total: 859_520_964,
		Name:   Text{EN: "Stable Diffusion 1.5", ZH: "Stable Diffusion 1.5"},
		Note:   Text{EN: "The “860M” of its README, on latents of 64×64.", ZH: "README 所称的“860M”，潜变量 64×64。"},
		Source: config.Source{Title: "CompVis/stable-diffusion", Year: 2022, URL: "https://github.com/CompVis/stable-diffusion", Commit: "21f890f9da3cfbeaba8e2ac3c425ee9e998d5229"},
	},
	{
		ID: "sd-21", Arch: "sgm", Total: 865_910_724,
		Settings: "num_classes=none context_dim=1024 channel_mult=1,2,4,4 attention_resolutions=4,2,1 transformer_depth=1",
		Name:     Text{EN: "Stable Diffusion 2.1", ZH: "Stable Diffusion 2.1"},
		Note:     Text{EN: "865.9M: wider text features than Stable Diffusion 1, fully connected projections around attention, and heads of 64 channels.", ZH: "865.9M：与 1 相比，文本特征更宽，注意力前后的投影为全连接层，每头 64 通道。"},
		Source:   generativeModels,
	},
	{
		ID: "sdxl", Arch: "sgm", Settings: "size=128", Total: 2_567_463_684,
		Name:   Text{EN: "Stable Diffusion XL", ZH: "Stable Diffusion XL"},
		Note:   Text{EN: "Three levels, with none, two and ten transformer blocks in each attention.", ZH: "三级，每处注意力分别有 0、2、10 个 Transformer 块。"},
		Source: generativeModels,
	},
	{
		ID: "adm-256", Arch: "guided-diffusion", Total: 553_838_086,
		Settings: "image_size=256 class_cond=on learn_sigma=on num_channels=256 attention_resolutions=32,16,8 num_head_channels=64 resblock_updown=on size=256",
		Name:     Text{EN: "ADM, ImageNet 256×256", ZH: "ADM，ImageNet 256×256"},
		Note:     Text{EN: "The class-conditional model of “Diffusion Models Beat GANs”.", ZH: "“Diffusion Models Beat GANs”的类别条件模型。"},
		Source:   guidedDiffusion,
	},
	{
		ID: "adm-512", Arch: "guided-diffusion", Total: 558_997_638,
		Settings: "image_size=512 class_cond=on learn_sigma=on num_channels=256 attention_resolutions=32,16,8 num_head_channels=64 resblock_updown=on size=512",
		Name:     Text{EN: "ADM, ImageNet 512×512", ZH: "ADM，ImageNet 512×512"},
		Note:     Text{EN: "One level more than at 256×256, of half the width.", ZH: "比 256×256 多一级，宽度为一半。"},
		Source:   guidedDiffusion,
	},
	{
		ID: "mednext-b", Arch: "mednext", Settings: "exp_r=2,3,4,4,4,4,4,3,2", Total: 10_526_340,
		Name: Text{EN: "MedNeXt-B", ZH: "MedNeXt-B"}, Source: mednextRepository,
		Note: Text{EN: "Blocks widen more towards the lowest level.", ZH: "越深的块扩展倍数越大。"},
	},
	{
		ID: "mednext-m", Arch: "mednext", Settings: "exp_r=2,3,4,4,4,4,4,3,2 block_counts=3,4,4,4,4,4,4,4,3", Total: 17_548_996,
		Name: Text{EN: "MedNeXt-M", ZH: "MedNeXt-M"}, Source: mednextRepository,
		Note: Text{EN: "MedNeXt-B with up to twice as many blocks.", ZH: "块数最多为 MedNeXt-B 的两倍。"},
	},
	{
		ID: "mednext-l", Arch: "mednext", Settings: "exp_r=3,4,8,8,8,8,8,4,3 block_counts=3,4,8,8,8,8,8,4,3", Total: 61_779_300,
		Name: Text{EN: "MedNeXt-L", ZH: "MedNeXt-L"}, Source: mednextRepository,
		Note: Text{EN: "Eight blocks on each of the deep levels, which widen eightfold.", ZH: "深层每级八块，扩展八倍。"},
	},
	{
		ID: "ukan-train", Arch: "ukan", Settings: "embed_dims=128,160,256", Total: 6_356_689,
		Name: Text{EN: "U-KAN, as trained", ZH: "U-KAN（训练脚本）"}, Source: ukanRepository,
		Note: Text{EN: "The paper's 6.35M: train.py's widths, half of the class's own.", ZH: "论文的 6.35M：train.py 的宽度，为类默认值的一半。"},
	},
	{
		ID: "torchio-unet", Arch: "fepegar", Total: 246_156,
		Settings: "dimensions=3 num_encoding_blocks=3 out_channels_first_layer=8 normalization=batch activation=PReLU upsampling_type=linear padding=on size=48",
		Name:     Text{EN: "TorchIO's tutorial", ZH: "TorchIO 教程"},
		Note:     Text{EN: "The 3D network that TorchIO's tutorial trains on the hippocampus.", ZH: "TorchIO 教程中用于海马体的三维网络。"},
		Source:   config.Source{Title: "fepegar/unet", Year: 2019, URL: "https://github.com/fepegar/unet", Commit: "d5f46e0b1e65994ee01107af9094279962409659"},
	},
	{
		ID: "diffusers-sd-15", Arch: "diffusers-unet2dcondition", Settings: "cross_attention_dim=768", Total: 859_520_964,
		Name:   config.Text{EN: "Stable Diffusion 1.5 in diffusers", ZH: "diffusers 中的 Stable Diffusion 1.5"},
		Note:   config.Text{EN: "The same network as CompVis's, under other names.", ZH: "与 CompVis 的网络相同，仅张量名称不同。"},
		Source: diffusersRepo,
	},
	{
		ID: "diffusers-sd-21", Arch: "diffusers-unet2dcondition", Total: 865_910_724,
		Settings: "cross_attention_dim=1024 attention_head_dim=5,10,20,20 use_linear_projection=on",
		Name:     config.Text{EN: "Stable Diffusion 2.1 in diffusers", ZH: "diffusers 中的 Stable Diffusion 2.1"},
		Note:     config.Text{EN: "attention_head_dim holds numbers of heads: a mistake that was kept.", ZH: "attention_head_dim 存的是头数：沿用下来的命名错误。"},
		Source:   diffusersRepo,
	},
	{
		ID: "diffusers-sdxl", Arch: "diffusers-unet2dcondition", Total: 2_567_463_684,
		Settings: "cross_attention_dim=2048 addition_embed_type=text_time block_out_channels=320,640,1280 down_block_types=0,1,1 up_block_types=1,1,0 transformer_layers_per_block=1,2,10 attention_head_dim=5,10,20 use_linear_projection=on size=128",
		Name:     config.Text{EN: "Stable Diffusion XL in diffusers", ZH: "diffusers 中的 Stable Diffusion XL"},
		Note:     config.Text{EN: "Three levels, the first one without attention.", ZH: "三级，首级无注意力。"},
		Source:   diffusersRepo,
	},
	{
		ID: "ddpm-cifar10", Arch: "diffusers-unet2d", Total: 35_746_307,
		Settings: "block_out_channels=128,256,256,256 down_block_types=0,1,0,0 up_block_types=0,0,1,0 attention_head_dim=0 downsample_padding=0 flip_sin_to_cos=off freq_shift=1 norm_eps=1e-06 size=32",
		Name:     config.Text{EN: "DDPM, CIFAR-10", ZH: "DDPM，CIFAR-10"},
		Note:     config.Text{EN: "google/ddpm-cifar10-32: the paper's 35.7 million.", ZH: "google/ddpm-cifar10-32：论文所说的 3570 万。"},
		Source:   diffusersRepo,
	},
	{
		ID: "ddpm-celebahq-256", Arch: "diffusers-unet2d", Total: 113_673_219,
		Settings: "block_out_channels=128,128,256,256,512,512 down_block_types=0,0,0,0,1,0 up_block_types=0,1,0,0,0,0 attention_head_dim=0 downsample_padding=0 flip_sin_to_cos=off freq_shift=1 norm_eps=1e-06 size=256",
		Name:     config.Text{EN: "DDPM, CelebA-HQ 256×256", ZH: "DDPM，CelebA-HQ 256×256"},
		Note:     config.Text{EN: "google/ddpm-celebahq-256: the paper's 114 million.", ZH: "google/ddpm-celebahq-256：论文所说的 1.14 亿。"},
		Source:   diffusersRepo,
	},
	{
		ID: "edm-cifar10-vp", Arch: "edm-songunet", Settings: "augment_dim=9 channel_mult=2,2,2", Total: 55_733_891,
		Name:   config.Text{EN: "EDM, CIFAR-10, DDPM++", ZH: "EDM，CIFAR-10，DDPM++"},
		Note:   config.Text{EN: "As train.py --arch=ddpmpp builds it; the class's defaults have 61.8M.", ZH: "train.py --arch=ddpmpp 所构建；类的默认参数为 61.8M。"},
		Source: edmRepo,
	},
	{
		ID: "edm-cifar10-ve", Arch: "edm-songunet", Total: 56_397_827,
		Settings: "augment_dim=9 channel_mult=2,2,2 embedding_type=fourier channel_mult_noise=2 encoder_type=residual resample_filter=binomial",
		Name:     config.Text{EN: "EDM, CIFAR-10, NCSN++", ZH: "EDM，CIFAR-10，NCSN++"},
		Note:     config.Text{EN: "As train.py --arch=ncsnpp builds it.", ZH: "train.py --arch=ncsnpp 所构建。"},
		Source:   edmRepo,
	},
	{
		ID: "edm-imagenet-64", Arch: "edm-dhariwalunet", Settings: "img_resolution=64 label_dim=1000 size=64", Total: 295_899_267,
		Name:   config.Text{EN: "EDM, ImageNet 64×64", ZH: "EDM，ImageNet 64×64"},
		Note:   config.Text{EN: "ADM with class labels, 5,187 parameters fewer than OpenAI's, which also predicts a variance.", ZH: "带类别的 ADM，比 OpenAI 的少 5,187 个参数（后者还预测方差）。"},
		Source: edmRepo,
	},
	{
		ID: "adm-classifier-256", Arch: "guided-diffusion-classifier", Settings: "image_size=256 size=256", Total: 54_096_360,
		Name:   config.Text{EN: "ADM classifier, 256×256", ZH: "ADM 分类器，256×256"},
		Note:   config.Text{EN: "Guides samples of ADM at 256×256.", ZH: "引导 256×256 的 ADM 采样。"},
		Source: guidedDiffusion,
	},
	{
		ID: "controlnet-sd-15", Arch: "controlnet", Total: 361_279_120,
		Name:   config.Text{EN: "ControlNet for Stable Diffusion 1.5", ZH: "ControlNet（Stable Diffusion 1.5）"},
		Note:   config.Text{EN: "The control branch alone; the 859.5M of the U-Net come on top.", ZH: "仅控制分支；U-Net 另有 859.5M。"},
		Source: config.Source{Title: "lllyasviel/ControlNet", Year: 2023, URL: "https://github.com/lllyasviel/ControlNet", Commit: "ed85cd1e25a5ed592f7d8178495b4483de0331bf"},
	},
	{
		ID: "ncsnpp-cifar10", Arch: "score-sde-ncsnpp", Total: 62_758_915,
		Settings: "embedding_type=fourier fir=on progressive_input=residual scale_by_sigma=on centered=off",
		Name:     config.Text{EN: "NCSN++, CIFAR-10", ZH: "NCSN++，CIFAR-10"},
		Note:     config.Text{EN: "Continuous noise levels, as features of 128 random frequencies.", ZH: "连续噪声强度，以 128 个随机频率的特征表示。"},
		Source:   config.Source{Title: "yang-song/score_sde_pytorch", Year: 2021, URL: "https://github.com/yang-song/score_sde_pytorch", Commit: "cb1f359f4aadf0ff9a5e122fe8fffc9451fd6e44"},
	},
	{
		ID: "imagen-readme", Arch: "imagen", Total: 30_154_212,
		Settings: "dim=32 num_resnet_blocks=3 layer_attns=0,1,1,1 layer_cross_attns=0,1,1,1 cond_dim=512",
		Name:     config.Text{EN: "Imagen, first U-Net of the README", ZH: "Imagen，README 的首个 U-Net"},
		Note:     config.Text{EN: "The small one with which the README begins.", ZH: "README 开头的小网络。"},
		Source:   imagenRepo,
	},
	{
		ID: "imagen-unconditional", Arch: "imagen", Total: 16_772_868,
		Settings: "cond_on_text=off dim=32 num_resnet_blocks=3 layer_attns=0,1,1,1 layer_cross_attns=0",
		Name:     config.Text{EN: "Imagen without text", ZH: "无文本的 Imagen"},
		Note:     config.Text{EN: "178,400 of its parameters are for a text and never run.", ZH: "其中 178,400 个参数用于文本，从不运行。"},
		Source:   imagenRepo,
	},
	{
		ID: "imagen-base-64", Arch: "imagen", Total: 1_625_742_116,
		Settings: "dim=512 dim_mults=1,2,3,4 num_resnet_blocks=3 layer_attns=0,1,1,1 layer_cross_attns=0,1,1,1",
		Name:     config.Text{EN: "Imagen, BaseUnet64", ZH: "Imagen，BaseUnet64"},
		Note:     config.Text{EN: "The class with the settings of the paper's base model.", ZH: "按论文基础模型设定的类。"},
		Source:   imagenRepo,
	},
	{
		ID: "imagen-sr-256", Arch: "imagen", Total: 732_036_754,
		Settings: "lowres_cond=on num_resnet_blocks=2,4,8,8 layer_attns=0,0,0,1 layer_cross_attns=0,0,0,1 memory_efficient=on size=256",
		Name:     config.Text{EN: "Imagen, SRUnet256", ZH: "Imagen，SRUnet256"},
		Note:     config.Text{EN: "The class that enlarges samples to 256×256.", ZH: "把样本放大到 256×256 的类。"},
		Source:   imagenRepo,
	},
	{
		ID: "unet1d-readme", Arch: "lucidrains-unet1d", Settings: "channels=32", Total: 14_869_408,
		Name:   config.Text{EN: "Unet1D of the README", ZH: "README 中的 Unet1D"},
		Note:   config.Text{EN: "32 channels, 128 long.", ZH: "32 通道，长度 128。"},
		Source: lucidrains,
	},
	{
		ID: "k-diffusion-cifar10", Arch: "k-diffusion", Settings: "mapping_cond_dim=9", Total: 66_121_731,
		Name:   config.Text{EN: "k-diffusion, CIFAR-10", ZH: "k-diffusion，CIFAR-10"},
		Note:   config.Text{EN: "configs/config_cifar10.json; nine numbers say how an image was augmented.", ZH: "configs/config_cifar10.json；另以 9 个数表示图像增强方式。"},
		Source: config.Source{Title: "crowsonkb/k-diffusion", Year: 2022, URL: "https://github.com/crowsonkb/k-diffusion", Commit: "4601bf085320592473f681a62808ed873d17fad5"},
	},
	{
		ID: "egeunet-isic", Arch: "egeunet", Total: 53_374,
		Name:   config.Text{EN: "EGE-UNet, ISIC", ZH: "EGE-UNet，ISIC"},
		Note:   config.Text{EN: "The 0.053M of the paper.", ZH: "论文所说的 0.053M。"},
		Source: config.Source{Title: "JCruan519/EGE-UNet", Year: 2023, URL: "https://github.com/JCruan519/EGE-UNet", Commit: "f52ba30c6bf7d0ca479c2c9d4a3cbda999f49d3a"},
	},
	{
		ID: "malunet-isic", Arch: "malunet", Total: 177_943,
		Name:   config.Text{EN: "MALUNet, ISIC", ZH: "MALUNet，ISIC"},
		Note:   config.Text{EN: "The settings of its config_setting.py.", ZH: "其 config_setting.py 的设置。"},
		Source: config.Source{Title: "JCruan519/MALUNet", Year: 2022, URL: "https://github.com/JCruan519/MALUNet", Commit: "e184b47de99b3fda6b7880fcf3ff99b806308d2b"},
	},
	{
		ID: "svd-xt", Arch: "svd", Settings: "frames=25", Total: 1_524_623_082,
		Name:   config.Text{EN: "Stable Video Diffusion XT", ZH: "Stable Video Diffusion XT"},
		Note:   config.Text{EN: "The network of SVD, trained further for 25 frames.", ZH: "与 SVD 相同的网络，针对 25 帧继续训练。"},
		Source: generativeModels,
	},
	{
		ID: "sv3d", Arch: "svd", Settings: "adm_in_channels=256 frames=21", Total: 1_523_967_722,
		Name:   config.Text{EN: "SV3D", ZH: "SV3D"},
		Note:   config.Text{EN: "An orbit of 21 views; its vector is shorter than that of SVD.", ZH: "环绕物体的 21 个视角；其向量比 SVD 的短。"},
		Source: generativeModels,
	},
	{
		ID: "karrasunet-imagenet", Arch: "lucidrains-karrasunet", Settings: "num_classes=1000", Total: 431_508_725,
		Name:   config.Text{EN: "KarrasUnet, 64×64, 1000 classes", ZH: "KarrasUnet，64×64，1000 类"},
		Note:   config.Text{EN: "The example at the end of its file: 768,000 parameters embed the class.", ZH: "文件末尾的示例：768,000 个参数用于类别嵌入。"},
		Source: lucidrains,
	},
	{
		ID: "cyclegan-6", Arch: "cyclegan", Settings: "n_blocks=6 size=128", Total: 7_837_699,
		Name:   config.Text{EN: "CycleGAN, 6 blocks", ZH: "CycleGAN，6 个残差块"},
		Note:   config.Text{EN: "resnet_6blocks, for images of 128×128.", ZH: "resnet_6blocks，用于 128×128 图像。"},
		Source: config.Source{Title: "taesungp/contrastive-unpaired-translation", Year: 2020, URL: "https://github.com/taesungp/contrastive-unpaired-translation", Commit: "b3ac297708dfb6f7589d04662277e53c0d579c27"},
	},
	{
		ID: "mprnet-derain", Arch: "mprnet", Settings: "n_feat=40 scale_unetfeats=20 scale_orsnetfeats=16", Total: 3_637_249,
		Name:   config.Text{EN: "MPRNet, deraining", ZH: "MPRNet，去雨"},
		Note:   config.Text{EN: "The same network at less than half of the width.", ZH: "同一网络，宽度不到一半。"},
		Source: config.Source{Title: "swz30/MPRNet", Year: 2021, URL: "https://github.com/swz30/MPRNet", Commit: "43feb2aed45f5e0b9082c78c8c455160e30a3a82"},
	},
}

var (
	imagenRepo       = config.Source{Title: "lucidrains/imagen-pytorch", Year: 2022, URL: "https://github.com/lucidrains/imagen-pytorch", Commit: "c166739b03b06fbc2e7c00116ffc81724626ad08"}
	lucidrains       = config.Source{Title: "lucidrains/denoising-diffusion-pytorch", Year: 2020, URL: "https://github.com/lucidrains/denoising-diffusion-pytorch", Commit: "faed4db28e724735323fa91c70aa9b28a6e1cbac"}
	edmRepo          = config.Source{Title: "NVlabs/edm", Year: 2022, URL: "https://github.com/NVlabs/edm", Commit: "008a4e5316c8e3bfe61a62f874bddba254295afb"}
	diffusersRepo    = config.Source{Title: "huggingface/diffusers", Year: 2022, URL: "https://github.com/huggingface/diffusers", Commit: "f5942649f522f0ae87bcb659735b9fd894349ca8"}
	transUNet        = config.Source{Title: "Beckschen/TransUNet", Year: 2021, URL: "https://github.com/Beckschen/TransUNet", Commit: "02ef0010b36eb8328b5e689eadaf613602edf9b8"}
	uformer          = config.Source{Title: "ZhendongWang6/Uformer", Year: 2021, URL: "https://github.com/ZhendongWang6/Uformer", Commit: "65fc970a8ffc09605faca74ed016ee93c9ad8a36"}
	nnFormer         = config.Source{Title: "282857341/nnFormer", Year: 2021, URL: "https://github.com/282857341/nnFormer", Commit: "d48aaeb05612a09538f70c38a2357149ea3a7ac0"}
	unetrpp          = config.Source{Title: "Amshaker/unetr_plus_plus", Year: 2022, URL: "https://github.com/Amshaker/unetr_plus_plus", Commit: "dcba1c6e8179b77e2ec72b5f4daced8926259f01"}
	restormer        = config.Source{Title: "swz30/Restormer", Year: 2021, URL: "https://github.com/swz30/Restormer", Commit: "df766d5521afd21cce56e24159f300b30ebf3fb0"}
	generativeModels = config.Source{Title: "Stability-AI/generative-models", Year: 2023, URL: "https://github.com/Stability-AI/generative-models", Commit: "0ad7de9a5cb53fd63d6d30a4f385485e72e08597"}
	guidedDiffusion  = config.Source{Title: "openai/guided-diffusion", Year: 2021, URL: "https://github.com/openai/guided-diffusion", Commit: "22e0df8183507e13a7813f8d38d51b072ca1e67c"}
)

var unetFamily = config.Source{Title: "ShawnBIT/UNet-family", Year: 2019, URL: "https://github.com/ShawnBIT/UNet-family", Commit: "561bcaa5808cd15a057bcfcf54c95ff24d54406b"}

// Presets returns the published networks.
func Presets() []Preset { return presets }

// Config returns the preset's configuration.
func (p Preset) Config() *config.Config {
	c, err := config.New(Lookup(p.Arch)).With(p.Settings)
	if err != nil {
		panic(err) // an invalid preset, which TestPresets detects
	}
	return c
}

// PresetOf returns the preset that is equal to a configuration, or nil.
func PresetOf(c *config.Config) *Preset {
	for i, p := range presetConfigs() {
		if p.Equal(c) {
			return &presets[i]
		}
	}
	return nil
}

// presetConfigs caches the configuration of each preset: the page looks up its preset
// at every keystroke.
var presetConfigs = sync.OnceValue(func() []*config.Config {
	var all []*config.Config
	for _, p := range presets {
		all = append(all, p.Config())
	}
	return all
})
