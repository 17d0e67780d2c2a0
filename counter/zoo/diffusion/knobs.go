package diffusion

import (
	"unetparams/counter/config"
)

// Labels and texts that several networks share.
var (
	labelBlocks  = Text{EN: "Residual blocks a level", ZH: "每级残差块数"}
	helpBlocks   = Text{EN: "Of the encoder; the decoder has one more.", ZH: "指编码器；解码器多一个。"}
	labelMult    = Text{EN: "Width of the levels", ZH: "各级宽度"}
	helpMult     = Text{EN: "Times the base channels, level by level.", ZH: "逐级为基础通道数的倍数。"}
	labelScale   = Text{EN: "Scale and shift", ZH: "缩放与平移"}
	helpScale    = Text{EN: "The embedding scales and shifts the second norm's output; else it is added before that norm.", ZH: "嵌入对第二个归一化的输出做缩放与平移；否则在归一化之前相加。"}
	labelUpDown  = Text{EN: "Residual blocks resize", ZH: "残差块改变尺寸"}
	helpUpDown   = Text{EN: "Sizes are halved and doubled inside of residual blocks, not by single convolutions.", ZH: "在残差块内减半与加倍尺寸，而不用单独的卷积。"}
	labelOut     = Text{EN: "Output channels", ZH: "输出通道数"}
	labelContext = Text{EN: "Features of a token", ZH: "文本特征维数"}
	labelTokens  = Text{EN: "Tokens", ZH: "词元数"}
	helpTokens   = Text{EN: "Of the text. No parameter depends on it.", ZH: "文本的词元数。不影响参数量。"}
	labelLinear  = Text{EN: "Linear projections", ZH: "线性投影"}
	helpLinear   = Text{EN: "Fully connected layers at both ends of a transformer, not 1×1 convolutions: as many parameters.", ZH: "Transformer 两端用全连接层而非 1×1 卷积；参数量相同。"}
	labelNone    = Text{EN: "none", ZH: "无"}
	labelDepth   = Text{EN: "Transformer blocks", ZH: "Transformer 块数"}
)

// declareWidth declares the base channels, a multiple of 32.
func declareWidth(k *config.Knobs, p *int64, key string, value int64) {
	k.Number(p, key, value, groups, 65536,
		Text{EN: "Base channels", ZH: "基础通道数"},
		Text{EN: "A multiple of 32, the number of groups of every norm.", ZH: "32 的倍数：每个归一化都分 32 组。"}).As(config.Width).Scales().Step = groups
}

// declareHeads declares the number of heads.
func declareHeads(k *config.Knobs, p *int64, value int64) {
	k.Number(p, "num_heads", value, 1, 256,
		Text{EN: "Attention heads", ZH: "注意力头数"},
		Text{EN: "Changes no count.", ZH: "不影响参数量。"})
}

// declareHeadDim declares the channels of a head.
func declareHeadDim(k *config.Knobs, p *int64, value int64) {
	k.Number(p, "num_head_channels", value, 0, 1024,
		Text{EN: "Channels of a head", ZH: "每头通道数"},
		Text{EN: "Takes the place of the number of heads; 0: it does not. Changes no count.", ZH: "代替头数；0 表示不用。不影响参数量。"})
}

// declareWhole declares how channels are divided into queries, keys and values.
func declareWhole(k *config.Knobs, p *bool) {
	k.Switch(p, "use_new_attention_order", false,
		Text{EN: "New attention order", ZH: "新的注意力次序"},
		Text{EN: "Queries, keys and values are split before the heads are. Changes no count.", ZH: "先分出查询、键、值，再分头。不影响参数量。"}).As(config.Uncounted)
}
