package diffusion

import (
	"strconv"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/zoo/parts"
)

func init() {
	config.Register(&config.Arch{
		ID: "svd", Family: Family, Class: "VideoUNet",
		Name:  Text{EN: "Stable Video Diffusion and SV3D", ZH: "Stable Video Diffusion 与 SV3D"},
		About: Text{EN: "Stable Diffusion 2 with layers over the frames of a video behind those of each frame.", ZH: "在 Stable Diffusion 2 每个逐帧的层之后，加入沿视频各帧的层。"},
		Sources: []config.Source{
			{Title: "Blattmann et al.: Stable Video Diffusion: Scaling Latent Video Diffusion Models to Large Datasets", Year: 2023, URL: "https://arxiv.org/abs/2311.15127"},
			{Title: "Stability-AI/generative-models", Year: 2023, URL: "https://github.com/Stability-AI/generative-models", Commit: "0ad7de9a5cb53fd63d6d30a4f385485e72e08597"},
		},
		New: func(k *config.Knobs) config.Model {
			m := &LDM{sgm: true, video: true, spatial: true}
			m.declare(k)
			return m
		},
	})
}

// declareVideo declares what is of the layers over frames.
func (m *LDM) declareVideo(k *config.Knobs) {
	k.Number(&m.frames, "frames", 14, 1, 1024,
		Text{EN: "Frames", ZH: "帧数"},
		Text{EN: "Of the video; the code takes them as a batch. 14 or 25 for SVD, 21 for SV3D. No parameter depends on it.", ZH: "指视频帧数；代码把各帧当作一批。SVD 为 14 或 25，SV3D 为 21。不影响参数量。"}).As(config.Uncounted)
	k.Numbers(&m.videoKernel, "video_kernel_size", []int64{3, 1, 1}, 1, 3, 1, 15,
		Text{EN: "Kernel over frames", ZH: "跨帧卷积核"},
		Text{EN: "Frames, height, width, or one number for all; odd.", ZH: "帧、高、宽，或统一为一个数；奇数。"})
	k.Switch(&m.mixIn, "extra_ff_mix_layer", true,
		Text{EN: "Layers before attention over frames", ZH: "跨帧注意力前的全连接层"},
		Text{EN: "They are always there: the code overrides it.", ZH: "代码中总会加上，此项不起作用。"}).As(config.Uncounted)
	k.Switch(&m.noCross, "disable_temporal_crossattention", false,
		Text{EN: "No attention to the image over frames", ZH: "跨帧时不关注图像"},
		Text{EN: "Then frames attend to each other alone.", ZH: "各帧之间只做自注意力。"})
}

// image adds the image, or a video, whose frames become the images of a batch.
func (u *unet) image(net *counter.Net) counter.Value {
	if u.frames == 0 {
		return net.Input(u.in, 2)
	}
	return net.Do(layer.FramesToBatch{N: u.frames}, net.Input(u.in, 3))
}

// Input implements [config.Model].
func (m *LDM) Input() (counter.Axes, error) {
	size, err := m.Image.Input()
	if m.frames > 0 {
		size = counter.Axes{m.frames, size[0], size[1]}
	}
	return size, err
}

// given adds an input, with one of its values for each frame of a video.
func (u *unet) given(net *counter.Net, name string, s counter.Shape) counter.Value {
	if u.frames == 0 {
		return net.NamedInput(name, s)
	}
	s.Size = counter.Axes{u.frames, s.Size[0]}
	s.ND++
	return net.Do(layer.FramesToBatch{N: u.frames}, net.NamedInput(name, s))
}

