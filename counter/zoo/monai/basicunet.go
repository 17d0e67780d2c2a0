package monai

import (
	"fmt"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// BasicUNet is one of the two basic networks of MONAI:
//
//   - BasicUNet, a U-Net of five levels (2020; after Falk et al., "U-Net – Deep
//     Learning for Cell Counting, Detection, and Morphometry", 2019,
//     https://doi.org/10.1038/s41592-018-0261-2);
//   - BasicUNetPlusPlus, a U-Net++ (2022; after Zhou et al., 2018,
//     https://arxiv.org/abs/1807.10165). Its four heads always run; without deep
//     supervision three of their results are discarded.
//
// The six numbers of features are those of the five levels and, last, of the finest
// level of the decoder. Up-sampling halves the channels, except to the finest level.
type BasicUNet struct {
	dataArgs
	adn
	plusPlus, deep, bias bool
	features             []int64
	mode                 string
}

func init() {
	for _, a := range []struct {
		id, class   string
		name, about config.Text
		plusPlus    bool
		paper       config.Source
	}{
		{
			"monai-basicunet", "BasicUNet",
			Text{EN: "BasicUNet (MONAI)", ZH: "BasicUNet（MONAI）"},
			Text{EN: "A U-Net of five levels with max-pooling, instance norm and leaky ReLU.", ZH: "五层 U-Net：最大池化、实例归一化、Leaky ReLU。"},
			false,
			config.Source{Title: "Falk et al.: U-Net: deep learning for cell counting, detection, and morphometry", Year: 2019, URL: "https://doi.org/10.1038/s41592-018-0261-2"},
		},
		{
			"monai-basicunetpp", "BasicUNetPlusPlus",
			Text{EN: "BasicUNet++ (MONAI)", ZH: "BasicUNet++（MONAI）"},
			Text{EN: "A U-Net++ from the blocks of BasicUNet; its heads always run, and three may be thrown away.", ZH: "由 BasicUNet 的模块组成的 U-Net++；输出头总会运行，其中三个的结果可能被丢弃。"},
			true, parts.PaperNested,
		},
	} {
		config.Register(&config.Arch{
			ID: a.id, Family: Family, Name: a.name, About: a.about,
			Sources: fromMONAI(a.paper), Class: a.class,
			New: func(k *config.Knobs) config.Model { return newBasicUNet(k, a.plusPlus) },
		})
	}
}

func newBasicUNet(k *config.Knobs, plusPlus bool) config.Model {
	u := &BasicUNet{plusPlus: plusPlus}
	u.order = "NDA"
	u.declareData(k, 1, 1, 2)
	k.Section(parts.SectionNet)
	least := 6
	help := Text{EN: "Six: of the five levels, and of the finest one on the way up.", ZH: "共六个：五层各一个，最后一个为上行路径最细一层。"}
	if plusPlus {
		least = 1
		help = Text{EN: "Six: of the five levels, and of the last node of the finest one. Or one for all.", ZH: "共六个：五层各一个，最后一个为最细一层末节点；或只写一个，全部相同。"}
	}
	k.Numbers(&u.features, "features", []int64{32, 32, 64, 128, 256, 32}, least, 6, 1, 65536,
		Text{EN: "Features", ZH: "通道数"}, help).As(config.Width).Scales()
	if plusPlus {
		k.Switch(&u.deep, "deep_supervision", false,
			Text{EN: "Deep supervision", ZH: "深度监督"},
			Text{EN: "Four outputs. Off: the other heads run all the same, and nothing takes what they make.", ZH: "四个输出。关：其余输出头照常运行，但结果不用。"})
	}
	u.act.declare(k, "act", "leakyrelu", "0.1", true)
	u.norm.declare(k, "norm", "instance", "on", true)
	k.Switch(&u.bias, "bias", true,
		Text{EN: "Bias", ZH: "偏置"},
		Text{EN: "Of the 3×3 convolutions.", ZH: "3×3 卷积的偏置。"})
	dropoutKnob(k, &u.dropout, "dropout", true)
	bindUpsample(k, &u.mode, "upsample", "deconv")
	parts.InputSize(k, &u.size, 96)
	return u
}

// filters returns the six numbers of features.
func (u *BasicUNet) filters() []int64 {
	if len(u.features) == 6 {
		return u.features
	}
	f := make([]int64, 6)
	for i := range f {
		f[i] = u.features[0]
	}
	return f
}

// Check implements [config.Model].
func (u *BasicUNet) Check() error {
	if n := len(u.features); n != 6 && n != 1 {
		return &config.ValueError{Key: "features", Value: config.Join(u.features, ","),
			Nearest: []string{fmt.Sprint(max(u.features[0], 2))},
			Text:    Text{EN: "needs six numbers, or one", ZH: "需要 6 个数，或 1 个数"}}
	}
	fits := append([]int64(nil), u.features...)
	wrong := false
	for i, n := range fits {
		if n < 2 && (len(fits) == 1 || i >= 2 && i <= 4) {
			fits[i], wrong = 2, true
		}
	}
	if wrong {
		return &config.ValueError{Key: "features", Value: config.Join(u.features, ","), Nearest: []string{config.Join(fits, ",")}, Text: Text{
			EN: "is halved on the way up from the third, fourth and fifth level, which needs 2",
			ZH: "第三、四、五层的通道数在上行时减半，至少为 2"}}
	}
	return u.norm.check(func(net *counter.Net, n normArgs) {
		c := *u
		c.norm = n
		c.Build(net)
	})
}

// ClosedForm implements [config.Model]: the polynomial in the first level's features.
func (u *BasicUNet) ClosedForm() (int64, counter.Poly, error) {
	f := u.filters()
	if f[5] != f[0] {
		return 0, counter.Poly{}, counter.ErrNotPolynomial
	}
	return parts.ClosedFormBy(u.norm.step(), f[:5], func(net *counter.Net, filters []int64) {
		u.build(net, append(filters, filters[0]))
	})
}

// Build implements [config.Model].
func (u *BasicUNet) Build(net *counter.Net) { u.build(net, u.filters()) }

func (u *BasicUNet) build(net *counter.Net, f []int64) {
	x := net.Input(u.in, int(u.nd))
	if u.plusPlus {
		u.nested(net, x, f)
	} else {
		u.plain(net, x, f)
	}
}

// plain describes BasicUNet.
func (u *BasicUNet) plain(net *counter.Net, x counter.Value, f []int64) {
	root := net.Root()
	net.At(counter.Encoder, 1)
	x = u.twoConv(net, root.Child("conv_0"), x.C, f[0])(x)
	var skips [4]counter.Value
	for i := 1; i <= 4; i++ {
		skips[i-1] = x
		if i < 4 {
			net.At(counter.Encoder, i+1)
		} else {
			net.At(counter.Bottleneck, i+1)
		}
		x = u.down(net, root.Child(fmt.Sprint("down_", i)), x.C, f[i])(x)
	}
	for i := 4; i >= 1; i-- {
		net.At(counter.Decoder, i)
		out := f[i-1]
		if i == 1 {
			out = f[5]
		}
		x = u.upCat(net, root.Child(fmt.Sprint("upcat_", i)), f[i], f[i-1], out, i > 1)(x, skips[i-1])
	}
	net.At(counter.Head, 1)
	net.Output(root.Apply("final_conv", u.point(x.C, u.out, true), x))
}

// nested describes BasicUNet++.
func (u *BasicUNet) nested(net *counter.Net, x counter.Value, f []int64) {
	root := net.Root()
	downs := map[parts.Node]parts.Forward{}
	ups := map[parts.Node]func(x, skip counter.Value) counter.Value{}
	for _, n := range parts.ByColumn() {
		switch {
		case n == parts.Node{}:
			downs[n] = u.twoConv(net, root.Child("conv_0_0"), u.in, f[0])
		case n.J == 0:
			downs[n] = u.down(net, root.Child(n.Name("conv_", "_")), f[n.I-1], f[n.I])
		default:
			out := f[n.I]
			if n.J == 4 {
				out = f[5]
			}
			ups[n] = u.upCat(net, root.Child(n.Name("upcat_", "_")), f[n.I+1], f[n.I]*int64(n.J), out, n.I > 0)
		}
	}
	row := parts.Nest(net, x, parts.ByDiagonal(),
		func(n parts.Node, x counter.Value) counter.Value { return downs[n](x) },
		func(n parts.Node, below counter.Value, left []counter.Value) counter.Value {
			skip := left[0]
			if len(left) > 1 {
				skip = net.Do(layer.Concat{}, left...)
			}
			return ups[n](below, skip)
		})
	var heads []counter.Value
	for j, x := range row[1:] {
		net.AtCol(counter.Head, 1, j+1)
		heads = append(heads, root.Apply(fmt.Sprint("final_conv_0_", j+1), u.point(x.C, u.out, true), x))
	}
	if !u.deep {
		heads = heads[3:]
	}
	net.Output(heads...)
}

// twoConv registers the two convolutions of a level.
func (u *BasicUNet) twoConv(net *counter.Net, m *counter.Module, in, out int64) parts.Forward {
	three, one := counter.Cube(3), counter.Cube(1)
	return parts.InTurn([]parts.Forward{
		u.convolution(net, m.Child("conv_0"), u.nd, out, u.conv(in, out, three, one, u.bias)),
		u.convolution(net, m.Child("conv_1"), u.nd, out, u.conv(out, out, three, one, u.bias)),
	})
}

// down registers a pooling and two convolutions.
func (u *BasicUNet) down(net *counter.Net, m *counter.Module, in, out int64) parts.Forward {
	return parts.InTurn([]parts.Forward{
		parts.Maybe(m, "max_pooling", layer.Pool{ND: int(u.nd), Kernel: counter.Cube(2)}),
		u.twoConv(net, m.Child("convs"), in, out),
	})
}

// upCat registers the layers that lead up to a level and join a skip connection of cat
// channels.
func (u *BasicUNet) upCat(net *counter.Net, m *counter.Module, in, cat, out int64, halves bool) func(x, skip counter.Value) counter.Value {
	up := in
	if halves {
		up = in / 2
	}
	by := twice(u.mode, in, up)
	by.alignCorners = true // the default of MONAI's UpSample
	upsample := u.upsample(net, m.Child("upsample"), by)
	convs := u.twoConv(net, m.Child("convs"), cat+up, out)
	return func(x, skip counter.Value) counter.Value {
		x = net.Do(layer.ReplicateOne{}, upsample(x), skip)
		return convs(net.Do(layer.Concat{}, skip, x))
	}
}
