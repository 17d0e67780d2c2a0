package text

import (
	"strconv"

	"unetparams/counter/config"
	"unetparams/counter/field"
	"unetparams/counter/number"
)

// Cost holds the words about what a network costs that the page's program says.
var Cost = struct {
	Field, FieldAll, FieldBy, FieldStride, FieldShare          config.Text
	FieldAverages, Title, Help, Batch, Type, Optimizer, Budget config.Text
	BudgetPlace                                                config.Text
	Checkpoint                                                 config.Text
	Types, Optimizers, Checkpoints                             []config.Text // in the order of package link's
}{
	Field:         config.Text{EN: "Receptive field", ZH: "感受野"},
	FieldAll:      config.Text{EN: "whole image", ZH: "整幅图像"},
	FieldBy:       config.Text{EN: "by attention, global pooling or full connection; by windows alone %s", ZH: "经由注意力、全局池化或全连接；仅按滑动窗口为 %s"},
	FieldStride:   config.Text{EN: "stride %s", ZH: "步长 %s"},
	FieldShare:    config.Text{EN: "%[1]s of the image %[2]s", ZH: "占图像 %[2]s 的 %[1]s"},
	FieldAverages: config.Text{EN: "not counting the statistics of normalization", ZH: "不计归一化的统计量"},
	Title:         config.Text{EN: "What it costs: memory and receptive field", ZH: "开销：显存与感受野"},
	Help:          config.Text{EN: "Calculated from every tensor that PyTorch keeps. MiB and GiB are powers of 1024.", ZH: "按 PyTorch 保存的每个张量计算。MiB、GiB 以 1024 为进制。"},
	Batch:         config.Text{EN: "Batch size", ZH: "批大小"},
	Type:          config.Text{EN: "Data type", ZH: "数据类型"},
	Optimizer:     config.Text{EN: "Optimizer", ZH: "优化器"},
	Types: []config.Text{
		{EN: "float32", ZH: "float32"},
		{EN: "float16 / bfloat16", ZH: "float16 / bfloat16"},
		{EN: "mixed precision (parameters in float32)", ZH: "混合精度（参数为 float32）"},
	},
	Optimizers: []config.Text{
		{EN: "Adam, AdamW", ZH: "Adam、AdamW"},
		{EN: "SGD", ZH: "SGD"},
		{EN: "SGD with momentum", ZH: "带动量的 SGD"},
		{EN: "Adam, 8-bit", ZH: "8 位 Adam"},
	},
	Checkpoint: config.Text{EN: "Checkpointing", ZH: "梯度检查点"},
	Checkpoints: []config.Text{
		{EN: "none", ZH: "无"},
		{EN: "each stage", ZH: "逐阶段"},
	},
	Budget:      config.Text{EN: "Budget", ZH: "预算"},
	BudgetPlace: config.Text{EN: "5M, 20 GMACs, 8 GiB", ZH: "5M、20 GMACs、8 GiB"},
}

