package text

import (
	"strconv"
	"strings"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/number"
	"unetparams/counter/practice"
)

// practiceText holds the sentences of the exercises. Places in braces are filled in
// by name: {got}, {want}, {a}, {b}, {layer}, {stage}.
type practiceText struct {
	Practise, PractiseHelp, Title, Leave, Exercise       config.Text
	Modes, ModeHelp                                      [practice.NumModes]config.Text
	Check, Next, Hint, Continue, HintFormula, HintResult config.Text
	Progress, TheNetwork, SoFar, NothingYet              config.Text
	AskCount, AskInput, AskInputNorm, AskOutput, AskBias config.Text
	AskBoxes, AskWhich, AskStage, AskConvs, AskNorms     config.Text
	AskTotal, AskEstimate, AskDoubled, AskHow            config.Text
	BoxInput, BoxNorm                                    config.Text
	Worked, Twin, TwinNext, Joins                        config.Text
	Done, DoneStages, NextTask, Again, CopyResult, Link  config.Text
	Print, PrintSolved, Sheet, Name, Tools, Verdict      config.Text
	Yes, No                                              config.Text
	RightIs, RightButWritten, RoundedIs, CoarseIs        config.Text
	EstimateIs, EstimateCoarse, EstimateOff              config.Text
	WhichMissed, WhichExtra, WhichRight                  config.Text
	OffBy, Higher, Lower, Leading, And, InLayer          config.Text
	FirstWrong, FirstExtra, FirstMissing, FirstTerm      config.Text
	FirstLacks, SoRight                                  config.Text
	Misread                                              [practice.NoNumber + 1]config.Text
	Slip                                                 [practice.NumSlips]config.Text
	Sum                                                  map[practice.Slip]config.Text // made at all layers of a sum; {a} is by how much it is off
}

