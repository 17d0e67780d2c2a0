package zoo

import (
	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/zoo/parts"
)

// nested4ui is U-Net++ as 4uiiurz1/pytorch-nested-unet has it at commit
// 557ea02f, archs.py, class NestedUNet (2018): Zhou et al., "UNet++: A Nested
// U-Net Architecture for Medical Image Segmentation" (2018,
// https://arxiv.org/abs/1807.10165).
//
// Up-sampling is bilinear and keeps the channels, so that the next block takes
// the wider input.
type nested4ui struct {
	parts.Image
	classes, in int64
	super       bool
	width       int64 // of the first level
}

func init() {
	config.Register(&config.Arch{
		ID:     "nested4ui",
		Family: parts.FamilyNested,
		Name:   Text{EN: "U-Net++ (4uiiurz1)", ZH: "U-Net++（4uiiurz1）"},
		About: Text{
			EN: "U-Net++ of pytorch-nested-unet: filters 32 to 512, bilinear up-sampling.",
			ZH: "pytorch-nested-unet 的 U-Net++：通道数 32 至 512，双线性上采样。",
		},
		Sources: []config.Source{parts.PaperNested, {
			Title: "4uiiurz1/pytorch-nested-unet", Year: 2018,
			URL: "https://github.com/4uiiurz1/pytorch-nested-unet", Commit: "557ea02f0b5d45ec171aae2282d2cd21562a633e",
		}},
		Class: "NestedUNet",
		New: func(k *config.Knobs) config.Model {
			u := new(nested4ui)
			k.Section(parts.SectionData)
			k.Number(&u.classes, "num_classes", 1, 1, 65536, parts.LabelClasses, parts.HelpClasses).As(config.Classes)
			k.Number(&u.in, "input_channels", 3, 1, 65536, parts.LabelIn, parts.HelpIn).As(config.Inputs)
			k.Section(parts.SectionNet)
			k.Switch(&u.super, "deep_supervision", false,
				Text{EN: "Deep supervision", ZH: "深度监督"},
				Text{EN: "Four outputs, one of each node of the finest level. Off: the last one only.", ZH: "四个输出，最细一层每个节点一个。关：只有最后一个。"})
			parts.EditedWidth(k, &u.width, 32)
			parts.InputSize(k, &u.Size, 96)
			return u
		},
	})
}

// ClosedForm implements [config.Model].
func (u *nested4ui) ClosedForm() (int64, counter.Poly, error) {
	return parts.ClosedForm(parts.Doubling(u.width, 5), u.build)
}

// Build implements [config.Model].
func (u *nested4ui) Build(net *counter.Net) { u.build(net, parts.Doubling(u.width, 5)) }

func (u *nested4ui) build(net *counter.Net, filters []int64) {
	row := vggNest(net, net.Input(u.in, 2), filters, "up", "relu")
	if u.super {
		net.Output(nestedHeads(net, row[1:], "final", u.classes, false)...)
		return
	}
	net.At(counter.Head, 1)
	net.Output(net.Root().Apply("final", parts.Conv2D(filters[0], u.classes, 1), row[4]))
}
