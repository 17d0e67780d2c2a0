#!/bin/sh
# The proof: generated PyTorch files are run in a real PyTorch. Started by
# `make proof`, for all of them, and by `make test` with "part". PyTorch is
# Debian's python3-torch, which is installed where it is missing and may be.
# Keras files are run in the same Python's Keras; Debian has none, and then in a
# stand-in, which checks names, shapes and counts but computes nothing.
set -eu
cd "$(dirname "$0")/.."
amount=${1:-all}

python=${PYTHON:-/usr/bin/python3}
if ! "$python" -c 'import torch' 2>/dev/null; then
	root=
	[ "$(id -u)" = 0 ] || root='sudo -n'
	if ! command -v apt-get >/dev/null 2>&1 || ! ${root:-true} ${root:+true} 2>/dev/null; then
		echo 'missing: PyTorch; install it (Debian: apt-get install python3-torch) or name a Python that has it in PYTHON' >&2
		exit 1
	fi
	echo '== installing python3-torch'
	$root apt-get -qq update
	$root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends python3-torch >/dev/null
fi
PYTHON=$python PROOF=$amount go test -count=1 -timeout 60m -run '^TestProof' -v ./counter/zoo