// Practice holds the words of the exercises.
var Practice = practiceText{
	Practise:     config.Text{EN: "Practise", ZH: "练习"},
	PractiseHelp: config.Text{EN: "Count this network by hand; every answer is checked, and every slip explained", ZH: "动手计算这个网络；逐步核对，并指出错在哪里"},
	Title:        config.Text{EN: "Practice", ZH: "手算练习"},
	Leave:        config.Text{EN: "Leave practice", ZH: "结束练习"},
	Exercise:     config.Text{EN: "Exercise", ZH: "练习方式"},
	Modes: [practice.NumModes]config.Text{
		{EN: "Watch", ZH: "看例题"}, {EN: "Fill in", ZH: "填空"}, {EN: "On your own", ZH: "独立计算"},
		{EN: "Whole network", ZH: "整个网络"}, {EN: "Interview", ZH: "面试问答"}, {EN: "Homework", ZH: "课后作业"},
	},
	ModeHelp: [practice.NumModes]config.Text{
		{EN: "A stage, calculated step by step.", ZH: "逐步看一级是怎么算的。"},
		{EN: "The formulas are given; fill in their numbers.", ZH: "公式已给出，填入数字。"},
		{EN: "Which layers have parameters, what is their input, how many?", ZH: "哪些层有参数？输入几个通道？参数量是多少？"},
		{EN: "Stage by stage, then the checkpoints, then the total.", ZH: "逐级计算，再核对小计与总数。"},
		{EN: "No calculator: the order of magnitude is enough.", ZH: "不用计算器，量级对即可。"},
		{EN: "The total alone.", ZH: "只问总数。"},
	},
	Check:       config.Text{EN: "Check", ZH: "核对"},
	Next:        config.Text{EN: "Next", ZH: "下一题"},
	Hint:        config.Text{EN: "Hint", ZH: "提示"},
	Continue:    config.Text{EN: "Continue", ZH: "继续"},
	HintFormula: config.Text{EN: "Formula", ZH: "公式"},
	HintResult:  config.Text{EN: "Result: {want}", ZH: "结果：{want}"},
	Progress:    config.Text{EN: "Question {a} of {b}", ZH: "第 {a} 题，共 {b} 题"},
	TheNetwork:  config.Text{EN: "The whole network", ZH: "整个网络"},
	SoFar:       config.Text{EN: "{got} + ?", ZH: "{got} + ?"},
	NothingYet:  config.Text{EN: "?", ZH: "?"},

	AskCount:     config.Text{EN: "How many parameters does this layer have: {layer}?", ZH: "这一层有多少个参数：{layer}？"},
	AskInput:     config.Text{EN: "How many channels go into this layer: {layer}?", ZH: "进入这一层的通道数是多少：{layer}？"},
	AskInputNorm: config.Text{EN: "How many channels does this layer normalize: {layer}?", ZH: "这一层归一化多少个通道：{layer}？"},
	BoxInput:     config.Text{EN: "Input channels", ZH: "输入通道数"},
	BoxNorm:      config.Text{EN: "Channels", ZH: "通道数"},
	AskOutput:    config.Text{EN: "Output channels", ZH: "输出通道数"},
	AskBias:      config.Text{EN: "Biases", ZH: "偏置数"},
	AskBoxes:     config.Text{EN: "Fill in the numbers of this layer: {layer}.", ZH: "填入这一层的数字：{layer}。"},
	AskWhich:     config.Text{EN: "Which of these layers have parameters?", ZH: "下列哪些层有参数？"},
	AskStage:     config.Text{EN: "How many parameters does this stage have in all?", ZH: "这一级共有多少个参数？"},
	AskConvs:     config.Text{EN: "Checkpoint: how many parameters does the network have without normalization?", ZH: "小计：不计归一化，整个网络有多少个参数？"},
	AskNorms:     config.Text{EN: "Checkpoint: how many does normalization add?", ZH: "小计：归一化增加了多少个参数？"},
	AskTotal:     config.Text{EN: "How many parameters does the whole network have?", ZH: "整个网络共有多少个参数？"},
	AskEstimate:  config.Text{EN: "Roughly how many parameters does this network have? One or two digits are enough.", ZH: "这个网络大约有多少参数？一两位有效数字即可。"},
	AskDoubled:   config.Text{EN: "And roughly how many with twice the base channels?", ZH: "基础通道数加倍后，大约有多少参数？"},
	AskHow:       config.Text{EN: "A number or a formula: 18,496, 3*3*32*64+64 or 1.8万", ZH: "可写数字或算式：18,496、3*3*32*64+64 或 1.8万"},

	Worked:   config.Text{EN: "This is how it is calculated:", ZH: "计算过程如下："},
	Twin:     config.Text{EN: "The same question with other numbers:", ZH: "换一组数字再试："},
	TwinNext: config.Text{EN: "The same with other numbers", ZH: "换一组数字"},
	Joins:    config.Text{EN: "A concatenation stands before it: {a}.", ZH: "此前有一次拼接：{a}。"},

	Done:        config.Text{EN: "Done.", ZH: "完成。"},
	DoneStages:  config.Text{EN: "{a} of {b} stages without a hint.", ZH: "{b} 级中有 {a} 级未用提示。"},
	NextTask:    config.Text{EN: "Next exercise: {a}", ZH: "下一个练习：{a}"},
	Again:       config.Text{EN: "Begin again", ZH: "重新开始"},
	CopyResult:  config.Text{EN: "Copy result", ZH: "复制结果"},
	Link:        config.Text{EN: "Copy link to this exercise", ZH: "复制此练习的链接"},
	Print:       config.Text{EN: "Print worksheet", ZH: "打印练习卷"},
	PrintSolved: config.Text{EN: "Print with solutions", ZH: "打印练习卷（含答案）"},
	Sheet:       config.Text{EN: "Worksheet", ZH: "练习卷"},
	Name:        config.Text{EN: "Name: ____________________   Date: ____________", ZH: "姓名：____________________   日期：____________"},
	Tools:       config.Text{EN: "For teachers", ZH: "教师工具"},
	Verdict:     config.Text{EN: "See what the papers say: published numbers", ZH: "看看论文怎么说：论文参数量核对"},

	Yes: config.Text{EN: "✓ Right.", ZH: "✓ 正确。"},
	No:  config.Text{EN: "✗ Not yet.", ZH: "✗ 还不对。"},

	RightIs:         config.Text{EN: "{want}.", ZH: "{want}。"},
	RightButWritten: config.Text{EN: "The result {want} is right, but what you wrote gives {a}.", ZH: "结果 {want} 正确，但所写算式等于 {a}。"},
	RoundedIs:       config.Text{EN: "As a rounded number; exactly it is {want}.", ZH: "作为近似值正确，精确值为 {want}。"},
	CoarseIs:        config.Text{EN: "The order of magnitude is right; write at least two digits.", ZH: "量级正确，请至少写两位有效数字。"},
	EstimateIs:      config.Text{EN: "Close enough; exactly it is {want}.", ZH: "足够接近，精确值为 {want}。"},
	EstimateCoarse:  config.Text{EN: "The order of magnitude is right; it can be closer.", ZH: "量级正确，还可以更接近。"},
	EstimateOff:     config.Text{EN: "Count the deepest level alone: 3·3·C·C twice is almost half of the network.", ZH: "只算最深一级：两个 3·3·C·C 就接近全网的一半。"},

	WhichRight:  config.Text{EN: "These are the layers with parameters.", ZH: "有参数的正是这些层。"},
	WhichMissed: config.Text{EN: "One is missing: {layer} has parameters.", ZH: "漏了一个：{layer}有参数。"},
	WhichExtra:  config.Text{EN: "One is too many: {layer}; {a}.", ZH: "多选了一个：{layer}，{a}。"},

	OffBy:        config.Text{EN: "It is too {a} by {b}.", ZH: "偏{a}，相差 {b}。"},
	Higher:       config.Text{EN: "high", ZH: "大"},
	Lower:        config.Text{EN: "low", ZH: "小"},
	Leading:      config.Text{EN: "The first {a} digits are right.", ZH: "前 {a} 位正确。"},
	And:          config.Text{EN: "And:", ZH: "此外："},
	InLayer:      config.Text{EN: "All but one layer is right. In {layer} ({stage}):", ZH: "只有一层不对。{stage}的{layer}："},
	FirstWrong:   config.Text{EN: "In term {a}, {got} stands where {want} belongs.", ZH: "第 {a} 项中，{got} 处应为 {want}。"},
	FirstExtra:   config.Text{EN: "Term {a}, {got}, belongs to nothing here.", ZH: "第 {a} 项 {got} 是多余的。"},
	FirstMissing: config.Text{EN: "What you wrote is right as far as it goes; a term of {want} is missing, of {layer}.", ZH: "已写部分正确，还缺一项 {want}（{layer}）。"},
	FirstTerm:    config.Text{EN: "In term {a} the factor {got} is too many.", ZH: "第 {a} 项中因子 {got} 是多余的。"},
	FirstLacks:   config.Text{EN: "In term {a} the factor {want} is missing.", ZH: "第 {a} 项中缺少因子 {want}。"},
	SoRight:      config.Text{EN: "Right so far: {a}.", ZH: "前面正确：{a}。"},

	Misread: [practice.NoNumber + 1]config.Text{
		practice.Empty:      {EN: "Type a number or a formula.", ZH: "请输入数字或算式。"},
		practice.TooLong:    {EN: "This is too long to be read.", ZH: "内容过长。"},
		practice.TooDeep:    {EN: "Too many parentheses.", ZH: "括号层数过多。"},
		practice.Letters:    {EN: "Write numbers instead of letters, such as 3*3*32*64+64.", ZH: "请用数字代替字母，例如 3*3*32*64+64。"},
		practice.NoOperator: {EN: "Between two numbers a + or * is missing.", ZH: "两个数之间缺少 + 或 *。"},
		practice.NoOperand:  {EN: "Beside an operator a number is missing.", ZH: "运算符旁缺少数字。"},
		practice.Unbalanced: {EN: "A parenthesis is missing.", ZH: "括号不配对。"},
		practice.Fraction:   {EN: "A number of parameters is whole.", ZH: "参数量应为整数。"},
		practice.Negative:   {EN: "A number of parameters is not negative.", ZH: "参数量不会是负数。"},
		practice.TooLarge:   {EN: "This is too large for any network.", ZH: "这个数对任何网络都太大了。"},
		practice.NoNumber:   {EN: "A number is not written as one: 18,496 or 18496.", ZH: "数字写法有误：应为 18,496 或 18496。"},
	},
	Slip: [practice.NumSlips]config.Text{
		practice.HasNone:         {EN: "{layer} has nothing to train, whatever its channels: it has 0.", ZH: "{layer}无需训练，无论通道多少，参数量都是 0。"},
		practice.CountedAgain:    {EN: "The weights are right, but they are the same as in the run before: counted once, they add 0 here.", ZH: "权重数正确，但与前一次运行共用，只算一次，此处为 0。"},
		practice.Nothing:         {EN: "This layer has weights that training changes: {layer} is not 0.", ZH: "这一层有训练会改变的权重：{layer}不为 0。"},
		practice.NeverRuns:       {EN: "It never runs, that is right; but it is built, so its parameters are counted.", ZH: "它确实从不运行，但既已建立，参数仍要计入。"},
		practice.NoConcat:        {EN: "The formula is right, but the concatenation is forgotten: its channels add up to {b}, not {a}.", ZH: "公式正确，但漏了拼接：拼接后共 {b} 个通道，而不是 {a}。"},
		practice.NoBias:          {EN: "The weights are right; the {b} biases are missing, one for each output channel.", ZH: "权重正确，缺少偏置：每个输出通道一个，共 {b} 个。"},
		practice.BiasByInput:     {EN: "The weights are right; there is one bias for each output channel, {b}, not for each input channel, {a}.", ZH: "权重正确；偏置按输出通道计，应为 {b} 个，而不是按输入通道的 {a} 个。"},
		practice.OneBias:         {EN: "The weights are right; there is a bias for each output channel, {b} in all, not one.", ZH: "权重正确；每个输出通道都有偏置，共 {b} 个，而不是 1 个。"},
		practice.NormOnce:        {EN: "The channels are right; each has two parameters, a scale γ and a shift β.", ZH: "通道数正确；每个通道有两个参数：缩放 γ 和偏移 β。"},
		practice.NormStats:       {EN: "γ and β are right; the running mean and variance are buffers and not trained, so it is 2·C, not 4·C.", ZH: "γ 和 β 正确；滑动均值和方差是缓冲值，不参与训练，因此是 2·C 而不是 4·C。"},
		practice.NormCounter:     {EN: "γ and β are right; running mean, running variance and the step counter are buffers and not counted.", ZH: "γ 和 β 正确；滑动均值、方差和步数是缓冲值，不计入。"},
		practice.KernelNotSquare: {EN: "The channels are right; the kernel has {b} positions, not {a}: one factor k for each axis.", ZH: "通道正确；卷积核有 {b} 个位置，而不是 {a}：每个轴各乘一次 k。"},
		practice.OtherKernel:     {EN: "The channels are right; this kernel has {b} positions. {a} is that of another layer.", ZH: "通道正确；此处卷积核有 {b} 个位置，{a} 是别的层的。"},
		practice.StrideCounted:   {EN: "The kernel and the channels are right; the stride moves the kernel and adds no weights (you have {a} times as many).", ZH: "卷积核与通道正确；步长只移动卷积核，不增加权重（多算了 {a} 倍）。"},
		practice.GroupsIgnored:   {EN: "Without groups it would be right; with {a} groups each output sees only its share of the input channels.", ZH: "若不分组则正确；分为 {a} 组时，每个输出只与本组的输入通道相连。"},
		practice.GroupsTwice:     {EN: "The groups are seen, but one side only is divided by {a}, not both.", ZH: "注意到了分组，但只有一侧除以 {a}，不是两侧。"},
		practice.LikeSibling:     {EN: "This is the count of another layer of the stage; this one has other channels (input {b}, there {a}).", ZH: "这是本级另一层的参数量；此层的通道不同（输入 {b}，那里为 {a}）。"},
		practice.SomeOfQKV:       {EN: "One projection is counted right; the layer makes q, k and v at once, three of them and not {a}.", ZH: "单个投影算对了；这一层同时产生 q、k、v，共三份，而不是 {a} 份。"},
		practice.EachRun:         {EN: "One run is counted right; all {a} runs share the same weights, which are counted once.", ZH: "单次运行算对了；{a} 次运行共享同一权重，只算一次。"},
		practice.OneInput:        {EN: "The kernel and the output are right; each output channel has a kernel for each of the {a} input channels.", ZH: "卷积核与输出正确；每个输出通道对 {a} 个输入通道各有一个卷积核。"},
		practice.OneOutput:       {EN: "The kernel and the input are right; there are {a} output channels, each with weights of its own.", ZH: "卷积核与输入正确；有 {a} 个输出通道，各有自己的权重。"},
		practice.NotHalved:       {EN: "With a transposed convolution it would be right; this network interpolates, and its channels are {b} here, not {a}.", ZH: "若用转置卷积则正确；此网络用插值，此处通道数为 {b}，而不是 {a}。"},
		practice.Swapped:         {EN: "The product is right; input and output channels are exchanged, which the bias shows: {b}, not {a}.", ZH: "乘积正确；但输入与输出通道写反了，偏置应为 {b}，而不是 {a}。"},
		practice.AxisForgotten:   {EN: "The other factors are right; one axis, of length {a}, is missing.", ZH: "其余因子正确，缺少长度为 {a} 的一个轴。"},
		practice.NeighborStage:   {EN: "This is right for the same layer of another stage: {stage}.", ZH: "这是{stage}中同一位置的层的参数量。"},
		practice.OutputForInput:  {EN: "{a} is what comes out of the layer; asked is what goes in.", ZH: "{a} 是这一层的输出，这里问的是输入。"},
		practice.InputForOutput:  {EN: "{a} is what goes into the layer; asked is what comes out.", ZH: "{a} 是这一层的输入，这里问的是输出。"},

		practice.NoNorm:            {EN: "Everything but normalization is right; it adds {a}.", ZH: "除归一化外都正确；归一化还有 {a}。"},
		practice.NoBiasNoNorm:      {EN: "The weights are right; biases and normalization are missing, {a} in all.", ZH: "权重正确；缺少偏置和归一化，共 {a}。"},
		practice.AllBuffers:        {EN: "The parameters are right; {a} buffer values are counted too, which training does not change.", ZH: "参数正确；但多算了 {a} 个缓冲值，它们不参与训练。"},
		practice.UpLeftOut:         {EN: "All blocks are right; the transposed convolutions on the way up are missing, {a} in all.", ZH: "卷积块都正确；漏了上采样的转置卷积，共 {a}。"},
		practice.QueryLeftOut:      {EN: "All else is right; the projection of the queries q is missing, {a}.", ZH: "其余正确；漏了查询 q 的投影，{a}。"},
		practice.KeyLeftOut:        {EN: "All else is right; the projection of the keys k is missing, {a}.", ZH: "其余正确；漏了键 k 的投影，{a}。"},
		practice.ValueLeftOut:      {EN: "All else is right; the projection of the values v is missing, {a}.", ZH: "其余正确；漏了值 v 的投影，{a}。"},
		practice.ProjectionLeftOut: {EN: "All else is right; the projection after the attention is missing, {a}.", ZH: "其余正确；漏了注意力之后的输出投影，{a}。"},
		practice.NeverRunLeftOut:   {EN: "All that runs is right; {layer} is built and never runs, and is counted too: {a}.", ZH: "运行的部分都正确；{layer}建立而从不运行，也要计入：{a}。"},
		practice.LayerLeftOut:      {EN: "All else is right; one layer is missing in {stage}: {layer}, {a}.", ZH: "其余正确；{stage}漏了一层：{layer}，{a}。"},
		practice.LayerTwice:        {EN: "All layers are there; one is counted twice in {stage}: {layer}, {a}.", ZH: "各层都有，但{stage}的{layer}算了两次，{a}。"},
		practice.StageLeftOut:      {EN: "All other stages are right; one is missing: {stage}, {a}.", ZH: "其余各级正确；漏了{stage}，{a}。"},
		practice.StageTwice:        {EN: "All stages are there; one is counted twice: {stage}, {a}.", ZH: "各级都有，但{stage}算了两次，{a}。"},
		practice.OtherStage:        {EN: "This is the sum of another stage: {stage}.", ZH: "这是{stage}的合计。"},
		practice.OnlyConvs:         {EN: "This is the whole network; asked is a part of it.", ZH: "这是整个网络的总数，这里只问其中一部分。"},
		practice.LayerSlip:         {EN: "All but one layer is right: {layer} in {stage}.", ZH: "只有一层不对：{stage}的{layer}。"},
		practice.NormsForConvs:     {EN: "This is the other part: normalization on one side, all other layers on the other.", ZH: "这是另一部分：一边是归一化，另一边是其余各层。"},

		practice.TwiceNotFour:  {EN: "It grows, but faster: input and output channels both double, so the weights become four times as many.", ZH: "确实变大，但更快：输入和输出通道都加倍，权重变为四倍。"},
		practice.NotChanged:    {EN: "This is the network as it is; with twice the channels it has more.", ZH: "这是原网络的参数量；通道加倍后会更多。"},
		practice.MoreThanThree: {EN: "It grows, but less: two of the factors double, so the weights become four times as many.", ZH: "确实变大，但没有这么多：只有两个因子加倍，权重变为四倍。"},

		practice.Arithmetic:  {EN: "The formula is right; the result is not what it gives.", ZH: "算式正确，但结果算错了。"},
		practice.Swap:        {EN: "The digits are right; two of them changed places.", ZH: "数字都对，但有两位写反了。"},
		practice.TenTimes:    {EN: "The digits are right; the number of zeros is not.", ZH: "数字正确，但零的个数不对。"},
		practice.OneDigit:    {EN: "All digits but one are right: a slip of arithmetic.", ZH: "只有一位数字不对，应是计算失误。"},
		practice.DigitMissed: {EN: "Almost: one digit is missing, or written twice.", ZH: "差一点：漏写或多写了一位数字。"},
		practice.RoundedOff:  {EN: "The first digits are right; the exact number is asked.", ZH: "前几位正确，但这里要精确值。"},
		practice.OffByOne:    {EN: "Almost: it is off by one.", ZH: "差一点：只差 1。"},
	},
	Sum: map[practice.Slip]config.Text{
		practice.NoConcat:        {EN: "All else is right; after a concatenation a convolution takes the channels of both inputs, not of one ({a} too few).", ZH: "其余正确；拼接之后的卷积以两路通道之和为输入，而不是一路（少了 {a}）。"},
		practice.NoBias:          {EN: "All weights are right; the biases are missing, {a} in all, one for each output channel.", ZH: "权重都正确；缺少偏置，共 {a} 个，每个输出通道一个。"},
		practice.BiasByInput:     {EN: "All weights are right; biases go by output channels, not by input channels (off by {a}).", ZH: "权重都正确；偏置按输出通道计，而不是输入通道（相差 {a}）。"},
		practice.OneBias:         {EN: "All weights are right; a layer has a bias for each output channel, not one in all ({a} too few).", ZH: "权重都正确；每个输出通道都有偏置，而不是每层一个（少了 {a}）。"},
		practice.NormOnce:        {EN: "All convolutions are right; normalization has two parameters for each channel, γ and β ({a} too few).", ZH: "卷积都正确；归一化每个通道有 γ 和 β 两个参数（少了 {a}）。"},
		practice.NormStats:       {EN: "All else is right; running mean and variance are buffers and not trained: 2·C, not 4·C ({a} too many).", ZH: "其余正确；滑动均值和方差是缓冲值，不参与训练：是 2·C 而不是 4·C（多了 {a}）。"},
		practice.NormCounter:     {EN: "All parameters are right; the buffers of normalization are counted too, {a} values.", ZH: "参数都正确；但多算了归一化的缓冲值，共 {a} 个。"},
		practice.KernelNotSquare: {EN: "All channels are right; a kernel has one factor k for each axis, k·k and not k (off by {a}).", ZH: "通道都正确；卷积核每个轴各乘一次 k，是 k·k 而不是 k（相差 {a}）。"},
		practice.StrideCounted:   {EN: "Kernels and channels are right; a stride adds no weights (off by {a}).", ZH: "卷积核与通道都正确；步长不增加权重（相差 {a}）。"},
		practice.GroupsIgnored:   {EN: "All but the groups is right: each output sees only its share of the input channels (off by {a}).", ZH: "除分组外都正确：每个输出只与本组的输入通道相连（相差 {a}）。"},
		practice.EachRun:         {EN: "All layers are right; weights that run several times are shared and counted once ({a} too many).", ZH: "各层都正确；多次运行的权重是共享的，只算一次（多了 {a}）。"},
		practice.Swapped:         {EN: "All products are right; input and output channels are exchanged, which the biases show (off by {a}).", ZH: "乘积都正确；输入与输出通道写反了，偏置因此不对（相差 {a}）。"},
	},
}

