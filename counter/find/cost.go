package find

import (
	"math/bits"
	"slices"
	"strings"
)

// The cost of a departure from a published network says how unusual it is. The
// unit is about a factor of two: of two departures, one that costs 2 more is met
// about a quarter as often. The weights are estimates from what people publish,
// quote and ask about; they need to be right in their order only, since chance
// is measured with them (see [Chance]).
const (
	// departureCost is that of any ordinary departure: another normalization, no
	// bias, interpolation, twice the width, color instead of gray.
	departureCost = 2
	// argumentCost is that of another value of a constructor's argument, which
	// fewer people touch than the settings of the classic U-Net.
	argumentCost = 3
	// editCost is what it costs besides to edit a width that published code has
	// written into it.
	editCost = 2
	// encoderCost is that of one of the many encoders that few people take.
	encoderCost = 5
	// miscountCost is that of not counting as everybody does.
	miscountCost = 3
)

// Groups are found and shown by what they cost.
const (
	commonCost = 4  // of one departure that surprises nobody
	rareCost   = 7  // of one departure that needs a reason
	maxCost    = 63 // more than any group's
)

// classicCosts are the costs of values of the classic U-Net that are less
// ordinary than [departureCost] says. Values that are not listed cost that.
var classicCosts = map[string]int{
	"upbias=off":  3,                // an oversight of the 3D U-Net paper's count
	"residual=on": 4, "heads=on": 4, // variants that have names of their own
	"levels=6": 5, "up=bilinear upconv=none": 5,
	"levels=3": 7, "levels=7": 7, "convs=3": 7, "nd=3": 7, // nd=3 has published networks of its own
	"grow=last": 7, "up=transposed upout=keep": 7, // 3D U-Net alone
	"kernel=5": 9, "convs=1": 9,
	"up=bilinear upconv=1 upout=keep": 9, "up=bilinear upconv=2 upout=keep": 9, "up=bilinear upconv=3 upout=keep": 9,
	"nd=1": 11,

	"gate=on":      4, // Attention U-Net
	"headkernel=3": 4, "down=conv downkernel=3": 5, "down=conv downkernel=2": 5, "upkernel=4": 5,
	"attention=se ratio=16": 5, "block=separable": 5, "skip=add": 5,
	"attention=se ratio=8": 6, "act=prelu": 6, "act=prelus": 6, "headconvs=1": 6, "middle=aspp": 6,
	"concatnorm=on": 7, "attention=scse ratio=16": 7, "attention=cbam ratio=16": 7, "block=recurrent": 7, "middle=dilated": 7,
	"order=nac": 7, "headbias=off": 7, "skipconv=1": 7, "skipconv=3": 7, "middle=attention": 8, "block=dense": 8,
	"stem=7": 9, "stem=3": 9, "middle=transformer blocks=1": 9, "block=inverted expansion=6": 9, "block=convnext expansion=4": 9,
	"limit=×8": 5, "limit=×10": 6, "limit=×4": 7, "limit=×16": 7, "limit=×1": 7, "limit=×2": 9,
	"outstride=2": 7, "outstride=4": 7,
	"down=unshuffle": 11,
}

// usualEncoders are the encoders of segmentation models that most people take.
var usualEncoders = strings.Fields("resnet18 resnet34 resnet50 resnet101 resnet152 vgg11 vgg16 vgg16_bn vgg19 densenet121 mobilenet_v2 " +
	"efficientnet-b0 efficientnet-b1 efficientnet-b2 efficientnet-b3 efficientnet-b4 efficientnet-b5 efficientnet-b6 efficientnet-b7 " +
	"resnext50_32x4d se_resnext50_32x4d mit_b0 mit_b1 mit_b2 mit_b3 mit_b4 mit_b5")

// datasetClasses are numbers of classes of well-known data sets, besides small
// ones: CamVid 11 and 32, BTCV 14, Cityscapes 19 and 34, Pascal VOC 20 and 21,
// CARLA 23, Pascal Context 59, COCO 81 and 91, ADE20K 150 and 151, ImageNet 1000.
var datasetClasses = []int64{11, 14, 19, 20, 21, 23, 32, 34, 59, 81, 91, 150, 151, 1000}

// bandCounts are the input channels of remote sensing: Sentinel-2 has 10, 12 or
// 13 bands in use.
var bandCounts = []int64{10, 12, 13}

// slippedInputs is a side of an image taken for its channels, which is what
// becomes of an input of 128×128×3 given in the wrong order.
const slippedInputs = 128

// cost returns the cost of a value of a width, of inputs or of classes that is
// another than the published network's.
func cost(r role, n int64) int {
	switch r {
	case width:
		return widthCost(n)
	case inputs:
		return inputsCost(n)
	}
	return classesCost(n)
}

// pointCost returns the cost of a value of a width, of inputs or of classes in a
// space.
func (s *searchSpace) pointCost(r role, n int64) int {
	if r == width && s.edits {
		return cost(r, n) + editCost
	}
	return cost(r, n)
}

// widthCost says how unusual a width is: powers of two are ordinary, and the more
// often a width can be halved, the likelier it is. One that is no power of two
// costs 1 more, and 2 more for every power of two up to 32 that does not divide
// it: 96 costs 3, 48 costs 5, 33 costs 13.
func widthCost(n int64) int {
	if n&(n-1) == 0 {
		return departureCost
	}
	const halvings = 5 // as many as the deepest ordinary U-Net has
	return departureCost + 1 + 2*(halvings-min(halvings, bits.TrailingZeros64(uint64(n))))
}

// inputsCost says how unusual a number of input channels is: gray and color are
// ordinary, alpha, infrared or two modalities less so.
func inputsCost(n int64) int {
	switch {
	case n == 1 || n == 3:
		return departureCost
	case n == 4:
		return departureCost + 1
	case n == 2:
		return departureCost + 2
	case slices.Contains(bandCounts, n):
		return 5
	case n == slippedInputs:
		return 9
	}
	return 8
}

// classesCost says how unusual a number of classes is: the more classes, the
// fewer data sets have as many, up to those that everybody uses.
func classesCost(n int64) int {
	switch {
	case n <= 2:
		return departureCost
	case n <= 10:
		return departureCost + 1 + int(n)/4
	case slices.Contains(datasetClasses, n):
		return 6
	case n <= 21:
		return 8
	}
	return 11
}

// A Usualness says how often a departure is met.
type Usualness int

// The kinds of departures.
const (
	Common   Usualness = iota // surprises nobody
	Uncommon                  // met now and then
	Rare                      // needs a reason
)

// usualness returns that of a departure by its cost.
func usualness(cost int) Usualness {
	switch {
	case cost <= commonCost:
		return Common
	case cost < rareCost:
		return Uncommon
	}
	return Rare
}
