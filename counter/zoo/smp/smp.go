// Package smp holds the architectures of qubvel/segmentation_models.pytorch: five
// decoders, each with any of the encoders of package encoder. They follow its commit
// e5d3db2 (2024, https://github.com/qubvel/segmentation_models.pytorch); bd7f877
// builds the same tensors.
//
// encoder_weights has no knob, since it does not affect the count. Of aux_params only
// classes has one; 0 is None.
package smp

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/encoder"
	"unetparams/counter/zoo/parts"
)

// Short names for the declarations of settings.
type (
	Text   = config.Text
	Choice = config.Choice
)

// Family is the group of these architectures.
var Family = parts.FamilyEncoder

// A model has the settings of all decoders; each declares those that it uses.
type model struct {
	parts.Image
	name               string // of the encoder
	depth, in, classes int64
	aux                int64
	channels           []int64
	norm               bool
	attention          string
	pab, pyramid, seg  int64
	merge              string
	upsampling         int64
	decode             decode
	headIn, headK      int64
	nested             bool // drawn as a triangle, which has no stage for the image alone
}

// A decoder registers the layers of a decoder; see [decode].
type decoder struct {
	*model
	net *counter.Net
	m   *counter.Module
}

// Check implements [config.Model].
func (u *model) Check() error {
	if err := u.checkEncoder(); err != nil {
		return err
	}
	if u.channels == nil {
		return nil
	}
	fits := u.channels
	text := Textf("needs one number for each of the encoder's %d steps", "编码器共 %d 级，须各给一个数", u.depth)
	for len(fits) < int(u.depth) {
		fits = append(fits[:len(fits):len(fits)], max(fits[len(fits)-1]/2, 1))
	}
	fits = fits[:u.depth]
	if u.attention == "scse" {
		for i, n := range fits {
			if n < reduction {
				if &fits[0] == &u.channels[0] {
					fits = append([]int64(nil), fits...)
				}
				fits[i] = reduction
				text = Text{EN: "is divided by 16 in scSE, which needs 16 at least", ZH: "在 scSE 中要除以 16，至少为 16"}
			}
		}
	}
	value, nearest := config.Join(u.channels, ","), config.Join(fits, ",")
	if value == nearest {
		return nil
	}
	return &config.ValueError{Key: "decoder_channels", Value: value, Nearest: []string{nearest}, Text: text}
}

// checkEncoder returns an error for settings that an encoder does not support. The first
// step of a Mix Transformer divides sizes by 4, and it takes three channels; scSE
// divides channels by 16, of which a narrow encoder has fewer.
func (u *model) checkEncoder() error {
	switch {
	case u.nested && u.attention == "scse" && encoder.Lookup(u.name).Narrow():
		return &config.ValueError{Key: "decoder_attention_type", Value: u.attention, Nearest: []string{"none"},
			Text: Textf("divides channels by 16, and the first step of the encoder %s has fewer", "要将通道数除以 16，而编码器 %s 的第一级不足 16 个通道", u.name)}
	case !encoder.Lookup(u.name).Quarter():
		return nil
	case u.in != 3:
		return &config.ValueError{Key: "in_channels", Value: strconv.FormatInt(u.in, 10), Nearest: []string{"3"},
			Text: Textf("must be 3 with the encoder %s", "使用编码器 %s 时须为 3", u.name)}
	case u.pyramid > 0 && u.depth != 5:
		return &config.ValueError{Key: "encoder_depth", Value: strconv.FormatInt(u.depth, 10), Nearest: []string{"5"},
			Text: Textf("must be 5 with the encoder %s", "使用编码器 %s 时须为 5", u.name)}
	case u.nested || u.headIn > 0:
		return &config.ValueError{Key: "encoder_name", Value: u.name, Nearest: []string{"resnet34"},
			Text: Text{EN: "has no feature at half the size, which this decoder needs", ZH: "没有二分之一尺寸的特征，而此解码器需要"}}
	}
	return nil
}

// Textf is [config.Textf].
var Textf = config.Textf

// ClosedForm implements [config.Model]: the encoder's widths are fixed.
func (*model) ClosedForm() (int64, counter.Poly, error) {
	return 0, counter.Poly{}, counter.ErrNotPolynomial
}

