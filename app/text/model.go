package text

import "unetparams/counter/config"

// Model holds the sentences about a model file that was opened.
var Model = struct {
	NotRead, Parameters, Elements, Buffers, Undetermined           config.Text
	Shared, Faults, Part, Searching, Exact, Nearest, Differs, None config.Text
	Groups                                                         map[string]config.Text

	Further, ByShapes, NamesOf, Inferred, NoShape, Tensors config.Text
	Compare, Printout, Compared, Same, SameButTypes        config.Text
	Renamed, Different, NotValues, Prefix, More            config.Text
	Reshaped, Missing, Added, Retyped                      config.Text

	ExactModule, OfModule, Others config.Text

	Near  config.Text
	Apart [3]config.Text // tensors of another shape, missing ones, added ones
}{
	Further:  config.Text{EN: "More about the file", ZH: "关于此文件的更多信息"},
	ByShapes: config.Text{EN: "Shape for shape, these are the parameters of %s, under other names. The page shows it now, with its settings.", ZH: "这些参数的形状与 %s 逐一相同，只是名称不同。页面现已显示该网络及其设置。"},
	NamesOf:  config.Text{EN: "The names are those of %s, which has other widths in all its settings.", ZH: "名称与 %s 相同，但该结构的任何设置都没有这样的宽度。"},
	Inferred: config.Text{EN: "Inferred from names and shapes, not from code: stages and arrows are a guess, the counts are exact.", ZH: "根据名称和形状推断，并非来自代码：各级和箭头为推测，参数量是精确的。"},
	NoShape:  config.Text{EN: "Names and shapes show no way down and up, so no U is drawn. The parts of the network:", ZH: "名称和形状看不出下行与上行路径，因此不画 U 形。网络的各部分："},
	Tensors:  config.Text{EN: "%s tensors", ZH: "%s 个张量"},

	Compare:      config.Text{EN: "Compare with what was opened before", ZH: "与之前打开的内容比较"},
	Printout:     config.Text{EN: "the printout", ZH: "打印结果"},
	Compared:     config.Text{EN: "From %s to %s", ZH: "从 %s 到 %s"},
	Same:         config.Text{EN: "Both have the same %s tensors: names and shapes agree.", ZH: "两者具有相同的 %s 个张量：名称和形状一致。"},
	SameButTypes: config.Text{EN: "Both have the same %s tensors, of which %s have another type.", ZH: "两者具有相同的 %s 个张量，其中 %s 个类型不同。"},
	Renamed:      config.Text{EN: "Both have the same %s shapes in the same order, under other names, as after a conversion.", ZH: "两者有 %s 个相同的形状，顺序一致，但名称不同，如转换之后。"},
	Different:    config.Text{EN: "Equal: %s tensors. Another shape: %s. Only in the first: %s, only in the second: %s.", ZH: "%s 个张量一致，%s 个形状不同，%s 个仅在前者中，%s 个仅在后者中。"},
	NotValues:    config.Text{EN: "Values are not read.", ZH: "不读取数值。"},
	Prefix:       config.Text{EN: "In %s every name begins with %s, which was taken off.", ZH: "%s 中的名称都以 %s 开头，比较时已去掉。"},
	More:         config.Text{EN: "and %s more", ZH: "另有 %s 个"},
	Reshaped:     config.Text{EN: "Another shape: %s", ZH: "形状不同：%s 个"},
	Missing:      config.Text{EN: "Only in the first: %s", ZH: "仅在前者中：%s 个"},
	Added:        config.Text{EN: "Only in the second: %s", ZH: "仅在后者中：%s 个"},
	Retyped:      config.Text{EN: "Another type: %s", ZH: "类型不同：%s 个"},

	ExactModule: config.Text{EN: "The module %s has exactly the tensors of %s. The page shows it now, with its settings.", ZH: "模块 %s 的张量与 %s 完全一致，页面现已显示该网络及其设置。"},
	OfModule:    config.Text{EN: "Compared are the tensors of the module %s.", ZH: "比较的是模块 %s 的张量。"},
	Others:      config.Text{EN: "Other modules in the file:", ZH: "文件中的其他模块："},

	Near: config.Text{EN: "How the file differs from %s, stage by stage: ≠ tensors of another shape, − tensors that the file lacks, + tensors that only the file has.", ZH: "文件与 %s 的逐级差异：≠ 形状不同的张量，− 文件缺少的张量，+ 仅文件中有的张量。"},
	Apart: [3]config.Text{
		{EN: "Another shape, in the network → in the file: %s", ZH: "形状不同（网络 → 文件）：%s 个"},
		{EN: "The file lacks: %s", ZH: "文件缺少：%s 个"},
		{EN: "Only in the file: %s", ZH: "仅在文件中：%s 个"},
	},

	NotRead:      config.Text{EN: "This file can't be read: %s.", ZH: "无法读取此文件：%s。"},
	Parameters:   config.Text{EN: "%s parameters in %s tensors; the file has %s bytes.", ZH: "%s 个参数，共 %s 个张量；文件大小 %s 字节。"},
	Elements:     config.Text{EN: "%s values in %s tensors; the file has %s bytes.", ZH: "%s 个数值，共 %s 个张量；文件大小 %s 字节。"},
	Buffers:      config.Text{EN: "Beside them, %s values of buffers, which are not counted.", ZH: "另有 %s 个缓冲区数值，不计入参数。"},
	Undetermined: config.Text{EN: "Of %s values the format doesn't say whether they are parameters or buffers.", ZH: "有 %s 个数值，文件格式没有说明属于参数还是缓冲区。"},
	Shared:       config.Text{EN: "Shared: %s names for %s tensors, each counted once.", ZH: "%s 个名称对应 %s 个张量：共享的张量只计一次。"},
	Faults:       config.Text{EN: "Broken and not counted: %s tensors.", ZH: "%s 个张量已损坏，未计入。"},
	Part:         config.Text{EN: "%s: %s values in %s tensors, %s bytes", ZH: "%s：%s 个数值，%s 个张量，%s 字节"},
	Searching:    config.Text{EN: "Looking for the network that has these tensors …", ZH: "正在查找具有这些张量的网络……"},
	Exact:        config.Text{EN: "These are exactly the tensors of %s. The page shows it now, with its settings.", ZH: "这些张量与 %s 完全一致，页面现已显示该网络及其设置。"},
	Nearest:      config.Text{EN: "No network here has exactly these tensors. The nearest:", ZH: "这里没有与这些张量完全一致的网络。最接近的是："},
	Differs:      config.Text{EN: "%s: %s tensors equal, %s of another shape, %s that the file lacks, %s that only the file has.", ZH: "%s：%s 个张量相同，%s 个形状不同，%s 个文件中没有，%s 个仅文件中有。"},
	None:         config.Text{EN: "No network here has tensors with such names. What the file holds is said below.", ZH: "这里没有张量名称与之相近的网络。文件内容见下。"},
	Groups: map[string]config.Text{
		"model":     {EN: "Network", ZH: "网络"},
		"copy":      {EN: "Copy of the network (an average of its weights, or a teacher)", ZH: "网络的副本（权重平均或教师网络）"},
		"optimizer": {EN: "State of the optimizer", ZH: "优化器状态"},
		"other":     {EN: "Beside the network", ZH: "网络之外"},
		"constant":  {EN: "Constants of the graph", ZH: "计算图中的常量"},
	},
}
