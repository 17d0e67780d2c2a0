package monai

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// SegResNet is MONAI's SegResNet or SegResNetVAE: Myronenko, "3D MRI Brain
// Tumor Segmentation Using Autoencoder Regularization" (2018,
// https://arxiv.org/abs/1810.11654). Residual blocks normalize first; most are in the
// encoder, skip connections are added, and every level doubles the filters.
//
// SegResNetVAE also has the paper's autoencoder: it reconstructs the image from the
// deepest level, through a random vector and the same decoder, and adds a loss. It runs
// only in training: Training, which is not an argument of the code, selects whether it
// is counted as run. Its linear layers are made for one size of the image. The argument
// vae_default_std has no setting: it scales random numbers.
//
// The activation named act_mod is used in several places.
type SegResNet struct {
	dataArgs
	act                  actArgs
	norm                 normArgs
	vae                  bool
	init                 int64
	dropout, final       bool
	normName, mode       string
	blocksDown, blocksUp []int64
	image                []int64
	estimate, training   bool
	nz                   int64
}

func init() {
	paper := config.Source{Title: "Myronenko: 3D MRI Brain Tumor Segmentation Using Autoencoder Regularization", Year: 2018, URL: "https://arxiv.org/abs/1810.11654"}
	for _, a := range []struct {
		id, class   string
		name, about config.Text
		vae         bool
	}{
		{
			"monai-segresnet", "SegResNet",
			Text{EN: "SegResNet (MONAI)", ZH: "SegResNet（MONAI）"},
			Text{EN: "Residual blocks, most of them on the way down; skip connections are added.", ZH: "残差块，多在下行路径；跳跃连接为相加。"},
			false,
		},
		{
			"monai-segresnetvae", "SegResNetVAE",
			Text{EN: "SegResNetVAE (MONAI)", ZH: "SegResNetVAE（MONAI）"},
			Text{EN: "SegResNet with an autoencoder beside it that makes the image again while training.", ZH: "带变分自编码器分支的 SegResNet，训练时重建图像。"},
			true,
		},
	} {
		config.Register(&config.Arch{
			ID: a.id, Family: Family, Name: a.name, About: a.about,
			Sources: fromMONAI(paper), Class: a.class,
			New: func(k *config.Knobs) config.Model { return newSegResNet(k, a.vae) },
		})
	}
}

func newSegResNet(k *config.Knobs, vae bool) config.Model {
	u := &SegResNet{vae: vae, normName: "none"}
	u.declareData(k, 2, 1, 2)
	k.Section(parts.SectionNet)
	k.Number(&u.init, "init_filters", 8, 1, 65536,
		Text{EN: "Filters", ZH: "通道数"},
		Text{EN: "Of the first level, doubled with every level.", ZH: "首级通道数，逐级加倍。"}).As(config.Width).Scales()
	declareBlocks(k, &u.blocksDown, &u.blocksUp, []int64{1, 1, 1})
	u.act.declare(k, "act", "relu", "0.01", true)
	u.norm.other = &u.normName
	u.norm.declare(k, "norm", "group", "default", true)
	if !vae {
		k.Select(&u.normName, "norm_name",
			Text{EN: "Normalization, by its old name", ZH: "归一化（旧参数）"},
			Text{EN: "Deprecated: group takes the place of the normalization above.", ZH: "已弃用：group 会取代上面的归一化。"},
			Choice{Value: "none", Label: Text{EN: "none", ZH: "无"}},
			Choice{Value: "group", Label: Text{EN: "group", ZH: "组归一化"}}).As(config.Normalization)
	}
	dropoutKnob(k, &u.dropout, "dropout_prob", false)
	k.Switch(&u.final, "use_conv_final", true,
		Text{EN: "Convolution at the end", ZH: "末尾卷积"},
		Text{EN: "Off: the features are returned; the convolution is built all the same.", ZH: "关：直接返回特征，卷积仍会建立。"})
	bindUpsample(k, &u.mode, "upsample_mode", "nontrainable")
	if vae {
		k.Section(Text{EN: "Autoencoder", ZH: "自编码器"})
		k.Numbers(&u.image, "input_image_size", []int64{64}, 1, 3, 1, 4096,
			Text{EN: "Size it is made for", ZH: "所针对的图像尺寸"},
			Text{EN: "One number, or one for each dimension; the linear layers depend on it.", ZH: "一个数，或每维一个；全连接层依赖于它。"})
		k.Number(&u.nz, "vae_nz", 256, 1, 65536,
			Text{EN: "Length of the random vector", ZH: "隐向量长度"},
			Text{EN: "Between the linear layers.", ZH: "全连接层之间的向量长度。"})
		k.Switch(&u.estimate, "vae_estimate_std", false,
			Text{EN: "Deviation estimated", ZH: "估计标准差"},
			Text{EN: "By a linear layer, which is built all the same if this is off.", ZH: "由一个全连接层估计；关闭时该层仍会建立。"})
		k.Switch(&u.training, "training", false,
			Text{EN: "While training", ZH: "训练时"},
			Text{EN: "The autoencoder runs; it doesn't otherwise. Not an argument of the code.", ZH: "训练时自编码器才运行。不是代码的参数。"}).As(config.Uncounted)
	}
	parts.InputSize(k, &u.size, 64)
	return u
}

