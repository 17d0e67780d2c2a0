package verify

import (
	"strconv"
	"strings"

	"unetparams/counter/config"
)

// sentences are what Sentences says, by what it is about.
var sentences = struct {
	Input   [Keras + 1]config.Text
	Verdict [Different + 1]config.Text
	Cause   [lastCause]config.Text

	NotRead, Cut, Prefix, OnlyParameters, SomeBuffers    config.Text
	Rounded, Truncated, Totals, KerasTotal, Frozen, Sum  config.Text
	FirstChanged, FirstMissing, FirstExtra, FirstNames   config.Text
	Missing, Extra, Changed, More, NotShown, Alone, Both config.Text
	NoReason, Place, Layer, Elements, Nameless           config.Text
}{
	Input: [...]config.Text{
		Nothing:      {EN: "Nothing that can be compared was found: paste the output of count_param, of print(model), of a summary, or a list of names and shapes.", ZH: "没有找到可以核对的内容：请粘贴 count_param、print(model)、模型摘要的输出，或“名称: 形状”列表。"},
		Number:       {EN: "Read as a number of parameters: %[2]s.", ZH: "识别为参数量：%[2]s。"},
		Shapes:       {EN: "Read as a list of names and shapes: %s tensors.", ZH: "识别为名称与形状的列表：%s 个张量。"},
		Counts:       {EN: "Read as a list of names and numbers of elements: %s tensors.", ZH: "识别为名称与元素个数的列表：%s 个张量。"},
		Modules:      {EN: "Read as print(model): %s layers with parameters or buffers.", ZH: "识别为 print(model)：%s 个有参数或缓冲值的层。"},
		TorchInfo:    {EN: "Read as torchinfo's summary: %s lines with parameters.", ZH: "识别为 torchinfo 的摘要：%s 行有参数。"},
		TorchSummary: {EN: "Read as torchsummary's table: %s lines with parameters.", ZH: "识别为 torchsummary 的表格：%s 行有参数。"},
		Keras:        {EN: "Read as Keras's summary: %s lines with parameters.", ZH: "识别为 Keras 的摘要：%s 行有参数。"},
	},
	Verdict: [...]config.Text{
		NotUnderstood: {EN: "There is nothing in it to compare.", ZH: "其中没有可核对的参数量。"},
		TooLarge:      {EN: "A number in it is too large, or there are too many layers: it can't be compared.", ZH: "其中有数字过大，或层数过多，无法核对。"},
		Equal:         {EN: "Equal: %s parameters.", ZH: "一致：%s 个参数。"},
		OtherNames:    {EN: "Equal up to names: all shapes agree in order, %s parameters.", ZH: "除名称外一致：所有形状按顺序相同，%s 个参数。"},
		OtherOrder:    {EN: "Equal up to the order: the same tensors or layers, %s parameters.", ZH: "除顺序外一致：张量或层相同，%s 个参数。"},
		Different:     {EN: "Different from the %s parameters of these settings.", ZH: "与当前设置的 %s 个参数不一致。"},
	},
	Cause: [...]config.Text{
		RunningStatistics: {EN: "%s: the running means and variances of batch normalization were counted, which are not learned (Keras's total holds them)", ZH: "%s：计入了批归一化的滑动均值和方差，它们不参与学习（Keras 的总数包含它们）"},
		AllBuffers:        {EN: "%s: all buffers were counted, running statistics and step counters", ZH: "%s：计入了全部缓冲值，即滑动统计量和步数计数器"},
		ConvBiases:        {EN: "%s: the biases of the convolutions", ZH: "%s：少了卷积的偏置"},
		UpBiases:          {EN: "%s: the biases of the transposed convolutions", ZH: "%s：少了转置卷积的偏置"},
		AllBiases:         {EN: "%s: the biases of all convolutions, transposed ones too", ZH: "%s：少了所有卷积（含转置卷积）的偏置"},
		BiasesBeforeNorm:  {EN: "%s: the biases of the convolutions that a normalization follows", ZH: "%s：少了后接归一化的卷积的偏置"},
		Norms:             {EN: "%s: all normalization left out", ZH: "%s：少了全部归一化"},
		DecoderNorms:      {EN: "%s: the decoder's normalization left out", ZH: "%s：少了解码器的归一化"},
		UpConvs:           {EN: "%s: the transposed convolutions left out", ZH: "%s：漏算了转置卷积"},
		FinalConv:         {EN: "%s: the final 1×1 convolution left out", ZH: "%s：漏算了最后的 1×1 卷积"},
		NeverRun:          {EN: "%s: layers that are built and never run", ZH: "%s：建立了但从未运行的层"},
		RunAgain:          {EN: "%s: layers that run several times were counted each time", ZH: "%s：多次运行的层被重复计数"},
		SharedAgain:       {EN: "%s: tensors with several names were counted under each", ZH: "%s：有多个名称的张量被重复计数"},
		ConvBiasesAdded:   {EN: "%s: the convolutions have biases in yours, not on this page", ZH: "%s：您的卷积有偏置，本页没有"},
		UpBiasesAdded:     {EN: "%s: the transposed convolutions have biases in yours, not on this page", ZH: "%s：您的转置卷积有偏置，本页没有"},
		AllBiasesAdded:    {EN: "%s: all convolutions have biases in yours, not all on this page", ZH: "%s：您的所有卷积都有偏置，本页不全有"},
		NormsAdded:        {EN: "%s: batch normalization after every convolution in yours, none on this page", ZH: "%s：您的每个卷积后都有批归一化，本页没有"},
	},
	NotRead:        config.Text{EN: "The text is too long: its last %s bytes were not read.", ZH: "文本过长：最后 %s 字节没有读取。"},
	Cut:            config.Text{EN: "Only its first %s lines were compared.", ZH: "只核对了前 %s 行。"},
	Prefix:         config.Text{EN: "The prefix “%s” of all names was taken off.", ZH: "已去掉所有名称共有的前缀“%s”。"},
	OnlyParameters: config.Text{EN: "It lists parameters and no buffers.", ZH: "列表只有参数，没有缓冲值。"},
	SomeBuffers:    config.Text{EN: "It lists some of the buffers.", ZH: "列表只含部分缓冲值。"},
	Rounded:        config.Text{EN: "The number is rounded: as far as it goes it agrees.", ZH: "该数是四舍五入的：在其精度内一致。"},
	Truncated:      config.Text{EN: "The number has its last digits cut off: as far as it goes it agrees.", ZH: "该数截去了后面的数位：在其精度内一致。"},
	Totals:         config.Text{EN: "Yours: %s; this page: %s; difference %s.", ZH: "您的网络 %s，本页 %s，相差 %s。"},
	KerasTotal:     config.Text{EN: "Keras's total of %s holds %s that are not trained: running means and variances.", ZH: "Keras 的总数 %s 含 %s 个不训练的数：滑动均值和方差。"},
	Frozen:         config.Text{EN: "%s of them are frozen in yours; they are parameters all the same.", ZH: "其中 %s 个在您的网络中被冻结，但仍是参数。"},
	Sum:            config.Text{EN: "Your lines sum to %s, not to the printed total.", ZH: "您的各行之和为 %s，与所列总数不同。"},
	FirstChanged:   config.Text{EN: "First difference: yours has %s, this page %s.", ZH: "第一处不同：您的网络是 %s，本页是 %s。"},
	FirstMissing:   config.Text{EN: "First difference: %s is missing in yours.", ZH: "第一处不同：您的网络缺少 %s。"},
	FirstExtra:     config.Text{EN: "First difference: %s is only in yours.", ZH: "第一处不同：您的网络多出 %s。"},
	FirstNames:     config.Text{EN: "First in another place: %s in yours, %s on this page.", ZH: "第一处：您的网络是 %s，本页是 %s。"},
	Missing:        config.Text{EN: "Missing in yours (%s): %s.", ZH: "您的网络缺少（%s）：%s。"},
	Extra:          config.Text{EN: "Only in yours (%s): %s.", ZH: "您的网络多出（%s）：%s。"},
	Changed:        config.Text{EN: "Different in yours (%s): %s.", ZH: "您的网络不同（%s）：%s。"},
	More:           config.Text{EN: "%s, …", ZH: "%s……"},
	NotShown:       config.Text{EN: "Layers that never run: %s. Such a table does not show them.", ZH: "有 %s 个层从未运行，这类表格不会列出。"},
	Alone:          config.Text{EN: "That is exactly %s.", ZH: "恰好是 %s。"},
	Both:           config.Text{EN: "That is exactly both together: %s; %s.", ZH: "恰好是两者之和：%s；%s。"},
	NoReason:       config.Text{EN: "No known convention makes just this difference.", ZH: "没有已知的约定恰好造成这一差值。"},
	Place:          config.Text{EN: "%s (%s)", ZH: "%s（%s）"},
	Layer:          config.Text{EN: "%s, %s", ZH: "%s，%s"},
	Elements:       config.Text{EN: "%s elements", ZH: "%s 个元素"},
	Nameless:       config.Text{EN: "a layer", ZH: "一层"},
}

