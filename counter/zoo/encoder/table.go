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
//   - Squeeze-and-excitation (Hu et al., https://arxiv.org/abs/1709.01507), SENet-154
//     among them: as ResNet and ResNeXt.
//   - RegNet (Radosavovic et al., https://arxiv.org/abs/2003.13678): see
//     [builder.regnet].
//   - Mix Transformer (Xie et al., https://arxiv.org/abs/2105.15203): channels of the
//     first stage.
//   - MobileOne (Vasu et al., https://arxiv.org/abs/2206.04040), dual path networks
//     (Chen et al., https://arxiv.org/abs/1707.01629), Inception-v4 and
//     Inception-ResNet-v2 (Szegedy et al., https://arxiv.org/abs/1602.07261), and
//     Xception (Chollet, https://arxiv.org/abs/1610.02357): see their functions.
//   - ResNeSt (Zhang et al., https://arxiv.org/abs/2004.08955): see [resNeSt].
//   - Res2Net (Gao et al., https://arxiv.org/abs/1904.01169): see [res2net].
//   - GENet (Lin et al., https://arxiv.org/abs/2006.14090): see [gernet].
//   - Selective kernels (Li et al., https://arxiv.org/abs/1903.06586): as ResNet and
//     ResNeXt.
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
	{"se_resnet50", (*builder).senet, []int{3, 4, 6, 3}, [3]int64{3, 1, 64}},
	{"se_resnet101", (*builder).senet, []int{3, 4, 23, 3}, [3]int64{3, 1, 64}},
	{"se_resnet152", (*builder).senet, []int{3, 8, 36, 3}, [3]int64{3, 1, 64}},
	{"se_resnext50_32x4d", (*builder).senet, []int{3, 4, 6, 3}, [3]int64{3, 32, 4}},
	{"se_resnext101_32x4d", (*builder).senet, []int{3, 4, 23, 3}, [3]int64{3, 32, 4}},
	{"senet154", (*builder).senet, []int{3, 8, 36, 3}, [3]int64{3, 64, 4}},
	{"mit_b0", (*builder).mit, []int{2, 2, 2, 2}, [3]int64{32}},
	{"mit_b1", (*builder).mit, []int{2, 2, 2, 2}, [3]int64{64}},
	{"mit_b2", (*builder).mit, []int{3, 4, 6, 3}, [3]int64{64}},
	{"mit_b3", (*builder).mit, []int{3, 4, 18, 3}, [3]int64{64}},
	{"mit_b4", (*builder).mit, []int{3, 8, 27, 3}, [3]int64{64}},
	{"mit_b5", (*builder).mit, []int{3, 6, 40, 3}, [3]int64{64}},
	{"timm-efficientnet-b0", (*builder).timmEfficientNet, nil, [3]int64{10, 10}},
	{"timm-efficientnet-b1", (*builder).timmEfficientNet, nil, [3]int64{10, 11}},
	{"timm-efficientnet-b2", (*builder).timmEfficientNet, nil, [3]int64{11, 12}},
	{"timm-efficientnet-b3", (*builder).timmEfficientNet, nil, [3]int64{12, 14}},
	{"timm-efficientnet-b4", (*builder).timmEfficientNet, nil, [3]int64{14, 18}},
	{"timm-efficientnet-b5", (*builder).timmEfficientNet, nil, [3]int64{16, 22}},
	{"timm-efficientnet-b6", (*builder).timmEfficientNet, nil, [3]int64{18, 26}},
	{"timm-efficientnet-b7", (*builder).timmEfficientNet, nil, [3]int64{20, 31}},
	{"timm-efficientnet-b8", (*builder).timmEfficientNet, nil, [3]int64{22, 36}},
	{"timm-efficientnet-l2", (*builder).timmEfficientNet, nil, [3]int64{43, 53}},
	{"timm-tf_efficientnet_lite0", (*builder).timmEfficientNet, nil, [3]int64{10, 10, 1}},
	{"timm-tf_efficientnet_lite1", (*builder).timmEfficientNet, nil, [3]int64{10, 11, 1}},
	{"timm-tf_efficientnet_lite2", (*builder).timmEfficientNet, nil, [3]int64{11, 12, 1}},
	{"timm-tf_efficientnet_lite3", (*builder).timmEfficientNet, nil, [3]int64{12, 14, 1}},
	{"timm-tf_efficientnet_lite4", (*builder).timmEfficientNet, nil, [3]int64{14, 18, 1}},
	{"timm-mobilenetv3_large_075", (*builder).mobilenetV3, nil, [3]int64{75, 0}},
	{"timm-mobilenetv3_large_100", (*builder).mobilenetV3, nil, [3]int64{100, 0}},
	{"timm-mobilenetv3_small_075", (*builder).mobilenetV3, nil, [3]int64{75, 1}},
	{"timm-mobilenetv3_small_100", (*builder).mobilenetV3, nil, [3]int64{100, 1}},
	{"timm-regnetx_002", (*builder).regnet, []int{1, 1, 4, 7, 24, 56, 152, 368}, [3]int64{8, 0}},
	{"timm-regnetx_004", (*builder).regnet, []int{1, 2, 7, 12, 32, 64, 160, 384}, [3]int64{16, 0}},
	{"timm-regnetx_006", (*builder).regnet, []int{1, 3, 5, 7, 48, 96, 240, 528}, [3]int64{24, 0}},
	{"timm-regnetx_008", (*builder).regnet, []int{1, 3, 7, 5, 64, 128, 288, 672}, [3]int64{16, 0}},
	{"timm-regnetx_016", (*builder).regnet, []int{2, 4, 10, 2, 72, 168, 408, 912}, [3]int64{24, 0}},
	{"timm-regnetx_032", (*builder).regnet, []int{2, 6, 15, 2, 96, 192, 432, 1008}, [3]int64{48, 0}},
	{"timm-regnetx_040", (*builder).regnet, []int{2, 5, 14, 2, 80, 240, 560, 1360}, [3]int64{40, 0}},
	{"timm-regnetx_064", (*builder).regnet, []int{2, 4, 10, 1, 168, 392, 784, 1624}, [3]int64{56, 0}},
	{"timm-regnetx_080", (*builder).regnet, []int{2, 5, 15, 1, 80, 240, 720, 1920}, [3]int64{120, 0}},
	{"timm-regnetx_120", (*builder).regnet, []int{2, 5, 11, 1, 224, 448, 896, 2240}, [3]int64{112, 0}},
	{"timm-regnetx_160", (*builder).regnet, []int{2, 6, 13, 1, 256, 512, 896, 2048}, [3]int64{128, 0}},
	{"timm-regnetx_320", (*builder).regnet, []int{2, 7, 13, 1, 336, 672, 1344, 2520}, [3]int64{168, 0}},
	{"timm-regnety_002", (*builder).regnet, []int{1, 1, 4, 7, 24, 56, 152, 368}, [3]int64{8, 1}},
	{"timm-regnety_004", (*builder).regnet, []int{1, 3, 6, 6, 48, 104, 208, 440}, [3]int64{8, 1}},
	{"timm-regnety_006", (*builder).regnet, []int{1, 3, 7, 4, 48, 112, 256, 608}, [3]int64{16, 1}},
	{"timm-regnety_008", (*builder).regnet, []int{1, 3, 8, 2, 64, 128, 320, 768}, [3]int64{16, 1}},
	{"timm-regnety_016", (*builder).regnet, []int{2, 6, 17, 2, 48, 120, 336, 888}, [3]int64{24, 1}},
	{"timm-regnety_032", (*builder).regnet, []int{2, 5, 13, 1, 72, 216, 576, 1512}, [3]int64{24, 1}},
	{"timm-regnety_040", (*builder).regnet, []int{2, 6, 12, 2, 128, 192, 512, 1088}, [3]int64{64, 1}},
	{"timm-regnety_064", (*builder).regnet, []int{2, 7, 14, 2, 144, 288, 576, 1296}, [3]int64{72, 1}},
	{"timm-regnety_080", (*builder).regnet, []int{2, 4, 10, 1, 168, 448, 896, 2016}, [3]int64{56, 1}},
	{"timm-regnety_120", (*builder).regnet, []int{2, 5, 11, 1, 224, 448, 896, 2240}, [3]int64{112, 1}},
	{"timm-regnety_160", (*builder).regnet, []int{2, 4, 11, 1, 224, 448, 1232, 3024}, [3]int64{112, 1}},
	{"timm-regnety_320", (*builder).regnet, []int{2, 5, 12, 1, 232, 696, 1392, 3712}, [3]int64{232, 1}},
	{"mobileone_s0", (*builder).mobileOne, []int{48, 128, 256, 1024}, [3]int64{4, 0}},
	{"mobileone_s1", (*builder).mobileOne, []int{96, 192, 512, 1280}, [3]int64{1, 0}},
	{"mobileone_s2", (*builder).mobileOne, []int{96, 256, 640, 2048}, [3]int64{1, 0}},
	{"mobileone_s3", (*builder).mobileOne, []int{128, 320, 768, 2048}, [3]int64{1, 0}},
	{"mobileone_s4", (*builder).mobileOne, []int{192, 448, 896, 2048}, [3]int64{1, 1}},
	{"dpn68", (*builder).dpn, []int{3, 4, 12, 3, 16, 32, 32, 64}, [3]int64{10, 32, 128}},
	{"dpn92", (*builder).dpn, []int{3, 4, 20, 3, 16, 32, 24, 128}, [3]int64{64, 32, 96}},
	{"dpn98", (*builder).dpn, []int{3, 6, 20, 3, 16, 32, 32, 128}, [3]int64{96, 40, 160}},
	{"dpn107", (*builder).dpn, []int{4, 8, 20, 3, 20, 64, 64, 128}, [3]int64{128, 50, 200}},
	{"dpn131", (*builder).dpn, []int{4, 8, 28, 3, 16, 32, 32, 128}, [3]int64{128, 40, 160}},
	{"timm-resnest14d", resNeSt, []int{1, 1, 1, 1, 32}, [3]int64{2, 1, 64}},
	{"timm-resnest26d", resNeSt, []int{2, 2, 2, 2, 32}, [3]int64{2, 1, 64}},
	{"timm-resnest50d", resNeSt, []int{3, 4, 6, 3, 32}, [3]int64{2, 1, 64}},
	{"timm-resnest101e", resNeSt, []int{3, 4, 23, 3, 64}, [3]int64{2, 1, 64}},
	{"timm-resnest200e", resNeSt, []int{3, 24, 36, 3, 64}, [3]int64{2, 1, 64}},
	{"timm-resnest269e", resNeSt, []int{3, 30, 48, 8, 64}, [3]int64{2, 1, 64}},
	{"timm-resnest50d_4s2x40d", resNeSt, []int{3, 4, 6, 3, 32}, [3]int64{4, 2, 40}},
	{"timm-resnest50d_1s4x24d", resNeSt, []int{3, 4, 6, 3, 32}, [3]int64{1, 4, 24}},
	{"timm-res2net50_26w_4s", res2net, []int{3, 4, 6, 3}, [3]int64{4, 1, 26}},
	{"timm-res2net101_26w_4s", res2net, []int{3, 4, 23, 3}, [3]int64{4, 1, 26}},
	{"timm-res2net50_26w_6s", res2net, []int{3, 4, 6, 3}, [3]int64{6, 1, 26}},
	{"timm-res2net50_26w_8s", res2net, []int{3, 4, 6, 3}, [3]int64{8, 1, 26}},
	{"timm-res2net50_48w_2s", res2net, []int{3, 4, 6, 3}, [3]int64{2, 1, 48}},
	{"timm-res2net50_14w_8s", res2net, []int{3, 4, 6, 3}, [3]int64{8, 1, 14}},
	{"timm-res2next50", res2net, []int{3, 4, 6, 3}, [3]int64{4, 8, 4}},
	{"timm-gernet_s", gernet, []int{1, 3, 7, 2, 1, 48, 48, 384, 560, 256}, [3]int64{13, 1920}},
	{"timm-gernet_m", gernet, []int{1, 2, 6, 4, 1, 128, 192, 640, 640, 640}, [3]int64{32, 2560}},
	{"timm-gernet_l", gernet, []int{1, 2, 6, 5, 4, 128, 192, 640, 640, 640}, [3]int64{32, 2560}},
	{"timm-skresnet18", sknet, []int{2, 2, 2, 2}, [3]int64{2, 1, 64}},
	{"timm-skresnet34", sknet, []int{3, 4, 6, 3}, [3]int64{2, 1, 64}},
	{"timm-skresnext50_32x4d", sknet, []int{3, 4, 6, 3}, [3]int64{3, 32, 4}},
	{"inceptionv4", (*builder).inceptionV4, nil, [3]int64{}},
	{"inceptionresnetv2", inceptionResNet, nil, [3]int64{}},
	{"xception", xception, []int{128, 256, 728, 728, 728, 728, 728, 728, 728, 728, 728, 1024}, [3]int64{}},
}