// Costs holds the words of the tables about what a network costs. They are in the second
// program alone.
var Costs = struct {
	For, Inference, Training, What, Memory, Bytes, Parameters          config.Text
	ParametersCopied, Maps, MapsAt, Gradients, State, Saved            config.Text
	SavedExact, SavedHalf, SavedAgain, SavedNot, Work, WorkHelp, Total config.Text
	NotIn, Fit, FitHelp, Card, Fits, Yes, No, LargestTraining          config.Text
	LargestMixed, LargestInference, More, Stages, Stage, Output        config.Text
	Kept, Trade, TradeHelp, ParameterCount, BudgetTitle                config.Text
	BudgetHelp, BudgetBad, Setting, Largest, Takes, Params             config.Text
	BudgetNone                                                         config.Text
}{
	For:              config.Text{EN: "Batch size %[1]s, input %[2]s.", ZH: "批大小 %[1]s，输入 %[2]s。"},
	Inference:        config.Text{EN: "Inference", ZH: "推理"},
	Training:         config.Text{EN: "Training", ZH: "训练"},
	What:             config.Text{EN: "Part", ZH: "组成"},
	Memory:           config.Text{EN: "Memory", ZH: "显存"},
	Bytes:            config.Text{EN: "Bytes", ZH: "字节数"},
	Parameters:       config.Text{EN: "Parameters and buffers", ZH: "参数与缓冲值"},
	ParametersCopied: config.Text{EN: "Parameters and buffers, with copies in 16 bits", ZH: "参数与缓冲值，含 16 位副本"},
	Maps:             config.Text{EN: "Feature maps, at most", ZH: "特征图峰值"},
	MapsAt:           config.Text{EN: "during “%[1]s” in %[2]s; in memory then: %[3]s", ZH: "出现在%[2]s 的“%[1]s”；此时在显存中：%[3]s"},
	Gradients:        config.Text{EN: "Gradients of the parameters", ZH: "参数的梯度"},
	State:            config.Text{EN: "Optimizer state", ZH: "优化器状态"},
	Saved:            config.Text{EN: "Kept for the backward pass", ZH: "为反向传播保存"},
	SavedExact:       config.Text{EN: "exactly what autograd keeps, each tensor once (checked with PyTorch 1.13 on a CPU)", ZH: "autograd 保存的全部张量，每个只计一次（已在 CPU 上用 PyTorch 1.13 核对）"},
	SavedHalf:        config.Text{EN: "all that autograd keeps, each tensor once, taken in 16 bits (mixed precision is checked in PyTorch 1.13 for networks that a CPU runs so; the rest is calculated)", ZH: "autograd 保存的全部张量，每个只计一次，按 16 位计（能在 CPU 上以混合精度运行的网络已用 PyTorch 1.13 核对，其余为计算值）"},
	SavedAgain:       config.Text{EN: "what stages are given, and at most the largest, %[1]s with %[2]s, while torch.utils.checkpoint runs it again; the forward pass is calculated twice", ZH: "各阶段的输入，外加 torch.utils.checkpoint 重算时的最大阶段（%[1]s，%[2]s），为上限；前向计算执行两次"},
	SavedNot:         config.Text{EN: "estimate: what PyTorch keeps of some layers of this network is not known exactly", ZH: "估计值：该网络中部分层在 PyTorch 中保存的内容无法确切得知"},
	Work:             config.Text{EN: "Gradients of feature maps, at most", ZH: "特征图梯度峰值"},
	WorkHelp:         config.Text{EN: "of the largest single step", ZH: "按最大的一步计"},
	Total:            config.Text{EN: "Total", ZH: "合计"},
	NotIn:            config.Text{EN: "Not included: the workspace of cuDNN, memory that the allocator cannot use, the CUDA context (some hundred MiB), the loss and the data. No operation is taken to work in place in inference.", ZH: "未计入：cuDNN 工作区、分配器碎片、CUDA 上下文（数百 MiB）、损失函数与数据。推理按无原地操作计。"},
	Fit:              config.Text{EN: "Does it fit?", ZH: "放得下吗？"},
	FitHelp:          config.Text{EN: "Largest batch by the totals above, with nothing left over for what is not included.", ZH: "按上面的合计得到的最大批大小，未给未计入的部分留余量。"},
	Card:             config.Text{EN: "Memory of the GPU", ZH: "显卡显存"},
	Fits:             config.Text{EN: "Training, batch %s", ZH: "训练，批大小 %s"},
	Yes:              config.Text{EN: "fits", ZH: "可以"},
	No:               config.Text{EN: "does not fit", ZH: "不行"},
	LargestTraining:  config.Text{EN: "Largest batch, training", ZH: "训练最大批大小"},
	LargestMixed:     config.Text{EN: "… in mixed precision", ZH: "……混合精度"},
	LargestInference: config.Text{EN: "Largest batch, inference", ZH: "推理最大批大小"},
	More:             config.Text{EN: "%s or more", ZH: "不少于 %s"},
	Stages:           config.Text{EN: "By stage", ZH: "按阶段"},
	Stage:            config.Text{EN: "Stage", ZH: "阶段"},
	Output:           config.Text{EN: "Output", ZH: "输出"},
	Kept:             config.Text{EN: "Kept for backward", ZH: "为反向保存"},
	Trade:            config.Text{EN: "Wider or deeper", ZH: "更宽或更深"},
	TradeHelp:        config.Text{EN: "The same network with other settings; each row opens it.", ZH: "其他设置相同，仅改变宽度和级数；点击可打开该网络。"},
	ParameterCount:   config.Text{EN: "Parameters", ZH: "参数量"},
	BudgetTitle:      config.Text{EN: "The largest that fits %s", ZH: "%s 以内的最大网络"},
	BudgetHelp:       config.Text{EN: "One setting changes, all others stay. A number means parameters, with MACs multiply–accumulates, with GiB or GB memory for training.", ZH: "只改变一项设置。数字表示参数量，带 MACs 表示 MACs，带 GiB 或 GB 表示训练显存。"},
	BudgetBad:        config.Text{EN: "Not a budget: write 5M, 20 GMACs or 8 GiB.", ZH: "无法识别的预算：请写 5M、20 GMACs 或 8 GiB。"},
	Setting:          config.Text{EN: "Setting", ZH: "设置"},
	Largest:          config.Text{EN: "Largest value", ZH: "最大值"},
	Takes:            config.Text{EN: "Then", ZH: "此时"},
	Params:           config.Text{EN: "parameters", ZH: "个参数"},
	BudgetNone:       config.Text{EN: "none fits", ZH: "没有符合的值"},
}

