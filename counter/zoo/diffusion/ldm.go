package diffusion

import (
	"slices"
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/zoo/parts"
)

// An LDM is the UNetModel of CompVis/stable-diffusion (2022,
// https://github.com/CompVis/stable-diffusion, commit 21f890f) or of
// Stability-AI/generative-models (2023,
// https://github.com/Stability-AI/generative-models, commit 0ad7de9): OpenAI's, whose
// attentions may be transformers that attend to a text. It works on latents, eight
// times smaller than the image. A number of −1 or None there is 0 here, but for
// num_classes and lists, where None is none.
//
// Where the first one takes numbers, the second one takes lists: of the length of
// channel_mult, or one number for all levels.
type LDM struct {
	parts.Image
	sgm                       bool
	control                   bool // of ControlNet, which has no way up
	in, out, width            int64
	blocks, mult, resolutions []int64
	heads, headDim            int64
	scale, updown, resample   bool
	whole, spatial, linear    bool
	depth                     []int64
	middle                    int64
	context, tokens, classes  int64
	kind                      string
	adm                       int64

	video          bool // VideoUNet
	frames         int64
	videoKernel    []int64
	mixIn, noCross bool
}

func init() {
	ldm := config.Source{Title: "Rombach et al.: High-Resolution Image Synthesis with Latent Diffusion Models", Year: 2021, URL: "https://arxiv.org/abs/2112.10752"}
	config.Register(&config.Arch{
		ID: "ldm", Family: Family,
		Name:    Text{EN: "Stable Diffusion 1 and latent diffusion", ZH: "Stable Diffusion 1 与潜在扩散"},
		About:   Text{EN: "A U-Net on latents, whose attention is a transformer that takes a text.", ZH: "在潜变量上的 U-Net，注意力为接收文本的 Transformer。"},
		Sources: []config.Source{ldm, {Title: "CompVis/stable-diffusion", Year: 2022, URL: "https://github.com/CompVis/stable-diffusion", Commit: "21f890f9da3cfbeaba8e2ac3c425ee9e998d5229"}},
		Class:   "UNetModel",
		New: func(k *config.Knobs) config.Model {
			m := new(LDM)
			m.declare(k)
			return m
		},
	})
	config.Register(&config.Arch{
		ID: "sgm", Family: Family,
		Name:  Text{EN: "Stable Diffusion XL and 2", ZH: "Stable Diffusion XL 与 2"},
		About: Text{EN: "Levels have unequal numbers of transformer blocks, and a vector joins the time step.", ZH: "各级 Transformer 块数不等，并有一个向量与时间步相加。"},
		Sources: []config.Source{
			{Title: "Podell et al.: SDXL: Improving Latent Diffusion Models for High-Resolution Image Synthesis", Year: 2023, URL: "https://arxiv.org/abs/2307.01952"},
			{Title: "Stability-AI/generative-models", Year: 2023, URL: "https://github.com/Stability-AI/generative-models", Commit: "0ad7de9a5cb53fd63d6d30a4f385485e72e08597"},
		},
		Class: "UNetModel",
		New: func(k *config.Knobs) config.Model {
			m := &LDM{sgm: true, spatial: true}
			m.declare(k)
			return m
		},
	})
}

