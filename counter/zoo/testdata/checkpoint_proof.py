"""Trains generated files with each stage in torch.utils.checkpoint, and adds up what is kept.

For every NAME.py in the folder there is a NAME.json: the shapes of the inputs, of each
step its module below the root and the run of its stage, and how many bytes there are of
what stages are given and of what autograd keeps of the largest while it is run again. The
forward method is cut into a function for each run of a stage.
"""
import ast
import functools
import importlib
import inspect
import json
import pathlib
import sys

import torch
import torch.utils.checkpoint


def modules(statement):
    """Returns the modules of the network that a statement names."""
    return [n.attr for n in ast.walk(statement)
            if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name) and n.value.id == "self"]


def names(statements, kind):
    return [n.id for s in statements for n in ast.walk(s) if isinstance(n, ast.Name) and isinstance(n.ctx, kind)]


def runs_of(body, steps):
    """Returns the run of each statement, from those of the steps, each of which is named by
    its module below the root. Steps without one are statements, or within a module."""
    heads = [next(iter(modules(s)), None) for s in body]
    runs, at, i = [], 0, 0
    while i < len(body):
        if heads[i]:
            first = next(k for k in range(at, len(steps)) if steps[k][0] == heads[i])
            at = first + 1
            while (ahead := next((k for k in range(at, len(steps)) if steps[k][0]), None)) is not None and steps[ahead][0] == heads[i]:
                at = ahead + 1
            runs.append(steps[first][1])
            i += 1
        n = next((k for k in range(i, len(body)) if heads[k]), len(body)) - i
        end = next((k for k in range(at, len(steps)) if steps[k][0]), len(steps))
        runs += [run for _, run in steps[end - n:end]]
        at, i = end, i + n
    return runs


def stages(module, steps):
    """Returns the arguments of forward, and for each run its inputs, its function and its outputs."""
    tree = ast.parse(inspect.getsource(module))
    net = next(n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == "Net")
    forward = next(n for n in net.body if isinstance(n, ast.FunctionDef) and n.name == "forward")
    body = []
    for s in forward.body:
        if isinstance(s, ast.Return):
            s = ast.Assign([ast.Name("_out", ast.Store())], s.value)
        body.append(ast.fix_missing_locations(s))
    plain = body[-1] if not modules(body[-1]) and not any(isinstance(n, (ast.Call, ast.BinOp)) for n in ast.walk(body[-1])) else None
    runs = runs_of(body[:-1] if plain else body, steps)
    parts = {}
    for s, run in zip(body, runs):
        parts.setdefault(run, []).append(s)
    if plain:
        parts[runs[-1]].append(plain)
    parts = [parts[run] for run in sorted(parts)]
    known = {a.arg for a in forward.args.args[1:]}
    found = []
    for i, part in enumerate(parts):
        own, ins = set(), []
        for s in part:
            ins += [n for n in names([s], ast.Load) if n in known and n not in own and n not in ins]
            own |= set(names([s], ast.Store))
        later = names([s for p in parts[i + 1:] for s in p], ast.Load) + ["_out"]
        outs = sorted(n for n in own if n in later)
        code = f"def stage(self, {', '.join(ins)}):\n" + "".join(f"    {ast.unparse(s)}\n" for s in part) + f"    return {', '.join(outs)},\n"
        space = dict(vars(module))
        exec(code, space)
        found.append((ins, space["stage"], outs))
        known |= own
    return [a.arg for a in forward.args.args[1:]], found


class Spy(torch.autograd.graph.saved_tensors_hooks):
    """Notes what torch.utils.checkpoint has when it has run a stage again."""
    again = []

    def __init__(self, pack, unpack):
        super().__init__(pack, unpack)
        self.pack = pack

    def __exit__(self, *args):
        super().__exit__(*args)
        storage = inspect.getclosurevars(self.pack).nonlocals.get("storage")
        if storage is not None:
            Spy.again.append({t.storage().data_ptr(): t.storage().nbytes() for t in storage.values()})


def measure(name, want):
    """Returns the bytes given to stages, and those of the largest that is run again."""
    module = importlib.import_module(name)
    model = module.Net().train()
    arguments, parts = stages(module, want["Steps"])
    values = dict(zip(arguments, [torch.rand(shape) for shape in want["Inputs"]]))
    own = {t.storage().data_ptr() for t in [*model.parameters(), *model.buffers()]}
    given, alive = {}, []
    for ins, stage, outs in parts:
        args = [values[n] for n in ins]
        alive += args
        for t in args:
            given[t.storage().data_ptr()] = t.storage().nbytes()
        out = torch.utils.checkpoint.checkpoint(functools.partial(stage, model), *args, use_reentrant=False)
        values.update(zip(outs, out))
    out = values["_out"]
    sum(t.sum() for t in (out if isinstance(out, tuple) else (out,))).backward()
    again = [sum(n for p, n in found.items() if p not in given and p not in own) for found in Spy.again]
    return sum(n for p, n in given.items() if p not in own), max(again)


def main(folder):
    sys.path.insert(0, folder)
    torch.autograd.graph.saved_tensors_hooks = Spy
    failed = 0
    files = sorted(pathlib.Path(folder).glob("*.json"))
    for file in files:
        want, Spy.again = json.loads(file.read_text()), []
        try:
            given, again = measure(file.stem, want)
            why = "" if (given, again) == (want["Given"], want["Again"]) else f"{given} and {again} bytes, want {want['Given']} and {want['Again']}"
        except Exception as e:  # a file that does not run is a failure like any other
            why = f"{type(e).__name__}: {e}"
        failed += why != ""
        print("FAIL" if why else "ok", file.stem, why, flush=True)
    print(f"{len(files)} files, {failed} failed, PyTorch {torch.__version__}")
    return failed > 0


sys.exit(main(sys.argv[1]))
