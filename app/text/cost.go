package text

import (
	"strconv"

	"unetparams/counter/config"
	"unetparams/counter/field"
	"unetparams/counter/number"
)

// costText is the type of the words about receptive fields.
type costText struct {
	Field, FieldAll, FieldBy, FieldStride, FieldShare, FieldAverages config.Text
}

// Cost holds the words about receptive fields.
var Cost = costText{
	Field:         config.Text{EN: "Receptive field", ZH: "感受野"},
	FieldAll:      config.Text{EN: "whole image", ZH: "整幅图像"},
	FieldBy:       config.Text{EN: "by attention, global pooling or full connection; by windows alone %s", ZH: "经由注意力、全局池化或全连接；仅按滑动窗口为 %s"},
	FieldStride:   config.Text{EN: "stride %s", ZH: "步长 %s"},
	FieldShare:    config.Text{EN: "%[1]s of the image %[2]s", ZH: "占图像 %[2]s 的 %[1]s"},
	FieldAverages: config.Text{EN: "not counting the statistics of normalization", ZH: "不计归一化的统计量"},
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
	s := strconv.FormatInt(r.Num, 10)
	if r.Den != 1 {
		s += "/" + strconv.FormatInt(r.Den, 10)
	}
	return s
}
