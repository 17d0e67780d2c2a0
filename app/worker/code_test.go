package worker

import (
	"strings"
	"testing"
)

// ask returns the parts of an answer.
func ask(w *Worker, q Message) (parts []Message) {
	w.Answer(q, func() bool { return true }, func(part Message) { parts = append(parts, part) })
	return parts
}

// complete returns an answer when it is complete.
func complete(w *Worker, q Message) Message {
	all := Message{}
	for _, part := range ask(w, q) {
		for name, text := range part {
			all[name] = text
		}
	}
	return all
}

// TestCode: the file of either framework counts itself and says where it is from;
// where there is none, the reason is said.
func TestCode(t *testing.T) {
	var w Worker
	for _, tt := range []struct{ link, framework, name, text, help string }{
		{"v=1&arch=unet", "pytorch", "net.py", "assert total == 7_765_442", ""},
		{"v=1&arch=unet", "keras", "net_keras.py", "assert total == 7_771_330", "Keras"},
		{"v=1&arch=unet&base=64", "pytorch", "net.py", "https://example.org/#here", ""},
		{"v=1&arch=rishikksh20-unet-small", "keras", "", "", "ReflectionPad2d"},
	} {
		a := complete(&w, Message{"topic": "code", "lang": "en", "link": tt.link, "framework": tt.framework, "address": "https://example.org/#here"})
		if a["name"] != tt.name || !strings.Contains(a["text"], tt.text) || !strings.Contains(a["help"], tt.help) {
			t.Errorf("%s, %s: %.2000v", tt.link, tt.framework, a)
		}
	}
	zh := complete(&w, Message{"topic": "code", "lang": "zh", "link": "v=1&arch=unet", "framework": "pytorch"})
	if !strings.Contains(zh["text"], "个可训练参数") && !strings.Contains(zh["text"], "参数") {
		t.Errorf("in Chinese: %.300s", zh["text"])
	}
}

// TestNoTopic: what nobody answers has no answer.
func TestNoTopic(t *testing.T) {
	if parts := ask(&Worker{}, Message{"topic": "weather"}); parts != nil {
		t.Errorf("%v", parts)
	}
}
