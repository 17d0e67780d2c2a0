"""Compares receptive fields with the gradients of generated files in PyTorch.

For every NAME.py in the folder there is a NAME.json: the shapes of the inputs, and
positions of maps with the runs of the image's positions, one for each axis, that they
depend on. With positive weights nothing cancels out, so that those are where the
gradient of the position is not zero. Three things are replaced: maximum pooling, of
which the gradient shows only the largest position, by average pooling; normalization
by its statistics, by constants, so that nothing grows beyond measure; and
activations that are flat somewhere, by straight lines.
"""
import importlib
import json
import pathlib
import sys
import time

import torch
import torch.nn.functional as F

for name in list(vars(torch.nn.init)):
    if name.endswith("_") and not name.startswith("_"):
        setattr(torch.nn.init, name, lambda tensor, *args, **kwargs: tensor)

for nd in (1, 2, 3):
    average = getattr(F, f"avg_pool{nd}d")

    def pool(x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False, average=average):
        return average(x, kernel_size, stride, padding, ceil_mode)

    setattr(F, f"max_pool{nd}d", pool)
    average = getattr(F, f"adaptive_avg_pool{nd}d")
    setattr(F, f"adaptive_max_pool{nd}d", lambda x, size, indices=False, average=average: average(x, size))
for name in ("instance_norm", "group_norm", "layer_norm", "batch_norm"):
    setattr(F, name, lambda x, *args, **kwargs: x / x.detach().abs().mean())
for name in ("relu", "elu", "leaky_relu", "gelu", "silu", "hardtanh"):
    setattr(F, name, lambda x, *args, **kwargs: x)
torch.sigmoid = torch.Tensor.sigmoid = lambda x: x * 0.1
torch.nn.Sigmoid.forward = torch.nn.Hardsigmoid.forward = torch.nn.Tanh.forward = lambda self, x: x * 0.1
softmax = torch.softmax  # across channels it may be all but constant, or be of one
torch.softmax = lambda x, dim: x * 0.1 if dim == 1 else softmax(x, dim)
torch.nn.Softmax.forward = lambda self, x: torch.softmax(x, self.dim)
torch.maximum = torch.add


def positive(model):
    """Makes all parameters positive, so that sums stay about as large as their terms."""
    for p in model.parameters():
        fan = p[0].numel() if p.dim() > 1 else 10
        p.data = torch.rand(p.shape) * 0.5 / max(fan, 1) + 0.75 / max(fan, 1)
    return model.requires_grad_(False)


def run(gradient, axis):
    """Returns the first and the last position along an axis where it isn't zero. What
    is masked in attention by subtracting 100 has a weight of 4e-44, which counts as none."""
    size = gradient.abs().transpose(axis, 0).flatten(1).sum(1)
    at = (size > 1e-41 * size.max()).nonzero().flatten().tolist()
    return [at[0], at[-1]] if at else []


def differs(name, want, counts):
    """Returns the first difference, or None."""
    code = importlib.import_module(name)
    if hasattr(code, "mean_std"):
        statistics = code.mean_std
        code.mean_std = lambda *args, **kwargs: [v.detach() for v in statistics(*args, **kwargs)]
    model = positive(code.Net().eval())
    modules, seen = dict(model.named_modules()), {}

    def hook(path):
        def keep(module, args, out):
            seen.setdefault(path, out)
        return keep

    for check in want["Checks"]:
        if check["Path"] and check["Path"] in modules:
            modules[check["Path"]].register_forward_hook(hook(check["Path"]))
    inputs = [torch.rand(shape) + 0.5 for shape in want["Inputs"]]
    image = inputs[0].requires_grad_()
    out = model(*inputs)
    out = out if isinstance(out, tuple) else (out,)
    for check in want["Checks"]:
        y = seen.get(check["Path"]) if check["Path"] else out[check["Output"]]
        if y is None or list(y.shape) != check["Shape"] or not y.requires_grad:
            counts["skipped"] += 1
            continue
        at = (slice(None), slice(None), *check["Position"])
        (gradient,) = torch.autograd.grad(y[at].sum(), image, retain_graph=True, allow_unused=True)
        if gradient is None:
            got = []
        else:
            got = [run(gradient[0], 1 + axis) for axis in range(gradient.dim() - 2)]
        counts["compared"] += 1
        if got != check["Runs"]:
            return f"{check['Path'] or 'output'} at {check['Position']}: {got}, want {check['Runs']}"
    return None


def main(folder):
    sys.path.insert(0, folder)
    torch.set_default_dtype(torch.float64)
    torch.manual_seed(0)
    failed, counts = 0, {"compared": 0, "skipped": 0}
    files = sorted(pathlib.Path(folder).glob("*.json"))
    for file in files:
        start = time.time()
        try:
            why = differs(file.stem, json.loads(file.read_text()), counts)
        except Exception as e:  # a file that does not run is a failure like any other
            why = f"{type(e).__name__}: {e}"
        if why:
            failed += 1
            print("FAIL", file.stem, why, flush=True)
        else:
            print(f"ok {file.stem} {time.time() - start:.1f} s", flush=True)
    print(f"{len(files)} files, {counts['compared']} positions compared, {counts['skipped']} left out, {failed} failed, PyTorch {torch.__version__}")
    return failed > 0


sys.exit(main(sys.argv[1]))
