package app

import (
	"unetparams/counter/config"
)

// describeText is the type of the words that name a configuration.
type describeText struct {
	Colon, Comma, Empty                   config.Text
	Counted, CountedBeside, CountedUnused config.Text
}

var describeWords = describeText{
	Colon: config.Text{EN: ": ", ZH: "："},
	Comma: config.Text{EN: ", ", ZH: "，"},
	Empty: config.Text{EN: "none", ZH: "无"},

	Counted:       config.Text{EN: "learnable parameters; buffers and running statistics not counted; shared tensors once", ZH: "只计可学习参数；缓冲区和滑动统计量不计；共享张量只计一次"},
	CountedBeside: config.Text{EN: "learnable parameters; buffers and running statistics (%s) not counted; shared tensors once", ZH: "只计可学习参数；缓冲区和滑动统计量（%s）不计；共享张量只计一次"},
	CountedUnused: config.Text{EN: "; %s never used are counted too", ZH: "；从未用到的 %s 个也计入"},
}
