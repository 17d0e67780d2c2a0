package monai

import (
	"fmt"
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// SwinUNETR is MONAI's SwinUNETR: Hatamizadeh et al., "Swin UNETR: Swin
// Transformers for Semantic Segmentation of Brain Tumors in MRI Images" (2022,
// https://arxiv.org/abs/2201.01266). A Swin Transformer encodes: attention inside
// windows of 7 along each axis, shifted in every second block, and patch merging
// from stage to stage. Every resolution leads to the convolutional decoder.
//
// With use_v2, a residual block of convolutions precedes each stage. Rates of dropout
// and use_checkpoint have no settings: they do not affect anything that is counted.
type SwinUNETR struct {
	dataArgs
	image         []int64
	depths, heads []int64
	feature       int64
	norm          normArgs
	normalize, v2 bool
	downsample    string
}

func init() {
	config.Register(&config.Arch{
		ID: "monai-swinunetr", Family: Family,
		Name: Text{EN: "SwinUNETR (MONAI)", ZH: "SwinUNETR（MONAI）"},
		About: Text{
			EN: "A Swin Transformer encodes; each of its resolutions leads to the convolutional decoder.",
			ZH: "以 Swin Transformer 为编码器，各级分辨率都连到卷积解码器。",
		},
		Sources: fromMONAI(config.Source{Title: "Hatamizadeh et al.: Swin UNETR: Swin Transformers for Semantic Segmentation of Brain Tumors in MRI Images", Year: 2022, URL: "https://arxiv.org/abs/2201.01266"}),
		Class:   "SwinUNETR",
		New: func(k *config.Knobs) config.Model {
			u := new(SwinUNETR)
			u.declareData(k, 2, 1, 14)
			k.Section(parts.SectionNet)
			k.Numbers(&u.image, "img_size", []int64{96}, 1, 3, 32, 4096,
				Text{EN: "Size it is made for", ZH: "所针对的图像尺寸"},
				Text{EN: "One number, or one for each dimension: multiples of 32. Nothing depends on it.", ZH: "一个数，或每维一个，须为 32 的倍数。不影响任何计数。"}).As(config.Uncounted)
			k.Numbers(&u.depths, "depths", []int64{2, 2, 2, 2}, 4, 4, 1, 64,
				Text{EN: "Transformer blocks", ZH: "Transformer 块数"},
				Text{EN: "One number for each of the four stages.", ZH: "四个阶段各一个数。"})
			k.Numbers(&u.heads, "num_heads", []int64{3, 6, 12, 24}, 4, 4, 1, 65536, parts.LabelHeads,
				Text{EN: "One number a stage. Each head has a table of relative positions.", ZH: "每个阶段一个数。每个头都有相对位置偏置表。"})
			k.Number(&u.feature, "feature_size", 24, 12, 65536,
				Text{EN: "Filters", ZH: "通道数"},
				Text{EN: "Of the first level, a multiple of 12; doubled with every stage.", ZH: "首级通道数，须为 12 的倍数，逐阶段加倍。"}).As(config.Width).Scales()
			u.norm.declare(k, "norm_name", "instance", "default", false)
			k.Switch(&u.normalize, "normalize", true,
				Text{EN: "Normalized skip connections", ZH: "跳跃连接归一化"},
				Text{EN: "Layer normalization without parameters.", ZH: "不带参数的层归一化。"})
			k.Select(&u.downsample, "downsample",
				Text{EN: "Patch merging", ZH: "图块合并"},
				Text{EN: "The first version takes two positions of a volume twice and leaves two out.", ZH: "旧版在三维中重复取两个位置，并漏掉另外两个。"},
				Choice{Value: "merging", Label: Text{EN: "first version", ZH: "旧版"}},
				Choice{Value: "mergingv2", Label: Text{EN: "second version", ZH: "新版"}})
			k.Switch(&u.v2, "use_v2", false,
				Text{EN: "Swin UNETR V2", ZH: "Swin UNETR V2"},
				Text{EN: "A residual block of convolutions in front of each stage.", ZH: "每个阶段之前加一个卷积残差块。"})
			parts.InputSize(k, &u.size, 96)
			return u
		},
	})
}

// Check implements [config.Model].
func (u *SwinUNETR) Check() error {
	fits := append([]int64(nil), u.image...)
	err := &config.ValueError{Key: "img_size", Value: config.Join(u.image, ","), Text: Text{EN: "must be multiples of 32", ZH: "须为 32 的倍数"}}
	if n := int64(len(fits)); n > 1 && n != u.nd {
		fits, err.Text = fits[:1], u.needsAxes()
	}
	for i, n := range fits {
		fits[i] = max(n-n%32, 32)
	}
	if nearest := config.Join(fits, ","); nearest != err.Value {
		err.Nearest = []string{nearest}
		return err
	}
	if n := u.feature; n%12 != 0 {
		return &config.ValueError{Key: "feature_size", Value: strconv.FormatInt(n, 10),
			Nearest: []string{strconv.FormatInt(n-n%12, 10)}, Text: Text{EN: "must be a multiple of 12", ZH: "须为 12 的倍数"}}
	}
	if err := parts.CheckHeadList("num_heads", u.heads, u.feature); err != nil {
		return err
	}
	return u.norm.check(func(net *counter.Net, n normArgs) {
		c := *u
		c.norm = n
		c.Build(net)
	})
}

// ClosedForm implements [config.Model]: the polynomial in the first level's filters.
func (u *SwinUNETR) ClosedForm() (int64, counter.Poly, error) {
	step := int64(12) // multiplied so that heads and groups of norms divide the widths
	for _, n := range append(u.heads, u.norm.step()) {
		step *= n / parts.GCD(step, n)
	}
	if step > 1<<20 {
		return 0, counter.Poly{}, counter.ErrNotPolynomial
	}
	p, err := parts.Polynomial(step, u.build)
	return u.feature, p, err
}

// Build implements [config.Model].
func (u *SwinUNETR) Build(net *counter.Net) { u.build(net, u.feature) }

func (u *SwinUNETR) build(net *counter.Net, width int64) {
	root, b := net.Root(), &unetrBlocks{dataArgs: &u.dataArgs, norm: u.norm}
	image := net.Input(u.in, int(u.nd))
	vit := u.transformer(net, root.Child("swinViT"), width)
	refine := func(i int, in, out int64) parts.Forward {
		return b.block(net, root.Child("encoder"+strconv.Itoa(i)).Child("layer"), in, out, true)
	}
	refines := []parts.Forward{refine(1, u.in, width), refine(2, width, width), refine(3, 2*width, 2*width), refine(4, 4*width, 4*width)}
	deepest := refine(10, 16*width, 16*width)
	net.At(counter.Encoder, 1)
	x := net.Do(layer.SizeMultipleOf{Of: counter.Cube(32)}, image)
	skips := []counter.Value{refines[0](x)}
	for i, stage := range vit {
		net.At(counter.Encoder, i+2)
		if i == 4 {
			net.At(counter.Bottleneck, 6)
		}
		x = stage(x)
		y := x
		if u.normalize {
			y = net.Do(layer.LayerNorm{C: x.C}, x)
		}
		switch {
		case i < 3:
			y = refines[i+1](y)
		case i == 4:
			y = deepest(y)
		}
		skips = append(skips, y)
	}
	x = skips[5]
	for level := 5; level >= 1; level-- {
		net.At(counter.Decoder, level)
		out := width << max(level-2, 0)
		x = b.up(net, root.Child("decoder"+strconv.Itoa(level)), width<<(level-1), out, true)(x, skips[level-1])
	}
	net.At(counter.Head, 1)
	net.Output(b.conv("out", root, u.point(width, u.out, true))(x))
}

// transformer registers the Swin Transformer; the functions that it returns run
// the patch embedding and the four stages.
func (u *SwinUNETR) transformer(net *counter.Net, m *counter.Module, width int64) [5]parts.Forward {
	two := counter.Cube(2)
	run := [5]parts.Forward{parts.Maybe(m.Child("patch_embed"), "proj", layer.Conv{ND: int(u.nd), In: u.in, Out: width, Kernel: two, Stride: two, Bias: true})}
	for i := range 4 {
		run[i+1] = u.stage(net, m.Child(fmt.Sprintf("layers%d", i+1)).Child("0"), width<<i, i)
	}
	if u.v2 {
		b := &unetrBlocks{dataArgs: &u.dataArgs, norm: normArgs{name: "instance", affine: "default", stats: "default"}}
		for i := range 4 {
			c := width << i
			lead := b.block(net, m.Child(fmt.Sprintf("layers%dc", i+1)).Child("0").Child("layer"), c, c, true)
			run[i+1] = parts.InTurn([]parts.Forward{lead, run[i+1]})
		}
	}
	return run
}

// stage registers the blocks of a stage and the patch merging after them.
func (u *SwinUNETR) stage(net *counter.Net, m *counter.Module, c int64, i int) parts.Forward {
	var run []parts.Forward
	list := m.Child("blocks")
	swin := parts.Swin{ND: int(u.nd), Heads: u.heads[i], Window: counter.Cube(7), MLP: [2]string{"linear1", "linear2"}, Act: "fn", Ratio: 4, Pad: true}
	for j := range int(u.depths[i]) {
		run = append(run, swin.Block(net, list.Child(strconv.Itoa(j)), c, j%2 == 1))
	}
	order := layer.LastAxisFirst
	if u.nd == 3 {
		order = layer.ChannelLast
		if u.downsample == "merging" {
			order = layer.RepeatedCorners
		}
	}
	return parts.InTurn(append(run, parts.PatchMerging(net, m.Child("downsample"), int(u.nd), c, order, false)))
}
