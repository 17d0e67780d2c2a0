package encoder

// table holds the encoders, family by family.
//
//   - ResNet (He et al., https://arxiv.org/abs/1512.03385) and ResNeXt (Xie et
//     al., https://arxiv.org/abs/1611.05431): convolutions of a block, groups,
//     channels of a group in the first stage.
//   - DenseNet (Huang et al., https://arxiv.org/abs/1608.06993): channels of the
//     stem, growth rate.
//   - VGG (Simonyan, Zisserman, https://arxiv.org/abs/1409.1556): 1 with batch
//     norm.
//   - EfficientNet (Tan, Le, https://arxiv.org/abs/1905.11946): width and depth
//     in tenths, size of the image that paddings were computed for.
//   - MobileNetV2 (Sandler et al., https://arxiv.org/abs/1801.04381).
var table = []Encoder{
	{"resnet18", (*builder).resnet, []int{2, 2, 2, 2}, [3]int64{2, 1, 64}},
	{"resnet34", (*builder).resnet, []int{3, 4, 6, 3}, [3]int64{2, 1, 64}},
	{"resnet50", (*builder).resnet, []int{3, 4, 6, 3}, [3]int64{3, 1, 64}},
	{"resnet101", (*builder).resnet, []int{3, 4, 23, 3}, [3]int64{3, 1, 64}},
	{"resnet152", (*builder).resnet, []int{3, 8, 36, 3}, [3]int64{3, 1, 64}},
	{"resnext50_32x4d", (*builder).resnet, []int{3, 4, 6, 3}, [3]int64{3, 32, 4}},
	{"resnext101_32x4d", (*builder).resnet, []int{3, 4, 23, 3}, [3]int64{3, 32, 4}},
	{"resnext101_32x8d", (*builder).resnet, []int{3, 4, 23, 3}, [3]int64{3, 32, 8}},
	{"resnext101_32x16d", (*builder).resnet, []int{3, 4, 23, 3}, [3]int64{3, 32, 16}},
	{"resnext101_32x32d", (*builder).resnet, []int{3, 4, 23, 3}, [3]int64{3, 32, 32}},
	{"resnext101_32x48d", (*builder).resnet, []int{3, 4, 23, 3}, [3]int64{3, 32, 48}},
	{"densenet121", (*builder).densenet, []int{6, 12, 24, 16}, [3]int64{64, 32}},
	{"densenet169", (*builder).densenet, []int{6, 12, 32, 32}, [3]int64{64, 32}},
	{"densenet201", (*builder).densenet, []int{6, 12, 48, 32}, [3]int64{64, 32}},
	{"densenet161", (*builder).densenet, []int{6, 12, 36, 24}, [3]int64{96, 48}},
	{"efficientnet-b0", (*builder).efficientnet, []int{9}, [3]int64{10, 10, 224}},
	{"efficientnet-b1", (*builder).efficientnet, nil, [3]int64{10, 11, 240}},
	{"efficientnet-b2", (*builder).efficientnet, nil, [3]int64{11, 12, 260}},
	{"efficientnet-b3", (*builder).efficientnet, nil, [3]int64{12, 14, 300}},
	{"efficientnet-b4", (*builder).efficientnet, nil, [3]int64{14, 18, 380}},
	{"efficientnet-b5", (*builder).efficientnet, nil, [3]int64{16, 22, 456}},
	{"efficientnet-b6", (*builder).efficientnet, nil, [3]int64{18, 26, 528}},
	{"efficientnet-b7", (*builder).efficientnet, nil, [3]int64{20, 31, 600}},
	{"mobilenet_v2", (*builder).mobilenet, nil, [3]int64{}},
	{"vgg11", (*builder).vgg, []int{1, 1, 2, 2, 2}, [3]int64{}},
	{"vgg11_bn", (*builder).vgg, []int{1, 1, 2, 2, 2}, [3]int64{1}},
	{"vgg13", (*builder).vgg, []int{2, 2, 2, 2, 2}, [3]int64{}},
	{"vgg13_bn", (*builder).vgg, []int{2, 2, 2, 2, 2}, [3]int64{1}},
	{"vgg16", (*builder).vgg, []int{2, 2, 3, 3, 3}, [3]int64{}},
	{"vgg16_bn", (*builder).vgg, []int{2, 2, 3, 3, 3}, [3]int64{1}},
	{"vgg19", (*builder).vgg, []int{2, 2, 4, 4, 4}, [3]int64{}},
	{"vgg19_bn", (*builder).vgg, []int{2, 2, 4, 4, 4}, [3]int64{1}},
}
