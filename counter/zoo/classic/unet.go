// Package classic describes the classic U-Net, its variations, and the published
// networks that they reproduce. It is a package of its own so that a program can have it
// without the other architectures: see build/embed.
package classic

import (
	"slices"

	"unetparams/counter"
	"unetparams/counter/catalog"
	"unetparams/counter/config"
	"unetparams/counter/zoo/parts"
)

// UNet is the classic U-Net with the variations that people make of it: Ronneberger,
// Fischer and Brox, "U-Net: Convolutional Networks for Biomedical Image
// Segmentation" (2015, https://arxiv.org/abs/1505.04597), with filters 32 … 512 and
// batch normalization by default, as a tutorial counts it by hand.
//
// An encoder level is a block of convolutions; 2× max-pooling leads down. A
// decoder level begins with an up-sampling, concatenates the encoder's output
// of the same level, and ends with a block. A 1×1 convolution turns the last
// features into classes. Everything else is a departure from that:
//
//   - settings.go declares the settings and checks them;
//   - block.go has the blocks;
//   - path.go has the ways down, across and up, the bottleneck and the heads.
type UNet struct {
	In, Classes int64
	ND          int64   // spatial axes: 1, 2 or 3
	Filters     []int64 // channels of each level, the finest first
	Limit       int64   // of the channels of any level; 0 for none

	Convs, Kernel             int64   // of a block
	LevelConvs, LevelKernels  []int64 // of each level, instead; the last one holds for those below
	Dilation                  []int64 // of each level
	Block                     string
	Expansion, Steps          int64
	Grow                      string
	Padding                   string
	Bias, NormBias            bool
	Norm                      string
	Groups                    int64
	Where, Order, Act         string
	Residual                  bool
	Squeeze                   string
	Ratio                     int64
	StemKernel, StemStride    int64
	Down                      string
	DownKernel                int64
	Middle                    string
	Rates                     []int64
	MiddleHeads, MiddleBlocks int64
	Skip                      string
	SkipKernel                int64
	Gate                      bool
	Up, UpConv, UpOut         string
	UpKernel                  int64
	UpBias, ConcatNorm        bool
	Heads                     bool
	HeadLevels                []int64
	HeadConvs, HeadKernel     int64
	HeadBias                  bool
	OutStride                 string // of the output, relative to the input: a power of two

	Size []int64 // of the input
}

func init() {
	config.Register(&config.Arch{
		ID:     catalog.Default,
		Family: parts.FamilyUNet,
		Name:   Text{EN: "Classic U-Net", ZH: "经典 U-Net"},
		About: Text{
			EN: "The classic U-Net of 2015 and its usual variations.",
			ZH: "2015 年的经典 U-Net 及其常见变体。",
		},
		Sources: []config.Source{
			{Title: "Ronneberger, Fischer, Brox: U-Net: Convolutional Networks for Biomedical Image Segmentation", Year: 2015, URL: "https://arxiv.org/abs/1505.04597"},
			{Title: "ShawnBIT/UNet-family", Year: 2019, URL: "https://github.com/ShawnBIT/UNet-family", Commit: "561bcaa5808cd15a057bcfcf54c95ff24d54406b"},
		},
		New: newUNet,
	})
}

// ClosedForm implements [config.Model]: the polynomial in the base width.
func (u *UNet) ClosedForm() (int64, counter.Poly, error) {
	if u.irregular() || u.Limit > 0 && u.Limit < u.Filters[len(u.Filters)-1] || u.Filters[0]%u.widthStep() != 0 {
		return 0, counter.Poly{}, counter.ErrNotPolynomial
	}
	p, err := parts.Polynomial(u.widthStep(), func(net *counter.Net, w int64) {
		v := *u
		v.Filters = parts.Doubling(w, len(u.Filters))
		v.Build(net)
	})
	return u.Filters[0], p, err
}

// widthStep returns a number whose multiples are widths for which the count is one
// and the same polynomial.
func (u *UNet) widthStep() int64 {
	step := int64(1)
	if u.Norm == "group" {
		step = u.Groups
	}
	if u.halves() || u.Gate && u.Skip != "none" {
		step *= 2
	}
	if u.Squeeze != "none" {
		step *= u.Ratio
	}
	if u.attends() {
		step *= u.MiddleHeads
	}
	return step
}

// Build implements [config.Model].
func (u *UNet) Build(net *counter.Net) {
	b := &unetBuilder{UNet: u, net: net, widths: u.channels()}
	x := net.Input(u.In, int(u.ND))
	skips := make([]counter.Value, 0, maxLevels)
	for i := range b.widths {
		x = b.descend(i+1, x)
		skips = append(skips, x)
	}
	x = b.middle(x)

	var heads []counter.Value
	for level := len(b.widths) - 1; level >= u.finest(); level-- {
		net.At(counter.Decoder, level)
		x = b.ascend(level, x, skips[level-1])
		if u.hasHead(level) {
			net.At(counter.Head, level)
			heads = append(heads, b.head(level, x))
		}
	}
	slices.Reverse(heads) // the finest first
	net.Output(heads...)
}
