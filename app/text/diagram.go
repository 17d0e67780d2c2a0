package text

import (
	"unetparams/app/diagram"
	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/number"
)

// Diagram returns the words of a picture.
func Diagram(l Lang, r *counter.Report) diagram.Words {
	return diagram.Words{
		Title:      l.T(Page.Diagram),
		Desc:       l.F(Page.DiagramDesc, number.Grouped(r.Learnable), len(r.Stages)),
		Stage:      l.Stage,
		Number:     number.Grouped,
		Share:      number.Share,
		Connection: func(w diagram.Connection) string { return l.Connection(w, r.Steps[0].Out.ND) },
		More:       l.T(Ways.More),
		Conv:       l.T(Page.Conv),
		Head:       l.T(Page.Head),
		Parameters: l.T(Page.Parameters),
		Channels:   func(n int64) string { return l.Plural(n, Page.Channel, Page.Channels) },
		Repeat:     func(n int) string { return l.F(Ways.Repeat, n) },
		ShareBar:   l.T(Ways.Share),

		SelfAttention:  l.T(Ways.SelfAttention),
		CrossAttention: l.T(Ways.CrossAttention),

		Width:  l.T(Page.BarWidth),
		Height: l.T(Page.BarHeight),
	}
}

// wayText holds the legend's sentences: how data goes from stage to stage.
type wayText struct {
	Down, Up, Skip              map[diagram.Operation]config.Text
	Cropped, Factor, Span, More config.Text
	Share, Repeat               config.Text
	// What the mark of a stage says of it.
	SelfAttention, CrossAttention config.Text
}

// Ways holds the words of the legend.
var Ways = wayText{
	Down: map[diagram.Operation]config.Text{
		diagram.Plain:        {EN: "to the level below", ZH: "到下一级"},
		diagram.MaxPool:      {EN: "max-pooling", ZH: "最大池化"},
		diagram.AvgPool:      {EN: "average pooling", ZH: "平均池化"},
		diagram.StridedConv:  {EN: "strided convolution", ZH: "步进卷积"},
		diagram.Unshuffle:    {EN: "pixel unshuffle", ZH: "像素反重排"},
		diagram.MergePatches: {EN: "patch merging", ZH: "图块合并"},
		diagram.Interpolate:  {EN: "interpolation", ZH: "插值"},
	},
	Up: map[diagram.Operation]config.Text{
		diagram.Plain:          {EN: "to the level above", ZH: "到上一级"},
		diagram.Interpolate:    {EN: "interpolation", ZH: "插值"},
		diagram.Nearest:        {EN: "nearest up-sampling", ZH: "最近邻上采样"},
		diagram.Linear:         {EN: "bilinear up-sampling", ZH: "双线性上采样"},
		diagram.TransposedConv: {EN: "transposed convolution", ZH: "转置卷积"},
		diagram.PixelShuffle:   {EN: "pixel shuffle", ZH: "像素重排"},
		diagram.MaxUnpool:      {EN: "max unpooling", ZH: "最大反池化"},
	},
	Skip: map[diagram.Operation]config.Text{
		diagram.Plain:    {EN: "copy", ZH: "复制"},
		diagram.Concat:   {EN: "copy and concatenate", ZH: "复制并拼接"},
		diagram.Add:      {EN: "copy and add", ZH: "复制并相加"},
		diagram.Gate:     {EN: "copy through an attention gate", ZH: "经注意力门复制"},
		diagram.Resample: {EN: "skip to another level, resized", ZH: "跨级跳跃连接（缩放）"},
	},
	Cropped:        config.Text{EN: "crop, %s", ZH: "裁剪，%s"},
	Factor:         config.Text{EN: "%s %d×", ZH: "%s %d×"},
	Span:           config.Text{EN: "%s %d× … %d×", ZH: "%s %d× … %d×"},
	Share:          config.Text{EN: "share of the parameters", ZH: "参数占比"},
	Repeat:         config.Text{EN: "×%d, same weights", ZH: "×%d，共享权重"},
	SelfAttention:  config.Text{EN: "self-attention", ZH: "自注意力"},
	CrossAttention: config.Text{EN: "cross-attention", ZH: "交叉注意力"},
	More:           config.Text{EN: "further feature maps omitted", ZH: "其余特征图从略"},
}

// Connection returns the legend's words for what happens on an arrow of a network
// with nd spatial axes.
func (l Lang) Connection(w diagram.Connection, nd int) string {
	list := Ways.Skip
	switch w.Kind {
	case counter.Down:
		list = Ways.Down
	case counter.Up:
		list = Ways.Up
	}
	s := l.T(list[w.Operation])
	if w.Operation == diagram.Linear && nd != 2 {
		s = l.T(linearNames[nd])
	}
	switch {
	case w.Kind == counter.Skip && w.Crop:
		return l.F(Ways.Cropped, s)
	case w.Kind == counter.Skip || w.Max == 0:
		return s
	case w.Min == w.Max:
		return l.F(Ways.Factor, s, w.Max)
	}
	return l.F(Ways.Span, s, w.Min, w.Max)
}

// linearNames name linear interpolation where there are other than two axes.
var linearNames = map[int]config.Text{
	1: {EN: "linear up-sampling", ZH: "线性上采样"},
	3: {EN: "trilinear up-sampling", ZH: "三线性上采样"},
}
