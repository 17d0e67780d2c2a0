package checkpoint

import "strings"

// The texts of errors and notes in Chinese, in the order of the English ones.
var (
	piecesZH = [...]string{"文件", "文件头", "索引", "zip 目录",
		"zip 成员", "pickle", "pickle 指令数", "pickle 栈",
		"pickle 中未闭合的标记数", "pickle 备忘表", "pickle 中的对象数",
		"还原出的对象", "protobuf 消息", "计算图", "节点数",
		"HDF5 超级块", "HDF5 对象头", "HDF5 组", "HDF5 字符串",
		"元数据", "张量列表", "JSON 文本", "deflate 数据", "存储区",
		"TensorFlow 检查点", "PyTorch 0.1.10 之前的 tar 文件", "gzip 文件",
		"TensorFlow SavedModel", "TensorFlow Lite 模型", "torch.export 归档"}

	sentencesZH = [...]string{"", "内容不属于这里能读取的任何格式",
		"文件是空的", "这是以模型文件名保存的网页，不是模型",
		"这是 Git LFS 指针：模型本身没有下载", "这是%p，不在可读取之列",
		"文件不完整：%p记为 %w 字节，实际只有 %h 字节", "%p不符合格式要求",
		"%p超出限制：%h，上限为 %w", "%p嵌套超过 %w 层",
		"张量 %e 的形状不可能存在",
		"张量 %e 延伸到第 %w 字节，而数据止于第 %h 字节",
		"张量 %e 需要 %w 字节，实际为 %h 字节",
		"张量 %e 始于第 %w 字节，落在前一个张量之内", "名称 %e 出现两次",
		"张量 %e 的元素类型未知（%h）", "pickle 从空栈中取值",
		"文件可以读取，但不含张量",
		"缺少配套文件 %e：未一并给出", "文件无法读取"}

	noteTextsZH = [...]string{"", "%n 个张量按名称判断为参数或缓冲区；文件没有说明",
		"在 Python 中打开此文件会调用 %e", "%n 个名称对应 %m 个张量",
		"省略了 %n 个名称，因为它们与文件中的其他名称重复",
		"数据结束后还有 %n 字节", "张量之间有 %n 字节不属于任何张量",
		"归档中有两个名为 %e 的成员；读取的是后一个",
		"存储区中有 %n 字节不在任何张量之内",
		"%n 个张量以步长 0 重复其元素：存储量小于计数",
		"使用了 %m 个元素，只存储了 %n 个：相同的张量已合并",
		"%n 个卷积带偏置而没有批归一化：网络本来没有，或已折叠进卷积",
		"%n 个张量仅因参与乘法或加法而被视为参数",
		"%n 个张量被多个节点使用：权重共享，或因相等而合并",
		"%m 个张量中有 %n 个的数值在其他文件中，首先是 %e",
		"%n 个权重是计算图的输入，没有数值",
		"索引只有名称而没有形状：%n 个名称，%m 个分片", "没有给出分片 %e",
		"这是第 %n 个分片，共 %m 个", "%e 不符合格式要求，已略过",
		"有 %n 个软链接或外部链接未跟随", "%e 是已列出对象的另一个名称",
		"%n 个数据集为分块存储，可能已压缩：所占字节数未知",
		"%n 个整数张量存放打包的权重：文件只说明整数个数，没有说明参数量",
		"%n 层标记为不可训练", "张量的顺序由写入程序决定，不是网络的顺序"}
)

// Chinese returns what Error does, in Chinese. The cause, which comes from the
// system, stays as it is.
func (e *Error) Chinese() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(Show(e.File) + "：")
	}
	part := piecesZH[min(int(e.Part), len(piecesZH)-1)]
	if e.Entry != "" {
		part = quotedZH(e.Entry) + "中的" + part
	}
	s := sentencesZH[min(int(e.Kind), len(sentencesZH)-1)]
	if e.Kind == Truncated && e.Want == 0 {
		s = "文件不完整：%p残缺"
	}
	b.WriteString(expand(s, "pewh", part, quotedZH(e.Entry), num(e.Want), num(e.Have)))
	if e.Offset >= 0 {
		b.WriteString("（第 " + num(e.Offset) + " 字节处）")
	}
	if e.Cause != nil {
		b.WriteString("：" + e.Cause.Error())
	}
	return b.String()
}

// Chinese returns the note as a Chinese sentence.
func (n Note) Chinese() string {
	if int(n.Kind) >= len(noteTextsZH) {
		return ""
	}
	return expand(noteTextsZH[n.Kind], "nme", num(n.N), num(n.M), quotedZH(n.Entry))
}

func quotedZH(s string) string { return "“" + Show(s) + "”" }
