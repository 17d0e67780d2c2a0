package text

import (
	"unetparams/counter/config"
)

// Page holds the sentences of the page. Those about one setting or one
// architecture stand with its declaration in package zoo. %s and %d are filled
// in by [Lang.F].
var Page = struct {
	Title, Description, Tagline, SkipToAnswer              config.Text
	Answer, Parameters, ParametersUnit                     config.Text
	Float32, Float16, BuffersBeside, UnusedInside          config.Text
	Unregistered                                           config.Text
	MACs, FLOPs, MACsUnknown                               config.Text
	CopyLink, CopyTotal, Copied, CopyFailed, Reset         config.Text
	Checked, Follows, Own, Edited                          config.Text
	RunIt, Cite, CiteSentence                              config.Text
	Accessed, Retrieved, Present, PresentHelp              config.Text
	Panels, PanelStages, PanelTables, PanelWhy, PanelCode  config.Text
	Theme, ThemeAuto, ThemeLight, ThemeDark, Switch        config.Text
	Settings, Preset, PresetOwn                            config.Text
	Architecture, SearchArch, NoArch, AllArchs, ArchKinds  config.Text
	Variants, AsInPaper, Defaults                          config.Text
	FeatureScale, FeatureScaleHelp                         config.Text
	Undo, UndoHelp, Departures, BackToDefault              config.Text
	SearchSettings, NoSetting, MoreSettings, IdleSetting   config.Text
	Less, More, TryInstead, Stale                          config.Text
	Diagram, DiagramDesc, DiagramHelp                      config.Text
	MapSizes                                               config.Text
	Conv, Head, Channel, Channels, BarWidth, BarHeight     config.Text
	Derivation, DerivationHelp, StageSum, Again            config.Text
	OpenAll, From, Inside, NoParameters, MoreFacts         config.Text
	Total, ClosedForm, ClosedFormHelp, ClosedFormNone      config.Text
	ByLevel, ByLevelHelp, Level, Filters                   config.Text
	EncoderConvs, DecoderConvs, UpConvs, Norms, Heads, Sum config.Text
	ByKind, ByKindHelp, Kind, Layers, Convolutions, Share  config.Text
	AllLayers, AllTensors, AllRows, Name, Formula, Output  config.Text
	Shape, Count                                           config.Text
	Buffer, Shared, Unused                                 config.Text
	Code, CodeHelp, CopyCode, DownloadCode, NoCode         config.Text
	Verify, VerifyHelp, VerifyOffer                        config.Text
	Conventions                                            config.Text
	Convention                                             [6]config.Text
	LinkSaid, LinkKept                                     config.Text
	LinkProblem                                            [11]config.Text // by link.Kind
	Footer, FooterSource                                   config.Text
	Dismiss                                                config.Text
	Show                                                   config.Text
	Shows                                                  [5]config.Text // in the order of link.Shows
	Pin, PinHelp, PinBoth, Pinned, PinFull                 config.Text
	Table, TableHelp, TableAt, TableOwn, TableAdd          config.Text

	Learn, Networks, Gallery, Help config.Text // the ways to those pages
}{
	Learn:    config.Text{EN: "Learn", ZH: "教程"},
	Networks: config.Text{EN: "Networks", ZH: "网络"},
	Gallery:  config.Text{EN: "Published numbers", ZH: "论文参数量核对"},
	Help:     config.Text{EN: "Help", ZH: "帮助"},

	Show: config.Text{EN: "What the drawing shows", ZH: "图中显示"},
	Shows: [5]config.Text{
		{EN: "Parameters", ZH: "参数量"},
		{EN: "MACs", ZH: "MACs"},
		{EN: "Feature maps", ZH: "特征图"},
		{EN: "Memory in training", ZH: "训练显存"},
		{EN: "Receptive field", ZH: "感受野"},
	},
	Pin:       config.Text{EN: "Pin", ZH: "加入表格"},
	PinHelp:   config.Text{EN: "Puts this network into a table for a paper.", ZH: "将当前网络加入论文表格。"},
	PinBoth:   config.Text{EN: "Pin both", ZH: "将两者加入表格"},
	Pinned:    config.Text{EN: "In the table: %s", ZH: "已加入表格：%s"},
	PinFull:   config.Text{EN: "The table is full; this one is not in it: %s", ZH: "表格已满，未加入：%s"},
	Table:     config.Text{EN: "Table for a paper", ZH: "论文表格"},
	TableHelp: config.Text{EN: "The pinned networks. The link carries the table; batch size, data type and optimizer are set under “What it costs”.", ZH: "已加入的网络。链接包含此表；批大小、数据类型与优化器在“开销”中设置。"},
	TableAt:   config.Text{EN: "Input size of all", ZH: "统一输入尺寸"},
	TableOwn:  config.Text{EN: "each its own", ZH: "各自的尺寸"},
	TableAdd:  config.Text{EN: "Add a network", ZH: "添加网络"},

	Title:        config.Text{EN: "U-Net parameter calculator", ZH: "U-Net 参数量计算器"},
	Description:  config.Text{EN: "Count the parameters of any U-Net exactly: a diagram with the count on every stage, and every number derived by hand. 7,765,442 for the tutorial's net, 31,030,658 for the 2015 paper's.", ZH: "精确计算任意 U-Net 的参数量：图上标出每一级的参数量，并逐步手算推导。教程网络为 7,765,442，2015 年论文为 31,030,658。"},
	Tagline:      config.Text{EN: "Exact parameter counts, worked out by hand.", ZH: "参数量精确到个位，附手算过程。"},
	SkipToAnswer: config.Text{EN: "Skip to the answer", ZH: "跳到结果"},

	Answer:         config.Text{EN: "Parameters", ZH: "参数量"},
	Parameters:     config.Text{EN: "parameters", ZH: "个参数"},
	ParametersUnit: config.Text{EN: "trainable parameters", ZH: "个可训练参数"},
	Float32:        config.Text{EN: "%s in float32", ZH: "float32 占 %s"},
	Float16:        config.Text{EN: "%s in float16", ZH: "float16 占 %s"},
	BuffersBeside:  config.Text{EN: "%s buffer values (not counted)", ZH: "另有 %s 个缓冲值（不计入）"},
	Unregistered:   config.Text{EN: "%s more parameters run without being registered: PyTorch neither counts nor trains them", ZH: "另有 %s 个参数参与运算但未注册：PyTorch 既不计数也不训练"},
	UnusedInside:   config.Text{EN: "%s parameters are never used", ZH: "有 %s 个参数从未使用"},
	MACs:           config.Text{EN: "%s MACs at %s", ZH: "%[1]s MACs（输入 %[2]s）"},
	FLOPs:          config.Text{EN: "%s FLOPs", ZH: "%s FLOPs"},
	MACsUnknown:    config.Text{EN: "no shapes or MACs at this input size", ZH: "此输入尺寸无法得出形状和 MACs"},

	CopyLink:   config.Text{EN: "Copy link", ZH: "复制链接"},
	CopyTotal:  config.Text{EN: "Copy total", ZH: "复制总数"},
	Copied:     config.Text{EN: "Copied: %s", ZH: "已复制：%s"},
	CopyFailed: config.Text{EN: "The browser does not let this page copy; select the text and copy it yourself: %s", ZH: "浏览器不允许复制，请自行选中复制：%s"},
	Reset:      config.Text{EN: "Reset", ZH: "恢复默认"},

	Checked:      config.Text{EN: "Checked in some configurations, tensor by tensor, against", ZH: "若干配置已逐张量核对："},
	Follows:      config.Text{EN: "As in", ZH: "依据："},
	Own:          config.Text{EN: "Your own settings of the network of", ZH: "自定设置，网络出自："},
	Edited:       config.Text{EN: "Edited; the published code is", ZH: "已修改，原代码为："},
	RunIt:        config.Text{EN: "check it yourself", ZH: "自行验证"},
	Cite:         config.Text{EN: "Cite", ZH: "引用"},
	CiteSentence: config.Text{EN: "Reference", ZH: "参考文献"},
	Accessed:     config.Text{EN: "Accessed %s", ZH: "访问日期：%s"},
	Retrieved:    config.Text{EN: "Retrieved %s, from %s", ZH: "%s 检索自 %s"},
	Present:      config.Text{EN: "Present", ZH: "演示"},
	PresentHelp:  config.Text{EN: "Large type for a projector. ← and → go through the stages, Escape ends it.", ZH: "投影用大字号。← → 切换各级，Esc 退出。"},
	Panels:       config.Text{EN: "More about this network", ZH: "此网络的更多内容"},
	PanelStages:  config.Text{EN: "All stages", ZH: "各级计算"},
	PanelTables:  config.Text{EN: "Tables", ZH: "汇总表"},
	PanelWhy:     config.Text{EN: "Why another number?", ZH: "为何数字不同？"},
	PanelCode:    config.Text{EN: "Code, verify", ZH: "代码与核对"},

	Theme:      config.Text{EN: "Theme", ZH: "主题"},
	ThemeAuto:  config.Text{EN: "Auto", ZH: "自动"},
	ThemeLight: config.Text{EN: "Light", ZH: "浅色"},
	ThemeDark:  config.Text{EN: "Dark", ZH: "深色"},
	Switch:     config.Text{EN: "中文", ZH: "English"},

	Settings:         config.Text{EN: "Settings", ZH: "设置"},
	Preset:           config.Text{EN: "Published networks", ZH: "已发布的网络"},
	PresetOwn:        config.Text{EN: "Your own settings", ZH: "自定义设置"},
	Architecture:     config.Text{EN: "Architecture", ZH: "网络结构"},
	SearchArch:       config.Text{EN: "Search by name, repository or year", ZH: "按名称、代码库或年份搜索"},
	AllArchs:         config.Text{EN: "All", ZH: "全部"},
	ArchKinds:        config.Text{EN: "Kind of architecture", ZH: "结构类别"},
	Variants:         config.Text{EN: "Other code and sizes: %d", ZH: "其他代码与规格：%d"},
	AsInPaper:        config.Text{EN: "as in the paper", ZH: "与论文一致"},
	Defaults:         config.Text{EN: "The code's defaults", ZH: "代码的默认参数"},
	NoArch:           config.Text{EN: "No architecture matches.", ZH: "没有匹配的结构。"},
	FeatureScale:     config.Text{EN: "Feature scale of 64 … 1024", ZH: "特征缩放（相对 64–1024）"},
	FeatureScaleHelp: config.Text{EN: "Divide 64, 128, 256, 512, 1024 by %d", ZH: "将 64, 128, 256, 512, 1024 除以 %d"},
	Undo:             config.Text{EN: "Undo", ZH: "撤销"},
	UndoHelp:         config.Text{EN: "Takes back the last change (Ctrl+Z); Forward in the browser repeats it.", ZH: "撤销上一次修改（Ctrl+Z）；浏览器的“前进”可恢复。"},
	Departures:       config.Text{EN: "Changed from the defaults", ZH: "与默认值的不同"},
	BackToDefault:    config.Text{EN: "%s: back to the default", ZH: "%s：恢复默认值"},
	SearchSettings:   config.Text{EN: "Search the settings", ZH: "搜索设置"},
	NoSetting:        config.Text{EN: "No setting matches.", ZH: "没有匹配的设置。"},
	MoreSettings:     config.Text{EN: "More", ZH: "更多"},
	IdleSetting:      config.Text{EN: "Has no effect beside the other settings.", ZH: "在当前其他设置下不起作用。"},
	Less:             config.Text{EN: "%s: less", ZH: "%s：减"},
	More:             config.Text{EN: "%s: more", ZH: "%s：加"},
	TryInstead:       config.Text{EN: "Use %s", ZH: "改用 %s"},
	Stale:            config.Text{EN: "Invalid setting: showing the last valid result.", ZH: "设置无效，显示的是上次结果。"},

	Diagram:     config.Text{EN: "The U, stage by stage", ZH: "U 形结构，逐级标注"},
	DiagramDesc: config.Text{EN: "%s parameters in %d stages. Each stage is a button that shows its calculation.", ZH: "共 %s 个参数，%d 级。每一级都是按钮，可查看其计算过程。"},
	DiagramHelp: config.Text{EN: "Click a stage to see its calculation.", ZH: "点击任一级，查看计算过程。"},
	MapSizes:    config.Text{EN: "Map sizes", ZH: "各图尺寸"},
	Conv:        config.Text{EN: "convolution", ZH: "卷积"},
	Head:        config.Text{EN: "1×1 convolution", ZH: "1×1 卷积"},
	Channel:     config.Text{EN: "channel", ZH: "通道"},
	Channels:    config.Text{EN: "channels", ZH: "通道"},
	BarWidth:    config.Text{EN: "wider: more channels", ZH: "越宽：通道越多"},
	BarHeight:   config.Text{EN: "taller: finer resolution", ZH: "越高：分辨率越高"},

	Derivation:     config.Text{EN: "Derivation", ZH: "参数量是怎么算的"},
	DerivationHelp: config.Text{EN: "Stage by stage, in the order in which the network runs. Open one to see each layer: formula, numbers, result.", ZH: "按网络运行的顺序逐级列出。展开一级可看到每一层：公式、代入、结果。"},
	StageSum:       config.Text{EN: "Sum of the stage", ZH: "本级合计"},
	OpenAll:        config.Text{EN: "Open or close all stages", ZH: "全部展开或收起"},
	From:           config.Text{EN: "%s from %s", ZH: "%[2]s %[1]s"},
	Inside:         config.Text{EN: "the %s", ZH: "本级%s"},
	NoParameters:   config.Text{EN: "No parameters", ZH: "无参数"},
	MoreFacts:      config.Text{EN: "More", ZH: "更多"},
	Again:          config.Text{EN: "the same weights again: counted above", ZH: "重复使用同一权重：已计入"},
	Total:          config.Text{EN: "Total", ZH: "总计"},
	ClosedForm:     config.Text{EN: "As a formula in the base channels", ZH: "用基础通道数表示的公式"},
	ClosedFormHelp: config.Text{EN: "Exact for any number w of base channels, all other settings as they are. Twice the width is about four times the parameters: that is what separates 7.76M from 31M.", ZH: "其余设置不变时，对任意基础通道数 w 都精确成立。宽度加倍，参数约为四倍：7.76M 与 31M 之别就在于此。"},
	ClosedFormNone: config.Text{EN: "There is no formula of one width: the filters do not double from level to level.", ZH: "各级通道数不是逐层加倍，因此没有单一宽度的公式。"},

	ByLevel:      config.Text{EN: "By level", ZH: "按级汇总"},
	ByLevelHelp:  config.Text{EN: "Encoder and decoder of one resolution together, as one counts by hand.", ZH: "同一分辨率的编码器与解码器放在一起，即手算时的分法。"},
	Level:        config.Text{EN: "Level", ZH: "级"},
	Filters:      config.Text{EN: "Filters", ZH: "通道数"},
	EncoderConvs: config.Text{EN: "Encoder convolutions", ZH: "编码器卷积"},
	DecoderConvs: config.Text{EN: "Decoder convolutions", ZH: "解码器卷积"},
	UpConvs:      config.Text{EN: "Transposed convolutions", ZH: "转置卷积"},
	Norms:        config.Text{EN: "Normalization", ZH: "归一化"},
	Heads:        config.Text{EN: "Output 1×1", ZH: "输出 1×1"},
	Sum:          config.Text{EN: "Sum", ZH: "合计"},

	ByKind:       config.Text{EN: "By layer type", ZH: "按层类型汇总"},
	ByKindHelp:   config.Text{EN: "First all convolutions, then what normalization adds.", ZH: "先算全部卷积，再加归一化。"},
	Kind:         config.Text{EN: "Kind", ZH: "种类"},
	Layers:       config.Text{EN: "Layers", ZH: "层数"},
	Convolutions: config.Text{EN: "All convolutions", ZH: "全部卷积"},
	Share:        config.Text{EN: "Share", ZH: "占比"},

	AllLayers:  config.Text{EN: "Every layer (%s)", ZH: "每一层（%s）"},
	AllTensors: config.Text{EN: "Every tensor (%s)", ZH: "每一个张量（%s）"},
	AllRows:    config.Text{EN: "Show all %s rows", ZH: "显示全部 %s 行"},
	Name:       config.Text{EN: "Name", ZH: "名称"},
	Formula:    config.Text{EN: "Formula and numbers", ZH: "公式与代入"},
	Output:     config.Text{EN: "Output", ZH: "输出"},
	Shape:      config.Text{EN: "Shape", ZH: "形状"},
	Count:      config.Text{EN: "Count", ZH: "参数量"},
	Buffer:     config.Text{EN: "buffer", ZH: "缓冲值"},
	Shared:     config.Text{EN: "shared: counted above", ZH: "共享：已计入"},
	Unused:     config.Text{EN: "never used", ZH: "从未用到"},

	Code:         config.Text{EN: "Prove it: PyTorch and Keras code", ZH: "运行代码验证：PyTorch 与 Keras 代码"},
	CodeHelp:     config.Text{EN: "A file that needs only torch. Its tensors have the names and the order of this page's table; run it, and it prints the total and checks it.", ZH: "只依赖 torch 的文件，张量名称与顺序同本页表格一致；运行即打印并核对总数。"},
	CopyCode:     config.Text{EN: "Copy code", ZH: "复制代码"},
	DownloadCode: config.Text{EN: "Download %s", ZH: "下载 %s"},
	NoCode:       config.Text{EN: "There is no code for this network yet: %v", ZH: "此网络暂无代码：%v"},

	Verify:      config.Text{EN: "Verify your own network", ZH: "核对您自己的网络"},
	VerifyHelp:  config.Text{EN: "Paste what Keras's summary, print(model), torchinfo, torchsummary, Lightning, fvcore, ptflops or fastai prints, a line with name and shape for every tensor, a total, two listings to compare with each other, or an error of load_state_dict. It is compared here, layer by layer, and never leaves this page.", ZH: "粘贴 Keras summary、print(model)、torchinfo、torchsummary、Lightning、fvcore、ptflops 或 fastai 的输出，逐行的张量名称与形状，总数，两份要互相比较的列表，或 load_state_dict 的报错。比较逐层在本页内进行，内容不会离开本页。"},
	VerifyOffer: config.Text{EN: "Open it as a classic U-Net with these settings, and see what differs", ZH: "以这些设置打开经典 U-Net，查看差别"},

	Conventions: config.Text{EN: "What is counted", ZH: "计数约定"},
	Convention: [6]config.Text{
		{EN: "A parameter is a number that training changes. Weights, biases, scales and shifts are; inputs and outputs are not.", ZH: "参数是训练会改变的数：权重、偏置、缩放和平移。输入和输出不是。"},
		{EN: "Buffers are not counted: batch norm's running mean and variance, and its step counter. Keras adds mean and variance and prints %s as its total.", ZH: "缓冲值单列，不计入总数：批归一化的滑动均值、方差和步数。Keras 把均值和方差也算上，总数显示为 %s。"},
		{EN: "A tensor that is used twice is counted once. A layer that is built but never run is counted, and named.", ZH: "重复使用的张量只算一次；建立而从未运行的层照算，并注明。"},
		{EN: "M is 10⁶ parameters, MiB is 2²⁰ bytes, and the exact integer is always shown with the rounded one.", ZH: "M 指 10⁶，MiB 指 2²⁰ 字节；近似值旁总有精确值。"},
		{EN: "A MAC is one multiplication with one addition; FLOPs are twice the MACs. Biases, normalization and activations are not counted.", ZH: "MAC 是一次乘法加一次加法，FLOPs 为其两倍；偏置、归一化和激活不计。"},
		{EN: "A transposed convolution's MACs follow the size of its input, since each input pixel is spread once.", ZH: "转置卷积的 MACs 按输入尺寸计算，因为每个输入像素只展开一次。"},
	},

	LinkSaid: config.Text{EN: "Some settings in this link were ignored:", ZH: "链接中有内容未能使用："},
	LinkKept: config.Text{EN: "Everything else is shown as the link says.", ZH: "其余均按链接显示。"},
	LinkProblem: [11]config.Text{
		{EN: "There is no setting called “%s” (its value was “%s”).", ZH: "没有名为“%s”的设置（其值为“%s”）。"},
		{EN: "%s can't be “%s”: it %s.", ZH: "%s 不能为“%s”：%s。"},
		{EN: "“%s” appears twice; the second value “%s” was ignored.", ZH: "“%s”出现了两次；“%s”未使用。"},
		{EN: "%s “%s” was not used: another setting of the link decides it.", ZH: "%s“%s”未使用：链接中的另一设置已决定它。"},
		{EN: "The link was made by a newer version of this page (%s=%s).", ZH: "此链接由更新版本的页面生成（%s=%s）。"},
		{EN: "The version “%[2]s” is not a number.", ZH: "版本“%[2]s”不是数字。"},
		{EN: "There is no architecture called “%[2]s”; the default U-Net is shown, without the link's settings.", ZH: "没有名为“%[2]s”的结构；显示默认 U-Net，未采用链接中的设置。"},
		{EN: "%s “%s” does not go with the other settings (it %s) and is back at its default.", ZH: "%s“%s”与其他设置冲突（%s），已恢复默认。"},
		{EN: "The link is too long; its last %[2]s bytes were not read.", ZH: "链接过长，末尾 %[2]s 字节未读取。"},
		{EN: "And %[2]s more.", ZH: "另有 %[2]s 处。"},
		{EN: "This network has no stage “%[2]s”; the first one is shown.", ZH: "此网络没有“%[2]s”这一级，已显示第一级。"},
	},

	Footer:       config.Text{EN: "Checked tensor by tensor against published code running in PyTorch.", ZH: "已与真实 PyTorch 代码逐张量核对。"},
	FooterSource: config.Text{EN: "Counts are exact integers; nothing you enter leaves this page.", ZH: "所有数均为精确整数；您输入的内容不会离开本页。"},
	Dismiss:      config.Text{EN: "Dismiss", ZH: "关闭"},
}

// Folded is the row for repetitions of the rows above it, on pages on which no program
// runs.
var Folded = config.Text{EN: "The %d rows above, %d more times", ZH: "以上 %d 行再重复 %d 次"}
