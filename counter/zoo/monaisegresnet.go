package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/layer"
)

// MonaiSegResNet is MONAI's SegResNet or SegResNetVAE: Myronenko, "3D MRI Brain
// Tumor Segmentation Using Autoencoder Regularization" (2018,
// https://arxiv.org/abs/1810.11654). Residual blocks normalise first, most stand
// on the way down, skip connections are added, and every level doubles the
// filters.
//
// SegResNetVAE has, beside it, the paper's autoencoder: it makes the image again
// from the deepest level, by way of a random vector and of the same decoder, and
// adds a loss. It runs while training only: Training, which is no argument of the
// code, says whether it is counted as run. Its linear layers are made for one
// size of the image. The argument vae_default_std is left out: it scales random
// numbers.
//
// The activation that is called act_mod stands in several places at once.
type MonaiSegResNet struct {
	monaiData
	act                  monaiAct
	norm                 monaiNorm
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
	paper := Source{Title: "Myronenko: 3D MRI Brain Tumor Segmentation Using Autoencoder Regularization", Year: 2018, URL: "https://arxiv.org/abs/1810.11654"}
	for _, a := range []struct {
		id, class   string
		name, about Text
		vae         bool
	}{
		{
			"monai-segresnet", "SegResNet",
			Text{"SegResNet (MONAI)", "SegResNet（MONAI）"},
			Text{"Residual blocks, most of them on the way down; skip connections are added.", "残差块，多在下行路径；跳跃连接为相加。"},
			false,
		},
		{
			"monai-segresnetvae", "SegResNetVAE",
			Text{"SegResNetVAE (MONAI)", "SegResNetVAE（MONAI）"},
			Text{"SegResNet with an autoencoder beside it that makes the image again while training.", "带变分自编码器分支的 SegResNet，训练时重建图像。"},
			true,
		},
	} {
		register(&Arch{
			ID: a.id, Family: familyMONAI, Name: a.name, About: a.about,
			Sources: fromMONAI(paper), Class: a.class,
			New: func(k *Knobs) Model { return newMonaiSegResNet(k, a.vae) },
		})
	}
}

func newMonaiSegResNet(k *Knobs, vae bool) Model {
	u := &MonaiSegResNet{vae: vae, normName: "none"}
	u.declareData(k, 2, 1, 2)
	k.Section(sectionNet)
	k.Number(&u.init, "init_filters", 8, 1, 65536,
		Text{"Filters", "通道数"},
		Text{"Of the first level, doubled with every level.", "第一层的通道数，每下一层加倍。"}).Scales()
	declareBlocks(k, &u.blocksDown, &u.blocksUp, []int64{1, 1, 1})
	u.act.declare(k, "act", "relu", true)
	u.norm.declare(k, "norm", "group", "default", true)
	if !vae {
		k.Select(&u.normName, "norm_name",
			Text{"Normalisation, by its old name", "归一化（旧参数）"},
			Text{"Deprecated: group takes the place of the normalisation above.", "已弃用：group 会取代上面的归一化。"},
			Choice{"none", Text{"none", "无"}},
			Choice{"group", Text{"group", "组归一化"}})
	}
	dropoutKnob(k, &u.dropout, "dropout_prob", false)
	k.Switch(&u.final, "use_conv_final", true,
		Text{"Convolution at the end", "末尾卷积"},
		Text{"Off: the features are returned; the convolution is built all the same.", "关：直接返回特征，卷积仍会建立。"})
	bindUpsample(k, &u.mode, "upsample_mode", "nontrainable")
	if vae {
		k.Section(Text{"Autoencoder", "自编码器"})
		k.Numbers(&u.image, "input_image_size", []int64{64}, 1, 3, 1, 4096,
			Text{"Size it is made for", "所针对的图像尺寸"},
			Text{"One number, or one for each dimension; the linear layers depend on it.", "一个数，或每维一个；全连接层依赖于它。"})
		k.Number(&u.nz, "vae_nz", 256, 1, 65536,
			Text{"Length of the random vector", "隐向量长度"},
			Text{"Between the linear layers.", "全连接层之间的向量长度。"})
		k.Switch(&u.estimate, "vae_estimate_std", false,
			Text{"Deviation estimated", "估计标准差"},
			Text{"By a linear layer, which is built all the same if this is off.", "由一个全连接层估计；关闭时该层仍会建立。"})
		k.Switch(&u.training, "training", false,
			Text{"While training", "训练时"},
			Text{"The autoencoder runs; it doesn't otherwise. Not an argument of the code.", "训练时自编码器才运行。不是代码的参数。"})
	}
	inputSize(k, &u.size, 64)
	return u
}

