package zoo

import "testing"

func TestPresets(t *testing.T) {
	for _, p := range Presets() {
		n, err := p.Config().Count()
		if err != nil || n != p.Total {
			t.Errorf("%s: %d parameters, %v; want %d", p.ID, n, err, p.Total)
		}
	}
}
