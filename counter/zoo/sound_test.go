package zoo_test

import (
	"strconv"
	"strings"
	"testing"

	"unetparams/counter"
	"unetparams/counter/layer"
)

func init() {
	reproduces("f90/Wave-U-Net-Pytorch", "Waveunet", reproduction{Arch: "waveunet", Settings: func(c *published, s map[string]string) {
		delete(s, "target_output_size") // chooses the size of the input
		var letters strings.Builder
		for _, name := range strings.Split(s["instruments"], ",") {
			letters.WriteString(name[:1])
		}
		s["instruments"] = letters.String()
	}})
	for class, arch := range map[string]string{"Demucs": "demucs", "HDemucs": "hdemucs", "HTDemucs": "htdemucs"} {
		reproduces("facebookresearch/demucs", class, reproduction{Arch: arch, Settings: demucsSettings, Unseen: unseen})
	}
}

// demucsSettings: names of sources don't matter, only their number.
func demucsSettings(c *published, s map[string]string) {
	s["sources"] = strconv.Itoa(strings.Count(s["sources"], ",") + 1)
	if v, ok := s["t_hidden_scale"]; ok {
		s["t_hidden_scale"] = strings.TrimSuffix(v, ".0")
	}
	if v, ok := s["growth"]; ok {
		s["growth"] = strings.TrimSuffix(v, ".0")
	}
	if v, ok := s["freq_emb"]; ok { // how much of it is added
		s["freq_emb"] = "on"
		if f, err := strconv.ParseFloat(v, 64); err != nil || f == 0 {
			s["freq_emb"] = "off"
		}
	}
	for _, key := range strings.Fields("segment samplerate rescale dconv_init use_train_segment t_sin_random_shift t_dropout t_weight_decay t_lr t_max_positions wiener_iters end_iters emb_scale emb_smooth") {
		delete(s, key) // of no effect on a trained network
	}
	for key, value := range map[string]string{"cac": "on", "hybrid": "on", "hybrid_old": "off", "multi_freqs": "none", "t_emb": "sin", "t_norm_in_group": "off", "num_subbands": "1"} {
		if s[key] == value {
			delete(s, key) // as we always have it
		}
	}
}

// unseen reports the layers that the cases' figures leave out: they were counted by
// hooks of modules, which see nothing of an LSTM's steps, nor of the projections of an
// nn.MultiheadAttention.
func unseen(l counter.Layer) bool {
	switch l.(type) {
	case layer.LSTM, layer.MultiheadAttention:
		return true
	}
	return false
}

// TestDispatched: all products, those of LSTMs and projections included, are as many as
// PyTorch's dispatcher saw in the published code: of convolutions and matrix products,
// and of products of features (bmm).
func TestDispatched(t *testing.T) {
	seen := map[string][2]int64{
		"demucs-demucs-ch48-norewrite": {1_705_995_264, 0},
		"nikhilroxtomar-unetr_2d":      {43_452_989_440 + 21_894_266_880, 1_207_959_552},
		"demucs-demucs-default":        {9_718_755_328 + 946_864_128, 9_094_944},
		"demucs-hdemucs-default":       {9_602_987_904 + 408_748_032, 2_307_712},
		"demucs-htdemucs-default":      {7_425_023_808 + 4_644_864_000, 541_503_744},
		"demucs-htdemucs-6s":           {7_897_881_984 + 4_644_864_000, 541_503_744},
		"demucs-htdemucs-bottom512":    {7_631_462_208 + 8_257_536_000, 722_004_992},

		"demucs-htdemucs-conf-bottom512-dconv3": {8_018_179_968 + 8_257_536_000, 722_004_992},
	}
	for _, c := range append(readOracle(t, "demucs"), readOracle(t, "nikhilroxtomar")...) {
		want, ok := seen[c.ID]
		if !ok {
			continue
		}
		config, net, report, err := c.build(reproductions[c.Source][c.Class])
		if err != nil {
			t.Fatalf("%s: %v", c.ID, err)
		}
		if hidden := report.Unregistered; hidden != 0 && hidden != 85_054_464 || (hidden != 0) != (c.Class == "UNETR_2D") {
			t.Errorf("%s: %d parameters are not registered", c.ID, hidden)
		}
		trace, err := config.Trace(net)
		if err != nil {
			t.Fatalf("%s: %v", c.ID, err)
		}
		if got := [2]int64{trace.Total, trace.FeatureTotal}; got != want {
			t.Errorf("%s: %d, want %d", c.ID, got, want)
		}
	}
}
