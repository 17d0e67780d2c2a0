package diffusion

import (
	"slices"

	"unetparams/counter/config"
	"unetparams/counter/zoo/parts"
)

// A Diffusers is UNet2DModel or UNet2DConditionModel of huggingface/diffusers (2022,
// https://github.com/huggingface/diffusers, commit f594264, version 0.22). Settings are
// the constructor's arguments, with 0 or none for None. Types of blocks are numbers:
// 0 is DownBlock2D and UpBlock2D, 1 is a block with attention.
type Diffusers struct {
	parts.Image
	cond                                bool // UNet2DConditionModel
	in, out                             int64
	channels, down, up, layers          []int64
	headDim, groups, pad, shift         int64
	eps, timeType, scaleShift           string
	downType, upType                    string
	class, add, mid                     string
	flip, addAttention, linear, concat  bool
	classes, projection, timeDim, post  int64
	context, heads, depth, depthUp      []int64
	only                                []int64
	hidden, tokens, inKernel, outKernel int64
}

func init() {
	repo := config.Source{Title: "huggingface/diffusers", Year: 2022, URL: "https://github.com/huggingface/diffusers", Commit: "f5942649f522f0ae87bcb659735b9fd894349ca8"}
	config.Register(&config.Arch{
		ID: "diffusers-unet2dcondition", Family: Family,
		Name:    Text{EN: "diffusers UNet2DConditionModel", ZH: "diffusers UNet2DConditionModel"},
		About:   Text{EN: "Stable Diffusion's U-Net in the library that most people run it with.", ZH: "Stable Diffusion 的 U-Net，出自最常用的扩散模型库。"},
		Sources: []config.Source{{Title: "Rombach et al.: High-Resolution Image Synthesis with Latent Diffusion Models", Year: 2021, URL: "https://arxiv.org/abs/2112.10752"}, repo},
		Class:   "UNet2DConditionModel",
		New: func(k *config.Knobs) config.Model {
			m := &Diffusers{cond: true, timeType: "positional", downType: "conv", upType: "conv", addAttention: true}
			m.declare(k)
			return m
		},
	})
	config.Register(&config.Arch{
		ID: "diffusers-unet2d", Family: Family,
		Name:    Text{EN: "diffusers UNet2DModel", ZH: "diffusers UNet2DModel"},
		About:   Text{EN: "The U-Net of DDPM in diffusers, for images without a text.", ZH: "diffusers 中的 DDPM U-Net，不以文本为条件。"},
		Sources: []config.Source{{Title: "Ho, Jain, Abbeel: Denoising Diffusion Probabilistic Models", Year: 2020, URL: "https://arxiv.org/abs/2006.11239"}, repo},
		Class:   "UNet2DModel",
		New: func(k *config.Knobs) config.Model {
			m := &Diffusers{mid: "UNetMidBlock2D", depth: []int64{1}, inKernel: 3, outKernel: 3}
			m.declare(k)
			return m
		},
	})
}

