# Appended to a generated file with the class Net; see peers.go.
import json
import sys
import time

try:
    import torchinfo
except ImportError:
    sys.exit("torchinfo is not installed")

spent = []
for _ in range(9):
    start = time.perf_counter()
    total = torchinfo.summary(Net(), verbose=0).total_params
    spent.append(1000 * (time.perf_counter() - start))
print(json.dumps(spent + [total]))