// fill replaces the placeholders of a sentence: names and values alternate.
func fill(l Lang, t config.Text, values ...string) string {
	return strings.NewReplacer(values...).Replace(l.T(t))
}

// Fill is fill for numbers.
func (l Lang) Fill(t config.Text, a, b string) string { return fill(l, t, "{a}", a, "{b}", b) }

// Question says what is asked.
func (l Lang) Question(q *practice.Question) string {
	w := &Practice
	switch {
	case q.Kind == practice.Show:
		return ""
	case q.Kind == practice.Which:
		return l.T(w.AskWhich)
	case q.Kind == practice.FillIn:
		return fill(l, w.AskBoxes, "{layer}", l.Asked(q.Fields[0]))
	}
	f := q.Fields[0]
	t := map[practice.Ask]config.Text{
		practice.AskCount: w.AskCount, practice.AskInput: w.AskInput, practice.AskStage: w.AskStage, practice.AskConvs: w.AskConvs,
		practice.AskNorms: w.AskNorms, practice.AskTotal: w.AskTotal, practice.AskEstimate: w.AskEstimate, practice.AskDoubled: w.AskDoubled,
	}[f.Ask]
	if f.Layer == nil {
		return l.T(t)
	}
	if f.Ask == practice.AskInput && counter.IsNorm(f.Layer) {
		t = w.AskInputNorm
	}
	return fill(l, t, "{layer}", l.Asked(f))
}