// Sentences says a result in words. What the reader wrote stands in them as it
// is.
func Sentences(r Result) []config.Text {
	s := &sentences
	var out []config.Text
	say := func(t config.Text, args ...config.Text) { out = append(out, fill(t, args...)) }
	if r.Input < 0 || r.Input > Keras || r.Verdict < 0 || r.Verdict > Different {
		return nil
	}
	say(s.Input[r.Input], num(int64(r.Read)), figureText(r.Theirs))
	if r.NotRead > 0 {
		say(s.NotRead, num(int64(r.NotRead)))
	}
	if r.Input == Nothing {
		return out
	}
	if r.Cut {
		say(s.Cut, num(MaxItems))
	}
	say(s.Verdict[r.Verdict], num(r.Ours))
	if r.Verdict == NotUnderstood || r.Verdict == TooLarge {
		return out
	}
	if r.Prefix != "" {
		say(s.Prefix, same(r.Prefix))
	}
	switch {
	case r.Input != Shapes && r.Input != Counts:
	case r.Scope == OnlyParameters:
		say(s.OnlyParameters)
	case r.Scope == SomeBuffers:
		say(s.SomeBuffers)
	}
	if r.Agrees() && r.Match == Rounded {
		say(s.Rounded)
	}
	if r.Agrees() && r.Match == Truncated {
		say(s.Truncated)
	}
	if d := r.First; d != nil {
		switch {
		case r.Verdict != Different && d.Theirs != nil && d.Ours != nil:
			say(s.FirstNames, place(d.Theirs), place(d.Ours))
		case d.Theirs == nil && d.Ours != nil:
			say(s.FirstMissing, place(d.Ours))
		case d.Ours == nil && d.Theirs != nil:
			say(s.FirstExtra, place(d.Theirs))
		case d.Ours != nil:
			say(s.FirstChanged, place(d.Theirs), place(d.Ours))
		}
	}
	if r.Verdict == Different {
		for _, l := range []struct {
			text config.Text
			list []Difference
			n    int
		}{{s.Missing, r.Missing, r.NMissing}, {s.Extra, r.Extra, r.NExtra}, {s.Changed, r.Changed, r.NChange}} {
			if l.n > 1 || l.n == 1 && r.NMissing+r.NExtra+r.NChange > 1 {
				say(l.text, num(int64(l.n)), list(l.list, l.n))
			}
		}
	}
	if r.NotShown > 0 {
		say(s.NotShown, num(int64(r.NotShown)))
	}
	if r.All.Known && r.All.N > r.Theirs.N {
		say(s.KerasTotal, figureText(r.All), num(r.All.N-r.Theirs.N))
	}
	if r.Frozen > 0 {
		say(s.Frozen, num(r.Frozen))
	}
	if r.SumDiffer {
		say(s.Sum, num(r.Sum))
	}
	if r.Verdict == Different && r.Theirs.Known && r.Theirs.N != r.Ours {
		d := r.Theirs.N - r.Ours
		say(s.Totals, figureText(r.Theirs), num(r.Ours), signed(d))
		switch {
		case r.Together && len(r.Reasons) == 2:
			say(s.Both, reasonText(r.Reasons[0]), reasonText(r.Reasons[1]))
		case len(r.Reasons) == 0:
			say(s.NoReason)
		default:
			for _, why := range r.Reasons {
				say(s.Alone, reasonText(why))
			}
		}
	}
	return out
}

