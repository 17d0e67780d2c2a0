package text

import (
	"unetparams/counter/config"
	"unetparams/counter/find"
)

// explainText is the type of the words that explain a number.
type explainText struct {
	Title, Help, Label, Place, Examples config.Text
	Famous                              config.Text
	Exactly, Rounded, Assumed           config.Text
	Published, Others, Miscounts        config.Text
	None, Nearest, Below, Above         config.Text
	NotReproduced, CodeHas, Source      config.Text
	Alike, Hide, More, Background       config.Text
	Searching, Searched, SearchedHelp   config.Text
	Problem                             [find.Fraction]config.Text // by find.Problem, from 1
	Miscount                            [find.EveryRun]config.Text // by find.Miscount, from 1
}

// Explain holds the sentences that explain a number.
var Explain = explainText{
	Title:    config.Text{EN: "Why is my number different?", ZH: "为什么我的数字不一样？"},
	Help:     config.Text{EN: "Type the number of parameters that a paper, a table or a printout gives, and see which networks have it.", ZH: "输入论文、表格或打印结果中的参数量，看看哪些网络恰好是这个数。"},
	Label:    config.Text{EN: "Number of parameters", ZH: "参数量"},
	Place:    config.Text{EN: "31M, 7.76 M, 31,030,658 …", ZH: "31M、776万、31,030,658……"},
	Examples: config.Text{EN: "Examples", ZH: "示例"},

	Famous: config.Text{EN: "Often quoted as the size of “the U-Net”, and of which network each is", ZH: "常被称作“U-Net 的参数量”的数字，各属于哪个网络"},

	Exactly: config.Text{EN: "Read as exactly %s.", ZH: "理解为恰好 %s。"},
	Rounded: config.Text{EN: "Matches totals that round or truncate to it: %s … %s.", ZH: "理解为四舍五入或截断后等于它的所有总数：%s … %s。"},
	Assumed: config.Text{EN: "No unit was given, so millions are meant.", ZH: "未写单位，按百万计。"},

	Published: config.Text{EN: "Published networks", ZH: "已发表的网络"},
	Others:    config.Text{EN: "Published networks with other settings", ZH: "改动设置后的已发表网络"},
	Miscounts: config.Text{EN: "Well-known miscounts", ZH: "常见的误算"},

	None:    config.Text{EN: "No network that was searched has this number of parameters. The nearest:", ZH: "搜索过的网络中没有一个是这个参数量。最接近的是："},
	Nearest: config.Text{EN: "The nearest configuration", ZH: "最接近的配置"},
	Below:   config.Text{EN: "%s fewer than %s", ZH: "比 %[2]s 少 %[1]s"},
	Above:   config.Text{EN: "%s more than %s", ZH: "比 %[2]s 多 %[1]s"},

	NotReproduced: config.Text{EN: "Not reproduced.", ZH: "未能复现。"},
	CodeHas:       config.Text{EN: "Explained.", ZH: "口径不同。"},
	Source:        config.Text{EN: "Source", ZH: "出处"},

	Alike: config.Text{EN: "%s more with other widths, inputs or classes", ZH: "另有 %s 个，仅宽度、输入或类别数不同"},
	Hide:  config.Text{EN: "Hide them", ZH: "收起"},
	More:  config.Text{EN: "Show more (%s)", ZH: "显示更多（%s）"},

	Background: config.Text{EN: "One class more or less: is the background counted as one?", ZH: "类别数相差一：背景是否也算一类？"},

	Searching:    config.Text{EN: "Searching … %s configurations so far", ZH: "正在搜索……已比较 %s 种配置"},
	Searched:     config.Text{EN: "Searched %s configurations; every one listed was built and counted again.", ZH: "共搜索 %s 种配置；列出的每一种都已重新构建并计数。"},
	SearchedHelp: config.Text{EN: "The published networks, and those that differ from one in one or two settings (the classic U-Net in three, if they are common), at widths 8 … 128, 1 … 4 inputs and 1 … 21, 32, 34, 59, 91, 150 or 1000 classes.", ZH: "包括已发表的网络，以及与其相差一两项设置的网络（经典 U-Net 可相差三项常见设置）：宽度 8 … 128，输入 1 … 4，类别 1 … 21、32、34、59、91、150 或 1000。"},

	Problem: [find.Fraction]config.Text{
		find.Empty - 1:    {EN: "Type a number, such as 31M.", ZH: "请输入一个数，例如 31M。"},
		find.NoNumber - 1: {EN: "This is not a number. Write it as 31M, 28.24 M, 31,030,658 or 1.9e7.", ZH: "这不是数字。请写成 31M、28.24 M、31,030,658 或 1.9e7。"},
		find.Negative - 1: {EN: "A network has no negative number of parameters.", ZH: "参数量不能是负数。"},
		find.Zero - 1:     {EN: "Enter a number above 0.", ZH: "请输入大于 0 的数。"},
		find.TooLarge - 1: {EN: "No network has so many parameters: the number may have 15 digits at most.", ZH: "没有网络有这么多参数：数字最多 15 位。"},
		find.TooLong - 1:  {EN: "This text is too long for a number.", ZH: "文字过长，不是数字。"},
		find.Fraction - 1: {EN: "This would be a fraction of a parameter. Is a unit such as M missing?", ZH: "不足一个参数，是否漏写单位（例如 M）？"},
	},
	Miscount: [find.EveryRun]config.Text{
		find.NoUp - 1:        {EN: "transposed convolutions left out", ZH: "漏计转置卷积"},
		find.NoBias - 1:      {EN: "biases left out", ZH: "漏计偏置"},
		find.NoNorm - 1:      {EN: "normalization not counted", ZH: "未计归一化"},
		find.WithStats - 1:   {EN: "running means and variances counted too, as Keras does: 4·C for batch norm", ZH: "滑动均值和方差也计入（Keras 的做法，批归一化为 4·C）"},
		find.KernelsOnly - 1: {EN: "neither biases nor normalization counted", ZH: "偏置和归一化都未计"},
		find.EveryRun - 1:    {EN: "the weights of a recurrent layer counted once a step", ZH: "循环层的权重每步都重复计入"},
	},
}
