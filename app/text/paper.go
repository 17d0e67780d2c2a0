package text

import "unetparams/counter/config"

// Paper holds the words of a table of networks for a paper. They are in the second
// program alone; what the page's program says of such tables is in [Page].
var Paper = struct {
	Columns, Numbers, Exact, Rounded, Remove, Clear                                    config.Text
	Network, Input, Bytes, Edited, Activations, Saved                                  config.Text
	Column                                                                             map[string]config.Text // by the names of links
	Note, NoteAxis, NoteOwn, NoteBatch, NoteTraining, NoteCheckpoint, NoteNot, Caption config.Text
	Copy, Save, Booktabs, NoNumbers                                                    config.Text
}{
	Columns: config.Text{EN: "Columns", ZH: "列"},
	Numbers: config.Text{EN: "Numbers", ZH: "数值"},
	Exact:   config.Text{EN: "exact", ZH: "精确"},
	Rounded: config.Text{EN: "rounded", ZH: "取整"},
	Remove:  config.Text{EN: "Remove %s", ZH: "移除 %s"},
	Clear:   config.Text{EN: "Remove all", ZH: "全部移除"},

	Network: config.Text{EN: "Network", ZH: "网络"},
	Input:   config.Text{EN: "Input", ZH: "输入"},
	Bytes:   config.Text{EN: "bytes", ZH: "字节"},
	Edited:  config.Text{EN: "edited: %s", ZH: "修改自 %s"},
	Column: map[string]config.Text{
		"params":    {EN: "Parameters", ZH: "参数量"},
		"macs":      {EN: "MACs", ZH: "MACs"},
		"training":  {EN: "Memory, training", ZH: "训练显存"},
		"inference": {EN: "Memory, inference", ZH: "推理显存"},
		"field":     {EN: "Receptive field", ZH: "感受野"},
		"source":    {EN: "Source", ZH: "来源"},
	},
	Activations: config.Text{EN: "Feature maps (bytes)", ZH: "特征图（字节）"},
	Saved:       config.Text{EN: "Kept for backward (bytes)", ZH: "为反向保存（字节）"},

	Note:           config.Text{EN: "For an input of %s", ZH: "输入 %s"},
	NoteAxis:       config.Text{EN: "For an input of %s along every axis", ZH: "输入各轴均为 %s"},
	NoteOwn:        config.Text{EN: "For each network's own input size", ZH: "各网络使用自身的输入尺寸"},
	NoteBatch:      config.Text{EN: "batch size %[1]s, %[2]s", ZH: "批大小 %[1]s，%[2]s"},
	NoteTraining:   config.Text{EN: "training with %s", ZH: "优化器 %s"},
	NoteCheckpoint: config.Text{EN: "each stage checkpointed", ZH: "逐阶段检查点"},
	NoteNot:        config.Text{EN: "A dash: the network does not run on this input, or has no such number.", ZH: "短横线：该网络无法处理此输入，或没有相应数值。"},
	Caption:        config.Text{EN: "The networks and what they cost.", ZH: "各网络及其开销。"},
	Copy:           config.Text{EN: "Copy %s", ZH: "复制 %s"},
	Save:           config.Text{EN: "Download %s", ZH: "下载 %s"},
	Booktabs:       config.Text{EN: "Needs \\usepackage{booktabs}.", ZH: "需要 \\usepackage{booktabs}；中文请用 xelatex 与 ctex 编译。"},
	NoNumbers:      config.Text{EN: "CSV always has the exact numbers.", ZH: "CSV 中始终为精确数值。"},
}
