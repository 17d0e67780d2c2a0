package app

import (
	"unetparams/counter/zoo"
)

// publishedWords are the sentences of the pages of published networks.
type publishedWords struct {
	Title, Description, Heading       zoo.Text
	Open, Calculator, All, AllNote    zoo.Text
	Sources, Settings, Setting, Value zoo.Text
	Related, PictureDesc, SavePicture zoo.Text
	Presets                           zoo.Text
}

var publishedText = publishedWords{
	Title:       zoo.Text{EN: "%s: %s parameters, counted exactly", ZH: "%s：精确参数量 %s"},
	Description: zoo.Text{EN: "%s has exactly %s learnable parameters (%s). The U with the count on every stage, and every number derived by hand.", ZH: "%s 恰有 %s 个可学习参数（%s）。图上标出每一级的数目，并逐步手算推导。"},
	Heading:     zoo.Text{EN: "Parameters of %s", ZH: "%s 的参数量"},
	Open:        zoo.Text{EN: "Open in the calculator", ZH: "在计算器中打开"},
	Calculator:  zoo.Text{EN: "Calculator", ZH: "计算器"},
	All:         zoo.Text{EN: "All networks", ZH: "所有网络"},
	AllNote:     zoo.Text{EN: "%d published networks, each at the settings of its source, counted tensor by tensor as its code builds it.", ZH: "%d 个已发表的网络，均按来源的设置，依其代码逐张量计数。"},
	Sources:     zoo.Text{EN: "Sources", ZH: "来源"},
	Settings:    zoo.Text{EN: "The settings it is counted with", ZH: "计数所用的设置"},
	Setting:     zoo.Text{EN: "Setting", ZH: "设置"},
	Value:       zoo.Text{EN: "Value", ZH: "取值"},
	Related:     zoo.Text{EN: "Others of this family", ZH: "同类网络"},
	PictureDesc: zoo.Text{EN: "%s parameters in %d stages.", ZH: "共 %s 个参数，%d 级。"},
	SavePicture: zoo.Text{EN: "The picture as a file", ZH: "图片文件"},
	Presets:     zoo.Text{EN: "The classic U-Net, as it is quoted", ZH: "经典 U-Net 的各种引用"},
}
