package config

import (
	"fmt"
	"strconv"

	"unetparams/counter"
)

// StageName returns what people call a stage of the U.
func StageName(s counter.Stage) Text {
	var t Text
	switch s.Role {
	case counter.Input:
		return Text{"Input", "输入"}
	case counter.Bottleneck:
		return Text{"Bottleneck", "瓶颈"}
	case counter.Encoder:
		t = Textf("Encoder %d", "编码器 %d", s.Level)
	case counter.Decoder:
		t = Textf("Decoder %d", "解码器 %d", s.Level)
	case counter.Head:
		if s.Level == 1 && s.Col == 0 {
			return Text{"Output", "输出"}
		}
		t = Textf("Head %d", "输出头 %d", s.Level)
	case counter.Condition:
		if s.Level == 1 && s.Col == 0 {
			return Text{"Conditioning", "条件"}
		}
		t = Textf("Conditioning %d", "条件 %d", s.Level)
	}
	if s.Col > 0 {
		col := "." + strconv.Itoa(s.Col)
		t.EN, t.ZH = t.EN+col, t.ZH+col
	}
	return t
}

// At formats a sentence about a stage: its level and name come first.
func At(s counter.Stage, en, zh string, args ...any) Text {
	name := StageName(s)
	return Text{
		fmt.Sprintf(en, append([]any{s.Level, name.EN}, args...)...),
		fmt.Sprintf(zh, append([]any{s.Level, name.ZH}, args...)...),
	}
}
