package app

import (
	"unetparams/counter/zoo"
)

// embedWords are the sentences of the page that posts embed.
type embedWords struct {
	Settings, Open zoo.Text
}

var wordsOfEmbed = embedWords{
	Settings: zoo.Text{EN: "Change the settings", ZH: "更改设置"},
	Open:     zoo.Text{EN: "Open this network in the U-Net parameter calculator", ZH: "在 U-Net 参数量计算器中打开此网络"},
}