// declareBlocks declares the numbers of residual blocks.
func declareBlocks(k *Knobs, down, up *[]int64, value []int64) {
	k.Numbers(down, "blocks_down", []int64{1, 2, 2, 4}, 1, 10, 0, 16,
		Text{"Blocks on the way down", "下行残差块数"},
		Text{"One number a level, the deepest included.", "逐级给出，含最深一级。"})
	help := Text{"From the deepest level up; one number fewer, or the network can't be run.", "从最深层往上，少一个数，否则无法运行。"}
	if value == nil {
		help = Text{"From the deepest level up, one number fewer; none: one block each.", "从最深层往上，少一个数；none：每级一个。"}
	}
	k.Numbers(up, "blocks_up", value, 0, 10, 0, 16,
		Text{"Blocks on the way up", "上行残差块数"}, help)
}

// Check implements [Model].
func (u *MonaiSegResNet) Check() error {
	if err := u.checkImage(); u.vae && err != nil {
		return err
	}
	return u.normalisation().check(func(net *counter.Net, n monaiNorm) {
		c := *u
		c.norm = n
		c.training, c.final = true, true // all norms run
		c.Build(net)
	})
}

// checkImage reports a size of the image that the autoencoder can't be made for.
func (u *MonaiSegResNet) checkImage() error {
	least := int64(2) << (len(u.blocksDown) - 1)
	err := &ValueError{Key: "input_image_size", Value: join(u.image, ",")}
	fits := append([]int64(nil), u.image...)
	if n := int64(len(fits)); n > 1 && n != u.nd {
		fits = fits[:1]
		err.Text = Textf("needs one number, or %d: one for each dimension", "需要 1 个数，或每维一个共 %d 个数", u.nd)
	} else {
		err.Text = Textf("is at least %d with so many levels", "在此层级数下至少为 %d", least)
	}
	for i, n := range fits {
		fits[i] = max(n, least)
	}
	err.Nearest = []string{join(fits, ",")}
	if err.Nearest[0] == err.Value {
		return nil
	}
	return err
}

// normalisation returns the norm that stands, also by its old name.
func (u *MonaiSegResNet) normalisation() monaiNorm {
	if u.normName == "group" {
		return monaiNorm{"group", "default", "default", u.norm.groups}
	}
	return u.norm
}

// ClosedForm implements [Model]: the polynomial in the first level's filters.
func (u *MonaiSegResNet) ClosedForm() (int64, counter.Poly, error) {
	p, err := polynomial(u.normalisation().step(), u.build)
	return u.init, p, err
}

// Build implements [Model].
func (u *MonaiSegResNet) Build(net *counter.Net) { u.build(net, u.init) }

func (u *MonaiSegResNet) build(net *counter.Net, width int64) {
	root := net.Root()
	x := net.Input(u.in, int(u.nd))
	levels, ups := len(u.blocksDown), len(u.blocksUp)
	place := func(i int) {
		if i < levels-1 || i == 0 {
			net.At(counter.Encoder, i+1)
		} else {
			net.At(counter.Bottleneck, i+1)
		}
	}

	p := segResParts{u: u, net: net, width: width}
	if l := u.act.layer(); l != nil {
		p.act = root.Own("act_mod", l)
	}
	first := maybe(root.Child("convInit"), "conv", u.three(u.in, width, 1, false))
	list := root.Child("down_layers")
	downs := make([]forward, levels)
	for i, n := range u.blocksDown {
		m, c := list.Child(strconv.Itoa(i)), width<<i
		var run []forward
		if i > 0 {
			run = append(run, maybe(m.Child("0"), "conv", u.three(c/2, c, 2, false)))
		}
		for j := range n {
			run = append(run, u.block(net, m.Child(strconv.FormatInt(1+j, 10)), c))
		}
		downs[i] = inTurn(run)
	}
	layers, samples := root.Child("up_layers"), root.Child("up_samples")
	for i, n := range u.blocksUp {
		c := width << (ups - i - 1)
		p.decode = append(p.decode, u.blocks(net, layers.Child(strconv.Itoa(i)), c, n))
		m := samples.Child(strconv.Itoa(i))
		p.sample = append(p.sample, inTurn([]forward{
			p.fit(2 * c),
			maybe(m.Child("0"), "conv", u.point(2*c, c, false)),
			u.upsample(net, m.Child("1"), twice(u.mode, c, c)),
		}))
	}
	final := p.last(root.Child("conv_final"), u.out)
	drop := inTurn(nil)
	if u.dropout {
		drop = maybe(root, "dropout", layer.Dropout{})
	}
	place(levels - 1) // where the autoencoder is counted if it doesn't run
	again := inTurn(nil)
	if u.vae {
		again = p.autoencoder(root, width<<(levels-1))
	}

	place(0)
	x = drop(first(x))
	skips := make([]counter.Value, levels)
	for i, down := range downs {
		place(i)
		x = down(x)
		skips[i] = x
	}
	for i := range p.decode {
		at := levels - 2 - i
		net.At(counter.Decoder, max(at, 0)+1)
		x = p.sample[i](x)
		if at >= 0 {
			x = net.Do(layer.Add{}, x, fit(net, skips[at], x.C))
		} else {
			x = net.Do(layer.RuntimeError{}, x) // there is no such skip connection
		}
		x = p.decode[i](x)
	}
	net.At(counter.Head, 1)
	if u.final {
		x = final(x)
	}
	net.Output(x)
	if u.vae && u.training {
		net.Output(again(skips[levels-1]))
	}
}

