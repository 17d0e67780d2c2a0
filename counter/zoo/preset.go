package zoo

import (
	"unetparams/counter/catalog"
	"unetparams/counter/config"
	"unetparams/counter/zoo/smp"
)

// A Preset is a published network.
type Preset = catalog.Preset

// latentDiffusion is the source of Stable Diffusion, and of the networks that it grew out
// of, in models/ldm.
var latentDiffusion = config.Source{Title: "CompVis/stable-diffusion", Year: 2022, URL: "https://github.com/CompVis/stable-diffusion", Commit: "21f890f9da3cfbeaba8e2ac3c425ee9e998d5229"}

// Presets returns the published networks.
func Presets() []Preset { return catalog.Presets() }

// PresetOf returns the preset that is equal to a configuration, or nil.
func PresetOf(c *config.Config) *Preset { return catalog.PresetOf(c) }

// Those of the classic U-Net are in package classic.
func init() { catalog.AddPresets(presets...) }

var presets = []Preset{
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
		ID: "fastai-camvid", Arch: "fastai", Settings: "n_out=32", Total: 41_224_168,
		Name:   Text{EN: "fastai, CamVid", ZH: "fastai，CamVid"},
		Note:   Text{EN: "unet_learner with a resnet34 and the 32 classes of its tutorial.", ZH: "unet_learner 加 resnet34，教程中的 32 类。"},
		Source: fastai,
	},
	{
		ID: "ldm-churches", Arch: "ldm", Total: 294_966_916,
		Settings: "model_channels=192 channel_mult=1,2,2,4,4 attention_resolutions=1,2,4,8 use_spatial_transformer=off use_scale_shift_norm=on resblock_updown=on size=32",
		Name:     Text{EN: "Latent diffusion, LSUN churches", ZH: "潜在扩散，LSUN 教堂"},
		Note:     Text{EN: "No text: self-attention alone, five levels on latents of 32×32.", ZH: "没有文本：仅自注意力，五级，潜变量 32×32。"},
		Source:   latentDiffusion,
	},
	{
		ID: "ldm-super-resolution", Arch: "ldm", Total: 113_622_563,
		Settings: "in_channels=6 out_channels=3 model_channels=160 channel_mult=1,2,2,4 attention_resolutions=16,8 use_spatial_transformer=off num_head_channels=32 size=32",
		Name:     Text{EN: "Latent diffusion, super-resolution", ZH: "潜在扩散，超分辨率"},
		Note:     Text{EN: "bsr_sr: the small image is concatenated with the latent.", ZH: "bsr_sr：小图与潜变量拼接。"},
		Source:   latentDiffusion,
	},
	{
		ID: "ldm-semantic-synthesis", Arch: "ldm", Total: 215_229_315,
		Settings: "in_channels=6 out_channels=3 model_channels=128 channel_mult=1,4,8 attention_resolutions=32,16,8 use_spatial_transformer=off size=32",
		Name:     Text{EN: "Latent diffusion, semantic synthesis", ZH: "潜在扩散，语义合成"},
		Note:     Text{EN: "The map of classes is concatenated with the latent.", ZH: "类别图与潜变量拼接。"},
		Source:   latentDiffusion,
	},
	{
		ID: "ldm-layout", Arch: "ldm", Total: 246_277_379,
		Settings: "in_channels=3 out_channels=3 context_dim=512 tokens=1 model_channels=128 channel_mult=1,2,3,4 attention_resolutions=8,4,2 transformer_depth=3 num_head_channels=32 size=32",
		Name:     Text{EN: "Latent diffusion, layout to image", ZH: "潜在扩散，布局到图像"},
		Note:     Text{EN: "Cross-attention to a layout of 512 features.", ZH: "对 512 维布局特征做交叉注意力。"},
		Source:   latentDiffusion,
	},
	{
		ID: "sd-15", Arch: "ldm", Total: 859_520_964,
		Name:   Text{EN: "Stable Diffusion 1.5", ZH: "Stable Diffusion 1.5"},
		Note:   Text{EN: "The “860M” of its README, on latents of 64×64.", ZH: "README 所称的“860M”，潜变量 64×64。"},
		Source: latentDiffusion,
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
		ID: "edm-ffhq-64", Arch: "edm-songunet", Settings: "img_resolution=64 augment_dim=9 size=64", Total: 61_805_571,
		Name:   config.Text{EN: "EDM, FFHQ 64×64, DDPM++", ZH: "EDM，FFHQ 64×64，DDPM++"},
		Note:   config.Text{EN: "As train.py --arch=ddpmpp builds it for faces and animals.", ZH: "train.py --arch=ddpmpp 为人脸和动物图像所构建。"},
		Source: edmRepo,
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
		ID: "ncsnpp-celebahq-256", Arch: "score-sde-ncsnpp", Total: 65_574_549,
		Settings: "image_size=256 ch_mult=1,1,2,2,2,2,2 num_res_blocks=2 embedding_type=fourier fir=on progressive=output_skip progressive_input=input_skip " +
			"num_scales=2000 scale_by_sigma=on sigma_max=348 centered=off size=256x256",
		Name:   config.Text{EN: "NCSN++, CelebA-HQ 256×256", ZH: "NCSN++，CelebA-HQ 256×256"},
		Note:   config.Text{EN: "Seven levels; images of every size come in and go out.", ZH: "七级；各尺寸的图像均有输入与输出。"},
		Source: config.Source{Title: "yang-song/score_sde_pytorch", Year: 2021, URL: "https://github.com/yang-song/score_sde_pytorch", Commit: "cb1f359f4aadf0ff9a5e122fe8fffc9451fd6e44"},
	},
	{
		ID: "htdemucs-released", Arch: "htdemucs", Settings: "bottom_channels=512 dconv_mode=3 size=343980", Total: 41_984_456,
		Name:   Text{EN: "HTDemucs, as released", ZH: "HTDemucs（发布版）"},
		Note:   Text{EN: "The “42M” of the released network, on 7.8 seconds.", ZH: "发布网络的“42M”，输入 7.8 秒。"},
		Source: demucsRepo,
	},
	{
		ID: "htdemucs-6s", Arch: "htdemucs", Settings: "sources=6 dconv_mode=3 size=343980", Total: 27_414_996,
		Name:   Text{EN: "HTDemucs, six sources", ZH: "HTDemucs，六个音源"},
		Note:   Text{EN: "Guitar and piano, too; the transformer has the last level's 384 channels.", ZH: "另分离吉他与钢琴；Transformer 沿用末级的 384 通道。"},
		Source: demucsRepo,
	},
	{
		ID: "waveunet-joint", Arch: "waveunet", Settings: "separate=off", Total: 17_537_256,
		Name:   Text{EN: "Wave-U-Net, one network", ZH: "Wave-U-Net，单个网络"},
		Note:   Text{EN: "One network for all sources: a quarter of the default.", ZH: "所有音源共用一个网络：约为默认的四分之一。"},
		Source: config.Source{Title: "f90/Wave-U-Net-Pytorch", Year: 2019, URL: "https://github.com/f90/Wave-U-Net-Pytorch", Commit: "86c113da51540c94b01a91fbf17227f0e9c3c274"},
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
