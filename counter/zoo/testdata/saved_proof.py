"""Adds up what autograd keeps of generated files in PyTorch.

For every NAME.py in the folder there is a NAME.json: the shapes of the inputs, and how
many bytes are kept from the forward pass for the backward pass, of all tensors but
parameters and buffers; where Autocast is set, under torch.autocast to bfloat16, and without
the copies of parameters in that type. What several operations keep, or views of, counts once. What
leads to no output has been freed when the forward pass ends.
"""
import importlib
import json
import os
import pathlib
import sys

import torch

for name in list(vars(torch.nn.init)):
    if name.endswith("_") and not name.startswith("_"):
        setattr(torch.nn.init, name, lambda tensor, *args, **kwargs: tensor)


def copied(tensor):
    """Reports whether autocast has made a tensor from a parameter."""
    node = tensor.grad_fn
    return node is not None and node.name() == "ToCopyBackward0" and "AccumulateGrad" in node.next_functions[0][0].name()


def kept(model, inputs, autocast):
    """Returns bytes, shapes and types of what is kept, by address."""
    boxes, held = [], set()

    def pack(tensor):
        boxes.append(tensor)
        return len(boxes) - 1

    def unpack(box):
        held.add(box)
        return boxes[box]

    with torch.autograd.graph.saved_tensors_hooks(pack, unpack), torch.autocast("cpu", torch.bfloat16, enabled=autocast):
        out = model(*inputs)
    # What was packed by operations that lead nowhere is not held any more.
    nodes = [t.grad_fn for t in (out if isinstance(out, tuple) else (out,))]
    seen = set()
    while nodes:
        node = nodes.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        for name in dir(node):
            if name.startswith("_saved_"):
                getattr(node, name)
        nodes += [n for n, _ in node.next_functions]
    own = {t.storage().data_ptr() for t in [*model.parameters(), *model.buffers()]}
    found = {}
    for box in held:
        storage = boxes[box].storage()
        if storage.data_ptr() not in own and storage.nbytes() and not copied(boxes[box]):
            found[storage.data_ptr()] = storage.nbytes(), tuple(boxes[box].shape), str(boxes[box].dtype)
    return found


def differs(name, want):
    """Returns the difference, or None."""
    model = importlib.import_module(name).Net().train()
    inputs = [torch.rand(shape) for shape in want["Inputs"]]
    found = kept(model, inputs, want["Autocast"])
    got = sum(n for n, _, _ in found.values())
    if os.environ.get("PROOF_LIST"):
        for n, shape, dtype in sorted(found.values()):
            print("  ", n, shape, dtype)
    return f"{got} bytes, want {want['Bytes']}, {got - want['Bytes']} more" if got != want["Bytes"] else None


def main(folder):
    sys.path.insert(0, folder)
    failed = exact = 0
    files = sorted(pathlib.Path(folder).glob("*.json"))
    for file in files:
        want = json.loads(file.read_text())
        try:
            why = differs(file.stem, want)
        except Exception as e:  # a file that does not run is a failure like any other
            why = f"{type(e).__name__}: {e}"
        exact += want["Exact"]
        if why and want["Exact"]:
            failed += 1
            print("FAIL", file.stem, why, flush=True)
        else:
            print("ok" if want["Exact"] else "estimate", file.stem, why or "", flush=True)
    print(f"{len(files)} files, {exact} exact, {failed} failed, PyTorch {torch.__version__}")
    return failed > 0


sys.exit(main(sys.argv[1]))