// segResParts holds what the decoder and the autoencoder share.
type segResParts struct {
	u              *MonaiSegResNet
	net            *counter.Net
	width          int64
	act            *counter.Module // the activation that stands in several places
	sample, decode []forward       // from the deepest level up
}

// fit returns what hands over c channels; see [fit].
func (p *segResParts) fit(c int64) forward {
	return func(x counter.Value) counter.Value { return fit(p.net, x, c) }
}

// again registers the shared activation under a further name.
func (p *segResParts) again(m *counter.Module, name string) forward {
	if p.act == nil {
		return maybe(m, name, nil)
	}
	m.Alias(name, p.act)
	return activate(p.net, p.act)
}

// norm registers a normalisation.
func (p *segResParts) norm(m *counter.Module, name string, c int64) forward {
	return maybe(m, name, p.u.normalisation().layer(p.u.nd, c))
}

// last registers what leads from the finest level to out channels.
func (p *segResParts) last(m *counter.Module, out int64) forward {
	return inTurn([]forward{
		p.fit(p.width),
		p.norm(m, "0", p.width),
		p.again(m, "1"),
		maybe(m.Child("2"), "conv", p.u.point(p.width, out, true)),
	})
}

// autoencoder registers what makes the image again from the deepest level, which
// has c channels. The random numbers themselves are left out.
func (p *segResParts) autoencoder(root *counter.Module, c int64) forward {
	const filters = 16
	u, net, levels := p.u, p.net, len(p.u.blocksDown)
	size := u.across(u.image)
	elements := int64(filters)
	for i := range size[:u.nd] {
		size[i] /= 2 << (levels - 1)
		elements *= size[i]
	}
	m := root.Child("vae_down")
	down := inTurn([]forward{
		p.norm(m, "0", c), p.again(m, "1"),
		maybe(m.Child("2"), "conv", u.three(c, filters, 2, true)),
		p.norm(m, "3", filters), p.again(m, "4"),
	})
	fc1 := root.Own("vae_fc1", layer.Linear{In: elements, Out: u.nz, Bias: true})
	fc2 := root.Own("vae_fc2", layer.Linear{In: elements, Out: u.nz, Bias: true})
	fc3 := root.Own("vae_fc3", layer.Linear{In: u.nz, Out: elements, Bias: true})
	m = root.Child("vae_fc_up_sample")
	up := inTurn([]forward{
		maybe(m.Child("0"), "conv", u.point(filters, c, false)),
		u.upsample(net, m.Child("1"), twice(u.mode, c, c)),
		p.norm(m, "2", c), p.again(m, "3"),
	})
	final := p.last(root.Child("vae_conv_final"), u.in)
	act, runs := inTurn(nil), true
	if p.act != nil {
		if l, ok := p.act.Layer().(layer.PReLU); ok && l.C != 1 {
			runs = l.C == elements // one slope for each of them
		}
		if runs {
			act = activate(net, p.act)
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
func (u *MonaiSegResNet) blocks(net *counter.Net, m *counter.Module, c, n int64) forward {
	run := make([]forward, n)
	for j := range run {
		run[j] = u.block(net, m.Child(strconv.Itoa(j)), c)
	}
	return inTurn(run)
}

// three returns a convolution with a kernel of three.
func (u *MonaiSegResNet) three(in, out, stride int64, bias bool) layer.Conv {
	return u.conv(in, out, counter.Cube(3), counter.Cube(stride), bias)
}

// block registers a residual block that normalises first.
func (u *MonaiSegResNet) block(net *counter.Net, m *counter.Module, c int64) forward {
	norm := u.normalisation()
	norm1, norm2 := maybe(m, "norm1", norm.layer(u.nd, c)), maybe(m, "norm2", norm.layer(u.nd, c))
	act := u.act.own(net, m, "act")
	conv1 := maybe(m.Child("conv1"), "conv", u.three(c, c, 1, false))
	conv2 := maybe(m.Child("conv2"), "conv", u.three(c, c, 1, false))
	return func(x counter.Value) counter.Value {
		return net.Do(layer.Add{}, inTurn([]forward{norm1, act, conv1, norm2, act, conv2})(x), x)
	}
}
