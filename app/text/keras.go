package text

import (
	"unetparams/counter/config"
)

// kerasText holds the sentences of the Keras file.
type kerasText struct {
	Title, PyTorch, Keras, Help, Counts, None config.Text
	Reason                                    [4]config.Text // by keras.Reason
}

// Keras holds the sentences about the Keras file.
var Keras = kerasText{
	Title:   config.Text{EN: "File for", ZH: "代码框架"},
	PyTorch: config.Text{EN: "PyTorch", ZH: "PyTorch"},
	Keras:   config.Text{EN: "Keras", ZH: "Keras"},
	Help:    config.Text{EN: "A file that needs only Keras. Its layers have the names of this page's table, with “_” for “.”; run it, and it prints both of Keras's counts, what training changes and the total, and checks them.", ZH: "只依赖 Keras 的文件，层名同本页表格，“.”写作“_”；运行即打印 Keras 的两个数——可训练参数与总数——并核对。"},
	Counts:  config.Text{EN: "Keras counts %s trainable, and %s in total with batch norm's moving means and variances.", ZH: "Keras 的可训练参数为 %s；加上批归一化的滑动均值和方差，总数为 %s。"},
	None:    config.Text{EN: "There is no Keras file for this network. %s: %s.", ZH: "此网络没有 Keras 文件。%s：%s。"},
	Reason: [4]config.Text{
		{EN: "Keras has no layer that does the same", ZH: "Keras 没有功能相同的层"},
		{EN: "Keras needs an input size that goes through the network", ZH: "Keras 需要一个能通过全网的输入尺寸"},
		{EN: "it leads to no output, and Keras leaves such layers out of a model", ZH: "它不通向任何输出，Keras 会把这样的层排除在模型之外"},
		{EN: "the published code stops with an error there", ZH: "已发布的代码会在此处报错"},
	},
}
