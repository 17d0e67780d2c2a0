package text

import (
	"unetparams/counter/config"
)

// compareText is the type of the words of a comparison.
type compareText struct {
	With, WithHelp, Title, Help, Beside, Swap, Close     config.Text
	ChooseHelp, ThisWith, Choose, Pin, Pairs             config.Text
	PairPaper, PairNorm, PairWidth, PairUp, PairMilesial config.Text
	Presets, Same, SameHelp, Difference, Times, Equal    config.Text
	Pinned                                               config.Text
	Way, WayHelp, BarsFrom, NoEffect, Change, Step, To   config.Text
	Architecture                                         config.Text
	Stages, Kinds, Levels, Stage, Level, NotThere        config.Text
	Pictures, PicturesHelp, PicturesLevels, Only         config.Text
}

// Compare holds the sentences of a comparison.
var Compare = compareText{
	With:     config.Text{EN: "Compare with…", ZH: "对比…"},
	WithHelp: config.Text{EN: "Keeps this network as B; then change a setting, or choose another network.", ZH: "将当前网络固定为 B，然后改变设置或另选网络。"},
	Title:    config.Text{EN: "Compare", ZH: "比较"},
	Help:     config.Text{EN: "A: current network; B: pinned. The link carries both.", ZH: "A 是本页的网络，B 固定在旁。链接包含两者。"},
	Beside:   config.Text{EN: "B is", ZH: "B："},
	Swap:     config.Text{EN: "Swap A and B", ZH: "交换 A 与 B"},
	Close:    config.Text{EN: "Close the comparison", ZH: "结束比较"},
	Pinned:   config.Text{EN: "custom network", ZH: "自定义网络"},

	ChooseHelp:   config.Text{EN: "Two networks side by side: the totals, the way from one to the other a setting at a time, and both drawings on one scale.", ZH: "并排比较两个网络：总数、逐项变化，以及同一比例的两图。"},
	ThisWith:     config.Text{EN: "This network with", ZH: "当前网络与"},
	Choose:       config.Text{EN: "choose…", ZH: "请选择……"},
	Pin:          config.Text{EN: "Keep it and change a setting", ZH: "固定当前网络，再改设置"},
	Pairs:        config.Text{EN: "Often asked about", ZH: "常见对比"},
	PairPaper:    config.Text{EN: "7.77M and 31M: the tutorial's network and the 2015 paper's", ZH: "7.77M 与 31M：教程网络与 2015 年论文"},
	PairNorm:     config.Text{EN: "7.76M and 7.77M: without and with batch norm", ZH: "7.76M 与 7.77M：无批归一化与有批归一化"},
	PairWidth:    config.Text{EN: "32 and 64 base channels: twice the width, four times the parameters", ZH: "基础通道数 32 与 64：宽度加倍，参数四倍"},
	PairUp:       config.Text{EN: "31M and 28.9M: transposed convolution and bilinear up-sampling", ZH: "31M 与 28.9M：转置卷积与双线性上采样"},
	PairMilesial: config.Text{EN: "31.04M and 17.26M: to milesial's code with bilinear up-sampling", ZH: "31.04M 与 17.26M：换成 milesial 的双线性版"},

	Presets:    config.Text{EN: "Presets", ZH: "预设"},
	Same:       config.Text{EN: "A and B are the same network.", ZH: "A 与 B 是同一网络。"},
	SameHelp:   config.Text{EN: "Change a setting of A, or choose another network for B.", ZH: "改变 A 的设置，或为 B 另选网络。"},
	Difference: config.Text{EN: "B − A = %s", ZH: "B − A = %s"},
	Times:      config.Text{EN: "B is %s × A", ZH: "B 为 A 的 %s 倍"},
	Equal:      config.Text{EN: "the same count", ZH: "参数量相同"},

	Way:          config.Text{EN: "From A to B, a setting at a time", ZH: "从 A 到 B：逐项变化"},
	WayHelp:      config.Text{EN: "Every total on the way is counted, so the steps sum exactly. They go in the order of the form: first what goes in and comes out, then the size, then the rest. Another order would shift the shares, since a choice weighs more in a wider net; the sum stays.", ZH: "途中每个总数都经过实际计数，因此各步之和精确无误。顺序与表单一致：先是输入输出，再是规模，然后是其余设置。换一种顺序，各步份额会变（网络越宽，同一选择的影响越大），总和不变。"},
	BarsFrom:     config.Text{EN: "The bars begin at %s, not at 0.", ZH: "条形从 %s 而非 0 开始。"},
	NoEffect:     config.Text{EN: "No effect on the count:", ZH: "对参数量没有影响："},
	Change:       config.Text{EN: "What changes", ZH: "改变"},
	Step:         config.Text{EN: "Step", ZH: "增减"},
	To:           config.Text{EN: "Total", ZH: "总数"},
	Architecture: config.Text{EN: "Architecture, with its other settings: %s → %s", ZH: "网络结构及其余设置：%s → %s"},

	Stages:   config.Text{EN: "Stage by stage", ZH: "逐级比较"},
	Kinds:    config.Text{EN: "By kind of layer", ZH: "按层类型"},
	Levels:   config.Text{EN: "By level", ZH: "按级"},
	Stage:    config.Text{EN: "Stage", ZH: "级"},
	Level:    config.Text{EN: "Level", ZH: "级"},
	NotThere: config.Text{EN: "none", ZH: "无"},

	Pictures:       config.Text{EN: "Both on one scale", ZH: "同一比例的两图"},
	PicturesHelp:   config.Text{EN: "Bars are as wide for their channels and as high for their resolution in one picture as in the other. A dashed frame marks a stage that differs; Δ is what B has against A there.", ZH: "两图中条形的宽度（通道数）与高度（分辨率）比例相同。虚线框标出不同的级；Δ 为该级 B 减 A。"},
	PicturesLevels: config.Text{EN: "An input size does not fit, so the height of the bars follows the level.", ZH: "有输入尺寸不合适，条形高度改按级表示。"},
	Only:           config.Text{EN: "only %s", ZH: "仅 %s"},
}
