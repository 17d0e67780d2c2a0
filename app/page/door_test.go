package page

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/dom/domtest"
	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/app/worker"
	"unetparams/counter/configfile"
)

func newDoor(l text.Lang) *door {
	d := &door{Session: session.New(l)}
	d.OnInit()
	return d
}

// TestOpen opens a pasted file: the session shows its network, and the section
// says what was read, what was left aside and what was not understood.
func TestOpen(t *testing.T) {
	o := newDoor(text.English)
	o.brings.take("loss: x\nmodel:\n  name: UNet3D\n  in_channels: 1\n  out_channels: 1\n  f_maps: 32\n  final_sigmoid: true\n  conv_kernel_size: 5\n")
	if n := o.Session.State.Report.Learnable; n != 4081267 {
		t.Errorf("the session shows %d parameters", n)
	}
	said := app.HTMLString(o)
	for _, want := range []string{"Taken for: Configuration of pytorch-3dunet", "4,081,267 parameters: exact", "kernels stay 3",
		"layer_order", "gcr (default)", "final_sigmoid", "Left aside, training: 1"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in %s", want, said)
		}
	}
}

// TestOpenAsks gives the value that a file can't tell; hostile text stays text.
func TestOpenAsks(t *testing.T) {
	o := newDoor(text.Chinese)
	page := domtest.Show(t, o)
	html := func() string { page(); return app.HTMLString(o) }
	o.brings.take("model:\n  name: UNet3D\n  out_channels: 1\n  f_maps: 32\n")
	if said := html(); !strings.Contains(said, "输入通道数是多少") || !strings.Contains(said, `data-ask="in_channels"`) {
		t.Error(said)
	}
	o.brings.also("ask.in_channels", "1")
	if said := html(); !strings.Contains(said, "4,081,267") || o.Session.State.Report.Learnable != 4081267 {
		t.Error(said)
	}
	o.brings.take(`{"_class_name": "<img src=x onerror=alert(1)>UNet"}`)
	if said := html(); strings.Contains(said, "<img") || !strings.Contains(said, "&lt;img") {
		t.Error("text of a file stands in the page as markup")
	}
}

// TestPaste: a configuration that is pasted is opened; what is none goes where it was
// meant to go.
func TestPaste(t *testing.T) {
	for s, want := range map[string]struct {
		used bool
		kind string
	}{
		"conv1.weight (64, 3, 3, 3)\nconv1.bias (64,)\n": {false, "listing"},
		"31,030,658":             {false, "number"},
		`{"learning_rate": 0.1}`: {true, ""},
		"model:\n  name: UNet3D\n  out_channels: 1\n": {true, "configuration"},
	} {
		if got := likely(s); got != want.used {
			t.Errorf("%q: may be one is %v", s, got)
		}
		var w worker.Worker
		w.Answer(map[string]string{"topic": "kind", "text": s}, nil, func(part map[string]string) {
			if part["kind"] != want.kind {
				t.Errorf("%q: %v", s, part)
			}
		})
	}
	if maxText != configfile.MaxText {
		t.Errorf("files are read up to %d bytes", maxText)
	}
}
