package static

import (
	"unetparams/counter/config"
)

// helpText is the type of the words of the help page.
type helpText struct {
	Title, Description, Line                    config.Text
	Quarrel, QuarrelIntro, Quoted, Takes, Count config.Text
	Quarrels                                    [7]config.Text
	QuarrelEnd, More                            config.Text
	Compare, CompareIntro, First, Second        config.Text
	CompareEnd                                  config.Text
	Parts                                       config.Text
	Part, PartIs                                [12]config.Text
	Links, LinksIs                              config.Text
	Practise, PractiseIs, PractiseLink          config.Text
}

// helpWords are not in package text either; see galleryWords.
var helpWords = helpText{
	Title:       config.Text{EN: "How to use the U-Net parameter calculator", ZH: "U-Net 参数量计算器使用说明"},
	Description: config.Text{EN: "Is U-Net 31M, 28M or 7.76M? What separates the numbers, how to compare two networks, and what each part of the calculator says.", ZH: "U-Net 是 31M、28M 还是 7.76M？这些数字差在哪里，怎样比较两个网络，计算器各部分说的是什么。"},
	Line:        config.Text{EN: "Why sources disagree, and what's on this page.", ZH: "为何说法不一，以及页面说明。"},

	Quarrel:      config.Text{EN: "Is U-Net 31M, 28M or 7.76M?", ZH: "U-Net 是 31M、28M 还是 7.76M？"},
	QuarrelIntro: config.Text{EN: "All of these are quoted as the size of “the U-Net”, and nearly all are right: they are sizes of different networks that share the name. Each count opens the network it belongs to.", ZH: "这些都被称作“U-Net 的参数量”，而且几乎都对：只是同名而不同的网络。点击计数可打开对应的网络。"},
	Quoted:       config.Text{EN: "Quoted", ZH: "常见引用"},
	Takes:        config.Text{EN: "How to get it", ZH: "由来"},
	Count:        config.Text{EN: "Count", ZH: "计数"},
	Quarrels: [7]config.Text{
		{EN: "Filters 64 … 1024 as in the 2015 paper, without batch norm, which is of the same year.", ZH: "通道 64 … 1024，如 2015 年论文；无批归一化（它也是同年才出现）。"},
		{EN: "The same with batch norm: two more parameters for each channel that is normalized.", ZH: "同上，加批归一化：每个归一化的通道多两个参数。"},
		{EN: "The 31,030,658 with its four transposed convolutions left out of the sum: a miscount.", ZH: "31,030,658 漏掉了四个转置卷积：算错了。"},
		{EN: "Interpolation and a 1×1 convolution in place of each transposed convolution.", ZH: "用插值加 1×1 卷积代替各转置卷积。"},
		{EN: "Interpolation in milesial's code, which halves the deep levels for it; 3 input channels, 1 class.", ZH: "milesial 的代码用插值，并为此将深层通道减半；输入 3 通道，1 类。"},
		{EN: "Half the width, 32 … 512: a quarter of the parameters. Without batch norm.", ZH: "宽度减半，32 … 512：参数约为四分之一。无批归一化。"},
		{EN: "The same with batch norm.", ZH: "同上，加批归一化。"},
	},
	QuarrelEnd: config.Text{EN: "So a number means little without its width, its input channels and classes, how it goes up, and whether batch norm is in. Copy the link along with the number: it says all of them.", ZH: "因此，不说明宽度、输入通道、类别、上采样方式和是否含批归一化，数字就没有多少意义。引用数字时请附上链接，它写明了这一切。"},

	More: config.Text{EN: "More published numbers, each with a verdict", ZH: "更多已发表的数字及结论"},

	Compare:      config.Text{EN: "Compare two networks", ZH: "比较两个网络"},
	CompareIntro: config.Text{EN: "“Compare with…” below the total keeps the present network as B. Change a setting, or choose another network for B: the page then shows both totals, the way from one to the other a setting at a time, every stage side by side, and both pictures on one scale. The link carries both. Two steps of the quarrel:", ZH: "总数下方的“对比…”把当前网络固定为 B。再改变设置，或为 B 另选网络：页面会显示两个总数、逐项设置从一个到另一个的过程、逐级对照，以及同一比例的两图。链接包含两者。以上面的两步为例："},
	First:        config.Text{EN: "%s → %s: the same network at twice the width", ZH: "%s → %s：同一网络，宽度加倍"},
	Second:       config.Text{EN: "%s → %s: to milesial's code with interpolation", ZH: "%s → %s：换成 milesial 的插值版"},
	CompareEnd:   config.Text{EN: "In another order the shares would shift, since a choice weighs more in a wider network; only the sum stays.", ZH: "换一种顺序，各步份额会变，因为网络越宽，同一选择的影响越大；只有总和不变。"},

	Parts: config.Text{EN: "What's on this page", ZH: "页面说明"},
	Part: [12]config.Text{
		{EN: "The field on top", ZH: "顶部的输入框"},
		{EN: "The total", ZH: "总数"},
		{EN: "The U", ZH: "U 形图"},
		{EN: "Settings", ZH: "设置"},
		{EN: "Derivation", ZH: "参数量是怎么算的"},
		{EN: "By level and by kind", ZH: "按级与按种类"},
		{EN: "The formula", ZH: "公式"},
		{EN: "Every layer, every tensor", ZH: "每一层、每一个张量"},
		{EN: "PyTorch code", ZH: "PyTorch 代码"},
		{EN: "Verify", ZH: "核对"},
		{EN: "What it costs", ZH: "开销"},
		{EN: "Table for a paper", ZH: "论文表格"},
	},
	PartIs: [12]config.Text{
		{EN: "Takes whatever you have: the name of a network, a number of parameters, a link, what a program printed, a configuration such as plans.json, or model files such as a checkpoint. It says what it took it for, and what follows: the network, drawn and counted. Two model files are compared. Files are read in your browser and sent nowhere.", ZH: "可输入手头的任何内容：网络名称、参数量、链接、程序的打印结果、plans.json 等配置，或检查点等模型文件。它会说明识别成了什么，并给出结果：画出并计数的网络。两个模型文件会相互比较。文件只在浏览器中读取，不会上传。"},
		{EN: "The exact number of trainable parameters, with the approximate value, the memory it takes, what is stored but not trained, and the MACs at the input size.", ZH: "可训练参数的精确数量。旁边是近似值、所占内存、存储而不学习的量，以及该输入尺寸下的MACs。"},
		{EN: "The network as its paper draws it, with the count on every stage. A bar is a feature map: wider means more channels, taller a finer resolution. Click a stage to see its calculation.", ZH: "按论文画法的网络，每一级标有参数量。条形是特征图：越宽通道越多，越高分辨率越高。选择一级可看到参数量是怎么算的。"},
		{EN: "Choose a published architecture or a preset, then change what you like. A value that can't be used stays in its field with the reason, and the last good result stays in view.", ZH: "选择已发布的网络或预设，再随意修改。不可用的值会留在原处并说明原因，结果保持上一次可计算的状态。"},
		{EN: "The count by hand: for each layer the formula, the same in numbers, and the result, adding up to the stage and to the total.", ZH: "手算过程：每一层的公式、代入的数字和结果，逐级加到总数。"},
		{EN: "The same total cut two other ways, to check a count of your own against.", ZH: "同一总数的另外两种分法，便于核对您自己的计数。"},
		{EN: "The count as a polynomial in the number of base channels, exact for any width. It shows at a glance why twice the width is four times the parameters.", ZH: "以基础通道数表示的多项式，对任意宽度都精确。由此可见宽度加倍为何参数约为四倍。"},
		{EN: "What runs, in order, with shapes; and what is stored, with the names and the order of PyTorch's state_dict.", ZH: "按顺序列出运行的层及形状；以及存储的张量，名称与顺序同 PyTorch 的 state_dict。"},
		{EN: "A file that builds exactly this network, prints its count and checks it: the number can be proved on any machine.", ZH: "一个文件，建立完全相同的网络，打印并核对参数量：可在任何机器上验证。"},
		{EN: "Paste what your own program prints. The page says whether it is this network, or names the first layer that differs.", ZH: "粘贴您自己程序的输出，页面会说明是否为此网络，或指出第一处不同的层。"},
		{EN: "Memory of inference and training for a batch size, data type and optimizer, also with each stage checkpointed, and the receptive field of every stage. The menu beside the drawing shows MACs, feature maps, memory or receptive fields on the stages. Checked against PyTorch byte by byte; public claims checked with it: milesial's README says about 3 GB for training at 959×640, and 3.8 GB is needed.", ZH: "按批大小、数据类型与优化器给出推理与训练显存（可选逐阶段检查点），以及各阶段的感受野。图旁的菜单可在各阶段上显示 MACs、特征图、显存或感受野。结果已与 PyTorch 逐字节核对；并核对了公开说法：milesial 的 README 称在 959×640 下训练约需 3 GB，实需 3.8 GB。"},
		{EN: "“Pin” puts a network into a table with the columns you choose, exact or rounded, as LaTeX, Markdown or CSV. Rows of the published numbers can be pinned too.", ZH: "“加入表格”将网络加入一张表，可选列，数值精确或取整，并导出为 LaTeX、Markdown 或 CSV。论文参数量核对页中的行也可加入。"},
	},
	Links:        config.Text{EN: "Links", ZH: "链接"},
	LinksIs:      config.Text{EN: "The address always holds the whole configuration in words, and shows the same number for years. Nothing is sent to a server.", ZH: "地址始终以文字写明全部设置，多年后仍显示同一数字。不会向服务器发送任何内容。"},
	Practise:     config.Text{EN: "Practise", ZH: "练习"},
	PractiseIs:   config.Text{EN: "Count the network by hand: a worked example, formulas to fill in, a stage on your own, then the whole network. Answers may be numbers or formulas; what went wrong is named. Hints cost nothing. A link with practice=… is the exercise itself; “For teachers” below it composes links and prints worksheets, with solutions or without. Progress is kept in your browser only if you choose so.", ZH: "动手计算网络：先看例题，再填公式，独立算一级，最后算整个网络。可填数字或算式，错在哪里会指明，提示不扣分。带 practice=… 的链接就是练习本身；练习下方的“教师工具”可组合链接，并打印含答案或不含答案的练习卷。只有你选择保存，进度才会留在浏览器中。"},
	PractiseLink: config.Text{EN: "An exercise on decoder 4", ZH: "示例：解码器第 4 级的练习"},
}
