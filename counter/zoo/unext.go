package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// UNeXt is the UNext or UNext_S of jeya-maria-jose/UNeXt-pytorch (commit 6ad0855):
// Valanarasu and Patel, "UNeXt: MLP-based Rapid Medical Image Segmentation Network"
// (2022, https://arxiv.org/abs/2203.04967). Three levels of one convolution each,
// and two of fully connected layers on features that are shifted along an axis;
// skip connections are added. The first convolution takes three channels whatever
// input_channels says, and other embed_dims than the default fail to run.
type UNeXt struct {
	parts.Image
	Classes int64
	Widths  []int64
	conv    [3]int64 // channels of the convolutions on the way down
}

func init() {
	for _, a := range []struct {
		id, class, name string
		conv            [3]int64
		widths          []int64
		about           Text
	}{
		{"unext", "UNext", "UNeXt", [3]int64{16, 32, 128}, []int64{128, 160, 256}, Text{
			EN: "Convolutions, and below them fully connected layers on shifted features: 1.47M parameters.",
			ZH: "上层为卷积，下层为作用于平移特征的全连接层：147 万参数。"}},
		{"unext-s", "UNext_S", "UNeXt-S", [3]int64{8, 16, 32}, []int64{32, 64, 128}, Text{
			EN: "UNeXt with narrower levels.", ZH: "更窄的 UNeXt。"}},
	} {
		config.Register(&config.Arch{
			ID: a.id, Family: parts.FamilyResidual, Name: Text{EN: a.name, ZH: a.name}, About: a.about, Class: a.class,
			Sources: []config.Source{
				{Title: "Valanarasu, Patel: UNeXt: MLP-based Rapid Medical Image Segmentation Network", Year: 2022, URL: "https://arxiv.org/abs/2203.04967"},
				{Title: "jeya-maria-jose/UNeXt-pytorch", Year: 2022, URL: "https://github.com/jeya-maria-jose/UNeXt-pytorch", Commit: "6ad0855114a35afbf81decf5dc912cd8de70476a"},
			},
			New: func(k *config.Knobs) config.Model {
				k.Fixes("the first convolution takes three channels, whatever is passed", config.Inputs)
				k.Fixes("the convolutions around the lowest levels have fixed widths", config.Width)
				m := &UNeXt{conv: a.conv}
				k.Section(parts.SectionData)
				k.Number(&m.Classes, "num_classes", 1, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
				k.Section(parts.SectionNet)
				k.Numbers(&m.Widths, "embed_dims", a.widths, 3, 4, 1, 65536,
					Text{EN: "Features", ZH: "通道数"},
					Text{EN: "Of the three lowest levels. Only the default fits the convolutions around them.", ZH: "最深三级的通道数。只有默认值与其余卷积相符。"}).Scales()
				parts.InputSize(k, &m.Size, 224)
				return m
			},
		})
	}
}

// ClosedForm implements [config.Model]: the convolutions' widths are fixed.
func (*UNeXt) ClosedForm() (int64, counter.Poly, error) {
	return 0, counter.Poly{}, counter.ErrNotPolynomial
}

// Build implements [config.Model].
func (m *UNeXt) Build(net *counter.Net) {
	root, w := net.Root(), m.Widths
	bottom := 2 * m.conv[2] // what the decoder was made for, and above it
	mid := int64(160)
	if m.conv[2] == 32 {
		bottom, mid = 128, 64
	}
	fit := func(c int64, f parts.Forward) parts.Forward {
		return func(x counter.Value) counter.Value { return f(parts.Fit(net, x, c)) }
	}
	norm := func(name string, c int64) parts.Forward {
		return fit(c, parts.Maybe(root, name, layer.LayerNorm{C: c, Affine: true}))
	}
	var enc, ebn [3]parts.Forward
	in := int64(3)
	for i, c := range m.conv {
		enc[i] = parts.Maybe(root, "encoder"+strconv.Itoa(i+1), parts.Conv2D(in, c, 3))
		in = c
	}
	for i, c := range m.conv {
		ebn[i] = parts.Maybe(root, "ebn"+strconv.Itoa(i+1), parts.BatchNorm2D(c))
	}
	norms := [4]parts.Forward{norm("norm3", w[1]), norm("norm4", w[2]), norm("dnorm3", mid), norm("dnorm4", m.conv[2])}
	blocks := [4]parts.Forward{m.block(net, "block1", w[1]), m.block(net, "block2", w[2]), m.block(net, "dblock1", w[1]), m.block(net, "dblock2", w[0])}
	embed := [2]parts.Forward{fit(w[0], m.embed(root.Child("patch_embed3"), w[0], w[1])), m.embed(root.Child("patch_embed4"), w[1], w[2])}
	out := []int64{bottom, mid, m.conv[2], m.conv[1], m.conv[0], m.conv[0]}
	var dec [5]parts.Forward
	for i := range dec {
		dec[i] = fit(out[i], parts.Maybe(root, "decoder"+strconv.Itoa(i+1), parts.Conv2D(out[i], out[i+1], 3)))
	}
	for i := range 4 {
		dec[i] = parts.InTurn([]parts.Forward{dec[i], parts.Maybe(root, "dbn"+strconv.Itoa(i+1), parts.BatchNorm2D(out[i+1]))})
	}
	head := parts.Maybe(root, "final", parts.Conv2D(m.conv[0], m.Classes, 1))
	for i := range enc {
		enc[i] = parts.InTurn([]parts.Forward{enc[i], ebn[i]})
	}
	tokenized(net, net.Input(3, 2), enc, embed, blocks, norms, dec, head)
}

// embed registers what halves the sizes: a convolution and a layer norm.
func (*UNeXt) embed(b *counter.Module, in, out int64) parts.Forward {
	conv := parts.Conv2D(in, out, 3)
	conv.Stride = counter.Cube(2)
	return parts.InTurn([]parts.Forward{parts.Maybe(b, "proj", conv), parts.Maybe(b, "norm", layer.LayerNorm{C: out, Affine: true})})
}

// block registers a shifted MLP: two fully connected layers, each after a shift
// along an axis, and a depthwise convolution between them.
func (*UNeXt) block(net *counter.Net, name string, c int64) parts.Forward {
	b := net.Root().Child(name).Child("0")
	norm := parts.Maybe(b, "norm2", layer.LayerNorm{C: c, Affine: true})
	b = b.Child("mlp")
	depthwise := parts.Conv2D(c, c, 3)
	depthwise.Groups = c
	linear := layer.Linear{In: c, Out: c, Bias: true}
	shift := func(axis int) parts.Forward {
		return func(x counter.Value) counter.Value { return net.Do(layer.AxialShift{Axis: axis}, x) }
	}
	run := parts.InTurn([]parts.Forward{norm, shift(0), parts.Maybe(b, "fc1", linear),
		parts.Maybe(b.Child("dwconv"), "dwconv", depthwise), parts.Maybe(b, "act", parts.GELU),
		shift(1), parts.Maybe(b, "fc2", linear), parts.Maybe(b, "drop", layer.Dropout{})})
	return func(x counter.Value) counter.Value {
		x = parts.Fit(net, x, c)
		return net.Do(layer.Add{}, x, run(x))
	}
}
