package text

import (
	"unetparams/counter/config"
	"unetparams/counter/number"
)

// explainText is the type of the words that explain a number.
type explainText struct {
	Title, TitleHelp, Label, Place, Examples config.Text
	Famous                                   config.Text
	Exactly, Rounded, Assumed                config.Text
	Published, Others, Miscounts             config.Text
	Coincidences                             config.Text
	ChanceOneIn, ChanceEach, RowChance       config.Text
	Usual                                    [3]config.Text // by find.Usualness
	Size, SizeOther                          config.Text
	MiB, MB                                  config.Text

	// The first sentence of an answer.
	Has, HasRounded                  config.Text
	Explained, NotReproduced         config.Text
	NotBuilt, NotBuiltWith           config.Text
	Found, Miscounted, Missing, Help config.Text
	Steps, Compare, Mechanisms       config.Text
	Departure                        config.Text

	Near, Nearest, Below, Above, Source config.Text
	Verdict                             [4]config.Text // by published.Verdict
	Alike, Hide, More, Background       config.Text
	Searching, Searched, SearchedHelp   config.Text
	Problem                             [number.Fraction]config.Text // by number.Problem, from 1
	Miscount                            [6]config.Text               // by find.Miscount, from 1
}

// Explain holds the sentences that explain a number.
var Explain = explainText{
	Title:     config.Text{EN: "Why is my number different?", ZH: "为什么我的数字不一样？"},
	TitleHelp: config.Text{EN: "Type the number of parameters that a paper, a table or a printout gives, and see which networks have it.", ZH: "输入论文、表格或打印结果中的参数量，看看哪些网络恰好是这个数。"},
	Label:     config.Text{EN: "Number of parameters", ZH: "参数量"},
	Place:     config.Text{EN: "31M, 7.76 M, 31,030,658 …", ZH: "31M、776万、31,030,658……"},
	Examples:  config.Text{EN: "Examples", ZH: "示例"},

	Famous: config.Text{EN: "Often quoted as the size of “the U-Net”, and of which network each is", ZH: "常被称作“U-Net 的参数量”的数字，各属于哪个网络"},

	Exactly: config.Text{EN: "Read as exactly %s.", ZH: "理解为恰好 %s。"},
	Rounded: config.Text{EN: "Matches totals that round or truncate to it: %s … %s.", ZH: "理解为四舍五入或截断后等于它的所有总数：%s … %s。"},
	Assumed: config.Text{EN: "No unit was given, so millions are meant.", ZH: "未写单位，按百万计。"},

	Published: config.Text{EN: "Published networks", ZH: "已发表的网络"},
	Others:    config.Text{EN: "Published networks with other settings", ZH: "改动设置后的已发表网络"},
	Miscounts: config.Text{EN: "Well-known miscounts", ZH: "常见的误算"},

	Coincidences: config.Text{EN: "Numerical coincidences", ZH: "数字巧合"},
	ChanceOneIn:  config.Text{EN: "A match by chance is expected for 1 in %s numbers of this size, so nothing says that one of these is meant.", ZH: "这个量级的数，约每 %s 个就有一个会碰巧相符，因此无法断定所指的就是其中之一。"},
	ChanceEach:   config.Text{EN: "A match by chance is expected for nearly every number of this size, so nothing says that one of these is meant.", ZH: "这个量级的数几乎都会碰巧相符，因此无法断定所指的就是其中之一。"},
	RowChance:    config.Text{EN: "A match by chance as ordinary as this is expected for 1 in %s numbers of this size.", ZH: "像这样平常的碰巧相符，在这个量级约每 %s 个数才有一个。"},
	Usual: [3]config.Text{
		{EN: "common", ZH: "常见"},
		{EN: "less common", ZH: "较少见"},
		{EN: "rare", ZH: "罕见"},
	},
	Size:      config.Text{EN: "Read as a size in float32, %[3]s: %[1]s … %[2]s parameters.", ZH: "理解为 float32 的大小（%[3]s）：%[1]s … %[2]s 个参数。"},
	SizeOther: config.Text{EN: "With %[3]s it would be %[1]s … %[2]s.", ZH: "若按 %[3]s，则为 %[1]s … %[2]s。"},
	MiB:       config.Text{EN: "1 MB = 2²⁰ bytes", ZH: "1 MB = 2²⁰ 字节"},
	MB:        config.Text{EN: "1 MB = 10⁶ bytes", ZH: "1 MB = 10⁶ 字节"},

	Has:           config.Text{EN: "%[1]s has exactly %[2]s parameters.", ZH: "%[1]s 的参数量恰好为 %[2]s。"},
	HasRounded:    config.Text{EN: "%[1]s has %[2]s parameters, which rounds or truncates to it.", ZH: "%[1]s 的参数量为 %[2]s，四舍五入或截断后即为此数。"},
	Explained:     config.Text{EN: "%[3]s is said of %[1]s, which has %[2]s parameters; the two differ by a convention.", ZH: "%[3]s 说的是 %[1]s，其参数量为 %[2]s；两者的差别在于计数口径。"},
	NotReproduced: config.Text{EN: "%[3]s is said of %[1]s, which has %[2]s parameters; no convention we know leads from one to the other.", ZH: "%[3]s 说的是 %[1]s，其参数量为 %[2]s；我们所知的口径都不能由一个得到另一个。"},
	NotBuilt:      config.Text{EN: "%[2]s is quoted of the %[1]s, which can't be built here yet.", ZH: "%[2]s 是 %[1]s 的参数量，本站尚不能构建该网络。"},
	NotBuiltWith:  config.Text{EN: "%[2]s is the %[1]s with input channels %[3]s and classes %[4]s, which can't be built here yet.", ZH: "%[2]s 是 %[1]s（输入通道 %[3]s，类别 %[4]s）的参数量，本站尚不能构建该网络。"},
	Found:         config.Text{EN: "No published network here has this number; %[1]s has it with another setting: %[2]s.", ZH: "本站已发表的网络都不是这个数；%[1]s 改变设置后即为此数：%[2]s。"},
	Miscounted:    config.Text{EN: "No network near the published ones has this number, counted correctly; a miscount of %[1]s comes to it: %[2]s.", ZH: "与已发表网络相近者，正确计数都不是这个数；%[1]s 误算后得此数：%[2]s。"},
	Missing:       config.Text{EN: "No network here has this number, unless by accident.", ZH: "本站没有网络是这个数，除非巧合。"},
	Help:          config.Text{EN: "If you have the model, paste its listing under “Verify your own network”: every layer is then compared.", ZH: "若您有该模型，请将其列表粘贴到“核对您自己的网络”，即可逐层比较。"},
	Steps:         config.Text{EN: "From the network of this page (A) to it (B), step by step", ZH: "从本页网络（A）到它（B），逐步变化"},
	Compare:       config.Text{EN: "Compare", ZH: "对比"},
	Departure:     config.Text{EN: "%s (%s)", ZH: "%s（%s）"},
	Mechanisms:    config.Text{EN: "A %[1]s transposed convolution and interpolation with a %[1]s convolution count alike.", ZH: "%[1]s 转置卷积与“插值 + %[1]s 卷积”的参数量相同。"},

	Near:    config.Text{EN: "Close to it:", ZH: "相近的有："},
	Nearest: config.Text{EN: "The network as it is counted here", ZH: "按本站口径计数的该网络"},
	Below:   config.Text{EN: "%s fewer than %s", ZH: "比 %[2]s 少 %[1]s"},
	Above:   config.Text{EN: "%s more than %s", ZH: "比 %[2]s 多 %[1]s"},

	Verdict: [4]config.Text{
		{EN: "Exact.", ZH: "完全一致。"},
		{EN: "Explained.", ZH: "口径不同。"},
		{EN: "Not reproduced.", ZH: "未能复现。"},
		{EN: "Not built here.", ZH: "本站尚不能构建。"},
	},
	Source: config.Text{EN: "Source", ZH: "出处"},

	Alike: config.Text{EN: "%s more with other widths, inputs or classes", ZH: "另有 %s 个，仅宽度、输入或类别数不同"},
	Hide:  config.Text{EN: "Hide them", ZH: "收起"},
	More:  config.Text{EN: "Show more (%s)", ZH: "显示更多（%s）"},

	Background: config.Text{EN: "One class more or less: is the background counted as one?", ZH: "类别数相差一：背景是否也算一类？"},

	Searching:    config.Text{EN: "Searching … %s configurations so far", ZH: "正在搜索……已比较 %s 种配置"},
	Searched:     config.Text{EN: "Searched %s configurations; every one listed was built and counted again.", ZH: "共搜索 %s 种配置；列出的每一种都已重新构建并计数。"},
	SearchedHelp: config.Text{EN: "The published networks, and those that differ from one in one or two settings (the classic U-Net in three, if they are common), at widths 8 … 128, with 1 … 4 inputs and 1 … 21, 32, 34, 59, 91, 150 or 1000 classes; near a published network, exact numbers also with up to 16 inputs, or 128, and up to 151 classes.", ZH: "包括已发表的网络，以及与其相差一两项设置的网络（经典 U-Net 可相差三项常见设置）：宽度 8 … 128，输入 1 … 4，类别 1 … 21、32、34、59、91、150 或 1000；与已发表网络相近时，精确的数还包括至多 16 个（或 128 个）输入和至多 151 个类别。"},

	Problem: [number.Fraction]config.Text{
		number.Empty - 1:    {EN: "Type a number, such as 31M.", ZH: "请输入一个数，例如 31M。"},
		number.NoNumber - 1: {EN: "This is not a number. Write it as 31M, 28.24 M, 31,030,658 or 1.9e7.", ZH: "这不是数字。请写成 31M、28.24 M、31,030,658 或 1.9e7。"},
		number.Negative - 1: {EN: "A network has no negative number of parameters.", ZH: "参数量不能是负数。"},
		number.Zero - 1:     {EN: "Enter a number above 0.", ZH: "请输入大于 0 的数。"},
		number.TooLarge - 1: {EN: "No network has so many parameters: the number may have 15 digits at most.", ZH: "没有网络有这么多参数：数字最多 15 位。"},
		number.TooLong - 1:  {EN: "This text is too long for a number.", ZH: "文字过长，不是数字。"},
		number.Fraction - 1: {EN: "This would be a fraction of a parameter. Is a unit such as M missing?", ZH: "不足一个参数，是否漏写单位（例如 M）？"},
	},
	Miscount: [6]config.Text{
		{EN: "transposed convolutions left out", ZH: "漏计转置卷积"},
		{EN: "biases left out", ZH: "漏计偏置"},
		{EN: "normalization not counted", ZH: "未计归一化"},
		{EN: "running means and variances counted too, as Keras does: 4·C for batch norm", ZH: "滑动均值和方差也计入（Keras 的做法，批归一化为 4·C）"},
		{EN: "neither biases nor normalization counted", ZH: "偏置和归一化都未计"},
		{EN: "the weights of a recurrent layer counted once a step", ZH: "循环层的权重每步都重复计入"},
	},
}
