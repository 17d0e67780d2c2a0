package section

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"unetparams/app/session"
	"unetparams/app/text"
	"unetparams/counter/configfile"
)

// TestOpen opens a pasted file: the session shows its network, and the section
// says what was read, what was left aside and what was not understood.
func TestOpen(t *testing.T) {
	o := &Open{Session: session.New(text.English)}
	if o.take("conv1.weight (64, 3, 3, 3)\nconv1.bias (64,)\n") || o.take("31,030,658") || o.take(`{"learning_rate": 0.1}`) {
		t.Error("a text that is no configuration was taken for one")
	}
	if !o.take("loss: x\nmodel:\n  name: UNet3D\n  in_channels: 1\n  out_channels: 1\n  f_maps: 32\n  final_sigmoid: true\n  conv_kernel_size: 5\n") {
		t.Fatal("a configuration was not taken")
	}
	o.show()
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
	o := &Open{Session: session.New(text.Chinese)}
	o.take("model:\n  name: UNet3D\n  out_channels: 1\n  f_maps: 32\n")
	o.show()
	if c := o.candidate(); c == nil || c.Verdict != configfile.Asking {
		t.Fatalf("%+v", c)
	}
	if said := app.HTMLString(o); !strings.Contains(said, "输入通道数是多少") {
		t.Error(said)
	}
	o.answer("in_channels", "1")
	if c := o.candidate(); c.Verdict != configfile.Exact || o.Session.State.Report.Learnable != 4081267 {
		t.Errorf("%+v", c)
	}
	o.take(`{"_class_name": "<img src=x onerror=alert(1)>UNet"}`)
	o.show()
	if said := app.HTMLString(o); strings.Contains(said, "<img") {
		t.Error("text of a file stands in the page as markup")
	}
}
