package static

import (
	"unetparams/counter/config"
)

// networkText is the type of the words of the pages of published networks.
type networkText struct {
	Title, Description, Heading       config.Text
	Open, Calculator, All, AllNote    config.Text
	Sources, Settings, Setting, Value config.Text
	Related, PictureDesc, SavePicture config.Text
	Presets                           config.Text
}

var networkWords = networkText{
	Title:       config.Text{EN: "%s: %s parameters, counted exactly", ZH: "%s：精确参数量 %s"},
	Description: config.Text{EN: "%s has exactly %s trainable parameters (%s). The U with the count on every stage, and every number derived by hand.", ZH: "%s 恰有 %s 个可训练参数（%s）。图上标出每一级的参数量，并逐步手算推导。"},
	Heading:     config.Text{EN: "Parameters of %s", ZH: "%s 的参数量"},
	Open:        config.Text{EN: "Open in the calculator", ZH: "在计算器中打开"},
	Calculator:  config.Text{EN: "Calculator", ZH: "计算器"},
	All:         config.Text{EN: "All networks", ZH: "所有网络"},
	AllNote:     config.Text{EN: "%d published networks, each at the settings of its source, counted tensor by tensor as its code builds it.", ZH: "%d 个已发表的网络，均按来源的设置，依其代码逐张量计数。"},
	Sources:     config.Text{EN: "Sources", ZH: "来源"},
	Settings:    config.Text{EN: "The settings it is counted with", ZH: "计数所用的设置"},
	Setting:     config.Text{EN: "Setting", ZH: "设置"},
	Value:       config.Text{EN: "Value", ZH: "取值"},
	Related:     config.Text{EN: "Related networks", ZH: "同类网络"},
	PictureDesc: config.Text{EN: "%s parameters in %d stages.", ZH: "共 %s 个参数，%d 级。"},
	SavePicture: config.Text{EN: "The picture as a file", ZH: "图片文件"},
	Presets:     config.Text{EN: "The classic U-Net, as it is quoted", ZH: "经典 U-Net 的各种引用"},
}