// declareBlocks declares the numbers of residual blocks.
func declareBlocks(k *config.Knobs, down, up *[]int64, value []int64) {
	k.Numbers(down, "blocks_down", []int64{1, 2, 2, 4}, 1, 10, 0, 16,
		Text{EN: "Blocks on the way down", ZH: "下行残差块数"},
		Text{EN: "One number a level, the deepest included.", ZH: "逐级给出，含最深一级。"})
	help := Text{EN: "From the deepest level up; one number fewer, or the network can't be run.", ZH: "从最深层往上，少一个数，否则无法运行。"}
	if value == nil {
		help = Text{EN: "From the deepest level up, one number fewer; none: one block each.", ZH: "从最深层往上，少一个数；none：每级一个。"}
	}
	k.Numbers(up, "blocks_up", value, 0, 10, 0, 16,
		Text{EN: "Blocks on the way up", ZH: "上行残差块数"}, help)
}

// Check implements [config.Model].
func (u *SegResNet) Check() error {
	if err := u.checkImage(); u.vae && err != nil {
		return err
	}
	return u.normalization().check(func(net *counter.Net, n normArgs) {
		c := *u
		c.norm = n
		c.training, c.final = true, true // all norms run
		c.Build(net)
	})
}

// checkImage returns an error if the autoencoder can't be made for the image's size.
func (u *SegResNet) checkImage() error {
	least := int64(2) << (len(u.blocksDown) - 1)
	err := &config.ValueError{Key: "input_image_size", Value: config.Join(u.image, ",")}
	fits := append([]int64(nil), u.image...)
	if n := int64(len(fits)); n > 1 && n != u.nd {
		fits = fits[:1]
		err.Text = config.Textf("needs one number, or %d: one for each dimension", "需要 1 个数，或每维一个共 %d 个数", u.nd)
	} else {
		err.Text = config.Textf("is at least %d with so many levels", "在此级数下至少为 %d", least)
	}
	for i, n := range fits {
		fits[i] = max(n, least)
	}
	err.Nearest = []string{config.Join(fits, ",")}
	if err.Nearest[0] == err.Value {
		return nil
	}
	return err
}

// normalization returns the norm, which may be set by its old name.
func (u *SegResNet) normalization() normArgs {
	if u.normName == "group" {
		return normArgs{name: "group", affine: "default", stats: "default", groups: u.norm.groups}
	}
	return u.norm
}

// ClosedForm implements [config.Model]: the polynomial in the first level's filters.
func (u *SegResNet) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(u.normalization().step(), u.build)
	return u.init, p, err
}

// Build implements [config.Model].
func (u *SegResNet) Build(net *counter.Net) { u.build(net, u.init) }

