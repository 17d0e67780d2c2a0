package app

import (
	"unetparams/counter/zoo"
)

// describeText is the type of the words that name a configuration.
type describeText struct {
	Colon, Comma, Empty                   zoo.Text
	Counted, CountedBeside, CountedUnused zoo.Text
}

var describeWords = describeText{
	Colon: zoo.Text{EN: ": ", ZH: "："},
	Comma: zoo.Text{EN: ", ", ZH: "，"},
	Empty: zoo.Text{EN: "none", ZH: "无"},

	Counted:       zoo.Text{EN: "learnable parameters; buffers and running statistics not counted; shared tensors once", ZH: "只计可学习参数；缓冲区和滑动统计量不计；共享张量只计一次"},
	CountedBeside: zoo.Text{EN: "learnable parameters; buffers and running statistics (%s) not counted; shared tensors once", ZH: "只计可学习参数；缓冲区和滑动统计量（%s）不计；共享张量只计一次"},
	CountedUnused: zoo.Text{EN: "; %s never used are counted too", ZH: "；从未用到的 %s 个也计入"},
}
