package text

import (
	"math/rand"
	"strings"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

func TestSentence(t *testing.T) {
	for _, tt := range []struct{ settings, en, zh string }{
		{"", "A U-Net for images: 5 levels of 32 to 512 channels; 1 in, 2 out. Convolutions per block: 2 (3×3); normalization: batch; activation: ReLU. " +
			"Down: max-pooling 2×2. Up: transposed convolution 2×2. Skip connections: concatenate.",
			"用于图像的 U-Net：5 级，通道数 32–512；输入 1 通道，输出 2 通道。每块 2 个 3×3 卷积；归一化：批归一化；激活函数：ReLU。" +
				"下采样：最大池化 2×2。上采样：转置卷积 2×2。跳跃连接：拼接。"},
		{"nd=3 up=nearest upconv=3 concatnorm=on size=64", "A U-Net for volumes: 5 levels of 32 to 512 channels; 1 in, 2 out. Convolutions per block: 2 (3×3×3); normalization: batch; activation: ReLU. " +
			"Down: max-pooling 2×2. Up: nearest neighbor, with a convolution of 3×3×3. Skip connections: concatenate. Besides: norm after the concatenation on.",
			"用于三维体数据的 U-Net：5 级，通道数 32–512；输入 1 通道，输出 2 通道。每块 2 个 3×3×3 卷积；归一化：批归一化；激活函数：ReLU。" +
				"下采样：最大池化 2×2。上采样：最近邻插值，配 3×3×3 卷积。跳跃连接：拼接。此外：拼接后归一化：开。"},
	} {
		c, err := config.Make(zoo.Lookup(zoo.Default), tt.settings)
		if err != nil {
			t.Fatal(err)
		}
		if got := English.Sentence(c); got != tt.en {
			t.Errorf("%q: %s", tt.settings, got)
		}
		if got := Chinese.Sentence(c); got != tt.zh {
			t.Errorf("%q: %s", tt.settings, got)
		}
	}
}

// TestSentenceSaysAll: every setting that has an effect changes the sentence.
func TestSentenceSaysAll(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for _, k := range config.New(zoo.Lookup(zoo.Default)).Knobs {
		for range 20 {
			c := config.New(zoo.Lookup(zoo.Default))
			for _, other := range c.Knobs {
				if len(other.Choices) > 0 && r.Intn(2) == 0 {
					_ = other.Set(other.Choices[r.Intn(len(other.Choices))].Value)
				}
			}
			before := English.Sentence(c)
			own := c.Knob(k.Key)
			value := "3"
			if len(k.Choices) > 0 {
				value = k.Choices[len(k.Choices)-1].Value
			}
			if own.Get() == value || own.Set(value) != nil || own.Idle() || own.Implied() || k.Kind == config.Sizes {
				continue
			}
			if after := English.Sentence(c); after == before || strings.Contains(after, "%!") {
				t.Errorf("%s=%s changes nothing in: %s", k.Key, value, after)
			}
		}
	}
}

// TestOneOf checks that one of what is counted is a singular, in English alone.
func TestOneOf(t *testing.T) {
	parameters := config.Text{EN: "%s parameters in %s tensors; %s bytes (%d layers).", ZH: "%s 个参数，%s 个张量，%s bytes（%d）"}
	for _, tt := range []struct {
		lang Lang
		args []any
		want string
	}{
		{English, []any{"1", "2", "1", 1}, "1 parameter in 2 tensors; 1 byte (1 layer)."},
		{English, []any{"1,001", "21", "0.1", 11}, "1,001 parameters in 21 tensors; 0.1 bytes (11 layers)."},
		{Chinese, []any{"1", "1", "1", 1}, "1 个参数，1 个张量，1 bytes（1）"},
	} {
		if got := tt.lang.F(parameters, tt.args...); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}
