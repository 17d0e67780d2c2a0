package worker

import (
	"strings"
	"testing"

	"unetparams/app/text"
)

// TestDrawing checks that the drawing shows the quantity that a link asks for, with each
// stage's share, and tints the bars by it, and that what can't be calculated isn't drawn.
func TestDrawing(t *testing.T) {
	var w Worker
	ask := func(l text.Lang, link string) Message {
		return complete(&w, Message{"topic": "drawing", "lang": string(l), "link": link, "narrow": "false"})
	}
	for show, want := range map[string][]string{
		"macs":        {">622.85 M<", ">5.2% · 256²<", "share of the MACs", "622.85 M MACs"},
		"activations": {">48.0 MiB<", "share of the feature maps", "48.0 MiB of feature maps"},
		"memory":      {">32.0 MiB<", "share of what is kept", "kept for the backward pass"},
		"field":       {">140²<", ">188–204<", ">29.9% · 16²<", "share of the image"},
	} {
		a := ask(text.English, "v=1&arch=unet&show="+show)
		for _, s := range append(want, `fill-opacity="1"`) {
			if !strings.Contains(a["svg"], s) {
				t.Errorf("%s: %s is missing in %s", show, s, a["svg"])
			}
		}
		if strings.Contains(a["svg"], "9,696") || strings.Contains(a["svg"], "8,224") {
			t.Errorf("%s: parameters are shown", show)
		}
		if a := ask(text.Chinese, "v=1&arch=unet&show="+show); !strings.Contains(a["svg"], text.Shown[show].Share.ZH) {
			t.Error(a["svg"])
		}
		picture := complete(&w, Message{"topic": "export", "what": "picture", "lang": "en", "link": "v=1&arch=unet&show=" + show})
		if !strings.Contains(picture["text"], want[0]) {
			t.Errorf("the file of the picture lacks %s", want[0])
		}
	}
	if two := ask(text.English, "v=1&arch=unet&show=activations&batch=2")["svg"]; !strings.Contains(two, ">96.0 MiB<") {
		t.Error(two)
	}
	for _, link := range []string{"v=1&arch=unet", "v=1&arch=unet&show=macs&size=250"} {
		if a := ask(text.English, link); a["svg"] != "" {
			t.Errorf("%s is drawn", link)
		}
	}
	// All kinds of pictures are drawn, also of networks without a receptive field.
	for _, link := range []string{"v=1&arch=unet&size=4096&base=65536&batch=65536", "v=1&arch=mednext", "v=1&arch=transunet", "v=1&arch=unetversion-2plus", "v=1&arch=kiunet"} {
		for show := range text.Shown {
			if a := ask(text.English, link+"&show="+show); !strings.Contains(a["svg"], "<svg") && !strings.Contains(link, "65536") {
				t.Errorf("%s shows no %s", link, show)
			}
		}
	}
}
