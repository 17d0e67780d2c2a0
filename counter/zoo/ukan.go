package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// UKAN is the UKAN of CUHK-AIM-Group/U-KAN (commit b20bf63): Li et al., "U-KAN
// Makes Strong Backbone for Medical Image Segmentation and Generation" (2024,
// https://arxiv.org/abs/2406.02918): [UNeXt] with two convolutions for each level, and
// layers of splines instead of the fully connected ones. The widths of its training
// script are not the defaults of the class. input_channels and no_kan are not used.
type UKAN struct {
	parts.Image
	Classes int64
	Widths  []int64
}

func init() {
	config.Register(&config.Arch{
		ID: "ukan", Family: parts.FamilyResidual, Name: Text{EN: "U-KAN", ZH: "U-KAN"}, Class: "UKAN",
		About: Text{
			EN: "A U-Net whose lowest levels are Kolmogorov–Arnold layers: splines are learned, ten parameters for each pair of channels.",
			ZH: "底层为 Kolmogorov–Arnold 层的 U-Net：学习样条，每对通道十个参数。",
		},
		Sources: []config.Source{
			{Title: "Li et al.: U-KAN Makes Strong Backbone for Medical Image Segmentation and Generation", Year: 2024, URL: "https://arxiv.org/abs/2406.02918"},
			ukanRepository,
		},
		New: func(k *config.Knobs) config.Model {
			k.Fixes("the first convolution takes three channels, whatever is passed", config.Inputs)
			k.Fixes("the lowest levels have widths of their own", config.Width)
			m := &UKAN{}
			k.Section(parts.SectionData)
			k.Number(&m.Classes, "num_classes", 1, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
			k.Section(parts.SectionNet)
			k.Numbers(&m.Widths, "embed_dims", []int64{256, 320, 512}, 3, 3, 8, 65536,
				Text{EN: "Features", ZH: "通道数"},
				Text{EN: "Of the three lowest levels; the two above have an eighth and a quarter of the first.", ZH: "最深三级的通道数；上面两级为首个数的八分之一和四分之一。"}).Scales()
			parts.InputSize(k, &m.Size, 256)
			return m
		},
	})
}

var ukanRepository = config.Source{Title: "CUHK-AIM-Group/U-KAN", Year: 2024, URL: "https://github.com/CUHK-AIM-Group/U-KAN", Commit: "b20bf63490f01ba45cc2c18834bc0c4975c12715"}

// ClosedForm implements [config.Model]: there is none, since widths are not multiples of
// each other.
func (*UKAN) ClosedForm() (int64, counter.Poly, error) {
	return 0, counter.Poly{}, counter.ErrNotPolynomial
}

// Build implements [config.Model].
func (m *UKAN) Build(net *counter.Net) {
	root, w := net.Root(), m.Widths
	convs := func(name string, in, mid, out int64) parts.Forward {
		return parts.Sequential(root.Child(name).Child("conv"), parts.Conv2D(in, mid, 3), parts.BatchNorm2D(mid), layer.ReLU,
			parts.Conv2D(mid, out, 3), parts.BatchNorm2D(out), layer.ReLU)
	}
	norm := func(name string, c int64) parts.Forward {
		return parts.Maybe(root, name, layer.LayerNorm{C: c, Affine: true})
	}
	var enc [3]parts.Forward
	in := int64(3)
	for i, c := range []int64{w[0] / 8, w[0] / 4, w[0]} {
		enc[i] = convs("encoder"+strconv.Itoa(i+1), in, c, c)
		in = c
	}
	norms := [4]parts.Forward{norm("norm3", w[1]), norm("norm4", w[2]), norm("dnorm3", w[1]), norm("dnorm4", w[0])}
	blocks := [4]parts.Forward{m.block(net, "block1", w[1]), m.block(net, "block2", w[2]), m.block(net, "dblock1", w[1]), m.block(net, "dblock2", w[0])}
	embed := [2]parts.Forward{(*UNeXt)(nil).embed(root.Child("patch_embed3"), w[0], w[1]), (*UNeXt)(nil).embed(root.Child("patch_embed4"), w[1], w[2])}
	out := []int64{w[2], w[1], w[0], w[0] / 4, w[0] / 8, w[0] / 8}
	var dec [5]parts.Forward
	for i := range dec {
		dec[i] = convs("decoder"+strconv.Itoa(i+1), out[i], out[i], out[i+1])
	}
	head := parts.Maybe(root, "final", parts.Conv2D(out[5], m.Classes, 1))
	tokenized(net, net.Input(3, 2), enc, embed, blocks, norms, dec, head)
}

// tokenized runs the structure that UNeXt and U-KAN share: three levels of
// convolutions, two of blocks between an embedding and a norm, and the decoder.
func tokenized(net *counter.Net, x counter.Value, enc [3]parts.Forward, embed [2]parts.Forward, blocks, norms [4]parts.Forward, dec [5]parts.Forward, head parts.Forward) {
	var skips []counter.Value
	for i := range 3 {
		net.At(counter.Encoder, i+1)
		x = enc[i](x)
		net.At(counter.Encoder, i+2)
		x = net.Do(layer.ReLU, net.Do(kiPool, x))
		skips = append(skips, x)
	}
	net.At(counter.Encoder, 5)
	x = norms[0](blocks[0](embed[0](x)))
	skips = append(skips, x)
	net.At(counter.Bottleneck, 6)
	x = norms[1](blocks[1](embed[1](x)))
	for i := range 5 {
		x = dec[i](x)
		net.At(counter.Decoder, 5-i)
		x = net.Do(layer.ReLU, net.Do(kiGrow, x))
		if i < 4 {
			x = net.Do(layer.Add{}, x, parts.Fit(net, skips[3-i], x.C))
		}
		if i < 2 {
			x = norms[2+i](blocks[2+i](x))
		}
	}
	net.At(counter.Head, 1)
	net.Output(head(x))
}

// block registers three layers of splines, each before a depthwise convolution.
func (*UKAN) block(net *counter.Net, name string, c int64) parts.Forward {
	b := net.Root().Child(name).Child("0")
	run := []parts.Forward{parts.Maybe(b, "norm2", layer.LayerNorm{C: c, Affine: true})}
	b = b.Child("layer")
	var splines [3]parts.Forward
	for i := range splines {
		splines[i] = parts.Maybe(b, "fc"+strconv.Itoa(i+1), layer.KANLinear{In: c, Out: c})
	}
	for i, f := range splines {
		b := b.Child("dwconv_" + strconv.Itoa(i+1))
		conv := parts.Conv2D(c, c, 3)
		conv.Groups = c
		run = append(run, f, parts.Maybe(b, "dwconv", conv), parts.Maybe(b, "bn", parts.BatchNorm2D(c)), parts.Maybe(b, "relu", layer.ReLU))
	}
	return func(x counter.Value) counter.Value { return net.Do(layer.Add{}, x, parts.InTurn(run)(x)) }
}
