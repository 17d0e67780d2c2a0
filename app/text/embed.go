package text

import (
	"unetparams/counter/config"
)

// embedWords are the sentences of the page that posts embed.
type embedWords struct {
	Settings, Open config.Text
}

// Embed holds the sentences of the page that posts embed.
var Embed = embedWords{
	Settings: config.Text{EN: "Change the settings", ZH: "更改设置"},
	Open:     config.Text{EN: "Open this network in the U-Net parameter calculator", ZH: "在 U-Net 参数量计算器中打开此网络"},
}
