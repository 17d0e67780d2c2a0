package text_test

import (
	"testing"

	"unetparams/app/text"
	"unetparams/counter"
	"unetparams/counter/field"
)

// TestField: a receptive field in both languages.
func TestField(t *testing.T) {
	a := field.Axis{Size: 204, Least: 188, Stride: field.Ratio{Num: 1, Den: 4}, Middle: counter.Span{Lo: 0, Hi: 127}, Image: 256}
	f := field.Field{ND: 2, Axes: [3]field.Axis{a, a}, Averages: true}
	size, note := text.Field(text.English, &f)
	if size != "188–204×188–204" || note != "stride 1/4×1/4, 25.0% of the image 256×256, not counting the statistics of normalization" {
		t.Errorf("%s; %s", size, note)
	}
	if _, note := text.Field(text.Chinese, &f); note != "步长 1/4×1/4，占图像 256×256 的 25.0%，不计归一化的统计量" {
		t.Error(note)
	}
	f.Axes[0].All, f.Axes[1].All = true, true
	if size, note := text.Field(text.English, &f); size != "whole image" || note != "by attention, global pooling or full connection; by windows alone 188–204×188–204" {
		t.Errorf("%s; %s", size, note)
	}
}