// Asked names the layer of a field, with its channels, unless its input is what is
// asked or a concatenation hides it.
func (l Lang) Asked(f *practice.Field) string {
	s := l.Inline(l.Layer(f.Layer))
	in := "?"
	if f.Ask == practice.AskCount && len(f.Inputs) < 2 && f.Line.In() > 0 {
		in = number.Grouped(f.Line.In())
	}
	if f.Line.Out > 0 && !counter.IsNorm(f.Layer) {
		s += " (" + in + " → " + number.Grouped(f.Line.Out) + ")"
	} else if in != "?" {
		s += " (" + in + ")"
	}
	if c, ok := f.Layer.(layer.Conv); ok && c.Groups > 1 {
		s += " g = " + number.Grouped(c.Groups)
	}
	return s
}

// Joined says which channels a concatenation joins before a layer.
func (l Lang) Joined(inputs []int64) string {
	parts := make([]string, len(inputs))
	for i, n := range inputs {
		parts[i] = number.Grouped(n)
	}
	return l.Fill(Practice.Joins, strings.Join(parts, " + "), "")
}

// Box names one number of a formula.
func (l Lang) Box(f *practice.Field) string {
	switch f.Ask {
	case practice.AskOutput:
		return l.T(Practice.AskOutput) + " C_out"
	case practice.AskBias:
		return l.T(Practice.AskBias)
	}
	if counter.IsNorm(f.Layer) {
		return l.T(Practice.BoxNorm) + " C"
	}
	return l.T(Practice.BoxInput) + " C_in"
}