// declare declares the settings; the defaults are the class's.
func (m *Diffusers) declare(k *config.Knobs) {
	channels, widths, down := int64(3), []int64{224, 448, 672, 896}, []int64{0, 1, 1, 1}
	if m.cond {
		channels, widths, down = 4, []int64{320, 640, 1280, 1280}, []int64{1, 1, 1, 0}
	}
	up := slices.Clone(down)
	slices.Reverse(up)
	k.Section(parts.SectionData)
	k.Number(&m.in, "in_channels", channels, 1, 65536, parts.LabelIn,
		Text{EN: "3 for color images, 4 for latents of Stable Diffusion.", ZH: "彩色图像为 3，Stable Diffusion 的潜变量为 4。"}).As(config.Inputs)
	k.Number(&m.out, "out_channels", channels, 1, 65536, labelOut,
		Text{EN: "As many as the noise has.", ZH: "与噪声相同。"}).As(config.Classes)
	if m.cond {
		m.declareText(k)
	}
	m.declareClass(k)
	k.Section(parts.SectionNet)
	k.Numbers(&m.channels, "block_out_channels", widths, 1, 8, 4, 65536,
		Text{EN: "Channels of the levels", ZH: "各级通道数"},
		Text{EN: "Multiples of norm_num_groups.", ZH: "须为 norm_num_groups 的倍数。"}).As(config.Width).Scales()
	k.Numbers(&m.down, "down_block_types", down, 1, 8, 0, 1,
		Text{EN: "Attention in the encoder", ZH: "编码器各级的注意力"},
		Text{EN: "Level by level, 1 for a block with attention: (Cross)AttnDownBlock2D, not DownBlock2D.", ZH: "逐级：1 为带注意力的 (Cross)AttnDownBlock2D，0 为 DownBlock2D。"})
	k.Numbers(&m.up, "up_block_types", up, 1, 8, 0, 1,
		Text{EN: "Attention in the decoder", ZH: "解码器各级的注意力"},
		Text{EN: "From the lowest level up.", ZH: "自最深一级起。"})
	most := 1
	if m.cond {
		most = 8
	}
	k.Numbers(&m.layers, "layers_per_block", []int64{2}, 1, most, 1, 16, labelBlocks, helpBlocks).As(config.Repeats)
	k.Number(&m.groups, "norm_num_groups", groups, 1, 1024,
		Text{EN: "Groups of a norm", ZH: "归一化组数"},
		Text{EN: "They divide all widths. Change no count.", ZH: "须整除各级通道数。不影响参数量。"})
	if m.cond {
		m.declareTransformers(k)
	} else {
		m.declarePlain(k)
	}
	m.declareFine(k)
	parts.InputSize(k, &m.Size, 64)
}

// declareText declares the text and the other inputs of UNet2DConditionModel.
func (m *Diffusers) declareText(k *config.Knobs) {
	k.Numbers(&m.context, "cross_attention_dim", []int64{1280}, 1, 8, 1, 65536, labelContext,
		Text{EN: "768 for Stable Diffusion 1, 1024 for 2, 2048 for XL; or one number a level.", ZH: "Stable Diffusion 1 为 768，2 为 1024，XL 为 2048；也可每级一个。"})
	k.Number(&m.tokens, "tokens", 77, 1, 4096, labelTokens, helpTokens).As(config.Uncounted)
	k.Number(&m.hidden, "encoder_hid_dim", 0, 0, 65536,
		Text{EN: "Features to be projected", ZH: "待投影的文本特征维数"},
		Text{EN: "Of a text that a layer fits to the attention first; 0: none.", ZH: "先由一层投影到注意力的维数；0 表示没有。"})
	k.Select(&m.add, "addition_embed_type",
		Text{EN: "Added condition", ZH: "附加条件"},
		Text{EN: "text_time is SDXL's: the pooled text and six sizes.", ZH: "text_time 即 SDXL 的池化文本与六个尺寸。"},
		Choice{Value: "none", Label: labelNone}, Choice{Value: "text_time", Label: Text{EN: "text_time", ZH: "text_time"}})
	k.Number(&m.post, "time_cond_proj_dim", 0, 0, 65536,
		Text{EN: "Guidance embedding", ZH: "引导嵌入维数"},
		Text{EN: "A vector that is added before the time step's first layer, as in latent consistency models; 0: none.", ZH: "加在时间步第一层之前的向量（如 LCM）；0 表示没有。"})
}

