package text

import "unetparams/counter/config"

// Open holds the sentences about a configuration file that was opened.
var Open = struct {
	Title, Help, Choose, Paste, Reading config.Text
	Taken, Class, Networks, Problems    config.Text
	Verdict                             [6]config.Text // by configfile.Verdict
	Read, Default, Doubts, Asked, Use   config.Text
	Aside                               [3]config.Text // by configfile.Reason
}{
	Title:    config.Text{EN: "Open a file", ZH: "打开文件"},
	Help:     config.Text{EN: "Checkpoints: safetensors, PyTorch, Lightning, TorchScript, ONNX, Keras, GGUF, of any size. Configurations: nnU-Net plans.json with dataset.json, MONAI bundles, pytorch-3dunet and Stable Diffusion YAML, diffusers and smp config.json, mmsegmentation, flags of guided-diffusion. Choose files, drop them anywhere on the page, or paste their text. They are read in this browser, never sent and never run.", ZH: "检查点：safetensors、PyTorch、Lightning、TorchScript、ONNX、Keras、GGUF，大小不限。配置：nnU-Net 的 plans.json 与 dataset.json、MONAI bundle、pytorch-3dunet 与 Stable Diffusion 的 YAML、diffusers 与 smp 的 config.json、mmsegmentation、guided-diffusion 命令行参数。可选择文件、拖放到页面任意位置，或粘贴文本。文件只在浏览器中读取，不会上传，也不会执行。"},
	Choose:   config.Text{EN: "Choose files", ZH: "选择文件"},
	Paste:    config.Text{EN: "Text of a configuration file", ZH: "配置文件的文本"},
	Reading:  config.Text{EN: "Reading the file …", ZH: "正在读取文件……"},
	Taken:    config.Text{EN: "Taken for: %s", ZH: "识别为：%s"},
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