func (u *SegResNet) build(net *counter.Net, width int64) {
	root := net.Root()
	x := net.Input(u.in, int(u.nd))
	levels := len(u.blocksDown)

	// Published code registers everything before it runs.
	p := segResParts{u: u, net: net, width: width}
	if l := u.act.layer(); l != nil {
		p.act = root.Own("act_mod", l)
	}
	first := parts.Maybe(root.Child("convInit"), "conv", u.three(u.in, width, 1, false))
	downs := p.registerEncoder(root.Child("down_layers"))
	p.registerDecoder(root.Child("up_layers"), root.Child("up_samples"))
	final := p.last(root.Child("conv_final"), u.out)
	drop := parts.InTurn(nil)
	if u.dropout {
		drop = parts.Maybe(root, "dropout", layer.Dropout{})
	}
	u.at(net, levels-1) // where the autoencoder is counted if it doesn't run
	again := parts.InTurn(nil)
	if u.vae {
		again = p.autoencoder(root, width<<(levels-1))
	}

	u.at(net, 0)
	x = drop(first(x))
	features := make([]counter.Value, levels)
	for i, down := range downs {
		u.at(net, i)
		x = down(x)
		features[i] = x
	}
	x = p.runDecoder(features)
	net.At(counter.Head, 1)
	if u.final {
		x = final(x)
	}
	net.Output(x)
	if u.vae && u.training {
		net.Output(again(features[levels-1]))
	}
}

// at assigns the following layers to a level of the encoder, from 0, or to the
// bottleneck.
func (u *SegResNet) at(net *counter.Net, i int) {
	if i < len(u.blocksDown)-1 || i == 0 {
		net.At(counter.Encoder, i+1)
	} else {
		net.At(counter.Bottleneck, i+1)
	}
}

// registerEncoder registers the levels of the encoder, the finest first.
func (p *segResParts) registerEncoder(list *counter.Module) []parts.Forward {
	u := p.u
	downs := make([]parts.Forward, len(u.blocksDown))
	for i, n := range u.blocksDown {
		m, c := list.Child(strconv.Itoa(i)), p.width<<i
		var run []parts.Forward
		if i > 0 {
			run = append(run, parts.Maybe(m.Child("0"), "conv", u.three(c/2, c, 2, false)))
		}
		for j := range n {
			run = append(run, u.block(p.net, m.Child(strconv.FormatInt(1+j, 10)), c))
		}
		downs[i] = parts.InTurn(run)
	}
	return downs
}

// registerDecoder registers the blocks and the up-sampling of the decoder.
func (p *segResParts) registerDecoder(layers, samples *counter.Module) {
	u, ups := p.u, len(p.u.blocksUp)
	for i, n := range u.blocksUp {
		c := p.width << (ups - i - 1)
		p.decode = append(p.decode, u.blocks(p.net, layers.Child(strconv.Itoa(i)), c, n))
		m := samples.Child(strconv.Itoa(i))
		p.sample = append(p.sample, parts.InTurn([]parts.Forward{
			p.fit(2 * c),
			parts.Maybe(m.Child("0"), "conv", u.point(2*c, c, false)),
			u.upsample(p.net, m.Child("1"), twice(u.mode, c, c)),
		}))
	}
}

// runDecoder runs the decoder on the outputs of the encoder, the bottleneck's last.
func (p *segResParts) runDecoder(features []counter.Value) counter.Value {
	deepest := len(features) - 1
	x := features[deepest]
	for i := range p.decode {
		at := deepest - 1 - i
		p.net.At(counter.Decoder, max(at, 0)+1)
		x = p.sample[i](x)
		if at >= 0 {
			x = p.net.Do(layer.Add{}, x, parts.Fit(p.net, features[at], x.C))
		} else {
			x = p.net.Do(layer.RuntimeError{}, x) // there is no such skip connection
		}
		x = p.decode[i](x)
	}
	return x
}

// segResParts holds what the decoder and the autoencoder share.
type segResParts struct {
	u              *SegResNet
	net            *counter.Net
	width          int64
	act            *counter.Module // the activation that is used in several places
	sample, decode []parts.Forward // from the deepest level up
}

// fit returns a Forward that requires c channels; see [parts.Fit].
func (p *segResParts) fit(c int64) parts.Forward {
	return func(x counter.Value) counter.Value { return parts.Fit(p.net, x, c) }
}

// again registers the shared activation under another name.
func (p *segResParts) again(m *counter.Module, name string) parts.Forward {
	if p.act == nil {
		return parts.Maybe(m, name, nil)
	}
	m.Alias(name, p.act)
	return Activate(p.net, p.act)
}

// norm registers a normalization.
func (p *segResParts) norm(m *counter.Module, name string, c int64) parts.Forward {
	return parts.Maybe(m, name, p.u.normalization().layer(p.u.nd, c))
}