// declare declares the settings; the defaults are Stable Diffusion 1 and XL.
func (m *LDM) declare(k *config.Knobs) {
	if !m.control {
		k.Section(parts.SectionData)
	}
	in := int64(4)
	if m.video {
		in = 8 // a latent and that of the image which begins the video
	}
	k.Number(&m.in, "in_channels", in, 1, 65536, parts.LabelIn,
		Text{EN: "4 for latents of Stable Diffusion; more where an image is concatenated.", ZH: "Stable Diffusion 的潜变量为 4；拼接图像时更多。"}).As(config.Inputs)
	if !m.control {
		k.Number(&m.out, "out_channels", 4, 1, 65536,
			labelOut,
			Text{EN: "As many as the latent has.", ZH: "与潜变量相同。"}).As(config.Classes)
	}
	m.declareConditions(k)
	k.Section(parts.SectionNet)
	declareWidth(k, &m.width, "model_channels", 320)
	mult, resolutions, depth, most := []int64{1, 2, 4, 4}, []int64{4, 2, 1}, []int64{1}, 1
	switch {
	case m.video:
		most = 8
	case m.sgm:
		mult, resolutions, depth, most = []int64{1, 2, 4}, []int64{4, 2}, []int64{1, 2, 10}, 8
	}
	k.Numbers(&m.mult, "channel_mult", mult, 1, 8, 1, 64, labelMult, helpMult)
	k.Numbers(&m.blocks, "num_res_blocks", []int64{2}, 1, 8, 1, 16, labelBlocks, helpBlocks).As(config.Repeats)
	k.Numbers(&m.resolutions, "attention_resolutions", resolutions, 0, 8, 1, 128,
		Text{EN: "Attention at factors", ZH: "注意力所在倍率"},
		Text{EN: "Levels whose maps are so many times smaller than the input have attention; the bottleneck always has it.", ZH: "特征图缩小到这些倍数的级有注意力；瓶颈层总有。"})
	if !m.sgm {
		k.Switch(&m.spatial, "use_spatial_transformer", true,
			Text{EN: "Transformers", ZH: "使用 Transformer"},
			Text{EN: "Attention is a transformer that takes the text; else it is plain.", ZH: "注意力为接收文本的 Transformer；否则为普通自注意力。"})
	}
	used := func() bool { return m.spatial }
	k.Numbers(&m.depth, "transformer_depth", depth, 1, most, 1, 64, labelDepth,
		Text{EN: "In each attention: one number, or one a level.", ZH: "每处注意力中的块数：一个数，或每级一个。"}).When(used)
	m.declareTransformers(k)
	k.Switch(&m.scale, "use_scale_shift_norm", false, labelScale, helpScale)
	k.Switch(&m.updown, "resblock_updown", false, labelUpDown, helpUpDown)
	k.Switch(&m.resample, "conv_resample", true,
		Text{EN: "Convolutions resize", ZH: "用卷积改变尺寸"},
		Text{EN: "Else sizes are changed by pooling and interpolation alone.", ZH: "否则只用池化和插值。"}).When(func() bool { return !m.updown })
	if !m.sgm {
		declareWhole(k, &m.whole)
	}
	if m.video {
		m.declareVideo(k)
	}
	parts.InputSize(k, &m.Size, 64)
}

// declareTransformers declares the bottleneck's transformer and the heads of all.
func (m *LDM) declareTransformers(k *config.Knobs) {
	if m.sgm {
		k.Number(&m.middle, "transformer_depth_middle", 0, 0, 64,
			Text{EN: "Transformer blocks of the bottleneck", ZH: "瓶颈层 Transformer 块数"},
			Text{EN: "0: as the last level.", ZH: "0 表示与最后一级相同。"})
	}
	k.Switch(&m.linear, "use_linear_in_transformer", m.sgm, labelLinear, helpLinear).When(func() bool { return m.spatial })
	heads, dim := int64(8), int64(0)
	if m.sgm {
		dim = 64
	}
	declareHeads(k, &m.heads, heads)
	declareHeadDim(k, &m.headDim, dim)
}

// declareConditions declares the text, and the class or vector.
func (m *LDM) declareConditions(k *config.Knobs) {
	features, tokens, adm := int64(768), int64(77), int64(2816)
	switch {
	case m.video:
		features, tokens, adm = 1024, 1, 768
	case m.sgm:
		features = 2048
	}
	used := func() bool { return m.spatial }
	least, help := int64(1), Text{EN: "Of the text that transformers attend to: 768 for Stable Diffusion 1, 1024 for 2, 2048 for XL.", ZH: "Transformer 所关注的文本：Stable Diffusion 1 为 768，2 为 1024，XL 为 2048。"}
	if m.sgm && !m.video {
		least = 0
		help.EN, help.ZH = help.EN+" 0: there is none, and they attend to the map again.", help.ZH+"0 表示没有文本，再次关注特征图自身。"
	}
	k.Number(&m.context, "context_dim", features, least, 65536, labelContext, help).When(used)
	k.Number(&m.tokens, "tokens", tokens, 1, 4096,
		labelTokens, helpTokens).As(config.Uncounted).When(used)
	if m.control {
		return
	}
	if !m.sgm {
		k.Number(&m.classes, "num_classes", 0, 0, 65536,
			Text{EN: "Classes as an input", ZH: "输入类别数"},
			Text{EN: "An embedding table for so many classes; 0: none.", ZH: "相应类别数的嵌入表；0 表示没有。"})
		return
	}
	k.Select(&m.kind, "num_classes",
		Text{EN: "Further condition", ZH: "其他条件"},
		Text{EN: "What is added to the embedding of the time step.", ZH: "加到时间步嵌入上的内容。"},
		Choice{Value: "sequential", Label: Text{EN: "a vector", ZH: "向量"}},
		Choice{Value: "none", Label: Text{EN: "nothing", ZH: "无"}},
		Choice{Value: "timestep", Label: Text{EN: "another time step", ZH: "另一时间步"}},
		Choice{Value: "continuous", Label: Text{EN: "a number", ZH: "一个数"}})
	k.Number(&m.adm, "adm_in_channels", adm, 1, 65536,
		Text{EN: "Elements of the vector", ZH: "向量维数"},
		Text{EN: "2816 for SDXL: the pooled text and six sizes.", ZH: "SDXL 为 2816：池化文本与六个尺寸。"}).When(func() bool { return m.kind == "sequential" })
}

