package text

import (
	"fmt"
	"strings"

	"unetparams/counter"
	"unetparams/counter/config"
)

// Kinds are what people call the kinds of layers; the number of dimensions
// is cut off PyTorch's name first.
var kindNames = map[string]config.Text{
	"Conv":             {EN: "Convolution", ZH: "卷积"},
	"ConvTranspose":    {EN: "Transposed convolution", ZH: "转置卷积"},
	"BatchNorm":        {EN: "Batch normalization", ZH: "批归一化"},
	"InstanceNorm":     {EN: "Instance normalization", ZH: "实例归一化"},
	"GroupNorm":        {EN: "Group normalization", ZH: "组归一化"},
	"LayerNorm":        {EN: "Layer normalization", ZH: "层归一化"},
	"Linear":           {EN: "Fully connected layer", ZH: "全连接层"},
	"MaxPool":          {EN: "Max-pooling", ZH: "最大池化"},
	"AvgPool":          {EN: "Average pooling", ZH: "平均池化"},
	"Upsample":         {EN: "Interpolation", ZH: "插值上采样"},
	"Concat":           {EN: "Concatenation", ZH: "拼接"},
	"Add":              {EN: "Addition", ZH: "相加"},
	"Mul":              {EN: "Multiplication", ZH: "相乘"},
	"Crop":             {EN: "Center crop", ZH: "中心裁剪"},
	"AdaptiveAvgPool":  {EN: "Average pooling to a fixed size", ZH: "自适应平均池化"},
	"AdaptiveMaxPool":  {EN: "Max-pooling to a fixed size", ZH: "自适应最大池化"},
	"Interpolate":      {EN: "Resize to skip", ZH: "插值到指定尺寸"},
	"MaxUnpool":        {EN: "Max unpooling", ZH: "最大反池化"},
	"PixelShuffle":     {EN: "Pixel shuffle", ZH: "像素重排"},
	"ConstantPad":      {EN: "Zero padding", ZH: "补零"},
	"ReflectionPad":    {EN: "Reflection padding", ZH: "反射填充"},
	"Pad":              {EN: "Zero padding", ZH: "补零"},
	"Trim":             {EN: "Trimming", ZH: "裁去一行"},
	"Mean":             {EN: "Mean", ZH: "取平均"},
	"Maximum":          {EN: "Maximum", ZH: "逐值取大"},
	"ChannelMax":       {EN: "Maximum over channels", ZH: "沿通道取最大值"},
	"ChannelMean":      {EN: "Mean over channels", ZH: "沿通道取平均值"},
	"Argmax":           {EN: "Argmax", ZH: "Argmax"},
	"PairDot":          {EN: "Matrix product", ZH: "矩阵乘法"},
	"PairWeighted":     {EN: "Matrix product", ZH: "矩阵乘法"},
	"AttentionSoftmax": {EN: "Softmax", ZH: "Softmax"},
	"ReplicateOne":     {EN: "Replication padding", ZH: "边缘复制填充"},
	"PairSum":          {EN: "Sum of all pairs", ZH: "两两相加"},
	"AttentionMean":    {EN: "Division", ZH: "除以常数"},
	"BatchConcat":      {EN: "Stacking as a batch", ZH: "按批堆叠"},
	"Stack":            {EN: "Stacking along a new axis", ZH: "沿新轴堆叠"},
	"View":             {EN: "Rearrangement", ZH: "重排"},
	"Reordered":        {EN: "Rearrangement", ZH: "重排"},
	"Flatten":          {EN: "Rearrangement", ZH: "重排"},
	"Unflatten":        {EN: "Rearrangement", ZH: "重排"},
	"SizeMultipleOf":   {EN: "Condition on the size", ZH: "尺寸条件"},
	"ChannelMismatch":  {EN: "A misfit of the published code", ZH: "已发布代码的通道不符"},
	"RuntimeError":     {EN: "An error of the published code", ZH: "已发布代码的错误"},
	"Dropout":          {EN: "Dropout", ZH: "Dropout"},
	"PReLU":            {EN: "PReLU", ZH: "PReLU"},

	"Attention":             {EN: "Attention", ZH: "注意力"},
	"WindowAttention":       {EN: "Attention in windows", ZH: "窗口注意力"},
	"RelativePositionIndex": {EN: "Index of relative positions", ZH: "相对位置索引"},
	"PositionEmbedding":     {EN: "Position embedding", ZH: "位置嵌入"},
	"ChannelScale":          {EN: "Learned scale", ZH: "可训练缩放"},
	"Chunk":                 {EN: "Part of the channels", ZH: "取部分通道"},
	"KANLinear":             {EN: "Layer of splines (KAN)", ZH: "样条层（KAN）"},
	"AxialShift":            {EN: "Shift along an axis", ZH: "沿轴平移"},
	"Slice":                 {EN: "Part of the channels", ZH: "取部分通道"},
	"PatchChannels":         {EN: "Patches to channels", ZH: "图块转通道"},
	"WindowPad":             {EN: "Zero padding", ZH: "补零"},
	"AttentionMask":         {EN: "Attention mask", ZH: "注意力掩码"},
	"PatchPositions":        {EN: "Channels to patches", ZH: "通道转图块"},
	"ReflectOne":            {EN: "Reflection padding", ZH: "反射填充"},
	"TrimLike":              {EN: "Trimming", ZH: "裁去边缘"},
	"Embedding":             {EN: "Embedding table", ZH: "嵌入表"},
	"RootScale":             {EN: "Scaling by a root", ZH: "按平方根缩放"},
	"Times":                 {EN: "Scaling by a fixed number", ZH: "按固定数缩放"},
	"NumberTable":           {EN: "Table of numbers", ZH: "数值表"},
	"FilteredConv":          {EN: "Filtered convolution", ZH: "带低通滤波的卷积"},
	"ChannelNorm":           {EN: "Layer normalization", ZH: "层归一化"},
	"RMSNorm":               {EN: "RMS normalization", ZH: "均方根归一化"},
	"MemoryAttention":       {EN: "Attention with learned keys", ZH: "带可训练键值的注意力"},
	"LinearAttention":       {EN: "Linear attention", ZH: "线性注意力"},
	"StandardizedConv":      {EN: "Weight-standardized convolution", ZH: "权重标准化卷积"},
	"FourierFeatures":       {EN: "Fourier features", ZH: "傅里叶特征"},
	"DivideBy":              {EN: "Division", ZH: "相除"},
	"Sinusoid":              {EN: "Sinusoidal embedding", ZH: "正弦嵌入"},
	"Unsqueeze":             {EN: "Rearrangement", ZH: "重排"},
	"ScaleShift":            {EN: "Scale and shift", ZH: "缩放与平移"},
	"GLU":                   {EN: "Gated linear unit (GLU)", ZH: "门控线性单元（GLU）"},
	"LSTM":                  {EN: "LSTM", ZH: "LSTM"},
	"Frames":                {EN: "Cutting into overlapping parts", ZH: "切成重叠片段"},
	"Unframes":              {EN: "Joining overlapping parts", ZH: "合并重叠片段"},
	"DecayAttention":        {EN: "Attention that falls with distance", ZH: "随距离衰减的注意力"},
	"Standardize":           {EN: "Standardization of the input", ZH: "输入标准化"},
	"Destandardize":         {EN: "Undoing the standardization", ZH: "还原标准化"},
	"PadValid":              {EN: "Zero padding", ZH: "补零"},
	"DoubleRate":            {EN: "Doubling of the sampling rate", ZH: "采样率加倍"},
	"HalveRate":             {EN: "Halving of the sampling rate", ZH: "采样率减半"},
	"CropEdges":             {EN: "Trimming", ZH: "裁去边缘"},
	"CropFrom":              {EN: "Trimming", ZH: "裁去边缘"},
	"SplitSources":          {EN: "Rearrangement", ZH: "重排"},
	"AxisToBatch":           {EN: "Rearrangement", ZH: "重排"},
	"BatchToAxis":           {EN: "Rearrangement", ZH: "重排"},
	"DropAxis":              {EN: "Rearrangement", ZH: "重排"},
	"Spectrogram":           {EN: "Spectrogram (STFT)", ZH: "频谱图（STFT）"},
	"InverseSpectrogram":    {EN: "Inverse STFT", ZH: "逆 STFT"},
	"RowEmbedding":          {EN: "Embedding of rows", ZH: "行嵌入"},
	"Fourier2D":             {EN: "Fourier transform", ZH: "傅里叶变换"},
	"InverseFourier2D":      {EN: "Inverse Fourier transform", ZH: "逆傅里叶变换"},
	"CenterLines":           {EN: "Lines in the middle", ZH: "保留中央各列"},
	"CoilsToBatch":          {EN: "Rearrangement", ZH: "重排"},
	"BatchToCoils":          {EN: "Rearrangement", ZH: "重排"},
	"PadAround":             {EN: "Zero padding", ZH: "补零"},
	"DivideByRoot":          {EN: "Division by the root of squares", ZH: "除以平方和的根"},
	"RootOfSquares":         {EN: "Root of the sum of squares", ZH: "平方和的根"},
	"CoilReduce":            {EN: "Coils to one image", ZH: "合并各线圈"},
	"CoilExpand":            {EN: "One image to coils", ZH: "展开到各线圈"},
	"Subtract":              {EN: "Subtraction", ZH: "相减"},
	"DataConsistency":       {EN: "Data consistency", ZH: "数据一致性"},
	"SwapChannels":          {EN: "Rearrangement", ZH: "重排"},
	"Reshape":               {EN: "Rearrangement", ZH: "重排"},

	"TransformerEncoderLayer": {EN: "Transformer layer, unregistered", ZH: "Transformer 层（未注册）"},

	"MultiheadAttention":  {EN: "Multi-head attention", ZH: "多头注意力"},
	"SinusoidalPositions": {EN: "Sinusoidal positions", ZH: "正弦位置编码"},
	"Resample":            {EN: "Fixed filter that resamples", ZH: "固定滤波重采样"},
	"FlattenSizes":        {EN: "Rearrangement", ZH: "重排"},
	"UnflattenSizes":      {EN: "Rearrangement", ZH: "重排"},

	"StdConv":               {EN: "Weight-standardized convolution", ZH: "权重标准化卷积"},
	"BiasFreeNorm":          {EN: "Normalization without bias", ZH: "无偏置归一化"},
	"TemperatureAttention":  {EN: "Attention with a temperature", ZH: "带温度的注意力"},
	"ChannelAttention":      {EN: "Attention between channels", ZH: "通道间注意力"},
	"CrossChannelAttention": {EN: "Cross-attention between channels", ZH: "通道交叉注意力"},
	"L2Normalize":           {EN: "Division by the Euclidean norm", ZH: "L2 归一化"},
	"WindowEmbedding":       {EN: "Modulator of windows", ZH: "窗口调制器"},
	"Regroup":               {EN: "Rearrangement", ZH: "重排"},
	"Ungroup":               {EN: "Rearrangement", ZH: "重排"},
	"AxisPart":              {EN: "Part of the map", ZH: "取特征图的一部分"},
	"AxisConcat":            {EN: "Side by side", ZH: "沿空间轴拼接"},
	"NIN":                   {EN: "Fully connected layer (NIN)", ZH: "全连接层（NIN）"},
	"Center":                {EN: "Rescaling to −1 … 1", ZH: "缩放到 −1 … 1"},
	"LearnedMap":            {EN: "Learned map", ZH: "可训练特征图"},
	"AlongAxis":             {EN: "Rearrangement", ZH: "重排"},
	"ChannelShare":          {EN: "Division by the sum", ZH: "除以通道和"},
	"LowPass":               {EN: "Low-pass filter", ZH: "低通滤波"},
	"HeadNorm":              {EN: "Normalization of heads", ZH: "逐头归一化"},
	"FirstToken":            {EN: "The first token", ZH: "取第一个词元"},
	"TokenConcat":           {EN: "Concatenation of tokens", ZH: "词元拼接"},
	"NullToken":             {EN: "Learned key and value", ZH: "可训练的键和值"},
	"LearnedTokens":         {EN: "Learned tokens", ZH: "可训练词元"},
	"NullCondition":         {EN: "Learned stand-in for a condition", ZH: "缺省条件（可训练）"},
	"PositionTable":         {EN: "Position embedding", ZH: "位置嵌入"},
	"MagnitudeConv":         {EN: "Magnitude-preserving convolution", ZH: "保幅卷积"},
	"MagnitudeLinear":       {EN: "Magnitude-preserving fully connected layer", ZH: "保幅全连接层"},
	"MagnitudeSiLU":         {EN: "Magnitude-preserving SiLU", ZH: "保幅 SiLU"},
	"MagnitudeConcat":       {EN: "Magnitude-preserving concatenation", ZH: "保幅拼接"},
	"MagnitudeAdd":          {EN: "Magnitude-preserving sum", ZH: "保幅相加"},
	"FramesToBatch":         {EN: "Frames as images of a batch", ZH: "各帧转为一批图像"},
	"BatchToFrames":         {EN: "Images of a batch as frames", ZH: "一批图像转为各帧"},
	"TokensOverFrames":      {EN: "Rearrangement", ZH: "重排"},
	"FrameNumber":           {EN: "Numbers of the frames", ZH: "帧序号"},
	"FirstFrame":            {EN: "Tokens of the first frame", ZH: "首帧词元"},
	"Blend":                 {EN: "Learned blend", ZH: "可训练混合"},
	"Gain":                  {EN: "Learned gain", ZH: "可训练增益"},
	"ContextPool":           {EN: "Weighted mean of all positions", ZH: "全局加权平均"},
	"PositionLinear":        {EN: "Fully connected layer over positions", ZH: "位置维全连接层"},
}