// overFrames registers and runs a residual block over the frames of x, and blends its
// result with x.
func (b *builder) overFrames(m *counter.Module, x counter.Value) counter.Value {
	net, stack := b.net, m.Child("time_stack")
	conv := layer.Conv{ND: 3, In: x.C, Out: x.C, Kernel: b.videoKernel, Bias: true}
	for i, k := range b.videoKernel {
		conv.Padding[i] = k / 2
	}
	video := net.Do(layer.BatchToFrames{N: b.frames}, x)
	in := stack.Child("in_layers")
	h := in.Apply("2", conv, in.Apply("1", silu, in.Apply("0", norm(x.C), video)))
	emb := parts.Sequential(stack.Child("emb_layers"), silu, linear(b.emb.C, x.C))(b.emb)
	emb = net.Do(layer.BatchToFrames{N: b.frames}, net.Do(layer.Unsqueeze{ND: 2}, emb))
	out := stack.Child("out_layers")
	h = out.Apply("1", silu, out.Apply("0", norm(x.C), net.Do(layer.Add{}, h, emb)))
	h = net.Do(layer.Add{}, video, out.Apply("3", conv, out.Apply("2", layer.Dropout{}, h)))
	return net.Do(layer.FramesToBatch{N: b.frames}, m.Apply("time_mixer", layer.Blend{}, video, h))
}

// videoTransformer registers and runs a transformer each of whose blocks is followed by
// one over the frames at every position.
func (b *builder) videoTransformer(m *counter.Module, x counter.Value, depth int64) counter.Value {
	net, c := b.net, x.C
	var proj counter.Layer = parts.Conv2D(c, c, 1)
	if b.linearProj {
		proj = linear(c, c)
	}
	h := m.Apply("norm", layer.GroupNorm{Groups: groups, C: c, Affine: true, Eps: "1e-6"}, x)
	in := m.Own("proj_in", proj)
	var spatial, temporal []parts.Forward
	blocks := m.Child("transformer_blocks")
	for i := range int(depth) {
		spatial = append(spatial, b.registerBlock(child(blocks, i), c))
	}
	out, stack := m.Own("proj_out", proj), m.Child("time_stack")
	for i := range int(depth) {
		temporal = append(temporal, b.frameBlock(child(stack, i), c))
	}
	place := parts.Sequential(m.Child("time_pos_embed"), linear(c, 4*c), silu, linear(4*c, c))
	mixer := m.Own("time_mixer", layer.Blend{})
	h = in.Run(h)
	numbers := net.Do(layer.FrameNumber{N: b.frames}, h)
	emb := net.Do(layer.Unsqueeze{ND: 2}, place(net.Do(layer.Sinusoid{C: c, CosFirst: true}, numbers)))
	for i := range spatial {
		h = spatial[i](h)
		h = mixer.Run(h, temporal[i](net.Do(layer.Add{}, h, emb)))
	}
	return net.Do(layer.Add{}, out.Run(h), x)
}

// frameBlock registers attention of every position to itself in all frames, and to the
// tokens of the first frame.
func (b *builder) frameBlock(m *counter.Module, c int64) parts.Forward {
	net, heads := b.net, b.headsOf(c, b.up)
	norm := func(name string) *counter.Module { return m.Own(name, layer.LayerNorm{C: c, Affine: true}) }
	cross := attend(nil)
	in := norm("norm_in")
	first := residual(net, in, feedForward(net, m.Child("ff_in"), c))
	self := attention(net, m.Child("attn1"), c, c, heads)
	ff := feedForward(net, m.Child("ff"), c)
	var norms [3]*counter.Module
	if !b.noCross {
		norms[1] = norm("norm2")
		cross = attention(net, m.Child("attn2"), c, b.context, heads)
	}
	for _, i := range []int{0, 2} {
		norms[i] = norm("norm" + strconv.Itoa(i+1))
	}
	return func(x counter.Value) counter.Value {
		flat := net.Do(layer.FlattenSizes{}, x)
		h := first(net.Do(layer.TokensOverFrames{N: b.frames}, flat))
		h = residual(net, norms[0], func(x counter.Value) counter.Value { return self(x, x) })(h)
		if cross != nil {
			context := net.Do(layer.FirstFrame{N: b.frames}, b.text, h)
			h = residual(net, norms[1], func(x counter.Value) counter.Value { return cross(x, context) })(h)
		}
		h = residual(net, norms[2], ff)(h)
		h = net.Do(layer.TokensOverFrames{N: b.frames, Back: true}, h, flat)
		return net.Do(layer.UnflattenSizes{}, h, x)
	}
}
