package encoder

// gernet registers a GENet of timm; args are the channels of the stem and of the last
// convolution. Repeats of the five stages are followed by channels.
func gernet(b *builder) {
	b.stage(b.in)
	b.stage(b.args[0], unit(b.m.Child("stem"), "conv", "bn", "act", b.in, b.args[0], 3, 2))
	end := int64(b.repeats[9])
	run := residuals(b, b.m.Child("stages"), 5, b.args[0], nil, func(i int) shape {
		c, s := int64(b.repeats[5+i]), shape{form: &gpuForm, stride: 2, groups: 1}
		s.c = [3]int64{0, c / 4, c}
		switch {
		case i < 2:
			s.form = &gpuBasic
		case i > 2: // depthwise
			s.c[inside], s.groups = 3*c, 3*c
			if i == 4 {
				s.stride = 1
			}
		}
		return s
	})
	b.stage(b.args[1], append(run, unit(b.m.Child("final_conv"), "conv", "bn", "act", end, b.args[1], 1, 1))...)
}

// Blocks with timm's names, of two and of three convolutions.
var (
	gpuBasic = form{relu: "act", steps: []step{
		gpuShortcut,
		{names: "conv1_kxk conv bn act", to: output, kernel: 3, strided: true},
		{names: "conv2_kxk conv bn ", from: output, to: output, kernel: 3},
	}}
	gpuForm = form{relu: "act", steps: []step{
		gpuShortcut,
		{names: "conv1_1x1 conv bn act", to: inside, kernel: 1},
		{names: "conv2_kxk conv bn act", from: inside, to: inside, kernel: 3, strided: true},
		{names: "conv3_1x1 conv bn ", from: inside, to: output, kernel: 1},
	}}
	gpuShortcut = step{names: "shortcut conv bn ", to: output, kernel: 1, strided: true, beside: true}
)
