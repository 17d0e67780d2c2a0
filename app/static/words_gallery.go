package static

import (
	"unetparams/counter/config"
)

// galleryText is the type of the words of the gallery of published numbers.
type galleryText struct {
	Title, Description, Line, Intro                              config.Text
	Verdicts                                                     [3]config.Text // by published.Verdict
	VerdictHelp                                                  [3]config.Text
	Of                                                           config.Text
	Chart, ChartHelp, ChartDesc, Year, Parameters                config.Text
	Tools, Search, Filter, All, Sort, Shown, ToTable, None       config.Text
	AsListed, Newest, Oldest, Largest, Smallest, ByName          config.Text
	Table, Net, Says, Code, We, Verdict, Open, Compare, NoNumber config.Text
	Off, Counted, Bytes                                          config.Text
	Missing, Everywhere                                          config.Text
}

// galleryWords are here and not in package text, because the browser's programs have no
// gallery and need not contain them.
var galleryWords = galleryText{
	Title:       config.Text{EN: "Published numbers of U-Net parameters", ZH: "已发表的 U-Net 参数量"},
	Description: config.Text{EN: "%d numbers of parameters that papers, repositories and readers have published for U-Nets, each counted anew: %d exact, %d explained, %d not reproduced.", ZH: "论文、代码库和读者发表的 %d 个 U-Net 参数量，逐一重新计数：%d 个精确，%d 个可解释，%d 个未能复现。"},
	Line:        config.Text{EN: "Reported, in code, and our count, side by side.", ZH: "原文、代码与本站结果对照。"},
	Intro:       config.Text{EN: "Every network here was counted anew when this page was made. A printed number is the same if the count rounds to it or is cut off at it, since papers do both. Each row opens the calculator at the network that was counted.", ZH: "本页生成时，每个网络都重新计数。计数四舍五入或截断后等于所印数字，即视为相同，因为两种写法论文都用。每一行都可在计算器中打开对应的网络。"},
	Verdicts: [3]config.Text{
		{EN: "exact", ZH: "完全一致"},
		{EN: "explained", ZH: "口径不同"},
		{EN: "not reproduced", ZH: "未能复现"},
	},
	VerdictHelp: [3]config.Text{
		{EN: "the network as described has this number", ZH: "所述网络恰为此数"},
		{EN: "reproduced under the convention named", ZH: "与网络实际不符，但按所注口径可得"},
		{EN: "not reproduced by any convention we know", ZH: "未能按已知口径复现"},
	},
	Of: config.Text{EN: "%d of %d", ZH: "%d / %d"},

	Chart:      config.Text{EN: "Size against year", ZH: "参数量随年份变化"},
	ChartHelp:  config.Text{EN: "As we count them, on a logarithmic scale. The shape of a point is its verdict; it leads to its row.", ZH: "按我们的计数，纵轴为对数。点的形状表示结论，点击可跳到对应的行。"},
	ChartDesc:  config.Text{EN: "A point for each of the %d rows of the table below, from %s to %s parameters.", ZH: "下表 %d 行各对应一点，从 %s 到 %s 个参数。"},
	Year:       config.Text{EN: "year", ZH: "年份"},
	Parameters: config.Text{EN: "parameters", ZH: "参数量"},

	Tools:    config.Text{EN: "Find in the gallery", ZH: "在列表中查找"},
	Search:   config.Text{EN: "Search: name, repository, year, number", ZH: "搜索：名称、代码库、年份、数字"},
	Filter:   config.Text{EN: "Verdict", ZH: "结论"},
	All:      config.Text{EN: "all", ZH: "全部"},
	Sort:     config.Text{EN: "Order", ZH: "排序"},
	Shown:    config.Text{EN: "%d shown", ZH: "显示 %d 行"},
	ToTable:  config.Text{EN: "Table for a paper: %d", ZH: "论文表格：%d 个网络"},
	None:     config.Text{EN: "Nothing matches.", ZH: "没有匹配的行。"},
	AsListed: config.Text{EN: "as listed", ZH: "原有顺序"},
	Newest:   config.Text{EN: "newest first", ZH: "由新到旧"},
	Oldest:   config.Text{EN: "oldest first", ZH: "由旧到新"},
	Largest:  config.Text{EN: "largest first", ZH: "由大到小"},
	Smallest: config.Text{EN: "smallest first", ZH: "由小到大"},
	ByName:   config.Text{EN: "by name", ZH: "按名称"},

	Table:      config.Text{EN: "The numbers", ZH: "数字"},
	Net:        config.Text{EN: "Network and source", ZH: "网络与出处"},
	Says:       config.Text{EN: "Reported", ZH: "原文"},
	Code:       config.Text{EN: "In code", ZH: "代码实测"},
	We:         config.Text{EN: "Our count", ZH: "本站"},
	Verdict:    config.Text{EN: "Verdict", ZH: "结论"},
	Open:       config.Text{EN: "Open in the calculator", ZH: "在计算器中打开"},
	Compare:    config.Text{EN: "Compare both ways of counting", ZH: "比较两种计法"},
	NoNumber:   config.Text{EN: "–", ZH: "–"},
	Off:        config.Text{EN: "Our count is %s%% of it.", ZH: "本站结果为其 %s%%。"},
	Counted:    config.Text{EN: "Counted as: %s.", ZH: "按此口径：%s。"},
	Bytes:      config.Text{EN: "%s MB in float32", ZH: "float32 占 %s MB"},
	Everywhere: config.Text{EN: "quoted in tutorials and tables as the size of “the U-Net”", ZH: "教程与表格中常作“U-Net 的参数量”引用"},
	Missing:    config.Text{EN: "Do you know a number that is missing here, or a convention that explains one? It is a row in counter/published, and a test recounts it.", ZH: "若您知道此处缺少的数字，或能解释某个数字的约定：它只是 counter/published 中的一行，并由测试重新计数。"},
}
