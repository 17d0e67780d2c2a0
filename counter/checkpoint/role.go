package checkpoint

import (
	"slices"
	"strings"
)

// bufferNames are last components of names that denote buffers in every library
// that uses them.
var bufferNames = []string{"running_mean", "running_var", "num_batches_tracked", "moving_mean",
	"moving_variance", "relative_position_index", "position_ids", "attn_mask", "seed_generator_state",
	"n_averaged", "mean:0", "variance:0", "count:0", "moving_mean:0", "moving_variance:0"}

// packedNames are last components of names of tensors whose integers hold several
// weights each.
var packedNames = []string{"qweight", "weight_packed", "weight", "blocks", "g_idx", "qzeros"}

// roleOf derives a role from name and type: integers are not learned, unless
// weights are packed into them.
func roleOf(t *Tensor) Role {
	last := t.Name[strings.LastIndexAny(t.Name, "./")+1:]
	switch {
	case slices.Contains(bufferNames, last):
		return Buffer
	case t.DType.Integer() && len(t.Shape) > 0 && slices.Contains(packedNames, last):
		return Undetermined
	case t.DType.Integer():
		return Buffer
	}
	return Parameter
}

// assign sets the roles that the format does not determine, separates tensors that
// are copies or belong to the training loop, and finds the prefix.
func assign(c *Checkpoint) {
	inner(c)
	lightning(c)
	for _, e := range c.Entries {
		if e.Name == "pytorch-lightning_version" {
			c.Producer = "PyTorch Lightning " + e.Value
		}
	}
	named, packed := int64(0), int64(0)
	for i := range c.Tensors {
		t := &c.Tensors[i]
		if t.Role == Undetermined && t.Group != Constant {
			t.Role = roleOf(t)
			if t.Group == Model && t.Fault == nil {
				named++
				if t.Role == Undetermined {
					packed++
				}
			}
		}
	}
	if named > 0 {
		c.note(RolesByName, "", named, 0)
	}
	if packed > 0 {
		c.note(Packed, "", packed, 0)
	}
	if !c.Ordered {
		c.note(OtherOrder, "", 0, 0)
	}
	c.prefix()
}

// inner separates an average of the weights that is stored next to them under a
// prefix, such as model_ema.
func inner(c *Checkpoint) {
	for _, p := range []string{"model_ema.", "ema_model.", "ema.", "teacher."} {
		n, rest := 0, 0
		for i := range c.Tensors {
			if t := &c.Tensors[i]; t.Group == Model {
				if strings.HasPrefix(t.Name, p) {
					n++
				} else {
					rest++
				}
			}
		}
		if n == 0 || n > rest+2 {
			continue
		}
		for i := range c.Tensors {
			if t := &c.Tensors[i]; t.Group == Model && strings.HasPrefix(t.Name, p) {
				t.Group, t.Path = Copy, join(t.Path, strings.TrimSuffix(p, "."))
			}
		}
	}
}

// lightning separates the tensors that a wrapping module owns itself, if all others
// have a common prefix: a LightningModule's class weights, the counter of an average.
// They have names without a dot, or names of losses or metrics.
func lightning(c *Checkpoint) {
	wrapped := slices.ContainsFunc(c.Entries, func(e Entry) bool { return e.Name == "pytorch-lightning_version" })
	head, n := "", 0
	var beside []int
	for i := range c.Tensors {
		t := &c.Tensors[i]
		if t.Group != Model || t.Certain {
			continue
		}
		first, _, dotted := strings.Cut(t.Name, ".")
		switch {
		case !dotted && (wrapped || first == "n_averaged"), dotted && wrapped && bystander(first):
			beside = append(beside, i)
		case head == "" || head == first:
			head = first
			n++
		default:
			return
		}
	}
	if n > len(beside) && slices.Contains(wrappers, head+".") {
		for _, i := range beside {
			c.Tensors[i].Group = Other
		}
	}
}

func bystander(s string) bool {
	for _, w := range []string{"loss", "criterion", "metric", "acc", "auroc", "iou"} {
		if strings.Contains(strings.ToLower(s), w) {
			return true
		}
	}
	return false
}

// prefix finds the wrappers' names that all names begin with.
func (c *Checkpoint) prefix() {
	for {
		next := ""
		for i := range c.Tensors {
			t := &c.Tensors[i]
			if t.Group != Model || t.Fault != nil {
				continue
			}
			rest, ok := strings.CutPrefix(t.Name, c.Prefix)
			head, _, dotted := strings.Cut(rest, ".")
			if !ok || !dotted || next != "" && next != head+"." {
				return
			}
			next = head + "."
		}
		if next == "" || !slices.Contains(wrappers, next) {
			return
		}
		c.Prefix += next
	}
}
