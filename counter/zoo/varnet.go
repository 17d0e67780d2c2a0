package zoo

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

// VarNet is the end-to-end variational network of facebookresearch/fastMRI (commit
// 91f2df4): Sriram et al. (2020, https://arxiv.org/abs/2004.06688). It reconstructs an
// image from the k-space of several coils: a small U-Net estimates what each coil sees,
// and a cascade of further ones, of two channels for complex numbers, is drawn to what
// was measured between any two. All of them are drawn as one U.
//
// The number of coils is that of the input; that of the fully sampled lines in the
// middle, num_low_frequencies, is an argument of forward.
type VarNet struct {
	Size                                                       []int64
	coils, lines, cascades, sensChans, sensPools, chans, pools int64
	center                                                     bool
}

func init() {
	config.Register(&config.Arch{
		ID: "fastmri-varnet", Family: parts.FamilyRestoration, Class: "VarNet",
		Name: Text{EN: "VarNet (fastMRI)", ZH: "VarNet（fastMRI）"},
		About: Text{
			EN: "Reconstructs MR images of several coils: twelve small U-Nets one after another, and one for the coils.",
			ZH: "多线圈磁共振重建：十二个小型 U-Net 级联，另有一个估计线圈灵敏度。",
		},
		Sources: []config.Source{
			{Title: "Sriram et al.: End-to-End Variational Networks for Accelerated MRI Reconstruction", Year: 2020, URL: "https://arxiv.org/abs/2004.06688"},
			{Title: "facebookresearch/fastMRI", Year: 2020, URL: "https://github.com/facebookresearch/fastMRI", Commit: "91f2df4711adbb6d643df1810f234e4abcf5881b"},
		},
		New: newVarNet,
	})
}

func newVarNet(k *config.Knobs) config.Model {
	m := &VarNet{}
	k.Fixes("the networks see complex numbers: two channels", config.Inputs, config.Classes)
	k.Section(parts.SectionData)
	k.Number(&m.coils, "coils", 15, 1, 1024,
		Text{EN: "Coils", ZH: "线圈数"}, Text{EN: "Of the measurement: the same network serves any number.", ZH: "采集所用线圈数；同一网络适用于任意数目。"}).As(config.Uncounted)
	k.Switch(&m.center, "mask_center", true,
		Text{EN: "Center only, for the coils", ZH: "线圈估计仅用中央"}, Text{EN: "Their network sees the lines in the middle alone.", ZH: "估计线圈的网络只看中央各列。"}).As(config.Uncounted)
	k.Number(&m.lines, "num_low_frequencies", 26, 1, 65536,
		Text{EN: "Lines in the middle", ZH: "中央列数"}, Text{EN: "Those that were sampled fully.", ZH: "完全采样的列数。"}).As(config.Uncounted).When(func() bool { return m.center })
	k.Section(parts.SectionNet)
	k.Number(&m.cascades, "num_cascades", 12, 1, 64,
		Text{EN: "Cascades", ZH: "级联数"}, Text{EN: "U-Nets one after another.", ZH: "依次相接的 U-Net 数。"})
	k.Number(&m.chans, "chans", 18, 1, 65536,
		Text{EN: "Filters of a cascade", ZH: "级联通道数"}, Text{EN: "Of the first level, doubled with every level.", ZH: "首级通道数，逐级加倍。"}).As(config.Width).Scales()
	k.Number(&m.pools, "pools", 4, 1, 10,
		Text{EN: "Pooling steps of a cascade", ZH: "级联池化次数"}, Text{EN: "One fewer than there are levels.", ZH: "比层级数少一。"})
	k.Number(&m.sensChans, "sens_chans", 8, 1, 65536,
		Text{EN: "Filters for the coils", ZH: "线圈网络通道数"}, Text{EN: "Of the first level of the network that estimates sensitivities.", ZH: "估计灵敏度的网络的首级通道数。"})
	k.Number(&m.sensPools, "sens_pools", 4, 1, 10,
		Text{EN: "Pooling steps for the coils", ZH: "线圈网络池化次数"}, Text{EN: "Of the network that estimates sensitivities.", ZH: "指估计灵敏度的网络。"})
	parts.InputSizes(k, &m.Size, 640, 368, 2)
	return m
}