// Judgement says in a sentence or two what an answer is: what is right comes first.
func (l Lang) Judgement(j practice.Judgement) string { return marking{l}.judgement(&j) }

// A marking writes what is said about answers in a language.
type marking struct{ Lang }

func (l marking) judgement(j *practice.Judgement) string {
	w := &Practice
	got, want := number.Grouped(j.Got), number.Grouped(j.Want)
	rough := j.Ask == practice.AskEstimate || j.Ask == practice.AskDoubled
	say := func(mark, t config.Text) string {
		return l.T(mark) + l.gap() + fill(l.Lang, t, "{got}", got, "{want}", want, "{a}", number.Grouped(j.Wrong.A))
	}
	switch {
	case j.Verdict == practice.Right && j.Wrong.Slip == practice.Arithmetic:
		return say(w.Yes, w.RightButWritten)
	case j.Verdict == practice.Right:
		return say(w.Yes, w.RightIs)
	case j.Verdict == practice.Rounded && rough:
		return say(w.Yes, w.EstimateIs)
	case j.Verdict == practice.Rounded:
		return say(w.Yes, w.RoundedIs)
	case j.Verdict == practice.Coarse && rough:
		return say(w.No, w.EstimateCoarse)
	case j.Verdict == practice.Coarse:
		return say(w.No, w.CoarseIs)
	case j.Verdict == practice.Unread:
		return l.T(w.Misread[j.Misread])
	case j.Verdict == practice.Off && rough:
		return say(w.No, w.EstimateOff)
	case j.Verdict == practice.Slipped:
		s := l.T(w.No) + l.gap() + l.slip(&j.Wrong)
		if j.Second != nil {
			s += l.gap() + l.T(w.And) + l.gap() + l.slip(j.Second)
		}
		return s
	}
	return l.T(w.No) + l.gap() + l.off(j)
}

