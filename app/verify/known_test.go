package verify

import (
	"strings"
	"testing"
)

// TestIdentify: a list of names and shapes is known by them, whatever its
// architecture and whatever stands before its names.
func TestIdentify(t *testing.T) {
	for _, tt := range [][3]string{
		{"milesial", "n_channels=1 n_classes=4", ""}, {"unetfamily-nested", "in_channels=3", "module."}, {"monai-dynunet", "in_channels=4", "model."},
	} {
		r := report(t, tt[0], tt[1])
		text := tt[2] + strings.Join(shapeList(r), "\n"+tt[2])
		c, exact := Identify(text, nil)
		if c == nil || !exact || c.Arch.ID != tt[0] {
			t.Errorf("%v: %v, exact: %v", tt, c != nil, exact)
			continue
		}
		if n, err := c.Count(); err != nil || n != r.Learnable {
			t.Errorf("%v: %d parameters, want %d", tt, n, r.Learnable)
		}
	}
	for _, text := range []string{"", "7,765,442", "a.weight 576\nb.weight 36864", "x.weight: (7, 7)\ny.weight: (3)"} {
		if c, _ := Identify(text, nil); c != nil {
			t.Errorf("%q is %s", text, c.Arch.ID)
		}
	}
	builds := 0
	if c, _ := Identify(strings.Join(shapeList(report(t, "milesial", "n_channels=7")), "\n"), func() bool { builds++; return builds < 3 }); c != nil || builds > 3 {
		t.Errorf("%d builds after it was told to end", builds)
	}
}