// declareClass declares the class or vector.
func (m *Diffusers) declareClass(k *config.Knobs) {
	types := []string{"none", "timestep", "identity"}
	if m.cond {
		types = append(types, "projection", "simple_projection")
	}
	choices := make([]Choice, len(types))
	for i, s := range types {
		choices[i] = Choice{Value: s, Label: Text{EN: s, ZH: s}}
	}
	k.Select(&m.class, "class_embed_type",
		Text{EN: "Class input", ZH: "类别输入"},
		Text{EN: "none: a table where there are classes.", ZH: "none：有类别数时为嵌入表。"}, choices...)
	k.Number(&m.classes, "num_class_embeds", 0, 0, 65536,
		Text{EN: "Classes as an input", ZH: "输入类别数"},
		Text{EN: "An embedding table for so many classes; 0: none.", ZH: "相应类别数的嵌入表；0 表示没有。"}).When(func() bool { return m.class == "none" })
	if !m.cond {
		return
	}
	k.Number(&m.projection, "projection_class_embeddings_input_dim", 2816, 1, 65536,
		Text{EN: "Elements of the vector", ZH: "向量维数"},
		Text{EN: "2816 for SDXL.", ZH: "SDXL 为 2816。"}).When(func() bool { return m.projects() })
	k.Switch(&m.concat, "class_embeddings_concat", false,
		Text{EN: "Concatenate the class", ZH: "拼接类别嵌入"},
		Text{EN: "To the time step's embedding, instead of adding it.", ZH: "与时间步嵌入拼接，而非相加。"}).When(func() bool { return m.hasClass() })
}

// projects reports whether the size of a vector matters.
func (m *Diffusers) projects() bool {
	return m.class == "projection" || m.class == "simple_projection" || m.add == "text_time"
}

// hasClass reports whether there is a class or vector.
func (m *Diffusers) hasClass() bool { return m.class != "none" || m.classes > 0 }

// declareTransformers declares the attention of UNet2DConditionModel.
func (m *Diffusers) declareTransformers(k *config.Knobs) {
	k.Numbers(&m.depth, "transformer_layers_per_block", []int64{1}, 1, 8, 1, 64, labelDepth,
		Text{EN: "In each attention: one number, or one a level.", ZH: "每处注意力中的块数：一个数，或每级一个。"})
	k.Numbers(&m.depthUp, "reverse_transformer_layers_per_block", nil, 0, 8, 1, 64,
		Text{EN: "Transformer blocks of the decoder", ZH: "解码器 Transformer 块数"},
		Text{EN: "From the lowest level up; none: as in the encoder.", ZH: "自最深一级起；none 表示与编码器相同。"})
	k.Numbers(&m.heads, "attention_head_dim", []int64{8}, 1, 8, 1, 1024,
		Text{EN: "Attention heads", ZH: "注意力头数"},
		Text{EN: "The number of heads, in spite of its name; what they can't share is cut off.", ZH: "名为 head_dim，实为头数；不能均分的通道会被舍去。"})
	k.Select(&m.mid, "mid_block_type",
		Text{EN: "Bottleneck", ZH: "瓶颈层"}, Text{EN: "none: there is none.", ZH: "none 表示没有。"},
		Choice{Value: "UNetMidBlock2DCrossAttn", Label: Text{EN: "with a transformer", ZH: "含 Transformer"}}, Choice{Value: "none", Label: labelNone})
	k.Numbers(&m.only, "only_cross_attention", []int64{0}, 1, 8, 0, 1,
		Text{EN: "Cross-attention only", ZH: "仅用交叉注意力"},
		Text{EN: "1: the first attention of a transformer goes to the text, too; one number, or one a level.", ZH: "1 表示 Transformer 的第一个注意力也关注文本；一个数，或每级一个。"})
	k.Switch(&m.linear, "use_linear_projection", false, labelLinear, helpLinear)
	k.Number(&m.timeDim, "time_embedding_dim", 0, 0, 65536,
		Text{EN: "Width of the time step's embedding", ZH: "时间步嵌入维数"},
		Text{EN: "0: four times the first level.", ZH: "0 表示首级通道数的 4 倍。"})
	k.Number(&m.inKernel, "conv_in_kernel", 3, 1, 15, Text{EN: "First kernel", ZH: "首个卷积核"}, Text{EN: "Of the first convolution.", ZH: "第一个卷积的核。"}).Step = 2
	k.Number(&m.outKernel, "conv_out_kernel", 3, 1, 15, Text{EN: "Last kernel", ZH: "末个卷积核"}, Text{EN: "Of the last convolution.", ZH: "最后一个卷积的核。"}).Step = 2
}