// Build implements [config.Model].
func (u *model) Build(net *counter.Net) {
	root := net.Root()
	x := net.Input(u.in, 2)
	stages, channels := encoder.Lookup(u.name).Build(net, root.Child("encoder"), u.in)
	d := &decoder{u, net, root.Child("decoder")}
	decode := u.decode(d, channels[:u.depth+1])
	head := u.head(root.Child("segmentation_head"))
	var classify parts.Forward
	if u.aux > 0 {
		classify = parts.Sequential(root.Child("classification_head"),
			layer.AdaptivePool{ND: 2, Average: true, Size: counter.Cube(1)}, layer.Flatten{Size: counter.Axes{1, 1}},
			layer.Dropout{}, layer.Linear{In: channels[u.depth], Out: u.aux, Bias: true})
	}

	if !u.nested {
		net.At(counter.Encoder, 1) // the image is its feature, unless the encoder is a VGG
	}
	x = net.Do(layer.SizeMultipleOf{Of: counter.Axes{1 << u.depth, 1 << u.depth}}, x)
	features := make([]counter.Value, u.depth+1)
	for i := range features {
		if i == int(u.depth) {
			net.At(counter.Bottleneck, i+1)
		} else {
			net.At(counter.Encoder, i+1)
		}
		x, features[i] = stages[i](x)
	}
	for i := int(u.depth) + 1; encoder.Lookup(u.name).Quarter() && i < len(stages); i++ {
		x, _ = stages[i](x) // runs although its feature is not used
	}
	y := decode(features)
	net.At(counter.Head, 1)
	net.Output(head(y))
	if classify != nil {
		net.At(counter.Head, int(u.depth)+1)
		net.Output(classify(features[u.depth]))
	}
}

// head registers the convolution from features to classes.
func (u *model) head(m *counter.Module) parts.Forward {
	in := u.headIn
	switch {
	case u.channels != nil:
		in = u.channels[u.depth-1]
	case u.merge == "cat":
		in = 4 * u.seg
	case u.merge == "add":
		in = u.seg
	}
	layers := []counter.Layer{parts.Conv2D(in, u.classes, u.headK)}
	if u.upsampling > 1 {
		layers = append(layers, layer.Upsample{ND: 2, Linear: true, AlignCorners: true, Scale: counter.Cube(u.upsampling)})
	}
	return parts.Sequential(m, layers...)
}

// convolution registers a convolution, a batch norm if there is to be one, and a
// ReLU.
func (u *model) convolution(m *counter.Module, in, out, kernel int64) parts.Forward {
	c := parts.Conv2D(in, out, kernel)
	c.Bias = !u.norm
	layers := []counter.Layer{c, parts.BatchNorm2D(out), layer.ReLU}
	if !u.norm {
		layers = []counter.Layer{c, layer.ReLU}
	}
	return parts.Sequential(m, layers...)
}

// reduction is the factor by which squeeze and excitation divides channels.
const reduction = 16

// squeeze registers the layers that compute a weight for each channel.
func squeeze(m *counter.Module, c, squeezed int64) parts.Forward {
	return parts.Sequential(m, layer.AdaptivePool{ND: 2, Average: true, Size: counter.Cube(1)},
		parts.Conv2D(c, squeezed, 1), layer.ReLU, parts.Conv2D(squeezed, c, 1), layer.Sigmoid)
}

// attend registers concurrent spatial and channel squeeze and excitation (Roy et
// al., https://arxiv.org/abs/1803.02579), if the settings include it.
func (d *decoder) attend(m *counter.Module, c int64) parts.Forward {
	if d.attention != "scse" {
		return func(x counter.Value) counter.Value { return x }
	}
	m = m.Child("attention")
	channel := squeeze(m.Child("cSE"), c, c/reduction)
	space := parts.Sequential(m.Child("sSE"), parts.Conv2D(c, 1, 1), layer.Sigmoid)
	return func(x counter.Value) counter.Value {
		return d.net.Do(layer.Add{}, d.net.Do(layer.Mul{}, x, channel(x)), d.net.Do(layer.Mul{}, x, space(x)))
	}
}

// A join runs a block of a decoder on the output of the level below, and on the values
// that it is joined with.
type join func(x counter.Value, skips ...counter.Value) counter.Value

