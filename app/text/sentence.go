package text

import (
	"slices"
	"strconv"
	"strings"

	"unetparams/counter/catalog"
	"unetparams/counter/config"
)

// Sentence says in plain words what network the classic U-Net's settings make: first
// what every U-Net has, then what else is set. It is empty for other architectures,
// which have names.
func (l Lang) Sentence(c *config.Config) string {
	if c.Arch.ID != catalog.Default {
		return ""
	}
	get := func(key string) string { return c.Knob(key).Get() }
	value := func(key string) string { return l.Value(c.Knob(key)) }
	widths := strings.Split(get("filters"), ",")
	power := func(n string) string { // a kernel
		nd, _ := strconv.Atoi(get("nd"))
		return strings.Join(slices.Repeat([]string{n}, nd), "×")
	}
	w := &Sentence
	up := value("up")
	if get("up") == "transposed" {
		up += " " + power(get("upkernel"))
	} else if k := c.Knob("upconv"); !k.Idle() && k.Get() != "none" {
		up += l.F(w.Then, power(k.Get()))
	}
	parts := []string{
		l.F(w.Net, l.T(w.Data[get("nd")[0]-'1']), get("levels"), widths[0], widths[len(widths)-1], get("in"), get("classes")),
		l.F(w.Block, get("convs"), power(get("kernel")), value("norm"), value("act")),
		l.F(w.Paths, value("down"), up, value("skip")),
	}
	said := strings.Fields("nd levels base filters in classes convs kernel norm act down up upkernel upconv skip size")
	var more []string
	for _, k := range c.Knobs {
		if k.Changed() && !slices.Contains(said, k.Key) {
			more = append(more, l.Setting(c, k, l.Value(k)))
		}
	}
	if more != nil {
		parts = append(parts, l.F(w.More, strings.Join(more, l.T(Describe.Comma))))
	}
	return strings.Join(parts, map[Lang]string{English: " "}[l])
}

// sentenceText is the type of the words of [Lang.Sentence].
type sentenceText struct {
	Data                          [3]config.Text
	Net, Block, Paths, Then, More config.Text
}

// Sentence holds the words that [Lang.Sentence] is made of.
var Sentence = sentenceText{
	Data: [3]config.Text{{EN: "signals", ZH: "一维信号"}, {EN: "images", ZH: "图像"}, {EN: "volumes", ZH: "三维体数据"}},

	Net:   config.Text{EN: "A U-Net for %s: %s levels of %s to %s channels; %s in, %s out.", ZH: "用于%s的 U-Net：%s 级，通道数 %s–%s；输入 %s 通道，输出 %s 通道。"},
	Block: config.Text{EN: "Convolutions per block: %s (%s); normalization: %s; activation: %s.", ZH: "每块 %s 个 %s 卷积；归一化：%s；激活函数：%s。"},
	Paths: config.Text{EN: "Down: %s. Up: %s. Skip connections: %s.", ZH: "下采样：%s。上采样：%s。跳跃连接：%s。"},
	Then:  config.Text{EN: ", with a convolution of %s", ZH: "，配 %s 卷积"},
	More:  config.Text{EN: "Besides: %s.", ZH: "此外：%s。"},
}
