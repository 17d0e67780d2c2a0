package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// Zhixuhao is the unet of zhixuhao/unet (2017, https://github.com/zhixuhao/unet,
// commit b45af4d), the Keras U-Net that many tutorials start from: up-sampling
// and a 2×2 convolution that keeps the size on the way up, dropout at the two
// deepest levels, and two convolutions at the end, 3×3 to two channels and 1×1 to one.
// Keras names its layers by number; here they have the names of the code's variables.
type Zhixuhao struct {
	parts.Image
	In    int64
	width int64 // of the first level
}

func init() {
	config.Register(&config.Arch{
		ID:     "zhixuhao",
		Family: parts.FamilyUNet,
		Name:   Text{EN: "U-Net (zhixuhao, Keras)", ZH: "U-Net（zhixuhao，Keras）"},
		About: Text{
			EN: "The Keras U-Net of many tutorials: 31,031,685 parameters, because of an extra convolution at the end.",
			ZH: "许多教程采用的 Keras U-Net：末端多一个卷积，因此是 31,031,685 个参数。",
		},
		Sources: []config.Source{parts.PaperUNet,
			{Title: "zhixuhao/unet", Year: 2017, URL: "https://github.com/zhixuhao/unet", Commit: "b45af4d458437d8281cc218a07fd4380818ece4a"}},
		New: func(k *config.Knobs) config.Model {
			k.Fixes("the function fixes one class", config.Classes)
			m := &Zhixuhao{}
			k.Section(parts.SectionData)
			k.Number(&m.In, "in", 1, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
			parts.EditedWidth(k, &m.width, 64)
			parts.InputSize(k, &m.Size, 256)
			return m
		},
	})
}

// ClosedForm implements [config.Model]: the polynomial in the first level's width.
func (m *Zhixuhao) ClosedForm() (int64, counter.Poly, error) {
	return parts.ClosedForm(parts.Doubling(m.width, 5), m.build)
}

// Build implements [config.Model].
func (m *Zhixuhao) Build(net *counter.Net) { m.build(net, parts.Doubling(m.width, 5)) }

func (m *Zhixuhao) build(net *counter.Net, filters []int64) {
	root := net.Root()
	x := net.Input(m.In, 2)

	conv := func(name string, out, kernel int64) {
		x = root.Apply(name, layer.Conv{ND: 2, In: x.C, Out: out, Kernel: counter.Cube(kernel), Same: true, Bias: true}, x)
		x = net.Do(layer.ReLU, x)
	}
	block := func(n int, out int64) {
		name := "conv" + strconv.Itoa(n)
		conv(name+"_1", out, 3)
		conv(name+"_2", out, 3)
	}
	var skips []counter.Value
	for i, f := range filters {
		net.At(counter.Encoder, i+1)
		if i == 4 {
			net.At(counter.Bottleneck, 5)
		}
		if i > 0 {
			x = net.Do(parts.MaxPool2D(2), x)
		}
		block(i+1, f)
		if i >= 3 {
			x = net.Do(layer.Dropout{}, x)
		}
		skips = append(skips, x)
	}
	for n := 6; n <= 9; n++ {
		level := 10 - n
		net.At(counter.Decoder, level)
		x = net.Do(layer.Upsample{ND: 2, Scale: counter.Cube(2)}, x)
		conv("up"+strconv.Itoa(n), filters[level-1], 2)
		x = net.Do(layer.Concat{}, skips[level-1], x)
		block(n, filters[level-1])
	}
	net.At(counter.Head, 1)
	conv("conv9_3", 2, 3)
	x = root.Apply("conv10", parts.Conv2D(2, 1, 1), x)
	net.Output(net.Do(layer.Sigmoid, x))
}