// resolve returns the network of the settings, with the given width.
func (m *LDM) resolve(width int64) *unet {
	u := &unet{
		in: m.in, out: m.out, width: width, heads: m.heads, headDim: m.headDim, scaleShift: m.scale,
		resUpDown: m.updown, resample: m.resample, whole: m.whole, spatial: m.spatial, linearProj: m.linear,
		context: m.context, tokens: m.tokens, class: classInput{m.kind, m.adm},
	}
	if !m.sgm && m.classes > 0 {
		u.class = classInput{"number", m.classes}
	}
	for level, n := range m.mult {
		u.channels = append(u.channels, n*width)
		u.blocks = append(u.blocks, parts.OfStage(m.blocks, level))
		u.attends = append(u.attends, slices.Contains(m.resolutions, 1<<level))
		u.depth = append(u.depth, parts.OfStage(m.depth, level))
	}
	if m.video {
		u.frames, u.videoKernel, u.noCross = m.frames, parts.AxesOf(m.videoKernel), m.noCross
	}
	if u.middle = m.middle; u.middle == 0 {
		u.middle = m.depth[len(m.depth)-1]
	}
	return u
}

// Check implements [config.Model].
func (m *LDM) Check() error {
	for _, list := range []struct {
		key string
		ns  []int64
	}{{"num_res_blocks", m.blocks}, {"transformer_depth", m.depth}} {
		if n := len(m.mult); len(list.ns) != 1 && len(list.ns) != n {
			fit := make([]int64, n)
			for i := range fit {
				fit[i] = parts.OfStage(list.ns, i)
			}
			return &config.ValueError{Key: list.key, Value: config.Join(list.ns, ","), Nearest: []string{config.Join(fit, ",")}, Text: config.Textf(
				"needs one number, or %s: one a level", "需要 1 个数，或每级一个共 %s 个", strconv.Itoa(n))}
		}
	}
	if len(m.videoKernel) == 2 {
		return &config.ValueError{Key: "video_kernel_size", Value: config.Join(m.videoKernel, ","), Nearest: []string{"3,1,1"}, Text: Text{EN: "needs one number, or three", ZH: "需要 1 个数或 3 个数"}}
	}
	if err := parity("video_kernel_size", m.videoKernel, 1); err != nil {
		return err
	}
	if m.mult[0] != 1 && !m.control {
		fit := append([]int64{1}, m.mult[1:]...)
		return &config.ValueError{Key: "channel_mult", Value: config.Join(m.mult, ","), Nearest: []string{config.Join(fit, ",")}, Text: Text{
			EN: "needs 1 first: the last convolution takes model_channels", ZH: "首项须为 1：最后一个卷积的输入为 model_channels"}}
	}
	return m.resolve(m.width).checkHeads("num_heads")
}

// Build implements [config.Model].
func (m *LDM) Build(net *counter.Net) {
	u := m.resolve(m.width)
	u.describe(net, func() counter.Value { return u.image(net) })
}

// ClosedForm implements [config.Model]: the polynomial in the base channels.
func (m *LDM) ClosedForm() (int64, counter.Poly, error) {
	p, err := polynomial(groups, m.resolve)
	return m.width, p, err
}
