"""Runs generated files in PyTorch and compares what they compute with facts.

For every NAME.py in the folder there is a NAME.json: the mode, the shapes of the
inputs, and what published code outputs for weights and inputs that this rule
makes. All numbers come from formulas, so that nobody needs a file of weights.

Every floating-point parameter, running_mean and running_var is filled, in the
order of the state_dict, a tensor under several names once; the t-th of them has at
flat index i a number made of base(t, i), which is spread evenly over [-1, 1).
"""
import importlib
import inspect
import json
import pathlib
import sys

import numpy as np
import torch

LIMIT = 1e-8  # of the distance, in float64

# All values are overwritten, and drawing 30 million of them takes seconds.
for name in list(vars(torch.nn.init)):
    if name.endswith("_") and not name.startswith("_"):
        setattr(torch.nn.init, name, lambda tensor, *args, **kwargs: tensor)


def base(t, n):
    """The finalizer of MurmurHash3 over the flat index, in 32 bits."""
    h = np.arange(n, dtype=np.uint32) + np.uint32((t + 1) * 0x9E3779B9 & 0xFFFFFFFF)
    h ^= h >> np.uint32(16)
    h *= np.uint32(0x85EBCA6B)
    h ^= h >> np.uint32(13)
    h *= np.uint32(0xC2B2AE35)
    h ^= h >> np.uint32(16)
    return h / 2.0**31 - 1


def fill(model):
    """Fills the model's tensors by the rule."""
    parameters = {id(p) for p in model.parameters()}
    seen, t = set(), 0
    for name, x in model.state_dict(keep_vars=True).items():
        if not x.is_floating_point() or id(x) in seen:
            continue
        if id(x) not in parameters and not name.endswith(("running_mean", "running_var")):
            continue
        seen.add(id(x))
        v = base(t, x.numel())
        if name.endswith("running_var"):
            v = 1 + 0.5 * v * v
        elif name.endswith("running_mean"):
            v = 0.1 * v
        elif x.dim() >= 2:
            v = v * (5 / (x.numel() / x.shape[0])) ** 0.5
        elif x.dim() == 1 and name.endswith("weight"):
            v = 1 + 0.1 * v
        else:
            v = 0.1 * v
        with torch.no_grad():
            x.copy_(torch.from_numpy(v).reshape(x.shape))
        t += 1


def fill_buffers(model, names):
    """Fills buffers that the constructor draws at random, after all others."""
    state = model.state_dict(keep_vars=True)
    kept = {id(p) for p in model.parameters()}
    t = len({id(x) for n, x in state.items() if x.is_floating_point() and (id(x) in kept or n.endswith(("running_mean", "running_var")))})
    for k, name in enumerate(n for n in state if n in names):
        with torch.no_grad():
            state[name].copy_(torch.from_numpy(base(t + k, state[name].numel())).reshape(state[name].shape))


def wave(shape, k):
    """The k-th input."""
    j = np.arange(int(np.prod(shape)), dtype=np.float64)
    return torch.from_numpy(np.sin(0.01 * j + 0.3 * np.cos(0.37 * j) + k)).reshape(tuple(shape))


def distance(x, want):
    """The largest difference in units of the output's range."""
    if [n for n in x.shape if n > 1] != [n for n in want["shape"] if n > 1]:  # code may leave out an axis of one
        return float("inf")
    a = x.detach().double().reshape(-1).numpy()
    span = want["max"] - want["min"] or 1.0
    at = [k * (a.size - 1) // 23 for k in range(24)]
    pairs = [(a.mean(), want["mean"]), (abs(a).mean(), want["meanabs"]), (a.std(), want["std"]),
             (a.min(), want["min"]), (a.max(), want["max"])]
    pairs += list(zip(a[at], want["samples"]))
    return max(abs(p - q) for p, q in pairs) / span


def given(model, inputs):
    """The arguments that published code takes, as a generated file takes them: a
    number is a row of one channel, and tokens stand behind their features."""
    names = list(inspect.signature(model.forward).parameters)
    free = [n for n in names if n not in [i.get("name") for i in inputs]]
    named = {}
    for k, i in enumerate(inputs):
        if not i["shape"]:  # None
            continue
        x = torch.tensor([float(v) for v in i["values"]]) if "values" in i else wave(i["shape"], k)
        x = x.reshape(i["shape"] + [1] * (len(i["shape"]) == 1))
        x = x.transpose(1, 2) if x.dim() == 3 and k > 0 else x
        named[i["name"] if i.get("name") in names else free.pop(0)] = x
    return named


def differs(name, want):
    """Returns what differs, or None."""
    model = importlib.import_module(name).Net().double()
    model.train(want["mode"] == "train")
    fill(model)
    fill_buffers(model, want["buffers"] or [])
    named = given(model, want["inputs"])
    with torch.no_grad():
        y = model(**named)
    y = y if isinstance(y, tuple) else (y,)
    if len(y) != len(want["outputs"]):
        return f"{len(y)} outputs, want {len(want['outputs'])}"
    for k, (got, facts) in enumerate(zip(y, want["outputs"])):
        d = distance(got, facts)
        if not d <= LIMIT:
            return f"output {k}, {list(got.shape)}, want {facts['shape']}: distance {d:.2g}"
    return None


def main(folder):
    torch.set_num_threads(2)
    torch.set_default_dtype(torch.float64)
    sys.path.insert(0, folder)
    failed = 0
    files = sorted(pathlib.Path(folder).glob("*.json"))
    for file in files:
        try:
            why = differs(file.stem, json.loads(file.read_text()))
        except Exception as e:  # a file that does not run is a failure like any other
            why = f"{type(e).__name__}: {e}"
        if why:
            failed += 1
            print("FAIL", file.stem, why, flush=True)
    print(f"{len(files)} files, {failed} failed, PyTorch {torch.__version__}")
    return failed > 0


sys.exit(main(sys.argv[1]))
