package html

import (
	"reflect"
	"strings"
	"testing"

	"unetparams/app/state"
	"unetparams/app/text"
	"unetparams/counter/config"
	"unetparams/counter/number"
	"unetparams/counter/zoo"
)

// TestTutorialTable is the tutorial's own table, number by number.
func TestTutorialTable(t *testing.T) {
	want := []levelRow{
		{1, 32, [5]int64{9_568, 27_712, 8_224, 256, 66}, 45_826},
		{2, 64, [5]int64{55_424, 110_720, 32_832, 512, 0}, 199_488},
		{3, 128, [5]int64{221_440, 442_624, 131_200, 1_024, 0}, 796_288},
		{4, 256, [5]int64{885_248, 1_769_984, 524_544, 2_048, 0}, 3_181_824},
		{5, 512, [5]int64{3_539_968, 0, 0, 2_048, 0}, 3_542_016},
	}
	if got := levelRows(state.New("").Report); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// TestLevelRowsSum: whatever the settings, the table adds up to the total, each
// row to its sum.
func TestLevelRowsSum(t *testing.T) {
	for _, settings := range []string{"", "residual=on heads=on", "up=nearest upconv=none", "padding=valid residual=on size=572",
		"nd=3 where=up levels=10 base=1 norm=instance", "convs=1 norm=none", "grow=last upout=keep convs=8"} {
		c, err := config.Make(zoo.Lookup(zoo.Default), settings)
		if err != nil {
			t.Fatal(err)
		}
		s := state.New("")
		s.Use(c)
		var total int64
		for _, row := range levelRows(s.Report) {
			var sum int64
			for _, n := range row.part {
				sum += n
			}
			if sum != row.sum {
				t.Errorf("%s: level %d: parts %v, sum %d", settings, row.level, row.part, row.sum)
			}
			total += sum
		}
		if total != s.Report.Learnable {
			t.Errorf("%s: rows sum to %d, total %d", settings, total, s.Report.Learnable)
		}
	}
}

// TestLevelMACs: the table lists the multiply-accumulates of the levels beside their sums and
// add up to the network's, as do those of the stages.
func TestLevelMACs(t *testing.T) {
	s := state.New("")
	macs, total := levelMACs(s.Report, s.Trace), int64(0)
	for _, n := range macs {
		total += n
	}
	if total != s.Trace.Total || len(macs) != 5 || macs[4] != s.Trace.ByStage(s.Report)[s.StageIndex("mid5")] {
		t.Errorf("%v of %d", macs, s.Trace.Total)
	}
	table := Levels(text.English, s.Report, s.Trace)
	for _, n := range append(macs, total) {
		if !strings.Contains(table, `<td class="n">`+number.Grouped(n)+`</td></tr>`) {
			t.Errorf("no %d in %s", n, table)
		}
	}
	if strings.Contains(Levels(text.English, s.Report, nil), "MACs") || strings.Contains(Steps(text.English, s.Report, nil, 1), "MACs") {
		t.Error("MACs without a trace")
	}
	for i, n := range s.Trace.ByStage(s.Report) {
		if !strings.Contains(Steps(text.English, s.Report, s.Trace, i), `<td class="n">`+number.Grouped(n)+`</td></tr></tfoot>`) {
			t.Errorf("stage %d lacks %d", i, n)
		}
	}
}

// TestStageField: the calculation of the selected stage says how far its output sees.
func TestStageField(t *testing.T) {
	s := state.New("")
	for stage, want := range map[string]string{"enc1": "5×5", "mid5": "140×140", "dec1": "188–204×188–204"} {
		if got := Calculation(text.English, s.Report, s.Trace, s.StageIndex(stage)); !strings.Contains(got, `<td class="n">`+want+`</td>`) {
			t.Errorf("%s lacks %s: %s", stage, want, got)
		}
	}
	// Of a volume it is drawn on the last two axes, of a line on a strip.
	for link, want := range map[string]string{
		"":                         `viewBox="0 0 256 256"><rect class="image" x="0" y="0" width="256" height="256"/><rect class="field" x="66" y="66" width="140" height="140"/></svg>`,
		"nd=3&size=64x128x256":     `viewBox="0 0 256 128"><rect class="image" x="0" y="0" width="256" height="128"/><rect class="field" x="66" y="2" width="140" height="126"/>`,
		"nd=1&size=256":            `viewBox="0 0 256 32"><rect class="image" x="0" y="0" width="256" height="32"/><rect class="field" x="66" y="0" width="140" height="32"/>`,
		"middle=attention&size=64": `<rect class="field" x="0" y="0" width="64" height="64"/>`,
	} {
		s := state.New("v=1&arch=unet&" + link)
		if got := Calculation(text.English, s.Report, s.Trace, s.StageIndex("mid5")); !strings.Contains(got, want) {
			t.Errorf("%s lacks %s: %s", link, want, got)
		}
	}
	if got := Steps(text.English, s.Report, s.Trace, s.StageIndex("enc1")); strings.Contains(got, "5×5") {
		t.Errorf("every stage of the list calculates a receptive field: %s", got)
	}
	if got := Calculation(text.Chinese, s.Report, s.Trace, s.StageIndex("mid5")); !strings.Contains(got, "步长 16×16，占图像 256×256 的 29.9%") {
		t.Error(got)
	}
}
