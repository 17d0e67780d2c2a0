package app

import (
	"unetparams/counter/zoo"
)

// galleryText is the type of the words of the gallery of published numbers.
type galleryText struct {
	Title, Description, Line, Intro                              zoo.Text
	Verdicts                                                     [3]zoo.Text // by published.Verdict
	VerdictHelp                                                  [3]zoo.Text
	Of                                                           zoo.Text
	Chart, ChartHelp, ChartDesc, Year, Parameters                zoo.Text
	Tools, Search, Filter, All, Sort, Shown, None                zoo.Text
	AsListed, Newest, Oldest, Largest, Smallest, ByName          zoo.Text
	Table, Net, Says, Code, We, Verdict, Open, Compare, NoNumber zoo.Text
	Off, Counted, Bytes                                          zoo.Text
	Missing, Everywhere                                          zoo.Text
}

// galleryWords stand apart from words: the program in the browser, which has no
// gallery, need not carry them.
var galleryWords = galleryText{
	Title:       zoo.Text{EN: "Published numbers of U-Net parameters", ZH: "已发表的 U-Net 参数量"},
	Description: zoo.Text{EN: "%d numbers of parameters that papers, repositories and readers have published for U-Nets, each counted anew: %d exact, %d explained, %d not reproduced.", ZH: "论文、代码库和读者发表的 %d 个 U-Net 参数量，逐一重新计数：%d 个精确，%d 个可解释，%d 个未能重现。"},
	Line:        zoo.Text{EN: "What is printed, what the code has, and what we count.", ZH: "论文所写、代码所有、我们所数。"},
	Intro:       zoo.Text{EN: "Every network here was counted anew when this page was made. A printed number is the same if the count rounds to it or is cut off at it, since papers do both. Each row opens the calculator at the network that was counted.", ZH: "本页生成时，每个网络都重新计数。计数四舍五入或截断后等于所印数字，即视为相同，因为两种写法论文都用。每一行都可在计算器中打开对应的网络。"},
	Verdicts: [3]zoo.Text{
		{EN: "exact", ZH: "精确"},
		{EN: "explained", ZH: "可解释"},
		{EN: "not reproduced", ZH: "未能重现"},
	},
	VerdictHelp: [3]zoo.Text{
		{EN: "the network as described has this number", ZH: "所述网络恰为此数"},
		{EN: "it has another; this one comes out by the convention named", ZH: "网络另有其数；按所列约定可得此数"},
		{EN: "we know no convention by which it comes out", ZH: "尚不知何种约定可得此数"},
	},
	Of: zoo.Text{EN: "%d of %d", ZH: "%d / %d"},

	Chart:      zoo.Text{EN: "Size against year", ZH: "规模与年份"},
	ChartHelp:  zoo.Text{EN: "As we count them, on a logarithmic scale. The shape of a point is its verdict; it leads to its row.", ZH: "按我们的计数，纵轴为对数。点的形状表示结论，点击可跳到对应的行。"},
	ChartDesc:  zoo.Text{EN: "A point for each of the %d rows of the table below, from %s to %s parameters.", ZH: "下表 %d 行各对应一点，从 %s 到 %s 个参数。"},
	Year:       zoo.Text{EN: "year", ZH: "年份"},
	Parameters: zoo.Text{EN: "parameters", ZH: "参数量"},

	Tools:    zoo.Text{EN: "Find in the gallery", ZH: "在陈列中查找"},
	Search:   zoo.Text{EN: "Search: name, repository, year, number", ZH: "搜索：名称、代码库、年份、数字"},
	Filter:   zoo.Text{EN: "Verdict", ZH: "结论"},
	All:      zoo.Text{EN: "all", ZH: "全部"},
	Sort:     zoo.Text{EN: "Order", ZH: "排序"},
	Shown:    zoo.Text{EN: "%d shown", ZH: "显示 %d 行"},
	None:     zoo.Text{EN: "Nothing matches.", ZH: "没有匹配的行。"},
	AsListed: zoo.Text{EN: "as listed", ZH: "原有顺序"},
	Newest:   zoo.Text{EN: "newest first", ZH: "由新到旧"},
	Oldest:   zoo.Text{EN: "oldest first", ZH: "由旧到新"},
	Largest:  zoo.Text{EN: "largest first", ZH: "由大到小"},
	Smallest: zoo.Text{EN: "smallest first", ZH: "由小到大"},
	ByName:   zoo.Text{EN: "by name", ZH: "按名称"},

	Table:      zoo.Text{EN: "The numbers", ZH: "数字"},
	Net:        zoo.Text{EN: "Network and source", ZH: "网络与出处"},
	Says:       zoo.Text{EN: "Printed", ZH: "所印"},
	Code:       zoo.Text{EN: "Its code", ZH: "其代码"},
	We:         zoo.Text{EN: "We count", ZH: "我们计数"},
	Verdict:    zoo.Text{EN: "Verdict", ZH: "结论"},
	Open:       zoo.Text{EN: "Open in the calculator", ZH: "在计算器中打开"},
	Compare:    zoo.Text{EN: "Compare both ways of counting", ZH: "比较两种计法"},
	NoNumber:   zoo.Text{EN: "–", ZH: "–"},
	Off:        zoo.Text{EN: "We count %s %% of it.", ZH: "我们的计数为其 %s %%。"},
	Counted:    zoo.Text{EN: "Counted so: %s.", ZH: "如此计数：%s。"},
	Bytes:      zoo.Text{EN: "%s MB in float32", ZH: "float32 占 %s MB"},
	Everywhere: zoo.Text{EN: "quoted in tutorials and tables as the size of “the U-Net”", ZH: "教程与表格中常作“U-Net 的参数量”引用"},
	Missing:    zoo.Text{EN: "Do you know a number that is missing here, or a convention that explains one? It is a row in counter/published, and a test recounts it.", ZH: "若您知道此处缺少的数字，或能解释某个数字的约定：它只是 counter/published 中的一行，并由测试重新计数。"},
}
