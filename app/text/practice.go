package text

import (
	"strings"

	"unetparams/counter/config"
	"unetparams/counter/exercise"
)

// practiceText holds the words around the exercises; what is said about answers is in
// package tutor. {a} and {b} are filled in.
type practiceText struct {
	_ config.Incomparable

	Practise, PractiseHelp, Title, Leave, Exercise                config.Text
	Hint, AskHow, NextTask, Again, CopyResult                     config.Text
	Link, Print, PrintSolved, Tools, Verdict                      config.Text
	Arrows, From, NoArrow, ArrowElsewhere, Keep                   config.Text
	Clock, StopClock, ClockOver                                   config.Text
	ToolsHelp, Remove, Add, AnyStage, ThisNetwork, Network, Stage config.Text
	Modes, ModeHelp                                               [exercise.NumModes]config.Text
}

// Practice holds the words around the exercises.
var Practice = practiceText{
	Practise:     config.Text{EN: "Practise", ZH: "练习"},
	PractiseHelp: config.Text{EN: "Count this network by hand; every answer is checked, and every slip explained", ZH: "动手计算这个网络；逐步核对，并指出错在哪里"},
	Title:        config.Text{EN: "Practice", ZH: "手算练习"},
	Leave:        config.Text{EN: "Leave practice", ZH: "结束练习"},
	Exercise:     config.Text{EN: "Exercise", ZH: "练习方式"},
	Modes: [exercise.NumModes]config.Text{
		{EN: "Watch", ZH: "看例题"}, {EN: "Fill in", ZH: "填空"}, {EN: "On your own", ZH: "独立计算"},
		{EN: "Whole network", ZH: "整个网络"}, {EN: "Interview", ZH: "面试问答"}, {EN: "Homework", ZH: "课后作业"},
	},
	ModeHelp: [exercise.NumModes]config.Text{
		{EN: "A stage, calculated step by step.", ZH: "逐步看一级是怎么算的。"},
		{EN: "The formulas are given; fill in their numbers.", ZH: "公式已给出，填入数字。"},
		{EN: "Which layers have parameters, what is their input, how many?", ZH: "哪些层有参数？输入几个通道？参数量是多少？"},
		{EN: "Stage by stage, then the checkpoints, then the total.", ZH: "逐级计算，再核对小计与总数。"},
		{EN: "No calculator: the order of magnitude is enough.", ZH: "不用计算器，量级对即可。"},
		{EN: "The total alone.", ZH: "只问总数。"},
	},
	Hint:        config.Text{EN: "Hint", ZH: "提示"},
	AskHow:      config.Text{EN: "A number or a formula: 18,496, 3*3*32*64+64 or 1.8万", ZH: "可写数字或算式：18,496、3*3*32*64+64 或 1.8万"},
	NextTask:    config.Text{EN: "Next exercise: {a}", ZH: "下一个练习：{a}"},
	Again:       config.Text{EN: "Begin again", ZH: "重新开始"},
	CopyResult:  config.Text{EN: "Copy result", ZH: "复制结果"},
	Link:        config.Text{EN: "Copy link to this exercise", ZH: "复制此练习的链接"},
	Print:       config.Text{EN: "Print worksheet", ZH: "打印练习卷"},
	PrintSolved: config.Text{EN: "Print with solutions", ZH: "打印练习卷（含答案）"},
	Tools:       config.Text{EN: "For teachers", ZH: "教师工具"},
	Verdict:     config.Text{EN: "See what the papers say: published numbers", ZH: "看看论文怎么说：论文参数量核对"},

	Arrows:         config.Text{EN: "Which arrows meet here? Click them on the drawing, or choose them:", ZH: "哪些箭头汇入这里？可在图上点击，或在此选择："},
	From:           config.Text{EN: "from %s", ZH: "来自%s"},
	NoArrow:        config.Text{EN: "No arrow leads from %s to this concatenation.", ZH: "没有箭头从%s通到这里的拼接。"},
	ArrowElsewhere: config.Text{EN: "This arrow leads elsewhere: to %s.", ZH: "这个箭头通向别处：%s。"},
	Keep:           config.Text{EN: "Keep my progress in this browser (nothing is sent)", ZH: "在此浏览器中保存进度（不会发送任何数据）"},
	Clock:          config.Text{EN: "Start a clock of sixty seconds", ZH: "开始 60 秒计时"},
	StopClock:      config.Text{EN: "Stop the clock", ZH: "停止计时"},
	ClockOver:      config.Text{EN: "The sixty seconds are over. Nothing is lost; you can go on.", ZH: "60 秒到了。内容仍在，可以继续作答。"},
	ToolsHelp:      config.Text{EN: "Put several exercises into one link. Without any, the link and the worksheet have the exercises of this page.", ZH: "把多个练习放进一个链接。不添加时，链接和练习卷即为本页的练习。"},
	Remove:         config.Text{EN: "Remove", ZH: "移除"},
	Add:            config.Text{EN: "Add", ZH: "添加"},
	AnyStage:       config.Text{EN: "a suitable one", ZH: "自动选择"},
	ThisNetwork:    config.Text{EN: "this network", ZH: "当前网络"},
	Network:        config.Text{EN: "Network", ZH: "网络"},
	Stage:          config.Text{EN: "Stage", ZH: "级"},
}

// Fill fills the places {a} and {b} of a sentence.
func (l Lang) Fill(t config.Text, a, b string) string {
	return strings.NewReplacer("{a}", a, "{b}", b).Replace(l.T(t))
}