// reasons say why a kind of layer has no parameters.
var reasons = map[string]config.Text{
	"":                {EN: "a fixed function: nothing to learn", ZH: "固定函数，无需学习"},
	"MaxPool":         {EN: "keeps the largest value of each window: nothing to learn", ZH: "取窗口内的最大值，无需学习"},
	"AvgPool":         {EN: "takes the mean of each window: nothing to learn", ZH: "取窗口内的平均值，无需学习"},
	"MaxUnpool":       {EN: "puts values where the maxima stood: nothing to learn", ZH: "把数值放回最大值所在的位置，无需学习"},
	"Upsample":        {EN: "the weights of an interpolation are fixed", ZH: "插值的权重是固定的"},
	"Concat":          {EN: "only stacks channels; the next layer takes the wider input", ZH: "只堆叠通道；下一层的输入因此更宽"},
	"Add":             {EN: "only sums values", ZH: "只是逐值相加"},
	"Mul":             {EN: "only multiplies values", ZH: "只是逐值相乘"},
	"Crop":            {EN: "only cuts the border off", ZH: "只裁去边缘"},
	"ChannelMismatch": {EN: "the published code hands the next layer other channels than it was made for: it can be counted, not run", ZH: "已发布代码传给下一层的通道数与其设定不符：可以计数，不能运行"},
	"RuntimeError":    {EN: "the published code stops here with an error: it can be counted, not run", ZH: "已发布代码在此出错：可以计数，不能运行"},
	"PairDot":         {EN: "multiplies what was computed before: nothing to learn", ZH: "两个计算结果相乘，无需学习"},
	"PairWeighted":    {EN: "multiplies what was computed before: nothing to learn", ZH: "两个计算结果相乘，无需学习"},
	"ContextPool":     {EN: "multiplies what was computed before: nothing to learn", ZH: "两个计算结果相乘，无需学习"},
	"Attention":       {EN: "multiplies what was computed before: nothing to learn", ZH: "两个计算结果相乘，无需学习"},
	"ScaleShift":      {EN: "its scale and shift are computed from the condition", ZH: "缩放和平移由条件算出，本身无参数"},
	"TransformerEncoderLayer": {EN: "stands in a plain list: it runs, but its parameters are in neither parameters() nor state_dict, and are never trained",
		ZH: "放在普通列表中：参与运算，但参数既不在 parameters() 也不在 state_dict 中，不会被训练"},
	"Dropout": {EN: "only zeroes values while training", ZH: "只在训练时随机置零"},
	"BatchNorm": {
		EN: "not affine: it has no scale and no shift", ZH: "不含仿射：没有缩放和平移"},
}

