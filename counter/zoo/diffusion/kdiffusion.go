package diffusion

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// A KDiffusion is the ImageDenoiserModelV1 of crowsonkb/k-diffusion (2022,
// https://github.com/crowsonkb/k-diffusion, commit 4601bf0): norms take scale and
// shift from the noise level, and have no parameters of their own. Settings are the
// constructor's arguments. There is no attention to a text here.
type KDiffusion struct {
	parts.Image
	in, feats, cond, patch, skip int64
	depths, channels, attends    []int64
	variance                     bool
}

func init() {
	config.Register(&config.Arch{
		ID: "k-diffusion", Family: Family, Class: "ImageDenoiserModelV1",
		Name:  Text{EN: "k-diffusion, image_v1", ZH: "k-diffusion，image_v1"},
		About: Text{EN: "Katherine Crowson's denoiser: every norm is conditioned on the noise level.", ZH: "Katherine Crowson 的去噪网络：每个归一化都由噪声强度调制。"},
		Sources: []config.Source{
			{Title: "Karras et al.: Elucidating the Design Space of Diffusion-Based Generative Models", Year: 2022, URL: "https://arxiv.org/abs/2206.00364"},
			{Title: "crowsonkb/k-diffusion", Year: 2022, URL: "https://github.com/crowsonkb/k-diffusion", Commit: "4601bf085320592473f681a62808ed873d17fad5"},
		},
		New: func(k *config.Knobs) config.Model {
			m := new(KDiffusion)
			m.declare(k)
			return m
		},
	})
}