// declarePlain declares the attention of UNet2DModel.
func (m *Diffusers) declarePlain(k *config.Knobs) {
	k.Number(&m.headDim, "attention_head_dim", 8, 0, 1024,
		Text{EN: "Channels of a head", ZH: "每头通道数"},
		Text{EN: "0: all, in one head.", ZH: "0 表示单头、含全部通道。"})
	k.Switch(&m.addAttention, "add_attention", true,
		Text{EN: "Attention in the bottleneck", ZH: "瓶颈层注意力"}, Text{EN: "Between its two residual blocks.", ZH: "位于两个残差块之间。"})
	conv, res := Choice{Value: "conv", Label: Text{EN: "a convolution", ZH: "卷积"}}, Choice{Value: "resnet", Label: Text{EN: "a residual block", ZH: "残差块"}}
	k.Select(&m.downType, "downsample_type", Text{EN: "Halving", ZH: "下采样"}, Text{EN: "What halves the sizes.", ZH: "尺寸减半的方式。"}, conv, res)
	k.Select(&m.upType, "upsample_type", Text{EN: "Doubling", ZH: "上采样"}, Text{EN: "What doubles the sizes.", ZH: "尺寸加倍的方式。"}, conv, res)
	positional := Choice{Value: "positional", Label: Text{EN: "sines", ZH: "正弦"}}
	k.Select(&m.timeType, "time_embedding_type", Text{EN: "Time step", ZH: "时间步编码"},
		Text{EN: "Random frequencies are parameters that do not learn.", ZH: "随机频率是不训练的参数。"},
		positional, Choice{Value: "fourier", Label: Text{EN: "random frequencies", ZH: "随机频率"}})
}

// declareFine declares the settings of both classes that are rarely changed.
func (m *Diffusers) declareFine(k *config.Knobs) {
	k.Select(&m.scaleShift, "resnet_time_scale_shift", labelScale, helpScale,
		Choice{Value: "default", Label: Text{EN: "off", ZH: "关"}}, Choice{Value: "scale_shift", Label: Text{EN: "on", ZH: "开"}})
	k.Number(&m.pad, "downsample_padding", 1, 0, 1,
		Text{EN: "Padding where sizes are halved", ZH: "下采样填充"},
		Text{EN: "0: a row and a column at the end only.", ZH: "0 表示仅在末端补一行一列。"}).As(config.Uncounted)
	k.Switch(&m.flip, "flip_sin_to_cos", true,
		Text{EN: "Cosines first", ZH: "余弦在前"}, Text{EN: "In the time step's embedding.", ZH: "指时间步嵌入。"}).As(config.Uncounted)
	k.Number(&m.shift, "freq_shift", 0, 0, 1,
		Text{EN: "Spread of the frequencies", ZH: "频率分布"}, Text{EN: "1: the last one is 1/10000.", ZH: "1 表示最末频率为 1/10000。"}).As(config.Uncounted)
	k.Select(&m.eps, "norm_eps", Text{EN: "ε of norms", ZH: "归一化的 ε"}, Text{EN: "Added to the variance.", ZH: "加到方差上。"},
		Choice{Value: "1e-05", Label: Text{EN: "1e-5", ZH: "1e-5"}}, Choice{Value: "1e-06", Label: Text{EN: "1e-6", ZH: "1e-6"}}).As(config.Uncounted)
}

// Check implements [config.Model].
func (m *Diffusers) Check() error {
	n := len(m.channels)
	for _, list := range []struct {
		key string
		ns  []int64
		all bool // needs one for each level
	}{
		{"down_block_types", m.down, true}, {"up_block_types", m.up, true}, {"layers_per_block", m.layers, false},
		{"cross_attention_dim", m.context, false}, {"transformer_layers_per_block", m.depth, false},
		{"reverse_transformer_layers_per_block", m.depthUp, true}, {"attention_head_dim", m.heads, false}, {"only_cross_attention", m.only, false},
	} {
		if len(list.ns) > 0 && len(list.ns) != n && (list.all || len(list.ns) != 1) {
			return listError(list.key, list.ns, n, list.all)
		}
	}
	if err := multiples("block_out_channels", m.channels, m.groups); err != nil {
		return err
	}
	return m.checkHeads()
}