// last registers the layers that lead from the finest level to out channels.
func (p *segResParts) last(m *counter.Module, out int64) parts.Forward {
	return parts.InTurn([]parts.Forward{
		p.fit(p.width),
		p.norm(m, "0", p.width),
		p.again(m, "1"),
		parts.Maybe(m.Child("2"), "conv", p.u.point(p.width, out, true)),
	})
}

// autoencoder registers the layers that reconstruct the image from the deepest level,
// which has c channels. The random numbers themselves are omitted.
func (p *segResParts) autoencoder(root *counter.Module, c int64) parts.Forward {
	const filters = 16
	u, net, levels := p.u, p.net, len(p.u.blocksDown)
	size := u.across(u.image)
	elements := int64(filters)
	for i := range size[:u.nd] {
		size[i] /= 2 << (levels - 1)
		elements *= size[i]
	}
	m := root.Child("vae_down")
	down := parts.InTurn([]parts.Forward{
		p.norm(m, "0", c), p.again(m, "1"),
		parts.Maybe(m.Child("2"), "conv", u.three(c, filters, 2, true)),
		p.norm(m, "3", filters), p.again(m, "4"),
	})
	fc1 := root.Own("vae_fc1", layer.Linear{In: elements, Out: u.nz, Bias: true})
	fc2 := root.Own("vae_fc2", layer.Linear{In: elements, Out: u.nz, Bias: true})
	fc3 := root.Own("vae_fc3", layer.Linear{In: u.nz, Out: elements, Bias: true})
	m = root.Child("vae_fc_up_sample")
	up := parts.InTurn([]parts.Forward{
		parts.Maybe(m.Child("0"), "conv", u.point(filters, c, false)),
		u.upsample(net, m.Child("1"), twice(u.mode, c, c)),
		p.norm(m, "2", c), p.again(m, "3"),
	})
	final := p.last(root.Child("vae_conv_final"), u.in)
	act, runs := parts.InTurn(nil), true
	if p.act != nil {
		if l, ok := p.act.Layer().(layer.PReLU); ok && l.C != 1 {
			runs = l.C == elements // one slope for each of them
		}
		if runs {
			act = Activate(net, p.act)
		}
	}
	return func(x counter.Value) counter.Value {
		net.AtCol(counter.Decoder, levels+1, 1)
		x = down(x)
		flat := net.Do(layer.Flatten{Size: size}, x)
		z := fc1.Run(flat)
		if u.estimate {
			z = net.Do(layer.Add{}, z, net.Do(layer.Activation{Name: "Softplus"}, fc2.Run(flat)))
		}
		x = net.Do(layer.Unflatten{C: filters}, act(fc3.Run(z)), x)
		if !runs {
			x = net.Do(layer.RuntimeError{}, x)
		}
		net.AtCol(counter.Decoder, levels, 1)
		x = up(x)
		for i := range p.decode {
			net.AtCol(counter.Decoder, max(levels-1-i, 1), 1)
			x = p.decode[i](p.sample[i](x))
		}
		net.AtCol(counter.Head, 1, 1)
		return final(x)
	}
}

// blocks registers n residual blocks for c channels.
func (u *SegResNet) blocks(net *counter.Net, m *counter.Module, c, n int64) parts.Forward {
	run := make([]parts.Forward, n)
	for j := range run {
		run[j] = u.block(net, m.Child(strconv.Itoa(j)), c)
	}
	return parts.InTurn(run)
}

// three returns a convolution with a kernel of three.
func (u *SegResNet) three(in, out, stride int64, bias bool) layer.Conv {
	return u.conv(in, out, counter.Cube(3), counter.Cube(stride), bias)
}

// block registers a residual block that normalizes first.
func (u *SegResNet) block(net *counter.Net, m *counter.Module, c int64) parts.Forward {
	norm := u.normalization()
	norm1, norm2 := parts.Maybe(m, "norm1", norm.layer(u.nd, c)), parts.Maybe(m, "norm2", norm.layer(u.nd, c))
	act := u.act.own(net, m, "act")
	conv1 := parts.Maybe(m.Child("conv1"), "conv", u.three(c, c, 1, false))
	conv2 := parts.Maybe(m.Child("conv2"), "conv", u.three(c, c, 1, false))
	return func(x counter.Value) counter.Value {
		return net.Do(layer.Add{}, parts.InTurn([]parts.Forward{norm1, act, conv1, norm2, act, conv2})(x), x)
	}
}
