package app

import "unetparams/counter/zoo"

// exportText is the type of the words of what can be taken along.
type exportText struct {
	PosterTotal, PosterTitle, PosterDesc, Counted zoo.Text
}

var exportWords = exportText{
	PosterTotal: zoo.Text{EN: "%s parameters", ZH: "%s 个参数"},
	PosterTitle: zoo.Text{EN: "%s, %s parameters", ZH: "%s，%s 个参数"},
	PosterDesc:  zoo.Text{EN: "The U with the count on every stage. ", ZH: "U 形结构，逐级标注参数量。"},
	Counted:     zoo.Text{EN: "Counted: %s", ZH: "计数：%s"},
}