// Field returns the size of a receptive field, such as "188–204 × 188–204", and a note
// on it: its stride and what share of the image it covers.
func Field(l Lang, f *field.Field) (size, note string) {
	stride := ""
	var image []int64
	for i := range f.ND {
		a := &f.Axes[i]
		if i > 0 {
			size += "×"
			stride += "×"
		}
		if a.Least < a.Size {
			size += strconv.FormatInt(a.Least, 10) + "–"
		}
		size += strconv.FormatInt(a.Size, 10)
		stride += ratio(a.Stride)
		image = append(image, a.Image)
	}
	if f.All() {
		return l.T(Cost.FieldAll), l.F(Cost.FieldBy, size)
	}
	c := f.Cover()
	note = l.F(Cost.FieldStride, stride) + l.T(Describe.Comma) + l.F(Cost.FieldShare, number.Share(c.Num, c.Den), Sizes(image))
	if f.Averages {
		note += l.T(Describe.Comma) + l.T(Cost.FieldAverages)
	}
	return size, note
}

// ratio writes a fraction: "2", "1/4".
func ratio(r field.Ratio) string {
	if r.Den == 0 {
		return "–"
	}
	s := strconv.FormatInt(r.Num, 10)
	if r.Den != 1 {
		s += "/" + strconv.FormatInt(r.Den, 10)
	}
	return s
}

// Shown holds the words of drawings that show another quantity than parameters, by the
// names of links. They are in the second program alone.
var Shown = map[string]struct{ Unit, Share config.Text }{
	"macs":        {config.Text{EN: "MACs", ZH: "MACs"}, config.Text{EN: "share of the MACs", ZH: "MACs 占比"}},
	"activations": {config.Text{EN: "of feature maps", ZH: "（特征图）"}, config.Text{EN: "share of the feature maps", ZH: "特征图占比"}},
	"memory":      {config.Text{EN: "kept for the backward pass", ZH: "（为反向传播保存）"}, config.Text{EN: "share of what is kept", ZH: "占所保存内容的比例"}},
	"field":       {config.Text{EN: "receptive field", ZH: "（感受野）"}, config.Text{EN: "share of the image", ZH: "占图像的比例"}},
}
