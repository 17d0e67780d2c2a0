package text

import "unetparams/counter/config"

// Open holds the sentences of the field that takes whatever a reader brings: a name, a
// number, a link, a printout, a configuration or model files.
var Open = struct {
	Field, Choose, Help, Reading, Close, Suggestions, Try config.Text
}{
	Field:       config.Text{EN: "Find a network, paste anything, or drop a file", ZH: "查找网络、粘贴任何内容或拖入文件"},
	Choose:      config.Text{EN: "Open…", ZH: "打开…"},
	Help:        config.Text{EN: "Takes names, numbers of parameters, links, printouts and errors of programs; checkpoints: safetensors, PyTorch, Lightning, TorchScript, ONNX, Keras, GGUF, of any size; configurations: nnU-Net plans.json with dataset.json, MONAI bundles, pytorch-3dunet and Stable Diffusion YAML, diffusers and smp config.json, mmsegmentation, flags of guided-diffusion. Files are read in this browser, never sent and never run.", ZH: "可输入名称、参数量、链接、程序的打印结果与报错；检查点：safetensors、PyTorch、Lightning、TorchScript、ONNX、Keras、GGUF，大小不限；配置：nnU-Net 的 plans.json 与 dataset.json、MONAI bundle、pytorch-3dunet 与 Stable Diffusion 的 YAML、diffusers 与 smp 的 config.json、mmsegmentation、guided-diffusion 命令行参数。文件只在浏览器中读取，不会上传，也不会执行。"},
	Reading:     config.Text{EN: "Reading …", ZH: "正在读取……"},
	Close:       config.Text{EN: "Close", ZH: "关闭"},
	Suggestions: config.Text{EN: "Networks with such a name", ZH: "名称相符的网络"},
	Try:         config.Text{EN: "Read “%s” as a number, link or text", ZH: "将“%s”作为数字、链接或文本读取"},
}

// Opened holds the sentences about what was brought.
var Opened = struct {
	Kinds                           [5]config.Text // by recognize.Kind, from 1
	Taken, Instead, Anyway, Nothing config.Text
	InWhy, InVerify, Shown, Others  config.Text

	Several, More, All, Open, OpenIt, Unknown, Strangers, Difference config.Text
	Pair                                                             [2]config.Text // what is compared

	Class, Networks, Problems         config.Text
	Verdict                           [6]config.Text // by configfile.Verdict
	Read, Default, Doubts, Asked, Use config.Text
	Aside                             [3]config.Text // by configfile.Reason
}{
	Kinds: [5]config.Text{
		{EN: "a link", ZH: "链接"},
		{EN: "a number of parameters", ZH: "参数量"},
		{EN: "a configuration", ZH: "配置"},
		{EN: "a program’s printout", ZH: "程序的打印结果"},
		{EN: "a name", ZH: "名称"},
	},
	Taken:    config.Text{EN: "Taken for: %s", ZH: "识别为：%s"},
	Instead:  config.Text{EN: "Read as %s instead", ZH: "改为识别成%s"},
	Anyway:   config.Text{EN: "Read as %s anyway", ZH: "仍作为%s读取"},
	Nothing:  config.Text{EN: "Not recognized: no network here has such a name, and it is no number, link, printout, configuration or model file.", ZH: "无法识别：这里没有此名称的网络，它也不是数字、链接、打印结果、配置或模型文件。"},
	InWhy:    config.Text{EN: "All networks with this number", ZH: "所有参数量相符的网络"},
	InVerify: config.Text{EN: "Full comparison with this page’s network", ZH: "与本页网络的完整比较"},
	Shown:    config.Text{EN: "Shown below: %s.", ZH: "下方显示：%s。"},
	Others:   config.Text{EN: "Others with such a name:", ZH: "名称相符的其他网络："},

	Several:    config.Text{EN: "%s files that don’t belong together. Open one, or compare two.", ZH: "%s 个互不相关的文件。可打开其中一个，或比较其中两个。"},
	More:       config.Text{EN: "%s more files were left out: at most 64 are read at once.", ZH: "另有 %s 个文件未读取：一次最多读取 64 个。"},
	All:        config.Text{EN: "All %s files", ZH: "全部 %s 个文件"},
	Open:       config.Text{EN: "Open", ZH: "打开"},
	OpenIt:     config.Text{EN: "Open %s", ZH: "打开 %s"},
	Unknown:    config.Text{EN: "Not recognized", ZH: "无法识别"},
	Strangers:  config.Text{EN: "Not recognized: %s", ZH: "无法识别：%s 个"},
	Difference: config.Text{EN: "Compare", ZH: "比较"},
	Pair:       [2]config.Text{{EN: "From", ZH: "从"}, {EN: "to", ZH: "到"}},

	Class:    config.Text{EN: "%s: %s", ZH: "%s：%s"},
	Networks: config.Text{EN: "Networks in the file", ZH: "文件中的网络"},
	Problems: config.Text{EN: "Not read", ZH: "未能读取"},
	Verdict: [6]config.Text{
		{EN: "%s parameters: exact.", ZH: "%s 个参数：精确。"},
		{EN: "The file does not say all that is needed.", ZH: "文件没有给出全部所需信息。"},
		{EN: "%s parameters, which may be wrong: not all was understood.", ZH: "%s 个参数，可能有误：部分内容无法理解。"},
		{EN: "Understood, but not in the list yet.", ZH: "已读懂，但列表中还没有此网络。"},
		{EN: "Not known here.", ZH: "未知的类。"},
		{EN: "This can't be built.", ZH: "无法构建。"},
	},
	Read:    config.Text{EN: "Read: %s settings", ZH: "已读取：%s 项"},
	Default: config.Text{EN: "%s (default)", ZH: "%s（默认）"},
	Doubts:  config.Text{EN: "Not understood", ZH: "未理解"},
	Asked:   config.Text{EN: "Needed from you", ZH: "需要你给出"},
	Use:     config.Text{EN: "Use", ZH: "使用"},
	Aside: [3]config.Text{
		{EN: "Left aside, no effect on the count: %s", ZH: "已略过，不影响计数：%s 项"},
		{EN: "Left aside, training: %s", ZH: "已略过，训练相关：%s 项"},
		{EN: "Left aside, data: %s", ZH: "已略过，数据相关：%s 项"},
	},
}