// shortNames are the names in sums, where there is room for a word only.
var shortNames = map[string]config.Text{
	"Conv":          {EN: "conv", ZH: "卷积"},
	"ConvTranspose": {EN: "transposed conv", ZH: "转置卷积"},
	"BatchNorm":     {EN: "BN", ZH: "BN"},
	"InstanceNorm":  {EN: "IN", ZH: "IN"},
	"GroupNorm":     {EN: "GN", ZH: "GN"},
	"LayerNorm":     {EN: "LN", ZH: "LN"},
	"Linear":        {EN: "FC", ZH: "全连接"},
}

// Short returns a kind of layer's name in a sum.
func (l Lang) Short(kind string) string {
	if t, ok := shortNames[Base(kind)]; ok {
		return l.T(t)
	}
	return l.Kind(kind, nil)
}

// symbolNames say what the symbols of formulas mean, in the order in which they
// are explained.
var symbolNames = []struct {
	Symbol string
	Text   config.Text
}{
	{"k", config.Text{EN: "k: size of the kernel", ZH: "k：卷积核大小"}},
	{"C_in", config.Text{EN: "C_in: input channels", ZH: "C_in：输入通道数"}},
	{"C_out", config.Text{EN: "C_out: output channels, and biases", ZH: "C_out：输出通道数（也是偏置数）"}},
	{"/g", config.Text{EN: "g: groups", ZH: "g：分组数"}},
	{"C", config.Text{EN: "C: channels, each with a scale γ and a shift β", ZH: "C：通道数，每个通道有缩放 γ 和偏移 β"}},
	{"n_in", config.Text{EN: "n_in, n_out: inputs and outputs", ZH: "n_in、n_out：输入数与输出数"}},
}

