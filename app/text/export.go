package text

import (
	"unetparams/counter/config"
)

// exportText is the type of the words of what can be taken along.
type exportText struct {
	PosterTotal, PosterTitle, PosterDesc, Counted config.Text

	// Of the files
	Total, Runs, NeverRun, Symbols, Stage, Remark, Parameters, Buffers, Calculation, TableNote, DocNote config.Text

	// Of the page
	Title, Help, Save, Copy, Saved, NotLoaded, SaveFailed, CopyImageFailed, CopyFailed config.Text
	Picture, Stages, Layers, Tensors, Derivation, Everything                           config.Text
	Configuration, Call                                                                config.Text
}

// Export holds the sentences of files and of the section that offers them.
var Export = exportText{
	PosterTotal: config.Text{EN: "%s parameters", ZH: "%s 个参数"},
	PosterTitle: config.Text{EN: "%s, %s parameters", ZH: "%s，%s 个参数"},
	PosterDesc:  config.Text{EN: "The U with the count on every stage. ", ZH: "U 形结构，逐级标注参数量。"},
	Counted:     config.Text{EN: "Counted", ZH: "计数"},

	Total:       config.Text{EN: "%s trainable parameters", ZH: "%s 个可训练参数"},
	Runs:        config.Text{EN: "runs %d times", ZH: "运行 %d 次"},
	NeverRun:    config.Text{EN: "never executed, but counted", ZH: "从不执行，但计入"},
	Symbols:     config.Text{EN: "`k_h` and `k_w` are the kernel's height and width, `C_in` and `C_out` the channels that come in and go out, `g` the number of groups. A bias adds `C_out`, a normalization a scale and a shift for each of `C` channels.", ZH: "`k_h` 与 `k_w` 为卷积核的高与宽，`C_in` 与 `C_out` 为输入、输出通道数，`g` 为分组数。偏置加 `C_out`，归一化为 `C` 个通道各加一个缩放和一个平移。"},
	Stage:       config.Text{EN: "Stage", ZH: "级"},
	Remark:      config.Text{EN: "Note", ZH: "备注"},
	Parameters:  config.Text{EN: "Parameters", ZH: "参数量"},
	Buffers:     config.Text{EN: "Buffers", ZH: "缓冲值"},
	Calculation: config.Text{EN: "Calculation", ZH: "计算"},
	TableNote:   config.Text{EN: "For a document of your own copy what stands from \\begin{tabular} or \\begin{longtable} on; it needs booktabs, and longtable and array where it is long. A long table finds its widths in the second run of pdflatex.", ZH: "用于自己的文档时，复制 \\begin{tabular} 或 \\begin{longtable} 部分；需要 booktabs，长表还需 longtable 与 array，并须编译两次。请用 xelatex 编译（ctex）。"},
	DocNote:     config.Text{EN: "Compiles with pdflatex.", ZH: "请用 xelatex 编译（需要 ctex）。"},

	Title:           config.Text{EN: "Export", ZH: "导出"},
	Help:            config.Text{EN: "Every file says what was counted and carries the link to this configuration.", ZH: "每个文件都注明计数约定，并带有当前配置的链接。"},
	NotLoaded:       config.Text{EN: "A part of the page could not be loaded. Close and open this to try again.", ZH: "页面的一部分未能加载，请收起后重新展开再试。"},
	Save:            config.Text{EN: "Download", ZH: "下载"},
	Copy:            config.Text{EN: "Copy", ZH: "复制"},
	Saved:           config.Text{EN: "Saved: %s", ZH: "已保存：%s"},
	SaveFailed:      config.Text{EN: "The browser could not make this file: %s", ZH: "浏览器无法生成此文件：%s"},
	CopyFailed:      config.Text{EN: "The browser does not let this page copy; download %s instead.", ZH: "浏览器不允许复制，请改为下载 %s。"},
	CopyImageFailed: config.Text{EN: "The browser does not let this page copy pictures; download %s instead.", ZH: "浏览器不允许复制图片，请改为下载 %s。"},
	Picture:         config.Text{EN: "Picture", ZH: "图片"},
	Stages:          config.Text{EN: "Table of the stages", ZH: "各级表格"},
	Layers:          config.Text{EN: "Table of every layer", ZH: "逐层表格"},
	Tensors:         config.Text{EN: "Table of every tensor", ZH: "逐张量表格"},
	Derivation:      config.Text{EN: "Derivation", ZH: "推导"},
	Configuration:   config.Text{EN: "Configuration for its library", ZH: "供其代码库读取的配置"},
	Call:            config.Text{EN: "Constructor call", ZH: "构造函数调用"},
	Everything:      config.Text{EN: "Everything (JSON)", ZH: "完整数据（JSON）"},
}