// declare declares the settings; the defaults are those of config_cifar10.json,
// without its conditions.
func (m *KDiffusion) declare(k *config.Knobs) {
	k.Fixes("predictions have as many channels as images", config.Classes)
	k.Section(parts.SectionData)
	k.Number(&m.in, "c_in", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
	k.Number(&m.cond, "mapping_cond_dim", 0, 0, 65536,
		Text{EN: "Elements of a condition", ZH: "条件维数"}, Text{EN: "It joins the noise level: 9 where training augments images; 0: none.", ZH: "与噪声强度相加：训练做数据增强时为 9；0 表示没有。"})
	k.Switch(&m.variance, "has_variance", false, Text{EN: "Variance", ZH: "方差"},
		Text{EN: "One channel more, which is left out of the image.", ZH: "多一个通道，不计入图像。"})
	k.Section(parts.SectionNet)
	k.Numbers(&m.channels, "channels", []int64{128, 256, 512}, 1, 8, 1, 65536,
		Text{EN: "Channels", ZH: "各级通道数"}, Text{EN: "Level by level; multiples of 64 from 64 on, of 32 below.", ZH: "逐级给出；64 及以上须为 64 的倍数，以下为 32 的倍数。"}).As(config.Width)
	k.Numbers(&m.depths, "depths", []int64{2, 4, 4}, 1, 8, 1, 64, labelBlocks, Text{EN: "Of both paths, level by level.", ZH: "两条路径各级的块数。"}).As(config.Repeats)
	k.Numbers(&m.attends, "self_attn_depths", []int64{0, 1, 1}, 1, 8, 0, 1,
		Text{EN: "Attention", ZH: "注意力"}, Text{EN: "Level by level, 1 for an attention in each block.", ZH: "逐级：1 表示每块都有注意力。"})
	k.Number(&m.feats, "feats_in", 256, 2, 65536,
		Text{EN: "Features of the noise level", ZH: "噪声强度特征数"}, Text{EN: "Every norm takes them through a layer of its own.", ZH: "每个归一化各有一层接收。"}).Step = 2
	k.Number(&m.patch, "patch_size", 1, 1, 64, Text{EN: "Patch", ZH: "图块大小"},
		Text{EN: "Positions of a patch become channels.", ZH: "图块内的位置转为通道。"})
	k.Number(&m.skip, "skip_stages", 0, 0, 7, Text{EN: "Levels left out", ZH: "跳过的级数"},
		Text{EN: "They are built and not run.", ZH: "创建但不运行。"})
	parts.InputSize(k, &m.Size, 32)
}

// Check implements [config.Model].
func (m *KDiffusion) Check() error {
	n := len(m.channels)
	for _, list := range []struct {
		key string
		ns  []int64
	}{{"depths", m.depths}, {"self_attn_depths", m.attends}} {
		if len(list.ns) != n {
			return listError(list.key, list.ns, n, true)
		}
	}
	if m.skip >= int64(n) {
		return &config.ValueError{Key: "skip_stages", Value: strconv.FormatInt(m.skip, 10), Nearest: []string{strconv.Itoa(n - 1)}, Text: Text{EN: "leaves no level", ZH: "一级也没有剩下"}}
	}
	fit := make([]int64, n)
	for i, c := range m.channels {
		if fit[i] = c; m.divides(i) {
			continue
		}
		if fit[i] = 32; c >= 64 {
			fit[i] = c / 64 * 64
		}
	}
	if value, nearest := config.Join(m.channels, ","), config.Join(fit, ","); value != nearest {
		return &config.ValueError{Key: "channels", Value: value, Nearest: []string{nearest}, Text: Text{EN: "must be multiples of 32, or less, and shared equally by heads of 64 or more", ZH: "须为 32 的倍数或更小，且能按每头至少 64 均分"}}
	}
	return nil
}

// divides reports whether level i has whole groups of 32 channels, or fewer than one,
// and heads share its channels equally. The decoder's last attention of the level below
// has this width too.
func (m *KDiffusion) divides(i int) bool {
	c := m.channels[i]
	attends := m.attends[i] == 1 || i+1 < len(m.attends) && m.attends[i+1] == 1
	return c < 32 || c%32 == 0 && (!attends || c%max(1, c/64) == 0)
}

// ClosedForm implements [config.Model]: the widths are a list.
func (*KDiffusion) ClosedForm() (int64, counter.Poly, error) {
	return 0, counter.Poly{}, counter.ErrNotPolynomial
}

// A kdiff describes one network of a [KDiffusion].
type kdiff struct {
	*KDiffusion
	net *counter.Net
	emb counter.Value
}

// first returns the channels of level i−1, or of the first level.
func (m *KDiffusion) first(i int64) int64 { return m.channels[max(i-1, 0)] }

// Build implements [config.Model].
func (m *KDiffusion) Build(net *counter.Net) {
	b := &kdiff{KDiffusion: m, net: net}
	root, x := net.Root(), net.Input(m.in, 2)
	b.embed(root)
	wide := m.in * m.patch * m.patch
	out := wide
	if m.variance {
		out++
	}
	in := root.Own("proj_in", parts.Conv2D(wide, m.first(m.skip), 1))
	end := root.Own("proj_out", parts.Conv2D(m.first(m.skip), out, 1))
	unet := root.Child("u_net")
	down, up := b.down(unet.Child("d_blocks")), b.up(unet.Child("u_blocks"))

	net.At(counter.Encoder, 1)
	if m.patch > 1 {
		x = net.Do(layer.PatchChannels{ND: 2, Patch: counter.Cube(m.patch)}, x)
	}
	x = in.Run(x)
	var skips []counter.Value
	last := len(down) - 1
	for i, f := range down {
		if level := i - int(m.skip) + 1; level > 0 {
			net.At(counter.Encoder, level)
			x = f(x)
			skips = append(skips, x)
		}
	}
	for i := range skips {
		net.At(counter.Decoder, len(skips)-i)
		if i > 0 {
			x = net.Do(layer.Concat{}, x, skips[len(skips)-1-i])
		}
		x = up[last-i](x)
	}
	net.At(counter.Head, 1)
	x = end.Run(x)
	if m.variance {
		x = net.Do(layer.Slice{C: wide}, x)
	}
	if m.patch > 1 {
		x = net.Do(layer.PixelShuffle{ND: 2, Factor: m.patch}, x)
	}
	net.Output(x)
}

// embed registers and runs what embeds the noise level.
func (b *kdiff) embed(root *counter.Module) {
	net := b.net
	net.At(counter.Condition, stageTime)
	t := root.Child("timestep_embed").Apply("weight", layer.FourierFeatures{N: b.feats / 2, Buffer: true, Column: true, CosFirst: true, Quarter: true},
		net.NamedInput("sigma", counter.Shape{C: 1}))
	if b.cond > 0 {
		y := net.NamedInput("mapping_cond", counter.Shape{C: b.cond})
		t = net.Do(layer.Add{}, t, root.Apply("mapping_cond", layer.Linear{In: b.cond, Out: b.feats}, y))
	}
	b.emb = parts.Sequential(root.Child("mapping"), linear(b.feats, b.feats), gelu, linear(b.feats, b.feats), gelu)(t)
}

// norm registers a group norm whose scale and shift are made of the embedding.
func (b *kdiff) norm(m *counter.Module, c, groups int64) parts.Forward {
	mapper := m.Own("mapper", linear(b.feats, 2*c))
	return func(x counter.Value) counter.Value {
		both := chunks(b.net, b.net.Do(layer.Unsqueeze{ND: 2}, mapper.Run(b.emb)), 2, 1)
		return b.net.Do(layer.ScaleShift{}, b.net.Do(layer.GroupNorm{Groups: groups, C: c}, x), both[0], both[1])
	}
}

// groupsOf returns the groups of a norm: of 32 channels each.
func groupsOf(c int64) int64 { return max(1, c/32) }

// res registers a residual block.
func (b *kdiff) res(m *counter.Module, in, mid, out int64) parts.Forward {
	main := m.Child("main")
	inner := parts.InTurn([]parts.Forward{
		b.norm(main.Child("0"), in, groupsOf(in)), parts.Maybe(main, "1", gelu), parts.Maybe(main, "2", parts.Conv2D(in, mid, 3)), parts.Maybe(main, "3", layer.Dropout{}),
		b.norm(main.Child("4"), mid, groupsOf(mid)), parts.Maybe(main, "5", gelu), parts.Maybe(main, "6", parts.Conv2D(mid, out, 3)), parts.Maybe(main, "7", layer.Dropout{}),
	})
	skip := parts.InTurn(nil)
	if in != out {
		conv := parts.Conv2D(in, out, 1)
		conv.Bias = false
		skip = parts.Maybe(m, "skip", conv)
	}
	return func(x counter.Value) counter.Value { return b.net.Do(layer.Add{}, inner(x), skip(x)) }
}

// attention registers an attention of all positions to each other.
func (b *kdiff) attention(m *counter.Module, c int64) parts.Forward {
	norm := b.norm(m.Child("norm_in"), c, groupsOf(c))
	qkv, out := m.Own("qkv_proj", parts.Conv2D(c, 3*c, 1)), m.Own("out_proj", parts.Conv2D(c, c, 1))
	return func(x counter.Value) counter.Value {
		h := b.net.Do(layer.Attention{Heads: max(1, c/64)}, chunks(b.net, qkv.Run(norm(x)), 3, 1)...)
		return b.net.Do(layer.Add{}, x, out.Run(h))
	}
}

// level registers the blocks of a level under the names from n on.
func (b *kdiff) level(m *counter.Module, i, n int, in, out int64) (run []parts.Forward) {
	c := b.channels[i]
	for j := range b.depths[i] {
		end := c
		if j == b.depths[i]-1 {
			end = out
		}
		run = append(run, b.res(child(m, n), in, c, end))
		n++
		if b.attends[i] == 1 {
			run = append(run, b.attention(child(m, n), end))
			n++
		}
		in = c
	}
	return run
}

// down registers the blocks of the encoder.
func (b *kdiff) down(m *counter.Module) (all []parts.Forward) {
	for i, c := range b.channels {
		block, half := child(m, i), parts.InTurn(nil)
		if int64(i) > b.skip {
			half = parts.Maybe(block, "0", layer.LowPass{})
		}
		all = append(all, parts.InTurn(append([]parts.Forward{half}, b.level(block, i, 1, b.first(int64(i)), c)...)))
	}
	return all
}

// up registers the blocks of the decoder, the deepest one first, and returns them by
// level.
func (b *kdiff) up(m *counter.Module) []parts.Forward {
	n := len(b.channels)
	all := make([]parts.Forward, n)
	for k := range n {
		i := n - 1 - k
		block, in := child(m, k), b.channels[i]
		if k > 0 {
			in *= 2
		}
		run := b.level(block, i, 0, in, b.first(int64(i)))
		if int64(i) > b.skip {
			run = append(run, parts.Maybe(block, strconv.Itoa(len(run)), layer.LowPass{Up: true}))
		}
		all[i] = parts.InTurn(run)
	}
	return all
}