// gap is what stands between two sentences.
func (l marking) gap() string {
	if l.Lang == Chinese {
		return ""
	}
	return " "
}

// slip says what a slip is.
func (l marking) slip(w *practice.Wrong) string {
	values := []string{"{a}", number.Grouped(w.A), "{b}", number.Grouped(w.B), "{stage}", l.Stage(w.Stage), "{layer}", ""}
	if w.Layer != nil {
		values[len(values)-1] = l.Layer(w.Layer)
	}
	if w.Slip == practice.LayerSlip {
		return fill(l.Lang, Practice.InLayer, values...) + l.gap() + l.slip(w.Inner)
	}
	if t, ok := Practice.Sum[w.Slip]; ok && w.Layer == nil {
		return fill(l.Lang, t, values...)
	}
	return fill(l.Lang, Practice.Slip[w.Slip], values...)
}

// off says what helps where a slip has no name: what is right, the difference with its
// factors, and the first factor that is wrong.
func (l marking) off(j *practice.Judgement) string {
	w := &Practice
	var said []string
	if f := j.First; f != nil {
		if len(f.Right) > 0 {
			said = append(said, l.Fill(w.SoRight, joined(f.Right), ""))
		}
		said = append(said, l.first(f))
	} else if j.Leading > 0 {
		said = append(said, l.Fill(w.Leading, strconv.Itoa(j.Leading), ""))
	}
	side, diff := w.Higher, j.Diff
	if diff < 0 {
		side, diff = w.Lower, -diff
	}
	by := number.Grouped(diff)
	box := j.Ask == practice.AskInput || j.Ask == practice.AskOutput || j.Ask == practice.AskBias
	if len(j.Factors) > 1 && !box {
		by += " = " + joined(j.Factors)
	}
	said = append(said, l.Fill(w.OffBy, l.T(side), by))
	return strings.Join(said, l.gap())
}