func reasonText(r Reason) config.Text {
	if r.Cause < 0 || r.Cause >= lastCause {
		return config.Text{}
	}
	return fill(sentences.Cause[r.Cause], signed(r.N))
}

// place says a tensor or a layer: its name, and its shape or count.
func place(s *Side) config.Text {
	t := &sentences
	name := same(s.Name)
	if s.Name == "" {
		name = t.Nameless
	}
	var what config.Text
	switch {
	case s.Tensor && s.Kind == "":
		what = same(strings.ReplaceAll(shapeKey(s.Shape), "x", "×"))
		if len(s.Shape) == 0 {
			what = fill(t.Elements, num(1))
		}
	case s.Kind == "" && s.Buffers == 0:
		what = fill(t.Elements, num(s.Count))
	default:
		what = fill(t.Elements, num(s.Count))
		if s.Tensor {
			what = fill(t.Layer, same(strings.ReplaceAll(shapeKey(s.Shape), "x", "×")), what)
		}
		if s.Kind != "" && !strings.HasPrefix(s.Name, s.Kind) {
			what = fill(t.Layer, same(s.Kind), what)
		}
	}
	return fill(t.Place, name, what)
}

func list(ds []Difference, n int) config.Text {
	var names []string
	for _, d := range ds {
		s := d.Theirs
		if s == nil {
			s = d.Ours
		}
		if s != nil {
			names = append(names, s.Name)
		}
	}
	t := same(strings.Join(names, ", "))
	if n > len(ds) {
		t = fill(sentences.More, t)
	}
	return t
}

