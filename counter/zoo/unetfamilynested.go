package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// unetFamilyNested is U-Net++ as ShawnBIT/UNet-family has it at commit
// 561bcaa5, networks/UNet_Nested.py, class UNet_Nested (2019): Zhou et al.,
// "UNet++: A Nested U-Net Architecture for Medical Image Segmentation" (2018,
// https://arxiv.org/abs/1807.10165).
//
// Up-sampling leads to the width of its level. Blocks outside the encoder have
// no batch normalization, whatever is_batchnorm says.
type unetFamilyNested struct {
	parts.Image
	in, classes, scale       int64
	width                    int64 // of the first level, before it is divided
	deconv, batchNorm, super bool
}

func init() {
	config.Register(&config.Arch{
		ID:     "unetfamily-nested",
		Family: parts.FamilyNested,
		Name:   Text{EN: "U-Net++ (UNet-family)", ZH: "U-Net++（UNet-family）"},
		About: Text{
			EN: "U-Net++ of UNet-family: batch normalization in the encoder only, four heads averaged.",
			ZH: "UNet-family 的 U-Net++：仅编码器有批归一化，四个输出头取平均。",
		},
		Sources: []config.Source{parts.PaperNested, parts.UNetFamily},
		Class:   "UNet_Nested",
		New: func(k *config.Knobs) config.Model {
			u := new(unetFamilyNested)
			k.Section(parts.SectionData)
			k.Number(&u.in, "in_channels", 1, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
			k.Number(&u.classes, "n_classes", 2, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
			k.Section(parts.SectionNet)
			k.Number(&u.scale, "feature_scale", 2, 1, 64,
				Text{EN: "Feature scale", ZH: "特征缩放"},
				Text{EN: "Divides the filters 64, 128, 256, 512, 1024, rounded down; where they then do not double exactly, the published code does not run.", ZH: "通道数 64、128、256、512、1024 除以它并舍去余数；若不再逐层恰好加倍，已发布的代码不能运行。"}).As(config.WidthDivisor)
			k.Switch(&u.deconv, "is_deconv", true,
				Text{EN: "Transposed convolution", ZH: "转置卷积"},
				Text{EN: "Off: bilinear interpolation and a 1×1 convolution.", ZH: "关：双线性插值加 1×1 卷积。"})
			k.Switch(&u.batchNorm, "is_batchnorm", true,
				Text{EN: "Batch normalization", ZH: "批归一化"},
				Text{EN: "Of the encoder; the other nodes have none.", ZH: "仅编码器；其他节点没有。"})
			k.Switch(&u.super, "is_ds", true,
				Text{EN: "Deep supervision", ZH: "深度监督"},
				Text{EN: "The output is the average of the four heads. Off: the last head's; the others still run, in vain.", ZH: "输出为四个头的平均。关：只取最后一个头；其余仍会计算但不被使用。"})
			parts.EditedWidth(k, &u.width, 64)
			parts.InputSize(k, &u.Size, 256)
			return u
		},
	})
}

func (u *unetFamilyNested) filters() []int64 {
	f := parts.Doubling(u.width, 5)
	for i := range f {
		f[i] /= u.scale
	}
	return f
}

// Check implements [config.Model].
func (u *unetFamilyNested) Check() error {
	return parts.CheckDivisor("feature_scale", u.scale, u.width)
}

// ClosedForm implements [config.Model].
func (u *unetFamilyNested) ClosedForm() (int64, counter.Poly, error) {
	return parts.ClosedForm(u.filters(), u.build)
}

// Build implements [config.Model].
func (u *unetFamilyNested) Build(net *counter.Net) { u.build(net, u.filters()) }

func (u *unetFamilyNested) build(net *counter.Net, filters []int64) {
	root := net.Root()
	x := net.Input(u.in, 2)
	pool := root.Own("maxpool", parts.MaxPool2D(2))

	row := parts.Nest(net, x, parts.ByColumn(),
		func(n parts.Node, x counter.Value) counter.Value {
			if n.I > 0 {
				x = pool.Run(x)
			}
			return familyConvs(root.Child(n.Name("conv", "")), x.C, filters[n.I], u.batchNorm)(x)
		},
		func(n parts.Node, below counter.Value, left []counter.Value) counter.Value {
			m, out := root.Child(n.Name("up_concat", "")), filters[n.I]
			conv := m.Child("conv")
			var x counter.Value
			if u.deconv {
				x = m.Apply("up", layer.ConvTranspose{ND: 2, In: below.C, Out: out,
					Kernel: counter.Cube(2), Stride: counter.Cube(2), Bias: true}, below)
			} else {
				up := m.Child("up")
				x = up.Apply("0", layer.Upsample{ND: 2, Linear: true, AlignCorners: true, Scale: counter.Cube(2)}, below)
				x = up.Apply("1", parts.Conv2D(below.C, out, 1), x)
			}
			x = net.Do(layer.Concat{}, append([]counter.Value{x}, left...)...)
			// The block is made for what it gets where filters double exactly.
			x = parts.Fit(net, x, below.C+int64(n.J-1)*out)
			return familyConvs(conv, x.C, out, false)(x)
		})

	heads := nestedHeads(net, row[1:], "final_", u.classes, !u.super)
	if u.super {
		net.At(counter.Head, 1)
		net.Output(net.Do(layer.Mean{}, heads...))
	} else {
		net.Output(heads[3])
	}
}

// nestedHeads adds a 1×1 convolution to the classes at every node of the finest
// level; the last one takes the place of the output if it is the output.
func nestedHeads(net *counter.Net, row []counter.Value, prefix string, classes int64, last bool) []counter.Value {
	heads := make([]counter.Value, len(row))
	for i, x := range row {
		if last && i == len(row)-1 {
			net.At(counter.Head, 1)
		} else {
			net.AtCol(counter.Head, 1, i+1)
		}
		heads[i] = net.Root().Apply(prefix+strconv.Itoa(i+1), parts.Conv2D(x.C, classes, 1), x)
	}
	return heads
}
