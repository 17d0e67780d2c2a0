"""Runs generated files in Keras and compares them with what is expected.

For every NAME.py in the folder there is a NAME.json: both counts, the names of
the layers that have weights, and the shapes of the outputs, channels last.
"""
import importlib
import json
import math
import pathlib
import sys

folder = sys.argv[1]
sys.path.insert(0, folder)

try:
    import keras
except ImportError:
    sys.path.append(str(pathlib.Path(__file__).parent / "standin"))
    import keras


def count(weights):
    return sum(math.prod(w.shape) for w in weights)


def differs(name, want):
    """Returns the first difference, or None."""
    keras.utils.clear_session()
    model = importlib.import_module(name).net()
    got = {
        "Trainable": count(model.trainable_weights),
        "Total": count(model.weights),
        "Layers": sorted(layer.name for layer in model.layers if layer.weights),
        "Outputs": [list(out.shape[1:]) for out in model.outputs],
    }
    for key, value in got.items():
        if value != want[key]:
            return f"{key} {value}, want {want[key]}"
    return None


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
print(f"{len(files)} files, {failed} failed, Keras {getattr(keras, '__version__', 'stand-in')}")
sys.exit(failed > 0)
