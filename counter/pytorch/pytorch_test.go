package pytorch_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/config"
	"unetparams/counter/layer"
	"unetparams/counter/pytorch"
	"unetparams/counter/zoo"
)

func file(t *testing.T, arch, settings string, o pytorch.Options) string {
	t.Helper()
	c, err := config.Make(zoo.Lookup(arch), settings)
	if err != nil {
		t.Fatal(err)
	}
	net, _, err := c.Build()
	if err != nil {
		t.Fatal(err)
	}
	s, err := pytorch.File(net, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestTutorial compares the file of the tutorial's network with testdata; UPDATE=1
// rewrites it. TestProof of package zoo checks that such files run and count what
// they claim.
func TestTutorial(t *testing.T) {
	got := file(t, "unet", "", pytorch.Options{Class: "UNet", Header: []string{"U-Net: 7,765,442 parameters"}, Size: []int64{256, 256}})
	const golden = "testdata/unet.py"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("differs from %s:\n%s", golden, got)
	}
}

// TestStructure: repeated blocks share a class, a recurrent convolution is called
// repeatedly but created once, and an alias creates no second module.
func TestStructure(t *testing.T) {
	for _, tt := range []struct {
		arch, settings string
		has            []string
		lacks          []string
	}{
		{"unet", "levels=10 base=1", []string{"class Block(nn.Module):", "self.enc9 = Block(128, 256)"}, []string{"class Block2"}},
		{"unet", "residual=on padding=valid", []string{"def crop(x, like):", "crop("}, nil},
		{"lee-r2unet", "t=3", []string{"self.conv = nn.Sequential("}, []string{"getattr"}},
		{"lee-attunet", "", []string{"class Att(nn.Module):"}, nil},
	} {
		s := file(t, tt.arch, tt.settings, pytorch.Options{Class: "Net"})
		for _, part := range tt.has {
			if !strings.Contains(s, part) {
				t.Errorf("%s %s: no %q in\n%s", tt.arch, tt.settings, part, s)
			}
		}
		for _, part := range tt.lacks {
			if strings.Contains(s, part) {
				t.Errorf("%s %s: %q in\n%s", tt.arch, tt.settings, part, s)
			}
		}
	}
}

// TestEveryArchitecture: every architecture with its defaults has a file of readable
// length.
func TestEveryArchitecture(t *testing.T) {
	for _, a := range zoo.Archs() {
		s := file(t, a.ID, "", pytorch.Options{Class: "Net"})
		limit := 700
		switch a.ID {
		case "mprnet": // one PReLU stands in all blocks, so that no block is a class of its own
			limit = 900
		case "svd": // two kinds of layers in each block, over the positions and over the frames
			limit = 900
		case "imagen": // blocks with and without text, context and transformer, in three directions
			limit = 800
		}
		if n := strings.Count(s, "\n"); n > limit {
			t.Errorf("%s: %d lines", a.ID, n)
		}
	}
}

// TestHeaderStaysAComment: nothing in a header becomes code.
func TestHeaderStaysAComment(t *testing.T) {
	s := file(t, "unet", "levels=2", pytorch.Options{Class: "Net", Header: []string{"a\nimport os\r\u2028import os"}})
	for _, line := range strings.Split(s, "\n") {
		if strings.Contains(line, "import os") && !strings.HasPrefix(line, "# ") {
			t.Errorf("code: %q", line)
		}
	}
}

type unknown struct{ layer.Activation }

func (unknown) Kind() string { return "Unknown" }

func TestUnknownLayer(t *testing.T) {
	net := counter.New()
	x := net.Input(1, 2)
	net.Do(unknown{}, x)
	if _, err := pytorch.File(net, pytorch.Options{Class: "Net"}); !errors.Is(err, pytorch.ErrUnknownLayer) {
		t.Errorf("error %v", err)
	}
}

func BenchmarkFile(b *testing.B) {
	net, _, err := config.New(zoo.Lookup("unet")).Build()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		_, _ = pytorch.File(net, pytorch.Options{Class: "Net"})
	}
}