// Check implements [config.Model].
func (*VarNet) Check() error { return nil }

// Input implements [config.Model]: the last axis has the real and the imaginary part.
func (m *VarNet) Input() (counter.Axes, error) {
	size := m.Size
	switch {
	case len(size) == 1:
		size = []int64{size[0], size[0], 2}
	case len(size) == 2:
		size = []int64{size[0], size[1], 2}
	case size[2] != 2:
		return counter.Axes{}, &config.ValueError{Key: "size", Value: config.Join(size, "x"), Nearest: []string{config.Join([]int64{size[0], size[1], 2}, "x")},
			Text: Text{EN: "must end in 2, for the real and the imaginary part", ZH: "末位须为 2（实部与虚部）"}}
	}
	return counter.Axes{size[0], size[1], 2}, nil
}

// ClosedForm implements [config.Model]: the polynomial in the filters of a cascade.
func (m *VarNet) ClosedForm() (int64, counter.Poly, error) {
	p, err := parts.Polynomial(1, m.build)
	return m.chans, p, err
}

// Build implements [config.Model].
func (m *VarNet) Build(net *counter.Net) { m.build(net, m.chans) }

func (m *VarNet) build(net *counter.Net, width int64) {
	root, measured := net.Root(), net.Input(m.coils, 3)
	net.At(counter.Encoder, 1)
	mask := net.ScaledInput("mask", 1, 3, 1)
	x := measured
	if m.center {
		x = net.Do(layer.CenterLines{Lines: m.lines}, x)
	}
	x = net.Do(layer.CoilsToBatch{}, net.Do(layer.Fourier2D{Inverse: true}, x))
	x = normUNet(net, root.Child("sens_net").Child("norm_unet"), x, m.sensChans, m.sensPools)
	coils := net.Do(layer.RootOfCoils{}, net.Do(layer.BatchToCoils{Coils: m.coils}, x))
	x = measured
	list := root.Child("cascades")
	x = net.Repeat(int(m.cascades), x, func(i int, x counter.Value) counter.Value {
		b := list.Child(strconv.Itoa(i))
		between := func() { // where the next cascade begins, or the output
			if net.At(counter.Encoder, 1); i == int(m.cascades)-1 {
				net.At(counter.Head, 1)
			}
		}
		between()
		join := b.Own("dc_weight", layer.DataConsistency{})
		net.At(counter.Encoder, 1)
		y := net.Do(layer.CoilReduce{}, net.Do(layer.Fourier2D{Inverse: true}, x), coils)
		y = normUNet(net, b.Child("model"), net.Do(layer.CoilsToBatch{}, y), width, m.pools)
		between()
		y = net.Do(layer.CoilExpand{}, net.Do(layer.BatchToCoils{Coils: 1}, y), coils)
		return join.Run(x, measured, mask, net.Do(layer.Fourier2D{}, y))
	})
	net.At(counter.Head, 1)
	net.Output(net.Do(layer.RootOfCoils{Only: true}, net.Do(layer.Fourier2D{Inverse: true}, x)))
}

// normUNet registers and runs a U-Net on a standardized complex image, padded so that
// 16 divides its sizes.
func normUNet(net *counter.Net, m *counter.Module, x counter.Value, width, pools int64) counter.Value {
	y := net.Do(layer.Standardize{Each: true}, x)
	y = net.Do(layer.PadAround{Of: 16}, y)
	u := &FastMRI{In: 2, Out: 2, Pools: pools}
	y, head := u.unet(net, m.Child("unet"), y, width)
	y = net.Do(layer.Crop{}, head.Run(y), x)
	return net.Do(layer.Destandardize{Each: true}, y, x)
}