// block registers a block of the decoder of Unet: nearest neighbor, concatenation,
// two convolutions.
func (d *decoder) block(m *counter.Module, in, skip, out int64) join {
	first := d.convolution(m.Child("conv1"), in+skip, out, 3)
	before := d.attend(m.Child("attention1"), in+skip)
	second := parts.InTurn([]parts.Forward{d.convolution(m.Child("conv2"), out, out, 3), d.attend(m.Child("attention2"), out)})
	return func(x counter.Value, skips ...counter.Value) counter.Value {
		x = d.net.Do(twice, x)
		if len(skips) > 0 {
			if skip > 0 {
				x = d.net.Do(layer.Concat{}, append([]counter.Value{x}, skips...)...)
			}
			x = before(x)
		}
		return second(first(x))
	}
}

var twice = layer.Upsample{ND: 2, Scale: counter.Cube(2)}

// ascend runs blocks from the deepest feature up.
func (d *decoder) ascend(features []counter.Value, center parts.Forward, blocks []join) counter.Value {
	deepest := len(features) - 1
	x := center(features[deepest])
	for i, block := range blocks {
		d.net.At(counter.Decoder, deepest-i+1)
		if i < deepest {
			x = block(x, features[deepest-1-i])
		} else {
			x = block(x)
		}
	}
	return x
}

// isVGG reports whether the encoder is one after which the decoders have a
// center block.
func (u *model) isVGG() bool { return u.name[:3] == "vgg" }

// center registers two convolutions at the lowest level of a VGG.
func (d *decoder) center(c int64) parts.Forward {
	if !d.isVGG() {
		return func(x counter.Value) counter.Value { return x }
	}
	m := d.m.Child("center")
	return parts.InTurn([]parts.Forward{d.convolution(m.Child("0"), c, c, 3), d.convolution(m.Child("1"), c, c, 3)})
}

// skip returns the channels that block i of a decoder gets from the encoder.
func (d *decoder) skip(channels []int64, i int) int64 {
	if i >= len(channels)-1 {
		return 0
	}
	return channels[len(channels)-2-i]
}

// belowImage returns a decoder that does not use the first feature, which for most
// encoders is the image.
func belowImage(f decode) decode {
	return func(d *decoder, channels []int64) func([]counter.Value) counter.Value {
		run := f(d, channels[1:])
		return func(features []counter.Value) counter.Value { return run(features[1:]) }
	}
}

func unet(d *decoder, channels []int64) func([]counter.Value) counter.Value {
	in := channels[len(channels)-1]
	center := d.center(in)
	m := d.m.Child("blocks")
	var blocks []join
	for i, out := range d.channels {
		blocks = append(blocks, d.block(m.Child(strconv.Itoa(i)), in, d.skip(channels, i), out))
		in = out
	}
	return func(f []counter.Value) counter.Value { return d.ascend(f, center, blocks) }
}

func linknet(d *decoder, channels []int64) func([]counter.Value) counter.Value {
	m := d.m.Child("blocks")
	in := channels[len(channels)-1]
	var blocks []join
	for i := range channels {
		out := d.skip(channels, i)
		if out == 0 {
			out = 32
		}
		b, mid := m.Child(strconv.Itoa(i)).Child("block"), in/4
		up := []counter.Layer{layer.ConvTranspose{ND: 2, In: mid, Out: mid, Kernel: counter.Cube(4), Stride: counter.Cube(2), Padding: counter.Cube(1), Bias: true}}
		if d.norm {
			up = append(up, parts.BatchNorm2D(mid))
		}
		run := parts.InTurn([]parts.Forward{d.convolution(b.Child("0"), in, mid, 1), parts.Sequential(b.Child("1"), append(up, layer.ReLU)...), d.convolution(b.Child("2"), mid, out, 1)})
		blocks = append(blocks, func(x counter.Value, skips ...counter.Value) counter.Value {
			x = run(x)
			if len(skips) > 0 {
				x = d.net.Do(layer.Add{}, x, skips[0])
			}
			return x
		})
		in = out
	}
	return func(f []counter.Value) counter.Value { return d.ascend(f, parts.InTurn(nil), blocks) }
}
