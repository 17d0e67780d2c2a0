package text

import "unetparams/counter/config"

// toolsText is the type of the words about what other tools print.
type toolsText struct {
	Title, Help, Tool, Printed, Unit, Why, Ours, NoRule, Others config.Text
}

// Tools holds the words about what other tools print as the work of a network.
var Tools = toolsText{
	Title:   config.Text{EN: "MACs and FLOPs as other tools print them (%s)", ZH: "其他工具打印的 MACs 与 FLOPs（%s）"},
	Help:    config.Text{EN: "Calculated by each tool's own rule, for the input %s.", ZH: "按各工具自身的规则，对输入 %s 计算。"},
	Tool:    config.Text{EN: "Tool", ZH: "工具"},
	Printed: config.Text{EN: "Prints", ZH: "打印值"},
	Unit:    config.Text{EN: "Unit", ZH: "单位"},
	Why:     config.Text{EN: "Why it differs", ZH: "为何不同"},
	Ours:    config.Text{EN: "this page", ZH: "本站"},
	NoRule:  config.Text{EN: "no rule for a layer of this network", ZH: "该网络中有的层没有规则"},
	Others:  config.Text{EN: "As other tools print it", ZH: "其他工具的打印值"},
}
