package verify

import (
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/read"
)

// sentences are what Sentences says, by what it is about.
var sentences = struct {
	Input   [Errors + 1]config.Text
	Verdict [Unmatched + 1]config.Text
	Cause   [lastCause]config.Text
	Format  [read.Keys + 1]config.Text
	Problem [number.Fraction + 1]config.Text
	Note    [read.OptimizerIn + 1]config.Text
	MACs    [Thop + 1]config.Text
	Why     [WhyTransposed + 1]config.Text
	Hint    [HintOther + 1]config.Text

	NotRead, Prefix, OnlyParameters, SomeBuffers, Partly, Unread config.Text
	Totals, KerasTotal, Frozen, Sum, Reordered                   config.Text
	FirstChanged, FirstMissing, FirstExtra, FirstNames           config.Text
	Missing, Extra, Changed, More, NotShown, Alone, Both         config.Text
	NoReason, Place, Layer, Elements, Nameless                   config.Text
	Network, WithNorm, NoNorm, Kinds, KindSum, Sizes, Listed     config.Text
	Trained, Offer                                               config.Text
	LoadError, KeysMissing, KeysUnexpected, NSizes               config.Text
	PairEqual, PairOrder, PairNames, PairDiffers, PairChanged    config.Text
	PairFirst, PairSecond, PairSums                              config.Text
}{
	Input: [...]config.Text{
		Nothing: {EN: "Nothing that can be compared was found: paste the output of count_param, of print(model), of a summary, or a list of names and shapes.", ZH: "没有找到可以核对的内容：请粘贴 count_param、print(model)、模型摘要的输出，或“名称: 形状”列表。"},
		Number:  {EN: "Read as a number of parameters: %s.", ZH: "识别为参数量：%s。"},
		Listing: {EN: "Read as %s: %s tensors or layers with parameters.", ZH: "识别为%s：%s 个有参数的张量或层。"},
		Errors:  {EN: "Read as an error of load_state_dict: no number of parameters is in it.", ZH: "识别为 load_state_dict 的报错：其中没有参数量。"},
	},
	Format: [...]config.Text{
		0:                   {EN: "a listing", ZH: "列表"},
		read.Keras:          {EN: "Keras's summary", ZH: " Keras 的摘要"},
		read.Keras3:         {EN: "Keras 3's summary", ZH: " Keras 3 的摘要"},
		read.TorchInfo:      {EN: "torchinfo's summary", ZH: " torchinfo 的摘要"},
		read.TorchSummary:   {EN: "torchsummary's table", ZH: " torchsummary 的表格"},
		read.ModelSummary:   {EN: "pytorch-model-summary's table", ZH: " pytorch-model-summary 的表格"},
		read.Lightning:      {EN: "Lightning's summary", ZH: " Lightning 的摘要"},
		read.Fvcore:         {EN: "fvcore's table", ZH: " fvcore 的表格"},
		read.FastAI:         {EN: "fastai's summary", ZH: " fastai 的摘要"},
		read.ParameterTable: {EN: "a table of parameters", ZH: "参数表"},
		read.Modules:        {EN: "print(model)", ZH: " print(model) "},
		read.Ptflops:        {EN: "ptflops' print of the model", ZH: " ptflops 的模型输出"},
		read.Flax:           {EN: "flax's tabulate", ZH: " flax 的 tabulate 表"},
		read.TorchStat:      {EN: "a torchstat table", ZH: " torchstat 表"},
		read.Gluon:          {EN: "a summary by MXNet's Gluon", ZH: " MXNet Gluon 的模型摘要"},
		read.FlopCountStr:   {EN: "fvcore's print of the model", ZH: " fvcore 的模型输出"},
		read.StateDict:      {EN: "a list of names and shapes", ZH: "名称与形状的列表"},
		read.Counts:         {EN: "a list of names and numbers of elements", ZH: "名称与元素个数的列表"},
		read.Keys:           {EN: "a list of names", ZH: "名称列表"},
	},
	Verdict: [...]config.Text{
		NotUnderstood: {EN: "There is nothing in it to compare.", ZH: "其中没有可核对的参数量。"},
		TooLarge:      {EN: "A number in it is too large, or there are too many layers: it can't be compared.", ZH: "其中有数字过大，或层数过多，无法核对。"},
		NoCount:       {EN: "This is not a number of parameters.", ZH: "这不是参数量。"},
		Equal:         {EN: "Equal: %s parameters.", ZH: "一致：%s 个参数。"},
		OtherNames:    {EN: "Equal up to names: all shapes agree in order, %s parameters.", ZH: "除名称外一致：所有形状按顺序相同，%s 个参数。"},
		OtherOrder:    {EN: "Equal up to the order: the same tensors or layers, %s parameters.", ZH: "除顺序外一致：张量或层相同，%s 个参数。"},
		SameNames:     {EN: "All names agree with these settings. Shapes aren't given, so the count of %s can't be confirmed.", ZH: "所有名称与当前设置一致。没有给出形状，因此无法证实 %s 这一参数量。"},
		SameTotal:     {EN: "The total is equal: %s parameters.", ZH: "总数一致：%s 个参数。"},
		Consistent:    {EN: "Agrees, as far as %[2]s can say: it means %[3]s to %[4]s, and these settings have %[1]s parameters.", ZH: "在 %[2]s 的精度内一致：它表示 %[3]s 至 %[4]s，当前设置有 %[1]s 个参数。"},
		Different:     {EN: "Different from the %s parameters of these settings.", ZH: "与当前设置的 %s 个参数不一致。"},
		Unmatched:     {EN: "It is explained, not compared with this page.", ZH: "以下是对它的解释，未与本页核对。"},
	},
	Problem: [...]config.Text{
		0:               {EN: "It can't be one.", ZH: "它不可能是参数量。"},
		number.Empty:    {EN: "Nothing is written.", ZH: "没有内容。"},
		number.NoNumber: {EN: "It is no number.", ZH: "它不是数。"},
		number.Negative: {EN: "It is negative.", ZH: "它是负数。"},
		number.Zero:     {EN: "It is zero.", ZH: "它是零。"},
		number.TooLarge: {EN: "It is too large: no network has more than 10¹⁵ parameters.", ZH: "数值过大：没有网络的参数超过 10¹⁵ 个。"},
		number.TooLong:  {EN: "It is too long.", ZH: "它太长。"},
		number.Fraction: {EN: "It has a fraction of a parameter.", ZH: "它含有不足一个的参数。"},
	},
	Note: [...]config.Text{
		read.DepthCut:      {EN: "Its depth is limited: modules below are summed up in the rows above them.", ZH: "其深度有限：更深的模块已合计到上层的行中。"},
		read.CellsCut:      {EN: "Some of its cells are cut off to fit their columns; counts are complete.", ZH: "有的单元格因列宽被截断，参数量是完整的。"},
		read.KeysOnly:      {EN: "It has names alone, without shapes.", ZH: "其中只有名称，没有形状。"},
		read.Narrowed:      {EN: "The size in bytes beside the rounded total narrows it.", ZH: "近似总数旁的字节数缩小了其范围。"},
		read.Contradictory: {EN: "The size in bytes beside the rounded total contradicts it.", ZH: "近似总数与旁边的字节数矛盾。"},
		read.ChannelsLast:  {EN: "Its kernels have the channels last; here they are in PyTorch's order.", ZH: "其卷积核的通道维在最后；这里已换成 PyTorch 的顺序。"},
		read.OptimizerIn:   {EN: "Its total holds the optimizer's variables, which were taken off.", ZH: "其总数含优化器变量，已减去。"},
		read.NoHeader:      {EN: "It begins in the middle: rows may be missing.", ZH: "它从中间开始，可能缺行。"},
	},
	MACs: [...]config.Text{
		OtherMACs:     {EN: "It also says %s multiply–accumulates or operations; this page counts %s at its input size.", ZH: "其中还有乘加或运算次数 %s；按本页输入尺寸为 %s。"},
		OurMACs:       {EN: "Its multiply–accumulates, %s, agree with the %s at this page's input size.", ZH: "其乘加次数 %s 与本页输入尺寸下的 %s 一致。"},
		DoubledMACs:   {EN: "Its %s operations are two for each of the %s multiply–accumulates at this page's input size.", ZH: "其运算次数 %s 是本页输入尺寸下乘加次数 %s 的两倍。"},
		TransposedOut: {EN: "Its %s are this page's %s multiply–accumulates with transposed convolutions counted by the size of their output.", ZH: "其 %s 等于本页的乘加次数 %s，但转置卷积按输出尺寸计。"},
		Thop:          {EN: "Its %s are thop's count of this page's %s multiply–accumulates: transposed convolutions by the size of their output, and 4 for each element of batch normalization.", ZH: "其 %s 是 thop 的算法，本页为乘加次数 %s：转置卷积按输出尺寸计，批归一化每个元素另计 4。"},
	},
	Why: [...]config.Text{
		WhyUnknown:    {EN: "%s: checkpoint %s, model %s.", ZH: "%s：检查点为 %s，模型为 %s。"},
		WhyClasses:    {EN: "%s: checkpoint %s, model %s. The last layer has another number of outputs: set the number of classes to %[4]s to load it.", ZH: "%s：检查点为 %s，模型为 %s。最后一层的输出数不同：类别数设为 %[4]s 即可加载。"},
		WhyInputs:     {EN: "%s: checkpoint %s, model %s. The first layer has another number of inputs: set the input channels to %[4]s to load it.", ZH: "%s：检查点为 %s，模型为 %s。第一层的输入数不同：输入通道数设为 %[4]s 即可加载。"},
		WhyOut:        {EN: "%s: checkpoint %s, model %s. The layer has %[4]s output channels in the checkpoint and %[5]s in the model.", ZH: "%s：检查点为 %s，模型为 %s。该层的输出通道数在检查点中为 %[4]s，在模型中为 %[5]s。"},
		WhyIn:         {EN: "%s: checkpoint %s, model %s. The layer takes %[4]s channels in the checkpoint and %[5]s in the model: another way of up-sampling or of joining skips, or another width.", ZH: "%s：检查点为 %s，模型为 %s。该层的输入通道数在检查点中为 %[4]s，在模型中为 %[5]s：上采样或跳跃连接的方式不同，或宽度不同。"},
		WhyWidth:      {EN: "%s: checkpoint %s, model %s. The width differs: channels are scaled throughout.", ZH: "%s：检查点为 %s，模型为 %s。宽度不同：各层通道数按比例缩放。"},
		WhyKernel:     {EN: "%s: checkpoint %s, model %s. The kernel has another size.", ZH: "%s：检查点为 %s，模型为 %s。卷积核大小不同。"},
		WhyAxes:       {EN: "%s: checkpoint %s, model %s. The numbers of axes differ: two against three dimensions, or a convolution against a linear layer.", ZH: "%s：检查点为 %s，模型为 %s。轴数不同：二维与三维，或卷积与全连接。"},
		WhyTransposed: {EN: "%s: checkpoint %s, model %s. The first two axes are exchanged, as in a transposed convolution.", ZH: "%s：检查点为 %s，模型为 %s。前两个轴互换，如转置卷积。"},
	},
	Hint: [...]config.Text{
		0:              {EN: "No single setting explains it.", ZH: "没有单一设置能够解释。"},
		HintPrefix:     {EN: "All of the checkpoint's names begin with “%s”, the model's don't: take it off the names.", ZH: "检查点的所有名称都以“%s”开头，模型的没有：去掉该前缀即可。"},
		HintNoPrefix:   {EN: "All of the model's names begin with “%s”, the checkpoint's don't: add it to the names.", ZH: "模型的所有名称都以“%s”开头，检查点的没有：加上该前缀即可。"},
		HintCounters:   {EN: "Only step counters of batch normalization are concerned, which no prediction depends on: the checkpoint is from before PyTorch 0.4.1.", ZH: "只涉及批归一化的步数计数器，不影响预测：检查点来自 PyTorch 0.4.1 之前。"},
		HintStatistics: {EN: "Only running statistics are concerned: one side uses batch normalization, the other one without them.", ZH: "只涉及滑动统计量：一方的归一化带统计量，另一方不带。"},
		HintBiases:     {EN: "Only biases are concerned: one side's layers have them, the other's don't.", ZH: "只涉及偏置：一方的层有偏置，另一方没有。"},
		HintOther:      {EN: "Names differ throughout: the checkpoint is of another implementation.", ZH: "名称普遍不同：检查点来自另一种实现。"},
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
	Partly:         config.Text{EN: "%s of its %s rows were read.", ZH: "共 %[2]s 行，读懂 %[1]s 行。"},
	Unread:         config.Text{EN: "The first row that was not: “%s”.", ZH: "第一处没读懂：“%s”。"},
	Prefix:         config.Text{EN: "The prefix “%s” of all names was taken off.", ZH: "已去掉所有名称共有的前缀“%s”。"},
	OnlyParameters: config.Text{EN: "It lists parameters and no buffers.", ZH: "列表只有参数，没有缓冲值。"},
	SomeBuffers:    config.Text{EN: "It lists some of the buffers.", ZH: "列表只含部分缓冲值。"},
	Totals:         config.Text{EN: "Yours: %s; this page: %s; difference %s.", ZH: "您的网络 %s，本页 %s，相差 %s。"},
	KerasTotal:     config.Text{EN: "Keras's total of %s holds %s that are not trained: running means and variances.", ZH: "Keras 的总数 %s 含 %s 个不训练的数：滑动均值和方差。"},
	Frozen:         config.Text{EN: "%s of them are frozen in yours; they are parameters all the same.", ZH: "其中 %s 个在您的网络中被冻结，但仍是参数。"},
	Sum:            config.Text{EN: "Your rows sum to %s, not to the printed total.", ZH: "您的各行之和为 %s，与所列总数不同。"},
	Reordered:      config.Text{EN: "Its layers come in another order; these are the true differences.", ZH: "层的顺序不同；以下是真正的差别。"},
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

	Network:  config.Text{EN: "What it shows: channels %s, kernels %s; %s input channels, %s outputs; %s.", ZH: "由此看出：通道数 %s，卷积核 %s；输入通道 %s，输出通道 %s；%s。"},
	WithNorm: config.Text{EN: "with %s", ZH: "含 %s"},
	NoNorm:   config.Text{EN: "no normalization", ZH: "无归一化"},
	Kinds:    config.Text{EN: "By layer type: %s.", ZH: "按层类型：%s。"},
	Sizes:    config.Text{EN: "By output size: %s.", ZH: "按输出尺寸：%s。"},
	KindSum:  config.Text{EN: "%s × %s: %s", ZH: "%s × %s：%s"},
	Listed:   config.Text{EN: "%s: %s", ZH: "%s：%s"},
	Trained:  config.Text{EN: "PyTorch counts %s parameters of it; Keras's total would be %s, running means and variances included.", ZH: "PyTorch 计 %s 个参数；Keras 的总数为 %s，含滑动均值和方差。"},
	Offer:    config.Text{EN: "The nearest classic U-Net has %s parameters.", ZH: "最接近的经典 U-Net 有 %s 个参数。"},

	LoadError:      config.Text{EN: "The model is %s.", ZH: "模型为 %s。"},
	KeysMissing:    config.Text{EN: "Missing in the checkpoint (%s): %s.", ZH: "检查点缺少（%s）：%s。"},
	KeysUnexpected: config.Text{EN: "Only in the checkpoint (%s): %s.", ZH: "检查点多出（%s）：%s。"},
	NSizes:         config.Text{EN: "%s tensors have another shape.", ZH: "%s 个张量的形状不同。"},

	PairEqual:   config.Text{EN: "Two listings were pasted, lines %s and %s: they are equal.", ZH: "粘贴了两份列表（第 %s 行和第 %s 行起）：二者一致。"},
	PairOrder:   config.Text{EN: "Two listings were pasted, lines %s and %s: they are equal up to the order.", ZH: "粘贴了两份列表（第 %s 行和第 %s 行起）：除顺序外一致。"},
	PairNames:   config.Text{EN: "Two listings were pasted, lines %s and %s: they are equal up to names.", ZH: "粘贴了两份列表（第 %s 行和第 %s 行起）：除名称外一致。"},
	PairDiffers: config.Text{EN: "Two listings were pasted, lines %s and %s: they differ in %s places.", ZH: "粘贴了两份列表（第 %s 行和第 %s 行起）：有 %s 处不同。"},
	PairChanged: config.Text{EN: "The first has %s, the second %s.", ZH: "第一份是 %s，第二份是 %s。"},
	PairFirst:   config.Text{EN: "Only in the first (%s): %s.", ZH: "只在第一份中（%s）：%s。"},
	PairSecond:  config.Text{EN: "Only in the second (%s): %s.", ZH: "只在第二份中（%s）：%s。"},
	PairSums:    config.Text{EN: "Their rows sum to %s and %s, difference %s.", ZH: "各行之和为 %s 和 %s，相差 %s。"},
}
