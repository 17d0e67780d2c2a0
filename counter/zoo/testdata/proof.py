"""Runs generated files in PyTorch and compares them with what is expected.

For every NAME.py in the folder there is a NAME.json: the total, the entries of
the state_dict in order, and the shapes of the outputs for some inputs.
"""
import importlib
import json
import pathlib
import sys

import torch

# Values do not matter here, and drawing 30 million of them takes a second.
for name in list(vars(torch.nn.init)):
    if name.endswith("_") and not name.startswith("_"):
        setattr(torch.nn.init, name, lambda tensor, *args, **kwargs: tensor)


def differs(name, want):
    """Returns the first difference, or None."""
    model = importlib.import_module(name).Net().eval()
    learnable = {id(p) for p in model.parameters()}
    total = sum(p.numel() for p in model.parameters())
    if total != want["Total"]:
        return f"{total} parameters, want {want['Total']}"
    state = model.state_dict(keep_vars=True)
    got = [[n, id(t) in learnable, list(t.shape)] for n, t in state.items()]
    for g, w in zip(got, want["Tensors"]):
        if g != w:
            return f"tensor {g}, want {w}"
    if len(got) != len(want["Tensors"]):
        return f"{len(got)} tensors, want {len(want['Tensors'])}"
    if want["Inputs"]:
        with torch.no_grad():
            y = model(*(torch.zeros(shape) for shape in want["Inputs"]))
        shapes = [list(t.shape) for t in (y if isinstance(y, tuple) else (y,))]
        if shapes != want["Outputs"]:
            return f"outputs {shapes}, want {want['Outputs']}"
    return None


def main(folder):
    sys.path.insert(0, folder)
    failed = run = 0
    files = sorted(pathlib.Path(folder).glob("*.json"))
    for file in files:
        want = json.loads(file.read_text())
        run += bool(want["Inputs"])
        try:
            why = differs(file.stem, want)
        except Exception as e:  # a file that does not run is a failure like any other
            why = f"{type(e).__name__}: {e}"
        if why:
            failed += 1
            print("FAIL", file.stem, why, flush=True)
    print(f"{len(files)} files, {run} of them run on an input, {failed} failed, PyTorch {torch.__version__}")
    return failed > 0


sys.exit(main(sys.argv[1]))
