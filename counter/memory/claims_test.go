package memory_test

import (
	"testing"

	"unetparams/counter/memory"
)

// TestClaimMilesial: milesial/Pytorch-UNet says in its README (commit 02644ec, "Notes on
// memory") that with bilinear up-sampling training takes approximately 3 GB, on a card of
// 3 GB, and that predicting images of 1918×1280 takes 1.5 GB. Both are at the default
// scale of 0.5, 959×640: there autograd alone keeps 3.05 GB, all of training is 3.8 GB,
// and inference takes 0.70 GB of the 1.5 GB. At full size the maps alone would be 2.5 GB.
func TestClaimMilesial(t *testing.T) {
	r, tr := built(t, "milesial", "n_classes=1 bilinear=on size=640x959")
	m, err := memory.Train(r, tr, memory.Options{Optimizer: memory.SGD})
	if err != nil || m.Saved.Bytes != 3_052_366_848 || m.Total() != 3_818_996_304 || !m.Saved.Exact {
		t.Errorf("training: %+v, %d, %v", m, m.Total(), err)
	}
	p, err := memory.Infer(r, tr, memory.Options{})
	if err != nil || p.Bytes+p.Parameters != 628_490_240+69_087_308 {
		t.Errorf("inference: %+v, %v", p, err)
	}
	r, tr = built(t, "milesial", "n_classes=1 bilinear=on size=1280x1918")
	if p, _ := memory.Infer(r, tr, memory.Options{}); p.Bytes != 2_513_960_960 {
		t.Errorf("inference at full size: %+v", p)
	}
}

// TestClaimNNUNet: nnU-Net plans for a GPU of 8 GB (gpu_memory_target_in_gb = 8 in
// nnunetv2/experiment_planning/experiment_planners/default_experiment_planner.py, v2.3.1),
// and trains with torch.autocast and SGD with momentum. Its network for patches of
// 128×128×128 voxels in batches of two takes 6.1 GiB so, and 11.7 GiB in float32.
func TestClaimNNUNet(t *testing.T) {
	r, tr := built(t, "nnunet-plain", "")
	if x := tr.Out[0]; x.Size[0] != 128 || x.Size[1] != 128 || x.Size[2] != 128 {
		t.Fatalf("the patch is %v", x)
	}
	total := func(as memory.Type) int64 {
		m, err := memory.Train(r, tr, memory.Options{Batch: 2, Type: as, Optimizer: memory.Momentum})
		if err != nil || !m.Saved.Exact {
			t.Errorf("%+v, %v", m, err)
		}
		return m.Total()
	}
	if n := total(memory.Mixed); n != 6_519_860_498 || n > 8_000_000_000 {
		t.Errorf("mixed precision: %d", n)
	}
	if n := total(memory.Float32); n != 12_540_486_452 {
		t.Errorf("float32: %d", n)
	}
}