// Symbols explains the symbols that are used.
func Symbols(l Lang, used map[string]bool) []string {
	var list []string
	for _, s := range symbolNames {
		for u := range used {
			base, divided, _ := strings.Cut(u, "/")
			if base == s.Symbol || s.Symbol == "k" && strings.HasPrefix(u, "k_") || s.Symbol == "/g" && divided != "" {
				list = append(list, l.T(s.Text))
				break
			}
		}
	}
	return list
}

// Base returns a kind of layer without its number of dimensions: "Conv" for
// "Conv2d".
func Base(kind string) string {
	for _, nd := range []string{"1d", "2d", "3d"} {
		kind = strings.TrimSuffix(kind, nd)
	}
	return kind
}

// Kind returns what people call a kind of layer, with its kernel.
func (l Lang) Kind(kind string, kernel []int64) string {
	name := kind // activations are called what PyTorch calls them
	if t, ok := kindNames[Base(kind)]; ok {
		name = l.T(t)
	}
	if kernel != nil {
		name += " " + Sizes(kernel)
	}
	return name
}

// Layer returns what people call a layer.
func (l Lang) Layer(layer counter.Layer) string {
	if w, ok := layer.(counter.Windowed); ok {
		return l.Kind(layer.Kind(), w.Window().KernelSize())
	}
	return l.Kind(layer.Kind(), nil)
}

// Reason says why a layer has no parameters.
func (l Lang) Reason(layer counter.Layer) string {
	if t, ok := reasons[Base(layer.Kind())]; ok {
		return l.T(t)
	}
	return l.T(reasons[""])
}

// Stage returns what people call a stage.
func (l Lang) Stage(s counter.Stage) string { return l.T(config.StageName(s)) }

// Sizes writes sizes as 256×256.
func Sizes(ns []int64) string {
	parts := make([]string, len(ns))
	for i, n := range ns {
		parts[i] = fmt.Sprint(n)
	}
	return strings.Join(parts, "×")
}

// Shape writes channels and sizes as 32×256×256.
func Shape(s counter.Shape) string {
	if !s.Known() {
		return fmt.Sprint(s.C)
	}
	return Sizes(append([]int64{s.C}, s.Sizes()...))
}
