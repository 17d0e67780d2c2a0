package zoo_test

import (
	"testing"

	"unetparams/counter/config"
	"unetparams/counter/zoo"
)

func init() {
	const repo = "rishikksh20/ResUnet"
	reproduces(repo, "ResUnet", reproduction{Arch: "resunet"})
	reproduces(repo, "ResUnetPlusPlus", reproduction{Arch: "resunetplusplus"})
	reproduces(repo, "UNet", reproduction{Arch: "rishikksh20-unet"})
	reproduces(repo, "UNetSmall", reproduction{Arch: "rishikksh20-unet-small"})
}

// TestResUnetFilters: numbers beyond the last that is used change nothing.
func TestResUnetFilters(t *testing.T) {
	for id, settings := range map[string][2]string{
		"resunet":         {"filters=16,24,40,56", "filters=16,24,40,56,7,9"},
		"resunetplusplus": {"filters=16,24,40,6,56", "filters=16,24,40,6,56,7"},
	} {
		var counts []int64
		for _, s := range settings {
			c, err := config.Make(zoo.Lookup(id), s)
			if err != nil {
				t.Fatal(err)
			}
			_, r := build(t, c)
			counts = append(counts, r.Learnable)
		}
		if counts[0] != counts[1] {
			t.Errorf("%s: %d parameters, and %d with further filters", id, counts[0], counts[1])
		}
	}
}