// fill puts each language's arguments in place of %s, or %[n]s.
func fill(t config.Text, args ...config.Text) config.Text {
	en, zh := make([]string, len(args)), make([]string, len(args))
	for i, a := range args {
		en[i], zh[i] = a.EN, a.ZH
	}
	return config.Text{EN: put(t.EN, en), ZH: put(t.ZH, zh)}
}

func put(s string, args []string) string {
	var b strings.Builder
	next := 0
	for {
		text, rest, ok := strings.Cut(s, "%")
		b.WriteString(text)
		if !ok {
			return b.String()
		}
		if n, after, numbered := strings.Cut(rest, "]s"); numbered && strings.HasPrefix(rest, "[") && len(n) == 2 {
			next, rest = int(n[1]-'1'), "s"+after
		}
		if next >= 0 && next < len(args) {
			b.WriteString(args[next])
		}
		next++
		s = strings.TrimPrefix(rest, "s")
	}
}

func same(s string) config.Text { return config.Text{EN: s, ZH: s} }

func num(n int64) config.Text { return same(group(n)) }

func signed(n int64) config.Text {
	if n < 0 {
		return same("−" + group(-n))
	}
	return same("+" + group(n))
}

// figureText writes a total; one that was rounded with its zeros.
func figureText(t Total) config.Text {
	if t.Quantum > 1 {
		return same("≈" + group(t.N))
	}
	return num(t.N)
}

// group writes a number with its thousands separated.
func group(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
