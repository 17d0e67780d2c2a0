package text

import "unetparams/counter/config"

// Model holds the sentences about a model file that was opened.
var Model = struct {
	NotRead, Parameters, Elements, Buffers, Undetermined           config.Text
	Shared, Faults, Part, Searching, Exact, Nearest, Differs, None config.Text
	Groups                                                         map[string]config.Text
}{
	NotRead:      config.Text{EN: "This file can't be read: %s.", ZH: "无法读取此文件：%s。"},
	Parameters:   config.Text{EN: "%s parameters in %s tensors; the file has %s bytes.", ZH: "%s 个参数，共 %s 个张量；文件大小 %s 字节。"},
	Elements:     config.Text{EN: "%s values in %s tensors; the file has %s bytes.", ZH: "%s 个数值，共 %s 个张量；文件大小 %s 字节。"},
	Buffers:      config.Text{EN: "Beside them, %s values of buffers, which are not counted.", ZH: "另有 %s 个缓冲区数值，不计入参数。"},
	Undetermined: config.Text{EN: "Of %s values the format doesn't say whether they are parameters or buffers.", ZH: "有 %s 个数值，文件格式没有说明属于参数还是缓冲区。"},
	Shared:       config.Text{EN: "%s names stand for %s tensors: what is shared is counted once.", ZH: "%s 个名称对应 %s 个张量：共享的张量只计一次。"},
	Faults:       config.Text{EN: "%s tensors are broken and not counted.", ZH: "%s 个张量已损坏，未计入。"},
	Part:         config.Text{EN: "%s: %s values in %s tensors, %s bytes", ZH: "%s：%s 个数值，%s 个张量，%s 字节"},
	Searching:    config.Text{EN: "Looking for the network that has these tensors …", ZH: "正在查找具有这些张量的网络……"},
	Exact:        config.Text{EN: "These are exactly the tensors of %s. The page shows it now, with its settings.", ZH: "这些张量与 %s 完全一致，页面现已显示该网络及其设置。"},
	Nearest:      config.Text{EN: "No network here has exactly these tensors. The nearest:", ZH: "这里没有与这些张量完全一致的网络。最接近的是："},
	Differs:      config.Text{EN: "%s: %s tensors equal, %s of another shape, %s that the file lacks, %s that only the file has.", ZH: "%s：%s 个张量相同，%s 个形状不同，%s 个文件中没有，%s 个仅文件中有。"},
	None:         config.Text{EN: "No network here has tensors with such names. What the file holds is listed above.", ZH: "这里没有张量名称与之相近的网络。文件内容如上所列。"},
	Groups: map[string]config.Text{
		"model":     {EN: "Network", ZH: "网络"},
		"copy":      {EN: "Copy of the network (an average of its weights, or a teacher)", ZH: "网络的副本（权重平均或教师网络）"},
		"optimizer": {EN: "State of the optimizer", ZH: "优化器状态"},
		"other":     {EN: "Beside the network", ZH: "网络之外"},
		"constant":  {EN: "Constants of the graph", ZH: "计算图中的常量"},
	},
}
