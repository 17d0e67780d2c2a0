package find

import (
	"fmt"
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

// TestMechanisms: a transposed convolution and an interpolation with a convolution
// count alike; whoever has one is told of both.
func TestMechanisms(t *testing.T) {
	for _, tt := range []struct{ arch, settings, want string }{
		{"unet", "", "transposed [2 2], interpolated [2 2] up=bilinear upconv=2"},
		{"unet", "up=nearest upconv=2", "interpolated [2 2], transposed [2 2] up=transposed upconv=2"},
		{"unet", "up=bilinear upconv=3", "interpolated [3 3], transposed [3 3] up=transposed upconv=3"},
		{"unet", "upkernel=3", "transposed [3 3], interpolated [3 3] up=bilinear upconv=3"},
		{"unet", "nd=3", "transposed [2 2 2], interpolated [2 2 2] up=bilinear upconv=2"},
		{"unet", "up=bilinear upconv=1", ""},
		{"unet", "up=bilinear upconv=none", ""},
		{"lee-unet", "", "interpolated [3 3], transposed [3 3]"},
		{"bigmb-dict", "", "transposed [3 3], interpolated [3 3]"},
		{"jvanvugt", "", "transposed [2 2], interpolated [2 2]"},
		{"multiresunet", "", "transposed [2 2], interpolated [2 2]"},
	} {
		c, err := config.Make(zoo.Lookup(tt.arch), tt.settings)
		if err != nil {
			t.Fatal(err)
		}
		total, err := c.Count()
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for i, m := range Mechanisms(c) {
			if i > 0 {
				got += ", "
			}
			name := "interpolated"
			if m.Transposed {
				name = "transposed"
			}
			got += fmt.Sprint(name, " ", m.Kernel)
			if i == 0 {
				if m.Config != c {
					t.Errorf("%s %s: its own mechanism is another network's", tt.arch, tt.settings)
				}
				continue
			}
			if m.Config != nil {
				got += fmt.Sprintf(" up=%s upconv=%s", m.Config.Knob("up").Get(), m.Config.Knob("upconv").Get())
				if n, err := m.Config.Count(); err != nil || n != total {
					t.Errorf("%s %s: the other mechanism has %d, %v; want %d", tt.arch, tt.settings, n, err, total)
				}
			}
		}
		if got != tt.want {
			t.Errorf("%s %s: %s, want %s", tt.arch, tt.settings, got, tt.want)
		}
	}
}