func joined(ns []int64) string {
	parts := make([]string, len(ns))
	for i, n := range ns {
		parts[i] = number.Grouped(n)
	}
	return strings.Join(parts, "·")
}

func (l marking) first(f *practice.First) string {
	w, t := &Practice, Practice.FirstWrong
	switch {
	case f.Extra:
		t = w.FirstExtra
	case f.Missing:
		t = w.FirstMissing
	case f.Want == 0:
		t = w.FirstTerm
	case f.Got == 0:
		t = w.FirstLacks
	}
	want := number.Grouped(f.Want)
	if f.Sym != "" {
		want = f.Sym + " = " + want
	}
	name := ""
	if f.Part != nil {
		name = l.Inline(l.Layer(f.Part.Layer))
	}
	return fill(l.Lang, t, "{a}", strconv.Itoa(f.Term), "{got}", number.Grouped(f.Got), "{want}", want, "{layer}", name)
}

// WhichSentence says whether the layers with parameters were found: wrong is the
// first that was not, or -1.
func (l Lang) WhichSentence(q *practice.Question, wrong int) string {
	w, gap := &Practice, marking{l}.gap()
	if wrong < 0 {
		return l.T(w.Yes) + gap + l.T(w.WhichRight)
	}
	c, t := q.Lines[wrong], w.WhichMissed
	reason := ""
	if !c.Has {
		t, reason = w.WhichExtra, l.Reason(c.Line.Layer)
		if c.Line.Kind == counter.Repeated {
			reason = l.T(Page.Again)
		}
	}
	return l.T(w.No) + gap + fill(l, t, "{layer}", l.Layer(c.Line.Layer), "{a}", reason)
}
